"""A folder of files of one shape as one source."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.quality.engines.embedded import Embedded
from gzvalue.quality.sources.background import BackgroundFingerprint
from gzvalue.quality.sources.loaded import Loaded

Beat = Callable[[str], None]

_ENDINGS = {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".parquet", ".jsonl", ".ndjson", ".sqlite", ".db"}
ROWS_OF_A_FILE = 10**10
"""Row numbers of the n-th file begin at n times this."""

MOST_FILES = 10_000


def files_of(folder: Path) -> list[Path]:
    """The data files in a folder and the folders below it, by name; links to folders are not followed, so no loop is met.

    Raises:
        UserError: none, or too many.
    """
    found = sorted(_walk(folder), key=lambda path: path.relative_to(folder).as_posix())
    if not found:
        raise UserError(f"文件夹“{folder.name}”里没有可测量的数据文件（CSV、Excel、Parquet、JSON Lines、SQLite）。")
    if len(found) > MOST_FILES:
        raise UserError(f"文件夹“{folder.name}”里有 {len(found):,} 个数据文件，超过 {MOST_FILES:,} 个；请分批测量。")
    return found


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if path.suffix.lower() in _ENDINGS and not name.startswith((".", "~$")) and path.is_file():
                yield path


def load_folder(engine: Embedded, folder: Path, beat: Beat, load: Callable[[Path], Loaded]) -> Loaded:
    """All files of a folder, one below the other; ``load`` loads one of them as the engine's table.

    Raises:
        UserError: a file cannot be read or has other columns than the first.
    """
    files = files_of(folder)
    fingerprint = BackgroundFingerprint(files, beat, folder)
    try:
        first: Loaded | None = None
        rows = faulty = 0
        broken = False
        notes = [f"共 {len(files):,} 个文件合并测量"]
        for place, path in enumerate(files):
            beat(f"读取“{path.name}”（{place + 1}/{len(files)}）")
            one = load(path)
            one.fingerprint.stop()
            if first is None:
                first = one
            order = _order(first, one, files[0], path)
            columns = ", ".join(f"c{k} AS c{n}" for n, k in enumerate(order))
            into = "INSERT INTO whole" if place else "CREATE OR REPLACE TABLE whole AS"
            engine.do(f"{into} SELECT r + {place * ROWS_OF_A_FILE} AS r, {columns} FROM {engine.relation(order)}", f"合并“{path.name}”")
            rows, faulty, broken = rows + one.rows, faulty + one.faulty_rows, broken or one.broken
            notes += [f"{path.relative_to(folder).as_posix()}：{note}" for note in one.notes]
        assert first is not None
        engine.table, engine.row = "whole", "r"
    except BaseException:
        fingerprint.stop()
        raise
    names = tuple(path.relative_to(folder).as_posix() for path in files)
    return replace(
        first, name=folder.name, kind="folder", rows=rows, fingerprint=fingerprint, notes=tuple(notes), broken=broken, faulty_rows=faulty, files=names
    )  # fmt: skip


def _order(first: Loaded, one: Loaded, first_path: Path, path: Path) -> list[int]:
    """Where the columns of a file stand in the order of the first file's."""
    if sorted(first.names) != sorted(one.names):
        missing = [name for name in first.names if name not in one.names]
        more = [name for name in one.names if name not in first.names]
        words = "；".join(
            part
            for part in (f"缺少列：{'、'.join(missing[:5])}" if missing else "", f"多出列：{'、'.join(more[:5])}" if more else "")
            if part
        )
        raise UserError(f"“{path.name}”与“{first_path.name}”的列不同（{words}），不能合并测量；请只保留结构相同的文件。")
    return [one.names.index(name) for name in first.names]
