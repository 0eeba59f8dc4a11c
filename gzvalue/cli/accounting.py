"""``gzvalue accounting``: the books of the data resources: recognition, costs, amortisation, disclosure tables and their checks."""

from decimal import Decimal
from pathlib import Path

import click

from gzvalue.accounting.accounts import CAVEAT, nothing_made
from gzvalue.accounting.collection import totals
from gzvalue.accounting.result import OUTCOMES
from gzvalue.accounting.stated import presentation
from gzvalue.actions.accounting import Books, as_json, books_of_file, checked, write_books
from gzvalue.cli.json_out import print_json
from gzvalue.schema.kinds import grouped
from gzvalue.schema.problems import LEVEL_WORDS

_MOST = 10


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="给会计用的 Excel（.xlsx）写到哪里；已有的会被替换")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON（键见 docs/accounting.md）")
def accounting(file: Path, out: Path | None, as_data: bool) -> None:
    """会计处理：项目 FILE 的入表判断、成本归集、摊销表、披露表与勾稽检查（财会〔2023〕11号）。账面只按历史成本，不用测算价值。"""
    if out is not None:
        checked(out)
    books = books_of_file(file)
    if out is not None:
        write_books(books, out)
    if as_data:
        print_json(as_json(books))
        return
    for line in lines_of(books):
        click.echo(line)
    if out is not None:
        click.echo(f"已生成 {out}。")


def _yuan(amount: Decimal) -> str:
    return f"{grouped(amount, 2)} 元"


def lines_of(books: Books) -> list[str]:
    """The books in short, for people."""
    made = books.accounts
    lines = (
        []
        if made.period is None
        else [f"报告期 {made.period.begins} 至 {made.period.ends}{'（未填，暂定）' if made.period.assumed else ''}"]
    )
    nothing = nothing_made(books.project, made)
    if nothing is not None:
        lines.append(nothing)
    counts: dict[str, int] = {}
    for one in made.recognition:
        counts[one.decision.asset_class] = counts.get(one.decision.asset_class, 0) + 1
    lines.append("入表判断　" + ("、".join(f"{name} {count} 项" for name, count in counts.items()) or "没有数据集"))
    sums = totals(made.costs)
    lines.append("历史成本　" + ("、".join(f"{name} {_yuan(sums[name])}" for name in OUTCOMES if name in sums) or "没有归集"))
    lines += [f"{one.line}　其中：数据资源　期初 {_yuan(one.opening)}　期末 {_yuan(one.closing)}" for one in presentation(made)]
    charged = made.tables["intangible"].at("amortisation_increase", "total")
    lines.append(f"本期摊销　{_yuan(charged)}")
    lines += [f"{one.state}　{one.code} {one.name}　账面价值 {_yuan(one.carrying)}　本期摊销 {_yuan(one.charged)}" for one in made.pledged]
    bad = [one for one in made.checks if not one.ok]
    lines.append(f"勾稽检查　{len(made.checks)} 项，{'全部相符' if not bad else f'不符 {len(bad)} 项'}")
    lines += [f"  不符：{one.name}　{one.left:,} 与 {one.right:,}，差 {one.difference:,}" for one in bad[:_MOST]]
    found = [one for one in books.problems if one.level == "error"]
    lines += [f"{LEVEL_WORDS[one.level]}：{one.message}" for one in found[:_MOST]]
    if len(found) > _MOST:
        lines.append(f"…另有 {len(found) - _MOST} 处，见 --json 的 problems")
    return [*lines, CAVEAT]
