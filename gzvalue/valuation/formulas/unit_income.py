"""Income of a valuation unit in one period, in one line each, and the part of a value that one source of income makes.

Money in 元; ``portion`` is the part of the calendar year that counts (1, or less for a stub), rates are ratios.
"""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import INCOME, OWN
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
