"""What may vary in a project, and which arguments of which formulas that is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from gzvalue.schema.uncertainty_forms import LIFE, POINTS
from gzvalue.valuation.result import Origin

How = Literal["scale", "shift", "growth"]
"""``scale``: × (1 + x). ``shift``: + x. ``growth``: × (1 + x)^k from the k-th forecast year on."""


class Use(NamedTuple):
    """One argument of one step.

    Attributes:
        formula: key of the step's formula.
        argument: key of the argument.
        meaning: its Chinese meaning.
        position: place within a sequence, 0 for a single value.
        origin: where the value comes from.
        unit: code of the valuation unit for which it is computed, or empty.
    """

    formula: str
    argument: str
    meaning: str
    position: int
    origin: Origin
    unit: str


@dataclass(frozen=True)
class Lever:
    """One thing that may vary, of all units or of one.

    Attributes:
        key: one of `gzvalue.schema.uncertainty_forms.LEVERS`.
        unit: code of a valuation unit; empty for all.
    """

    key: str
    unit: str = ""

    def __str__(self) -> str:
        """Its label: how a mapping by levers is written out."""
        return self.label

    @property
    def label(self) -> str:
        """As people read it."""
        return f"{self.key}（{self.unit}）" if self.unit else self.key

    @property
    def measure(self) -> str:
        """In what a change is told: ``年``, ``百分点`` or ``%``."""
        return "年" if self.key == LIFE else "百分点" if self.key in POINTS else "%"

    @property
    def scale(self) -> Decimal:
        """What a change as told is multiplied by."""
        return Decimal(1) if self.key == LIFE else Decimal("0.01")

    def effect(self, use: Use) -> How | None:
        """How this lever changes an argument; ``None`` where it does not."""
        if self.unit and use.unit != self.unit:
            return None
        place = _PLACES.get(self.key)
        return place[0] if place is not None and place[1](use) else None


_JOINT_INCOME = {"present_value_by_factors", "present_value", "capitalised_growing", "perpetual_tail"}
"""Formulas that discount incomes; their argument ``income`` is what a unit earns."""


def _is_rate(use: Use) -> bool:
    return use.argument == "rate" and use.meaning == "折现率"


def _is_income(use: Use) -> bool:
    return use.argument == "income" and use.formula in _JOINT_INCOME


def _is_tax(use: Use) -> bool:
    return use.argument == "tax" and use.origin is not None  # a tax of 0 without origin: income and rate are on one basis


def _from_income_row(*keys: str) -> Callable[[Use], bool]:
    def touches(use: Use) -> bool:
        return isinstance(use.origin, tuple) and use.origin[0] == "income_year" and use.origin[2] in keys

    return touches


_PLACES: Mapping[str, tuple[How, Callable[[Use], bool]]] = {
    "折现率": ("shift", _is_rate),
    "收益水平": ("scale", _is_income),
    "收益年增长": ("growth", _is_income),
    "可转让收益": ("scale", _from_income_row("transferable", "revenue")),
    "内部收益": ("scale", _from_income_row("internal")),
    "分成率": ("scale", lambda use: use.meaning in ("分成率", "许可费率")),
    "所得税率": ("shift", _is_tax),
    "成本水平": ("scale", lambda use: use.formula == "replacement_cost" and use.argument == "items"),
    "价值调整系数": ("scale", lambda use: use.formula == "cost_value" and use.argument == "adjustment"),
    "可比案例价值": ("scale", lambda use: use.formula == "adjusted_reference" and use.argument == "reference"),
}
"""Lever → how it acts, and on which arguments. The life acts on the structure, see `gzvalue.valuation.simulation.model`."""
