"""权属与合规: what the self-check found, data set by data set — results, certificates, chain with proofs, answers, findings.

Conclusions follow from rules and answers, not from arithmetic, so they stand as the program found them and the page says so. Counts
and the days that certificates have left are live.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft
from gzvalue.outputs.workbook.inputs import VALUATION_DATE
from gzvalue.outputs.workbook.page import Column, Live, Page, Ref, span
from gzvalue.rights.result import RESULTS, Answered, ChainLink, DataSetReview, Finding, Proof, Review, SourceReview
from gzvalue.rights.tables import questions
from gzvalue.schema.rights_forms import Certificate

PAGE = "权属与合规"
_RESULT = 2
_COLUMNS = (
    Column("编号", 10), Column("数据名称", 34), Column("结论", 16), Column("持有／使用／经营", 16), Column("级别", 14), Column("已答", 9, True),
    Column("应答", 9, True), Column("条件与事项", 70),
)  # fmt: skip
_CERTIFICATES = {
    0: "凭证序号",
    1: "所载名称",
    2: "凭证种类",
    3: "状态",
    4: "有效期至",
    5: "距基准日（天）",
    6: "覆盖（项）",
    7: "登记机构、编码、覆盖数据集",
}
_CHAIN = {0: "编号", 1: "来源", 2: "环节", 3: "证据情况", 4: "填写范围", 5: "", 6: "", 7: "内容与证据"}
_ANSWERS = {0: "编号", 1: "答复对象", 2: "题号", 3: "答复", 4: "证据", 5: "", 6: "", 7: "问题与说明"}
_FINDINGS = {0: "编号", 1: "规则", 2: "程度", 3: "", 4: "", 5: "", 6: "", 7: "事项与依据"}
_LEVELS = {"exclude": "不得纳入", "condition": "附条件", "notice": "提示"}


def lay_rights(draft: Draft) -> None:
    """Left out until something of the self-check was filled in or a certificate is kept."""
    review = draft.material.review
    certificates = draft.material.project.certificates
    if review is None or not (review.begun or certificates):
        return
    page = draft.page(PAGE, "R1", "权属链条、合规自查的答复与结论、权属凭证；逐个数据集", _COLUMNS)
    page.heading(
        "本页为企业自查，不是法律意见。结论、权利、答复由规则和答复得出，不是算式，按生成时的结果列示，不随改动变化；项数与天数为公式。",
        "改答复、链条、凭证请在程序“权属与合规”中进行，再重新导出。",
    )
    page.next()
    _results(page, review)
    if certificates:
        _certificates(draft, page, certificates)
    if review.begun:
        _chains(page, review)
        _answers(page, review)
        _findings(page, review)


# --- results ------------------------------------------------------------------------------------


def _results(page: Page, review: Review) -> None:
    counted = page.row
    page.next(len(RESULTS) + 1)
    page.band("一、各数据集的自查结论")
    page.heads(freeze=False)
    head = page.row - 1
    for one in review.data_sets:
        rights = "／".join(one.rights.get(right, "") for right in ("持有权", "使用权", "经营权"))
        grade = one.grade or "未填"
        if one.proposed and one.proposed != one.grade:
            grade += f"（拟 {one.proposed}）"
        for place, words in ((0, one.code), (1, one.name), (_RESULT, one.result), (3, rights), (4, grade)):
            page.put(place, words)
        page.put(5, Decimal(one.answered), "integer")
        page.put(6, Decimal(len(one.answers)), "integer")
        page.put(7, "；".join(_matters(one)), role="wrapped")
        page.next()
    if review.data_sets:
        page.filtered = (head, page.row - 1)
        results = span(page.ref(_RESULT, head + 1), page.ref(_RESULT, page.row - 1), page)
        for place, (result, count) in enumerate(review.counts().items()):
            page.put(0, result, role="label", row=counted + place)
            page.put(_RESULT, Live(f'=COUNTIF({results},"{result}")', Decimal(count)), "integer", row=counted + place)
            page.put(3, "项", row=counted + place)
    page.next()


def _matters(one: DataSetReview) -> list[str]:
    found = [one.excluded] if one.excluded else []
    found += [finding.message for finding in one.findings if finding.level != "notice" and finding.message != one.excluded]
    return list(dict.fromkeys(found)) or ["—"]


# --- certificates -------------------------------------------------------------------------------


def _certificates(draft: Draft, page: Page, certificates: Sequence[Certificate]) -> None:
    base = draft.links.data.get(VALUATION_DATE)
    today = draft.material.project.head.valuation_date
    page.band("二、权属凭证（未发证的，权利状态系数按 0 计）")
    page.heads(words=_CERTIFICATES)
    for one in certificates:
        for place, words in ((0, one.code), (1, one.name), (2, one.kind), (3, one.state)):
            page.put(place, words or "未填")
        until: Ref | None = None
        if one.valid_until is not None:
            until = page.put(4, one.valid_until, "date")
        else:
            page.put(4, "未填")
        if until is not None and today is not None and one.valid_until is not None:
            days = Decimal((one.valid_until - today).days)
            page.put(5, Live(f"={until.on(page)}-{base.on(page)}", days) if base is not None else days, "integer")
        page.put(6, Decimal(len(one.data_sets or ())), "integer")
        page.put(7, "；".join(part for part in (one.registry, one.number, "、".join(one.data_sets or ())) if part), role="wrapped")
        page.next()
    page.next()


# --- chain, answers, findings -------------------------------------------------------------------


def _chains(page: Page, review: Review) -> None:
    page.band("三、权属链条：来源、各环节与证据，以及由规则得出的权利")
    page.heads(words=_CHAIN)
    for one in review.data_sets:
        for source in one.sources:
            _source(page, one.code, source)
    page.next()


def _source(page: Page, code: str, source: SourceReview) -> None:
    name = f"{source.source}：{source.part}" if source.part else source.source
    name += "" if source.in_registered else "（不进入登记版）"
    _line(
        page,
        (code, name, "权利（持有／使用／经营）", "／".join(source.rights), source.scope),
        f"{source.rule}（{source.basis}）" if source.basis else source.rule,
    )
    for link in source.links:
        _line(page, (code, name, link.label, link.state, source.scope), _with_proofs(link))


def _with_proofs(link: ChainLink) -> str:
    proofs = "；".join(_proof(one) for one in link.proofs)
    return "　".join(part for part in (link.text, f"［证据：{proofs}］" if proofs else "") if part) or "未填"


def _proof(one: Proof) -> str:
    until = f"，{'已于' if one.expired else '有效期至'} {one.expires_on}{' 过期' if one.expired else ''}" if one.expires_on else ""
    return f"{one.code} {one.title}{f' 第 {one.page} 页' if one.page else ''}{until}{f'，SHA-256 {one.sha256[:16]}…' if one.sha256 else ''}"


def _answers(page: Page, review: Review) -> None:
    page.band("四、合规自查的答复（只问适用的问题）")
    page.heads(words=_ANSWERS)
    for one in review.data_sets:
        for each in (*one.answers, *one.gradings):
            _line(page, (one.code, each.scope or "—", each.question, each.answer or "未答", "、".join(each.proofs) or "—"), _asked(each))
    page.next()


def _asked(each: Answered) -> str:
    question = questions().get(each.question)
    return "　".join(part for part in (question.question if question else "", f"说明：{each.note}" if each.note else "") if part) or "—"


def _findings(page: Page, review: Review) -> None:
    found = [(one.code, finding) for one in review.data_sets for finding in one.findings]
    if not found:
        return
    page.band("五、自查发现的事项")
    page.heads(words=_FINDINGS)
    for code, finding in found:
        _line(page, (code, finding.rule, _LEVELS.get(finding.level, finding.level)), _told(finding))


def _told(finding: Finding) -> str:
    return f"{finding.message}（{finding.printed}）" if finding.printed else finding.message


def _line(page: Page, words: Iterable[str], long: str) -> None:
    for place, text in enumerate(words):
        page.put(place, text)
    page.put(7, long, role="wrapped")
    page.next()
