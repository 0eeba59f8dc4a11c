"""What a project is worth: derived by hand, to the 分."""

import pickle
from dataclasses import replace
from datetime import date
from decimal import Context, Decimal, getcontext
from typing import Any

import pytest
from sample_case import COSTS, EXPECTED, sample_project, sample_records
from valuation_case import about, cost, d, data_set, head, income, member, messages, project, rate, unit

from gzvalue.financing.pool import plan
from gzvalue.schema import edit
from gzvalue.schema.conclusion_forms import UnitConclusion
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import Enterprise
from gzvalue.schema.forms import FORMS
from gzvalue.schema.kinds import rounded
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.scoring_forms import ExpertScore, Weighting
from gzvalue.schema.valuation_forms import METHODS, Contract, Discount, ValuationUnit
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.figures import data_set_step, total_step, unit_step
from gzvalue.valuation.parameters import index_system
from gzvalue.valuation.scores import score

EXACT = Context(prec=34)


def over(top: Any, bottom: Any) -> Decimal:
    """A quotient in the 34 digits of the valuation."""
    return EXACT.divide(Decimal(top), Decimal(bottom))


def one_unit(*more: Any, **fields: Any) -> Project:
    """U1 of data set D1: 110 and 121 元 transferable at 10 %, untaxed: worth 100 + 100."""
    plain = {"income_basis": "税后", **fields}
    given = {type(record) for record in more}
    incomes = () if any(r.form.name == "income_year" for r in more) else (income(1, "U1", 2026, 110), income(2, "U1", 2027, 121))
    base = [] if DataSet in given else [data_set(1, "D1")]
    return project(*base, unit(1, "U1", **plain), member(1, "U1", "D1"), *incomes, *more)


# --- income, by hand ----------------------------------------------------------------------------


def test_direct_income_at_year_end():
    valuation = evaluate(one_unit())
    assert valuation.total == Decimal("200.00")  # 110/1.1 + 121/1.21
    assert {method: value for method, value in valuation.by_method.items() if value} == {"收益法-直接": Decimal("200.00")}
    assert tuple(valuation.by_method) == METHODS
    assert valuation.units[0].shares == {"D1": Decimal("200.00")}
    assert valuation.transferable == 200
    assert valuation.internal == 0


def test_tax_makes_a_pre_tax_income_fit_a_post_tax_rate():
    assert evaluate(one_unit(income_basis="税前")).total == Decimal("150.00")
    assert evaluate(one_unit(income_basis="税前", tax_rate=d("0.15"))).total == Decimal("170.00")


def test_income_and_rate_both_before_tax_need_no_tax():
    assert evaluate(one_unit(rate(basis="税前"), income_basis="税前", rate_basis="税前")).total == Decimal("200.00")


def test_mid_year_discounts_half_a_year_less():
    # 110/1.1^0.5 + 121/1.1^1.5
    assert evaluate(one_unit(head(timing="期中"))).total == Decimal("209.76")


def test_a_share_of_income_takes_k_of_both_parts():
    rows = (income(1, "U1", 2026, 60, 50), income(2, "U1", 2027, 121, 0))
    valuation = evaluate(one_unit(*rows, main_method="收益法-分成", share_base="收益", share_rate=d("0.5")))
    assert valuation.total == Decimal("100.00")
    assert valuation.transferable == Decimal("77.27")  # half of 60/1.1 + 121/1.21
    assert valuation.internal == Decimal("22.73")


@pytest.mark.parametrize(("kind", "transferable"), [("数据产品", "20.00"), ("场景组", "0.00"), (None, "0.00")])
def test_a_share_of_revenue_leaves_the_other_amounts_alone(kind, transferable):
    rows = (income(1, "U1", 2026, 9, 9, revenue=d(110)), income(2, "U1", 2027, 9, 9, revenue=d(121)))
    valuation = evaluate(one_unit(*rows, main_method="收益法-分成", share_base="收入", share_rate=d("0.1"), kind=kind))
    assert valuation.total == Decimal("20.00")
    assert valuation.transferable == Decimal(transferable)


def test_the_share_base_is_chosen_and_never_guessed():
    valuation = evaluate(one_unit(main_method="收益法-分成", share_rate=d("0.5")))
    assert valuation.total == 0
    assert "分成基数" in about(valuation.problems, "valuation_unit", 1, "share_base").message


