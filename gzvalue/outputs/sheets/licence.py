"""数据许可使用要素表: what a licence of a data set has to settle, and what the licensor has to give."""

from collections.abc import Iterator
from typing import Any

from gzvalue.circulation.licence import Licence, licences_of
from gzvalue.circulation.standing import ARTICLE_444, limits_of, pledge_of, terms_of
from gzvalue.outputs.blocks import NOT_APPLICABLE, Block, Cell, Column, Heading, Marked, PageBreak, Paragraph, RowsTable, Together
from gzvalue.outputs.sheets.lines import field_table, json_fields, json_records
from gzvalue.outputs.sheets.sheet import Sheet, SheetInput
from gzvalue.outputs.words import text_of
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.product_forms import DataLicence

_OWN = "要素清单与提示为本软件约定；引用的法律条文以官方文本为准。"


def licence_sheet(given: SheetInput) -> Sheet:
    """Every licence of the data set, one after the other."""
    every = licences_of(given.around, given.data_set)
    blocks: list[Block] = []
    for number, one in enumerate(every):
        if number:
            blocks.append(PageBreak())
        if len(every) > 1 and one.licence is not None:
            blocks.append(Heading(f"{one.licence.code or ''} {one.licence.licensee or ''}".strip() or "数据许可", 2))
        blocks.append(field_table(DataLicence.form, one.lines))
        blocks += _around(given, one, 3 if len(every) > 1 else 2)
    problems = tuple(dict.fromkeys(problem for one in every for problem in one.problems))
    return Sheet(
        tuple(blocks), problems, json_fields(every[0].lines), _data(given, every),
        signatures=("许可方（盖章处）：", "被许可方（盖章处）：", "日期："), limits=(_OWN,),
        records=tuple(one.licence for one in every if one.licence is not None),
    )  # fmt: skip


def _around(given: SheetInput, one: Licence, level: int) -> Iterator[Block]:
    if one.data_set is None:
        return
    yield Together((Heading("许可方权利的期限与限制", level), _terms(given, one, one.data_set)))
    others = [each for each in given.project.all(DataLicence) if each.data_set == one.data_set.code and each is not one.licence]
    if others:
        yield Together((Heading("同一数据的其他许可", level), _others(others)))
    state = pledge_of(given.around, one.data_set)
    if state:
        yield Paragraph(f"质押情况：该数据集{state}。{ARTICLE_444}，以质押合同约定和法律意见为准。", "small")


def _terms(given: SheetInput, one: Licence, data_set: DataSet) -> RowsTable:
    ends = one.licence.ends if one.licence is not None else None
    rows: list[tuple[Cell, ...]] = []
    for term in terms_of(given.project, data_set):
        if ends is None:
            verdict: Cell = NOT_APPLICABLE
        elif term.until >= ends:
            verdict = "不短于许可期限"
        else:
            verdict = Marked("期内须续期", "attention") if term.renewable else Marked("短于许可期限", "stop")
        rows.append((term.name, f"到 {term.until.isoformat()} 为止", verdict))
    rows += [(where, words, NOT_APPLICABLE) for where, words in limits_of(given.project, data_set)]
    told = tuple(rows) or (("数据目录与权属链条", "未记录期限与限制", NOT_APPLICABLE),)
    return RowsTable((Column("依据", 2.6), Column("期限或限制", 5), Column("与本许可", 1.8)), told)


def _others(others: list[DataLicence]) -> RowsTable:
    columns = (
        Column("编号", 1, "code"),
        Column("被许可方", 3),
        Column("许可方式", 1.3),
        Column("许可用途", 3),
        Column("期限", 2.4, "code"),
    )
    rows = tuple(
        (text_of(one.code), text_of(one.licensee), text_of(one.exclusivity), text_of(one.field_of_use),
         f"{one.starts or '？'}～{one.ends or '？'}") for one in others
    )  # fmt: skip
    return RowsTable(columns, rows)


def _data(given: SheetInput, every: tuple[Licence, ...]) -> dict[str, Any]:
    terms = [
        {"name": one.name, "until": one.until.isoformat(), "renewable": one.renewable} for one in terms_of(given.project, given.data_set)
    ]
    limits = [{"where": where, "text": words} for where, words in limits_of(given.project, given.data_set)]
    records = json_records((one.licence.code or "" if one.licence is not None else "", one.lines) for one in every)
    return {"records": records, "terms": terms, "limits_of_right": limits, "pledge": pledge_of(given.around, given.data_set) or None}
