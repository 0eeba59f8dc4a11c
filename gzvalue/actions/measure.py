"""Measure the quality of real data files, and keep what was measured in a project."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gzvalue.errors import UserError
from gzvalue.quality.compare import difference
from gzvalue.quality.engines.server import Ask
from gzvalue.quality.measure import Options, measure_file
from gzvalue.quality.measurement import DIMENSIONS, FORMAT, Json, Measurement
from gzvalue.quality.rules import FREQUENCIES, Rules, Timeliness, rules_of
from gzvalue.quality.sources.address import address_of, is_address
from gzvalue.schema import edit as edits
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.edit import Edit
from gzvalue.schema.kinds import Cell, first_day, last_day
from gzvalue.schema.measurement_form import QualityRules
from gzvalue.schema.project import Project
from gzvalue.store.open import Store
from gzvalue.tables.sheet import Progress

_MOST_BYTES = 200 << 20


@dataclass(frozen=True)
class Recorded:
    """A measurement kept in a project.

    Attributes:
        document: the measurement's JSON.
        difference: to the last one of the data set (`gzvalue.quality.compare.difference`), or ``None`` if it is the first.
    """

    document: Json
    difference: Json | None


def measure(source: Path, options: Options | None = None, progress: Progress | None = None) -> Measurement:
    """Measure a file or folder.

    Raises:
        UserError: it cannot be read.
        Cancelled: stopped.
    """
    return measure_file(source, options, progress)


def measure_address(address: str, ask: Ask | None = None, options: Options | None = None, progress: Progress | None = None) -> Measurement:
    """Measure a database table by its address (`gzvalue.quality.measure_table.measure_table`).

    Args:
        address: e.g. ``postgresql://user@host/database?table=schema.name``.
        ask: asks for the password where the server wants one.
        options: ``sheet`` may name the table.
        progress: told (done, total, words).

    Raises:
        UserError: it cannot be read; no password is ever repeated.
        Cancelled: stopped.
    """
    from gzvalue.quality.measure_table import measure_table

    return measure_table(address, ask, options, progress)


def tables_at(address: str, ask: Ask | None = None) -> list[str]:
    """The tables of a database that its user may see.

    Raises:
        UserError: no connection.
    """
    from gzvalue.quality.measure_table import tables_at

    return tables_at(address, ask)


@dataclass(frozen=True)
class Where:
    """What measures a source.

    Attributes:
        engine: ``duckdb``, ``postgres``, ``mysql`` or ``spark``.
        master: of a Spark cluster.
        ask: asks for a database's password.
    """

    engine: str = "duckdb"
    master: str | None = None
    ask: Ask | None = None


def measure_at(source: str, where: Where, options: Options | None = None, progress: Progress | None = None) -> Measurement:
    """Measure a path or an address on the engine that fits it, or that is named.

    Raises:
        UserError: it cannot be read, or not by this engine.
        Cancelled: stopped.
    """
    if where.engine == "spark":
        if where.master is None:
            raise UserError("--engine spark 还需要 --master，如 spark://主机:7077（本机试用可写 local[2]）。")
        from gzvalue.quality.measure_table import measure_cluster

        return measure_cluster(source, where.master, options, progress)
    if not is_address(source) or Path(source).exists():
        if where.engine in {"postgres", "mysql"}:
            raise UserError(f"--engine {where.engine} 用于数据库中的表；SOURCE 请写成地址，如 postgresql://用户@主机/库?table=表。")
        return measure(Path(source), options, progress)
    address = address_of(source)
    if where.engine not in {"duckdb", address.engine}:
        raise UserError(f"这个地址属于 {address.engine}，不能用 --engine {where.engine} 测量；请不写 --engine，或写 {address.engine}。")
    return measure_address(source, where.ask, options, progress)


def measure_into(
    project: Path, code: str, source: Path | str, options: Options | None = None, progress: Progress | None = None, *,
    version: str | None = None, where: Where | None = None,
) -> Recorded:  # fmt: skip
    """Measure a file, folder or table, or take a measurement made elsewhere (``measure -o``), as that of one data set of a project file.

    Where no rules are given, those kept in the project for the data set count. Where the rules say nothing of timeliness, the frequency and time span of the catalogue are taken.

    Raises:
        UserError: the project cannot be written, has no such data set, or the source cannot be read.
        Cancelled: stopped; nothing was kept.
    """
    with Store.open(project) as store:
        data_set = _data_set(store.project, code)
        document = measurement_in(Path(source))
        if document is None:
            kept = store.project.by_code["quality_rules"].get(code)
            asked = with_rules(options or Options(), kept if isinstance(kept, QualityRules) else None, project.parent)
            document = measure_at(str(source), where or Where(), replace(with_declared(asked, data_set), detail=True), progress).as_json()
        last = last_document(store.project, code)
        store.apply(recording(store.project, code, document, version))
    return Recorded(document, None if last is None else difference(last, document))


def with_declared(options: Options, data_set: DataSet) -> Options:
    """The options with the data set's declared time span and frequency, where the rules name none; a frequency counts if it is a period."""
    if options.rules.span_from is None and data_set.span_start:
        options = replace(options, rules=replace(options.rules, span_from=first_day(data_set.span_start)))
    if options.rules.timeliness is not None or data_set.frequency not in FREQUENCIES:
        return options
    end = last_day(data_set.span_end) if data_set.span_end else None
    return replace(options, rules=replace(options.rules, timeliness=Timeliness(None, data_set.frequency, None, end)))


