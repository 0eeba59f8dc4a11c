"""What calamine does not tell of an .xlsx: per-cent cells, formulas without a stored result, error values, merges.

The sheet's XML is searched, not parsed: half a million cells in a fraction of a second, and only
where the workbook has anything to find.
"""

import html
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gzvalue.tables.extent import MOST_CELLS, column_index, of_xlsx
from gzvalue.tables.sheet import Mark, Merge

_NS = rb"(?:\w+:)?"
_SHEET = re.compile(rb"<" + _NS + rb"sheet\b([^>]*)>")
_RELATION = re.compile(rb"<" + _NS + rb"Relationship\b([^>]*)>")
_NUMBER_FORMAT = re.compile(rb"<" + _NS + rb"numFmt\b([^>]*)>")
_CELL_FORMATS = re.compile(rb"<" + _NS + rb"cellXfs\b.*?</" + _NS + rb"cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<" + _NS + rb"xf\b([^>]*)>")
_TELLING = re.compile(rb"<" + _NS + rb"c\s([^>]*)>\s*(?=<" + _NS + rb"f[\s>/]|<" + _NS + rb"v>#)(.*?)</" + _NS + rb"c>", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_TEXT_CELL = re.compile(rb'\bt="(?:s|str|inlineStr|b|e)"')
_FORMULA = re.compile(rb"<" + _NS + rb"f\b[^>]*?(?:/>|>(.*?)</" + _NS + rb"f>)", re.DOTALL)
_VALUE = re.compile(rb"<" + _NS + rb"v>([^<]*)</" + _NS + rb"v>|<" + _NS + rb"is>")
_MERGE = re.compile(rb"<" + _NS + rb"mergeCell\b[^>]*?\bref=\"([A-Z]+)(\d+):([A-Z]+)(\d+)\"")
_PLACE = re.compile(rb"([A-Z]+)(\d+)")
_PERCENT_IDS = {b"9", b"10"}


@dataclass(frozen=True)
class SheetMarks:
    """Of one sheet: marks by (row from 1, column from 0), merges, texts that stand for formulas and errors, and how far it reaches."""

    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    extent: tuple[int, int] = (0, 0)


def marks_of(path: Path) -> dict[str, SheetMarks]:
    """Marks by the name of the sheet; empty where the workbook is laid out in a way we do not know."""
    with zipfile.ZipFile(path) as archive:
        names = {name.lower().lstrip("/"): name for name in archive.namelist()}
        percent = _percent_formats(_part(archive, names, "xl/styles.xml"))
        found = {}
        for sheet, part in _parts_of_sheets(archive, names).items():
            found[sheet] = _marks(_part(archive, names, part), percent)
        return found


def _part(archive: zipfile.ZipFile, names: Mapping[str, str], part: str) -> bytes:
    name = names.get(part.lower())
    if name is None:
        return b""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return b""


def _attribute(attributes: bytes, name: bytes) -> bytes:
    match = re.search(rb"(?:^|[\s:])" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes)
    return (match[1] if match[1] is not None else match[2]) if match else b""


def _parts_of_sheets(archive: zipfile.ZipFile, names: Mapping[str, str]) -> dict[str, str]:
    targets = {}
    for match in _RELATION.finditer(_part(archive, names, "xl/_rels/workbook.xml.rels")):
        target = _attribute(match[1], b"Target").decode("utf-8", "replace")
        targets[_attribute(match[1], b"Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    found = {}
    for match in _SHEET.finditer(_part(archive, names, "xl/workbook.xml")):
        relation = re.search(rb"\w+:id\s*=\s*[\"']([^\"']*)", match[1])
        name = html.unescape(_attribute(match[1], b"name").decode("utf-8", "replace"))
        if relation and relation[1] in targets:
            found[name] = targets[relation[1]]
    return found


def _percent_formats(styles: bytes) -> set[bytes]:
    """The indexes (as in ``s="…"``) of cell formats that show per cent."""
    ids = set(_PERCENT_IDS)
    for match in _NUMBER_FORMAT.finditer(styles):
        code = html.unescape(_attribute(match[1], b"formatCode").decode("utf-8", "replace"))
        if "%" in re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code):
            ids.add(_attribute(match[1], b"numFmtId"))
    block = _CELL_FORMATS.search(styles)
    if block is None:
        return set()
    kinds = [_attribute(match[1], b"numFmtId") for match in _FORMAT.finditer(block[0])]
    return {str(index).encode() for index, kind in enumerate(kinds) if kind in ids}


def _marks(xml: bytes, percent: set[bytes]) -> SheetMarks:
    merges = tuple(
        Merge(int(m[2]), column_index(m[1]), int(m[4]), column_index(m[3])) for m in (_MERGE.finditer(xml) if b"mergeCell" in xml else ())
    )
    reach = of_xlsx(xml)
    if reach[0] * reach[1] > MOST_CELLS:
        return SheetMarks(extent=reach)
    marks: dict[tuple[int, int], Mark] = _percent_cells(xml, percent) if percent else {}
    texts: dict[tuple[int, int], str] = {}
    for match in _TELLING.finditer(xml):
        place = _PLACE.fullmatch(_attribute(match[1], b"r"))
        found = _telling(_attribute(match[1], b"t"), match[2])
        if place is not None and found is not None:
            at = int(place[2]), column_index(place[1])
            marks[at], texts[at] = found
    return SheetMarks(marks, merges, texts, reach)


def _percent_cells(xml: bytes, percent: set[bytes]) -> dict[tuple[int, int], Mark]:
    """Cells of a per-cent format that hold something which is no text."""
    styled = re.compile(rb"<" + _NS + rb'c\s[^>]*?\bs="(?:' + b"|".join(sorted(percent)) + rb')"[^>]*>')
    marks: dict[tuple[int, int], Mark] = {}
    columns: dict[bytes, int] = {}
    for match in styled.finditer(xml):
        place = _REFERENCE.search(match[0])
        if place is None or match[0].endswith(b"/>") or _TEXT_CELL.search(match[0]):
            continue
        letters = place[1]
        if letters not in columns:
            columns[letters] = column_index(letters)
        marks[int(place[2]), columns[letters]] = "percent"
    return marks


def _telling(kind: bytes, inner: bytes) -> tuple[Mark, str] | None:
    """The mark and the text of a cell with an error value, or with a formula that has no stored result."""
    value = _VALUE.search(inner)
    if kind == b"e":
        return "error", html.unescape((value[1] or b"").decode("utf-8", "replace") if value else "") or "#错误"
    if kind in {b"str", b"s", b"inlineStr"} or (value is not None and value[1]):
        return None
    formula = _FORMULA.search(inner)
    return None if formula is None else ("formula", "=" + html.unescape((formula[1] or b"").decode("utf-8", "replace")))
