"""Web pages that were saved under the name of a workbook: their tables, read with the standard library."""

from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.schema.kinds import clean
from gzvalue.tables.delimited import decoded
from gzvalue.tables.extent import MOST_CELLS
from gzvalue.tables.sheet import Merge, Progress, Row, Sheet, tell

_MOST_SPAN = 1000
_PIECE = 500_000


def read(path: Path, progress: Progress | None = None) -> list[Sheet]:
    """One sheet per table that has text.

    Raises:
        UserError: no table in it, e.g. a page of frames as a spreadsheet program writes it.
    """
    page = decoded(path.read_bytes(), path.name).replace("\x00", "")
    reader = _Tables()
    for start in range(0, len(page), _PIECE):
        tell(progress, start, len(page), f"读取“{path.name}”（网页）")
        reader.feed(page[start : start + _PIECE])
    reader.close()
    sheets = [sheet for sheet in (_sheet(path, place, table) for place, table in enumerate(reader.tables, start=1)) if sheet.rows]
    if not sheets:
        raise UserError(
            f"“{path.name}”其实是网页，只是以 Excel 的名字保存，里面没有可读的表格；请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再导入。"
        )
    tell(progress, 1, 1, "读取完成")
    return sheets


class _Cell:
    def __init__(self, across: int, down: int) -> None:
        self.across, self.down = across, down
        self.parts: list[str] = []


class _Tables(HTMLParser):
    """Collects cells of tables; a table within a cell stands for itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[_Cell]]] = []
        self._open: list[list[list[_Cell]]] = []
        self._cells: list[_Cell | None] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"style", "script", "title"}:
            self._silent += 1
        elif tag == "table":
            self._open.append([])
            self.tables.append(self._open[-1])
            self._cells.append(None)
        elif self._open and tag == "tr":
            self._open[-1].append([])
            self._cells[-1] = None
        elif self._open and tag in {"td", "th"}:
            self._begin_cell(dict(attrs))
        elif tag in {"br", "p", "div"} and self._cells and self._cells[-1] is not None:
            self._cells[-1].parts.append("\n")

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        if not self._open[-1]:
            self._open[-1].append([])
        cell = _Cell(_span(attributes.get("colspan")), _span(attributes.get("rowspan")))
        self._open[-1][-1].append(cell)
        self._cells[-1] = cell

    def handle_endtag(self, tag: str) -> None:
        if tag in {"style", "script", "title"}:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._open:
            self._open.pop()
            self._cells.pop()
        elif tag in {"td", "th", "tr"} and self._cells:
            self._cells[-1] = None

    def handle_data(self, data: str) -> None:
        if not self._silent and self._cells and self._cells[-1] is not None:
            self._cells[-1].parts.append(" ".join(data.split()) if data.strip() else " ")


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MOST_SPAN) if text and text.strip().isdigit() else 1


def _sheet(path: Path, place: int, table: Sequence[Sequence[_Cell]]) -> Sheet:
    grid: dict[tuple[int, int], str] = {}
    taken: set[tuple[int, int]] = set()
    merges = []
    for number, line in enumerate(table, start=1):
        column = 0
        for cell in line:
            while (number, column) in taken:
                column += 1
            grid[number, column] = clean("".join(cell.parts))
            down = min(cell.down, len(table) - number + 1)
            taken |= {(number + d, column + a) for d in range(down) for a in range(cell.across)}
            if len(taken) > MOST_CELLS:
                raise UserError(f"“{path.name}”的网页表格太大，未打开；请用 Excel 或 WPS 打开，只保留需要的行和列，另存为 .xlsx 后再导入。")
            if down > 1 or cell.across > 1:
                merges.append(Merge(number, column, number + down - 1, column + cell.across - 1))
            column += cell.across
    lines: dict[int, dict[int, str]] = {}
    for (number, column), text in grid.items():
        lines.setdefault(number, {})[column] = text
    rows = []
    for number, texts in lines.items():
        cells = tuple(texts.get(column, "") for column in range(max(texts) + 1))
        if any(cells):
            rows.append(Row(number, cells))
    return Sheet(f"{path.stem} 表{place}" if place > 1 else path.stem, tuple(rows), "html", {}, tuple(merges))
