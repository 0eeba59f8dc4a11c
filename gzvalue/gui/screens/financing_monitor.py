"""贷后监测: the agreed lines, what is due, and the project held against the snapshot that was pledged."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from gzvalue.financing.due_dates import DueDate, due_dates
from gzvalue.financing.monitoring import COLOURS, Colour, Light, gathered
from gzvalue.gui import pieces
from gzvalue.gui.editors import DateEditor
from gzvalue.gui.figure import wan
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.record import RecordForm
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.gui.work import Progress, Work
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.project import Project

if TYPE_CHECKING:
    from gzvalue.actions.monitor import Monitored

_LIGHTS = (Column("状态", width=76), Column("监测项", width=150), Column("情况", wide=True, width=240), Column("须做", width=190))
_CHANGES = (Column("变化", wide=True, width=200), Column("质押时", numeric=True, width=120), Column("现在", numeric=True, width=120))
_DUE = (Column("日期", width=100), Column("事项", wide=True, width=260), Column("说明", width=220))
_TONES: dict[Colour, str] = {"green": "good", "yellow": "attention", "red": "stop", "grey": "quiet"}
_MARKS: dict[Colour, str] = {"green": "●", "yellow": "▲", "red": "■", "grey": "○"}
_MOST_DUE = 60


class MonitorPage(QWidget):
    """The lines left; right the buttons, the lights, the changes and the due dates.

    Signals:
        said(text, path): a quiet line, with a file that was written.
    """

    said = Signal(str, str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.work = session, work
        self.found: Monitored | None = None
        self._about: Project | None = None
        self._shown_due: tuple[DueDate, ...] | None = None
        self.form = RecordForm(session, "monitoring", columns=1)
        self.form.setMinimumWidth(260)
        self.day = DateEditor()
        self.day.setText(date.today().isoformat())
        self.day.setAccessibleName("监测日")
        self.day.setFixedWidth(160)
        self.start = pieces.button("监测（对照质押时快照）", self.run, kind="primary")
        self.other = pieces.button("对照其他快照…", self._ask_snapshot, kind="quiet", tip="签发时与 PDF 一起保存的冻结数据（.json）")
        self.paper = pieces.button("保存 PDF…", self._ask_paper)
        self.calendar = pieces.button("日历 .ics…", self._ask_calendar, tip="到期事项写成日历文件，可导入手机或邮箱日历")
        self.state = pieces.label("", "strong", wrap=True)
        self.against = pieces.caption("")
        self.lights = FiguresTable("监测结果", _LIGHTS, fitted=True, sortable=False)
        self.changes = FiguresTable("变化", _CHANGES, fitted=True, sortable=False)
        self.changes_head = pieces.section("与质押时相比的变化")
        self.due = FiguresTable("到期事项", _DUE, fitted=True, sortable=False)
        self.due_note = pieces.caption("")
        split = QSplitter()
        split.addWidget(self.form)
        split.addWidget(pieces.scrolled(self._page()))
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([300, 660])
        self.setLayout(pieces.column(split, margins=(0, S, 0, 0)))
        self.lights.hide()
        self.state.hide()
        self._show_changes(())
        self.paper.setEnabled(False)

    def _page(self) -> QWidget:
        page = QWidget()
        page.setMinimumWidth(360)
        box = pieces.column(gap=S, margins=(L, M, M, L))
        box.addLayout(pieces.row(pieces.label("监测日", "label"), self.day, self.start, None, gap=M))
        box.addLayout(pieces.row(self.other, self.paper, self.calendar, None, gap=S))
        box.addWidget(self.state)
        box.addWidget(self.against)
        box.addWidget(self.lights)
        box.addWidget(self.changes_head)
        box.addWidget(self.changes)
        box.addSpacing(M)
        box.addWidget(pieces.section("到期事项"))
        box.addWidget(self.due_note)
        box.addWidget(self.due)
        box.addStretch(1)
        page.setLayout(box)
        return page

    # --- for the screen -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the Session: due dates at once; lights of an older state are said to be old."""
        due = due_dates(self.session.project, self.session.financing, self.as_of() or date.today())
        if due != self._shown_due:
            self._shown_due = due
            self.due.show_lines([Line(one.key, (one.on.isoformat(), one.title, one.words)) for one in due[:_MOST_DUE]])
            more = f"，列出前 {_MOST_DUE} 项，全部见日历文件" if len(due) > _MOST_DUE else ""
            self.due_note.setText(f"共 {len(due)} 项{more}。" if due else "填好贷款、凭证或合同的日期后，这里列出到期事项。")
            self.due.setVisible(bool(due))
        self.calendar.setEnabled(bool(due))
        if self.found is None:
            self._show_invitation()
        elif self._about is not self.session.project:
            self.against.setText("监测之后项目有改动，请再监测一次。")

    def as_of(self) -> date | None:
        """The day typed; ``None`` if it is no date."""
        try:
            return date.fromisoformat(self.day.text().strip())
        except ValueError:
            return None

    def _show_invitation(self) -> None:
        issues = self.session.store.issues()
        self.start.setEnabled(bool(issues))
        if issues:
            last = issues[-1]
            self.against.setText(
                f"将与最近一次签发的 {last.number} 第 {last.version} 版对照：重新测算，并逐条检查左侧各条预警线与补充担保线。"
            )
        else:
            self.against.setText("还没有签发过申报材料，没有质押时的快照。先在“申报材料”签发，或选择签发时保存的冻结数据（.json）。")

    # --- monitoring -----------------------------------------------------------------------------

    def run(self) -> None:
        """Hold the project against its newest issued dossier."""
        issues = self.session.store.issues()
        data = self.session.store.issued_data(issues[-1].no) if issues else None
        if data is not None:
            self._run(data, self.session.path.name)

    def run_against(self, path: Path) -> None:
        """Hold the project against frozen data that lie in a file."""
        from gzvalue.actions.monitor import read_snapshot
        from gzvalue.errors import UserError

        try:
            data = read_snapshot(path)
        except UserError as wrong:
            self._say(str(wrong), "stop")
            return
        self._run(data, path.name)

    def _run(self, data: bytes, name: str) -> None:
        day = self.as_of()
        if day is None:
            self._say(f"监测日“{self.day.text()[:20]}”不是日期，请写成 2026-12-31 的样子。", "stop")
            return
        project = self.session.project
        self._say("正在重新测算并对照……", "strong")
        self.start.setEnabled(False)

        def stopped(words: str) -> None:
            self.start.setEnabled(True)
            self._say(words, "stop")

        self.work.run(
            "正在对照质押时快照", _monitored, project, data, name, day, then=lambda found: self._show(project, found), failed=stopped
        )

    def _show(self, project: Project, found: "Monitored") -> None:
        self._about, self.found = project, found
        self.start.setEnabled(True)
        self.paper.setEnabled(True)
        watch = found.watch
        fall = "" if not watch.fall else f"，{'下降' if watch.fall > 0 else '上升'} {in_percent(abs(watch.fall), 1)}"
        words = f"{COLOURS[watch.worst]}：质押数据价值 {wan(watch.value_before, 1)} → {wan(watch.value_now, 1)} 万元{fall}"
        self._say(words, _TONES[watch.worst] if watch.worst != "grey" else "attention")
        self.against.setText(f"监测日 {watch.as_of.isoformat()}，对照 {found.snapshot}。质押时的快照与现在的项目用同一程序测算，未经评估。")
        self.lights.show_lines([_light(number, one) for number, one in enumerate(gathered(watch.lights))])
        self.lights.show()
        self._show_changes([Line(number, (one.what, one.before, one.now)) for number, one in enumerate(watch.changes)])
        if not watch.changes:
            self.against.setText(f"{self.against.text()}与质押时相比没有变化。")
        self.refresh()

    def _show_changes(self, lines: Any) -> None:
        self.changes.show_lines(lines)
        self.changes.setVisible(bool(lines))
        self.changes_head.setVisible(bool(lines))

    def _say(self, words: str, role: str) -> None:
        self.state.setText(words)
        self.state.show()
        pieces.set_role(self.state, role)

    # --- files ----------------------------------------------------------------------------------

    def save_paper(self, out: Path) -> None:
        """The one-page report of what was found."""
        from gzvalue.actions.monitor import write_report  # brings the typesetter

        found = self.found
        if found is not None:
            out = _named(out, ".pdf")
            self.work.run(f"正在写 {out.name}", _written, write_report, found, out,
                          then=lambda pages: self.said.emit(f"已保存贷后监测数据表 {out.name}，{pages} 页", str(out)))  # fmt: skip

    def save_calendar(self, out: Path) -> None:
        """What is due as a calendar file."""
        from gzvalue.actions.monitor import write_due_dates

        out, due, name = _named(out, ".ics"), self._shown_due or (), self.session.project.enterprise.name or ""
        self.work.run(f"正在写 {out.name}", _written, write_due_dates, due, name, out,
                      then=lambda count: self.said.emit(f"已保存日历文件 {out.name}，{count} 项", str(out)))  # fmt: skip

    def _ask_snapshot(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择质押时的冻结数据", str(self.session.path.parent), "冻结数据 (*.json)")
        if name:
            self.run_against(Path(name))

    def _ask_paper(self) -> None:
        self._ask("保存贷后监测数据表", "贷后监测数据表.pdf", "PDF 文件 (*.pdf)", self.save_paper)

    def _ask_calendar(self) -> None:
        self._ask("保存到期事项", "贷后日历.ics", "日历文件 (*.ics)", self.save_calendar)

    def _ask(self, title: str, proposed: str, kind: str, then: Callable[[Path], None]) -> None:
        name, _ = QFileDialog.getSaveFileName(self, title, str(self.session.path.parent / proposed), kind)
        if name:
            then(Path(name))


def _light(number: int, one: Light) -> Line:
    return Line(
        number,
        (f"{_MARKS[one.colour]} {one.state}", one.name, one.words, one.action or "—"),
        tone="" if one.colour == "green" else _TONES[one.colour],
    )


def _named(out: Path, suffix: str) -> Path:
    return out if out.suffix.lower() == suffix else out.with_name(out.name + suffix)


def _monitored(project: Project, data: bytes, name: str, day: date, *, progress: Progress) -> "Monitored":
    """In the work thread: both are valued anew."""
    from gzvalue.actions.monitor import monitored, thawed

    progress(0, 0, "正在对照质押时快照")
    return monitored(project, thawed(data, name), day)


def _written(write: Callable[..., int], *arguments: Any, progress: Progress) -> int:
    progress(0, 0, "")
    return write(*arguments)
