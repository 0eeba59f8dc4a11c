"""What the window keeps for the next day: where a person stopped, the window's size. No project data."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from gzvalue import paths

_MOST = 12


class Remembered:
    """A small JSON file in the user's own folder. A lost or broken one is no harm: it starts anew."""

    def __init__(self) -> None:
        self._file = paths.user_data() / "window.json"
        self._kept: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            found = json.loads(self._file.read_text("utf-8"))
            self._kept = found if isinstance(found, dict) else {}

    @property
    def last(self) -> Path | None:
        """The file that was open when the program was left; ``None`` if it had been closed."""
        name = self._kept.get("last")
        return Path(name) if isinstance(name, str) and name else None

    def opened(self, path: Path) -> None:
        """A file was opened: it is the one to come back to."""
        self.set("last", str(path))

    def closed(self) -> None:
        """The file was closed by its person: the next start shows the start page."""
        self.set("last", "")

    def place(self, path: Path) -> dict[str, Any]:
        """Where a person stopped in that file; empty if not known."""
        found = self._kept.get("places", {}).get(str(path), {})
        return found if isinstance(found, dict) else {}

    def stopped(self, path: Path, place: dict[str, Any]) -> None:
        """Keep where a person is in that file."""
        kept = self._kept.get("places")
        others = {name: old for name, old in kept.items() if name != str(path)} if isinstance(kept, dict) else {}
        latest = dict(list({str(path): place, **others}.items())[:_MOST])
        self.set("places", latest)

    def get(self, key: str) -> Any:
        """Something else that was kept, or ``None``."""
        return self._kept.get(key)

    def set(self, key: str, value: Any) -> None:
        """Keep something else, as JSON values."""
        if self._kept.get(key) != value:
            self._kept[key] = value
            self._save()

    def _save(self) -> None:
        """Whole or not at all; a full disk costs only this convenience."""
        with suppress(OSError):
            part = self._file.with_suffix(".part")
            part.write_text(json.dumps(self._kept, ensure_ascii=False), "utf-8")
            os.replace(part, self._file)
