"""Income of a valuation unit in one period, in one line each, and the part of a value that one source of income makes.

Money in 元; ``portion`` is the part of the calendar year that counts (1, or less for a stub), rates are ratios.
"""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import COMMON, INCOME, OWN, TEXTBOOK
from gzvalue.valuation.functions import Number, Numbers, total

_TRANSFERABLE = ("E", "可转让收益", "元")
_INTERNAL = ("N", "内部收益", "元")
_PORTION = ("a", "计入部分", "%")
_SHARE = ("K", "分成率", "%")
_TAX = ("T", "所得税率", "%")


@formula(
    key="direct_unit_income", name="单元当期收益（直接）", symbol="F", unit="元", source=INCOME,
    symbols={"transferable": _TRANSFERABLE, "internal": _INTERNAL, "portion": _PORTION, "tax": _TAX},
)  # fmt: skip
def direct_unit_income(transferable: Number, internal: Number, portion: Number, tax: Number) -> Number:
    """What the unit itself earns in the counted part of a year, after tax; tax 0 where income and rate are on one basis already."""
    return (transferable + internal) * portion * (1 - tax)


@formula(
    key="shared_unit_income", name="单元当期收益（收益分成）", symbol="F", unit="元", source=INCOME,
    symbols={"transferable": _TRANSFERABLE, "internal": _INTERNAL, "portion": _PORTION, "share": _SHARE, "tax": _TAX},
)  # fmt: skip
def shared_unit_income(transferable: Number, internal: Number, portion: Number, share: Number, tax: Number) -> Number:
    """The data's share of a joint income in the counted part of a year, after tax; 0 < share ≤ 1."""
    return (transferable + internal) * portion * share * (1 - tax)


@formula(
    key="shared_unit_revenue", name="单元当期收益（收入提成）", symbol="F", unit="元", source=INCOME,
    symbols={"revenue": ("R", "收入", "元"), "portion": _PORTION, "share": _SHARE, "tax": _TAX},
)  # fmt: skip
def shared_unit_revenue(revenue: Number, portion: Number, share: Number, tax: Number) -> Number:
    """The data's share of revenue (net of VAT) in the counted part of a year, after tax; 0 < share ≤ 1."""
    return revenue * portion * share * (1 - tax)


@formula(
    key="part_of_present_value", name="其中：可转让部分的现值", symbol="P₁", unit="元", source=OWN,
    symbols={"transferable": ("Eₜ", "各期可转让收益", "元"), "portions": ("aₜ", "各期计入部分", "%"), "share": _SHARE, "tax": _TAX,
             "factors": ("vₜ", "各期折现系数", "")},
)  # fmt: skip
def part_of_present_value(transferable: Numbers, portions: Numbers, share: Number, tax: Number, factors: Numbers) -> Number:
    """What the transferable income alone is worth; a buyer after default can take over this part only."""
    return total(e * a * share * (1 - tax) * v for e, a, v in zip(transferable, portions, factors, strict=True))


@formula(
    key="excess_unit_income", name="单元当期超额收益", symbol="F", unit="元", source=INCOME,
    symbols={"transferable": _TRANSFERABLE, "internal": _INTERNAL, "charges": ("Cₖ", "各项贡献资产回报", "元"), "portion": _PORTION, "tax": _TAX},
)  # fmt: skip
def excess_unit_income(transferable: Number, internal: Number, charges: Numbers, portion: Number, tax: Number) -> Number:
    """What of the joint income of the counted part of a year is left after all contributory assets took their return, after tax."""
    return (transferable + internal - total(charges)) * portion * (1 - tax)


@formula(
    key="royalty_unit_income", name="单元当期许可费节省额", symbol="F", unit="元", source=TEXTBOOK,
    symbols={"revenue": ("R", "收入", "元"), "portion": _PORTION, "royalty": ("K", "许可费率", "%"), "tax": _TAX},
)  # fmt: skip
def royalty_unit_income(revenue: Number, portion: Number, royalty: Number, tax: Number) -> Number:
    """Royalty on the revenue (net of VAT) of the counted part of a year that the owner need not pay, after tax; 0 < royalty ≤ 1."""
    return revenue * portion * royalty * (1 - tax)


@formula(
    key="added_revenue_profit", name="增收带来的收益", symbol="I", unit="元", source=INCOME,
    symbols={"with_data": ("R₁", "使用数据后的收入", "元"), "without_data": ("R₀", "不使用数据的收入", "元"), "margin": ("m", "增收利润率", "%")},
)  # fmt: skip
def added_revenue_profit(with_data: Number, without_data: Number, margin: Number) -> Number:
    """What the growth of revenue leaves in a whole year, before tax."""
    return (with_data - without_data) * margin


@formula(
    key="saved_cost", name="节支带来的收益", symbol="I", unit="元", source=INCOME,
    symbols={"without_data": ("C₀", "不使用数据的成本", "元"), "with_data": ("C₁", "使用数据后的成本", "元")},
)  # fmt: skip
def saved_cost(without_data: Number, with_data: Number) -> Number:
    """What the data saves of cost in a whole year, before tax."""
    return without_data - with_data


