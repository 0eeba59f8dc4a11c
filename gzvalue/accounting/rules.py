"""What the rules say, read from ``resources/accounting``: questions, cost items, rows of the disclosure tables."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from gzvalue.paths import resource
from gzvalue.schema.accounting_forms import QUESTIONS

UNVERIFIED = "依据待核对官方文本"
OWN_RULE = "本软件约定"


def printed(basis: str, verified: bool, own_rule: bool = False) -> str:
    """A basis as paper and screen may state it: an unverified provision is named only with that said."""
    if own_rule:
        return f"{OWN_RULE}：{basis}"
    return f"{basis}，以官方文本为准" if verified else f"{basis}（{UNVERIFIED}）"


@dataclass(frozen=True)
class Question:
    """One question: its key, group, words, why it is asked, its basis, and what 是 and 否 mean."""

    key: str
    group: str
    question: str
    why: str
    basis: str
    verified: bool
    yes: str
    no: str

    @property
    def printed(self) -> str:
        """The basis with its standing."""
        return printed(self.basis, self.verified)


@dataclass(frozen=True)
class CostRule:
    """One cost item of the books.

    Attributes:
        allowed: ``类别/取得方式`` pairs in which it may be part of the cost.
    """

    name: str
    allowed: frozenset[str]
    basis: str
    verified: bool
    note: str

    @property
    def printed(self) -> str:
        """The basis with its standing."""
        return printed(self.basis, self.verified)


@dataclass(frozen=True)
class RowRule:
    """One row of a disclosure table.

    Attributes:
        sort: heading, opening, increase, increase_part, decrease, decrease_part, closing, carrying_closing, carrying_opening.
        kinds: the movements that stand in it.
        level: indentation, 0 for a heading.
    """

    key: str
    label: str
    block: str
    sort: str
    kinds: tuple[str, ...]
    level: int


@dataclass(frozen=True)
class ColumnRule:
    """One column: key, the way of obtaining it holds, and its head."""

    key: str
    way: str
    label: str


@dataclass(frozen=True)
class TableRule:
    """One disclosure table."""

    key: str
    title: str
    columns: tuple[ColumnRule, ...]
    rows: tuple[RowRule, ...]
    basis: str
    verified: bool
    own_rule: bool

    @property
    def printed(self) -> str:
        """The basis with its standing."""
        return printed(self.basis, self.verified, self.own_rule)

    @property
    def blocks(self) -> tuple[str, ...]:
        """The blocks that roll forward, in order."""
        return tuple(dict.fromkeys(row.block for row in self.rows if row.sort == "opening"))

    def in_block(self, block: str, *sorts: str) -> tuple[RowRule, ...]:
        """The rows of a block of these sorts."""
        return tuple(row for row in self.rows if row.block == block and row.sort in sorts)


def _read(name: str) -> Mapping[str, Any]:
    return json.loads(resource("accounting", f"{name}.json").read_text("utf-8"))  # type: ignore[no-any-return]


@cache
def questions() -> Mapping[str, Question]:
    """The questions by key, in order."""
    keys = Question.__dataclass_fields__
    found = {row["key"]: Question(**{key: row[key] for key in keys}) for row in _read("questions")["records"]}
    assert tuple(found) == QUESTIONS
    return MappingProxyType(found)


@cache
def cost_rules() -> Mapping[str, CostRule]:
    """The cost items of the books by name."""
    return MappingProxyType({
        row["name"]: CostRule(row["name"], frozenset(row["allowed"]), row["basis"], row["verified"], row["note"])
        for row in _read("costs")["records"]
    })  # fmt: skip


@cache
def item_of_category() -> Mapping[str, str]:
    """The cost item of a category of the appraisal guidance; empty where the category is no cost that was incurred."""
    return MappingProxyType({row["category"]: row["item"] for row in _read("costs")["categories"]})


@cache
def effective_from() -> date:
    """The day from which the rules hold; what was expensed before stays expensed."""
    return date.fromisoformat(_read("costs")["effective_from"])


@cache
def tables() -> Mapping[str, TableRule]:
    """The disclosure tables by key: intangible, inventory, development."""
    found = {}
    for one in _read("tables")["records"]:
        rows = tuple(RowRule(row["key"], row["label"], row["block"], row["sort"], tuple(row["kinds"]), row["level"]) for row in one["rows"])
        columns = tuple(ColumnRule(**column) for column in one["columns"])
        found[one["key"]] = TableRule(one["key"], one["title"], columns, rows, one["basis"], one["verified"], one["own_rule"])
    return MappingProxyType(found)
