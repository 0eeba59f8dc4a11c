"""A licence of one data set: its terms as its sheet shows them, and what of them the enterprise cannot grant.

The list of terms is the program's own (本软件约定). Law is named only where it is, and where it holds by analogy that is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gzvalue.circulation.exclusive import overlap
from gzvalue.circulation.price_check import price_problems
from gzvalue.circulation.shown import CATALOGUE, ENTERPRISE, Lines, Shown, lost_problems, missing_problems, taken
from gzvalue.circulation.standing import (
    ABROAD,
    ARTICLE_444,
    ONWARD,
    PLEDGED,
    Around,
    certificates_of,
    forbidden,
    in_force,
    ours,
    pledge_of,
    same_name,
    standing_problems,
    terms_of,
)
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.figures import shortened
from gzvalue.schema.price_forms import FREE_TRIAL
from gzvalue.schema.problems import Problem
from gzvalue.schema.product_forms import EXCLUSIVE, PLAIN, SOLE, DataLicence
from gzvalue.schema.rules_between import problem
from gzvalue.schema.valuation_forms import Contract

DOING = "许可"
_WIDE = ("全球", "境外", "海外", "世界", "国外")
"""Words of a territory that reaches abroad."""

_REQUIRED = frozenset(
    ("licensee", "right", "exclusivity", "field_of_use", "territory", "export", "starts", "ends", "sublicence", "derived", "delivery",
     "update_duty", "audit", "personal_clause", "security_clause", "pricing_mode", "price")
)  # fmt: skip


@dataclass(frozen=True)
class Licence:
    """One licence as its sheet shows it: the record (``None`` while there is none), its data set, the fields, what is wrong."""

    licence: DataLicence | None
    data_set: DataSet | None
    lines: tuple[Shown, ...]
    problems: tuple[Problem, ...]


def licences_of(around: Around, data_set: DataSet) -> tuple[Licence, ...]:
    """Every licence of the data set; where there is none yet, what is known without."""
    mine = [one for one in around.project.all(DataLicence) if data_set.code and one.data_set == data_set.code]
    return tuple(licence(around, one) for one in mine) or (licence(around, None, data_set),)


def licence(around: Around, record: DataLicence | None, data_set: DataSet | None = None) -> Licence:
    """One licence; without one, what is known of ``data_set``."""
    one = around.data_set(record.data_set) if record is not None else data_set
    lines = tuple(_lines(around, record, one))
    return Licence(record, one, lines, tuple(dict.fromkeys(_problems(around, record, one, lines))))


# --- what is shown --------------------------------------------------------------------------------


def _lines(around: Around, record: DataLicence | None, one: DataSet | None) -> Iterator[Shown]:
    lines = Lines(DataLicence.form, record)
    at, id = DataSet.form.name, one.id if one is not None else 0
    words = "" if one is None else f"{one.code or ''} {one.name or ''}".strip()
    yield lines.one("code")
    yield lines.one("licensor", around.project.enterprise.name or "", ENTERPRISE, required=True)
    yield lines.one("licensee", required=True)
    yield taken("data", "许可的数据", words, CATALOGUE, (at, id, "name"), "当事人与标的", required=True)
    number, origin, place = _certificate(around, one)
    yield taken("certificate", "登记凭证编号", number, origin, place, "当事人与标的", required=True)
    grade = "" if one is None else one.grade
    yield taken("grade", "数据级别", grade, CATALOGUE, (at, id, "grade"), "当事人与标的", required=True)
    yield from lines.typed(
        "right",
        "exclusivity",
        "field_of_use",
        "territory",
        "export",
        "starts",
        "ends",
        "sublicence",
        "derived",
        "delivery",
        required=_REQUIRED,
    )
    yield lines.one(
        "update_duty", (f"数据目录的更新频率为{one.frequency}" if one is not None and one.frequency else ""), CATALOGUE, required=True
    )
    yield from lines.typed("audit", "personal_clause", "security_clause", "pricing_mode", "price", "price_note", required=_REQUIRED)
    yield from lines.typed("lender_consent", "consent_evidence", "contract", "record_number", "signed_on", "note")


def _certificate(around: Around, one: DataSet | None) -> tuple[str, str, tuple[str, int, str]]:
    """Number of the certificate in force, where it comes from and where it is; its state is no number."""
    every = certificates_of(around.project, one.code or "") if one is not None else ()
    best = next((each for each in every if in_force(each, around.as_of) and each.number), None)
    if best is None:
        return "", "", ("certificate", every[0].id if every else 0, "number")
    until = f"，有效期至 {best.valid_until.isoformat()}" if best.valid_until else ""
    return f"{best.number}（{best.kind or '权属凭证'}{until}）", f"权属凭证 {best.code or ''}".strip(), ("certificate", best.id, "number")


# --- what stands in the way -----------------------------------------------------------------------


def _problems(around: Around, record: DataLicence | None, one: DataSet | None, lines: tuple[Shown, ...]) -> Iterator[Problem]:
    name = "数据许可" if record is None else record.name_for_people
    yield from missing_problems(lines, name, DataLicence.form)
    if one is not None:
        yield from standing_problems(around, one, DOING)
    if record is None:
        return
    yield from lost_problems(around.project, record)
    yield from _parties(around, record)
    yield from _clauses(record, one)
    yield from _contract(around, record)
    if one is not None:
        yield from _term(around, record, one)
        yield from _onward(around, record, one)
        yield from _exclusive(around, record, one)
        yield from _pledge(around, record, one)
        yield from price_problems(around, record, (record.pricing_mode, record.price, None), None, (one,))
    yield from _abroad(around, record, one)


def _parties(around: Around, one: DataLicence) -> Iterator[Problem]:
    licensor = one.licensor or around.project.enterprise.name
    if same_name(licensor, one.licensee):
        yield problem("error", one, "licensee", "许可方与被许可方是同一主体，请改正")
    elif not ours(around.project, one.licensor):
        yield problem("notice", one, "licensor", f"许可方“{shortened(one.licensor or '', 40)}”不是本企业，请附其授权或改为由其编制")


def _clauses(one: DataLicence, data_set: DataSet | None) -> Iterator[Problem]:
    personal = data_set is not None and data_set.registered_personal != "否" and data_set.personal_information is not False
    if personal and one.personal_clause in ("未约定", "不涉及"):
        words = "数据可能含个人信息（登记版未填“否”），须约定处理目的、方式、种类与保护措施"
        yield problem("error", one, "personal_clause", words)
    elif one.personal_clause == "未约定":
        yield problem("notice", one, "personal_clause", "个人信息条款未约定，不涉及的请填“不涉及”")
    if one.security_clause == "未约定":
        grade = data_set.grade if data_set is not None else None
        strict = grade in ("L3", "L4")
        words = f"数据级别为 {grade}，须约定" if strict else "宜约定"
        yield problem(
            "error" if strict else "notice", one, "security_clause", f"数据安全条款未约定，{words}保密、访问控制、期满删除与事故通知"
        )
    if one.derived == "另行约定" and not one.note:
        yield problem("notice", one, "derived", "衍生数据归属为“另行约定”，请在备注中写明约定在哪里")
    if one.pricing_mode == FREE_TRIAL and one.price:
        yield problem("notice", one, "price", "计价方式为免费试用，却填了许可费，请核对")


def _contract(around: Around, one: DataLicence) -> Iterator[Problem]:
    found = around.project.by_code["contract"].get(one.contract or "")
    if not isinstance(found, Contract):
        return
    if found.counterparty and one.licensee and not same_name(found.counterparty, one.licensee):
        yield problem("notice", one, "licensee", f"与合同 {found.code} 的对方“{shortened(found.counterparty, 40)}”不一致，请核对")
    if found.ends and one.ends and found.ends < one.ends:
        yield problem("notice", one, "ends", f"许可期限止 {one.ends} 晚于合同 {found.code} 的截止日期 {found.ends}，请核对")


def _term(around: Around, one: DataLicence, data_set: DataSet) -> Iterator[Problem]:
    if one.starts and one.ends and one.ends < one.starts:
        yield problem("error", one, "ends", f"许可期限止 {one.ends} 早于期限起 {one.starts}，请核对")
        return
    if one.ends is None:
        return
    if around.as_of is not None and one.ends < around.as_of:
        yield problem("notice", one, "ends", f"许可已于 {one.ends} 届满，请续期或删除")
    for term in terms_of(around.project, data_set):
        if term.until < one.ends:
            yield _too_long(one, one.ends, term.name, term.until, term.renewable)


def _too_long(one: DataLicence, ends: date, name: str, until: date, renewable: bool) -> Problem:
    if renewable:
        return problem("notice", one, "ends", f"许可到 {ends} 为止，{name}到 {until} 到期，期内须续期")
    return problem("error", one, "ends", f"许可到 {ends} 为止，长于{name}（到 {until} 为止），许可方不能给出自己没有的期限，请缩短或先续期")


def _onward(around: Around, one: DataLicence, data_set: DataSet) -> Iterator[Problem]:
    limit = forbidden(around.project, data_set, ONWARD)
    if one.sublicence in ("允许", "经书面同意") and limit is not None:
        yield problem(
            "error",
            one,
            "sublicence",
            f"再许可填“{one.sublicence}”，而{limit[0]}的限制为“{shortened(limit[1], 60)}”，请改为不允许或先取得同意",
        )
    if one.sublicence == "允许" and one.right == "使用权":
        yield problem("notice", one, "sublicence", "许可的是使用权，却允许再许可；被许可方再向他人提供属于经营权，请核对权利类型")


def _exclusive(around: Around, one: DataLicence, data_set: DataSet) -> Iterator[Problem]:
    if one.exclusivity not in (EXCLUSIVE, SOLE):
        return
    if data_set.exclusive == "非独占":
        yield problem(
            "error", one, "exclusivity", f"数据目录填“非独占”（他人也合法持有同样数据），不能承诺{one.exclusivity}，请改为{PLAIN}或核实"
        )
    for other in around.project.all(DataLicence):
        if other.id != one.id and other.data_set == one.data_set and overlap(one, other):
            yield _beside(one, other)
    units = sorted({each.unit for each in around.project.unit_members if each.data_set == data_set.code and each.unit})
    if one.exclusivity == EXCLUSIVE and units:
        words = f"独占期内本企业自己也不得使用，评估单元 {'、'.join(units[:6])} 中自用带来的收益须重新考虑"
        yield problem("notice", one, "exclusivity", words)


def _beside(one: DataLicence, other: DataLicence) -> Problem:
    """Two licences at one time: a contradiction, unless use or territory are told apart."""
    told = f"{other.code or '另一许可'}（{shortened(other.licensee or '未填', 30)}，{other.exclusivity or '方式未填'}）"
    apart = _differ(one.field_of_use, other.field_of_use) or _differ(one.territory, other.territory)
    if apart:
        return problem("notice", one, "exclusivity", f"与{told}期限重叠，用途或地域的文字不同，请确认确实不重叠并在合同中写明")
    return problem("error", one, "exclusivity", f"{one.exclusivity}与{told}期限重叠，不能并存，请错开期限、分开用途或改为{PLAIN}")


def _differ(first: str | None, second: str | None) -> bool:
    return bool(first and second and not same_name(first, second))


def _pledge(around: Around, one: DataLicence, data_set: DataSet) -> Iterator[Problem]:
    state = pledge_of(around, data_set)
    if state == PLEDGED and one.lender_consent != "已取得":
        yield problem("error", one, "lender_consent", f"数据集{state}，尚未取得质权人同意，许可前须先取得（{ARTICLE_444}）")
    elif state and one.lender_consent != "已取得":
        yield problem("notice", one, "lender_consent", f"数据集{state}，放款后许可宜取得质权人书面同意，并写入质押合同（{ARTICLE_444}）")
    if one.lender_consent == "已取得" and not one.consent_evidence:
        yield problem("notice", one, "consent_evidence", "质权人同意填“已取得”，请附同意书")


def _abroad(around: Around, one: DataLicence, data_set: DataSet | None) -> Iterator[Problem]:
    wide = next((word for word in _WIDE if word in (one.territory or "")), "")
    if one.export == "禁止出境" and wide:
        yield problem("error", one, "territory", f"地域范围写有“{wide}”，却填“禁止出境”，请统一")
    if one.export != "允许出境":
        return
    limit = forbidden(around.project, data_set, ABROAD) if data_set is not None else None
    if limit is not None:
        yield problem("error", one, "export", f"填“允许出境”，而{limit[0]}的限制为“{shortened(limit[1], 60)}”，请改为禁止出境")
    elif data_set is not None and (data_set.grade in ("L4", "重要（待识别）", "核心") or data_set.registered_personal == "是"):
        yield problem(
            "error", one, "export", f"数据级别为 {data_set.grade or '未填'}或含个人信息，未办理出境手续以前不得约定允许出境（{_RULE_35}）"
        )
    else:
        yield problem("notice", one, "export", f"允许出境的，须先按规定确认适用的出境方式（{_RULE_35}）")


_RULE_35 = "网络数据安全管理条例第三十五条、第三十七条，以官方文本为准"
