"""``gzvalue log``: who changed what and when, and whether the record of it is whole."""

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from gzvalue.actions.history import Entry, History, history
from gzvalue.cli.json_out import print_json


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="核对日志的指纹链，并与现有记录比对；不符时退出码为 1。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，含每处改动前后的内容。")
def log(file: Path, verify: bool, as_json: bool) -> None:
    """列出项目文件 FILE 的修改日志。"""
    told = history(file, verify=verify)
    if as_json:
        print_json(_plain(told), indent=2)
    else:
        for entry in told.entries:
            reason = f"　理由：{entry.reason}" if entry.reason else ""
            click.echo(f"{entry.no:>6}  {_local(entry.time)}  {entry.user}  {entry.label}  （{len(entry.changes)} 条记录）{reason}")
        click.echo(f"日志指纹 {told.head}")
        if verify:
            click.echo("\n".join(told.faults) if told.faults else "日志完整，与现有记录一致。")
    sys.exit(1 if told.faults else 0)


def _local(time: str) -> str:
    """The computer's own time, as people read it; JSON keeps UTC."""
    return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _plain(told: History) -> Mapping[str, Any]:
    plain: dict[str, Any] = {"head": told.head, "entries": [_entry(entry) for entry in told.entries]}
    if told.faults is not None:
        plain["faults"] = list(told.faults)
    return plain


def _entry(entry: Entry) -> Mapping[str, Any]:
    changes = [
        {
            "form": change.form,
            "id": change.id,
            "before": None if change.before is None else dict(change.before),
            "after": None if change.after is None else dict(change.after),
        }
        for change in entry.changes
    ]
    return {
        "no": entry.no,
        "time": entry.time,
        "user": entry.user,
        "label": entry.label,
        "reason": entry.reason,
        "previous": entry.previous,
        "hash": entry.hash,
        "changes": changes,
    }
