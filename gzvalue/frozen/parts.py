"""The parts of frozen data that are no results: records, parameters, log, choices; written as plain values and read back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from gzvalue.frozen.canonical import NotCanonical, canonical_bytes, sha256
from gzvalue.frozen.plain import plain
from gzvalue.outputs.options import Options
from gzvalue.paths import resources
from gzvalue.schema.field import Record
from gzvalue.schema.forms import BY_NAME, FORMS
from gzvalue.schema.project import Project, project_of

Json = dict[str, Any]

_NO_RULES = {"fonts", "icons", "interface", "samples"}
"""Folders of resources that hold nothing a figure depends on."""

START = "0" * 64


# --- records -------------------------------------------------------------------------------------


def records_of(project: Project) -> Json:
    """All records by form, as cells; empty cells are left out, single records that are empty too."""
    found: Json = {}
    for form in FORMS:
        rows = [{"id": id, **_cells(record)} for id, record in project.rows[form.name].items()]
        rows = [row for row in rows if len(row) > 1 or not form.single]
        if rows:
            found[form.name] = rows
    return {
        "records": found,
        "last_ids": {name: last for name, last in sorted(project.last_ids.items()) if last > int(BY_NAME[name].single)},
    }


def _cells(record: Record) -> Json:
    return {key: cell for key, cell in record.form.to_cells(record).items() if cell is not None}


def project_from(frozen: Mapping[str, Any]) -> Project:
    """The project that these records are.

    Raises:
        NotCanonical: a form or field is unknown, or a value is none of its kind.
    """
    records: list[Record] = []
    for name, rows in frozen["records"].items():
        form = BY_NAME.get(name)
        if form is None:
            raise NotCanonical(f"本版本不认识表“{name}”")
        for row in rows:
            unknown = set(row) - set(form.fields) - {"id"}
            if unknown:
                raise NotCanonical(f"本版本不认识“{form.label}”的字段“{min(unknown)}”")
            try:
                records.append(form.from_cells(row["id"], row))
            except (ValueError, ArithmeticError, TypeError, AttributeError):
                raise NotCanonical(f"“{form.label}”第 {row.get('id')} 条的内容无法读取") from None
    return project_of(records, {name: last for name, last in frozen["last_ids"].items() if name in BY_NAME})


# --- parameters ----------------------------------------------------------------------------------


@cache
def parameters() -> Json:
    """Every file of rules and constants that the program ships: its digest, and the contents of the valuation's parameters."""
    folder = resources()
    found: Json = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in (".json", ".csv") and name.split("/")[0] not in _NO_RULES:
            found[name] = {"sha256": sha256(_unix(path))}
            if name.startswith("parameters/"):
                found[name]["content"] = json.loads(path.read_bytes(), parse_float=str)
    return found


def _unix(path: Path) -> bytes:
    """The bytes with the line ends of the repository, whatever a checkout made of them."""
    return path.read_bytes().replace(b"\r\n", b"\n")


# --- the log -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LogLine:
    """One entry of a project's log without its values.

    Attributes:
        no: running number from 1.
        time: UTC, ISO 8601, by the clock of that computer.
        user: name under which the person was logged in there.
        label: what the edit was called; reason: why it was made, in the person's words; may be empty.
        records: how many records it changed.
        before: digest of the cells before, after: of those afterwards.
        previous: hash of the entry before; hash: of this one, as the project file has it.
    """

    no: int
    time: str
    user: str
    label: str
    reason: str
    records: int
    before: str
    after: str
    previous: str
    hash: str


def log_of(lines: Iterable[LogLine]) -> Json:
    """The log with a chain of its own, which can be followed without the values."""
    entries: list[Json] = []
    chain = START
    for line in lines:
        entry = dict(vars(line))
        chain = link(chain, entry)
        entries.append({**entry, "chain": chain})
    return {"head": entries[-1]["hash"] if entries else "", "chain": chain, "entries": entries}


def link(chain: str, entry: Mapping[str, Any]) -> str:
    """The next link: digest of the one before and of the entry."""
    return sha256(chain.encode() + canonical_bytes({key: value for key, value in entry.items() if key != "chain"}))


def broken_log(log: Mapping[str, Any]) -> str:
    """What is wrong with a frozen log, naming the entry; empty when all fits."""
    chain, previous, expected = START, START, 1
    for entry in log["entries"]:
        if entry["no"] != expected:
            return f"修改日志缺少第 {expected} 条"
        chain = link(chain, entry)
        if entry["chain"] != chain or entry["previous"] != previous:
            return f"修改日志第 {expected} 条与前后接不上"
        previous, expected = entry["hash"], expected + 1
    if log["chain"] != chain or log["head"] != (previous if log["entries"] else ""):
        return "修改日志的链首与各条不符"
    return ""


# --- choices -------------------------------------------------------------------------------------


def options_plain(options: Options) -> Json:
    """What the person chose of the dossier, every choice there is."""
    return {one.name: plain(getattr(options, one.name)) for one in fields(options)}


def options_from(frozen: Mapping[str, Any]) -> Options:
    """The same, read back; choices that this version does not know are refused, those of a later one have their default.

    Raises:
        NotCanonical: a choice is unknown.
    """
    unknown = set(frozen) - {one.name for one in fields(Options)}
    if unknown:
        raise NotCanonical(f"本版本不认识选项“{min(unknown)}”")
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in frozen.items()}
    return Options(**{**given, "left_out": frozenset(frozen["left_out"])})
