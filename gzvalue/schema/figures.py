"""Figures and text at the edge: what offices write, cleaned and read; and how figures are written out again."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation


class Unreadable(Exception):
    """The text is no value of its kind; the message tells a person what is expected."""


def shortened(text: str, most: int = 20) -> str:
    """The beginning of a text in one line, as a message quotes it."""
    text = text.replace("\n", " ")
    return text if len(text) <= most else text[: most - 1] + "…"


_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    """Text without invisible characters, halves of characters and outer blanks (also full-width ones); line ends become ``\\n``."""
    if text.isprintable():  # then none of them is in it; an import cleans some hundred thousand texts
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub("", text).strip()


_SCALES = (("万亿", 10**12), ("亿", 10**8), ("千万", 10**7), ("百万", 10**6), ("万", 10**4), ("千", 10**3))
_BARE = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,8})?")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][+-]?\d{1,3})?")


def read_number(text: str, units: tuple[str, ...] = ()) -> Decimal:
    """A decimal from office text: full-width digits, thousands separators, 万/亿, and the given unit words.

    Raises:
        Unreadable: the text is not one finite number.
    """
    if _BARE.fullmatch(text):
        return Decimal(text) or Decimal(0)
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("，", ",").replace("−", "-")
    plain = plain.removeprefix("约").removeprefix("¥").removeprefix("￥").removeprefix("人民币")
    negative = plain.startswith("(") and plain.endswith(")")
    if negative:
        plain = plain[1:-1]
    for unit in sorted(units, key=len, reverse=True):
        plain = plain.removesuffix(unit)
    scale = 1
    for word, factor in _SCALES:
        if plain.endswith(word):
            plain, scale = plain[: -len(word)], factor
            break
    if not plain or not _NUMBER.fullmatch(plain) or not any(c.isdigit() for c in plain):
        raise Unreadable(f"“{shortened(text)}”不是数字，请只填数字，可带千分位、万、亿")
    try:
        value = Decimal(plain.replace(",", "")) * scale
    except InvalidOperation:
        raise Unreadable(f"“{shortened(text)}”不是数字，请只填数字，可带千分位、万、亿") from None
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise Unreadable(f"“{shortened(text)}”超出可记录的数字范围，请核对")
    if not value:
        return Decimal(0)  # neither minus zero nor zero with an exponent
    return -value if negative else value


def plain(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros behind the point."""
    if value == value.to_integral_value():
        value = value.quantize(Decimal(1)) if abs(value.adjusted()) < 28 else value
        return f"{value:f}"
    return f"{value.normalize():f}"


_WIDE = Context(prec=100)
"""Room for every number that can be typed, however large, with its decimals."""


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as Chinese accounting rounds; the only rounding in the program."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)


def grouped(value: Decimal, places: int) -> str:
    """``1,234,567.50``: thousands separators and a fixed number of decimals."""
    return f"{rounded(value, places):,f}"


def in_wan(amount: Decimal, places: int = 0) -> str:
    """An amount in 元 as figures in 万元, as screens and summaries show it (``20,455,512.30`` → ``2,046``)."""
    return grouped(amount.scaleb(-4), places)


def in_percent(ratio: Decimal, places: int = 1) -> str:
    """A ratio as a percentage with a fixed number of decimals (``0.4731`` → ``47.3%``)."""
    return f"{grouped(ratio.scaleb(2), places)}%"
