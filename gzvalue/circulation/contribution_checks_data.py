"""Those questions of a contribution that are about the data: rights, restrictions, pledge, term, personal information."""

from datetime import date

from gzvalue.circulation.contribution_facts import Facts
from gzvalue.circulation.contribution_result import MET, TO_DO, UNSURE
from gzvalue.circulation.contribution_saying import Answer
from gzvalue.rights.result import EXCLUDED, HAS_NOT, OPEN
from gzvalue.schema.contribution_forms import CONDITIONAL, FAILED, PASSED
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.rules_within import folded, says_none

_HOLD = "持有权"
_BARRED_SOURCES = ("受托处理", "公共数据授权运营")


def transferable(facts: Facts) -> Answer:
    """Whether what is contributed may be passed on at all."""
    if not facts.data_sets:
        return Answer(UNSURE, "未填出资数据集。", "data_sets")
    for one, why in _bars(facts):
        return Answer(TO_DO, f"{one.code} {why}。", "restriction", one)
    limited = [one for one in facts.data_sets if one.right_limits and not says_none(one.right_limits)]
    if limited:
        return Answer(
            UNSURE, f"{_codes(limited)}填有权利限制（{limited[0].right_limits}），请确认允许以其出资。", "right_limits", limited[0]
        )
    unknown = [one for one in facts.data_sets if one.restriction is None or one.right_limits is None]
    if unknown:
        return Answer(UNSURE, f"{_codes(unknown)}的权利核查或权利限制未填。", "restriction", unknown[0])
    unchecked = [one for one in facts.reviews if not one.recorded]
    if unchecked:
        return Answer(UNSURE, f"{'、'.join(one.code for one in unchecked)}尚未作权属与合规自查。", "data_sets")
    return Answer(MET, "权利核查无限制，未见禁止转让的约定。", "data_sets")


def _bars(facts: Facts) -> list[tuple[DataSet, str]]:
    found = []
    reviews = {one.code: one for one in facts.reviews}
    for one in facts.data_sets:
        review = reviews.get(one.code or "")
        if one.grade == "核心":
            found.append((one, "为核心数据，不得转让"))
        elif one.source_type in _BARRED_SOURCES:
            found.append((one, f"来源为{one.source_type}，未经权利人或授权方书面同意不得出资"))
        elif one.restriction == "受限":
            found.append((one, "权利核查为“受限”"))
        elif review is not None and review.result == EXCLUDED:
            found.append((one, "自查结果为“不得纳入”"))
    return found


def hold_right(facts: Facts) -> Answer | None:
    """Only where the right to hold is contributed: not while it is restricted or open."""
    if _HOLD not in (facts.record.rights or ()):
        return None
    held_up = [one for one in facts.data_sets if one.restriction in ("受限", "待核")]
    if held_up:
        one = held_up[0]
        return Answer(
            TO_DO, f"{_codes(held_up)}的权利核查为“{one.restriction}”，持有权不得出资；可改以使用权、经营权出资。", "restriction", one
        )
    bound = [one for one in facts.data_sets if one.right_limits and not says_none(one.right_limits)]
    if bound:
        return Answer(
            TO_DO, f"{_codes(bound)}填有权利限制（{bound[0].right_limits}），持有权转让须先解除或取得同意。", "right_limits", bound[0]
        )
    if not facts.data_sets or any(one.restriction is None for one in facts.data_sets):
        return Answer(UNSURE, "权利核查未填。", "data_sets")
    return Answer(MET, "权利核查无限制。", "data_sets")


