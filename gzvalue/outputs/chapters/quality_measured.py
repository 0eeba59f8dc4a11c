"""Quality as measured: figures with numerators and denominators, where cells are missing, a masked sample, fingerprints."""

import json
from collections.abc import Iterator, Mapping
from decimal import ROUND_DOWN, Decimal
from typing import Any

from gzvalue.outputs.blocks import NOT_MEASURED, Block, Cell, Column, Heading, HeatGrid, Marked, Paragraph, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.words import listed
from gzvalue.schema.measured_personal import IDENTIFIER_WORDS, personal_findings
from gzvalue.schema.quality_scores import DIMENSIONS, MEASURED, DimensionScore, QualityScores, quality_scores

Json = Mapping[str, Any]

GRIDS, GRID_LINES, SAMPLES, SAMPLES_IN_ALL = 6, 20, 4, 120
"""Data sets with a picture of holes, columns in it, bad cells of one data set, and in all (of the paper, not of measuring)."""


def measured_blocks(content: Content) -> list[Block]:
    """The measured part of the chapter; empty if nothing was measured."""
    scores = {code: one for code, one in quality_scores(content.project).items() if one.measured}
    if not scores:
        return []
    documents = {code: _document(one) for code, one in scores.items()}
    blocks: list[Block] = [Heading("实测结果", 2), *_intro(content, scores), _scores_table(content, scores), _indicators(scores, documents)]
    blocks += _grids(documents)
    blocks += _samples(documents)
    blocks += _personal(content, documents)
    blocks += [Heading("数据指纹", 2), _fingerprints(scores, documents)]
    return blocks


def points(part: DimensionScore) -> str:
    """A measured score of 100 as printed, cut and not rounded: never 100 where something failed."""
    return "" if part.score is None else f"{(part.score * 100).quantize(Decimal('0.01'), ROUND_DOWN):f}"


# --- what was measured ------------------------------------------------------------------------------


def _intro(content: Content, scores: Mapping[str, QualityScores]) -> Iterator[Block]:
    whole = len(content.project.data_sets)
    cells = sum(one.dimensions["completeness"].denominator or 0 for one in scores.values())
    yield Paragraph(
        f"{len(scores)} 项数据集（共 {whole} 项）的数据文件由本软件逐格计数，共检查 {cells:,} 个单元格。每个分数都是分子除以分母；"
        "没有条件测量的维度不给分、不计入，单独列明。指标名称与代码按 GB/T 36344-2018 的公开转录，以官方文本为准。"
    )
    silent = [code for code in content.project.by_code["data_set"] if code not in scores]
    if silent:
        yield Paragraph(f"{NOT_MEASURED}的数据集 {len(silent)} 项：{listed(silent, 60)}。")


def _scores_table(content: Content, scores: Mapping[str, QualityScores]) -> RowsTable:
    columns = (
        Column("编号", 1.1, "code"), Column("数据名称", 3.6), *(Column(name, 1.35, "figure") for name in DIMENSIONS.values()),
        Column("实测维度", 1.3, "code"),
    )  # fmt: skip
    rows = []
    for code, one in scores.items():
        name = getattr(content.project.by_code["data_set"][code], "name", None) or "未命名"
        parts: list[Cell] = [points(part) if part.source == MEASURED else Marked(NOT_MEASURED, "quiet") for part in one.dimensions.values()]
        rows.append((code, name, *parts, f"{len(one.measured)} / {len(DIMENSIONS)}"))
    return RowsTable(
        columns, tuple(rows), caption="实测得分", unit="分（0–100，截尾两位）", note="各维度得分为计入指标的分子之和除以分母之和。"
    )


def _indicators(scores: Mapping[str, QualityScores], documents: Mapping[str, Json]) -> RowsTable:
    columns = (Column("维度", 1.3), Column("指标", 3.4), Column("分子", 2, "figure"), Column("分母", 2, "figure"), Column("怎样计数", 5))
    rows: list[tuple[Cell, ...]] = []
    groups = []
    for code in scores:
        groups.append((len(rows), f"{code}　{documents[code]['source']['name']}"))
        for key, name in DIMENSIONS.items():
            for one in (documents[code]["dimensions"].get(key) or {}).get("indicators", ()):
                aside = "" if one["in_score"] else "（旁列，不计入得分）"
                rows.append(
                    (
                        name,
                        f"{one['code']} {one['name']}",
                        f"{one['numerator']:,}",
                        f"{one['denominator']:,}",
                        f"{one.get('formula', '')}{aside}",
                    )
                )
    return RowsTable(columns, tuple(rows), caption="各指标的分子与分母", groups=tuple(groups))


def _grids(documents: Mapping[str, Json]) -> list[Block]:
    """The picture of holes for the data sets that miss most."""
    held = {code: grid for code, one in documents.items() if (grid := (one.get("detail") or {}).get("missing_blocks"))}
    missing = {code: sum(sum(part["missing"]) for part in grid["columns"]) for code, grid in held.items()}
    worst = sorted((code for code, count in missing.items() if count), key=lambda code: (-missing[code], code))[:GRIDS]
    if not worst:
        return []
    blocks: list[Block] = [Heading("缺失的分布", 2)]
    blocks += [_grid(code, documents[code], held[code]) for code in worst]
    if len(worst) < sum(1 for count in missing.values() if count):
        blocks.append(Paragraph(f"只画缺失最多的 {len(worst)} 项数据集，其余见软件的质量评价。", "quiet"))
    return blocks


