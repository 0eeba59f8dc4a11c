"""Tests of identifiers as SQL over the text as read (``s``); each is true, false or null, never an error.

Digits are taken from one whole number by division: a vectorised engine does that several times faster
than seventeen substrings, and every dialect has it.
"""

from gzvalue.quality.classes import DAYS
from gzvalue.quality.sql_text import literal, matches
from gzvalue.quality.words import identifier_lists

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_REGION = "(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[1-8])[0-9]{4}"
_BIRTH = DAYS.format("").replace("0?", "0")
_ID_18 = f"^{_REGION}(18|19|20)[0-9]{{2}}{_BIRTH}[0-9]{{3}}[0-9Xx]$"
_ID_15 = f"^{_REGION}[0-9]{{2}}{_BIRTH}[0-9]{{3}}$"
_MOBILE = "^([+]?86[- ]?)?1[3-9][0-9]{9}$|^([+]?86[- ]?)?1[3-9][0-9][- ][0-9]{4}[- ][0-9]{4}$"
_LANDLINE = (
    "^([+]86[- ]?)?([(]0[1-9][0-9]{1,2}[)][- ]?|0[1-9][0-9]{1,2}[- ]?)[2-9][0-9]{6,7}([-转][0-9]{1,6})?$|^[48]00-?[0-9]{3}-?[0-9]{4}$"
)
_LOCAL_LINE = "^[2-9][0-9]{6,7}(-[0-9]{1,6})?$"
_EMAIL = "^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z]{2,}$"
_MAC = "^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$"
_DEVICE = (
    _MAC + "|^[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$|^[0-9A-Fa-f]{12}$|^[0-9A-Fa-f]{16}$|^[0-9A-Fa-f]{32}$|^4600[0-9]{11}$"
)
_PASSPORT = "^[EeGgDdSsPpHhMmKk][0-9]{8}$|^[Ee][A-HJ-NP-Za-hj-np-z][0-9]{7}$|^[A-Z]{1,2}[0-9]{6,9}$"
_NAME = (
    "^[\u3400-\u9fff]{2,4}$|^[\u3400-\u9fff]{1,8}[·•][\u3400-\u9fff]{1,8}([·•][\u3400-\u9fff]{1,8})?$|^[A-Za-z]+([ .,'-]+[A-Za-z]+){1,3}$"
)
_DEGREES = "[+-]?[0-9]{1,3}([.][0-9]+)?"
_PAIR = f"^[(]?{_DEGREES}[,; ]+{_DEGREES}[)]?$"
_CREDIT = f"^[{CREDIT_ALPHABET.lower()}{CREDIT_ALPHABET}]{{18}}$"

GUESSED = ("national_id", "credit_code", "bank_card", "mobile", "landline", "plate", "email", "device_id")
"""Identifiers that a content can tell without a head, in the order in which a text is taken for one of them."""

LETTERS = {"mobile": "M", "landline": "L", "plate": "P", "email": "E", "device_id": "D"}
"""Identifiers that a pattern alone decides, by the letter that `guess` gives."""

CHECKED = {"national_id": "N", "credit_code": "C", "bank_card": "B"}
"""Identifiers with check characters, by the letter of the texts that may be one: the costly test is asked only where there are such."""

WITHIN = {"mobile": "T", "national_id": "I"}
"""Identifiers that stand somewhere in a longer text of people's words, by the letter that `guess` gives."""

_WORDS = "[\u3400-\u9fff]"
_MOBILE_WITHIN = "(^|[^0-9])1[3-9][0-9]{9}([^0-9]|$)"
_ID_WITHIN = f"(^|[^0-9]){_REGION}(18|19|20)[0-9]{{2}}{_BIRTH}[0-9]{{3}}([Xx]|[0-9]([^0-9]|$))"


def guess() -> str:
    """A letter for what a text may be by its length, class and pattern; N, C and B are still to be checked.

    Dates, decimals, words for yes and no hold none; whole numbers of fifteen digits and less are telephone numbers at most.
    """
    cases = [
        ("t IN ('m', 'b', 'n', 'g', 'd', 'e', 't', 'u', 'c', 'q') OR length(s) < 7", "'-'"),
        ("t IN ('i', 'z')", f"CASE WHEN length(s) > 9 AND {matches('s', _MOBILE)} THEN 'M' WHEN length(s) > 8 AND {_is_line()} THEN 'L' ELSE '-' END"),
        (f"length(s) = 18 AND {matches('s', '^[0-9]{17}[0-9Xx]$')}", "'N'"),
        (f"length(s) = 18 AND {matches('s', _CREDIT)} AND {matches('s', '[0-9]{6}')}", "'C'"),
        (f"length(s) BETWEEN 16 AND 19 AND s < ':' AND {matches('s', '^[1-9][0-9]{15,18}$')}", "'B'"),
        (f"length(s) BETWEEN 11 AND 17 AND s < ':' AND {matches('s', _MOBILE)}", "'M'"),
        (f"length(s) <= 25 AND s < ':' AND {_is_line()}", "'L'"),
        (f"length(s) <= 9 AND s >= '㐀' AND {plate()}", "'P'"),
        (f"length(s) <= 100 AND strpos(s, '@') > 0 AND {matches('s', _EMAIL)}", "'E'"),
        (f"length(s) = 17 AND {matches('s', _MAC)}", "'D'"),
        (f"length(s) > 18 AND {matches('s', _WORDS)} AND {matches('s', _ID_WITHIN)}", "'I'"),
        (f"length(s) > 11 AND {matches('s', _WORDS)} AND {matches('s', _MOBILE_WITHIN)}", "'T'"),
    ]  # fmt: skip
    return "CASE " + " ".join(f"WHEN {when} THEN {then}" for when, then in cases) + " ELSE '-' END"


