"""The project's own formulas run again: at no change they give the conclusion, and every change what a new valuation gives."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_projects import random_project
from sample_case import sample_project
from test_income_methods import built
from valuation_case import cost, d, data_set, head, income, member, messages, project, rate, unit

from gzvalue.schema.market_forms import Comparable, MarketState
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.uncertainty_forms import ParameterCorrelation, UncertainParameter, UncertaintySetting, ValueScenario
from gzvalue.schema.valuation_forms import METHODS
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.procedures.unsolvable import Unsolvable
from gzvalue.valuation.simulation.asked import asked
from gzvalue.valuation.simulation.levers import Lever
from gzvalue.valuation.simulation.model import ProjectModel, project_levers
from gzvalue.valuation.simulation.study import Study, study

FEN = Decimal("0.01")


def model_of(given: Project) -> ProjectModel:
    valuation = evaluate(given)
    return ProjectModel(given, valuation, project_levers(given, valuation))


def studied(*more: Any, indices: bool = False) -> Study:
    given = plain(*more)
    found = study(given, evaluate(given), indices=indices)
    assert found is not None
    return found


def plain(*more: Any) -> Project:
    """One unit of two data sets: 110 and 121 元 at 10 %, untaxed, worth 100 + 100."""
    return project(
        data_set(1, "D1"), data_set(2, "D2"), unit(1, "U1", income_basis="税后"), member(1, "U1", "D1"), member(2, "U1", "D2"),
        income(1, "U1", 2026, 110), income(2, "U1", 2027, 121), *more,
    )  # fmt: skip


def varied(id: int, lever: str, *values: Any, shape: str = "三角分布", **more: Any) -> UncertainParameter:
    keys = {
        "三角分布": ("low", "mode", "high"),
        "PERT 分布": ("low", "mode", "high"),
        "均匀分布": ("low", "high"),
        "正态分布": ("mean", "deviation"),
    }
    return UncertainParameter(id=id, code=f"X{id}", lever=lever, shape=shape, **dict(zip(keys[shape], map(d, values), strict=True)), **more)


# --- the same as the valuation ------------------------------------------------------------------


def test_the_sample_at_no_change_is_the_conclusion_on_both_faces() -> None:
    model = model_of(sample_project())
    assert abs(model.exact({}) - model.valuation.total) < 10 * FEN  # each unit is stated to the 分
    still = model.arrays({lever: np.zeros(10_000) for lever in model.levers})
    assert np.allclose(still, float(model.valuation.total), rtol=0, atol=0.1)


@pytest.mark.parametrize("seed", range(25))
def test_random_projects_at_no_change_are_their_conclusion_on_both_faces(seed: int) -> None:
    given = random_project(seed, most=7)
    valuation = evaluate(given)
    if not any(one.value for one in valuation.units):
        return
    model = ProjectModel(given, valuation, project_levers(given, valuation))
    rows = FEN * (len(given.unit_members) + len(given.units) + len(given.cost_items) * (len(given.data_sets) + 1) + 1)
    assert abs(model.exact({}) - valuation.total) <= rows  # parts are stated to the 分 on the way, the model rounds nowhere
    if model.levers:
        assert model.arrays({model.levers[0]: np.zeros(3)})[1] == pytest.approx(float(valuation.total), abs=float(rows), rel=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_simulates_to_its_value_when_nothing_varies(method: str) -> None:
    """A project of each main method; degenerate distributions give the conclusion itself, and the method's own levers move it."""
    given = _of_method(method)
    valuation = evaluate(given)
    assert valuation.total > 0, messages(valuation.problems, "error")
    rows = [varied(n, lever.key, 0, 0, 0) for n, lever in enumerate(project_levers(given, valuation), 1)]
    found = study(_with(given, *rows), valuation, indices=False)
    assert found is not None
    assert found.simulated is not None, found.faults
    assert {found.simulated.p10, found.simulated.p50, found.simulated.p90} == {found.simulated.p50}
    assert abs(found.simulated.p50 - valuation.total) <= 3 * FEN
    assert {"成本法": "成本水平", "市场法": "可比案例价值"}.get(method, "收益水平") in {
        lever.key for lever in project_levers(given, valuation)
    }


def _of_method(method: str) -> Project:
    """One unit of three data sets with whatever each method asks for."""
    base = built("收益法-直接" if method in ("成本法", "市场法") else method, [Decimal(110_000), Decimal(121_000)], Decimal("0.1"))
    own = next(iter(base.units))
    reference = Comparable(id=1, unit="U1", subset="全部", name="某指数", source="公开页", deal_date=date(2025, 9, 1), value=d(900_000), quality=d("1.1"),
                           supply=d(1), timing=d(1), volume=d("0.9"), other=d(1), reason="相近")  # fmt: skip
    records = [one for rows in base.rows.values() for one in rows.values() if one is not own and one.form.name != "market_state"]
    costs = [cost(n, f"D{n}", 1000 * n) for n in (1, 2, 3)]
    return project_of(
        [
            *records,
            replace(own, main_method=method),
            *costs,
            reference,
            MarketState(active="是", active_reason="成交多", main_market="某所"),
        ]
    )


