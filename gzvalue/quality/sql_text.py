"""The few pieces of SQL text that every expression of the plan is made of (DuckDB's dialect).

A cell is seen in two ways: ``x`` is the text byte by byte, ``s`` the same text as a person reads it: blanks
at both ends dropped and full-width letters, digits and signs as their ordinary ones. Counting of distinct values and
duplicates looks at ``x``, understanding looks at ``s``.
"""

BLANKS = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b"
"""What stands around a text without being part of it."""

WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
NARROW = "".join(chr(code) for code in range(0x21, 0x7F))

_TO_READ = f"^[{BLANKS}]|[{BLANKS}]$|[\uff01-\uff5e]"


def literal(text: str) -> str:
    """A text as an SQL literal; quotes doubled, so that no text can end it."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """A name of a table or column as SQL; quotes doubled."""
    return '"' + text.replace('"', '""') + '"'


def matches(expression: str, pattern: str) -> str:
    """Whether a text matches a pattern; patterns use only what RE2, POSIX, Java and ICU share."""
    return f"regexp_matches({expression}, {literal(pattern)})"


def any_of(expression: str, texts: list[str] | tuple[str, ...]) -> str:
    """Whether a text is one of a list; an empty list is never met."""
    return f"{expression} IN ({', '.join(literal(text) for text in texts)})" if texts else "FALSE"


def numbers(values: list[int] | tuple[int, ...]) -> str:
    """Whole numbers for an ``IN``; an empty list becomes one that is met by nothing we number."""
    return ", ".join(str(value) for value in values) or "-1"


def as_folded(expression: str) -> str:
    """The text as a person reads it where that is not the text itself, else null; the costly part runs only where there is something to do."""
    trimmed = f"trim({expression}, {literal(BLANKS)})"
    folded = f"trim(translate({trimmed}, {literal(WIDE)}, {literal(NARROW)}), {literal(BLANKS)})"
    return f"CASE WHEN {matches(expression, _TO_READ)} THEN {folded} END"


def as_read(expression: str) -> str:
    """The text as a person reads it."""
    return f"coalesce({as_folded(expression)}, {expression})"
