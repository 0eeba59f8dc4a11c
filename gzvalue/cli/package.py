"""``gzvalue package``: everything for the bank in one folder with an index."""

import sys
from pathlib import Path

import click

from gzvalue.actions.package import INDEX, Progress, package_of_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help="写到哪个文件夹；须为新的或空的")
@click.option("--issue", "issued", is_flag=True, help="签发申报材料；不加则为草稿")
@click.option("--registry", "names", multiple=True, help="连同该登记的申请材料，可多次使用（名称见 gzvalue register --list）")
def package(file: Path, out: Path, issued: bool, names: tuple[str, ...]) -> None:
    """把项目 FILE 的申报材料、简版、冻结数据、测算底稿、附件册和登记材料放进一个文件夹，附目录与指纹。"""
    made = package_of_file(file, out, names, issued=issued, progress=_shown())
    click.echo(f"已放入 {made.folder}：{len(made.files)} 个文件，指纹见 {INDEX}")
    for one in made.left_out:
        click.echo(f"未生成：{one}")


def _shown() -> Progress | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, words: str) -> None:
        click.echo(f"\r{done * 100 // max(total, 1):3d}%  {words}\033[K", nl=done >= total, err=True)

    return show
