"""The split of a training set's value against Shapley by brute force over all orders, to the 分."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzvalue.circulation.training import training, training_problems
from gzvalue.circulation.training_shapley import averages, completed, exact_parts, missing, of_scenarios
from gzvalue.schema.expert_forms import JointScenario
from gzvalue.schema.project import project_of
from gzvalue.schema.training_forms import TrainingGain, TrainingPart, TrainingSet

_NAMES = ("D1", "D2", "D3", "D4", "D5")
_GAIN = st.decimals(-50, 1000, places=2)


def _subsets(players):
    return [frozenset(one) for size in range(1, len(players) + 1) for one in combinations(players, size)]


def _brute(players, worth):
    """Each joins in every order; the mean of what it adds."""
    sums, orders = dict.fromkeys(players, Fraction(0)), list(permutations(players))
    for order in orders:
        so_far = frozenset()
        for player in order:
            more = so_far | {player}
            sums[player] += Fraction(worth[more]) - Fraction(worth.get(so_far, 0))
            so_far = more
    return {player: total / len(orders) for player, total in sums.items()}


@st.composite
def _games(draw, least=-50):
    players = _NAMES[: draw(st.integers(1, 4))]
    gain = st.decimals(least, 1000, places=2)
    worth = {one: draw(gain) for one in _subsets(players)}
    worth[frozenset(players)] = draw(st.decimals("0.01", 1000, places=2))
    return players, worth


def _project(players, worth, **more):
    record = TrainingSet(id=1, code="X", **({"split_by": "按各组合的增益", "gain_in": "收益（元）"} | more))
    parts = [TrainingPart(id=n + 1, training_set="X", data_set=one, role="训练", samples=10) for n, one in enumerate(players)]
    gains = [
        TrainingGain(id=n + 1, training_set="X", data_sets=tuple(sorted(one)), gain=gain) for n, (one, gain) in enumerate(worth.items())
    ]
    return project_of([record, *parts, *gains]), record


@given(_games())
@settings(max_examples=80)
def test_split_of_typed_combinations_is_shapley_by_brute_force(game):
    players, worth = game
    project, record = _project(players, worth)
    result = training(project, record)
    assert not [one for one in result.problems if one.level == "error"]
    split = result.split
    exact = _brute(players, worth)
    whole = worth[frozenset(players)]
    assert split.whole == whole == split.joint
    assert [one.code for one in split.shares] == list(players)
    for one in split.shares:
        assert abs(Fraction(one.value) - exact[one.code]) < Fraction(1, 10**20)
        assert abs(Fraction(one.amount) - exact[one.code]) < Fraction(1, 100)
        assert abs(Fraction(sum(one.by_size)) / len(players) - exact[one.code]) < Fraction(1, 10**20), "the steps lead to the value"
    assert sum(one.amount for one in split.shares) == whole
    assert sum(one.share for one in split.shares) == 100


@given(_games(least=0), st.decimals("0.00", 10**9, places=2))
@settings(max_examples=60)
def test_a_metric_gives_proportions_of_the_joint_value(game, joint):
    players, worth = game
    project, record = _project(players, worth, gain_in="评价指标", joint_value=joint)
    split = training(project, record).split
    exact = _brute(players, worth)
    assert sum(one.amount for one in split.shares) == joint == split.joint
    for one in split.shares:
        assert abs(Fraction(one.amount) - exact[one.code] / Fraction(split.whole) * Fraction(joint)) < Fraction(1, 100)


def test_a_metric_without_a_joint_value_has_no_amounts():
    project, record = _project(("D1",), {frozenset({"D1"}): Decimal(3)}, gain_in="评价指标")
    split = training(project, record).split
    assert split.joint is None
    assert [(one.share, one.amount) for one in split.shares] == [(100, None)]


@given(st.data(), st.integers(1, 5))
@settings(max_examples=60)
def test_scenarios_are_a_game_of_unanimity(data, count):
    players = _NAMES[:count]
    scenarios = data.draw(st.lists(st.tuples(st.sampled_from(_subsets(players)), st.decimals(0, 10**6, places=2)), min_size=1, max_size=5))
    worth = {one: sum((gain for needed, gain in scenarios if needed <= one), Decimal(0)) for one in _subsets(players)}
    exact = _brute(players, worth)
    values = of_scenarios(players, scenarios)
    assert all(abs(Fraction(values[one]) - exact[one]) < Fraction(1, 10**20) for one in players)
    record = TrainingSet(id=1, code="X", split_by="按缺一不可的场景", gain_in="收益（元）")
    parts = [TrainingPart(id=n + 1, data_set=one, role="训练", samples=1) for n, one in enumerate(players)]
    gains = [TrainingGain(id=n + 1, data_sets=tuple(sorted(needed)), gain=gain) for n, (needed, gain) in enumerate(scenarios)]
    result = training(project_of([record, *parts, *gains]), record)
    whole = sum(gain for _, gain in scenarios)
    if whole == 0:
        assert result.split is None
        return
    assert sum(one.amount for one in result.split.shares) == whole
    assert all(abs(Fraction(one.amount) - exact[one.code]) < Fraction(1, 100) for one in result.split.shares)


@given(_games(), st.data())
@settings(max_examples=60)
def test_completion_is_monotone_where_it_fills(game, data):
    players, worth = game
    kept = {one: gain for one, gain in worth.items() if len(one) == len(players) or data.draw(st.booleans())}
    lacking = missing(players, kept)
    assert {frozenset(one) for one in lacking} == worth.keys() - kept.keys()
    full = {frozenset(one.data_sets): one for one in completed(players, kept)}
    assert full.keys() == worth.keys()
    for one, gain in full.items():
        assert gain.filled == (one not in kept)
        inside = [kept[other] for other in kept if other < one]
        assert gain.gain == (kept[one] if one in kept else max([Decimal(0), *inside]))
    rows = averages(players, {one: gain.gain for one, gain in full.items()})
    assert all(len(row) == len(players) for row in rows.values())


@given(st.integers(0, 10**12), st.lists(st.decimals(-100, 1000, places=3), min_size=1, max_size=6).filter(lambda v: sum(v) > 0))
def test_parts_foot_also_with_negative_values(total, values):
    parts = exact_parts(total, values)
    assert sum(parts) == total
    whole = sum(map(Fraction, values))
    assert all(abs(part - total * Fraction(value) / whole) < 1 for part, value in zip(parts, values, strict=True))
    with pytest.raises(ValueError, match="above 0"):
        exact_parts(total, [-value for value in values])


def test_equal_data_sets_tie_by_order():
    worth = {one: Decimal(100) if len(one) == 3 else Decimal(0) for one in _subsets(_NAMES[:3])}
    project, record = _project(_NAMES[:3], worth)
    assert [str(one.amount) for one in training(project, record).split.shares] == ["33.34", "33.33", "33.33"]


def _errors(project, record):
    return [one.message for one in training(project, record).problems if one.level == "error"]


def test_missing_combinations_are_named_and_refused_or_filled_as_said():
    worth = {frozenset({"D1"}): Decimal(4), frozenset({"D1", "D2", "D3"}): Decimal(10)}
    project, record = _project(_NAMES[:3], worth)
    (said,) = _errors(project, record)
    assert "缺少组合的增益：D2；D3；D1、D2；D1、D3；D2、D3" in said
    assert training(project, record).split is None
    project, record = _project(_NAMES[:3], worth, missing="缺失的按单调性补足")
    split = training(project, record).split
    assert [one.data_sets for one in split.filled] == [("D2",), ("D3",), ("D1", "D2"), ("D1", "D3"), ("D2", "D3")]
    assert {one.data_sets: one.gain for one in split.gains}["D1", "D3"] == 4
    assert [str(one.amount) for one in split.shares] == ["6.00", "2.00", "2.00"]


@pytest.mark.parametrize(
    ("worth", "more", "said"),
    [
        ({("D1",): 1}, {}, "缺少全部 2 个数据集合在一起"),
        ({("D1", "D2"): 0, ("D1",): 0, ("D2",): 0}, {}, "不大于 0"),
        ({("D1", "D9"): 1}, {}, "D9不是本训练集中用于训练的数据集"),
        ({("D1", "D2"): 1, ("D1",): 0, ("D2",): 0}, {"gain_in": None}, "未选增益单位"),
        ({("D1", "D2"): 1}, {"split_by": None}, "未选价值分配依据"),
        ({("D1", "D2"): -1}, {"split_by": "按缺一不可的场景"}, "增益为负"),
        ({}, {"split_by": "按缺一不可的场景"}, "没有可用的场景"),
        ({}, {"split_by": "按评估单元的联合场景"}, "请填写评估单元编号"),
    ],
)
def test_what_cannot_be_split_is_said(worth, more, said):
    project, record = _project(("D1", "D2"), {frozenset(one): Decimal(gain) for one, gain in worth.items()}, **more)
    assert any(said in one for one in _errors(project, record))
    assert any(said in one.message and one.level == "notice" for one in training_problems(project))


def test_too_many_data_sets_for_combinations():
    players = tuple(f"D{n:02}" for n in range(13))
    project, record = _project(players, {frozenset(players): Decimal(1)}, missing="缺失的按单调性补足")
    assert any("最多 12 个" in one for one in _errors(project, record))


def test_twice_the_same_combination():
    project, record = _project(("D1",), {})
    rows = [TrainingGain(id=n, training_set="X", data_sets=("D1",), gain=Decimal(n)) for n in (1, 2)]
    project = project_of([*(one for rows in project.rows.values() for one in rows.values()), *rows])
    assert any("填了两次" in one for one in _errors(project, record))


def test_scenarios_of_a_valuation_unit():
    record = TrainingSet(id=1, code="X", split_by="按评估单元的联合场景", unit="U01")
    parts = [TrainingPart(id=n + 1, training_set="X", data_set=one, role="训练") for n, one in enumerate(("D1", "D2"))]
    rows = [JointScenario(id=1, unit="U01", name="甲", data_sets=("D1", "D2"), income=Decimal(60)),
            JointScenario(id=2, unit="U01", name="乙", data_sets=("D2",), income=Decimal(40)),
            JointScenario(id=3, unit="U02", name="丙", data_sets=("D9",), income=Decimal(40))]  # fmt: skip
    split = training(project_of([record, *parts, *rows]), record).split
    assert [(one.code, one.amount) for one in split.shares] == [("D1", 30), ("D2", 70)]


def test_who_only_tests_shares_nothing():
    record = TrainingSet(id=1, code="X", split_by="按缺一不可的场景", gain_in="收益（元）")
    rows = [TrainingPart(id=1, data_set="D1", role="训练", samples=7), TrainingPart(id=2, data_set="D2", role="测试", samples=3),
            TrainingGain(id=1, data_sets=("D1",), gain=Decimal(5))]  # fmt: skip
    result = training(project_of([record, *rows]), record)
    assert result.composition.others == ("D2",)
    assert result.composition.by_role == {"训练": 7, "验证": 0, "测试": 3}
    assert [one.code for one in result.split.shares] == ["D1"]
