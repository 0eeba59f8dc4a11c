"""A price beside the band of the program's own open calculator (数据产品定价): compared only where both are prices of one thing."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from gzvalue.circulation.standing import Around, Band
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import grouped
from gzvalue.schema.price_forms import AUCTION, NEGOTIATED, ONE_OFF, ProductPrice
from gzvalue.schema.problems import Problem
from gzvalue.schema.rules_between import problem
from gzvalue.schema.rules_within import folded

_WHOLE = (ONE_OFF, NEGOTIATED, AUCTION)
"""Ways of charging whose price is of one copy, so that no unit need be typed."""

_BRACKETS = re.compile("（.*）")


def pricing_of(around: Around, code: str | None, data_sets: Iterable[DataSet]) -> ProductPrice | None:
    """The pricing named, else that of the first data set that has one; ``None`` where several could be meant."""
    if code:
        found = around.project.by_code[ProductPrice.form.name].get(code)
        return found if isinstance(found, ProductPrice) else None
    for each in data_sets:
        mine = [one for one in around.project.all(ProductPrice) if each.code and one.data_set == each.code]
        if mine:
            return mine[0] if len(mine) == 1 else None
    return None


def band_of(around: Around, code: str | None, data_sets: Iterable[DataSet], mode: str | None, unit: str | None) -> Band | None:
    """The band for one unit of that way of charging; ``None`` where the calculator was not used for it, or for another unit."""
    pricing = pricing_of(around, code, data_sets) if around.bands else None
    found = around.bands.get((pricing.code or "", mode)) if pricing is not None and mode else None
    return found if found is not None and _same_unit(found.unit, unit, mode) else None


def _same_unit(theirs: str, unit: str | None, mode: str | None) -> bool:
    """Whether 元/户·月 of the calculator is what a person calls 户·月, 每户月 or 元/户/月."""
    if not unit:
        return mode in _WHOLE
    return _bare(theirs) == _bare(unit)


def _bare(unit: str) -> str:
    return re.sub("[/·每]", "", folded(_BRACKETS.sub("", unit)).removeprefix("元"))


def price_problems(
    around: Around, record: Record, priced: tuple[str | None, Decimal | None, str | None], code: str | None, data_sets: Iterable[DataSet]
) -> Iterator[Problem]:
    """A price below or above the band.

    Args:
        around: holds the bands.
        record: whose field ``price`` it is.
        priced: way of charging, price, its unit.
        code: of the pricing; empty for the one of the data sets.
        data_sets: what is sold.
    """
    mode, price, unit = priced
    band = band_of(around, code, data_sets, mode, unit)
    if band is None or price is None or band.low <= price <= band.high:
        return
    side = "低于" if price < band.low else "高于"
    shown = f"{_figure(band.low)}–{_figure(band.high)} {band.unit}"
    yield problem("notice", record, "price", f"{_figure(price)} 元{side}本软件定价测算的区间 {shown}，请说明理由；成交价由双方商定")


def _figure(amount: Decimal) -> str:
    """At least to the 分, finer as it is."""
    exponent = amount.normalize().as_tuple().exponent
    return grouped(amount, max(2, min(6, -exponent if isinstance(exponent, int) else 0)))
