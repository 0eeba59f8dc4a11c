"""JSON lines, Parquet and SQLite into the embedded engine."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gzvalue.errors import UserError
from gzvalue.quality.engines.embedded import Embedded, UnreadableText
from gzvalue.quality.fingerprint import BLOCK
from gzvalue.quality.sources.background import BackgroundFingerprint
from gzvalue.quality.sources.heads import unique_names
from gzvalue.quality.sources.loaded import Loaded
from gzvalue.quality.sources.text_scan import LONGEST_LINE
from gzvalue.quality.sources.text_table import finished, load_rows
from gzvalue.quality.sql_text import literal, name

Beat = Callable[[str], None]
_EVERY = 20_000


def load_parquet(engine: Embedded, path: Path, beat: Beat) -> Loaded:
    """A Parquet file as the engine's table.

    Raises:
        UserError: damaged, or in a form the engine does not know.
    """
    fingerprint = BackgroundFingerprint([path], beat)
    reader = f"read_parquet({literal(str(path.absolute()))})"
    try:
        try:
            described = engine.described(f"SELECT * FROM {reader}")
            casts = ", ".join(f"CAST({name(column)} AS VARCHAR) AS c{k}" for k, (column, _) in enumerate(described))
            engine.load(f"SELECT {casts} FROM {reader}", "读取文件", "rowid + 1")
        except UnreadableText:
            raise UserError(f"“{path.name}”不是完整的 Parquet 文件，读不出来；请重新导出。") from None
        rows, notes = finished(engine, len(described))
    except BaseException:
        fingerprint.stop()
        raise
    names, more = unique_names([column for column, _ in described], len(described))
    return Loaded(path.name, "parquet", names, tuple(type for _, type in described), rows, fingerprint, None, (*more, *notes))


def load_json_lines(engine: Embedded, path: Path, beat: Beat) -> Loaded:
    """A file of one JSON object per line as the engine's table; lines that are none are counted.

    Raises:
        UserError: no line holds an object.
    """
    fingerprint = BackgroundFingerprint([path], beat)
    try:
        reader = _JsonLines(path, beat)
        keys = reader.keys()
        if not keys:
            raise UserError(f"“{path.name}”里没有一行是 JSON 对象，不是 JSON Lines 文件；请核对文件。")
        load_rows(engine, reader.rows(keys), len(keys), beat)
        rows, notes = finished(engine, len(keys))
    except BaseException:
        fingerprint.stop()
        raise
    if reader.wrong:
        some = "、".join(map(str, reader.first_wrong))
        notes.append(f"有 {reader.wrong:,} 行不是 JSON 对象，未计入数据行，计为坏行（如第 {some} 行）")
    names, more = unique_names(keys, len(keys))
    stored = tuple("/".join(sorted(reader.kinds[key])) or "null" for key in keys)
    return Loaded(path.name, "jsonl", names, stored, rows, fingerprint, "utf-8", (*more, *notes), reader.broken, reader.wrong)


class _JsonLines:
    def __init__(self, path: Path, beat: Beat) -> None:
        self._path, self._beat = path, beat
        self.wrong = 0
        self.first_wrong: list[int] = []
        self.kinds: dict[str, set[str]] = {}
        self.broken = False

    def keys(self) -> list[str]:
        """All keys in the order in which they first appear."""
        for _, record in self._records():
            for key, value in record.items():
                kinds = self.kinds.setdefault(key, set())
                if value is not None:
                    kinds.add(
                        {"_Number": "number", "str": "string", "bool": "boolean", "dict": "object", "list": "array"}[type(value).__name__]
                    )
        return list(self.kinds)

    def rows(self, keys: list[str]) -> Iterator[tuple[int, list[str]]]:
        """The objects as texts; nested values as JSON."""
        self.wrong, self.first_wrong = 0, []
        for number, record in self._records():
            yield number, [_json_text(record.get(key)) for key in keys]

    def _records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        try:
            with self._path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
                number = 0
                while line := file.readline(LONGEST_LINE):
                    number += 1
                    if len(line) >= LONGEST_LINE:
                        raise UserError(f"“{self._path.name}”第 {number:,} 行超过 {LONGEST_LINE >> 20} MB，不像 JSON Lines；请核对文件。")
                    if number % _EVERY == 0:
                        self._beat(f"逐行读取，第 {number:,} 行")
                    if not line.strip():
                        continue
                    self.broken = self.broken or "\ufffd" in line
                    record = _object(line)
                    if record is None:
                        self.wrong += 1
                        self.first_wrong += [number] if len(self.first_wrong) < 5 else []
                    else:
                        yield number, record
        except OSError as wrong:
            raise UserError(f"读取“{self._path.name}”时中断（{wrong.strerror}）；请把它复制到本机硬盘后再试。") from None


class _Number(str):
    """A number as it is written, so that no digit is lost."""

    __slots__ = ()


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line, parse_int=_Number, parse_float=_Number, parse_constant=_Number)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _json_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def load_sqlite(engine: Embedded, path: Path, beat: Beat, *, table: str | None = None) -> Loaded:
    """One table of an SQLite file, opened read-only, as the engine's table.

    Raises:
        UserError: damaged, locked, or no such table.
    """
    fingerprint = BackgroundFingerprint([path], beat)
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=2)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            chosen, notes = _table(connection, path, table)
            described = connection.execute(f"PRAGMA table_info({name(chosen)})").fetchall()
            names, more = unique_names([str(column[1]) for column in described], len(described))
            selected = ", ".join(name(str(column[1])) for column in described)
            cursor = connection.execute(f"SELECT {selected} FROM {name(chosen)}")
            load_rows(engine, _cells(cursor, beat), len(described), beat)
        finally:
            connection.close()
        rows, last = finished(engine, len(described))
    except sqlite3.Error as wrong:
        fingerprint.stop()
        if "locked" in str(wrong) or "busy" in str(wrong):
            raise UserError(f"“{path.name}”正被其他程序写入，读不了；请关闭那个程序后再试。") from None
        raise UserError(f"“{path.name}”不是完整的 SQLite 数据库，读不出来；请重新取得这个文件。") from None
    except BaseException:
        fingerprint.stop()
        raise
    stored = tuple(str(column[2]) or "any" for column in described)
    return Loaded(path.name, "sqlite", names, stored, rows, fingerprint, None, (*notes, *more, *last))


def _table(connection: sqlite3.Connection, path: Path, wanted: str | None) -> tuple[str, list[str]]:
    listed = [
        str(row[0])
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    if wanted is not None:
        if wanted not in listed:
            raise UserError(f"“{path.name}”里没有表“{wanted}”，只有：{'、'.join(listed[:20])}。")
        return wanted, []
    if not listed:
        raise UserError(f"“{path.name}”里没有任何表；请核对是否选错了文件。")
    sizes = {table: int(connection.execute(f"SELECT count(*) FROM {name(table)}").fetchone()[0]) for table in listed}
    chosen = max(listed, key=lambda table: sizes[table])
    notes = [f"数据库里有 {len(listed)} 个表，测量的是行数最多的“{chosen}”；其他表请用 --sheet 指定"] if len(listed) > 1 else []
    return chosen, notes


def _cells(cursor: sqlite3.Cursor, beat: Beat) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(cursor, start=1):
        if number % _EVERY == 0:
            beat(f"读取第 {number:,} 行")
        yield number, ["" if cell is None else cell.hex() if isinstance(cell, bytes) else str(cell) for cell in row]


def first_bytes(path: Path) -> bytes:
    """The beginning of a file."""
    with path.open("rb") as file:
        return file.read(min(BLOCK, 4096))
