"""``gzvalue sheet``: one paper for one data set: product listing, licence, trade, contribution, training data, price, power data."""

from pathlib import Path

import click

from gzvalue.actions.sheet import MadeSheet, as_json, sheet_of_file
from gzvalue.cli.json_out import print_json
from gzvalue.errors import UserError
from gzvalue.outputs.sheets import sheet_kind, sheet_kinds

_MOST = 20


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--kind", help="哪一种：英文名或中文名，见 --list")
@click.option("--data-set", "code", help="数据集编号，如 D01")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="写到哪个 PDF 文件；已有的会被替换")
@click.option("--source", type=click.Path(path_type=Path), help="数据文件：取前几行遮盖后作样例，只用于 listing")
@click.option("--list", "listed", is_flag=True, help="列出各种表；不需要 FILE")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON（键见 docs/sheets.md）；不写 -o 时只输出不生成文件")
def sheet(
    file: Path | None, kind: str | None, code: str | None, out: Path | None, source: Path | None, listed: bool, as_data: bool
) -> None:  # fmt: skip
    """由项目 FILE 的一项数据集生成一份 PDF：数据产品说明书（挂牌）、许可、交易、作价出资、训练数据集、定价、用电。窗口开着时也可以运行。"""
    if listed:
        _list(as_data)
        return
    if file is None:
        raise UserError("还缺少 FILE（项目文件）。用法见 gzvalue sheet --help。")
    if not kind:
        raise UserError(f"还缺少 --kind（哪一种表），可选：{'、'.join(one.name for one in sheet_kinds())}。")
    sheet_kind(kind)
    if not code:
        raise UserError("还缺少 --data-set（数据集编号），例如 --data-set D01。")
    if out is None and not as_data:
        raise UserError("还缺少 -o（写到哪个 PDF 文件），例如 -o 说明书.pdf。")
    made = sheet_of_file(file, kind, code, out, source)
    if as_data:
        print_json(as_json(made), indent=2)
        return
    _tell(made)


def _list(as_data: bool) -> None:
    if as_data:
        print_json({"kinds": [{"name": one.name, "title": one.title, "aliases": list(one.aliases)} for one in sheet_kinds()]}, indent=2)
        return
    for one in sheet_kinds():
        click.echo(f"{one.name:14}{one.title}（也可写 {'、'.join(one.aliases)}）")


def _tell(made: MadeSheet) -> None:
    click.echo(f"已生成《{made.kind.title}》{made.path}，共 {made.pages} 页{'，为草稿' if made.sheet.draft else ''}。")
    if made.replaced:
        click.echo("原有的同名文件已被替换。")
    for one in made.problems[:_MOST]:
        click.echo(f"{'待补正' if one.level == 'error' else '提示'}：{one.message}")
    if len(made.problems) > _MOST:
        click.echo(f"…另有 {len(made.problems) - _MOST} 处，见 PDF 或 --json")
