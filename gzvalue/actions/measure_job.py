"""One measuring as a value that can be handed to another process: what, by which rules, and what to write beside it."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gzvalue.errors import UserError
from gzvalue.schema import edit as edits
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.edit import Edit
from gzvalue.schema.kinds import Cell
from gzvalue.schema.measurement_form import QualityRules
from gzvalue.schema.project import Project
from gzvalue.tables.sheet import Progress

if TYPE_CHECKING:
    from gzvalue.outputs.excel_bad_cells import Written


@dataclass(frozen=True)
class Job:
    """What to measure, as frozen values.

    Attributes:
        data_set: the record of the catalogue; its declared frequency counts where the rules name none.
        source: a file, a folder, what ``measure -o`` wrote, or the address of a database's table without password.
        rules: the rules kept in the project for it, or ``None``.
        folder: where the project lies; what rules refer to lies beside it.
        version: which version of the data this is, see `MeasurementRecord.version`.
        sheet: of a workbook, or table of a database; found if not told.
        bad_cells: write the bad cells there as a workbook.
        password: of the database; never kept, never shown.
    """

    data_set: DataSet
    source: str
    rules: QualityRules | None
    folder: Path
    version: str | None = None
    sheet: str | None = None
    bad_cells: Path | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def code(self) -> str:
        """Of the data set."""
        return self.data_set.code or ""

    @property
    def name(self) -> str:
        """The last part of the source's name; of an address the database and the table, nothing before."""
        if is_address(self.source):
            return f"{self.source.rsplit('/', 1)[-1].partition('?')[0]} {self.sheet or ''}".strip()
        return self.source.rstrip("/\\").replace("\\", "/").rsplit("/", 1)[-1] or self.source


@dataclass(frozen=True)
class Outcome:
    """What a measuring gave.

    Attributes:
        code: of the data set.
        cells: of the record to keep.
        written: the workbook of bad cells, if one was asked for.
    """

    code: str
    cells: dict[str, Cell]
    written: "Written | None" = None


def run_job(job: Job, progress: Progress | None = None) -> Outcome:
    """Measure as asked; reads the source and writes nothing but the workbook of bad cells.

    Raises:
        UserError: it cannot be read, or the workbook cannot be written.
        Cancelled: stopped.
    """
    from gzvalue.actions.measure import measurement_in, record_cells, with_declared, with_rules
    from gzvalue.outputs import excel_bad_cells  # late, like what stands above and below: the window does not pay for it
    from gzvalue.quality.measure import Options

    address = is_address(job.source)
    found = None if address else measurement_in(Path(job.source))
    if found is not None and job.bad_cells is None:
        return Outcome(job.code, {**record_cells(job.code, found), "version": job.version})
    if found is not None:
        raise UserError(f"“{job.name}”是测量结果，里面没有数据本身，列不出全部坏单元格；请选择原来的数据文件。")
    written: list[Any] = []
    options = with_declared(with_rules(Options(sheet=job.sheet, detail=True), job.rules, job.folder), job.data_set)
    if job.bad_cells is not None:
        target = job.bad_cells
        excel_bad_cells.checked(target)
        options = replace(options, listing=lambda counted: written.append(excel_bad_cells.write_bad_cells(counted, target)))
    document = _measured(job, options, progress)
    cells = {**record_cells(job.code, document), "version": job.version}
    return Outcome(job.code, cells, written[0] if written else None)


def _measured(job: Job, options: Any, progress: Progress | None) -> dict[str, Any]:
    from gzvalue.actions import measure

    if not is_address(job.source):
        return measure.measure(Path(job.source), options, progress).as_json()
    return measure.measure_address(job.source, lambda _prompt: job.password or "", options, progress).as_json()


def is_address(source: str) -> bool:
    """Whether a source is the address of a database and not a path."""
    return "://" in source


def keeping(project: Project, outcome: Outcome) -> Edit:
    """The edit that keeps what was measured; one that is there word for word already is not kept twice."""
    return edits.imported(project, f"记录 {outcome.code} 的质量实测", (), {"measurement": [outcome.cells]})
