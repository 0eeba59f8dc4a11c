"""Figures and records in the words of the paper: 元 with separators, 万元 in summaries, nothing left empty."""

from datetime import date
from decimal import Decimal

from gzvalue.outputs.blocks import NOT_APPLICABLE, NOT_FILLED, Cell, Marked
from gzvalue.outputs.capital_amount import capital_amount
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import grouped, in_percent, in_wan
from gzvalue.schema.problems import Problem

_MOST_CAPITAL = Decimal(10) ** 16

UNFILLED = Marked(NOT_FILLED, "quiet")

DOCUMENT = "数据资产价值自测说明"
NOT_AN_APPRAISAL = "（非资产评估报告）"


def minus(text: str) -> str:
    """A figure with a true minus sign."""
    return text.replace("-", "−")


def yuan(amount: Decimal | None) -> str:
    """``1,234,567.50``; — where there is none."""
    return NOT_APPLICABLE if amount is None else minus(grouped(amount, 2))


def wan(amount: Decimal | None, places: int = 0) -> str:
    """An amount in 元 as figures in 万元."""
    return NOT_APPLICABLE if amount is None else minus(in_wan(amount, places))


def wan_words(amount: Decimal | None, places: int = 0) -> str:
    """``2,046 万元``, kept on one line."""
    return NOT_APPLICABLE if amount is None else f"{wan(amount, places)}\u00a0万元"


def capital_words(amount: Decimal) -> str:
    """The amount in capital numerals, or that there are none for one so large."""
    return capital_amount(amount) if abs(amount) < _MOST_CAPITAL else "金额超出大写范围"


def percent(ratio: Decimal | None, places: int = 1) -> str:
    """``47.3%``; — where there is none."""
    return NOT_APPLICABLE if ratio is None else minus(in_percent(ratio, places))


def figure(value: Decimal | None, places: int) -> str:
    """A plain figure with so many decimals; — where there is none."""
    return NOT_APPLICABLE if value is None else minus(grouped(value, places))


def day(value: date | None) -> str:
    """``2025 年 12 月 31 日``; 未填写 where there is none."""
    return NOT_FILLED if value is None else f"{value.year} 年 {value.month} 月 {value.day} 日"


def text_of(value: str | None) -> str:
    """A text, or 未填写."""
    return value if value else NOT_FILLED


def filled(record: Record, key: str, *, unit: bool = True) -> Cell:
    """A datum as its kind writes it, with its unit; 未填写 where it is empty."""
    field = record.form.fields[key]
    value = getattr(record, key)
    if value is None or value == ():
        return UNFILLED
    text = minus(field.kind.format(value)) if field.kind.numeric else field.kind.format(value)
    return f"{text} {field.kind.unit}" if unit and field.kind.unit not in ("", "%") else text


def items(record: Record, *keys: str) -> tuple[tuple[str, Cell], ...]:
    """Label and value of some data of a record; of all of them where none are named."""
    fields = record.form.fields
    return tuple((fields[key].label, filled(record, key)) for key in (keys or fields))


def grouped_keys(record: Record) -> dict[str, list[str]]:
    """The keys of a record by the heading under which they stand."""
    found: dict[str, list[str]] = {}
    for key, field in record.form.fields.items():
        found.setdefault(field.group, []).append(key)
    return found


def listed(codes: tuple[str, ...] | list[str], most: int = 12) -> str:
    """``D01、D02、D03``, or the first ones and how many there are."""
    if len(codes) <= most:
        return "、".join(codes)
    return "、".join(codes[:most]) + f" 等 {len(codes)} 项"


def errors(problems: tuple[Problem, ...]) -> int:
    """How many of the problems hold the draft mark."""
    return sum(1 for one in problems if one.level == "error")
