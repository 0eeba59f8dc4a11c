"""A slow, obvious counting in plain Python, against which every engine is held."""

import datetime
import re
import unicodedata
from collections import Counter

from gzvalue.quality.words import boolean_words, missing_words
from gzvalue.schema import credit_code as credit

BLANKS = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b"
TODAY = datetime.date(2026, 11, 22)


def as_read(text):
    """Blanks at the ends dropped, full-width signs as ordinary ones."""
    text = text.strip(BLANKS)
    return "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text).strip(BLANKS)


def is_missing(text, words=True):
    if text is None:
        return True
    read = as_read(text)
    return read == "" or (words and read.lower() in missing_words())


def number(text):
    """The number a text is, or None; commas only between groups of three."""
    read = as_read(text)
    if re.fullmatch(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?", read):
        read = read.replace(",", "")
    if not re.fullmatch(r"[+-]?([0-9]{1,30}(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?|\.[0-9]+)", read):
        return None
    whole = re.fullmatch(r"[+-]?[0-9]+", read)
    if whole and (len(read.lstrip("+-")) > 15 or (len(read.lstrip("+-")) > 1 and read.lstrip("+-").startswith("0"))):
        return None  # a code
    return float(read)


def is_whole(text):
    return re.fullmatch(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)", as_read(text)) is not None


def looks_zero_led(text):
    return re.fullmatch(r"[+-]?0[0-9]{1,14}", as_read(text)) is not None


def date_of(text):
    """(looks like a date or time, the day if there is such a day, has a time)."""
    read = as_read(text)
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})(日?)(.*)", read)
    if not match:
        return False, None, False
    year, day, sun, rest = match[1], match[6], match[7], match[8]
    month = next(m for m in match.groups()[1:5] if m)
    if sun and not match[5]:
        return _dated(rest), None, bool(rest)  # 日 without 年 and 月: looks like one, is none
    if rest:
        time = re.fullmatch(r"[ T]?([0-9]{1,2})((?::[0-9]{2}){1,2})([.,][0-9]+)?( ?(Z|[+-][0-9]{2}:?([0-9]{2})?))?", rest)
        if not time:
            return False, None, False
        parts = [int(time[1]), *(int(p) for p in time[2].split(":")[1:])]
        separated = rest[0] in " T" or sun
        fine = separated and parts[0] <= 23 and all(p <= 59 for p in parts[1:]) and (not time[3] or len(parts) == 3)
    else:
        fine = True
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return True, None, bool(rest)
    return True, found if fine else None, bool(rest)


def _dated(rest):
    return not rest or re.fullmatch(r"[ T]?[0-9]{1,2}(:[0-9]{2}){1,2}([.,][0-9]+)?( ?(Z|[+-][0-9]{2}:?([0-9]{2})?))?", rest) is not None


def type_of(texts):
    """The type a column means, by the rules of docs/measure.md."""
    filled = [t for t in texts if not is_missing(t)]
    if not filled:
        return "empty"
    dates = [date_of(t) for t in filled]
    if sum(d[0] for d in dates) >= 0.8 * len(filled):
        return "datetime" if any(d[0] and d[2] for d in dates) else "date"
    figures = sum(number(t) is not None for t in filled)
    zero_led = sum(looks_zero_led(t) for t in filled)
    if figures + zero_led >= 0.8 * len(filled) and zero_led < 0.05 * (figures + zero_led):
        return "integer" if all(is_whole(t) for t in filled if number(t) is not None) else "decimal"
    if sum(as_read(t).lower() in boolean_words() for t in filled) >= 0.8 * len(filled):
        return "boolean"
    return "text"


def fits(text, type):
    if type in {"integer", "decimal"}:
        return number(text) is not None and (type == "decimal" or is_whole(text))
    if type == "date":
        looks, day, timed = date_of(text)
        return looks and day is not None and not timed
    if type == "datetime":
        return date_of(text)[1] is not None
    if type == "boolean":
        return as_read(text).lower() in boolean_words()
    return True


def quantile(values, share):
    values = sorted(values)
    place = (len(values) - 1) * share
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def column(texts):
    """name-less figures of a column of texts without identifier."""
    filled = [t for t in texts if not is_missing(t)]
    type = type_of(texts)
    found = {
        "type": type,
        "count": len(texts),
        "missing": len(texts) - len(filled),
        "distinct": len(set(filled)),
        "invalid": sum(not fits(t, type) for t in filled),
        "top": sorted(Counter(filled).items(), key=lambda pair: (-pair[1], pair[0].encode()))[:10],
        "quantiles": None,
    }
    if type in {"integer", "decimal"}:
        values = [number(t) for t in filled if fits(t, type)]
        found["quantiles"] = [quantile(values, share) for share in (0.25, 0.5, 0.75)]
        found["min"], found["max"] = min(values), max(values)
    return found


def duplicates(rows):
    """Rows that repeat an earlier one; blank cells of a text file are all alike."""
    return len(rows) - len({tuple(cell or "" for cell in row) for row in rows})


# --- identifiers ----------------------------------------------------------------------------------

PROVINCES = {
    11,
    12,
    13,
    14,
    15,
    21,
    22,
    23,
    31,
    32,
    33,
    34,
    35,
    36,
    37,
    41,
    42,
    43,
    44,
    45,
    46,
    50,
    51,
    52,
    53,
    54,
    61,
    62,
    63,
    64,
    65,
    71,
    81,
    82,
    83,
}


def is_national_id(text, today=TODAY):
    text = as_read(text)
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", text):
        return False
    if int(text[:2]) not in PROVINCES and not re.fullmatch("9[1-8]", text[:2]):
        return False
    try:
        born = datetime.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    if not 1800 <= born.year <= 2099 or born > today:
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(text, weights, strict=False)) % 11] == text[17].upper()


def is_card(text):
    text = as_read(text)
    if not re.fullmatch("[1-9][0-9]{15,18}", text):
        return False
    total = 0
    for place, digit in enumerate(reversed(text)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_credit_code(text):
    return credit.fault(as_read(text)) is None


def width_folded(text):
    return unicodedata.normalize("NFKC", text)