def test_only_forecasts_of_the_units_own_version_enter():
    others = (income(3, "U1", 2026, 999, version="原始版"), income(4, "U1", 2026, 999, basis="实际"))
    rows = (income(1, "U1", 2026, 110), income(2, "U1", 2027, 121), *others)
    assert evaluate(one_unit(*rows)).total == Decimal("200.00")


def test_a_unit_may_have_its_own_rate():
    assert evaluate(one_unit(discount_rate=d("0"))).total == Decimal("231.00")


def test_the_rate_is_built_up_from_its_parts():
    built = Discount(method="累加法", basis="税后", risk_free=d("0.02"), industry_premium=d("0.03"), management=d("0.01"), circulation=d("0.02"),
                     security=d("0.01"), regulation=d("0.01"))  # fmt: skip
    valuation = evaluate(one_unit(built))
    assert valuation.rate == Decimal("0.10")
    assert valuation.total == Decimal("200.00")
    without = evaluate(one_unit(replace(built, security=None)))
    assert without.total == 0
    assert "数据安全风险报酬" in about(without.problems, "discount", 1, "security").message


# --- stubs and partial years --------------------------------------------------------------------


def test_a_base_date_within_the_year_makes_a_stub():
    rows = [income(n, "U1", year, 365) for n, year in enumerate((2026, 2027, 2028), 1)]
    valuation = evaluate(one_unit(head(valuation_date=date(2026, 6, 30)), *rows, life_years=d(2)))
    stub, whole, last = valuation.units[0].periods
    assert (stub.part, stub.exponent) == (over(184, 365), over(184, 365))
    assert (whole.part, whole.exponent) == (1, EXACT.add(over(184, 365), 1))
    assert (rounded(last.part * 365, 20), last.exponent) == (181, 2)
    by_hand = sum(365 * p / Decimal("1.1") ** n for p, n in ((stub.part, stub.exponent), (1, whole.exponent), (last.part, 2)))
    assert valuation.total == rounded(by_hand, 2)


def test_the_middle_of_a_stub_is_half_of_it():
    rows = [income(n, "U1", year, 365) for n, year in enumerate((2026, 2027), 1)]
    periods = evaluate(one_unit(head(valuation_date=date(2026, 9, 30), timing="期中"), *rows, life_years=d(1))).units[0].periods
    assert [rounded(p.exponent * 365, 6) for p in periods] == [46, rounded(Decimal(92) + Decimal(273) / 2, 6)]


def test_a_last_partial_year_counts_partly():
    valuation = evaluate(one_unit(life_years=d("1.5")))
    assert valuation.total == rounded(100 + Decimal("60.5") / Decimal("1.1") ** Decimal("1.5"), 2)


def test_without_a_life_the_forecast_itself_ends_it_and_that_is_said():
    valuation = evaluate(one_unit(life_years=None))
    assert valuation.total == Decimal("200.00")
    assert "2027 年为止" in messages(valuation.problems, "notice")


def test_forecasts_up_to_the_base_date_are_named_and_left_out():
    rows = (income(1, "U1", 2026, 110), income(2, "U1", 2027, 121), income(3, "U1", 2025, 1000))
    valuation = evaluate(one_unit(*rows))
    assert valuation.total == Decimal("200.00")
    assert "2025 年预测不在评估基准日之后" in about(valuation.problems, "income_year", 3, "year").message


# --- bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "key", "words"),
    [
        ({"life_years": d(0)}, "life_years", "大于 0"),
        ({"life_years": d(-3)}, "life_years", "不小于"),
        ({"life_years": d(3)}, "life_years", "缺 2028 年"),
        ({"life_years": d(10**9)}, "life_years", "不大于"),
        ({"discount_rate": d(-1)}, "discount_rate", "-99%"),
        ({"discount_rate": d(-2)}, "discount_rate", "-99%"),
        ({"main_method": "收益法-分成", "share_base": "收益", "share_rate": d("1.2")}, "share_rate", "100%"),
        ({"main_method": "收益法-分成", "share_base": "收益", "share_rate": d(0)}, "share_rate", "大于 0"),
        ({"main_method": "收益法-分成", "share_base": "收益"}, "share_rate", "分成率"),
        ({"version": None}, "version", "估值版本"),
        ({"version": "原始版"}, "version", "没有原始版"),
        ({"main_method": None}, "main_method", "主要方法"),
        ({"rate_basis": "税前"}, "rate_basis", "折现率表为税后"),
        ({"income_basis": "税前", "tax_rate": d(2)}, "tax_rate", "100%"),
    ],
)
def test_what_cannot_be_valued_is_named_and_gets_no_value(fields, key, words):
    valuation = evaluate(one_unit(**fields))
    assert valuation.total == 0
    assert valuation.units[0].value is None
    assert valuation.data_sets[0].value is None
    problem = about(valuation.problems, "valuation_unit", 1, key)
    assert problem.level == "error"
    assert words in problem.message


