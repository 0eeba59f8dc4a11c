"""``gzvalue diff``: what changed between two issued dossiers."""

import sys

import click

from gzvalue.actions.compare import compare_files
from gzvalue.cli.json_out import print_json
from gzvalue.frozen.compare import Comparison, InputChange

_SHOWN = 200
_SAME_FILE = {True: "后者接续前者的修改日志", False: "两份的修改日志不相接：不是同一个项目文件，或日志被换过", None: "至少一份未附修改日志"}


@click.command()
@click.argument("first")
@click.argument("second")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON（见 docs/verify.md）。")
def diff(first: str, second: str, as_json: bool) -> None:
    """比较两份申报材料 FIRST 与 SECOND：输入、方法、价值各有何变化，理由与影响。

    可以是 PDF、旁边另存的冻结数据 JSON，或项目文件（取最近一次签发；“文件.gzv@2”为第 2 次签发）。无变化时退出码为 0，有变化为 1。
    """
    found = compare_files(first, second)
    if as_json:
        print_json(found.as_json())
    else:
        _tell(found)
    sys.exit(0 if found.same else 1)


def _tell(found: Comparison) -> None:
    click.echo(f"{found.first}  →  {found.second}")
    for words in (_SAME_FILE[found.same_file], *found.notes):
        click.echo(f"· {words}")
    for sort, title in (("method", "方法"), ("input", "输入")):
        _list(title, "处", [_change(one) for one in found.inputs if one.sort == sort])
    _list("结果", "处", [f"{one.name}：{one.before} → {one.after}　{one.difference}".rstrip() for one in found.values])
    effects = [f"{one.form}（{one.changes} 条）：{one.difference}，至 {one.total}" for one in found.effects]
    _list("各表的变化依次对合计的影响（元）", "步", effects)
    _list("期间的修改", "条", [f"{one.no}  {one.time}  {one.user}  {one.label}{_because(one.reason)}" for one in found.log])
    if found.same:
        click.echo("数据与结果都没有变化。")


def _change(one: InputChange) -> str:
    if not one.key:
        return f"{'增加' if one.after else '删除'} {one.record}"
    return f"{one.record} · {one.label}：{one.before or '空'} → {one.after or '空'}{_because(one.reason)}"


def _because(reason: str) -> str:
    return f"　理由：{reason}" if reason else ""


def _list(title: str, unit: str, lines: list[str]) -> None:
    if lines:
        click.echo(f"{title}（{len(lines)} {unit}）")
    for line in lines[:_SHOWN]:
        click.echo(f"  {line}")
    if len(lines) > _SHOWN:
        click.echo("  …… 其余见 --json")