def owned(facts: Facts) -> Answer:
    """Whether the contributor has what he contributes."""
    rights = facts.record.rights or ()
    if not rights:
        return Answer(UNSURE, "未填出资权利。", "rights")
    if not facts.data_sets:
        return Answer(UNSURE, "未填出资数据集。", "data_sets")
    for one in facts.data_sets:
        lacking = [right for right in rights if one.rights is not None and right not in one.rights]
        if lacking:
            return Answer(TO_DO, f"数据目录中 {one.code} 不含{'、'.join(lacking)}。", "rights", one)
        if one.holder and folded(one.holder) not in (folded(facts.contributor), "本企业", "本公司"):
            return Answer(TO_DO, f"{one.code} 的产权持有人为{one.holder}，不是数据出资人{facts.contributor}。", "holder", one)
    for review in facts.reviews:
        none = [right for right in rights if review.rights.get(right) == HAS_NOT]
        if none:
            return Answer(TO_DO, f"{review.code} 的权属链条不支持{'、'.join(none)}。", "rights")
    unsure = [review.code for review in facts.reviews if any(review.rights.get(right) == OPEN for right in rights)]
    if unsure or any(one.rights is None for one in facts.data_sets):
        return Answer(UNSURE, f"{'、'.join(unsure) or '部分数据集'}的权利待核。", "rights")
    return Answer(MET, f"数据目录与权属链条支持{'、'.join(rights)}。", "rights")


def registrable(facts: Facts) -> Answer:
    """Whether certificates in force prove the rights of all that is contributed."""
    if not facts.certificates:
        return Answer(TO_DO, "没有登记凭证；请先登记，或向登记机关说明权属依据。", "certificates")
    good = [one for one in facts.certificates if one.state == "已发证" and not _over(one.valid_until, facts.as_of)]
    if not good:
        return Answer(TO_DO, f"凭证 {'、'.join(one.code or '' for one in facts.certificates)} 尚未发证或已失效。", "certificates")
    covered = {code for one in good for code in one.data_sets or ()}
    uncovered = [code for code in facts.record.data_sets or () if code not in covered]
    if uncovered:
        return Answer(TO_DO, f"{'、'.join(uncovered)}没有有效凭证覆盖。", "certificates")
    stated = {right for one in good for right in one.rights or ()}
    lacking = [right for right in facts.record.rights or () if right not in stated]
    if lacking:
        return Answer(TO_DO, f"凭证所载权利不含{'、'.join(lacking)}。", "rights")
    other = [one for one in good if one.holder and folded(one.holder) not in (folded(facts.contributor), "本企业", "本公司")]
    if other:
        return Answer(TO_DO, f"凭证 {other[0].code} 的权利人为{other[0].holder}，不是数据出资人。", "certificates", other[0])
    return Answer(UNSURE, "有有效的登记凭证；能否以其登记出资，请事先向公司登记机关书面咨询。", "certificates")


def _over(until: date | None, as_of: date | None) -> bool:
    return until is not None and as_of is not None and until < as_of


def exclusive(facts: Facts) -> Answer:
    """Whether an exclusive grant can be given."""
    granted = facts.record.exclusive
    if granted is None:
        return Answer(UNSURE, "未填是否独占。", "exclusive")
    if granted == "非独占":
        return Answer(MET, "非独占出资：出资人可自用或再许可他人，作价应与此相称。", "exclusive")
    shared = [one for one in facts.data_sets if one.exclusive == "非独占"]
    if shared:
        return Answer(TO_DO, f"约定独占，而数据目录中 {_codes(shared)} 为非独占，他人合法持有同样数据。", "exclusive", shared[0])
    if not facts.data_sets or any(one.exclusive != "独占" for one in facts.data_sets):
        return Answer(UNSURE, "约定独占，数据目录中是否独占未填或不清楚。", "exclusive")
    return Answer(MET, "数据目录为独占。", "exclusive")


