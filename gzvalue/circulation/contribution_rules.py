"""The questions that are asked of a contribution, and what remains after it, from ``resources/circulation``; read once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from gzvalue.paths import resource


@dataclass(frozen=True)
class Rule:
    """One question: key, what is asked, where the rule stands, and what must be said beside it."""

    key: str
    title: str
    clause: str
    caveat: str


@dataclass(frozen=True)
class Remaining:
    """One thing to do after a contribution; ``when`` is ``always``, ``transfer`` (until handed over) or ``premium``."""

    when: str
    what: str
    who: str
    basis: str


@cache
def _table() -> Any:
    return json.loads(resource("circulation", "contribution.json").read_text(encoding="utf-8"))


@cache
def rules() -> Mapping[str, Rule]:
    """The questions by key, in their order."""
    return MappingProxyType({row["key"]: Rule(row["key"], row["title"], row["clause"], row["caveat"]) for row in _table()["checks"]})


@cache
def remaining() -> tuple[Remaining, ...]:
    """What usually remains, in the order in which it is done."""
    return tuple(Remaining(row["when"], row["what"], row["who"], row["basis"]) for row in _table()["todo"])


def source() -> str:
    """What is said of all of them."""
    return str(_table()["source"])
