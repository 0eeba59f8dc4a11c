"""Several statements of one file as one: the income statement, the balance sheet and the cash flows tell of the same years."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gzvalue.tables.body import CellText, TableRow
from gzvalue.tables.layout import Table


class Clash(NamedTuple):
    """A figure that two sheets tell differently: the key, and both cells with their sheets."""

    year: str
    key: str
    first: CellText
    second: CellText


def joined(tables: Sequence[Table]) -> tuple[list[Table], list[Clash]]:
    """The tables of one form with all sheets of years across the top made one; cells know their sheet.

    A figure told differently by two sheets is left out and named.

    Args:
        tables: all tables of one form in a file.
    """
    across = [table for table in tables if table.across]
    if len(across) < 2:
        return list(tables), []
    form = across[0].form
    years: dict[str, dict[str, CellText]] = {}
    first: dict[str, TableRow] = {}
    clashes: dict[tuple[str, str], Clash] = {}
    for name, row in ((table.sheet, row) for table in across for row in table.rows):
        year = row.cells[form.code].text
        first.setdefault(year, row)
        told = years.setdefault(year, {})
        for key, cell in row.cells.items():
            here = cell._replace(sheet=name)
            before = told.setdefault(key, here)
            if before.text != here.text and key != form.code:
                clashes.setdefault((year, key), Clash(year, key, before, here))
    for year, key in clashes:
        del years[year][key]
    rows = tuple(TableRow(first[year].number, "", years[year]) for year in sorted(years))
    one = Table("、".join(dict.fromkeys(table.sheet for table in across)), form, (), rows, across=True)
    return [*(table for table in tables if not table.across), one], list(clashes.values())


def clash_words(clash: Clash, label: str) -> str:
    """Why a figure was not taken, in Chinese."""
    where = "、".join(f"“{cell.sheet}”第 {cell.row} 行为 {cell.shown}" for cell in _both(clash))
    return f"{clash.year} 年{label}各表不一致（{where}），未导入，请核对"


def _both(clash: Clash) -> Iterable[CellText]:
    return clash.first, clash.second
