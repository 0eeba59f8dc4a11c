"""Measuring: choose or drop files for data sets, watch the queue, read what was found."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QSplitter, QStackedLayout, QWidget

from gzvalue.actions.match_files import Match, proposed
from gzvalue.actions.measure_job import Job, Outcome, keeping
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.measuring import FAILED, Entry, MeasureQueue
from gzvalue.gui.pieces import EmptyPicture, EmptyState, button, column, label, row
from gzvalue.gui.screens.quality_matching import MatchDialog
from gzvalue.gui.screens.quality_record import RecordView
from gzvalue.gui.screens.quality_strip import QueueStrip
from gzvalue.gui.screens.quality_words import percent
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.gui.work import Work
from gzvalue.schema import edit as edits
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.edit import Edit
from gzvalue.schema.measurement_form import QualityRules
from gzvalue.schema.quality_scores import DECLARED, DIMENSIONS, MEASURED, QualityScores, quality_scores

_FILES = (
    "数据或测量结果 (*.csv *.tsv *.txt *.xlsx *.xls *.xlsm *.xlsb *.ods *.et *.parquet *.jsonl *.ndjson *.json *.sqlite *.db);;所有文件 (*)"
)
_SHORT = {
    "conformity": "规范",
    "completeness": "完整",
    "accuracy": "准确",
    "consistency": "一致",
    "timeliness": "时效",
    "accessibility": "可访问",
}
_HEADS = (
    Column("编号"), Column("数据名称", wide=True), *(Column(_SHORT[key], numeric=True, help=name) for key, name in DIMENSIONS.items()),
    Column("状态"), Column("所测数据"), Column("行数", numeric=True),
)  # fmt: skip
_BESIDE, _LOW, _LOW_LIST, _VERY_LOW = 1180, 560, 680, 400


class MeasuredPage(QWidget):
    """All data sets with what was measured of them above, the current one's result below.

    Signals:
        said(text, path): a quiet line.
        step(key): another step is wanted.
        go_to(form, id, key): a datum is wanted.
    """

    said = Signal(str, str)
    step = Signal(str)
    go_to = Signal(str, int, str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._work = work
        self.queue = MeasureQueue(self)
        self.queue.measured.connect(self._take)
        self.sources: dict[int, str] = {}
        self._lines: dict[int, tuple[DataSet, QualityScores, Line]] = {}
        self.setAcceptDrops(True)
        self.file_button = button("测量文件…", self.choose_file, kind="primary", tip="为选中的数据集选择数据文件；也可把文件拖到它的行上")
        self.folder_button = button("匹配文件夹…", self.choose_folder, tip="按名称把文件夹里的文件对应到各数据集，一次测量")
        self.other_button = button("其他来源")
        self.other_button.setMenu(self._other_sources())
        self.rules_button = button("规则…", self.edit_rules, tip="范围、允许值、格式、跨列表达式、引用、时效")
        self.dictionary_button = button(
            "字段字典…", lambda: self.record.make_dictionary(), tip="由这次测量生成字段字典的草稿，列出新增和不同，确认后写入，可撤销"
        )
        self.bad_button = button("坏单元格 Excel…", self.write_bad_cells, tip="全部坏单元格列成清单，并把有问题的行涂色；个人信息已遮盖")
        self.strip = QueueStrip(self.queue)
        self.lost = label("", "attention")
        self.lost_button = button("删除这些记录", self.remove_lost, kind="quiet", tip="可撤销；数据文件不受影响")
        self.table = FiguresTable("各数据集的质量", _HEADS, empty="还没有数据集")
        self.table.current.connect(lambda _key: self._show_current())
        self.table.opened.connect(lambda _key: self.choose_file())
        self.record = RecordView(session)
        self.record.said.connect(lambda text: self.said.emit(text, ""))
        self.record.step.connect(self.step)
        self.record.go_to.connect(self.go_to)
        self.record.rules_wanted.connect(self.edit_rules)
        self._empty = EmptyState(
            "为这个数据集选择文件，或把文件拖到它的行上：逐格计数，得到有分子分母的质量分、坏单元格和指纹。数据不离开这台电脑，也不会被改动。",
            "测量文件…", self.choose_file, EmptyPicture(),
        )  # fmt: skip
        self._no_sets = EmptyState(
            "还没有数据集。先在数据目录登记，再回到这里测量它们的数据文件。", "到数据目录", lambda: self.step.emit("catalogue")
        )
        for item in (self._no_sets, self.lost, self.lost_button):
            item.hide()  # until asked: the first layout must not make a low window higher
        lower = QWidget()
        self._pages = QStackedLayout(lower)
        for page in (self._empty, self.record):
            self._pages.addWidget(page)
        lower.setMinimumHeight(84)
        self.halves = QSplitter(Qt.Orientation.Vertical)
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(self.table)
        self.halves.addWidget(lower)
        self.halves.setSizes([300, 420])
        self.table.setMinimumSize(240, 72)
        box = column(gap=S, margins=(0, M, 0, 0))
        box.addLayout(
            row(self.file_button, self.folder_button, self.other_button, self.rules_button, None, self.dictionary_button, self.bad_button)
        )
        box.addWidget(self.strip)
        box.addLayout(row(self.lost, self.lost_button, None))
        box.addWidget(self.halves, 1)
        box.addWidget(self._no_sets, 1)
        self.setLayout(box)

    def _other_sources(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("同形文件的文件夹（合并测量）…").triggered.connect(lambda: self.choose_same_shaped())
        menu.addAction("导入在服务器上测得的结果…").triggered.connect(lambda: self.choose_result())
        menu.addAction("数据库中的表…").triggered.connect(lambda: self.choose_table())
        return menu

    # --- what is shown ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Follow the Session."""
        scores = quality_scores(self.session.project)
        sets = [one for one in self.session.project.data_sets if one.code]
        self.halves.setVisible(bool(sets))
        self._no_sets.setVisible(not sets)
        for item in (self.file_button, self.folder_button, self.other_button, self.rules_button):
            item.setEnabled(bool(sets))
        self.table.show_lines([self._line(one, scores[one.code]) for one in sets if one.code])
        self._show_lost()
        if sets and self.table.current_key() is None:
            self.table.select(sets[0].id)
        self._show_current()

    def _lost(self) -> dict[str, list[int]]:
        """Measurings and rules of data sets that are no longer in the catalogue, by form."""
        known = self.session.project.by_code["data_set"]
        project = self.session.project
        stood = {
            "measurement": [(one.id, one.data_set) for one in project.measurements],
            "quality_rules": [(one.id, one.data_set) for one in project.quality_rules],
        }
        return {form: ids for form, rows in stood.items() if (ids := [id for id, data_set in rows if data_set not in known])}

    def _show_lost(self) -> None:
        count = sum(map(len, self._lost().values()))
        self.lost.setText(f"有 {count} 条测量记录或规则属于目录中已没有的数据集" if count else "")
        for item in (self.lost, self.lost_button):
            item.setVisible(bool(count))

    def remove_lost(self) -> None:
        """Remove what belongs to no data set, by one edit."""
        project = self.session.project
        steps: list[Edit] = []
        for form, ids in self._lost().items():
            steps.append(edits.remove(project, "", form, ids))
        self.session.apply(edits.combined("删除已没有数据集的测量记录", project, steps))

    def _line(self, one: DataSet, scores: QualityScores) -> Line:
        """A line is made anew only where its records are other ones: of a thousand one edit touches few."""
        known = self._lines.get(one.id)
        if known is None or known[0] is not one or known[1] is not scores:
            known = self._lines[one.id] = (one, scores, _line(one, scores))
        return known[2]

    def _show_current(self) -> None:
        one = self.current()
        self.record.show_data_set(one)
        self._pages.setCurrentWidget(self.record if self.record.shows else self._empty)
        for item in (self.dictionary_button, self.bad_button):
            item.setEnabled(self.record.shows)

    def current(self) -> DataSet | None:
        """The data set whose row is current."""
        key = self.table.current_key()
        found = self.session.record("data_set", key) if isinstance(key, int) else None
        return found if isinstance(found, DataSet) else None

    def select(self, code: str) -> None:
        """Make a data set current, by its code."""
        one = self.session.project.by_code["data_set"].get(code)
        if one is not None:
            self.table.select(one.id)

    # --- what a person does -------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for the current data set's file."""
        self._ask(lambda title: QFileDialog.getOpenFileName(self, title, self._folder(), _FILES)[0])

    def choose_same_shaped(self) -> None:
        """Ask for a folder whose files together are the current data set."""
        self._ask(lambda title: QFileDialog.getExistingDirectory(self, title, self._folder()))

    def choose_result(self) -> None:
        """Ask for what ``gzvalue measure -o`` wrote where the data lie."""
        self._ask(lambda title: QFileDialog.getOpenFileName(self, title, self._folder(), "测量结果 (*.json);;所有文件 (*)")[0])

    def _ask(self, ask) -> None:
        one = self.current()
        if one is None:
            self.said.emit("请先在表中选中一个数据集", "")
            return
        name = ask(f"{one.code} {one.name or ''}：选择数据")
        if name:
            self.measure([(one, Path(name))])

    def choose_folder(self) -> None:
        """Ask for a folder and propose which file belongs to which data set."""
        name = QFileDialog.getExistingDirectory(self, "选择放着各数据集文件的文件夹", self._folder())
        if name:
            self.match([Path(name)])

    def choose_table(self) -> None:
        """Ask for a table of a database; the password is asked for and never kept."""
        from gzvalue.gui.screens.quality_database import DatabaseDialog  # late: seldom wanted

        one = self.current()
        if one is None:
            self.said.emit("请先在表中选中一个数据集", "")
            return
        dialog = DatabaseDialog(self._work, one.name_for_people, self.window())
        if dialog.exec():
            address, password, table = dialog.answer()
            self.queue.add([self._job(one, address, password=password or None, sheet=table or None)])

    def match(self, paths: Sequence[Path]) -> None:
        """Files and folders to data sets by name: a proposal to be confirmed."""
        self._work.run("正在匹配文件", proposed, list(paths), self.session.project.data_sets, then=self._confirm)

    def _confirm(self, found: list[Match]) -> None:
        dialog = MatchDialog(found, self.session.project.data_sets, self.window())
        if dialog.exec():
            by_code = self.session.project.by_code["data_set"]
            pairs = [(by_code[code], path) for path, code in dialog.pairs()]
            self.measure([(one, path) for one, path in pairs if isinstance(one, DataSet)])

    def measure(self, pairs: Sequence[tuple[DataSet, Path]]) -> list[Entry]:
        """Put files into the queue."""
        return self.queue.add([self._job(one, str(path)) for one, path in pairs])

    def _job(self, one: DataSet, source: str, **more) -> Job:
        kept = self.session.project.by_code["quality_rules"].get(one.code or "")
        rules = kept if isinstance(kept, QualityRules) else None
        return Job(one, source, rules, self.session.path.absolute().parent, **more)

    def edit_rules(self) -> None:
        """The rules of the current data set."""
        from gzvalue.gui.screens.quality_rules import edit_rules  # late: seldom wanted

        one = self.current()
        if one is not None and edit_rules(self.session, one, self.record.document, self.window()):
            again = "；规则已改，请重新测量" if self.record.shows else ""
            self.said.emit(f"{one.code} 的规则已保存{again}", "")

    def write_bad_cells(self) -> None:
        """All bad cells of the current data set as a workbook; the data are read again for it."""
        from gzvalue.outputs.excel_bad_cells import FILE_NAME  # late, as above

        one = self.current()
        if one is None:
            return
        source = self.sources.get(one.id)
        if source is None or not Path(source).exists():
            source = QFileDialog.getOpenFileName(self, f"{one.code}：选择所测的数据文件", self._folder(), _FILES)[0]
        if not source:
            return
        place = str(Path(self._folder()) / f"{one.code} {FILE_NAME}")
        name = QFileDialog.getSaveFileName(self, "坏单元格 Excel 存为", place, "Excel (*.xlsx)")[0]
        if name:
            self.queue.add([self._job(one, source, bad_cells=Path(name))])

    def _folder(self) -> str:
        return str(self.session.path.parent)

    # --- what comes back ----------------------------------------------------------------------------

    def _take(self, entry: Entry, outcome: Outcome) -> None:
        one = self.session.record("data_set", entry.job.data_set.id)
        if not isinstance(one, DataSet) or not one.code:
            entry.state, entry.sentence = FAILED, "数据集在测量期间被删除，结果没有记入项目"
            return
        if "://" not in entry.job.source:
            self.sources[one.id] = entry.job.source
        cells = {**outcome.cells, "data_set": one.code}
        if entry.job.bad_cells is not None:
            self._say_written(entry, outcome, one)
            return
        if not self.session.apply(keeping(self.session.project, Outcome(one.code, cells))):
            entry.state, entry.sentence = FAILED, "测量完成，但没有写进项目文件；原因见窗口上方"
            return
        scores = quality_scores(self.session.project)[one.code]
        entry.sentence = f"{cells['rows']:,} 行 × {cells['columns']:,} 列；" + "，".join(
            f"{part.label} {percent(float(part.score))}" for part in scores.measured if part.score is not None
        )
        if not self.queue.busy:
            self.table.select(one.id)

    def _say_written(self, entry: Entry, outcome: Outcome, one: DataSet) -> None:
        written = outcome.written
        if written is None:
            return
        kept = quality_scores(self.session.project)[one.code or ""].measurement
        other = "" if kept is None or kept.sha256 == outcome.cells["sha256"] else "；所选文件与记录的不是同一份数据，请重新测量"
        entry.sentence = f"坏单元格 {written.total:,} 个，列出 {written.listed:,} 个{other}"
        self.said.emit(f"已写入 {written.path.name}：{entry.sentence}", str(written.path))

    # --- dropping -----------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The row under the pointer is the one that would take it."""
        one = self._row_at(event.position().toPoint())
        if one is not None:
            self.table.select(one.id)
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """One file on a row is that data set's; several, or beside the rows, are matched by name."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if not paths:
            return
        one = self._row_at(event.position().toPoint())
        if one is not None and len(paths) == 1:
            self.table.select(one.id)
            self.measure([(one, paths[0])])
        else:
            self.match(paths)

    def _row_at(self, point: QPoint) -> DataSet | None:
        viewport = self.table.viewport()
        inside = viewport.mapFrom(self, point)
        if not viewport.rect().contains(inside):
            return None
        number = self.table.rowAt(inside.y())
        key = self.table.lines[number].key if 0 <= number < len(self.table.lines) else None
        found = self.session.record("data_set", key) if isinstance(key, int) else None
        return found if isinstance(found, DataSet) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where the window is low and wide."""
        super().resizeEvent(event)
        size = event.size()
        beside = size.height() < _VERY_LOW or (size.height() < _LOW and size.width() >= _BESIDE)
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.halves.orientation() != wanted:
            self.halves.setOrientation(wanted)
            self.halves.setSizes([1, 1])
        self.strip.set_low(size.height() < _LOW_LIST, bare=size.height() < _VERY_LOW)
        if not beside and event.oldSize().height() != size.height():
            upper = int(size.height() * (0.3 if size.height() < _LOW_LIST else 0.38))
            self.halves.setSizes([upper, max(size.height() - upper, 1)])


def _line(one: DataSet, scores: QualityScores) -> Line:
    texts, sort = [one.code or "", one.name or ""], [one.code or "", one.name or ""]
    for part in scores.dimensions.values():
        value = None if part.score is None else float(part.score)
        texts.append("—" if value is None else percent(value) if part.source == MEASURED else f"申报 {value * 100:.0f}")
        sort.append(value)  # type: ignore[arg-type]
    kept = scores.measurement
    mark = f"{MEASURED} {len(scores.measured)}/{len(DIMENSIONS)}" if scores.measured else scores.mark
    name, rows = ("", None) if kept is None else (kept.source_name or "", kept.rows)
    tail = (mark, name, "" if rows is None else f"{rows:,}")
    tone = "" if scores.measured else "attention" if scores.mark.startswith(DECLARED) else "quiet"
    return Line(one.id, (*texts, *tail), (*sort, mark, name, rows), tone)
