"""人民币大写 on known amounts, and read back by an independent reader for any amount."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gzvalue.outputs.capital_amount import capital_amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.004", "零元整"),
        ("0.05", "伍分"),
        ("0.5", "伍角整"),
        ("0.55", "伍角伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("10.05", "壹拾元零伍分"),
        ("10.50", "壹拾元零伍角整"),
        ("11.50", "壹拾壹元伍角整"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("100001", "壹拾万零壹元整"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("1000000", "壹佰万元整"),
        ("8000000", "捌佰万元整"),
        ("40000000", "肆仟万元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("110000000", "壹亿壹仟万元整"),
        ("120034005600.78", "壹仟贰佰亿叁仟肆佰万伍仟陆佰元零柒角捌分"),
        ("1000000000000", "壹万亿元整"),
        ("1000000010000.10", "壹万亿零壹万元零壹角整"),
    ],
)
def test_known_amounts(amount: str, words: str) -> None:
    assert capital_amount(Decimal(amount)) == "人民币" + words


def test_rounds_half_up_and_marks_negative_amounts() -> None:
    assert capital_amount(Decimal("2.345")) == "人民币贰元叁角伍分"
    assert capital_amount(Decimal("-3")) == "人民币负叁元整"
    assert capital_amount(Decimal("-0.001")) == "人民币零元整"


@pytest.mark.parametrize("amount", ["1e16", "NaN", "Infinity"])
def test_refuses_what_has_no_words(amount: str) -> None:
    with pytest.raises(ValueError):
        capital_amount(Decimal(amount))


def _read(words: str) -> Decimal:
    """Read capital numerals back: sections of 亿 and 万, places within a section."""
    whole, _, rest = words.removeprefix("人民币").removesuffix("整").partition("元")
    if not words.count("元"):
        whole, rest = "", whole
    total, section, digit = 0, 0, 0
    for sign in whole:
        if sign in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(sign)
        elif sign in "拾佰仟":
            section += digit * {"拾": 10, "佰": 100, "仟": 1000}[sign]
            digit = 0
        else:
            section += digit
            digit = 0
            if sign == "亿":
                total = (total + section) * 10**8
            else:
                total += section * 10**4
            section = 0
    cents = 0
    for sign in rest:
        if sign in "零壹贰叁肆伍陆柒捌玖":
            digit2 = "零壹贰叁肆伍陆柒捌玖".index(sign)
        else:
            cents += digit2 * {"角": 10, "分": 1}[sign]
    return Decimal(total + section + digit) + Decimal(cents) / 100


@given(st.integers(0, 10**18 - 1))
def test_reads_back_to_the_same_amount(cents: int) -> None:
    amount = Decimal(cents) / 100
    words = capital_amount(amount)
    assert _read(words) == amount
    assert "零零" not in words
    assert "零万" not in words
    assert "零亿" not in words
    assert ("零元" not in words) or cents == 0