def _grid(code: str, document: Json, grid: Json) -> HeatGrid:
    rows = [one["rows"] for one in grid["blocks"]]
    whole = sum(rows)
    columns = sorted(grid["columns"], key=lambda one: -sum(one["missing"]))[:GRID_LINES]
    lines = tuple(
        (
            one["name"],
            tuple(count / of if of else 0.0 for count, of in zip(one["missing"], rows, strict=True)),
            _share(sum(one["missing"]), whole),
        )
        for one in columns
    )
    first, last = grid["blocks"][0], grid["blocks"][-1]
    ends = (_end(first, "from"), _end(last, "to")) if len(rows) > 1 else (_end(first, "from"), "")
    more = len(grid["columns"]) + grid["left_out"] - len(columns)
    note = f"由左至右为数据的行，分 {len(rows)} 块；颜色越深缺失越多，最深为全缺。" + (f"另有 {more} 列有缺失，未画。" if more else "")
    worst = columns[0]
    title = f"{code} 缺失最多的是“{worst['name']}”，缺 {_share(sum(worst['missing']), whole)}"
    return HeatGrid(title, ends, "缺失率", lines, note)


def _end(block: Json, key: str) -> str:
    return str(block.get("file") or "") if "file" in block else f"第 {block[key]:,} 行"


def _share(count: int, whole: int) -> str:
    """A share of missing cells, rounded up from nothing: a single hole is not 0.0 %."""
    share = Decimal(count) / Decimal(whole) if whole else Decimal(0)
    return "<0.1%" if 0 < share < Decimal("0.001") else f"{(share * 100).quantize(Decimal('0.1')):f}%"


def _samples(documents: Mapping[str, Json]) -> list[Block]:
    rows: list[tuple[Cell, ...]] = []
    groups = []
    total = 0
    for code, one in documents.items():
        bad = (one.get("detail") or {}).get("bad_cells") or {"total": 0, "cells": []}
        total += bad["total"]
        shown = _spread(bad["cells"])[: min(SAMPLES, SAMPLES_IN_ALL - len(rows))]
        if shown:
            groups.append((len(rows), f"{code}　坏单元格 {bad['total']:,} 个"))
        for cell in shown:
            place = "—" if cell["row"] is None else f"{cell['row']:,}" + (f"（{cell['file']}）" if cell.get("file") else "")
            rows.append((place, cell["column"], cell["text"] or "（空）", cell["why"]))
    if not rows:
        return []
    columns = (Column("行号", 1.4), Column("列", 2.4), Column("内容（已遮盖）", 2.6), Column("原因", 4.2))
    note = f"坏单元格共 {total:,} 个，这里每项至多列 {SAMPLES} 个；行号与用电子表格打开原文件时一致；能识别到个人的内容已遮盖。"
    return [Heading("坏单元格示例", 2), RowsTable(columns, tuple(rows), caption="坏单元格示例", note=note, groups=tuple(groups))]


def _spread(cells: list[Json]) -> list[Json]:
    """One of each column and reason before a second of any."""
    seen: dict[tuple[str, str], int] = {}
    ranked = []
    for place, cell in enumerate(cells):
        key = (cell["column"], cell["reason"])
        seen[key] = seen.get(key, 0) + 1
        ranked.append((seen[key], place, cell))
    return [cell for _, _, cell in sorted(ranked, key=lambda one: one[:2])]


def _personal(content: Content, documents: Mapping[str, Json]) -> list[Block]:
    findings = personal_findings(content.project)
    rows = []
    for code, document in documents.items():
        version = findings[code].measurement.version if code in findings else None
        for one in document["personal_information"]:
            where = "整列" if one["whole_column"] else "夹在其他内容中"
            what = IDENTIFIER_WORDS.get(one["identifier"], one["identifier"])
            rows.append((code, one["column"], what, f"{one['cells']:,}", where, version or "未注明"))
    if not rows:
        return []
    columns = (
        Column("编号", 1, "code"),
        Column("列", 2.6),
        Column("发现", 2.6),
        Column("单元格", 1.5, "figure"),
        Column("范围", 2),
        Column("所测版本", 1.5),
    )
    note = "按内容和表头识别，须人工核实；拟登记的版本须匿名化。发现已交权属与合规自查处理。"
    return [Heading("发现的个人信息", 2), RowsTable(columns, tuple(rows), caption="实测发现的个人信息", note=note)]


def _fingerprints(scores: Mapping[str, QualityScores], documents: Mapping[str, Json]) -> RowsTable:
    columns = (Column("编号", 1, "code"), Column("来源与规模", 3), Column("测量", 2.4), Column("SHA-256", 3.4), Column("SM3", 3.4))
    rows = []
    for code, one in scores.items():
        source = documents[code]["source"]
        rules = documents[code]["rules"]
        size = f"{source['rows']:,} 行 × {source['columns']:,} 列" + (f"，{source['bytes']:,} 字节" if source["bytes"] is not None else "")
        when = str(documents[code]["measured_at"])[:16].replace("T", " ")
        kept = f"{when}，{documents[code]['engine']} {documents[code]['engine_version']}" + (
            f"，规则 {rules['sha256'][:12]}" if rules else "，无规则"
        )
        version = one.measurement.version if one.measurement is not None else None
        name = f"{source['name']}（{version}）" if version else source["name"]
        rows.append((code, f"{name}，{size}", kept, _grouped(source["sha256"]), _grouped(source["sm3"])))
    return RowsTable(
        columns, tuple(rows), caption="所测数据的指纹", note="对同一份文件再次计算指纹应完全相同；数据表的指纹只在同一种引擎之间可比。"
    )


def _grouped(digest: str | None) -> str:
    return "—" if not digest else " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))


def _document(one: QualityScores) -> Json:
    assert one.measurement is not None
    found: Json = json.loads(one.measurement.document or "{}")
    return found
