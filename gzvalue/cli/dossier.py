"""``gzvalue dossier``: the paper for the lender, as a PDF file."""

import sys
from pathlib import Path

import click

from gzvalue.actions.dossier import Progress, dossier_of_file, issue_file
from gzvalue.actions.dossier_source import DATA_SUFFIX, WORKBOOK_SUFFIX, beside
from gzvalue.outputs.options import PARTS, Options

ALL = "all"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="写到哪个 PDF 文件；已有的会被替换")
@click.option("--issue", "issued", is_flag=True, help="签发：冻结的数据永久保存在项目文件中，PDF 旁另存数据与底稿；不加则为草稿")
@click.option("--without", "left_out", multiple=True, type=click.Choice(list(PARTS)), help="略去的部分，可多次使用")
@click.option("--data-set", "sheets", multiple=True, help="单独成页的数据集编号，可多次使用；不写则为服务于评估单元的全部数据集")
@click.option("--mirrored", is_flag=True, help="双面打印：装订边左右交替")
@click.option("--short", is_flag=True, help="不超过 8 页的简版")
@click.option("--attach", "evidence", multiple=True, help="把该编号证据附件的内容嵌入 PDF，可多次使用；all 为全部。默认只印编号与指纹")
@click.option("--quiet", is_flag=True, help="不显示进度")
def dossier(
    file: Path,
    out: Path,
    issued: bool,
    left_out: tuple[str, ...],
    sheets: tuple[str, ...],
    mirrored: bool,
    short: bool,
    evidence: tuple[str, ...],
    quiet: bool,
) -> None:
    """生成项目 FILE 的申报材料《数据资产价值自测说明（非资产评估报告）》。窗口开着时也可以生成草稿。

    不加 --issue 时，每页印“草稿”。不写选项时，按窗口“申报材料”一步中的选择生成。
    """
    options = Options(frozenset(left_out), sheets or None, mirrored, short) if left_out or sheets or mirrored or short else None
    make = issue_file if issued else dossier_of_file
    made = make(file, out, options, None if quiet else _shown(), None if ALL in evidence else evidence)
    proof = made.frozen.proof
    click.echo(f"已{'签发' if issued else '生成草稿'} {made.path}，共 {made.pages} 页。")
    click.echo(f"报告编号 {proof.name}")
    click.echo(f"数据指纹 SHA-256 {proof.sha256}")
    if issued:
        names = "、".join(beside(made.path, suffix).name for suffix in (DATA_SUFFIX, WORKBOOK_SUFFIX))
        click.echo(f"旁边另存 {names}")
    wrong = sum(1 for one in made.problems if one.level == "error")
    if wrong:
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