def pledge(facts: Facts) -> Answer:
    """Whether somebody's security stands in the way."""
    if not facts.record.data_sets:
        return Answer(UNSURE, "未填出资数据集。", "data_sets")
    why, certain = facts.pledged
    consent = facts.record.pledgee_consent
    if not why:
        if consent in ("已取得", "未取得"):
            return Answer(UNSURE, "填有质权人同意一项，而担保结构中没有登记记录，请核对。", "pledgee_consent")
        return Answer(MET, "未见已登记的担保。", "data_sets")
    if consent == "已取得":
        return Answer(MET, f"{why}，已取得质权人同意。", "pledgee_consent")
    if certain:
        return Answer(TO_DO, f"{why}，未取得质权人书面同意不得出资。", "pledgee_consent")
    return Answer(TO_DO, f"{why}，请先核实是否包括所出资的数据，并取得质权人书面同意。", "pledgee_consent")


def right_term(facts: Facts) -> Answer:
    """Whether the right lasts as long as it is granted, and as long as the company lives on it."""
    record = facts.record
    if record.starts is not None and record.ends is not None and record.ends <= record.starts:
        return Answer(TO_DO, f"权利期限止 {record.ends} 不晚于起 {record.starts}。", "ends")
    if record.ends is not None and _over(record.ends, facts.as_of):
        return Answer(TO_DO, f"权利期限已于 {record.ends} 届满。", "ends")
    shorter = [(one.right_until, f"{one.code} 的权利期限", one, "right_until") for one in facts.data_sets if one.right_until is not None]
    for until, what, row, key in sorted(shorter, key=lambda found: found[0]):
        if record.ends is None or until < record.ends:
            return Answer(TO_DO, f"{what}至 {until}，{_than(record.ends)}。", key, row)
    if record.ends is not None and record.operated_until is not None and record.ends < record.operated_until:
        return Answer(TO_DO, f"权利期限至 {record.ends}，短于公司依赖该数据经营至 {record.operated_until}。", "ends")
    dated = [one for one in facts.certificates if one.valid_until is not None and (record.ends is None or one.valid_until < record.ends)]
    if dated:
        return Answer(
            TO_DO,
            f"凭证 {dated[0].code} 有效期至 {dated[0].valid_until}，{_than(record.ends)}，须约定续期。",
            "valid_until",
            dated[0],
        )
    if record.ends is None and not record.note:
        return Answer(UNSURE, "未填权利期限止；没有期限的请在说明中写明。", "ends")
    if record.operated_until is None:
        return Answer(UNSURE, "未填公司依赖该数据经营至何时，看不出期限是否够用。", "operated_until")
    return Answer(MET, f"权利期限至 {record.ends or '无期限'}，不短于经营计划、权利期限和凭证有效期。", "ends")


def _than(ends: date | None) -> str:
    return f"短于出资约定的 {ends}" if ends else "而出资未填期限止（按无期限看）"


def compliance(facts: Facts) -> Answer:
    """The conclusion on personal information and important data, against the catalogue."""
    stated = facts.record.compliance
    personal = [one for one in facts.data_sets if one.registered_personal == "是"]
    graded = [one for one in facts.data_sets if one.grade in ("核心", "重要（待识别）")]
    if stated == FAILED:
        return Answer(TO_DO, f"核查结论为不得出资。{facts.record.compliance_note or ''}", "compliance")
    if personal:
        return Answer(TO_DO, f"{_codes(personal)}的登记版含个人信息，须先匿名化或取得单独同意。", "registered_personal", personal[0])
    if graded:
        return Answer(TO_DO, f"{_codes(graded)}的级别为{graded[0].grade}，须先完成识别和报批。", "grade", graded[0])
    if stated not in (PASSED, CONDITIONAL):
        return Answer(UNSURE, "未填核查结论。" if stated is None else f"核查结论“{stated}”不在可选范围，请重新选择。", "compliance")
    if stated == CONDITIONAL:
        note = facts.record.compliance_note
        return Answer(TO_DO, f"核查结论为附条件：{note}。" if note else "核查结论为附条件，请写明条件及落实情况。", "compliance_note")
    return Answer(MET, "核查结论为未发现问题。", "compliance")


def _codes(rows: list[DataSet]) -> str:
    return "、".join(one.code or f"第 {one.id} 条" for one in rows)
