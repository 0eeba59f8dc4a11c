"""The dossier as the window asks for it: a preview of the pages, a draft to hand round, or everything for an issue."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gzvalue.actions.dossier import DossierResult, Progress, make_dossier
from gzvalue.actions.dossier_source import DATA_SUFFIX, WORKBOOK_SUFFIX, beside, source_of
from gzvalue.actions.writing import write_whole
from gzvalue.errors import UserError
from gzvalue.schema.project import Project
from gzvalue.store.open import Store

Sort = Literal["preview", "draft", "issue"]


@dataclass(frozen=True)
class Prepared:
    """A dossier made to be issued, not yet kept in the project: its PDF, frozen data, workbook, and what the project keeps of it."""

    number: str
    version: int
    digests: tuple[str, str]
    log_head: str
    data: bytes
    workbook: bytes

    @property
    def name(self) -> str:
        """Number and version."""
        return f"{self.number} 第 {self.version} 版"


def dossier_for_window(
    project: Project, file: Path | None, out: Path, sort: Sort, progress: Progress
) -> tuple[DossierResult, Prepared | None]:
    """Make it; for an issue with what `issue_prepared` needs.

    Args:
        project: the records as the window has them.
        file: the project file, for its log and number; without one a draft that has neither.
        out: the PDF.
        sort: a preview does without the workbook inside.
        progress: told (done, total, words).

    Raises:
        UserError: it cannot be made or written; errors hold an issue back.
    """
    if file is None:
        return make_dossier(project, out, progress=progress), None
    with Store.open(file, write=False) as store:
        source = source_of(store, draft=sort != "issue", workbook=sort != "preview")
    made = make_dossier(project, out, progress=progress, source=source)
    wrong = sum(1 for one in made.problems if one.level == "error")
    if sort != "issue":
        return made, None
    if wrong:
        raise UserError(f"尚有 {wrong} 处错误待补正，不能签发。请先补正左边列出的各项，或生成草稿。")
    frozen = made.frozen
    digests = (frozen.digests.sha256, frozen.digests.sm3)
    return made, Prepared(frozen.head.number, frozen.head.version, digests, frozen.proof.log_head, frozen.data, made.workbook)


def issue_prepared(store: Store, prepared: Prepared, made: Path, out: Path) -> None:
    """Keep it in the project for good, then put PDF, data and workbook in their place.

    Raises:
        UserError: the project was changed meanwhile, or a file cannot be written.
    """
    content = made.read_bytes()
    store.issue(prepared.number, prepared.version, prepared.digests, prepared.log_head, prepared.data)
    write_whole(out, content)
    write_whole(beside(out, DATA_SUFFIX), prepared.data)
    write_whole(beside(out, WORKBOOK_SUFFIX), prepared.workbook)
