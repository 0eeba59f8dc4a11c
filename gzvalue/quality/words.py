"""Words that the shipped lists give: what stands for an empty cell, for yes and no, and in the heads of identifiers."""

import json
from functools import cache
from typing import Any

from gzvalue.paths import resource


@cache
def _lists() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("parameters", "missing_words.json").read_text(encoding="utf-8"))
    return found


@cache
def missing_words() -> tuple[str, ...]:
    """Words that stand for an empty cell, in lower case."""
    return tuple(dict.fromkeys(word.lower() for word in _lists()["words"]))


@cache
def boolean_words() -> tuple[str, ...]:
    """Words for yes and no, in lower case."""
    return tuple(_lists()["boolean"])


@cache
def identifier_lists() -> dict[str, Any]:
    """Heads of columns and the closed lists behind identifiers."""
    found: dict[str, Any] = json.loads(resource("parameters", "identifiers.json").read_text(encoding="utf-8"))
    return found
