"""The open price calculator: formula, ranges, proposals, ways of charging, comparisons, refusals; against slow obvious arithmetic."""

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from valuation_case import cost, d, data_set, head, income, member, project, unit
from workbook_hands import Recalculated, assert_near, figures, written

from gzvalue.schema.market_forms import Comparable
from gzvalue.schema.price_forms import (
    COEFFICIENTS,
    OPEN,
    PER_BUYER,
    PER_UNIT,
    PRICE_MODES,
    SOLE,
    WHOLE,
    PriceMode,
    PriceQuote,
    PriceTier,
    ProductPrice,
)
from gzvalue.schema.rights_forms import Certificate
from gzvalue.schema.valuation_forms import Contract
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.price import price_of, prices_of
from gzvalue.valuation.price_ground import Ground
from gzvalue.valuation.price_result import ASKED, ENTERED, NEUTRAL, PROPOSED

FEN = Decimal("0.01")


def fen(value: Decimal) -> Decimal:
    return value.quantize(FEN, ROUND_HALF_UP)


def of(record: ProductPrice, *records, asked=None, quotes=()):
    """The price of a record in a small project."""
    found = project(data_set(1, "D01"), *records) if not any(type(one).__name__ == "DataSet" for one in records) else project(*records)
    return price_of(Ground(found, evaluate(found)), record, asked, quotes)


def priced(**more):
    """A price with 100,000 元 spread over ten years and all coefficients 1 unless told otherwise."""
    ones = dict.fromkeys(COEFFICIENTS, Decimal(1))
    return ProductPrice(id=1, code="J01", **{"data_set": "D01", "years": d(10), **ones, **more})


COST = cost(1, "D01", 100000)


# --- the formula ----------------------------------------------------------------------------------


def test_the_example_by_hand():
    found = of(priced(margin=d("0.2"), quality=d("1.1"), demand=d("0.9"), buyers=3), COST)
    assert found.cost_per_year == 10000
    assert found.base_price == 12000
    assert found.coefficient == d("0.99")
    assert found.price == 11880
    assert (found.low, found.high) == (10098, 13662)
    assert found.price_per_buyer == 3960


def test_without_a_record_of_its_own_defaults_are_taken():
    found = of(ProductPrice(id=0, data_set="D01"), COST)
    assert found.years == 5
    assert found.margin == d("0.15")
    assert found.base_price == 23000
    assert found.buyers == 1
    assert {mode.mode for mode in found.modes} == {"一口价", "包月/包年订阅", "拍卖或竞价", "协议议价"}


def test_the_ranges_of_the_forms_are_those_of_the_rules():
    rules = parameters("price")
    for key, one in COEFFICIENTS.items():
        assert (rules[f"{key}_low"].value, rules[f"{key}_high"].value) == (one.low, one.high)
    assert not any(one.verified for one in rules.values())
    assert all(one.own_default for one in rules.values())


coefficients = st.fixed_dictionaries(
    {key: st.integers(int(one.low * 100), int(one.high * 100)).map(lambda n: Decimal(n) / 100) for key, one in COEFFICIENTS.items()}
)
amounts = st.integers(1, 10**11).map(lambda n: Decimal(n) / 100)


