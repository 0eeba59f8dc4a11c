"""The registries there are: those shipped, those in the user's folder, and any file that is named."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.paths import resource, user_data
from gzvalue.registries.reading import read_registry
from gzvalue.registries.registry import Registry

FOLDER = "registries"
"""Name of the folder, among the resources and among the user's own data."""


def registries(folders: Iterable[Path] | None = None) -> tuple[Registry, ...]:
    """All registries, those shipped first; a file of the user's folder with the name of a shipped one stands in its place.

    Raises:
        UserError: a file is wrong; the message names the file and the place in it.
    """
    found: dict[str, Registry] = {}
    for folder in folders if folders is not None else (resource(FOLDER), user_data() / FOLDER):
        for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
            one = _read(path, path.stat().st_mtime_ns)
            found[one.name] = one
    return tuple(found.values())


@lru_cache(maxsize=200)
def _read(path: Path, _changed: int) -> Registry:
    """Reading is remembered until the file changes."""
    return read_registry(path)


@lru_cache(maxsize=1)
def shipped() -> tuple[Registry, ...]:
    """The registries that come with the program: what is wrong in a project must not depend on the computer."""
    return registries((resource(FOLDER),))


def find(name: str, known: tuple[Registry, ...] | None = None) -> Registry:
    """A registry by its English or Chinese name, or by the path of its file.

    Raises:
        UserError: there is none; the message names those there are.
    """
    if name.lower().endswith(".json") or "/" in name or "\\" in name:
        return read_registry(Path(name))
    listed = registries() if known is None else known
    for one in listed:
        if name in (one.name, one.label, one.short):
            return one
    near = get_close_matches(name, [word for one in listed for word in (one.name, one.short)], n=1, cutoff=0.5)
    meant = f"，是不是“{near[0]}”？" if near else "。"
    raise UserError(
        f"没有名为“{name[:60]}”的登记{meant}现有：{'、'.join(f'{one.name}（{one.short}）' for one in listed)}；也可以给出登记文件（.json）的路径。"
    )
