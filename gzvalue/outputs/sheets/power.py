"""用电数据产品说明书: what a supplier of electricity data offers about an enterprise, by which formulas, and only with its written authorisation."""

from collections.abc import Iterator
from typing import Any

from gzvalue.circulation.listing import Listing, listings_of
from gzvalue.circulation.shown import Shown
from gzvalue.outputs.blocks import NOT_APPLICABLE, Block, Cell, Column, Heading, Items, Marked, Paragraph, RecordTable, RowsTable, Together
from gzvalue.outputs.sheets.lines import json_fields
from gzvalue.outputs.sheets.sheet import Sheet, SheetInput
from gzvalue.outputs.words import minus, percent
from gzvalue.power.conventions import rules
from gzvalue.power.plain import CAVEAT
from gzvalue.power.words import figure
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.power_forms import PARTS
from gzvalue.schema.price_forms import ProductPrice
from gzvalue.schema.problems import Problem
from gzvalue.schema.product_forms import DataProduct
from gzvalue.valuation.price import prices_of
from gzvalue.valuation.price_result import ModePrice, Price

FLOW = (
    "用电企业提出查询需求，或由金融机构提出、用电企业同意。",
    "用电企业签署书面授权书，写明：授权书编号、授权日期、授权人（用电企业全称）、被授权人、授权范围（户号、数据、期间、用途）、有效期。",
    "提供方核对授权人与用电户号的户名一致、授权在有效期内、用途与范围相符；不符的不提供。",
    "提供方按授权范围计算指标，只交付指标与评分，不交付逐时读数；户号中间几位遮盖。",
    "被授权人按授权用途使用，期满或企业撤回授权后停止使用并删除；提供方留存授权书与查询记录备查。",
)
"""Steps of a query; the program's own proposal."""

LIMITS = (
    "只在书面授权的范围、用途与有效期内使用；没有授权的，只供用电企业自查。",
    "不得转售、转授权，不得与其他数据结合识别自然人，不得出境。",
    "不得作为信贷决定的唯一依据；否决事项与空壳迹象须实地核查后认定。",
    "户号、读数与账单明细不随产品提供。",
)

_ASKED = (
    "code", "name", "summary", "type", "category", "buyers", "frequency", "span", "territory", "rights", "grade", "personal",
    "certificate_number", "supplier", "contact",
)  # fmt: skip
_OFFER = ("delivery", "pricing_mode", "price", "use_constraints", "support")


def power_sheet(given: SheetInput) -> Sheet:
    """The product made of the data set, with the indicators of 企业用电画像 that it offers."""
    one = listings_of(given.around, given.data_set)[0]
    blocks = (
        Heading("产品", 2),
        _card(one, _ASKED),
        Heading("提供的指标", 2),
        _indicators(),
        Heading("评分、否决与空壳识别", 2),
        *_score(),
        Heading("需要的数据", 2),
        _needs(),
        Together((Heading("书面授权与查询流程", 2), Items(FLOW, numbered=True))),
        Heading("交付与使用约束", 2),
        _card(one, _OFFER),
        Items(LIMITS),
        *_pricing(given),
    )
    data = {"indicators": _told(), "authorisation_flow": list(FLOW), "use_limits": list(LIMITS), "weights": dict(rules()["weights"])}
    return Sheet(
        blocks, tuple(_problems(one)), json_fields(line for line in one.lines if line.key in (*_ASKED, *_OFFER)), data,
        signatures=("提供方（盖章处）：", "经办人：", "日期："), limits=(CAVEAT,),
    )  # fmt: skip


_ELECTRICITY = ("用电", "电量", "电力", "电费", "供电", "负荷", "电表", "电网", "能耗", "电能")


def _problems(one: Listing) -> Iterator[Problem]:
    described = [line.text for line in one.lines if line.key in ("name", "summary")]
    described += [found.name or "" for found in one.data_sets]
    if not any(word in text for word in _ELECTRICITY for text in described):
        words = "从名称与简介看，这项数据不是用电数据：用电画像的指标不能由它计算；请核对数据集编号。"
        yield Problem("error", DataProduct.form.name, one.product.id if one.product else 0, "data_sets", words)
    if one.product is None:
        words = "还没有登记用电数据产品；请在“其他用途·产品与流通”中新增产品，填写交付方式、计价与使用约束。"
        yield Problem("notice", DataProduct.form.name, 0, "code", words)
    yield from one.problems


