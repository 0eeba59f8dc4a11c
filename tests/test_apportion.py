"""Splitting to the 分: nothing is lost, nobody is more than a 分 away, the order of names decides ties only."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gzvalue.valuation.apportion import apportion

amounts = st.decimals(min_value=0, max_value=10**13, places=2)
weights = st.dictionaries(
    st.text("ABCD123", min_size=1, max_size=4), st.decimals(min_value=0, max_value=10**9, places=4), min_size=1, max_size=12
).filter(lambda found: any(found.values()))


@given(amounts, weights)
def test_the_parts_sum_to_the_whole_and_are_near_their_exact_share(amount, keys):
    parts = apportion(amount, keys)
    assert sum(parts.values()) == amount
    assert parts.keys() == keys.keys()
    whole = sum(Fraction(key) for key in keys.values())
    for code, part in parts.items():
        assert part == part.quantize(Decimal("0.01"))
        assert abs(Fraction(part) - Fraction(amount) * Fraction(keys[code]) / whole) < Fraction(1, 100)


@given(amounts, weights)
def test_the_order_of_the_keys_does_not_matter(amount, keys):
    assert apportion(amount, dict(reversed(keys.items()))) == apportion(amount, keys)


@given(amounts, weights, st.integers(1, 10**6))
def test_only_the_proportions_matter(amount, keys, factor):
    assert apportion(amount, {code: key * factor for code, key in keys.items()}) == apportion(amount, keys)


@given(amounts, weights, st.data())
def test_a_part_of_a_split_never_exceeds_it(amount, keys, data):
    whole = apportion(amount, keys)
    inner = data.draw(st.decimals(min_value=0, max_value=amount, places=2))
    parts = apportion(inner, keys, whole)
    assert sum(parts.values()) == inner
    assert all(parts[code] <= whole[code] for code in keys)


@given(amounts, weights)
def test_a_negative_amount_is_split_like_its_opposite(amount, keys):
    assert apportion(-amount, keys) == {code: -part for code, part in apportion(amount, keys).items()}


def test_what_is_left_goes_to_the_largest_remainder_and_of_equal_ones_to_the_lower_code():
    assert apportion(Decimal("0.02"), {"B": Decimal(1), "A": Decimal(1), "C": Decimal(1)}) == {
        "A": Decimal("0.01"), "B": Decimal("0.01"), "C": Decimal("0.00"),
    }  # fmt: skip
    assert apportion(Decimal("1.00"), {"A": Decimal(1), "B": Decimal(2)}) == {"A": Decimal("0.33"), "B": Decimal("0.67")}


@pytest.mark.parametrize("keys", [{}, {"A": Decimal(0)}, {"A": Decimal(-1), "B": Decimal(3)}])
def test_without_a_weight_there_is_no_split(keys):
    with pytest.raises(ValueError, match="weights"):
        apportion(Decimal(1), keys)


def test_less_than_a_fen_is_not_split():
    with pytest.raises(ValueError, match="two decimals"):
        apportion(Decimal("0.001"), {"A": Decimal(1)})
