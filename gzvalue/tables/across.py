"""Statements with the years across the top (科目 | 2023年 | 2024年): every year becomes one record, as on a sheet with a row per year.

Assets and liabilities side by side, several statements below each other, heads in two lines, columns of notes and blank columns
are read as the accountant left them. Two columns of one year contradict each other and neither is taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from gzvalue.schema.field import Form
from gzvalue.tables.body import CellText, Skipped, TableRow, scaled
from gzvalue.tables.names import IMPORTED, Head, is_word, squeeze, vocabulary
from gzvalue.tables.period_heads import Period, Stated, basis_in, is_share, period_of, placed, stated_period
from gzvalue.tables.sheet import Row, Sheet, column_name
from gzvalue.tables.statement_words import (
    bare_account,
    cell_at,
    consecutive,
    filled,
    is_figure,
    is_label_word,
    is_nil,
    is_note,
    periods_in,
    scale_of,
    unit_above,
    unit_in,
)  # fmt: skip

_HEAD_WITHIN = 40


class Across(NamedTuple):
    """A statement: how many accounts were known, a record per year, columns left with the reason, rows left, notes, rows of heads."""

    matched: int
    form: Form
    rows: tuple[TableRow, ...]
    unknown: tuple[tuple[str, str, str], ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    head_rows: tuple[int, ...]


def find_across(sheet: Sheet, named: Form | None) -> Across | None:
    """The statement on a sheet, or ``None``.

    Args:
        sheet: the sheet.
        named: the form that the sheet's name means, if any.
    """
    best: Across | None = None
    for form in (one for one in IMPORTED if one.code and one.fields[one.code].kind.name == "year"):
        if named is not None and named is not form:
            continue
        found = _Statement(sheet, form).read()
        least = 2 if named is form or len(found.rows) > 1 else 3
        if found.matched >= least and (found.rows or found.unknown) and (best is None or found.matched > best.matched):
            best = found
    return best


@dataclass
class _Heads:
    """The columns of years that hold for the rows below, by place, and the place of a column of units."""

    last: int
    periods: dict[int, Period] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)
    unit: int | None = None


class _Line(NamedTuple):
    """An account: its row, its place, the field, and how sure its name is (0 surest)."""

    row: Row
    place: int
    head: Head
    rank: int


class _Statement:
    """Reads one sheet as records of one form."""

    def __init__(self, sheet: Sheet, form: Form) -> None:
        self._sheet = sheet
        self._form = form
        self._names = vocabulary(form)
        self._lines: list[tuple[_Heads, _Line]] = []
        self._skipped: list[Skipped] = []
        self._unknown: dict[tuple[str, str], str] = {}
        self._heads: list[_Heads] = []

    def read(self) -> Across:
        self._walk()
        self._left_columns()
        self._take_best()
        rows = self._records()
        matched = len({line.head.key for _, line in self._lines})
        years = "、".join(row.cells[self._form.code].text for row in rows)
        notes = [f"年度横排，每个年度作为一条记录：{years}"] if rows else []
        notes += [
            f"表头上方写有“单位：{unit}”，未另注单位的金额按{unit}换算为元"
            for unit in [self._unit]
            if unit and scale_of(unit) not in {None, Decimal(1)}
        ]
        unknown = tuple((letter, head, why) for (letter, head), why in self._unknown.items())
        skipped = tuple(sorted(self._skipped, key=lambda one: one.number))
        return Across(matched, self._form, rows, unknown, skipped, tuple(notes), tuple(one.last for one in self._heads))

    @cached_property
    def _unit(self) -> str:
        return unit_above(self._sheet, self._heads[0].last if self._heads else 0)

    # --- where things stand ---------------------------------------------------------------------

    def _walk(self) -> None:
        """Go down the sheet: heads of years hold until the next heads; every known account below them is a line."""
        heads: _Heads | None = None
        titles: list[str] = [self._sheet.name]
        rows = self._sheet.rows
        for place, row in enumerate(rows):
            if heads is None and place >= _HEAD_WITHIN:
                return
            if heads is not None and row.number <= heads.last:
                continue
            found = self._heads_at(place, titles)
            if found is not None:
                heads, titles = found, [self._sheet.name]
                self._heads.append(heads)
                continue
            lines = list(self._accounts(row, heads)) if heads is not None else []
            if heads is not None and lines:
                self._lines += [(heads, line) for line in lines]
            elif heads is not None and any(cell_at(row, place) for place in heads.periods):
                self._skipped.append(Skipped(row.number, next(cell for cell in row.cells if cell)[:40], "本软件不用的科目，未导入"))
            else:
                titles += [cell for cell in row.cells if cell]

    def _heads_at(self, place: int, titles: Sequence[str]) -> _Heads | None:
        """The heads that begin in a row, if it names years."""
        row = self._sheet.rows[place]
        texts = {at: text for at, text in enumerate(row.cells) if text}
        periods = periods_in(row)
        if not periods or not self._may_be_heads(row, texts, periods) or (len(periods) == 1 and self._is_title(place)):
            return None
        stated = stated_period(titles[1:]) or stated_period(titles[:1])
        below = self._lower_line(place, periods)
        above = self._sheet.rows[place - 1] if place and self._sheet.rows[place - 1].number == row.number - 1 else None
        return self._columns(row, below, above, stated)

    def _is_title(self, place: int) -> bool:
        """Whether a row with one year stands above the heads proper (2025年度 above 项目 | 本期金额 | 上期金额)."""
        for row in self._sheet.rows[place + 1 : place + 4]:
            if any(self._is_account(text) for text in row.cells if text):
                return False
            if periods_in(row):
                return True
        return False

    def _may_be_heads(self, row: Row, texts: Mapping[int, str], periods: Mapping[int, Period]) -> bool:
        """Bare four digits may be amounts: they are years beside a word like 科目, or as consecutive years on their own."""
        first = min(texts)
        if any(one.year is not None and not one.bare for one in periods.values()):
            return not self._is_account(texts[first]) or is_word(texts[first], "vertical_label")
        label = texts[first] if first not in periods else ""
        if not label or is_label_word(label):
            return bool(label) or consecutive(periods)
        others = [text for at, text in texts.items() if at not in periods and at != first]
        return not self._is_account(label) and consecutive(periods) and not any(is_figure(text) for text in others) and not self._heads

    def _is_account(self, text: str) -> bool:
        found = self._account(text)
        return found is not None and found[0].key != self._form.code

    def _lower_line(self, place: int, periods: Mapping[int, Period]) -> Row | None:
        """The second line of a head: words and no figures below the years."""
        rows = self._sheet.rows
        if place + 1 >= len(rows) or rows[place + 1].number != rows[place].number + 1:
            return None
        row = rows[place + 1]
        filled = [(at, text) for at, text in enumerate(row.cells) if text]
        under = [text for at, text in filled if at >= min(periods)]
        words_only = under and not any(is_figure(text) or is_nil(text) for text in under)
        before = [text for at, text in filled if at < min(periods)]
        return row if words_only and not any(self._is_account(text) for text in before) else None

    def _columns(self, row: Row, below: Row | None, above: Row | None, stated: Stated | None) -> _Heads:
        upper = filled(self._sheet, row)
        lower = below.cells if below is not None else ()
        group = filled(self._sheet, above) if above is not None else ()
        heads = _Heads(below.number if below is not None else row.number)
        for at in range(max(len(upper), len(lower))):
            up, down, over = (line[at] if at < len(line) else "" for line in (upper, lower, group))
            if is_word(up or down, "vertical_unit"):
                heads.unit = at
            period = period_of(down) or period_of(up)
            shown = "／".join(" ".join(text.split()) for text in dict.fromkeys((up, down)) if text)
            if period is None:
                if shown and is_note(up or down):
                    self._unknown[column_name(at), shown] = "附注列，未导入"
                elif shown and is_share(shown):
                    self._unknown[column_name(at), shown] = "占比或增减，不是金额，未导入"
                continue
            if is_share(shown):
                self._unknown[column_name(at), shown] = "占比或增减，不是金额，未导入"
                continue
            period = placed(period, stated)
            basis = period.basis or basis_in(down) or basis_in(up) or (basis_in(over) if len(over) <= 12 else "")
            heads.periods[at] = period._replace(basis=basis, unit=period.unit or unit_in(down) or unit_in(up))
            heads.shown[at] = shown
        return heads

    def _accounts(self, row: Row, heads: _Heads) -> list[_Line]:
        found = []
        for at, text in enumerate(row.cells):
            if text and at not in heads.periods and any(place > at for place in heads.periods):
                account = self._account(text)
                if account is not None:
                    found.append(_Line(row, at, *account))
        return found

    def _account(self, text: str) -> tuple[Head, int] | None:
        bare, within = bare_account(text)
        head = self._names.head(text) or self._names.head(bare)
        if head is None:
            return None
        exact = bare.startswith(squeeze(self._form.fields[head.key].label))
        return head, within if exact else 2 + within

    # --- which of it counts ---------------------------------------------------------------------

    def _left_columns(self) -> None:
        """Take out columns without a year, and all columns of a year that stands twice beside one column of accounts."""
        foreign = self._unit
        for heads in self._heads:
            labels = sorted({line.place for of, line in self._lines if of is heads})
            sides: dict[tuple[int, int], list[int]] = {}
            for at, period in heads.periods.items():
                side = max((label for label in labels if label < at), default=-1)
                if period.year is not None:
                    sides.setdefault((side, period.year), []).append(at)
                else:
                    self._unknown[column_name(at), heads.shown[at]] = period.wrong
            for (_, year), places in sides.items():
                if len(places) > 1:
                    where = "、".join(f"{column_name(at)} 列“{heads.shown[at]}”" for at in places)
                    for at in places:
                        self._unknown[column_name(at), heads.shown[at]] = (
                            f"{year} 年有 {len(places)} 列（{where}），不知道以哪一列为准，未导入"
                        )
                        del heads.periods[at]
                elif foreign and scale_of(foreign) is None:
                    at = places[0]
                    self._unknown[column_name(at), heads.shown[at]] = f"单位“{foreign}”不能换算为“元”"
                    del heads.periods[at]
            heads.periods = {at: one for at, one in heads.periods.items() if one.year is not None}

    def _take_best(self) -> None:
        """Of several rows of one account the one with the surest name, then the first; the others are told."""
        self._chosen: dict[str, list[tuple[_Heads, _Line]]] = {}
        for heads, line in sorted(self._lines, key=lambda pair: pair[1].rank):
            if line.head.key == self._form.code:
                continue
            before = self._chosen.setdefault(line.head.key, [])
            reach = self._reach(heads, line)
            if line.head.wrong:
                self._skipped.append(Skipped(line.row.number, line.row.cells[line.place][:40], f"{line.head.wrong}，未导入"))
            elif any(set(reach) & set(self._reach(*other)) for other in before):
                first = next(other for of, other in before if set(reach) & set(self._reach(of, other)))
                self._skipped.append(
                    Skipped(line.row.number, line.row.cells[line.place][:40], f"与第 {first.row.number} 行是同一项，只取该行")
                )
            else:
                before.append((heads, line))

    def _reach(self, heads: _Heads, line: _Line) -> dict[int, int]:
        """The years of the columns that belong to an account, with their places: up to the next column of accounts."""
        others = [one.place for of, one in self._lines if of is heads and one.place > line.place]
        end = min(others, default=10**6)
        return {one.year: at for at, one in heads.periods.items() if line.place < at < end and one.year is not None}

    def _records(self) -> tuple[TableRow, ...]:
        years: dict[int, dict[str, CellText]] = {}
        first: dict[int, tuple[_Heads, int]] = {}
        for key, lines in self._chosen.items():
            for heads, line in lines:
                for year, at in self._reach(heads, line).items():
                    cell = self._cell(heads, line, at)
                    if cell is not None:
                        years.setdefault(year, {})[key] = cell
                        first.setdefault(year, (heads, at))
        return tuple(self._record(year, years[year], *first[year]) for year in sorted(years))

    def _record(self, year: int, cells: dict[str, CellText], heads: _Heads, at: int) -> TableRow:
        whole = {self._form.code: CellText(str(year), heads.shown[at], heads.last, at), **cells}
        basis = heads.periods[at].basis
        if basis and "basis" in self._form.fields:
            whole.setdefault("basis", CellText(basis, heads.shown[at], heads.last, at))
        return TableRow(heads.last, "", whole)

    def _cell(self, heads: _Heads, line: _Line, at: int) -> CellText | None:
        shown = cell_at(line.row, at)
        kind = self._form.fields[line.head.key].kind
        if not shown or (kind.numeric and is_nil(shown)):
            return None
        mark = self._sheet.marks.get((line.row.number, at))
        scale = line.head.factor
        if not line.head.unit and kind.unit == "元":
            beside = cell_at(line.row, heads.unit) if heads.unit is not None else ""
            scale = scale_of(beside) or scale_of(heads.periods[at].unit) or scale_of(self._unit) or scale
        if scale == 1 or mark in {"percent", "formula", "error"}:
            return CellText(shown, shown, line.row.number, at, mark)
        return CellText(scaled(shown, scale), shown, line.row.number, at, mark)