def test_pre_tax_income_at_a_post_tax_rate_without_tax_is_blocked():
    valuation = evaluate(one_unit(head(tax_rate=None), income_basis="税前"))
    assert valuation.total == 0
    assert "口径不一致" in about(valuation.problems, "valuation_head", 1, "tax_rate").message


def test_post_tax_income_at_a_pre_tax_rate_is_blocked():
    valuation = evaluate(one_unit(rate(basis="税前"), income_basis="税后", rate_basis="税前"))
    assert valuation.total == 0
    assert "口径不一致" in about(valuation.problems, "valuation_unit", 1, "income_basis").message


@pytest.mark.parametrize("value", [-1, "-0.995", "-5"])
def test_a_rate_of_minus_100_percent_or_less_gives_no_value(value):
    valuation = evaluate(one_unit(rate(value)))
    assert valuation.total == 0
    assert about(valuation.problems, "discount", 1, "entered_rate").level == "error"


def test_a_gap_in_the_years_is_named():
    rows = (income(1, "U1", 2026, 110), income(2, "U1", 2028, 121))
    for life in (None, d(3)):
        valuation = evaluate(one_unit(*rows, life_years=life))
        assert valuation.total == 0
        assert "缺 2027 年" in messages(valuation.problems, "error")


def test_a_year_given_twice_is_named():
    rows = (income(1, "U1", 2026, 110), income(2, "U1", 2027, 121), income(3, "U1", 2027, 121))
    valuation = evaluate(one_unit(*rows))
    assert valuation.total == 0
    assert "两行" in about(valuation.problems, "income_year", 3, "year").message


def test_empty_and_absurd_incomes_are_named():
    rows = (income(1, "U1", 2026), income(2, "U1", 2027, "2e15"))
    valuation = evaluate(one_unit(*rows))
    assert valuation.total == 0
    assert "没有填" in about(valuation.problems, "income_year", 1, "transferable").message
    assert "不大于" in about(valuation.problems, "income_year", 2, "transferable").message


def test_a_row_without_its_kind_is_left_out_and_named():
    rows = (income(1, "U1", 2026, 110), income(2, "U1", 2027, 121), income(3, "U1", 2026, 5, basis=None))
    valuation = evaluate(one_unit(*rows))
    assert valuation.total == Decimal("200.00")
    assert "没有计入" in about(valuation.problems, "income_year", 3, "basis").message


def test_a_negative_present_value_is_no_value():
    rows = (income(1, "U1", 2026, -110), income(2, "U1", 2027, 1))
    valuation = evaluate(one_unit(*rows))
    assert valuation.total == 0
    assert "为负" in messages(valuation.problems, "error")


def test_a_contract_that_ended_before_the_base_date_is_named():
    valuation = evaluate(one_unit(Contract(id=1, code="H1", ends=date(2025, 6, 30)), contracts=("H1",)))
    assert "2025-06-30 到期" in about(valuation.problems, "valuation_unit", 1, "contracts").message


def test_rows_of_nobody_are_named():
    found = project(data_set(1, "D1"), income(1, "U9", 2026, 1), member(1, "U9", "D1"), cost(1, "D9", 5), income(2, None, 2026, 1))
    problems = evaluate(found).problems
    assert "U9 不存在" in about(problems, "income_year", 1, "unit").message
    assert "U9 不存在" in about(problems, "unit_member", 1, "unit").message
    assert "D9 不存在" in about(problems, "cost_item", 1, "data_set").message
    assert "未填" in about(problems, "income_year", 2, "unit").message


