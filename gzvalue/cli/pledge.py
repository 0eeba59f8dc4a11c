"""``gzvalue pledge``: what the data carries of the loan asked for, and what happens under stress."""

from decimal import Decimal
from pathlib import Path

import click

from gzvalue.actions.known_digests import LIMIT
from gzvalue.actions.pledge import Pledged, as_json, pledge_file
from gzvalue.cli.json_out import print_json
from gzvalue.schema.kinds import grouped, in_percent
from gzvalue.schema.problems import LEVEL_WORDS

_MOST = 10


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="输出 JSON（键见 docs/json.md）")
def pledge(file: Path, as_data: bool) -> None:
    """融资与担保方案：项目 FILE 的准入、质押池、额度、还款、压力测试与银行审查页。贷款金额只用于检验，不反推价值。"""
    found = pledge_file(file)
    if as_data:
        print_json(as_json(found))
        return
    for line in lines_of(found):
        click.echo(line)


def _yuan(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{grouped(amount, 2)} 元"


def lines_of(found: Pledged) -> list[str]:
    """The plan in short, for people."""
    made = found.financing
    lines = ["准入"]
    lines += [f"  {one.word}　{one.name}：{one.words}" for one in found.lending.gates]
    lines += ["", *(one.text for one in made.sentences), "", "额度（取最小）"]
    lines += [f"  {one.name}　{_yuan(one.amount)}　{one.how}" for one in made.limits]
    if made.cover:
        lines += ["", "偿债备付率"]
        lines += [f"  {one.year} 年　{'—' if one.ratio is None else f'{one.ratio:.2f}'}" for one in made.cover]
    if found.lending.stress.lines:
        lines += ["", "压力测试（各行只改一项）"]
        lines += [
            f"  {one.name}　价值 {_yuan(one.value)}　降 {in_percent(one.fall, 1)}　可支持 {_yuan(one.lendable)}"
            if one.value is not None and one.fall is not None
            else f"  {one.name}　{one.why}"
            for one in found.lending.stress.lines
        ]
        lines += [f"  平衡点　{one.name}：{one.words}" for one in found.lending.stress.break_evens]
    lines += ["", *found.lending.lender.sentences]
    if found.lending.lender.distance is not None:
        lines.append(found.lending.lender.distance.words)
    lines += [one.words for one in found.twice]
    if found.twice:
        lines.append(LIMIT)
    errors = [one for one in found.problems if one.level == "error"]
    lines += [f"{LEVEL_WORDS[one.level]}：{one.message}" for one in errors[:_MOST]]
    if len(errors) > _MOST:
        lines.append(f"…另有 {len(errors) - _MOST} 处，全部见 gzvalue check")
    return lines
