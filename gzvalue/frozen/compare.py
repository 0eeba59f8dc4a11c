"""What changed between two frozen copies: inputs, methods, values, each with the reasons on record and its effect on the value."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from gzvalue.frozen.figures import flat, number_of
from gzvalue.frozen.freeze import Gather, Thawed
from gzvalue.schema.field import Field, Form, Record
from gzvalue.schema.forms import FORMS
from gzvalue.schema.naming import record_words
from gzvalue.schema.project import Project, project_of

Json = dict[str, Any]

_METHODS = {
    "main_method", "cross_methods", "method", "ahp_method", "allocation", "share_basis", "adjustment_by", "basis", "premium_by", "by", "approach",
    "rate_basis", "income_basis", "timing", "value_type",
}  # fmt: skip
"""Keys of fields that choose how something is computed."""


@dataclass(frozen=True)
class InputChange:
    """One datum that differs; ``sort`` is input or method; a record added or removed has one line of its own with an empty key."""

    sort: str
    form: str
    record: str
    key: str
    label: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class ValueChange:
    """One result that differs, as decimal texts; ``difference`` is after less before."""

    name: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True)
class Effect:
    """What the changes of one form do to the total, when all earlier ones were made already; 元, to the 分."""

    form: str
    changes: int
    total: str
    difference: str


@dataclass(frozen=True)
class LogStep:
    """One entry that the later log has and the earlier has not."""

    no: int
    time: str
    user: str
    label: str
    reason: str


@dataclass(frozen=True)
class Comparison:
    """Everything that differs.

    Attributes:
        first: number and version of the earlier one; second: of the later one.
        inputs: data and methods.
        values: results: the total, units, data sets, the loan.
        effects: how the total goes from one to the other, form by form; empty where the engine gives other figures than were frozen.
        log: entries between the two, where both come from one project file.
        same_file: whether the later log continues the earlier one; ``None`` where one has no log.
        notes: versions and parameters that differ.
    """

    first: str
    second: str
    inputs: tuple[InputChange, ...]
    values: tuple[ValueChange, ...]
    effects: tuple[Effect, ...]
    log: tuple[LogStep, ...]
    same_file: bool | None
    notes: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether neither data nor results differ."""
        return not self.inputs and not self.values

    def as_json(self) -> Json:
        """For ``gzvalue diff --json``."""
        return {"same": self.same, **asdict(self)}


def compared(first: Thawed, second: Thawed, gather: Gather) -> Comparison:
    """Compare two frozen copies."""
    inputs = tuple(_inputs(first.project, second.project))
    return Comparison(
        first.proof.name, second.proof.name, inputs, tuple(_values(first.value["results"], second.value["results"])),
        tuple(_effects(first, second, gather)) if inputs else (), *_log(first.value["log"], second.value["log"]), tuple(_notes(first, second)),
    )  # fmt: skip


# --- inputs --------------------------------------------------------------------------------------


def _inputs(first: Project, second: Project) -> Iterator[InputChange]:
    for form in FORMS:
        before, after = _paired(form, first), _paired(form, second)
        for identity in [*before, *(one for one in after if one not in before)]:
            yield from _record(form, first, second, before.get(identity), after.get(identity))


def _paired(form: Form, project: Project) -> Mapping[Any, Record]:
    """Records by what names them in both: their code where it is unique, else their id."""
    rows = project.rows[form.name]
    codes = [getattr(record, form.code) for record in rows.values()] if form.code else []
    if not codes or None in codes or len(set(codes)) < len(codes):
        return {id: record for id, record in rows.items()}  # noqa: C416 - not the project's own mapping
    return {str(code): record for code, record in zip(codes, rows.values(), strict=True)}


def _record(form: Form, first: Project, second: Project, before: Record | None, after: Record | None) -> Iterator[InputChange]:
    if before is None or after is None:
        record, project = (after, second) if before is None else (before, first)
        assert record is not None
        words = record_words(project, form.name, record.id)
        yield InputChange("input", form.name, words, "", form.label, "" if before is None else "有", "有" if before is None else "", "")
        return
    if before == after:
        return
    for key, field in form.fields.items():
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            sort = "method" if key in _METHODS else "input"
            words, reason = record_words(second, form.name, after.id), _reason(form, after, key)
            yield InputChange(sort, form.name, words, key, field.label, _shown(field, old), _shown(field, new), reason)


