"""`gzvalue import` and `gzvalue export`: Excel and CSV in and out."""

import sys
from pathlib import Path

import click

from gzvalue.actions.import_report import MOST_LINES, report, summary
from gzvalue.actions.sheets import export, plan_import
from gzvalue.cli.json_out import print_json
from gzvalue.store.open import Store


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("catalogue", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只显示将要发生的改动，不写入。")
@click.option("--all", "everything", is_flag=True, help="全部列出，不只列前几十项。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：applied、added[]、changed[]、failed[]、unknown_columns[]、skipped[] 等。")
def import_(file: Path, catalogue: Path, dry_run: bool, everything: bool, as_json: bool) -> None:
    """把 Excel（.xlsx）或 CSV 文件 CATALOGUE 导入项目文件 FILE，列出新增、逐格的修改和未能识别的内容。

    认不出的文字原样保留为待补正，退出码仍为 0；文件读不了时为 2，项目不变。
    """
    with Store.open(file, write=not dry_run) as store:
        plan = plan_import(store.project, catalogue, _progress)
        if not dry_run:
            store.apply(plan.edit)
        warnings = store.warnings
    for warning in warnings:
        click.echo(f"提醒：{warning}", err=True)
    if as_json:
        print_json({"applied": not dry_run, **plan.as_json()}, indent=2)
        return
    for line in report(plan, sys.maxsize if everything else MOST_LINES):
        click.echo(line)
    click.echo(("试运行，未写入。" if dry_run else "") + summary(plan))


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--department", metavar="部门", default=None, help="只导出该责任部门的内容及相关记录。")
def export_(file: Path, out: Path, department: str | None) -> None:
    """把项目文件 FILE 导出为 Excel 填报表 OUT.xlsx；改好后可用 import 合并回来。"""
    with Store.open(file, write=False) as store:
        done = export(store.project, out, department, _progress)
    for notice in done.notices:
        click.echo(notice)
    click.echo(f"已导出 {done.records:,} 条记录：{done.path}")


def _progress(done: int, total: int, words: str) -> None:
    """True progress on a terminal, nothing into files and pipes."""
    if sys.stderr.isatty():
        end = "\r\033[K" if done >= total else ""
        click.echo(f"\r\033[K{words}（{done:,}/{total:,}）{end}", nl=False, err=True)
