"""Published cases of financing with data, as kept in resources; what could not be verified is left out."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from statistics import median

from gzvalue.paths import resource

KINDS = {
    "pledge": "质押", "pledge+guarantee": "质押＋保证", "credit": "信用", "ABS": "资产证券化", "equity": "作价入股",
    "recognition": "入表", "rate-linked": "利率挂钩",
}  # fmt: skip


@dataclass(frozen=True)
class PublicCase:
    """One case. ``None`` stands for what is not published or not verified; amounts in 元."""

    enterprise: str | None
    industry: str | None
    region: str | None
    date: str | None
    kind: str
    valuation: Decimal | None
    loan: Decimal | None
    lender: str | None
    data_sets: int | None
    confidence: str
    source: str

    @property
    def loan_to_value(self) -> Decimal | None:
        """Loan ÷ published valuation, a ratio; ``None`` where either is not known."""
        return self.loan / self.valuation if self.loan is not None and self.valuation else None


@cache
def public_cases() -> tuple[PublicCase, ...]:
    """All cases in the order of the resource."""
    with resource("standards", "public_cases.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(_case(row) for row in csv.DictReader(file))


def pledge_ratios() -> tuple[Decimal, ...]:
    """Loan ÷ valuation of the pledge cases that publish both, ascending."""
    found = (case.loan_to_value for case in public_cases() if case.kind.startswith("质押"))
    return tuple(sorted(ratio for ratio in found if ratio is not None))


def median_pledge_loan() -> Decimal | None:
    """The middle loan of the pledge cases whose loan is published and verified, in 元."""
    loans = [case.loan for case in public_cases() if case.kind.startswith("质押") and case.loan is not None]
    return median(loans) if loans else None


def _case(row: dict[str, str]) -> PublicCase:
    doubtful = {key.strip() for key in (row.get("unverified_fields") or "").split(";")}

    def known(key: str) -> str | None:
        return None if key in doubtful else (row.get(key) or "").strip() or None

    def amount(key: str) -> Decimal | None:
        text = known(key)
        return Decimal(text) if text else None

    number = known("number_of_datasets")
    return PublicCase(
        enterprise=known("enterprise"), industry=known("industry"), region=known("region"), date=known("date"),
        kind=KINDS.get(row["kind"], row["kind"]), valuation=amount("valuation_cny"), loan=amount("loan_cny"), lender=known("lender"),
        data_sets=int(number) if number else None, confidence=row["confidence"], source=row["source"],
    )  # fmt: skip
