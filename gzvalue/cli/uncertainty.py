"""``gzvalue uncertainty``: tornado, scenarios, simulation and Sobol indices of a project's value."""

from decimal import Decimal
from pathlib import Path

import click

from gzvalue.actions.uncertainty import as_json, study_file
from gzvalue.cli.json_out import print_json
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.kinds import in_percent, in_wan
from gzvalue.valuation.simulation.options import OptionValue
from gzvalue.valuation.simulation.study import Study


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--draws", type=int, metavar="次数", help="模拟次数，留空按项目文件中的设置")
@click.option("--seed", type=int, metavar="整数", help="随机数种子，留空按项目文件中的设置")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON：金额为十进制字符串（元），变动为比率或年数")
def uncertainty(file: Path, draws: int | None, seed: int | None, as_data: bool) -> None:
    """项目 FILE 的结论对各参数有多敏感：敏感性、情景、蒙特卡洛模拟与索博尔指数，只作佐证，不进入结论。"""
    found, options = study_file(file, draws, seed)
    if as_data:
        print_json(as_json(found, options))
        return
    for line in (*_swings(found), *_cases(found), *_simulated(found), *_options(options), *found.faults):
        click.echo(line)
    for problem in found.problems:
        click.echo(problem.message)


def _wan(amount: Decimal | None) -> str:
    return "—" if amount is None else in_wan(amount)


def _swings(found: Study) -> list[str]:
    lines = [f"结论 {_wan(found.base)} 万元（未经评估）", "", "敏感性（单一参数变动，万元）："]
    return [*lines, *(f"  {one.words}：{_wan(one.at_low)} … {_wan(one.at_high)}" for one in found.swings)]


def _cases(found: Study) -> list[str]:
    lines = ["", f"情景（万元；悲观、乐观的变动为{OWN_DEFAULT}）："]
    for one in found.cases:
        against = "" if not one.against_base else f"（{in_percent(one.against_base, 1)}）"
        lines.append(f"  {one.case.name}：{one.fault or _wan(one.value) + against}　{one.case.words}")
    return lines


def _simulated(found: Study) -> list[str]:
    one = found.simulated
    if one is None:
        return ["", "没有模拟。"]
    lines = ["", f"模拟 {one.draws:,} 次，种子 {one.seed}" + (f"；参数分布为{OWN_DEFAULT}" if found.own_default else "")]
    lines += [f"  {part.lever.label}：{part.words}" for part in found.varied]
    lines.append(f"  P10 {_wan(one.p10)}　P50 {_wan(one.p50)}　P90 {_wan(one.p90)}　均值 {_wan(one.mean)} 万元")
    if found.influences:
        lines.append("  索博尔指数（一阶 / 总）：" + "，".join(f"{i.lever.label} {i.first} / {i.total}" for i in found.influences))
    return lines


def _options(options: tuple[OptionValue, ...]) -> list[str]:
    return [f"实物期权 {one.code} {one.name}：{one.fault or _wan(one.value) + ' 万元'}（只作佐证）" for one in options]
