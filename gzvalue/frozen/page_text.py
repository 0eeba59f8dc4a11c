"""Text out of a page's drawing instructions, line by line in the order of drawing, by the fonts' own tables of characters."""

import re
from collections.abc import Iterator, Mapping

import pikepdf

from gzvalue.frozen.pdf_objects import unpacked

_PART = re.compile(
    rb"\(((?:[^()\\]|\\.)*)\)\s*Tj|/(\S+)\s+[-.\d]+\s+Tf|(?<![^\s])(Tm|Td|TD|T\*|BT)(?![^\s])|(?<![^\s])('|\"|TJ|Do|BI)(?![^\s])", re.S
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.S)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.S)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.S)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TRIPLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")

FOREIGN = "\ufffd"
"""Stands in a line where the page draws something that our writer never draws."""


def characters(font: pikepdf.Object) -> dict[int, str]:
    """Code → character of a font, from its table for extraction."""
    table = font.get("/ToUnicode")
    if not isinstance(table, pikepdf.Stream):
        return {}
    data = unpacked(table, 2_000_000)
    found: dict[int, str] = {}
    for block in _CHARS.findall(data):
        found |= {int(code, 16): _text(char) for code, char in _PAIR.findall(block)}
    for block in _RANGES.findall(data):
        for first, last, char in _TRIPLE.findall(block):
            begin, start = int(first, 16), int(char, 16)
            found |= {begin + step: chr(start + step) for step in range(min(int(last, 16) - begin, 255) + 1) if start + step < 0x110000}
    return found


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii").zfill(4)).decode("utf-16-be", errors="replace")


def lines_of(content: bytes, fonts: Mapping[str, Mapping[int, str]]) -> list[str]:
    """The set lines of a page."""
    return [line for line in _lines(content, fonts) if line]


def _lines(content: bytes, fonts: Mapping[str, Mapping[int, str]]) -> Iterator[str]:
    table: Mapping[int, str] = {}
    line: list[str] = []
    for match in _PART.finditer(content):
        shown, font, moved, _ = match.groups()
        if shown is not None:
            codes = _ESCAPE.sub(_unescaped, shown) if b"\\" in shown else shown
            line.append("".join([table.get(code, FOREIGN) for code in codes]))
        elif font is not None:
            table = fonts.get("/" + font.decode("latin-1"), {})
        elif moved is not None:
            yield "".join(line)
            line = []
        else:
            line.append(FOREIGN)
    yield "".join(line)


def _unescaped(match: re.Match[bytes]) -> bytes:
    given = match[1]
    if given[0] in b"01234567":
        return bytes([int(given, 8) & 255])
    return _PLAIN.get(given, given)
