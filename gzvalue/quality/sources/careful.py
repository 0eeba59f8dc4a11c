"""The careful reader of text tables: whatever is wrong with a line costs that line and is counted, never the rest of the file."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from gzvalue.errors import UserError
from gzvalue.quality.sources.text_form import TextForm

LONGEST_RECORD = 1000
"""Lines that a quoted cell may run over before its opening mark is taken for a letter."""

_FIELD_LIMIT = 64 << 20
_EVERY = 20_000


@dataclass
class Faults:
    """What was wrong, in rows; row numbers of the first ones."""

    short: int = 0
    long: int = 0
    quotes: int = 0
    nul: int = 0
    rows: dict[str, list[int]] = field(default_factory=dict)

    def add(self, kind: str, row: int) -> None:
        """Count a row."""
        setattr(self, kind, getattr(self, kind) + 1)
        found = self.rows.setdefault(kind, [])
        if len(found) < 5:
            found.append(row)

    def notes(self) -> list[str]:
        """One sentence per kind."""
        words = {
            "short": "行的单元格比表头少，缺的按缺失计",
            "long": "行的单元格比表头多，多出的内容未计入，这些行计为坏行",
            "quotes": "行的引号没有成对，引号按普通字符读，这些行计为坏行",
            "nul": "行含空字节（NUL），所在单元格计为坏单元格",
        }
        return [
            f"有 {getattr(self, kind):,} {text}（如第 {'、'.join(map(str, self.rows[kind]))} 行）"
            for kind, text in words.items()
            if getattr(self, kind)
        ]


class CarefulReader:
    """Records of a text table, each with the number a spreadsheet would show.

    Args:
        path: the file.
        form: how it is written.
        beat: told words from time to time; may raise `Cancelled`.
    """

    def __init__(self, path: Path, form: TextForm, beat: Callable[[str], None]) -> None:
        self._path, self._form, self._beat = path, form, beat
        self.faults = Faults()
        self._unpaired = False

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Rows below the head, padded or cut to its width.

        Raises:
            UserError: the file cannot be read.
        """
        width = len(self._form.head.names)
        to_skip = self._form.head.skipped + self._form.head.rows
        number = 0
        for record in self._records():
            if not record and (width > 1 or number < to_skip):
                continue
            number += 1
            if number <= to_skip:
                continue
            if number % _EVERY == 0:
                self._beat(f"逐行读取，第 {number:,} 行")
            yield number, self._fitted(record or [""], width, number)

    def _fitted(self, cells: list[str], width: int, number: int) -> list[str]:
        if self._unpaired:
            self.faults.add("quotes", number)
        if any("\x00" in cell for cell in cells):
            self.faults.add("nul", number)
            cells = [cell.replace("\x00", "\ufffd") for cell in cells]
        if len(cells) < width:
            self.faults.add("short", number)
            return cells + [""] * (width - len(cells))
        if len(cells) > width:
            if any(cell.strip() for cell in cells[width:]):
                self.faults.add("long", number)
            return cells[:width]
        return cells

    def _records(self) -> Iterator[list[str]]:
        limit = csv.field_size_limit(_FIELD_LIMIT)
        try:
            with self._path.open("rb") as raw:
                raw.seek(self._form.mark)
                with io.TextIOWrapper(raw, encoding=self._form.encoding, errors="replace", newline="") as file:
                    yield from self._assembled(file)
        except FileNotFoundError:
            raise UserError(f"“{self._path.name}”在测量时不见了；请核对文件后重新测量。") from None
        except OSError as wrong:
            raise UserError(f"读取“{self._path.name}”时中断（{wrong.strerror}）；请把它复制到本机硬盘后再试。") from None
        finally:
            csv.field_size_limit(limit)

    def _assembled(self, file: TextIO) -> Iterator[list[str]]:
        """Records from lines: a quoted cell may run over several, within bounds."""
        waiting: list[str] = []
        lines = iter(file)
        while True:
            line = waiting.pop() if waiting else next(lines, None)
            if line is None:
                return
            self._unpaired = False
            record = self._strict(line) if line.strip("\r\n") else []
            if record is None and line.count(self._form.quote) % 2:
                taken, record = self._several(line, lines, waiting)
                if record is None:
                    waiting.extend(reversed(taken))
            if record is None:
                self._unpaired = True
                record = self._literal(line)
            yield record

    def _several(self, line: str, lines: Iterator[str], waiting: list[str]) -> tuple[list[str], list[str] | None]:
        """Further lines until the quotes are even and right; the lines taken, and the record if there is one."""
        taken: list[str] = []
        marks = line.count(self._form.quote)
        while len(taken) < LONGEST_RECORD:
            more = waiting.pop() if waiting else next(lines, None)
            if more is None:
                break
            taken.append(more)
            marks += more.count(self._form.quote)
            if marks % 2 == 0:
                record = self._strict(line + "".join(taken))
                return taken, record
        return taken, None

    def _strict(self, text: str) -> list[str] | None:
        try:
            found = list(csv.reader(io.StringIO(text, newline=""), delimiter=self._form.delimiter, quotechar=self._form.quote, strict=True))
        except csv.Error:
            return None
        return found[0] if len(found) == 1 else None

    def _literal(self, line: str) -> list[str]:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=self._form.delimiter, quoting=csv.QUOTE_NONE), [])


def write_clean(rows: Iterator[tuple[int, Sequence[str]]], target: Path) -> int:
    """Rows with their numbers as a CSV that the fast reader takes without doubt; how many they were."""
    count = 0
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        for number, cells in rows:
            writer.writerow((number, *cells))
            count += 1
    return count
