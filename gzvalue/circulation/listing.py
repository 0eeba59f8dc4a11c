"""A data product as it is offered: every field typed or taken from the catalogue, and what stands in the way of listing it.

The fields are those that exchanges' product sheets have in common (not checked against any official text); the rules
without a clause are the program's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gzvalue.circulation.exclusive import exclusive_over
from gzvalue.circulation.price_check import price_problems
from gzvalue.circulation.shown import CATALOGUE, ENTERPRISE, Lines, Shown, lost_problems, missing_problems, said, taken
from gzvalue.circulation.standing import (
    ARTICLE_444,
    PLANNED,
    PLEDGED,
    TO_OTHERS,
    Around,
    certificates_of,
    fields_of,
    forbidden,
    in_force,
    once,
    pledge_of,
    same_name,
    standing_problems,
)
from gzvalue.schema.data_set import DataField, DataSet
from gzvalue.schema.figures import shortened
from gzvalue.schema.measured_personal import personal_findings
from gzvalue.schema.price_forms import AUCTION, FREE_TRIAL, NEGOTIATED, REVENUE_SHARE, TIERED
from gzvalue.schema.problems import Problem
from gzvalue.schema.product_forms import DataProduct
from gzvalue.schema.rights_forms import Certificate
from gzvalue.schema.rules_between import problem
from gzvalue.schema.valuation_forms import Evidence

DOING = "挂牌"
UNPRICED = (NEGOTIATED, AUCTION, REVENUE_SHARE, TIERED, FREE_TRIAL)
"""Ways of charging that need no price of one unit."""

_NO_FILE = ("L4",)
"""Grades that should not leave as a file (project's own rule)."""


@dataclass(frozen=True)
class Listing:
    """One product as its sheet shows it.

    Attributes:
        product: the record; ``None`` while there is none.
        data_sets: those it is made of, as far as the catalogue has them.
        lines: the fields in order.
        fields: field dictionary of all its data sets.
        certificate: the certificate whose number is shown; ``None`` where a number was typed or there is none.
        problems: what is missing or stands in the way.
    """

    product: DataProduct | None
    data_sets: tuple[DataSet, ...]
    lines: tuple[Shown, ...]
    fields: tuple[DataField, ...]
    certificate: Certificate | None
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """Of the product, as shown."""
        return next(one.text for one in self.lines if one.key == "name")


def listings_of(around: Around, data_set: DataSet) -> tuple[Listing, ...]:
    """Every product made of the data set; where there is none yet, what the catalogue alone gives."""
    mine = [one for one in around.project.all(DataProduct) if data_set.code in (one.data_sets or ())]
    return tuple(listing(around, one) for one in mine) or (listing(around, None, data_set),)


def listing(around: Around, product: DataProduct | None, data_set: DataSet | None = None) -> Listing:
    """One product; without one, what is known of ``data_set``."""
    codes = product.data_sets or () if product is not None else ()
    found = [one for one in map(around.data_set, codes) if one is not None]
    data_sets = tuple(found) if product is not None else (data_set,) if data_set is not None else ()
    fields = tuple(one for each in data_sets for one in fields_of(around.project, each.code or ""))
    certificate = _certificate(around, data_sets)
    lines = tuple(_lines(around, product, data_sets, certificate))
    made = Listing(product, data_sets, lines, fields, certificate, ())
    return Listing(product, data_sets, lines, fields, certificate, tuple(dict.fromkeys(_problems(around, made))))


# --- what is shown --------------------------------------------------------------------------------


def _lines(around: Around, product: DataProduct | None, data_sets: tuple[DataSet, ...], certificate: Certificate | None) -> Iterator[Shown]:
    lines = Lines(DataProduct.form, product)
    first = data_sets[0] if data_sets else DataSet(id=0)
    at = DataSet.form.name
    yield lines.one("code")
    yield lines.one("name", first.name or "", CATALOGUE, required=True)
    yield lines.one("data_sets", "、".join(one.code or "" for one in data_sets), CATALOGUE, required=True)
    yield from lines.typed("type", "category", required=("type", "category"))
    yield lines.one("industry", first.industry or "", CATALOGUE, required=True)
    yield lines.one("scenario_tags", "；".join(one.scenarios for one in data_sets if one.scenarios), CATALOGUE, required=True)
    yield from lines.typed("summary", "buyers", required=("summary",))
    yield lines.one("frequency", first.frequency or "", CATALOGUE, required=True)
    yield taken("span", "时间跨度", _span(first), CATALOGUE, (at, first.id, "span_start"), "产品")
    yield taken("territory", "数据覆盖地域", first.territory, CATALOGUE, (at, first.id, "territory"), "产品")
    yield taken("records", "记录数", said(first, "record_count"), CATALOGUE, (at, first.id, "record_count"), "产品")
    yield lines.one("sample_file")
    yield from lines.typed("delivery", "pricing_mode", required=("delivery", "pricing_mode"))
    yield _price(lines, product)
    yield from lines.typed("use_constraints", "support", required=("use_constraints",))
    limits = "；".join(f"{one.code} {one.right_limits}" for one in data_sets if one.right_limits)
    yield taken("right_limits", "权利限制", limits, CATALOGUE, (at, first.id, "right_limits"), "交付与计价")
    rights = "；".join(f"{one.code} {said(one, 'rights')}" for one in data_sets if one.rights)
    yield taken("rights", "企业持有的权利", rights, CATALOGUE, (at, first.id, "rights"), "合规与凭证", required=True)
    grades = "；".join(f"{one.code} {one.grade}" for one in data_sets if one.grade)
    yield taken("grade", "数据级别", grades, CATALOGUE, (at, first.id, "grade"), "合规与凭证", required=True)
    personal = "；".join(
        f"{one.code} 原始数据{_yes(one.personal_information)}，登记版{one.registered_personal or '未填'}" for one in data_sets
    )
    yield taken("personal", "含个人信息", personal, CATALOGUE, (at, first.id, "registered_personal"), "合规与凭证")
    yield _opinion(around, lines, product)
    yield lines.one("compliance_words")
    yield _number(lines, certificate)
    yield taken("supplier", "提供方", around.project.enterprise.name, ENTERPRISE, ("enterprise", 1, "name"), "挂牌", required=True)
    contact = " ".join(part for part in (around.project.enterprise.contact_person, around.project.enterprise.contact_phone) if part)
    yield taken("contact", "联系人", contact, ENTERPRISE, ("enterprise", 1, "contact_person"), "挂牌")
    yield from lines.typed("venue", "listing_state", "listing_number", "note")


def _span(one: DataSet) -> str:
    return f"{one.span_start or '？'}–{one.span_end or '？'}" if one.span_start or one.span_end else ""


def _yes(flag: bool | None) -> str:
    return "未填" if flag is None else "是" if flag else "否"


def _price(lines: Lines, product: DataProduct | None) -> Shown:
    """``0.50 元／次``, 面议, or nothing; required unless the way of charging has no unit price."""
    made = lines.one("price", required=True)
    if product is None:
        return made
    if product.price is not None:
        unit = f"／{product.price_unit}" if product.price_unit else ""
        return Shown(made.key, made.label, f"{made.text}{unit}", made.origin, made.place, made.group, True)
    if product.negotiable:
        return Shown(made.key, made.label, "面议", made.origin or "填写", (made.place[0], made.place[1], "negotiable"), made.group, True)
    words = f"按“{product.pricing_mode}”另行约定" if product.pricing_mode in UNPRICED else ""
    return Shown(made.key, made.label, words, "填写" if words else "", made.place, made.group, True)


def _opinion(around: Around, lines: Lines, product: DataProduct | None) -> Shown:
    made = lines.one("compliance_opinion", required=True)
    found = around.project.by_code["evidence"].get(product.compliance_opinion or "") if product is not None else None
    if not isinstance(found, Evidence):
        return made
    dated = f"，{found.issued_on.isoformat()}" if found.issued_on else ""
    until = f"，有效至 {found.expires_on.isoformat()}" if found.expires_on else ""
    words = f"附件 {found.code} {found.title or ''}{dated}{until}"
    return Shown(made.key, "合规评估意见", words, made.origin, made.place, made.group, True)


def _certificate(around: Around, data_sets: tuple[DataSet, ...]) -> Certificate | None:
    every = [one for each in data_sets for one in certificates_of(around.project, each.code or "")]
    return next((one for one in every if in_force(one, around.as_of) and one.number), every[0] if every else None)


def _number(lines: Lines, certificate: Certificate | None) -> Shown:
    """The number of a certificate in force; else in what state the application is, which is no number."""
    if certificate is None:
        return lines.one("certificate_number", required=True)
    if certificate.state != "已发证" or not certificate.number:
        made = lines.one("certificate_number", required=True)
        return made if made.text else Shown(made.key, made.label, "", "", ("certificate", certificate.id, "number"), made.group, True)
    until = f"，有效期至 {certificate.valid_until.isoformat()}" if certificate.valid_until else ""
    words = f"{certificate.number}（{certificate.kind or '权属凭证'}，{certificate.registry or '登记机构未填'}{until}）"
    return lines.one("certificate_number", words, f"权属凭证 {certificate.code or ''}".strip(), required=True)


# --- what stands in the way -----------------------------------------------------------------------


def _problems(around: Around, made: Listing) -> Iterator[Problem]:
    product = made.product
    name = "数据产品" if product is None else product.name_for_people
    yield from missing_problems(made.lines, name, DataProduct.form)
    if not made.fields and made.data_sets:
        codes = "、".join(one.code or "" for one in made.data_sets)
        yield Problem("error", DataField.form.name, 0, "", f"{name}：字段字典中没有 {codes} 的字段，说明书须列出字段信息，请导入字段字典。")
    for one in made.data_sets:
        yield from standing_problems(around, one, DOING)
        yield from _circumstances(around, one)
        yield from _personal(around, one, made.fields)
    yield from _pledged(around, made.data_sets)
    yield from _certificate_problems(around, made)
    if product is not None:
        yield from lost_problems(around.project, product)
        yield from _product_problems(around, product, made.data_sets)


def _circumstances(around: Around, one: DataSet) -> Iterator[Problem]:
    """Limits in words, exclusive licences."""
    limit = forbidden(around.project, one, TO_OTHERS)
    if limit is not None:
        yield problem("notice", one, "right_limits", f"{limit[0]}的限制“{shortened(limit[1], 60)}”与对外提供可能冲突，请核对")
    for licence in exclusive_over(around, one, around.as_of):
        to, until = shortened(licence.licensee or "未填", 40), licence.ends.isoformat() if licence.ends else "未填"
        words = f"已以“{licence.exclusivity}”许可给 {to}（{licence.code or '许可'}，至 {until}），期内不得再向他人提供"
        yield problem("error", one, "exclusive", words)


def _pledged(around: Around, data_sets: tuple[DataSet, ...]) -> Iterator[Problem]:
    """One sentence for all data sets in the same state; it leads to the first."""
    for state, verb in ((PLEDGED, "须先取得"), (PLANNED, "放款后对外提供前宜取得")):
        mine = [one for one in data_sets if pledge_of(around, one) == state]
        if mine:
            codes = "、".join(one.code or "" for one in mine)
            words = f"数据集 {codes} {state}，{verb}质权人书面同意（{ARTICLE_444}）"
            yield Problem("notice", DataSet.form.name, mine[0].id, "right_limits", words)


def _personal(around: Around, one: DataSet, fields: tuple[DataField, ...]) -> Iterator[Problem]:
    """Columns of people in the dictionary; what measuring found in the version to be provided."""
    marked = [field.label or field.name or "" for field in fields if field.personal and field.data_set == one.code]
    if marked:
        some = "、".join(marked[:6]) + (f" 等 {len(marked)} 个" if len(marked) > 6 else "")
        yield problem("notice", one, "personal_note", f"字段字典中的个人信息字段（{some}）不得进入对外提供的版本，说明书中已标出")
    found = once(around.project, "personal", lambda: personal_findings(around.project)).get(one.code or "")
    if found is not None and found.in_registered:
        words = "、".join(each.words for each in found.in_registered[:3])
        yield problem("error", one, "registered_personal", f"登记版实测仍有个人信息：{words}，匿名化并重新测量后再{DOING}")


def _certificate_problems(around: Around, made: Listing) -> Iterator[Problem]:
    yield from _typed_number(around, made)
    one = made.certificate
    if one is None:
        return
    if one.state != "已发证":
        yield problem("notice", one, "state", f"状态为“{one.state or '未填'}”，发证以前没有登记凭证编号可填")
    elif not in_force(one, around.as_of):
        yield problem("error", one, "valid_until", f"有效期至 {one.valid_until}，早于编制日期，请续期后再{DOING}")
    elif not one.rights:
        yield problem("error", one, "rights", f"未填所载权利，是否支持对外提供无从判断，请照凭证补充后再{DOING}")
    elif "经营权" not in one.rights:
        yield problem("error", one, "rights", f"所载权利不含经营权，不支持对外提供，不宜{DOING}")


def _typed_number(around: Around, made: Listing) -> Iterator[Problem]:
    """A number typed by hand that no certificate of these data bears."""
    typed = made.product.certificate_number if made.product is not None else None
    known = {each.number for one in made.data_sets for each in certificates_of(around.project, one.code or "") if each.number}
    if made.product is not None and typed and known and not any(same_name(typed, number) for number in known):
        words = "、".join(sorted(shortened(number, 40) for number in known))
        yield problem("notice", made.product, "certificate_number", f"与权属凭证所载编码（{words}）不同，请照凭证填写，或清空由程序带出")


def _product_problems(around: Around, one: DataProduct, data_sets: tuple[DataSet, ...]) -> Iterator[Problem]:
    if one.negotiable and one.price is not None:
        yield problem("notice", one, "negotiable", "既填了价格又填“价格面议”，说明书按所填价格印出，请保留其一")
    if one.pricing_mode == FREE_TRIAL and one.price:
        yield problem("notice", one, "price", "计价方式为免费试用，却填了价格，请核对")
    if one.price is not None and not one.price_unit and one.pricing_mode not in UNPRICED:
        yield problem("notice", one, "price_unit", "有价格而没有计价单位，需求方无从判断一个价格买到多少，请补充")
    if "文件" in (one.delivery or ()):
        for each in data_sets:
            if each.grade in _NO_FILE:
                yield problem(
                    "notice",
                    one,
                    "delivery",
                    f"{each.code} 的数据级别为 {each.grade}，宜用隐私计算、可信数据空间或现场方式交付，而不是文件",
                )
    if one.listing_state == "已挂牌" and not (one.venue and one.listing_number):
        yield problem("notice", one, "listing_number", "挂牌状态为“已挂牌”，请填写平台全称与挂牌编号")
    opinion = around.project.by_code["evidence"].get(one.compliance_opinion or "")
    if isinstance(opinion, Evidence) and opinion.expires_on and around.as_of and opinion.expires_on < around.as_of:
        yield problem("error", one, "compliance_opinion", f"合规评估意见（{opinion.code}）已于 {opinion.expires_on} 到期，请更新")
    yield from price_problems(around, one, (one.pricing_mode, one.price, one.price_unit), one.pricing, data_sets)
