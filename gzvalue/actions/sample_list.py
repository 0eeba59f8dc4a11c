"""Which sample projects ship with the program: kept apart, for the start page needs no more than this list.

A sample is a folder of `resources/samples/`: `sample.json` names it, each `FORM.csv` holds the records of one
form as text (two columns, key and text, for a single form), `evidence/` the attachments, `files/` small data
files that lie beside the project. All of it is fictional and marked so.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.paths import resource


@dataclass(frozen=True)
class Card:
    """A sample in a few words: the industry, one letter for it, and one line of what the case shows."""

    title: str
    letter: str
    line: str


@dataclass(frozen=True)
class Sample:
    """One shipped sample.

    Attributes:
        name: what `gzvalue demo --industry` takes.
        title: in a line, with the number of data sets and what is asked.
        description: two or three sentences: what it shows and what comes out.
        industry: in everyday words.
        file_name: what its project file is called by default.
        card: what its card on the start page says.
    """

    name: str
    title: str
    description: str
    industry: str
    file_name: str
    card: Card

    @property
    def folder(self) -> Path:
        """Where its data lie."""
        return resource("samples", self.name)

    @property
    def data_files(self) -> tuple[Path, ...]:
        """The small data files that lie with it; their names begin with the data set's code."""
        return tuple(sorted((self.folder / "files").glob("*_*.csv")))


@cache
def samples() -> tuple[Sample, ...]:
    """All shipped samples, the main one first."""
    found = []
    for described in resource("samples").glob("*/sample.json"):
        words = json.loads(described.read_text(encoding="utf-8"))
        one = Sample(
            described.parent.name, words["title"], words["description"], words["industry"], words["file_name"], Card(**words["card"])
        )
        found.append((words["order"], one))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def sample(name: str) -> Sample:
    """The sample of that name in any case, or of that industry as the list and the cards call it.

    Raises:
        UserError: there is none; the message names those there are.
    """
    wanted = name.strip().lower()
    for one in samples():
        if wanted in {one.name, one.industry, one.card.title, one.title.partition("（")[0]}:
            return one
    raise UserError(f"没有名为“{name}”的示例。可选：{'、'.join(one.name for one in samples())}。")
