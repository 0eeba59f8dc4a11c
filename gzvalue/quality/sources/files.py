"""Any file or folder, by what it is and not by its ending."""

from collections.abc import Callable
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.quality.engines.embedded import Embedded
from gzvalue.quality.fingerprint import blocks
from gzvalue.quality.sources.folder import load_folder
from gzvalue.quality.sources.loaded import Loaded
from gzvalue.quality.sources.records import load_json_lines, load_parquet, load_sqlite
from gzvalue.quality.sources.sheets import load_page, load_sheet
from gzvalue.quality.sources.text_table import load_text
from gzvalue.tables import sniff

Beat = Callable[[str], None]


def load_file(engine: Embedded, path: Path, beat: Beat, *, header: bool | None = None, sheet: str | None = None) -> Loaded:
    """A file or folder as the engine's table.

    Raises:
        UserError: it cannot be read.
        Cancelled: stopped.
    """
    if path.is_dir():
        return load_folder(engine, path, beat, lambda one: load_file(engine, one, beat, header=header, sheet=sheet))
    head = next(iter(blocks(path)), b"")[:4096]
    if not head:
        raise UserError(f"“{path.name}”是空文件（0 字节），没有可测量的内容；请核对是否选错了文件。")
    if head.startswith(b"PAR1"):
        return load_parquet(engine, path, beat)
    if head.startswith(b"SQLite format 3\x00"):
        return load_sqlite(engine, path, beat, table=sheet)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        sniff.what_it_is(path)  # says what else it is, and refuses what unpacks to too much
        return load_sheet(engine, path, beat, sheet=sheet, header=header)
    if path.stat().st_size <= sniff.MOST_TEXT and sniff.what_it_is(path) == "html":
        return load_page(engine, path, beat)
    if path.suffix.lower() in {".jsonl", ".ndjson", ".json"} or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b'{"'):
        return load_json_lines(engine, path, beat)
    return load_text(engine, path, beat, header=header)
