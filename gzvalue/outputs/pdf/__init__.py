"""Paper: the one place that knows reportlab. `render` turns blocks into a PDF file."""

from gzvalue.outputs.pdf.document import PageSet, Rendered, render, typeset

__all__ = ["PageSet", "Rendered", "render", "typeset"]
