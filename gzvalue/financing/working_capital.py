"""The need of working capital by the formula that banks use, from the form 流动资金需求."""

from gzvalue.financing.result import Limit
from gzvalue.schema.kinds import in_wan, plain, rounded
from gzvalue.schema.lending_forms import WorkingCapital
from gzvalue.valuation.doubts import ZERO, Doubts, number
from gzvalue.valuation.formula import given, step
from gzvalue.valuation.formulas.lending import capital_turnover, new_working_loan, working_capital_need
from gzvalue.valuation.result import Step

_DAYS = ("stock_days", "receivable_days", "prepaid_days", "payable_days", "advance_days")
_SOURCES = ("own_funds", "present_loans", "other_channels")


def working_capital_limit(record: WorkingCapital, doubts: Doubts) -> tuple[Limit, tuple[Step, ...]]:
    """What of working capital is still to be financed; a limit without an amount says what is missing."""
    about = (record.form.name, record.id)
    needed = ("revenue", "margin", "growth", *_DAYS)
    values = {key: doubts.sound(record, key, "流动资金需求未测算") for key in (*needed, *_SOURCES)}
    missing = [record.form.fields[key].label for key in needed if values[key] is None]
    if missing:
        shown = "、".join(missing[:4]) + ("等" if len(missing) > 4 else "")
        return Limit("need", "资金需求", None, f"流动资金贷款：未填{shown}，未测算"), ()
    days = {key: given(values[key], (*about, key)) for key in _DAYS}
    cycle = sum((values[key] if key not in ("payable_days", "advance_days") else -values[key] for key in _DAYS), ZERO)
    if cycle <= 0:
        doubts.error(record, "stock_days", "周转天数合计（存货＋应收＋预付−应付−预收）不大于 0，流动资金需求未测算，请核对")
        return Limit("need", "资金需求", None, "周转天数合计不大于 0，未测算"), ()
    turns = step(capital_turnover, id="融资/流动资金/周转次数", about=about, stock=days["stock_days"], receivable=days["receivable_days"],
                 prepaid=days["prepaid_days"], payable=days["payable_days"], advance=days["advance_days"])  # fmt: skip
    volume = step(
        working_capital_need, id="融资/流动资金/营运资金量", about=about, revenue=given(values["revenue"], (*about, "revenue")),
        margin=given(values["margin"], (*about, "margin")), growth=given(values["growth"], (*about, "growth")), turns=turns,
    )  # fmt: skip
    sources = {key: given(values[key] or ZERO, (*about, key)) for key in _SOURCES}
    made = step(new_working_loan, id="融资/额度/资金需求", about=about, volume=volume, own=sources["own_funds"],
                loans=sources["present_loans"], others=sources["other_channels"])  # fmt: skip
    how = (
        f"营运资金量 {in_wan(number(volume))} 万元（周转 {plain(rounded(number(turns), 2))} 次）− 自有 {in_wan(values['own_funds'] or ZERO)}"
        f" − 现有贷款 {in_wan(values['present_loans'] or ZERO)} − 其他 {in_wan(values['other_channels'] or ZERO)} 万元（公式以官方文本为准）"
    )
    return Limit("need", "资金需求", rounded(number(made), 2), how), (turns, volume, made)
