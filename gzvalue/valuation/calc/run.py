"""One calculation, or a batch of lines, with plain JSON in and out. Never raises for a wrong input."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any

import numpy as np

from gzvalue.valuation.calc.catalogue import BY_NAME
from gzvalue.valuation.calc.method import Sheet
from gzvalue.valuation.calc.readings import read_fields
from gzvalue.valuation.calc.wrong import WrongInput
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.procedures.unsolvable import Unsolvable
from gzvalue.valuation.result import Input, Step

Json = Any


# --- reading ----------------------------------------------------------------------------------------


class _Repeated(dict[str, Any]):
    """An object that names a key twice; refused when it is used."""

    key = ""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    repeated, seen = _Repeated(found), set[str]()
    for key, _ in pairs:
        if key in seen:
            repeated.key = key
        seen.add(key)
    return repeated


def read_json(text: bytes) -> Json:
    """JSON with every number as a `Decimal`; NaN and Infinity become such decimals and are refused field by field.

    Raises:
        WrongInput: not UTF-8, not JSON, or nested too deeply.
    """
    try:
        return json.loads(
            text.decode("utf-8-sig"), parse_float=_decimal, parse_int=_decimal, parse_constant=Decimal, object_pairs_hook=_pairs
        )
    except UnicodeDecodeError:
        raise WrongInput("json", "input", "输入不是 UTF-8 编码的文字，请另存为 UTF-8 后再试") from None
    except RecursionError:
        raise WrongInput("json", "input", "输入的 JSON 嵌套过深") from None
    except ValueError as wrong:
        where = f"，在第 {wrong.lineno} 行第 {wrong.colno} 列" if isinstance(wrong, json.JSONDecodeError) else ""
        raise WrongInput("json", "input", f"输入不是有效的 JSON{where}") from None


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond any decimal
        return Decimal("Infinity")


def _refuse_repeated(value: Json, path: str) -> None:
    if isinstance(value, _Repeated):
        at = f"{path}.{value.key}" if path else value.key
        raise WrongInput("duplicate_key", at, f"“{value.key}”出现了两次", field=None if path else value.key)
    if isinstance(value, Mapping):
        for key, item in value.items():
            _refuse_repeated(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            if isinstance(item, Mapping | list):
                _refuse_repeated(item, f"{path}[{place}]")


# --- calculating ------------------------------------------------------------------------------------


def calculate(name: Json, given: Json) -> dict[str, Json]:
    """One calculation as plain JSON: ``{"name", "result", "steps", "warnings"}`` or ``{"error"}``."""
    try:
        return _calculate(name, given)
    except WrongInput as wrong:
        return {"error": wrong.as_json()}


def _calculate(name: Json, given: Json) -> dict[str, Json]:
    if not isinstance(name, str) or name not in BY_NAME:
        raise WrongInput("unknown_method", "name", "没有这个方法，用 gzvalue calc --list 查看全部方法")
    method, sheet = BY_NAME[name], Sheet()
    try:
        _refuse_repeated(given, "")
        with localcontext(EXACT), np.errstate(all="ignore"):  # what is not finite is refused when it is written
            result = method.run(read_fields(method.fields, given), sheet)
            return {
                "name": name,
                "result": written(result),
                "steps": [_step(one) for one in sheet.steps],
                "warnings": [{"code": one.code, "message": one.message} for one in sheet.warnings],
            }
    except Unsolvable as wrong:
        raise WrongInput("no_table_value" if wrong.key == "ri_table" else "undefined", wrong.key, str(wrong)) from None
    except RecursionError:
        raise WrongInput("json", "input", "输入的 JSON 嵌套过深") from None
    except (ArithmeticError, np.linalg.LinAlgError):
        raise WrongInput(
            "undefined", method.fields[0].name, "这些数值求不出有意义的结果（除以 0 或超出可计算的范围），请核对各项输入"
        ) from None


def _step(one: Step) -> dict[str, Json]:
    return {
        "name": one.name, "written": one.written, "inputs": [_input(given) for given in one.inputs],
        "value": written(one.value), "unit": one.unit, "source": one.source,
    }  # fmt: skip


def _input(one: Input) -> dict[str, Json]:
    return {"symbol": one.symbol, "meaning": one.meaning, "value": written(one.value), "unit": one.unit}


_MOST_PLACES = 6


def written(value: Any) -> Json:
    """Figures as decimal strings, unrounded; everything else as it is."""
    match value:
        case Decimal():
            return _number(value)
        case dict():
            return {key: written(item) for key, item in value.items()}
        case tuple() | list():
            return [written(item) for item in value]
    return value


def _number(value: Decimal) -> str:
    if not value.is_finite():
        raise OverflowError
    if not value:  # 0.00 of an amount stays, 0E-33 and -0 do not
        return f"{abs(value):f}" if 0 <= -value.adjusted() <= _MOST_PLACES else "0"
    if abs(value.adjusted()) > 40:  # a figure of thousands of zeros helps nobody
        return str(value)
    text = f"{value:f}"
    whole, _, places = text.partition(".")
    return f"{whole}.{places.rstrip('0')}".rstrip(".") if len(places) > _MOST_PLACES else text


# --- one call, many calls ---------------------------------------------------------------------------


def calculate_text(name: str, text: bytes) -> dict[str, Json]:
    """One calculation from the bytes of a JSON object."""
    try:
        return calculate(name, read_json(text))
    except WrongInput as wrong:
        return {"error": wrong.as_json()}


def calculate_lines(lines: Iterable[bytes]) -> Iterator[dict[str, Json]]:
    """A batch: for each line ``{"id", "name", "input"}`` one answer with its id, in order; empty lines are passed over."""
    for line in lines:
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _line(line)


def _line(line: bytes) -> dict[str, Json]:
    id = None
    try:
        read = read_json(line)
        if not isinstance(read, Mapping):
            raise WrongInput("type", "input", '每一行应为对象：{"id", "name", "input"}')
        id = _plain_id(read.get("id"))
        if isinstance(read, _Repeated):
            raise WrongInput("duplicate_key", read.key, f"“{read.key}”出现了两次")
        return {"id": id, **calculate(read.get("name"), read.get("input"))}
    except WrongInput as wrong:
        return {"id": id, "error": wrong.as_json()}


def _plain_id(value: Json) -> Json:
    """An id as it was given; only words, numbers and truth values name a line."""
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() and abs(value.adjusted()) < 18 else str(value)
    return value if isinstance(value, str | bool) else None


def as_line(answer: Mapping[str, Json] | Sequence[Json]) -> str:
    """One line of JSON, Chinese kept readable."""
    return json.dumps(answer, ensure_ascii=False)
