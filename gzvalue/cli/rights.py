"""``gzvalue rights``: chain, rights, findings and result of the self-check, per data set."""

from collections.abc import Iterator
from pathlib import Path

import click

from gzvalue.actions.rights import as_json, review_file
from gzvalue.cli.json_out import print_json
from gzvalue.rights.result import DataSetReview, Review
from gzvalue.schema.project import Project

_LEVELS = {"exclude": "不得纳入", "condition": "附条件", "notice": "提示"}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="输出 JSON：权属链条及证据、三项权利、答复、发现与结论")
def rights(file: Path, as_data: bool) -> None:
    """自查项目 FILE 的权属与合规：各数据集的权属链条、持有使用经营三项权利、发现与结论。自查结果不是法律意见。"""
    project, found = review_file(file)
    if as_data:
        print_json(as_json(project, found))
        return
    for line in _lines(project, found):
        click.echo(line)


def _lines(project: Project, found: Review) -> Iterator[str]:
    if project.head.sample_mark:
        yield f"【{project.head.sample_mark}】"
    yield "权属与合规自查（不是法律意见）"
    if not found.data_sets:
        yield "数据目录中还没有数据集，没有可自查的内容。请先新增数据集，或用 gzvalue import 导入。"
        return
    yield "，".join(f"{result} {count} 项" for result, count in found.counts().items() if count)
    for one in found.data_sets:
        yield ""
        yield from _of_data_set(one)


def _of_data_set(one: DataSetReview) -> Iterator[str]:
    rights_now = "、".join(f"{right}{state}" for right, state in one.rights.items())
    grade = f"；级别 {one.grade or '未填'}" + (f"，拟定 {one.proposed}" if one.proposed and one.proposed != one.grade else "")
    yield f"{one.code} {one.name}：{one.result}；{rights_now}；已答 {one.answered}／{len(one.answers)} 题{grade}"
    for source in one.sources:
        part = f"（{source.part}）" if source.part else ""
        outside = "" if source.in_registered else "，不进入登记版"
        yield f"  来源 {source.source}{part}，{source.scope}{outside}"
        yield "    " + " → ".join(f"{link.label} {link.text or '未填'}［{link.state}］" for link in source.links)
    for finding in one.findings:
        yield f"  {_LEVELS[finding.level]}：{finding.message}（{finding.basis}）"
