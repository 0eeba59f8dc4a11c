"""``gzvalue sign``: an electronic signature with a certificate file."""

import os
import sys
from pathlib import Path

import click

from gzvalue.actions.sign import sign_file
from gzvalue.frozen.sign import Certificate

PASSPHRASE = "GZVALUE_P12_PASSPHRASE"  # noqa: S105 - the name of a variable, no secret


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="签名后写到哪个 PDF 文件")
@click.option("--p12", type=click.Path(path_type=Path), required=True, help="证书文件（.p12 / .pfx）")
@click.option("--role", required=True, help="以什么身份签：enterprise 企业、appraiser 评估专业人员、reviewer 复核人")
@click.option("--timestamp", envvar="GZVALUE_TSA_URL", default="", help="时间戳服务器的网址；不写则不联网、不加时间戳")
def sign(file: Path, out: Path, p12: Path, role: str, timestamp: str) -> None:
    """给申报材料 FILE 加一个可见的电子签名（PAdES），可依次由几个人签。证书口令取自环境变量 GZVALUE_P12_PASSPHRASE，没有则询问。"""
    given = os.environ.get(PASSPHRASE)
    if given is None and sys.stdin is not None and sys.stdin.isatty():
        given = click.prompt("证书口令", hide_input=True, default="", show_default=False)
    name = sign_file(file, out, role, Certificate(p12, None if given is None else given.encode(), timestamp))
    click.echo(f"已由 {name} 签名，写入 {out}。")
    click.echo("" if timestamp else "没有加时间戳：签名时间取自本机时钟。")
