"""``gzvalue verify``: whether a dossier still says what was frozen, recomputed from itself. Needs no project, no window, no network."""

import sys
from pathlib import Path

import click

from gzvalue.actions.verify import verify_file
from gzvalue.cli.json_out import print_json
from gzvalue.frozen.report import Report

_MARKS = {"ok": "✓", "bad": "✗", "note": "·"}
_SHOWN = 12


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，含印出的每个数字（见 docs/verify.md）。")
@click.option("--require-signature", is_flag=True, help="没有电子签名的不通过。")
@click.option(
    "--trust", multiple=True, type=click.Path(path_type=Path), help="受信任的根证书（PEM 或 DER），可多次使用；给了则签名须能追溯到它。"
)
def verify(file: Path, as_json: bool, require_signature: bool, trust: tuple[Path, ...]) -> None:
    """核验申报材料 FILE（PDF）：附件、指纹、日志链、数据格式、每个数字的复算与印出、页面、签名。全部相符时退出码为 0，否则为 1。"""
    report = verify_file(file, require_signature=require_signature, trust=trust)
    if as_json:
        print_json(report.as_json())
    else:
        _tell(report)
    sys.exit(0 if report.ok else 1)


def _tell(report: Report) -> None:
    if report.number:
        click.echo(f"{report.number} 第 {report.version} 版，{report.pages} 页{'（草稿）' if report.draft else ''}")
    for check in report.checks:
        click.echo(f"{_MARKS[check.state]} {check.name}：{check.words}")
        for fault in check.faults[:_SHOWN]:
            compared = fault.compared
            click.echo(f"    {fault.place}：{fault.words}{compared}")
        if len(check.faults) > _SHOWN:
            click.echo("    …… 其余见 --json")
    click.echo("核验通过：全部相符。" if report.ok else "核验未通过：有不符之处，见上面标 ✗ 的各项。")
