"""The lender's figures: every stress is the project valued anew, bounds never rise with a harder rule, and bad input is said in words."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import pytest
from click.testing import CliRunner

from gzvalue.actions.check import problems
from gzvalue.actions.pledge import as_json, pledge
from gzvalue.actions.samples import build_sample
from gzvalue.cli import main
from gzvalue.financing.borrower import borrower_gates
from gzvalue.financing.diligence import diligence, items
from gzvalue.financing.pool import plan
from gzvalue.financing.statements import statement_problems
from gzvalue.financing.stress import stress_table
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import Enterprise, FinanceYear
from gzvalue.schema.lending_forms import BorrowerCheck, DiligenceItem, PledgeStructure, WorkingCapital
from gzvalue.schema.rights_forms import Financing
from gzvalue.schema.valuation_forms import Contract, Discount, IncomeYear, ValuationUnit
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate

D = Decimal


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory):
    return build_sample("tourism", tmp_path_factory.mktemp("pledge") / "样例.gzv")


@pytest.fixture(scope="module")
def sample(sample_file):
    with Store.open(sample_file, write=False) as store:
        return store.project


@pytest.fixture(scope="module")
def found(sample):
    return pledge(sample)


def with_rows(project, form, change):
    rows = {id: change(row) for id, row in project.rows[form].items()}
    return replace(project, rows=MappingProxyType({**project.rows, form: MappingProxyType(rows)}))


def with_record(project, record):
    return replace(project, rows=MappingProxyType({**project.rows, record.form.name: MappingProxyType({record.id: record})}))


def line(found, key):
    return next(one for one in found.lending.stress.lines if one.key == key)


# --- each stress is the project valued anew -----------------------------------------------------


def less_income(share):
    keys = ("revenue", "transferable", "internal", "contracted")

    def change(row):
        values = {key: getattr(row, key) * share for key in keys if getattr(row, key) is not None}
        return replace(row, **values) if isinstance(row, IncomeYear) and row.basis == "预测" else row

    return change


@pytest.mark.parametrize("size", [10, 30, 50])
def test_less_income_equals_valuing_with_less_income(sample, found, size):
    changed = with_rows(sample, "income_year", less_income(1 - D(size) / 100))
    valuation = evaluate(changed)
    one = line(found, f"income-{size}")
    assert abs(one.value - valuation.total) <= D("0.01") * len(valuation.units)
    assert abs(one.pool - plan(changed, valuation).pool) <= D("0.01") * len(valuation.data_sets)


@pytest.mark.parametrize("points", [1, 3, 5])
def test_a_higher_rate_equals_valuing_with_that_rate(sample, found, points):
    rate = found.valuation.rate + D(points) / 100
    changed = with_record(sample, replace(sample.discount, method="直接录入", entered_rate=rate, entered_reason="压力测试"))
    more = lambda row: replace(row, discount_rate=row.discount_rate + D(points) / 100) if row.discount_rate else row  # noqa: E731
    valuation = evaluate(with_rows(changed, "valuation_unit", more))
    assert isinstance(changed.discount, Discount)
    assert abs(line(found, f"rate+{points}").value - valuation.total) <= D("0.01") * len(valuation.units)


def test_a_shorter_life_equals_valuing_with_that_life(sample, found):
    shorter = lambda row: replace(row, life_years=row.life_years - 2) if isinstance(row, ValuationUnit) and row.life_years else row  # noqa: E731
    assert line(found, "life-2").value == evaluate(with_rows(sample, "valuation_unit", shorter)).total


def test_a_lost_right_takes_its_data_set_out_of_the_pool(sample, found):
    largest = max(found.financing.rows, key=lambda row: row.pooled)
    one = line(found, "right")
    assert largest.code in one.name
    assert one.pool == found.financing.pool - largest.pooled
    drop = lambda row: replace(row, rights=("持有权", "使用权")) if isinstance(row, DataSet) and row.code == largest.code else row  # noqa: E731
    changed = with_rows(sample, "data_set", drop)
    assert one.value == evaluate(changed).total


def test_losses_never_raise_value_or_pool(found):
    for one in found.lending.stress.lines:
        assert one.value <= found.valuation.total
        assert one.pool <= found.financing.pool
        assert one.lendable <= found.financing.lendable


def test_at_the_break_even_the_pool_just_carries(found):
    target = found.lending.stress.carried_by_data
    end = next(one for one in found.lending.stress.break_evens if one.key == "income")
    assert found.financing.lendable > target
    left = found.financing.lendable * (1 + end.change)  # direct and share methods: the value is in proportion to the income
    assert abs(left - target) < 1


def test_without_a_pool_there_is_no_stress(sample):
    bare = with_rows(sample, "certificate", lambda row: replace(row, state="拟申请"))
    valuation = evaluate(bare)
    table = stress_table(bare, valuation, plan(bare, valuation))
    assert (table.lines, table.break_evens) == ((), ())
    assert "不作压力测试" in table.note


# --- the lender's page --------------------------------------------------------------------------


def test_the_ladder_rises_and_the_shares_are_of_the_whole(found):
    amounts = [one.lendable for one in found.lending.lender.ladder]
    assert amounts == sorted(amounts)
    for one in (found.lending.lender.by_data_set, found.lending.lender.by_unit, found.lending.lender.by_contract):
        assert abs(sum(share for _, _, share in one.shares) - 1) < D("1e-20")
        assert D(0) < one.index <= 1
        assert one.top(1) <= one.top(3) <= one.top(5)


def test_the_value_runs_off_and_the_loan_is_repaid(found):
    pools = [one.pool for one in found.lending.lender.run_off]
    balances = [one.balance for one in found.lending.lender.run_off]
    assert pools[0] == found.financing.pool
    assert pools == sorted(pools, reverse=True)
    assert balances[0] == found.financing.loan
    assert balances[-1] == 0


def test_a_lower_haircut_never_lowers_the_limit(sample, found):
    fewer = with_rows(sample, "data_set", lambda row: replace(row, restriction="受限") if row.id % 3 == 0 else row)
    worse = plan(fewer, evaluate(fewer))
    assert worse.pool <= found.financing.pool
    assert worse.lendable <= found.financing.lendable
    assert sum(row.pooled for row in worse.rows) == worse.pool


def test_a_firm_with_one_data_set_is_concentrated_and_no_page_fails_on_an_empty_project(tmp_path):
    with Store.create(tmp_path / "leer.gzv") as store:
        empty = pledge(store.project)
    assert empty.lending.stress.lines == ()
    assert empty.lending.lender.by_data_set.shares == ()
    assert all(one.state != "closed" for one in empty.lending.gates)
    json.dumps(as_json(empty))


# --- need, terms, gates, structure, diligence, accounts -----------------------------------------


def test_working_capital_follows_the_formula(sample):
    days = {"stock_days": D(12), "receivable_days": D(45), "prepaid_days": D(5), "payable_days": D(30), "advance_days": D(8)}
    record = WorkingCapital(id=1, revenue=D(126_000_000), margin=D("0.08"), growth=D("0.05"), own_funds=D(5_000_000),
                            present_loans=D(1_000_000), **days)  # fmt: skip
    changed = with_record(with_record(sample, record), replace(sample.financing, loan_kind="流动资金贷款"))
    made = plan(changed, evaluate(changed))
    need = next(one for one in made.limits if one.key == "need")
    assert need.amount == D("2114400.00")  # 126,000,000 × 0.92 × 1.05 ÷ 15 − 5,000,000 − 1,000,000
    assert "15 次" in need.how
    turned = with_record(changed, replace(record, payable_days=D(100)))
    wrong = plan(turned, evaluate(turned))
    assert any("周转天数合计" in one.message and one.level == "error" for one in wrong.problems)


@pytest.mark.parametrize(
    ("repayment", "day_count", "cycle", "dates"),
    [
        ("到期一次还本", "实际天数/360", None, [(3, 20), (6, 20), (9, 20), (12, 20)]),
        ("到期一次还本", "实际天数/365", "按月", None),
        ("到期一次还本", "实际天数/360", "到期付息", []),
        ("等额本金", "实际天数/365", "按季", [(3, 20), (6, 20), (9, 20), (12, 20)]),
    ],
)
def test_interest_runs_by_actual_days_and_principals_sum_to_the_loan(sample, repayment, day_count, cycle, dates):
    terms = Financing(id=1, loan_asked=D(1_000_000), annual_rate=D("0.0435"), term_months=12, drawdown_on=date(2026, 1, 15),
                      repayment=repayment, day_count=day_count, interest_cycle=cycle, pledge_rate=D("0.4"))  # fmt: skip
    bare = with_record(replace(sample, rows=MappingProxyType({**sample.rows, "principal_payment": MappingProxyType({})})), terms)
    rows = plan(bare, evaluate(bare)).schedule
    assert sum(row.principal for row in rows) == 1_000_000
    assert rows[-1].balance == 0
    if dates is not None:
        alone = [(row.on.month, row.on.day) for row in rows if not row.principal]
        assert alone == dates
    if repayment == "到期一次还本":
        days, year = (date(2027, 1, 15) - date(2026, 1, 15)).days, int(day_count[-3:])
        whole = D(1_000_000) * D("0.0435") * days / year
        assert abs(sum(row.interest for row in rows) - whole) < D("0.05")
        assert rows[0].on > date(2026, 1, 15)


def test_a_grace_repays_nothing_at_first(sample):
    terms = Financing(id=1, loan_asked=D(1_200_000), annual_rate=D("0.06"), term_months=12, drawdown_on=date(2026, 1, 15),
                      repayment="等额本金", grace_months=6, pledge_rate=D("0.4"))  # fmt: skip
    bare = with_record(replace(sample, rows=MappingProxyType({**sample.rows, "principal_payment": MappingProxyType({})})), terms)
    made = plan(bare, evaluate(bare))
    assert [row.principal for row in made.schedule[:6]] == [0] * 6
    assert [row.principal for row in made.schedule[6:]] == [D("200000.00")] * 6
    assert "前 6 个月只付息不还本" in made.schedule_note


def test_gates_of_the_borrower_close_open_and_stay_unknown(sample):
    closed = with_record(sample, BorrowerCheck(id=1, hidden_debt="是", resolution="未办理", fee_rights_pledged="否"))
    states = {one.key: one.state for one in borrower_gates(closed)}
    assert (states["hidden_debt"], states["resolution"], states["fee_rights_pledged"], states["dishonest"]) == (
        "closed",
        "closed",
        "open",
        "unknown",
    )
    platform = with_record(sample, replace(sample.enterprise, financing_platform="是"))
    assert isinstance(platform.enterprise, Enterprise)
    assert next(one for one in borrower_gates(platform) if one.key == "platform").state == "closed"


def test_receivables_need_their_contracts_and_none_that_is_pledged_already(sample):
    row = PledgeStructure(id=1, kind="应收账款或收费权质押")
    bare = replace(sample, rows=MappingProxyType({**sample.rows, "pledge_structure": MappingProxyType({1: row})}))
    assert any("没有写明合同" in one.message for one in pledge(bare).problems)
    pledged = with_rows(bare, "contract", lambda one: replace(one, pledged="是"))
    code = next(one.code for one in pledged.contracts if isinstance(one, Contract))
    named = replace(
        pledged, rows=MappingProxyType({**pledged.rows, "pledge_structure": MappingProxyType({1: replace(row, contracts=(code,))})})
    )
    assert any("已经质押" in one.message for one in pledge(named).problems)


def test_the_check_list_is_whole_and_takes_only_its_own_items(sample):
    assert len(diligence(sample)) == len(items())
    rows = {1: DiligenceItem(id=1, item="a1", state="已核"), 2: DiligenceItem(id=2, item="Z9", state="缺")}
    told = replace(sample, rows=MappingProxyType({**sample.rows, "diligence_item": MappingProxyType(rows)}))
    assert next(one for one in diligence(told) if one.code == "A1").state == "已核"
    messages = [one.message for one in pledge(told).problems]
    assert any("没有对应的附件" in one for one in messages)
    assert any("没有“Z9”" in one for one in messages)


def test_accounts_that_do_not_add_up_are_named():
    year = FinanceYear(
        id=1, year=2025, basis="审计", profit_before_tax=D(100), income_tax=D(25), net_profit=D(80), total_assets=D(10), equity=D(20)
    )
    messages = [one.message for one in statement_problems([year, FinanceYear(id=2, year=2022, basis="审计")])]
    assert any("净利润" in one and "100.00 − 25.00 ≠ 80.00" in one for one in messages)
    assert any("所有者权益大于资产" in one for one in messages)
    assert any("2023、2024" in one for one in messages)


# --- the command --------------------------------------------------------------------------------


def test_the_command_tells_people_and_machines_the_same(sample_file, found):
    data = json.loads(CliRunner().invoke(main, ["pledge", str(sample_file), "--json"]).output)
    assert D(data["lendable"]) == found.financing.lendable
    assert len(data["stress"]["lines"]) == len(found.lending.stress.lines) == 16
    assert {one["key"] for one in data["gates"]} >= {"platform", "hidden_debt", "repeated_pledge", "state_approval"}
    assert data["carried"] is False
    words = CliRunner().invoke(main, ["pledge", str(sample_file)]).output
    assert "收益下降 10%" in words
    assert "两次折扣" in words


# --- what check, window and dossier name --------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "level"), [("hidden_debt", "error"), ("public_institution", "error"), ("dishonest", "notice"), ("fee_rights_pledged", "notice")]
)
def test_a_closed_gate_is_a_problem_at_its_field(sample, key, level):
    closed = with_rows(sample, "borrower_check", lambda one: replace(one, **{key: "是"}))
    told = [one for one in problems(closed) if (one.form, one.key) == ("borrower_check", key)]
    assert [one.level for one in told] == [level]
    assert told[0].message.startswith("禁入情形：" if level == "error" else "限制情形：")


def test_gates_that_the_plan_tells_are_told_once(sample):
    closed = with_rows(sample, "financing", lambda one: replace(one, repeated_pledge=True))
    told = [one for one in problems(closed, None, None, plan(closed, evaluate(closed))) if one.key == "repeated_pledge"]
    assert len(told) == 1
    assert told[0].level == "error"


def test_open_and_unknown_gates_are_no_problems_and_without_a_loan_nothing_is_asked(sample):
    assert not [one for one in problems(sample) if one.form == "borrower_check"]
    closed = with_rows(sample, "borrower_check", lambda one: replace(one, hidden_debt="是"))
    without = with_rows(closed, "financing", lambda one: replace(one, loan_asked=None))
    assert not [one for one in problems(without) if one.form == "borrower_check"]


def test_check_names_what_is_wrong_in_structure_and_due_diligence(sample):
    wrong = with_record(sample, DiligenceItem(id=1, item="Z9", state="已核"))
    assert any(one.form == "diligence_item" and one.level == "error" for one in problems(wrong))
    bare = with_record(sample, PledgeStructure(id=1, kind="应收账款或收费权质押"))
    assert any((one.form, one.key) == ("pledge_structure", "contracts") for one in problems(bare))