def _with(given: Project, *rows: UncertainParameter) -> Project:
    return replace(given, rows=MappingProxyType({**given.rows, "uncertain_parameter": MappingProxyType({row.id: row for row in rows})}))


@pytest.mark.parametrize(
    ("lever", "change", "rate_", "factor", "growth"),
    [("折现率", "0.05", "0.15", "1", "1"), ("收益水平", "-0.2", "0.1", "0.8", "1"), ("收益年增长", "0.1", "0.1", "1", "1.1")],
)
def test_a_change_gives_what_a_new_valuation_gives(lever: str, change: str, rate_: str, factor: str, growth: str) -> None:
    moved = project(
        data_set(1, "D1"), data_set(2, "D2"), rate(rate_), unit(1, "U1", income_basis="税后"), member(1, "U1", "D1"), member(2, "U1", "D2"),
        income(1, "U1", 2026, Decimal(110) * Decimal(factor)), income(2, "U1", 2027, Decimal(121) * Decimal(factor) * Decimal(growth)),
    )  # fmt: skip
    assert abs(model_of(plain()).exact({Lever(lever): Decimal(change)}) - evaluate(moved).total) < FEN


@given(st.lists(st.integers(-30, 30), min_size=8, max_size=8), st.integers(-1, 1))
@settings(max_examples=25, deadline=None)
def test_arrays_and_decimals_give_the_same_for_any_changes(percents: list[int], years: int) -> None:
    model = _sample_model()
    moved = [lever for lever in model.levers if lever.key != "收益期限"]
    changes = {
        lever: Decimal(percent) / (1000 if lever.measure == "百分点" else 100) for lever, percent in zip(moved, percents, strict=False)
    }
    changes[Lever("收益期限")] = Decimal(years)
    drawn = model.arrays({lever: np.array([float(change)]) for lever, change in changes.items()})
    assert drawn[0] == pytest.approx(float(model.exact(changes)), rel=1e-12)


@cache
def _sample_model() -> ProjectModel:
    return model_of(sample_project())


def test_a_lever_of_one_unit_leaves_the_others_alone() -> None:
    given = project(
        data_set(1, "D1"), data_set(2, "D2"), unit(1, "U1", income_basis="税后"), unit(2, "U2", income_basis="税后"), member(1, "U1", "D1"),
        member(2, "U2", "D2"), *(income(n, f"U{1 + (n > 2)}", 2026 + (n + 1) % 2, 110 if n % 2 else 121) for n in (1, 2, 3, 4)),
    )  # fmt: skip
    valuation = evaluate(given)
    levers = (Lever("折现率", "U2"), Lever("收益水平", "U1"), Lever("收益水平"))
    model = ProjectModel(given, valuation, levers)
    assert valuation.total == 400
    assert model.exact({levers[1]: Decimal("0.5")}) == 500
    assert model.exact({levers[1]: Decimal("0.5"), levers[2]: Decimal("0.1")}) == pytest.approx(Decimal(550))
    only = model.exact({levers[0]: Decimal("0.1")})  # U2 at 20 %: 110/1.2 + 121/1.44
    assert abs(only - (200 + Decimal(110) / Decimal("1.2") + Decimal(121) / Decimal("1.44"))) < Decimal("1e-20")
    assert model.arrays({levers[0]: np.array([0.1, 0.0])}) == pytest.approx([float(only), 400])


def test_a_longer_life_repeats_the_last_year_and_a_shorter_one_drops_it() -> None:
    model = model_of(plain())
    assert abs(model.exact({Lever("收益期限"): Decimal(1)}) - (200 + Decimal(121) / Decimal("1.331"))) < FEN
    assert model.exact({Lever("收益期限"): Decimal(-1)}) == 100
    assert model.arrays({Lever("收益期限"): np.array([-1.1, -0.1, 0.9, 0.0])}) == pytest.approx([100, 200, 200 + 121 / 1.331, 200])
    with pytest.raises(Unsolvable, match="U1 的收益期限变动 −2 年后不大于 0"):
        model.exact({Lever("收益期限"): Decimal(-2)})


