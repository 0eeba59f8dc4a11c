"""Writes resources/fonts/drawn.txt: the characters that both faces of the paper can draw, as ranges of code points.

Run it after the faces are exchanged: ``python tests/making/font_coverage.py``. tests/test_printable.py compares.
"""

from gzvalue.outputs.pdf.fonts import covered
from gzvalue.paths import resource

HEAD = "# Code points that both NotoSansSC faces draw, or that the paper draws as raised or lowered ones. Made by tests/making/font_coverage.py.\n"


def ranges() -> str:
    """One range a line, both ends in hexadecimal and included."""
    found: list[list[int]] = []
    for code in sorted(map(ord, covered())):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return HEAD + "".join(f"{first:X}-{last:X}\n" for first, last in found)


if __name__ == "__main__":
    resource("fonts", "drawn.txt").write_text(ranges(), encoding="ascii")
