"""企业用电画像: make it from tables, with what a project says of the account, and keep it in the project."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gzvalue.errors import UserError, reason_of
from gzvalue.power.entered import settings_of
from gzvalue.power.facts import Settings
from gzvalue.power.kept import asked_of, document_of
from gzvalue.power.profile import Profile, profile
from gzvalue.power.read import files_of, read
from gzvalue.power.undisturbed import undisturbed
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Edit
from gzvalue.schema.kinds import Cell
from gzvalue.schema.power_forms import PowerProfile
from gzvalue.schema.project import Project
from gzvalue.store.open import Store
from gzvalue.tables.sheet import Progress, tell


@dataclass(frozen=True)
class Made:
    """A profile just made, and the cells of the record that keeps it."""

    profile: Profile
    cells: dict[str, Cell]


def made_from(sources: Sequence[Path], settings: Settings, progress: Progress | None = None) -> Made:
    """Read tables and compute the profile; writes nothing.

    Args:
        sources: files and folders.
        settings: what the tables do not tell.
        progress: told (done, total, words).

    Raises:
        UserError: a file cannot be read, or holds no electricity.
        Cancelled: stopped.
    """
    tell(progress, 0, 3, "正在读取用电表格")
    files = files_of(sources)
    with undisturbed():
        tables = read(files, progress)
        tell(progress, 1, 3, "正在计算指标")
        found = profile(tables, settings)
        del tables
    tell(progress, 2, 3, "正在计算文件指纹")
    return Made(found, _cells(found, files))


def _cells(found: Profile, files: Iterable[Path]) -> dict[str, Cell]:
    several = list(files)
    return {
        "measured_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "sources": "\n".join(" ".join(path.name.split()) for path in several),
        "sha256": "\n".join(map(_sha256, several)),
        "rows": sum(count for _, count in found.meters),
        "document": document_of(found, asked_of(found.settings)),
    }


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as wrong:
        raise UserError(f"读不了“{path.name}”（{reason_of(wrong)}）；请核对文件。") from wrong


def keeping(project: Project, made: Made) -> Edit:
    """The edit that keeps a profile in a project."""
    return edits.imported(project, "保存用电画像", (), {PowerProfile.form.name: [made.cells]})


def record_into(project: Path, sources: Sequence[Path], entered: Callable[[Settings], Settings] = lambda found: found) -> Made:
    """Make a profile with what a project file says of the account, and keep it there.

    Args:
        project: the project file.
        sources: files and folders.
        entered: replaces single settings by those given with the command.

    Raises:
        UserError: the project cannot be written, or a source cannot be read.
    """
    with Store.open(project) as store:
        made = made_from(sources, entered(settings_of(store.project)))
        store.apply(keeping(store.project, made))
    return made
