"""Make the dossier: value the project, gather what is missing, and write the paper in one piece or not at all."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from gzvalue.actions.check import problems
from gzvalue.errors import UserError, reason_of
from gzvalue.financing.pool import plan
from gzvalue.outputs.content import Content
from gzvalue.outputs.dossier import dossier_blocks
from gzvalue.outputs.fitting import fitted
from gzvalue.outputs.options import Options, options_of
from gzvalue.outputs.words import DOCUMENT, NOT_AN_APPRAISAL, text_of
from gzvalue.schema.checks import unprintable
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.scores import score

Progress = Callable[[int, int, str], None]
"""Called with (done, total, words); it may raise `gzvalue.errors.Cancelled` to stop."""

TITLE = DOCUMENT + NOT_AN_APPRAISAL
_FORBIDDEN, _ALLOWED = "评估报告", "非资产评估报告"


@dataclass(frozen=True)
class DossierResult:
    """A dossier that was made.

    Attributes:
        path: the PDF file.
        pages: how many it has.
        problems: everything to mend, with the characters that could not be printed.
        unprintable: those of the problems that name such characters.
        draft: whether it carries the mark 草稿, because errors remain.
    """

    path: Path
    pages: int
    problems: tuple[Problem, ...]
    unprintable: tuple[Problem, ...]
    draft: bool


def make_dossier(project: Project, out: Path, options: Options | None = None, progress: Progress | None = None) -> DossierResult:
    """Write the dossier of a project to a PDF file; what lay there before is replaced only when the new one is complete.

    Args:
        project: the records; everything else is computed from them.
        out: the file, ending in ``.pdf``.
        options: parts left out, data sets with a page of their own; the project's own choice if not given.
        progress: told (done, total, words).

    Raises:
        UserError: the name is not allowed, or the file cannot be written, with the reason.
        Cancelled: the progress callback stopped it; nothing was changed then.
    """
    target = _checked(Path(out))
    tell = progress or _silent
    tell(0, 100, "测算价值、评分与融资方案")
    content = gathered(project)
    from gzvalue.outputs.pdf import PageSet, typeset  # reportlab and its fonts: only a dossier pays for them

    chosen = options or options_of(project)
    page = PageSet(
        title=TITLE,
        short_name=DOCUMENT,
        owner=text_of(content.project.enterprise.name),
        subject=f"{text_of(content.project.enterprise.name)} {DOCUMENT}",
        as_of=project.head.as_of,
        draft=content.draft,
        sample_mark=content.sample_mark,
        mirrored=chosen.mirrored,
    )
    tell(8, 100, "编排各章")
    blocks = dossier_blocks(content, chosen)
    made = typeset(blocks, page, lambda done, total, words: tell(10 + done * 85 // max(total, 1), 100, words))
    tell(96, 100, "写入文件")
    _write(target, made.data)
    tell(100, 100, "完成")
    return DossierResult(target, made.pages, content.problems, content.unprintable, content.draft)


def dossier_of_file(file: Path, out: Path, options: Options | None = None, progress: Progress | None = None) -> DossierResult:
    """The dossier of a project file, also while a window has it open.

    Raises:
        UserError: the project cannot be read, a data set asked for by name does not exist, or the dossier cannot be written.
    """
    _checked(Path(out))
    with Store.open(file, write=False) as store:
        project = store.project
    if options is not None:
        _known(project, options)
    return make_dossier(project, out, options, progress)


def gathered(project: Project) -> Content:
    """Everything that the dossier is made from."""
    paper = fitted(project)
    valuation, scores = evaluate(paper), score(paper)
    financing = plan(paper, valuation)
    return Content(paper, valuation, scores, financing, problems(project, valuation, scores, financing), unprintable(project))


# --- the file ------------------------------------------------------------------------------------


def _known(project: Project, options: Options) -> None:
    lost = [code for code in options.sheets or () if code not in project.by_code["data_set"]]
    if lost:
        raise UserError(f"数据目录中没有编号为“{'、'.join(lost)}”的数据集，没有生成。请核对编号。")


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


def _write(target: Path, data: bytes) -> None:
    """All of it beside the target first, then in its place by one rename."""
    scratch = target.absolute().with_name(f".gzvalue-{os.getpid()}-{token_hex(4)}.part")
    try:
        with scratch.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, target)
    except PermissionError as wrong:
        raise UserError(f"不能写入“{target}”：文件正被其他程序打开，或者没有写入权限。请关闭打开它的程序，或另选位置。") from wrong
    except OSError as wrong:
        raise UserError(f"不能写入“{target}”（{reason_of(wrong)}）。请检查磁盘空间与位置后再试，原有文件没有改动。") from wrong
    finally:
        scratch.unlink(missing_ok=True)


def _silent(done: int, total: int, words: str) -> None:
    """Nobody listens."""