def test_a_unit_without_members_does_not_count():
    found = project(unit(1, "U1", income_basis="税后"), income(1, "U1", 2026, 110), income(2, "U1", 2027, 121))
    valuation = evaluate(found)
    assert valuation.total == 0
    assert valuation.units[0].by_method == {"收益法-直接": Decimal("200.00")}
    assert "没有成员" in messages(valuation.problems, "error")


def test_figures_beyond_all_bounds_are_a_problem_not_a_crash():
    found = one_unit(income(1, "U1", 2026, "9e14"), income(2, "U1", 2027, "9e14"), discount_rate=d("-0.99"), life_years=d(2))
    assert evaluate(found).total > 0
    broken = one_unit(
        data_set(1, "D1", used_years=d(5), remaining_years=d(5)), cost(1, "D1", "1", index_then=d("1e-29"), index_now=d("1e14"))
    )
    assert evaluate(broken).total == Decimal("200.00")


def test_an_empty_project_and_records_without_any_field_are_no_obstacle():
    assert evaluate(project_of([])).total == 0
    bare = project_of([one.record(id=1) for one in FORMS])
    assert evaluate(bare).total == 0


def test_a_dead_enterprise_stops_the_whole():
    valuation = evaluate(one_unit(Enterprise(status="注销")))
    assert valuation.total == 0
    assert "注销" in valuation.stopped
    assert about(valuation.problems, "enterprise", 1, "status").level == "error"


# --- gates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "key"),
    [({"grade": "核心"}, "grade"), ({"source_type": "受托处理"}, "source_type"), ({"registered_personal": "是"}, "registered_personal"),
     ({"rights": None}, "rights"), ({"source_type": None}, "source_type")],
)  # fmt: skip
def test_a_data_set_behind_a_closed_gate_leaves_the_conclusion_with_its_part(fields, key):
    found = project(
        data_set(1, "D1"), data_set(2, "D2", **fields), unit(1, "U1", income_basis="税后", allocation="按录入比例"),
        member(1, "U1", "D1", "0.6"), member(2, "U1", "D2", "0.4"), income(1, "U1", 2026, 110), income(2, "U1", 2027, 121),
    )  # fmt: skip
    valuation = evaluate(found)
    assert valuation.total == Decimal("120.00")
    assert valuation.units[0].excluded == {"D2": Decimal("80.00")}
    assert valuation.units[0].shares == {"D1": Decimal("120.00")}
    assert valuation.data_sets[1].value is None
    assert valuation.data_sets[1].excluded
    assert "D2 不纳入结论" in about(valuation.problems, "data_set", 2, key).message
    assert unit_step(valuation.units[0]).value == Decimal("120.00")


def test_a_unit_of_excluded_data_sets_only_has_no_value():
    valuation = evaluate(one_unit(data_set(1, "D1", grade="核心")))
    assert valuation.total == 0
    assert valuation.units[0].value is None


def test_an_excluded_part_that_cannot_be_told_takes_the_unit_with_it():
    found = project(
        data_set(1, "D1"), data_set(2, "D2", grade="核心"), unit(1, "U1", income_basis="税后", allocation=None),
        member(1, "U1", "D1"), member(2, "U1", "D2"), income(1, "U1", 2026, 110), income(2, "U1", 2027, 121),
    )  # fmt: skip
    valuation = evaluate(found)
    assert valuation.total == 0
    assert "无从扣除" in messages(valuation.problems, "error")


# --- cost ---------------------------------------------------------------------------------------


def test_replacement_cost_times_delta_of_the_remaining_life():
    valuation = evaluate(project(data_set(1, "D1", used_years=d("2.5")), cost(1, "D1", 100), cost(2, "D1", "50.01")))
    one = valuation.data_sets[0]
    assert one.replacement_cost == Decimal("150.01")
    assert one.adjustment == over(5, "7.5")
    assert one.cost == Decimal("100.01")
    assert valuation.total == 0
    assert valuation.cost == Decimal("100.01")
    assert data_set_step(valuation, 1, "cost").value == EXACT.multiply(one.replacement_cost, one.adjustment)


def test_a_past_cost_is_rolled_forward():
    valuation = evaluate(project(data_set(1, "D1"), cost(1, "D1", 100, index_then=d(100), index_now=d("108.5"))))
    assert valuation.data_sets[0].replacement_cost == Decimal("108.50")


