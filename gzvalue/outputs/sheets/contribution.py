"""数据作价出资要素表: the terms, the three values apart, who holds what, the questions of the law, the data, what remains."""

from collections.abc import Iterator
from decimal import Decimal

from gzvalue.circulation.contribution import contribution, contributions_of, rows_of
from gzvalue.circulation.contribution_json import contribution_json
from gzvalue.circulation.contribution_result import MET, TO_DO, Check, ContributionResult, ShareTable
from gzvalue.circulation.contribution_rules import source
from gzvalue.errors import UserError
from gzvalue.outputs.blocks import Block, Cell, Column, Heading, Marked, Paragraph, RecordTable, RowsTable, Tone
from gzvalue.outputs.sheets import data_facts
from gzvalue.outputs.sheets.sheet import Sheet, SheetField, SheetInput
from gzvalue.outputs.words import UNFILLED, filled, minus, text_of, yuan
from gzvalue.schema.contribution_forms import FAILED, Contribution
from gzvalue.schema.figures import grouped
from gzvalue.schema.problems import Problem
from gzvalue.schema.progress import missing_fields
from gzvalue.schema.project import Project

_TERMS = (
    "code", "mode", "contributor", "contributor_code", "company", "company_code", "company_type", "founded_on", "registered_capital",
    "shares", "share_sort", "par_value", "capital_per_share", "pre_money", "net_assets",
)  # fmt: skip
_GRANT = ("data_sets", "unit", "certificates", "rights", "exclusive", "starts", "ends", "operated_until", "territory", "scenario")
_APPRAISAL = ("appraiser", "appraisal_number", "appraised_at", "appraised_on", "appraisal_until")
_HANDOVER = (
    "procedure", "transfer", "transferred_on", "due_on", "state_owned", "state_approval", "compliance", "compliance_note", "resolution",
    "pledgee_consent", "note",
)  # fmt: skip
_OPTIONAL = {"company_code", "shares", "share_sort", "par_value", "capital_per_share", "pre_money", "net_assets", "unit", "operated_until",
             "transferred_on", "state_owned", "compliance_note", "pledgee_consent", "note", "contributor_code", "due_on", "founded_on"}  # fmt: skip
"""Printed only where filled in."""

_WEIGHTY = ("transferable", "hold_right", "fair_price", "full_value", "state_approval", "pledge", "right_term", "compliance")
"""Checks that are also said on top of the paper."""

_TONES: dict[str, Tone] = {MET: "good", TO_DO: "stop"}


def contribution_sheet(given: SheetInput) -> Sheet:
    """The sheet of every contribution in which the data set is brought in; a blank one where there is none yet.

    Raises:
        UserError: a contribution cannot stand: it is above the registered capital, or below the lawful price.
    """
    records = contributions_of(given.project, given.code)
    if not records:
        blank = Contribution(id=0, data_sets=(given.code,))
        words = f"数据集 {given.code} 还没有作价出资记录，请在“其他用途—作价出资”中新增。"
        missing = Problem("error", blank.form.name, 0, "code", words)
        return _sheet(given, [(blank, contribution(given.project, blank, given.valuation))], (missing,))
    found = [(one, contribution(given.project, one, given.valuation)) for one in records]
    for one, result in found:
        if result.refused:
            raise UserError(f"{one.name_for_people}：{result.refused}")
    return _sheet(given, found, tuple(problem for one, result in found for problem in _problems(given.project, one, result)))


def _sheet(given: SheetInput, found: list[tuple[Contribution, ContributionResult]], problems: tuple[Problem, ...]) -> Sheet:
    return Sheet(
        blocks=tuple(block for one, result in found for block in _blocks(given, one, result)),
        problems=problems,
        fields=tuple(field for one, _ in found for field in _fields(given, one)),
        data={"contributions": [contribution_json(one, result) for one, result in found]},
        signatures=("数据出资人（签字、盖章）：", "被投资公司（签字、盖章）：", "日期："),
        limits=(f"{source()}。",),
        records=tuple(row for one, _ in found for row in (one, *rows_of(given.project, one))),
    )


def _problems(project: Project, record: Contribution, result: ContributionResult) -> Iterator[Problem]:
    yield from result.problems
    told = {(one.form, one.id, one.key) for one in result.problems}
    missing = [one for one in missing_fields(record) if one.required and (record.form.name, record.id, one.key) not in told]
    if missing:
        words = f"{record.name_for_people}：未填{'、'.join(one.label for one in missing)}。"
        yield Problem("error", record.form.name, record.id, missing[0].key, words)
    for one in result.checks:
        if one.result == TO_DO and one.key in _WEIGHTY:
            level = "error" if one.key == "compliance" and record.compliance == FAILED else "notice"
            yield Problem(level, one.form, one.id, one.field, f"{record.name_for_people}：{one.title}：{one.reason}")  # type: ignore[arg-type]


# --- the paper ---------------------------------------------------------------------------------


