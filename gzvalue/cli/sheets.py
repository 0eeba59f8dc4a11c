"""`gzvalue import` and `gzvalue export`: Excel and CSV in and out."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from gzvalue.actions.import_report import MOST_LINES, report, summary
from gzvalue.actions.sheets import export, plan_import
from gzvalue.cli.json_out import print_json
from gzvalue.errors import UserError
from gzvalue.schema.kinds import clean
from gzvalue.schema.reasons import SENTENCE, asks_reason, in_words
from gzvalue.store.open import Store


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("catalogue", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只显示将要发生的改动，不写入。")
@click.option("--all", "everything", is_flag=True, help="全部列出，不只列前几十项。")
@click.option(
    "--reason",
    default="",
    metavar="理由",
    help="已填申请贷款金额后改动收益、折现率或收益期限的理由，记入修改日志；需要而没有给时不写入，退出码 2。",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="输出 JSON：applied、needs_reason[]、added[]、changed[]、failed[]、unknown_columns[]、skipped[] 等。",
)
def import_(file: Path, catalogue: Path, dry_run: bool, everything: bool, reason: str, as_json: bool) -> None:
    """把 Excel（.xlsx）或 CSV 文件 CATALOGUE 导入项目文件 FILE，列出新增、逐格的修改和未能识别的内容。

    认不出的文字原样保留为待补正，退出码仍为 0；文件读不了时为 2，项目不变。
    """
    with Store.open(file, write=not dry_run) as store:
        plan = plan_import(store.project, catalogue, _progress)
        asked = asks_reason(store.project, plan.edit)
        if not dry_run:
            if asked and not reason.strip():
                raise UserError(f'没有导入：{SENTENCE}。本次改动 {len(asked)} 处：{in_words(asked)}。请加 --reason "理由" 再导入。')
            store.apply(replace(plan.edit, reason=clean(reason)))
        warnings = store.warnings
    for warning in warnings:
        click.echo(f"提醒：{warning}", err=True)
    if as_json:
        needed = [one._asdict() for one in asked]
        print_json({"applied": not dry_run, **plan.as_json(), "needs_reason": needed}, indent=2)
        return
    for line in report(plan, sys.maxsize if everything else MOST_LINES):
        click.echo(line)
    if asked and dry_run:
        click.echo(f"提醒：导入时须用 --reason 写明理由，改动了 {len(asked)} 处：{in_words(asked)}", err=True)
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
