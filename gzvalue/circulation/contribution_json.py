"""A contribution as plain JSON: money as decimal strings in 元, shares of the whole as decimal strings (docs/contribution.md)."""

from decimal import Decimal
from typing import Any

from gzvalue.circulation.contribution_result import ContributionResult, ShareTable
from gzvalue.schema.contribution_forms import Contribution


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def contribution_json(record: Contribution, result: ContributionResult) -> dict[str, Any]:
    """Everything of one contribution but its terms."""
    worth = result.worth
    return {
        "code": record.code,
        "company": record.company,
        "appraised_value": _money(worth.appraised),
        "agreed_price": _money(worth.agreed),
        "measured_value": _money(worth.measured),
        "measured_of": worth.measured_of or None,
        "shares": None if result.table is None else _table_json(result.table),
        "checks": [
            {"key": one.key, "title": one.title, "result": one.result, "reason": one.reason, "clause": one.clause, "caveat": one.caveat}
            for one in result.checks
        ],
        "to_do": [{"what": one.what, "who": one.who, "basis": one.basis, "state": one.state} for one in result.todo],
    }


def _table_json(table: ShareTable) -> dict[str, Any]:
    scale = 1 if table.by_shares else 100

    def units(count: int) -> int | str:
        return count if scale == 1 else f"{Decimal(count) / scale:.2f}"

    return {
        "increase": table.increase,
        "unit": "股" if table.by_shares else "元",
        "capital_before": _money(table.capital_before),
        "capital_after": _money(table.capital_after),
        "units_before": units(table.units_before),
        "units_after": units(table.units_after),
        "pre_money": _money(table.worth_before),
        "post_money": _money(table.worth_after),
        "price": None if table.price is None else f"{table.price:f}",
        "premium": _money(table.premium),
        "data_units": units(table.data_units),
        "data_capital": _money(table.data_capital),
        "data_share": _ratio(table.data_share),
        "subscriptions": [
            {"id": one.id, "name": one.name, "kind": one.kind, "amount": _money(one.amount), "units": units(one.units),
             "capital": _money(one.capital), "premium": _money(one.premium), "shortfall": _money(one.shortfall)} for one in table.subscriptions
        ],
        "holders": [
            {"name": one.name, "units_before": units(one.units_before), "units_new": units(one.units_new), "units_after": units(one.units_after),
             "share_before": _ratio(one.share_before), "share_after": _ratio(one.share_after), "change": _ratio(one.change)} for one in table.holders
        ],
    }  # fmt: skip


def _ratio(share: Decimal) -> str:
    return f"{share.scaleb(-2):f}"
