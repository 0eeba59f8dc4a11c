"""Which record a row of a foreign sheet means: by the id our own export wrote, by code, or by a natural key."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from gzvalue.schema.edit import read
from gzvalue.schema.field import Form
from gzvalue.schema.kinds import Cell
from gzvalue.schema.project import Project
from gzvalue.tables.body import CellText, TableRow

NATURAL_KEYS: dict[str, tuple[str, ...]] = {
    "data_field": ("data_set", "name"),
    "evidence_link": ("evidence", "about_form", "about_id", "about_key"),
    "expert_score": ("expert", "data_set"),
    "judgement": ("expert", "group", "first", "second"),
    "delphi_score": ("round", "expert", "item"),
    "joint_scenario": ("unit", "name"),
    "parameter_correlation": ("first", "second"),
    "pledge_structure": ("kind", "data_sets", "contracts"),
    "diligence_item": ("item",),
    "unit_member": ("unit", "data_set"),
    "cost_item": ("data_set", "category", "name"),
    "income_year": ("unit", "year", "version", "basis"),
    "contributory_asset": ("unit", "kind", "name", "year"),
    "increment": ("unit", "year", "kind", "name"),
    "income_change": ("unit", "year", "contract", "cause"),
    "comparable": ("unit", "name"),
    "market_subset": ("unit", "name"),
    "risk_factor": ("risk", "name"),
    "asset_return": ("name",),
    "share_factor": ("share_basis", "name"),
    "approach_answer": ("item",),
    "method_weight": ("unit", "method"),
    "principal_payment": ("due_on",),
    "other_security": ("kind", "name"),
    "source_link": ("scope_kind", "scope", "source", "part"),
    "consent_version": ("scope_kind", "scope", "version"),
    "compliance_answer": ("scope_kind", "scope", "question"),
    "deposit": ("data_set", "sha256", "number"),
    "registration_entry": ("registry", "form_name", "data_set", "field"),
    "stated_name": ("data_set", "paper", "paper_name"),
    "contributor": ("contribution", "name", "kind"),
    "training_part": ("training_set", "data_set", "role"),
    "training_gain": ("training_set", "data_sets"),
    "price_mode": ("price", "mode", "unit", "period"),
    "price_tier": ("price", "name"),
    "price_quote": ("price", "kind", "source", "given_on"),
    "accounting_answer": ("data_set", "question"),
    "booked_cost": ("data_set", "asset", "category", "name", "incurred_on"),
    "asset_movement": ("asset", "entered_on", "block", "kind", "voucher"),
}
"""By what people tell records apart that have no code."""

_MAY_REPEAT = {
    "cost_item",
    "income_change",
    "comparable",
    "other_security",
    "evidence_link",
    "booked_cost",
    "asset_movement",
    "price_quote",
}
"""Forms in which two records may rightly have one natural key: two purchases of one sort."""

_Key: TypeAlias = tuple[Cell, ...]


class Placed(NamedTuple):
    """A row of a sheet with the name of its sheet."""

    sheet: str
    row: TableRow


@dataclass
class Match:
    """A row and the record it means.

    Attributes:
        placed: the row.
        id: the record, or ``None`` for a new one.
        owned: the row bears the id that our own export wrote: an empty cell then means emptied.
        fault: why the row cannot be taken, or empty.
    """

    placed: Placed
    id: int | None = None
    owned: bool = False
    fault: str = ""


def natural_key(form: Form) -> tuple[str, ...]:
    """The keys by which records of a form are told apart; empty for single forms."""
    return (form.code,) if form.code else NATURAL_KEYS.get(form.name, ())


def match_rows(project: Project, form: Form, rows: Sequence[Placed], *, ids_trusted: bool) -> list[Match]:
    """The record that each row means; rows that contradict each other get a fault and are not taken."""
    matches = [Match(row) for row in rows]
    if form.single:
        return _single(matches)
    keys = natural_key(form)
    wanted = [_key_of(form, keys, match.placed.row) for match in matches]
    existing = {id: _key_of_record(form, keys, project, id) for id in project.rows[form.name]}
    if ids_trusted:
        _by_id(project, form, matches, wanted, existing)
    if form.name not in _MAY_REPEAT:
        _refuse_repeated(matches, wanted, existing, form)
        _refuse_taken(matches, wanted, existing, form)
    _by_key(matches, wanted, existing, form)
    _by_name(project, form, matches, wanted)
    return matches


def _single(matches: list[Match]) -> list[Match]:
    for place, match in enumerate(matches):
        match.id = 1
        match.owned = match.placed.row.record_id == "1"
        if place:
            match.fault = f"这张表只有一条记录，已取第 {matches[0].placed.row.number} 行"
    return matches


def _key_of(form: Form, keys: Iterable[str], row: TableRow) -> _Key:
    return tuple(_readable(form, key, row.cells.get(key)) for key in keys)


def _readable(form: Form, key: str, cell: CellText | None) -> Cell:
    if cell is None or cell.mark in {"formula", "error"}:
        return None
    return read(form.fields[key], cell.text)[0]


def _key_of_record(form: Form, keys: Iterable[str], project: Project, id: int) -> _Key:
    record = project.rows[form.name][id]
    values = ((key, getattr(record, key)) for key in keys)
    return tuple(None if value is None else form.fields[key].kind.to_cell(value) for key, value in values)


def _by_id(project: Project, form: Form, matches: list[Match], wanted: Sequence[_Key], existing: Mapping[int, _Key]) -> None:
    """Take the written ids; of copied rows with one id the row that still has the record's key keeps it."""
    claims: dict[int, list[int]] = defaultdict(list)
    for place, match in enumerate(matches):
        text = match.placed.row.record_id
        if text.isdigit() and int(text) in project.rows[form.name]:
            claims[int(text)].append(place)
    for id, places in claims.items():
        keeper = next((p for p in places if wanted[p] == existing[id]), places[0])
        matches[keeper].id = id
        matches[keeper].owned = True


