"""``gzvalue measure``: the quality of a real data source, counted."""

import json
import sys
from pathlib import Path

import click

from gzvalue.actions.measure import as_json
from gzvalue.actions.measure import measure as measure_source
from gzvalue.errors import UserError
from gzvalue.quality.measure import Options
from gzvalue.quality.measurement import DIMENSIONS, Measurement
from gzvalue.quality.rules import Rules, read_rules


@click.command()
@click.argument("source")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON（格式见 docs/measure.md）")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="把 JSON 写入文件，供在另一台电脑上导入项目")
@click.option("--rules", type=click.Path(path_type=Path), help="规则文件（JSON，格式见 docs/measure.md）")
@click.option("--sheet", help="工作簿中的工作表，或 SQLite 文件中的表")
@click.option("--header/--no-header", default=None, help="第一行是否为表头；不写则自动判断")
def measure(source: str, as_data: bool, output: Path | None, rules: Path | None, sheet: str | None, header: bool | None) -> None:
    """测量 SOURCE 的数据质量：CSV、Excel、Parquet、JSON Lines、SQLite 文件或文件夹。只读，不改动数据。"""
    options = Options(header=header, sheet=sheet, rules=Rules() if rules is None else read_rules(rules))
    measurement = measure_source(Path(source), options)
    text = json.dumps(as_json(measurement), ensure_ascii=False)
    if output is not None:
        try:
            output.write_text(text + "\n", encoding="utf-8")
        except OSError as wrong:
            raise UserError(f"写不了“{output}”（{wrong.strerror}）；请换一个文件夹或文件名。") from None
    if as_data:
        sys.stdout.buffer.write(text.encode() + b"\n")
    else:
        for line in lines_of(measurement):
            click.echo(line)
        if output is not None:
            click.echo(f"已写入 {output}")


def lines_of(measurement: Measurement) -> list[str]:
    """The measurement in short, for people."""
    source = measurement.source
    lines = [
        f"{source.name}：{source.rows:,} 行 × {source.columns:,} 列，重复行 {measurement.duplicates:,}",
        f"SHA-256 {source.sha256}",
        f"SM3     {source.sm3}",
        "",
    ]
    for key, label in DIMENSIONS.items():
        dimension = measurement.dimensions.get(key)
        if dimension is None or dimension.score is None:
            lines.append(f"{label}　未测量")
            continue
        lines.append(f"{label}　{dimension.score:.2%}")
        lines += [
            f"　　{one.code} {one.name}　{one.numerator:,} ÷ {one.denominator:,}" + ("" if one.in_score else "（不计入得分）")
            for one in dimension.indicators
        ]
    lines.append("")
    for column in measurement.columns[:200]:
        extra = f"，标识符 {column.identifier}" if column.identifier else ""
        lines.append(f"{column.name}　{column.type}{extra}　缺失 {column.missing:,}　不同值 {column.distinct:,}　不合格 {column.invalid:,}")
    if len(measurement.columns) > 200:
        lines.append(f"…另有 {len(measurement.columns) - 200:,} 列，全部见 --json")
    for one in measurement.personal:
        lines.append(f"个人信息：{one.column}（{one.identifier}）{one.cells:,} 格")
    lines += [f"说明：{note}" for note in measurement.notes]
    return lines
