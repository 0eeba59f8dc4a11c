"""Problems of registration: numbers beside their pattern, one name under two dates, papers that differ, certificates that end."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from gzvalue.registries.board import card_of, registry_of
from gzvalue.registries.calendar_days import years_after
from gzvalue.registries.consistency import differences
from gzvalue.registries.fingerprints import fingerprint_of
from gzvalue.registries.gathered import Gathered
from gzvalue.registries.numbers import fault
from gzvalue.schema.figures import shortened
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.rights_forms import Certificate
from gzvalue.schema.rules_between import problem
from gzvalue.schema.rules_within import folded

_READ = ("certificate", "stated_name", "data_set", "deposit", "measurement", "enterprise", "valuation_head")
_Kept: TypeAlias = tuple[tuple[object, ...], tuple[Problem, ...]]
_kept: list[_Kept] = [((), ())]


def findings(project: Project) -> tuple[Problem, ...]:
    """All problems of registration; looked for anew only when a record they speak of changed."""
    looked_at = tuple(project.rows[name] for name in _READ)
    known, found = _kept[0]
    if len(known) != len(looked_at) or any(a is not b for a, b in zip(known, looked_at, strict=True)):
        found = tuple(_look(project))
        _kept[0] = (looked_at, found)  # one assignment: another thread sees both or neither
    return found


def _look(project: Project) -> Iterator[Problem]:
    yield from _numbers(project)
    yield from _one_name(project)
    yield from _one_number(project)
    yield from _terms(project)
    yield from _ending(project)
    for one in differences(project):
        last = one.statements[-1]
        record = project.get(last.form, last.id)
        if record is not None:
            yield problem("notice", record, last.key, one.words)
    yield from _deposits(project)


def _numbers(project: Project) -> Iterator[Problem]:
    for one in project.certificates:
        registry = registry_of(one)
        for pattern in registry.numbers if registry else ():
            number = getattr(one, pattern.field)
            wrong = fault(pattern, number, one.issued_on) if number else ""
            if wrong:
                caveat = "" if pattern.verified else "；编码规则未经官方文本核对"
                yield problem("notice", one, pattern.field, f"{pattern.label}“{shortened(number, 40)}”{wrong}{caveat}，请对照凭证核对。")


def _one_name(project: Project) -> Iterator[Problem]:
    named: dict[str, list[Certificate]] = defaultdict(list)
    for one in project.certificates:
        if one.name:
            named[folded(one.name)].append(one)
    for same in named.values():
        first = same[0]
        for other in same[1:]:
            if _dates(first) == _dates(other) or not (any(_dates(first)) and any(_dates(other))):
                continue
            told = f"与{_called(first)}同名而日期不同（{_dated(first)}；本凭证{_dated(other)}）"
            fix = "请核对哪一份有效，把失效的改为已失效" if first.kind == other.kind else "引用时请写明是哪一份凭证"
            key = "issued_on" if first.issued_on != other.issued_on else "valid_until"
            yield problem("notice", other, key, f"{told}，{fix}。")


def _dates(one: Certificate) -> tuple[object, object]:
    return one.issued_on, one.valid_until


def _dated(one: Certificate) -> str:
    return f"发证 {one.issued_on or '未填'}、有效期至 {one.valid_until or '未填'}"


def _called(one: Certificate) -> str:
    return f"“{one.kind or '凭证'} {one.code or one.id}”"


def _one_number(project: Project) -> Iterator[Problem]:
    seen: dict[tuple[str | None, str], Certificate] = {}
    for one in project.certificates:
        if not one.number:
            continue
        first = seen.setdefault((one.kind, folded(one.number)), one)
        if first is not one:
            yield problem(
                "notice", one, "number", f"凭证编码“{shortened(one.number, 40)}”与{_called(first)}相同，一个编码只对应一份凭证，请核对。"
            )


def _terms(project: Project) -> Iterator[Problem]:
    for one in project.certificates:
        registry = registry_of(one)
        if (
            registry is None
            or registry.validity is None
            or not registry.validity.at_most
            or one.issued_on is None
            or one.valid_until is None
        ):
            continue
        latest = years_after(one.issued_on, registry.validity.years)
        if one.valid_until > latest:
            words = f"有效期至 {one.valid_until} 超过发证之日起 {registry.validity.years} 年（{latest}；{registry.validity.source}），请对照凭证核对。"
            yield problem("notice", one, "valid_until", words)


def _ending(project: Project) -> Iterator[Problem]:
    """Counted from the day of preparation, so that the same file says the same on any day."""
    on = project.head.as_of
    for one in project.certificates:
        card = card_of(one, registry_of(one), on)
        if card.stage == "expiring":
            yield problem("notice", one, "valid_until", f"自编制日期 {on} 起，{''.join(card.words).rstrip('。')}，请安排续期。")


def _deposits(project: Project) -> Iterator[Problem]:
    if not project.deposits:
        return
    gathered = Gathered(project)
    for data_set in project.data_sets:
        found = fingerprint_of(gathered, data_set) if gathered.deposits.get(data_set.code or "") else None
        if found is None or not found.taken_at:
            continue
        for words in found.faults:
            yield problem("notice", found.deposits[-1], "sha256", words)
    last_applied: dict[str, date] = {}
    for one in project.certificates:
        for code in one.data_sets or ():
            if one.state == "拟申请" and one.applied_on is None:
                last_applied[code] = date.max  # the deposit is for the application to come
            elif one.applied_on is not None:
                last_applied[code] = max(one.applied_on, last_applied.get(code, one.applied_on))
    for deposit in project.deposits:
        applied = last_applied.get(deposit.data_set or "")
        if deposit.deposited_on is not None and applied is not None and deposit.deposited_on > applied:
            yield problem(
                "notice",
                deposit,
                "deposited_on",
                f"存证日期 {deposit.deposited_on} 晚于登记申请日期 {applied}；存证或公证一般应在申请之前，请核对。",
            )
