"""Excel and CSV in and out: what an import would change, and the workbook that departments fill in.

How a row finds its record: by 记录号 (the hidden column our export writes), else by its code, else by what
tells such records apart (`import_rows.NATURAL_KEYS`), else it is a new record.

What an empty cell means: on a foreign sheet nothing, whatever stands in the project stays. On a sheet that we
exported and that still carries our hidden ledger, a cell that had content and is empty now was emptied by the
clerk and empties the datum. Cells the clerk did not touch never overwrite what has changed in the program since.
Rows that are gone from a sheet remove nothing; they are listed.
"""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from gzvalue.actions.import_cells import New, RowReader, Wish
from gzvalue.actions.import_plan import Added, Changed, Failed, Findings, ImportPlan, SheetUse, SkippedRow, UnknownColumn, UnknownSheet
from gzvalue.actions.import_rows import Match, Placed, match_rows, natural_key
from gzvalue.errors import UserError
from gzvalue.outputs.excel import Exported, write_workbook
from gzvalue.outputs.excel_scope import records_of
from gzvalue.schema.edit import Edit, apply, imported
from gzvalue.schema.field import Form
from gzvalue.schema.forms import FORMS, RawText, form_of
from gzvalue.schema.project import Project
from gzvalue.tables import ledger
from gzvalue.tables.joining import clash_words, joined
from gzvalue.tables.layout import Table, understand
from gzvalue.tables.ledger import Ledger
from gzvalue.tables.names import words
from gzvalue.tables.read import read_workbook
from gzvalue.tables.sheet import Progress, Sheet, column_name, tell


def plan_import(project: Project, path: Path, progress: Progress | None = None) -> ImportPlan:
    """What importing a workbook or CSV file would change; nothing is changed by asking.

    Raises:
        UserError: the file cannot be read, or holds none of our tables.
        Cancelled: the progress callback stopped it.
    """
    path = Path(path)
    with _no_search_for_circles():
        return plan_sheets(project, read_workbook(path, progress), path.name, progress)


def plan_sheets(project: Project, sheets: Sequence[Sheet], file: str, progress: Progress | None = None) -> ImportPlan:
    """As `plan_import`, for sheets that are read already (reading can be done in another process)."""
    findings = Findings()
    known = ledger.find(sheets)
    trusted = _trusted(project, known, findings)
    tables = _tables(sheets, findings, ours=known is not None)
    if not tables:
        raise UserError(_nothing_found(file, sheets))
    wishes: list[Wish] = []
    news: list[tuple[Form, list[New]]] = []
    for place, (form, found) in enumerate(tables.items()):
        tell(progress, place, len(tables), f"核对“{form.label}”")
        reader = RowReader(project, form, known if trusted else None, findings)
        matches = _matched(project, form, found, trusted, findings)
        wishes += _wished(reader, found, matches)
        news.append((form, _new_records(reader, form, matches, findings)))
        if known is not None and trusted:
            _note_missing(project, form, known, matches, findings)
    edit = _edit(project, f"导入 {file}", wishes, news, findings)
    tell(progress, len(tables), len(tables), "核对完成")
    return findings.plan(file, edit)


def export(project: Project, path: Path, department: str | None = None, progress: Progress | None = None) -> Exported:
    """Write the template workbook, filled with the project's records; written beside the target, then renamed.

    Args:
        project: what is exported; an empty one gives an empty template with example rows.
        path: the ``.xlsx`` to write.
        department: only the data sets, units and costs of this 责任部门 and the records that refer to them.
        progress: told (done, total, words); may raise `gzvalue.errors.Cancelled`.

    Raises:
        UserError: no such department, or the file cannot be written.
    """
    return write_workbook(project, records_of(project, department), Path(path), department or "", progress)