def _card(one: Listing, keys: tuple[str, ...]) -> RecordTable:
    lines: dict[str, Shown] = {line.key: line for line in one.lines}
    found = [lines[key] for key in keys if key in lines]
    shown = [line for line in found if line.text or line.required]
    return RecordTable(tuple((line.label, _cell(line)) for line in shown), columns=2)


def _cell(line: Shown) -> Cell:
    return minus(line.text) if line.text else Marked("未填写", "stop" if line.required else "quiet")


# --- indicators ------------------------------------------------------------------------------------


def _told() -> list[dict[str, Any]]:
    keys = ("code", "name", "unit", "formula", "window", "needs", "refresh", "source")
    return [{key: one[key] for key in keys} for one in rules()["indicators"]]


def _indicators() -> RowsTable:
    columns = (Column("指标", 2), Column("公式", 3.6), Column("窗口", 2), Column("更新", 0.9, "code"), Column("依据", 2.4))
    rows = tuple((one["name"], one["formula"], one["window"], one["refresh"], one["source"]) for one in _told())
    note = "每项指标随值给出公式、代入的数、统计窗口与来源；数据不足的写明原因，不推算。标准差为总体标准差。"
    return RowsTable(columns, rows, caption="指标清单", note=note)


def _score() -> Iterator[Block]:
    weights, scales, told = rules()["weights"], rules()["scales"], rules()["veto"]
    names = {one["code"]: one["name"] for one in rules()["indicators"]}
    rows = tuple(
        (
            PARTS[key],
            figure(float(weight), 0),
            names[scales[key]["of"]],
            "，".join(f"{x:g}→{y:g}".replace("-", "−") for x, y in scales[key]["points"]),
        )
        for key, weight in weights.items()
    )
    columns = (Column("评分项", 2), Column("权重", 1, "figure"), Column("所用指标", 3), Column("换算（指标值→分，其间取直线）", 3.6))
    note = f"权重为{OWN_DEFAULT}，使用方可以改动并写明理由；未测的项不计入，也不当作零分。"
    yield RowsTable(columns, rows, totals=(("合计", figure(float(sum(weights.values())), 0), " ", " "),), caption="评分", note=note)
    grades = "，".join(f"{name} ≥ {line}" if line else f"其余为 {name}" for name, line in rules()["grades"])
    yield Paragraph(f"等级：{grades}。否决事项（任一项成立即为最低等级）：{'；'.join(told.values())}。{rules()['grade_source']}。")
    constants = rules()["constants"]
    yield Paragraph(
        f"空壳识别：月用电量连续 {constants['shell_months']} 个月低于行业中位数的 {constants['shell_share']:.0%}，而申报有收入的，提示实地核查；行业中位数须注明出处。"
    )


def _needs() -> RowsTable:
    groups: dict[str, list[str]] = {}
    for one in _told():
        groups.setdefault(one["needs"], []).append(one["name"])
    rows = tuple((need, "、".join(names)) for need, names in groups.items())
    return RowsTable(
        (Column("数据", 3.4), Column("用于", 6)),
        rows,
        caption="输入数据",
        note="一个月（一天）至少 95% 的时间有读数才算完整，不作放大推算。",
    )


# --- price -----------------------------------------------------------------------------------------


def _pricing(given: SheetInput) -> Iterator[Block]:
    """The ways of charging worked out by the open calculator, where the project prices this data set."""
    if not given.project.all(ProductPrice):
        return
    mine = [one for one in prices_of(given.project, given.valuation) if given.code in (one.data_set, *one.others) and not one.refused]
    if mine:
        yield Heading("计价测算", 2)
        yield _modes(mine)


def _modes(prices: list[Price]) -> RowsTable:
    rows = tuple(
        (price.name or price.code or "—", mode.mode, _unit_price(mode), NOT_APPLICABLE if mode.unit == "%" else mode.unit or NOT_APPLICABLE)
        for price in prices
        for mode in price.modes
    )
    columns = (Column("产品", 3), Column("计价方式", 2), Column("单价", 2, "code"), Column("单位", 1.6))
    note = "由本软件按公开的公式测算，见“数据产品定价测算表”；不是任何交易机构的价格，成交价由双方商定。"
    return RowsTable(columns, rows or ((NOT_APPLICABLE,) * 4,), caption="计价测算", note=note)


def _unit_price(mode: ModePrice) -> str:
    if mode.unit_price is None:
        return NOT_APPLICABLE
    if mode.unit == "%":
        return f"{percent(mode.unit_price, 2)}（买方收益的比例）"
    return minus(f"{mode.unit_price:,f}")
