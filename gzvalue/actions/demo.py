"""The whole main job on a shipped sample, without a screen: project, Excel catalogue, dossier, data files.

Everything is made in a folder of its own and then moved into place. What lies there already is replaced only if
an earlier demo made it and nobody changed it since: `demo.json` keeps the digests.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from gzvalue import __version__
from gzvalue.actions.demo_papers import planned, write_papers
from gzvalue.actions.dossier import issue
from gzvalue.actions.dossier_source import DATA_SUFFIX, WORKBOOK_SUFFIX
from gzvalue.actions.sample_list import Sample, sample, samples
from gzvalue.actions.samples import build_sample
from gzvalue.actions.sheets import export, plan_import
from gzvalue.errors import UserError, reason_of
from gzvalue.financing.pool import plan
from gzvalue.financing.result import FinancingPlan
from gzvalue.schema.project import Project
from gzvalue.store.lock import WriterLock
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.result import Scores, Valuation
from gzvalue.valuation.scores import score

Progress = Callable[[int, int, str], None]
"""Called with (done, total, words); it may raise `gzvalue.errors.Cancelled` to stop."""

MANIFEST = "demo.json"
DATA_FOLDER = "数据文件"
MARK = "示例数据·非企业真实记录"
STEPS = (
    "建立示例项目",
    "测算价值、评分与融资方案",
    "导出 Excel 数据目录",
    "把 Excel 导入一个新项目并核对",
    "签发申报材料",
    "生成其他用途的表单",
    "放好文件",
)


@dataclass(frozen=True)
class DemoResult:
    """What a demo made, and its main figures.

    Attributes:
        sample: which sample.
        folder: where everything lies.
        project: the project file.
        catalogue: the Excel workbook of all forms.
        dossier: the PDF.
        pages: its pages.
        data_files: small data files copied beside it.
        papers: sheets and books of the other uses, where the sample has any.
        imported: data sets that came out of the workbook when it was imported into an empty project.
        proven: whether that project has the same data sets and the same value, to the 分.
        valuation: the value of the sample.
        scores: its scores.
        financing: the test of the loan.
    """

    sample: Sample
    folder: Path
    project: Path
    catalogue: Path
    dossier: Path
    pages: int
    data_files: tuple[Path, ...]
    papers: tuple[Path, ...]
    imported: int
    proven: bool
    valuation: Valuation
    scores: Scores
    financing: FinancingPlan


def make_demo(out: Path, progress: Progress | None = None, industry: str = "tourism") -> DemoResult:
    """Make the sample project, its workbook and its dossier in the folder ``out``, which is made if need be.

    Args:
        out: the folder.
        progress: told (done, total, words) at each of the `STEPS`.
        industry: name of the sample, see `gzvalue.actions.samples.samples`.

    Raises:
        UserError: no such sample; the folder cannot be written to; a file there is not ours, was changed, or is open.
        Cancelled: the progress callback stopped it; nothing was changed then.
    """
    one = sample(industry)
    out = Path(out).absolute()
    names = _Names(one)
    _make_folder(out)
    _refuse_foreign(out, names)
    with tempfile.TemporaryDirectory(dir=out, prefix=".demo-") as scratch:
        return _make(one, names, Path(scratch), out, progress or _silent)


def make_demos(out: Path, told: Callable[[Sample], Progress] | None = None) -> Iterator[DemoResult]:
    """Make the demo of every sample, each in a folder of its name in ``out``, and hand out each when it lies there.

    Args:
        out: the folder.
        told: for each sample, whom to tell its progress.

    Raises:
        UserError: as `make_demo`; what was made before lies there.
    """
    for one in samples():
        yield make_demo(Path(out) / one.name, None if told is None else told(one), one.name)


class _Names:
    """What the files of a demo are called."""

    def __init__(self, one: Sample) -> None:
        stem = Path(one.file_name).stem
        self.project = one.file_name
        self.catalogue = f"{stem}_数据目录.xlsx"
        self.dossier = f"{stem}_数据资产价值自测说明.pdf"
        pdf = Path(self.dossier).stem
        self.beside = (pdf + DATA_SUFFIX, pdf + WORKBOOK_SUFFIX)
        self.data = tuple(f"{DATA_FOLDER}/{path.name}" for path in one.data_files)
        self.papers: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every file, as it is named in the manifest."""
        return (self.project, self.catalogue, self.dossier, *self.beside, *self.data, *self.papers)


