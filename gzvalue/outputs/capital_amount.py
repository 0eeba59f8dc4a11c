"""人民币大写: amounts in the capital numerals that bills and loan papers are written with.

Follows the custom of 《支付结算办法》附件一《正确填写票据和结算凭证的基本规定》 (以官方文本为准):
整 after 元 and 角, none after 分; 零 where zeros stand between digits.
"""

from decimal import Decimal

from gzvalue.schema.kinds import rounded

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_MOST = Decimal(10) ** 16


def capital_amount(amount: Decimal) -> str:
    """``Decimal("40000000")`` → ``人民币肆仟万元整``.

    The amount is in 元 and is rounded half up to the 分.

    Raises:
        ValueError: the amount has more than sixteen digits before the point, or is not finite.
    """
    if not amount.is_finite() or abs(amount) >= _MOST:
        raise ValueError("no capital numerals for such an amount")
    cents = int(rounded(abs(amount), 2).scaleb(2))
    sign = "负" if amount < 0 and cents else ""
    return f"人民币{sign}{_words(cents)}"


def _words(cents: int) -> str:
    whole, rest = divmod(cents, 100)
    tenths, hundredths = divmod(rest, 10)
    if not cents:
        return "零元整"
    text = f"{_integer(whole)}元" if whole else ""
    if not rest:
        return f"{text}整"
    if whole and (not tenths or whole % 10 == 0):
        text += "零"
    if tenths:
        text += f"{_DIGITS[tenths]}角"
    return text + (f"{_DIGITS[hundredths]}分" if hundredths else "整")


def _integer(number: int) -> str:
    """A whole number above zero, below 10^16."""
    for scale, word in ((10**8, "亿"), (10**4, "万")):
        if number >= scale:
            high, low = divmod(number, scale)
            gap = "零" if 0 < low < scale // 10 else ""
            return _integer(high) + word + gap + (_integer(low) if low else "")
    text, zero = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + _PLACES[place]
        zero = not digit
    return text
