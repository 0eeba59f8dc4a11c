"""One deal in data as its sheet shows it: what, between whom, by which channel, at what price, how far it has come.

The list of terms is the program's own (本软件约定). Tax is never judged: rate and ground are what the enterprise fills in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.circulation.exclusive import covers, exclusive_over
from gzvalue.circulation.price_check import price_problems
from gzvalue.circulation.shown import CATALOGUE, ENTERPRISE, TYPED, Lines, Shown, lost_problems, missing_problems, taken
from gzvalue.circulation.standing import (
    ARTICLE_444,
    PLEDGED,
    TO_OTHERS,
    Around,
    certificates_of,
    forbidden,
    in_force,
    ours,
    pledge_of,
    same_name,
    standing_problems,
)
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.figures import grouped, rounded, shortened
from gzvalue.schema.price_forms import BY_VOLUME, COST_PLUS, FREE_TRIAL, ONE_OFF, PER_CALL, SUBSCRIPTION
from gzvalue.schema.problems import Level, Problem
from gzvalue.schema.product_forms import OFF_EXCHANGE, ON_EXCHANGE, DataLicence, DataProduct, DataTrade
from gzvalue.schema.rules_between import problem

DOING = "交易"
MULTIPLIED = (ONE_OFF, PER_CALL, BY_VOLUME, SUBSCRIPTION, COST_PLUS)
"""Ways of charging whose amount is price × quantity."""

_BOUND = ("已签约", "已交付", "已结清")
_HANDED = ("已交付", "已结清")
_REQUIRED = frozenset(
    ("buyer", "channel", "right", "state", "delivery", "acceptance", "acceptance_terms", "pricing_mode", "price", "quantity", "amount",
     "payment_terms", "invoice_kind")
)  # fmt: skip


@dataclass(frozen=True)
class Money:
    """The money of a deal, in 元 to the 分.

    Attributes:
        computed: price × quantity, where the way of charging is one of `MULTIPLIED`; else ``None``.
        amount: as agreed.
        net, tax: the amount without tax and the tax, where amount, rate and whether it is included are known; else ``None``.
        open: agreed less paid; ``None`` where the amount is not known.
    """

    computed: Decimal | None
    amount: Decimal | None
    net: Decimal | None
    tax: Decimal | None
    open: Decimal | None


@dataclass(frozen=True)
class Trade:
    """One deal as its sheet shows it."""

    trade: DataTrade | None
    data_sets: tuple[DataSet, ...]
    lines: tuple[Shown, ...]
    money: Money
    problems: tuple[Problem, ...]


def trades_of(around: Around, data_set: DataSet) -> tuple[Trade, ...]:
    """Every deal in the data set, itself or through its product; where there is none yet, what is known without."""
    mine = [one for one in around.project.all(DataTrade) if data_set.code and data_set.code in codes_of(around, one)]
    return tuple(trade(around, one) for one in mine) or (trade(around, None, data_set),)


def codes_of(around: Around, one: DataTrade) -> tuple[str, ...]:
    """The data sets of a deal: as named, else those of its product."""
    if one.data_sets:
        return one.data_sets
    product = around.project.by_code[DataProduct.form.name].get(one.product or "")
    return (product.data_sets or ()) if isinstance(product, DataProduct) else ()


def trade(around: Around, record: DataTrade | None, data_set: DataSet | None = None) -> Trade:
    """One deal; without one, what is known of ``data_set``."""
    if record is not None:
        data_sets = tuple(one for one in map(around.data_set, codes_of(around, record)) if one is not None)
    else:
        data_sets = (data_set,) if data_set is not None else ()
    money = money_of(record)
    lines = tuple(_lines(around, record, data_sets))
    return Trade(record, data_sets, lines, money, tuple(dict.fromkeys(_problems(around, record, data_sets, lines, money))))


def money_of(one: DataTrade | None) -> Money:
    """Price × quantity, tax in or on top, what is still open; each rounded once, half up, to the 分."""
    if one is None:
        return Money(None, None, None, None, None)
    computed = None
    if one.pricing_mode in MULTIPLIED and one.price is not None and one.quantity is not None:
        computed = rounded(one.price * one.quantity, 2)
    net = tax = None
    rated = one.tax_rate is not None and DataTrade.form.fields["tax_rate"].kind.verdict(one.tax_rate) is None
    if one.amount is not None and one.tax_rate is not None and rated and one.tax_included is not None:
        net = rounded(one.amount / (1 + one.tax_rate), 2) if one.tax_included else rounded(one.amount, 2)
        tax = rounded(one.amount, 2) - net if one.tax_included else rounded(one.amount * one.tax_rate, 2)
    left = None if one.amount is None else rounded(one.amount, 2) - rounded(one.paid or Decimal(0), 2)
    return Money(computed, one.amount, net, tax, left)


# --- what is shown --------------------------------------------------------------------------------


def _lines(around: Around, record: DataTrade | None, data_sets: tuple[DataSet, ...]) -> Iterator[Shown]:
    lines = Lines(DataTrade.form, record)
    at, id = DataSet.form.name, data_sets[0].id if data_sets else 0
    product = around.project.by_code[DataProduct.form.name].get(record.product or "") if record is not None else None
    yield lines.one("code")
    yield lines.one("seller", around.project.enterprise.name or "", ENTERPRISE, required=True)
    yield lines.one("buyer", required=True)
    words = f"{product.code} {product.name or ''}".strip() if isinstance(product, DataProduct) else ""
    yield taken("product", "数据产品", words, TYPED, (DataTrade.form.name, record.id if record is not None else 0, "product"), "标的与渠道")
    named = "；".join(f"{one.code or ''} {one.name or ''}".strip() for one in data_sets)
    yield taken("data", "涉及数据集", named, CATALOGUE, (at, id, "name"), "标的与渠道", required=True)
    numbers = [f"{number}（{one.code}）" for one in data_sets if (number := _number(around, one))]
    yield taken("certificate", "登记凭证编号", "、".join(numbers), "权属凭证", ("certificate", 0, "number"), "标的与渠道")
    yield from lines.typed("channel", "exchange", "right", "licence", "state", "signed_on", required=_exchange_too(record))
    yield from lines.typed("delivery", "delivered_on", "acceptance", "accepted_on", "acceptance_terms", required=_delivered_too(record))
    yield from lines.typed(
        "pricing_mode", "price", "price_unit", "quantity", "amount", "tax_included", "tax_rate", "tax_note", required=_REQUIRED
    )
    yield from lines.typed("payment_terms", "paid", "invoice_kind", "invoice_numbers", "invoiced", "contract", required=_REQUIRED)
    yield from lines.typed("registration_number", "note")


def _number(around: Around, one: DataSet) -> str:
    every = certificates_of(around.project, one.code or "")
    return next((each.number for each in every if each.number and in_force(each, around.as_of)), "")


def _exchange_too(one: DataTrade | None) -> frozenset[str]:
    return _REQUIRED | {"exchange"} if one is not None and one.channel == ON_EXCHANGE else _REQUIRED


def _delivered_too(one: DataTrade | None) -> frozenset[str]:
    if one is None:
        return _REQUIRED
    more = {"delivered_on"} if one.state in _HANDED else set()
    return _REQUIRED | more | ({"accepted_on"} if one.acceptance == "验收通过" else set())


# --- what stands in the way -----------------------------------------------------------------------


def _problems(
    around: Around, record: DataTrade | None, data_sets: tuple[DataSet, ...], lines: tuple[Shown, ...], money: Money
) -> Iterator[Problem]:
    name = "数据交易" if record is None else record.name_for_people
    yield from missing_problems(lines, name, DataTrade.form)
    for one in data_sets:
        yield from standing_problems(around, one, DOING)
    if record is None:
        return
    yield from lost_problems(around.project, record)
    yield from _parties(around, record)
    yield from _licence(around, record, data_sets)
    for one in data_sets:
        yield from _data_set(around, record, one)
    yield from _course(record)
    yield from _amounts(record, money)
    product = around.project.by_code[DataProduct.form.name].get(record.product or "")
    pricing = product.pricing if isinstance(product, DataProduct) else None
    yield from price_problems(around, record, (record.pricing_mode, record.price, record.price_unit), pricing, data_sets)
    if isinstance(product, DataProduct) and record.channel == ON_EXCHANGE and record.state in _BOUND and product.listing_state != "已挂牌":
        state = product.listing_state or "未填"
        yield problem("notice", record, "product", f"场内交易已签约，而产品 {product.code} 的挂牌状态为“{state}”，请核对")


def _parties(around: Around, one: DataTrade) -> Iterator[Problem]:
    seller = one.seller or around.project.enterprise.name
    if same_name(seller, one.buyer):
        yield problem("error", one, "buyer", "买方与卖方是同一主体，请改正")
    elif not ours(around.project, one.seller) and not ours(around.project, one.buyer or "—"):
        yield problem("notice", one, "seller", f"卖方“{shortened(one.seller or '', 40)}”和买方都不是本企业，请核对")
    if one.channel == OFF_EXCHANGE and one.exchange:
        yield problem("notice", one, "exchange", "交易渠道为场外，却填了交易机构，请核对")


def _licence(around: Around, one: DataTrade, data_sets: tuple[DataSet, ...]) -> Iterator[Problem]:
    found = around.project.by_code[DataLicence.form.name].get(one.licence or "")
    if not isinstance(found, DataLicence):
        if one.right in ("使用权", "经营权") and not one.contract:
            yield problem("notice", one, "contract", f"交易的是{one.right}，而没有许可编号也没有合同编号，权利范围无从查考，请补充")
        return
    if found.data_set and found.data_set not in {each.code for each in data_sets}:
        yield problem("error", one, "licence", f"许可 {found.code} 的数据集是 {found.data_set}，不在本笔交易之中，请改正")
    if found.licensee and one.buyer and not same_name(found.licensee, one.buyer):
        yield problem("notice", one, "licence", f"许可 {found.code} 的被许可方“{shortened(found.licensee, 40)}”与买方不一致，请核对")
    if found.right and one.right in ("使用权", "经营权") and found.right != one.right:
        yield problem("error", one, "right", f"交易的权利是{one.right}，许可 {found.code} 给出的是{found.right}，请统一")
    if one.signed_on and not covers(found, one.signed_on):
        yield problem("notice", one, "licence", f"签约日期 {one.signed_on} 不在许可 {found.code} 的期限之内，请核对")


def _data_set(around: Around, one: DataTrade, data_set: DataSet) -> Iterator[Problem]:
    limit = forbidden(around.project, data_set, TO_OTHERS)
    if limit is not None:
        yield problem("notice", one, "data_sets", f"{data_set.code}：{limit[0]}的限制“{shortened(limit[1], 60)}”与交易可能冲突，请核对")
    for licence in exclusive_over(around, data_set, one.signed_on or around.as_of):
        if licence.code != one.licence and not same_name(licence.licensee, one.buyer):
            whom = shortened(licence.licensee or "未填", 30)
            yield problem(
                "error", one, "data_sets", f"{data_set.code} 已以“{licence.exclusivity}”许可给 {whom}（{licence.code}），期内不得再卖给他人"
            )
    state = pledge_of(around, data_set)
    if state and one.right != "产品与服务" and not _consented(around, one):
        level: Level = "error" if state == PLEDGED else "notice"
        when = "前须取得" if state == PLEDGED else "，放款后宜取得"
        yield problem(level, one, "right", f"{data_set.code} {state}，提供{one.right or '使用权'}{when}质权人书面同意（{ARTICLE_444}）")


def _consented(around: Around, one: DataTrade) -> bool:
    found = around.project.by_code[DataLicence.form.name].get(one.licence or "")
    return isinstance(found, DataLicence) and found.lender_consent == "已取得"


def _course(one: DataTrade) -> Iterator[Problem]:
    """Signing, delivery and acceptance in their order."""
    if one.state in _BOUND and one.signed_on is None:
        yield problem("notice", one, "signed_on", f"进度为“{one.state}”，请填写签约日期")
    if one.signed_on and one.delivered_on and one.delivered_on < one.signed_on:
        yield problem("notice", one, "delivered_on", f"交付日期 {one.delivered_on} 早于签约日期 {one.signed_on}，请核对")
    if one.delivered_on and one.accepted_on and one.accepted_on < one.delivered_on:
        yield problem("notice", one, "accepted_on", f"验收日期 {one.accepted_on} 早于交付日期 {one.delivered_on}，请核对")
    if one.state == "已结清" and one.acceptance == "验收不通过":
        yield problem("error", one, "acceptance", "验收不通过，进度却为“已结清”，请核对")


def _amounts(one: DataTrade, money: Money) -> Iterator[Problem]:
    if money.computed is not None and one.amount is not None and abs(money.computed - rounded(one.amount, 2)) >= Decimal("0.01"):
        words = f"单价 × 数量＝{grouped(money.computed, 2)} 元，与成交金额 {grouped(one.amount, 2)} 元不同，请核对或在备注说明折扣"
        yield problem("notice", one, "amount", words)
    if one.pricing_mode == FREE_TRIAL and one.amount:
        yield problem("notice", one, "amount", "计价方式为免费试用，却有成交金额，请核对")
    if one.amount is None:
        return
    if one.paid is not None and one.paid > one.amount:
        yield problem("notice", one, "paid", f"已收款 {grouped(one.paid, 2)} 元多于成交金额 {grouped(one.amount, 2)} 元，请核对")
    if one.state == "已结清" and (one.paid or Decimal(0)) < one.amount:
        yield problem("error", one, "paid", f"进度为“已结清”，尚有 {grouped(money.open or Decimal(0), 2)} 元未收，请核对")
    if one.invoiced is not None and one.invoiced > one.amount:
        yield problem("notice", one, "invoiced", f"已开票 {grouped(one.invoiced, 2)} 元多于成交金额 {grouped(one.amount, 2)} 元，请核对")
    if one.invoiced and (one.invoice_kind in (None, "未开票") or not one.invoice_numbers):
        yield problem("notice", one, "invoice_numbers", "有已开票金额，请填写发票种类与号码")
