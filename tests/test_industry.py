"""The list of industries: complete, found as people write it, and helpful where it is not found."""

import csv
import json

import pytest

from gzvalue.paths import resource
from gzvalue.schema.industry import fault, find, industries, suggestions


def test_the_list_has_all_sections_and_divisions_in_order():
    listed = industries()
    assert [one.code for one in listed] == [f"{n:02d}" for n in range(1, 98)]
    assert "".join(dict.fromkeys(one.section_code for one in listed)) == "ABCDEFGHIJKLMNOPQRST"
    assert len({one.text for one in listed}) == 97


def test_the_list_says_where_it_comes_from_and_that_it_was_not_compared_with_the_official_text():
    listed = json.loads(resource("standards", "gbt4754.json").read_text(encoding="utf-8"))
    assert listed["verified"] is False
    assert "以国家标准原文" in listed["note"]
    assert listed["source"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("水利、环境和公共设施管理业-公共设施管理业", "78"),
        ("水利、环境和公共设施管理业 — 公共设施管理业", "78"),
        ("住宿和餐饮业－住宿业", "61"),
        ("零售业", "52"),
        ("I64", "64"),
        ("电力、热力、燃气及水生产和供应业-电力、热力生产和供应业", "44"),
    ],
)
def test_an_industry_is_found_as_people_write_it(text, code):
    one = find(text)
    assert one is not None
    assert one.code == code
    assert fault(text) is None


def test_a_wrong_industry_is_named_with_the_nearest_right_one():
    message = fault("水利、环境和公共设施管理业-公共设施管理")
    assert message is not None
    assert "GB/T 4754" in message
    assert "水利、环境和公共设施管理业-公共设施管理业" in message


def test_a_section_of_one_kind_does_not_go_with_a_division_of_another():
    assert find("住宿和餐饮业-零售业") is None


def test_nonsense_gets_advice_and_no_guess():
    message = fault("@@@")
    assert message is not None
    assert "门类-大类" in message


def test_suggestions_hold_the_typed_words():
    assert suggestions("软件")[0].division == "软件和信息技术服务业"
    assert len(suggestions("")) == 5


def test_public_cases_keep_their_doubts():
    with resource("standards", "public_cases.csv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    assert len(cases) == 37
    assert all(case["source"] and case["confidence"] in {"high", "medium"} for case in cases)
    doubtful = [case for case in cases if case["unverified_fields"]]
    assert len(doubtful) == 13
    columns = set(cases[0])
    assert all(set(case["unverified_fields"].split(";")) <= columns for case in doubtful)