def test_a_lever_that_moves_nothing_is_not_offered() -> None:
    given = plain()
    assert [one.key for one in project_levers(given, evaluate(given))] == ["折现率", "收益水平", "可转让收益", "收益年增长", "收益期限"]
    by_cost = project(data_set(1, "D1"), cost(1, "D1", 1000), unit(1, "U1", main_method="成本法"), member(1, "U1", "D1"))
    model = model_of(by_cost)
    assert [one.key for one in model.levers] == ["成本水平", "价值调整系数"]
    assert model.exact({Lever("成本水平"): Decimal("0.1")}) == 550  # 1,000 × 1.1 × 50 %


# --- the study ----------------------------------------------------------------------------------


def test_the_tornado_is_sorted_and_takes_the_entered_range() -> None:
    found = studied(varied(1, "收益水平", -50, 0, 50))
    assert found.swings[0].lever.key == "收益水平"
    assert (found.swings[0].at_low, found.swings[0].at_high, found.swings[0].own_default) == (Decimal("100.00"), Decimal("300.00"), False)
    assert list(found.swings) == sorted(found.swings, key=lambda one: -one.span)
    assert found.swings[0].words == "收益水平 −50 至 +50%"


def test_the_simulation_is_the_one_of_its_seed_and_draws() -> None:
    setting = UncertaintySetting(draws=4000, seed=7)
    first, again = (studied(varied(1, "收益水平", -20, 20, shape="均匀分布"), setting) for _ in range(2))
    assert first == again
    assert first.simulated is not None
    assert (first.simulated.draws, first.simulated.seed, sum(first.simulated.counts)) == (4000, 7, 4000)
    assert first.simulated != studied(varied(1, "收益水平", -20, 20, shape="均匀分布"), replace(setting, seed=8)).simulated
    assert float(first.simulated.p10) == pytest.approx(168, abs=1.5)  # uniform on 160 … 240
    assert float(first.simulated.p90) == pytest.approx(232, abs=1.5)


@pytest.mark.parametrize(("rho", "deviation"), [("0.9", 0.0), ("-0.9", 0.0)])
def test_correlation_widens_or_narrows_the_result(rho: str, deviation: float) -> None:
    rows = (varied(1, "收益水平", 0, 10, shape="正态分布"), varied(2, "折现率", 0, 2, shape="正态分布"))
    alone, together = studied(*rows), studied(*rows, ParameterCorrelation(id=1, first="X1", second="X2", rho=d(rho)))
    assert alone.simulated is not None
    assert together.simulated is not None
    wider = together.simulated.deviation > alone.simulated.deviation
    assert wider == (Decimal(rho) < 0)  # a high rate lowers the value: against a high income it evens out


def test_scenarios_of_the_program_and_of_the_user() -> None:
    found = studied(ValueScenario(id=1, code="S1", name="不续签", income=d("-0.5"), life=d(-1)))
    values = {one.case.name: one.value for one in found.cases}
    assert values["基准"] == found.base == 200
    assert values["不续签"] == 50
    assert values["悲观"] is not None
    assert values["乐观"] is not None
    assert values["悲观"] < 200 < values["乐观"]
    assert [one.case.own_default for one in found.cases] == [True, True, True, False]


