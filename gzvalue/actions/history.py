"""The log of a project file, as a person asks for it."""

from dataclasses import dataclass
from pathlib import Path

from gzvalue.store.log import LogEntry
from gzvalue.store.open import Store

Entry = LogEntry


@dataclass(frozen=True)
class History:
    """All entries of a log, its head, and, where asked for, what is wrong with it (``None``: not asked)."""

    entries: tuple[Entry, ...]
    head: str
    faults: tuple[str, ...] | None


def history(path: Path, *, verify: bool = False) -> History:
    """Read the log of a file, also while a window has it open.

    Raises:
        UserError: the file cannot be read.
    """
    with Store.open(path, write=False) as store:
        faults = tuple(store.verify_log()) if verify else None
        return History(tuple(store.log()), store.log_head, faults)