def _is_line() -> str:
    return f"substr(s, 1, 1) IN ('0', '(', '+', '4', '8') AND {matches('s', _LANDLINE)}"


def _digit(number: str, place: int) -> str:
    """A digit of a whole number, counted from the right from 0."""
    return f"{number} % 10" if place == 0 else f"({number} // {10**place}) % 10"


_ID_NUMBER = "CAST(substr(s, 1, 17) AS BIGINT)"
_CARD_LOW = "CAST(substr(s, length(s) - 8, 9) AS BIGINT)"
_CARD_HIGH = "CAST(substr(s, 1, length(s) - 9) AS BIGINT)"


def prepared(identifier: str, v: str) -> str:
    """``v`` with the whole numbers that `test` asks for when ``ready``: reading a number from a text once, not for each digit."""
    if identifier == "national_id":
        return (
            f"(SELECT k, x, n, s, t, i, CASE WHEN length(s) = 18 AND {matches('s', _ID_18)} THEN {_ID_NUMBER} END AS n17 FROM {v}) AS read_"
        )
    if identifier == "bank_card":
        parts = ", ".join(f"CASE WHEN {_IS_CARD} THEN {part} END AS {name}" for part, name in ((_CARD_LOW, "low9"), (_CARD_HIGH, "high10")))
        return f"(SELECT k, x, n, s, t, i, {parts} FROM {v}) AS read_"
    return v


def national_id(today: str, number: str = "") -> str:
    """Eighteen characters: region, a birthday that exists and is not to come, check character (weights of GB 11643)."""
    shaped = f"{number} IS NOT NULL" if number else f"length(s) = 18 AND {matches('s', _ID_18)}"
    number = number or _ID_NUMBER
    # Σ w·digit = Σ (w[k] − 10·w[k−1])·⌊number/10^k⌋, and 10 ≡ −1 (mod 11): one division for each digit, no overflow
    rising = ID_WEIGHTS[::-1]
    factors = [(weight + (rising[k - 1] if k else 0)) % 11 for k, weight in enumerate(rising)]
    total = " + ".join(f"{factor} * ({number} // {10**k})" if k else f"{factor} * {number}" for k, factor in enumerate(factors) if factor)
    check = f"substr({literal(ID_CHECKS)}, CAST(({total}) % 11 + 1 AS INTEGER), 1) = upper(substr(s, 18, 1))"
    born = f"substr(s, 7, 8) <= {literal(today.replace('-', ''))} AND {_leap('s', 7)}"
    return f"(CASE WHEN {shaped} THEN {check} AND {born} ELSE FALSE END)"


def _leap(s: str, start: int) -> str:
    year = f"CAST(substr({s}, {start}, 4) AS INTEGER)"
    return f"CASE WHEN substr({s}, {start + 4}, 4) = '0229' THEN ({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0)) ELSE TRUE END"


def _short_id() -> str:
    """Fifteen digits of the first generation: only a head makes them one, an IMEI has fifteen too."""
    leap = "CASE WHEN substr(s, 9, 4) = '0229' THEN CAST(substr(s, 7, 2) AS INTEGER) % 4 = 0 AND substr(s, 7, 2) <> '00' ELSE TRUE END"
    return f"(CASE WHEN length(s) = 15 AND {matches('s', _ID_15)} THEN {leap} ELSE FALSE END)"


def _luhn(shaped: str, most: int, low: str = _CARD_LOW, high: str = _CARD_HIGH) -> str:
    """Luhn's sum over a text of at most ``most`` digits: nine digits from the right, and the rest."""
    parts = []
    for place in range(most):
        digit = _digit(low, place) if place < 9 else _digit(high, place - 9)
        # 2·d − 9·[d > 4] for every second digit
        parts.append(f"(2 * ({digit}) - 9 * (({digit}) // 5))" if place % 2 else f"({digit})")
    return f"(CASE WHEN {shaped} THEN ({' + '.join(parts)}) % 10 = 0 ELSE FALSE END)"


_IS_CARD = f"length(s) BETWEEN 16 AND 19 AND {matches('s', '^[1-9][0-9]{15,18}$')}"


def _card(*, ready: bool = False) -> str:
    return _luhn("low9 IS NOT NULL", 19, "low9", "high10") if ready else _luhn(_IS_CARD, 19)


