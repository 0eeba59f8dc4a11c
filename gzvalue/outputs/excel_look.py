"""The look of our sheets: one quiet set of cell formats, one accent, columns as wide as their content."""

import math
import unicodedata
from typing import Any

from gzvalue.outputs.palette import ACCENT, ATTENTION, INK, LINE, PANEL, QUIET
from gzvalue.schema.field import Field

FONT = "微软雅黑"
NUMBER_FORMATS = {
    "money": "#,##0.00",
    "integer": "#,##0",
    "ratio": "0.00%",
    "year": "0",
    "number": "General",
    "score": "General",
    "date": "yyyy-mm-dd",
}
"""By the name of a Kind; what is not listed is text and stays as typed."""

_WIDTHS = {
    "money": 17.0,
    "integer": 13.0,
    "ratio": 11.0,
    "year": 8.0,
    "number": 11.0,
    "score": 11.0,
    "date": 12.5,
    "moment": 11.0,
    "flag": 9.0,
}
_WIDEST = 38.0


_RULE: dict[str, object] = {"bottom": 1, "bottom_color": LINE}
_NAMED: dict[str, dict[str, object]] = {
    "title": {"font_size": 16, "bold": True},
    "section": {"font_size": 12, "bold": True},
    "plain": {},
    "wrapped": {"text_wrap": True},
    "quiet": {"font_size": 9.5, "font_color": QUIET},
    "quiet_wrapped": {"font_size": 9.5, "font_color": QUIET, "text_wrap": True, **_RULE},
    "band": {"font_size": 9.5, "font_color": QUIET, "align": "left", "left": 1, "left_color": LINE},
    "group": {"font_size": 9.5, "font_color": QUIET, "bg_color": PANEL, "bold": True},
    "line": _RULE,
    "link": {"font_color": ACCENT, **_RULE},
    "count": {"align": "right", "indent": 1, "num_format": "#,##0", **_RULE},
    "count_head": {"bold": True, "bg_color": PANEL, "bottom": 2, "bottom_color": ACCENT, "align": "right", "indent": 1},
}


class Look:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def _format(self, **properties: object) -> Any:
        wanted = {"font_name": FONT, "font_size": 10.5, "font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(wanted.items(), key=lambda pair: pair[0]))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def of(self, **properties: object) -> Any:
        """A format of these properties on top of the common ones (font, size, ink)."""
        return self._format(**properties)

    def named(self, name: str) -> Any:
        """One of the formats of `_NAMED`, e.g. ``title``."""
        return self._format(**_NAMED[name])

    def head(self, field: Field | None = None) -> Any:
        """A head: fields that must be filled in the accent colour and bold, others in ink."""
        must = field is not None and field.required == "error"
        return self._format(
            bold=True, font_color=ACCENT if must else INK, bg_color=PANEL, text_wrap=True, bottom=2, bottom_color=ACCENT,
            **({"align": "right", "indent": 1} if field is not None and field.kind.numeric else {"align": "left"}),
        )  # fmt: skip

    def body(self, field: Field) -> Any:
        """A cell of a column, also of its rows that are still empty: text as text, figures flush right."""
        return self._format(bottom=1, bottom_color=LINE, **_face(field))

    def unread(self, field: Field) -> Any:
        """A cell with text that could not be read."""
        return self._format(bottom=1, bottom_color=LINE, **{**_face(field), "font_color": ATTENTION, "italic": True, "num_format": "@"})

    def example(self, field: Field) -> Any:
        """A cell of the row that shows how to fill."""
        return self._format(bottom=1, bottom_color=LINE, **{**_face(field), "font_color": QUIET, "italic": True, "num_format": "@"})


def _face(field: Field) -> dict[str, object]:
    face: dict[str, object] = {"num_format": NUMBER_FORMATS.get(field.kind.name, "@")}
    if field.kind.numeric:
        face |= {"align": "right", "indent": 1}
    else:
        face["align"] = "left"
        face["text_wrap"] = True
    return face


def width(field: Field, texts: list[str]) -> float:
    """A column's width in characters: figures by their sort, text by head and content, within limits."""
    fixed = _WIDTHS.get(field.kind.name)
    head = display_width(field.head)
    if fixed is not None:
        return max(fixed, min(head, 16.0) + 2)
    widest = max((display_width(line) for text in texts for line in text.split("\n")[:3]), default=0.0)
    return min(max(widest + 2, min(head, 18.0) + 2, 9.0), _WIDEST)


def lines(text: str, wide: float) -> int:
    """How many lines a text takes in a column of that width."""
    if 2 * len(text) < wide and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(display_width(line) / max(wide - 1.5, 1.0))) for line in text.split("\n"))


def display_width(text: str) -> float:
    """Width in Latin characters; Chinese ones take two."""
    return float(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text[:4000]))
