"""What of the books a paper states: the lines of the balance sheet, the assets, and which of them secure a debt."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.accounting.accounts import accounts_of
from gzvalue.accounting.disclosure import TOTAL
from gzvalue.accounting.result import Accounts, Period, Pledge
from gzvalue.schema.accounting_forms import DEVELOPMENT, INTANGIBLE, INVENTORY, BookedAsset
from gzvalue.schema.project import Project


@dataclass(frozen=True)
class StatedLine:
    """One line 其中：数据资源 of the balance sheet."""

    line: str
    opening: Decimal
    closing: Decimal


@dataclass(frozen=True)
class StatedAsset:
    """One booked asset at the end of the period; ``remaining_months`` is ``None`` where nothing is amortised."""

    code: str
    name: str
    data_set: str
    asset_class: str
    way: str
    carrying: Decimal
    amortisation: Decimal
    remaining_months: int | None


@dataclass(frozen=True)
class StatedBooks:
    """The books as a paper states them, and how many of the checks on them hold."""

    period: Period
    lines: tuple[StatedLine, ...]
    assets: tuple[StatedAsset, ...]
    pledged: tuple[Pledge, ...]
    checks: int
    failed: int


def presentation(made: Accounts) -> tuple[StatedLine, ...]:
    """The three lines of the balance sheet."""
    rows = ((INVENTORY, "inventory", "carrying"), (INTANGIBLE, "intangible", "carrying"), (DEVELOPMENT, "development", "spending"))
    return tuple(
        StatedLine(line, made.tables[key].at(f"{row}_opening", TOTAL), made.tables[key].at(f"{row}_closing", TOTAL))
        for line, key, row in rows
    )


def stated_books(project: Project, pool: Iterable[str]) -> StatedBooks | None:
    """What a paper states; ``None`` where nothing is booked or no period can be taken."""
    if not project.all(BookedAsset):
        return None
    made = accounts_of(project, pool)
    if made.period is None or not made.assets:
        return None
    assets = tuple(
        StatedAsset(one.code, one.name, one.data_set, one.asset_class, one.way, one.carrying() + one.spending(), one.charged, one.remaining_months)
        for one in made.assets
    )  # fmt: skip
    return StatedBooks(made.period, presentation(made), assets, made.pledged, len(made.checks), sum(not one.ok for one in made.checks))
