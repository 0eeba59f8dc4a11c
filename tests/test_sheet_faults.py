"""Faults of the records that a sheet prints: out of range, unreadable, leading nowhere; each is said on that paper, once."""

from decimal import Decimal

import pytest
from contribution_case import ROWS, case_project
from product_projects import offering, trade

from gzvalue.actions.sheet import as_json, sheet_of_project
from gzvalue.outputs.sheets import sheet_kind
from gzvalue.schema import edit


def entered(form, id, key, text):
    project = case_project()
    return edit.apply(project, edit.enter(project, "填写", [edit.Entry(form, id, key, text)]))


def told(project, kind):
    sheet = sheet_of_project(project, kind, "D01").sheet
    return [(one.level, one.form, one.key, one.message) for one in sheet.problems]


@pytest.mark.parametrize(
    ("kind", "form", "key", "text", "words"),
    [
        ("training", "training_set", "duplicates", "150%", "应不大于 100%"),
        ("training", "training_set", "annotators", "-3", "应不小于 0"),
        ("training", "training_part", "data_set", "D99", "在数据目录中没有"),
        ("training", "training_gain", "gain", "很多", "无法识别"),
        ("contribution", "contribution", "ends", "明年", "无法识别"),
        ("contribution", "contribution", "certificates", "Z99", "在权属凭证中没有"),
        ("contribution", "contribution", "registered_capital", "很多", "无法识别"),
        ("contribution", "contributor", "due_on", "以后", "无法识别"),
    ],
)
def test_a_fault_is_on_its_paper_once_and_makes_it_a_draft(kind, form, key, text, words):
    before = told(case_project(), kind)
    new = [one for one in told(entered(form, 1, key, text), kind) if one not in before]
    (found,) = [one for one in new if words in one[3]]
    assert found[:3] == ("error", form, key)


def test_a_text_too_long_is_a_notice_only():
    (found,) = [one for one in told(entered("training_set", 1, "model", "长" * 101), "training") if "过长" in one[3] or "精简" in one[3]]
    assert found[0] == "notice"


def test_a_doubt_about_a_datum_does_not_hide_that_it_is_out_of_range():
    """A negative amount also differs from price × quantity: the paper says both."""
    sheet = sheet_of_project(offering(trade(amount=Decimal(-3))), "trade", "D01").sheet
    assert {one.level for one in sheet.problems if one.key == "amount"} == {"notice", "error"}


def test_what_is_missing_is_not_told_a_second_time():
    assert ROWS["training_set"][0].get("model") is None
    assert len([one for one in told(case_project(), "training") if "模型" in one[3]]) == 1


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("数据产品说明书", "listing"),
        ("挂牌", "listing"),
        ("数据许可", "licence"),
        ("trading", "trade"),
        ("数据作价入股", "contribution"),
        ("contribution in kind", "contribution"),
        ("Training-Data Set", "training"),
    ],
)
def test_a_kind_is_found_by_what_people_call_it(words, name):
    assert sheet_kind(words).name == name


@pytest.mark.parametrize(("rate", "net"), [("-1", None), ("2", None), ("0.06", "188679.25")])
def test_tax_is_worked_out_only_of_a_rate_in_its_range(rate, net):
    made = sheet_of_project(offering(trade(tax_rate=Decimal(rate), tax_included=True, amount=Decimal(200000))), "trade", "D01")
    assert as_json(made)["records"][0]["money"]["net"] == net
    assert any(one.key == "tax_rate" and one.level == "error" for one in made.problems) == (net is None)
