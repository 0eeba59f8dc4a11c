"""The one set of colours, distances and type sizes; everything drawn takes its look from here."""

from dataclasses import dataclass

XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
"""The only distances between things, in logical pixels."""

HELP, BODY, SECTION, TITLE, FIGURE = 13, 14, 16, 20, 28
"""The type scale in logical pixels: captions and help, text and inputs, headings, page titles, key figures."""

RADIUS = 6
FAMILY = "Noto Sans SC"


@dataclass(frozen=True)
class Tokens:
    """Colours by what they are for.

    Attributes:
        ink: text; never pure black.
        quiet: help, units, captions; contrast to paper at least 4.5.
        faint: what is there but not to be read, e.g. a disabled button's text.
        paper: pages, inputs and tables.
        panel: rail, side panels, heads of tables.
        line: rules and frames.
        frame: frames of inputs, stronger than rules so that a field is seen as one (3:1).
        accent: primary action, current step, selection; never 'good'.
        on_accent: text on the accent colour.
        wash: a breath of accent, behind what is selected.
        hover: a breath of ink, behind what the pointer is over.
        attention, stop, good: always with a word or a shape beside.
        attention_wash, stop_wash, good_wash: grounds of lines that carry such a word.
        data: five hues on one ladder of lightness, told apart in grey and by the colour-blind.
        hatch: strokes that say 'not measured'.
        dark: whether this is the dark set.
    """

    ink: str
    quiet: str
    faint: str
    paper: str
    panel: str
    line: str
    frame: str
    accent: str
    on_accent: str
    wash: str
    hover: str
    attention: str
    stop: str
    good: str
    attention_wash: str
    stop_wash: str
    good_wash: str
    data: tuple[str, str, str, str, str]
    hatch: str
    dark: bool


LIGHT = Tokens(
    ink="#1F2A37",
    quiet="#5F6875",
    faint="#9AA3AF",
    paper="#FFFFFF",
    panel="#F6F7F9",
    line="#E3E7EC",
    frame="#8A94A2",
    accent="#1F5FA8",
    on_accent="#FFFFFF",
    wash="#E8F0F9",
    hover="#EDF0F4",
    attention="#8F5E12",
    stop="#B42318",
    good="#2B772F",
    attention_wash="#FBF3E4",
    stop_wash="#FCECEA",
    good_wash="#E9F4EA",
    data=("#16325C", "#2F6DB5", "#3C9D9B", "#D9A441", "#C9CFD8"),
    hatch="#B7C0CC",
    dark=False,
)

DARK = Tokens(
    ink="#E4E8EE",
    quiet="#A3ADBA",
    faint="#6C7683",
    paper="#171B21",
    panel="#1F242C",
    line="#313843",
    frame="#647080",
    accent="#6FA8E8",
    on_accent="#0F1722",
    wash="#22344B",
    hover="#28303A",
    attention="#E0AE5B",
    stop="#F2857B",
    good="#7CC682",
    attention_wash="#332A1A",
    stop_wash="#3A2220",
    good_wash="#1E3022",
    data=("#E6EDF7", "#8FBBEE", "#5FBDB8", "#C58F34", "#5B6675"),
    hatch="#4B5563",
    dark=True,
)
