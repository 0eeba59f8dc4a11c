"""What an import would do, before it does it: every record added, every cell changed, everything that was not taken."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gzvalue.schema.edit import Edit


class SheetUse(NamedTuple):
    """A sheet that was understood: as which form, and how many of its rows are records."""

    sheet: str
    form: str
    label: str
    rows: int


class Added(NamedTuple):
    """A record that does not exist yet; ``values`` are (label, text) of its filled fields."""

    form: str
    id: int
    name: str
    sheet: str
    row: int
    values: tuple[tuple[str, str], ...]


class Changed(NamedTuple):
    """One cell that will change.

    ``conflict`` says that it was changed in the program, too, after the sheet was exported.
    """

    form: str
    id: int
    name: str
    key: str
    label: str
    before: str
    after: str
    sheet: str
    row: int
    conflict: bool = False


class Failed(NamedTuple):
    """A cell (or a row, by its telling cell) that could not be taken as a value.

    ``kept`` says that its text is kept beside the last good value; otherwise nothing of it goes in.
    """

    sheet: str
    row: int
    column: str
    label: str
    text: str
    reason: str
    kept: bool


class Doubt(NamedTuple):
    """A cell that goes in as it stands and should be looked at."""

    sheet: str
    row: int
    column: str
    label: str
    text: str
    reason: str


class UnknownColumn(NamedTuple):
    """A column that was left."""

    sheet: str
    column: str
    head: str
    reason: str


class UnknownSheet(NamedTuple):
    """A sheet that was left."""

    sheet: str
    reason: str


class SkippedRow(NamedTuple):
    """A row that is no record."""

    sheet: str
    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class ImportPlan:
    """What importing a file means; nothing is changed until ``edit`` is applied.

    Attributes:
        file: name of the file.
        edit: all of it as one edit that can be undone at once; empty if nothing changes.
        sheets: the sheets that were understood.
        added: records that do not exist yet.
        changed: cells that change.
        failed: cells and rows that could not be taken, with the reason.
        doubtful: cells that were taken and should be looked at.
        unknown_columns: columns that were left.
        unknown_sheets: sheets that were left.
        skipped: rows that are no records: totals, examples, repeated heads.
        missing: records that were exported and are no longer on the sheet; they are not removed.
        notes: what else should be known, in sentences.
        kept_newer: cells not touched on the sheet but changed in the program since the export; left as they are.
    """

    file: str
    edit: Edit
    sheets: tuple[SheetUse, ...] = ()
    added: tuple[Added, ...] = ()
    changed: tuple[Changed, ...] = ()
    failed: tuple[Failed, ...] = ()
    doubtful: tuple[Doubt, ...] = ()
    unknown_columns: tuple[UnknownColumn, ...] = ()
    unknown_sheets: tuple[UnknownSheet, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    kept_newer: int = 0

    def as_json(self) -> dict[str, Any]:
        """The plan as plain values, for ``--json``."""
        lists = {
            name: [item._asdict() for item in getattr(self, name)]
            for name in ("sheets", "added", "changed", "failed", "doubtful", "unknown_columns", "unknown_sheets", "skipped")
        }
        for item in lists["added"]:
            item["values"] = dict(item["values"])
        return {"file": self.file, **lists, "missing": list(self.missing), "notes": list(self.notes), "kept_newer": self.kept_newer}


@dataclass
class Findings:
    """Collects what a plan will say while it is made."""

    sheets: list[SheetUse] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    doubtful: list[Doubt] = field(default_factory=list)
    unknown_columns: list[UnknownColumn] = field(default_factory=list)
    unknown_sheets: list[UnknownSheet] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept_newer: int = 0

    def plan(self, file: str, edit: Edit) -> ImportPlan:
        """The finished plan."""
        return ImportPlan(
            file, edit, tuple(self.sheets), tuple(self.added), tuple(self.changed), tuple(self.failed), tuple(self.doubtful),
            tuple(self.unknown_columns), tuple(self.unknown_sheets), tuple(self.skipped), tuple(self.missing), tuple(self.notes), self.kept_newer,
        )  # fmt: skip
