"""The closed list of methods, and their description for ``--list``."""

from typing import Any

from gzvalue.valuation.calc import (
    cost_methods,
    evaluation_methods,
    finance_methods,
    income_methods,
    price_methods,
    rate_methods,
    weight_methods,
)
from gzvalue.valuation.calc.method import Method
from gzvalue.valuation.calc.readings import Field

METHODS: tuple[Method, ...] = (
    *income_methods.METHODS,
    *cost_methods.METHODS,
    *price_methods.METHODS,
    *rate_methods.METHODS,
    *weight_methods.METHODS,
    *evaluation_methods.METHODS,
    *finance_methods.METHODS,
)
"""Every method of `gzvalue calc`."""

BY_NAME: dict[str, Method] = {one.name: one for one in METHODS}


def described() -> list[dict[str, Any]]:
    """Names, Chinese names, inputs with units, results and source of every method, as plain JSON."""
    return [
        {
            "name": one.name,
            "title": one.title,
            "inputs": [_described(field) for field in one.fields],
            "result": dict(one.gives),
            "source": one.source,
        }
        for one in METHODS
    ]


def _described(field: Field) -> dict[str, Any]:
    default = field.default if field.default is None or isinstance(field.default, bool | str) else str(field.default)
    found = {"name": field.name, "meaning": field.meaning, "type": field.reading.type, "unit": field.unit, "required": not field.optional}
    return found | {"default": default} if field.optional else found
