"""Figures as they stand on the pages: found in the set lines, in sequence, each with the result that it prints where one is known.

Writer and verifier share this: the one reads the lines it drew, the other those it extracted from the file.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from gzvalue.schema.forms import FORMS

_TOKEN = re.compile(r"(?<![A-Za-z0-9])[-−]?\d[\d,]*(?:\.\d+)?%?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z")
_YEARS = range(1900, 2201)
_MOST_NEAR = 200
_EXACT = Context(prec=60)
_SCALES = {"": 0, "万": -4, "%": 2}
"""How a key ends → by which power of ten the result was shifted before it was printed."""


class Printed(NamedTuple):
    """One figure on a page: page from 1, its place in the sequence of that page from 1, the result it prints or nothing, its text."""

    page: int
    order: int
    key: str
    text: str


def figures_in(lines: Iterable[str]) -> Iterator[str]:
    """The figures in set lines, in order. Codes like D07 and digests are none."""
    for line in lines:
        yield from _TOKEN.findall(line)


def flat(value: Any, path: str) -> dict[str, Any]:
    """Every leaf of a plain value by its path."""
    found: dict[str, Any] = {}
    _flatten(value, path, found)
    return found


def _flatten(value: Any, path: str, found: dict[str, Any]) -> None:
    if isinstance(value, dict):
        for key, one in value.items():
            _flatten(one, f"{path}/{key}", found)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            _flatten(one, f"{path}/{number}", found)
    else:
        found[path] = value


def _gather(value: Any, path: str, found: list[tuple[float, str, Any]]) -> None:
    """Every leaf that is a number and no record's id, with its path."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key != "id" or isinstance(one, dict | list):
                _gather(one, f"{path}/{key}", found)
    elif isinstance(value, list):
        for at, one in enumerate(value):
            _gather(one, f"{path}/{at}", found)
    elif (number := number_of(value)) is not None:
        found.append((float(number), path, value))


def number_of(leaf: Any) -> Decimal | None:
    """The number that a leaf is; ``None`` for words, dates, truth values."""
    if isinstance(leaf, bool):
        return None
    if isinstance(leaf, int):
        return Decimal(leaf)
    if isinstance(leaf, str) and len(leaf) < 80 and _NUMBER.match(leaf):
        return Decimal(leaf)
    return None


def prints(text: str, key: str, leaf: Any) -> bool:
    """Whether this text on a page is that result, shifted as the key says and rounded half up to the places printed."""
    value = number_of(leaf)
    if value is None:
        return False
    shift = _SCALES.get(key.rpartition("×")[2] if "×" in key else "", 0)
    stated, places = _stated(text)
    shown = value.scaleb(shift, _EXACT).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)
    return shown == stated


def path_of(key: str) -> str:
    """The path of the result that a key names."""
    return key.rpartition("×")[0] if "×" in key else key


def _stated(text: str) -> tuple[Decimal, int]:
    digits = text.rstrip("%").replace(",", "").replace("−", "-")
    return Decimal(digits), len(digits.partition(".")[2])


def leaves_of(value: Mapping[str, Any]) -> dict[str, Any]:
    """Every result and every cell of frozen data by its path."""
    return flat(value["results"], "results") | flat(value["project"]["records"], "project")


_HEAVY = 1 << 20
"""Heavier than any path is long."""


class Known:
    """All results that a page may print, ready to be looked up by what is printed."""

    def __init__(self, found: list[tuple[float, str, Any]], codes: frozenset[str]) -> None:
        """Of numbers, paths and leaves; words are no figures and are not kept, a thousand data sets have a million of them."""
        found.sort(key=itemgetter(0, 1))
        self._values = [value for value, _, _ in found]
        self._paths = [path for _, path, _ in found]
        self._leaves = [leaf for _, _, leaf in found]
        self._weights = [path.startswith("project/") * _HEAVY + len(path) for path in self._paths]
        self._codes = codes

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Known":
        """All that frozen data holds."""
        records = value["project"]["records"]
        coded = [(rows, form.code) for form in FORMS if form.code and (rows := records.get(form.name))]
        codes = frozenset(str(row[key]) for rows, key in coded for row in rows if key in row)
        found: list[tuple[float, str, Any]] = []
        _gather(value["results"], "results", found)
        _gather(records, "project", found)
        return cls(found, codes)

    def printed(self, pages: Sequence[Sequence[str]]) -> Iterator[Printed]:
        """The figures of all pages in sequence, with their keys."""
        for page, lines in enumerate(pages, 1):
            order, subject = 0, ""
            for line in lines:
                word = line.strip()[:40].split(" ", 1)[0]
                if word in self._codes:
                    subject = word
                for text in _TOKEN.findall(line):
                    order += 1
                    yield Printed(page, order, self._key(text, subject), text)

    def _key(self, text: str, subject: str) -> str:
        if not _telling(text):
            return ""
        stated, places = _stated(text)
        half = 0.5 * 10.0**-places
        marks = ("%",) if text.endswith("%") else ("", "万")
        for mark in marks:
            found = self._found(float(stated), half, mark, text, subject)
            if found:
                return found
        return ""

    def _found(self, stated: float, half: float, mark: str, text: str, subject: str) -> str:
        factor = 10.0 ** -_SCALES[mark]
        slack = abs(stated) * factor * 1e-12
        first = bisect_left(self._values, (stated - half) * factor - slack)
        last = bisect_right(self._values, (stated + half) * factor + slack)
        near = range(first, min(last, first + _MOST_NEAR))
        own = [at for at in near if subject in self._paths[at]]
        rest = [at for at in near if subject not in self._paths[at]] if len(own) < len(near) else []
        for places in (own, rest):  # what is about the subject first, then results before records, short paths before long ones
            places.sort(key=self._weights.__getitem__)
            for at in places:
                path = self._paths[at]
                key = f"{path}×{mark}" if mark else path
                if prints(text, key, self._leaves[at]):
                    return key
        return ""


def _telling(text: str) -> bool:
    """Whether a figure has enough digits to be told from page numbers, counts and years."""
    digits = sum(char.isdigit() for char in text)
    if "." in text or "," in text or "%" in text:
        return digits >= 2
    return digits >= 4 and int(text.replace("−", "-")) not in _YEARS
