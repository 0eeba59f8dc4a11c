"""Book and appraised values side by side, per data set: two bases, never mixed, the difference explained.

Nothing of this goes back into the books: `gzvalue.accounting` cannot see it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.accounting.result import CAPITALISED, EXPENSED_EARLIER, EXPENSED_NOW, NEVER_BOOKED, ZERO, Accounts, CostLine
from gzvalue.schema.accounting_forms import BookedAsset
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.valuation.result import Valuation


@dataclass(frozen=True)
class Facing:
    """One data set.

    Attributes:
        book: carrying amount in the books at the end of the period; ``None`` if nothing is booked.
        appraised: value worked out by this program (未经评估); ``None`` if it has none.
        historical: costs that were really incurred, as collected.
        replacement: costs at replacement level, of the cost approach; ``None`` where it was not worked out.
    """

    data_set: str
    name: str
    book: Decimal | None
    appraised: Decimal | None
    historical: Decimal
    replacement: Decimal | None
    words: str

    @property
    def difference(self) -> Decimal | None:
        """Appraised − book, where both are there."""
        return None if self.book is None or self.appraised is None else self.appraised - self.book


def facing_of(project: Project, accounts: Accounts, valuation: Valuation) -> tuple[tuple[Facing, ...], tuple[Problem, ...]]:
    """Every data set that is booked or has collected costs; and what looks as if one had been taken for the other."""
    books: dict[str, Decimal] = {}
    for asset in accounts.assets:
        books[asset.data_set] = books.get(asset.data_set, ZERO) + asset.carrying() + asset.spending()
    costs: dict[str, list[CostLine]] = defaultdict(list)
    for line in accounts.costs:
        costs[line.data_set].append(line)
    values = {one.code: one for one in valuation.data_sets}
    if not books and not costs:
        return (), ()
    found = []
    for one in project.data_sets:
        code = one.code or ""
        value = values.get(code)
        if code in books or code in costs:
            historical = sum((line.amount for line in costs[code] if line.outcome != NEVER_BOOKED), ZERO)
            appraised, replacement = (None, None) if value is None else (value.value, value.replacement_cost)
            words = _words(books.get(code), appraised, costs[code])
            found.append(Facing(code, one.name or "", books.get(code), appraised, historical, replacement, words))
    return tuple(found), tuple(_taken_over(project, accounts, {code: one.value for code, one in values.items()}))


def _words(book: Decimal | None, appraised: Decimal | None, lines: list[CostLine]) -> str:
    if book is None:
        return "没有入账；测算价值不是入账依据"
    parts = ["账面为历史成本减摊销和减值" if any(one.outcome == CAPITALISED for one in lines) else "账面按账载余额"]
    expensed = sum((one.amount for one in lines if one.outcome in (EXPENSED_NOW, EXPENSED_EARLIER)), ZERO)
    if expensed:
        parts.append(f"另有 {expensed:,.2f} 元已费用化、不在账面")
    parts.append("没有测算价值" if appraised is None else "测算价值反映预期收益或重置水平，计量基础不同，差额不作账务处理")
    return "；".join(parts)


def _taken_over(project: Project, accounts: Accounts, values: Mapping[str, Decimal | None]) -> Iterator[Problem]:
    """An appraised value in the place of a book value is refused by name: equal to the 分 is no coincidence."""
    assets = {one.code: one for one in project.all(BookedAsset)}
    said = "与测算价值分毫不差。账面价值只能是历史成本，测算（评估）价值不得入账，请按凭证改正。"
    for line in accounts.costs:
        value = values.get(line.data_set)
        if value and line.amount == value:
            yield Problem("error", line.record.form.name, line.record.id, "amount", f"历史成本“{line.record.name or line.item}”{said}")
    for book in accounts.assets:
        record, value = assets[book.code], values.get(book.data_set)
        if value and record.opening_cost == value:
            yield Problem("error", record.form.name, record.id, "opening_cost", f"账面资产 {book.code} 的期初账面原值{said}")
