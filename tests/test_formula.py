"""Formulas: the four faces agree, every formula has a case, nothing but the closed list is used."""

import ast
import inspect
import json
import re
import textwrap
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import formualizer
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gzvalue.valuation import functions
from gzvalue.valuation.formula import Formula, cells_of_range, formula, readable, step
from gzvalue.valuation.formula import given as value_from
from gzvalue.valuation.formulas import BY_KEY, FORMULAS
from gzvalue.valuation.formulas.income import annuity_factor, discount_factor, excess_income, present_value
from gzvalue.valuation.functions import Number, Numbers, choose, smallest, total

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "examples" / "formula_cases.json").read_text("utf-8"))["cases"]
CLOSED_LIST = {"total", "smallest", "largest", "exp", "ln", "sqrt", "normal_cdf", "equal", "choose"}
every_formula = pytest.mark.parametrize("one", FORMULAS, ids=lambda f: f.key)
every_case = pytest.mark.parametrize("case", CASES, ids=lambda c: c["formula"])


def numbers_of(case: dict[str, Any], kind: type) -> dict[str, Any]:
    return {k: tuple(map(kind, v)) if isinstance(v, list) else kind(v) for k, v in case["arguments"].items()}


# --- the list ---------------------------------------------------------------------------------------


def test_every_formula_has_a_case_derived_by_hand() -> None:
    assert {f.key for f in FORMULAS} == {c["formula"] for c in CASES}
    assert all(c["derivation"] for c in CASES)


def test_keys_are_unique() -> None:
    assert len(BY_KEY) == len(FORMULAS)


@every_formula
def test_formula_is_specified(one: Formula) -> None:
    assert one.__doc__
    assert one.source
    assert any("\u4e00" <= c <= "\u9fff" for c in one.name)
    assert all(s.sign and s.meaning for s in one.symbols.values())
    assert one.written.startswith(f"{one.symbol} = ")


