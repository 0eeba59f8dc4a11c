"""The words of electricity tables and the rules of the profile, from ``resources/power``; all of them this program's own choice."""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from gzvalue.paths import resource

_BRACKETS = re.compile(r"[（(\[【](.*?)[)）\]】]")
_NOISE = re.compile(r"[\s_\-/\\:：·.,，、。*#]+")


@dataclass(frozen=True)
class Head:
    """What a column's head says: its role (a key of ``heads.json``) and the unit in brackets, lower case, or empty."""

    role: str
    unit: str


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resource("power", "heads.json").read_text(encoding="utf-8"))
    return data


@cache
def rules() -> dict[str, Any]:
    """Indicators, constants, hours, weights, scales and grades as they stand in ``indicators.json``."""
    data: dict[str, Any] = json.loads(resource("power", "indicators.json").read_text(encoding="utf-8"))
    return data


@cache
def _roles() -> dict[str, str]:
    return {_squeezed(word): role for role, words in _words()["heads"].items() for word in words}


def _squeezed(text: str) -> str:
    return _NOISE.sub("", text).lower()


def read_head(text: str) -> Head | None:
    """What a head means, or None where it is none of ours; ``电量（万千瓦时）`` is energy in 万千瓦时."""
    unit = ""
    for inside in _BRACKETS.findall(text):
        if energy_factor(inside) is not None or power_factor(inside) is not None:
            unit = inside.strip().lower()
    bare = _squeezed(_BRACKETS.sub("", text))
    role = _roles().get(bare)
    if role is None:
        role, unit = _with_unit_behind(bare, unit)
    return None if role is None else Head(role, unit)


def _with_unit_behind(bare: str, unit: str) -> tuple[str | None, str]:
    for known in sorted((*_words()["units"], *_words()["power_units"]), key=len, reverse=True):
        rest = bare.removesuffix(_squeezed(known))
        if rest != bare and rest in _roles():
            return _roles()[rest], known
    return None, unit


@lru_cache(maxsize=1000)
def energy_factor(unit: str) -> float | None:
    """How many kWh one of that unit is; None for what is no unit of energy."""
    found = _words()["units"].get(unit.strip().lower())
    return None if found is None else float(found)


def power_factor(unit: str) -> float | None:
    """How many kW one of that unit is; None for what is no unit of power."""
    found = _words()["power_units"].get(unit.strip().lower())
    return None if found is None else float(found)


def event_kind(text: str) -> str | None:
    """``theft``, ``breach`` or a word of supply status for an entry of the list of events; None for a normal state."""
    bare = text.strip().lower()
    if any(word in bare for word in _words()["theft"]):
        return "theft"
    if any(word in bare for word in _words()["breach"]):
        return "breach"
    for word, status in _words()["status"].items():
        if word in bare:
            return str(status)
    return None
