"""CSV and its kin into the embedded engine: at full speed where the file is in order, carefully where it is not."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.quality.engines.embedded import Embedded, UnreadableText
from gzvalue.quality.sources.background import BackgroundFingerprint
from gzvalue.quality.sources.careful import CarefulReader, write_clean
from gzvalue.quality.sources.heads import Head, is_total
from gzvalue.quality.sources.loaded import Loaded
from gzvalue.quality.sources.text_form import TextForm, text_form
from gzvalue.quality.sources.text_scan import Look, errors_in, look, transcoded
from gzvalue.quality.sql_text import literal

Beat = Callable[[str], None]

MOST_COLUMNS = 20_000
_MOST_WRONG = 0.02
"""Share of unreadable characters beyond which an encoding is not taken for the right one."""

_LINE_SIZE = 16 << 20


@dataclass
class _Outcome:
    """How the reading went."""

    broken: bool = False
    faulty: int = 0
    notes: list[str] = field(default_factory=list)


def load_text(engine: Embedded, path: Path, beat: Beat, *, header: bool | None = None) -> Loaded:
    """A text table as the engine's table.

    Raises:
        UserError: no table, or not to be read.
        Cancelled: stopped.
    """
    form = text_form(path, header=header)
    if len(form.head.names) > MOST_COLUMNS:
        raise UserError(f"“{path.name}”有 {len(form.head.names):,} 列，超过可测量的 {MOST_COLUMNS:,} 列；请核对分隔符或拆分文件。")
    fingerprint = BackgroundFingerprint([path], beat)
    try:
        form, outcome = _read(engine, path, form, beat)
        rows, notes = finished(engine, len(form.head.names))
    except BaseException:
        fingerprint.stop()
        raise
    return Loaded(
        path.name, "csv", form.head.names, ("text",) * len(form.head.names), rows, fingerprint, form.named,
        (*form.head.notes, *outcome.notes, *notes), outcome.broken, outcome.faulty,
    )  # fmt: skip


def _read(engine: Embedded, path: Path, form: TextForm, beat: Beat) -> tuple[TextForm, _Outcome]:
    if form.encoding != "utf-8":
        return form, _copied(engine, path, form, beat)
    try:
        seen = _in_place(engine, path, form, beat)
    except UnreadableText:
        form = _other_encoding(path, form, beat)
        return form, _copied(engine, path, form, beat)
    if seen.nul:
        return form, _carefully(engine, path, form, beat, broken=True)
    return form, _Outcome(seen.broken, 0, [_BROKEN] if seen.broken else [])


_BROKEN = "有些字节不符合文字编码，读作“�”；含“�”的单元格计为坏单元格"


def _in_place(engine: Embedded, path: Path, form: TextForm, beat: Beat) -> Look:
    """Load the file as it lies, while its bytes are looked at; lines without end are found before they are held."""
    stop = threading.Event()
    with ThreadPoolExecutor(1, "gzvalue-look") as pool:
        seen = pool.submit(look, path, stop)
        try:
            load_csv(engine, path, form, beat)
        except UnreadableText:
            seen.result()  # says so if a line does not end
            raise
        except BaseException:
            stop.set()
            raise
        return seen.result()


def load_csv(engine: Embedded, path: Path, form: TextForm, beat: Beat, *, numbered: bool = False) -> None:
    """The engine's own reader, told everything and guessing nothing; row numbers as a spreadsheet shows them.

    Raises:
        UnreadableText: the file is not as told.
    """
    names = [f"c{k}" for k in range(len(form.head.names))]
    columns = (["r"] if numbered else []) + names
    types = ", ".join(f"{literal(column)}: {literal('BIGINT' if column == 'r' else 'VARCHAR')}" for column in columns)
    first = form.head.skipped + form.head.rows + 1
    header = "false" if numbered else str(bool(form.head.rows)).lower()
    options = (
        f"auto_detect = false, header = {header}, skip = {0 if numbered else form.lines_before}, delim = {literal(form.delimiter)}, "
        f"quote = {literal(form.quote)}, escape = {literal(form.quote)}, columns = {{{types}}}, max_line_size = {_LINE_SIZE}, "
        "parallel = true, nullstr = '', buffer_size = 67108864"
    )
    engine.load(f"SELECT * FROM read_csv({literal(_file_name(path))}, {options})", "读取文件", "r" if numbered else f"rowid + {first}")


def _file_name(path: Path) -> str:
    """The path for the engine's reader, which takes ``*``, ``?`` and ``[`` for patterns."""
    text = str(path.absolute())
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)


