"""``gzvalue calc``: every method alone, with plain JSON in and out."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from gzvalue.cli.json_out import print_line


@click.command()
@click.argument("name", required=False)
@click.option("--input", "source", metavar="FILE|-", help="一次计算的输入（JSON 对象），- 为标准输入")
@click.option("--batch", metavar="FILE|-", help='逐行计算，每行 {"id", "name", "input"}，- 为标准输入')
@click.option("--list", "listing", is_flag=True, help="列出全部方法及其输入、单位、来源（JSON）")
def calc(name: str | None, source: str | None, batch: str | None, listing: bool) -> None:
    """把每种方法单独当计算器用：输入、输出都是 JSON，金额为十进制字符串，不取整。"""
    chosen = [listing, batch is not None, name is not None]
    if sum(chosen) != 1 or (name is None) != (source is None):
        raise click.UsageError("请用以下之一：calc --list；calc 方法名 --input 文件；calc --batch 文件（文件为 - 时读标准输入）")
    # the methods bring NumPy along, which other commands need not wait for
    from gzvalue.valuation.calc.catalogue import described
    from gzvalue.valuation.calc.run import as_line, calculate_lines, calculate_text

    if listing:
        print_line(json.dumps(described(), ensure_ascii=False, indent=1))
    elif batch is not None:
        with _opened(batch) as lines:
            for answer in calculate_lines(lines):
                print_line(as_line(answer))
    else:
        assert name is not None
        assert source is not None
        with _opened(source) as file:
            answer = calculate_text(name, file.read())
        print_line(as_line(answer))
        if "error" in answer:
            sys.exit(2)


@contextmanager
def _opened(source: str) -> Iterator[BinaryIO]:
    """A file or standard input, as bytes; one that cannot be read is answered as any wrong input, with exit status 2."""
    try:
        with sys.stdin.buffer if source == "-" else Path(source).open("rb") as file:
            yield file
    except OSError as wrong:
        print_line(json.dumps(_unreadable(wrong), ensure_ascii=False))
        sys.exit(2)


def _unreadable(wrong: OSError) -> dict[str, Any]:
    reasons = {FileNotFoundError: "没有这个文件", IsADirectoryError: "它是文件夹", PermissionError: "没有读取权限"}
    why = reasons.get(type(wrong), "文件系统报错")
    return {"error": {"code": "file", "field": "input", "message": f"读不到输入文件：{why}，请核对路径"}}
