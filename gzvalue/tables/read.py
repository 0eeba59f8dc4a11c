"""The one door to foreign sheets: whatever the file is by its content, it comes back as sheets of clean text."""

from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.tables import delimited, markup, workbook
from gzvalue.tables.sheet import Progress, Sheet
from gzvalue.tables.sniff import what_it_is


def read_workbook(path: Path, progress: Progress | None = None) -> list[Sheet]:
    """Read an Excel workbook, a CSV or TSV file, or a web page saved as one.

    Args:
        path: the file; its ending does not matter.
        progress: told (done, total, words); may raise `gzvalue.errors.Cancelled`.

    Raises:
        UserError: what the file is, why it cannot be read, and what to do.
    """
    path = Path(path)
    format = what_it_is(path)
    if format == "csv":
        sheets = delimited.read(path, progress)
    elif format == "html":
        sheets = markup.read(path, progress)
    else:
        sheets = workbook.read(path, format, progress)
    if not any(sheet.rows for sheet in sheets):
        raise UserError(f"“{path.name}”里没有任何内容；请核对是否选错了文件，或内容是否保存。")
    return sheets
