"""The foot of the window: what was done, what is being done, and that everything is on disk."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QWidget

from gzvalue.gui.pieces import button, label, row
from gzvalue.gui.tokens import M, S
from gzvalue.gui.work import Task, Work


class Foot(QFrame):
    """One quiet line; while work is under way it shows how far it is, how long it still takes, and 取消."""

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self._work = work
        self._task: Task | None = None
        self._path = Path()
        self._said = label("", "caption")
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._link = button("打开", self._open, kind="link")
        self._what = label("", "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(180)
        self._left = label("", "caption")
        self.cancel_button = button("取消", self._cancel, kind="quiet")
        self._saved = label("", "caption")
        layout = row(self._said, self._link, self._what, self._bar, self._left, self.cancel_button, self._saved, gap=M)
        layout.setContentsMargins(M, 2, M, 2)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setMinimumHeight(self.cancel_button.sizeHint().height() + S)
        work.started.connect(self._show)
        work.progressed.connect(self._show)
        work.finished.connect(self._done)
        self._link.hide()
        self._show_work(False)

    def say(self, text: str, path: str = "") -> None:
        """A quiet line; with a path it ends in a link that opens it."""
        self._path = Path(path)
        self._said.setText(text)
        self._said.setToolTip(text)
        self._link.setVisible(bool(path))

    def said(self) -> str:
        """What it says now."""
        return self._said.text()

    def saved(self) -> None:
        """An edit has just been written."""
        self._saved.setText(f"✓ 已保存 {datetime.now():%H:%M:%S}")
        self._saved.setToolTip("每填完一项立即写入项目文件，不需要另外保存")

    def _show(self, task: Task) -> None:
        self._task = task
        self._show_work(True)
        amount = f" {task.done:,}／{task.total:,}" if task.total else ""
        self._what.setText(f"{task.detail or task.what}{amount}")
        self._bar.setRange(0, task.total)
        self._bar.setValue(task.done)
        left = task.seconds_left()
        self._left.setText("" if left is None else f"约还需 {_duration(left)}")

    def _done(self, task: Task) -> None:
        self._task = self._work.tasks[0] if self._work.tasks else None
        if self._task is None:
            self._show_work(False)
        else:
            self._show(self._task)

    def _show_work(self, on: bool) -> None:
        for item in (self._what, self._bar, self._left, self.cancel_button):
            item.setVisible(on)

    def _cancel(self) -> None:
        if self._task is not None:
            self._work.cancel(self._task)
            self._what.setText("正在取消…")

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))


def _duration(seconds: float) -> str:
    return f"{max(1, round(seconds))} 秒" if seconds < 90 else f"{round(seconds / 60)} 分钟"
