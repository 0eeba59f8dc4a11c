"""Draw the program's icon from its SVG: PNG in the usual sizes and one .ico for Windows.

Run it after changing `resources/icons/app.svg` or `app-small.svg`:  python tests/making/draw_icons.py
"""

import os
import struct
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
SIZES = (16, 32, 48, 64, 128, 256)
SMALL = 32
"""Up to this size the drawing with fewer rows is taken."""


def drawn(svg: Path, size: int) -> bytes:
    """The SVG as PNG of ``size`` pixels a side."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(svg)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(kept.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon file that holds the PNG pictures, smallest first."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    entries = b""
    for size, png in pictures.items():
        side = size % 256  # 0 stands for 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
    return head + entries + b"".join(pictures.values())


def main() -> None:
    """Write `app-<size>.png` and `app.ico` beside the SVG."""
    QGuiApplication([])
    pictures = {size: drawn(ICONS / ("app-small.svg" if size <= SMALL else "app.svg"), size) for size in SIZES}
    for size, png in pictures.items():
        (ICONS / f"app-{size}.png").write_bytes(png)
    (ICONS / "app.ico").write_bytes(ico(pictures))


if __name__ == "__main__":
    main()
