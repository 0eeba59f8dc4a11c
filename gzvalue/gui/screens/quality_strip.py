"""The queue of measurings as a person sees it: how far the present one is, the list with states, 取消."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from gzvalue.gui.figures_table import ROW, Column, FiguresTable, Line
from gzvalue.gui.measuring import CANCELLED, DONE, FAILED, RUNNING, WAITING, Entry, MeasureQueue
from gzvalue.gui.pieces import button, column, row
from gzvalue.gui.short_text import OneLine
from gzvalue.gui.tokens import M, S

_TONES = {FAILED: "stop", CANCELLED: "quiet", DONE: "", RUNNING: "accent"}
_ROWS, _ROWS_LOW = 4, 2
_FIRST = (FAILED, RUNNING, WAITING, DONE, CANCELLED)
"""What a person must see comes first."""


class QueueStrip(QFrame):
    """Hidden while nothing was put into the queue; the list shows as soon as there is more than one file or a failure."""

    def __init__(self, queue: MeasureQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self.setProperty("role", "card")
        self.words = OneLine("caption")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.left = OneLine("caption")
        self.left.setFixedWidth(110)
        self.cancel = button("取消", self._cancel, kind="quiet", tip="停下正在测量的这一项")
        self.cancel_all = button("全部取消", queue.cancel_all, kind="quiet")
        self.clear = button("清除", queue.clear, kind="quiet", tip="清除已结束的项")
        self.list = FiguresTable("测量队列", (Column("数据集"), Column("来源"), Column("状态"), Column("说明", wide=True)), sortable=False)
        self._bare = False
        self.set_low(False)
        head = row(self.words, self.bar, self.left, self.cancel, self.cancel_all, self.clear, gap=M)
        head.setStretch(0, 1)
        head.setAlignment(self.bar, Qt.AlignmentFlag.AlignVCenter)
        box = column(gap=S, margins=(M, S, S, S))
        box.addLayout(head)
        box.addWidget(self.list)
        self.setLayout(box)
        queue.changed.connect(self.refresh)
        queue.progressed.connect(self._progress)
        self.refresh()

    def set_low(self, low: bool, *, bare: bool = False) -> None:
        """In a low window the list shows fewer lines, in the lowest none."""
        self._bare = bare
        self.list.setFixedHeight((_ROWS_LOW if low else _ROWS) * ROW + 44)
        self._show_list()

    def _show_list(self) -> None:
        entries = self._queue.entries
        self.list.setVisible(not self._bare and (len(entries) > 1 or any(one.state == FAILED for one in entries)))

    def refresh(self) -> None:
        """The list and the head."""
        entries = self._queue.entries
        self.setVisible(bool(entries))
        if not entries:
            return
        running, over = self._queue.running, [one for one in entries if not one.open]
        failed = sum(one.state == FAILED for one in entries)
        self.list.show_lines(
            [_line(number, one) for number, one in sorted(enumerate(entries), key=lambda pair: _FIRST.index(pair[1].state))]
        )
        self._show_list()
        for item in (self.bar, self.left, self.cancel):
            item.setVisible(running is not None)
        self.cancel_all.setVisible(sum(one.open for one in entries) > 1)
        self.clear.setVisible(bool(over) and running is None)
        if running is not None:
            self._progress(running)
        else:
            self.words.setText(_summary(entries, failed))
            self.words.setToolTip(self.words.text())

    def _progress(self, entry: Entry) -> None:
        """How far the present one is; nothing else is painted anew."""
        if entry is not self._queue.running:
            return
        entries = self._queue.entries
        place = f"（{sum(not one.open for one in entries) + 1}/{len(entries)}）" if len(entries) > 1 else ""
        known = entry.total > 1
        amount = f" {entry.done:,}／{entry.total:,}" if known else ""
        self.words.setText(f"{place}{entry.job.code} {entry.job.name}：{entry.words or '测量中'}{amount}")
        self.words.setToolTip(self.words.text())
        self.bar.setRange(0, entry.total if known else 0)
        self.bar.setValue(entry.done if known else 0)
        left = entry.seconds_left()
        self.left.setText(
            "" if left is None else f"约还需 {max(1, round(left)):,} 秒" if left < 90 else f"约还需 {round(left / 60):,} 分钟"
        )

    def _cancel(self) -> None:
        running = self._queue.running
        if running is not None:
            self._queue.cancel(running)


def _line(number: int, entry: Entry) -> Line:
    return Line(number, (entry.job.code, entry.job.name, entry.state, entry.sentence), tone=_TONES.get(entry.state, ""))


def _summary(entries: list[Entry], failed: int) -> str:
    if len(entries) == 1:
        one = entries[0]
        return f"{one.job.code} {one.job.name}：{one.state}{'，' + one.sentence if one.sentence else ''}"
    done, cancelled = sum(one.state == DONE for one in entries), sum(one.state == CANCELLED for one in entries)
    parts = [f"{done} 项已完成", f"{failed} 项未成功" if failed else "", f"{cancelled} 项已取消" if cancelled else ""]
    why = next((f"；{one.job.code}：{one.sentence}" for one in entries if one.state == FAILED), "")
    return "测量结束：" + "，".join(part for part in parts if part) + why
