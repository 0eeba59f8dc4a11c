"""A unit's conclusion from several methods by entered weights: only with written reasons, never a mere mean."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from gzvalue.schema.conclusion_forms import BY_WEIGHTS, MethodWeight, UnitConclusion
from gzvalue.schema.kinds import rounded
from gzvalue.schema.valuation_forms import METHODS, ValuationUnit
from gzvalue.valuation.doubts import ZERO, Doubts, number
from gzvalue.valuation.formula import given, step
from gzvalue.valuation.formulas.conclusion import weighted_conclusion
from gzvalue.valuation.result import Step
from gzvalue.valuation.weighing import sums_to_one

END = "加权结论"
"""Last part of the id of the step of a weighted conclusion."""


class Choice(NamedTuple):
    """How the conclusion of a unit is formed: its record, if any, and the weights."""

    record: UnitConclusion | None = None
    weights: tuple[MethodWeight, ...] = ()

    @property
    def weighted(self) -> bool:
        """Whether the conclusion is weighted."""
        return self.record is not None and self.record.by == BY_WEIGHTS


class Result(NamedTuple):
    """What one method gave: stated to the 分, the id of its step, and the transferable part where it has one."""

    value: Decimal
    step: str
    transferable: Decimal | None


class Weighted(NamedTuple):
    """A weighted conclusion to the 分; ``transferable`` only where every method with a weight tells it."""

    value: Decimal
    step: Step
    transferable: Decimal | None
    weights: Mapping[str, Decimal]


def weighted_methods(choice: Choice) -> tuple[str, ...]:
    """The methods that a weighted conclusion takes in, in the order of `METHODS`."""
    named = {one.method for one in choice.weights} if choice.weighted else set()
    return tuple(method for method in METHODS if method in named)


def weighted_value(unit: ValuationUnit, label: str, choice: Choice, results: Mapping[str, Result], doubts: Doubts) -> Weighted | None:
    """The weighted conclusion, or ``None`` where ``doubts`` say why there is none."""
    record, without = choice.record, f"{unit.code or unit.name_for_people} 的加权结论没有得出"
    assert record is not None
    if not record.weight_reason:
        doubts.block(record, "weight_reason", f"{unit.code or ''} 的结论为加权，须写明加权理由，{without}")
    if len(choice.weights) < 2:
        doubts.block(record, "by", f"{unit.code or ''} 的结论为加权，须在方法权重中至少录入两种方法，{without}")
    rows = _rows(unit, choice.weights, results, doubts, without)
    if not doubts.blocked:
        sums_to_one([one.weight for one in rows if one.weight is not None], f"{unit.code} 的方法", rows[0], "weight", doubts, without)
    if doubts.blocked:
        return None
    taken = [results[one.method or ""] for one in rows]
    weights = [one.weight or ZERO for one in rows]
    whole = step(
        weighted_conclusion, id=f"{label}/{END}", about=(unit.form.name, unit.id),
        weights=[given(one.weight or ZERO, (one.form.name, one.id, "weight")) for one in rows],
        values=[given(one.value, one.step) for one in taken],
    )  # fmt: skip
    transferable = None
    if all(one.transferable is not None for one in taken):
        transferable = sum((weight * (one.transferable or ZERO) for weight, one in zip(weights, taken, strict=True)), ZERO)
    return Weighted(
        rounded(number(whole), 2), whole, None if transferable is None else rounded(transferable, 2),
        {one.method or "": one.weight or ZERO for one in rows},
    )  # fmt: skip


def _rows(
    unit: ValuationUnit, weights: Sequence[MethodWeight], results: Mapping[str, Result], doubts: Doubts, without: str
) -> list[MethodWeight]:
    seen: dict[str, MethodWeight] = {}
    for one in weights:
        method = doubts.value(one, "method", without)
        doubts.value(one, "weight", without)
        if method is None:
            continue
        if method in seen:
            doubts.block(one, "method", f"{unit.code} 的{method}有两行权重，{without}；请删去一行")
        elif method not in results:
            doubts.block(one, "method", f"{unit.code} 的{method}没有结果，不能参与加权，{without}")
        seen.setdefault(method, one)
    return [seen[method] for method in METHODS if method in seen]
