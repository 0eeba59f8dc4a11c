"""A split to the 分 as live cells: exact share, cut to the 分, remainder, rank of the remainder, part.

It follows `gzvalue.valuation.apportion` cell by cell. Binary remainders are rounded to six decimals of a 分 before
they are ranked, so that equal ones tie as they do in exact arithmetic; rows stand in the order of their codes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from gzvalue.outputs.workbook.page import Column, Live, Page, Ref, span
from gzvalue.valuation.formulas.allocation import allocated_value

SPLIT_COLUMNS = (
    Column("未取整（元）", 16, True), Column("截到分（元）", 16, True), Column("余数（分）", 11, True), Column("名次", 6, True),
    Column("分摊额（元）", 16, True),
)  # fmt: skip
_CENT, _SIX = Decimal("0.01"), Decimal("0.000001")


@dataclass(frozen=True)
class Split:
    """What is split over which rows.

    Attributes:
        total: cell and value of the amount.
        weights: cells and values of the rows' weights, in the order of codes.
        parts: what each row gets, by the engine.
        rooms: cells and values of the most that each row may get, for an amount that is a part of another split one.
        whole: cell of the amount that the rooms sum to.
    """

    total: tuple[Ref, Decimal]
    weights: Sequence[tuple[Ref, Decimal]]
    parts: Sequence[Decimal]
    rooms: Sequence[tuple[Ref, Decimal]] = ()
    whole: tuple[Ref, Decimal] | None = None


def split_cells(page: Page, first_row: int, column: int, split: Split, sum_of_weights: Ref) -> list[Ref]:
    """Write the five columns of a split beside its weights; the cells of the parts.

    Args:
        page: where.
        first_row: row of the first weight; the rows follow each other.
        column: the first of the five columns.
        split: what is split.
        sum_of_weights: the cell with Σ of the weights.
    """
    count = len(split.weights)
    whole, total = sum((value for _, value in split.weights), Decimal(0)), split.total[1]
    exact = [total * value / whole if whole else Decimal(0) for _, value in split.weights]
    cut = [abs(one).quantize(_CENT, ROUND_DOWN) for one in exact]
    rests = _rests(split, exact, cut)
    refs = []
    for place in range(count):
        row = first_row + place
        own = page.put(column, _exact(page, split, place, sum_of_weights, exact[place]), "money", "aid", row=row)
        base = page.put(column + 1, Live(f"=INT(ROUND(ABS({own.on(page)})*100,6))/100", cut[place]), "money", "aid", row=row)
        rest = page.put(column + 2, Live(_rest(page, split, place, own, base), rests[place]), "remainder", "aid", row=row)
        order = Decimal(1 + sum(r > rests[place] for r in rests) + sum(r == rests[place] for r in rests[:place]))
        top, last = Ref(page, first_row, column + 2), Ref(page, first_row + count - 1, column + 2)
        rank = page.put(column + 3, Live(_rank(page, rest, top, last), order), "integer", "aid", row=row)
        bases = span(Ref(page, first_row, column + 1), Ref(page, first_row + count - 1, column + 1), page, fixed=True)
        refs.append(page.put(column + 4, Live(_part(page, split, base, rank, bases), split.parts[place]), "money", "live", row=row))
    return refs


def _exact(page: Page, split: Split, place: int, whole: Ref, value: Decimal) -> Live:
    cells = {"value": split.total[0], "weight": split.weights[place][0], "weights": whole}
    return Live(allocated_value.cell(**{key: ref.on(page) for key, ref in cells.items()}), value)


def _rests(split: Split, exact: Sequence[Decimal], cut: Sequence[Decimal]) -> list[Decimal]:
    rests = [((abs(one) - base) * 100).quantize(_SIX) for one, base in zip(exact, cut, strict=True)]
    if not _bounded(split):
        return rests
    return [Decimal(-1) if base >= room else rest for rest, base, (_, room) in zip(rests, cut, split.rooms, strict=True)]


def _bounded(split: Split) -> bool:
    return split.whole is not None and 0 <= split.total[1] <= split.whole[1]


def _rest(page: Page, split: Split, place: int, own: Ref, base: Ref) -> str:
    rest = f"ROUND(ABS({own.on(page)})*100-{base.on(page)}*100,6)"
    if split.whole is None:
        return f"={rest}"
    total, whole, room = split.total[0].on(page), split.whole[0].on(page), split.rooms[place][0].on(page)
    return f"=IF(AND({total}>=0,{total}<={whole},{base.on(page)}>{room}-0.001),-1,{rest})"


def _rank(page: Page, rest: Ref, top: Ref, last: Ref) -> str:
    """Greater remainders first, of equal ones the upper row."""
    own = rest.on(page)
    return f"=RANK({own},{span(top, last, page, fixed=True)},0)+COUNTIF({_fixed(top)}:{own},{own})-1"


def _fixed(ref: Ref) -> str:
    return ref.fixed.rpartition("!")[2]


def _part(page: Page, split: Split, base: Ref, rank: Ref, bases: str) -> str:
    """The cut share and, for as many rows as there are 分 left over, one 分 more."""
    total = split.total[0].on(page)
    left = f"ROUND((ABS({total})-SUM({bases}))*100,0)"
    sign = "" if split.whole is None else f"IF({total}<0,-1,1)*"
    return f"={sign}ROUND({base.on(page)}+IF({rank.on(page)}<={left},0.01,0),2)"
