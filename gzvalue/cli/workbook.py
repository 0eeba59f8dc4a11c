"""``gzvalue workbook``: the calculation as a spreadsheet with live formulas, for those who check or redo it."""

import sys
from pathlib import Path

import click

from gzvalue.actions.workbook import workbook_of_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="写到哪个 .xlsx 文件；已有的会被替换")
def workbook(file: Path, out: Path) -> None:
    """生成项目 FILE 的测算底稿（Excel，公式可重算），供评估人员、银行复核或重做。窗口开着时也可以运行。

    底稿列出全部输入参数、各方法逐步的公式、分摊、结论，以及与程序结果的逐项核对。
    """
    made = workbook_of_file(file, out, _progress)
    click.echo(f"已生成 {made.path}，共 {len(made.written.pages)} 张工作表，核对 {len(made.written.figures):,} 项结果。")
    if made.written.entered:
        click.echo(f"其中程序值 {made.written.entered:,} 个（黄底斜体），由程序算法得出，不随改动重算。")
    if made.errors:
        click.echo(f"项目中尚有 {made.errors} 处错误待补正，见底稿“待补正”或 gzvalue check。")


def _progress(done: int, total: int, words: str) -> None:
    """True progress on a terminal, nothing into files and pipes."""
    if sys.stderr.isatty():
        end = "\r\033[K" if done >= total else ""
        click.echo(f"\r\033[K{words}（{done:,}/{total:,}）{end}", nl=False, err=True)
