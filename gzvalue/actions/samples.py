"""The sample projects, built into project files by ordinary edits; `sample_list` says which there are."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from gzvalue.actions.sample_list import Sample, sample, samples
from gzvalue.schema import edit
from gzvalue.schema.field import Form
from gzvalue.schema.forms import FORMS
from gzvalue.schema.project import Project
from gzvalue.schema.valuation_forms import Evidence, EvidenceLink
from gzvalue.store.open import Store

__all__ = ["Sample", "build_sample", "sample", "samples"]

Row = Mapping[str, str]


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
