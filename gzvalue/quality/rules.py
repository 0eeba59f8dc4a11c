"""Rules that a user writes about a source: a JSON file (docs/measure.md), read strictly, so that no slip goes unnoticed."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from gzvalue.errors import UserError
from gzvalue.quality.classes import RIGHT

FREQUENCIES = ("按天", "按周", "按月", "按季", "按年")

_COLUMN_KEYS = {"type", "required", "unique", "range", "allowed", "pattern", "length", "no_future", "missing_words"}
_KEYS = {"name", "columns", "key", "rules", "references", "timeliness", "accessibility", "span_from"}


@dataclass(frozen=True)
class ColumnRules:
    """What one column's cells must be; every part but ``required`` is asked of filled cells only."""

    type: str | None = None
    required: bool = False
    unique: bool = False
    range: tuple[float | str | None, float | str | None] | None = None
    allowed: tuple[str, ...] | None = None
    pattern: str | None = None
    length: tuple[int, int] | None = None
    no_future: bool = False
    missing_words: bool = True


@dataclass(frozen=True)
class RowRule:
    """An expression that every row must fulfil."""

    name: str
    expression: str


@dataclass(frozen=True)
class Reference:
    """Columns whose values must be found in another source."""

    columns: tuple[str, ...]
    source: Path
    to: tuple[str, ...]


@dataclass(frozen=True)
class Timeliness:
    """A column of dates, and how often it must be updated."""

    column: str | None
    frequency: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Check:
    """A recorded check of whether the data can be had when needed."""

    name: str
    passed: bool
    on: str = ""


@dataclass(frozen=True)
class Rules:
    """A set of rules; an empty one asks nothing."""

    name: str = ""
    sha256: str | None = None
    columns: Mapping[str, ColumnRules] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    rules: tuple[RowRule, ...] = ()
    references: tuple[Reference, ...] = ()
    timeliness: Timeliness | None = None
    accessibility: tuple[Check, ...] = ()
    span_from: date | None = None


def read_rules(path: Path) -> Rules:
    """The rules in a file.

    Raises:
        UserError: no such file, no JSON, or a rule that cannot be understood; the sentence names it.
    """
    try:
        content = path.read_bytes()
        found = json.loads(content.decode("utf-8-sig"))
    except OSError as wrong:
        raise UserError(f"读不出规则文件“{path}”（{wrong.strerror}）；请核对文件名。") from None
    except ValueError as wrong:
        raise UserError(f"规则文件“{path.name}”不是 JSON：{wrong}。格式见 docs/measure.md。") from None
    return rules_of(found, path, hashlib.sha256(content).hexdigest())


def rules_of(found: Any, path: Path, sha256: str) -> Rules:
    """Rules from the value of their JSON; ``path`` gives the name, and the folder in which what they refer to lies.

    Raises:
        UserError: a rule that cannot be understood; the sentence names it.
    """
    try:
        return _rules(found, path, sha256)
    except (TypeError, ValueError, KeyError, AttributeError) as wrong:
        raise UserError(f"规则文件“{path.name}”看不懂：{wrong}。格式见 docs/measure.md。") from None


def _rules(found: Any, path: Path, sha256: str) -> Rules:
    _known(found, _KEYS, "规则文件")
    return Rules(
        name=str(found.get("name", path.stem)),
        sha256=sha256,
        columns={str(name): _column(name, one) for name, one in found.get("columns", {}).items()},
        key=_names(found.get("key", ())),
        rules=tuple(RowRule(str(one.get("name", one["expression"])), str(one["expression"])) for one in found.get("rules", ())),
        references=tuple(_reference(one, path.parent) for one in found.get("references", ())),
        timeliness=_timeliness(found["timeliness"]) if "timeliness" in found else None,
        accessibility=tuple(_check(one) for one in found.get("accessibility", ())),
        span_from=date.fromisoformat(found["span_from"]) if found.get("span_from") else None,
    )


def _known(found: Any, keys: set[str], where: str) -> None:
    if not isinstance(found, dict):
        raise ValueError(f"{where}应是一个 JSON 对象")
    unknown = sorted(set(found) - keys)
    if unknown:
        raise ValueError(f"{where}中不认识“{unknown[0]}”，可用：{'、'.join(sorted(keys))}")


def _names(found: Any) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else tuple(str(name) for name in found)


def _column(name: str, one: Any) -> ColumnRules:
    where = f"列“{name}”的规则"
    _known(one, _COLUMN_KEYS, where)
    type = one.get("type")
    if type is not None and type not in RIGHT:
        raise ValueError(f"{where}中类型“{type}”不存在，可用：{'、'.join(RIGHT)}")
    pattern = one.get("pattern")
    if pattern is not None:
        try:
            re.compile(pattern)
        except re.error as wrong:
            raise ValueError(f"{where}中的正则表达式不对：{wrong}") from None
    return ColumnRules(
        type=type,
        required=_flag(one, "required", where),
        unique=_flag(one, "unique", where),
        range=_pair(one, "range", where),
        allowed=None if "allowed" not in one else tuple(str(value) for value in one["allowed"]),
        pattern=pattern,
        length=_length(one, where),
        no_future=_flag(one, "no_future", where),
        missing_words=_flag(one, "missing_words", where, default=True),
    )


def _flag(one: Mapping[str, Any], key: str, where: str, *, default: bool = False) -> bool:
    value = one.get(key, default)
    if not isinstance(value, bool):
        raise ValueError(f"{where}中“{key}”应为 true 或 false")
    return value


def _pair(one: Mapping[str, Any], key: str, where: str) -> tuple[Any, Any] | None:
    if key not in one:
        return None
    value = one[key]
    if not isinstance(value, list) or len(value) != 2 or not all(part is None or isinstance(part, int | float | str) for part in value):
        raise ValueError(f"{where}中“{key}”应为两个值的列表，没有界限的写 null")
    return value[0], value[1]


def _length(one: Mapping[str, Any], where: str) -> tuple[int, int] | None:
    found = _pair(one, "length", where)
    return None if found is None else (int(found[0] or 0), int(2**31 if found[1] is None else found[1]))


def _reference(one: Any, folder: Path) -> Reference:
    _known(one, {"columns", "source", "to"}, "references 中的一项")
    columns = _names(one["columns"])
    to = _names(one.get("to", columns))
    if not columns or len(columns) != len(to):
        raise ValueError("references 中 columns 与 to 的列数应相同且不为零")
    return Reference(columns, folder / str(one["source"]), to)


def _timeliness(one: Any) -> Timeliness:
    _known(one, {"column", "frequency", "from", "to"}, "timeliness")
    if one.get("frequency") not in FREQUENCIES:
        raise ValueError(f"timeliness 的 frequency 应为 {'、'.join(FREQUENCIES)} 之一")
    start, end = (date.fromisoformat(one[key]) if one.get(key) else None for key in ("from", "to"))
    return Timeliness(one.get("column"), one["frequency"], start, end)


def _check(one: Any) -> Check:
    _known(one, {"name", "passed", "on"}, "accessibility 中的一项")
    return Check(str(one["name"]), _flag(one, "passed", "accessibility 中的一项"), str(one.get("on", "")))


def place_of(name: str, names: Sequence[str], where: str) -> int:
    """Which column a rule means.

    Raises:
        UserError: the source has no such column.
    """
    if name not in names:
        raise UserError(f"{where}提到的列“{name}”在数据里没有；数据的列有：{'、'.join(list(names)[:20])}{'…' if len(names) > 20 else ''}。")
    return list(names).index(name)
