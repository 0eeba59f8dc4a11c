"""``gzvalue comparables``: the user's own library of cases for the market approach, across projects."""

from pathlib import Path

import click

from gzvalue.actions import comparables as library
from gzvalue.cli.json_out import print_json
from gzvalue.errors import UserError
from gzvalue.store.open import Store


@click.group()
def comparables() -> None:
    """可比案例库：跨项目保存的成交或挂牌案例（存在本机用户目录，不在项目文件里）。"""


@comparables.command("list")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
def list_(as_data: bool) -> None:
    """列出案例库中的案例。"""
    cases = library.library()
    if as_data:
        print_json({"file": str(library.library_file()), "cases": [dict(one) for one in cases]})
        return
    for place, one in enumerate(cases, 1):
        click.echo(
            f"{place}. {one.get('name', '')}　{one.get('value', '')} 元　{one.get('deal_date', '没有日期')}　{one.get('source', '')}"
        )
    click.echo(f"共 {len(cases)} 个案例，存于 {library.library_file()}")


@comparables.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """把 FILE（JSON 或 CSV）中的案例并入案例库；已有的不重复。"""
    cases = library.read_cases(file)
    click.echo(f"读到 {len(cases)} 个案例，新加入 {library.keep(cases)} 个。")


@comparables.command("export")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="写到哪个 .json 或 .csv 文件；已有的会被替换")
def export(out: Path) -> None:
    """把案例库导出为文件，供他人并入。"""
    cases = library.library()
    library.write_cases(out, cases)
    click.echo(f"已导出 {len(cases)} 个案例到 {out}。")


@comparables.command("save")
@click.argument("file", type=click.Path(path_type=Path))
def save(file: Path) -> None:
    """把项目 FILE 中的可比案例存入案例库。"""
    with Store.open(file, write=False) as store:
        cases = [library.case_of(one) for one in store.project.comparables]
    click.echo(f"项目中有 {len(cases)} 个案例，新加入 {library.keep(cases)} 个。")


@comparables.command("copy")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--unit", required=True, help="用于哪个评估单元（编号）")
@click.option("--subset", default="", help="对应的子数据集")
@click.option("--name", "names", multiple=True, help="案例名称，可多次；不写则全部")
def copy(file: Path, unit: str, subset: str, names: tuple[str, ...]) -> None:
    """把案例库中的案例复制到项目 FILE。"""
    cases = [one for one in library.library() if not names or one.get("name") in names]
    lost = [name for name in names if name not in {one.get("name") for one in cases}]
    if lost or not cases:
        raise UserError(f"案例库中没有案例{'“' + '”“'.join(lost) + '”' if lost else ''}，请先用 gzvalue comparables import 或 save 加入。")
    with Store.open(file) as store:
        if unit not in store.project.by_code["valuation_unit"]:
            raise UserError(f"项目中没有编号为“{unit}”的评估单元，请核对。")
        store.apply(library.copied_into(store.project, cases, unit, subset))
    click.echo(f"已复制 {len(cases)} 个案例到评估单元 {unit}。")
