"""Columns counted chunk by chunk: the plan's statements asked in order, and what their rows mean."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gzvalue.quality import classes, identifier_sql, identifiers, plan
from gzvalue.quality.classes import Reading
from gzvalue.quality.engines.engine import Engine
from gzvalue.quality.identifiers import Found
from gzvalue.quality.masking import discreet, masked, shortened
from gzvalue.quality.measurement import BadCell, Bound, Column
from gzvalue.quality.sources.folder import ROWS_OF_A_FILE
from gzvalue.quality.sources.loaded import Loaded


@dataclass
class Seen:
    """What the summary of one column says, before anything is decided.

    Attributes:
        cells: cells by class.
        guesses: cells by the letter of the identifier they may be.
        checked: cells by the identifier that their check characters confirm, where asked.
        distinct: different filled texts.
        least, most: first and last filled text by their bytes.
        length: of the shortest and longest filled text.
    """

    cells: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    guesses: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    checked: dict[str, int] = field(default_factory=dict)
    distinct: int = 0
    least: str | None = None
    most: str | None = None
    length: tuple[int, int] | None = None

    def take(self, letter: str, guess: str, values: int, cells: int, least: str | None, most: str | None, short: int, long: int) -> None:
        """One row of the summary."""
        self.cells[letter] += cells
        if letter == classes.MISSING or least is None or most is None:
            return
        self.guesses[guess] += cells
        self.distinct += values
        # texts are compared by their bytes, as UTF-8 and code points do alike
        self.least = least if self.least is None else min(self.least, least)
        self.most = most if self.most is None else max(self.most, most)
        self.length = (short, long) if self.length is None else (min(self.length[0], short), max(self.length[1], long))

    def take_checked(self, identifier: str, passed: int) -> None:
        """How many texts that looked like an identifier with check characters really are one."""
        self.checked[identifier] = passed

    def valid(self, identifier: str) -> int:
        """Cells that are an identifier by their content alone."""
        letter = identifier_sql.LETTERS.get(identifier)
        return self.guesses.get(letter, 0) if letter else self.checked.get(identifier, 0)

    def within(self, identifier: str) -> int:
        """Cells of words in which such an identifier stands."""
        letter = identifier_sql.WITHIN.get(identifier)
        return self.guesses.get(letter, 0) if letter else 0

    @property
    def filled(self) -> int:
        """Cells that are not missing."""
        return sum(count for letter, count in self.cells.items() if letter != classes.MISSING)


@dataclass
class Profiled:
    """A column with what later steps need to know of it."""

    column: Column
    seen: Seen
    found: Found | None
    words_counted: bool = True


class Profiler:
    """Counts the columns of a loaded source.

    Args:
        engine: asked.
        loaded: the source.
        reading: how cells are classed.
        today: ISO date; what lies after it is in the future.
        declared: types that rules demand, by column.
        start: ISO date; what lies before it lies before the time span.
    """

    def __init__(
        self,
        engine: Engine,
        loaded: Loaded,
        reading: Reading,
        today: str,
        declared: Mapping[int, str] | None = None,
        start: str | None = None,
    ) -> None:
        self._engine, self._loaded, self._reading, self._today = engine, loaded, reading, today
        self._declared, self._start = declared or {}, start

    def chunk(self, columns: Sequence[int]) -> list[Profiled]:
        """The columns of one chunk."""
        words = f"统计第 {columns[0] + 1}–{columns[-1] + 1} 列，共 {len(self._loaded.names)} 列"
        v = plan.seen_in(self._engine.keep(plan.values(self._engine.counted(columns), self._reading), "seen", words))
        seen: dict[int, Seen] = {k: Seen() for k in columns}
        for k, *rest in self._engine.ask(plan.summary(v), words):
            seen[k].take(*rest)
        found = self._identifiers(seen, v, words)
        types = {k: self._type(k, seen[k], found.get(k)) for k in columns}
        profiled = {k: self._column(k, seen[k], types[k], found.get(k)) for k in columns}
        self._tops(profiled, v, words)
        self._figures({k: type for k, type in types.items() if type in {"integer", "decimal"}}, profiled, v, words)
        self._days({k: type for k, type in types.items() if type in {"date", "datetime"}}, profiled, v, words)
        self._patterns([k for k, one in profiled.items() if one.column.type == "text" and one.found is None], profiled, v, words)
        self._missing(profiled, v, words)
        self._samples(profiled, types, v, words)
        return [profiled[k] for k in columns]

    def _identifiers(self, seen: Mapping[int, Seen], v: str, words: str) -> dict[int, Found]:
        asked = {
            k: identifiers.to_ask(k, self._loaded.names[k], one.filled, one.guesses) for k, one in seen.items() if k not in self._declared
        }
        counts: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        every: list[plan.IdentifierAsked] = []
        for k, several in asked.items():
            for one in several:
                known = identifiers.known(one, seen[k].filled, seen[k].guesses)
                if known is None:
                    every.append(one)
                else:
                    counts[k][one.identifier] = known
        if every:
            for k, name, passed, shaped in self._engine.ask(plan.identifier_counts(every, self._today, v), words):
                counts[k][name] = (int(passed or 0), int(shaped or 0))
                seen[k].take_checked(name, int(passed or 0))
        found = {k: identifiers.decided(several, counts[k], seen[k].filled, seen[k].guesses) for k, several in asked.items() if several}
        return {k: one for k, one in found.items() if one is not None}

    def _type(self, k: int, seen: Seen, found: Found | None) -> str:
        if k in self._declared:
            return self._declared[k]
        if found is not None and found.name not in identifiers.KEEPS_TYPE:
            return "text"
        return classes.decided(seen.cells)

    def _column(self, k: int, seen: Seen, type: str, found: Found | None) -> Profiled:
        filled = seen.filled
        right = found.passed if found else sum(seen.cells[letter] for letter in classes.RIGHT[type])
        column = Column(
            self._loaded.names[k], type, self._loaded.stored[k], filled + seen.cells[classes.MISSING], seen.cells[classes.MISSING],
            seen.distinct, identifier=found.name if found else None, invalid=filled - right, length=seen.length,
        )  # fmt: skip
        if type in {"text", "boolean"}:
            column.least, column.most = self._shown(seen.least, found), self._shown(seen.most, found)
        return Profiled(column, seen, found)

    def _shown(self, text: str | None, found: Found | None) -> str | None:
        if text is None:
            return None
        personal = found is not None and identifiers.identifier(found.name).personal
        return masked(text, found.name) if personal and found else discreet(text)

    def _tops(self, profiled: Mapping[int, Profiled], v: str, words: str) -> None:
        top: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for k, x, n in self._engine.ask(self._engine.tops(v), words):
            top[k].append((x, n))
        for k, one in profiled.items():
            ordered = sorted(top[k], key=lambda pair: (-pair[1], pair[0]))
            one.column.top = tuple((self._shown(x, one.found) or "", int(n)) for x, n in ordered)

    def _figures(self, types: Mapping[int, str], profiled: Mapping[int, Profiled], v: str, words: str) -> None:
        if not types:
            return
        fences = {}
        cells = {k: sum(profiled[k].seen.cells[letter] for letter in classes.RIGHT[type]) for k, type in types.items()}
        u = self._engine.keep(plan.numbers_of(types, v), "figures", words)
        for k, least, most, *neighbours in self._engine.ask(plan.figures(cells, u), words):
            column = profiled[k].column
            column.least, column.most = _number(least, types[k]), _number(most, types[k])
            quarters = [
                _between(low, high, (cells[k] - 1) * share)
                for low, high, share in zip(neighbours[0::2], neighbours[1::2], (0.25, 0.5, 0.75), strict=True)
            ]
            column.quantiles = (quarters[0], quarters[1], quarters[2])
            width = 1.5 * (quarters[2] - quarters[0])
            fences[k] = (quarters[0] - width, quarters[2] + width)
        if fences:
            for k, below, above in self._engine.ask(plan.outside(fences, u), words):
                profiled[k].column.outliers = (int(below), int(above))

    def _days(self, types: Mapping[int, str], profiled: Mapping[int, Profiled], v: str, words: str) -> None:
        if not types:
            return
        for k, first, last, future, before in self._engine.ask(plan.days(types, self._today, self._start or "", v), words):
            column = profiled[k].column
            column.least, column.most, column.future = first, last, int(future or 0)
            column.before = None if self._start is None else int(before or 0)

    def _patterns(self, columns: Sequence[int], profiled: Mapping[int, Profiled], v: str, words: str) -> None:
        if not columns:
            return
        found: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for k, pattern, n, total in self._engine.ask(plan.patterns(columns, v), words):
            found[k].append((pattern, int(n)))
            profiled[k].column.pattern_count = int(total)
        for k, pairs in found.items():
            profiled[k].column.patterns = tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))

    def _missing(self, profiled: Mapping[int, Profiled], v: str, words: str) -> None:
        columns = [k for k, one in profiled.items() if one.column.missing]
        if not columns:
            return
        texts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for k, x, n in self._engine.ask(plan.missing_texts(columns, v), words):
            texts[k]["" if x is None or not x.strip() else shortened(x.strip())] += int(n)
        for k in columns:
            profiled[k].column.missing_texts = dict(sorted(texts[k].items(), key=lambda pair: (-pair[1], pair[0]))[: plan.TOP])

    def _samples(self, profiled: Mapping[int, Profiled], types: Mapping[int, str], v: str, words: str) -> None:
        wrong = [k for k, one in profiled.items() if one.column.invalid]
        if not wrong:
            return
        parts = []
        for k in wrong:
            found = profiled[k].found
            parts.append(plan.wrong_by_identifier(found.asked, self._today, v) if found else plan.wrong_by_class(k, types[k], v))
        texts: dict[int, list[str]] = defaultdict(list)
        for k, x, _ in self._engine.ask(" UNION ALL ".join(parts), words):
            texts[k].append(x)
        for k in wrong:
            rows = self._engine.ask(plan.rows_of(k, texts[k], self._engine.relation([k])), words) if texts[k] else []
            column = profiled[k].column
            column.sample = tuple(bad_cell(self._loaded, row, column, x) for row, x in rows)


def bad_cell(loaded: Loaded, row: int | None, column: Column, text: str | None) -> BadCell:
    """A cell as it may be shown."""
    shown = masked(text, column.identifier)
    if row is None or not loaded.row_numbers:
        return BadCell(None, column.name, shown)
    if loaded.files:
        place, row = divmod(row, ROWS_OF_A_FILE)
        return BadCell(row, column.name, shown, loaded.files[place])
    return BadCell(row, column.name, shown)


def _number(value: float | None, type: str) -> Bound:
    if value is None:
        return None
    return int(value) if type == "integer" or (float(value).is_integer() and abs(value) < 10**15) else float(value)


def _between(low: float | None, high: float | None, position: float) -> float:
    """The value at a position between two neighbours of an ordered list, on the line between them."""
    low = float(low if low is not None else 0)
    high = low if high is None else float(high)
    part = position - int(position)
    return low + (high - low) * part if part else low
