"""Every refusal of `gzvalue calc`: an error that names the field, never a number."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzvalue.valuation.calc.catalogue import METHODS
from gzvalue.valuation.calc.run import calculate_lines, calculate_text
from gzvalue.valuation.calc.wrong import CODES

DIRECT = {"income": [100, 110], "rate": 0.1}
MARKET = {"subsets": [{"reference_value": 100, "factors": [1, 1, 1, 1, 1]}]}
COST = {"items": [{"name": "采集", "amount": 100}], "adjustment": 0.7}
OPTION = {"spot": 100, "strike": 100, "rate": 0.05, "volatility": 0.2, "years": 1, "kind": "call"}
TREE = {"spot": 100, "strike": 100, "up": 1.1, "down": 0.9, "rate": 0.05, "step_years": 1, "steps": 2, "kind": "call"}
LOAN = {"principal": 10000, "annual_rate": 0.05, "months": 12, "method": "annuity"}
RANGE = {"low": 0.1, "high": 0.3, "weights": [0.5, 0.5], "scores": [0.5, 1]}
WACC = {"cost_equity": 0.12, "cost_debt": 0.05, "tax": 0.25, "weight_equity": 0.6, "weight_debt": 0.4}
TAB = {"value_before": 100, "tax": 0.25, "years": 10, "rate": 0.1}
SINGLE = {"income": 100, "charges": {"固定资产": {"value": 100, "return": 0.1}}, "rate": 0.2}
TWO = {"players": ["甲", "乙"], "values": {"甲": 1, "乙": 2, "甲,乙": 4}}
GREY = {"reference": [1, 2], "series": {"甲": [1, 2]}}
ROYALTY = {"revenue": [1000], "royalty": 0.1, "tax": 0.25, "rate": 0.1}
NAN, INFINITY = float("nan"), float("inf")

REFUSED: list[tuple[str, dict[str, Any], dict[str, Any], str, str]] = [
    # method, good input, what is changed in it, code, field
    ("income_direct", DIRECT, {"incme": [1]}, "unknown_field", "incme"),
    ("income_direct", DIRECT, {"rate ": 0.1}, "unknown_field", "rate "),
    ("income_direct", DIRECT, {"income": None}, "missing", "income"),
    ("income_direct", DIRECT, {"income": []}, "missing", "income"),
    ("income_direct", DIRECT, {"rate": ""}, "missing", "rate"),
    ("income_direct", DIRECT, {"rate": NAN}, "not_finite", "rate"),
    ("income_direct", DIRECT, {"rate": INFINITY}, "not_finite", "rate"),
    ("income_direct", DIRECT, {"rate": -INFINITY}, "not_finite", "rate"),
    ("income_direct", DIRECT, {"rate": "NaN"}, "not_finite", "rate"),
    ("income_direct", DIRECT, {"rate": "-Infinity"}, "not_finite", "rate"),
    ("income_direct", DIRECT, {"rate": "sNaN123"}, "not_finite", "rate"),
    ("income_direct", DIRECT, {"rate": "十"}, "not_a_number", "rate"),
    ("income_direct", DIRECT, {"rate": "１２"}, "not_a_number", "rate"),
    ("income_direct", DIRECT, {"rate": "1_000"}, "not_a_number", "rate"),
    ("income_direct", DIRECT, {"rate": "10%"}, "not_a_number", "rate"),
    ("income_direct", DIRECT, {"rate": "0x1f"}, "not_a_number", "rate"),
    ("income_direct", DIRECT, {"rate": True}, "not_a_number", "rate"),
    ("income_direct", DIRECT, {"rate": [0.1]}, "not_a_number", "rate"),
    ("income_direct", DIRECT, {"rate": {"a": 1}}, "not_a_number", "rate"),
    ("income_direct", DIRECT, {"rate": "1e999999999999"}, "range", "rate"),
    ("income_direct", DIRECT, {"rate": "1e400"}, "range", "rate"),
    ("income_direct", DIRECT, {"income": [1, "1e-400"]}, "range", "income"),
    ("income_direct", DIRECT, {"income": ["1000000000000001"]}, "range", "income"),
    ("income_direct", DIRECT, {"income": [1, True]}, "not_a_number", "income"),
    ("income_direct", DIRECT, {"income": [1, None]}, "not_a_number", "income"),
    ("income_direct", DIRECT, {"income": [1, ""]}, "not_a_number", "income"),
    ("income_direct", DIRECT, {"income": 100}, "type", "income"),
    ("income_direct", DIRECT, {"income": "100"}, "type", "income"),
    ("income_direct", DIRECT, {"income": [1] * 1001}, "length", "income"),
    ("income_direct", DIRECT, {"rate": -1}, "range", "rate"),
    ("income_direct", DIRECT, {"rate": -1.5}, "range", "rate"),
    ("income_direct", DIRECT, {"tax": 1}, "range", "tax"),
    ("income_direct", DIRECT, {"tax": -0.1}, "range", "tax"),
    ("income_direct", DIRECT, {"timing": "middle"}, "choice", "timing"),
    ("income_direct", DIRECT, {"timing": 1}, "choice", "timing"),
    ("income_direct", DIRECT, {"income_basis": "gross"}, "choice", "income_basis"),
    ("income_direct", DIRECT, {"income_basis": "pre_tax", "rate_basis": "post_tax"}, "basis", "rate_basis"),
    ("income_direct", DIRECT, {"income_basis": "post_tax", "rate_basis": "pre_tax"}, "basis", "rate_basis"),
    ("income_direct", DIRECT, {"income_basis": "pre_tax", "rate_basis": "pre_tax", "tax": 0.25}, "basis", "rate_basis"),
    ("present_value", {"cash_flows": [1], "rate": 0.1}, {"income_basis": "pre_tax", "rate_basis": "post_tax"}, "basis", "rate_basis"),
    ("present_value", {"cash_flows": [1], "rate": 0.1}, {"rates": [0.1]}, "conflict", "rates"),
    ("present_value", {"cash_flows": [1]}, {}, "missing", "rate"),
    ("present_value", {"cash_flows": [1, 2], "rates": [0.1]}, {}, "length", "rates"),
    ("present_value", {"cash_flows": [1], "rates": [-1]}, {}, "range", "rates"),
    ("income_share", {"base": [1, 2], "share": [0.1], "rate": 0.1}, {}, "length", "share"),
    ("income_share", {"base": [1, 2], "share": 0.1, "rate": 0.1}, {"share": 1.2}, "range", "share"),
    ("income_share", {"base": [1, 2], "share": 0.1, "rate": 0.1}, {"share": [0.1, -0.2]}, "range", "share"),
    ("income_excess", {"income": [1, 2], "charges": {"人力": [1]}, "rate": 0.1}, {}, "length", "charges"),
    ("income_excess", {"income": [1], "charges": {"人力": {"value": 1, "retrun": 0.1}}, "rate": 0.1}, {}, "unknown_field", "charges"),
    ("income_excess", {"income": [1], "charges": {"人力": {"value": 1}}, "rate": 0.1}, {}, "missing", "charges"),
    ("income_excess", {"income": [1], "charges": {"人力": 5}, "rate": 0.1}, {}, "type", "charges"),
    ("income_excess", {"income": [1], "charges": {" ": [5]}, "rate": 0.1}, {}, "missing", "charges"),
    ("income_excess", {"income": [1], "charges": [1], "rate": 0.1}, {}, "type", "charges"),
    ("income_excess_single", SINGLE, {"growth": 0.2}, "growth", "growth"),
    ("income_excess_single", SINGLE, {"growth": 0.3}, "growth", "growth"),
    ("income_excess_single", SINGLE, {"rate": 0}, "growth", "growth"),
    ("income_incremental", {"with_asset": [1, 2], "without_asset": [1], "rate": 0.1}, {}, "length", "without_asset"),
    ("relief_from_royalty", ROYALTY, {"tax": None}, "missing", "tax"),
    ("relief_from_royalty", ROYALTY, {"royalty": 1.5}, "range", "royalty"),
    ("relief_from_royalty", ROYALTY, {"tab": {"years": 10}}, "missing", "tab"),
    ("relief_from_royalty", ROYALTY, {"tab": {"years": -1, "tax": 0.25}}, "range", "tab"),
    ("relief_from_royalty", ROYALTY, {"tab": {"yeers": 10, "tax": 0.25}}, "unknown_field", "tab"),
    ("relief_from_royalty", ROYALTY, {"tab": [10]}, "type", "tab"),
    ("two_stage_income", {**DIRECT, "perpetual_income": 1, "capitalisation_rate": 0.1}, {"capitalisation_rate": 0}, "range", "capitalisation_rate"),
    ("two_stage_income", {**DIRECT, "perpetual_income": 1, "capitalisation_rate": 0.1}, {"timing": "mid"}, "unknown_field", "timing"),
    ("tax_amortisation_benefit", TAB, {"years": 0}, "range", "years"),
    ("tax_amortisation_benefit", TAB, {"years": -3}, "range", "years"),
    ("tax_amortisation_benefit", TAB, {"tax": 0.9, "rate": -0.5}, "undefined", "years"),
    ("tax_amortisation_benefit", TAB, {"rate": "1e-20"}, "range", "rate"),
    ("share_equivalent_investment", {"asset_cost": 1, "asset_profit_rate": 1, "other_cost": 1, "other_profit_rate": 1}, {"asset_cost": 0, "other_cost": 0}, "undefined", "asset_cost"),
    ("share_equivalent_investment", {"asset_cost": 1, "asset_profit_rate": 1, "other_cost": 1, "other_profit_rate": 1}, {"other_profit_rate": -1}, "range", "other_profit_rate"),
    ("share_range", RANGE, {"weights": [0.5, 0.6]}, "weights_sum", "weights"),
    ("share_range", RANGE, {"weights": [0.5, 0.5, 0]}, "length", "scores"),
    ("share_range", RANGE, {"scores": [0.5, 1.1]}, "range", "scores"),
    ("share_range", RANGE, {"low": 0.4}, "range", "high"),
    ("share_from_royalty", {"royalty": 0.1, "margin": 0.5}, {"margin": 0}, "range", "margin"),
    ("replacement_cost", COST, {"adjustment": 0}, "range", "adjustment"),
    ("replacement_cost", COST, {"adjustment": -0.5}, "range", "adjustment"),
    ("replacement_cost", COST, {"adjustment": 1.1}, "reason_required", "reason"),
    ("replacement_cost", COST, {"adjustment": 1.1, "reason": "  "}, "reason_required", "reason"),
    ("replacement_cost", COST, {"reason": 5}, "type", "reason"),
    ("replacement_cost", COST, {"items": [{"name": "采集", "amount": -1}]}, "range", "items"),
    ("replacement_cost", COST, {"items": [{"amount": 1}]}, "missing", "items"),
    ("replacement_cost", COST, {"items": [{"name": "a", "amount": 1, "unit": "元"}]}, "unknown_field", "items"),
    ("replacement_cost", COST, {"items": [[1]]}, "type", "items"),
    ("cost_multiplier", {"material": 1, "labour": 1, "creativity": 1, "research_risk": 0.1, "return": 0.1}, {"research_risk": 1}, "range", "research_risk"),
    ("cost_multiplier", {"material": 1, "labour": 1, "creativity": 1, "research_risk": 0.1, "return": 0.1}, {"loss_rate": 1.2}, "range", "loss_rate"),
    ("price_index", {"historic_cost": 1, "index_then": 1, "index_now": 1}, {"index_then": 0}, "range", "index_then"),
    ("life_ratio", {"used": 1, "remaining": 1}, {"used": -1}, "range", "used"),
    ("life_ratio", {"used": 1, "remaining": 1}, {"remaining": 0}, "range", "remaining"),
    ("market_adjusted", MARKET, {"subsets": [{"reference_value": 100, "factors": [1, 1, 1, 1]}]}, "length", "subsets"),
    ("market_adjusted", MARKET, {"subsets": [{"reference_value": 100, "factors": [1] * 6}]}, "length", "subsets"),
    ("market_adjusted", MARKET, {"subsets": [{"reference_value": 100, "factors": [1, 1, 1, 1, 0]}]}, "range", "subsets"),
    ("market_adjusted", MARKET, {"subsets": [{"reference_value": 100}]}, "missing", "subsets"),
    ("market_adjusted", MARKET, {"subsets": [{}]}, "missing", "subsets"),
    ("market_adjusted", MARKET, {"subsets": [{**MARKET["subsets"][0], "references": [{"value": 1, "factors": [1] * 5}]}]}, "conflict", "subsets"),
    ("market_adjusted", MARKET, {"subsets": [{"references": [{"value": 1, "factors": [1] * 3}]}]}, "length", "subsets"),
    ("rate_build_up", {"risk_free": 0.02, "premiums": {"管理": 0.02}}, {"risk_free": -1}, "range", "risk_free"),
    ("rate_build_up", {"risk_free": 0.02, "premiums": {"管理": 0.02}}, {"premiums": {"管理": -0.9, "流通": -0.9}}, "range", "premiums"),
    ("rate_capm", {"risk_free": 0.02, "beta": 1, "market_premium": 0.06}, {"beta": -30}, "range", "beta"),
    ("rate_wacc", WACC, {"weight_debt": 0.5}, "weights_sum", "weight_debt"),
    ("ahp", {"matrix": [[1, 2], [0.5, 1]]}, {"matrix": [[1, 2], [0.6, 1]]}, "reciprocal", "matrix"),
    ("ahp", {"matrix": [[1, 2], [0.5, 1]]}, {"matrix": [[2, 2], [0.5, 1]]}, "reciprocal", "matrix"),
    ("ahp", {"matrix": [[1, 2], [0.5, 1]]}, {"matrix": [[1, 2, 3], [0.5, 1, 2]]}, "length", "matrix"),
    ("ahp", {"matrix": [[1, 2], [0.5, 1]]}, {"matrix": [[1, 2], [0.5]]}, "length", "matrix"),
    ("ahp", {"matrix": [[1, 2], [0.5, 1]]}, {"matrix": [[1, -2], [-0.5, 1]]}, "range", "matrix"),
    ("ahp", {"matrix": [[1, 2], [0.5, 1]]}, {"matrix": [[1, 0], [0, 1]]}, "range", "matrix"),
    ("ahp", {"matrix": [[1, 2], [0.5, 1]]}, {"ri_table": "saaty"}, "choice", "ri_table"),
    ("ahp", {"matrix": [[1] * 16] * 16}, {}, "no_table_value", "ri_table"),
    ("ahp", {"matrix": [[1] * 14] * 14, "ri_table": "textbook_a"}, {}, "no_table_value", "ri_table"),
    ("ahp", {"matrix": [[1] * 15] * 15, "ri_table": "textbook_a"}, {}, "no_table_value", "ri_table"),
    ("ahp_hierarchy", {"criteria": [[1, 1], [1, 1]], "alternatives": {"a": [[1]], "b": [[1]]}}, {"alternatives": {"a": [[1]]}}, "length", "alternatives"),
    ("ahp_hierarchy", {"criteria": [[1, 1], [1, 1]], "alternatives": {"a": [[1]], "b": [[1, 1], [1, 1]]}}, {}, "length", "alternatives"),
    ("ahp_hierarchy", {"criteria": [[1, 1], [1, 1]], "alternatives": {"a": [[1]], "criteria": [[1]]}}, {}, "conflict", "alternatives"),
    ("ahp_hierarchy", {"criteria": [[1, 1], [1, 1]], "alternatives": {"a": [[1, 3], [1, 1]], "b": [[1, 1], [1, 1]]}}, {}, "reciprocal", "alternatives"),
    ("entropy", {"matrix": [[1, 2], [3, 4]]}, {"rescale": "none", "directions": ["+", "-"]}, "conflict", "directions"),
    ("entropy", {"matrix": [[1, 2], [3, 4]]}, {"rescale": "none", "matrix": [[1, -2], [3, 4]]}, "range", "matrix"),
    ("entropy", {"matrix": [[1, 2], [3, 4]]}, {"rescale": "none", "matrix": [[1, 0], [3, 0]]}, "undefined", "matrix"),
    ("entropy", {"matrix": [[1, 2], [3, 4]]}, {"matrix": [[1, 2], [1, 2]]}, "undefined", "matrix"),
    ("entropy", {"matrix": [[1, 2], [3, 4]]}, {"matrix": [[1, 2]]}, "length", "matrix"),
    ("entropy", {"matrix": [[1, 2], [3, 4]]}, {"directions": ["+"]}, "length", "directions"),
    ("entropy", {"matrix": [[1, 2], [3, 4]]}, {"directions": ["+", "x"]}, "choice", "directions"),
    ("entropy", {"matrix": [[1, 2], [3, 4]]}, {"rescale": "zscore"}, "choice", "rescale"),
    ("critic", {"matrix": [[1, 2], [3, 1]]}, {"matrix": [[1, 2], [2, 3]]}, "undefined", "matrix"),
    ("critic", {"matrix": [[1, 2], [3, 1]]}, {"matrix": [[1], [2]]}, "undefined", "matrix"),
    ("combine_weights", {"subjective": [0.5, 0.5], "objective": [0.5, 0.5], "method": "linear"}, {"method": None}, "missing", "method"),
    ("combine_weights", {"subjective": [0.5, 0.5], "objective": [0.5, 0.5], "method": "linear"}, {"objective": [0.5, 0.6]}, "weights_sum", "objective"),
    ("combine_weights", {"subjective": [0.5, 0.5], "objective": [0.5, 0.5], "method": "linear"}, {"objective": [1]}, "length", "objective"),
    ("combine_weights", {"subjective": [0.5, 0.5], "objective": [0.5, 0.5], "method": "linear"}, {"alpha": 1.5}, "range", "alpha"),
    ("combine_weights", {"subjective": [1, 0], "objective": [0, 1], "method": "product"}, {}, "undefined", "objective"),
    ("fuzzy", {"weights": [1], "membership": [[1, 0]]}, {"membership": [[1, 0], [1, 0]]}, "length", "membership"),
    ("fuzzy", {"weights": [1], "membership": [[1, 0]]}, {"scores": [90]}, "length", "scores"),
    ("fuzzy", {"weights": [1], "membership": [[1, 0]]}, {"weights": [0.9]}, "weights_sum", "weights"),
    ("fuzzy", {"weights": [1], "membership": [[1, 0]]}, {"membership": [[1.2, 0]]}, "range", "membership"),
    ("fuzzy", {"weights": [1], "membership": [[0, 0]], "scores": [1, 2]}, {}, "undefined", "membership"),
    ("grey_relation", GREY, {"series": {"甲": [1]}}, "length", "series"),
    ("grey_relation", GREY, {"rho": 0}, "range", "rho"),
    ("grey_relation", GREY, {"reference": [-1, 1]}, "undefined", "reference"),
    ("grey_relation", GREY, {"series": {"甲": [0, 1]}, "scaling": "initial"}, "undefined", "series"),
    ("gm11", {"series": [1, 2, 3, 4], "steps": 1}, {"series": [1, 2, 3]}, "length", "series"),
    ("gm11", {"series": [1, 2, 3, 4], "steps": 1}, {"series": [1, 2, -3, 4]}, "range", "series"),
    ("gm11", {"series": [1, 2, 3, 4], "steps": 1}, {"steps": 1.5}, "range", "steps"),
    ("gm11", {"series": [1, 2, 3, 4], "steps": 1}, {"steps": -1}, "range", "steps"),
    ("gm11", {"series": [1, 0, 0, 0], "steps": 1}, {}, "undefined", "series"),
    ("shapley", TWO, {"values": {"甲": 1, "甲,乙": 4}}, "coalition", "values"),
    ("shapley", TWO, {"values": {**TWO["values"], "乙, 甲": 4}}, "coalition", "values"),
    ("shapley", TWO, {"values": {**TWO["values"], "丙": 4}}, "coalition", "values"),
    ("shapley", TWO, {"values": {**TWO["values"], "": 0}}, "missing", "values"),
    ("shapley", TWO, {"players": ["甲", "甲"]}, "coalition", "players"),
    ("shapley", TWO, {"players": ["甲", "乙,丙"]}, "coalition", "players"),
    ("shapley", TWO, {"players": [f"p{n}" for n in range(13)]}, "length", "players"),
    ("black_scholes", OPTION, {"years": 0}, "range", "years"),
    ("black_scholes", OPTION, {"years": -1}, "range", "years"),
    ("black_scholes", OPTION, {"volatility": 0}, "range", "volatility"),
    ("black_scholes", OPTION, {"spot": -1}, "range", "spot"),
    ("black_scholes", OPTION, {"kind": "straddle"}, "choice", "kind"),
    ("black_scholes", OPTION, {"kind": None}, "missing", "kind"),
    ("binomial", TREE, {"down": 1.08}, "range", "up"),
    ("binomial", TREE, {"up": 0.9}, "range", "up"),
    ("binomial", TREE, {"american": "yes"}, "type", "american"),
    ("binomial", TREE, {"steps": 0}, "range", "steps"),
    ("binomial", TREE, {"steps": 10**9}, "range", "steps"),
    ("binomial", {**TREE, "up": 10**9, "down": "0.5", "steps": 900}, {}, "undefined", "steps"),
    ("loan", LOAN, {"grace": 12}, "range", "grace"),
    ("loan", LOAN, {"months": 0}, "range", "months"),
    ("loan", LOAN, {"months": 12.5}, "range", "months"),
    ("loan", LOAN, {"annual_rate": -0.01}, "range", "annual_rate"),
    ("loan", LOAN, {"annual_rate": "1e-20"}, "range", "annual_rate"),
    ("loan", LOAN, {"principal": 0}, "range", "principal"),
    ("loan", LOAN, {"principal": "0.005"}, "range", "principal"),
    ("loan", LOAN, {"method": "balloon"}, "choice", "method"),
    ("loan", LOAN, {"day_count": "act/360"}, "missing", "start"),
    ("loan", LOAN, {"day_count": "30/360"}, "choice", "day_count"),
    ("loan", LOAN, {"start": "2026-02-30"}, "type", "start"),
    ("loan", LOAN, {"start": 20260101}, "type", "start"),
    ("loan", LOAN, {"start": "9999-12-31"}, "range", "start"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "good", "change", "code", "field"), REFUSED, ids=lambda v: v if isinstance(v, str) else "")
def test_refusal(name: str, good: dict[str, Any], change: dict[str, Any], code: str, field: str) -> None:
    answer = calculate_text(name, json.dumps({**good, **change}).encode())
    assert set(answer) == {"error"}, answer
    error = answer["error"]
    assert (error["code"], error["field"]) == (code, field), error
    assert any("\u4e00" <= c <= "\u9fff" for c in error["message"])
    assert error.get("at", field).startswith(field)


def test_the_inputs_that_are_changed_are_good_ones() -> None:
    """A refusal means something only where the same input without the change is taken."""
    for name, good, change, _, _ in REFUSED:
        if change:
            assert "result" in calculate_text(name, json.dumps(good).encode()), (name, good)


def test_every_code_is_met() -> None:
    elsewhere = {"file", "json", "duplicate_key", "unknown_method"}
    assert {code for *_, code, _ in REFUSED} | elsewhere == set(CODES)


@pytest.mark.parametrize("method", METHODS, ids=lambda m: m.name)
def test_nothing_given_is_a_missing_field(method: Any) -> None:
    error = calculate_text(method.name, b"{}")["error"]
    assert error["code"] == "missing"


@pytest.mark.parametrize("text", [b"[]", b"null", b'"x"', b"5", b"true"])
def test_the_input_is_an_object(text: bytes) -> None:
    assert calculate_text("life_ratio", text)["error"]["code"] == "type"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"{'used': 1}",
        b'{"used": 1,}',
        b"\xff\xfe{\x00}\x00",
        b'{"used": "\xff"}',
        b'{"a":' * 100_000,
        b"[" * 3000 + b"]" * 3000,
        b'{"a": 01}',
    ],
    ids=["empty", "cut", "quotes", "comma", "utf-16", "latin", "deep objects", "deep lists", "octal"],
)
def test_what_is_no_json_is_refused(text: bytes) -> None:
    error = calculate_text("life_ratio", text)["error"]
    assert error["code"] == "json"


def test_nesting_that_json_allows_is_refused_all_the_same() -> None:
    text = b'{"used": ' + b"[" * 900 + b"]" * 900 + b', "remaining": 1}'
    assert calculate_text("life_ratio", text)["error"]["code"] in {"json", "not_a_number"}


@pytest.mark.parametrize(
    ("text", "field", "at"),
    [
        ('{"used": 1, "used": 2, "remaining": 3}', "used", None),
        ('{"items": [{"name": "a", "amount": 1, "amount": 2}], "adjustment": 1}', "items", "items[0].amount"),
    ],
)
def test_a_key_given_twice_is_refused(text: str, field: str, at: str | None) -> None:
    error = calculate_text("replacement_cost" if "items" in text else "life_ratio", text.encode())["error"]
    assert (error["code"], error["field"], error.get("at")) == ("duplicate_key", field, at)


@pytest.mark.parametrize("name", ["", "Loan", "loan ", "__class__"])
def test_unknown_method(name: str) -> None:
    error = calculate_text(name, b"{}")["error"]
    assert (error["code"], error["field"]) == ("unknown_method", "name")


def answers(*lines: str) -> list[dict[str, Any]]:
    return list(calculate_lines(line.encode("utf-8", "surrogatepass") for line in lines))


def test_lines_that_are_no_calls() -> None:
    found = answers(
        "[]", "5", '{"id": 1}', '{"id": 2, "name": 5, "input": {}}', '{"id": 3, "id": 4, "name": "loan"}', '{"id": 5, "name": "loan"}'
    )
    assert [one["error"]["code"] for one in found] == ["type", "type", "unknown_method", "unknown_method", "duplicate_key", "type"]
    assert [one["id"] for one in found[:4]] == [None, None, 1, 2]


def test_ids_come_back_as_they_were() -> None:
    call = '"name": "life_ratio", "input": {"used": 1, "remaining": 1}'
    ids = ['"甲"', "7", "true", '"\\ud800"', "1.5", "null", "[1]"]
    assert [one["id"] for one in answers(*(f'{{"id": {id}, {call}}}' for id in ids))] == ["甲", 7, True, "\ud800", "1.5", None, None]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5) | st.sampled_from(["1", "0.5", "end", "call"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(METHODS), st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_comes_there_is_an_answer(method: Any, data: st.DataObject) -> None:
    given = {field.name: data.draw(JSON, label=field.name) for field in method.fields if data.draw(st.booleans())}
    answer = calculate_text(method.name, json.dumps(given).encode())
    assert ("result" in answer) != ("error" in answer)
    if "error" in answer:
        assert answer["error"]["code"] in CODES


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_whatever_bytes_come_there_is_an_answer(line: bytes) -> None:
    for answer in calculate_lines([line]):
        assert "error" in answer
