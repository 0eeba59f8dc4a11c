"""An office suite that is not ours recalculates the page of prices: every cell is the engine's, also after a cost was changed."""

from decimal import Decimal

from test_price import everything
from test_workbook_libreoffice import assert_every_cell, pytestmark, recalculated
from valuation_case import cost, project
from workbook_hands import assert_near, edited_workbook, figures, material, silent

from gzvalue.outputs.workbook.book import laid_out
from gzvalue.outputs.workbook.writer import write

__all__ = ["pytestmark"]

NEW = Decimal("50000.03")


def test_prices_recalculate_to_the_fen(tmp_path):
    found = everything()
    plain = laid_out(material(found), silent)
    write(plain, tmp_path / "a.xlsx", silent)
    changed = edited_workbook(found, {("cost_item", 1, "amount"): NEW}, tmp_path / "b.xlsx")
    rows = [row for rows in found.rows.values() for row in rows.values() if (row.form.name, row.id) != ("cost_item", 1)]
    other = project(*rows, cost(1, "D01", NEW))
    values = recalculated(tmp_path, [tmp_path / "a.xlsx", tmp_path / "b.xlsx"])
    assert assert_every_cell(values["a.xlsx"], plain) > 200
    assert assert_near(values["a.xlsx"], plain, figures(found)) >= 12
    assert_near(values["b.xlsx"], changed, figures(other))
    assert figures(other) != figures(found)
