"""``gzvalue power``: 企业用电画像 from readings, bills and events."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from gzvalue.cli.json_out import print_json
from gzvalue.errors import UserError, reason_of
from gzvalue.power.facts import Settings
from gzvalue.power.hours import spans_of
from gzvalue.power.plain import CAVEAT
from gzvalue.power.profile import Profile, profile
from gzvalue.power.read import read
from gzvalue.power.stamps import day_of, stamp
from gzvalue.power.undisturbed import undisturbed
from gzvalue.power.words import shown


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path(path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="输出 JSON（键见 docs/power.md）")
@click.option("--as-of", help="统计截止日，如 2025-12-31；不写则为数据的最后一天")
@click.option("--capacity", type=float, help="合同容量（kVA）")
@click.option("--power-factor", type=float, help="功率因数（0–1）")
@click.option("--event", help="事件日期，用于恢复率")
@click.option("--base", help="基期月份，如 2024-01:2024-12")
@click.option("--revenue", type=float, help="年收入（元），用于电费占收入比与空壳识别")
@click.option("--sector-median", type=float, help="行业月用电量中位数（kWh），自行取得并注明来源")
@click.option("--peak", help="峰段，如 08:00-12:00,17:00-21:00；默认值为本软件约定，以当地分时电价文件为准")
@click.option("--valley", help="谷段，如 23:00-07:00")
@click.option("--weights", type=click.Path(path_type=Path), help="评分权重（JSON：{键: 权重}）")
@click.option(
    "--record",
    type=click.Path(path_type=Path, dir_okay=False),
    help="把画像保存到项目 FILE.gzv：口径、权重与书面授权取自项目；不保存读数",
)
@click.option("--authorisation", default="", help="用电企业的书面授权：编号、日期、范围")
def power(sources: tuple[Path, ...], as_data: bool, record: Path | None, **entered: Any) -> None:
    """企业用电画像：SOURCE 为用电量、账单、违约记录的表格（CSV、Excel）或文件夹，可多个。"""
    given = _given(entered)
    document: dict[str, Any] = {}
    with undisturbed():
        if record is None:
            found = profile(read(sources), replace(Settings(), **given))
        else:
            from gzvalue.actions.power import record_into  # late: only this opens a project

            found = record_into(record, sources, lambda told: replace(told, **given)).profile
            document["recorded_in"] = record.name
    if as_data:
        print_json({**found.as_json(), **document})
        return
    for line in lines_of(found):
        click.echo(line)
    if record is not None:
        click.echo(f"已保存到“{record.name}”")


def _given(entered: dict[str, Any]) -> dict[str, Any]:
    """The settings that were given with the command, by their names; the others are those of the project, or the defaults."""
    found = {
        "as_of": _day(entered["as_of"], "--as-of"), "capacity": _positive(entered["capacity"], "--capacity"),
        "factor": _factor(entered["power_factor"]), "event": _day(entered["event"], "--event"), "base": _base(entered["base"]),
        "revenue": _positive(entered["revenue"], "--revenue"), "sector_median": _positive(entered["sector_median"], "--sector-median"),
        "peak": _hours(entered["peak"]), "valley": _hours(entered["valley"]), "weights": _weights(entered["weights"]),
        "authorisation": entered["authorisation"].strip(),
    }  # fmt: skip
    return {key: value for key, value in found.items() if value not in (None, (), {}, "")}


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    found = day_of(text.strip())
    if found is None:
        raise UserError(f"{option} 的“{text[:30]}”不是日期；请写成 2025-12-31 的样子。")
    return found


def _positive(value: float | None, option: str) -> float | None:
    if value is not None and not 0 < value < 1e15:
        raise UserError(f"{option} 须为大于 0 且合理的数字。")
    return value


def _factor(value: float | None) -> float | None:
    if value is not None and not 0 < value <= 1:
        raise UserError("--power-factor 须在 0 与 1 之间，例如 0.9。")
    return value


def _base(text: str | None) -> tuple[date, date] | None:
    if text is None:
        return None
    first, _, last = text.partition(":")
    a, b = stamp(first.strip()), stamp((last or first).strip())
    if a is None or b is None or a[0] > b[0]:
        raise UserError(f"--base 的“{text[:30]}”不是月份区间；请写成 2024-01:2024-12 的样子。")
    return date.fromordinal(a[0] // 1440).replace(day=1), date.fromordinal(b[0] // 1440).replace(day=1)


def _hours(text: str | None) -> tuple[tuple[int, int], ...]:
    return () if text is None else spans_of(text.replace("，", ",").split(","))


def _weights(path: Path | None) -> dict[str, float]:
    if path is None:
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise UserError(f"读不了权重文件“{path.name}”（{reason_of(wrong)}）。") from wrong
    except ValueError as wrong:
        raise UserError(f'权重文件“{path.name}”不是 JSON；请写成 {{"activity": 20, …}} 的样子。') from wrong
    if not isinstance(data, dict) or not all(isinstance(value, int | float) and not isinstance(value, bool) for value in data.values()):
        raise UserError(f"权重文件“{path.name}”须是键到数字的对应。")
    return {str(key): float(value) for key, value in data.items()}


def lines_of(found: Profile) -> list[str]:
    """The profile in short, for people."""
    lines = [f"企业用电画像（截至 {found.as_of}）　{len(found.meters)} 块电表"]
    lines += [f"{one.name}　{shown(one)}　{one.window if one.value is not None else one.why_not}" for one in found.indicators]
    total = "—" if found.score.total is None else f"{found.score.total:.1f}"
    lines.append(f"评分　{total}　{found.score.grade}（已测权重 {found.score.measured:.0%}）")
    lines += [f"否决：{one}" for one in found.score.vetoes]
    lines += list(found.score.signs)
    lines += [f"{'问题' if one.level == 'error' else '提示'}：{one.message}" for one in found.remarks]
    lines.append(CAVEAT)
    return lines