@settings(max_examples=40)
@given(
    once=st.lists(amounts, min_size=1, max_size=4), yearly=st.lists(amounts, max_size=2), years=st.integers(1, 200), margin=st.integers(0, 3000),
    k=coefficients, buyers=st.integers(1, 500), further=st.integers(0, 10**9),
)  # fmt: skip
def test_price_is_cost_times_margin_times_coefficients(once, yearly, years, margin, k, buyers, further):
    """Each printed figure follows from the printed ones before it."""
    items = [cost(n, "D01", one) for n, one in enumerate(once, 1)]
    items += [cost(100 + n, "D01", one, category="直接成本-存储安全") for n, one in enumerate(yearly, 1)]
    n, m, extra = Decimal(years) / 10, Decimal(margin) / 1000, Decimal(further) / 100
    record = priced(**k, years=n, margin=m, buyers=buyers, further_cost=extra, yearly_categories=("直接成本-存储安全",))
    found = of(record, *items)
    assert found.cost_per_year == fen(sum(once) / n + sum(yearly) + extra)
    assert abs(sum(part.per_year for part in found.costs) - found.cost_per_year) <= FEN / 2 + Decimal("1e-9")
    assert found.base_price == fen(found.cost_per_year * (1 + m))
    product = Decimal(1)
    for one in k.values():
        product *= one
    assert found.coefficient == product
    assert Decimal("0.1075") <= found.coefficient <= Decimal("4.4928")
    assert found.price == fen(found.base_price * product)
    assert found.low == fen(found.price * Decimal("0.85"))
    assert found.high == fen(found.price * Decimal("1.15"))
    assert abs(found.price_per_buyer * buyers - found.price) <= Decimal(buyers) * FEN / 2
    assert {one.basis for one in found.coefficients.values()} == {ENTERED}


@settings(max_examples=20)
@given(k=coefficients, key=st.sampled_from(sorted(COEFFICIENTS)), margin=st.integers(0, 500))
def test_a_greater_coefficient_or_margin_never_makes_it_cheaper(k, key, margin):
    m = Decimal(margin) / 1000
    low = of(priced(**{**k, key: COEFFICIENTS[key].low}, margin=m), COST)
    high = of(priced(**{**k, key: COEFFICIENTS[key].high}, margin=m + Decimal("0.1")), COST)
    assert high.price >= low.price
    assert low.low <= low.price <= low.high


@settings(max_examples=15)
@given(whole=amounts.map(lambda one: one + 1000), rows=st.lists(st.integers(1, 100), min_size=2, max_size=5))
def test_shares_of_a_common_cost_sum_to_it(whole, rows):
    sets = [data_set(n, f"D{n:02d}", record_count=count) for n, count in enumerate(rows, 1)]
    found = project(*sets, cost(1, None, whole, allocation="按记录数"))
    ground = Ground(found, evaluate(found))
    prices = [price_of(ground, ProductPrice(id=0, data_set=one.code)) for one in sets]
    assert sum(part.amount for one in prices for part in one.costs) == fen(whole)
    assert all(part.common for one in prices for part in one.costs)


def test_other_data_sets_of_the_product_bring_their_costs_along():
    found = of(priced(others=("D02", "D09"), cost_share=d("0.5")), data_set(1, "D01"), data_set(2, "D02"), COST, cost(2, "D02", 50000))
    assert found.cost_per_year == 7500
    assert found.others == ("D02",)
    assert any("D09" in one.message for one in found.problems)


def test_a_cost_is_brought_to_the_valuation_date_before_it_is_spread():
    found = of(priced(), cost(1, "D01", 100000, index_then=d(100), index_now=d(110)))
    assert found.cost_per_year == 11000
    assert any(step.formula == "indexed_cost" for step in found.steps)


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "records", "words"),
    [
        (priced(), (), "没有成本明细"),
        (priced(), (cost(1, "D01", 0),), "成本合计为 0"),
        (priced(cost_share=d(0)), (COST,), "成本计入比例为 0"),
        (priced(), (cost(1, "D01", 100, index_then=d(100)),), "物价指数"),
        (priced(data_set="D77"), (COST,), "D77"),
        (priced(data_set=None), (COST,), "没有填数据集编号"),
        (priced(years=d(0)), (COST,), "成本摊销年数"),
        (priced(margin=d("-0.1")), (COST,), "目标利润率"),
        (priced(buyers=0), (COST,), "预计买方数"),
    ],
)
def test_no_price_without_what_it_needs(record, records, words):
    found = of(record, *records)
    assert words in found.refused
    assert found.refused.endswith("。")
    assert [one.level for one in found.problems] == ["error"]
    assert found.price == 0


