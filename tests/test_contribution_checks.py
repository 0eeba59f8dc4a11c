"""The questions of the Company Law: each of the three results is reached, with clause and caveat; values are never mixed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzvalue.circulation.contribution import contribution
from gzvalue.circulation.contribution_result import MET, TO_DO, UNSURE
from gzvalue.circulation.contribution_rules import remaining, rules
from gzvalue.schema.contribution_forms import Contribution, Contributor
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import Enterprise, ValuationHead
from gzvalue.schema.lending_forms import PledgeStructure
from gzvalue.schema.project import project_of
from gzvalue.schema.rights_chain_forms import SourceLink
from gzvalue.schema.rights_forms import Certificate, Financing

_DATA = {"code": "D1", "name": "客流", "rights": ("持有权", "使用权", "经营权"), "restriction": "无限制", "right_limits": "无", "exclusive": "独占",
         "grade": "L2", "registered_personal": "否", "right_until": date(2040, 1, 1), "source_type": "采集生成", "holder": "甲公司"}  # fmt: skip
_TERMS = {
    "code": "C", "mode": "新设公司", "company_type": "有限责任公司", "company": "乙公司", "registered_capital": Decimal(1000), "founded_on": date(2026, 7, 1),
    "agreed_price": Decimal(600), "appraised_value": Decimal(600), "appraiser": "某评估公司", "appraisal_number": "1 号", "appraised_on": date(2026, 5, 1),
    "appraisal_until": date(2026, 12, 31), "data_sets": ("D1",), "certificates": ("Z1",), "rights": ("使用权", "经营权"), "exclusive": "独占",
    "starts": date(2026, 8, 1), "ends": date(2030, 1, 1), "operated_until": date(2029, 1, 1), "transfer": "已完成", "procedure": "交付验收",
    "transferred_on": date(2026, 8, 15), "state_owned": "否", "compliance": "未发现问题", "resolution": "已通过", "pledgee_consent": "不涉及",
}  # fmt: skip
_CERTIFICATE = {"code": "Z1", "state": "已发证", "rights": ("持有权", "使用权", "经营权"), "data_sets": ("D1",), "holder": "甲公司",
                "valid_until": date(2035, 1, 1)}  # fmt: skip


def _project(terms=(), data=(), certificate=(), rows=None, more=()):
    record = Contribution(id=1, **(_TERMS | dict(terms)))
    if rows is None:
        rows = [Contributor(id=1, contribution="C", name="甲公司", kind="数据", due_on=date(2026, 9, 1), paid=Decimal(600)),
                Contributor(id=2, contribution="C", name="丙", kind="货币", amount=Decimal(400), due_on=date(2031, 7, 1), paid=Decimal(400))]  # fmt: skip
    link = SourceLink(
        id=1,
        scope_kind="数据集",
        scope="D1",
        source="自有经营产生",
        collector="甲公司",
        relation="本企业",
        basis="自有系统产生",
        limits="无",
        condition="是",
    )
    head = ValuationHead(as_of=date(2026, 9, 1))
    owner = Enterprise(name="甲公司", ownership="民营")
    one, paper = DataSet(id=1, **(_DATA | dict(data))), Certificate(id=1, **(_CERTIFICATE | dict(certificate)))
    return project_of([owner, head, record, one, paper, link, *rows, *more]), record


def _result(key, **given):
    project, record = _project(**given)
    found = {one.key: one for one in contribution(project, record).checks}
    return found.get(key)


def test_a_sound_contribution_meets_everything_but_what_only_the_registrar_can_say():
    project, record = _project()
    asked = contribution(project, record).checks
    assert {one.key: one.reason for one in asked if one.result != MET}.keys() == {"registrable"}
    assert all(one.clause and one.title and one.reason.endswith("。") for one in asked)
    assert next(one for one in asked if one.key == "term_of_payment").caveat.startswith("五年期限待与官方文本核对")


@pytest.mark.parametrize(
    ("key", "result", "given"),
    [
        ("measurable", TO_DO, {"terms": {"appraised_value": None}}),
        ("transferable", TO_DO, {"data": {"restriction": "受限"}}),
        ("transferable", TO_DO, {"data": {"grade": "核心"}}),
        ("transferable", TO_DO, {"data": {"source_type": "受托处理"}}),
        ("transferable", UNSURE, {"data": {"right_limits": "不得转让"}}),
        ("transferable", UNSURE, {"terms": {"data_sets": None}}),
        ("registrable", TO_DO, {"terms": {"certificates": None}}),
        ("registrable", TO_DO, {"certificate": {"state": "审查中"}}),
        ("registrable", TO_DO, {"certificate": {"valid_until": date(2026, 8, 1)}}),
        ("registrable", TO_DO, {"certificate": {"rights": ("持有权",)}}),
        ("registrable", TO_DO, {"certificate": {"data_sets": ("D2",)}}),
        ("registrable", TO_DO, {"certificate": {"holder": "丁"}}),
        ("hold_right", TO_DO, {"terms": {"rights": ("持有权",)}, "data": {"restriction": "待核"}}),
        ("hold_right", TO_DO, {"terms": {"rights": ("持有权",)}, "data": {"right_limits": "不得转售"}}),
        ("hold_right", MET, {"terms": {"rights": ("持有权",)}}),
        ("owned", TO_DO, {"data": {"rights": ("使用权",)}}),
        ("owned", TO_DO, {"data": {"holder": "子公司"}}),
        ("exclusive", TO_DO, {"data": {"exclusive": "非独占"}}),
        ("exclusive", UNSURE, {"data": {"exclusive": "不清楚"}}),
        ("exclusive", MET, {"terms": {"exclusive": "非独占"}, "data": {"exclusive": "非独占"}}),
        ("appraised", TO_DO, {"terms": {"appraiser": None}}),
        ("appraised", TO_DO, {"terms": {"appraisal_until": date(2026, 8, 1)}}),
        ("appraised", UNSURE, {"terms": {"appraisal_until": None}}),
        ("fair_price", TO_DO, {"terms": {"agreed_price": Decimal("600.01")}}),
        ("fair_price", UNSURE, {"terms": {"agreed_price": Decimal(500)}}),
        ("fair_price", TO_DO, {"terms": {"agreed_price": Decimal(500), "state_owned": "是"}}),
        ("subscribed", TO_DO, {"rows": []}),
        ("term_of_payment", TO_DO, {"terms": {"founded_on": date(2026, 6, 30)}}),
        ("term_of_payment", UNSURE, {"terms": {"founded_on": None}}),
        ("term_of_payment", UNSURE, {"rows": [Contributor(id=1, contribution="C", name="甲公司", kind="数据")]}),
        ("transfer", TO_DO, {"terms": {"transfer": "办理中", "due_on": date(2026, 8, 1)}}),
        ("transfer", TO_DO, {"terms": {"due_on": date(2026, 8, 1)}}),
        ("transfer", TO_DO, {"terms": {"procedure": None}}),
        ("transfer", UNSURE, {"terms": {"transfer": None}}),
        ("full_value", TO_DO, {"terms": {"appraised_value": Decimal(599)}}),
        ("full_value", UNSURE, {"terms": {"appraised_value": None}}),
        ("state_approval", TO_DO, {"terms": {"state_owned": "是"}}),
        ("state_approval", MET, {"terms": {"state_owned": "是", "state_approval": "1 号"}}),
        ("pledge", TO_DO, {"more": [PledgeStructure(id=1, kind="数据资产质押", data_sets=("D1",), registered="已办理")]}),
        ("pledge", MET, {"more": [PledgeStructure(id=1, kind="数据资产质押", data_sets=("D2",), registered="已办理")]}),
        ("pledge", MET, {"terms": {"pledgee_consent": "已取得"}, "more": [PledgeStructure(id=1, kind="保证", registered="已办理")]}),
        ("pledge", TO_DO, {"more": [Financing(repeated_pledge=True)]}),
        ("right_term", TO_DO, {"data": {"right_until": date(2029, 12, 31)}}),
        ("right_term", TO_DO, {"terms": {"operated_until": date(2030, 1, 2)}}),
        ("right_term", TO_DO, {"certificate": {"valid_until": date(2029, 1, 1)}}),
        ("right_term", TO_DO, {"terms": {"ends": date(2026, 8, 1)}}),
        ("right_term", UNSURE, {"terms": {"operated_until": None}}),
        ("compliance", TO_DO, {"terms": {"compliance": "不得出资"}}),
        ("compliance", TO_DO, {"terms": {"compliance": "附条件", "compliance_note": "脱敏"}}),
        ("compliance", TO_DO, {"data": {"registered_personal": "是"}}),
        ("compliance", TO_DO, {"data": {"grade": "重要（待识别）"}}),
        ("compliance", UNSURE, {"terms": {"compliance": None}}),
        ("compliance", UNSURE, {"terms": {"compliance": "不通过"}}),  # a word of an earlier list is no clearance
        ("resolution", TO_DO, {"terms": {"resolution": "办理中"}}),
    ],
)  # fmt: skip
def test_each_question_has_its_results(key, result, given):
    found = _result(key, **given)
    assert (found.result, found.key) == (result, key), found.reason


def test_questions_that_do_not_apply_are_not_asked():
    assert _result("state_approval") is None
    assert _result("hold_right") is None
    assert _result("term_of_payment_shares") is None
    assert _result("no_par_capital") is None


def test_a_company_by_shares_is_asked_for_payment_before_it_is_founded():
    terms = {"company_type": "股份有限公司", "share_sort": "无面额股", "shares": 10}
    assert _result("term_of_payment", terms=terms) is None
    assert _result("term_of_payment_shares", terms=terms).result == MET
    rows = [
        Contributor(id=1, contribution="C", name="甲公司", kind="数据"),
        Contributor(id=2, contribution="C", name="丙", kind="货币", amount=Decimal(400)),
    ]
    assert _result("term_of_payment_shares", terms=terms, rows=rows).result == TO_DO
    assert _result("no_par_capital", terms=terms).result == MET


def test_less_than_half_of_the_proceeds_as_capital_is_named():
    terms = {
        "mode": "增资",
        "company_type": "股份有限公司",
        "share_sort": "无面额股",
        "shares": 1000,
        "capital_per_share": Decimal(1),
        "pre_money": Decimal(3000),
    }
    assert _result("no_par_capital", terms=terms, rows=[Contributor(id=1, contribution="C", name="丙", held_shares=1000)]).result == TO_DO


def test_five_years_after_a_leap_day():
    rows = [Contributor(id=1, contribution="C", name="甲公司", kind="数据", due_on=date(2029, 3, 1), subscribed=Decimal(600))]
    found = _result("term_of_payment", terms={"founded_on": date(2024, 2, 29)}, rows=rows)
    assert found.result == TO_DO
    assert "2029-02-28" in found.reason


def test_the_unverified_limit_is_nowhere():
    words = " ".join(f"{one.title}{one.clause}{one.caveat}" for one in rules().values()) + " ".join(one.what for one in remaining())
    assert "30" not in words
    assert "百分之三十" not in words
    assert all("待" in one.caveat or "为准" in one.caveat or one.caveat for one in rules().values() if "公司法" in one.clause)


@given(st.data())
@settings(max_examples=40)
def test_never_raises_on_any_draft(data):
    """Any subset of the terms, with rows or none."""
    keys = data.draw(st.sets(st.sampled_from(sorted(_TERMS))))
    project, record = _project(terms=dict.fromkeys(keys), rows=[] if data.draw(st.booleans()) else None)
    found = contribution(project, record)
    assert all(one.result in (MET, TO_DO, UNSURE) for one in found.checks)
    assert found.table is None or sum(one.share_after for one in found.table.holders) == 100


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(9996, 2, 29), date(2024, 2, 29)])
def test_a_year_far_ahead_is_no_failure(day):
    found = _result("term_of_payment", terms={"founded_on": day})
    assert found is not None
    assert found.result in (MET, TO_DO, UNSURE)


@pytest.mark.parametrize(("typed", "kept"), [("通过", "未发现问题"), ("有条件", "附条件"), ("不通过", "不得出资"), ("附条件", "附条件")])
def test_a_conclusion_is_read_under_the_words_people_write_and_called_no_approval(typed, kept):
    assert Contribution.form.fields["compliance"].kind.parse(typed) == kept
