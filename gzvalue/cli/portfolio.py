"""``gzvalue portfolio``: a folder of dossiers, verified, in one table."""

import sys
from pathlib import Path

import click

from gzvalue.actions.portfolio import Progress, as_json, portfolio_of
from gzvalue.actions.writing import write_whole
from gzvalue.cli.json_out import print_json
from gzvalue.cli.monitor import day_of
from gzvalue.financing.portfolio import STATES, Portfolio
from gzvalue.schema.kinds import in_percent, in_wan


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="输出 JSON（键见 docs/json.md）")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="写成 PDF 或 Excel（按扩展名 .pdf、.xlsx）")
@click.option("--as-of", help="统计日，如 2026-12-31；不写则为今天")
@click.option("--quick", is_flag=True, help="快速核验：逐个数字复算，但不逐字节重绘页面（快一倍，表中注明）")
def portfolio(folder: Path, as_data: bool, output: Path | None, as_of: str | None, quick: bool) -> None:
    """数据资产质押组合：核验文件夹 FOLDER 中的申报材料与项目，汇总成一张表。只有核验通过的计入合计。"""
    if output is not None and output.suffix.lower() not in (".pdf", ".xlsx"):
        raise click.UsageError("-o 的文件名应以 .pdf 或 .xlsx 结尾")
    found = portfolio_of(folder, day_of(as_of), _shown(), quick=quick)
    if output is not None:
        write_whole(output, _paper(found) if output.suffix.lower() == ".pdf" else _sheet(found))
    if as_data:
        print_json(as_json(found))
        return
    for line in lines_of(found):
        click.echo(line)
    if output is not None:
        click.echo(f"已写入 {output}")


def _paper(found: Portfolio) -> bytes:
    from gzvalue.outputs.portfolio_paper import portfolio_pdf

    return portfolio_pdf(found)


def _sheet(found: Portfolio) -> bytes:
    from gzvalue.outputs.portfolio_paper import portfolio_workbook

    return portfolio_workbook(found)


def lines_of(found: Portfolio) -> list[str]:
    """The table in short, for people."""
    from gzvalue.outputs.portfolio_paper import totals_line

    lines = []
    for one in found.positions:
        money = (
            ""
            if one.value is None
            else f"　价值 {in_wan(one.value, 0)} 万元　贷款 {in_wan(one.loan, 0) if one.loan is not None else '—'} 万元"
        )
        lines.append(f"{STATES[one.state]}　{one.file}　{one.enterprise}{money}{f'　{one.words}' if one.words else ''}")
    lines += ["", totals_line(found)]
    lines += [f"  {one.name}　{one.count} 份　{in_percent(one.share, 1)}" for one in found.by_industry]
    lines += [f"疑似重复质押：{'；'.join(places)}" for _, places in found.twice]
    return lines


def _shown() -> Progress | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, words: str) -> None:
        click.echo(f"\r{done:4d}/{total}  {words}\033[K", nl=done >= total, err=True)

    return show