@pytest.mark.parametrize("key", sorted(COEFFICIENTS))
def test_a_coefficient_outside_its_range_is_refused_by_naming_it(key):
    one = COEFFICIENTS[key]
    for value in (one.low - Decimal("0.0001"), one.high + Decimal("0.0001"), Decimal(-1)):
        found = of(priced(**{key: value}), COST)
        assert one.words in found.refused
        assert one.label in found.refused
    for value in (one.low, one.high):
        assert not of(priced(**{key: value}), COST).refused


def test_a_gate_leaves_a_price_for_inside_only():
    found = of(ProductPrice(id=0, data_set="D01"), data_set(1, "D01", grade="核心"), COST)
    assert not found.refused
    assert found.coefficients["risk"].value == d("0.5")
    assert any(one.level == "error" and "不得据以流通" in one.message for one in found.problems)


def test_absurd_figures_are_refused_not_raised():
    found = of(priced(years=d("0.1"), margin=d(10)), cost(1, "D01", Decimal(10) ** 15))
    assert found.price > 0
    assert not found.refused


# --- proposals ------------------------------------------------------------------------------------


def proposal(key, *records, **more):
    found = of(ProductPrice(id=1, code="J01", data_set="D01", **more), *(records or (data_set(1, "D01"),)), COST)
    return found.coefficients[key]


def test_nothing_known_is_one_and_says_so():
    for key in ("quality", "scarcity", "timeliness", "application", "demand"):
        one = proposal(key)
        assert (one.value, one.basis) == (1, NEUTRAL)
        assert one.reason


def measured(code, numerator, denominator):
    from gzvalue.schema.measurement_form import MeasurementRecord

    document = {
        "dimensions": {"completeness": {"indicators": [{"numerator": numerator, "denominator": denominator}]}},
        "personal_information": [],
    }
    return MeasurementRecord(id=1, data_set=code, document=json.dumps(document))


def test_quality_is_linear_over_its_range_and_only_measured_quality_counts():
    one = proposal("quality", data_set(1, "D01"), measured("D01", 80, 100))
    assert (one.value, one.basis) == (d("1.08"), PROPOSED)
    assert one.step is not None
    assert proposal("quality", data_set(1, "D01"), measured("D01", 0, 100)).value == d("0.6")
    assert proposal("quality", data_set(1, "D01"), measured("D01", 100, 100)).value == d("1.2")


def test_scarcity_from_sources_words_or_cases():
    values = [proposal("scarcity", sources=n).value for n in (0, 1, 5, 7, 99)]
    assert values == [d("1.5"), d("1.4"), d("1.0"), d("0.8"), d("0.8")]
    assert proposal("scarcity", data_set(1, "D01", scarcity="独有")).value == d("1.5")
    records = (data_set(1, "D01"), unit(1, "U01"), member(1, "U01", "D01"), Comparable(id=1, unit="U01", name="甲", value=d(100)))
    assert proposal("scarcity", *records).value == d("1.4")


def test_timeliness_from_frequency_and_age():
    assert proposal("timeliness", data_set(1, "D01", frequency="实时", span_end="2025-12-31")).value == d("1.2")
    assert proposal("timeliness", data_set(1, "D01", frequency="不更新", span_end="2015")).value == d("0.7")
    assert proposal("timeliness", data_set(1, "D01", frequency="按月")).value == d("1.0")
    assert proposal("timeliness", data_set(1, "D01", span_end="2030")).value == d("1.2")


def test_application_from_proven_scenarios():
    assert [proposal("application", scenario_count=n).value for n in (0, 1, 4, 9)] == [d("0.8"), d("1.0"), d("1.6"), d("1.6")]
    records = (data_set(1, "D01"), unit(1, "U01"), member(1, "U01", "D01"))
    assert proposal("application", *records).value == d("0.8")
    assert proposal("application", *records, income(1, "U01", 2025, 100, basis="实际")).value == d("1.0")


