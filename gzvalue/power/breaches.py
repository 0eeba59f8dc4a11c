"""Breaches of the supply contract and changes of the supply status."""

from gzvalue.power.facts import BILL_MONTHS, YEAR, Counting, Facts, Found, Missing, since, span
from gzvalue.power.source import Event

OFFENCES = ("theft", "breach")
"""Kinds of events that are breaches of contract; all others are states of supply."""


def recent(facts: Facts, kinds: tuple[str, ...] | None, months: int) -> list[Event]:
    """Events of the last months of some kinds; None: changes of the supply status."""
    first = since(facts.as_of, months)
    return [
        one
        for one in facts.events
        if first <= one.on <= facts.as_of and (one.kind in kinds if kinds is not None else one.kind not in OFFENCES)
    ]


def _told(facts: Facts) -> None:
    if not facts.events_told:
        raise Missing("没有提供违约用电与用电状态的记录表。")


def _violations(facts: Facts) -> Found:
    _told(facts)
    found = recent(facts, OFFENCES, BILL_MONTHS)
    thefts = sum(one.kind == "theft" for one in found)
    return {"violations": len(found), "theft": thefts}, span(since(facts.as_of, BILL_MONTHS), facts.as_of)


def _status(facts: Facts) -> Found:
    _told(facts)
    found = recent(facts, None, YEAR)
    words = "、".join(sorted({one.kind for one in found}))
    return {"status_events": len(found), "states": words}, span(since(facts.as_of, YEAR), facts.as_of)


COUNTED: dict[str, Counting] = {"violations": _violations, "status_events": _status}
