"""The dossier as blocks: chapters in order, numbered, tables and charts counted."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from gzvalue.outputs.blocks import (
    NOT_APPLICABLE,
    NOT_FILLED,
    BarChart,
    Block,
    ColumnChart,
    Heading,
    HeatGrid,
    LineChart,
    Marked,
    OnePage,
    RadarChart,
    RowsTable,
    Together,
)
from gzvalue.outputs.chapters import (
    after_loan,
    attachments,
    books,
    catalogue,
    enterprise,
    financing,
    front,
    lender,
    missing,
    parameters,
    power,
    price,
    quality,
    rights,
    risks,
    scenarios,
    scoring,
    sheets,
    short,
    signing,
    statements,
    summary,
    uncertainty,
    valuation,
    valuation_steps,
)
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options

Chapter = Callable[[Content, Options], tuple[Block, ...]]

_CHAPTERS: tuple[tuple[str, Chapter], ...] = (
    ("", front.chapter),
    ("", summary.chapter),
    ("missing", missing.chapter),
    ("enterprise", enterprise.chapter),
    ("catalogue", catalogue.chapter),
    ("rights", rights.chapter),
    ("quality", quality.chapter),
    ("scoring", scoring.chapter),
    ("scenarios", scenarios.chapter),
    ("valuation", valuation.chapter),
    ("uncertainty", uncertainty.chapter),
    ("financing", financing.chapter),
    ("lender", lender.chapter),
    ("after_loan", after_loan.chapter),
    ("price", price.chapter),
    ("books", books.chapter),
    ("risks", risks.chapter),
    ("steps", valuation_steps.chapter),
    ("parameters", parameters.chapter),
    ("sheets", sheets.chapter),
    ("power", power.chapter),
    ("statements", statements.chapter),
    ("signing", signing.chapter),
    ("attachments", attachments.chapter),
)


def dossier_blocks(content: Content, options: Options | None = None) -> tuple[Block, ...]:
    """The whole document. Chapters that are left out, or have nothing to say, are absent, never empty."""
    chosen = options or Options()
    if chosen.short:
        return tuple(_Numbers().numbered(short.blocks(content, chosen)))
    blocks: list[Block] = []
    for key, chapter in _CHAPTERS:
        if key not in chosen.left_out:
            blocks += chapter(content, chosen)
    return tuple(_Numbers().numbered(blocks))


class _Numbers:
    """Counts chapters, sections, tables and charts through the document."""

    def __init__(self) -> None:
        self._heads = [0, 0, 0]
        self._tables = 0
        self._charts = 0

    def numbered(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The same blocks with their numbers."""
        for block in blocks:
            match block:
                case Heading():
                    yield self._heading(block)
                case RowsTable():
                    self._tables += bool(block.caption)
                    yield replace(block, number=str(self._tables) if block.caption else "", note=_explained(block))
                case BarChart() | RadarChart() | ColumnChart() | LineChart() | HeatGrid():
                    self._charts += 1
                    yield replace(block, number=str(self._charts))
                case Together(inner) | OnePage(inner):
                    yield type(block)(tuple(self.numbered(inner)))
                case _:
                    yield block

    def _heading(self, block: Heading) -> Heading:
        if block.level > 2:
            return block
        self._heads[block.level - 1] += 1
        self._heads[block.level :] = [0] * (3 - block.level)
        return replace(block, number=".".join(str(n) for n in self._heads[: block.level]))


def _explained(table: RowsTable) -> str:
    """The note of a table with what its words for a missing figure mean, where they occur and are not explained yet."""
    texts = {cell.text if isinstance(cell, Marked) else cell for row in table.rows for cell in row}
    words = ((NOT_FILLED, "表示企业尚未填报"), (NOT_APPLICABLE, "表示不适用或未能计算"))
    said = [f"“{word}”{meaning}" for word, meaning in words if word in texts and f"“{word}”" not in table.note]
    return table.note + (f"{'，'.join(said)}。" if said else "")