def _imei() -> str:
    return _luhn(f"length(s) = 15 AND {matches('s', '^[0-9]{15}$')}", 15)


def credit_code() -> str:
    """The check character of GB 32100 and that of the organisation code inside, as `gzvalue.schema.credit_code`."""
    text = "upper(s)"
    places = [f"(strpos({literal(CREDIT_ALPHABET)}, substr({text}, {n}, 1)) - 1)" for n in range(1, 18)]
    total = " + ".join(f"{weight} * {place}" for weight, place in zip(CREDIT_WEIGHTS, places, strict=True))
    outer = f"substr({literal(CREDIT_ALPHABET)}, CAST((31 - ({total}) % 31) % 31 + 1 AS INTEGER), 1) = substr({text}, 18, 1)"
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    inside = [f"(strpos({literal(letters)}, substr({text}, {n}, 1)) - 1)" for n in range(9, 17)]
    sum_inside = " + ".join(f"{weight} * {place}" for weight, place in zip(ORGANISATION_WEIGHTS, inside, strict=True))
    inner = f"substr('0X987654321', CAST(({sum_inside}) % 11 + 1 AS INTEGER), 1) = substr({text}, 17, 1)"
    return f"(CASE WHEN length(s) = 18 AND {matches('s', _CREDIT)} THEN {outer} AND {inner} ELSE FALSE END)"


def plate() -> str:
    """Mainland number plates, those of new-energy vehicles with one character more."""
    first = identifier_lists()["plates"]
    pattern = f"^[{first}][A-HJ-NP-Z][·•. -]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳领]$"
    return f"(length(s) BETWEEN 7 AND 9 AND {matches('upper(s)', pattern)})"


def _surname() -> str:
    """A Chinese name that begins with a family name, where the head alone does not say that people are meant."""
    return f"({matches('s', _NAME)} AND {matches('s', '^[' + identifier_lists()['surnames'] + ']')})"


def _address() -> str:
    marks = identifier_lists()["address_marks"]
    return f"(length(s) >= 4 AND {matches('s', f'[{marks}]')})"


def _coordinate() -> str:
    number = "CAST(s AS DOUBLE)"
    single = f"(CASE WHEN {matches('s', f'^{_DEGREES}$')} THEN {number} BETWEEN -180 AND 180 ELSE FALSE END)"
    return f"({single} OR {matches('s', _PAIR)})"


def latitude() -> str:
    """A single figure that a latitude can be."""
    return f"(CASE WHEN {matches('s', f'^{_DEGREES}$')} THEN CAST(s AS DOUBLE) BETWEEN -90 AND 90 ELSE FALSE END)"


def test(identifier: str, today: str, *, heading: bool, ready: bool = False) -> str:  # noqa: PT028 - no test function of pytest
    """Whether a text is a valid identifier of this kind.

    Args:
        identifier: which.
        today: ISO date.
        heading: the column's head names it.
        ready: asked of what `prepared` gave.
    """
    whole_id = national_id(today, "n17" if ready else "")
    tests = {
        "national_id": f"({whole_id} OR {_short_id()})" if heading else whole_id,
        "mobile": matches("s", _MOBILE),
        "landline": f"({matches('s', _LANDLINE)} OR {matches('s', _LOCAL_LINE)})" if heading else matches("s", _LANDLINE),
        "bank_card": _card(ready=ready),
        "credit_code": credit_code(),
        "plate": plate(),
        "passport": matches("s", _PASSPORT),
        "email": matches("s", _EMAIL),
        "phone": f"({matches('s', _MOBILE)} OR {matches('s', _LANDLINE)} OR {matches('s', _LOCAL_LINE)})",
        "name": matches("s", _NAME) if heading else _surname(),
        "address": _address(),
        "device_id": f"({_imei()} OR {matches('s', _DEVICE)})" if heading else matches("s", _MAC),
        "coordinate": _coordinate(),
        "latitude": latitude(),
    }
    return tests[identifier]


def shape(identifier: str) -> str | None:
    """Whether a text at least has the shape of this identifier, right or wrong; ``None`` where the test is the shape."""
    shapes = {
        "national_id": "^[0-9]{17}[0-9Xx]$|^[0-9]{15}$",
        "bank_card": "^[0-9]{15,19}$",
        "credit_code": "^[0-9A-Za-z]{18}$",
        "mobile": "^[+]?[0-9 -]{10,16}$",
        "phone": "^[+(]?[0-9 ()-]{7,20}$",
        "plate": f"^[{identifier_lists()['plates']}][A-Za-z0-9·•. -]{{4,9}}$",
        "email": "^[^ ]+@[^ ]+$",
        "device_id": "^[0-9A-Fa-f:-]{12,36}$",
        "passport": "^[A-Za-z]{1,2}[0-9]{6,9}$",
        "latitude": f"^{_DEGREES}$",
        "coordinate": f"^{_DEGREES}$|{_PAIR}",
    }
    return matches("s", shapes[identifier]) if identifier in shapes else None
