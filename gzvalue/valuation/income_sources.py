"""Gathers what the income of one unit is made from, besides its income years."""

from collections.abc import Mapping

from gzvalue.schema.valuation_forms import ValuationUnit
from gzvalue.valuation.income_life import Right
from gzvalue.valuation.income_terms import BY_EXCESS, INCREMENT, IncomeSources
from gzvalue.valuation.ledger import Ledger

_NONE = IncomeSources()


def by_excess(units: Mapping[str, ValuationUnit]) -> tuple[str, ...]:
    """Codes of the units whose conclusion rests on excess earnings, or, where none does, of those that use it as a cross-check."""
    mains = tuple(code for code, unit in units.items() if unit.main_method in BY_EXCESS)
    return mains or tuple(code for code, unit in units.items() if any(method in BY_EXCESS for method in unit.cross_methods or ()))


def income_sources(unit: ValuationUnit, ledger: Ledger, excess: tuple[str, ...]) -> IncomeSources:
    """Contributory assets, increments, bridge, rights of the members; only what the unit's methods ask for."""
    code = unit.code or ""
    methods = (unit.main_method, *(unit.cross_methods or ()))
    uses_excess = any(method in BY_EXCESS for method in methods)
    found = _NONE
    if uses_excess:
        found = found._replace(assets=ledger.assets.get(code, ()), rivals=tuple(other for other in excess if other != code))
    if INCREMENT in methods:
        found = found._replace(increments=ledger.increments.get(code, ()))
    if code in ledger.changes:
        found = found._replace(changes=ledger.changes[code])
    if unit.renewable is not None:
        found = found._replace(rights=rights_of(code, ledger))
    return found


def rights_of(code: str, ledger: Ledger) -> tuple[Right, ...]:
    """When the rights in a unit's members end, as far as it is known."""
    members = (ledger.data_sets[row.data_set or ""] for row in ledger.members.get(code, ()))
    return tuple(Right(one.code or "", one.id, one.right_until) for one in members if one.right_until is not None)
