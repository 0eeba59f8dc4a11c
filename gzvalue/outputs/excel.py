"""The template workbook: a page of instructions, one sheet a form, and the hidden ledger of what went out."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gzvalue import __version__
from gzvalue.errors import UserError, reason_of
from gzvalue.outputs.excel_look import Look, lines
from gzvalue.outputs.excel_scope import Scope
from gzvalue.outputs.excel_sheets import code_ranges, paper, write_rows, write_single
from gzvalue.schema.field import Form
from gzvalue.schema.project import Project
from gzvalue.tables import ledger
from gzvalue.tables.ledger import Ledger
from gzvalue.tables.names import words
from gzvalue.tables.sheet import Progress, tell

_EVERY = 500


@dataclass(frozen=True)
class Exported:
    """A written workbook.

    Attributes:
        path: where it lies.
        records: how many records it holds.
        notices: what could not go in as it is, in sentences.
    """

    path: Path
    records: int
    notices: tuple[str, ...] = ()


def write_workbook(project: Project, scope: Scope, path: Path, department: str, progress: Progress | None = None) -> Exported:
    """Write the workbook beside its place and rename it, so that a half-written one never stands there.

    Raises:
        UserError: the ending is not .xlsx, or the file cannot be written (open elsewhere, no folder, disk full).
        Cancelled: the progress callback stopped it; nothing is left behind.
    """
    if path.suffix.lower() != ".xlsx":
        raise UserError(f"导出的文件名应以 .xlsx 结尾，现为“{path.name}”；请改名后再导出。")
    if not path.parent.is_dir():
        raise UserError(f"文件夹“{path.parent}”不存在，未导出；请先建好文件夹，或换一个位置。")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _write(project, scope, draft, department, progress)
        os.replace(draft, path)
    except OSError as wrong:
        raise UserError(_cannot_write(path, wrong)) from None
    finally:
        with suppress(OSError):
            draft.unlink()
    return Exported(path, sum(len(records) for form, records in scope.items() if not form.single), tuple(_too_long(project, scope)))


def _cannot_write(path: Path, wrong: OSError) -> str:
    if isinstance(wrong, PermissionError):
        return f"写不进“{path.name}”：它可能正在 Excel 或 WPS 中打开，或者没有写入权限；请关闭它，或换一个文件名再导出。"
    if isinstance(wrong, IsADirectoryError):
        return f"“{path.name}”是文件夹，不能当作文件写入；请换一个文件名再导出。"
    return f"写不进“{path.name}”（{reason_of(wrong)}）；请检查磁盘空间和所在文件夹后再导出。"


def _write(project: Project, scope: Scope, draft: Path, department: str, progress: Progress | None) -> None:
    import xlsxwriter  # late: the first window does not need it
    from xlsxwriter.exceptions import FileCreateError

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(draft), options)
    try:
        _fill(book, project, scope, department, progress)
    except BaseException:
        book.fileclosed = True  # else its destructor complains of a workbook that nobody wants
        raise
    try:
        book.close()
    except FileCreateError as wrong:
        cause = wrong.args[0] if wrong.args and isinstance(wrong.args[0], OSError) else OSError(str(wrong))
        raise cause from None


def _fill(book: Any, project: Project, scope: Scope, department: str, progress: Progress | None) -> None:
    look = Look(book)
    book.set_properties({"title": "数据资产填报表", "author": "gzvalue", "comments": f"模板版本 {ledger.VERSION}"})
    guide = book.add_worksheet(words()["own_sheets"]["guide"])
    _guide(guide, look, scope, _one_line(project.enterprise.name or ""), department)
    ranges = code_ranges(list(scope))
    total = sum(len(records) for records in scope.values())
    done = 0
    digests: dict[tuple[str, int], Mapping[str, str]] = {}
    for form, records in scope.items():
        sheet = book.add_worksheet(form.label)
        if form.single:
            found = write_single(sheet, project, form, records[0], look, ranges)
        else:
            found = write_rows(sheet, project, form, records, look, ranges, _counting(progress, form, done, total), examples=not department)
        done += len(records)
        digests |= {(form.name, id): of_record for id, of_record in found.items()}
    tell(progress, total, total, "写入文件")
    _ledger(book, Ledger(ledger.VERSION, ledger.owner(project), department, digests), scope)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _counting(progress: Progress | None, form: Form, done: int, total: int) -> Any:
    def count(place: int) -> None:
        if place % _EVERY == 0:
            tell(progress, done + place, total, f"写入“{form.label}”")

    return count


def _guide(sheet: Any, look: Look, scope: Scope, enterprise: str, department: str) -> None:
    for column, wide in enumerate((22, 12, 84)):
        sheet.set_column(column, column, wide, look.named("plain"))
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, "数据资产填报表", look.named("title"))
    facts = [f"模板版本 {ledger.VERSION}（gzvalue {__version__}）", enterprise, f"责任部门：{department}" if department else ""]
    sheet.write_string(1, 0, "　·　".join(fact for fact in facts if fact), look.named("quiet"))
    row = 3
    for title, paragraphs in _instructions(department):
        sheet.write_string(row, 0, title, look.named("section"))
        row += 1
        for line in paragraphs:
            sheet.merge_range(row, 0, row, 2, line, look.named("wrapped"))
            sheet.set_row(row, 3 + 16 * lines(line, 118))
            row += 1
        row += 1
    for column, text in enumerate(("工作表", "现有条数", "填什么")):
        sheet.write_string(row, column, text, look.named("count_head") if column == 1 else look.head())
    for form, records in scope.items():
        row += 1
        sheet.write_url(row, 0, f"internal:'{form.label}'!A1", look.named("link"), form.label)
        sheet.write_number(row, 1, len(records), look.named("count"))
        groups = list(dict.fromkeys(field.group for field in form.fields.values() if field.group))
        labels = groups or [field.label for field in form.fields.values()]
        sheet.write_string(row, 2, "、".join(labels[:8]) + ("…" if len(labels) > 8 else ""), look.named("line"))
    paper(sheet, landscape=False)


def _instructions(department: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    own = (f"本表只含责任部门为“{department}”的内容及其相关记录；填好后交回，导入时与项目合并，逐格显示改动。",) if department else ()
    return (
        ("怎样填", (
            *own,
            "蓝色表头为必填。每张表一行一条；“字段、内容”两列的表在“内容”一列填写。不懂的字段把鼠标停在表头上看说明。",
            "列的次序可以变，可以增加自己的列（导入时列出、不采用）；表头文字请保留。不要删除最后隐藏的“记录号”列，它使改了编号的行仍能对上。",
            "灰色斜体的“示例”行只作示范，导入时跳过；可以删除，或整行改写（第一格的“示例”二字要去掉）。合计行、空行、重复的表头导入时自动跳过。",
            "原有内容清空即为清空该项；整行删除或整行清空不会删除项目中的记录，删除请在程序中进行。",
        )),
        ("单位和写法", (
            "金额列以元为单位，可以写 1,860,000、186万、1.2亿；比例列按百分数填写，例如 25%；单位写在表头括号里。",
            "日期写成 2025-12-31；年份、年月也可用于“时间跨度”。18 位代码等编号已设为文本，请勿改成数值。多个编号用“、”分开。",
            "不能识别的内容导入后原样保留并列为待补正，不会丢失。",
        )),
    )  # fmt: skip


def _ledger(book: Any, written: Ledger, scope: Scope) -> None:
    sheet = book.add_worksheet(ledger.sheet_name())
    sheet.very_hidden()
    for row, texts in enumerate(ledger.rows(written, {form.name: tuple(form.fields) for form in scope})):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)


def _too_long(project: Project, scope: Scope) -> list[str]:
    found = []
    for form, records in scope.items():
        for record in records:
            for key, field in form.fields.items():
                value = getattr(record, key)
                if isinstance(value, str) and len(value) > ledger.MOST_CHARACTERS // 2 and ledger.is_omitted(ledger.written(field, value)):
                    found.append(
                        f"{record.name_for_people}的“{field.label}”有 {len(value):,} 字，超过 Excel 单元格 32,767 字的上限，未导出；"
                        "项目中的内容不受影响，再导入时也保持原样。"
                    )
    return found
