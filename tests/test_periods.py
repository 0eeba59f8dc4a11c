"""Periods: how calendar years become periods after the valuation date."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from gzvalue.valuation.periods import periods, twelve_months


def near(found: Decimal, expected: str) -> bool:
    return abs(Fraction(found) - Fraction(expected)) < Fraction("1e-30")


def check(found: tuple, expected: list[tuple[int, str, str]]) -> None:
    assert [one.year for one in found] == [year for year, _, _ in expected]
    for one, (_, portion, exponent) in zip(found, expected, strict=True):
        assert near(one.portion, portion), one
        assert near(one.exponent, exponent), one


def test_base_date_at_year_end_gives_whole_years() -> None:
    years = [2026, 2027, 2028]
    check(periods(date(2025, 12, 31), years), [(2026, "1", "1"), (2027, "1", "2"), (2028, "1", "3")])
    check(periods(date(2025, 12, 31), years, "mid"), [(2026, "1", "1/2"), (2027, "1", "3/2"), (2028, "1", "5/2")])


def test_another_base_date_gives_a_stub_and_exponents_that_follow() -> None:
    years = [2026, 2027, 2028]
    check(periods(date(2026, 6, 30), years), [(2026, "184/365", "184/365"), (2027, "1", "549/365"), (2028, "1", "914/365")])
    check(periods(date(2026, 6, 30), years, "mid"), [(2026, "184/365", "92/365"), (2027, "1", "733/730"), (2028, "1", "1463/730")])


def test_life_that_ends_within_a_year_takes_a_last_part() -> None:
    check(
        periods(date(2026, 6, 30), [2026, 2027, 2028, 2029], "end", Decimal(2)),
        [(2026, "184/365", "184/365"), (2027, "1", "549/365"), (2028, "181/365", "2"), (2029, "0", "914/365")],
    )
    check(periods(date(2025, 12, 31), [2026, 2027], "mid", Decimal("1.5")), [(2026, "1", "1/2"), (2027, "1/2", "5/4")])


def test_life_shorter_than_the_stub() -> None:
    check(periods(date(2026, 6, 30), [2026, 2027], "end", Decimal("0.25")), [(2026, "1/4", "1/4"), (2027, "0", "184/365")])


def test_years_before_the_base_date_count_nothing() -> None:
    assert [one.portion for one in periods(date(2025, 12, 31), [2024, 2025, 2026])] == [0, 0, 1]


def test_a_leap_year_counts_365_days_and_never_more_than_a_year() -> None:
    check(periods(date(2028, 1, 1), [2028]), [(2028, "1", "1")])  # 365 days are left of 366
    check(periods(date(2028, 2, 28), [2028]), [(2028, "307/365", "307/365")])


def test_order_and_gaps_are_the_callers() -> None:
    check(periods(date(2025, 12, 31), [2028, 2026]), [(2028, "1", "3"), (2026, "1", "1")])


def test_twelve_months() -> None:
    assert twelve_months(3) == (1, 2, 3)
    assert twelve_months(2, "mid") == (Decimal("0.5"), Decimal("1.5"))


@given(
    st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    st.integers(1, 12),
    st.integers(1, 4000).map(lambda n: Decimal(n).scaleb(-2)),
    st.sampled_from(["end", "mid"]),
)
def test_portions_add_up_to_the_life_or_the_years_given(base: date, count: int, life: Decimal, timing: str) -> None:
    years = [base.year + n for n in range(count)]
    found = periods(base, years, timing, life)  # type: ignore[arg-type]
    whole = sum((Fraction(one.portion) for one in periods(base, years)), Fraction(0))
    assert abs(sum(Fraction(one.portion) for one in found) - min(whole, Fraction(life))) < Fraction("1e-30")
    counted = [one.exponent for one in found if one.portion]
    assert counted == sorted(counted)
    assert all(0 <= one.portion <= 1 for one in found)
    if timing == "end" and counted:
        assert Fraction(counted[-1]) - min(whole, Fraction(life)) < Fraction("1e-30")
