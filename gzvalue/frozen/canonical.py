"""The one JSON text of a value and its digests: after RFC 8785, but keys sort by code point and no fractions occur.

Amounts and ratios are texts (``"0.1"``), so that no reader rounds them; whole numbers are exact.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, NoReturn

_DEEPEST = 60


class NotCanonical(ValueError):
    """Bytes that are not the canonical JSON of anything; the message says why, in Chinese."""


@dataclass(frozen=True)
class Digests:
    """The two digests of some bytes, in hexadecimal."""

    sha256: str
    sm3: str


def canonical_bytes(value: Any) -> bytes:
    """The canonical JSON of texts, whole numbers, truth values, ``None``, lists and dictionaries with text keys.

    Raises:
        TypeError: something else is in it, a fraction for instance: our fault.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=_foreign)
    return text.encode("utf-8")


def _foreign(value: Any) -> NoReturn:
    raise TypeError(f"{type(value).__name__} has no place in frozen JSON")


def read_canonical(data: bytes) -> Any:
    """The value of canonical JSON.

    Raises:
        NotCanonical: it is no JSON, holds fractions or the same key twice, is nested too deep, or is written differently.
    """
    try:
        value = json.loads(data.decode("utf-8"), parse_float=_fraction, parse_constant=_fraction)
    except UnicodeDecodeError:
        raise NotCanonical("不是 UTF-8 文字") from None
    except NotCanonical:
        raise
    except (ValueError, RecursionError):
        raise NotCanonical("不是完整的 JSON") from None
    if _depth(value) > _DEEPEST:
        raise NotCanonical("层次过深")
    if canonical_bytes(value) != data:  # the same key twice, other order, blanks
        raise NotCanonical("写法不是规范形式（键的次序、空白或重复的键）")
    return value


def _fraction(text: str) -> NoReturn:
    raise NotCanonical(f"含有小数形式的数字“{text[:20]}”")


def _depth(value: Any) -> int:
    """How deep it is nested, level by level, without recursion."""
    level, depth = [value], 0
    while level and depth <= _DEEPEST:
        level = [inner for one in level if isinstance(one, dict | list) for inner in (one.values() if isinstance(one, dict) else one)]
        depth += 1
    return depth


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digests(data: bytes) -> Digests:
    """Both digests; SM3 is GB/T 32905-2016."""
    from cryptography.hazmat.primitives import hashes  # in hashlib only where its OpenSSL was built with it

    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(data)
    return Digests(sha256(data), sm3.finalize().hex())
