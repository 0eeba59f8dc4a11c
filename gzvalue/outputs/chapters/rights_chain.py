"""The chain of rights on paper: sources with proofs and the rights that follow, the rules applied, consents by years."""

from collections.abc import Sequence

from gzvalue.outputs.blocks import NOT_APPLICABLE, Block, Cell, Column, Heading, Marked, Paragraph, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.words import UNFILLED, listed
from gzvalue.rights.result import EMPTY, HAS, HAS_NOT, PROVEN, ChainLink, DataSetReview, SourceReview, Years
from gzvalue.rights.tables import source_rules, vocabularies

_TONES = {HAS: "plain", HAS_NOT: "quiet"}


def blocks(content: Content) -> tuple[Block, ...]:
    """Absent without data sets; where nothing was filled in, one sentence says so."""
    review = content.review
    if review is None or not review.data_sets:
        return ()
    if not review.begun:
        return (Paragraph("权属链条与合规自查尚未填写（未自查），本章的权利只按数据目录列示。"),)
    found: list[Block] = [Heading("权属链条", 2), _vocabulary(), _chains(review.data_sets), _rules(review.data_sets)]
    years = _years(review.data_sets)
    if years is not None:
        found += [Heading("个人信息的同意与收集年份", 2), years]
    return tuple(found)


def exclusivity(content: Content) -> tuple[str, ...]:
    """The statement on exclusivity that a certificate cannot give; nothing where it was not filled in."""
    review = content.review
    if review is None or not review.begun:
        return ()
    stated: dict[str, list[str]] = {}
    for one in review.data_sets:
        words = {link.text for link in one.links if link.key == "exclusivity" and link.text}
        stated.setdefault("、".join(sorted(words)) or "未填", []).append(one.code)
    said = "；".join(f"{word} {listed(codes, 45)}" for word, codes in stated.items())
    return (f"独占性声明：登记凭证不证明独占，本企业就各数据集的独占情况如实声明如下：{said}。",)


def _vocabulary() -> RowsTable:
    columns = (Column("权利", 1.2), Column("旧称（数据二十条）", 2), Column("新称（登记工作指引）", 2), Column("含义", 5))
    rows = tuple((one.right, one.old, one.new, one.meaning) for one in vocabularies())
    note = "质押须有经营权：登记工作指引把依法担保列在数据经营权之下（以官方文本为准）。旧凭证按旧称理解。"
    return RowsTable(columns, rows, caption="三项权利的新旧名称", note=note)


def _chains(reviews: Sequence[DataSetReview]) -> RowsTable:
    columns = (
        Column("数据集", 1.4), Column("来源", 2.6), Column("采集主体", 1.7), Column("合同或法律依据", 2.8), Column("期限", 2), Column("限制", 2.2),
        Column("独占性", 1.1), Column("持有", 0.8, "code"), Column("使用", 0.8, "code"), Column("经营", 0.8, "code"), Column("证据", 1.6),
    )  # fmt: skip
    gathered: dict[tuple[object, ...], tuple[SourceReview, list[str]]] = {}
    for one in reviews:
        for source in one.sources:
            key = (source.id, source.rights, tuple((link.text, link.proofs) for link in source.links))
            gathered.setdefault(key, (source, []))[1].append(one.code)
    rows = tuple(_row(source, codes) for source, codes in gathered.values())
    note = "权利由来源类型、前提条件、特殊情形、期限依次推定，几个来源取共有的权利；证据为附件编号和页码，见附件索引。"
    return RowsTable(columns, rows, caption="来源、依据、权利与证据", note=note)


def _row(source: SourceReview, codes: Sequence[str]) -> tuple[Cell, ...]:
    links = {link.key: link for link in source.links}
    outside = "" if source.in_registered else "（不进入登记版）"
    texts = (_text(links[key]) for key in ("collector", "basis", "term", "limits", "exclusivity"))
    rights = (Marked(state, _TONES.get(state, "attention")) for state in source.rights)  # type: ignore[arg-type]
    return (listed(list(codes), 6), f"{links['source'].text or source.source}{outside}", *texts, *rights, _proofs(source))


def _text(link: ChainLink) -> Cell:
    return UNFILLED if link.state == EMPTY else link.text


def _proofs(source: SourceReview) -> Cell:
    shown = dict.fromkeys(
        f"{proof.code} 第 {proof.page} 页" if proof.page else proof.code for link in source.links for proof in link.proofs
    )
    if not shown:
        return Marked("缺证据", "attention")
    expired = any(proof.expired for link in source.links for proof in link.proofs)
    bare = [link.label for link in source.links if link.state not in (PROVEN, EMPTY)]
    words = "、".join(shown) + ("（有过期）" if expired else "") + (f"；缺：{'、'.join(bare)}" if bare else "")
    return Marked(words, "attention") if bare or expired else words


def _rules(reviews: Sequence[DataSetReview]) -> RowsTable:
    named = dict.fromkeys(source.source for one in reviews for source in one.sources)
    rules = [source_rules()[name] for name in named if name in source_rules()]
    columns = (Column("来源类型", 2), Column("前提", 3), Column("规则", 5), Column("依据", 3.4))
    rows = tuple((rule.name, rule.condition or NOT_APPLICABLE, rule.explain, rule.basis.printed) for rule in rules)
    return RowsTable(columns, rows, caption="适用的权利规则", note="法规条款以官方文本为准；标明自定规则的由本软件约定，不是官方规定。")


def _years(reviews: Sequence[DataSetReview]) -> RowsTable | None:
    gathered: dict[tuple[Years, ...], list[str]] = {}
    for one in reviews:
        if one.years:
            gathered.setdefault(one.years, []).append(one.code)
    if not gathered:
        return None
    columns = (Column("数据集", 2), Column("各年份适用的版本和依据", 8), Column("没有依据的年份", 2.4))
    rows = tuple((listed(codes, 8), _covered(years), _bare(years)) for years, codes in gathered.items())
    note = "没有同意版本或其他处理依据的年份须剔除、匿名化或补正；一年之内换过版本的并列。"
    return RowsTable(columns, rows, caption="各年份收集的个人信息适用的同意版本", note=note)


def _covered(years: Sequence[Years]) -> str:
    return "；".join(f"{run.words}：{run.version}（{run.basis}）" for run in years if run.version) or NOT_APPLICABLE


def _bare(years: Sequence[Years]) -> Cell:
    bare = [run.words for run in years if not run.version]
    return Marked("、".join(bare), "attention") if bare else "无"
