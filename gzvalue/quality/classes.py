"""What one cell is by its text alone: one letter per class, from which types are decided and wrong cells counted.

The classes are exclusive and everything about types follows from how many cells fall into each; so one pass over a
column's distinct values answers which type is meant and how many cells fail it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gzvalue.quality.sql_text import any_of, literal, matches, numbers
from gzvalue.quality.words import boolean_words

MISSING, BROKEN, INTEGER, GROUPED, ZERO_LED, DECIMAL = "m", "f", "i", "g", "z", "n"
DATE, NO_DATE, MOMENT, NO_MOMENT, COMPACT, NO_COMPACT = "d", "e", "t", "u", "c", "q"
BOOLEAN, OTHER = "b", "x"

BAD_MARK = "\ufffd"
"""What the reader puts where bytes could not be read; a cell that holds one is wrong whatever its type."""

_GROUPS = r"[0-9]{1,3}(,[0-9]{3})+"
_INTEGER = r"^[+-]?(0|[1-9][0-9]{0,14})$"
_GROUPED = rf"^[+-]?{_GROUPS}$"
_ZERO_LED = r"^[+-]?0[0-9]{1,14}$"
_DECIMAL = rf"^[+-]?(({_GROUPS}|[0-9]{{1,30}})(\.[0-9]*)?([eE][+-]?[0-9]{{1,2}})?|\.[0-9]+)$"
_LONG_DIGITS = r"^[+-]?[0-9]{16,}$"

DAYS = "((0?[13578]|1[02]){0}(0?[1-9]|[12][0-9]|3[01])|(0?[469]|11){0}(0?[1-9]|[12][0-9]|30)|0?2{0}(0?[1-9]|1[0-9]|2[0-9]))"
"""Month and day with a separator between them; 29 February is left to the rule of leap years."""

_DATE_LIKE = "^[0-9]{4}(-[0-9]{1,2}-|/[0-9]{1,2}/|[.][0-9]{1,2}[.]|年[0-9]{1,2}月)[0-9]{1,2}日?"
_PLAIN = "(-" + DAYS.format("-") + "|/" + DAYS.format("/") + "|[.]" + DAYS.format("[.]") + ")"
_CHINESE = "年" + DAYS.format("月")
_DATE_TRUE = f"^[0-9]{{4}}({_PLAIN}|{_CHINESE}日?)$"
_TIME_LIKE = "[ T]?[0-9]{1,2}(:[0-9]{2}){1,2}([.,][0-9]+)?( ?(Z|[+-][0-9]{2}:?([0-9]{2})?))?$"
_HOUR = "([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?( ?(Z|[+-][0-9]{2}:?([0-9]{2})?))?$"
_MOMENT_TRUE = f"^[0-9]{{4}}({_PLAIN}[ T]|{_CHINESE}(日?[ T]|日)){_HOUR}"
_COMPACT_TRUE = "^[12][0-9]{3}" + DAYS.format("").replace("0?", "0") + "$"


def day(expression: str) -> str:
    """A date's day as ``2024-02-03``, for a text that begins with a date; other texts give rubbish."""
    plain = f"replace(replace(replace(replace({expression}, '/', '-'), '.', '-'), '年', '-'), '月', '-')"
    parts = [f"split_part({plain}, '-', {place})" for place in (1, 2, 3)]
    last = f"regexp_replace({parts[2]}, '[^0-9].*$', '')"
    long = f"concat({parts[0]}, '-', lpad({parts[1]}, 2, '0'), '-', lpad({last}, 2, '0'))"
    ready = matches(expression, "^[0-9]{4}-[0-9]{2}-[0-9]{2}($|[^0-9])")
    compact = f"concat(substr({expression}, 1, 4), '-', substr({expression}, 5, 2), '-', substr({expression}, 7, 2))"
    return f"CASE WHEN {ready} THEN substr({expression}, 1, 10) WHEN {matches(expression, '^[0-9]{8}$')} THEN {compact} ELSE {long} END"


@dataclass(frozen=True)
class Reading:
    """How the cells of some columns are to be classed; columns are named by their number.

    Attributes:
        words: words for an empty cell.
        words_off: columns in which those words are ordinary values.
        dates: columns in which eight digits are a day.
        broken: some bytes of the source could not be read.
    """

    words: tuple[str, ...]
    words_off: tuple[int, ...] = ()
    dates: tuple[int, ...] = ()
    broken: bool = False
    more: Mapping[str, str] = field(default_factory=dict)


def missing(x: str, s: str, reading: Reading, *, k: str | None = None, words: bool = True) -> str:
    """Whether a cell is missing: null, blank, or one of the words where they count."""
    empty = f"({x} IS NULL OR {s} = '')"
    if not words or not reading.words:
        return empty
    listed = f"(length({s}) <= {max(map(len, reading.words))} AND {any_of(f'lower({s})', reading.words)})"
    if k is not None and reading.words_off:
        listed = f"({k} NOT IN ({numbers(reading.words_off)}) AND {listed})"
    return f"({empty} OR {listed})"


