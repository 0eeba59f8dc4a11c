"""What the pages of the accountant's workbook share: the books, and where things stand that others refer to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from gzvalue.accounting.result import Accounts, Period
from gzvalue.outputs.accounting.facing import Facing
from gzvalue.outputs.workbook.draft import Draft
from gzvalue.outputs.workbook.page import Page, Ref
from gzvalue.tables.sheet import column_name

TITLE = "数据资源会计处理底稿"
OPENING = "期初余额"


@dataclass(frozen=True)
class Area:
    """The rows of a list on a page, so that formulas can name its columns whole."""

    page: Page
    first: int
    last: int

    def column(self, place: int) -> str:
        """``'成本归集'!$H$5:$H$80``; a list without rows names the empty row below its head."""
        name = column_name(place)
        return f"{self.page.quoted}!${name}${self.first + 1}:${name}${max(self.last, self.first) + 1}"


@dataclass
class Sheaf:
    """The workbook while it is laid out."""

    draft: Draft
    accounts: Accounts
    facing: tuple[Facing, ...]
    costs: Area | None = None
    schedule: Area | None = None
    accounts_area: Area | None = None
    months: tuple[int, int] = (0, 0)
    """Columns of the schedule: amortisation of the period, amortised before it."""
    whole: int = 0
    """Column of the schedule: amortisation over the whole life."""
    limits: dict[str, tuple[Ref, Ref]] = field(default_factory=dict)
    """Asset → cells of the life in months and of the most it may be."""
    tables: dict[tuple[str, str, str], Ref] = field(default_factory=dict)
    """Table, row, column → cell."""
    overall: Ref | None = None
    """How many checks do not hold."""

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """Asset → how the workbook names it: its code, or with 〔2〕 behind it where a spreadsheet would take it for another's.

        A spreadsheet compares without regard to case, and texts that look like numbers as numbers.
        """
        seen: dict[str, int] = {}
        found: dict[str, str] = {}
        for code in (one.code for one in self.accounts.assets):
            key = _as_compared(code)
            seen[key] = seen.get(key, 0) + 1
            found[code] = code if seen[key] == 1 else f"{code}〔{seen[key]}〕"
        return found

    def mark(self, code: str) -> str:
        """How the workbook names an asset."""
        return self.marks.get(code, code)

    @property
    def period(self) -> Period | None:
        """The reporting period."""
        return self.accounts.period


def _as_compared(code: str) -> str:
    """What a spreadsheet takes a code for when it compares: numbers to 15 digits, anything else without its case."""
    try:
        number = float(code)
    except ValueError:
        return code.casefold()
    return f"{number:.14e}"


def day(value: date) -> str:
    """A date in a formula."""
    return f"DATE({value.year},{value.month},{value.day})"


def quoted(text: str) -> str:
    """Text in a formula: quotes doubled, so that a person's code cannot end it; wildcards taken as they are."""
    safe = text.replace("~", "~~").replace("*", "~*").replace("?", "~?").replace('"', '""')
    return f'"={safe}"'


def sumifs(amounts: str, *criteria: tuple[str, str]) -> str:
    """``SUMIFS(…)`` without its equals sign; criteria as written in a formula."""
    return f"SUMIFS({amounts},{','.join(f'{where},{what}' for where, what in criteria)})"


def plus(text: str, constant: Decimal) -> str:
    """A formula's text with a constant added where there is one."""
    return text if not constant else f"{text}{'+' if constant > 0 else '-'}{abs(constant):f}"


Amounts = Mapping[str, Decimal]
