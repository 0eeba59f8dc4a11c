"""One declaration per datum: a form is a frozen dataclass whose fields carry a Kind and the words a person needs."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, TypeVar, dataclass_transform

from gzvalue.schema import kinds
from gzvalue.schema.figures import shortened
from gzvalue.schema.kinds import Cell, Kind

OWN_DEFAULT = "本软件默认值，非官方数值"
"""Printed and shown wherever a default is not an official figure."""


@dataclass(frozen=True)
class Field:
    """What a person needs to fill one datum in, and the program to keep it.

    Attributes:
        key: English name; column of the table and key in JSON.
        label: Chinese name on screen, sheet and paper.
        kind: how text, value and cell belong together.
        group: heading under which the field stands in its form.
        help: what it is, in a sentence.
        example: how a filled field looks.
        source: where the requirement comes from (clause or the program's own rule).
        required: an empty field is listed as missing; ``"error"`` holds the draft mark, ``"notice"`` does not.
    """

    key: str
    label: str
    kind: Kind
    group: str = ""
    help: str = ""
    example: str = ""
    source: str = ""
    required: str = ""

    @property
    def head(self) -> str:
        """The head of a column: label with unit."""
        return f"{self.label}（{self.kind.unit}）" if self.kind.unit else self.label


@dataclass(frozen=True)
class Form:
    """One sort of record: one table, one editor, one sheet.

    Attributes:
        name: English name; name of the table and key in JSON.
        label: Chinese name; name of the sheet.
        record: the dataclass of its records.
        single: the project holds exactly one such record, with id 1.
        code: key of the field by which people and other records name a record; empty if none.
    """

    name: str
    label: str
    record: type["Record"]
    single: bool = False
    code: str = ""

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The fields by key, in the order of declaration."""
        found = {}
        for item in dataclasses.fields(self.record):
            declared = item.metadata.get("field")
            if declared is not None:
                found[item.name] = dataclasses.replace(declared, key=item.name)
        return found

    def from_cells(self, id: int, cells: Mapping[str, Cell]) -> "Record":
        """A record from stored cells; missing and empty cells become ``None``."""
        values = {}
        for key, field in self.fields.items():
            cell = cells.get(key)
            values[key] = None if cell is None else field.kind.from_cell(cell)
        return self.record(id=id, **values)

    def to_cells(self, record: "Record") -> dict[str, Cell]:
        """The stored cells of a record, every key present."""
        cells: dict[str, Cell] = {}
        for key, field in self.fields.items():
            value = getattr(record, key)
            cells[key] = None if value is None else field.kind.to_cell(value)
        return cells


_NAMED = 40
"""How many characters of a name a message repeats."""

_BELONGING = {"reference", "year"}


@dataclass(frozen=True, kw_only=True)
class Record:
    """Something the project records. Every attribute but ``id`` may be ``None``: a draft is a normal state."""

    form: ClassVar[Form]

    id: int = 1

    @property
    def name_for_people(self) -> str:
        """How a message names this record: by its code, or by what it belongs to, and its name where it has one."""
        return f"{self.form.label} {self.words}".strip() if self.words or self.form.single else f"{self.form.label} 第 {self.id} 条"

    @property
    def words(self) -> str:
        """What tells this record from others of its form: ``D01 门票订单``, ``U01 2026``; may be empty."""
        if self.form.single:
            return ""
        keys = [self.form.code] if self.form.code else [key for key, field in self.form.fields.items() if field.kind.name in _BELONGING]
        values = [getattr(self, key) for key in (*keys, *(key for key in ("name", "title") if key in self.form.fields))]
        return " ".join(shortened(str(value), _NAMED) for value in values if value)


_R = TypeVar("_R", bound=Record)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def form(name: str, label: str, *, single: bool = False, code: str = "") -> Callable[[type[_R]], type[_R]]:
    """Make a class of fields a form."""

    def declare(cls: type[_R]) -> type[_R]:
        record = dataclass(frozen=True, kw_only=True)(cls)
        record.form = Form(name, label, record, single, code)
        return record

    return declare


def declared(label: str, kind: Kind, **words: Any) -> Any:
    """A field of a form: ``day_rate: Decimal | None = declared("人天单价", kinds.money_kind(), help=…)``."""
    return dataclasses.field(default=None, metadata={"field": Field("", label, kind, **words)})


def text(label: str, most: int = 200, **words: Any) -> Any:
    """A line of free text."""
    return declared(label, kinds.text_kind(most), **words)


def long_text(label: str, most: int = 2000, **words: Any) -> Any:
    """Free text of several lines."""
    return declared(label, kinds.text_kind(most, long=True), **words)


def money(label: str, *, negative: bool = False, **words: Any) -> Any:
    """An amount in 元."""
    return declared(label, kinds.money_kind(least=None) if negative else kinds.money_kind(), **words)


def choice(label: str, *choices: str, aliases: dict[str, str] | None = None, **words: Any) -> Any:
    """One of a closed list."""
    return declared(label, kinds.choice_kind(*choices, aliases=aliases), **words)


def department_field() -> Any:
    """责任部门, carried by data sets and steps."""
    return text("责任部门", 60, group="责任分工", help="谁负责提供这条信息；可按部门导出表格分发填报", example="票务部")


def filler_field() -> Any:
    """填报人, carried by data sets and steps."""
    return text("填报人", 40, group="责任分工", help="实际填写的人", example="王敏")
