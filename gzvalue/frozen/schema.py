"""The published JSON Schema of frozen data, made from the forms, and a small checker of just the words it uses."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from gzvalue.schema.field import Field, Form
from gzvalue.schema.forms import FORMS

Json = dict[str, Any]

_HEX = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_DECIMAL = {"money", "ratio", "number", "score"}
_PATTERNS = {
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "moment": r"^\d{4}(-\d{2}(-\d{2})?)?$",
    "judgement": r"^\d+(/\d+)?$",
}


@cache
def frozen_schema() -> Json:
    """The schema of the data attached to a dossier, in JSON Schema 2020-12."""
    records = {form.name: {"type": "array", "title": form.label, "items": _record(form)} for form in FORMS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "gzvalue frozen data, schema 1",
        "description": "Everything a dossier was made from. Amounts and ratios are texts; no fractions occur as JSON numbers. See frozen.md.",
        **_object(
            {
                "kind": {"const": "gzvalue-frozen"},
                "schema": {"type": "integer", "minimum": 1},
                "made_with": _object({"program": _TEXT, "version": _TEXT}),
                "report": _object({"number": _TEXT, "version": {"type": "integer", "minimum": 1}, "draft": {"type": "boolean"}}),
                "options": {
                    "type": "object",
                    "properties": {
                        "left_out": {"type": "array", "items": _TEXT},
                        "sheets": {"type": ["array", "null"], "items": _TEXT},
                        "mirrored": {"type": "boolean"},
                        "short": {"type": "boolean"},
                    },
                    "required": ["left_out"],
                },
                "project": _object(
                    {
                        "records": {"type": "object", "properties": records, "additionalProperties": False},
                        "last_ids": {"type": "object", "additionalProperties": _COUNT},
                    }
                ),
                "parameters": {
                    "type": "object",
                    "additionalProperties": {
                        "type": "object",
                        "properties": {"sha256": _HEX, "content": {}},
                        "required": ["sha256"],
                        "additionalProperties": False,
                    },
                },
                "results": {"type": "object", "description": "What the engine computed, by part; see frozen.md."},
                "log": _log(),
            }
        ),
    }


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _log() -> Json:
    hash_or_none = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}
    entry = {
        "no": {"type": "integer", "minimum": 1}, "time": _TEXT, "user": _TEXT, "label": _TEXT, "reason": _TEXT, "records": _COUNT,
        "before": _HEX, "after": _HEX, "previous": _HEX, "hash": _HEX, "chain": _HEX,
    }  # fmt: skip
    return _object({"head": hash_or_none, "chain": _HEX, "entries": {"type": "array", "items": _object(entry)}})


def _record(form: Form) -> Json:
    cells = {key: _cell(field) for key, field in form.fields.items()}
    identity = {"type": "integer", "minimum": 1}
    return {"type": "object", "properties": {"id": identity, **cells}, "required": ["id"], "additionalProperties": False}


def _cell(field: Field) -> Json:
    kind = field.kind
    if kind.sql == "INTEGER":
        found: Json = {"type": "integer"}
    elif kind.name in _DECIMAL:
        found = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
    else:
        found = {"type": "string", **({"pattern": _PATTERNS[kind.name]} if kind.name in _PATTERNS else {})}
    return {**found, "title": field.head}


# --- checking ------------------------------------------------------------------------------------


_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None),
}  # fmt: skip


def first_fault(value: Any, schema: Json) -> str:
    """Where a value does not fit, in words; empty when all fits. Knows the words that `frozen_schema` uses, no others."""
    return next(_faults(value, schema, "数据"), "")


def _faults(value: Any, schema: Json, place: str) -> Iterator[str]:
    if "const" in schema and value != schema["const"]:
        yield f"{place}：应为“{schema['const']}”"
        return
    wanted = schema.get("type")
    if wanted and not _is(value, wanted):
        yield f"{place}：类型不符"
    elif isinstance(value, dict):
        yield from _inside(value, schema, place)
    elif isinstance(value, list) and "items" in schema:
        for number, one in enumerate(value, 1):
            yield from _faults(one, schema["items"], f"{place} 第 {number} 项")
    elif isinstance(value, str) and "pattern" in schema and not _pattern(schema["pattern"]).search(value):
        yield f"{place}：写法不符"
    elif isinstance(value, int) and value < schema.get("minimum", value):
        yield f"{place}：小于 {schema['minimum']}"


def _is(value: Any, wanted: str | list[str]) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, _TYPES[name]) for name in names)


def _inside(value: Json, schema: Json, place: str) -> Iterator[str]:
    known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    for key in schema.get("required", ()):
        if key not in value:
            yield f"{place}：缺少“{key}”"
    for key, one in value.items():
        if key in known:
            yield from _faults(one, known[key], f"{place} {key}")
        elif more is False:
            yield f"{place}：不认识的“{key[:40]}”"
        elif isinstance(more, dict):
            yield from _faults(one, more, f"{place} {key[:40]}")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text.replace("$", r"\Z"))
