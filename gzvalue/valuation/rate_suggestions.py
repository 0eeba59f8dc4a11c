"""Sub-factors of the four data risks that the program suggests: its own, with own weights, and no scores."""

import json
from collections.abc import Mapping
from functools import cache

from gzvalue.paths import resource


@cache
def suggested_factors() -> tuple[Mapping[str, str], ...]:
    """Risk, name and weight of each, as text for the form 风险因素."""
    read = json.loads(resource("parameters", "risk_factors.json").read_text("utf-8"))
    return tuple({"risk": one["risk"], "name": one["name"], "weight": one["weight"]} for one in read["factors"])