def test_rights_are_deducted_one_by_one_down_to_the_floor():
    issued = Certificate(id=1, code="Z01", state="已发证", valid_until=date(2028, 1, 1), data_sets=("D01",))
    assert proposal("risk", data_set(1, "D01"), issued).value == 1
    assert proposal("risk", data_set(1, "D01")).value == d("0.9")
    assert proposal("risk", data_set(1, "D01", right_limits="不得转售"), issued).value == d("0.95")
    bad = data_set(1, "D01", restriction="受限", right_until=date(2020, 1, 1), right_limits="多项")
    assert proposal("risk", bad).value == d("0.5")
    expired = Certificate(id=1, code="Z01", state="已发证", valid_until=date(2020, 1, 1), data_sets=("D01",))
    assert proposal("risk", data_set(1, "D01"), expired).value == d("0.9")


def test_demand_against_supply():
    assert proposal("demand", enquiries=0, offers=3).value == d("0.8")
    assert proposal("demand", enquiries=3, offers=1).value == d("1.1")
    contract = Contract(id=1, code="H01", kind="数据产品收入", ends=date(2027, 1, 1), data_sets=("D01",))
    assert proposal("demand", data_set(1, "D01"), contract).value == d("1.05")
    over = Contract(id=1, code="H01", kind="数据产品收入", ends=date(2020, 1, 1), data_sets=("D01",))
    assert proposal("demand", data_set(1, "D01"), over).basis == NEUTRAL


def test_what_is_asked_only_this_time_stands_before_the_record():
    found = of(priced(), COST, asked={"quality": d("0.7"), "buyers": 4, "exclusive": OPEN})
    one = found.coefficients["quality"]
    assert (one.value, one.basis) == (d("0.7"), ASKED)
    assert found.buyers == 4
    assert found.coefficients["risk"].basis == ENTERED


def test_sole_sale_counts_one_buyer():
    found = of(priced(exclusive=SOLE, buyers=9), COST)
    assert (found.exclusive, found.buyers, found.price_per_buyer) == (True, 1, found.price)
    assert any("独家" in one.message for one in found.problems)


# --- ways of charging -----------------------------------------------------------------------------


def modes(*rows, tiers=(), **more):
    return of(priced(**more), COST, *rows, *tiers).modes


def mode(id, name, **more):
    return PriceMode(id=id, price="J01", mode=name, **more)


def test_unit_prices_by_hand():
    """P is 11,500 a year."""
    once, call, month, gigabyte, plus = modes(
        mode(1, "一口价", quantity=d(2), term_years=d(3)), mode(2, "按次", quantity=d(5000000)), mode(3, "包月/包年订阅", quantity=d(10)),
        mode(4, "按量", quantity=d(100), unit="GB", discount=d("0.5")), mode(5, "公共数据成本加成"), buyers=5, quality=d("1.2"), margin=d("0.15"),
    )  # fmt: skip
    assert once.unit_price == d("20700.00")  # 13,800 × 3 ÷ 2
    assert call.unit_price == d("0.002760")
    assert call.unit == "元/次"
    assert month.unit_price == d("115.00")
    assert gigabyte.unit_price == d("276.00")
    assert plus.unit_price == d("2300.00")  # cost and margin alone: 11,500 ÷ 5
    assert once.revenue == call.revenue == month.revenue == gigabyte.revenue == 13800


