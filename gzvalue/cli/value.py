"""``gzvalue value``: what the project's data assets are worth, per unit and per data set."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import click

from gzvalue.actions.value import Valued, as_json, value_file
from gzvalue.cli.json_out import print_json
from gzvalue.schema.kinds import grouped, plain
from gzvalue.schema.problems import LEVEL_WORDS

_MOST_LINES = 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="输出 JSON：金额为十进制字符串（元），附全部计算步骤与问题")
def value(file: Path, as_data: bool) -> None:
    """测算项目 FILE 的数据资产价值（未经评估）：各评估单元、各数据集与合计。窗口开着时也可以运行。"""
    valued = value_file(file)
    if as_data:
        print_json(as_json(valued))
        return
    for line in _lines(valued):
        click.echo(line)


def _lines(valued: Valued) -> list[str]:
    valuation, head = valued.valuation, valued.project.head
    lines = [f"【{head.sample_mark}】"] if head.sample_mark else []
    lines += ["测算结果（未经评估），单位：元", ""]
    if valuation.stopped:
        return [*lines, valuation.stopped]
    if not valuation.data_sets:
        return [*lines, "数据目录中还没有数据集，没有可测算的内容。请先新增数据集，或用 gzvalue import 导入。", *_problem_lines(valued)]
    units = [(one.code, one.name, one.main_method or "", _shown(one.value)) for one in valuation.units]
    lines += _table(("单元", "名称", "主要方法", "价值"), units, right=(3,))
    lines += ["", *_table(("数据集", "名称", "方法", "价值", "其中收益法", "成本法（对照）"), [
        (one.code, one.name, one.method, _shown(one.value), _shown(one.income), _shown(one.cost)) for one in valuation.data_sets
    ], right=(3, 4, 5))]  # fmt: skip
    if valuation.conclusion.wan is not None:
        said = "、".join(part for part in (valuation.conclusion.value_type, valuation.conclusion.premise) if part)
        lines += ["", f"结论 {grouped(valuation.conclusion.wan, 0)} 万元（{said or '价值类型与前提未填'}）"]
    lines += ["", f"合计 {_shown(valuation.total)} 元（可转让 {_shown(valuation.transferable)}，内部 {_shown(valuation.internal)}）"]
    lines += [f"  {method} {_shown(amount)}" for method, amount in valuation.by_method.items() if amount]
    lines += [
        f"  对照：{method} {_shown(amount)}（同一批单元的结论 {_shown(valuation.checked[method])}）"
        for method, amount in valuation.cross_check.items()
    ]
    if valuation.rate is not None:
        lines.append(f"  折现率 {plain(valuation.rate * 100)}%")
    lines += _problem_lines(valued)
    return lines


def _problem_lines(valued: Valued) -> list[str]:
    """What stands in the way of a value, and how much else there is to mend."""
    errors = [one for one in valued.valuation.problems if one.level == "error"]
    lines = [f"  {LEVEL_WORDS[one.level]}：{one.message}" for one in errors[:_MOST_LINES]]
    if len(errors) > _MOST_LINES:
        lines.append(f"  …另有 {len(errors) - _MOST_LINES} 处")
    all_errors = sum(one.level == "error" for one in valued.problems)
    summary = (
        f"项目共有错误 {all_errors} 处、提醒 {len(valued.problems) - all_errors} 处，全部见 gzvalue check"
        if valued.problems
        else "没有发现问题"
    )
    return ["", *(["影响测算的错误："] if errors else []), *lines, summary]


def _shown(amount: Decimal | None) -> str:
    return "—" if amount is None else grouped(amount, 2)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int]) -> list[str]:
    """Columns of equal width on a terminal, where a Chinese character takes two places."""
    widths = [max(_width(text) for text in column) for column in zip(heads, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        parts = []
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            blank = " " * (width - _width(cell))
            parts.append(blank + cell if place in right else cell + blank)
        return "  ".join(parts).rstrip()

    return [line(heads), *(line(row) for row in rows)]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
