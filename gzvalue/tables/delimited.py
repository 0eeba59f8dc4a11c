"""CSV and its kin: the encoding, the delimiter and the quoting are found, not asked."""

import csv
import io
import re
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.schema.kinds import clean
from gzvalue.tables.extent import MOST_CELLS
from gzvalue.tables.sheet import Progress, Row, Sheet, tell

_DELIMITERS = (",", "\t", ";", "|", "，", "；")
_SAMPLE_LINES = 60
_EVERY = 5000
_FIELD_LIMIT = 10 * 2**20

_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_KEPT_AS_TEXT = ("=", "'")
_APOSTROPHE = re.compile(r"'(\d[\dXx-]*)")


def read(path: Path, progress: Progress | None = None) -> list[Sheet]:
    """The file as one sheet named like it; row numbers are those a spreadsheet would show.

    Raises:
        UserError: no known encoding, or too many cells.
        Cancelled: the progress callback stopped the reading.
    """
    text = decoded(path.read_bytes(), path.name).replace("\x00", "")
    text, delimiter = _delimiter(text)
    if text.count(delimiter) > MOST_CELLS:
        raise UserError(f"“{path.name}”的格数超过可导入的 {MOST_CELLS // 10**6} 百万格；请只保留需要的行和列后再导入。")
    tell(progress, 0, 1, f"读取“{path.name}”")
    rows = []
    for number, cells in enumerate(_records(text, delimiter), start=1):
        if number % _EVERY == 0:
            tell(progress, 0, 1, f"读取第 {number:,} 行")
        texts = tuple(map(_cell, cells))
        if any(texts):
            rows.append(Row(number, texts))
    tell(progress, 1, 1, "读取完成")
    return [Sheet(path.stem, tuple(rows), "csv")]


def decoded(content: bytes, name: str) -> str:
    """Office text in UTF-8, UTF-16 or GB18030 (which contains GBK and GB2312).

    Raises:
        UserError: none of these fits.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    for encoding in (*_wide(content), "utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError(f"认不出“{name}”的文字编码（不是 UTF-8、GB18030 或 UTF-16）；请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。")


def _wide(content: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark shows zeros at every other byte."""
    sample = content[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 8 and even == 0:
        return ("utf-16-le",)
    if even > len(sample) // 8 and odd == 0:
        return ("utf-16-be",)
    return ()


def _delimiter(text: str) -> tuple[str, str]:
    """The text without a leading ``sep=;`` line, and the delimiter that gives the most even columns."""
    first, _, rest = text.partition("\n")
    match = re.fullmatch(r'"?sep=(.)"?', first.strip("\r \ufeff"), re.IGNORECASE)
    if match:
        return rest, match[1]
    sample = "\n".join(text.splitlines()[:_SAMPLE_LINES])
    return text, max(_DELIMITERS, key=lambda d: (_evenness(sample, d), -_DELIMITERS.index(d)))


def _evenness(sample: str, delimiter: str) -> float:
    widths = [len(cells) for cells in _records(sample, delimiter) if any(cells)]
    if not widths:
        return 0.0
    usual = max(set(widths), key=lambda w: (widths.count(w), w))
    if usual < 2:
        return max(widths) / 1000 if max(widths) > 1 else 0.0
    return widths.count(usual) / len(widths) * (1 + min(usual, 50) / 50)


def _records(text: str, delimiter: str) -> list[list[str]]:
    """Rows of cells; a quotation mark that is never closed swallows nothing."""
    limit = csv.field_size_limit(_FIELD_LIMIT)
    try:
        quote = _quote(text[:20_000], delimiter)
        try:
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote, strict=True))
        except csv.Error:
            return _lenient(text, delimiter, quote)
    finally:
        csv.field_size_limit(limit)


def _quote(sample: str, delimiter: str) -> str:
    """The single quotation mark only where cells stand in it and none in double ones."""
    single = len(re.findall(rf"(?:^|{re.escape(delimiter)})'[^'\n]*'(?={re.escape(delimiter)}|\r?$)", sample, re.MULTILINE))
    return "'" if '"' not in sample and single > 3 else '"'


def _lenient(text: str, delimiter: str, quote: str) -> list[list[str]]:
    """Line by line where quoting is broken, so that one bad mark costs one line and not the rest of the file."""
    rows = []
    for line in text.splitlines():
        try:
            rows.append(next(csv.reader([line], delimiter=delimiter, quotechar=quote, strict=True), []))
        except csv.Error:
            rows.append(next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), []))
    return rows


def _cell(text: str) -> str:
    """Clean text; ``="0123"`` and ``'0123`` are how people keep identifiers as text in CSV."""
    text = text.strip() if text.isprintable() else clean(text)  # most are: a call less for each of half a million cells
    if not text.startswith(_KEPT_AS_TEXT):
        return text
    match = _AS_TEXT.fullmatch(text) or _APOSTROPHE.fullmatch(text)
    return clean(match[1]) if match else text