@pytest.mark.parametrize(
    ("fields", "key", "words"),
    [({"index_then": d(100)}, "index_now", "同时填写"), ({"index_then": d(0), "index_now": d(1)}, "index_then", "不能为 0"),
     ({"amount": None}, "amount", "金额"), ({"amount": d(-5)}, "amount", "不小于")],
)  # fmt: skip
def test_a_bad_cost_item_leaves_the_data_set_without_cost(fields, key, words):
    valuation = evaluate(project(data_set(1, "D1"), cost(2, "D1", 7), replace(cost(1, "D1", 100), **fields)))
    assert valuation.data_sets[0].cost is None
    assert words in about(valuation.problems, "cost_item", 1, key).message


@pytest.mark.parametrize(
    ("fields", "delta", "words"),
    [({"adjustment": d("0.8"), "adjustment_reason": "质量报告"}, "0.8", ""), ({"adjustment": d("1.2"), "adjustment_reason": "质量报告"}, "1.2", "大于 100%"),
     ({"adjustment": d("0.8")}, None, "须填写理由"), ({"adjustment": d(0), "adjustment_reason": "无"}, None, "大于 0"),
     ({"remaining_years": d(0)}, None, "大于 0"), ({"used_years": None}, None, "有效已用年限")],
)  # fmt: skip
def test_delta_is_computed_or_entered_with_a_reason(fields, delta, words):
    valuation = evaluate(project(data_set(1, "D1", **fields), cost(1, "D1", 100)))
    assert valuation.data_sets[0].adjustment == (None if delta is None else Decimal(delta))
    assert (valuation.data_sets[0].cost is None) == (delta is None)
    assert words in messages(valuation.problems)


def test_opportunity_cost_and_profit_together_are_warned_of():
    costs = (cost(1, "D1", 5, category="机会成本"), cost(2, "D1", 5, category="合理利润"))
    assert "重复计算" in messages(evaluate(project(data_set(1, "D1"), *costs)).problems, "notice")


def test_common_costs_are_split_to_the_fen_over_all_data_sets():
    sets = [data_set(n, f"D{n}", record_count=n, storage_gb=d(n), remaining_years=d(5), used_years=d(0)) for n in (1, 2, 3)]
    for key, parts in (
        ("按记录数", ("16.67", "33.33", "50.00")),
        ("按存储量", ("16.67", "33.33", "50.00")),
        ("平均", ("33.34", "33.33", "33.33")),
    ):
        valuation = evaluate(project(*sets, cost(1, None, 100, allocation=key)))
        assert [one.replacement_cost for one in valuation.data_sets] == [Decimal(part) for part in parts]
        assert valuation.replacement_cost == 100


def test_a_common_cost_whose_key_is_missing_somewhere_is_not_split():
    sets = [data_set(1, "D1", record_count=5), data_set(2, "D2")]
    valuation = evaluate(project(*sets, cost(1, None, 100, allocation="按记录数"), cost(2, "D1", 50)))
    assert [one.replacement_cost for one in valuation.data_sets] == [None, None]
    assert "D2" in about(valuation.problems, "data_set", 2, "record_count").message
    unsaid = evaluate(project(*sets, cost(1, None, 100)))
    assert "分摊依据" in about(unsaid.problems, "cost_item", 1, "allocation").message


def test_a_unit_by_cost_is_the_sum_of_its_members_split_over_the_units_they_serve():
    found = project(
        data_set(1, "D1"), data_set(2, "D2"), cost(1, "D1", "200.02"), cost(2, "D2", 100),
        unit(1, "U1", main_method="成本法"), unit(2, "U2", main_method="成本法"), member(1, "U1", "D1"), member(2, "U2", "D1"), member(3, "U2", "D2"),
    )  # fmt: skip
    valuation = evaluate(found)
    assert [one.value for one in valuation.units] == [Decimal("50.01"), Decimal("100.00")]  # half of 100.01, the odd 分 to U1
    assert valuation.total == Decimal("150.01")
    assert valuation.units[0].transferable is None
    assert valuation.data_sets[0].income is None


