"""The set pieces of the paper: key figures, panels, signature boxes, cover and contents."""

from collections.abc import Sequence

from gzvalue.outputs import palette
from gzvalue.outputs.blocks import Cover, KeyFigure, Panel, SignatureBox
from gzvalue.outputs.pdf.fonts import BOLD, REGULAR
from gzvalue.outputs.pdf.pen import Pen
from gzvalue.outputs.pdf.pieces import Entry, Piece
from gzvalue.outputs.pdf.style import (
    BODY,
    CAPTION,
    CELL,
    DENSE,
    DENSE_LABEL,
    FIGURE,
    FIGURE_LARGE,
    HEADINGS,
    LABEL,
    LIST,
    MM,
    NARROW,
    NOTE,
    PANEL_TEXT,
    SMALL,
    TONES,
    Style,
)
from gzvalue.outputs.pdf.typesetting import set_text, width_of
from gzvalue.outputs.proof import Proof

GUTTER = 20.0
"""Between things that stand side by side."""


# --- key figures ---------------------------------------------------------------------------------


class KeyFigureRow(Piece):
    """Large figures side by side, each under a rule: label, figure with unit, a line of explanation."""

    def __init__(self, figures: Sequence[KeyFigure], per_row: int, measure: float) -> None:
        self.width = (measure - GUTTER * (per_row - 1)) / per_row
        self.large = FIGURE_LARGE if per_row <= 2 else FIGURE
        self.figures = figures
        self.notes = [set_text(f.note, NARROW, self.width) if f.note else [] for f in figures]
        self.styles = [self._fitting(f) for f in figures]
        deepest = max(len(lines) for lines in self.notes)
        self.height = 8 + LABEL.leading + self.large.leading + 4 + deepest * NARROW.leading
        self.before, self.after = 6, 14

    def _fitting(self, figure: KeyFigure) -> Style:
        """The figure's style, smaller where it would be wider than its column."""
        style = self.large.colored(TONES[figure.tone])
        room = self.width - (width_of(figure.unit, CELL) + 4 if figure.unit else 0)
        wide = width_of(figure.value, style)
        if wide <= room:
            return style
        return Style(style.face, max(style.size * room / wide, 9), style.leading, style.color)

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """From left to right."""
        for figure, style, notes in zip(self.figures, self.styles, self.notes, strict=True):
            pen.rule(x, top, self.width, 1.2, palette.ACCENT)
            pen.text(x, top + 6, figure.label, LABEL)
            line_top = top + 6 + LABEL.leading
            pen.text(x, line_top, figure.value, style)
            if figure.unit:
                baseline = line_top + style.drop
                pen.text(x + width_of(figure.value, style) + 4, baseline - CELL.drop, figure.unit, CELL)
            pen.lines(x, line_top + self.large.leading + 4, notes, NARROW)
            x += self.width + GUTTER


# --- panels --------------------------------------------------------------------------------------


class PanelRow(Piece):
    """Tinted panels side by side, of one height, with a coloured edge."""

    _INSET = 10.0

    def __init__(self, panels: Sequence[Panel], measure: float) -> None:
        self.panels = panels
        self.width = (measure - GUTTER / 2 * (len(panels) - 1)) / len(panels)
        inner = self.width - 2 * self._INSET - 12
        self.texts = [[set_text(text, PANEL_TEXT, inner) for text in panel.texts] for panel in panels]
        deepest = max(sum(len(lines) * LIST.leading + 4 for lines in texts) for texts in self.texts)
        self.height = 2 * self._INSET + 18 + deepest - 4
        self.before, self.after = 8, 12

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """From left to right."""
        for panel, texts in zip(self.panels, self.texts, strict=True):
            pen.box(x, top, self.width, self.height, fill=palette.PANEL)
            color = palette.ACCENT if panel.tone == "plain" else TONES[panel.tone]
            pen.box(x, top, 2.5, self.height, fill=color)
            pen.text(x + self._INSET, top + self._INSET - 3, panel.title, HEADINGS[2].colored(color))
            y = top + self._INSET + 18
            for lines in texts:
                if len(texts) > 1:
                    pen.dot(x + self._INSET + 3, y + LIST.leading / 2, 1.4, color)
                pen.lines(x + self._INSET + (12 if len(texts) > 1 else 0), y, lines, PANEL_TEXT)
                y += len(lines) * LIST.leading + 4
            x += self.width + GUTTER / 2


# --- signatures ----------------------------------------------------------------------------------


