"""The indicators of GB/T 36344-2018 from what was counted; what nobody examined stays out.

Codes and names as transcribed in public texts, to be checked against the official text. A dimension's score pools
its indicators (all numerators over all denominators), and no count enters twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gzvalue.quality import plan
from gzvalue.quality.engines.engine import Engine
from gzvalue.quality.measurement import BadCell, Column, Dimension, Indicator
from gzvalue.quality.profile import bad_cell
from gzvalue.quality.rule_check import Broken
from gzvalue.quality.rules import Check
from gzvalue.quality.sources.loaded import Loaded

_SAMPLED_COLUMNS = 5


@dataclass(frozen=True)
class Facts:
    """What the indicators are made from."""

    rows: int
    columns: tuple[Column, ...]
    duplicates: int = 0
    missing: tuple[BadCell, ...] = ()
    broken_rows: int | None = None
    broken: tuple[Broken, ...] = ()
    faulty_rows: int | None = None


def dimensions(facts: Facts) -> dict[str, Dimension | None]:
    """The dimensions that come from the counts; ``None`` where nothing was examined."""
    found = {
        "conformity": conformity(facts),
        "completeness": completeness(facts),
        "accuracy": accuracy(facts),
    }
    return {key: one if one is not None and one.score is not None else None for key, one in found.items()}


def completeness(facts: Facts) -> Dimension:
    """Non-missing cells over all cells."""
    cells = sum(one.count for one in facts.columns)
    filled = sum(one.filled for one in facts.columns)
    whole = Indicator("0201", "数据元素完整性", filled, cells, "非缺失单元格数 ÷ 全部单元格数", sample=facts.missing)
    required = _beside("0202", "数据记录完整性", facts, {"required"}, "必填列非缺失的单元格数 ÷ 必填列的单元格数")
    return Dimension((whole,) if required is None else (whole, required))


def conformity(facts: Facts) -> Dimension:
    """Cells of the right type or identifier over non-missing cells, in two indicators that share no cell."""
    typed = [one for one in facts.columns if one.identifier is None]
    identified = [one for one in facts.columns if one.identifier is not None]
    parts = []
    for code, name, words, columns in (
        ("0103", "元数据", "符合所属列数据类型的单元格数 ÷ 该类列的非缺失单元格数", typed),
        ("0101", "数据标准", "通过标识符校验的单元格数 ÷ 标识符列的非缺失单元格数", identified),
    ):
        filled = sum(one.filled for one in columns)
        if filled:
            right = filled - sum(one.invalid for one in columns)
            parts.append(Indicator(code, name, right, filled, words, sample=_first(columns)))
    if facts.faulty_rows is not None and facts.rows:
        shaped = max(facts.rows - facts.faulty_rows, 0)
        parts.append(Indicator("0102", "数据模型", shaped, facts.rows, "单元格数与表头一致、引号成对的行数 ÷ 行数", in_score=False))
    return Dimension(tuple(parts))


def accuracy(facts: Facts) -> Dimension | None:
    """Rows that break no rule over rows; beside it, out of the score, the rate of repeated rows. Without rules nobody examined it."""
    if facts.broken_rows is None:
        return None
    sample = tuple(cell for one in facts.broken for cell in one.sample[:2])[: 2 * _SAMPLED_COLUMNS]
    right = Indicator("0301", "数据内容正确性", facts.rows - facts.broken_rows, facts.rows, "不违反任何规则的行数 ÷ 行数", sample=sample)
    once = Indicator("0303", "数据重复率（取反）", facts.rows - facts.duplicates, facts.rows, "1 − 重复行数 ÷ 行数", in_score=False)
    beside = [
        _beside(
            "0302", "数据格式合规性", facts, {"format", "value"}, "符合类型、格式、长度、范围、取值规则的单元格数 ÷ 受检的非缺失单元格数"
        ),
        _beside("0304", "数据唯一性", facts, {"unique"}, "不重复的行数 ÷ 行数（按不重复规则和主键）"),
    ]
    return Dimension((right, *(one for one in beside if one is not None), once))


def _beside(code: str, name: str, facts: Facts, kinds: set[str], words: str) -> Indicator | None:
    """What rules of one kind say, out of the score: their rows are in it already."""
    found = [one for one in facts.broken if one.kind in kinds and one.examined]
    if not found:
        return None
    examined = sum(one.examined for one in found)
    return Indicator(code, name, examined - sum(one.rows for one in found), examined, words, in_score=False, sample=found[0].sample[:2])


def accessibility(checks: Sequence[Check]) -> Dimension | None:
    """Recorded checks that passed over recorded checks: it cannot be seen in a file."""
    if not checks:
        return None
    passed = sum(1 for one in checks if one.passed)
    sample = tuple(BadCell(None, one.name, one.on) for one in checks if not one.passed)[:_SAMPLED_COLUMNS]
    return Dimension((Indicator("0601", "可访问", passed, len(checks), "通过的访问检查数 ÷ 记录的访问检查数", sample=sample),))


def _first(columns: Sequence[Column]) -> tuple[BadCell, ...]:
    worst = sorted((one for one in columns if one.invalid), key=lambda one: -one.invalid)
    return tuple(cell for one in worst[:_SAMPLED_COLUMNS] for cell in one.sample[:2])


def missing_sample(engine: Engine, loaded: Loaded, columns: Sequence[Column]) -> tuple[BadCell, ...]:
    """The first missing cells of the columns with the most of them."""
    worst = sorted((k for k, one in enumerate(columns) if one.missing), key=lambda k: -columns[k].missing)
    found: list[BadCell] = []
    for k in worst[:_SAMPLED_COLUMNS]:
        texts: list[str | None] = [None, *columns[k].missing_texts]
        for row, x in engine.ask(plan.rows_of(k, texts, engine.relation([k])))[:2]:
            cell = bad_cell(loaded, row, columns[k], None)
            found.append(replace(cell, text=x or ""))  # a word for nothing needs no mask
    return tuple(found)


def share_measured(dimension: Mapping[str, Dimension | None]) -> float:
    """How many of the six dimensions were measured, as a share."""
    return sum(1 for one in dimension.values() if one is not None) / len(dimension) if dimension else 0.0