@every_formula
def test_body_uses_only_the_closed_list(one: Formula) -> None:
    tree = ast.parse(textwrap.dedent(inspect.getsource(one.body)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    returned = [s for s in definition.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    assert len(returned) == 1, "a formula is one expression"
    for node in ast.walk(returned[0]):
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name)
            assert node.func.id in CLOSED_LIST | {"zip"}
        elif isinstance(node, ast.Constant):
            assert isinstance(node.value, int)
        elif isinstance(node, ast.BinOp):
            assert isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.Pow)
        else:
            assert not isinstance(node, ast.If | ast.IfExp | ast.Attribute | ast.Subscript | ast.BoolOp | ast.Import)


# --- the cases, on every face -----------------------------------------------------------------------


@every_case
def test_figure_is_the_derived_one(case: dict[str, Any]) -> None:
    found = BY_KEY[case["formula"]](**numbers_of(case, Decimal))
    expected = Fraction(case["expect"])
    tolerance = Fraction(case.get("tolerance", "1e-30"))
    assert abs(Fraction(found) - expected) <= tolerance * max(1, abs(expected))


@every_case
def test_array_face_of_the_case(case: dict[str, Any]) -> None:
    one = BY_KEY[case["formula"]]
    draws = {
        k: [np.array([float(i)] * 3) for i in v] if isinstance(v, tuple) else np.array([float(v)] * 3)
        for k, v in numbers_of(case, Decimal).items()
    }
    found = np.broadcast_to(one.arrays(**draws), 3)
    assert found == pytest.approx([float(Fraction(case["expect"]))] * 3, rel=1e-12, abs=1e-12)


@every_case
@pytest.mark.parametrize("ranges", [True, False], ids=["ranges", "cells"])
def test_live_cell_of_the_case(case: dict[str, Any], ranges: bool) -> None:
    one, values = BY_KEY[case["formula"]], numbers_of(case, float)
    assert evaluated(one, values, ranges) == pytest.approx(float(Fraction(case["expect"])), rel=1e-12, abs=1e-12)


@every_case
def test_printed_numbers_give_the_figure(case: dict[str, Any]) -> None:
    """What stands on paper, read back as arithmetic, is the figure."""
    one, values = BY_KEY[case["formula"]], numbers_of(case, Decimal)
    assert from_paper(one.filled(**values)) == pytest.approx(float(one(**values)), rel=1e-6)


def evaluated(one: Formula, values: dict[str, Any], ranges: bool) -> float:
    """The formula in a cell of a sheet, recalculated by an engine that is not ours."""
    book = formualizer.Workbook()
    book.add_sheet("S")
    cells: dict[str, Any] = {}
    for column, (key, value) in enumerate(values.items(), 1):
        letter = "ABCDEF"[column - 1]
        for row, item in enumerate(value if isinstance(value, tuple) else (value,), 1):
            book.set_value("S", row, column, float(item))
        many = [f"${letter}${row}" for row in range(1, len(value) + 1)] if isinstance(value, tuple) else []
        cells[key] = f"${letter}$1" if not isinstance(value, tuple) else f"${letter}$1:${letter}${len(value)}" if ranges else many
    book.set_formula("S", 1, 10, one.cell(**cells))
    found = book.evaluate_cell("S", 1, 10)
    assert isinstance(found, float | int), found
    return float(found)


def from_paper(text: str) -> float:
    plain = re.sub(r"(\d),(?=\d{3})", r"\1", text)
    plain = re.sub(r"([\d.]+)%", r"(\1/100)", plain)
    if plain.startswith("若 "):
        condition, _, rest = plain.removeprefix("若 ").partition(" 则 ")
        yes, _, no = rest.partition("，否则 ")
        plain = yes if eval(condition.replace("=", "==")) else no
    for sign, python in (("×", "*"), ("÷", "/"), ("−", "-"), ("^", "**"), ("√", "sqrt")):
        plain = plain.replace(sign, python)
    names = {"sqrt": np.sqrt, "exp": np.exp, "ln": np.log, "N": lambda x: float(functions.normal_cdf(Decimal(x))), "max": max, "min": min}
    return float(eval(plain, names))


# --- exactness --------------------------------------------------------------------------------------

DOUBLES = {"option_d1", "option_d2", "continuous_present_value", "call_value", "put_value", "risk_neutral_probability"}
BROKEN_POWERS = {"mid_year_annuity", "volume_factor", "half_life_stock", "decay_life"}
RATIONAL = [f for f in FORMULAS if f.key not in DOUBLES | BROKEN_POWERS]


def number_for(unit: str, sign: str) -> st.SearchStrategy[Decimal]:
    if unit in {"年", "期"} or sign in {"n", "m", "d", "Y"}:
        return st.integers(1, 30).map(Decimal)
    if unit == "%":
        return st.integers(1, 6000).map(lambda n: Decimal(n).scaleb(-4))
    if unit == "元":
        return st.integers(1, 10**10).map(lambda n: Decimal(n).scaleb(-2))
    return st.integers(1, 500).map(lambda n: Decimal(n).scaleb(-2))


@st.composite
def arguments(draw: st.DrawFn, one: Formula) -> dict[str, Any]:
    length = draw(st.integers(1, 6))
    found: dict[str, Any] = {}
    for key, symbol in one.symbols.items():
        kind = number_for(symbol.unit, symbol.sign)
        found[key] = tuple(draw(st.lists(kind, min_size=length, max_size=length))) if key in one.sequences else draw(kind)
    return found


@pytest.mark.parametrize("one", RATIONAL, ids=lambda f: f.key)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_decimals_agree_with_fractions(one: Formula, data: st.DataObject) -> None:
    values = data.draw(arguments(one))
    fractions = {k: [Fraction(i) for i in v] if isinstance(v, tuple) else Fraction(v) for k, v in values.items()}
    try:
        exact = one.body(**fractions)
    except ZeroDivisionError:
        assume(False)
    sizes = [abs(Fraction(i)) for v in values.values() for i in (v if isinstance(v, tuple) else (v,))]
    # relative to the figure; where a difference cancels, relative to what was subtracted
    scale = max(abs(exact), *sizes) if exact == 0 or abs(exact) < max(sizes) else abs(exact)
    assert abs(Fraction(one(**values)) - exact) <= Fraction("1e-30") * max(scale, abs(exact))


@every_formula
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_arrays_agree_with_decimals(one: Formula, data: st.DataObject) -> None:
    values = data.draw(arguments(one))
    try:
        exact = float(one(**values))
    except ArithmeticError:
        assume(False)
    assume(1e-9 < abs(exact) < 1e15)
    draws = {k: [np.array([float(i), 1.0]) for i in v] if isinstance(v, tuple) else np.array([float(v), 1.0]) for k, v in values.items()}
    with np.errstate(all="ignore"):
        found = np.broadcast_to(one.arrays(**draws), 2)[0]
    largest = max(abs(float(i)) for v in values.values() for i in (v if isinstance(v, tuple) else (v,)))
    assert found == pytest.approx(exact, rel=1e-9, abs=1e-12 * max(1.0, largest * abs(exact), largest))


@every_formula
@given(data=st.data())
@settings(max_examples=4, deadline=None)
def test_cells_agree_with_decimals(one: Formula, data: st.DataObject) -> None:
    values = data.draw(arguments(one))
    try:
        exact = float(one(**values))
    except ArithmeticError:
        assume(False)
    assume(1e-9 < abs(exact) < 1e15)
    largest = max(abs(float(i)) for v in values.values() for i in (v if isinstance(v, tuple) else (v,)))
    assert evaluated(one, values, ranges=True) == pytest.approx(exact, rel=1e-9, abs=1e-12 * max(1.0, largest))


def test_thirty_four_digits_whatever_the_thread_is_set_to() -> None:
    from decimal import localcontext

    with localcontext() as rough:
        rough.prec = 4
        assert len(discount_factor(Decimal("0.1"), 7).as_tuple().digits) >= 33


# --- printing ---------------------------------------------------------------------------------------


def test_present_value_is_printed_as_in_a_textbook() -> None:
    assert present_value.written == "P = Σ Fₜ ÷ (1 + i)^nₜ"
    assert present_value.filled(
        income=(Decimal(300000), Decimal("1234.5")), rate=Decimal("0.145"), exponents=(Decimal("0.5"), Decimal("1.5"))
    ) == ("300,000 ÷ (1 + 14.5%)^0.5 + 1,234.50 ÷ (1 + 14.5%)^1.5")


def test_negative_numbers_are_bracketed() -> None:
    assert excess_income.filled(income=Decimal(-5), charges=(Decimal(-3), Decimal(2))) == "−5 − (−3 + 2)"
    assert discount_factor.filled(rate=Decimal("-0.1"), exponent=Decimal(-2)) == "1 ÷ (1 + (−10%))^(−2)"


def test_long_sequences_stay_a_sum() -> None:
    many = tuple(map(Decimal, range(1, 41)))
    assert present_value.filled(income=many, rate=Decimal("0.1"), exponents=many) == "Σ Fₜ ÷ (1 + 10%)^nₜ"


def test_a_choice_is_printed_in_words() -> None:
    assert annuity_factor.written == "a = 若 r = 0 则 n，否则 (1 − (1 + r)^(−n)) ÷ r"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("0.146340000", "%", "14.634%"),
        ("1234567", "元", "1,234,567"),
        ("0.000012345678", "", "0.0000123457"),
        ("-3.5", "", "−3.5"),
        ("0", "%", "0%"),
    ],
)
def test_readable_figures(value: str, unit: str, shown: str) -> None:
    assert readable(Decimal(value), unit) == shown