def with_rules(options: Options, kept: QualityRules | None, folder: Path) -> Options:
    """The options with the rules kept in the project, where none are given; what they refer to lies in ``folder``.

    Raises:
        UserError: the kept rules cannot be understood.
    """
    if options.rules != Rules() or kept is None or not kept.rules:
        return options
    name = f"{kept.data_set}的规则"
    try:
        found = json.loads(kept.rules)
    except ValueError as wrong:
        raise UserError(f"{name}不是 JSON：{wrong}；请在质量评价中改正，格式见 docs/measure.md。") from None
    rules = rules_of(found, folder / name, hashlib.sha256(kept.rules.encode()).hexdigest())
    return replace(options, rules=replace(rules, name=found.get("name") or name))


def recording(project: Project, code: str, document: Mapping[str, Any], version: str | None = None) -> Edit:
    """The edit that keeps a measurement's JSON as that of a data set."""
    return edits.imported(project, f"记录 {code} 的质量实测", (), {"measurement": [{**record_cells(code, document), "version": version}]})


def record_cells(code: str, document: Mapping[str, Any]) -> dict[str, Cell]:
    """The cells of the record that keeps a measurement's JSON; written compactly, as `gzvalue.schema.quality_scores` reads it."""
    source, rules = document["source"], document["rules"]
    return {
        "data_set": code,
        "measured_at": document["measured_at"],
        "source_name": source["name"],
        "sha256": source["sha256"],
        "sm3": source["sm3"],
        "rows": source["rows"],
        "columns": source["columns"],
        "engine": f"{document['engine']} {document['engine_version']}",
        "rules": None if rules is None else f"{rules['name']} {rules['sha256'][:12]}",
        "document": json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    }


def last_document(project: Project, code: str) -> Json | None:
    """The JSON of the newest measurement of a data set."""
    found = [one.document for one in project.measurements if one.data_set == code and one.document]
    return json.loads(found[-1]) if found else None


def measurement_in(source: Path) -> Json | None:
    """The measurement that a file written by ``measure -o`` holds; ``None`` if it is any other file.

    Raises:
        UserError: it says it is one, but parts of it are missing or do not belong together.
    """
    try:
        if not source.is_file() or source.stat().st_size > _MOST_BYTES:
            return None
        with source.open("rb") as file:
            if FORMAT.split()[0].encode() not in file.read(200):
                return None
        document = json.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(document, dict) or not str(document.get("format", "")).startswith(FORMAT.split()[0]):
        return None
    if document["format"] != FORMAT:
        raise UserError(f"“{source.name}”是更新版本的程序测量的（{document['format']}）；请升级本程序后再导入。")
    if not _whole(document):
        raise UserError(f"“{source.name}”不是完整的测量结果；请在数据所在的电脑上重新测量（gzvalue measure 数据 -o 文件）。")
    return document


_OF_A_COLUMN = frozenset({"name", "type", "count", "missing", "distinct", "min", "max", "quantiles", "top", "identifier", "invalid"})
_OF_AN_INDICATOR = frozenset({"code", "name", "numerator", "denominator", "in_score"})
_OF_A_FINDING = frozenset({"column", "identifier", "cells", "share", "whole_column", "sensitive"})
_OF_A_BAD_CELL = frozenset({"row", "column", "text", "reason", "why"})


def _whole(document: Mapping[str, Any]) -> bool:
    try:
        source, columns = document["source"], document["columns"]
        cells = all(0 <= one["missing"] <= one["count"] == source["rows"] and one["name"] for one in columns)
        texts = all(isinstance(source[key], str) for key in ("name", "sha256", "sm3")) and isinstance(document["measured_at"], str)
        scored = [one for key in DIMENSIONS if (one := document["dimensions"][key]) is not None]
        dimensions = all(0 <= one["score"] <= 1 for one in scored)
        rules = document["rules"] is None or isinstance(document["rules"]["sha256"] + document["rules"]["name"], str)
        named = isinstance(document["engine"], str) and isinstance(document["engine_version"], str)
        parts = (
            (_OF_A_COLUMN, columns),
            (_OF_AN_INDICATOR, [part for one in scored for part in one["indicators"]]),
            (_OF_A_FINDING, document["personal_information"]),
            (_OF_A_BAD_CELL, ((document.get("detail") or {}).get("bad_cells") or {"cells": []})["cells"]),
        )
        keyed = all(keys <= set(one) for keys, several in parts for one in several)
        counted = isinstance(document["rows"]["duplicates"], int) and isinstance(document["notes"], list)
        return cells and texts and dimensions and rules and named and keyed and counted and len(columns) == source["columns"]
    except (KeyError, TypeError, AttributeError):
        return False


def _data_set(project: Project, code: str) -> DataSet:
    found = next((one for one in project.data_sets if one.code == code), None)
    if found is None:
        some = "、".join(one.code for one in project.data_sets[:20] if one.code)
        raise UserError(f"项目里没有编号为“{code}”的数据集；现有：{some or '（目录为空）'}。")
    return found
