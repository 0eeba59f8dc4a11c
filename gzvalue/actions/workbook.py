"""Make the workbook 测算底稿: value the project and write every figure as a live formula, whole or not at all."""

from dataclasses import dataclass
from pathlib import Path

from gzvalue.actions.check import problems
from gzvalue.errors import UserError
from gzvalue.financing.pool import plan
from gzvalue.outputs.workbook.book import Written, write_workpaper
from gzvalue.outputs.workbook.draft import Material
from gzvalue.outputs.workbook.writer import Progress
from gzvalue.rights.review import review
from gzvalue.schema.project import Project
from gzvalue.schema.uncertainty_forms import UncertainParameter
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.result import Valuation
from gzvalue.valuation.scores import score
from gzvalue.valuation.simulation.options import option_values
from gzvalue.valuation.simulation.study import study

FILE_NAME = "测算底稿.xlsx"
"""What the window proposes."""

_FORBIDDEN, _ALLOWED = "评估报告", "非资产评估报告"


@dataclass(frozen=True)
class WorkbookResult:
    """A workbook that was made.

    Attributes:
        path: the file.
        written: its sheets, inputs and figures with their cells.
        errors: how many errors of the project are still to be mended; the workbook says so too.
    """

    path: Path
    written: Written
    errors: int


def make_workbook(project: Project, out: Path, valuation: Valuation | None = None, progress: Progress | None = None) -> WorkbookResult:
    """Write the workbook of a project; what lay there before is replaced only when the new one is complete.

    Args:
        project: the records.
        out: the file, ending in ``.xlsx``.
        valuation: the project's valuation where the caller has it already.
        progress: told (done, total, words); may raise `gzvalue.errors.Cancelled`.

    Raises:
        UserError: the name is not allowed, or the file cannot be written, with the reason.
        Cancelled: the progress callback stopped it; nothing was changed then.
    """
    target = _checked(Path(out))
    valued = evaluate(project) if valuation is None else valuation
    scores = score(project)
    found = problems(project, valued, scores, plan(project, valued))
    tell = progress or _silent
    shaken = study(project, valued, indices=bool(project.all(UncertainParameter)), progress=tell)
    material = Material(project, valued, scores, found, review(project), shaken, option_values(project))
    written = write_workpaper(material, target, tell)
    return WorkbookResult(target, written, sum(one.level == "error" for one in found))


def workbook_of_file(file: Path, out: Path, progress: Progress | None = None) -> WorkbookResult:
    """The workbook of a project file, also while a window has it open.

    Raises:
        UserError: the project cannot be read, or the workbook cannot be written.
    """
    _checked(Path(out))
    with Store.open(file, write=False) as store:
        project = store.project
    return make_workbook(project, out, progress=progress)


def _checked(out: Path) -> Path:
    if out.suffix.lower() != ".xlsx":
        raise UserError(f"底稿的文件名应以 .xlsx 结尾，现为“{out.name}”；请改名，例如“{FILE_NAME}”。")
    if _FORBIDDEN in out.stem.replace(_ALLOWED, ""):
        raise UserError(f"文件名“{out.name}”含有“{_FORBIDDEN}”。测算底稿不是资产评估报告，请改名，例如“{FILE_NAME}”。")
    if out.is_dir():
        raise UserError(f"“{out}”是一个文件夹，请写明文件名。")
    if not out.absolute().parent.is_dir():
        raise UserError(f"文件夹“{out.absolute().parent}”不存在，请先建立或另选位置。")
    return out


def _silent(done: int, total: int, words: str) -> None:
    """Nobody listens."""
