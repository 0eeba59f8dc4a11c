"""Which characters the paper can draw, known without the faces themselves: a character that it cannot is a problem of its datum.

The list is a resource (`fonts/drawn.txt`) made from the faces; a test compares both.
"""

import re
from functools import cache

from gzvalue.paths import resource

_NAMED = 8
"""How many characters a message names."""


@cache
def _absent() -> re.Pattern[str]:
    lines = resource("fonts", "drawn.txt").read_text(encoding="ascii").splitlines()
    pairs = (line.split("-") for line in lines if not line.startswith("#"))
    inside = "".join(f"\\U{int(first, 16):08x}-\\U{int(last, 16):08x}" for first, last in pairs)
    return re.compile(f"[^{inside}\\t\\r]")  # a tab is drawn as a blank


def undrawable(text: str) -> tuple[str, ...]:
    """The characters of a text that the paper cannot draw, each once, in their order."""
    return tuple(dict.fromkeys(_absent().findall(text)))


def fault(text: str) -> str | None:
    """What is wrong with a text on paper, to follow the name of its field; ``None`` if all of it can be drawn."""
    absent = undrawable(text)
    if not absent:
        return None
    shown = "、".join(_shown(char) for char in absent[:_NAMED]) + (f"等 {len(absent)} 个" if len(absent) > _NAMED else "")
    return f"有打印字体没有的字符 {shown}，纸上印作〔U+{ord(absent[0]):04X}〕一类的代码，请换用别的字。"


def _shown(char: str) -> str:
    return f"“{char}”（U+{ord(char):04X}）" if char.isprintable() else f"U+{ord(char):04X}"
