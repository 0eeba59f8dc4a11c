"""One look over a text file's bytes for what the fast reader would take in silence, and its copy in UTF-8."""

import codecs
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gzvalue.errors import Cancelled, UserError
from gzvalue.quality.fingerprint import blocks

LONGEST_LINE = 64 << 20
"""Bytes of a line beyond which a file is no table."""

_MARK = "\ufffd".encode()


@dataclass(frozen=True)
class Look:
    """What the bytes showed: NUL bytes, and marks of text that was broken before it came here."""

    nul: int = 0
    broken: bool = False


class EndlessLine:
    """Refuses a file one of whose lines does not end, before anyone tries to hold it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open = 0

    def take(self, block: bytes) -> None:
        """Look at the next bytes.

        Raises:
            UserError: the line that is open is too long.
        """
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        self._open = len(block) - last - 1 + (self._open if last < 0 else 0)
        if self._open > LONGEST_LINE:
            raise UserError(
                f"“{self._name}”有超过 {LONGEST_LINE >> 20} MB 的一行没有换行，不是按行记录的表格；请核对是否选错了文件，或重新导出。"
            )


def look(path: Path, stop: threading.Event) -> Look:
    """Look at every byte once.

    Raises:
        UserError: unreadable, or a line without end.
        Cancelled: ``stop`` was set.
    """
    lines = EndlessLine(path.name)
    nul, broken, tail = 0, False, b""
    for block in blocks(path):
        if stop.is_set():
            raise Cancelled
        lines.take(block)
        nul += block.count(0) if b"\x00" in block else 0
        broken = broken or _MARK in block or _MARK in tail + block[:2]
        tail = block[-2:]
    return Look(nul, broken)


def transcoded(path: Path, target: Path, encoding: str, mark: int, beat: Callable[[str], None]) -> Look:
    """Write a text in UTF-8, without its byte order mark; what cannot be read becomes U+FFFD and is noticed.

    Raises:
        UserError: unreadable, a line without end, or no room for the copy.
        Cancelled: ``beat`` stopped it.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    lines, size = EndlessLine(path.name), max(path.stat().st_size, 1)
    nul, broken, done = 0, False, 0
    try:
        with target.open("wb") as file:
            for block in blocks(path):
                beat(f"转换文字编码，已完成 {done * 100 // size}%")
                done += len(block)
                text = decoder.decode(block[mark:])
                mark = 0
                encoded = text.encode("utf-8", "replace")
                lines.take(encoded)
                nul += text.count("\x00")
                broken = broken or "\ufffd" in text
                file.write(encoded)
            rest = decoder.decode(b"", final=True)
            file.write(rest.encode("utf-8", "replace"))
    except OSError as wrong:
        raise UserError(f"临时文件夹写不下转换后的“{path.name}”（{wrong.strerror}）；请清出磁盘空间后再试。") from None
    return Look(nul, broken or "\ufffd" in rest)


def errors_in(path: Path, encoding: str, beat: Callable[[str], None]) -> tuple[int, int]:
    """How many characters of a file cannot be read in an encoding, and how many there are."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    wrong = length = 0
    for block in blocks(path):
        beat("辨认文字编码")
        text = decoder.decode(block)
        wrong += text.count("\ufffd")
        length += len(text)
    return wrong, length
