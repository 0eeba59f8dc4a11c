"""What an electronic signature looks like on paper: plain words in a frame, nothing like a seal."""

import io
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from gzvalue.outputs import palette
from gzvalue.outputs.pdf.fonts import BOLD, REGULAR, faces
from gzvalue.outputs.pdf.pen import Pen
from gzvalue.outputs.pdf.style import Style
from gzvalue.outputs.pdf.typesetting import fitted

_TITLE = Style(BOLD, 8.5, 12, palette.ACCENT)
_LINE = Style(REGULAR, 7, 9.5)


def signature_face(title: str, lines: Sequence[str], width: float, height: float) -> bytes:
    """One page of that size in points, with the fonts embedded; what is too long ends in …."""
    faces()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(width, height), pageCompression=1, invariant=1, initialFontName=REGULAR)
    pen = Pen(canvas, height)
    pen.text(4, 3, fitted(title, _TITLE, width - 8), _TITLE)
    for number, line in enumerate(lines):
        pen.text(4, 16 + number * _LINE.leading, fitted(line, _LINE, width - 8), _LINE)
    pen.flush()
    canvas.showPage()
    canvas.save()
    return file.getvalue()
