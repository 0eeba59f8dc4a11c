"""Pledged-asset disclosure: carrying amount and amortisation of the period of data resources that secure a debt.

What is pledged already is told apart from what is only meant to be: the pool of a financing plan pledges nothing yet.
"""

from collections import defaultdict
from collections.abc import Sequence

from gzvalue.accounting.result import AssetBook, Pledge
from gzvalue.schema.project import Project

PLEDGED, OTHERWISE_BOUND, NAMED, PROPOSED = STATES = ("已用于担保", "其他受限", "担保文件已载明", "拟质押（尚未设立）")
_PAPERS = ("质押合同", "担保登记")


def pledged(project: Project, books: Sequence[AssetBook], pool: frozenset[str]) -> tuple[Pledge, ...]:
    """The assets concerned, with where that stands."""
    papers: dict[str, list[str]] = defaultdict(list)
    for one in project.stated_names:
        if one.paper in _PAPERS and one.data_set:
            papers[one.data_set].append(one.paper_name or one.paper)
    found = []
    for book in books:
        state, basis = _state(book, papers.get(book.data_set, []), pool)
        if state:
            carrying = book.carrying() + book.spending()
            found.append(Pledge(book.code, book.name, book.data_set, carrying, book.charged, state, basis))
    return tuple(sorted(found, key=lambda one: STATES.index(one.state)))


def _state(book: AssetBook, papers: Sequence[str], pool: frozenset[str]) -> tuple[str, str]:
    names = "、".join(dict.fromkeys(papers))
    if book.record.restricted == "用于担保":
        return PLEDGED, names or "账面资产的“权利受限”"
    if book.record.restricted == "其他受限":
        return OTHERWISE_BOUND, "账面资产的“权利受限”"
    if names:
        return NAMED, f"{names}；账面资产没有标明受限，请核对"
    if book.data_set in pool:
        return PROPOSED, "融资与担保方案的质押池"
    return "", ""
