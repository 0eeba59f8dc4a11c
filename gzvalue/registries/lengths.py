"""Over-long texts: by how much, and what to cut. Nothing is ever cut by the program."""

import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+")


@dataclass(frozen=True)
class Overlong:
    """A text beyond its limit.

    Attributes:
        over: characters too many.
        tail: what stands beyond the limit.
        advice: what to cut, in words.
    """

    over: int
    tail: str
    advice: str


def overlong(text: str, limit: int | None, advice: str = "") -> Overlong | None:
    """What is too long about a text; ``None`` if it is within its limit."""
    if limit is None or len(text) <= limit:
        return None
    return Overlong(len(text) - limit, text[limit:], advice or by_sentences(text, limit))


def by_sentences(text: str, limit: int) -> str:
    """Which sentences to strike: the last ones that together make up what is too much."""
    parts = _SENTENCE.findall(text)
    over, spared = len(text) - limit, 0
    taken: list[str] = []
    while len(parts) > 1 and spared < over:
        taken.insert(0, parts.pop())
        spared += len(taken[0])
    if not taken or spared < over:
        return f"第 {limit + 1} 字起超出，请精简"
    first = taken[0].strip()
    return f"例如删去最后 {len(taken)} 句（{spared} 字，自“{first[:12]}{'…' if len(first) > 12 else ''}”起）即可"