@contextmanager
def _no_search_for_circles() -> Iterator[None]:
    """Hold the search for circles among objects, of which a plan makes none.

    A large plan is a million small values that stay. Searching them again and again costs a fifth of the time,
    and each search stops all threads, the window's too, for up to a tenth of a second.
    """
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()


# --- understanding the sheets -----------------------------------------------------------------


def _trusted(project: Project, known: Ledger | None, findings: Findings) -> bool:
    """Whether the record ids on the sheets are ours."""
    if known is None:
        return True
    if known.version > ledger.VERSION:
        findings.notes.append(
            f"表格由更新版本的程序导出（模板版本 {known.version}，本程序为 {ledger.VERSION}）；不认识的列未导入，建议升级程序"
        )
    owner = ledger.owner(project)
    if known.owner and known.owner != owner:  # a new project without a head of its own takes everything as news
        if owner:
            findings.notes.append("表格由另一家企业或另一期次的项目导出：其中的记录号不作数，按编号和名称对应，空单元格不清空原有内容")
        return False
    return True


def _tables(sheets: Sequence[Sheet], findings: Findings, *, ours: bool) -> dict[Form, list[Table]]:
    """The sheets that are understood, by form in the order of forms."""
    own = set(words()["own_sheets"].values()) if ours else set()
    content = [sheet for sheet in sheets if sheet.name not in own]
    found: dict[Form, list[Table]] = defaultdict(list)
    for sheet in content:
        if sheet.hidden:
            findings.unknown_sheets.append(UnknownSheet(sheet.name, "隐藏的工作表，未读取；需要时取消隐藏、保存后再导入"))
            continue
        table = understand(sheet, alone=len(content) == 1) if sheet.rows else None
        if table is None:
            findings.unknown_sheets.append(UnknownSheet(sheet.name, "没有认出表头，未导入" if sheet.rows else "空工作表"))
            continue
        found[table.form].append(table)
        findings.sheets.append(SheetUse(sheet.name, table.form.name, table.form.label, len(table.rows)))
        findings.unknown_columns += [UnknownColumn(sheet.name, *column) for column in table.unknown]
        findings.skipped += [SkippedRow(sheet.name, *row) for row in table.skipped]
        findings.notes += [f"“{sheet.name}”：{note}" for note in table.notes]
    return {form: _joined(form, found[form], findings) for form in FORMS if form in found}


def _joined(form: Form, tables: list[Table], findings: Findings) -> list[Table]:
    """Statements of the same years on several sheets as one table; what they tell differently is listed and left."""
    whole, clashes = joined(tables)
    for one in clashes:
        field, cell = form.fields[one.key], one.second
        findings.failed.append(
            Failed(cell.sheet, cell.row, column_name(cell.place), field.label, cell.shown, clash_words(one, field.label), kept=False)
        )
    return whole


def _nothing_found(file: str, sheets: Sequence[Sheet]) -> str:
    first = next((sheet for sheet in sheets if sheet.rows and not sheet.hidden), None)
    seen = "、".join(cell.replace("\n", " ")[:12] for cell in first.rows[0].cells if cell)[:60] if first else ""
    start = f"（读到的第一行是：{seen}）" if seen else ""
    return f"在“{file}”里没有认出任何一张可导入的表{start}；表头应是“编号、数据名称、业务域”等字段名，可先用“导出模板”得到空表，再把内容贴进去。"


def _matched(project: Project, form: Form, tables: Iterable[Table], trusted: bool, findings: Findings) -> list[Match]:
    rows = [Placed(table.sheet, row) for table in tables for row in table.rows]
    matches = match_rows(project, form, rows, ids_trusted=trusted)
    for match in matches:
        if match.fault:
            _fail(form, match, match.fault, findings)
    return matches


def _fail(form: Form, match: Match, reason: str, findings: Findings) -> None:
    row = match.placed.row
    key = next((k for k in natural_key(form) if k in row.cells), "")
    text = row.cells[key].shown if key else ""
    findings.failed.append(Failed(match.placed.sheet, row.number, "", form.fields[key].label if key else "", text, reason, kept=False))