def _whole(key: _Key) -> bool:
    return any(part is not None for part in key)


def _refuse_repeated(matches: list[Match], wanted: Sequence[_Key], existing: Mapping[int, _Key], form: Form) -> None:
    """Rows that claim one key, unless they had it already."""
    groups: dict[_Key, list[int]] = defaultdict(list)
    for place, key in enumerate(wanted):
        if _whole(key):
            groups[key].append(place)
    for key, places in groups.items():
        if len(places) < 2:
            continue
        where = "、".join(f"“{matches[p].placed.sheet}”第 {matches[p].placed.row.number} 行" for p in places[:6])
        for place in places:
            match = matches[place]
            if match.id is None or existing[match.id] != key:
                match.fault = f"{_key_words(form, key)}在文件中出现 {len(places)} 次（{where}），不知道以哪一行为准，未导入"


def _refuse_taken(matches: list[Match], wanted: Sequence[_Key], existing: Mapping[int, _Key], form: Form) -> None:
    """A row whose id means one record and whose key means another."""
    leaving = {m.id for m, key in zip(matches, wanted, strict=True) if m.id is not None and _whole(key) and existing[m.id] != key}
    owners: dict[_Key, list[int]] = defaultdict(list)
    for id, key in existing.items():
        if _whole(key) and id not in leaving:
            owners[key].append(id)
    for match, key in zip(matches, wanted, strict=True):
        if match.id is None or match.fault or existing[match.id] == key:
            continue
        if owners.get(key):
            match.fault = f"记录号 {match.id} 与{_key_words(form, key)}指向两条不同的记录，未导入；请核对是否改错了编号"


def _by_key(matches: list[Match], wanted: Sequence[_Key], existing: Mapping[int, _Key], form: Form) -> None:
    taken = {match.id for match in matches if match.id is not None}
    free: dict[_Key, list[int]] = defaultdict(list)
    for id, key in existing.items():
        if id not in taken and _whole(key):
            free[key].append(id)
    repeated = {key for key, count in Counter(k for k in existing.values() if _whole(k)).items() if count > 1}
    for match, key in zip(matches, wanted, strict=True):
        if match.id is not None or match.fault or not _whole(key):
            continue
        if key in repeated and form.name not in _MAY_REPEAT:
            match.fault = f"项目中有多条记录都是{_key_words(form, key)}，不知道是哪一条，未导入；请先在程序中改正"
        elif free.get(key):
            match.id = free[key].pop(0)


def _by_name(project: Project, form: Form, matches: list[Match], wanted: Sequence[_Key]) -> None:
    """Rows without a code, by a name that only one record bears."""
    if not form.code or "name" not in form.fields or form.code == "name":
        return
    taken = {match.id for match in matches if match.id is not None}
    by_name: dict[str, list[int]] = defaultdict(list)
    for id, record in project.rows[form.name].items():
        by_name[str(getattr(record, "name", None) or "")].append(id)
    for match, key in zip(matches, wanted, strict=True):
        cell = match.placed.row.cells.get("name")
        if match.id is None and not match.fault and not _whole(key) and cell is not None:
            found = by_name.get(cell.text, [])
            if len(found) == 1 and found[0] not in taken:
                match.id = found[0]
                taken.add(found[0])


def _key_words(form: Form, key: _Key) -> str:
    parts = (f"{form.fields[name].label} {part}" for name, part in zip(natural_key(form), key, strict=True) if part is not None)
    return "“" + "，".join(parts) + "”"
