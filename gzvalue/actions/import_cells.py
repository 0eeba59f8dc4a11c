"""Cell by cell: what a row of a foreign sheet says against what the project holds."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gzvalue.actions.import_plan import Doubt, Failed, Findings
from gzvalue.actions.import_rows import Match
from gzvalue.schema.edit import Entry, Unread, read
from gzvalue.schema.field import Field, Form
from gzvalue.schema.kinds import Cell, clean
from gzvalue.schema.project import Project
from gzvalue.tables import ledger
from gzvalue.tables.body import CellText
from gzvalue.tables.ledger import Ledger
from gzvalue.tables.sheet import column_name

_NO_RESULT = "公式没有保存计算结果；请在 Excel 或 WPS 中打开、重新计算并保存后再导入"
_ERROR_VALUE = "单元格是公式错误值；请在表格中改正公式后再导入"
_CUT = "单元格是 15 位以上的数值，表格软件只保留前 15 位，后几位可能已变成 0；请核对，并把单元格设为文本后重填"


class Wish(NamedTuple):
    """One datum to be set: the entry, how it looked and will look, where it stands on the sheet."""

    entry: Entry
    before: str
    after: str
    sheet: str
    row: int
    conflict: bool = False


class New(NamedTuple):
    """A record to be added: its row, its cells by key, and how those that could be read look."""

    match: Match
    cells: Mapping[str, Cell | Unread]
    shown: Mapping[str, str]


class Meaning(NamedTuple):
    """A text read by its field: the stored cell and how it looks, why it is none, or what looks wrong with it."""

    cell: Cell
    shown: str
    wrong: str | None
    doubt: str | None


class Reading(NamedTuple):
    """What a filled cell means to its field; ``text`` is what is entered, ``refused`` that nothing is."""

    text: str
    meaning: Meaning
    refused: bool = False

    @property
    def cell(self) -> Cell:
        """The stored cell, ``None`` where the text cannot be read."""
        return self.meaning.cell

    @property
    def wrong(self) -> str | None:
        """Why the text cannot be read."""
        return self.meaning.wrong


_REMEMBERED = 50_000


def reading(field: Field, found: CellText, known: dict[tuple[str, str], Meaning] | None = None) -> Reading:
    """Read one filled cell; ``known`` remembers what texts meant before, since cells repeat.

    A formula without a result and an error value are no text of the clerk: where the field would take any
    text they are refused, elsewhere they are kept as unread text like other unreadable input.
    """
    if found.mark in {"formula", "error"}:
        wrong = _NO_RESULT if found.mark == "formula" else _ERROR_VALUE
        return Reading(found.shown, Meaning(None, "", wrong, None), refused=read(field, found.shown)[1] is None)
    known = {} if known is None else known
    meant = known.get((field.key, found.text))
    if meant is None:
        meant = _meaning(field, found.text)
        if len(known) < _REMEMBERED:
            known[field.key, found.text] = meant
    return Reading(found.text if meant.wrong is None else found.shown, meant)


def _meaning(field: Field, text: str) -> Meaning:
    cell, wrong = read(field, text)
    if cell is None:
        return Meaning(None, "", wrong, None)
    value = field.kind.from_cell(cell)
    return Meaning(cell, field.kind.format(value), None, field.kind.verdict(value))


class RowReader:
    """Turns the rows of one form into wishes and new records, and notes what could not be taken."""

    def __init__(self, project: Project, form: Form, known: Ledger | None, findings: Findings) -> None:
        self._project = project
        self._form = form
        self._known = known
        self._findings = findings
        self._meant: dict[tuple[str, str], Meaning] = {}

    def wishes(self, match: Match, keys: tuple[str, ...]) -> Iterator[Wish]:
        """What an existing record's row asks to change. ``keys`` are the columns of its sheet."""
        assert match.id is not None
        base = self._base(match)
        for key in dict.fromkeys((*keys, *match.placed.row.cells)):
            found = match.placed.row.cells.get(key)
            current = _Current(self._project, self._form, match.id, key)
            if found is None or not found.text:
                wish = self._emptied(match, key, current, base.get(key))
            else:
                wish = self._filled(match, key, found, current, base.get(key))
            if wish is not None:
                yield wish

    def new(self, match: Match) -> New:
        """A new record."""
        cells: dict[str, Cell | Unread] = {}
        shown: dict[str, str] = {}
        for key, found in match.placed.row.cells.items():
            if not found.text or ledger.is_omitted(found.text):
                continue
            said = reading(self._form.fields[key], found, self._meant)
            self._note(match, self._form.fields[key], found, said)
            if said.refused:
                continue
            if said.wrong is not None:
                cells[key] = Unread(said.text)
                continue
            cells[key] = said.cell
            if said.cell is not None:
                shown[key] = said.meaning.shown
        return New(match, cells, shown)

    def _base(self, match: Match) -> Mapping[str, str]:
        if self._known is None or not match.owned or match.id is None:
            return {}
        return self._known.digests.get((self._form.name, match.id), {})

    def _emptied(self, match: Match, key: str, current: "_Current", base: str | None) -> Wish | None:
        """An empty cell empties only what our own export had written there; elsewhere it says nothing."""
        blank = ledger.of_cell(None)
        if base is None or current.digest == blank:
            return None
        if base == blank:
            self._findings.kept_newer += 1
            return None
        field = self._form.fields[key]
        if key == self._form.code:
            words = f"{field.label}不能清空，已保留原来的“{current.shown}”；要删除记录请在程序中删除"
            self._findings.failed.append(Failed(match.placed.sheet, match.placed.row.number, "", field.label, "", words, kept=False))
            return None
        return self._wish(match, key, "", current, "", base, match.placed.row.number)

    def _filled(self, match: Match, key: str, found: CellText, current: "_Current", base: str | None) -> Wish | None:
        if ledger.is_omitted(found.text):
            return None
        field = self._form.fields[key]
        said = reading(field, found, self._meant)
        if current.is_same(said):
            return None
        if base is not None and base in _digests(field, found, said):
            self._findings.kept_newer += current.digest != base
            return None
        self._note(match, field, found, said)
        if said.refused:
            return None
        after = said.text if said.wrong else said.meaning.shown
        return self._wish(match, key, said.text, current, after, base, found.row, found.sheet)

    def _wish(
        self, match: Match, key: str, text: str, current: "_Current", after: str, base: str | None, row: int, sheet: str = ""
    ) -> Wish:
        assert match.id is not None
        conflict = base is not None and current.digest != base
        return Wish(Entry(self._form.name, match.id, key, text), current.shown, after, sheet or match.placed.sheet, row, conflict)

    def _note(self, match: Match, field: Field, found: CellText, said: Reading) -> None:
        """List what could not be read, and what was read and looks wrong."""
        doubt = _CUT if found.mark == "cut" and not field.kind.numeric else said.meaning.doubt
        if said.wrong is None and doubt is None:
            return
        place = found.sheet or match.placed.sheet, found.row, column_name(found.place), field.label, found.shown
        if said.wrong is not None:
            self._findings.failed.append(Failed(*place, said.wrong, kept=not said.refused))
        elif doubt is not None:
            self._findings.doubtful.append(Doubt(*place, doubt))


def _digests(field: Field, found: CellText, said: Reading) -> set[str]:
    """What the cell may have looked like when it went out; a ratio may have lost its per-cent format on the way."""
    read_as = ledger.of_raw(said.text) if said.wrong else ledger.of_cell(said.cell)
    return {read_as, ledger.digest(field, found.shown)} if field.kind.name == "ratio" else {read_as}


class _Current:
    """One datum as the project holds it."""

    def __init__(self, project: Project, form: Form, id: int, key: str) -> None:
        self._field = form.fields[key]
        self._value: Any = getattr(project.rows[form.name][id], key)
        raw = project.raw_texts.get((form.name, id, key))
        self._raw = None if raw is None else clean(raw.text or "")

    def is_same(self, said: Reading) -> bool:
        """Whether entering this would change nothing."""
        if self._raw is not None:
            return said.wrong is not None and said.text == self._raw
        return said.wrong is None and said.cell == (None if self._value is None else self._field.kind.to_cell(self._value))

    @property
    def digest(self) -> str:
        return ledger.of_value(self._field, self._value, self._raw)

    @property
    def shown(self) -> str:
        if self._raw is not None:
            return self._raw
        return "" if self._value is None else self._field.kind.format(self._value)
