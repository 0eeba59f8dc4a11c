"""Which identifier a column holds: by its head and by how many of its cells are one."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gzvalue.quality import identifier_sql
from gzvalue.quality.plan import IdentifierAsked
from gzvalue.quality.words import identifier_lists

BY_CONTENT = 0.8
"""Share of filled cells that must be valid where no head names the identifier (project's own rule)."""

BY_HEAD = 0.5
"""Share of filled cells that must at least have the shape where the head names it (project's own rule)."""

REPORTED = {"phone": "mobile", "latitude": "coordinate"}
"""Tests that are a mixture or a special case, and the name under which they are reported."""

KEEPS_TYPE = frozenset({"coordinate"})
"""Identifiers whose column stays a column of figures."""


@dataclass(frozen=True)
class Identifier:
    """One kind of identifier.

    Attributes:
        name: as in the JSON.
        label: Chinese name.
        personal: it leads to a person.
        sensitive: taken for sensitive personal information (to be checked by people).
    """

    name: str
    label: str
    personal: bool
    sensitive: bool


def identifier(name: str) -> Identifier:
    """What is known of an identifier."""
    found = identifier_lists()["identifiers"][name]
    return Identifier(name, found["label"], found["personal"], found["sensitive"])


def names() -> tuple[str, ...]:
    """All identifiers, in the order of the documentation."""
    return tuple(identifier_lists()["identifiers"])


def _squeezed(head: str) -> str:
    return re.sub(r"[\s_()（）:：/-]", "", unicodedata.normalize("NFKC", head)).lower()


def names_date(head: str) -> bool:
    """Whether a head speaks of a day or a time, so that eight digits are a day."""
    squeezed = _squeezed(head)
    return any(word in squeezed for word in identifier_lists()["date_heads"])


def hinted(head: str) -> list[tuple[str, bool]]:
    """The tests that a head suggests, each with whether it says so plainly."""
    lists, squeezed = identifier_lists(), _squeezed(head)
    found: list[tuple[str, bool]] = []
    for name, words in lists["identifiers"].items():
        plainly = any(word in squeezed for word in words["heads"])
        if plainly or squeezed in words["whole"]:
            found.append((name, plainly or name != "name"))
    if any(word in squeezed for word in lists["not_person_heads"]):
        found = [one for one in found if one[0] != "name"]
    both = {name for name, _ in found}
    if {"mobile", "landline"} <= both:
        found = [("phone", True), *(one for one in found if one[0] not in {"mobile", "landline"})]
    if "coordinate" in both and (("纬度" in squeezed and "经" not in squeezed) or squeezed in {"lat", "latitude"}):
        found = [("latitude", True) if one[0] == "coordinate" else one for one in found]
    return found


@dataclass(frozen=True)
class Found:
    """What was decided for a column: the test, and the name under which it is reported."""

    asked: IdentifierAsked
    name: str
    passed: int


def to_ask(column: int, head: str, filled: int, guesses: Mapping[str, int]) -> list[IdentifierAsked]:
    """The tests worth asking of a column; ``guesses`` are cells by the letter of the identifier they may be."""
    if not filled:
        return []
    asked = [IdentifierAsked(column, name, plainly) for name, plainly in hinted(head)]
    known = {one.identifier for one in asked}
    letters = identifier_sql.LETTERS
    likely = [name for name, letter in letters.items() if name not in known and guesses.get(letter, 0) >= BY_CONTENT * filled]
    checked = [name for name, letter in identifier_sql.CHECKED.items() if guesses.get(letter)]
    return [*asked, *(IdentifierAsked(column, name, False) for name in [*checked, *likely] if name not in known)]


_BY_HEAD_WIDER = frozenset({"landline", "device_id"})
"""Identifiers whose test takes more where a head names them."""


def known(one: IdentifierAsked, filled: int, guesses: Mapping[str, int]) -> tuple[int, int] | None:
    """Cells that pass a test and cells of its shape, where the letters of the texts say all that `decided` needs."""
    letter = identifier_sql.LETTERS.get(one.identifier)
    if letter is None or (one.heading and one.identifier in _BY_HEAD_WIDER):
        return None
    passed = guesses.get(letter, 0)
    return (passed, passed) if not one.heading or passed >= BY_HEAD * filled else None


def decided(
    asked: Sequence[IdentifierAsked], counts: Mapping[str, tuple[int, int]], filled: int, guesses: Mapping[str, int]
) -> Found | None:
    """The identifier of a column from ``counts``: test → cells that pass, cells of the shape."""
    heads = {name for name, _ in ((one.identifier, one.heading) for one in asked if one.heading)}
    best: tuple[bool, int, IdentifierAsked] | None = None
    for one in asked:
        passed, shaped = counts[one.identifier]
        by_head = one.identifier in heads and max(passed, shaped) >= BY_HEAD * filled
        if not by_head and passed < BY_CONTENT * filled:
            continue
        rank = (by_head, passed, one)
        if best is None or rank[:2] > best[:2]:
            best = rank
    if best is None:
        return None
    name = REPORTED.get(best[2].identifier, best[2].identifier)
    if best[2].identifier == "phone" and guesses.get("L", 0) > guesses.get("M", 0):
        name = "landline"
    return Found(best[2], name, best[1])
