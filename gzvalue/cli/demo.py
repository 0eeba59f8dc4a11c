"""``gzvalue demo``: the main job on a shipped sample, end to end, without a screen."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import click

from gzvalue.actions.demo import DATA_FOLDER, MARK, DemoResult, Progress, make_demo, make_demos
from gzvalue.actions.demo_papers import FOLDER
from gzvalue.actions.sample_list import Sample, samples
from gzvalue.schema.kinds import grouped, in_percent, in_wan

DEFAULT_FOLDER = Path("gzvalue-demo")
ALL = ("all", "全部")
MAIN_SENTENCES = 3
"""A plan's first sentences: what the data carries, whether that reaches the loan, what the combination carries."""


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=DEFAULT_FOLDER, show_default=True, help="放到哪个文件夹；没有则新建。")
@click.option("--list", "listed", is_flag=True, help="列出有哪些示例，每行以名称开头。")
@click.option("--industry", default="tourism", show_default=True, help="用哪个示例，名称见 --list；all 为全部，各放一个子文件夹。")
def demo(out: Path, listed: bool, industry: str) -> None:
    """用示例做一遍全过程：项目文件、Excel 数据目录、申报材料。只覆盖上次演示所做且未被改动的文件。"""
    if listed:
        for one in samples():
            click.echo(f"{one.name}  {one.title}  {one.description}")
        return
    for made in make_demos(out, _announced) if industry.strip().lower() in ALL else (make_demo(out, _tell, industry),):
        for line in _report(made):
            click.echo(line)


def _announced(one: Sample) -> Progress:
    click.echo(f"\n{one.name}  {one.title}")
    return _tell


def _tell(done: int, total: int, words: str) -> None:
    click.echo(f"[{done + 1}/{total}] {words} …" if done < total else words)


def _report(made: DemoResult) -> Iterator[str]:
    yield ""
    yield f"已放在 {made.folder}"
    yield f"  {made.project.name}  项目文件，用 gzvalue 打开"
    same = "数据目录与合计一致" if made.proven else "与原项目不一致，请报告此问题"
    yield f"  {made.catalogue.name}  Excel 数据目录；导入空项目得 {made.imported} 项，{same}"
    yield f"  {made.dossier.name}  共 {made.pages} 页"
    if made.data_files:
        yield f"  {DATA_FOLDER}/  {len(made.data_files)} 个小数据文件"
    if made.papers:
        yield f"  {FOLDER}/  {len(made.papers)} 份：" + "、".join(path.stem.split("_", 1)[1] for path in made.papers)
    yield ""
    yield f"测算结果（未经评估）  {MARK}"
    yield from _values(made)
    yield from _loan(made)


def _values(made: DemoResult) -> Iterator[str]:
    value = made.valuation
    yield f"  合计  {_wan(value.total)}（{grouped(value.total, 2)} 元）"
    for method, amount in value.by_method.items():
        if amount:
            yield f"    {method}  {_wan(amount)}"
    for method, amount in value.cross_check.items():
        yield f"  交叉验证  同一批单元按{method}  {_wan(amount)}（不参与合计）"
    yield f"  全部数据集按成本法  {_wan(value.cost)}（不参与合计）"
    grades: dict[str, int] = {}
    for one in made.scores.data_sets:
        grades[one.grade] = grades.get(one.grade, 0) + 1
    if grades:
        yield "  综合评分  " + "、".join(f"{grade} {number} 项" for grade, number in grades.items())


def _loan(made: DemoResult) -> Iterator[str]:
    loan = made.financing
    if loan.loan is None:
        return
    yield f"  申请贷款  {_wan(loan.loan)}"
    yield f"  质押池  {_wan(loan.pool)}，质押率 {in_percent(loan.pledge_rate)}，数据单独可支持  {_wan(loan.lendable)}"
    for place, sentence in enumerate(loan.sentences):
        if place < MAIN_SENTENCES or sentence.tone == "stop":
            yield f"  {sentence.text}"


def _wan(amount: Decimal) -> str:
    return f"{in_wan(amount)} 万元"
