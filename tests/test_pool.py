"""What can be lent: the pool by state of rights, the test of the loan, the combination, dates, cash flow."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_case import sample_project, sample_records
from valuation_case import about, d, data_set, head, income, member, messages, project, unit

from gzvalue.financing.pool import plan
from gzvalue.financing.result import FinancingPlan, PoolRow
from gzvalue.schema import edit
from gzvalue.schema.enterprise import Enterprise, FinanceYear
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.kinds import rounded
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.rights_forms import Certificate, Financing, OtherSecurity
from gzvalue.valuation.evaluate import evaluate

ALL = ("持有权", "使用权", "经营权")


def certificate(id: int = 1, **more: Any) -> Certificate:
    sound = {
        "code": f"Z{id}",
        "kind": "数据要素登记凭证",
        "rights": ALL,
        "state": "已发证",
        "valid_until": date(2028, 8, 14),
        "data_sets": ("D1",),
    }
    return Certificate(id=id, **{**sound, **more})


def one_set(*more: Any, **fields: Any) -> Project:
    """D1 is worth 1,000,000 元."""
    found = {type(one) for one in more}
    rest = () if Financing in found else (Financing(pledge_rate=d("0.4"), loan_asked=d(300_000)),)
    return project(
        data_set(1, "D1", **fields),
        unit(1, "U1", income_basis="税后", life_years=d(1)),
        member(1, "U1", "D1"),
        income(1, "U1", 2026, 1_100_000),
        *rest,
        *more,
    )


def planned(found: Project) -> FinancingPlan:
    return plan(found, evaluate(found))


def row(*more: Any, **fields: Any) -> PoolRow:
    return planned(one_set(*more, **fields)).rows[0]


# --- right status -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("certificates", "fields", "coefficient", "status"),
    [
        ([certificate()], {}, "1", "已发证"),
        ([certificate(rights=("持有权", "使用权"))], {}, "0", "不含经营权"),
        ([], {}, "0", "无凭证"),
        ([certificate(state="审查中")], {}, "0", "申请中"),
        ([certificate(state="拟申请")], {}, "0", "未申请"),
        ([certificate(state="已失效")], {}, "0", "已失效"),
        ([certificate(valid_until=date(2026, 5, 30))], {}, "0", "已失效"),
        ([certificate(valid_until=date(2026, 5, 31))], {}, "1", "已发证"),
        ([certificate(valid_until=None)], {}, "1", "已发证"),
        ([certificate(data_sets=("D2",))], {}, "0", "无凭证"),
        ([certificate(kind="数据商凭证")], {}, "0", "无凭证"),
        ([certificate()], {"restriction": "待核"}, "0.3", "权利待核"),
        ([certificate()], {"restriction": "受限"}, "0.3", "权利受限"),
        ([certificate()], {"restriction": None}, "0.3", "未核查"),
        ([certificate()], {"right_until": date(2026, 1, 1)}, "0", "权利到期"),
        ([certificate(rights=("持有权",)), certificate(2)], {}, "1", "已发证"),
        ([certificate(state="审查中"), certificate(2)], {}, "1", "已发证"),
        ([], {"restriction": "待核"}, "0", "无凭证"),
    ],
)
def test_the_state_of_rights_decides_what_counts(certificates, fields, coefficient, status):
    found = row(*certificates, **fields)
    assert (found.coefficient, found.status) == (Decimal(coefficient), status)
    assert found.pooled == rounded(found.value * Decimal(coefficient), 2)
    assert found.reason


def test_an_application_shows_its_potential_and_counts_nothing():
    found = planned(one_set(certificate(state="公示中")))
    assert found.pool == 0
    assert found.rows[0].potential == found.potential == 500_000
    assert row(certificate(state="公示中"), restriction="待核").potential == 300_000
    assert row(certificate(state="公示中", rights=("持有权",))).potential == 0


@pytest.mark.parametrize("fields", [{"rights": ("持有权",)}, {"source_type": "公共数据授权运营"}, {"grade": "重要（待识别）"}])
def test_what_may_not_be_valued_is_not_in_the_pool_either(fields):
    found = planned(one_set(certificate(), **fields))
    assert (found.rows, found.pool) == ((), 0)


def test_what_is_pledged_away_counts_nothing_and_is_an_error():
    found = planned(one_set(certificate(), Financing(repeated_pledge=True, loan_asked=d(1))))
    assert (found.pool, found.rows[0].status) == (0, "已质押")
    assert about(found.problems, "financing", 1, "repeated_pledge").level == "error"


def test_a_financing_platform_may_not_pledge():
    found = planned(one_set(certificate(), Enterprise(financing_platform="是")))
    assert found.pool == 0
    assert found.sentences[0].tone == "stop"
    assert about(found.problems, "enterprise", 1, "financing_platform").level == "error"


def test_only_data_sets_with_a_value_enter_the_pool():
    found = planned(one_set(certificate(data_sets=("D1", "D2")), data_set(2, "D2")))
    assert [one.code for one in found.rows] == ["D1"]


# --- the loan is tested -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "carried", "gap"),
    [("399999.99", True, "0"), ("400000", True, "0"), ("400000.01", False, "0.01"), ("1000000", False, "600000")],
)
def test_the_loan_is_held_against_pool_times_rate(asked, carried, gap):
    found = planned(one_set(certificate(), Financing(pledge_rate=d("0.4"), loan_asked=d(asked))))
    assert found.lendable == 400_000
    assert (found.carried, found.gap) == (carried, Decimal(gap))
    assert found.loan_to_pool == Decimal(asked) / 1_000_000


def test_without_a_loan_or_a_pool_nothing_is_divided():
    assert planned(one_set(certificate(), Financing())).carried is None
    empty = planned(one_set(Financing(loan_asked=d(5))))
    assert (empty.loan_to_pool, empty.gap, empty.carried) == (None, 5, False)
    assert planned(project_of([])).pool == 0


def test_the_loan_asked_never_touches_the_value():
    before = evaluate(one_set(certificate()))
    assert evaluate(one_set(certificate(), Financing(loan_asked=d(10**9), pledge_rate=d("0.9")))) == before


def test_the_default_pledge_rate_says_whose_it_is():
    found = planned(one_set(certificate(), Financing(loan_asked=d(1))))
    assert (found.pledge_rate, found.rate_is_default) == (Decimal("0.40"), True)
    assert OWN_DEFAULT in found.sentences[0].text


def test_a_high_pledge_rate_is_warned_of_and_an_impossible_one_not_used():
    high = planned(one_set(certificate(), Financing(pledge_rate=d("0.55"))))
    assert about(high.problems, "financing", 1, "pledge_rate").level == "notice"
    assert high.lendable == 550_000
    beyond = planned(one_set(certificate(), Financing(pledge_rate=d("1.5"))))
    assert about(beyond.problems, "financing", 1, "pledge_rate").level == "error"
    assert beyond.lendable == 400_000


# --- bounds -------------------------------------------------------------------------------------


def test_the_limit_is_the_least_of_the_known_bounds():
    loan = Financing(
        pledge_rate=d("0.4"), loan_kind="项目贷款", budget=d(900_000), own_capital=d(500_000), other_debt=d(50_000), loan_asked=d(1)
    )
    found = planned(one_set(certificate(), loan))
    assert [one.amount for one in found.limits] == [400_000, 350_000, None]
    assert (found.limit, found.limit_by) == (350_000, "need")
    working = planned(one_set(certificate(), replace(loan, loan_kind="流动资金贷款")))
    assert (working.limit, working.limit_by) == (400_000, "pledge")
    assert "未填上年度销售收入" in working.limits[1].how


YEAR = FinanceYear(
    id=1,
    year=2025,
    basis="审计",
    operating_cash_flow=d(1_500_000),
    maintenance_capex=d(200_000),
    interest=d(100_000),
    scheduled_principal=d(300_000),
)
LOAN = Financing(
    loan_asked=d(1_200_000),
    annual_rate=d("0.06"),
    term_months=24,
    drawdown_on=date(2025, 12, 31),
    repayment="到期一次还本",
    pledge_rate=d("0.4"),
)


def test_debt_service_of_a_bullet_loan_by_calendar_year():
    cover = planned(one_set(certificate(), LOAN, YEAR)).cover
    assert [(one.year, one.principal, one.interest) for one in cover] == [(2026, 0, 72_000), (2027, 1_200_000, 72_000)]
    assert [rounded(one.ratio, 4) for one in cover] == [Decimal("2.7542"), Decimal("0.7775")]  # 1.3 m over 0.472 and 1.672 m


def test_cash_carries_what_the_tightest_year_allows():
    found = planned(one_set(certificate(), LOAN, YEAR))
    # (1,300,000 ÷ 1.3 − 400,000) ÷ 1.06
    assert found.limits[2].amount == Decimal("566037.74")
    asked = planned(one_set(certificate(), replace(LOAN, loan_asked=Decimal("566037.74")), YEAR))
    assert min(one.ratio for one in asked.cover) == pytest.approx(Decimal("1.3"), abs=Decimal("1e-6"))


def test_no_cash_left_means_no_loan_by_cash():
    assert planned(one_set(certificate(), LOAN, replace(YEAR, scheduled_principal=d(2_000_000)))).limits[2].amount == 0


@pytest.mark.parametrize(
    ("loan", "year", "words"),
    [({}, None, "经审计"), ({}, {"basis": "预测"}, "经审计"), ({}, {"maintenance_capex": None}, "维持性资本支出"),
     ({"term_months": None}, {}, "期限"), ({"term_months": 0}, {}, "期限"), ({"annual_rate": None}, {}, "年利率")],
)  # fmt: skip
def test_what_a_test_of_cash_lacks_is_said(loan, year, words):
    accounts = [] if year is None else [replace(YEAR, **year)]
    found = planned(one_set(certificate(), replace(LOAN, **loan), *accounts))
    assert found.cover == ()
    assert found.limits[2].amount is None
    assert words in found.limits[2].how


def test_the_latest_audited_year_counts():
    older = replace(YEAR, id=2, year=2024, operating_cash_flow=d(10))
    found = planned(one_set(certificate(), LOAN, YEAR, older))
    assert found.cover[0].cash == 1_300_000
    assert "2025 年" in found.cover_note


def test_a_forecast_counts_for_its_own_year_where_it_is_whole():
    better = replace(YEAR, id=3, year=2027, basis="预测", operating_cash_flow=d(2_700_000), scheduled_principal=d(0))
    partly = replace(YEAR, id=4, year=2026, basis="预测", interest=None)
    found = planned(one_set(certificate(), LOAN, YEAR, better, partly))
    assert [(one.cash, one.existing) for one in found.cover] == [(1_300_000, 400_000), (2_500_000, 100_000)]
    assert "2027 年按企业自编的财务预测" in found.cover_note
    # 2026: (1,300,000 ÷ 1.3 − 400,000) ÷ 0.06; 2027: (2,500,000 ÷ 1.3 − 100,000) ÷ 1.06
    assert found.limits[2].amount == Decimal("1719883.89")
    assert "由企业负责" in planned(one_set(certificate(), LOAN, YEAR, better, replace(better, id=4, year=2026))).cover_note


# --- combination --------------------------------------------------------------------------------


def test_other_securities_add_up_and_overlaps_count_once():
    lease = OtherSecurity(id=1, kind="应收账款质押", name="租金", value=d(500_000), rate=d("0.6"), overlaps=("U1",))
    same = OtherSecurity(id=2, kind="收费权质押", name="收费权", value=d(100_000), rate=d("0.5"), overlaps=("U1",), overlap_note="同一收益")
    found = planned(one_set(certificate(), lease, same, Financing(loan_asked=d(360_000), pledge_rate=d("0.4"))))
    assert [one.carries for one in found.securities] == [400_000, 300_000, 50_000]
    assert found.overlapped == 1_000_000
    assert found.combined == 350_000  # nothing of the data is left beside what overlaps
    assert found.combined_gap == 10_000
    assert about(found.problems, "other_security", 1, "overlap_note").level == "notice"
    assert not [one for one in found.problems if one.id == 2 and one.form == "other_security"]


def test_a_security_without_value_or_with_a_wrong_rate_is_left_out():
    found = planned(
        one_set(certificate(), OtherSecurity(id=1, name="甲", rate=d("0.6")), OtherSecurity(id=2, name="乙", value=d(9), rate=d("1.6")))
    )
    assert [one.carries for one in found.securities] == [400_000, None, None]
    assert found.combined == 400_000
    assert "没有计入组合" in about(found.problems, "other_security", 1, "value").message
    assert "不大于" in about(found.problems, "other_security", 2, "rate").message


# --- dates --------------------------------------------------------------------------------------


def test_what_ends_before_the_loan_is_named():
    loan = replace(LOAN, drawdown_on=date(2026, 6, 20))
    found = planned(one_set(certificate(), loan, right_until=date(2027, 1, 1)))
    assert [(one.form, one.needed, one.holds) for one in found.maturities] == [
        ("certificate", date(2028, 6, 20), True), ("data_set", date(2028, 6, 20), False), ("valuation_head", date(2026, 6, 20), True),
    ]  # fmt: skip
    assert "2027-01-01" in about(found.problems, "data_set", 1, "right_until").message
    assert "早于贷款到期日" in messages(planned(one_set(certificate(valid_until=date(2028, 6, 19)), loan)).problems)
    stale = planned(one_set(certificate(), replace(loan, drawdown_on=date(2027, 1, 1)), head()))
    assert about(stale.problems, "valuation_head", 1, "valuation_date").level == "notice"
    assert planned(one_set(certificate(), replace(loan, drawdown_on=None))).maturities == ()


# --- properties ---------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(("待核", "受限", "无限制", None)), st.decimals("0", "1", places=2), st.decimals("0", "1", places=2))
def test_the_pool_never_exceeds_its_parts_and_a_higher_rate_never_lends_less(restriction, low, high):
    low, high = sorted((low, high))
    lent = [planned(one_set(certificate(), Financing(pledge_rate=rate, loan_asked=d(1)), restriction=restriction)) for rate in (low, high)]
    assert lent[0].lendable <= lent[1].lendable
    assert all(one.pooled <= one.value for found in lent for one in found.rows)
    assert lent[0].pool == sum(one.pooled for one in lent[0].rows)


def test_an_earlier_plan_is_taken_over_without_changing_anything():
    sample = sample_project()
    valuation = evaluate(sample)
    before = plan(sample, valuation)
    assert plan(sample, valuation, before) == before
    for entry in (edit.Entry("certificate", 1, "state", "审查中"), edit.Entry("income_year", 3, "transferable", "5"), edit.Entry("data_set", 1, "restriction", "受限"),
                  edit.Entry("financing", 1, "pledge_rate", "50%"), edit.Entry("valuation_head", 1, "as_of", "2029-01-01")):  # fmt: skip
        changed = edit.apply(sample, edit.enter(sample, "改", [entry]))
        other = evaluate(changed, valuation)
        assert plan(changed, other, before) == plan(changed, other)


def test_absurd_terms_are_a_problem_not_a_crash():
    loan = replace(LOAN, annual_rate=d("1e9"), loan_asked=d("1e20"), term_months=10**6)
    assert about(planned(one_set(certificate(), loan, YEAR)).problems, "financing", 1, "loan_asked").level == "error"


# --- the sample ---------------------------------------------------------------------------------


def wan(amount: Decimal) -> Decimal:
    return rounded(amount.scaleb(-4), 0)


def test_the_samples_pool_carries_779_of_4000():
    found = planned(sample_project())
    assert abs(found.pool.scaleb(-4) - Decimal("1947.4")) < Decimal("0.1")
    assert (wan(found.lendable), wan(found.gap), found.limit_by) == (779, 3221, "pledge")
    assert rounded(found.loan_to_pool * 100, 0) == 205
    assert found.carried is False
    assert [one.code for one in found.rows if one.potential] == ["D08", "D19", "D25"]
    with_pending = found.pool + found.potential
    assert abs(with_pending.scaleb(-4) - Decimal("1996.5")) < Decimal("0.1")


def test_the_samples_combination_is_honest_about_overlaps():
    found = planned(sample_project())
    assert [wan(one.carries) for one in found.securities] == [779, 1260, 2022]
    assert [one.unit for security in found.securities for one in security.overlaps] == ["G6", "G3"]
    assert wan(found.overlapped) == 271
    assert (wan(found.combined), wan(found.combined_gap)) == (3952, 48)
    texts = "".join(one.text for one in found.sentences)
    for words in ("约 779 万元", "205%", "差额约 3,221 万元", "重叠的质押池价值 271 万元已扣除", "仍差约 48 万元", "不参与估值"):
        assert words in texts


def test_a_guarantee_closes_the_samples_gap():
    records = [*sample_records(), OtherSecurity(id=9, kind="保证", name="股东保证", value=d(2_000_000), rate=d(1))]
    found = planned(project_of(records))
    assert found.combined_gap == 0
    assert next(one for one in found.sentences if one.key == "combination").tone == "good"


def test_every_step_is_unique_and_its_origins_exist():
    sample = sample_project()
    valuation = evaluate(sample)
    found = plan(sample, valuation)
    ids = [one.id for one in (*valuation.steps, *found.steps)]
    assert len(ids) == len(set(ids))
    for one in found.steps:
        for part in one.inputs:
            for origin in (part.origin, *part.origins):
                if isinstance(origin, str):
                    assert origin in ids, (one.id, origin)
                elif origin is not None:
                    assert hasattr(sample.get(*origin[:2]), origin[2])
