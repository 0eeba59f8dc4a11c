"""不确定性: how the simulation was set, percentiles, histogram, tornado, scenarios, as the program found them.

Thousands of draws are no formula of a sheet: these figures stand as they were found (marked as procedure values), beside the
conclusion now, and the page says when the inputs have changed since. Differences and shares are live.
"""

from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft
from gzvalue.outputs.workbook.page import Column, Live, Page, Ref, span
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.valuation.simulation.study import Simulated, Study

PAGE = "不确定性"
_COLUMNS = (
    Column("项目", 34), Column("数值", 20, True), Column("较高一端", 20, True), Column("变动范围", 20, True), Column("与结论相差", 14, True),
    Column("依据、说明", 70),
)  # fmt: skip
_PARAMETERS = {1: "", 2: "", 3: "", 4: "", 0: "参数", 5: "分布与依据"}
_TORNADO = {0: "参数与变动", 1: "低端时的结论（元）", 2: "高端时的结论（元）", 3: "变动范围（元）", 4: "占结论", 5: "说明"}
_CASES = {0: "情景", 1: "结论（元）", 2: "", 3: "与结论之差（元）", 4: "与结论相差", 5: "变动与依据"}
_SIMULATED = {0: "项目", 1: "数值", 2: "", 3: "与结论之差（元）", 4: "与结论相差", 5: "说明"}
_BINS = {0: "组", 1: "下限（元）", 2: "上限（元）", 3: "次数", 4: "占比", 5: ""}
_SOBOL = {0: "参数", 1: "一阶指数", 2: "总指数", 3: "", 4: "", 5: "说明"}


def lay_uncertainty(draft: Draft) -> None:
    """Left out without a conclusion."""
    found = draft.material.uncertainty
    if found is None:
        return
    page = draft.page(PAGE, "U1", "敏感性、情景与模拟：设定与结果，只作佐证，不进入结论", _COLUMNS)
    page.heading(
        "本页只作佐证，不进入结论。黄底斜体为程序逐项重算或抽样得出的数值，表格公式不能重现，不随改动变化；相差、占比、合计为公式。",
        "改动输入后“生成时结论”与“现在的结论”不同，本页数值即已过时，须回程序重新导出。",
    )
    page.next()
    now = _base(draft, page, found)
    _tornado(page, found, now)
    _cases(page, found, now)
    _simulation(page, found, now)
    _sobol(page, found)
    _options(draft, page)
    for words in found.faults:
        page.wide(words, "note")


def _base(draft: Draft, page: Page, found: Study) -> Ref:
    """Settings, the conclusion as it was and as it is; the cell of the former, to which everything here is held."""
    total = draft.names.get("测算价值合计")
    page.put(0, "生成时结论（元）", role="label")
    then = page.put(1, found.base, "money", "entered")
    page.put(5, "本页各项与它相比")
    page.next()
    if total is not None:
        page.put(0, "现在的结论（元）", role="label")
        now = page.put(1, Live(f"={total.on(page)}", found.base), "money")
        page.put(5, Live(f'=IF(ABS({now.on(page)}-{then.on(page)})<0.005,"一致，本页有效","输入已改动，本页数值已过时")', "一致，本页有效"))
        page.next()
    simulated = found.simulated
    if simulated is not None:
        for words, value in (("模拟次数", simulated.draws), ("随机数种子", simulated.seed)):
            page.put(0, words, role="label")
            page.put(1, Decimal(value), "year", "entered")
            page.put(5, simulated.method if words == "随机数种子" else "", role="wrapped")
            page.next()
    page.next()
    return then


def _difference(page: Page, value: Ref, base: Ref, then: Decimal, cached: Decimal) -> None:
    page.put(3, Live(f"={value.on(page)}-{base.on(page)}", cached - then), "money")
    if then:
        page.put(4, Live(f"={value.on(page)}/{base.on(page)}-1", cached / then - 1), "percent")


