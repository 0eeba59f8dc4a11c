"""Templates by industry: the data sets that firms of an industry typically keep, to start a catalogue from.

A template is a file of `resources/templates/`. Its wording was put together for this program and is no official
catalogue; nothing in it is a fact of the enterprise. Record counts, dates, holders and rights are never in it. What is
taken from a template carries `MARK` in its note until a person has looked at it and taken the sentence away: an
unconfirmed data set holds the draft mark.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gzvalue.errors import UserError
from gzvalue.paths import resource
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import clean

MARK = "【待确认】"
"""Begins the sentence in the note of a data set that was taken from a template and not looked at yet."""

_SENTENCE = re.compile(re.escape(MARK) + r"[^【】]*?行业模板“([^”]+)”第 (\d+) 项[^【】]*?请核对改正后删去本句。\n?")


@dataclass(frozen=True)
class TypicalSet:
    """One typical data set.

    Attributes:
        number: its place in the template, from 1.
        texts: what is typical of it, as text by key of the catalogue.
        fields: its typical columns, each as text by key of the field dictionary.
    """

    number: int
    texts: Mapping[str, str]
    fields: tuple[Mapping[str, str], ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.texts["name"]


@dataclass(frozen=True)
class Template:
    """The typical data sets of one industry.

    Attributes:
        name: what `gzvalue new --industry` takes.
        title: the industry in everyday words.
        industry: section and division of GB/T 4754.
        description: what the data sets are and what they are mostly used for.
        data_sets: in the order in which they are offered.
    """

    name: str
    title: str
    industry: str
    description: str
    data_sets: tuple[TypicalSet, ...]

    def note(self, number: int) -> str:
        """The sentence that marks a data set as taken from here."""
        return (
            f"{MARK}典型写法，取自行业模板“{self.title}”第 {number} 项（本软件整理，非官方目录，不是本企业的事实），请核对改正后删去本句。"
        )


@cache
def templates() -> tuple[Template, ...]:
    """All templates in the order in which they are offered."""
    found = []
    for file in resource("templates").glob("*.json"):
        words = json.loads(file.read_text(encoding="utf-8"))
        sets = tuple(_typical(number, one, words["industry"]) for number, one in enumerate(words["data_sets"], 1))
        found.append((words["order"], Template(file.stem, words["title"], words["industry"], words["description"], sets)))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _typical(number: int, words: Mapping[str, object], industry: str) -> TypicalSet:
    texts = {key: text for key, text in words.items() if isinstance(text, str)}
    listed = words["fields"]
    assert isinstance(listed, list)
    return TypicalSet(number, {"industry": industry, "dictionary": "见字段字典", **texts}, tuple(listed))


def template(name: str) -> Template:
    """The template of that name, or of that title.

    Raises:
        UserError: there is none; the message names those there are.
    """
    for one in templates():
        if name in (one.name, one.title):
            return one
    raise UserError(f"没有名为“{name[:40]}”的行业模板。可选：{'、'.join(one.name for one in templates())}。")


def is_unconfirmed(one: DataSet) -> bool:
    """Whether nobody has confirmed yet what was taken from a template."""
    return MARK in (one.note or "")


def confirmed_note(note: str) -> str:
    """The note without the sentence that marks it."""
    return _SENTENCE.sub("", note).replace(MARK, "").strip()


def still_typical(one: DataSet) -> tuple[str, ...]:
    """Labels of the data that still read exactly as in the template that the note names; empty if the template is not known."""
    named = _SENTENCE.search(one.note or "")
    origin = next((found for found in templates() if named is not None and found.title == named.group(1)), None)
    if origin is None or named is None or not 0 < int(named.group(2)) <= len(origin.data_sets):
        return ()
    fields = one.form.fields
    texts = origin.data_sets[int(named.group(2)) - 1].texts
    return tuple(fields[key].label for key, text in texts.items() if fields[key].kind.parse(clean(text)) == getattr(one, key))
