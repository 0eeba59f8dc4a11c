"""What a person may choose of a dossier."""

from dataclasses import dataclass

from gzvalue.schema.dossier_choice import PARTS
from gzvalue.schema.project import Project

__all__ = ["PARTS", "Options", "options_of"]


@dataclass(frozen=True)
class Options:
    """Choices for one dossier.

    Attributes:
        left_out: keys of `PARTS` that are not wanted.
        sheets: codes of the data sets that get a page of their own; ``None`` takes all that serve a valuation unit.
        mirrored: the binding margin changes sides, for printing on both sides.
        short: the short version of at most eight pages; parts and sheets do not matter then.
    """

    left_out: frozenset[str] = frozenset()
    sheets: tuple[str, ...] | None = None
    mirrored: bool = False
    short: bool = False


def options_of(project: Project) -> Options:
    """What the person chose in the window: it is kept in the project, so that the command makes the same paper."""
    choice = project.dossier_choice
    names = set(choice.left_out or ())
    return Options(
        frozenset(key for key, name in PARTS.items() if name in names), choice.sheets or None, bool(choice.mirrored), bool(choice.short)
    )
