"""One sheet of one data set: listing, licence, trade and the other kinds, as values, JSON and a PDF file."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gzvalue.actions.writing import write_whole
from gzvalue.circulation.sample_rows import FROM_FILE, ProductSample, as_typed, masked_sample
from gzvalue.errors import UserError
from gzvalue.outputs.fitting import fitted
from gzvalue.outputs.sheets import SheetKind, sheet_kind
from gzvalue.outputs.sheets.sheet import Sheet, SheetInput
from gzvalue.schema.data_set import DataField, DataSet
from gzvalue.schema.faults import faults_of
from gzvalue.schema.figures import shortened
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.rules_within import folded
from gzvalue.store.open import Store
from gzvalue.valuation.result import Valuation

_FORBIDDEN, _ALLOWED = "评估报告", "非资产评估报告"
_NAMED = 12
"""How many known codes a refusal names."""


@dataclass(frozen=True)
class MadeSheet:
    """A sheet of a data set that was made.

    Attributes:
        kind: which.
        given: what it was made from.
        sheet: what it says.
        path, pages: the PDF file, where one was written.
        replaced: whether a file of that name was there before.
    """

    kind: SheetKind
    given: SheetInput
    sheet: Sheet
    path: Path | None = None
    pages: int = 0
    replaced: bool = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is missing or doubtful."""
        return self.sheet.problems


def sheet_of_project(
    project: Project, kind: str, code: str, out: Path | None = None, known: Valuation | None = None, source: Path | None = None
) -> MadeSheet:
    """Make a sheet from records.

    Args:
        project: the records.
        kind: name or alias of the kind.
        code: of the data set.
        out: the PDF to write; without it only the values are made.
        known: the valuation, where it was made already.
        source: a data file whose first rows, masked, are the sample of a listing.

    Raises:
        UserError: no such kind or data set; the name is not allowed, or a file cannot be read or written.
    """
    wanted = sheet_kind(kind)
    target = None if out is None else _checked(Path(out))
    asked = _data_set(project, code)
    paper = fitted(project)
    record = paper.get(DataSet.form.name, asked.id)
    assert isinstance(record, DataSet)
    sample = None if source is None else sample_of_file(project, asked, wanted, source)
    given = SheetInput(paper, record, known if paper is project else None, sample)
    sheet = wanted.maker()(given)
    sheet = replace(sheet, problems=(*sheet.problems, *faults_of(project, sheet.records, sheet.problems)))
    if target is None:
        return MadeSheet(wanted, given, sheet)
    from gzvalue.outputs.sheets.paper import sheet_pdf  # late: brings the typesetter

    made = sheet_pdf(wanted, given, sheet)
    there = target.exists()
    write_whole(target, made.data)
    return MadeSheet(wanted, given, sheet, target, made.pages, there)


def sample_of_file(project: Project, one: DataSet, kind: SheetKind, source: Path) -> ProductSample:
    """The first rows of a data file without anything of people.

    Raises:
        UserError: the kind shows no sample, or the file cannot be read.
    """
    if kind.name != "listing":
        raise UserError(f"《{kind.title}》没有样例，--source 只用于 listing（挂牌）。")
    from gzvalue.quality.sample_rows import sample_rows  # the query engine: only a file at hand needs it

    fields = [each for each in project.data_fields if each.data_set == one.code]
    found = sample_rows(source, [each.name for each in fields if each.personal and each.name])
    secret = {str(each["column"]) for each in found.document.get("personal_information", ())}
    marked = [*fields, *(DataField(name=name, personal=True) for name in secret)]
    return masked_sample(found.heads, found.rows, marked, FROM_FILE)


def typed_sample_of_file(project: Project, code: str, source: Path, most: int) -> str:
    """The first rows of a data file as text for the field 样例数据, at most so many characters.

    Raises:
        UserError: no such data set, or the file cannot be read or holds no rows.
    """
    found = sample_of_file(project, _data_set(project, code), sheet_kind("listing"), source)
    if not found.rows:
        raise UserError(f"“{source.name}”中没有数据行，样例没有改动。请另选文件。")
    return as_typed(found, most)


def sheet_of_file(file: Path, kind: str, code: str, out: Path | None = None, source: Path | None = None) -> MadeSheet:
    """As `sheet_of_project`, of a project file, also while a window has it open.

    Raises:
        UserError: as there; the project cannot be read; the PDF would take its place.
    """
    sheet_kind(kind)
    if out is not None and out.resolve() == file.resolve():
        raise UserError(f"“{out.name}”就是项目文件本身，没有写入。请把 PDF 写到另一个文件名。")
    with Store.open(file, write=False) as store:
        project = store.project
    return sheet_of_project(project, kind, code, out, source=source)


def _data_set(project: Project, code: str) -> DataSet:
    """The data set of that code; capitals and widths do not matter where only one is meant."""
    wanted = DataSet.form.fields["code"].kind
    known = project.by_code[DataSet.form.name]
    if not known:
        raise UserError("数据目录中还没有数据集，不能生成。请先在数据目录中新增或导入。")
    text = code.strip()
    near = [one for key, one in known.items() if key == text] or [one for key, one in known.items() if folded(key) == folded(text)]
    if len(near) == 1 and isinstance(near[0], DataSet):
        return near[0]
    named = "、".join(wanted.format(key) for key in list(known)[:_NAMED])
    more = f" 等 {len(known)} 项" if len(known) > _NAMED else ""
    raise UserError(f"数据目录中没有编号为“{shortened(text, 40)}”的数据集；现有：{shortened(named, 200)}{more}。")


def _checked(out: Path) -> Path:
    if out.suffix.lower() != ".pdf":
        raise UserError(f"文件名应以 .pdf 结尾，现为“{shortened(out.name, 60)}”。")
    if _FORBIDDEN in out.stem.replace(_ALLOWED, ""):
        raise UserError(f"文件名“{out.name}”含有“{_FORBIDDEN}”。本表不是资产评估报告，请改名。")
    if out.is_dir():
        raise UserError(f"“{out}”是一个文件夹，请写明文件名。")
    if not out.absolute().parent.is_dir():
        raise UserError(f"文件夹“{out.absolute().parent}”不存在，请先建立或另选位置。")
    return out


def as_json(made: MadeSheet) -> dict[str, Any]:
    """The sheet as plain data (docs/sheets.md)."""
    return {
        "kind": made.kind.name,
        "title": made.kind.title,
        "data_set": made.given.code,
        "name": made.given.data_set.name,
        "enterprise": made.given.project.enterprise.name,
        "as_of": None if made.given.as_of is None else made.given.as_of.isoformat(),
        "sample_mark": made.given.project.head.sample_mark or None,
        "draft": made.sheet.draft,
        "fields": [
            {"key": one.key, "label": one.label, "text": one.text or None, "origin": one.origin or None} for one in made.sheet.fields
        ],
        **made.sheet.data,
        "problems": [
            {"level": one.level, "form": one.form, "id": one.id, "key": one.key, "message": one.message} for one in made.sheet.problems
        ],
        "limits": made.kind.limits + "".join(made.sheet.limits),
        "file": None if made.path is None else str(made.path),
        "pages": made.pages or None,
    }
