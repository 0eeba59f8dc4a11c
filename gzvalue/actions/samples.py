"""The sample projects that ship with the program: listed, and built into project files by ordinary edits.

A sample is a folder of `resources/samples/`: `sample.json` names it, each `FORM.csv` holds the records of one
form as text (two columns, key and text, for a single form), `evidence/` the attachments, `files/` small data
files that lie beside the project. All of it is fictional and marked so.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.paths import resource
from gzvalue.schema import edit
from gzvalue.schema.field import Form
from gzvalue.schema.forms import FORMS
from gzvalue.schema.project import Project
from gzvalue.schema.valuation_forms import Evidence, EvidenceLink
from gzvalue.store.open import Store

Row = Mapping[str, str]


@dataclass(frozen=True)
class Sample:
    """One shipped sample.

    Attributes:
        name: what `gzvalue demo --industry` takes.
        title: for a card of the start page.
        description: two or three sentences: what it shows and what comes out.
        industry: in everyday words.
        file_name: what its project file is called by default.
    """

    name: str
    title: str
    description: str
    industry: str
    file_name: str

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
        one = Sample(described.parent.name, words["title"], words["description"], words["industry"], words["file_name"])
        found.append((words["order"], one))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def sample(name: str) -> Sample:
    """The sample of that name.

    Raises:
        UserError: there is none; the message names those there are.
    """
    for one in samples():
        if one.name == name:
            return one
    raise UserError(f"没有名为“{name}”的示例。可选：{'、'.join(one.name for one in samples())}。")


def build_sample(name: str, path: Path) -> Path:
    """Build the sample into a new project file, form by form as logged edits; the file.

    Raises:
        UserError: no such sample; a file of that name exists, or the place cannot be written to.
    """
    one = sample(name)
    with Store.create(path, label=f"新建示例项目：{one.title}") as store:
        try:
            for form in sorted(FORMS, key=lambda form: form is EvidenceLink.form):  # links last: they point at the others
                _fill(store, one, form)
        except BaseException:
            store.close()
            store.path.unlink(missing_ok=True)
            raise
        return store.path


def _fill(store: Store, one: Sample, form: Form) -> None:
    source = one.folder / f"{form.name}.csv"
    if not source.is_file():
        return
    rows = _read(source)
    if form.single:
        entries = [edit.Entry(form.name, 1, row["key"], row["text"]) for row in rows]
        store.apply(edit.enter(store.project, f"载入示例：{form.label}", entries))
        return
    if form is Evidence.form:
        rows = [_with_content(store, one, row) for row in rows]
    elif form is EvidenceLink.form:
        rows = list(_pointed(store.project, rows))
    store.apply(edit.add(store.project, f"载入示例：{form.label}（{len(rows)} 条）", form.name, rows))


def _read(source: Path) -> list[Row]:
    with source.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _with_content(store: Store, one: Sample, row: Row) -> Row:
    """The attachment is kept in the project file; its digest and size are those of the bytes."""
    content = (one.folder / "evidence" / row["file_name"]).read_bytes()
    return {**row, "sha256": store.add_content(content), "size": str(len(content))}


def _pointed(project: Project, rows: list[Row]) -> Iterator[Row]:
    """Evidence links with ids for what they are about, in the files a code, ``key=text&key=text`` or ``*`` for all.

    Ids are given by the program; a file that people read names records by what stands in them.
    """
    for row in rows:
        about = {key: text for key, text in row.items() if key != "about"}
        for id in _meant(project, row["about_form"], row["about"]):
            yield {**about, "about_id": str(id)}


def _meant(project: Project, form: str, about: str) -> list[int]:
    records = project.rows[form]
    if about in ("", "*"):
        return list(records)
    if "=" not in about:
        return [project.by_code[form][about].id]
    wanted = [pair.split("=", 1) for pair in about.split("&")]
    return [id for id, record in records.items() if all(str(getattr(record, key)) == text for key, text in wanted)]
