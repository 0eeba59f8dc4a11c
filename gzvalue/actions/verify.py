"""核验: a PDF that somebody handed over, checked in a process of its own; no project is needed."""

from collections.abc import Callable
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.frozen.guard import guarded
from gzvalue.frozen.report import Report
from gzvalue.frozen.verify import Wanted

_GATHER = ("gzvalue.actions.gathering", "gathered")


def verify_file(
    path: Path,
    *,
    require_signature: bool = False,
    trust: tuple[Path, ...] = (),
    stopped: Callable[[], bool] = lambda: False,
    redraw: bool = True,
) -> Report:
    """The report on a PDF.

    Args:
        path: the file.
        require_signature: an unsigned one does not pass.
        trust: root certificates to which signatures must lead.
        stopped: asked now and then whether to give up.
        redraw: draw the pages again and compare every byte, which takes half of the time; without it the report says so.

    Raises:
        UserError: the file is not there.
    """
    path = Path(path)
    for one in (path, *trust):
        if not one.is_file():
            raise UserError(f"找不到文件“{one}”。请核对位置与文件名。")
    return guarded(path.absolute(), _GATHER, Wanted(require_signature, trust, redraw), stopped)
