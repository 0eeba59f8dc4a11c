"""Faults of the program: written to the log without any field value, told once in plain words, nothing lost."""

import sys
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from gzvalue import __version__, paths

_LARGEST = 1_000_000


def install() -> None:
    """Take over what is not caught anywhere."""
    sys.excepthook = _Hook()


def write(kind: type[BaseException], trace: TracebackType | None) -> Path:
    """Append a traceback to the log: places in the code and the kind of error, never its text, which may hold data."""
    log = paths.user_log() / "gzvalue.log"
    lines = [f"{datetime.now():%Y-%m-%d %H:%M:%S} gzvalue {__version__} Python {sys.version.split()[0]} {sys.platform}\n"]
    lines += [f'  File "{f.filename}", line {f.lineno}, in {f.name}\n' for f in traceback.extract_tb(trace)]
    lines.append(f"{kind.__module__}.{kind.__qualname__}\n\n")
    with suppress(OSError):
        if log.exists() and log.stat().st_size > _LARGEST:
            log.replace(log.with_suffix(".old.log"))
        with log.open("a", encoding="utf-8") as out:
            out.writelines(lines)
    return log


class _Hook:
    """One box at a time: faults in a row must not bury the window."""

    def __init__(self) -> None:
        self._showing = False

    def __call__(self, kind: type[BaseException], wrong: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, wrong, trace)
            return
        log = write(kind, trace)
        if sys.stderr is not None:
            print(f"gzvalue: {kind.__qualname__}; see {log}", file=sys.stderr)  # noqa: T201
        if not self._showing:
            self._showing = True
            try:
                show(log)
            finally:
                self._showing = False


def show(log: Path) -> None:
    """Tell a person, if there is a window to tell it in."""
    from PySide6.QtWidgets import QApplication, QMessageBox  # late: the log must be written even where Qt is at fault

    if QApplication.instance() is None:
        return
    QMessageBox.warning(
        QApplication.activeWindow(),
        "程序出错",
        "程序内部出错，刚才的操作可能没有完成。已填写完的内容都已保存在项目文件中，没有丢失。\n\n"
        f"请把日志发给软件提供方（只含程序位置，不含项目数据）：\n{log}",
    )
