"""凭证台账: where every certificate stands, what is due next, and when it ends."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gzvalue.registries.calendar_days import days_before, months_before, working_days_after
from gzvalue.registries.known import shipped
from gzvalue.registries.registry import Registry
from gzvalue.schema.project import Project
from gzvalue.schema.rights_forms import Certificate

ALARMS = (180, 90, 30)
"""Days before the end at which a certificate is pointed out (本软件约定，非官方数值)."""

STAGES = {
    "draft": "拟申请",
    "filed": "已提交",
    "accepted": "已受理",
    "review": "审查中",
    "published": "公示中",
    "certified": "已发证",
    "expiring": "临近到期",
    "lapsed": "已失效",
}
"""Columns of the board by key, in order; an issued certificate is *expiring* from the first alarm on."""

_STAGE_OF = {"拟申请": "draft", "已提交": "filed", "已受理": "accepted", "审查中": "review", "公示中": "published"}
_SINCE = {"filed": "applied_on", "accepted": "accepted_on", "review": "accepted_on", "published": "published_on"}


@dataclass(frozen=True)
class Card:
    """One certificate on the board.

    Attributes:
        certificate: the record.
        registry: the scheme it belongs to, if one of ours issues its kind.
        stage: key of `STAGES`.
        days_left: until its last day; ``None`` if it has none.
        alarm: the smallest alarm that was passed (180, 90 or 30), 0 if it ended, ``None`` if none.
        renewal: first and last day on which renewal may be asked for; ``None`` if unknown.
        renewing: whether today lies within.
        words: what to know or do now, in sentences.
    """

    certificate: Certificate
    registry: Registry | None
    stage: str
    days_left: int | None
    alarm: int | None
    renewal: tuple[date, date] | None
    renewing: bool
    words: tuple[str, ...]


def registry_of(certificate: Certificate, known: tuple[Registry, ...] | None = None) -> Registry | None:
    """The scheme that issues this kind of certificate."""
    if known is None:
        return _shipped_by_kind().get(certificate.kind or "")
    return next((one for one in known if certificate.kind in one.certificate_kinds), None)


@lru_cache(maxsize=1)
def _shipped_by_kind() -> dict[str, Registry]:
    return {kind: one for one in reversed(shipped()) for kind in one.certificate_kinds}


def board(project: Project, on: date | None, known: tuple[Registry, ...] | None = None) -> tuple[Card, ...]:
    """All certificates in the order of the stages, within a stage those that end first, then by number.

    Args:
        project: the records.
        on: the day to count from; without one nothing is expiring or due.
        known: registries to look among; those shipped if not given.
    """
    cards = [card_of(one, registry_of(one, known), on) for one in project.certificates]
    order = {key: number for number, key in enumerate(STAGES)}
    return tuple(
        sorted(cards, key=lambda c: (order[c.stage], str(c.certificate.valid_until or "9999"), c.certificate.code or "", c.certificate.id))
    )


def card_of(one: Certificate, registry: Registry | None, on: date | None) -> Card:
    """Where one certificate stands on a day."""
    issued = one.state == "已发证"
    left = (one.valid_until - on).days if issued and one.valid_until is not None and on is not None else None
    alarm = _alarm(left)
    stage = _stage(one, left)
    window = _window(one, registry)
    renewing = issued and window is not None and on is not None and window[0] <= on <= window[1]
    words = [*_expiry_words(one, left, alarm, window, on), *_due_words(one, stage, registry, on)]
    return Card(one, registry, stage, left, alarm, window, renewing, tuple(words))


def _alarm(left: int | None) -> int | None:
    if left is None or left > ALARMS[0]:
        return None
    return 0 if left < 0 else min(days for days in ALARMS if left <= days)


def _stage(one: Certificate, left: int | None) -> str:
    if one.state == "已失效" or (left is not None and left < 0):
        return "lapsed"
    if one.state == "已发证":
        return "expiring" if left is not None and left <= ALARMS[0] else "certified"
    return _STAGE_OF.get(one.state or "", "draft")


def _window(one: Certificate, registry: Registry | None) -> tuple[date, date] | None:
    if one.valid_until is None or registry is None or registry.renewal is None:
        return None
    return months_before(one.valid_until, registry.renewal.opens_months), days_before(one.valid_until, registry.renewal.closes_days)


def _expiry_words(one: Certificate, left: int | None, alarm: int | None, window: tuple[date, date] | None, on: date | None) -> list[str]:
    if left is None or alarm is None or on is None:
        return []
    if left < 0:
        return [f"已于 {one.valid_until} 到期，请办理续期或重新登记，并把状态改为已失效。"]
    said = [f"还有 {left} 天到期（{one.valid_until}），已进入 {alarm} 天提醒。"]
    if window is not None:
        first, last = window
        when = f"自 {first} 起可申请" if on < first else f"须在 {last} 前申请" if on <= last else f"已过续期申请的最后一天 {last}"
        said.append(f"续期：{when}。")
    return said


def _due_words(one: Certificate, stage: str, registry: Registry | None, on: date | None) -> list[str]:
    if registry is None or on is None or stage not in _SINCE:
        return []
    said = []
    for limit in registry.time_limits:
        since = getattr(one, limit.since)
        if limit.state != one.state or since is None:
            continue
        due = working_days_after(since, limit.working_days)
        late = f"已过 {(on - due).days} 天，可向登记机构查询" if on > due else "未到"
        more = f"，可延长 {limit.more} 个工作日" if limit.more else ""
        mark = "" if limit.verified else "；期限未经官方文本核对"
        said.append(f"{limit.what}：{limit.working_days} 个工作日{more}，按 {since} 起算至 {due}（未计法定节假日{mark}），{late}。")
    return said
