"""What the plan needs of an engine, and nothing more."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

Rows: TypeAlias = list[tuple[Any, ...]]


class Engine(Protocol):
    """Runs statements of the plan over one loaded source.

    Attributes:
        name: as in ``--engine``.
        version: of the engine itself.
        chunk_cells: cells that are looked at together.
    """

    name: str
    version: str
    chunk_cells: int

    def relation(self, columns: Sequence[int]) -> str:
        """The source's rows as they stand behind FROM: row number ``r`` and the columns asked for, ``c0``, ``c1`` …"""
        ...

    def counted(self, columns: Sequence[int]) -> str:
        """A statement that gives the distinct values of columns: ``k`` column, ``x`` text, ``n`` cells."""
        ...

    def ask(self, sql: str, words: str = "") -> Rows:
        """All rows of a statement in the plan's dialect; raises `gzvalue.errors.Cancelled` soon after being stopped."""
        ...

    def tops(self, v: str) -> str:
        """A statement that gives the most frequent filled values of each column in ``v``: `plan.tops`, or what is faster."""
        ...

    def keep(self, sql: str, name: str, words: str = "") -> str:
        """Keep the rows of a statement for the next ones; how to name them behind FROM, until the next `keep` under this name."""
        ...

    def digest(self, columns: Sequence[int]) -> str | None:
        """A digest of a row's cells as an expression in the plan's dialect, equal for equal rows; ``None`` if there is none."""
        ...

    def whole(self, columns: Sequence[int]) -> str:
        """All cells of a row, as they stand behind GROUP BY."""
        ...

    def reference(self, n: int) -> str:
        """What the ``n``-th reference refers to, behind FROM: columns ``v0``, ``v1`` …; named ``ref<n>``."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...
