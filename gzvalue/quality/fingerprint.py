"""Fingerprints of files: SHA-256 and SM3 in one pass over the bytes."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gzvalue.errors import UserError

BLOCK = 1 << 22


@dataclass(frozen=True)
class Fingerprint:
    """The two digests of some bytes, as hexadecimal, and how many bytes they were."""

    sha256: str
    sm3: str
    bytes: int


class Digests:
    """Both digests while the bytes go by."""

    def __init__(self) -> None:
        from cryptography.hazmat.primitives import hashes  # SM3 is in hashlib only where its OpenSSL was built with it

        self._sha256 = hashlib.sha256()
        self._sm3 = hashes.Hash(hashes.SM3())
        self._bytes = 0

    def update(self, block: bytes) -> None:
        """Take the next bytes."""
        self._sha256.update(block)
        self._sm3.update(block)
        self._bytes += len(block)

    def label(self, name: str) -> None:
        """Take a name that is no part of the bytes, so that files of a folder cannot be exchanged unnoticed."""
        text = name.encode()
        head = len(text).to_bytes(8, "big") + text
        self._sha256.update(head)
        self._sm3.update(head)

    def result(self) -> Fingerprint:
        """The digests; call once."""
        return Fingerprint(self._sha256.hexdigest(), self._sm3.finalize().hex(), self._bytes)


def blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file in blocks.

    Raises:
        UserError: it cannot be read, or vanishes meanwhile.
    """
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    except FileNotFoundError:
        raise UserError(f"找不到“{path}”；请核对文件名和所在文件夹。") from None
    except PermissionError:
        raise UserError(f"没有权限读取“{path.name}”，或它正被其他程序占用；请关闭占用它的程序后再试。") from None
    except OSError as wrong:
        raise UserError(f"读取“{path.name}”时中断（{wrong.strerror}）；请把它复制到本机硬盘后再试。") from None


def of_bytes(parts: Iterable[bytes]) -> Fingerprint:
    """The fingerprint of bytes that come in parts."""
    digests = Digests()
    for part in parts:
        digests.update(part)
    return digests.result()


def of_file(path: Path) -> Fingerprint:
    """The fingerprint of a file's bytes.

    Raises:
        UserError: it cannot be read.
    """
    return of_bytes(blocks(path))


class Fingerprinting(Protocol):
    """A fingerprint that is being made."""

    def result(self) -> Fingerprint:
        """Wait for it; raises `UserError` where the source changed meanwhile."""
        ...

    def stop(self) -> None:
        """It is not wanted any more."""
        ...
