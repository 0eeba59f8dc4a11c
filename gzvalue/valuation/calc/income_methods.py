"""Income approach as calculators."""

from collections.abc import Sequence
from decimal import Decimal

from gzvalue.valuation.calc.method import BASES, TIMING, TINY_RATE, Inputs, Method, Result, Sheet, check_basis, check_rate
from gzvalue.valuation.calc.readings import Field, either, items, named, number, one_or_many, rate, record, same_length, share, tax_rate
from gzvalue.valuation.calc.wrong import WrongInput
from gzvalue.valuation.formulas import income as f
from gzvalue.valuation.formulas.sources import COMMON, EXAM, INCOME, TEXTBOOK
from gzvalue.valuation.periods import twelve_months
from gzvalue.valuation.result import Step

MOST_YEARS = 1000

_MONEY = number()
_FLOWS = items(_MONEY, most=MOST_YEARS)
_RATE = Field("rate", "折现率", rate(), "比率")
_TAX_OPTIONAL = Field("tax", "所得税率", tax_rate(), "比率", optional=True)
_VALUE = {"value": "价值，元"}


def _incomes(name: str, meaning: str) -> Field:
    return Field(name, meaning, _FLOWS, "元")


# --- shared work ----------------------------------------------------------------------------------


def _checked(given: Inputs, sheet: Sheet) -> None:
    check_basis(given, sheet)
    if given.get("rate") is not None:
        check_rate(given["rate"], "rate", sheet)


def _discounted(given: Inputs, sheet: Sheet, income: Sequence[Step | Decimal], name: str | None = None) -> Step:
    exponents = twelve_months(len(income), given.get("timing", "end"))
    return sheet.work(f.present_value, name, income=income, rate=given["rate"], exponents=exponents)


def _taxed(given: Inputs, sheet: Sheet, income: Sequence[Step | Decimal]) -> Sequence[Step | Decimal]:
    if not given["tax"]:
        return income
    return [sheet.work(f.income_after_tax, _period("税后收益", t), income=one, tax=given["tax"]) for t, one in enumerate(income, 1)]


def _period(name: str, t: int) -> str:
    return f"{name}（第 {t} 期）"


def _value(sheet: Sheet, value: Step, **more: object) -> Result:
    assert isinstance(value.value, Decimal)
    if value.value < 0:
        sheet.warn("negative_value", "价值为负，请核对收益、回报与税率")
    return {"value": value.value, **more}


# --- methods --------------------------------------------------------------------------------------


def _present_value(given: Inputs, sheet: Sheet) -> Result:
    _checked(given, sheet)
    flows = given["cash_flows"]
    if (given["rate"] is None) == (given["rates"] is None):
        both = given["rate"] is not None
        raise WrongInput("conflict" if both else "missing", "rates" if both else "rate", "“rate”与“rates”须填且只填一个")
    if given["rates"] is None:
        factors = [f.discount_factor(given["rate"], n) for n in twelve_months(len(flows), given["timing"])]
        value = _discounted(given, sheet, flows)
    else:
        same_length("cash_flows", flows, "rates", given["rates"])
        chain = _chain(given["rates"], given["timing"], sheet)
        factors = [one.value for one in chain]  # type: ignore[misc]
        value = sheet.work(f.present_value_by_factors, income=flows, factors=chain)
    if given["initial"]:
        value = sheet.work(f.sum_of_values, "现值合计（含期初）", values=[given["initial"], value])
    return {"value": value.value, "factors": factors}


def _chain(rates: Sequence[Decimal], timing: str, sheet: Sheet) -> list[Step]:
    """Factors of periods with rates of their own; the middle of a period takes half of that period's rate."""
    part = Decimal(1) if timing == "end" else Decimal("0.5")
    before, chain = Decimal(1), []
    for t, one in enumerate(rates, 1):
        chain.append(sheet.work(f.chained_factor, _period("折现系数", t), previous=before, rate=one, part=part))
        before = f.chained_factor(before, one, 1)
    return chain


def _direct(given: Inputs, sheet: Sheet) -> Result:
    _checked(given, sheet)
    return _value(sheet, _discounted(given, sheet, _taxed(given, sheet, given["income"])))


def _share(given: Inputs, sheet: Sheet) -> Result:
    _checked(given, sheet)
    base, shares = given["base"], given["share"]
    if isinstance(shares, Decimal):
        shares = (shares,) * len(base)
    same_length("base", base, "share", shares)
    shared = [
        sheet.work(f.shared_income, _period("分成收益", t), income=one, share=k)
        for t, (one, k) in enumerate(zip(base, shares, strict=True), 1)
    ]
    return _value(sheet, _discounted(given, sheet, _taxed(given, sheet, shared)), shared=[one.value for one in shared])


