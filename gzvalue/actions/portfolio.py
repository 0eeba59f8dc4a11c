"""Many dossiers or projects of a folder, each verified in a process of its own, in one table with totals."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any

from gzvalue.actions.known_digests import fingerprints
from gzvalue.actions.verify import verify_file
from gzvalue.errors import UserError
from gzvalue.financing.portfolio import STATES, Portfolio, Position, Share, State, portfolio, position_of
from gzvalue.frozen.canonical import NotCanonical
from gzvalue.frozen.freeze import thaw
from gzvalue.frozen.manifest_parts import DATA
from gzvalue.frozen.pdf_objects import Refused
from gzvalue.frozen.reading import attachment_of
from gzvalue.schema.kinds import plain, rounded
from gzvalue.store.open import SUFFIX, Store

Progress = Callable[[int, int, str], None]


_MOST_AT_ONCE = 4

QUICK = "快速核验，未逐字节重绘"


def portfolio_of(
    folder: Path, as_of: date, progress: Progress | None = None, stopped: Callable[[], bool] = lambda: False, *, quick: bool = False
) -> Portfolio:
    """Everything in a folder and the folders below it.

    As many files at a time as there are processors, four at most; memory does not grow with their number.

    Args:
        folder: where dossiers (``.pdf``) and projects (``.gzv``) lie.
        as_of: the day for which dates are judged.
        progress: told (done, total, words); may raise `gzvalue.errors.Cancelled`.
        stopped: asked now and then while a dossier is verified, also by several threads; may raise `gzvalue.errors.Cancelled`.
        quick: figures and digests are checked, but pages not drawn again; the rows say so.

    Raises:
        UserError: it is no folder, or holds neither dossiers nor projects.
    """
    if not folder.is_dir():
        raise UserError(f"“{folder}”不是文件夹。请给出存放申报材料（PDF）或项目文件的文件夹。")
    files = sorted(
        one for one in folder.rglob("*") if one.suffix.lower() in (".pdf", SUFFIX) and one.is_file() and not one.name.startswith(".")
    )
    if not files:
        raise UserError(f"文件夹“{folder.name}”中没有申报材料（.pdf）或项目文件（{SUFFIX}）。请核对位置。")
    found = portfolio(_positions(folder, files, progress or (lambda done, total, words: None), stopped, quick), as_of)
    return replace(found, quick=quick)


def _positions(folder: Path, files: list[Path], progress: Progress, stopped: Callable[[], bool], quick: bool) -> Iterator[Position]:
    """In the order of the files, though several are under way; whoever stops listening stops them all."""
    end = Event()

    def halted() -> bool:
        return end.is_set() or stopped()

    def position(path: Path, name: str) -> Position:
        return _project(path, name) if path.suffix.lower() == SUFFIX else _dossier(path, name, halted, quick)

    at_once = min(_MOST_AT_ONCE, os.cpu_count() or 1)
    waiting: deque[tuple[str, Future[Position]]] = deque()
    with ThreadPoolExecutor(at_once, thread_name_prefix="portfolio") as pool:
        try:
            coming = iter(files)
            for number in range(len(files)):
                for path in islice(coming, 2 * at_once - len(waiting)):
                    name = path.relative_to(folder).as_posix()
                    waiting.append((name, pool.submit(position, path, name)))
                name, found = waiting.popleft()
                progress(number, len(files), f"核验 {name}")
                yield found.result()
            progress(len(files), len(files), "完成")
        finally:
            end.set()
            for _, left in waiting:
                left.cancel()


def _project(path: Path, name: str) -> Position:
    try:
        with Store.open(path, write=False) as store:
            project = store.project
    except UserError as wrong:
        return Position(name, "broken", str(wrong))
    return position_of(project, name, "project", "", fingerprints(project), "项目文件由企业填报，没有签发，不计入合计")


def _dossier(path: Path, name: str, stopped: Callable[[], bool], quick: bool) -> Position:
    report = verify_file(path, stopped=stopped, redraw=not quick)
    red = next((one for one in report.checks if one.state == "bad"), None)
    if not report.number:
        return Position(name, "broken" if report.damaged or report.unread else "foreign", red.words if red is not None else "")
    if red is not None:
        return Position(name, "failed", f"{red.name}：{red.words}", report=report.number)
    try:
        thawed = thaw(attachment_of(path, DATA))
    except (Refused, NotCanonical) as wrong:
        return Position(name, "failed", str(wrong), report=report.number)
    if thawed.digests.sha256 != report.sha256:
        return Position(name, "failed", "文件在核验之后被改动", report=report.number)
    state: State = "draft" if report.draft else "verified"
    words = QUICK if quick else ""
    return position_of(thawed.project, name, state, report.number, fingerprints(thawed.project), words)


def as_json(found: Portfolio) -> dict[str, Any]:
    """Plain data (docs/json.md): money as decimal strings in 元."""
    return {
        "as_of": found.as_of.isoformat(),
        "quick": found.quick,
        "totals": {"verified": found.count("verified"), "value": _money(found.value), "pool": _money(found.pool),
                   "lendable": _money(found.lendable), "loan": _money(found.loan)},
        "states": {state: found.count(state) for state in STATES},
        "dossiers": [_position(one) for one in found.positions],
        "by_industry": [_share(one) for one in found.by_industry],
        "by_region": [_share(one) for one in found.by_region],
        "expiring": [one.file for one in found.expiring],
        "double": [{"sha256": digest, "places": list(places)} for digest, places in found.twice],
    }  # fmt: skip


def _position(one: Position) -> dict[str, Any]:
    return {
        "file": one.file, "state": one.state, "message": one.words or None, "enterprise": one.enterprise, "credit_code": one.credit_code,
        "industry": one.industry, "region": one.region, "report": one.report or None, "value": _money(one.value), "pool": _money(one.pool),
        "lendable": _money(one.lendable), "loan": _money(one.loan), "valuation_date": _day(one.valued_on), "certificate_expires": _day(one.expires),
        "loan_ends": _day(one.ends), "light": one.light,
    }  # fmt: skip


def _share(one: Share) -> dict[str, Any]:
    return {"name": one.name, "count": one.count, "loan": _money(one.loan), "share": plain(rounded(one.share, 10))}


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{rounded(amount, 2):f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
