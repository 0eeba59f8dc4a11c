"""File names that Windows takes, made from people's texts."""

import re

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³")}
MOST = 60
"""Longest name without its ending: paths on Windows hold some 260 characters in all."""


def safe_name(text: str, instead: str = "未命名", most: int = MOST) -> str:
    """A name for a file or folder, without ending: forbidden characters become ``_``, half characters go, long names are cut."""
    plain = text.encode("utf-8", "ignore").decode("utf-8")
    name = " ".join(_FORBIDDEN.sub("_", plain).split()).strip(" .")[:most].strip(" .")
    if not name.strip("_"):
        name = instead
    return f"_{name}" if name.split(".")[0].strip().upper() in _RESERVED else name


class Names:
    """Names within one folder: two that Windows would take for one get a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, text: str, instead: str = "未命名") -> str:
        """A safe name that no other has."""
        name = made = safe_name(text, instead)
        number = 2
        while made.casefold() in self._taken:
            made = f"{name[: MOST - 6]} ({number})"
            number += 1
        self._taken.add(made.casefold())
        return made