@settings(max_examples=40)
@given(
    name=st.sampled_from(["一口价", "按次", "按量", "包月/包年订阅", "拍卖或竞价", "协议议价", "公共数据成本加成"]), quantity=st.integers(1, 10**7),
    portion=st.integers(1, 1000), discount=st.integers(0, 900), period=st.sampled_from(["月", "季", "年"]), term=st.integers(1, 100), amount=amounts,
)  # fmt: skip
def test_the_stated_unit_price_brings_the_price_back(name, quantity, portion, discount, period, term, amount):
    row = mode(1, name, quantity=Decimal(quantity), portion=Decimal(portion) / 1000, discount=Decimal(discount) / 1000, period=period,
               term_years=Decimal(term) / 10)  # fmt: skip
    found = of(priced(), cost(1, "D01", amount + 1), row)
    (one,) = found.modes
    if one.unit_price is None:  # less than can be stated
        assert one.target / quantity < Decimal("0.0000001")
        return
    assert one.revenue is not None
    places = -one.unit_price.as_tuple().exponent
    years = Decimal(term) / 10 if name in ("一口价", "拍卖或竞价", "协议议价", "公共数据成本加成") else 1
    periods = {"月": 12, "季": 4, "年": 1}[period] if name == "包月/包年订阅" else 1
    each = Decimal(10) ** -places / 2 * quantity * periods / years
    assert abs(one.revenue - one.target) <= each + Decimal("0.02")
    assert one.gap == one.revenue - one.target
    assert one.low <= one.unit_price <= one.high


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [("一口价", {"portion": d("-0.01")}, "承担比例"), ("一口价", {"portion": d("1.5")}, "承担比例"), ("一口价", {"discount": d(1)}, "折扣率"),
     ("一口价", {"discount": d("-0.1")}, "折扣率"), ("一口价", {"term_years": d(0)}, "许可年数"), ("竞价", {"term_years": d(99)}, "许可年数"),
     ("按次", {"quantity": d(-5)}, "预计数量"), ("收益分成", {"base": d(100), "share": d("1.5")}, "分成比例"), ("收益分成", {"base": d(-1)}, "买方年收益")],
)  # fmt: skip
def test_a_row_out_of_range_has_no_unit_price(name, wrong, words):
    found = of(priced(), COST, mode(1, "拍卖或竞价" if name == "竞价" else name, **wrong), mode(2, "协议议价"))
    bad, good = found.modes
    assert not found.refused
    assert bad.unit_price is None
    assert words in bad.words
    assert good.unit_price == found.price
    (problem,) = [one for one in found.problems if one.id == 1 and one.form == "price_mode"]
    assert problem.key == next(iter(wrong)) or problem.key == "share"
    assert not problem.message.endswith("。。")


def test_a_tier_out_of_range_and_tiers_nobody_takes_up():
    tiers = (PriceTier(id=1, price="J01", units=d(10), sold=d(2), discount=d("1.2")), PriceTier(id=2, price="J01", units=d(10), sold=d(2)))
    (one,) = of(priced(), COST, mode(1, "阶梯套餐"), *tiers).modes
    assert (one.unit_price, one.tiers) == (None, ())
    assert "折扣率" in one.words
    assert any("档次没有采用" in each.message for each in of(priced(), COST, *tiers).problems)


def test_a_price_too_small_to_state_and_rows_without_a_way():
    found = of(priced(), COST, mode(1, "按次", quantity=d(10**15)), PriceMode(id=2, price="J01", quantity=d(3)))
    assert [one.unit_price for one in found.modes] == [None]
    assert "0.00000001 元" in found.modes[0].words
    assert [one.id for one in found.problems if one.key == "mode"] == [2]


def test_several_copies_of_what_is_sold_to_one_alone():
    found = of(priced(exclusive=SOLE), COST, mode(1, "一口价", quantity=d(4)), mode(2, "协议议价", quantity=d(1)))
    assert [one.id for one in found.problems if "却按 4 份" in one.message] == [1]


def test_a_quote_that_is_no_price_is_not_compared():
    quotes = [PriceQuote(id=n, price="J01", source="某行", amount=d(amount)) for n, amount in enumerate((0, -5, 12), 1)]
    nothing, negative, fine = of(priced(), COST, quotes=quotes).compared
    assert (nothing.own, negative.own, nothing.within) == (None, None, None)
    assert "不能比较" in nothing.words
    assert "不能比较" in negative.words
    assert fine.own is not None
    assert "口径未填，暂按" in fine.words


