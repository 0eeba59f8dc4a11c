"""What the workbook's oracles share: what a figure should be after an edit, and what a foreign engine made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import formualizer

from gzvalue.outputs.workbook.book import Written, laid_out, write_workpaper
from gzvalue.outputs.workbook.draft import Draft, Material
from gzvalue.outputs.workbook.links import Datum
from gzvalue.outputs.workbook.page import Linked, Live, Page, Ref
from gzvalue.outputs.workbook.writer import write
from gzvalue.schema.project import Project
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.scores import score

NEAR = {"元": Decimal("0.010001"), "万元": Decimal("0.000001"), "%": Decimal("1e-9"), "分": Decimal("0.010001")}
"""How far a figure may lie from the engine's: money within 0.01, ratios within 1e-9."""


def silent(done: int, total: int, words: str) -> None:
    pass


def material(project: Project) -> Material:
    return Material(project, evaluate(project), score(project), ())


def written(project: Project, path: Path) -> Written:
    return write_workpaper(material(project), path, silent)


def figures(project: Project) -> dict[tuple[str, ...], Decimal]:
    """What the engine finds, by the keys of the workbook's figures."""
    return {one.key: one.value for one in laid_out(material(project), silent).figures}


def with_other_inputs(draft: Draft, new: Mapping[Datum, Any]) -> None:
    """Put other values into the input cells, as a person does: the values kept beside the formulas stay the old ones."""
    places = {(ref.page.name, ref.row, ref.column): new[datum] for datum, ref in draft.links.data.items() if datum in new}
    for page in draft.pages:
        for place, cell in enumerate(page.cells):
            if cell.role == "input" and (value := places.get((page.name, cell.row, cell.column))) is not None:
                page.cells[place] = cell._replace(content=Decimal(value) if isinstance(value, int) else value)


def edited_workbook(project: Project, new: Mapping[Datum, Any], path: Path) -> Draft:
    """The workbook of the project with other values in its input cells, not recalculated."""
    draft = laid_out(material(project), silent)
    with_other_inputs(draft, new)
    write(draft, path, silent)
    return draft


def serial(value: Any) -> Any:
    """A value as a spreadsheet's cell takes it."""
    if isinstance(value, date):
        return value.toordinal() - 693594
    return value if isinstance(value, str) else float(value)


@dataclass(frozen=True)
class Recalculated:
    """A workbook in an engine that is not ours."""

    book: formualizer.Workbook

    @classmethod
    def of(cls, path: Path) -> "Recalculated":
        book = formualizer.load_workbook(str(path))
        book.evaluate_all()
        return cls(book)

    def change(self, cells: Mapping[Ref, Any]) -> None:
        for ref, value in cells.items():
            self.book.set_value(ref.page.name, ref.row + 1, ref.column + 1, serial(value))
        self.book.evaluate_all()

    def value(self, ref: Ref) -> Any:
        return self.book.get_value(ref.page.name, ref.row + 1, ref.column + 1)


def assert_near(value: Callable[[Ref], Any], found: Written | Draft, expected: Mapping[tuple[str, ...], Decimal]) -> int:
    """Every figure of the workbook is what the engine finds; how many there were."""
    assert {one.key for one in found.figures} == set(expected)
    for one in found.figures:
        got = value(one.ref)
        assert isinstance(got, int | float), (one.words, one.ref.fixed, got)
        assert abs(Decimal(got) - expected[one.key]) <= NEAR[one.unit], (one.words, one.ref.fixed, got, expected[one.key])
    return len(found.figures)


def formulas(draft: Draft) -> list[tuple[Page, int, int, Decimal | str]]:
    """Every formula cell with the value kept beside it."""
    found: list[tuple[Page, int, int, Decimal | str]] = []
    for page in draft.pages:
        for cell in page.cells:
            if isinstance(cell.content, Live):
                found.append((page, cell.row, cell.column, cell.content.cached))
            elif isinstance(cell.content, Linked) and draft.links.text(cell.content, page) is not None:
                found.append((page, cell.row, cell.column, cell.content.value))
    return found
