"""How each role of a cell looks: the quiet set of our other sheets, with a wash for inputs and for procedure values."""

from typing import Any

from gzvalue.outputs.excel_look import Look
from gzvalue.outputs.palette import ACCENT, ATTENTION, INK, LINE, PANEL, QUIET
from gzvalue.outputs.workbook.page import Number, Role

INPUT_WASH = "#EEF4FB"
PROCEDURE_WASH = "#FBF4E4"

NUMBERS: dict[Number, str] = {
    "text": "General", "money": "#,##0.00", "whole": "#,##0", "ratio": "0.00########%", "percent": "0.00%", "factor": "0.000000", "years": "0.0000", "number": "General",
    "integer": "#,##0", "year": "0", "score": "0.00", "remainder": "0.0000", "date": "yyyy-mm-dd", "choice": "General",
}  # fmt: skip

_RULE = {"bottom": 1, "bottom_color": LINE}
_HEAD = {"bold": True, "bg_color": PANEL, "text_wrap": True, "bottom": 2, "bottom_color": ACCENT}
_ROLES: dict[Role, dict[str, object]] = {
    "plain": _RULE, "code": _RULE, "live": _RULE, "constant": {**_RULE, "font_color": QUIET}, "aid": {**_RULE, "font_color": QUIET},
    "input": {**_RULE, "bg_color": INPUT_WASH, "font_color": ACCENT},
    "entered": {**_RULE, "bg_color": PROCEDURE_WASH, "font_color": ATTENTION, "italic": True},
    "total": {"bold": True, "top": 1, "top_color": INK}, "strong": {**_RULE, "bold": True}, "head": _HEAD, "title": {"font_size": 16, "bold": True},
    "section": {"font_size": 12, "bold": True}, "note": {"font_size": 9.5, "font_color": QUIET},
    "band": {"bold": True, "bg_color": PANEL, "font_color": ACCENT}, "label": {"font_color": QUIET, "font_size": 9.5},
    "key": {"bold": True, "font_size": 13}, "wrapped": {**_RULE, "text_wrap": True}, "box": {"border": 1, "border_color": LINE},
    "attention": {"font_color": ATTENTION, "text_wrap": True}, "mark": {"bold": True, "font_color": ATTENTION},
    "name": {**_RULE, "font_size": 9, "font_color": QUIET},
}  # fmt: skip
_FIGURES_AT_RIGHT = {"align": "right", "indent": 1}


class Faces:
    """The cell formats of one workbook by number format and role, each made once."""

    def __init__(self, book: Any) -> None:
        self._look = Look(book)
        self._made: dict[tuple[Number, Role], Any] = {}

    def of(self, number: Number, role: Role) -> Any:
        """The format of a cell."""
        found = self._made.get((number, role))
        if found is None:
            found = self._made[number, role] = self._look.of(**_properties(number, role))
        return found

    @property
    def link(self) -> Any:
        """Words that lead elsewhere."""
        return self._look.named("link")


def _properties(number: Number, role: Role) -> dict[str, object]:
    properties = dict(_ROLES[role])
    properties["num_format"] = NUMBERS[number]
    properties |= {"align": "left"} if number == "text" or role == "key" else _FIGURES_AT_RIGHT
    return properties