# --- cells ------------------------------------------------------------------------------------------


def test_ranges_become_one_sumproduct() -> None:
    assert (
        present_value.cell(income="收益!$B$2:$B$6", rate="折现率", exponents="收益!$C$2:$C$6")
        == "=SUMPRODUCT(收益!$B$2:$B$6/(1+折现率)^收益!$C$2:$C$6)"
    )
    assert excess_income.cell(income="A1", charges="B1:B3") == "=A1-SUM(B1:B3)"


def test_ranges_are_spelled_out_where_a_function_would_swallow_them() -> None:
    @formula(key="x", name="x", symbol="x", unit="", source="x", symbols={"a": ("aₜ", "a"), "b": ("b", "b")})
    def capped(a: Numbers, b: Number) -> Number:
        return total(smallest([one, b]) for one in a)

    assert capped.cell(a="A1:A3", b="B1") == "=MIN(A1,B1)+MIN(A2,B1)+MIN(A3,B1)"
    assert capped.written == "x = Σ min(aₜ, b)"


def test_cells_of_a_range() -> None:
    assert cells_of_range("'表 1'!$Z$1:$AA$2") == ["'表 1'!$Z$1", "'表 1'!$AA$1", "'表 1'!$Z$2", "'表 1'!$AA$2"]
    with pytest.raises(ValueError, match="range"):
        cells_of_range("A1")


