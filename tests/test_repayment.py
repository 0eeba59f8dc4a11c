"""The repayment plan of the loan: stated instalments, interest by days, and what they mean for the cash of each year."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from valuation_case import about, d, head, messages, project

from gzvalue.actions.samples import build_sample
from gzvalue.actions.sheets import plan_import
from gzvalue.financing.pool import plan
from gzvalue.financing.result import FinancingPlan
from gzvalue.schema import edit
from gzvalue.schema.checks import check_records
from gzvalue.schema.enterprise import FinanceYear
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.kinds import rounded
from gzvalue.schema.project import Project
from gzvalue.schema.rights_forms import Financing, PrincipalPayment
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.procedures.instalments import instalment_schedule
from gzvalue.valuation.procedures.schedule import month_after

LOAN = Financing(
    loan_asked=d(40_000_000), annual_rate=d("0.042"), term_months=24, drawdown_on=date(2026, 6, 20), repayment="分期还本", pledge_rate=d("0.4")
)  # fmt: skip
YEAR = FinanceYear(
    id=1, year=2025, basis="审计", operating_cash_flow=d(60_000_000), maintenance_capex=d(10_000_000), interest=d(0), scheduled_principal=d(20_000_000)
)  # fmt: skip
STATED = ((date(2026, 12, 20), 4_000_000), (date(2027, 6, 20), 8_000_000), (date(2027, 12, 20), 8_000_000), (date(2028, 6, 20), 20_000_000))


def payments(*stated: tuple[date | None, Any]) -> list[PrincipalPayment]:
    return [PrincipalPayment(id=id, due_on=on, amount=d(amount)) for id, (on, amount) in enumerate(stated, 1)]


def planned(*records: Any, loan: Financing = LOAN) -> FinancingPlan:
    return planned_of(project(loan, *records))


def planned_of(found: Project) -> FinancingPlan:
    return plan(found, evaluate(found))


# --- the schedule -------------------------------------------------------------------------------


def test_interest_by_days_of_360_is_due_on_the_20th_of_each_quarters_last_month():
    found = planned(*payments(*STATED))
    assert [str(row.on) for row in found.schedule] == [
        "2026-09-20", "2026-12-20", "2027-03-20", "2027-06-20", "2027-09-20", "2027-12-20", "2028-03-20", "2028-06-20",
    ]  # fmt: skip
    interest = [rounded(row.interest.scaleb(-4), 2) for row in found.schedule]
    assert interest == [d(text) for text in ("42.93", "42.47", "37.80", "38.64", "30.05", "29.73", "21.23", "21.47")]
    assert sum(row.interest for row in found.schedule) == Decimal("2643200.00")
    assert [int(row.balance) for row in found.schedule][1::2] == [36_000_000, 28_000_000, 20_000_000, 0]
    assert found.schedule_stated


def test_the_first_interest_is_of_the_days_since_drawdown():
    dues = instalment_schedule(Decimal("0.036"), date(2026, 6, 1), {date(2026, 9, 20): Decimal(1_000_000)})
    assert [(str(due.on), due.interest) for due in dues] == [("2026-06-20", 1900), ("2026-09-20", 9200)]  # 19 and 92 days at 100 元 a day


def test_principal_within_a_quarter_lowers_the_interest_from_its_day_on_and_the_last_day_takes_the_rest():
    plan = {date(2026, 8, 1): Decimal(500_000), date(2026, 11, 9): Decimal(500_000)}
    dues = instalment_schedule(Decimal("0.036"), date(2026, 6, 20), plan)
    # 42 days at 100 and 50 at 50 元; then 50 days at 50 元 to the day of the last instalment
    assert [(str(due.on), due.principal, due.interest) for due in dues] == [
        ("2026-08-01", 500_000, 0), ("2026-09-20", 0, 6_700), ("2026-11-09", 500_000, 2_500),
    ]  # fmt: skip
    assert [(one.balance, one.days) for one in dues[1].stretches] == [(1_000_000, 42), (500_000, 50)]


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    st.dictionaries(st.integers(1, 2000), st.decimals("0.01", "9999999", places=2), min_size=1, max_size=8),
    st.decimals("0", "0.2", places=4),
)
def test_everything_is_repaid_and_the_interest_is_that_of_every_day(start, after, rate):
    stated = {start + timedelta(days=days): amount for days, amount in after.items()}
    dues = instalment_schedule(rate, start, stated)
    assert dues[-1].balance == 0
    assert {due.on: due.principal for due in dues if due.principal} == stated
    daily = sum(amount * days for days, amount in after.items()) * rate / 360  # each 元 pays for the days it was owed
    assert abs(sum(due.interest for due in dues) - daily) <= Decimal("0.005") * len(dues)
    assert all(due.on.day == 20 and due.on.month % 3 == 0 for due in dues if due.interest and due is not dues[-1])


# --- what it means for the cash -----------------------------------------------------------------


def test_the_years_of_the_loan_are_those_of_the_plan():
    found = planned(*payments(*STATED), YEAR)
    assert [(one.year, one.principal, one.interest) for one in found.cover] == [
        (2026, 4_000_000, 854_000), (2027, 16_000_000, 1_362_200), (2028, 20_000_000, 427_000),
    ]  # fmt: skip
    assert [rounded(one.ratio, 4) for one in found.cover] == [d("2.0117"), d("1.3383"), d("1.2368")]  # 50 m over 20 m and these
    # a loan on this plan may be as large as 2028 bears: (50,000,000 ÷ 1.3 − 20,000,000) ÷ (20,427,000 ÷ 40,000,000)
    assert found.limits[2].amount == d("36151247.78")
    assert "按还本计划" in found.cover_note
    assert "估算" not in found.cover_note


def test_each_interest_can_be_traced_to_balance_rate_and_days():
    found = planned(*payments((date(2026, 10, 1), 10_000_000), (date(2028, 6, 20), 30_000_000)), YEAR)
    steps = {one.id: one for one in found.steps}
    assert len(steps) == len(found.steps)
    first = steps["融资/还本计划/2026-09-20/利息"]
    assert [part.value for part in first.inputs] == [40_000_000, d("0.042"), 92, 360]
    whole = steps["融资/还本计划/2026-12-20/利息"]  # 11 days before the instalment, 80 after it
    assert [steps[origin].inputs[2].value for origin in whole.inputs[0].origins] == [11, 80]
    due = steps["融资/现金流/2026/应还本付息"].inputs[0].origins
    assert due == ("融资/现金流/2025/账1既有还本付息", "融资/还本计划/2026-09-20/利息", ("principal_payment", 1, "amount"), whole.id)


def test_the_schedule_needs_no_accounts():
    found = planned(*payments(*STATED))
    assert found.cover == ()
    assert len(found.schedule) == 8


def test_without_a_plan_equal_parts_are_taken_and_said():
    found = planned(YEAR)
    assert "每月等额本金估算" in found.cover_note
    assert "没有填还本计划" in about(found.problems, "financing", 1, "repayment").message
    assert about(found.problems, "financing", 1, "repayment").level == "notice"
    assert len(found.schedule) == 24
    assert not found.schedule_stated


def test_another_way_of_repayment_takes_no_plan():
    found = planned(*payments(*STATED), loan=replace(LOAN, repayment="到期一次还本"))
    assert "还本计划没有用于测算" in about(found.problems, "financing", 1, "repayment").message
    assert [row.principal for row in found.schedule if row.principal] == [40_000_000]


def test_a_plan_without_a_way_of_repayment_counts():
    assert planned(*payments(*STATED), loan=replace(LOAN, repayment=None)).schedule_stated


# --- what is wrong with a plan ------------------------------------------------------------------


def test_a_plan_that_repays_more_than_the_loan_is_an_error_and_not_used():
    found = planned(*payments(*STATED[:3], (STATED[3][0], "20000000.01")), YEAR)
    wrong = about(found.problems, "principal_payment", 4, "amount")
    assert wrong.level == "error"
    assert "40,000,000.01 元，超过申请贷款金额 40,000,000.00 元" in wrong.message
    assert not found.schedule_stated
    assert "还本计划有误，没有采用" in found.cover_note


def test_what_a_plan_leaves_is_due_at_the_end():
    found = planned(*payments(*STATED[:3]), YEAR)
    said = about(found.problems, "principal_payment", 3, "amount")
    assert said.level == "notice"
    assert "少 20,000,000.00 元" in said.message
    assert "2028-06-20" in said.message
    assert found.schedule == planned(*payments(*STATED), YEAR).schedule
    assert next(one for one in found.steps if one.id == "融资/还本计划/到期还清").value == 20_000_000


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2026, 6, 20), "不晚于拟放款日期 2026-06-20"), (date(2028, 6, 21), "晚于贷款到期日 2028-06-20"), (date(2025, 1, 1), "不晚于拟放款日期")],
)  # fmt: skip
def test_days_outside_the_loan_are_errors(on, words):
    found = planned(*payments((on, 1000)))
    wrong = about(found.problems, "principal_payment", 1, "due_on")
    assert wrong.level == "error"
    assert words in wrong.message
    assert not found.schedule_stated


def test_the_day_after_drawdown_and_the_last_day_are_within():
    found = planned(*payments((date(2026, 6, 21), 1000), (date(2028, 6, 20), "39999000")))
    assert found.schedule_stated
    assert not [one for one in found.problems if one.form == "principal_payment"]


@pytest.mark.parametrize(("stated", "key"), [((None, 5), "due_on"), ((date(2027, 1, 1), None), "amount"), ((date(2027, 1, 1), 0), "amount"), ((date(2027, 1, 1), -5), "amount")])  # fmt: skip
def test_an_instalment_without_day_or_amount_is_an_error(stated, key):
    found = planned(*payments(stated))
    assert about(found.problems, "principal_payment", 1, key).level == "error"
    assert not found.schedule_stated


def test_two_instalments_of_one_day_are_an_error():
    rows = payments((date(2027, 1, 20), 5), (date(2027, 1, 20), 6), (date(2027, 2, 20), 6))
    found = check_records(project(LOAN, *rows))
    assert [one.id for one in found if "同一天已有一笔还本" in one.message] == [2]
    assert "还本计划 2027-01-20" in messages(found)


def test_without_terms_there_is_no_schedule_and_no_crash():
    rows = payments(*STATED)
    for missing in ({"loan_asked": None}, {"annual_rate": None}, {"term_months": None}, {"term_months": 10**6}, {"annual_rate": d("1e9")}):
        assert not planned(*rows, YEAR, loan=replace(LOAN, **missing)).schedule_stated
    undated = planned_of(project(replace(LOAN, drawdown_on=None), head(as_of=None, valuation_date=None), YEAR, *rows))
    assert undated.schedule == ()


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(1, 1, 1)])
def test_days_beyond_all_reason_do_not_stop_the_plan(day):
    rows = payments((day, 5), *STATED)
    assert not planned(YEAR, *rows).schedule_stated
    found = planned_of(project(replace(LOAN, drawdown_on=day), head(valuation_date=day, as_of=day), YEAR, *rows))
    assert found.schedule == ()
    assert found.cover == ()
    assert found.maturities == ()


def test_the_day_of_preparation_stands_for_a_missing_drawdown():
    found = planned(*payments((date(2026, 5, 31), 5)), loan=replace(LOAN, drawdown_on=None))
    assert "不晚于测算起始日（未填拟放款日期）2026-05-31" in messages(found.problems)


# --- as a person meets it -----------------------------------------------------------------------


def test_copies_of_an_instalment_keep_a_day():
    found = project(LOAN, *payments(*STATED))
    copied = edit.apply(found, edit.duplicate(found, "复制", "principal_payment", [1]))
    assert [one.due_on for one in copied.principal_payments].count(date(2026, 12, 20)) == 2


def test_a_banks_list_is_read_in_by_day(tmp_path):
    path = tmp_path / "还款计划.csv"
    rows = [["还款日期", "还本金额（万元）"], ["2026-12-20", "500"], ["2027-06-20", "700"]]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    found = project(LOAN, *payments(*STATED))
    planned_rows = plan_import(found, path)
    after = edit.apply(found, planned_rows.edit)
    assert not planned_rows.failed
    assert [(str(one.due_on), one.amount) for one in after.principal_payments][:2] == [("2026-12-20", 5_000_000), ("2027-06-20", 7_000_000)]
    assert len(after.principal_payments) == 4


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    found = {}
    for name in ("tourism", "small"):
        with Store.open(build_sample(name, tmp_path_factory.mktemp("sample") / f"{name}.gzv"), write=False) as store:
            found[name] = store.project
    return found


@pytest.mark.parametrize("name", ["tourism", "small"])
def test_the_samples_state_a_plan_that_fits(samples, name):
    found = planned_of(samples[name])
    assert found.schedule_stated
    assert sum(row.principal for row in found.schedule) == samples[name].financing.loan_asked
    assert not [one for one in found.problems if one.form in ("principal_payment", "financing")]
    assert OWN_DEFAULT not in found.cover_note


def test_the_tourism_groups_cash_covers_its_debt_as_worked_out_by_hand(samples):
    found = planned_of(samples["tourism"])
    assert [(one.year, rounded(one.ratio, 2)) for one in found.cover] == [(2026, d("1.69")), (2027, d("1.26")), (2028, d("1.24"))]
    assert [rounded((one.principal + one.interest).scaleb(-4), 0) for one in found.cover] == [485, 1736, 2043]
    assert rounded(found.limits[2].amount.scaleb(-4), 0) == 3572
    assert "最低偿债备付率 1.24（2028 年）" in "".join(one.text for one in found.sentences)


@pytest.mark.parametrize("cycle", ["按月", "按季"])
def test_a_loan_below_a_fen_has_no_schedule(cycle):
    found = planned(loan=replace(LOAN, loan_asked=d("0.001"), day_count="实际天数/360", interest_cycle=cycle))
    assert found.schedule == ()


def test_a_loan_at_the_end_of_the_calendar_is_a_doubt_and_no_failure():
    assert month_after(date(9999, 12, 31), 1) == date.max
    assert month_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    planned(loan=replace(LOAN, drawdown_on=date(9999, 6, 20)))
    planned(loan=replace(LOAN, drawdown_on=date(9999, 6, 20), day_count="实际天数/360", interest_cycle="按季"))
