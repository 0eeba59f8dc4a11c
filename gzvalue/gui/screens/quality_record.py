"""The measurings of one data set: which one is shown, which version of the data it was, what may be done with it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gzvalue.actions.dictionary import dictionary_draft
from gzvalue.gui.figure import FigureDoor
from gzvalue.gui.pieces import button, caption, column, row
from gzvalue.gui.screens.quality_matching import DictionaryDialog
from gzvalue.gui.screens.quality_result import ResultView
from gzvalue.gui.session import Session
from gzvalue.gui.short_text import OneLine
from gzvalue.gui.tokens import BODY, M, S
from gzvalue.gui.trace import show_trace
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.edit import Entry
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.measurement_form import RAW, REGISTERED, MeasurementRecord
from gzvalue.valuation.evaluate_adjustment import BY_QUALITY
from gzvalue.valuation.result import Step

_UNSAID = "版本未注明"


class RecordView(QWidget):
    """A head with the data set, its measurings and δ; the result below.

    Signals:
        said(text): a quiet line.
        step(key), go_to(form, id, key): another place is wanted.
        rules_wanted(): a dimension that needs rules was clicked.
    """

    said = Signal(str)
    step = Signal(str)
    go_to = Signal(str, int, str)
    rules_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._data_set: DataSet | None = None
        self._records: list[MeasurementRecord] = []
        self.title = OneLine("section")
        self.which = QComboBox()
        self.which.setAccessibleName("哪一次测量")
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(14)
        self.which.activated.connect(lambda _n: self._show())
        self.version = QComboBox()
        self.version.setAccessibleName("所测版本")
        self.version.addItems([_UNSAID, RAW, REGISTERED])
        self.version.setToolTip("测的是原始数据，还是拟登记的（匿名化后的）版本")
        self.version.activated.connect(lambda _n: self._set_version())
        self.remove_button = button("删除", self._remove, kind="quiet", tip="删除这次测量的记录，可撤销；数据文件不受影响")
        self.delta = FigureDoor(BODY, bold=True)
        self.delta.clicked.connect(self._trace)
        self.delta_words = caption("", wrap=False)
        self.use_button = button(
            "用作 δ",
            self._use,
            kind="quiet",
            tip="成本法中这个数据集的价值调整系数 δ 改按实测质量计算（δ＝Σ 权重×得分，只取已测维度），可撤销",
        )
        self.weights_button = button("权重…", lambda: self.go_to.emit("quality_weights", 1, ""), kind="link")
        self.result = ResultView()
        self.result.said.connect(self.said)
        self.result.rights_wanted.connect(lambda: self.step.emit("rights"))
        self.result.rules_wanted.connect(self.rules_wanted)
        head = row(self.title, self.which, self.version, self.remove_button, gap=S)
        head.setStretch(0, 3)
        head.setStretch(1, 2)
        delta = QWidget()
        delta.setLayout(row(self.delta_words, self.delta, self.use_button, self.weights_button, None, gap=S))
        self.result.put_under_share(delta)
        box = column(gap=S, margins=(0, M, 0, 0))
        box.addLayout(head)
        box.addWidget(self.result, 1)
        self.setLayout(box)

    @property
    def shows(self) -> bool:
        """Whether there is a measurement to show."""
        return bool(self._records)

    @property
    def document(self) -> Mapping[str, Any] | None:
        """The JSON shown."""
        return self.result.document if self.shows else None

    def show_data_set(self, one: DataSet | None) -> None:
        """Show a data set's measurings, the newest in front; the one chosen stays while it is there."""
        chosen = self.which.currentData() if self._data_set is not None and one is not None and self._data_set.id == one.id else None
        newest_before = self._records[0].id if self._records else None
        self._data_set = one
        code = None if one is None else one.code
        kept = [record for record in self.session.project.measurements if record.data_set == code and record.document]
        self._records = list(reversed(kept)) if one is not None else []
        with QSignalBlocker(self.which):
            self.which.clear()
            for record in self._records:
                self.which.addItem(f"{(record.measured_at or '')[:16].replace('T', ' ')}　{record.source_name or ''}", record.id)
            stays = chosen is not None and chosen != newest_before
            self.which.setCurrentIndex(max(0, self.which.findData(chosen)) if stays else 0)
        self._show()

    def _record(self) -> tuple[MeasurementRecord | None, MeasurementRecord | None]:
        """The measuring shown, and the one before it."""
        at = self.which.currentIndex()
        if not 0 <= at < len(self._records):
            return None, None
        return self._records[at], self._records[at + 1] if at + 1 < len(self._records) else None

    def _show(self) -> None:
        shown, before = self._record()
        one = self._data_set
        self.title.setText("" if one is None else f"{one.code} {one.name or ''}")
        self.title.setToolTip(self.title.text())
        if shown is None or one is None:
            self.result.show_record(None)
            return
        with QSignalBlocker(self.version):
            self.version.setCurrentIndex(max(0, self.version.findText(shown.version or _UNSAID)))
        self.result.show_record(shown, before)
        self._show_delta(one)

    # --- δ ------------------------------------------------------------------------------------------

    def _step(self) -> Step | None:
        one = self._data_set
        found = [step for step in self.session.valuation.steps if one is not None and step.about == ("data_set", one.id)]
        return next((step for step in found if step.id.endswith("/成本法/价值调整系数")), None)

    def _show_delta(self, one: DataSet) -> None:
        by_quality = one.adjustment_by == BY_QUALITY
        step = self._step() if by_quality else None
        self.delta.setVisible(step is not None)
        self.weights_button.setVisible(by_quality)
        self.use_button.setVisible(not by_quality)
        if step is not None:
            assert not isinstance(step.value, tuple)
            self.delta.set_figure(in_percent(step.value, 1), "", name="价值调整系数 δ（实测质量）")
        self.delta_words.setText(
            "δ（成本法）按实测质量" + ("：" if step is not None else "，尚未得出") if by_quality else "δ（成本法）未取自实测质量"
        )

    def _trace(self) -> None:
        step = self._step()
        if step is not None:
            show_trace(self, self.session, step, self.go_to.emit)

    def _use(self) -> None:
        if self._data_set is not None:
            self.session.enter(
                [Entry("data_set", self._data_set.id, "adjustment_by", BY_QUALITY)], f"{self._data_set.code} 的 δ 按实测质量"
            )

    # --- the record ---------------------------------------------------------------------------------

    def _set_version(self) -> None:
        shown, _ = self._record()
        if shown is not None:
            text = "" if self.version.currentIndex() == 0 else self.version.currentText()
            self.session.enter([Entry("measurement", shown.id, "version", text)], f"{shown.data_set} 所测版本：{text or '不注明'}")

    def _remove(self) -> None:
        shown, _ = self._record()
        if shown is not None:
            self.session.remove("measurement", [shown.id], f"删除 {shown.data_set} 的一次测量")

    def make_dictionary(self) -> None:
        """A draft of the field dictionary from this measurement; taken by one edit."""
        one, document = self._data_set, self.document
        if one is None or one.code is None or document is None:
            return
        draft = dictionary_draft(self.session.project, one.code, document)
        if not (draft.new or draft.filled or draft.differing):
            self.said.emit(f"{one.code} 的字段字典与数据相符，没有要补的")
            return
        dialog = DictionaryDialog(draft, f"{one.code} {one.name or ''}", self.window())
        if dialog.exec() and self.session.apply(draft.edit(self.session.project, overwrite=dialog.overwrite.isChecked())):
            self.said.emit(f"字段字典已写入：新增 {len(draft.new)} 个字段，补填 {len(draft.filled)} 处")
