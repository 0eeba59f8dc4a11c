"""``gzvalue attachments``: the volume of attachments, as one PDF file."""

import sys
from pathlib import Path
from typing import Any

import click

from gzvalue.actions.attachments_book import Book, Progress, book_of_file
from gzvalue.cli.json_out import print_json


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="写到哪个 PDF 文件；已有的会被替换")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON（格式见 docs/registries.md）")
@click.option("--quiet", is_flag=True, help="不显示进度")
def attachments(file: Path, out: Path, as_json: bool, quiet: bool) -> None:
    """把项目 FILE 的证据附件（PDF、JPG、PNG、TIFF）合成一本附件册：目录在前，逐页印册内页码，与附件索引一致。

    大附件存放在项目文件旁的“〈项目名〉.附件”文件夹，使用时核对 SHA-256。打不开、不在或被改动的，原处留说明页。
    """
    made = book_of_file(file, out, None if quiet or as_json else _shown())
    if as_json:
        print_json(_as_json(made), indent=2)
        return
    click.echo(f"已生成 {made.path}，共 {made.pages} 页（目录 {made.index_pages} 页），附件 {len(made.entries)} 份。")
    for notice in made.notices:
        click.echo(f"提醒：{notice}")


def _as_json(made: Book) -> dict[str, Any]:
    entries = [
        {
            "code": one.evidence.code, "title": one.evidence.title, "first": one.first, "last": one.last, "pages": one.pages,
            "pages_entered": one.evidence.pages, "sha256": one.evidence.sha256, "words": one.words,
        }
        for one in made.entries
    ]  # fmt: skip
    return {"path": str(made.path), "pages": made.pages, "index_pages": made.index_pages, "entries": entries, "notices": list(made.notices)}


def _shown() -> Progress | None:
    """Progress on the terminal; none where the output goes to a file."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, words: str) -> None:
        click.echo(f"\r{done * 100 // max(total, 1):3d}%  {words}\033[K", nl=done >= total > 0, err=True)

    return show