def _copied(engine: Embedded, path: Path, form: TextForm, beat: Beat) -> _Outcome:
    """By way of a copy in UTF-8."""
    copy = engine.folder / "copy.csv"
    try:
        seen = transcoded(path, copy, form.encoding, form.mark, beat)
        if seen.nul:
            return _carefully(engine, path, form, beat, broken=True)
        try:
            load_csv(engine, copy, form, beat)
        except UnreadableText:
            return _carefully(engine, path, form, beat, broken=seen.broken)
    finally:
        copy.unlink(missing_ok=True)
    return _Outcome(seen.broken, 0, [_BROKEN] if seen.broken else [])


def _carefully(engine: Embedded, path: Path, form: TextForm, beat: Beat, *, broken: bool) -> _Outcome:
    """Line by line, by way of a clean copy."""
    reader = CarefulReader(path, form, beat)
    load_rows(engine, reader.rows(), len(form.head.names), beat)
    faults = reader.faults
    notes = [_BROKEN] if broken and not faults.nul else []
    return _Outcome(broken or faults.nul > 0, faults.short + faults.long + faults.quotes, [*notes, *faults.notes()])


def load_rows(engine: Embedded, rows: Iterator[tuple[int, Sequence[str]]], width: int, beat: Beat) -> None:
    """Numbered rows as the engine's table.

    Raises:
        UserError: no room for the clean copy.
    """
    clean = engine.folder / "clean.csv"
    form = TextForm("utf-8", "utf-8", 0, ",", '"', Head(("",) * width, 0, 0))
    try:
        try:
            write_clean(rows, clean)
        except OSError as wrong:
            raise UserError(f"临时文件夹写不下（{wrong.strerror}）；请清出磁盘空间后再试。") from None
        try:
            load_csv(engine, clean, form, beat, numbered=True)
        except UnreadableText as wrong:
            raise UserError(f"有一行超过 {_LINE_SIZE >> 20} MB，无法作为表格的一行读取；请核对分隔符和引号，或重新导出。") from wrong
    finally:
        clean.unlink(missing_ok=True)


def _other_encoding(path: Path, form: TextForm, beat: Beat) -> TextForm:
    """The form again, after the file turned out not to be plain UTF-8 throughout.

    Raises:
        UserError: in none of the encodings most of it can be read.
    """
    wrong, length = errors_in(path, "utf-8", beat)
    if not wrong:
        return form
    others, _ = errors_in(path, "gb18030", beat)
    if min(wrong, others) > max(_MOST_WRONG * length, 20):
        raise UserError(f"认不出“{path.name}”的文字编码（不是 UTF-8、GB18030 或 UTF-16）；请用 Excel 或 WPS 打开，另存为 .xlsx 后再测量。")
    if wrong <= others or form.mark:
        return replace(form, broken=True)
    return text_form(path, encoding=("gb18030", "gb18030", 0))


def finished(engine: Embedded, width: int) -> tuple[int, list[str]]:
    """Rows that count, after rows of totals at the end were taken out; and notes."""
    notes = []
    out: list[int] = []
    if width > 1:
        last = engine.relation(range(min(width, 200)))
        for row, *cells in engine.ask(f"SELECT * FROM {last} ORDER BY r DESC LIMIT 3"):
            if not is_total(cells):
                break
            out.append(row)
    if out:
        engine.do(f"DELETE FROM t WHERE rowid > (SELECT max(rowid) FROM t) - {len(out)}")
        notes.append(f"末尾 {len(out)} 行是合计行（第 {'、'.join(map(str, sorted(out)))} 行），未计入")
    rows = int(engine.ask("SELECT count(*) FROM t")[0][0])
    if rows == 0:
        notes.append("只有表头，没有数据行")
    return rows, notes