def test_without_distributions_the_programs_own_are_used_and_it_is_said() -> None:
    found = studied()
    assert found.own_default
    assert all(one.own_default for one in found.varied)
    assert found.simulated is not None
    assert found.simulated.draws == 20_000
    assert studied(varied(1, "收益水平", -1, 0, 1)).own_default is False


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (varied(1, "收益水平", 30, 0, -30), "参数 X1（收益水平）的三角分布有误：最低变动不能大于最高变动"),
        (varied(1, "收益水平", 0, 40, 30), "参数 X1（收益水平）的三角分布有误：最可能变动须在最低与最高之间"),
        (varied(1, "折现率", 5, 1, shape="均匀分布"), "参数 X1（折现率）的均匀分布有误：最低变动不能大于最高变动"),
        (varied(1, "折现率", 0, -1, shape="正态分布"), "参数 X1（折现率）的正态分布有误：标准差不能为负"),
        (varied(1, "收益水平", -10, None, 10), "参数 X1（收益水平）的分布不完整"),
        (varied(1, "收益水平", -100, 0, 10), "最低变动须大于 −100"),
        (UncertainParameter(id=1, code="X1", shape="三角分布"), "未填“参数”"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_distribution_is_named_by_its_parameter_and_nothing_is_simulated(row: UncertainParameter, said: str) -> None:
    found = studied(row, varied(2, "收益期限", -1, 0, 0))
    assert said in messages(found.problems, "error"), messages(found.problems)
    assert found.simulated is None
    (life,) = [one for one in found.swings if one.lever.key == "收益期限"]
    assert (life.low, life.high, life.own_default) == (-1, 0, False)  # the tornado takes the rows that are sound


def test_bad_correlations_are_named() -> None:
    rows = (varied(1, "收益水平", -10, 0, 10), varied(2, "折现率", -1, 0, 1))
    for row, said in (
        (ParameterCorrelation(id=1, first="X1", second="X9", rho=d("0.5")), "所指的参数不存在"),
        (ParameterCorrelation(id=1, first="X1", second="X1", rho=d("0.5")), "不能与自己相关"),
        (ParameterCorrelation(id=1, first="X1", second="X2", rho=d("1")), "须在 −1 与 1 之间"),
    ):
        assert said in messages(studied(*rows, row).problems)
    three = (*rows, varied(3, "收益年增长", -1, 0, 1))
    clash = [ParameterCorrelation(id=n, first=f"X{a}", second=f"X{b}", rho=d(rho)) for n, (a, b, rho) in
             enumerate([(1, 2, "0.9"), (2, 3, "0.9"), (1, 3, "-0.9")], 1)]  # fmt: skip
    assert "不能同时成立" in "".join(studied(*three, *clash).faults)


def test_the_same_lever_twice_is_refused() -> None:
    assert "X1 与 X2 都是“收益水平”" in messages(studied(varied(1, "收益水平", -1, 0, 1), varied(2, "收益水平", -2, 0, 2)).problems)


def test_a_rate_drawn_below_minus_one_is_refused_in_words() -> None:
    found = studied(varied(1, "折现率", 0, 400, shape="正态分布"))
    assert found.simulated is None
    assert "没有意义" in "".join(found.faults)


def test_no_conclusion_no_study() -> None:
    bare = project(head(), data_set(1, "D1"))
    assert study(bare, evaluate(bare)) is None
    assert asked(bare, ()).varied == ()


def test_the_study_can_be_stopped() -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int, what: str) -> None:
        if what == "模拟" and done:
            raise Stopped

    given = plain()
    with pytest.raises(Stopped):
        study(given, evaluate(given), progress=stop)


# --- Sobol indices ------------------------------------------------------------------------------


def test_sobol_indices_agree_with_salib() -> None:
    """SALib as an oracle: the same parameters and the same model, its own draws and estimators."""
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample

    rows = (
        varied(1, "收益水平", -30, 30, shape="均匀分布"),
        varied(2, "折现率", -5, 5, shape="均匀分布"),
        varied(3, "收益年增长", -4, 10, shape="均匀分布"),
    )
    found = studied(*rows, indices=True)
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[-0.3, 0.3], [-0.05, 0.05], [-0.04, 0.1]]}
    x = sample.sample(problem, 2048, calc_second_order=False, seed=3)
    model = ProjectModel(plain(), evaluate(plain()), tuple(Lever(one.lever or "") for one in rows))
    y = model.arrays({lever: x[:, at] for at, lever in enumerate(model.levers)})
    oracle = analyze.analyze(problem, y, calc_second_order=False, seed=3)
    ours = {one.lever.key: one for one in found.influences}
    for at, row in enumerate(rows):
        assert float(ours[row.lever or ""].first) == pytest.approx(oracle["S1"][at], abs=0.02)
        assert float(ours[row.lever or ""].total) == pytest.approx(oracle["ST"][at], abs=0.02)


def test_sobol_indices_of_a_linear_model_are_the_shares_of_variance() -> None:
    from gzvalue.valuation.simulation.asked import Varied
    from gzvalue.valuation.simulation.sobol import sobol_indices

    class Linear:
        def arrays(self, changes: Any, progress: Any) -> Any:
            one, other = changes.values()
            return 3 * one + 4 * other

    rows = [Varied("", Lever("折现率"), "正态分布", (d(0), d(1))), Varied("", Lever("收益年增长"), "正态分布", (d(0), d(1)))]  # type: ignore[arg-type]
    (first, _), (second, whole) = sobol_indices(Linear(), rows, 4096, 1, lambda done, count: None)  # type: ignore[arg-type]
    assert (first, second, whole) == pytest.approx((9 / 25, 16 / 25, 16 / 25), abs=0.01)


def test_every_distribution_goes_through_its_inverse() -> None:
    from gzvalue.valuation.simulation.distributions import distribution_of, frozen

    for row in (varied(1, "收益水平", -30, 0, 15), varied(1, "收益水平", -30, 0, 15, shape="PERT 分布"), varied(1, "收益水平", -3, 5, shape="均匀分布"),
                varied(1, "收益水平", 1, 5, shape="正态分布")):  # fmt: skip
        one = distribution_of(asked(plain(row), ()).varied[0])
        drawn = one.draw(np.random.default_rng(1), 200_000)
        assert frozen(one).ppf([0.1, 0.5, 0.9]) == pytest.approx(np.percentile(drawn, [10, 50, 90]), abs=2e-3)
