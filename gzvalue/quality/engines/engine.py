"""What the plan needs of an engine, and nothing more."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

Rows: TypeAlias = list[tuple[Any, ...]]


class Engine(Protocol):
    """Runs statements of the plan over the relation `data`.

    Attributes:
        name: as in ``--engine``.
        version: of the engine itself.
        data: the relation to ask, as it stands behind FROM.
    """

    name: str
    version: str
    data: str

    def ask(self, sql: str, words: str = "") -> Rows:
        """All rows of a statement in the plan's dialect; raises `gzvalue.errors.Cancelled` soon after being stopped."""
        ...

    def keep(self, sql: str, words: str = "") -> str:
        """Keep the rows of a statement for the next ones; how to name them behind FROM, until the next `keep`."""
        ...

    def digest(self, columns: Sequence[int]) -> str | None:
        """A digest of a row's cells as an expression in the plan's dialect, equal for equal rows; ``None`` if there is none."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...