def _blocks(given: SheetInput, record: Contribution, result: ContributionResult) -> Iterator[Block]:
    yield Heading(f"出资要素　{record.code}" if record.code else "出资要素", 2)
    yield RecordTable(_items(given, record, _TERMS), columns=2, dense=True)
    yield Heading("出资的数据与权利", 2)
    yield RecordTable(_items(given, record, _GRANT), columns=2, dense=True)
    yield data_facts.table(given, record.data_sets or ())
    yield Heading("评估值、作价与测算值", 2)
    yield _values(result)
    yield RecordTable(_items(given, record, _APPRAISAL), columns=2, dense=True)
    yield Heading("出资前后的股东", 2)
    yield from _shares(result.table)
    yield from _payments(given.project, record)
    yield Heading("公司法与合规核查", 2)
    yield _checks(result.checks)
    yield Heading("转移与核查的记录", 2)
    yield RecordTable(_items(given, record, _HANDOVER), columns=2, dense=True)
    yield Heading("尚需办理", 2)
    yield RowsTable(
        (Column("事项", 5), Column("由谁办理", 1.6), Column("依据", 3), Column("状态", 1, "code")),
        tuple((one.what, one.who, one.basis, Marked(one.state, "good" if one.state == "已完成" else "plain")) for one in result.todo),
        note="先办结上表中“需处理”各项，再按次序办理。",
    )


def _items(given: SheetInput, record: Contribution, keys: tuple[str, ...]) -> tuple[tuple[str, Cell], ...]:
    return tuple(
        (record.form.fields[key].label, _cell(given, record, key))
        for key in keys
        if key not in _OPTIONAL or getattr(record, key) is not None
    )


def _cell(given: SheetInput, record: Contribution, key: str) -> Cell:
    """As filled in; who contributes falls back on the enterprise, a certificate is named with its number."""
    if key == "contributor" and not record.contributor:
        return given.project.enterprise.name or UNFILLED
    if key == "certificates" and record.certificates:
        return "；".join(data_facts.certificate_words(given.project, code) for code in record.certificates)
    return filled(record, key)


def _values(result: ContributionResult) -> RowsTable:
    worth = result.worth
    measured = (
        worth.measured_of if worth.measured is not None else f"没有测算：{'、'.join(worth.unmeasured) or '数据集'}不在有价值的评估单元中"
    )
    if worth.unmeasured and worth.measured is not None:
        measured += f"（不含没有价值的 {'、'.join(worth.unmeasured)}）"
    rows: tuple[tuple[Cell, ...], ...] = (
        ("评估值", yuan(worth.appraised), "资产评估机构的报告"),
        ("作价金额", yuan(worth.agreed), "各股东约定"),
        ("本软件测算值（未经评估）", yuan(worth.measured), measured),
    )
    return RowsTable(
        (Column("项目", 2.4), Column("金额（元）", 2, "figure"), Column("来源", 4)), rows,
        note="三者各自独立，互不代替、不取平均；作价以评估值为依据，测算值只供对照。",
    )  # fmt: skip


def _shares(table: ShareTable | None) -> Iterator[Block]:
    if table is None:
        yield Paragraph("资料不全，占股尚不能计算，见页首“待补正”。", "quiet")
        return
    yield _brought(table)
    yield _held(table)
    yield Paragraph(
        f"数据出资计入注册资本 {yuan(table.data_capital)} 元，占{'股份总数' if table.by_shares else '注册资本'}的 {_share(table.data_share, table)}。"
    )
    yield Paragraph(_how(table), "small")


def _payments(project: Project, record: Contribution) -> Iterator[Block]:
    """Who has paid in what, and by when the rest is due; absent where nobody brings anything in."""
    rows = [one for one in rows_of(project, record) if one.kind is not None]
    if not rows:
        return
    columns = (
        Column("股东", 3),
        Column("出资方式", 1.3, "code"),
        Column("证件号码", 2.4, "code"),
        Column("已实缴（元）", 1.8, "figure"),
        Column("出资期限", 1.4, "code"),
    )
    paid = sum((one.paid for one in rows if one.paid is not None), Decimal(0))
    lines = tuple(
        (text_of(one.name), one.kind or UNFILLED, filled(one, "credit_code"), yuan(one.paid), filled(one, "due_on")) for one in rows
    )
    yield RowsTable(columns, lines, (("合计", "", "", yuan(paid), ""),), caption="实缴与期限")


def _units(table: ShareTable, units: int) -> str:
    return f"{units:,}" if table.by_shares else grouped(Decimal(units).scaleb(-2), 2)


