"""The split of a training set's joint value: its gains in, shares to the 分 out; what is missing is named, never invented."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from gzvalue.circulation.contribution_shares import FEWEST_PLACES
from gzvalue.circulation.training_result import Combination, Composition, Gain, PlayerShare, Split
from gzvalue.circulation.training_shapley import MOST_PLAYERS, averages, completed, exact_parts, missing, of_scenarios, shapley
from gzvalue.schema.expert_forms import JointScenario
from gzvalue.schema.field import Record
from gzvalue.schema.figures import rounded
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.training_forms import BY_COALITION, BY_UNIT, IN_METRIC, IN_MONEY, MONOTONE, TrainingGain, TrainingSet
from gzvalue.valuation.result import Valuation

_NAMED = 6
_FEN = 2


class CannotSplit(Exception):
    """Why the value cannot be split: the sentence, and the datum to which it leads."""

    def __init__(self, record: Record, key: str, words: str) -> None:
        super().__init__(words)
        self.record = record
        self.key = key


def gains_of(project: Project, record: TrainingSet) -> tuple[TrainingGain, ...]:
    """The gains of one training set; where there is only one, rows without a number belong to it."""
    alone = len(project.all(TrainingSet)) == 1
    return tuple(
        one for one in project.all(TrainingGain) if one.training_set == record.code or (alone and one.training_set is None)
    )  # fmt: skip


def split_of(
    project: Project, record: TrainingSet, made_of: Composition, valuation: Valuation | None
) -> tuple[Split | None, tuple[Problem, ...]]:
    """The split; ``None`` with a problem where it cannot be made, ``None`` alone where nothing of it was filled in."""
    rows = gains_of(project, record)
    if record.split_by is None and not rows:
        return None, ()
    try:
        return _split(project, record, made_of, rows, valuation), ()
    except CannotSplit as wrong:
        at = wrong.record
        return None, (Problem("error", at.form.name, at.id, wrong.key, f"{at.name_for_people}：{wrong}"),)


def _split(project: Project, record: TrainingSet, made_of: Composition, rows: Sequence[TrainingGain], valuation: Valuation | None) -> Split:
    if record.split_by is None:
        raise CannotSplit(record, "split_by", "填有组合增益，未选价值分配依据，请选择。")
    players = made_of.players
    if not players:
        raise CannotSplit(record, "split_by", "训练集组成中没有用于训练的数据集，不能分配价值。")
    unit = _unit(record)
    if record.split_by == BY_COALITION:
        gains, values, sizes = _by_coalition(record, players, rows)
        whole = gains[-1].gain
    else:
        gains, values = _by_scenario(project, record, players, rows)
        whole, sizes = sum((one.gain for one in gains), Decimal(0)), {}
    if whole <= 0:
        raise CannotSplit(record, "split_by", f"全部数据合在一起的增益为 {whole:f}，不大于 0，没有可分配的价值。")
    joint, joint_from = _joint(record, unit, whole, valuation)
    ordered = [values[player] for player in players]
    shares = exact_parts(100 * 10**FEWEST_PLACES, ordered)
    amounts: Sequence[Decimal | None] = [None] * len(players)
    if joint is not None:
        amounts = [Decimal(part).scaleb(-_FEN) for part in exact_parts(int(joint.scaleb(_FEN)), ordered)]
    found = tuple(
        PlayerShare(player, sizes.get(player, ()), values[player], Decimal(share).scaleb(-FEWEST_PLACES), amount)
        for player, share, amount in zip(players, shares, amounts, strict=True)
    )
    return Split(record.split_by, unit, gains, whole, joint, joint_from, found, FEWEST_PLACES)


def _unit(record: TrainingSet) -> str:
    if record.split_by == BY_UNIT or record.gain_in == IN_MONEY:
        return "元"
    if record.gain_in is None:
        raise CannotSplit(record, "gain_in", "未选增益单位（评价指标或收益），不能分配价值。")
    return record.metric or IN_METRIC


# --- gains -------------------------------------------------------------------------------------


def _by_coalition(
    record: TrainingSet, players: Sequence[str], rows: Sequence[TrainingGain]
) -> tuple[tuple[Gain, ...], Mapping[str, Decimal], Mapping[str, tuple[Decimal, ...]]]:
    if len(players) > MOST_PLAYERS:
        raise CannotSplit(
            record,
            "split_by",
            f"用于训练的数据集有 {len(players)} 个，按各组合的增益最多 {MOST_PLAYERS} 个；请合并，或改按缺一不可的场景。",
        )
    known = _known(players, rows)
    if frozenset(players) not in known:
        raise CannotSplit(record, "split_by", f"缺少全部 {len(players)} 个数据集合在一起（{'、'.join(players)}）的增益，不能分配价值。")
    lacking = missing(players, known)
    if lacking and record.missing != MONOTONE:
        named = "；".join("、".join(one) for one in lacking[:_NAMED])
        more = f" 等 {len(lacking)} 个组合" if len(lacking) > _NAMED else ""
        raise CannotSplit(record, "missing", f"缺少组合的增益：{named}{more}。请补填，或在“缺失组合”中选“{MONOTONE}”。")
    gains = completed(players, known)
    worth = {frozenset(one.data_sets): one.gain for one in gains}
    return gains, shapley(players, worth), averages(players, worth)


def _known(players: Sequence[str], rows: Sequence[TrainingGain]) -> dict[Combination, Decimal]:
    known: dict[Combination, Decimal] = {}
    for row in rows:
        needed = _needed(row, row.data_sets, players)
        if row.gain is None:
            continue  # a combination that is not measured yet is a missing one
        _in_range(row, "gain")
        if needed in known:
            raise CannotSplit(row, "data_sets", f"组合 {'、'.join(sorted(needed))} 填了两次，请删除一条。")
        known[needed] = row.gain
    return known


def _in_range(row: Record, key: str) -> None:
    field = row.form.fields[key]
    wrong = field.kind.verdict(getattr(row, key))
    if wrong is not None:
        raise CannotSplit(row, key, f"“{field.label}”{wrong}，请改正。")


def _needed(row: Record, codes: Sequence[str] | None, players: Sequence[str]) -> Combination:
    if not codes:
        raise CannotSplit(row, "data_sets", "未填所用数据集，不能分配价值。")
    strange = [code for code in codes if code not in players]
    if strange:
        raise CannotSplit(row, "data_sets", f"{'、'.join(strange)}不是本训练集中用于训练的数据集，请改正或先加入组成。")
    return frozenset(codes)


def _by_scenario(
    project: Project, record: TrainingSet, players: Sequence[str], rows: Sequence[TrainingGain]
) -> tuple[tuple[Gain, ...], Mapping[str, Decimal]]:
    found: list[tuple[Record, Sequence[str] | None, Decimal | None]] = [(row, row.data_sets, row.gain) for row in rows]
    if record.split_by == BY_UNIT:
        if record.unit is None:
            raise CannotSplit(record, "unit", "价值分配依据为评估单元的联合场景，请填写评估单元编号。")
        found = [(row, row.data_sets, row.income) for row in project.all(JointScenario) if row.unit == record.unit]
    if not found:
        raise CannotSplit(record, "split_by", "没有可用的场景，请补充，或改选价值分配依据。")
    scenarios = []
    for row, codes, gain in found:
        key = "income" if record.split_by == BY_UNIT else "gain"
        if gain is not None:
            _in_range(row, key)
        if gain is None or gain < 0:
            raise CannotSplit(row, key, "未填增益，不能分配价值。" if gain is None else "场景增益为负，请改正。")
        scenarios.append((_needed(row, codes, players), gain))
    gains = tuple(Gain(tuple(one for one in players if one in needed), gain) for needed, gain in scenarios)
    return gains, of_scenarios(players, scenarios)


# --- the amount --------------------------------------------------------------------------------


def _joint(record: TrainingSet, unit: str, whole: Decimal, valuation: Valuation | None) -> tuple[Decimal | None, str]:
    """What is split, to the 分, and where it comes from: as typed, else of the unit, else the whole gain where that is money."""
    if record.joint_value is not None:
        _in_range(record, "joint_value")
        return rounded(record.joint_value, _FEN), record.value_basis or "填报的联合价值"
    if record.unit is not None and valuation is not None:
        value = next((one.value for one in valuation.units if one.code == record.unit), None)
        if value is not None:
            return value, f"评估单元 {record.unit} 的测算值（未经评估）"
    if unit == "元":
        return rounded(whole, _FEN), "各项增益合计"
    return None, ""
