"""Colours that window and paper share: one accent, three words of warning, five data hues on a ladder of lightness.

The five data hues stand at least ten steps of lightness (L*) apart, so that they can be told from
each other in grey print and by the colour-blind; charts add a label or a pattern besides.
"""

INK = "#1F2A37"
QUIET = "#5F6875"
PAPER = "#FFFFFF"
PANEL = "#F6F7F9"
LINE = "#E3E7EC"
ACCENT = "#1F5FA8"
ATTENTION = "#8F5E12"
STOP = "#B42318"
GOOD = "#2E7D32"

DATA = ("#16325C", "#2F6DB5", "#3C9D9B", "#D9A441", "#C9CFD8")
"""Navy, blue, teal, amber, mist: dark to light."""


def lightness(colour: str) -> float:
    """L* (0 black … 100 white) of a ``#RRGGBB`` colour: how light it looks in grey print."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return float(116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance)


def ink_on(colour: str) -> str:
    """The text colour that reads on a filled shape of that colour."""
    return PAPER if lightness(colour) < 60 else INK