@formula(
    key="incremental_unit_income", name="单元当期增量收益", symbol="F", unit="元", source=INCOME,
    symbols={"increments": ("Iₖ", "各项增量收益", "元"), "portion": _PORTION, "tax": _TAX},
)  # fmt: skip
def incremental_unit_income(increments: Numbers, portion: Number, tax: Number) -> Number:
    """What the data adds in the counted part of a year, after tax."""
    return total(increments) * portion * (1 - tax)


@formula(
    key="remaining_portion", name="计入部分（存量衰减后）", symbol="a′", unit="%", source=COMMON,
    symbols={"portion": _PORTION, "stock": ("d", "存量数据留存比例", "%")},
)  # fmt: skip
def remaining_portion(portion: Number, stock: Number) -> Number:
    """What counts of a year's income that today's stock of data earns: the part of the year times what is left of the stock."""
    return portion * stock


@formula(
    key="upkeep_present_value", name="维护更新成本现值", symbol="M", unit="元", source=COMMON,
    symbols={"upkeep": ("m", "维护更新成本（年）", "元"), "portions": ("aₜ", "各期计入部分", "%"), "tax": _TAX, "factors": ("vₜ", "各期折现系数", "")},
)  # fmt: skip
def upkeep_present_value(upkeep: Number, portions: Numbers, tax: Number, factors: Numbers) -> Number:
    """What keeping the data up costs over the whole life, after tax: the other way than letting today's stock wear off."""
    return total(upkeep * a * (1 - tax) * v for a, v in zip(portions, factors, strict=True))


@formula(
    key="value_in_parts", name="收益现值（扣维护成本、加终值）", symbol="P", unit="元", source=INCOME,
    symbols={"explicit": ("P₁", "明确预测期收益现值", "元"), "upkeep": ("M", "维护更新成本现值", "元"), "tail": ("P₂", "终值现值", "元")},
)  # fmt: skip
def value_in_parts(explicit: Number, upkeep: Number, tail: Number) -> Number:
    """Present value of the forecast less that of the upkeep, with a terminal value where one was chosen with a reason."""
    return explicit - upkeep + tail


@formula(
    key="part_after_upkeep", name="其中：可转让部分（扣维护成本后）", symbol="P₁", unit="元", source=OWN,
    symbols={"part": ("E", "可转让部分的现值", "元"), "explicit": ("P", "明确预测期收益现值", "元"), "upkeep": ("M", "维护更新成本现值", "元")},
)  # fmt: skip
def part_after_upkeep(part: Number, explicit: Number, upkeep: Number) -> Number:
    """The upkeep is borne by transferable and internal income in proportion; a terminal value counts as internal. explicit > 0."""
    return part * (explicit - upkeep) / explicit


@formula(
    key="proportional_part", name="其中：按收益构成归于可转让的部分", symbol="P₁", unit="元", source=OWN,
    symbols={"value": ("P", "收益现值", "元"), "transferable": ("Eₜ", "各期可转让收益", "元"), "internal": ("Nₜ", "各期内部收益", "元"),
             "portions": ("aₜ", "各期计入部分", "%"), "factors": ("vₜ", "各期折现系数", "")},
)  # fmt: skip
def proportional_part(value: Number, transferable: Numbers, internal: Numbers, portions: Numbers, factors: Numbers) -> Number:
    """Charges that belong to no single source of income are borne in proportion to it; the joint income is worth more than 0."""
    return (
        value
        * total(e * a * v for e, a, v in zip(transferable, portions, factors, strict=True))
        / total((e + n) * a * v for e, n, a, v in zip(transferable, internal, portions, factors, strict=True))
    )


@formula(
    key="bridged_income", name="由上年收益衔接的收益", symbol="R", unit="元", source=OWN,
    symbols={"transferable": ("E₀", "上年可转让收益", "元"), "internal": ("N₀", "上年内部收益", "元"), "changes": ("Δₖ", "按合同列示的变动", "元")},
)  # fmt: skip
def bridged_income(transferable: Number, internal: Number, changes: Numbers) -> Number:
    """What last year's income becomes by the changes named one by one; to be held against the forecast."""
    return transferable + internal + total(changes)


@formula(
    key="locked_present_value", name="其中：合同已锁定收益的现值", symbol="P₁", unit="元", source=OWN,
    symbols={"contracted": ("Lₜ", "各期合同已锁定收益", "元"), "portions": ("aₜ", "各期计入部分", "%"), "share": _SHARE, "tax": _TAX,
             "factors": ("vₜ", "各期折现系数", "")},
)  # fmt: skip
def locked_present_value(contracted: Numbers, portions: Numbers, share: Number, tax: Number, factors: Numbers) -> Number:
    """What the income that contracts lock in already is worth; it stands beside the value and is no other value."""
    return total(c * a * share * (1 - tax) * v for c, a, v in zip(contracted, portions, factors, strict=True))
