"""Samples of cells are shown masked: enough to find the cell again, not enough to use it."""

import re

from gzvalue.quality.plan import LONGEST_TEXT

_KEPT = {
    "national_id": (3, 2),
    "mobile": (3, 4),
    "landline": (4, 2),
    "bank_card": (4, 4),
    "credit_code": (4, 4),
    "plate": (2, 1),
    "passport": (1, 2),
    "name": (1, 0),
    "device_id": (2, 2),
    "coordinate": (3, 0),
    "address": (3, 0),
}


def masked(text: str | None, identifier: str | None = None) -> str:
    """A text with its middle hidden; of a text shorter than what would be shown only the first character."""
    if text is None:
        return ""
    if identifier == "email" and "@" in text:
        local, _, domain = text.partition("@")
        return f"{local[:1]}***@{_hidden(domain, 0, min(4, len(domain) // 2))}"
    first, last = _KEPT.get(identifier or "", (max(1, len(text) // 4), len(text) // 6))
    return _hidden(text, first, last)


def _hidden(text: str, first: int, last: int) -> str:
    if len(text) <= first + last + 1:
        first, last = min(1, len(text) - 1), 0
    hidden = min(len(text) - first - last, 20)
    shown = text[:first] + "*" * hidden + (text[len(text) - last :] if last else "")
    return "".join(letter if letter.isprintable() else " " for letter in shown)[:LONGEST_TEXT]


_WITHIN = re.compile(r"(?<![0-9])(?:[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{15,18}|1[3-9][0-9]{9})(?![0-9])|[\w.+-]+@[\w-]+\.[\w.-]+")


def discreet(text: str) -> str:
    """A text that is no identifier as a whole, cut to what is shown; numbers of people, cards and mailboxes in it masked."""
    return _WITHIN.sub(lambda match: _hidden(match[0], 3, 2), shortened(text))


def shortened(text: str) -> str:
    """A text cut where it becomes too long to be shown."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
