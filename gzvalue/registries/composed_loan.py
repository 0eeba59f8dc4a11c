"""Texts composed from the enterprise and the loan (``kit.*``): who applies, what is pledged, for how long."""

from collections.abc import Callable, Mapping
from datetime import date

from gzvalue.registries import naming
from gzvalue.registries.fingerprints import fingerprint_of
from gzvalue.registries.gathered import Case
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.kinds import first_day, last_day

FILING_MARGIN = 6
"""Months that a filing should outlast the loan, for enforcement (本软件默认值，非官方数值)."""


def business(case: Case) -> str:
    """经营情况: what the business licence says, joined."""
    firm = case.project.enterprise
    pairs = (
        ("法定代表人", firm.legal_representative),
        ("注册时间", firm.registered_on and firm.registered_on.isoformat()),
        ("注册地址", firm.registered_address),
        ("营业期限", firm.business_term),
        ("经营范围", firm.business_scope),
        ("存续情况", firm.status),
    )
    return "；".join(f"{label}：{str(text).rstrip('。；')}" for label, text in pairs if text)


def subject_type(case: Case) -> str:
    """法人 for a firm with a credit code of an enterprise (9…) or institution (1…)."""
    code = case.project.enterprise.credit_code or ""
    return "法人" if code[:2] in ("91", "12", "11", "51", "52", "53", "93") else ""


def collateral(case: Case) -> str:
    """担保财产描述: what must reasonably identify the collateral (担保制度解释第五十三条，以官方文本为准)."""
    lines = []
    for number, one in enumerate(case.data_sets, 1):
        certificates = [c for c in case.gathered.certificates.get(one.code or "", ()) if c.state == "已发证"]
        named = "；".join(
            f"{c.kind or '凭证'}编码 {c.number}，所载名称“{c.name}”" if c.name else f"{c.kind or '凭证'}编码 {c.number}"
            for c in certificates
            if c.number
        )
        found = fingerprint_of(case.gathered, one)
        parts = (
            f"{number}. {one.registration_name or one.name or one.code}",
            named or "未取得登记凭证",
            f"时域 {first_day(one.span_start).isoformat()} 至 {last_day(one.span_end).isoformat()}"
            if one.span_start and one.span_end
            else "",
            f"{one.record_count:,} 条" if one.record_count is not None else "",
            f"存储于{one.storage_mode}" if one.storage_mode else "",
            f"SHA-256 {found.sha256}" if found and found.sha256 else "",
        )
        lines.append("；".join(part for part in parts if part) + "。")
    return "\n".join(lines)


def collateral_codes(case: Case) -> str:
    """``D01 景区门票…``, a line each."""
    return "\n".join(f"{one.code or ''} {one.registration_name or naming.proposed(one).text}".strip() for one in case.data_sets)


def pledgor(case: Case) -> str:
    """法定代表人、住所、所属行业、企业规模 of the pledgor, as far as known."""
    firm = case.project.enterprise
    pairs = (("法定代表人", firm.legal_representative), ("住所", firm.registered_address), ("所属行业", firm.industry))
    return "；".join(f"{label}：{text}" for label, text in pairs if text)


def filing_term(case: Case) -> str:
    """The loan's term and a margin, which is ours and says so."""
    months = case.project.financing.term_months
    if not months:
        return ""
    return f"{months + FILING_MARGIN} 个月（贷款期限 {months} 个月＋余量 {FILING_MARGIN} 个月；余量为{OWN_DEFAULT}）"


def debt_term(case: Case) -> str:
    """``2026-06-20 至 2028-06-20``."""
    loan = case.project.financing
    if loan.drawdown_on is None or not loan.term_months:
        return ""
    return f"{loan.drawdown_on.isoformat()} 至 {_months_later(loan.drawdown_on, loan.term_months).isoformat()}"


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def as_of(case: Case) -> str:
    """The day of preparation."""
    day = case.project.head.as_of
    return day.isoformat() if day else ""


OF_ALL: Mapping[str, Callable[[Case], str]] = {
    "business": business, "subject_type": subject_type, "collateral": collateral, "collateral_codes": collateral_codes, "pledgor": pledgor,
    "filing_term": filing_term, "debt_term": debt_term, "as_of": as_of,
}  # fmt: skip
"""What is composed without one data set in particular, by its name after ``kit.``."""


def data_sets_of_loan(data_sets: tuple[DataSet, ...]) -> tuple[DataSet, ...]:
    """The data sets that may be pledged: with the right of operation, and meant for registration."""
    return tuple(one for one in data_sets if "经营权" in (one.rights or ()) and one.registered_personal != "不登记")
