"""Make the volume of attachments (附件册) of a project, and say what of it does not agree with the index."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gzvalue.actions.attachments import attachment_place
from gzvalue.actions.writing import write_whole
from gzvalue.errors import UserError
from gzvalue.outputs.book_pages import places
from gzvalue.outputs.book_parts import Part, opened
from gzvalue.schema.valuation_forms import Evidence
from gzvalue.store.open import Store

Progress = Callable[[int, int, str], None]
FILE_NAME = "附件册.pdf"


@dataclass(frozen=True)
class BookEntry:
    """One attachment in the volume.

    Attributes:
        evidence: the record.
        first, last: its pages in the volume.
        pages: how many it really has; ``None`` if it could not be opened.
        words: why it is not in the volume; empty if it is.
    """

    evidence: Evidence
    first: int
    last: int
    pages: int | None
    words: str

    @property
    def miscounted(self) -> bool:
        """The pages entered are not those of the file: then the index of the dossier is wrong too."""
        return self.pages is not None and self.evidence.pages != self.pages


@dataclass(frozen=True)
class Book:
    """A volume that was made.

    Attributes:
        path: the PDF file.
        pages: its sheets, index included.
        index_pages: sheets of the index.
        entries: the attachments in order.
    """

    path: Path
    pages: int
    index_pages: int
    entries: tuple[BookEntry, ...]

    @property
    def notices(self) -> tuple[str, ...]:
        """What is missing or does not agree, in sentences."""
        said = []
        for one in self.entries:
            named = f"{one.evidence.code or one.evidence.id}《{(one.evidence.title or '')[:30]}》"
            if one.words:
                said.append(one.words if one.words.startswith("附件 ") else f"附件 {named}未并入：{one.words}")
            elif one.miscounted:
                entered = "没有填写页数" if one.evidence.pages is None else f"登记页数为 {one.evidence.pages} 页"
                said.append(
                    f"附件 {named}{entered}，实际 {one.pages} 页；附件册按实际页数编码，请改正登记页数，使申报材料的附件索引与它一致。"
                )
        return tuple(said)


def make_book(store: Store, out: Path, progress: Progress | None = None) -> Book:
    """Join all attachments of a project into one PDF file, in the order of the index.

    Args:
        store: the project file.
        out: the file, ending in ``.pdf``.
        progress: told (done, total, words).

    Raises:
        UserError: there are no attachments, or the file cannot be written.
        Cancelled: stopped; nothing was changed.
    """
    target = _checked(Path(out))
    evidence = store.project.evidence
    if not evidence:
        raise UserError("项目里还没有证据附件，没有生成附件册。请先在“权属与合规自查 → 证据附件”中加入扫描件。")
    from gzvalue.outputs.attachments_book import join  # reportlab and its fonts, late
    from gzvalue.outputs.pdf import PageSet

    tell = progress or _silent
    parts: list[Part] = []
    try:
        for number, one in enumerate(evidence):
            tell(number, len(evidence) * 2, f"打开 {one.code or ''} {one.title or ''}")
            parts.append(_part(store, one))
        counted = [place for place in places(part.pages for part in parts) if place is not None]
        project = store.project
        owner = project.enterprise.name or ""
        page = PageSet(
            title=f"{owner} 附件册".strip(), short_name="附件册", owner=owner, subject="证据附件", as_of=project.head.as_of,
            sample_mark=project.head.sample_mark or "",
        )  # fmt: skip
        data, sheets, front = join(
            list(zip(parts, counted, strict=True)), page, lambda done, total, words: tell(total + done, total * 2, words)
        )
    finally:
        for part in parts:
            part.close()
    write_whole(target, data)
    entries = (
        BookEntry(one, place[0], place[1], part.pages if part.taken else None, part.words)
        for one, part, place in zip(evidence, parts, counted, strict=True)
    )
    return Book(target, sheets, front, tuple(entries))


def book_of_file(file: Path, out: Path, progress: Progress | None = None) -> Book:
    """The volume of a project file, also while a window has it open. Raises `UserError` as `make_book` does."""
    _checked(Path(out))
    with Store.open(file, write=False) as store:
        return make_book(store, out, progress)


def _part(store: Store, one: Evidence) -> Part:
    found = attachment_place(store, one)
    source = found.content if found.path is None else found.path
    part = Part(one.code or "", one.title or "", one.file_name or "", one.sha256 or "", source, words=found.words)
    try:
        return opened(part, one.pages)
    except BaseException:
        with suppress(OSError):
            part.close()
        raise


def _checked(out: Path) -> Path:
    if out.suffix.lower() != ".pdf":
        raise UserError(f"附件册的文件名应以 .pdf 结尾，现为“{out.name}”；请改名，例如“{FILE_NAME}”。")
    if out.is_dir():
        raise UserError(f"“{out}”是一个文件夹，请写明文件名。")
    if not out.absolute().parent.is_dir():
        raise UserError(f"文件夹“{out.absolute().parent}”不存在，请先建立或另选位置。")
    return out


def _silent(done: int, total: int, words: str) -> None:
    """Nobody listens."""
