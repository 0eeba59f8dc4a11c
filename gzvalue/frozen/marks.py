"""Whether bytes that cannot be read as a PDF were once a paper of ours: a receiver must know whether to ask for the file again.

Looks for the program's name where our files have it: in the metadata, which is not packed, and in the beginnings of packed streams (names of
attachments, the frozen data's own kind). Nothing is executed; at most so many streams are unpacked by so many bytes each.
"""

import re
import zlib

from gzvalue.frozen.pdf_objects import Damaged

_PLAIN = (
    b"<xmp:CreatorTool>gzvalue",
    b"<pdf:Producer>gzvalue",
    b"gzvalue-manifest.json",
    b"gzvalue-data.json",
    b'"gzvalue-frozen"',
    b'"gzvalue-manifest"',
)
_STREAM = re.compile(rb"\bstream\r?\n")
_MOST_STREAMS = 4_000
_MOST_BYTES = 65_536


class Marks:
    """What a damaged file still tells."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def ours(self) -> bool:
        """Whether a mark of this program is left in it."""
        return any(mark in self._data for mark in _PLAIN) or any(_in_stream(self._data, at.end()) for at in self._streams())

    @property
    def cut(self) -> bool:
        """Whether its end is missing, as when a transfer broke off."""
        return b"%%EOF" not in self._data[-2_048:]

    def _streams(self) -> list[re.Match[bytes]]:
        found = []
        for match in _STREAM.finditer(self._data):
            found.append(match)
            if len(found) >= _MOST_STREAMS:
                break
        return found


def _in_stream(data: bytes, start: int) -> bool:
    """Whether the beginning of a packed stream, as far as it can be unpacked, holds a mark."""
    try:
        text = zlib.decompressobj().decompress(data[start : start + _MOST_BYTES], _MOST_BYTES)
    except zlib.error:
        return False
    return any(mark in text for mark in _PLAIN)


def damaged(data: bytes, otherwise: str) -> Damaged:
    """Why a file cannot be read: damaged or incomplete where it was ours, else the given words."""
    marks = Marks(data)
    if not marks.ours:
        return Damaged(otherwise)
    what = "文件不完整：缺少结尾，可能没有传完或被截断" if marks.cut else "文件已损坏或不完整：内部结构读不通"
    return Damaged(f"{what}。文件中有本软件的标记，原是本软件生成的材料，但现在不能核验；请向提供方重新索取完整的文件", ours=True)