@settings(max_examples=20)
@given(rows=st.lists(st.tuples(st.integers(1, 10**5), st.integers(1, 50), st.integers(0, 9)), min_size=1, max_size=4))
def test_tiers_together_bring_the_price_back(rows):
    tiers = [PriceTier(id=n, price="J01", name=f"档{n}", units=d(u), sold=d(s), discount=d(z) / 10) for n, (u, s, z) in enumerate(rows, 1)]
    found = of(priced(), cost(1, "D01", 10**9), mode(1, "阶梯套餐", unit="次"), *tiers)
    (one,) = found.modes
    assert len(one.tiers) == len(rows)
    assert one.revenue == fen(sum(tier.price * tier.sold for tier in one.tiers))
    assert abs(one.gap) / one.target < Decimal("0.001") + Decimal("0.01") * sum(s for _, s, _ in rows) / one.target


def test_a_share_is_worked_out_or_held_against_the_one_agreed():
    needed, agreed, beyond, unknown = modes(
        mode(1, "收益分成", base=d(115000)),
        mode(2, "收益分成", base=d(115000), share=d("0.08")),
        mode(3, "收益分成", base=d(100)),
        mode(4, "收益分成"),
    )
    assert (needed.unit, needed.unit_price, needed.revenue, needed.gap) == ("%", d("0.1000"), 11500, 0)
    assert (agreed.unit_price, agreed.revenue, agreed.gap) == (d("0.08"), 9200, -2300)
    assert "承担不了" in beyond.words
    assert unknown.unit_price is None


def test_what_a_way_of_charging_lacks_is_said():
    for name in ("按次", "按量", "阶梯套餐", "收益分成"):
        (one,) = modes(mode(1, name))
        assert one.unit_price is None
        assert one.words
    (free,) = modes(mode(1, "免费试用", quantity=d(20)))
    assert (free.unit_price, free.revenue) == (0, 0)
    found = of(priced(), COST, mode(1, "按次"))
    assert any("按次" in one.message for one in found.problems)
    assert {one.mode for one in modes(*(mode(n, name) for n, name in enumerate(PRICE_MODES, 1)))} == set(PRICE_MODES)


def test_portions_of_ways_used_together_sum_to_all():
    found = of(priced(), COST, mode(1, "一口价", portion=d("0.6")), mode(2, "包月/包年订阅", portion=d("0.3")))
    assert any("90.00%" in one.message for one in found.problems)


# --- comparisons ----------------------------------------------------------------------------------


def quote(amount, basis=WHOLE, **more):
    return PriceQuote(
        id=1, price="J01", kind="银行测算", source="示例银行", given_on=date(2026, 5, 20), amount=d(amount), basis=basis, **more
    )


@pytest.mark.parametrize(
    ("amount", "within"), [("9775.00", True), ("9774.99", False), ("13225.00", True), ("13225.01", False), ("11500", True)]
)
def test_the_band_decides_exactly(amount, within):
    (one,) = of(priced(), COST, quote(amount)).compared
    assert one.within is within
    assert one.difference == d(amount) - 11500
    assert "示例银行" in one.words


def test_each_basis_is_compared_with_its_own_price():
    each, call, lost = of(
        priced(buyers=5), COST, mode(1, "按次", quantity=d(1000)), quote("2300", PER_BUYER), PriceQuote(id=2, price="J01", source="某工具", amount=d("12"), basis=PER_UNIT, mode="按次"),
        PriceQuote(id=3, price="J01", source="某工具", amount=d("12"), basis=PER_UNIT, mode="按量"), PriceQuote(id=4, price="J01", source="没有金额"),
    ).compared  # fmt: skip
    assert (each.own, each.within, each.rate) == (2300, True, 0)
    assert call.own == d("11.50")
    assert lost.within is None
    assert "不能比较" in lost.words