def test_powers_and_signs_mean_the_same_in_a_spreadsheet() -> None:
    """There −2^2 is 4 and 2^3^2 is 64: brackets must keep our meaning."""

    @formula(key="y", name="y", symbol="y", unit="", source="y", symbols={"a": ("a", "a"), "b": ("b", "b")})
    def tricky(a: Number, b: Number) -> Number:
        return -(a**b) - a ** (b**2) + (a - (b - a)) / (a / b)

    assert evaluated(tricky, {"a": 2.0, "b": 3.0}, ranges=True) == pytest.approx(float(tricky(Decimal(2), Decimal(3))))
    assert from_paper(tricky.filled(a=Decimal(2), b=Decimal(3))) == pytest.approx(float(tricky(Decimal(2), Decimal(3))))


# --- refusals of the mechanism ----------------------------------------------------------------------


def test_more_than_six_arguments_are_several_formulas() -> None:
    with pytest.raises(TypeError, match="6"):

        @formula(key="z", name="z", symbol="z", unit="", source="z", symbols={c: (c, c) for c in "abcdefg"})
        def much(a: Number, b: Number, c: Number, d: Number, e: Number, f: Number, g: Number) -> Number:
            return a + b + c + d + e + f + g


def test_symbols_must_match_arguments() -> None:
    with pytest.raises(TypeError, match="differ"):

        @formula(key="z", name="z", symbol="z", unit="", source="z", symbols={"a": ("a", "a")})
        def other(b: Number) -> Number:
            return b


def test_broken_constants_are_refused() -> None:
    @formula(key="z", name="z", symbol="z", unit="", source="z", symbols={"a": ("a", "a")})
    def half(a: Number) -> Number:
        return a * 0.5

    with pytest.raises(TypeError, match="whole numbers"):
        _ = half.written


def test_a_recorded_condition_cannot_be_branched_on() -> None:
    @formula(key="z", name="z", symbol="z", unit="", source="z", symbols={"a": ("a", "a")})
    def sneaky(a: Number) -> Number:
        return a if a > 0 else -a

    with pytest.raises(TypeError, match="choose"):
        _ = sneaky.written


def test_choose_works_out_only_what_is_chosen() -> None:
    assert choose(True, lambda: Decimal(1), lambda: Decimal(1) / Decimal(0)) == 1


# --- steps ------------------------------------------------------------------------------------------


def test_a_step_knows_where_its_inputs_come_from() -> None:
    rate = step(
        BY_KEY["capm_rate"], id="r", about=("discount", 1), risk_free=Decimal("0.02"), beta=1, market_premium=Decimal("0.06"), specific=0
    )
    value = step(
        present_value, id="U01/收益法-直接/收益现值", about=("valuation_unit", 1), name="直接收益现值",
        income=[value_from(Decimal(108), ("income_year", 7, "transferable")), Decimal(0)], rate=rate, exponents=[1, 2],
    )  # fmt: skip
    assert value.value == 100
    assert (value.name, value.formula, value.unit, value.written) == ("直接收益现值", "present_value", "元", "P = Σ Fₜ ÷ (1 + i)^nₜ")
    assert value.inputs[0].origins == (("income_year", 7, "transferable"), None)
    assert value.inputs[1].origin == "r"
    assert value.inputs[2].origins == ()


def test_a_step_takes_no_floats_and_no_strangers() -> None:
    with pytest.raises(TypeError, match="float"):
        step(discount_factor, id="v", about=("x", 1), rate=0.1, exponent=1)
    with pytest.raises(TypeError, match="tax"):
        step(discount_factor, id="v", about=("x", 1), rate=0, exponent=1, tax=0)


# --- properties -------------------------------------------------------------------------------------

flows = st.lists(st.integers(0, 10**9).map(Decimal), min_size=1, max_size=8)
rates = st.integers(-3000, 20000).map(lambda n: Decimal(n).scaleb(-4))


@given(flows, rates, rates)
def test_value_falls_when_the_rate_rises(income: list[Decimal], one: Decimal, other: Decimal) -> None:
    exponents = list(range(1, len(income) + 1))
    low, high = sorted((one, other))
    assert present_value(income, low, exponents) >= present_value(income, high, exponents)


@given(flows, rates, st.integers(1, 10**4))
def test_value_scales_with_its_unit(income: list[Decimal], rate: Decimal, scale: int) -> None:
    exponents = list(range(1, len(income) + 1))
    whole, single = (Fraction(present_value([f * k for f in income], rate, exponents)) for k in (scale, 1))
    assert abs(whole - single * scale) <= whole * Fraction("1e-30")
