"""Which field a head of a column means: keys, labels and the other names of `header_aliases.json`, with their units."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

from gzvalue.paths import resource
from gzvalue.schema.field import Field, Form
from gzvalue.schema.forms import FORMS, RawText
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.schema.power_forms import PowerProfile

IMPORTED: tuple[Form, ...] = tuple(one for one in FORMS if one not in (RawText.form, MeasurementRecord.form, PowerProfile.form))
"""The forms that have a sheet of their own; what was measured is never typed."""


class Head(NamedTuple):
    """What a head says: the key of a field and by what its plain numbers are multiplied.

    ``wrong`` says why the column cannot be taken although its name is known.
    """

    key: str
    factor: Decimal = Decimal(1)
    unit: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The names of one form.

    Attributes:
        form: whose names these are.
        keys: squeezed name → key of the field.
        ignored: squeezed name → why a known column is not read.
        sheets: squeezed names of sheets.
    """

    form: Form
    keys: Mapping[str, str]
    ignored: Mapping[str, str]
    sheets: frozenset[str]

    def head(self, text: str) -> Head | None:
        """The field that a head means, or ``None``."""
        squeezed = squeeze(text)
        key = self.keys.get(squeezed)
        if key is not None:
            return Head(key)
        for name, remark in _split(squeezed):
            key = self.keys.get(name)
            if key is not None:
                return _with_unit(self.form.fields[key], remark)
        return None

    def excuse(self, text: str) -> str:
        """Why a known column is not read; empty for an unknown one."""
        return self.ignored.get(squeeze(text), "")


@cache
def words() -> dict[str, Any]:
    """The table of names, units and words, as it is shipped."""
    return dict(json.loads(resource("standards", "header_aliases.json").read_text(encoding="utf-8")))


@cache
def vocabulary(form: Form) -> Vocabulary:
    """The names of a form: labels first, then keys, then other names."""
    more = words()["forms"].get(form.name, {})
    keys: dict[str, str] = {}
    for key, field in form.fields.items():
        keys[squeeze(field.label)] = key
    for key in form.fields:
        keys.setdefault(squeeze(key), key)
    for key, names in more.get("fields", {}).items():
        for name in names:
            keys.setdefault(squeeze(name), key)
    ignored = {squeeze(name): why for name, why in more.get("ignored", {}).items()}
    sheets = frozenset(squeeze(name) for name in (form.label, form.name, *more.get("sheets", ())))
    return Vocabulary(form, keys, ignored, sheets)


@cache
def _words_in(name: str) -> frozenset[str]:
    return frozenset(squeeze(word) for word in words()[name])


def is_word(text: str, name: str) -> bool:
    """Whether a text is one of a list of words in `header_aliases.json`, e.g. ``totals``."""
    return squeeze(text) in _words_in(name)


_REQUIRED_MARKS = "*※★☆●:"


@lru_cache(maxsize=50_000)
def squeeze(text: str) -> str:
    """A head as it is compared: half-width, without blanks, line breaks, case, required marks and remarks like （必填）."""
    squeezed = "".join(unicodedata.normalize("NFKC", text).split()).casefold().strip(_REQUIRED_MARKS)
    for left, right in ("[]", "【】", "〔〕", "{}", "<>"):
        squeezed = squeezed.replace(left, "(").replace(right, ")")
    while squeezed.endswith(")"):
        name, _, remark = squeezed[:-1].rpartition("(")
        if not name or remark not in words()["required_words"]:
            break
        squeezed = name.strip(_REQUIRED_MARKS)
    return squeezed


_TAIL = re.compile(r"(.+?)[/:,_、，-](?:单位:?)?([^/:,_、，-]+)")


@lru_cache(maxsize=20_000)
def _split(squeezed: str) -> list[tuple[str, str]]:
    """The ways to part a head into a name and a unit or remark: ``金额(万元)``, ``金额/万元``, ``金额:万元``."""
    found = []
    if squeezed.endswith(")") and "(" in squeezed:
        name, _, remark = squeezed[:-1].rpartition("(")
        found.append((name.strip(_REQUIRED_MARKS), remark.removeprefix("单位").lstrip(":")))
    match = _TAIL.fullmatch(squeezed)
    if match is not None and _is_unit(match[2]):
        found.append((match[1], match[2]))
    for unit in ("万元", "亿元", "千元", "元", "%"):
        if squeezed.endswith(unit):
            found.append((squeezed.removesuffix(unit), unit))
            break
    return found


@cache
def _known_units() -> frozenset[str]:
    return frozenset(unit for table in words()["units"].values() for unit in table) | frozenset(words()["foreign_units"])


def _is_unit(text: str) -> bool:
    return text in _known_units()


def factor(unit: str, wanted: str) -> Decimal | None:
    """By what a number in ``unit`` is multiplied to stand in ``wanted``; ``None`` if it cannot be."""
    text = words()["units"].get(wanted, {}).get(squeeze(unit))
    return None if text is None else Decimal(text)


def _with_unit(field: Field, remark: str) -> Head:
    """A remark that is a unit scales a figure; one that is a unit of something else makes the column unreadable."""
    if not field.kind.numeric or not _is_unit(remark):
        return Head(field.key)
    scale = factor(remark, field.kind.unit)
    if scale is None:
        return Head(field.key, wrong=f"单位“{remark}”不能换算为“{field.kind.unit or '无单位的数'}”")
    return Head(field.key, scale, remark)