def test_what_a_conclusion_by_cost_lacks_is_an_error_and_for_a_cross_check_a_notice():
    needed = evaluate(project(data_set(1, "D1"), unit(1, "U1", main_method="成本法"), member(1, "U1", "D1")))
    assert about(needed.problems, "data_set", 1, "code").level == "error"
    assert about(needed.problems, "valuation_unit", 1, "main_method").level == "error"
    checked = evaluate(one_unit(cross_methods=("成本法",)))
    assert "D1 的成本价值未得出" in about(checked.problems, "valuation_unit", 1, "cross_methods").message
    assert "成本" not in messages(checked.problems, "error")
    assert checked.total == Decimal("200.00")


# --- methods beside each other ------------------------------------------------------------------


def test_other_methods_stand_beside_and_are_never_averaged_in():
    valuation = evaluate(one_unit(cost(1, "D1", 300), cross_methods=None))
    assert valuation.units[0].by_method == {"收益法-直接": Decimal("200.00"), "成本法": Decimal("150.00")}
    assert valuation.total == Decimal("200.00")
    assert (valuation.cross_check, valuation.checked) == ({"成本法": Decimal(150)}, {"成本法": Decimal(200)})
    assert valuation.units[0].difference == Decimal("0.25")


@pytest.mark.parametrize(
    ("amount", "reason", "asked"),
    [
        (300, None, False),
        (278, None, True),
        (279, None, True),
        (280, None, False),
        (100, "独家渠道带来的收益不在成本中", False),
        (521, None, True),
    ],
)
def test_a_difference_above_30_percent_of_the_conclusion_asks_for_a_reason(amount, reason, asked):
    said = UnitConclusion(id=1, unit="U1", difference_reason=reason)
    valuation = evaluate(one_unit(cost(1, "D1", amount), said, cross_methods=("成本法",)))
    assert ("U1 的成本法与结论相差" in messages(valuation.problems, "error")) == asked
    assert [one.reason for one in valuation.conclusion.differences if one.unit] == ([reason or ""] if asked or reason else [])


# --- splitting ----------------------------------------------------------------------------------


def shared_unit(key: str, *more: Any, shares: tuple[Any, ...] = (None, None, None)) -> Project:
    sets = [data_set(n, f"D{n}", record_count=n, storage_gb=d(n)) for n in (1, 2, 3)]
    members = [member(n, "U1", f"D{n}", share) for n, share in enumerate(shares, 1)]
    incomes = (income(1, "U1", 2026, 110), income(2, "U1", 2027, 121))
    return project(*sets, unit(1, "U1", income_basis="税后", allocation=key), *members, *incomes, *more)


def test_each_key_splits_to_the_fen():
    costs = [cost(n, f"D{n}", amount) for n, amount in ((1, 10), (2, 30), (3, 60))]
    for key, parts in (("按记录数", ("33.33", "66.67", "100.00")), ("按存储量", ("33.33", "66.67", "100.00")), ("平均", ("66.67", "66.67", "66.66")),
                       ("按重置成本", ("20.00", "60.00", "120.00"))):  # fmt: skip
        shares = evaluate(shared_unit(key, *costs)).units[0].shares
        assert list(shares.values()) == [Decimal(part) for part in parts], key


def test_scores_split_too():
    keys = [one.key for one in index_system().indicators]
    sheets = [ExpertScore(id=n, expert="E1", data_set=f"D{n}", **dict.fromkeys(keys, Decimal(s))) for n, s in ((1, 50), (2, 50), (3, 100))]
    shares = evaluate(shared_unit("按综合评分", *sheets, Weighting(method="默认权重"))).units[0].shares
    assert shares == {"D1": Decimal("50.00"), "D2": Decimal("50.00"), "D3": Decimal("100.00")}
    missing = evaluate(shared_unit("按综合评分", *sheets[:2]))
    assert missing.units[0].value == Decimal("200.00")
    assert "D3 没有可用的综合评分" in messages(missing.problems, "error")


def test_entered_shares_must_come_to_100_percent():
    right = evaluate(shared_unit("按录入比例", shares=("0.5", "0.3", "0.2")))
    assert list(right.units[0].shares.values()) == [100, 60, 40]
    near = evaluate(shared_unit("按录入比例", shares=("0.3333", "0.3333", "0.3333")))
    assert sum(near.units[0].shares.values()) == 200
    assert "99.99%" in messages(near.problems, "notice")
    far = evaluate(shared_unit("按录入比例", shares=("0.5", "0.3", "0.3")))
    assert far.units[0].shares == {}
    assert far.total == Decimal("200.00")
    assert "110%" in about(far.problems, "unit_member", 1, "share").message
    empty = evaluate(shared_unit("按录入比例", shares=("0.5", None, "0.5")))
    assert "D2" in about(empty.problems, "unit_member", 2, "share").message


