"""Where each datum and each step stands in the workbook, so that formulas refer to them and never repeat a figure."""

from collections.abc import Mapping
from decimal import Decimal

from gzvalue.outputs.workbook.page import Linked, Page, Ref
from gzvalue.schema.kinds import rounded
from gzvalue.valuation.result import Step

STATED = {
    "allocated_value": {"value", "weight"}, "cost_part": {"value"}, "difference_of_methods": {"conclusion", "other"}, "sum_of_values": {"values"},
    "weighted_conclusion": {"values"}, "value_in_wan": {"value"},
    "price_base": {"cost"}, "product_price": {"base"}, "price_bound": {"price"}, "price_per_buyer": {"price"}, "price_gap": {"own"},
    "price_coefficient": {"quality", "scarcity", "timeliness", "application", "risk", "demand"}, "mode_unit_price": {"price"},
    "mode_revenue": {"unit_price"}, "tier_unit_price": {"price"}, "tier_price": {"unit_price"}, "tier_revenue": {"prices"},
    "needed_share": {"price"}, "share_revenue": {"share"},
}  # fmt: skip
"""Formula → arguments that take a figure as it is stated, where it comes from another step: rounded to the 分, a small unit price finer."""

_FINEST = 8
"""Decimals to which a unit price is stated at most."""

Datum = tuple[str, int, str]


class Links:
    """The places of data and steps; filled while pages are laid out, asked when they are written."""

    def __init__(self, steps: Mapping[str, Step]) -> None:
        self.steps = steps
        self._data: dict[Datum, tuple[Ref, Decimal]] = {}
        self._results: set[Datum] = set()
        self._exact: dict[str, Ref] = {}
        self._stated: dict[str, Ref] = {}

    @property
    def data(self) -> Mapping[Datum, Ref]:
        """The input cell of every datum."""
        return {datum: ref for datum, (ref, _) in self._data.items() if datum not in self._results}

    def put_datum(self, datum: Datum, ref: Ref, value: Decimal, *, result: bool = False) -> None:
        """A datum stands here, with this value; or the result that the engine names by a datum."""
        self._data[datum] = (ref, value)
        if result:
            self._results.add(datum)

    def place(self, id: str, exact: Ref, stated: Ref | None = None) -> None:
        """The result of a step stands here, unrounded and, where it has such a cell, rounded to the 分. The first place counts."""
        if id in self._exact:
            return
        self._exact[id] = exact
        if stated is not None:
            self._stated[id] = stated

    def placed(self, id: str) -> bool:
        """Whether a step has a place already."""
        return id in self._exact

    def exact(self, id: str) -> Ref | None:
        """Where the unrounded result of a step stands."""
        return self._exact.get(id)

    def text(self, linked: Linked, on: Page) -> str | None:
        """How a formula on ``on`` names the figure; ``None`` where the workbook holds no cell with that very value."""
        origin = linked.origin
        if isinstance(origin, tuple):
            found = self._data.get(origin)
            return None if found is None or found[1] != linked.value else found[0].on(on)
        if origin is None or origin not in self._exact:
            return None
        value = self.steps[origin].value
        if not isinstance(value, Decimal):
            return None
        if not linked.stated:
            return self._exact[origin].on(on) if value == linked.value else None
        if rounded(value, 2) == linked.value:
            return self._stated[origin].on(on) if origin in self._stated else f"ROUND({self._exact[origin].on(on)},2)"
        places = -int(linked.value.as_tuple().exponent)
        return f"ROUND({self._exact[origin].on(on)},{places})" if 2 < places <= _FINEST and rounded(value, places) == linked.value else None