def _excess(given: Inputs, sheet: Sheet) -> Result:
    _checked(given, sheet)
    income = given["income"]
    charges: list[Sequence[Step | Decimal]] = []
    for asset, charge in given["charges"].items():
        if isinstance(charge, tuple):
            same_length("income", income, f"charges.{asset}", charge)
            charges.append(charge)
        else:
            charges.append([_charge(sheet, asset, charge)] * len(income))
    excess = [
        sheet.work(f.excess_income, _period("超额收益", t), income=one, charges=[c[t - 1] for c in charges])
        for t, one in enumerate(income, 1)
    ]
    return _value(sheet, _discounted(given, sheet, excess), excess=[one.value for one in excess])


def _charge(sheet: Sheet, asset: str, charge: Inputs) -> Step:
    return sheet.work(f.contributory_charge, f"贡献资产回报：{asset}", value=charge["value"], rate=charge["return"])


def _excess_single(given: Inputs, sheet: Sheet) -> Result:
    _checked(given, sheet)
    if given["growth"] >= given["rate"]:
        raise WrongInput("growth", "growth", "增长率须小于折现率，否则资本化没有意义")
    charges = [_charge(sheet, asset, charge) for asset, charge in given["charges"].items()]
    excess = sheet.work(f.excess_income, income=given["income"], charges=charges)
    value = sheet.work(f.capitalised_growing, income=excess, growth=given["growth"], rate=given["rate"])
    return _value(sheet, value, excess=excess.value)


def _incremental(given: Inputs, sheet: Sheet) -> Result:
    _checked(given, sheet)
    same_length("with_asset", given["with_asset"], "without_asset", given["without_asset"])
    pairs = zip(given["with_asset"], given["without_asset"], strict=True)
    more = [sheet.work(f.incremental_income, _period("增量收益", t), with_asset=a, without_asset=b) for t, (a, b) in enumerate(pairs, 1)]
    return _value(sheet, _discounted(given, sheet, _taxed(given, sheet, more)), increment=[one.value for one in more])


def _relief(given: Inputs, sheet: Sheet) -> Result:
    _checked(given, sheet)
    saved = [
        sheet.work(f.royalty_income, _period("许可费节省额", t), revenue=one, royalty=given["royalty"], tax=given["tax"])
        for t, one in enumerate(given["revenue"], 1)
    ]
    before = _discounted(given, sheet, saved)
    if given["tab"] is None:
        return _value(sheet, before, value_before_tab=before.value, tab=Decimal(0))
    terms = given["tab"]
    _, value, benefit = _with_tab(sheet, before, terms["tax"], terms["years"], given["rate"], terms["timing"], "tab.years")
    return _value(sheet, value, value_before_tab=before.value, tab=benefit.value)


def _with_tab(
    sheet: Sheet, before: Step | Decimal, tax: Decimal, years: Decimal, rate: Decimal, timing: str, path: str
) -> tuple[Step, Step, Step]:
    """Factor, value and benefit of tax amortisation; warned of, since it needs a buyer who may amortise."""
    if rate and abs(rate) < TINY_RATE:
        raise WrongInput("range", "rate", "“rate”过于接近 0，请填 0 或合理的折现率")
    annuity = sheet.work(f.annuity_factor, rate=rate, periods=years)
    if timing == "mid":
        annuity = sheet.work(f.mid_year_annuity, annuity=annuity, rate=rate, half=Decimal("0.5"))
    assert isinstance(annuity.value, Decimal)
    if tax * annuity.value >= years:
        raise WrongInput("undefined", path, "税率、年限与折现率使税收摊销收益系数没有意义（税率×年金现值系数不小于年限）")
    factor = sheet.work(f.tab_factor, tax=tax, years=years, annuity=annuity)
    value = sheet.work(f.value_with_tab, value=before, factor=factor)
    benefit = sheet.work(f.tab_benefit, value=value, before=before)
    sheet.warn("tab", "税收摊销收益仅在买方可以税前摊销时成立，质押估值默认不用")
    return factor, value, benefit


def _two_stage(given: Inputs, sheet: Sheet) -> Result:
    _checked(given, sheet)
    check_rate(given["capitalisation_rate"], "capitalisation_rate", sheet)
    first = _discounted(given, sheet, given["income"], "明确预测期现值")
    tail = sheet.work(
        f.perpetual_tail, income=given["perpetual_income"], capitalisation_rate=given["capitalisation_rate"], rate=given["rate"],
        exponent=len(given["income"]),
    )  # fmt: skip
    value = sheet.work(f.sum_of_values, "两阶段价值", values=[first, tail])
    sheet.warn("perpetuity", "数据资产收益期限有限，一般不取永续价值；采用时须说明理由")
    return _value(sheet, value, stage1=first.value, stage2=tail.value)


