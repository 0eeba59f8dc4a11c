"""Which changes need a reason: income, rate or life, once the loan amount is entered, so that nobody steers the value to the loan."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from gzvalue.schema.edit import Change, Edit
from gzvalue.schema.field import Form
from gzvalue.schema.forms import BY_NAME
from gzvalue.schema.kinds import Cell
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project

_FIGURES = {"money", "ratio", "number", "integer", "year", "choice"}

_WHOLE = ("income_year", "contributory_asset", "increment", "discount", "risk_factor", "asset_return", "share_basis", "share_factor")
"""Forms all of whose figures and choices bear on income or rate."""

_SINGLE = {
    "valuation_unit": (
        "share_base", "share_rate", "share_basis", "royalty_rate", "single_year", "growth", "discount_rate", "life_years", "renewable",
        "life_legal", "life_contract", "life_update", "life_decay", "decay_floor", "attrition", "upkeep", "terminal", "terminal_income",
        "capitalisation_rate", "tax_rate", "income_basis", "rate_basis",
    ),
    "valuation_head": ("tax_rate", "timing"),
}  # fmt: skip
"""Fields of other forms that bear on income, rate or life."""

SENTENCE = "已填写申请贷款金额，此后改动收益、折现率或收益期限须写明理由，理由记入修改日志"
"""Why a reason is asked for."""

_SHOWN = 6


class Touched(NamedTuple):
    """A datum that is changed: its form, record and field."""

    form: str
    id: int
    key: str

    @property
    def words(self) -> str:
        """How a person calls the field."""
        form = BY_NAME[self.form]
        return f"{form.label}“{form.fields[self.key].label}”"


def guarded_keys(form: Form) -> frozenset[str]:
    """The fields of a form whose change needs a reason."""
    if form.name in _WHOLE:
        return frozenset(key for key, field in form.fields.items() if field.kind.name in _FIGURES)
    return frozenset(_SINGLE.get(form.name, ()))


def asks_reason(project: Project, edit: Edit) -> tuple[Touched, ...]:
    """What an edit changes that needs a reason, as the project stands; empty while no loan amount is entered.

    Filling in what was empty is no change: only another or an emptied value is, and a removed record.
    """
    return () if project.financing.loan_asked is None else touched(edit.changes)


def touched(changes: Iterable[Change]) -> tuple[Touched, ...]:
    """The guarded data that changes give another value, or none."""
    return tuple(_touched(changes))


def _touched(changes: Iterable[Change]) -> Iterator[Touched]:
    for change in changes:
        if change.before is None or change.form not in BY_NAME:
            continue
        after: Mapping[str, Cell] = change.after or {}
        for key in sorted(guarded_keys(BY_NAME[change.form]) & change.before.keys()):
            before = change.before[key]
            if before is not None and (change.after is None or (key in after and after[key] != before)):
                yield Touched(change.form, change.id, key)


def in_words(found: Iterable[Touched]) -> str:
    """The fields in a few words."""
    words = list(dict.fromkeys(one.words for one in found))
    return "、".join(words[:_SHOWN]) + (f"等 {len(words)} 项" if len(words) > _SHOWN else "")


class Told(NamedTuple):
    """What of a log entry matters here."""

    no: int
    changes: tuple[Change, ...]
    reason: str


class Unreasoned:
    """Follows a log and keeps which guarded data were last changed without a reason while a loan amount stood there.

    Attributes:
        last: number of the last entry that was followed.
    """

    def __init__(self) -> None:
        self.last = 0
        self._loan = False
        self._open: dict[Touched, int] = {}

    def follow(self, entries: Iterable[Told]) -> None:
        """Go on with later entries."""
        for entry in entries:
            self.last = entry.no
            if self._loan:
                for one in touched(entry.changes):
                    self._open.pop(one, None)
                    if not entry.reason:
                        self._open[one] = entry.no
            for change in entry.changes:
                if change.form == "financing" and change.after is not None and "loan_asked" in change.after:
                    self._loan = change.after["loan_asked"] is not None

    def problems(self, project: Project) -> tuple[Problem, ...]:
        """A notice for each of them; a later reason mends it."""
        return tuple(
            Problem("notice", one.form, one.id if project.get(one.form, one.id) is not None else 0, one.key,
                    f"修改日志第 {no} 条在填写申请贷款金额之后改动了{one.words}，没有写理由；请重新填写该项并写明理由")
            for one, no in self._open.items()
        )  # fmt: skip


def unreasoned(project: Project, log: Iterable[Told]) -> tuple[Problem, ...]:
    """A notice for each datum last changed without a reason after the loan amount was entered; a later reason mends it."""
    found = Unreasoned()
    found.follow(log)
    return found.problems(project)