class SignatureRow(Piece):
    """Up to three empty frames of 50 × 50 mm with role, name and date lines under each."""

    SIDE = 50 * MM

    def __init__(self, boxes: Sequence[SignatureBox], measure: float) -> None:
        self.boxes = boxes
        self.step = (measure - 3 * self.SIDE) / 2 + self.SIDE
        self.names = [set_text(f"姓名：{box.person}", LABEL, self.SIDE) for box in boxes]
        self.deepest = max(len(lines) for lines in self.names) * LABEL.leading
        self.height = 16 + self.SIDE + 37 + self.deepest
        self.before, self.after = 8, 12

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Role above, frame, lines below."""
        for box, names in zip(self.boxes, self.names, strict=True):
            pen.text(x, top, box.role, CAPTION)
            pen.box(x, top + 16, self.SIDE, self.SIDE, stroke=palette.QUIET, thickness=0.6)
            y = top + 16 + self.SIDE + 3
            pen.text(x, y, "签字（盖章）处：", LABEL)
            pen.rule(x + 66, y + 16, self.SIDE - 66, 0.5, palette.QUIET)
            pen.lines(x, y + 19, names, LABEL)
            pen.text(x + self.SIDE, y + 21 + self.deepest, "年　　　月　　　日", LABEL, align=1)
            x += self.step


class SignatureLine(Piece):
    """A text with a line to write on, up to the right edge."""

    def __init__(self, text: str, measure: float) -> None:
        self.text, self.measure = text, measure
        self.height, self.before = 26, 2

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Text, then the line."""
        pen.text(x, top + 8, self.text, CELL)
        begin = width_of(self.text, CELL) + 6
        pen.rule(x + begin, top + 22, self.measure - begin, 0.5, palette.QUIET)


class SlotRow(Piece):
    """Up to three empty places for electronic signatures: a hairline frame with the role above it, nothing like a seal."""

    WIDE, HIGH = 52 * MM, 25 * MM

    def __init__(self, slots: Sequence[tuple[str, str]], measure: float) -> None:
        self.slots, self.step = slots, (measure - self.WIDE) / 2
        self.height = 16 + self.HIGH
        self.before, self.after = 8, 8

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Role, frame."""
        for role, name in self.slots:
            pen.text(x, top, f"电子签名（可选）：{name}", LABEL)
            frame = [(x, top + 16), (x + self.WIDE, top + 16), (x + self.WIDE, top + self.height), (x, top + self.height)]
            pen.stroke(frame, 0.4, palette.QUIET, dash=(2, 2), closed=True)
            pen.slot(role, x + 3, top + 19, self.WIDE - 6, self.HIGH - 6)
            x += self.step


class ProofLines(Piece):
    """Number, version, digests and head of the log, with a QR code of them on the left."""

    SIDE = 30 * MM
    _ROOM = 14.0

    def __init__(self, proof: Proof, measure: float) -> None:
        import segno  # late: only a frozen dossier has a code

        code = segno.make(proof.code, error="m", boost_error=False, micro=False)
        self.rows = tuple(tuple(row) for row in code.matrix)
        self.lines = (
            ("报告编号", f"{proof.name}{'（草稿，未签发）' if proof.draft else ''}"),
            ("SHA-256", proof.sha256),
            ("SM3", proof.sm3),
            ("日志链首", proof.log_head or "未附日志"),
        )
        words = "以上为内嵌冻结数据的指纹，可用 gzvalue verify 离线复算核对；指纹与日志链证明前后一致与次序，不证明出自何人、何时。"
        self.note = set_text(words, SMALL, measure - self.SIDE - self._ROOM)
        self.height = max(self.SIDE, len(self.lines) * DENSE.leading + len(self.note) * SMALL.leading + 4)
        self.before, self.after = 10, 10

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Code, lines."""
        pen.squares(x, top, self.SIDE / len(self.rows), self.rows)
        x += self.SIDE + self._ROOM
        for label, text in self.lines:
            pen.text(x, top, label, DENSE_LABEL)
            pen.text(x + 48, top, text, DENSE)
            top += DENSE.leading
        pen.lines(x, top + 4, self.note, SMALL)


# --- cover and contents --------------------------------------------------------------------------


