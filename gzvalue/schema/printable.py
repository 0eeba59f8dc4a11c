"""Which characters the paper can draw, known without the faces themselves: a character that it cannot is a problem of its datum.

The list is a resource (`fonts/drawn.txt`) made from the faces; a test compares both.
"""

from functools import cache
from itertools import chain

from gzvalue.paths import resource

_NAMED = 8
"""How many characters a message names."""


@cache
def _drawn() -> frozenset[str]:
    """All characters that can be drawn; a set of them is built and asked in a fraction of what a pattern of so many ranges takes."""
    lines = resource("fonts", "drawn.txt").read_text(encoding="ascii").splitlines()
    pairs = (line.split("-") for line in lines if not line.startswith("#"))
    ranges = (range(int(first, 16), int(last, 16) + 1) for first, last in pairs)
    return frozenset(map(chr, chain.from_iterable(ranges))) | {"\t", "\r"}  # a tab is drawn as a blank


def undrawable(text: str) -> tuple[str, ...]:
    """The characters of a text that the paper cannot draw, each once, in their order."""
    drawn = _drawn()
    return () if drawn.issuperset(text) else tuple(dict.fromkeys(char for char in text if char not in drawn))


def fault(text: str) -> str | None:
    """What is wrong with a text on paper, to follow the name of its field; ``None`` if all of it can be drawn."""
    absent = undrawable(text)
    if not absent:
        return None
    shown = "、".join(_shown(char) for char in absent[:_NAMED]) + (f"等 {len(absent)} 个" if len(absent) > _NAMED else "")
    return f"有打印字体没有的字符 {shown}，纸上印作〔U+{ord(absent[0]):04X}〕一类的代码，请换用别的字。"


def _shown(char: str) -> str:
    return f"“{char}”（U+{ord(char):04X}）" if char.isprintable() else f"U+{ord(char):04X}"
