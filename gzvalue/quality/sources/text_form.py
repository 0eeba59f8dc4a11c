"""What a text file is written in: encoding, delimiter, quotation mark, head; found from its beginning, never asked."""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.quality.sources.heads import Head, head_of, numbered_names, unique_names

SAMPLE = 1 << 20
DELIMITERS = (",", "\t", ";", "|", "，", "；", "\x01")
_LINES = 60


@dataclass(frozen=True)
class TextForm:
    """How a text file is to be read.

    Attributes:
        encoding: Python's name of the encoding, without byte order mark.
        named: the name that is reported.
        mark: bytes of the byte order mark.
        delimiter: between cells.
        quote: around cells.
        head: what the first rows say.
        lines_before: physical lines before the head.
        broken: some bytes cannot be read in the encoding.
    """

    encoding: str
    named: str
    mark: int
    delimiter: str
    quote: str
    head: Head
    lines_before: int = 0
    broken: bool = False


def text_form(path: Path, *, header: bool | None = None, encoding: tuple[str, str, int] | None = None) -> TextForm:
    """What a text file is written in.

    Args:
        path: the file.
        header: whether the first row is a head; found if not told.
        encoding: encoding, its reported name and the length of its mark, if known already.

    Raises:
        UserError: empty, nothing but blanks, or in no known encoding.
    """
    sample, whole = _beginning(path)
    if not sample.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise UserError(f"“{path.name}”里没有任何内容；请核对是否选错了文件，或内容是否保存。")
    codec, named, mark = encoding or encoding_of(sample, whole)
    text = codecs.getincrementaldecoder(codec)("replace").decode(sample[mark:], final=whole)
    text, stated, before = _without_statement(text)
    if not whole:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    delimiter = stated or max(DELIMITERS, key=lambda d: (_evenness(text, d), -DELIMITERS.index(d)))
    quote = _quote(text[:20_000], delimiter)
    records = first_records(text, delimiter, quote)
    head = _told(records, header) if header is not None else head_of(records)
    lines = sum(max(1, sum(cell.count("\n") for cell in record) + 1) for record in records[: head.skipped])
    return TextForm(codec, named, mark, delimiter, quote, head, before + _leading_blank(text) + lines)


def _told(records: Sequence[Sequence[str]], header: bool) -> Head:
    first = records[0] if records else ()
    if not header:
        return Head(numbered_names(len(first)), 0, 0)
    names, notes = unique_names(first, len(first))
    return Head(names, 0, 1, tuple(notes))


def _leading_blank(text: str) -> int:
    return len(re.match(r"(?:[ \t]*(?:\r\n|\n|\r))*", text)[0].splitlines())  # type: ignore[index]


def _beginning(path: Path) -> tuple[bytes, bool]:
    try:
        with path.open("rb") as file:
            sample = file.read(SAMPLE)
            return sample, not file.read(1)
    except FileNotFoundError:
        raise UserError(f"找不到“{path}”；请核对文件名和所在文件夹。") from None
    except PermissionError:
        raise UserError(f"没有权限读取“{path.name}”，或它正被其他程序占用；请关闭占用它的程序后再试。") from None
    except OSError as wrong:
        raise UserError(f"读不出“{path.name}”（{wrong.strerror}）；请把它复制到本机硬盘后再试。") from None


def encoding_of(sample: bytes, whole: bool) -> tuple[str, str, int]:
    """Encoding, its reported name and the length of the byte order mark, from the beginning of a file."""
    for mark, codec, named in (
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (b"\xff\xfe", "utf-16-le", "utf-16"),
        (b"\xfe\xff", "utf-16-be", "utf-16"),
    ):
        if sample.startswith(mark):
            return codec, named, len(mark)
    even, odd = sample[0:4000:2].count(0), sample[1:4000:2].count(0)
    half = max(min(len(sample), 4000) // 2, 1)
    if odd > half // 4 and even * 20 < odd:
        return "utf-16-le", "utf-16-le", 0
    if even > half // 4 and odd * 20 < even:
        return "utf-16-be", "utf-16-be", 0
    wrong = {codec: _wrong(sample, codec, whole) for codec in ("utf-8", "gb18030")}
    codec = min(wrong, key=lambda name: (wrong[name], name != "utf-8"))
    return codec, codec, 0


def _wrong(sample: bytes, codec: str, whole: bool) -> int:
    return codecs.getincrementaldecoder(codec)("replace").decode(sample, final=whole).count("\ufffd")


def _without_statement(text: str) -> tuple[str, str, int]:
    """The text without a leading ``sep=;``, the delimiter it states, and its lines."""
    match = re.match(r'\s*"?sep=(.)"?[ \t]*(?:\r\n|\n|\r)', text, re.IGNORECASE)
    return (text[match.end() :], match[1], 1) if match else (text, "", 0)


def _evenness(text: str, delimiter: str) -> float:
    sample = "\n".join(text[:200_000].splitlines()[:_LINES])
    widths = [len(cells) for cells in first_records(sample, delimiter, '"') if any(cells)]
    usual = max(set(widths), key=lambda w: (widths.count(w), w)) if widths else 1
    if usual < 2:
        return max(widths, default=0) / 1000 if max(widths, default=0) > 1 else 0.0
    return widths.count(usual) / len(widths) * (1 + min(usual, 50) / 50)


def _quote(sample: str, delimiter: str) -> str:
    """The single quotation mark only where cells stand in it and none in double ones."""
    single = len(re.findall(rf"(?:^|{re.escape(delimiter)})'[^'\n]*'(?={re.escape(delimiter)}|\r?$)", sample, re.MULTILINE))
    return "'" if '"' not in sample and single > 3 else '"'


def first_records(text: str, delimiter: str, quote: str) -> list[list[str]]:
    """The first records of a text that hold anything, as far as its quoting goes."""
    found: list[list[str]] = []
    limit = csv.field_size_limit(64 << 20)
    try:
        for record in csv.reader(io.StringIO(text.replace("\x00", "\ufffd"), newline=""), delimiter=delimiter, quotechar=quote):
            if record:
                found.append(record)
            if len(found) >= _LINES:
                break
    except csv.Error:
        pass  # the careful reader says what is wrong; here only the beginning matters
    finally:
        csv.field_size_limit(limit)
    return found