def _brought(table: ShareTable) -> RowsTable:
    got = "取得股份（股）" if table.by_shares else "认缴出资额（元）"
    columns = [Column("股东", 3), Column("出资方式", 1.4, "code"), Column("出资金额（元）", 2, "figure"), Column(got, 2, "figure")]
    if table.by_shares:
        columns.append(Column("计入注册资本（元）", 2, "figure"))
    columns.append(Column("计入资本公积（元）", 2, "figure"))

    def line(name: str, kind: str, amount: Decimal, units: int, capital: Decimal, premium: Decimal) -> tuple[Cell, ...]:
        middle = (yuan(capital),) if table.by_shares else ()
        return (name, kind, yuan(amount), _units(table, units), *middle, yuan(premium))

    lines = table.subscriptions
    rows = tuple(line(one.name, one.kind, one.amount, one.units, one.capital, one.premium) for one in lines)
    sums = line("合计", "", table.brought, sum(one.units for one in lines), sum((one.capital for one in lines), Decimal(0)), table.premium)
    return RowsTable(tuple(columns), rows, (sums,), caption="本次出资")


def _held(table: ShareTable) -> RowsTable:
    """Before and after; a new company has no before."""
    return _held_increased(table) if table.increase else _held_founded(table)


def _held_founded(table: ShareTable) -> RowsTable:
    columns = (Column("股东", 3), Column(f"{_counted(table)}", 2, "figure"), Column("占注册资本", 1.6, "figure"))
    rows = tuple((one.name, _units(table, one.units_after), _share(one.share_after, table)) for one in table.holders)
    sums = ("合计", _units(table, table.units_after), _share(Decimal(100), table))
    return RowsTable(columns, rows, (sums,), caption="设立时的股东（设立前没有股东）", width=0.75)


def _held_increased(table: ShareTable) -> RowsTable:
    what, half = _counted(table), 1.5
    columns = (
        Column("股东", 3),
        Column(f"增资前{what}", 2, "figure"),
        Column("增资前占比", half, "figure"),
        Column(f"增资后{what}", 2, "figure"),
        Column("增资后占比", half, "figure"),
        Column("变动（点）", half, "figure"),
    )
    rows = tuple(
        (
            one.name,
            _units(table, one.units_before),
            _share(one.share_before, table),
            _units(table, one.units_after),
            _share(one.share_after, table),
            minus(f"{one.change:+f}"),
        )
        for one in table.holders
    )
    whole = _share(Decimal(100), table)
    sums = ("合计", _units(table, table.units_before), whole, _units(table, table.units_after), whole, f"{Decimal(0):.{table.places}f}")
    return RowsTable(columns, rows, (sums,), caption="增资前后的股东", note="变动为增资后占比减增资前占比，单位为百分点。")


def _counted(table: ShareTable) -> str:
    return "股数（股）" if table.by_shares else "出资额（元）"


def _share(share: Decimal, table: ShareTable) -> str:
    return f"{grouped(share, table.places)}%"


def _how(table: ShareTable) -> str:
    unit = "股" if table.by_shares else "1 元注册资本"
    said = []
    if table.price is not None and table.worth_after is not None:
        said.append(f"每{'' if table.by_shares else ' '}{unit}价格＝投前估值 {yuan(table.worth_before)} 元÷增资前"
                    f"{_units(table, table.units_before)} {'股' if table.by_shares else '元'}＝{grouped(table.price, 8)} 元（显示八位，计算不舍入）；"
                    f"{'新股' if table.by_shares else '新增出资额'}＝出资金额÷价格，舍去不足 1 {'股' if table.by_shares else '分'}的部分，"
                    f"舍去的部分计入资本公积；投后估值 {yuan(table.worth_after)} 元。")  # fmt: skip
    else:
        said.append("占比＝认缴出资额÷注册资本；出资金额高于认缴出资额的部分计入资本公积。")
    if table.shortfall > 0:
        said.append(f"出资金额低于认缴出资额共 {yuan(table.shortfall)} 元，须补足，不计入资本公积。")
    if table.uneven:
        said.append("认缴出资额不能整除为股的，按最大余数法分配，余数相同的按次序。")
    said.append(f"占比显示 {table.places} 位小数，按最大余数法凑足 100%。")
    return "".join(said)


def _checks(asked: tuple[Check, ...]) -> RowsTable:
    rows: list[tuple[Cell, ...]] = []
    for one in asked:
        clause = f"{one.clause}（{one.caveat}）" if one.caveat else one.clause
        rows.append((one.title, Marked(one.result, _TONES.get(one.result, "attention")), one.reason, clause))
    counts = "、".join(f"{result} {sum(one.result == result for one in asked)} 项" for result in dict.fromkeys(one.result for one in asked))
    return RowsTable(
        (Column("核查事项", 2.2), Column("结果", 1.1, "code"), Column("说明", 3.6), Column("依据", 3.2)), tuple(rows),
        note=f"{counts}。结果由填报内容推得，不是法律意见。",
    )  # fmt: skip


# --- data --------------------------------------------------------------------------------------


def _fields(given: SheetInput, record: Contribution) -> Iterator[SheetField]:
    for key, field in record.form.fields.items():
        cell = _cell(given, record, key)
        text = cell.text if isinstance(cell, Marked) else cell
        empty = getattr(record, key) in (None, ())
        yield SheetField(key, field.label, "" if empty and cell is UNFILLED else text, "企业概况" if empty and cell is not UNFILLED else "")
