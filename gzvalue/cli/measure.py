"""``gzvalue measure``: the quality of a real data source, counted."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from gzvalue.actions.measure import Where, measure_at, measure_into
from gzvalue.errors import UserError
from gzvalue.outputs.excel_bad_cells import Written, checked, write_bad_cells
from gzvalue.quality.identifiers import identifier
from gzvalue.quality.measure import Options
from gzvalue.quality.measurement import DIMENSIONS, Json
from gzvalue.quality.rules import Rules, read_rules
from gzvalue.schema.measurement_form import RAW, REGISTERED

_MOST_COLUMNS = 200

ENGINES = ("duckdb", "postgres", "mysql", "spark")


def _password(prompt: str) -> str:
    """A password typed where nobody sees it; refused where nobody can type."""
    if not sys.stdin.isatty():
        raise UserError("数据库需要密码，而这里无法输入；请设置环境变量 PGPASSWORD（MySQL 为 MYSQL_PWD），或写入 ~/.pgpass。")
    return str(click.prompt(prompt, hide_input=True))


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="[PROJECT.gzv] SOURCE")
@click.option("--data-set", "code", help="数据集编号：把结果记入项目 PROJECT.gzv；SOURCE 也可以是别处用 -o 写下的测量结果")
@click.option("--rules", type=click.Path(path_type=Path), help="规则文件（JSON，格式见 docs/measure.md）")
@click.option("--engine", type=click.Choice(ENGINES), default="duckdb", show_default=True, help="测量引擎；数据库地址不写也用数据库自己")
@click.option("--master", help="--engine spark 所用的集群，如 spark://主机:7077")
@click.option("--sheet", help="工作簿中的工作表，或数据库中的表")
@click.option("--header/--no-header", default=None, help="第一行是否为表头；不写则自动判断")
@click.option("--as", "version", type=click.Choice([RAW, REGISTERED]), help="记入项目时注明所测的是原始数据还是拟登记的版本")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON（格式见 docs/measure.md）")
@click.option(
    "--bad-cells",
    "bad_cells",
    type=click.Path(path_type=Path, dir_okay=False),
    help="把全部坏单元格列成、涂色写入这个 .xlsx（个人信息已遮盖）",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="把 JSON 写入文件，供在另一台电脑上导入项目")
def measure(
    paths: tuple[str, ...], code: str | None, rules: Path | None, engine: str, master: str | None, sheet: str | None, header: bool | None, as_data: bool,
    version: str | None, bad_cells: Path | None, output: Path | None,
) -> None:  # fmt: skip
    """测量 SOURCE 的数据质量：CSV、Excel、Parquet、JSON Lines、SQLite 文件或文件夹，或数据库中的表
    （postgresql://用户@主机/库?table=表，mysql:// 同）。只读，不改动数据。密码在提示时输入，不保存、不显示。"""
    if len(paths) != (1 if code is None else 2):
        raise click.UsageError("不带 --data-set 时给出一个 SOURCE；带 --data-set 时给出 PROJECT.gzv 和 SOURCE")
    where = Where(engine, master, _password)
    options = Options(header=header, sheet=sheet, rules=Rules() if rules is None else read_rules(rules))
    written: list[Written] = []
    if bad_cells is not None:
        checked(bad_cells)
        target = bad_cells
        options = replace(options, listing=lambda counted: written.append(write_bad_cells(counted, target)))
    if code is None:
        options = replace(options, detail=output is not None)
        document = measure_at(paths[0], where, options).as_json()
    else:
        recorded = measure_into(Path(paths[0]), code, paths[1], options, version=version, where=where)
        document = {**recorded.document, "difference": recorded.difference}
    text = json.dumps(document, ensure_ascii=False)
    if output is not None:
        try:
            output.write_text(text + "\n", encoding="utf-8")
        except OSError as wrong:
            raise UserError(f"写不了“{output}”（{wrong.strerror}）；请换一个文件夹或文件名。") from None
    if as_data:
        click.echo(text)
        return
    for line in lines_of(document):
        click.echo(line)
    if code is not None:
        click.echo(f"已记入“{Path(paths[0]).name}”的 {code}")
    for line in _written_lines(written, bad_cells, output, document["source"]["name"]):
        click.echo(line)


def _written_lines(written: list[Written], bad_cells: Path | None, output: Path | None, name: str) -> list[str]:
    """What was written beside."""
    lines = [f"坏单元格 {one.total:,} 个，列出 {one.listed:,} 个，已写入 {one.path}" for one in written]
    if bad_cells is not None and not written:
        lines.append(f"没有写 {bad_cells.name}：“{name}”是测量结果，里面没有数据本身")
    return [*lines, f"已写入 {output}"] if output is not None else lines


def lines_of(document: Json) -> list[str]:
    """A measurement in short, for people."""
    source = document["source"]
    lines = [
        f"{source['name']}：{source['rows']:,} 行 × {source['columns']:,} 列，重复行 {document['rows']['duplicates']:,}",
        f"SHA-256 {source['sha256']}",
        f"SM3     {source['sm3']}",
        "",
    ]
    for key, label in DIMENSIONS.items():
        lines += _dimension_lines(label, document["dimensions"][key])
    lines.append("")
    lines += [_column_line(one) for one in document["columns"][:_MOST_COLUMNS]]
    if len(document["columns"]) > _MOST_COLUMNS:
        lines.append(f"…另有 {len(document['columns']) - _MOST_COLUMNS:,} 列，全部见 --json")
    lines += [f"规则：{one['name']}　{one['broken']:,} 行不符" for one in (document["rules"] or {}).get("results", ())]
    lines += [
        f"个人信息：{one['column']}（{identifier(one['identifier']).label}）{one['cells']:,} 格" for one in document["personal_information"]
    ]
    lines += [f"说明：{note}" for note in document["notes"]]
    return lines + _difference_lines(document.get("difference"))


def _dimension_lines(label: str, dimension: Json | None) -> list[str]:
    if dimension is None:
        return [f"{label}　未测量"]
    parts = [
        f"　　{one['code']} {one['name']}　{one['numerator']:,} ÷ {one['denominator']:,}" + ("" if one["in_score"] else "（不计入得分）")
        for one in dimension["indicators"]
    ]
    return [f"{label}　{dimension['score']:.2%}", *parts]


def _column_line(one: Json) -> str:
    extra = f"（{identifier(one['identifier']).label}）" if one["identifier"] else ""
    return f"{one['name']}　{one['type']}{extra}　缺失 {one['missing']:,}　不同值 {one['distinct']:,}　不合格 {one['invalid']:,}"


def _difference_lines(found: Json | None) -> list[str]:
    if found is None:
        return []
    if found["same_data"] is None:
        return [f"与上次（{found['measured_before']}）的引擎不同，表的指纹不能相比"]
    if found["same_data"]:
        return [f"与上次（{found['measured_before']}）是同一份数据"]
    lines = [f"与上次（{found['measured_before']}）不是同一份数据：行数 {found['rows']['before']:,} → {found['rows']['after']:,}"]
    for key, one in found["dimensions"].items():
        shown = ["未测量" if score is None else f"{score:.2%}" for score in (one["before"], one["after"])]
        lines.append(f"　　{DIMENSIONS[key]} {shown[0]} → {shown[1]}")
    return lines
