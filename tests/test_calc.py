"""`gzvalue calc`: every method against published and hand-derived cases, and the way in and out."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from gzvalue.cli import main
from gzvalue.valuation.calc.catalogue import METHODS, described
from gzvalue.valuation.calc.run import as_line, calculate_lines, calculate_text
from gzvalue.valuation.procedures.ri_tables import ri_tables

EXAMPLES = Path(__file__).parent / "examples"
PUBLISHED: list[dict[str, Any]] = json.loads((EXAMPLES / "worked_cases.json").read_text("utf-8"))["cases"]
DERIVED: list[dict[str, Any]] = json.loads((EXAMPLES / "derived_cases.json").read_text("utf-8"))["cases"]
CASES = PUBLISHED + DERIVED


def calc(name: str, **given: Any) -> dict[str, Any]:
    return calculate_text(name, json.dumps(given).encode())


def result(name: str, **given: Any) -> dict[str, Any]:
    answer = calc(name, **given)
    assert "error" not in answer, answer
    found: dict[str, Any] = answer["result"]
    return found


def agrees(expected: Any, found: Any, tolerance: float) -> bool:
    if isinstance(expected, dict):
        return all(agrees(item, found[key], tolerance) for key, item in expected.items())
    if isinstance(expected, list):
        return len(expected) == len(found) and all(agrees(e, f, tolerance) for e, f in zip(expected, found, strict=True))
    assert isinstance(found, str), "figures come out as decimal strings"
    return abs(float(Decimal(found)) - expected) <= tolerance


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_case(case: dict[str, Any]) -> None:
    answer = calculate_text(case["name"], json.dumps(case["input"]).encode())
    assert "error" not in answer, answer
    assert answer["name"] == case["name"]
    assert agrees(case["expect"], answer["result"], case["tolerance"]), answer["result"]
    assert answer["steps"], "a figure without a step"
    for step in answer["steps"]:
        assert set(step) == {"name", "written", "inputs", "value", "unit", "source"}
        assert step["source"]
        assert all(set(one) == {"symbol", "meaning", "value", "unit"} for one in step["inputs"])


def test_every_method_has_a_case() -> None:
    assert {m.name for m in METHODS} == {c["name"] for c in CASES}
    assert all(c["derivation"] for c in DERIVED)
    assert all(c["source"] for c in PUBLISHED)


def test_the_methods_of_the_interface_are_there() -> None:
    names = """present_value income_direct income_share income_excess income_excess_single income_incremental relief_from_royalty
        two_stage_income share_equivalent_investment share_range share_from_royalty replacement_cost cost_multiplier price_index
        life_ratio market_adjusted rate_build_up rate_capm rate_wacc tax_amortisation_benefit ahp ahp_hierarchy entropy critic
        combine_weights fuzzy grey_relation gm11 shapley black_scholes binomial loan price_open"""
    assert {m.name for m in METHODS} == set(names.split())


def test_results_have_the_promised_names() -> None:
    for case in CASES:
        method = next(m for m in METHODS if m.name == case["name"])
        assert set(calculate_text(case["name"], json.dumps(case["input"]).encode())["result"]) == set(method.gives)


# --- numbers in and out -----------------------------------------------------------------------------


def test_decimal_strings_and_numbers_are_the_same() -> None:
    assert result("income_direct", income=["110", " 1.21E2 "], rate="0.10") == result("income_direct", income=[110, 121.0], rate=0.1)


def test_money_is_exact_and_unrounded() -> None:
    assert result("replacement_cost", items=[{"name": "a", "amount": 0.1}, {"name": "b", "amount": 0.2}], adjustment=1) == {
        "cost": "0.3",
        "value": "0.3",
    }
    assert result("price_index", historic_cost=100, index_then=3, index_now=1)["cost"] == "33." + "3" * 32
    huge = result("replacement_cost", items=[{"name": "a", "amount": 999999999999999}, {"name": "b", "amount": "0.000001"}], adjustment=1)
    assert huge["cost"] == "999999999999999.000001"


def test_doubles_come_out_with_all_their_digits() -> None:
    digits = re.sub(r"\D", "", result("ahp", matrix=[[1, 2, 5], [0.5, 1, 3], [0.2, 1 / 3, 1]])["weights"][0]).lstrip("0")
    assert len(digits) >= 15


def test_empty_optional_fields_mean_their_defaults() -> None:
    plain = result("income_direct", income=[100], rate=0.1)
    assert result("income_direct", income=[100], rate=0.1, tax=None, timing="", income_basis="", rate_basis=None) == plain
    assert result("present_value", cash_flows=[100], rate=0.1, rates=[], initial="")["value"] == plain["value"]
    assert result("relief_from_royalty", revenue=[100], royalty=0.1, tax=0, rate=0.1, tab={})["tab"] == "0"


def test_all_input_types_are_described() -> None:
    listed = {one["name"]: one for one in described()}
    assert len(listed) == len(METHODS)
    wacc = {field["name"]: field for field in listed["rate_wacc"]["inputs"]}
    assert wacc["tax"] == {"name": "tax", "meaning": "所得税率", "type": "number ≥ 0 < 1", "unit": "比率", "required": True}
    ahp = {field["name"]: field for field in listed["ahp"]["inputs"]}
    assert ahp["ri_table"]["default"] == "saaty_2005"
    assert not ahp["ri_table"]["required"]
    assert all(one["source"] and one["title"] for one in listed.values())


# --- warnings ---------------------------------------------------------------------------------------


def codes(answer: Mapping[str, Any]) -> list[str]:
    return [one["code"] for one in answer["warnings"]]


def test_inconsistent_matrix_gives_weights_that_are_not_accepted_and_names_the_worst_pair() -> None:
    weights_4_2_1_1_but_for_one_pair = [[1, 2, "0.11111111", 4], [0.5, 1, 2, 2], [9, 0.5, 1, 1], [0.25, 0.5, 1, 1]]
    answer = calc("ahp", matrix=weights_4_2_1_1_but_for_one_pair)
    assert answer["result"]["accepted"] is False
    assert Decimal(answer["result"]["cr"]) >= Decimal("0.1")
    assert codes(answer) == ["inconsistent"]
    assert "第 1 项与第 3 项" in answer["warnings"][0]["message"]


def test_an_inconsistent_level_of_a_hierarchy_is_named() -> None:
    bad, good = [[1, 9, "0.2"], ["0.11111111", 1, 3], [5, "0.33333333", 1]], [[1, 1, 1]] * 3
    answer = calc("ahp_hierarchy", criteria=[[1, 1], [1, 1]], alternatives={"质量": bad, "市场": good})
    consistency = answer["result"]["consistency"]
    assert (consistency["质量"]["accepted"], consistency["市场"], consistency["criteria"]) == (
        False, {"cr": "0.0", "accepted": True}, {"cr": "0.0", "accepted": True},
    )  # fmt: skip
    assert "质量" in answer["warnings"][0]["message"]


def test_the_table_decides_near_the_limit() -> None:
    matrix = [[1, 3, "0.4"], ["0.33333333", 1, "0.5"], [2.5, 2, 1]]
    verdicts = {name: result("ahp", matrix=matrix, ri_table=name)["cr"] for name in ri_tables()}
    assert len(set(verdicts.values())) > 1


@pytest.mark.parametrize(("weights", "warned"), [([0.5, 0.5], False), ([0.5, 0.500001], False), ([0.5, 0.51], True), ([0.5, 0.48], True)])
def test_sums_of_weights_may_be_a_little_off(weights: list[float], warned: bool) -> None:
    answer = calc("share_range", low=0.1, high=0.2, weights=weights, scores=[1, 1])
    assert codes(answer) == (["weights_sum"] if warned else [])


@pytest.mark.parametrize(("entry", "warned"), [("0.1428571", False), ("0.14", True)])
def test_reciprocity_may_be_a_little_off(entry: str, warned: bool) -> None:
    assert codes(calc("ahp", matrix=[[1, 7], [entry, 1]])) == (["reciprocal"] if warned else [])


def test_delta_above_one_with_a_reason_is_warned_of() -> None:
    answer = calc("replacement_cost", items=[{"name": "采集", "amount": 1}], adjustment=1.2, reason="第三方质量报告")
    assert codes(answer) == ["adjustment_above_1"]
    assert "第三方质量报告" in answer["warnings"][0]["message"]


def test_opportunity_cost_and_profit_together_are_warned_of() -> None:
    items = [{"name": "机会成本", "amount": 1}, {"name": "合理利润", "amount": 1}]
    assert codes(calc("replacement_cost", items=items, adjustment=1)) == ["double_count"]


def test_more_warnings_that_an_appraiser_expects() -> None:
    assert "perpetuity" in codes(calc("two_stage_income", income=[1], rate=0.1, perpetual_income=1, capitalisation_rate=0.1))
    assert "tab" in codes(calc("tax_amortisation_benefit", value_before=1, tax=0.25, years=10, rate=0.1))
    assert "rate_above_1" in codes(calc("income_direct", income=[1], rate=14))
    assert "taxed_twice" in codes(calc("income_direct", income=[1], rate=0.1, tax=0.25, income_basis="post_tax", rate_basis="post_tax"))
    assert "membership_sum" in codes(calc("fuzzy", weights=[1], membership=[[0.5, 0.4]]))


def test_tax_brings_pre_tax_income_to_a_post_tax_rate() -> None:
    assert codes(calc("income_direct", income=[1], rate=0.1, tax=0.25, income_basis="pre_tax", rate_basis="post_tax")) == []


# --- properties -------------------------------------------------------------------------------------

money = st.integers(0, 10**10).map(lambda n: str(Decimal(n).scaleb(-2)))
rate = st.integers(-2000, 30000).map(lambda n: str(Decimal(n).scaleb(-4)))


@given(st.lists(money, min_size=1, max_size=6), rate, rate, st.sampled_from(["end", "mid"]))
@settings(deadline=None)
def test_value_falls_when_the_rate_rises(income: list[str], one: str, other: str, timing: str) -> None:
    low, high = sorted((one, other), key=Decimal)
    values = [Decimal(result("income_direct", income=income, rate=r, timing=timing)["value"]) for r in (low, high)]
    assert values[0] >= values[1]


@given(st.lists(money, min_size=1, max_size=6), rate, st.sampled_from(["end", "mid"]))
@settings(deadline=None)
def test_equal_rates_by_period_are_one_rate(income: list[str], one: str, timing: str) -> None:
    first, second = (
        result("present_value", cash_flows=income, rate=one, timing=timing),
        result("present_value", cash_flows=income, rates=[one] * len(income), timing=timing),
    )
    assert float(first["value"]) == pytest.approx(float(second["value"]), rel=1e-12)


@given(
    st.integers(1, 10**10), st.integers(0, 3000), st.integers(1, 60), st.sampled_from(["annuity", "equal_principal", "bullet"]), st.data()
)
@settings(deadline=None, max_examples=60)
def test_every_loan_is_repaid_to_the_fen(fen: int, rate: int, months: int, method: str, data: st.DataObject) -> None:
    grace = data.draw(st.integers(0, months - 1))
    days = data.draw(st.sampled_from(["month", "act/360", "act/365"]))
    found = result("loan", principal=str(Decimal(fen).scaleb(-2)), annual_rate=str(Decimal(rate).scaleb(-4)), months=months, method=method,
                   grace=grace, day_count=days, start="2026-01-31")  # fmt: skip
    rows = found["schedule"]
    assert sum(Decimal(r["principal"]) for r in rows) == Decimal(fen).scaleb(-2)
    assert sum(Decimal(r["interest"]) for r in rows) == Decimal(found["total_interest"])
    assert Decimal(rows[-1]["balance"]) == 0
    assert all(Decimal(r["payment"]) == Decimal(r["principal"]) + Decimal(r["interest"]) for r in rows)
    assert all(Decimal(r["balance"]) >= 0 and Decimal(r["principal"]) >= 0 for r in rows)


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊"), st.integers(0, 10**8), min_size=1), st.randoms())
@settings(deadline=None)
def test_shapley_shares_sum_to_the_whole_and_names_have_no_order(alone: dict[str, int], shuffle: Any) -> None:
    players = list(alone)
    values = {}
    for mask in range(1, 1 << len(players)):
        group = [p for place, p in enumerate(players) if mask >> place & 1]
        shuffle.shuffle(group)
        values[",".join(group)] = sum(alone[p] for p in group) * len(group)
    shares = result("shapley", players=players, values=values)["shares"]
    whole = sum(alone.values()) * len(players)
    assert abs(sum(map(Decimal, shares.values())) - whole) <= Decimal("1e-20")


def test_put_and_call_keep_parity() -> None:
    given = {"spot": 100, "strike": 95, "rate": 0.05, "volatility": 0.3, "years": 1.5, "dividend_yield": 0.02}
    call, put = (float(result("black_scholes", kind=kind, **given)["value"]) for kind in ("call", "put"))
    from math import exp

    assert call - put == pytest.approx(100 * exp(-0.03) - 95 * exp(-0.075), abs=1e-10)


def test_a_fine_tree_comes_close_to_black_scholes() -> None:
    from math import exp, sqrt

    steps, sigma = 2000, 0.3
    up = exp(sigma * sqrt(1 / steps))
    tree = result("binomial", spot=100, strike=95, up=up, down=1 / up, rate=0.05, step_years=1 / steps, steps=steps, kind="call")
    assert float(tree["value"]) == pytest.approx(
        float(result("black_scholes", spot=100, strike=95, rate=0.05, volatility=sigma, years=1, kind="call")["value"]), abs=0.01
    )


# --- the command ------------------------------------------------------------------------------------


def run(*words: str, input: str | bytes = b"") -> tuple[int, str]:
    answer = CliRunner().invoke(main, ["calc", *words], input=input)
    return answer.exit_code, answer.stdout


def test_one_calculation_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_text('{"used": 2, "remaining": 3}', "utf-8-sig")
    status, text = run("life_ratio", "--input", str(file))
    assert (status, json.loads(text)["result"]) == (0, {"adjustment": "0.6"})


def test_one_wrong_calculation_says_so_in_json_and_exits_2() -> None:
    status, text = run("life_ratio", "--input", "-", input='{"used": 2, "remainin": 3}')
    error = json.loads(text)["error"]
    assert status == 2
    assert (error["code"], error["field"]) == ("unknown_field", "remainin")
    assert "remaining" in error["message"]


def test_a_file_that_is_not_there_is_answered_in_json(tmp_path: Path) -> None:
    for place in (tmp_path / "none.json", tmp_path):
        for words in (("life_ratio", "--input"), ("--batch",)):
            status, text = run(*words, str(place))
            assert (status, json.loads(text)["error"]["code"]) == (2, "file")


def test_the_list_is_json() -> None:
    status, text = run("--list")
    assert (status, [one["name"] for one in json.loads(text)]) == (0, [m.name for m in METHODS])


@pytest.mark.parametrize("words", [(), ("life_ratio",), ("--list", "--batch", "-"), ("--input", "-"), ("life_ratio", "--batch", "-")])
def test_the_command_says_how_it_is_used(words: tuple[str, ...]) -> None:
    answer = CliRunner().invoke(main, ["calc", *words])
    assert answer.exit_code == 2
    assert "calc --list" in answer.stderr


def test_a_batch_goes_on_after_wrong_lines_and_exits_0() -> None:
    lines = [
        '{"id": "a", "name": "life_ratio", "input": {"used": 1, "remaining": 1}}',
        "",
        "garbage",
        '{"id": 7, "name": "life_ratio", "input": {"used": -1, "remaining": 1}}',
        '{"id": "b", "name": "life_ratio", "input": {"used": 1, "remaining": 3}}',
    ]
    status, text = run("--batch", "-", input="\ufeff" + "\r\n".join(lines))
    answers = [json.loads(line) for line in text.splitlines()]
    assert status == 0
    assert [one["id"] for one in answers] == ["a", None, 7, "b"]
    assert [one.get("error", {}).get("code") for one in answers] == [None, "json", "range", None]
    assert answers[0]["result"] == {"adjustment": "0.5"}
    assert set(answers[0]) == {"id", "name", "result", "steps", "warnings"}
    assert set(answers[1]) == {"id", "error"}


def test_a_thousand_lines_give_a_thousand_answers_in_order() -> None:
    lines = [json.dumps({"id": n, "name": c["name"], "input": c["input"]}).encode() for n, c in enumerate(CASES * 20)][:1000]
    answers = list(calculate_lines(lines))
    assert [one["id"] for one in answers] == list(range(1000))
    assert all("result" in one for one in answers)
    assert all("\n" not in as_line(one) for one in answers)


def test_the_calculator_needs_no_window_no_tables_and_no_paper() -> None:
    code = (
        "import sys; from gzvalue.valuation.calc.run import calculate_text; "
        "heavy = {'pandas', 'PySide6', 'reportlab', 'sqlite_utils', 'scipy', 'duckdb'} & set(sys.modules); sys.exit(str(heavy) if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_codes_are_documented() -> None:
    from gzvalue.valuation import calc as package
    from gzvalue.valuation.calc.wrong import CODES

    source = "".join(file.read_text("utf-8") for file in Path(package.__file__).parent.glob("*.py"))
    warnings = set(re.findall(r'\.warn\(\s*"(\w+)"', source))
    page = (Path(__file__).parent.parent / "docs" / "calc.md").read_text("utf-8")
    assert len(warnings) >= 14
    assert {code for code in warnings | set(CODES) if f"`{code}`" not in page} == set()
