"""``gzvalue monitor``: what has changed since the pledge, and which lights turned."""

from datetime import date
from pathlib import Path

import click

from gzvalue.actions.monitor import Monitored, as_json, monitor_file, write_calendar, write_report
from gzvalue.cli.json_out import print_json
from gzvalue.errors import UserError
from gzvalue.financing.monitoring import gathered
from gzvalue.schema.kinds import in_percent, in_wan


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="输出 JSON（键见 docs/json.md）")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="把一页的贷后监测数据表写成 PDF")
@click.option("--ics", type=click.Path(path_type=Path, dir_okay=False), help="把到期事项写成日历文件（.ics）")
@click.option("--snapshot", type=click.Path(path_type=Path, dir_okay=False), help="质押时的冻结数据（.json）；不写则用最近一次签发的")
@click.option("--as-of", help="监测日，如 2026-12-31；不写则为今天")
def monitor(file: Path, as_data: bool, output: Path | None, ics: Path | None, snapshot: Path | None, as_of: str | None) -> None:
    """贷后监测：把项目 FILE 与质押时的快照对照，列出变化与触发的指标。"""
    found = monitor_file(file, day_of(as_of), snapshot)
    if output is not None:
        write_report(found, output)
    if ics is not None:
        write_calendar(found, ics)
    if as_data:
        print_json(as_json(found))
        return
    for line in lines_of(found):
        click.echo(line)
    for path in (output, ics):
        if path is not None:
            click.echo(f"已写入 {path}")


def day_of(text: str | None) -> date:
    """The day that an option tells, today without one.

    Raises:
        UserError: it is no date.
    """
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UserError(f"--as-of 的“{text[:30]}”不是日期；请写成 2026-12-31 的样子。") from None


def lines_of(found: Monitored) -> list[str]:
    """The result in short, for people."""
    watch = found.watch
    fall = "—" if watch.fall is None else in_percent(watch.fall, 1)
    lines = [f"贷后监测 {watch.as_of}　对照 {found.snapshot}",
             f"质押数据价值 {in_wan(watch.value_before, 2)} → {in_wan(watch.value_now, 2)} 万元，下降 {fall}", ""]  # fmt: skip
    lines += [f"  {one.state}　{one.name}：{one.words}{f'　→ {one.action}' if one.action else ''}" for one in gathered(watch.lights)]
    lines += (
        ["", *(f"  {one.what}：{one.before} → {one.now}" for one in watch.changes)] if watch.changes else ["", "与质押时相比没有变化。"]
    )
    return lines