def _shown(field: Field, value: Any) -> str:
    return "" if value is None else field.kind.format(value)[:200]


def _reason(form: Form, record: Record, key: str) -> str:
    """The reason that the record itself states: a field called like the datum with ``_reason``, or the record's reason or basis."""
    for name in (f"{key}_reason", f"{key.removeprefix('main_')}_reason", "reason", "basis"):
        if name != key and name in form.fields and not form.fields[name].kind.choices and getattr(record, name):
            return str(getattr(record, name))[:300]
    return ""


# --- results -------------------------------------------------------------------------------------


_NAMED = {
    "valuation/total": "测算结果合计（元）", "valuation/transferable": "其中可转让收益（元）", "valuation/internal": "其中内部收益（元）",
    "valuation/cost": "全部数据集成本法（元）", "valuation/rate": "折现率", "financing/loan": "申请贷款（元）", "financing/pool": "质押池（元）",
    "financing/pledge_rate": "质押率", "financing/lendable": "数据单独可支持（元）", "financing/combined": "组合担保可支持（元）",
    "financing/gap": "差额（元）",
}  # fmt: skip


def _values(first: Json, second: Json) -> Iterator[ValueChange]:
    before, after = flat(first, ""), flat(second, "")
    for path, name in _NAMED.items():
        yield from _value(name, before.get(f"/{path}"), after.get(f"/{path}"))
    for part, words in (("units", "评估单元"), ("data_sets", "数据集")):
        old, new = (_by_code(one, part) for one in (first, second))
        for code in [*old, *(one for one in new if one not in old)]:
            one, other = old.get(code, {}), new.get(code, {})
            label = f"{words} {code} {(other or one).get('name') or ''}".strip()
            if one.get("main_method") != other.get("main_method"):
                yield ValueChange(f"{label} 主要方法", str(one.get("main_method") or "无"), str(other.get("main_method") or "无"), "")
            yield from _value(f"{label}（元）", one.get("value"), other.get("value"))


def _by_code(results: Json, part: str) -> dict[str, Json]:
    return {str(one.get("code") or one.get("id")): one for one in results.get("valuation", {}).get(part, [])}


def _value(name: str, before: Any, after: Any) -> Iterator[ValueChange]:
    if before == after:
        return
    old, new = number_of(before), number_of(after)
    difference = f"{new - old:+f}" if old is not None and new is not None else ""
    yield ValueChange(name, "无" if before is None else str(before), "无" if after is None else str(after), difference)


def _effects(first: Thawed, second: Thawed, gather: Gather) -> Iterator[Effect]:
    """Form by form the records of the later copy take the place of the earlier ones, and the total is computed anew each time."""
    total = gather(first.project).valuation.total
    if f"{total:f}" != f"{Decimal(first.value['results']['valuation']['total']):f}":
        return
    rows = {form.name: dict(first.project.rows[form.name]) for form in FORMS}
    for form in FORMS:
        new = dict(second.project.rows[form.name])
        if new == rows[form.name]:
            continue
        count = sum(1 for id in {*new, *rows[form.name]} if new.get(id) != rows[form.name].get(id))
        rows[form.name] = new
        after = gather(project_of(record for found in rows.values() for record in found.values())).valuation.total
        if after != total:
            yield Effect(form.label, count, f"{after:f}", f"{after - total:+f}")
        total = after


# --- the log, the versions -----------------------------------------------------------------------


def _log(first: Json, second: Json) -> tuple[tuple[LogStep, ...], bool | None]:
    if not first["entries"] or not second["entries"]:
        return (), None
    hashes = [one["hash"] for one in second["entries"]]
    if first["head"] not in hashes:
        return (), False
    between = second["entries"][hashes.index(first["head"]) + 1 :]
    return tuple(LogStep(one["no"], one["time"], one["user"], one["label"], one["reason"]) for one in between), True


def _notes(first: Thawed, second: Thawed) -> Iterator[str]:
    versions = [one.value["made_with"]["version"] for one in (first, second)]
    if versions[0] != versions[1]:
        yield f"由不同版本的软件生成：{versions[0]} 与 {versions[1]}"
    old, new = (one.value["parameters"] for one in (first, second))
    differing = [name for name in sorted({*old, *new}) if old.get(name, {}).get("sha256") != new.get(name, {}).get("sha256")]
    if differing:
        yield f"参数文件不同：{'、'.join(differing)}"
