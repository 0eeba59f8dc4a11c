"""JSON on standard output."""

import json
import sys
from typing import Any


def print_json(data: Any, indent: int | None = None) -> None:
    """Plain data as JSON text."""
    print_line(json.dumps(data, ensure_ascii=False, indent=indent))


def print_line(text: str) -> None:
    """A line as UTF-8 whatever the console's own encoding, as JSON wants it; half a character stays the escape it came as."""
    if sys.stdout is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.buffer.flush()
