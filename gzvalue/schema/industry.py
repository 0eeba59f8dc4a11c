"""Industries of GB/T 4754-2017, sections and divisions: to offer while typing, and to notice what is not in the list.

The list is a resource (`standards/gbt4754.json`) with its source and a ``verified`` flag; the official text prevails.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache

from gzvalue.paths import resource
from gzvalue.schema.figures import shortened
from gzvalue.schema.kinds import Kind, text_kind

STANDARD = "GB/T 4754-2017"


@dataclass(frozen=True)
class Industry:
    """One division (大类) with its section (门类), e.g. ``N`` 水利、环境和公共设施管理业, ``78`` 公共设施管理业."""

    section_code: str
    section: str
    code: str
    division: str

    @property
    def text(self) -> str:
        """As it is filled in and registered: 门类-大类."""
        return f"{self.section}-{self.division}"


@cache
def industries() -> tuple[Industry, ...]:
    """All 97 divisions in the order of the standard."""
    listed = json.loads(resource("standards", "gbt4754.json").read_text(encoding="utf-8"))
    return tuple(
        Industry(section["code"], section["name"], division["code"], division["name"])
        for section in listed["sections"]
        for division in section["divisions"]
    )


def industry_kind(most: int) -> Kind:
    """Free text of at most ``most`` characters that offers the industries of the list."""
    return replace(text_kind(most), offers=lambda: tuple(one.text for one in industries()))


def find(text: str) -> Industry | None:
    """The industry that a text means: 门类-大类, or the division's name, or its code; ``None`` if it is not in the list."""
    return _by_name().get(_fold(text))


def suggestions(text: str, most: int = 5) -> tuple[Industry, ...]:
    """Industries whose wording is near the text, best first: for a list under the field while typing."""
    folded = _fold(text)
    if not folded:
        return industries()[:most]
    holding = [one for one in industries() if folded in _fold(one.text)]
    holding.sort(key=lambda one: folded not in _fold(one.division))  # a division of that name before a section of that name
    near = get_close_matches(folded.rpartition("-")[2], _by_name(), n=most, cutoff=0.5)
    return tuple(dict.fromkeys([*holding, *(_by_name()[name] for name in near)]))[:most]


def fault(text: str) -> str | None:
    """What is wrong with an industry as filled in, naming the nearest right one; ``None`` if it is in the list."""
    if find(text) is not None:
        return None
    nearest = suggestions(text, most=1)
    advice = f"是否为“{nearest[0].text}”？" if nearest else "请按“门类-大类”填写，例如“住宿和餐饮业-住宿业”。"
    return f"所属行业“{shortened(text, 40)}”不在 {STANDARD} 的大类之中；{advice}"


@cache
def _by_name() -> Mapping[str, Industry]:
    named: dict[str, Industry] = {}
    for one in industries():
        for name in (one.text, one.division, one.code, one.section_code + one.code):
            named.setdefault(_fold(name), one)
    return named


def _fold(text: str) -> str:
    """Dashes, blanks and widths as people vary them, made one."""
    plain = unicodedata.normalize("NFKC", text)
    for dash in "—–―－·/>":
        plain = plain.replace(dash, "-")
    while "--" in plain:
        plain = plain.replace("--", "-")
    return "".join(plain.split()).upper()
