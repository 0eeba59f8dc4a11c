"""The words of electricity tables and the rules of the profile, from ``resources/power``; all of them this program's own choice."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from gzvalue.paths import resource

_BRACKETS = re.compile(r"[（(\[【](.*?)[)）\]】]")
_UNIT_WORD = re.compile(r"^\s*单位\s*[:：]?\s*")
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
    """What a head means, or None where it is none of ours; ``电量（万千瓦时）`` is energy in 万千瓦时, ``电量（峰）`` that of the peak."""
    unit, zone = "", ""
    for inside in (_UNIT_WORD.sub("", one) for one in _BRACKETS.findall(text)):
        if any(known(inside) is not None for known in (energy_factor, power_factor, money_factor, capacity_factor)):
            unit = inside.strip().lower()
        zone = _words()["zones_in_brackets"].get(_squeezed(inside), zone)
    bare = _squeezed(_BRACKETS.sub("", text))
    role = _roles().get(bare)
    if role is None:
        role, unit = _with_unit_behind(bare, unit)
    if role == "kwh" and zone:
        role = zone
    return None if role is None else Head(role, unit)


_UNITS = ("units", "power_units", "money_units", "capacity_units")


def _with_unit_behind(bare: str, unit: str) -> tuple[str | None, str]:
    for known in sorted((one for units in _UNITS for one in _words()[units]), key=len, reverse=True):
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


def money_factor(unit: str) -> float | None:
    """How many 元 one of that unit is; None for what is no unit of money."""
    found = _words()["money_units"].get(unit.strip().lower())
    return None if found is None else float(found)


def capacity_factor(unit: str) -> float | None:
    """How many kVA one of that unit is; None for what is no unit of capacity."""
    found = _words()["capacity_units"].get(unit.strip().lower())
    return None if found is None else float(found)


_UNIT_LINE = re.compile(r"单位\s*[:：]?\s*([^\s，,；;。)）]+)")


def unit_in_title(texts: Iterable[str]) -> str:
    """The unit of energy that a line above the table tells (``单位：万千瓦时``); empty where none does."""
    for text in texts:
        for found in _UNIT_LINE.findall(text):
            if energy_factor(found) is not None:
                return str(found)
    return ""


_LOAD_WORDS = re.compile(r"负荷|功率|(?<![a-z])[mk]w(?!h)|千瓦(?!时|·时|小时)", re.IGNORECASE)
_ENERGY_WORDS = re.compile(r"电量|kw[·.]?h|mwh|千瓦时|(?<![年温湿])度", re.IGNORECASE)


_OTHER_WORDS = re.compile(r"电压|电流|无功|反向|功率因数|示数|示值|相角|谐波")


def points_are_something_else(texts: Iterable[str]) -> bool:
    """Whether points are neither energy used nor its power: voltage, current, reactive power, what a register shows."""
    return _OTHER_WORDS.search(" ".join(texts)) is not None


def points_are_load(texts: Iterable[str]) -> bool | None:
    """Whether the points of a day are mean power and not energy, by the words around them; None where they do not say."""
    words = " ".join(texts)
    energy, load = bool(_ENERGY_WORDS.search(words)), bool(_LOAD_WORDS.search(words))
    return load if energy != load else None


def event_kind(text: str) -> str | None:
    """``theft``, ``breach`` or a word of supply status for an entry of the list of events.

    None for a normal state, for one that was ended (``暂停恢复``), and for what is denied (``未发现窃电``).
    """
    bare = "".join(text.split()).lower()
    if any(bare.startswith(word) for word in _words()["denied"]):
        return None
    if any(word in bare for word in _words()["theft"]):
        return "theft"
    if any(word in bare for word in _words()["breach"]):
        return "breach"
    if any(word in bare for word in _words()["ended"]):
        return None
    for word, status in _words()["status"].items():
        if word in bare:
            return str(status)
    return None


def tells_of_supply(text: str) -> bool:
    """Whether a text is an entry of a list of events: a breach, a state, or that there is none."""
    bare = "".join(text.split()).lower()
    return (
        event_kind(text) is not None
        or any(bare.startswith(word) for word in _words()["denied"])
        or any(word in bare for word in _words()["ended"])
    )


@cache
def _paid_states() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(_words()["unpaid"]), frozenset(_words()["paid"])


def says_unpaid(text: str) -> bool:
    """Whether a text in the place of a day of payment, or a state of payment, says that it is still open, wholly or in part."""
    bare = "".join(text.split()).strip("-—–/\\.·").lower()
    return not bare or any(word in bare for word in _paid_states()[0])


def says_paid(text: str) -> bool:
    """Whether a state of payment says that it is settled."""
    return not says_unpaid(text) and any(word in text for word in _paid_states()[1])