def _tornado(page: Page, found: Study, base: Ref) -> None:
    if not found.swings:
        return
    page.band("一、敏感性：单一参数变动，其他不变")
    page.heads(words=_TORNADO)
    for one in found.swings:
        page.put(0, one.words)
        low, high = page.put(1, one.at_low, "money", "entered"), page.put(2, one.at_high, "money", "entered")
        wide = page.put(3, Live(f"=ABS({high.on(page)}-{low.on(page)})", one.span), "money")
        if found.base:
            page.put(4, Live(f"={wide.on(page)}/{base.on(page)}", one.span / found.base), "percent")
        page.put(5, f"变动幅度为{OWN_DEFAULT}" if one.own_default else "按所填分布的两端")
        page.next()
    page.next()
    if found.extended:
        page.wide("收益期限延长的年份按最后一个预测年的收益持平（本软件约定，仅用于本页）。", "note")
        page.next()


def _cases(page: Page, found: Study, base: Ref) -> None:
    if not found.cases:
        return
    page.band("二、情景")
    page.heads(words=_CASES)
    for one in found.cases:
        page.put(0, one.case.name)
        if one.value is not None:
            _difference(page, page.put(1, one.value, "money", "entered"), base, found.base, one.value)
        basis = OWN_DEFAULT if one.case.own_default and one.case.changes else one.case.basis
        page.put(5, one.fault or "；".join(part for part in (one.case.words, basis) if part), role="wrapped")
        page.next()
    page.next()


def _simulation(page: Page, found: Study, base: Ref) -> None:
    one = found.simulated
    if one is None:
        return
    page.band("三、模拟")
    page.heads(words=_PARAMETERS)
    for part in found.varied:
        page.put(0, part.lever.label)
        basis = OWN_DEFAULT if part.own_default else part.basis
        page.put(5, "；".join(words for words in (part.words, basis) if words), role="wrapped")
        page.next()
    for first, second, rho in found.correlations:
        page.put(0, f"{first.label}与{second.label}的秩相关系数")
        page.put(1, rho, "number", "entered")
        page.next()
    page.next()
    page.heads(words=_SIMULATED)
    for words, value in (("P10", one.p10), ("P50（中位数）", one.p50), ("P90", one.p90), ("均值", one.mean)):
        page.put(0, f"{words}（元）")
        _difference(page, page.put(1, value, "money", "entered"), base, found.base, value)
        page.next()
    page.put(0, "标准差（元）")
    page.put(1, one.deviation, "money", "entered")
    page.next(2)
    _histogram(page, one)


def _histogram(page: Page, one: Simulated) -> None:
    page.heads(words=_BINS)
    first, last, whole = page.row, page.row + len(one.counts) - 1, Decimal(sum(one.counts))
    total = page.ref(3, last + 1)
    for number, count in enumerate(one.counts, 1):
        page.put(0, Decimal(number), "year")
        page.put(1, one.edges[number - 1], "money", "entered")
        page.put(2, one.edges[number], "money", "entered")
        times = page.put(3, Decimal(count), "integer", "entered")
        page.put(4, Live(f"={times.on(page)}/{total.on(page)}", Decimal(count) / whole), "percent")
        page.next()
    page.put(0, "合计", role="total")
    page.put(3, Live(f"=SUM({span(page.ref(3, first), page.ref(3, last), page)})", whole), "integer", "total")
    page.next(2)


def _sobol(page: Page, found: Study) -> None:
    if not found.influences:
        return
    page.band("四、索博尔指数：结果的波动从何而来（假定各参数互相独立）")
    page.heads(words=_SOBOL)
    for one in found.influences:
        page.put(0, one.lever.label)
        page.put(1, one.first, "factor", "entered")
        page.put(2, one.total, "factor", "entered")
        page.next()
    page.next()


def _options(draft: Draft, page: Page) -> None:
    options = draft.material.options
    if not options:
        return
    page.band("五、实物期权（只作佐证，不与结论相加）")
    page.heads(words={0: "期权", 1: "期权价值（元）", 2: "", 3: "", 4: "", 5: "模型与说明"})
    for one in options:
        page.put(0, f"{one.code} {one.name}".strip())
        if one.value is not None:
            page.put(1, one.value, "money", "entered")
        page.put(5, "；".join(part for part in (one.model, one.fault) if part) or "—")
        page.next()
