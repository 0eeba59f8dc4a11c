"""Thin commands over `gzvalue.actions`; no Qt is imported here."""

import click

from gzvalue import __version__
from gzvalue.cli.attachments import attachments as attachments_command
from gzvalue.cli.calc import calc as calc_command
from gzvalue.cli.check import check as check_command
from gzvalue.cli.comparables import comparables as comparables_command
from gzvalue.cli.demo import demo as demo_command
from gzvalue.cli.dossier import dossier as dossier_command
from gzvalue.cli.fields import fields as fields_command
from gzvalue.cli.group import Commands
from gzvalue.cli.log import log as log_command
from gzvalue.cli.measure import measure as measure_command
from gzvalue.cli.monitor import monitor as monitor_command
from gzvalue.cli.monitor import monitor as monitor_command
from gzvalue.cli.new import new as new_command
from gzvalue.cli.pledge import pledge as pledge_command
from gzvalue.cli.power import power as power_command
from gzvalue.cli.register import register as register_command
from gzvalue.cli.rights import rights as rights_command
from gzvalue.cli.sheets import export_ as export_command
from gzvalue.cli.sheets import import_ as import_command
from gzvalue.cli.sign import sign as sign_command
from gzvalue.cli.uncertainty import uncertainty as uncertainty_command
from gzvalue.cli.value import value as value_command
from gzvalue.cli.verify import verify as verify_command
from gzvalue.cli.workbook import workbook as workbook_command


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="gzvalue")
def main() -> None:
    """数据资产：编目、权属、质量、估值、融资方案与申报材料，全部离线。不带命令时打开窗口。"""


main.add_command(new_command)
main.add_command(check_command)
main.add_command(fields_command)
main.add_command(log_command)
main.add_command(calc_command)
main.add_command(import_command)
main.add_command(export_command)
main.add_command(value_command)
main.add_command(uncertainty_command)
main.add_command(workbook_command)
main.add_command(comparables_command)
main.add_command(rights_command)
main.add_command(register_command)
main.add_command(attachments_command)
main.add_command(dossier_command)
main.add_command(sign_command)
main.add_command(verify_command)
main.add_command(demo_command)
main.add_command(measure_command)
main.add_command(power_command)
main.add_command(pledge_command)
main.add_command(monitor_command)
main.add_command(monitor_command)
