"""The icons: all there, of one style, and the Windows file holds every size."""

import struct
import xml.etree.ElementTree as ET

import pytest

from gzvalue.paths import resource

LINE = ("undo", "redo", "search", "add", "delete", "copy", "import", "export", "print", "preview", "help", "warning", "error", "ok",
        "folder", "file", "link", "chart", "chevron-left", "chevron-right", "chevron-up", "chevron-down")  # fmt: skip


@pytest.mark.parametrize("name", LINE)
def test_line_icons_share_one_grid_and_one_pen(name):
    root = ET.parse(resource("icons", "line", f"{name}.svg")).getroot()
    assert root.get("viewBox") == "0 0 16 16"
    assert (root.get("stroke"), root.get("stroke-width"), root.get("fill")) == ("#1F2A37", "1.5", "none")
    assert len(root) > 0


@pytest.mark.parametrize("size", [16, 32, 48, 64, 128, 256])
def test_the_program_icon_is_there_in_every_size(size):
    png = resource("icons", f"app-{size}.png").read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (size, size)


def test_the_windows_icon_holds_the_same_pictures():
    ico = resource("icons", "app.ico").read_bytes()
    reserved, kind, count = struct.unpack("<HHH", ico[:6])
    assert (reserved, kind, count) == (0, 1, 6)
    for number, size in enumerate((16, 32, 48, 64, 128, 256)):
        entry = struct.unpack("<BBBBHHII", ico[6 + 16 * number : 22 + 16 * number])
        assert entry[0] == size % 256
        assert ico[entry[7] : entry[7] + entry[6]] == resource("icons", f"app-{size}.png").read_bytes()
