"""Pledged-asset disclosure: carrying amount and amortisation of the period of data resources that secure a debt.

What is pledged already is told apart from what is only meant to be: the pool of a financing plan pledges nothing yet.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gzvalue.accounting.result import AssetBook, Pledge
from gzvalue.schema.accounting_forms import BookedAsset
from gzvalue.schema.lending_forms import PledgeStructure
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project

PLEDGED, OTHERWISE_BOUND, NAMED, PROPOSED = STATES = ("已用于担保", "其他受限", "担保文件已载明", "拟质押（尚未设立）")
_PAPERS = ("质押合同", "担保登记")
_STRUCTURES = ("数据知识产权质押", "数据资产质押", "著作权质押")
"""Structures that pledge the data itself; receivables and guarantees leave it free."""


def pledged(project: Project, books: Sequence[AssetBook], pool: frozenset[str]) -> tuple[Pledge, ...]:
    """The assets concerned, with where that stands."""
    papers: dict[str, list[str]] = defaultdict(list)
    proposed = dict.fromkeys(pool, "融资与担保方案的质押池")
    for one in project.stated_names:
        if one.paper in _PAPERS and one.data_set:
            papers[one.data_set].append(one.paper_name or one.paper)
    for row in project.all(PledgeStructure):
        if row.kind in _STRUCTURES:
            for code in row.data_sets or tuple(pool):
                if row.registered == "已办理":
                    papers[code].append(f"{row.kind}已办理登记或备案")
                else:
                    proposed.setdefault(code, f"拟采用的担保结构：{row.kind}")
    found = []
    for book in books:
        state, basis = _state(book, papers.get(book.data_set, []), proposed.get(book.data_set, ""))
        if state:
            carrying = book.carrying() + book.spending()
            found.append(Pledge(book.code, book.name, book.data_set, carrying, book.charged, state, basis))
    return tuple(sorted(found, key=lambda one: STATES.index(one.state)))


def doubts(project: Project, made: Sequence[Pledge]) -> Iterator[Problem]:
    """Where financing and books say different things of a pledge."""
    for one in made:
        if one.state == NAMED:
            asset = project.by_code[BookedAsset.form.name][one.code]
            words = f"账面资产 {one.code}：{one.basis}。"
            yield Problem("notice", asset.form.name, asset.id, "restricted", words)
    if project.financing.repeated_pledge and project.all(BookedAsset) and not any(one.state == PLEDGED for one in made):
        words = "融资方案填报拟质押数据已质押给他人，账面资产却没有一项标明“用于担保”，请核对并披露。"
        yield Problem("notice", project.financing.form.name, 1, "repeated_pledge", words)


def _state(book: AssetBook, papers: Sequence[str], proposed: str) -> tuple[str, str]:
    names = "、".join(dict.fromkeys(papers))
    if book.record.restricted == "用于担保":
        return PLEDGED, names or "账面资产的“权利受限”"
    if book.record.restricted == "其他受限":
        return OTHERWISE_BOUND, "账面资产的“权利受限”"
    if names:
        return NAMED, f"{names}；账面资产没有标明受限，请核对"
    return (PROPOSED, proposed) if proposed else ("", "")