def _make(one: Sample, names: _Names, scratch: Path, out: Path, progress: Progress) -> DemoResult:
    def step(number: int) -> None:
        progress(number, len(STEPS), STEPS[number])

    step(0)
    with Store.open(build_sample(one.name, scratch / names.project), write=False) as store:
        project = store.project
    papers = planned(project, Path(one.file_name).stem)
    names.papers = tuple(paper.name for paper in papers)
    _refuse_foreign(out, names)  # again, as only now the other papers are known
    step(1)
    valuation, scores = evaluate(project), score(project)
    financing = plan(project, valuation)
    step(2)
    export(project, scratch / names.catalogue)
    step(3)
    imported, proven = _prove(project, valuation, scratch / names.catalogue)
    step(4)
    with Store.open(scratch / names.project) as store:
        made = issue(store, scratch / names.dossier)
    step(5)
    write_papers(project, valuation, papers, scratch)
    step(6)
    if names.data:
        (scratch / DATA_FOLDER).mkdir()
        for source in one.data_files:
            shutil.copyfile(source, scratch / DATA_FOLDER / source.name)
    _note(one, names, scratch, valuation, financing, _made_before(out))
    _place(names, scratch, out)
    progress(len(STEPS), len(STEPS), "完成")
    return DemoResult(
        sample=one,
        folder=out,
        project=out / names.project,
        catalogue=out / names.catalogue,
        dossier=out / names.dossier,
        pages=made.pages,
        data_files=tuple(out / name for name in names.data),
        papers=tuple(out / name for name in names.papers),
        imported=imported,
        proven=proven,
        valuation=valuation,
        scores=scores,
        financing=financing,
    )


def _prove(project: Project, valuation: Valuation, catalogue: Path) -> tuple[int, bool]:
    """Import the workbook into an empty project file: how many data sets come in, and whether all is worth the same."""
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "import.gzv") as store:
        fresh = store.apply(plan_import(store.project, catalogue).edit)
    same = fresh.data_sets == project.data_sets and evaluate(fresh).total == valuation.total
    return len(fresh.data_sets), same


# --- what may be replaced, and putting into place -------------------------------------------


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise UserError(f"不能建立文件夹“{out}”（{reason_of(wrong)}）。请用 --out 另选一个位置。") from wrong
    if not os.access(out, os.W_OK):
        raise UserError(f"文件夹“{out}”不能写入。请用 --out 另选一个位置。")


def _refuse_foreign(out: Path, names: _Names) -> None:
    known = _made_before(out)
    for name in names.all:
        target = out / name
        if target.exists() and (not target.is_file() or _digest(target) != known.get(name)):
            raise UserError(f"“{target}”不是上次演示留下的原样（可能有您的修改），没有覆盖。请用 --out 另选文件夹，或先把它移走。")
    if (out / names.project).exists():
        WriterLock(out / names.project).release()


def _made_before(out: Path) -> Mapping[str, str]:
    """File name → digest, of every demo made in this folder so far."""
    try:
        listed = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        return {str(name): str(digest) for name, digest in listed["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _note(one: Sample, names: _Names, scratch: Path, valuation: Valuation, financing: FinancingPlan, before: Mapping[str, str]) -> None:
    """The manifest: digests of the files, and the main figures for a reader without the program."""
    noted = {
        "made_by": f"gzvalue {__version__}",
        "industry": one.name,
        "mark": MARK,
        "total": _money(valuation.total),
        "by_method": {method: _money(amount) for method, amount in valuation.by_method.items()},
        "loan_asked": _money(financing.loan),
        "pool": _money(financing.pool),
        "lendable": _money(financing.lendable),
        "files": {**before, **{name: _digest(scratch / name) for name in names.all}},
    }
    (scratch / MANIFEST).write_text(json.dumps(noted, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _place(names: _Names, scratch: Path, out: Path) -> None:
    for name in (MANIFEST, *names.all):
        target = out / name
        try:
            target.parent.mkdir(exist_ok=True)
            os.replace(scratch / name, target)
        except OSError as wrong:
            raise UserError(f"不能写入“{target}”（{reason_of(wrong)}）。若它正被其他程序打开，请先关闭再试。") from wrong


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _silent(done: int, total: int, words: str) -> None:
    """Nobody listens."""
