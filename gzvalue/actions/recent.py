"""The list of project files used lately; the start page shows it before anything heavier is imported."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gzvalue import paths

KEPT = 12
"""How many recent files are remembered."""


@dataclass(frozen=True)
class RecentFile:
    """A project file used lately: where it lies and when it was last opened (UTC)."""

    path: Path
    opened: datetime

    @property
    def exists(self) -> bool:
        """Whether it is still there; a share that does not answer counts as not there."""
        try:
            return self.path.is_file()
        except OSError:
            return False


def recent_files() -> tuple[RecentFile, ...]:
    """The files used lately, newest first. A list that cannot be read is an empty one."""
    try:
        told = json.loads(_list().read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return ()
    found: dict[Path, RecentFile] = {}
    for one in told if isinstance(told, list) else ():
        with suppress(KeyError, TypeError, ValueError, AttributeError):  # one bad line does not spoil the others
            opened = datetime.fromisoformat(one["opened"])
            recent = RecentFile(Path(one["path"]), opened if opened.tzinfo else opened.replace(tzinfo=UTC))
            found.setdefault(recent.path, recent)
    return tuple(sorted(found.values(), key=lambda recent: recent.opened, reverse=True)[:KEPT])


def remember(path: Path) -> None:
    """Put a file at the top of the list; where the list cannot be written, nothing happens."""
    now = RecentFile(path.absolute(), datetime.now(UTC))
    _write((now, *(one for one in recent_files() if one.path != now.path)))


def forget(path: Path) -> None:
    """Take a file off the list; the file itself stays."""
    _write(tuple(one for one in recent_files() if one.path != path.absolute()))


def _list() -> Path:
    return paths.user_data() / "recent.json"


def _write(files: tuple[RecentFile, ...]) -> None:
    told = [{"path": str(one.path), "opened": one.opened.isoformat()} for one in files[:KEPT]]
    with suppress(OSError, UnicodeError):
        part = _list().with_suffix(".tmp")
        part.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
        os.replace(part, _list())