def cell_class(reading: Reading, *, x: str = "x", s: str = "s", k: str = "k") -> str:
    """The class letter of a cell as one SQL expression over its two readings and its column's number.

    Patterns cost ten times what a comparison costs; so the first letter, a colon and the length sort texts first.
    """
    cases = [(missing(x, s, reading, k=k), literal(MISSING))]
    if reading.broken:
        cases.append((f"strpos({x}, {literal(BAD_MARK)}) > 0", literal(BROKEN)))
    if reading.dates:
        asked = f"({k} IN ({numbers(reading.dates)}) AND length({s}) = 8 AND {matches(s, '^[0-9]{8}$')})"
        cases.append((asked, _true_day(s, _COMPACT_TRUE, COMPACT, NO_COMPACT)))
    word = f"CASE WHEN length({s}) <= {max(map(len, boolean_words()))} AND {any_of(f'lower({s})', boolean_words())} THEN {literal(BOOLEAN)} ELSE {literal(OTHER)} END"
    cases.append((f"{s} < '+' OR {s} >= ':'", word))
    cases.append((f"strpos({s}, ':') > 0", _moment(s)))
    cases.append((f"length({s}) BETWEEN 8 AND 11 AND substr({s}, 5, 1) IN ('-', '/', '年')", _day(s)))
    cases += [
        (matches(s, _INTEGER), literal(INTEGER)),
        (f"length({s}) BETWEEN 8 AND 10 AND substr({s}, 5, 1) = '.' AND {matches(s, _DATE_LIKE + '$')}", _day(s)),
        (f"length({s}) > 15 AND {matches(s, _LONG_DIGITS)}", literal(OTHER)),
        (f"substr({s}, 1, 1) IN ('0', '+', '-') AND {matches(s, _ZERO_LED)}", literal(ZERO_LED)),
        (matches(s, _DECIMAL), f"CASE WHEN strpos({s}, ',') > 0 AND {matches(s, _GROUPED)} THEN {literal(GROUPED)} ELSE {literal(DECIMAL)} END"),
    ]  # fmt: skip
    return "CASE " + " ".join(f"WHEN {when} THEN {then}" for when, then in cases) + f" ELSE {literal(OTHER)} END"


def _leap(s: str, pattern: str) -> str:
    """Whether a day that may be 29 February exists; the costly part only where the figure 29 occurs."""
    year = f"CAST(substr({s}, 1, 4) AS INTEGER)"
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    return f"CASE WHEN strpos({s}, '29') > 0 AND {matches(s, pattern)} THEN {leap} ELSE TRUE END"


def _true_day(s: str, pattern: str, right: str, wrong: str) -> str:
    exists = _leap(s, "^[0-9]{4}0229$")
    return f"CASE WHEN {matches(s, pattern)} AND {exists} THEN {literal(right)} ELSE {literal(wrong)} END"


def _day(s: str) -> str:
    exists = _leap(s, "^[0-9]{4}[^0-9]0?2[^0-9]29")
    return (
        f"CASE WHEN {matches(s, _DATE_TRUE)} AND {exists} THEN {literal(DATE)} "
        f"WHEN {matches(s, _DATE_LIKE + '$')} THEN {literal(NO_DATE)} ELSE {literal(OTHER)} END"
    )


def _moment(s: str) -> str:
    exists = _leap(s, "^[0-9]{4}[^0-9]0?2[^0-9]29")
    return (
        f"CASE WHEN {matches(s, _MOMENT_TRUE)} AND {exists} THEN {literal(MOMENT)} "
        f"WHEN {matches(s, _DATE_LIKE + _TIME_LIKE)} THEN {literal(NO_MOMENT)} ELSE {literal(OTHER)} END"
    )


def classes_fit(type: str, t: str = "t") -> str:
    """Whether a cell's class letter fits a type."""
    return f"{t} IN ({', '.join(literal(letter) for letter in sorted(RIGHT[type])) or literal('')})"


# --- types ----------------------------------------------------------------------------------------

SHARE = 0.8
"""A column has a type if at least this share of its filled cells looks like it (project's own rule)."""

ZERO_LED_SHARE = 0.05
"""From this share of figures with leading zeros on, a column holds codes and not numbers (project's own rule)."""

RIGHT = {
    "integer": frozenset({INTEGER, GROUPED}),
    "decimal": frozenset({INTEGER, GROUPED, DECIMAL}),
    "date": frozenset({DATE, COMPACT}),
    "datetime": frozenset({DATE, COMPACT, MOMENT}),
    "boolean": frozenset({BOOLEAN}),
    "text": frozenset({INTEGER, GROUPED, ZERO_LED, DECIMAL, DATE, NO_DATE, MOMENT, NO_MOMENT, COMPACT, NO_COMPACT, BOOLEAN, OTHER}),
    "empty": frozenset(),
}
"""The classes that fit each type; the names of the types are those of docs/measure.md."""


def decided(counts: Mapping[str, int]) -> str:
    """The type that a column means, from the number of its cells in each class."""
    filled = sum(count for letter, count in counts.items() if letter != MISSING)

    def of(*letters: str) -> int:
        return sum(counts.get(letter, 0) for letter in letters)

    if not filled:
        return "empty"
    if of(DATE, NO_DATE, MOMENT, NO_MOMENT, COMPACT, NO_COMPACT) >= SHARE * filled:
        return "datetime" if of(MOMENT, NO_MOMENT) else "date"
    figures = of(INTEGER, GROUPED, DECIMAL)
    zero_led = of(ZERO_LED)
    if figures + zero_led >= SHARE * filled and zero_led < ZERO_LED_SHARE * (figures + zero_led):
        return "decimal" if of(DECIMAL) else "integer"
    return "boolean" if of(BOOLEAN) >= SHARE * filled else "text"