def test_a_member_named_twice_stops_the_split():
    found = evaluate(shared_unit("平均", member(4, "U1", "D1")))
    assert found.units[0].shares == {}
    assert "重复" in messages(found.problems, "error")


def test_a_single_member_takes_all_whatever_the_key():
    valuation = evaluate(one_unit(allocation=None))
    assert valuation.units[0].shares == {"D1": Decimal("200.00")}


def test_a_data_set_gathers_what_several_units_give_it():
    found = project(
        data_set(1, "D1"), data_set(2, "D2"), unit(1, "U1", income_basis="税后"), unit(2, "U2", income_basis="税后", kind="场景组"),
        member(1, "U1", "D1"), member(2, "U2", "D1"), member(3, "U2", "D2"),
        income(1, "U1", 2026, 110), income(2, "U1", 2027, 121), income(3, "U2", 2026, None, 110), income(4, "U2", 2027, None, 121),
    )  # fmt: skip
    one, two = evaluate(found).data_sets
    assert (one.value, one.transferable, one.internal) == (Decimal("300.00"), Decimal("200.00"), Decimal("100.00"))
    assert one.by_unit == {"U1": Decimal("200.00"), "U2": Decimal("100.00")}
    assert two.value == Decimal("100.00")


def test_data_sets_of_no_unit_are_named_once_and_not_in_the_total():
    valuation = evaluate(one_unit(data_set(1, "D1"), data_set(2, "D2"), cost(1, "D2", 100)))
    assert valuation.data_sets[1].cost == Decimal("50.00")
    assert valuation.data_sets[1].value is None
    assert valuation.total == Decimal("200.00")
    assert "D2" in about(valuation.problems, "unit_member", 0, "data_set").message


# --- steps --------------------------------------------------------------------------------------


def test_every_figure_has_its_step_and_every_origin_exists():
    sample = sample_project()
    valuation = evaluate(sample)
    ids = [one.id for one in valuation.steps]
    assert len(ids) == len(set(ids))
    for one in valuation.steps:
        for part in one.inputs:
            for origin in (part.origin, *part.origins):
                if isinstance(origin, str):
                    assert origin in ids, (one.id, origin)
                elif origin is not None:
                    form, id, key = origin
                    assert hasattr(sample.get(form, id), key)
    assert total_step(valuation).value == valuation.total
    for unit_value in valuation.units:
        assert rounded(unit_step(unit_value).value, 2) == unit_value.value
    for one in valuation.data_sets:
        assert (data_set_step(valuation, one.id) is None) == (one.value is None)
        if one.value is not None:
            assert data_set_step(valuation, one.id).value == one.value


def test_units_and_data_sets_with_one_code_keep_their_steps_apart():
    found = project(
        data_set(1, "A"),
        cost(1, "A", 10),
        unit(1, "A", income_basis="税后"),
        member(1, "A", "A"),
        income(1, "A", 2026, 110),
        income(2, "A", 2027, 121),
    )
    ids = [one.id for one in evaluate(found).steps]
    assert len(ids) == len(set(ids))


def test_the_callers_arithmetic_is_left_alone():
    before = getcontext().prec
    evaluate(sample_project())
    assert getcontext().prec == before


# --- the same again -----------------------------------------------------------------------------


def edits(sample: Project) -> list[edit.Edit]:
    def one(form: str, id: int, key: str, text: str) -> edit.Edit:
        return edit.enter(sample, "改", [edit.Entry(form, id, key, text)])

    return [
        one("income_year", 3, "transferable", "123"), one("income_year", 3, "year", "2099"), one("discount", 1, "security", "3%"),
        one("valuation_head", 1, "valuation_date", "2026-06-30"), one("data_set", 1, "grade", "核心"), one("data_set", 2, "used_years", "4"),
        one("cost_item", 5, "amount", "1"), one("cost_item", 5, "data_set", ""), one("valuation_unit", 10, "allocation", "按重置成本"),
        one("valuation_unit", 1, "code", "X1"), one("data_set", 3, "code", "E3"), one("unit_member", 12, "share", "77%"),
        one("enterprise", 1, "status", "注销"), edit.remove(sample, "删", "valuation_unit", [2, 11]), edit.remove(sample, "删", "data_set", [1]),
        edit.duplicate(sample, "复制", "valuation_unit", [1]), edit.duplicate(sample, "复制", "data_set", [1]),
        edit.add(sample, "加", "cost_item", [{"category": "间接成本", "amount": "1000", "allocation": "按记录数"}]),
    ]  # fmt: skip