def _wished(reader: RowReader, tables: Iterable[Table], matches: Iterable[Match]) -> list[Wish]:
    keys = {table.sheet: tuple(column.field.key for column in table.columns) for table in tables}
    found: list[Wish] = []
    for match in matches:
        if match.id is not None and not match.fault:
            found += reader.wishes(match, keys[match.placed.sheet])
    return found


def _new_records(reader: RowReader, form: Form, matches: Iterable[Match], findings: Findings) -> list[New]:
    found = []
    for match in matches:
        if match.id is not None or match.fault:
            continue
        row = match.placed.row
        telling = {*natural_key(form), "name"} & set(row.cells)
        if not telling and len(row.cells) < 2:
            text = next(iter(row.cells.values())).shown[:40]
            findings.skipped.append(SkippedRow(match.placed.sheet, row.number, text, "只有一格有内容，没有编号和名称"))
            continue
        new = reader.new(match)
        if new.cells:
            found.append(new)
    return found


def _note_missing(project: Project, form: Form, known: Ledger, matches: Iterable[Match], findings: Findings) -> None:
    seen = {match.placed.row.record_id for match in matches} | {str(match.id) for match in matches}
    for name, id in known.digests:
        record = project.get(name, id) if name == form.name else None
        if record is not None and str(id) not in seen and not form.single:
            findings.missing.append(record.name_for_people)


# --- the edit ---------------------------------------------------------------------------------


def _edit(
    project: Project,
    label: str,
    wishes: Sequence[Wish],
    news: Sequence[tuple[Form, list[New]]],
    findings: Findings,
) -> Edit:
    edit = imported(project, label, [wish.entry for wish in wishes], {form.name: [new.cells for new in rows] for form, rows in news})
    after = apply(project, edit)
    for form, rows in news:
        ids = (change.id for change in edit.changes if change.form == form.name and change.before is None)
        findings.added += [_added(after, form, id, new) for id, new in zip(ids, rows, strict=True)]
    findings.changed += _changed(project, after, wishes, edit)
    return edit


def _added(after: Project, form: Form, id: int, new: New) -> Added:
    values = tuple((field.label, new.shown[key]) for key, field in form.fields.items() if key in new.shown)
    placed = new.match.placed
    return Added(form.name, id, after.rows[form.name][id].name_for_people, placed.sheet, placed.row.number, values)


def _changed(project: Project, after: Project, wishes: Iterable[Wish], edit: Edit) -> list[Changed]:
    """The wishes that came true, and the references that followed a changed code."""
    unread = {place for place in after.raw_texts if place not in project.raw_texts or after.raw_texts[place] != project.raw_texts[place]}
    found, listed = [], set(unread)
    for wish in wishes:
        place = wish.entry.form, wish.entry.id, wish.entry.key
        if place not in unread:
            listed.add(place)
            found.append(_change(project, *place, wish.before, wish.after, wish.sheet, wish.row, wish.conflict))
    for change in edit.changes:
        if change.form == RawText.form.name or change.before is None or change.after is None:
            continue
        for key in change.after:
            if (change.form, change.id, key) not in listed:
                before, now = (_shown(state, change.form, change.id, key) for state in (project, after))
                found.append(_change(project, change.form, change.id, key, before, now, "", 0, False))
    return found


def _change(
    project: Project, form: str, id: int, key: str, before: str, after: str, sheet: str, row: int, conflict: bool
) -> Changed:  # fmt: skip
    name = project.rows[form][id].name_for_people
    return Changed(form, id, name, key, form_of(form).fields[key].label, before, after, sheet, row, conflict)


def _shown(project: Project, form: str, id: int, key: str) -> str:
    value = getattr(project.rows[form][id], key)
    return "" if value is None else form_of(form).fields[key].kind.format(value)
