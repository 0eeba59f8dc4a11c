"""``gzvalue new``: make a project file, empty or with the typical data sets of an industry."""

from pathlib import Path

import click

from gzvalue.actions.projects import new_project
from gzvalue.errors import UserError


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--industry", metavar="名称", help="从行业模板开始，名称见 --list；模板内容都标为待确认。")
@click.option("--take", default="", metavar="编号", help="只取模板中的这几项，例如 1,3,5-8；不写为全部。")
@click.option("--list", "listed", is_flag=True, help="列出有哪些行业模板，每行以名称开头；加 --industry 列出其中的数据集。")
def new(file: Path | None, industry: str | None, take: str, listed: bool) -> None:
    """新建项目文件 FILE（.gzv），空白或从行业模板开始；不覆盖已有文件。"""
    if listed:
        _list(industry)
        return
    if file is None:
        raise UserError("没有写文件名，请写明，例如“数据资产.gzv”；查看行业模板用 --list。")
    if industry is None and take:
        raise UserError("--take 须与 --industry 一起用：从哪个行业模板取。")
    if industry is None:
        with new_project(file) as store:
            _told(store.path, store.warnings)
        return
    from gzvalue.actions import templates  # late: the empty project needs none
    from gzvalue.schema.templates import template

    chosen = template(industry)
    numbers = templates.chosen_numbers(take, chosen)
    with templates.new_from_template(file, chosen, numbers) as store:
        _told(store.path, store.warnings)
        click.echo(
            f"已从行业模板“{chosen.title}”添加 {len(numbers)} 项数据集，都是典型写法（本软件整理，非官方目录），请逐项核对后删去备注中的“待确认”一句。"
        )


def _told(path: Path, warnings: tuple[str, ...] | list[str]) -> None:
    click.echo(f"已新建 {path}")
    for warning in warnings:
        click.echo(f"提醒：{warning}", err=True)


def _list(industry: str | None) -> None:
    from gzvalue.schema.templates import template, templates  # late, as above

    if industry is None:
        for one in templates():
            click.echo(f"{one.name}  {one.title}  {len(one.data_sets)} 项典型数据集：{one.description}")
        return
    for typical in template(industry).data_sets:
        words = (typical.texts["business_domain"], typical.texts["grade"], f"{len(typical.fields)} 个字段", typical.texts["scenarios"])
        click.echo(f"{typical.number}  {typical.name}  {'，'.join(words)}")
