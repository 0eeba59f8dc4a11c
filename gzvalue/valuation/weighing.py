"""Weights that people enter: whether they come to 100 %, said in one way everywhere."""

from collections.abc import Iterable
from decimal import Decimal

from gzvalue.schema.field import Record
from gzvalue.schema.kinds import rounded
from gzvalue.valuation.doubts import ONE, ZERO, Doubts
from gzvalue.valuation.parameters import parameters


def sums_to_one(weights: Iterable[Decimal], what: str, record: Record, key: str, doubts: Doubts, without: str) -> bool:
    """Whether weights come to 100 %: a small distance is said and left as entered, a larger one blocks.

    Args:
        weights: ratios.
        what: whose weights, e.g. ``管理风险的因素``.
        record: whose problem it is, with ``key``.
        without: what cannot be had then.
    """
    whole = sum(weights, ZERO)
    limits = parameters("valuation")
    off, shown = abs(whole - ONE), f"{rounded(whole * 100, 2).normalize():f}%"
    if off > limits["share_sum_noticed"].value:
        doubts.block(record, key, f"{what}权重合计为 {shown}，应为 100%，{without}")
        return False
    if off > limits["share_sum_silent"].value:
        doubts.notice(record, key, f"{what}权重合计为 {shown}，与 100% 略有出入，按录入的权重计算")
    return True
