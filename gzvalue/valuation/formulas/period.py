"""How much of a calendar year's income counts, and how far away it lies; see `gzvalue.valuation.periods` for the rule.

All in years. ``after`` is the number of years from the year of the valuation date (0 is that year itself), ``stub``
what is left of that year after the valuation date.
"""

from gzvalue.valuation.formula import formula
from gzvalue.valuation.formulas.sources import GUIDANCE, OWN
from gzvalue.valuation.functions import Number, Numbers, largest, ln, smallest

LIFE = GUIDANCE.format(clause="第二十一条 收益期限")
_AFTER = ("k", "与基准日所在年相距", "年")
_STUB = ("u", "基准日至当年年末", "年")
_START = ("s", "年初（或基准日）距基准日", "年")


@formula(
    key="first_stub", name="基准日至当年年末", symbol="u", unit="年", source=OWN + "：按 365 天折年，不超过 1 年",
    symbols={"days": ("d", "基准日至当年 12 月 31 日的天数", "天")},
)  # fmt: skip
def first_stub(days: Number) -> Number:
    """What is left of the year of the valuation date, as a part of 365 days; never more than the whole year."""
    return smallest([days / 365, 1])


@formula(
    key="period_start", name="计入期间的起点", symbol="s", unit="年", source=OWN,
    symbols={"after": _AFTER, "stub": _STUB},
)  # fmt: skip
def period_start(after: Number, stub: Number) -> Number:
    """When a calendar year begins to count, in years after the valuation date; 0 for the year of that date and before."""
    return largest([0, stub + after - 1])


@formula(
    key="counted_part", name="计入部分", symbol="a", unit="%", source=OWN,
    symbols={"after": _AFTER, "stub": _STUB, "start": _START, "life": ("n", "收益期限", "年")},
)  # fmt: skip
def counted_part(after: Number, stub: Number, start: Number, life: Number) -> Number:
    """The part of a calendar year that lies after the valuation date and within the life, 0…1."""
    return smallest([1, largest([0, stub + after]), largest([0, life - start])])


@formula(
    key="discount_years", name="折现年期", symbol="t", unit="年", source=OWN,
    symbols={"start": _START, "part": ("a", "计入部分", "%"), "moment": ("m", "折现时点（期末 1，期中 0.5）", "")},
)  # fmt: skip
def discount_years(start: Number, part: Number, moment: Number) -> Number:
    """Years from the valuation date to when the counted part of a year's income is taken to come."""
    return start + part * moment


@formula(
    key="years_until", name="距截止日的年数", symbol="n", unit="年", source=OWN + "：按 365 天折年",
    symbols={"days": ("d", "评估基准日至截止日的天数", "天")},
)  # fmt: skip
def years_until(days: Number) -> Number:
    """The years from the valuation date to the day on which a right or a contract ends."""
    return days / 365


@formula(
    key="decay_life", name="衰减年限", symbol="n", unit="年", source=OWN,
    symbols={"floor": ("d₀", "留存下限", "%"), "attrition": ("a", "年衰减率", "%")},
)  # fmt: skip
def decay_life(floor: Number, attrition: Number) -> Number:
    """After how many years only ``floor`` of today's stock is left at a yearly loss; 0 < floor < 1, 0 < attrition < 1."""
    return ln(floor) / ln(1 - attrition)


@formula(
    key="least_life", name="收益期限（不可续期，取最短）", symbol="n", unit="年", source=LIFE,
    symbols={"limits": ("nₖ", "法律、合同、更新、衰减各年限与所填期限", "年")},
)  # fmt: skip
def least_life(limits: Numbers) -> Number:
    """The shortest of all limits: income is not counted beyond any of them where renewal cannot be assumed."""
    return smallest(limits)