def test_the_income_and_market_forms_stand_beside_it():
    records = (
        data_set(1, "D01"), data_set(2, "D02"), unit(1, "U01", tax_rate=d(0)), member(1, "U01", "D01"), member(2, "U01", "D02"), head(tax_rate=d(0)),
        income(1, "U01", 2026, 1000), income(2, "U01", 2027, 1000), COST,
        Comparable(id=1, unit="U01", name="甲", value=d(100), quality=d("1.1"), supply=d("0.9")), Comparable(id=2, unit="U01", name="乙", value=d(100)),
    )  # fmt: skip
    checks = {one.form: one for one in of(priced(), *records).cross_checks}
    assert checks["income"].whole == fen((1000 / d("1.1") + 1000 / d("1.21")) / 2)
    assert abs(checks["income"].per_year - 500) <= FEN
    assert checks["market"].whole == 99
    assert "1 个案例缺调整系数" in checks["market"].words


# --- paper and hostile text -----------------------------------------------------------------------

HOSTILE = "=1+1;<b>&\"'{}\\%s D01'; DROP TABLE--"


def everything():
    """A project in which every form of pricing is filled, with hostile text."""
    rows = [mode(n, name, quantity=d(1000), base=d(50000), note=HOSTILE, unit="次") for n, name in enumerate(PRICE_MODES, 1)]
    return project(
        data_set(1, "D01", name=HOSTILE, frequency="按天", span_end="2024", scarcity="稀缺"), data_set(2, "D02", record_count=5),
        cost(1, "D01", "100000.01", name=HOSTILE), cost(2, None, 999, allocation="平均"), cost(3, "D01", 500, category="直接成本-存储安全"),
        priced(name=HOSTILE, years=None, quality=d("1.07"), quality_reason=HOSTILE, scarcity=None, timeliness=None, demand=None, application=None,
               risk=None, enquiries=4, offers=2, buyers=7, scenario_count=2, margin=d("0.175"), yearly_categories=("直接成本-存储安全",), further_cost=d("333.33")),
        ProductPrice(id=2, code="J02", data_set="D02", others=("D01",)), *rows,
        PriceTier(id=1, price="J01", name=HOSTILE, units=d(100), sold=d(3)), PriceTier(id=2, price="J01", name="高", units=d(1000), sold=d(2), discount=d("0.3")),
        quote("2000"),
    )  # fmt: skip


def test_the_workbook_recalculates_to_the_same_price(tmp_path: Path):
    found = everything()
    book = written(found, tmp_path / "价格.xlsx")
    assert "产品定价" in book.pages
    recalculated = Recalculated.of(tmp_path / "价格.xlsx")
    assert assert_near(recalculated.value, book, figures(found)) >= 12
    changed = {ref: d("50000") for datum, ref in book.inputs.items() if datum == ("cost_item", 1, "amount")}
    assert changed
    recalculated.change(changed)
    other = project(
        *(
            row if not (row.form.name == "cost_item" and row.id == 1) else cost(1, "D01", "50000")
            for rows in found.rows.values()
            for row in rows.values()
        )
    )
    assert assert_near(recalculated.value, book, figures(other)) >= 12


def test_step_ids_are_unique_and_every_origin_is_there():
    found = everything()
    valuation = evaluate(found)
    prices = prices_of(found, valuation)
    assert len(prices) == 2
    ids = [step.id for one in prices for step in one.steps if step.id.startswith("定价/")]
    assert len(ids) == len(set(ids))
    known = {step.id for step in valuation.steps} | set(ids)
    for one in prices:
        for made in one.steps:
            for part in made.inputs:
                for origin in (part.origin, *part.origins):
                    assert not isinstance(origin, str) or origin in known, (made.id, origin)
