"""How a datum's text stands in a field or cell whose head or frame already says the unit."""

import re

from gzvalue.schema.field import Field
from gzvalue.schema.kinds import clean

_BARE_NUMBER = re.compile(r"[+\-−]?[\d０-９][\d０-９,，]*([.．][\d０-９]+)?")


def shown(field: Field, text: str) -> str:
    """The text without the per-cent sign that the unit beside it says already."""
    if field.kind.name == "ratio" and text.endswith("%") and _BARE_NUMBER.fullmatch(text[:-1]):
        return text[:-1]
    return text


def typed(field: Field, text: str) -> str:
    """What is handed on for a typed text: in a field of per cents ``10`` means 10 %."""
    cleaned = clean(text)
    if field.kind.name == "ratio" and _BARE_NUMBER.fullmatch(cleaned):
        return cleaned + "%"
    return text
