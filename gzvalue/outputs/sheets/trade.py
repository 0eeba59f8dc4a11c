"""数据交易要素表: one deal, its delivery and its money."""

from decimal import Decimal
from typing import Any

from gzvalue.circulation.price_check import band_of
from gzvalue.circulation.trade import Money, Trade, trades_of
from gzvalue.outputs.blocks import Block, Cell, Column, Heading, PageBreak, RowsTable, Together
from gzvalue.outputs.sheets.lines import field_table, json_fields, json_records
from gzvalue.outputs.sheets.sheet import Sheet, SheetInput
from gzvalue.outputs.words import capital_words, yuan
from gzvalue.schema.product_forms import DataProduct, DataTrade

_OWN = "要素清单与提示为本软件约定；税率、税目与优惠由企业填写，本软件不作判断。"


def trade_sheet(given: SheetInput) -> Sheet:
    """Every deal in the data set, one after the other."""
    every = trades_of(given.around, given.data_set)
    blocks: list[Block] = []
    for number, one in enumerate(every):
        level = 3 if len(every) > 1 else 2
        if number:
            blocks.append(PageBreak())
        if len(every) > 1 and one.trade is not None:
            blocks.append(Heading(f"{one.trade.code or ''} {one.trade.buyer or ''}".strip() or "数据交易", 2))
        blocks.append(field_table(DataTrade.form, one.lines))
        if one.trade is not None and one.trade.amount is not None:
            blocks.append(Together((Heading("金额", level), _money(given, one))))
    problems = tuple(dict.fromkeys(problem for one in every for problem in one.problems))
    return Sheet(
        tuple(blocks), problems, json_fields(every[0].lines), _data(every),
        signatures=("卖方（盖章处）：", "买方（盖章处）：", "日期："), limits=(_OWN,),
        records=tuple(one.trade for one in every if one.trade is not None),
    )  # fmt: skip


def _money(given: SheetInput, one: Trade) -> RowsTable:
    assert one.trade is not None
    money, trade = one.money, one.trade
    rows: list[tuple[Cell, ...]] = []
    if money.computed is not None:
        rows.append(
            (
                "单价 × 数量",
                yuan(money.computed),
                f"{yuan(trade.price)} 元 × {DataTrade.form.fields['quantity'].kind.format(trade.quantity)}",
            )
        )
    if money.amount is not None:
        taxed = {True: "含税", False: "不含税", None: "是否含税未填"}[trade.tax_included]
        rows.append(("成交金额", yuan(money.amount), f"{taxed}；大写 {capital_words(money.amount)}"))
    if money.net is not None and money.tax is not None and trade.tax_rate is not None:
        how = "成交金额 ÷（1＋税率）" if trade.tax_included else "等于成交金额"
        rate = DataTrade.form.fields["tax_rate"].kind.format(trade.tax_rate)
        rows += [("不含税金额", yuan(money.net), how), ("增值税额", yuan(money.tax), f"税率 {rate}，由企业填写")]
    rows += [(label, yuan(value), "累计") for label, value in (("已开票", trade.invoiced), ("已收款", trade.paid)) if value is not None]
    if money.open is not None:
        rows.append(("未收款", yuan(max(money.open, Decimal(0))), "成交金额 − 已收款"))
    product = given.project.by_code[DataProduct.form.name].get(trade.product or "")
    pricing = product.pricing if isinstance(product, DataProduct) else None
    band = band_of(given.around, pricing, one.data_sets, trade.pricing_mode, trade.price_unit)
    if band is not None:
        kind = DataTrade.form.fields["price"].kind
        rows.append(
            ("本软件测算的单价", kind.format(band.price), f"{band.unit}，区间 {kind.format(band.low)}–{kind.format(band.high)}；仅供参考")
        )
    return RowsTable((Column("项目", 2), Column("金额", 2, "figure"), Column("说明", 5)), tuple(rows), unit="元")


def _data(every: tuple[Trade, ...]) -> dict[str, Any]:
    records = json_records((one.trade.code or "" if one.trade is not None else "", one.lines) for one in every)
    for record, one in zip(records, every, strict=True):
        record["money"] = _money_json(one.money)
    return {"records": records}


def _money_json(money: Money) -> dict[str, str | None]:
    """Amounts as decimal strings in 元 with two decimals, as in the other commands."""
    told = {"computed": money.computed, "amount": money.amount, "net": money.net, "tax": money.tax, "open": money.open}
    return {key: None if value is None else f"{value:.2f}" for key, value in told.items()}