def _tab(given: Inputs, sheet: Sheet) -> Result:
    check_rate(given["rate"], "rate", sheet)
    factor, value, benefit = _with_tab(sheet, given["value_before"], given["tax"], given["years"], given["rate"], given["timing"], "years")
    return {"factor": factor.value, "benefit": benefit.value, "value": value.value}


_CHARGE = record(Field("value", "贡献资产公允价值", number(least=0), "元"), Field("return", "回报率", rate(), "比率"))
_YEARS = Field("years", "摊销年限", number(above=0, most=MOST_YEARS), "年")
_TAX = Field("tax", "所得税率", tax_rate(), "比率")
_MEPE = INCOME + "；贡献资产回报：" + COMMON

METHODS = (
    Method("present_value", "现值", INCOME,
           (_incomes("cash_flows", "各期现金流，自第 1 期起"), Field("rate", "折现率", rate(), "比率", optional=True),
            Field("rates", "各期折现率", items(rate(), most=MOST_YEARS), "比率", optional=True), TIMING,
            Field("initial", "期初（第 0 期）现金流", _MONEY, "元", optional=True, default=Decimal(0)), *BASES),
           _VALUE | {"factors": "各期折现系数"}, _present_value),
    Method("income_direct", "收益法：直接收益预测", INCOME, (_incomes("income", "各期收益"), _RATE, TIMING, _TAX_OPTIONAL, *BASES), _VALUE, _direct),
    Method("income_share", "收益法：分成收益预测", INCOME,
           (_incomes("base", "各期收入或利润"), Field("share", "分成率，一个或各期", one_or_many(share()), "比率"), _RATE, _TAX_OPTIONAL, TIMING, *BASES),
           _VALUE | {"shared": "各期分成收益（税前），元"}, _share),
    Method("income_excess", "收益法：多期超额收益", _MEPE,
           (_incomes("income", "各期共同收益"), Field("charges", "贡献资产：各期回报，或公允价值与回报率", named(either(_FLOWS, _CHARGE, first_if=list)), "元"), _RATE, TIMING, *BASES),
           _VALUE | {"excess": "各期超额收益，元"}, _excess),
    Method("income_excess_single", "收益法：单期超额收益资本化", TEXTBOOK,
           (Field("income", "年收益", _MONEY, "元"), Field("charges", "贡献资产：公允价值与回报率", named(_CHARGE), "元"),
            Field("growth", "增长率", rate(), "比率", optional=True, default=Decimal(0)), _RATE, *BASES),
           _VALUE | {"excess": "年超额收益，元"}, _excess_single),
    Method("income_incremental", "收益法：增量收益预测", INCOME,
           (_incomes("with_asset", "使用数据资产的各期息税前利润"), _incomes("without_asset", "不使用数据资产的各期息税前利润"), _TAX_OPTIONAL, _RATE, TIMING, *BASES),
           _VALUE | {"increment": "各期增量收益（税前），元"}, _incremental),
    Method("relief_from_royalty", "收益法：许可费节省", TEXTBOOK,
           (_incomes("revenue", "各期收入（不含增值税）"), Field("royalty", "许可费率", share(), "比率"), _TAX, _RATE, TIMING,
            Field("tab", "税收摊销收益的条件", record(_YEARS, _TAX, TIMING), optional=True), *BASES),
           _VALUE | {"value_before_tab": "未计税收摊销收益的价值，元", "tab": "税收摊销收益，元"}, _relief),
    Method("two_stage_income", "收益法：两阶段", EXAM,
           (_incomes("income", "明确预测期各期收益"), _RATE, Field("perpetual_income", "其后每年收益", _MONEY, "元"),
            Field("capitalisation_rate", "资本化率", number(above=0), "比率"), *BASES),
           _VALUE | {"stage1": "明确预测期现值，元", "stage2": "永续期现值，元"}, _two_stage),
    Method("tax_amortisation_benefit", "税收摊销收益", f.tab_factor.source,
           (Field("value_before", "未计税收摊销收益的价值", _MONEY, "元"), _TAX, _YEARS, _RATE, TIMING),
           {"factor": "税收摊销收益系数", "benefit": "税收摊销收益，元", "value": "含税收摊销收益的价值，元"}, _tab),
)  # fmt: skip
