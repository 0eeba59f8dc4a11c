"""Monitoring after the loan: the project against its pledged snapshot, as figures, JSON, one page of paper and a calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from gzvalue.actions.writing import write_whole
from gzvalue.errors import UserError, reason_of
from gzvalue.financing.due_dates import DueDate, due_dates
from gzvalue.financing.monitoring import Watch, monitor
from gzvalue.financing.pool import plan
from gzvalue.frozen.canonical import NotCanonical
from gzvalue.frozen.freeze import Thawed, thaw
from gzvalue.schema.kinds import plain, rounded
from gzvalue.schema.project import Project
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate

REPORT, CALENDAR = "贷后监测数据表.pdf", "贷后日历.ics"


@dataclass(frozen=True)
class Monitored:
    """What monitoring found, against which snapshot, and what comes next."""

    project: Project
    watch: Watch
    snapshot: str
    sha256: str
    due: tuple[DueDate, ...]


def monitor_file(path: Path, as_of: date, snapshot: Path | None = None) -> Monitored:
    """Monitor a project file, also while a window has it open.

    Args:
        path: the project.
        as_of: the day for which dates are judged.
        snapshot: frozen data as a plain file; the newest issued dossier of the project if not given.

    Raises:
        UserError: nothing was issued yet, or the snapshot is none that this program can read.
    """
    with Store.open(path, write=False) as store:
        project = store.project
        data = read_snapshot(snapshot) if snapshot is not None else _newest(store)
    pledged = thawed(data, snapshot.name if snapshot is not None else path.name)
    return monitored(project, pledged, as_of)


def monitored(project: Project, pledged: Thawed, as_of: date) -> Monitored:
    """As `monitor_file`, of records that are there already."""
    watch = monitor(pledged.project, project, as_of)
    due = due_dates(project, plan(project, evaluate(project)), as_of)
    name = f"{pledged.head.number} 第 {pledged.head.version} 版"
    return Monitored(project, watch, name, pledged.digests.sha256, due)


def _newest(store: Store) -> bytes:
    issued = store.issues()
    data = store.issued_data(issued[-1].no) if issued else None
    if data is None:
        raise UserError(
            f"“{store.path.name}”还没有签发过申报材料，没有可对照的质押时快照。请先用 gzvalue dossier --issue 签发，或用 --snapshot 指定。"
        )
    return data


def read_snapshot(path: Path) -> bytes:
    """The bytes of frozen data in a file.

    Raises:
        UserError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise UserError(f"读不了快照“{path.name}”（{reason_of(wrong)}）。请核对路径。") from wrong


def thawed(data: bytes, name: str) -> Thawed:
    """The records in frozen data; ``name`` is that of the file for what is said.

    Raises:
        UserError: it is none, or of a newer version.
    """
    try:
        return thaw(data)
    except NotCanonical as wrong:
        raise UserError(f"“{name}”的快照不能使用：{wrong}。请用签发时保存的数据文件（.json），或升级软件。") from wrong


def write_report(found: Monitored, out: Path) -> int:
    """The report as PDF; the number of pages.

    Raises:
        UserError: the file cannot be written.
    """
    from gzvalue.outputs.monitoring_report import monitoring_blocks
    from gzvalue.outputs.pdf.document import PageSet, typeset

    head = found.project.head
    page = PageSet("贷后监测数据表", "数据资产质押", found.project.enterprise.name or "", "与质押时快照的对照", found.watch.as_of,
                   sample_mark=head.sample_mark or "")  # fmt: skip
    made = typeset(monitoring_blocks(found.project, found.watch, found.due, found.snapshot), page)
    write_whole(Path(out), made.data)
    return made.pages


def write_calendar(found: Monitored, out: Path) -> int:
    """What is due as an iCalendar file; how many entries.

    Raises:
        UserError: the file cannot be written.
    """
    return write_due_dates(found.due, found.project.enterprise.name or "", out)


def write_due_dates(due: Sequence[DueDate], enterprise: str, out: Path) -> int:
    """As `write_calendar`, of due dates that need no monitoring."""
    from gzvalue.outputs.calendar_file import calendar_bytes

    write_whole(Path(out), calendar_bytes(due, enterprise))
    return len(due)


def as_json(found: Monitored) -> dict[str, Any]:
    """Plain data (docs/json.md): money as decimal strings in 元, ratios as decimal strings."""
    watch = found.watch
    return {
        "as_of": watch.as_of.isoformat(),
        "snapshot": {"report": found.snapshot, "sha256": found.sha256,
                     "valuation_date": None if watch.pledged_on is None else watch.pledged_on.isoformat()},
        "value": {"pledged": _money(watch.value_before), "now": _money(watch.value_now), "fall": _ratio(watch.fall)},
        "pool": {"pledged": _money(watch.pool_before), "now": _money(watch.pool_now)},
        "state": watch.worst,
        "lights": [{"key": one.key, "name": one.name, "colour": one.colour, "state": one.state, "message": one.words, "action": one.action or None}
                   for one in watch.lights],
        "changed": bool(watch.changes),
        "changes": [asdict(one) for one in watch.changes],
        "lines": _lines(watch.lines, watch.defaults),
        "due": [{"date": one.on.isoformat(), "key": one.key, "title": one.title, "description": one.words or None} for one in found.due],
    }  # fmt: skip


def _lines(lines: Mapping[str, Decimal], defaults: tuple[str, ...]) -> dict[str, Any]:
    return {key: {"value": plain(value), "default": key in defaults} for key, value in lines.items()}


def _money(amount: Decimal) -> str:
    return f"{rounded(amount, 2):f}"


def _ratio(value: Decimal | None) -> str | None:
    return None if value is None else plain(rounded(value, 10))
