"""Thin commands over `gzvalue.actions`; no Qt is imported here, and each command only when it is asked for."""

import click

from gzvalue import __version__
from gzvalue.cli.group import Commands
from gzvalue.cli.late import LateCommands

_NAMED = (
    "accounting", "attachments", "calc", "check", "comparables", "demo", "diff", "dossier", "fields", "log", "measure", "monitor", "new", "package", "pledge", "portfolio", "power", "price", "register",
    "rights", "sheet", "sign", "uncertainty", "value", "verify", "workbook",
)  # fmt: skip
"""Commands whose module and function bear their name."""

_PLACES = {name: f"gzvalue.cli.{name}:{name}" for name in _NAMED} | {
    "import": "gzvalue.cli.sheets:import_",
    "export": "gzvalue.cli.sheets:export_",
}


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="gzvalue")
def main() -> None:
    """数据资产：编目、权属、质量、估值、融资方案与申报材料，全部离线。不带命令时打开窗口。"""


main.commands = LateCommands(_PLACES)
