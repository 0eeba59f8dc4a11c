"""What a calculation refuses, as one exception with a stable code."""

from typing import Any

from gzvalue.errors import UserError


class WrongInput(UserError):
    """An input that gives no number.

    Attributes:
        code: stable English word, e.g. ``not_a_number``; see `CODES`.
        path: where in the input, e.g. ``charges.有形资产.value`` or ``matrix[0][1]``.
        field: the field of the input at fault: the first part of the path.
    """

    def __init__(self, code: str, path: str, message: str, *, field: str | None = None) -> None:
        assert code in CODES, code
        super().__init__(message)
        self.code = code
        self.path = path
        self.field = field or path.split(".")[0].split("[")[0]

    def as_json(self) -> dict[str, Any]:
        """``{"code", "field", "message"}``, and ``at`` where the fault lies deeper than the field."""
        found = {"code": self.code, "field": self.field, "message": str(self)}
        return found if self.path == self.field else found | {"at": self.path}


CODES = {
    "file": "the input file cannot be read",
    "json": "not JSON, not UTF-8, or nested too deeply",
    "duplicate_key": "an object names a key twice",
    "unknown_method": "no method of that name",
    "unknown_field": "the method has no such field",
    "missing": "a needed field is missing or empty",
    "type": "not the kind of value that is needed",
    "not_a_number": "text or a truth value where a number is needed",
    "not_finite": "NaN or infinity",
    "range": "outside what is sensible or allowed",
    "length": "a list of the wrong length",
    "choice": "not one of the allowed words",
    "conflict": "two fields that exclude each other",
    "reciprocal": "a comparison matrix that is not reciprocal",
    "weights_sum": "weights that do not sum to 1",
    "reason_required": "a value that needs a written reason",
    "growth": "growth is not below the rate",
    "basis": "income and rate are not on the same tax basis",
    "coalition": "a coalition is missing, doubled or has an unknown player",
    "no_table_value": "the RI table has no value for this size",
    "undefined": "the figure is not defined for these inputs",
}
"""Every code with its meaning."""