def test_using_an_earlier_valuation_changes_nothing_but_the_time():
    sample = sample_project()
    before = evaluate(sample)
    assert evaluate(sample, before) == before
    for one in edits(sample):
        changed = edit.apply(sample, one)
        again = evaluate(changed, before)
        assert again == evaluate(changed)
        assert evaluate(sample, again) == before


def test_results_travel_to_another_process_without_their_memory():
    sample = sample_project()
    valuation, scores = evaluate(sample), score(sample)
    for one in (valuation, scores, plan(sample, valuation)):
        again = pickle.loads(pickle.dumps(one))
        assert again == one
        assert again.memory is None


def test_untouched_units_are_taken_over():
    sample = sample_project()
    before = evaluate(sample)
    changed = edit.apply(sample, edit.enter(sample, "改", [edit.Entry("income_year", 3, "transferable", "123")]))
    again = evaluate(changed, before)
    assert sum(a is not b for a, b in zip(again.units, before.units, strict=True)) == 1


# --- the sample ---------------------------------------------------------------------------------


def wan(amount: Decimal) -> Decimal:
    return rounded(amount.scaleb(-4), 1)


def test_the_sample_comes_out_as_published():
    valuation = evaluate(sample_project())
    assert valuation.rate == Decimal("0.14")
    assert wan(valuation.total) == Decimal("2045.6")
    assert wan(valuation.transferable) == wan(valuation.by_method["收益法-直接"]) == Decimal("981.3")
    assert wan(valuation.internal) == wan(valuation.by_method["收益法-分成"]) == Decimal("1064.2")
    assert wan(valuation.replacement_cost) == sum(COSTS) == 3230
    assert wan(valuation.cost) == Decimal("2127.4")
    assert wan(valuation.cross_check["成本法"]) == Decimal("1552.1")
    assert not messages(valuation.problems, "error")


def test_the_samples_45_data_sets_come_out_as_published():
    by_code = {one.code: one for one in evaluate(sample_project()).data_sets}
    for code, (outside, inside, whole) in EXPECTED.items():
        one = by_code[code]
        assert (wan(one.transferable), wan(one.internal), wan(one.income)) == (Decimal(outside), Decimal(inside), Decimal(whole)), code
    assert {code for code, one in by_code.items() if one.value is not None} == set(EXPECTED)
    assert [wan(by_code[code].cost) for code in ("D01", "D02", "D30", "D41", "D45")] == [
        Decimal(x) for x in ("100.0", "86.7", "140.0", "85.0", "153.8")
    ]


@pytest.mark.parametrize(("change", "expected"), [
    ({"timing": "期末"}, 1916), ({"tax_rate": d("0.15")}, 2318), ({"tax_rate": d("0")}, 2727),
])  # fmt: skip
def test_the_samples_conventions_come_out_as_published(change, expected):
    records = [replace(one, **change) if one.form.name == "valuation_head" else one for one in sample_records()]
    assert rounded(evaluate(project_of(records)).total.scaleb(-4), 0) == expected


@pytest.mark.parametrize(("points", "expected"), [("0.0185", 2004), ("0.0285", 1964), ("0.0385", 1926), ("0.0585", 1853)])
def test_the_samples_rate_stress_comes_out_as_published(points, expected):
    shifted = Decimal(points) + Decimal("0.01")
    records = [replace(one, risk_free=shifted) if isinstance(one, Discount) else one for one in sample_records()]
    assert rounded(evaluate(project_of(records)).total.scaleb(-4), 0) == expected


@pytest.mark.parametrize(("life", "expected"), [(4, 1703), (3, 1324), (2, 910)])
def test_the_samples_shorter_lives_come_out_as_published(life, expected):
    records = [replace(one, life_years=d(life)) if isinstance(one, ValuationUnit) else one for one in sample_records()]
    assert rounded(evaluate(project_of(records)).total.scaleb(-4), 0) == expected
