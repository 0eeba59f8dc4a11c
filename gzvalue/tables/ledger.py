"""What our own export said when it went out: a hidden sheet of digests, so that a sheet that comes back can be merged.

With it an import knows which cells the clerk changed and which the program has changed since. No values
stand in it, only digests of them.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gzvalue.schema.field import Field
from gzvalue.schema.kinds import Cell, Unreadable, clean
from gzvalue.schema.project import Project
from gzvalue.tables.names import words
from gzvalue.tables.sheet import Sheet

VERSION = 1
"""Version of the template; an older program says so when it meets a newer one."""

_DIGITS = 8
_NOTHING = "-" * _DIGITS


@dataclass(frozen=True)
class Ledger:
    """What was exported.

    Attributes:
        version: of the template.
        owner: digest of enterprise and period, to tell whose record ids these are; may be empty.
        department: the department it was exported for, or empty.
        digests: (form, id) → key → digest of what stood there.
    """

    version: int
    owner: str = ""
    department: str = ""
    digests: Mapping[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)


def owner(project: Project) -> str:
    """The digest by which a ledger knows its project: the enterprise and the period; empty while neither is filled in.

    A copy for the next period goes its own way, so the same id may mean another record there.
    """
    words = (" ".join((text or "").split()) for text in (project.enterprise.name, project.head.period))
    stamp = "|".join(_REFUSED.sub("", word) for word in words)
    return "" if stamp == "|" else _hash(stamp)


def sheet_name() -> str:
    """Name of the hidden sheet."""
    return str(words()["own_sheets"]["ledger"])


_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MOST_CHARACTERS = 32_767
"""What a spreadsheet's cell holds, in UTF-16 units."""

_OMITTED = re.compile(r"〔原文 [\d,]+ 字，超过单元格上限，未导出；请在程序中查看和修改〕")


def written(field: Field, value: Any, raw: str | None = None) -> str:
    """The text of a datum on a sheet: unread text in place of the value, exact figures, characters that a sheet can hold.

    Text beyond what a cell holds is replaced by a remark that an import leaves alone (see `is_omitted`).
    """
    if raw is not None:
        text = clean(raw)
    elif value is None:
        return ""
    elif field.kind.name == "ratio":
        return field.kind.format(value)
    elif field.kind.numeric:
        return str(field.kind.to_cell(value))
    else:
        text = field.kind.format(value)
    text = _REFUSED.sub("", text)
    if len(text) > MOST_CHARACTERS // 2 and len(text.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
        return f"〔原文 {len(text):,} 字，超过单元格上限，未导出；请在程序中查看和修改〕"
    return text


def is_omitted(text: str) -> bool:
    """Whether a cell holds the remark that its text was too long to export."""
    return text.startswith("〔原文") and _OMITTED.fullmatch(text) is not None


def of_value(field: Field, value: Any, raw: str | None = None) -> str:
    """The digest of a datum as it is written."""
    if raw is not None:
        return digest(field, written(field, value, raw))
    if value is None or field.kind.numeric:
        return of_cell(None if value is None else field.kind.to_cell(value))
    return digest(field, written(field, value))


def digest(field: Field, text: str) -> str:
    """The digest of what a text means to a field: equal for ``1,000`` and ``1000.00``."""
    cleaned = clean(text)
    if not cleaned:
        return _NOTHING
    try:
        return of_cell(field.kind.to_cell(field.kind.parse(cleaned)))
    except Unreadable:
        return of_raw(cleaned)


def of_cell(cell: Cell) -> str:
    """The digest of a stored cell."""
    return _NOTHING if cell is None else _hash(f"={cell}")


def of_raw(text: str) -> str:
    """The digest of text that could not be read."""
    return _hash(f"?{clean(text)}")


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGITS // 2).hexdigest()


def rows(ledger: Ledger, keys: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """The ledger as the rows of its sheet; ``keys`` gives the fields of each form in order."""
    yield "gzvalue", str(ledger.version), ledger.owner, ledger.department
    order = {form: tuple(names) for form, names in keys.items()}
    for form, names in order.items():
        yield "keys", form, " ".join(names)
    for (form, id), digests in ledger.digests.items():
        yield "row", form, str(id), "".join(digests[key] for key in order[form])


def find(sheets: Iterable[Sheet]) -> Ledger | None:
    """The ledger in a workbook of ours, or ``None``."""
    for sheet in sheets:
        if sheet.name == sheet_name() and sheet.rows and sheet.rows[0].cells[0] == "gzvalue":
            return _read(sheet)
    return None


def _read(sheet: Sheet) -> Ledger:
    head = (*sheet.rows[0].cells, "", "", "", "")
    keys: dict[str, list[str]] = {}
    digests: dict[tuple[str, int], dict[str, str]] = {}
    for row in sheet.rows[1:]:
        kind, form, third, fourth = (*row.cells, "", "", "", "")[:4]
        if kind == "keys":
            keys[form] = third.split(" ")
        elif kind == "row" and form in keys and third.isdigit() and len(fourth) == _DIGITS * len(keys[form]):
            parts = (fourth[at : at + _DIGITS] for at in range(0, len(fourth), _DIGITS))
            digests[form, int(third)] = dict(zip(keys[form], parts, strict=True))
    version = int(head[1]) if head[1].isdigit() else 0
    return Ledger(version, head[2], head[3], digests)
