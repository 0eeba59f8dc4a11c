"""Real options against published figures and against QuantLib, an independent library used here only."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from valuation_case import d, data_set, income, member, messages, project, unit

from gzvalue.schema.uncertainty_forms import RealOption
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.simulation.options import OptionValue, option_problems, option_values

CALL, PUT = "看涨（扩张、延迟）", "看跌（放弃）"


def option(**more: Any) -> RealOption:
    sound = {"code": "Q1", "name": "二期", "kind": CALL, "model": "布莱克–斯科尔斯", "spot": d(100), "strike": d(100), "rate": d("0.05"),
             "volatility": d("0.2"), "years": d(1), "basis": "测试"}  # fmt: skip
    return RealOption(id=1, **{**sound, **more})


def valued(**more: Any) -> OptionValue:
    (found,) = option_values(project(option(**more)))
    return found


@pytest.mark.parametrize(
    ("more", "published"),
    [
        # Hull, Options, Futures, and Other Derivatives: S 42, K 40, r 10 %, σ 20 %, six months: call 4.76, put 0.81
        ({"spot": d(42), "strike": d(40), "rate": d("0.1"), "years": d("0.5")}, "4.76"),
        ({"spot": d(42), "strike": d(40), "rate": d("0.1"), "years": d("0.5"), "kind": PUT}, "0.81"),
        # Hull: index option with a dividend yield of 3 %: S 930, K 900, r 8 %, σ 20 %, two months: 51.83
        ({"spot": d(930), "strike": d(900), "rate": d("0.08"), "delay_cost": d("0.03"), "years": Decimal(2) / 12}, "51.83"),
        # the usual textbook table: S = K = 100, r 5 %, σ 20 %, one year: 10.45 and 5.57
        ({}, "10.45"),
        ({"kind": PUT}, "5.57"),
    ],
)
def test_published_figures(more: dict[str, Any], published: str) -> None:
    assert valued(**more).value == Decimal(published)


def test_every_step_is_there_to_be_followed() -> None:
    found = valued(delay_cost=d("0.02"))
    assert [one.formula for one in found.steps] == [
        "option_d1",
        "option_d2",
        "continuous_present_value",
        "continuous_present_value",
        "call_value",
    ]
    assert found.steps[-1].inputs[1].origin == "实物期权/Q1/d1"


_AMOUNT, _RATIO = st.floats(1, 1e6), st.floats(0.001, 0.3)


@given(_AMOUNT, _AMOUNT, _RATIO, _RATIO, st.floats(0.05, 1.5), st.floats(0.05, 10), st.booleans())
@settings(max_examples=60, deadline=None)
def test_closed_form_agrees_with_quantlib(s: float, k: float, r: float, q: float, sigma: float, years: float, call: bool) -> None:
    ql = pytest.importorskip("QuantLib")
    spot, strike, rate, delay, volatility, life = (Decimal(repr(round(x, 6))) for x in (s, k, r, q, sigma, years))
    found = valued(spot=spot, strike=strike, rate=rate, delay_cost=delay, volatility=volatility, years=life, kind=CALL if call else PUT)
    forward = float(spot) * pow(2.718281828459045, float((rate - delay) * life))
    oracle = ql.blackFormula(ql.Option.Call if call else ql.Option.Put, float(strike), forward, float(volatility) * float(life) ** 0.5,
                             pow(2.718281828459045, -float(rate * life)))  # fmt: skip
    assert found.value is not None
    assert float(found.value) == pytest.approx(oracle, rel=1e-8, abs=0.006)  # stated to the 分


@pytest.mark.parametrize("american", [False, True])
@pytest.mark.parametrize("kind", [CALL, PUT])
def test_tree_agrees_with_quantlib(kind: str, american: bool) -> None:
    ql = pytest.importorskip("QuantLib")
    found = valued(model="二叉树", kind=kind, american=american, delay_cost=d("0.03"), steps=300, years=d(2), strike=d(110), spot=d(100))
    today = ql.Date(1, 1, 2026)
    ql.Settings.instance().evaluationDate = today
    count = ql.Actual365Fixed()
    process = ql.BlackScholesMertonProcess(
        ql.QuoteHandle(ql.SimpleQuote(100.0)), ql.YieldTermStructureHandle(ql.FlatForward(today, 0.03, count)),
        ql.YieldTermStructureHandle(ql.FlatForward(today, 0.05, count)), ql.BlackVolTermStructureHandle(ql.BlackConstantVol(today, ql.NullCalendar(), 0.2, count)),
    )  # fmt: skip
    last = today + 730
    exercise = ql.AmericanExercise(today, last) if american else ql.EuropeanExercise(last)
    made = ql.VanillaOption(ql.PlainVanillaPayoff(ql.Option.Call if kind == CALL else ql.Option.Put, 110.0), exercise)
    made.setPricingEngine(ql.BinomialVanillaEngine(process, "crr", 300))
    assert float(found.value or 0) == pytest.approx(made.NPV(), abs=0.006)


def test_it_never_enters_the_conclusion() -> None:
    records = [
        data_set(1, "D1"),
        unit(1, "U1", income_basis="税后"),
        member(1, "U1", "D1"),
        income(1, "U1", 2026, 110),
        income(2, "U1", 2027, 121),
    ]
    assert evaluate(project(*records, option(spot=d(10**9)))).total == evaluate(project(*records)).total == 200


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"volatility": None}, "未填“年波动率”"),
        ({"volatility": d(0)}, "须大于 0"),
        ({"spot": d(0)}, "须大于 0"),
        ({"years": d(0)}, "须大于 0"),
        ({"rate": d("-0.9")}, "无风险利率"),
        ({"model": "二叉树", "steps": 0}, "步数"),
        ({"model": "二叉树", "volatility": d("0.001"), "rate": d("0.9"), "steps": 1}, "超出可计算的范围"),
    ],
)
def test_what_cannot_be_valued_is_named(more: dict[str, Any], said: str) -> None:
    given = project(option(**more))
    (found,) = option_values(given)
    assert found.value is None
    assert said in messages(option_problems(given)), messages(option_problems(given))
    assert found.fault
