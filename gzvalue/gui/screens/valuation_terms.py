"""The terms of a unit's income: life, rate, tax and what its methods ask for; the rest is folded away until it is wanted."""

from collections.abc import Collection

from PySide6.QtWidgets import QWidget

from gzvalue.gui import pieces
from gzvalue.gui.inputs import FieldInput
from gzvalue.gui.record import RecordForm
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import S
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import grouped, rounded
from gzvalue.schema.valuation_forms import Contract, ValuationUnit
from gzvalue.valuation.income_life import FIXED, LIMITS, Right, limits_of
from gzvalue.valuation.income_terms import ROYALTY, SHARE, SINGLE

_LIFE = ("life_years", "life_reason", "renewable", "renewal_reason", *LIMITS, "decay_floor")
_TAX = ("income_basis", "rate_basis", "discount_rate", "tax_rate")
_SHARE = ("share_base", "share_rate", "share_basis", "share_reason")
_ROYALTY = ("royalty_rate", "royalty_reason")
_SINGLE = ("single_year", "growth")
_STOCK = ("attrition", "upkeep")
_TAIL = ("terminal", "terminal_income", "capitalisation_rate", "terminal_reason")
_GROUPS = [
    ("收益期限", _LIFE),
    ("分成", _SHARE),
    ("许可费", _ROYALTY),
    ("单期收益", _SINGLE),
    ("折现与税", _TAX),
    ("存量衰减或维护成本（二选一）", _STOCK),
    ("终值（一般不计）", _TAIL),
]
KEYS = frozenset(key for _, keys in _GROUPS for key in keys)
"""All fields that stand here."""


def methods_of(unit: ValuationUnit) -> frozenset[str]:
    """The methods a unit is valued by, its main one and those held against it."""
    return frozenset(method for method in (unit.main_method, *(unit.cross_methods or ())) if method)


def wanted_keys(unit: ValuationUnit, *, more: bool) -> frozenset[str]:
    """The fields that the unit's methods and choices ask for; ``more`` also those that few units need."""
    methods = methods_of(unit)
    found = {"life_years", "life_reason", "renewable", *_TAX}
    if unit.renewable is not None:
        found |= {"renewal_reason", *LIMITS, *(("decay_floor",) if unit.attrition else ())}
    for method, keys in ((SHARE, _SHARE), (ROYALTY, _ROYALTY), (SINGLE, (*_SINGLE, "terminal_reason"))):
        if method in methods:
            found |= set(keys)
    if more:
        found |= {*_STOCK, "terminal"}
    if unit.terminal == "计入":
        found |= set(_TAIL)
    return frozenset(found | {key for key in KEYS if getattr(unit, key) is not None and key not in (*_SHARE, *_ROYALTY, *_SINGLE)})


class TermsForm(QWidget):
    """The fields in sight, a line on the limits of the life, and the way to the rest."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.id: int | None = None
        self._more = False
        self.form = RecordForm(session, "valuation_unit", _GROUPS, scrolling=False, helping=False)
        self.limits = pieces.caption("")
        self.more = pieces.button(
            "更多：存量衰减、维护成本、终值…", self.show_more, kind="link", tip="多数单元用不到；数据收益期限有限，一般不计终值"
        )
        box = pieces.column(self.form, self.limits, gap=S)
        box.addLayout(pieces.row(self.more, None))
        self.setLayout(box)

    @property
    def inputs(self) -> dict[str, FieldInput]:
        """The inputs by key, also those out of sight."""
        return self.form.inputs

    def set_record(self, id: int | None) -> None:
        """Show a unit."""
        if id != self.id:
            self.id, self._more = id, False
            self.form.set_record(id)
        self.refresh()

    def refresh(self) -> None:
        """Follow the Session."""
        unit = self.session.record("valuation_unit", self.id or 0)
        if isinstance(unit, ValuationUnit):
            self._show(unit, ())

    def show_more(self) -> None:
        """Bring the rarely needed fields into sight."""
        self._more = True
        self.refresh()

    def focus_field(self, key: str) -> bool:
        """Go to a field, bringing it into sight; whether it stands here."""
        unit = self.session.record("valuation_unit", self.id or 0)
        if key not in KEYS or not isinstance(unit, ValuationUnit):
            return False
        if not self.form.shows(key):
            self._more = self._more or key in (*_STOCK, *_TAIL)
            self._show(unit, (key,))
        return self.form.focus_field(key)

    def _show(self, unit: ValuationUnit, also: Collection[str]) -> None:
        keys = wanted_keys(unit, more=self._more) | set(also)
        self.form.show_only(keys)
        self.more.setVisible("attrition" not in keys or "terminal" not in keys)
        words = self._words(unit)
        self.limits.setText(words)
        self.limits.setVisible(bool(words))

    def _rights(self, unit: ValuationUnit) -> list[Right]:
        """When the rights in the unit's members end."""
        project = self.session.project
        members = (
            project.by_code["data_set"].get(row.data_set or "") for row in project.unit_members if unit.code and row.unit == unit.code
        )
        return [
            Right(one.code or "", one.id, one.right_until) for one in members if isinstance(one, DataSet) and one.right_until is not None
        ]

    def _words(self, unit: ValuationUnit) -> str:
        """Each limit with where it comes from, which one counts, and what contracts lock in."""
        project = self.session.project
        known = project.by_code["contract"]
        contracts = [one for code in unit.contracts or () if isinstance(one := known.get(code), Contract)]
        found = limits_of(unit, unit.code or "", self._rights(unit), contracts, project.head.valuation_date)
        told = [f"{LIMITS[one.key]} {grouped(rounded(one.years, 2), 2)} 年（{one.words}）" for one in found]
        value = next((one for one in self.session.valuation.units if one.id == unit.id), None)
        if told and value is not None and value.life is not None:
            how = "不可续期，取最短" if unit.renewable == FIXED else "按所填期限"
            told.append(f"计入 {grouped(rounded(value.life, 2), 2)} 年（{how}）")
        if value is not None and value.locked is not None:
            told.append(f"另示：合同已锁定收益的现值 {grouped(value.locked / 10000, 2)} 万元")
        return "；".join(told)
