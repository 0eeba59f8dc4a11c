"""Thin commands over `gzvalue.actions`; no Qt is imported here."""

import sys

import click

from gzvalue import __version__
from gzvalue.errors import UserError


class _Group(click.Group):
    """Shows a `UserError` as one plain sentence and exits with 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except UserError as wrong:
            click.echo(f"gzvalue: {wrong}", err=True)
            sys.exit(2)


@click.group(cls=_Group)
@click.version_option(__version__, prog_name="gzvalue")
def main() -> None:
    """数据资产：编目、权属、质量、估值、融资方案与申报材料，全部离线。不带命令时打开窗口。"""
