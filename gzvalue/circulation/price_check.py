"""A price beside the band of the program's own open calculator (数据产品定价)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from gzvalue.circulation.standing import Around, Band
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import grouped
from gzvalue.schema.price_forms import ProductPrice
from gzvalue.schema.problems import Problem
from gzvalue.schema.rules_between import problem


def pricing_of(around: Around, code: str | None, data_sets: Iterable[DataSet]) -> ProductPrice | None:
    """The pricing named, else the one of the first data set that has exactly one."""
    if code:
        found = around.project.by_code[ProductPrice.form.name].get(code)
        return found if isinstance(found, ProductPrice) else None
    for each in data_sets:
        mine = [one for one in around.project.all(ProductPrice) if each.code and one.data_set == each.code]
        if mine:
            return mine[0] if len(mine) == 1 else None
    return None


def band_of(around: Around, code: str | None, data_sets: Iterable[DataSet], mode: str | None) -> Band | None:
    """The band for one unit of that way of charging; ``None`` where the calculator was not used for it."""
    pricing = pricing_of(around, code, data_sets)
    return None if pricing is None or not mode else around.bands.get((pricing.code or "", mode))


def price_problems(
    around: Around, record: Record, code: str | None, data_sets: Iterable[DataSet], mode: str | None, price: Decimal | None, key: str
) -> Iterator[Problem]:
    """A price below or above the band."""
    band = band_of(around, code, data_sets, mode)
    if band is None or price is None or band.low <= price <= band.high:
        return
    side = "低于" if price < band.low else "高于"
    shown = f"{grouped(band.low, 2)}–{grouped(band.high, 2)} 元"
    yield problem(
        "notice", record, key, f"{grouped(price, 2)} 元{side}本软件定价测算的区间 {shown}{band.words}，请说明理由；成交价由双方商定"
    )
