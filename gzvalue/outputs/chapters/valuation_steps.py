"""Each valuation unit in full: its terms, its table of periods, every step with formula, figures and sources."""

from collections.abc import Iterator, Mapping

from gzvalue.outputs.blocks import Block, Cell, Column, Heading, Items, PageBreak, Paragraph, RecordTable, RowsTable, StepList
from gzvalue.outputs.chapters.income_tables import income_tables, life_terms
from gzvalue.outputs.chapters.scenarios import members_of
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.steps import step_lines
from gzvalue.outputs.words import figure, filled, items, percent, yuan
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.valuation_forms import ValuationUnit
from gzvalue.valuation.formulas.cost import life_adjustment
from gzvalue.valuation.result import DataSetValue, Step, UnitValue

_TERMS = ("kind", "version", "main_method", "income_basis", "rate_basis", "life_years", "allocation")
_REASONS = (
    "tax_rate", "discount_rate", "share_rate", "share_base", "share_reason", "royalty_rate", "royalty_reason", "single_year", "growth", "life_reason",
    "renewable", "renewal_reason", "life_legal", "life_contract", "life_update", "life_decay", "decay_floor", "attrition", "upkeep", "terminal",
    "terminal_income", "capitalisation_rate", "terminal_reason", "method_reason",
)  # fmt: skip


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent without valuation units."""
    if not content.project.units or content.valuation.stopped:
        return ()
    blocks: list[Block] = [PageBreak(), Heading("评估单元测算过程", 1)]
    blocks.append(
        Paragraph(
            "以下按单元逐步列出公式、代入的数字、参数来源与结果。为便于阅读，代入的数字显示到必要的位数，实际计算保留 34 位有效数字。"
        )
    )
    records = {one.id: one for one in content.project.units}
    for unit in content.valuation.units:
        blocks += _unit(content, unit, records[unit.id])
    blocks += _costs(content)
    return tuple(blocks)


def _unit(content: Content, unit: UnitValue, record: ValuationUnit) -> Iterator[Block]:
    yield Heading(f"{unit.code or '未编号'} {unit.name or '未命名'}", 2)
    worth = f"{yuan(unit.value)} 元（未经评估）" if unit.value is not None else "未得出结论"
    members = members_of(content, record)
    terms = (("单元价值", worth), ("成员数据集", "、".join(members) or "—"), *items(record, *_TERMS), *life_terms(unit), *_given(record))
    yield RecordTable(terms, dense=True)
    yield from income_tables(content, record)
    if unit.value is None:
        problems = [one.message for one in content.problems if one.form == record.form.name and one.id == record.id]
        if problems:
            yield Paragraph("未得出结论的原因：")
            yield Items(tuple(problems))
    if unit.periods:
        yield _periods(unit, record)
    if unit.steps:
        yield StepList(step_lines(content, unit.steps))


def _given(record: ValuationUnit) -> Iterator[tuple[str, Cell]]:
    fields = record.form.fields
    for key in _REASONS:
        if getattr(record, key) is not None:
            yield fields[key].label, filled(record, key)


def _periods(unit: UnitValue, record: ValuationUnit) -> RowsTable:
    columns = (
        Column("年度", 1, "code"),
        Column("计入部分", 1.3, "figure"),
        Column("可转让收益", 2.2, "figure"),
        Column("内部收益", 2.2, "figure"),
        Column("折现的收益", 2.2, "figure"),
        Column("折现期（年）", 1.4, "figure"),
        Column("折现系数", 1.6, "figure"),
        Column("现值", 2.2, "figure"),
    )
    rows = tuple(
        (
            str(one.year),
            percent(one.part, 2),
            yuan(one.transferable),
            yuan(one.internal),
            yuan(one.income),
            figure(one.exponent, 2),
            figure(one.factor, 6),
            yuan(one.present),
        )
        for one in unit.periods
    )
    total = sum(one.present for one in unit.periods)
    sums = ("合计", "—", "—", "—", "—", "—", "—", yuan(total or None))
    note = "可转让与内部收益为该年计入部分、分成与扣税之前的金额；现值先求和后取到分。"
    if record.attrition:
        note += "计入部分已乘存量数据留存比例。"
    if record.upkeep or record.terminal == "计入":
        note += "本表未扣维护更新成本、未加终值，两者见后面的步骤。"
    return RowsTable(columns, rows, (sums,), caption=f"{unit.code} 收益折现表", unit="元", note=note)


# --- cost approach of data sets ------------------------------------------------------------------


def _costs(content: Content) -> Iterator[Block]:
    valued = [one for one in content.valuation.data_sets if one.cost is not None]
    if not valued:
        return
    deltas = _deltas(content)
    yield Heading("数据集成本法", 2)
    steps: dict[str, Step] = {}
    for step in content.valuation.steps:
        if step.about[0] == "data_set":
            steps.setdefault(step.formula, step)
    said = [f"{step.name}：{step.written}。{step.source}" for step in steps.values()]
    yield Paragraph(
        "重置成本由企业填报的成本明细相加，共同成本按所选依据分摊；再乘以价值调整系数 δ（录入的须有理由，其余由剩余年限或实测质量得出）。成本法结果作交叉验证，主要方法为成本法的单元除外。"
    )
    yield Items(tuple(said))
    columns = (
        Column("编号", 1, "code"),
        Column("数据名称", 4.5),
        Column("重置成本 C", 2.4, "figure"),
        Column("调整系数 δ", 1.6, "figure"),
        Column("δ 取自", 2.6),
        Column("成本价值 P", 2.4, "figure"),
    )
    rows = tuple(
        (
            one.code or "—",
            one.name or "—",
            yuan(one.replacement_cost),
            figure(one.adjustment, 6),
            _delta_from(content, one, deltas),
            yuan(one.cost),
        )
        for one in valued
    )
    valuation = content.valuation
    sums = ("合计", f"{len(valued)} 项", yuan(valuation.replacement_cost), "—", "—", yuan(valuation.cost))
    yield RowsTable(columns, rows, (sums,), caption="各数据集成本法测算", unit="元")


def _deltas(content: Content) -> dict[tuple[int, str], Step]:
    """The steps of δ and of its bounds, by data set and last word of their path."""
    found = (step for step in content.valuation.steps if "/价值调整系数" in step.id)
    return {(step.about[1], step.id.rpartition("/")[2]): step for step in found if step.about[0] == DataSet.form.name}


def _delta_from(content: Content, one: DataSetValue, deltas: Mapping[tuple[int, str], Step]) -> str:
    """Where δ comes from; for measured quality between which bounds it may lie."""
    record = content.project.get("data_set", one.id)
    assert isinstance(record, DataSet)
    made = deltas.get((one.id, "价值调整系数"))
    if made is None:
        return f"录入：{record.adjustment_reason}" if record.adjustment_reason else "录入"
    if made.formula == life_adjustment.key:
        return "剩余年限"
    bounds = [step.value for key in ("下限", "上限") if (step := deltas.get((one.id, key))) is not None]
    shown = "–".join(percent(bound, 1) for bound in bounds if not isinstance(bound, tuple))
    return f"实测质量（{shown}）" if shown else "实测质量"
