"""What stands in the way of a figure, gathered so that a person learns all of it at once."""

from decimal import Decimal
from typing import Any

from gzvalue.schema.field import Record
from gzvalue.schema.problems import Level, Problem
from gzvalue.valuation.formula import Given
from gzvalue.valuation.result import Step


class Doubts:
    """Collects problems of one figure.

    Attributes:
        needed: whether the conclusion rests on the figure; if not, what blocks it is only worth a notice.
        blocked: whether the figure cannot be given.
    """

    def __init__(self, *, needed: bool = True) -> None:
        self.needed = needed
        self.blocked = False
        self._found: dict[Problem, None] = {}

    @property
    def found(self) -> tuple[Problem, ...]:
        """The problems in the order they were met, each once."""
        return tuple(self._found)

    def block(self, record: Record, key: str, message: str) -> None:
        """Something without which there is no figure."""
        self.blocked = True
        self._add("error" if self.needed else "notice", record, key, message)

    def error(self, record: Record, key: str, message: str) -> None:
        """Something wrong that does not change the figure."""
        self._add("error", record, key, message)

    def notice(self, record: Record, key: str, message: str) -> None:
        """Something worth knowing."""
        self._add("notice", record, key, message)

    def _add(self, level: Level, record: Record, key: str, message: str) -> None:
        self._found[Problem(level, record.form.name, record.id, key, message)] = None

    def value(self, record: Record, key: str, consequence: str) -> Any:
        """A datum that is needed: blocks where it is empty or outside its range.

        Args:
            record: whose datum.
            key: which field.
            consequence: what cannot be had without it, e.g. ``U01 的收益现值未得出``.
        """
        value = getattr(record, key)
        field = record.form.fields[key]
        if value is None:
            self.block(record, key, f"{record.name_for_people} 未填“{field.label}”，{consequence}")
            return None
        return self.sound(record, key, consequence)

    def sound(self, record: Record, key: str, consequence: str) -> Any:
        """A datum that may be empty, but if it is there must lie within its range."""
        value = getattr(record, key)
        if value is None:
            return None
        field = record.form.fields[key]
        wrong = field.kind.verdict(value)
        if wrong is not None:
            self.block(record, key, f"{record.name_for_people} 的“{field.label}”{wrong}，{consequence}")
            return None
        return value


ZERO = Decimal(0)
ONE = Decimal(1)


def number(figure: Step | Given) -> Decimal:
    """The value of a figure that is one number."""
    assert not isinstance(figure.value, tuple)
    return Decimal(figure.value)
