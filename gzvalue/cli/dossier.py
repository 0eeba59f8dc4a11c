"""``gzvalue dossier``: the paper for the lender, as a PDF file."""

import sys
from pathlib import Path

import click

from gzvalue.actions.dossier import Progress, dossier_of_file
from gzvalue.outputs.options import PARTS, Options


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="写到哪个 PDF 文件；已有的会被替换")
@click.option("--without", "left_out", multiple=True, type=click.Choice(list(PARTS)), help="略去的部分，可多次使用")
@click.option("--data-set", "sheets", multiple=True, help="单独成页的数据集编号，可多次使用；不写则为服务于评估单元的全部数据集")
@click.option("--mirrored", is_flag=True, help="双面打印：装订边左右交替")
@click.option("--quiet", is_flag=True, help="不显示进度")
def dossier(file: Path, out: Path, left_out: tuple[str, ...], sheets: tuple[str, ...], mirrored: bool, quiet: bool) -> None:
    """生成项目 FILE 的申报材料《数据资产价值自测说明（非资产评估报告）》。窗口开着时也可以运行。

    还有错误未补正时，每页印“草稿”。不写选项时，按窗口“申报材料”一步中的选择生成。
    """
    options = Options(frozenset(left_out), sheets or None, mirrored) if left_out or sheets or mirrored else None
    made = dossier_of_file(file, out, options, None if quiet else _shown())
    wrong = sum(1 for one in made.problems if one.level == "error")
    click.echo(f"已生成 {made.path}，共 {made.pages} 页。")
    if made.draft:
        click.echo(f"草稿：尚有 {wrong} 处错误待补正，见材料第 2 章或 gzvalue check。")
    for one in made.unprintable:
        click.echo(f"提醒：{one.message}")


def _shown() -> Progress | None:
    """Progress on the terminal; none where the output goes to a file."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, words: str) -> None:
        click.echo(f"\r{done * 100 // max(total, 1):3d}%  {words}\033[K", nl=done >= total, err=True)

    return show
