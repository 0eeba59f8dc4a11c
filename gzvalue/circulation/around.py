"""What stands around products, licences and trades: the pool of a loan asked for, and the bands of the open price calculator."""

from collections.abc import Iterable, Mapping

from gzvalue.circulation.standing import Around, Band
from gzvalue.financing.result import FinancingPlan
from gzvalue.schema.project import Project
from gzvalue.valuation.price_result import Price


def around_of(project: Project, financing: FinancingPlan | None = None, prices: Iterable[Price] = ()) -> Around:
    """Without a loan asked for nothing is in a pool, whatever it is worth; without prices there are no bands."""
    asked = financing is not None and project.financing.loan_asked is not None
    pooled = frozenset(row.code for row in financing.rows if row.pooled) if asked and financing is not None else frozenset()
    return Around(project, pooled, bands_of(prices))


def bands_of(prices: Iterable[Price]) -> Mapping[tuple[str, str], Band]:
    """The unit prices of the calculator by code of the pricing and way of charging; of two of one way the first."""
    found: dict[tuple[str, str], Band] = {}
    for one in prices:
        for mode in one.modes:
            if mode.unit_price is not None and mode.low is not None and mode.high is not None and mode.unit.startswith("元/") and mode.high:
                found.setdefault((one.code, mode.mode), Band(mode.unit_price, mode.low, mode.high, mode.unit))
    return found
