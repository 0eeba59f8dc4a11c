"""Dated constants from ``resources/parameters``: every figure with unit, source, date and whether it is confirmed."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

from gzvalue.paths import resource
from gzvalue.schema.field import OWN_DEFAULT


@dataclass(frozen=True)
class Parameter:
    """One constant.

    Attributes:
        key: stable English key within its file.
        label: Chinese name.
        value: the figure; ratios as 0.4.
        unit: what it counts.
        source: where it comes from, with its caveat.
        in_force_since: from when on.
        verified: whether it was confirmed in an official text; ``False`` is never printed as fact.
        own_default: the program's own choice; shown and printed with that remark.
    """

    key: str
    label: str
    value: Decimal
    unit: str
    source: str
    in_force_since: date
    verified: bool
    own_default: bool

    @property
    def standing(self) -> str:
        """What it may be taken for: 已核对, 未与官方文本核对, or the program's own default."""
        return "已核对" if self.verified else OWN_DEFAULT if self.own_default else "未与官方文本核对"


@dataclass(frozen=True)
class Indicator:
    """One indicator of the index system; ``key`` is the field of `ExpertScore`."""

    key: str
    name: str
    definition: str
    direction: str
    source: str
    weight: Decimal


@dataclass(frozen=True)
class Dimension:
    """One dimension of the index system with its indicators; weights are within the whole."""

    key: str
    name: str
    definition: str
    weight: Decimal
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class IndexSystem:
    """The two-level index system of the value score; its weights are the program's own and say so."""

    title: str
    source: str
    note: str
    in_force_since: date
    verified: bool
    dimensions: tuple[Dimension, ...]

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in order."""
        return tuple(one for dimension in self.dimensions for one in dimension.indicators)


_issued: dict[str, Any] = {}


@contextmanager
def as_of_issue(files: Mapping[str, Any]) -> Iterator[None]:
    """Compute with the constants of an issued dossier (``parameters/valuation.json`` → its contents) in the place of the shipped ones."""
    if not files:
        yield
        return
    try:
        _issued.update(files)
        _forget()
        yield
    finally:
        _issued.clear()
        _forget()


def _forget() -> None:
    parameters.cache_clear()
    index_system.cache_clear()


def _read(name: str) -> Any:
    issued = _issued.get(f"parameters/{name}.json")
    if issued is not None:
        return issued
    return json.loads(resource("parameters", f"{name}.json").read_text("utf-8"))


@cache
def parameters(name: str) -> Mapping[str, Parameter]:
    """The constants of one file (``scoring``, ``valuation``, ``financing``) by key."""
    found = {}
    for one in _read(name)["records"]:
        dated = {**one, "value": Decimal(one["value"]), "in_force_since": date.fromisoformat(one["in_force_since"])}
        found[one["key"]] = Parameter(**dated)
    return MappingProxyType(found)


LISTED = ("valuation", "rate", "quality_weights", "scoring", "financing", "lending", "uncertainty")
"""Files of constants that are listed with their sources, in this order."""


@cache
def listed_parameters() -> tuple[tuple[str, tuple[Parameter, ...]], ...]:
    """Every constant by the title of its file, as screen and paper list them; RI tables and the index system among them as one line each."""
    found = [(str(_read(name)["title"]), tuple(parameters(name).values())) for name in LISTED]
    tables = _read("ri_tables")["tables"]
    system = index_system()
    ri = tuple(
        Parameter(
            one["name"],
            f"随机一致性指标表“{one['title']}”",
            Decimal(len(one["values"])),
            "阶",
            one["source"],
            _EDITED,
            one["verified"],
            False,
        )
        for one in tables
    )
    own = Parameter(
        "index_system", system.title, Decimal(len(system.indicators)), "项指标", system.source, system.in_force_since, system.verified, True
    )
    return (*found, ("随机一致性指标表与指标体系", (*ri, own)))


_EDITED = date(2026, 5, 1)
"""When the RI tables were read from their publications; they have no date of coming into force."""


@cache
def index_system() -> IndexSystem:
    """The five dimensions and fifteen indicators, with the program's own default weights."""
    read = _read("index_system")
    return IndexSystem(
        title=read["title"],
        source=read["source"],
        note=read["note"],
        in_force_since=date.fromisoformat(read["in_force_since"]),
        verified=read["verified"],
        dimensions=tuple(_dimension(one) for one in read["dimensions"]),
    )


def _dimension(read: Mapping[str, Any]) -> Dimension:
    indicators = tuple(Indicator(**{**one, "weight": Decimal(one["weight"])}) for one in read["indicators"])
    return Dimension(read["key"], read["name"], read["definition"], Decimal(read["weight"]), indicators)
