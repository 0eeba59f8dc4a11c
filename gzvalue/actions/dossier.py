"""Make the dossier: value the project, gather what is missing, and write the paper in one piece or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gzvalue.actions.dossier_source import DATA_SUFFIX, WORKBOOK_SUFFIX, Source, attachments_of, beside, source_of
from gzvalue.actions.gathering import gathered as gathered
from gzvalue.actions.known_digests import remember
from gzvalue.actions.writing import write_whole
from gzvalue.errors import UserError
from gzvalue.frozen.freeze import Frozen, freeze
from gzvalue.frozen.manifest_parts import WORKBOOK
from gzvalue.frozen.number import head_of
from gzvalue.outputs.options import Options, options_of
from gzvalue.outputs.words import DOCUMENT
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.store.open import Store

Progress = Callable[[int, int, str], None]
"""Called with (done, total, words); it may raise `gzvalue.errors.Cancelled` to stop."""

_FORBIDDEN, _ALLOWED = "评估报告", "非资产评估报告"


@dataclass(frozen=True)
class DossierResult:
    """A dossier that was made.

    Attributes:
        path: the PDF file.
        pages: how many it has.
        problems: everything to mend, with the characters that could not be printed.
        unprintable: those of the problems that name such characters.
        draft: whether it carries the mark 草稿, because it was not issued or errors remain.
        frozen: the data it was made from, as embedded.
        workbook: the embedded 测算底稿; empty where none was wanted.
    """

    path: Path
    pages: int
    problems: tuple[Problem, ...]
    unprintable: tuple[Problem, ...]
    draft: bool
    frozen: Frozen
    workbook: bytes = b""


def make_dossier(
    project: Project,
    out: Path,
    options: Options | None = None,
    progress: Progress | None = None,
    source: Source | None = None,
    *,
    faultless: bool = False,
) -> DossierResult:
    """Write the dossier of a project to a PDF file; what lay there before is replaced only when the new one is complete.

    Args:
        project: the records; everything else is computed from them, after they were frozen.
        out: the file, ending in ``.pdf``.
        options: parts left out, data sets with a page of their own; the project's own choice if not given.
        progress: told (done, total, words).
        source: what else the file holds: log, number, attachments; without it a draft that has none of them.
        faultless: whether to refuse where errors remain, as for a paper that is issued.

    Raises:
        UserError: the name is not allowed, errors remain in what is to be faultless, or the file cannot be written, with the reason.
        Cancelled: the progress callback stopped it; nothing was changed then.
    """
    target = _checked(Path(out))
    tell = progress or _silent
    given = source or Source()
    tell(0, 100, "冻结数据，测算价值、评分与融资方案")
    frozen = freeze(project, options or options_of(project), given.head or head_of(project, (), draft=True), given.log, gathered)
    content = frozen.content
    if faultless:
        _refuse_errors(content.problems)
    tell(8, 100, "编排各章")
    from gzvalue.frozen.drawing import drawn  # reportlab and its fonts: only a dossier pays for them
    from gzvalue.frozen.embed import embedded

    made = drawn(content, frozen.options, lambda done, total, words: tell(10 + done * 70 // max(total, 1), 100, words))
    tell(82, 100, "嵌入数据与底稿")
    attachments = attachments_of(frozen, given)
    data = embedded(made, frozen, attachments, content.project.head.as_of)
    tell(96, 100, "写入文件")
    write_whole(target, data)
    tell(100, 100, "完成")
    workbook = next((one.content for one in attachments if one.name == WORKBOOK), b"")
    return DossierResult(target, made.pages, content.problems, content.unprintable, content.draft, frozen, workbook)


def dossier_of_file(
    file: Path, out: Path, options: Options | None = None, progress: Progress | None = None, evidence: Sequence[str] | None = ()
) -> DossierResult:
    """A draft of the dossier of a project file, also while a window has it open.

    Raises:
        UserError: the project cannot be read, a data set asked for by name does not exist, or the dossier cannot be written.
    """
    _checked(Path(out))
    with Store.open(file, write=False) as store:
        if options is not None:
            _known(store.project, options)
        return make_dossier(store.project, out, options, progress, source_of(store, draft=True, evidence=evidence))


def issue_file(
    file: Path, out: Path, options: Options | None = None, progress: Progress | None = None, evidence: Sequence[str] | None = ()
) -> DossierResult:
    """Issue the dossier of a project file: frozen data kept in the file for good, data and workbook beside the PDF as plain files.

    Raises:
        UserError: as `dossier_of_file`; errors remain; the file is open in a window.
    """
    _checked(Path(out))
    with Store.open(file) as store:
        if options is not None:
            _known(store.project, options)
        return issue(store, out, options, progress, evidence)


def issue(
    store: Store, out: Path, options: Options | None = None, progress: Progress | None = None, evidence: Sequence[str] | None = ()
) -> DossierResult:
    """As `issue_file`, of an open file."""
    made = make_dossier(store.project, out, options, progress, source_of(store, draft=False, evidence=evidence), faultless=True)
    frozen = made.frozen
    store.issue(frozen.head.number, frozen.head.version, (frozen.digests.sha256, frozen.digests.sm3), frozen.proof.log_head, frozen.data)
    for suffix, data in ((DATA_SUFFIX, frozen.data), (WORKBOOK_SUFFIX, made.workbook)):
        write_whole(beside(made.path, suffix), data)
    remember(frozen.content.project, frozen.head.number, frozen.head.version)
    return made


# --- the file ------------------------------------------------------------------------------------


def _known(project: Project, options: Options) -> None:
    lost = [code for code in options.sheets or () if code not in project.by_code["data_set"]]
    if lost:
        raise UserError(f"数据目录中没有编号为“{'、'.join(lost)}”的数据集，没有生成。请核对编号。")


def _refuse_errors(problems: Sequence[Problem]) -> None:
    wrong = sum(1 for one in problems if one.level == "error")
    if wrong:
        raise UserError(f"尚有 {wrong} 处错误待补正，不能签发。请先补正（见 gzvalue check），或不加 --issue 生成草稿。")


def _checked(out: Path) -> Path:
    if out.suffix.lower() != ".pdf":
        raise UserError(f"申报材料的文件名应以 .pdf 结尾，现为“{out.name}”。")
    if _FORBIDDEN in out.stem.replace(_ALLOWED, ""):
        raise UserError(f"文件名“{out.name}”含有“{_FORBIDDEN}”。本材料不是资产评估报告，请改名，例如“{DOCUMENT}.pdf”。")
    if out.is_dir():
        raise UserError(f"“{out}”是一个文件夹，请写明文件名。")
    if not out.absolute().parent.is_dir():
        raise UserError(f"文件夹“{out.absolute().parent}”不存在，请先建立或另选位置。")
    return out


def _silent(done: int, total: int, words: str) -> None:
    """Nobody listens."""
