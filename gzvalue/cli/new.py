"""``gzvalue new``: make an empty project file."""

from pathlib import Path

import click

from gzvalue.actions.projects import new_project


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def new(file: Path) -> None:
    """新建空的项目文件 FILE（.gzv）；不覆盖已有文件。"""
    with new_project(file) as store:
        click.echo(f"已新建 {store.path}")
        for warning in store.warnings:
            click.echo(f"提醒：{warning}", err=True)
