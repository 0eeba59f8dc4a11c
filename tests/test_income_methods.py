"""Income by excess earnings, increments, relief from royalty and one capitalised year; life, wear, upkeep, tail, bridge: by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from valuation_case import about, d, data_set, head, income, member, messages, project, rate, unit

from gzvalue.schema.income_forms import ContributoryAsset, IncomeChange, Increment
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.valuation_forms import Contract
from gzvalue.valuation.evaluate import evaluate


def asset(id: int, value: Any, back: Any, kind: str = "固定资产", year: int | None = None) -> ContributoryAsset:
    return ContributoryAsset(id=id, unit="U1", kind=kind, value=d(value), required_return=d(back), year=year, basis="报表")


def increment(id: int, year: int, kind: str, after: Any, before: Any, **more: Any) -> Increment:
    return Increment(id=id, unit="U1", year=year, kind=kind, with_data=d(after), without_data=d(before), basis="对照", **more)


def one_unit(*more: Any, **fields: Any) -> Project:
    """U1 of D1: 110 and 121 元 a year at 10 %, untaxed; worth 200 as direct income."""
    plain = {"income_basis": "税后", **fields}
    kinds = {r.form.name for r in more}
    incomes = () if "income_year" in kinds else (income(1, "U1", 2026, 110), income(2, "U1", 2027, 121))
    sets = () if "data_set" in kinds else (data_set(1, "D1"),)
    return project(*sets, unit(1, "U1", **plain), member(1, "U1", "D1"), *incomes, *more)


ASSETS = (asset(1, 100, "0.11"), asset(2, 50, "0.22", "人力"), asset(3, 0, "0.05", "流动资金"))


def value(found: Project) -> Decimal | None:
    return evaluate(found).units[0].value


# --- methods --------------------------------------------------------------------------------------


def test_excess_earnings_take_off_what_other_assets_claim():
    found = evaluate(one_unit(*ASSETS, main_method="收益法-超额"))
    assert found.total == Decimal("161.82")  # (110 − 22)/1.1 + (121 − 22)/1.21 = 80 + 81.8182
    assert not messages(found.problems, "error")
    assert {s.id for s in found.steps} >= {"U1/收益法-超额/贡献资产/1", "U1/收益法-超额/2026", "U1/收益法-超额/收益现值"}


def test_charges_of_one_year_bear_on_that_year_only():
    assets = (asset(1, 100, "0.11"), asset(2, 100, "0.11", "流动资金", 2027), asset(3, 0, "0.1", "人力"))
    assert value(one_unit(*assets, main_method="收益法-超额")) == Decimal("171.82")  # 99/1.1 + 99/1.21


def test_excess_is_split_into_transferable_and_internal_by_the_make_up_of_income():
    rows = (income(1, "U1", 2026, 55, 55), income(2, "U1", 2027, 121, 0))
    found = evaluate(one_unit(*rows, *ASSETS, main_method="收益法-超额")).units[0]
    # 161.8182 × (50 + 100) ÷ 200
    assert (found.value, found.transferable, found.internal) == (Decimal("161.82"), Decimal("121.36"), Decimal("40.46"))


def test_excess_without_assets_or_with_too_much_claimed_is_refused():
    assert "没有填贡献资产" in messages(evaluate(one_unit(main_method="收益法-超额")).problems, "error")
    greedy = evaluate(one_unit(asset(1, 1000, "0.5"), main_method="收益法-超额"))
    assert greedy.units[0].value is None
    assert "收益现值为负" in messages(greedy.problems, "error")


def two_units(second: str, **more: Any) -> Project:
    return project(
        data_set(1, "D1"), data_set(2, "D2"), unit(1, "U1", main_method="收益法-超额", income_basis="税后"),
        unit(2, "U2", main_method=second, income_basis="税后", growth=d(0), single_year=2026, terminal_reason="长期合同", **more),
        member(1, "U1", "D1"), member(2, "U2", "D2"), *(income(n, f"U{1 + n // 3}", 2026 + n % 2, 121) for n in (1, 2, 3, 4)), *ASSETS,
        ContributoryAsset(id=9, unit="U2", kind="人力", value=d(10), required_return=d("0.1")),
    )  # fmt: skip


@pytest.mark.parametrize("second", ["收益法-超额", "收益法-单期超额"])
def test_excess_earnings_are_never_used_for_two_assets_at_once(second):
    found = evaluate(two_units(second))
    assert [one.value for one in found.units] == [None, None]
    assert "U1 与 U2 都用超额收益" in about(found.problems, "valuation_unit", 1, "main_method").message
    assert "不能同时用于两项资产" in messages(found.problems, "error")


def test_excess_as_a_cross_check_gives_way_to_the_unit_that_rests_on_it():
    found = evaluate(two_units("收益法-直接", cross_methods=("收益法-超额",)))
    assert found.units[0].value is not None
    assert found.units[1].value is not None
    assert found.units[1].by_method["收益法-超额"] is None


def test_a_group_as_a_whole_may_use_excess_earnings_and_is_split_to_the_fen():
    sets = [data_set(n, f"D{n}") for n in (1, 2, 3)]
    members = [member(n, "U1", f"D{n}") for n in (1, 2, 3)]
    found = evaluate(project(*sets, unit(1, "U1", main_method="收益法-超额", income_basis="税后"), *members,
                             income(1, "U1", 2026, 110), income(2, "U1", 2027, 121), *ASSETS))  # fmt: skip
    assert found.units[0].shares == {"D1": Decimal("53.94"), "D2": Decimal("53.94"), "D3": Decimal("53.94")}
    assert sum(found.units[0].shares.values()) == found.total == Decimal("161.82")


def test_increments_of_revenue_cost_and_profit_add_up():
    rows = (
        increment(1, 2026, "增收", 400, 200, margin=d("0.5")),
        increment(2, 2026, "节支", 40, 50),
        increment(3, 2027, "息税前利润", 221, 100),
    )
    found = evaluate(one_unit(*rows, main_method="收益法-增量"))
    assert found.total == Decimal("200.00")  # (200 × 0.5 + 10)/1.1 + 121/1.21
    assert (found.transferable, found.internal) == (0, Decimal("200.00"))
    assert value(one_unit(*rows, main_method="收益法-增量", income_basis="税前")) == Decimal("150.00")


def test_increments_say_which_of_them_others_pay():
    rows = (
        increment(1, 2026, "增收", 400, 200, margin=d("0.5"), belongs="可转让"),
        increment(2, 2026, "节支", 40, 50),
        increment(3, 2027, "息税前利润", 221, 100),
    )
    assert evaluate(one_unit(*rows, main_method="收益法-增量")).transferable == Decimal("90.91")  # 100/1.1


def test_increments_that_lack_something_are_named():
    found = messages(evaluate(one_unit(increment(1, 2026, "增收", 400, 200), main_method="收益法-增量", life_years=d(1))).problems, "error")
    assert "未填“增收利润率”" in found
    assert "没有填增量收益" in messages(evaluate(one_unit(main_method="收益法-增量")).problems, "error")
    gap = evaluate(one_unit(increment(1, 2026, "节支", 1, 9), increment(2, 2028, "节支", 1, 9), main_method="收益法-增量", life_years=d(3)))
    assert "缺 2027 年的增量收益" in messages(gap.problems, "error")


def test_relief_from_royalty_taxes_the_saved_royalty():
    rows = (income(1, "U1", 2026, revenue=d(1100)), income(2, "U1", 2027, revenue=d(1210)))
    found = evaluate(one_unit(*rows, main_method="收益法-许可费节省", royalty_rate=d("0.05"), royalty_reason="可比", income_basis="税前"))
    assert found.total == found.transferable == Decimal("75.00")  # 2000 × 5 % × 75 %
    scenes = one_unit(
        *rows, main_method="收益法-许可费节省", royalty_rate=d("0.05"), royalty_reason="可比", income_basis="税前", kind="场景组"
    )
    assert evaluate(scenes).transferable == 0


def test_a_royalty_is_before_tax_by_nature():
    rows = (income(1, "U1", 2026, revenue=d(1100)), income(2, "U1", 2027, revenue=d(1210)))
    found = evaluate(one_unit(*rows, main_method="收益法-许可费节省", royalty_rate=d("0.05"), royalty_reason="可比"))
    assert found.units[0].value is None
    assert "属税前口径" in about(found.problems, "valuation_unit", 1, "income_basis").message


SINGLE = {"main_method": "收益法-单期超额", "single_year": 2025, "growth": d("0.02"), "terminal_reason": "政府长期授权"}


def test_one_year_capitalised():
    rows = (income(1, "U1", 2025, 100, 20, basis="实际"),)
    found = evaluate(one_unit(*rows, *ASSETS, **SINGLE))
    # (120 − 22) × 1.02 ÷ 0.08
    assert found.total == Decimal("1249.50")
    assert found.transferable == Decimal("1041.25")  # 100/120 of it


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"growth": d("0.1")}, "长期增长率须小于折现率"),
        ({"terminal_reason": None}, "须在“计终值的理由”中写明"),
        ({"renewable": "不可续期", "renewal_reason": "一次性"}, "单期超额法不适用"),
        ({"single_year": 2030}, "没有 2030 年的登记版收益"),
        ({"single_year": None}, "未填“单期收益年度”"),
        ({"upkeep": d(1)}, "不逐年扣减"),
    ],
)
def test_what_one_year_cannot_bear_is_refused(more, words):
    found = evaluate(one_unit(income(1, "U1", 2025, 100, 20, basis="实际"), *ASSETS, **{**SINGLE, **more}))
    assert found.units[0].value is None
    assert words in messages(found.problems, "error")


# --- life -----------------------------------------------------------------------------------------


def contract(id: int, ends: date) -> Contract:
    return Contract(id=id, code=f"H{id}", name="合同", ends=ends)


def test_limits_are_shown_and_do_not_count_where_renewal_is_assumed():
    found = evaluate(
        one_unit(contract(1, date(2026, 12, 31)), contracts=("H1",), renewable="可续期", renewal_reason="自动续展", life_update=d(4))
    )
    assert found.total == Decimal("200.00")
    assert next(s for s in found.steps if s.id == "U1/收益法-直接/收益期限/合同年限").value == 1
    assert found.units[0].life == 2


def test_the_least_limit_counts_where_renewal_cannot_be_assumed():
    more = {"renewable": "不可续期", "renewal_reason": "合同写明不续", "contracts": ("H1",)}
    found = evaluate(one_unit(contract(1, date(2026, 12, 31)), **more))
    assert found.total == Decimal("100.00")
    assert found.units[0].life == 1
    assert value(one_unit(**{**more, "contracts": None}, life_update=d("0.5"))) == Decimal("52.44")  # 55 ÷ 1.1^0.5
    dated = data_set(1, "D1", right_until=date(2026, 12, 31))
    assert value(one_unit(dated, **{**more, "contracts": None})) == Decimal("100.00")
    # 0.5 years = ln 0.5946… ÷ ln (1 − 0.646…): chosen so that decay gives one year
    assert value(one_unit(**{**more, "contracts": None}, decay_floor=d("0.5"), attrition=d("0.5"))) == Decimal("50.00")


def test_a_contract_that_is_over_leaves_no_life():
    found = evaluate(one_unit(contract(1, date(2025, 6, 30)), contracts=("H1",), renewable="不可续期", renewal_reason="不续"))
    assert found.units[0].value is None
    assert "不晚于评估基准日，没有剩余的收益期限" in about(found.problems, "valuation_unit", 1, "life_contract").message


@pytest.mark.parametrize("key", ["life_years", "life_legal", "life_contract", "life_update", "life_decay"])
@pytest.mark.parametrize(("years", "words"), [("0", "须大于 0 年"), ("-1", "应不小于 0")])
def test_a_life_of_zero_or_less_is_refused_by_name(key, years, words):
    found = evaluate(one_unit(renewable="不可续期", renewal_reason="不续", **{key: d(years)}))
    assert found.units[0].value is None
    assert words in about(found.problems, "valuation_unit", 1, key).message


def test_a_choice_of_renewal_asks_for_its_reason():
    assert "请写明续期判断理由" in messages(evaluate(one_unit(renewable="可续期")).problems, "error")


def test_what_contracts_lock_in_stands_beside_the_value():
    rows = (income(1, "U1", 2026, 110, contracted=d(55)), income(2, "U1", 2027, 121))
    found = evaluate(one_unit(*rows)).units[0]
    assert (found.value, found.locked) == (Decimal("200.00"), Decimal("50.00"))
    assert evaluate(one_unit()).units[0].locked is None


# --- stock, upkeep, tail --------------------------------------------------------------------------


def test_todays_stock_wears_off_year_by_year():
    found = evaluate(one_unit(attrition=d("0.2"))).units[0]
    assert found.value == Decimal("144.00")  # 100 × 0.8 + 100 × 0.64
    assert [one.part for one in found.periods] == [Decimal("0.8"), Decimal("0.64")]


def test_upkeep_is_taken_off_and_borne_in_proportion():
    rows = (income(1, "U1", 2026, 55, 55), income(2, "U1", 2027, 121))
    found = evaluate(one_unit(*rows, upkeep=d("12.1"))).units[0]
    assert found.value == Decimal("179.00")  # 200 − 11 − 10
    assert found.transferable == Decimal("134.25")  # 150 × 179 ÷ 200


def test_wear_and_upkeep_together_are_refused():
    found = evaluate(one_unit(attrition=d("0.2"), upkeep=d(10)))
    assert found.units[0].value is None
    assert "请只留一项" in about(found.problems, "valuation_unit", 1, "upkeep").message
    assert "须小于 100%" in messages(evaluate(one_unit(attrition=d(1))).problems, "error")


TAIL = {"terminal": "计入", "terminal_income": d(40), "capitalisation_rate": d("0.2"), "terminal_reason": "法定长期持有"}


def test_a_tail_counts_only_when_chosen_with_a_reason():
    assert value(one_unit(**TAIL)) == Decimal("365.29")  # 200 + 40 ÷ 0.2 ÷ 1.21
    assert value(one_unit(**{**TAIL, "terminal": None})) == Decimal("200.00")
    taxed = one_unit(**TAIL, income_basis="税前")
    assert value(taxed) == Decimal("273.97")  # 0.75 of it


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"terminal_reason": None}, "terminal_reason"), ({"terminal_income": None}, "terminal_income"), ({"capitalisation_rate": d(0)}, "capitalisation_rate"),
        ({"attrition": d("0.1")}, "terminal"), ({"renewable": "不可续期", "renewal_reason": "不续"}, "terminal"),
    ],
)  # fmt: skip
def test_a_tail_that_lacks_something_is_refused(more, key):
    found = evaluate(one_unit(**{**TAIL, **more}))
    assert found.units[0].value is None
    assert about(found.problems, "valuation_unit", 1, key).level == "error"


# --- the bridge -----------------------------------------------------------------------------------


def change(id: int, year: int, amount: Any, cause: str = "新增", contract: str | None = None) -> IncomeChange:
    return IncomeChange(id=id, unit="U1", year=year, contract=contract, cause=cause, amount=d(amount), basis="合同")


def test_the_bridge_leads_from_the_actual_year_to_the_forecast():
    actual = income(3, "U1", 2025, 80, 20, basis="实际")
    base = (income(1, "U1", 2026, 110), income(2, "U1", 2027, 121), actual)
    found = evaluate(one_unit(*base, change(1, 2026, 20), change(2, 2026, -10, "流失"), change(3, 2027, 11, "价格")))
    assert [s.value for s in found.steps if s.formula == "bridged_income"] == [110, 121]
    assert not messages(found.problems, "error")
    assert found.total == Decimal("200.00")


def test_a_bridge_that_does_not_meet_the_forecast_names_the_gap():
    base = (income(1, "U1", 2026, 110), income(2, "U1", 2027, 121))
    found = evaluate(one_unit(*base, change(1, 2027, 5)))
    assert "相差 6.00 元" in about(found.problems, "income_year", 2, "transferable").message
    assert "没有登记版2024 年的收益" in messages(evaluate(one_unit(*base, change(1, 2025, 5))).problems, "error")


# --- properties -----------------------------------------------------------------------------------

AMOUNT = st.decimals(1, 10**9, places=2)
METHODS = st.sampled_from(["收益法-直接", "收益法-分成", "收益法-超额", "收益法-增量", "收益法-许可费节省", "收益法-单期超额"])


def built(method: str, amounts: list[Decimal], at: Decimal, scale: int = 1, order: tuple[int, ...] = (1, 2, 3)) -> Project:
    """One unit of three data sets, with everything each method asks for."""
    rows = [income(n, "U1", 2025 + n, one * scale, one * scale / 2, revenue=one * scale * 3) for n, one in enumerate(amounts, 1)]
    added = [increment(n, 2025 + n, "节支", 0, one * scale) for n, one in enumerate(amounts, 1)]
    fields = {"share_base": "收益", "share_rate": d("0.4"), "royalty_rate": d("0.06"), "royalty_reason": "可比", "single_year": 2026, "growth": d(0),
              "terminal_reason": "长期", "life_years": Decimal(len(amounts))}  # fmt: skip
    sets = [data_set(n, f"D{n}") for n in order]
    members = [member(place, "U1", f"D{n}", s) for place, (n, s) in enumerate(((n, {1: "0.5", 2: "0.3", 3: "0.2"}[n]) for n in order), 1)]
    assets = [ContributoryAsset(id=1, unit="U1", kind="人力", value=min(amounts) * scale, required_return=d("0.1"))]
    return project_of(
        [head(), rate(at), *sets, unit(1, "U1", main_method=method, allocation="按录入比例", **fields), *members, *rows, *added, *assets]
    )


@given(METHODS, st.lists(AMOUNT, min_size=1, max_size=4), st.decimals("0.01", "0.5", places=3))
def test_values_fall_with_the_rate_scale_with_units_and_split_to_the_fen(method, amounts, at):
    low, high = evaluate(built(method, amounts, at)), evaluate(built(method, amounts, at * 2))
    assert high.total <= low.total
    assert abs(evaluate(built(method, amounts, at, scale=1000)).total - low.total * 1000) <= 5
    assert sum(low.units[0].shares.values()) == low.total > 0
    other = evaluate(built(method, amounts, at, order=(3, 1, 2)))
    assert (other.total, other.units[0].shares) == (low.total, low.units[0].shares)


# --- bad input ------------------------------------------------------------------------------------

HUGE = Decimal(10) ** 16


@pytest.mark.parametrize(
    ("found", "place", "words"),
    [
        (one_unit(asset(1, HUGE, "0.1"), main_method="收益法-超额"), ("contributory_asset", 1, "value"), "应不大于 1,000,000,000,000,000"),
        (one_unit(asset(1, 100, "1.5"), main_method="收益法-超额"), ("contributory_asset", 1, "required_return"), "应不大于 100%"),
        (one_unit(increment(1, 2026, "节支", 0, HUGE), main_method="收益法-增量"), ("increment", 1, "without_data"), "应不大于"),
        (one_unit(upkeep=HUGE), ("valuation_unit", 1, "upkeep"), "应不大于"),
        (one_unit(**{**TAIL, "terminal_income": HUGE}), ("valuation_unit", 1, "terminal_income"), "应不大于"),
        (one_unit(discount_rate=d("-1")), ("valuation_unit", 1, "discount_rate"), "应不小于 -99%"),
        (one_unit(attrition=d("-0.1")), ("valuation_unit", 1, "attrition"), "应不小于"),
        (
            one_unit(income(1, "U1", 2026, 110), income(2, "U1", 2028, 121), life_years=d(3)),
            ("valuation_unit", 1, "life_years"),
            "缺 2027 年",
        ),
        (one_unit(contract(1, date(2025, 6, 30)), contracts=("H1",)), ("valuation_unit", 1, "contracts"), "已于 2025-06-30 到期"),
    ],
)
def test_bad_input_is_named_and_no_value_invented(found, place, words):
    valuation = evaluate(found)
    assert words in about(valuation.problems, *place).message
    assert about(valuation.problems, *place).level == "error"
    if place[2] != "contracts":  # an ended contract is an error; the value may still stand on a renewed one
        assert valuation.units[0].value is None


def test_income_locked_after_the_last_contract_is_noticed():
    rows = (income(1, "U1", 2026, 110, contracted=d(55)), income(2, "U1", 2027, 121, contracted=d(1)))
    found = evaluate(one_unit(*rows, contract(1, date(2026, 12, 31)), contracts=("H1",)))
    assert "最晚 2026-12-31 到期" in about(found.problems, "income_year", 2, "contracted").message
    assert found.units[0].value == Decimal("200.00")


def test_a_share_of_revenue_said_to_be_after_tax_is_noticed():
    rows = (income(1, "U1", 2026, revenue=d(110)), income(2, "U1", 2027, revenue=d(121)))
    found = evaluate(one_unit(*rows, main_method="收益法-分成", share_base="收入", share_rate=d("0.1")))
    assert "一般属税前口径" in about(found.problems, "valuation_unit", 1, "income_basis").message