class CoverPage(Piece):
    """The whole first page: marks, title, owner, facts, and at the foot what it is and is not.

    Very long names are set smaller and closer, so that nothing runs into the foot.
    """

    _FACT_LABEL = 110.0

    def __init__(self, cover: Cover, measure: float, depth: float) -> None:
        self.cover, self.measure, self.height = cover, measure, depth
        self.title, self.subtitle = Style(BOLD, 30, 40), Style(BOLD, 16, 24, palette.QUIET)
        self.statement = set_text(cover.statement, NOTE, measure)
        self.foot = depth - len(self.statement) * NOTE.leading
        self.proof = ProofLines(cover.proof, measure) if cover.proof else None
        if self.proof:
            self.foot -= self.proof.height + 14
        for owner, fact, air in ((Style(BOLD, 15, 24), Style(REGULAR, 11, 19), 1.0), (Style(BOLD, 12, 17), Style(REGULAR, 9, 13), 0.3)):
            self.owner, self.fact, self.air = owner, fact, air
            if self._flow(None, 0, 0) < self.foot - 20:
                break

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """From the top, then the foot."""
        self._flow(pen, x, top)
        pen.rule(x, top + self.foot - 10, self.measure, 0.5, palette.QUIET)
        pen.lines(x, top + self.foot, self.statement, NOTE)
        if self.proof:
            self.proof.paint(pen, x, top + self.height - self.proof.height)

    def _flow(self, pen: Pen | None, x: float, top: float) -> float:
        """Paints with a pen, only measures without; where the last fact ends."""
        y = self._marks(pen, x, top + 6)
        y = max(y + 40 * self.air, top + 130 * self.air)
        if pen:
            pen.box(x, y - 22 * self.air, 48, 4, fill=palette.ACCENT)
        for text, style in ((self.cover.title, self.title), (self.cover.subtitle, self.subtitle)):
            y = self._text(pen, x, y, text, style, self.measure) + 4
        y = self._text(pen, x, y + 44 * self.air, self.cover.owner, self.owner, self.measure) + 12
        for label, value in self.cover.facts:
            if pen:
                pen.text(x, y + 5, label, self.fact.colored(palette.QUIET))
            y = self._text(pen, x + self._FACT_LABEL, y + 5, value, self.fact, self.measure - self._FACT_LABEL) + 5 * self.air
            if pen:
                pen.rule(x, y, self.measure, 0.4, palette.LINE)
        return y

    def _text(self, pen: Pen | None, x: float, y: float, text: str, style: Style, room: float) -> float:
        lines = set_text(text, style, room)
        if pen:
            pen.lines(x, y, lines, style)
        return y + len(lines) * style.leading

    def _marks(self, pen: Pen | None, x: float, top: float) -> float:
        for mark in self.cover.marks:
            style = Style(BOLD, 11.5, 18, TONES[mark.tone])
            lines = set_text(mark.text, style, self.measure - 24)
            height = len(lines) * style.leading + 10
            if pen:
                pen.box(x, top, max(line.width for line in lines) + 24, height, stroke=style.color, thickness=1)
                pen.lines(x + 12, top + 5, lines, style)
            top += height + 8
        return top


class ContentsLine(Piece):
    """One line of the contents. The page number is known when everything is placed: see ``pages``."""

    _NUMBER = 32.0

    def __init__(self, entry: Entry, measure: float, pages: dict[str, int], inset: float = 0) -> None:
        self.entry, self.measure, self.pages = entry, measure, pages
        chapter = entry.level == 1
        self.style = Style(HEADINGS[2].face if chapter else BODY.face, 10.5 if chapter else 9.5, 17 if chapter else 15)
        self.inset = inset
        self.lines = set_text(entry.text, self.style, measure - inset - self._NUMBER - 30)
        self.height = len(self.lines) * self.style.leading
        self.before = 7 if chapter else 0
        self.keep_next = chapter

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Number, text, page flush right; the line is a link."""
        number = str(self.pages[self.entry.key])
        if self.entry.number:
            pen.text(x + self.inset, top, self.entry.number, self.style)
        pen.lines(x + self._NUMBER + self.inset, top, self.lines, self.style)
        pen.text(x + self.measure, top + self.height - self.style.leading, number, self.style, align=1)
        begin = self._NUMBER + self.inset + self.lines[-1].width + 8
        y = top + self.height - self.style.leading / 2 + 3
        end = self.measure - width_of(number, self.style) - 8
        if self.entry.level > 1 and end > begin:
            pen.stroke([(x + begin, y), (x + end, y)], 0.5, palette.QUIET, dash=(0.5, 3))
        pen.link(self.entry.key, x, top, self.measure, self.height)


class ContentsPair(Piece):
    """Two lines of the contents side by side, where a chapter has many sections."""

    def __init__(self, lines: Sequence[ContentsLine], step: float, inset: float) -> None:
        self.lines, self.step, self.inset = lines, step, inset
        self.height = max(line.height for line in lines)

    def paint(self, pen: Pen, x: float, top: float) -> None:
        """Left, right."""
        for number, line in enumerate(self.lines):
            line.paint(pen, x + self.inset + number * self.step, top)
