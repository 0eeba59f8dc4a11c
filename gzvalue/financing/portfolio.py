"""Many dossiers side by side for a lender: one row each, totals, concentration, expiries, data that stand in several."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from gzvalue.financing.maturities import loan_end
from gzvalue.financing.pool import plan
from gzvalue.schema.project import Project
from gzvalue.valuation.doubts import ZERO
from gzvalue.valuation.evaluate import evaluate

State = Literal["verified", "failed", "draft", "project", "foreign", "broken"]

STATES: dict[State, str] = {
    "verified": "核验通过", "failed": "核验未通过", "draft": "草稿", "project": "项目（未签发）", "foreign": "不是本软件的材料", "broken": "打不开",
}  # fmt: skip

_SOON = 180


@dataclass(frozen=True)
class Position:
    """One file of the folder. Money in 元; figures are ``None`` where the file gives none that may be trusted.

    Attributes:
        file: name within the folder.
        state: what it is; only verified dossiers count in the totals.
        words: why, for what is not verified.
        expires: the first day on which a certificate behind the pool ends.
        ends: when the loan ends.
        fingerprints: code → SHA-256.
        light: ``green``, ``yellow`` (something ends within 180 days) or ``red`` (something has ended, or it failed).
    """

    file: str
    state: State
    words: str = ""
    enterprise: str = ""
    credit_code: str = ""
    industry: str = ""
    region: str = ""
    report: str = ""
    value: Decimal | None = None
    pool: Decimal | None = None
    lendable: Decimal | None = None
    loan: Decimal | None = None
    valued_on: date | None = None
    expires: date | None = None
    ends: date | None = None
    fingerprints: tuple[tuple[str, str], ...] = ()
    light: Literal["green", "yellow", "red", "grey"] = "grey"

    @property
    def counts(self) -> bool:
        """Whether it enters totals."""
        return self.state == "verified"


@dataclass(frozen=True)
class Share:
    """How much of the loans one group has."""

    name: str
    count: int
    loan: Decimal
    share: Decimal


@dataclass(frozen=True)
class Portfolio:
    """The whole folder; totals over the verified dossiers alone. ``quick``: their pages were not drawn again."""

    as_of: date
    positions: tuple[Position, ...]
    value: Decimal
    pool: Decimal
    lendable: Decimal
    loan: Decimal
    by_industry: tuple[Share, ...]
    by_region: tuple[Share, ...]
    expiring: tuple[Position, ...]
    twice: tuple[tuple[str, tuple[str, ...]], ...]
    quick: bool = False

    def count(self, state: State) -> int:
        """How many files are in that state."""
        return sum(one.state == state for one in self.positions)


def position_of(project: Project, file: str, state: State, report: str, fingerprints: dict[str, str], words: str = "") -> Position:
    """The row of a project whose figures may be told: valued by this program."""
    valuation = evaluate(project)
    financing = plan(project, valuation)
    counted = {row.certificate for row in financing.rows if row.pooled}
    ends = [one.valid_until for one in project.certificates if one.code in counted and one.valid_until is not None]
    return Position(
        file, state, words, project.enterprise.name or "", project.enterprise.credit_code or "", project.enterprise.industry or "",
        _province(project.enterprise.region or ""), report, valuation.total, financing.pool, financing.lendable, financing.loan,
        project.head.valuation_date, min(ends, default=None), loan_end(project), tuple(sorted(fingerprints.items())),
    )  # fmt: skip


def _province(region: str) -> str:
    for mark in ("自治区", "省", "市"):
        if mark in region[:8]:
            return region[: region.index(mark) + len(mark)]
    return region


def portfolio(positions: Iterable[Position], as_of: date) -> Portfolio:
    """Lights, totals and groups over all rows."""
    rows = tuple(replace(one, light=_light(one, as_of)) for one in positions)
    good = [one for one in rows if one.counts]
    value, pool, lendable, loan = (sum((getattr(one, key) or ZERO for one in good), ZERO) for key in ("value", "pool", "lendable", "loan"))
    soon = tuple(one for one in good if one.light in ("yellow", "red"))
    return Portfolio(
        as_of, rows, value, pool, lendable, loan, _shares(good, "industry", loan), _shares(good, "region", loan), soon, _twice(good)
    )


def _light(one: Position, as_of: date) -> Literal["green", "yellow", "red", "grey"]:
    if one.state == "failed":
        return "red"
    if one.state not in ("verified", "project"):
        return "grey"
    days = [day for day in (one.expires, one.ends) if day is not None]
    if any(day < as_of for day in days):
        return "red"
    return "yellow" if any(day <= as_of + timedelta(days=_SOON) for day in days) else "green"


def _shares(rows: Sequence[Position], key: str, whole: Decimal) -> tuple[Share, ...]:
    groups: dict[str, list[Position]] = {}
    for one in rows:
        groups.setdefault(getattr(one, key) or "未填", []).append(one)
    found = []
    for name, several in groups.items():
        loan = sum((one.loan or ZERO for one in several), ZERO)
        found.append(Share(name, len(several), loan, loan / whole if whole else ZERO))
    return tuple(sorted(found, key=lambda one: (-one.loan, one.name)))


def _twice(rows: Sequence[Position]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Fingerprints that stand in dossiers of different numbers, with where."""
    places: dict[str, list[tuple[str, str]]] = {}
    for one in rows:
        for code, digest in one.fingerprints:
            places.setdefault(digest, []).append((one.report, f"{one.file}：{code}"))
    return tuple((digest, tuple(words for _, words in found)) for digest, found in sorted(places.items()) if len({r for r, _ in found}) > 1)
