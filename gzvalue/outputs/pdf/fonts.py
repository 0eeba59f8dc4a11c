"""The two faces of the paper, embedded from the program's resources, and what they can draw.

Every text that goes to paper passes `drawable`: a character that the faces lack becomes a visible
``〔U+20BB7〕``, because reportlab would draw nothing and extract NUL.
"""

from functools import cache

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from gzvalue.outputs.glyphs import LOWERED, RAISED
from gzvalue.paths import resource

REGULAR, BOLD = "NotoSansSC", "NotoSansSC-Bold"
_FILES = {REGULAR: "NotoSansSC-Regular.ttf", BOLD: "NotoSansSC-Bold.ttf"}


class Widths(dict[str, int]):
    """Advance of each character in thousandths of the type size, read from the face when first asked for."""

    def __init__(self, by_code: dict[int, int]) -> None:
        super().__init__()
        self._by_code = by_code

    def __missing__(self, char: str) -> int:
        width = self[char] = round(self._by_code.get(ord(char), 1000))
        return width


@cache
def faces() -> dict[str, Widths]:
    """Registers both faces with reportlab, once, before anything is drawn; their widths by name."""
    rl_config.useA85 = 0  # plain binary streams: a fifth smaller, and every reader takes them
    found = {}
    for name, file in _FILES.items():
        font = TTFont(name, str(resource("fonts", file)))
        pdfmetrics.registerFont(font)
        found[name] = Widths(font.face.charWidths)
    return found


@cache
def covered() -> frozenset[str]:
    """The characters that both faces can draw, and those that are drawn as lowered or raised ones."""
    faces()
    sets = [set(pdfmetrics.getFont(name).face.charToGlyph) for name in _FILES]
    codes = set.intersection(*sets)
    drawn = {chr(code) for code in codes if code >= 0x20 and not 0x7F <= code < 0xA0 and not 0xD800 <= code < 0xE000}
    return frozenset(drawn | {"\n"} | set(LOWERED) | set(RAISED))


def drawable(text: str) -> str:
    """The text with every character that the faces lack written out as its code point in brackets."""
    if covered().issuperset(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c if c in covered() else f"〔U+{ord(c):04X}〕" for c in text)
