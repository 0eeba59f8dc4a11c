"""Mean random consistency indices (RI) for the analytic hierarchy process, by name of the table."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from gzvalue.paths import resource
from gzvalue.valuation.procedures.unsolvable import Unsolvable

DEFAULT = "saaty_2005"


@dataclass(frozen=True)
class RiTable:
    """One published table.

    Attributes:
        name: stable English name, given with every CR.
        title: Chinese title.
        source: where it was read.
        verified: whether it was confirmed in the original publication.
        note: caveat, or empty.
        values: size of the matrix → RI; sizes without a confirmed value are not there.
    """

    name: str
    title: str
    source: str
    verified: bool
    note: str
    values: Mapping[int, Decimal]


@cache
def ri_tables() -> Mapping[str, RiTable]:
    """All tables by name."""
    read = json.loads(resource("parameters", "ri_tables.json").read_text("utf-8"))
    return {
        one["name"]: RiTable(
            one["name"], one["title"], one["source"], one["verified"], one["note"],
            {int(size): Decimal(value) for size, value in one["values"].items()},
        )
        for one in read["tables"]
    }  # fmt: skip


def random_index(table: str, size: int) -> Decimal:
    """RI of a matrix of that size.

    Raises:
        Unsolvable: the table has no value for this size.
        KeyError: no table of that name.
    """
    found = ri_tables()[table]
    try:
        return found.values[size]
    except KeyError:
        raise Unsolvable("ri_table", f"随机一致性指标表“{found.title}”没有 {size} 阶的数值，请减少比较项或换用其他表") from None
