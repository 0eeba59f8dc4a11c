"""The indicators of 企业用电画像, each with its value, or why there is none; formulas and windows stand in ``indicators.json``."""

from collections.abc import Mapping
from dataclasses import dataclass

from gzvalue.power import breaches, consumption, load, payment, production
from gzvalue.power.combining import combined
from gzvalue.power.conventions import rules
from gzvalue.power.facts import Facts, Inputs, Missing


@dataclass(frozen=True)
class Indicator:
    """One indicator: its value or None, the inputs that it came from, its window in days or months, and why it is missing."""

    code: str
    name: str
    value: float | None
    unit: str
    formula: str
    window: str
    source: str
    inputs: Mapping[str, float | int | str]
    why_not: str = ""


COUNTED = consumption.COUNTED | load.COUNTED | production.COUNTED | payment.COUNTED | breaches.COUNTED
"""Code → what counts its inputs."""


def all_indicators(facts: Facts) -> tuple[Indicator, ...]:
    """Every indicator in the order of the resource; those that cannot be computed say why."""
    return tuple(_indicator(told, facts) for told in rules()["indicators"])


def _indicator(told: Mapping[str, str], facts: Facts) -> Indicator:
    code = told["code"]
    try:
        inputs, window = COUNTED[code](facts)
        return made_of(told, inputs, window)
    except Missing as missing:
        return lacking(told, str(missing))


def made_of(told: Mapping[str, str], inputs: Inputs, window: str) -> Indicator:
    """An indicator from its inputs.

    Args:
        told: its entry of the resource.

    Raises:
        Missing: it cannot be computed from them.
    """
    value = combined(told["code"], inputs)
    return Indicator(told["code"], told["name"], value, told["unit"], told["formula"], window, told["source"], inputs)


def lacking(told: Mapping[str, str], why: str) -> Indicator:
    """An indicator without a value."""
    return Indicator(told["code"], told["name"], None, told["unit"], told["formula"], told["window"], told["source"], {}, why)
