"""``gzvalue check``: what is missing or wrong in a project file."""

import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from gzvalue.actions.check import problems_of_file
from gzvalue.cli.json_out import print_json
from gzvalue.schema.chapters import CHAPTERS
from gzvalue.schema.problems import LEVEL_WORDS, Problem


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：{problems: [{level, form, id, key, message}]}。")
def check(file: Path, as_json: bool) -> None:
    """检查项目文件 FILE，列出错误与提醒。有错误时退出码为 1，只有提醒时为 0，读不了时为 2。"""
    found = problems_of_file(file)
    if as_json:
        print_json({"problems": [asdict(one) for one in found]}, indent=2)
    else:
        _print(found)
    sys.exit(1 if any(one.level == "error" for one in found) else 0)


def _print(found: Iterable[Problem]) -> None:
    found = tuple(found)
    told = 0
    for chapter in CHAPTERS:
        own = [one for one in found if one.form in chapter.forms]
        told += len(own)
        _print_group(chapter.label, own)
    if told < len(found):
        forms = {form for chapter in CHAPTERS for form in chapter.forms}
        _print_group("其他", [one for one in found if one.form not in forms])
    errors = sum(one.level == "error" for one in found)
    click.echo(f"共 {errors} 处错误、{len(found) - errors} 处提醒。" if found else "没有发现问题。")


def _print_group(label: str, own: list[Problem]) -> None:
    if own:
        click.echo(f"【{label}】")
        for one in own:
            click.echo(f"  {LEVEL_WORDS[one.level]}  {one.message}")
