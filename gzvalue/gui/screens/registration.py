"""登记材料: choose a registry and a data set, copy each field, see what is missing, make the package."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QSizePolicy, QSplitter, QWidget

from gzvalue.actions.register import Registered, Wanted, chosen, make_kits_of_file
from gzvalue.errors import UserError
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.pieces import button, caption, clear, column, label, row, scrolled, section
from gzvalue.gui.screens.registration_field import FieldCard
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.gui.work import Work
from gzvalue.registries.filling import automatic_text
from gzvalue.registries.gathered import Case, Gathered, case_of
from gzvalue.registries.kit import Kit, kit_of
from gzvalue.registries.known import registries, shipped
from gzvalue.registries.materials import AT_HAND, EXPIRED, MISSING
from gzvalue.registries.registry import Registry, RegistryForm
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.edit import Entry
from gzvalue.schema.registration_forms import RegistrationEntry

_TONES = {AT_HAND: "good", MISSING: "stop", EXPIRED: "stop"}
_WIDE, _LOW = 760, 380


class RegistrationPage(QWidget):
    """Fields with copy buttons on the left, materials and the package on the right.

    Signals:
        said(text, path): a quiet line; ``path`` becomes a link.
        go_to(form, id, key): show that datum.
    """

    said = Signal(str, str)
    go_to = Signal(str, int, str)

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._work = session, work
        self._stale = True
        self._sized = False
        self._made_for: object = None
        self._source: Path | None = None
        self._sample: dict[int, Any] = {}
        self.cards: dict[str, FieldCard] = {}
        self.registry_box, self.form_box, self.data_set_box = QComboBox(), QComboBox(), QComboBox()
        for box, name in ((self.registry_box, "登记"), (self.form_box, "申请表"), (self.data_set_box, "数据集")):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verdict = label("", "strong")
        self.note = caption("")
        self.materials = FiguresTable(
            "材料清单",
            [Column("状态", width=72), Column("材料", wide=True), Column("附件或办法", wide=True)],
            empty="这份申请表没有材料要求。",
            sortable=False,
        )
        self.materials.setMinimumHeight(56)
        self.heading = section("材料与样例")
        self.sample = caption("")
        self.source_words = caption("")
        self.source_button = button(
            "数据文件…", self.choose_source, kind="quiet", tip="从数据文件抽取已遮盖的样例行，并计算文件指纹；文件本身不改动、不复制"
        )
        self.scope_box = QComboBox()
        self.scope_box.setAccessibleName("生成范围")
        self.make_button = button(
            "生成材料包…", self.make, kind="primary", tip="申请表 PDF 与 Excel、填报文字、材料清单、数据样例、存证指纹"
        )
        self.fields = QWidget()
        self._list = column(gap=S, margins=(0, 0, M, 0))
        self.fields.setLayout(self._list)
        self._area = scrolled(self.fields)
        self._area.setMinimumWidth(320)
        right = QWidget()
        side = column(self.heading, self.materials, self.sample, gap=S, margins=(M, 0, 0, 0))
        side.setStretchFactor(self.materials, 1)
        side.addLayout(row(self.source_button, self.source_words, None))
        side.addLayout(row(self.scope_box, self.make_button, None))
        right.setLayout(side)
        right.setMinimumWidth(240)
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(self._area)
        self.halves.addWidget(right)
        self.halves.setStretchFactor(0, 3)
        self.halves.setStretchFactor(1, 2)
        whole = column(gap=S, margins=(0, M, 0, 0))
        whole.addLayout(row(self.registry_box, self.form_box, self.data_set_box))
        whole.addLayout(row(self.verdict, None))
        whole.addWidget(self.note)
        whole.addWidget(self.halves, 1)
        self.setLayout(whole)
        self.setMinimumHeight(190)
        self.registry_box.activated.connect(lambda _n: self._registry_chosen())
        self.form_box.activated.connect(lambda _n: self.refresh())
        self.data_set_box.activated.connect(lambda _n: self._forget_source())
        session.changed.connect(self._changed)

    # --- what is chosen ------------------------------------------------------------------------

    @property
    def registry(self) -> Registry | None:
        """The scheme that is chosen."""
        found: Registry | None = self.registry_box.currentData()
        return found

    @property
    def form(self) -> RegistryForm | None:
        """The form that is chosen."""
        found: RegistryForm | None = self.form_box.currentData()
        return found

    @property
    def data_set(self) -> DataSet | None:
        """The data set that is chosen, as it is now."""
        record = self.session.record("data_set", self.data_set_box.currentData() or 0)
        return record if isinstance(record, DataSet) else None

    def choose(self, registry: str, form: str = "", code: str = "") -> None:
        """Show a form of a registry for a data set."""
        self._fill_boxes()
        for number in range(self.registry_box.count()):
            if self.registry_box.itemData(number).name == registry:
                self.registry_box.setCurrentIndex(number)
        self._fill_forms()
        for number in range(self.form_box.count()):
            if self.form_box.itemData(number).name == form:
                self.form_box.setCurrentIndex(number)
        one = self.session.project.by_code["data_set"].get(code)
        if one is not None:
            self.data_set_box.setCurrentIndex(self.data_set_box.findData(one.id))
        self.refresh()

    def _registry_chosen(self) -> None:
        self._fill_forms()
        self.refresh()

    def _forget_source(self) -> None:
        self._source = None
        self.refresh()

    def _fill_boxes(self) -> None:
        if not self.registry_box.count():
            for one in self._registries():
                self.registry_box.addItem(one.short, one)
            self._fill_forms()
        rows = self.session.project.rows["data_set"]
        told = [(id, f"{one.code or ''} {one.name or ''}".strip()) for id, one in rows.items() if isinstance(one, DataSet)]
        if told != [(self.data_set_box.itemData(n), self.data_set_box.itemText(n)) for n in range(self.data_set_box.count())]:
            kept = self.data_set_box.currentData()
            self.data_set_box.clear()
            for id, words in told:
                self.data_set_box.addItem(words, id)
            self.data_set_box.setCurrentIndex(max(self.data_set_box.findData(kept), 0))

    def _registries(self) -> tuple[Registry, ...]:
        """All registries; a wrong file in the user's folder is said, and only those shipped are offered."""
        try:
            return registries()
        except UserError as wrong:
            self.said.emit(str(wrong), "")
            return shipped()

    def _fill_forms(self) -> None:
        self.form_box.clear()
        if self.registry is not None:
            for form in self.registry.forms:
                self.form_box.addItem(form.label, form)

    # --- showing -------------------------------------------------------------------------------

    def case(self) -> Case | None:
        """What is being filled; ``None`` where there is nothing to register."""
        registry, form, one = self.registry, self.form, self.data_set
        if registry is None or form is None or one is None:
            return None
        gathered = Gathered(self.session.project)
        if form.per == "data_set":
            return case_of(gathered, registry, one)
        try:
            data_sets, _ = chosen(self.session.project, Wanted(registry, form))
        except UserError:
            return None
        return Case(gathered, registry, data_sets)

    def refresh(self) -> None:
        """Fill the form anew."""
        self._fill_boxes()
        case, form = self.case(), self.form
        batch = form is not None and form.per == "batch"
        self.data_set_box.setEnabled(not batch)
        self.source_button.setEnabled(not batch and case is not None)
        self.make_button.setEnabled(case is not None)
        if case is None or form is None:
            self.verdict.setText(
                "先在数据目录中列出数据集，才能准备登记材料。" if not batch else "没有可作为担保财产的数据集（须含经营权）。"
            )
            self.note.setText("")
            return
        kit = kit_of(case, form, self.session.project.head.as_of, self._document(case))
        self._show_note(kit)
        self._show_fields(kit)
        self._show_materials(kit)
        self._show_scope(form)

    def _document(self, case: Case) -> dict[str, Any] | None:
        """The newest measurement; read once."""
        record = case.gathered.measurements.get(case.data_set.code or "") if case.data_set is not None else None
        if record is None or not record.document:
            return None
        if record.id not in self._sample:
            self._sample = {record.id: json.loads(record.document)}
        found: dict[str, Any] = self._sample[record.id]
        return found

    def _show_note(self, kit: Kit) -> None:
        count = len(kit.faults)
        self.verdict.setText("可以提交：没有缺项和超长" if not count else f"提交前须处理 {count} 处")
        registry = kit.registry
        filer = "由质权人（银行）填报，这里是交给银行的文字。" if registry.filed_by == "银行" else ""
        checked = "" if registry.verified else "本登记的内容未经官方文本核对。"
        self.note.setText(f"{filer}{checked}{kit.form.form.note or registry.note}（“＊”为未与官方文本核对的字段）")
        self.note.setToolTip("\n".join([registry.label, registry.note, *(f"{s.title} {s.date} {s.note}" for s in registry.sources)]))

    def _show_fields(self, kit: Kit) -> None:
        key = (kit.registry.name, kit.registry.path, kit.form.form.name)
        asked = [one for one in kit.form.fields if one.field.kind != "system"]
        if self._made_for != key:
            self._made_for = key
            clear(self._list)
            self.cards = {}
            for one in asked:
                card = FieldCard(one)
                card.written.connect(self._write)
                card.go_to.connect(self.go_to)
                card.said.connect(lambda text: self.said.emit(text, ""))
                self.cards[one.field.key] = card
                self._list.addWidget(card)
            self._list.addStretch(1)
            self._area.verticalScrollBar().setValue(0)
            return
        for one in asked:
            self.cards[one.field.key].show_filled(one)

    def _show_materials(self, kit: Kit) -> None:
        lines = [
            Line(
                one.material.key,
                (one.state, one.material.label + ("" if one.material.required else "（可选）"), one.words),
                (),
                _TONES.get(one.state, ""),
            )
            for one in kit.materials
        ]
        self.materials.show_lines(lines)
        self.sample.setText(_sample_words(kit))
        self.source_words.setText(f"已选 {self._source.name}" if self._source else "")

    def _show_scope(self, form: RegistryForm) -> None:
        count = len(self.session.project.data_sets)
        words = ["整批一份"] if form.per == "batch" else ["当前数据集", f"全部拟登记的数据集（目录共 {count:,} 项）"]
        if [self.scope_box.itemText(n) for n in range(self.scope_box.count())] != words:
            kept = self.scope_box.currentIndex()
            self.scope_box.clear()
            self.scope_box.addItems(words)
            self.scope_box.setCurrentIndex(min(max(kept, 0), len(words) - 1))

    # --- what a person does ----------------------------------------------------------------------

    def _write(self, key: str, text: str) -> None:
        """Keep a text written by hand; an empty one, or the very text of the program, goes back to automatic."""
        case, form = self.case(), self.form
        if case is None or form is None:
            return
        code = (case.data_set.code or "") if case.data_set is not None else ""
        field = self.cards[key].filled.field
        known = case.gathered.entries.get((case.registry.name, form.name, code, key))
        if not text or text == automatic_text(case, form, key):
            if known is not None:
                self.session.remove("registration_entry", [known.id], f"“{field.label}”恢复自动填写")
            else:
                self.refresh()
            return
        label_of = f"填写 {code} 登记表“{field.label}”"
        if known is not None:
            self.session.enter([Entry("registration_entry", known.id, "text", text)], label_of)
            return
        row_of = {"registry": case.registry.name, "form_name": form.name, "field": key, "text": text}
        self.session.add(RegistrationEntry.form.name, [row_of | ({"data_set": code} if code else {})], label_of)

    def choose_source(self) -> None:
        """Ask for the data file of this data set."""
        name, _ = QFileDialog.getOpenFileName(self, "选择数据文件（只读）", str(self.session.path.parent))
        if name:
            self._source = Path(name)
            self.refresh()

    def make(self) -> None:
        """Ask for a folder and make the package beside the window."""
        folder = QFileDialog.getExistingDirectory(self, "材料包放到哪个文件夹", str(self.session.path.parent))
        if folder:
            self.make_into(Path(folder))

    def make_into(self, folder: Path) -> None:
        """Make the package in a folder."""
        registry, form, one = self.registry, self.form, self.data_set
        if registry is None or form is None or one is None:
            return
        every = form.per == "batch" or self.scope_box.currentIndex() == 1
        wanted = Wanted(registry, form, () if every else (one.code or "",), None if every else self._source)
        self.make_button.setEnabled(False)
        self._work.run("正在生成登记材料", make_kits_of_file, self.session.path, wanted, folder, then=self._done, failed=self._failed)

    def _done(self, made: Registered) -> None:
        self.make_button.setEnabled(True)
        ready = sum(one.kit.ready for one in made.kits)
        skipped = f"，未生成 {len(made.skipped)} 项" if made.skipped else ""
        more = f"；{made.notices[0]}" if made.notices else ""
        self.said.emit(f"已生成登记材料 {len(made.kits)} 份，其中 {ready} 份可直接提交{skipped}{more}", str(made.folder))

    def _failed(self, words: str) -> None:
        self.make_button.setEnabled(True)
        self._work.failed.emit(words)

    def show_place(self, id: int) -> None:
        """The form and field of a text written by hand."""
        entry = self.session.record("registration_entry", id)
        if isinstance(entry, RegistrationEntry):
            self.choose(entry.registry or "", entry.form_name or "", entry.data_set or "")
            card = self.cards.get(entry.field or "")
            if card is not None:
                card.focus()

    # --- following the project ---------------------------------------------------------------------

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below each other where the window is narrow."""
        super().resizeEvent(event)
        wanted = Qt.Orientation.Horizontal if event.size().width() >= _WIDE else Qt.Orientation.Vertical
        if self.halves.orientation() != wanted or not self._sized:
            self._sized = True
            self.halves.setOrientation(wanted)
            whole = event.size().width() if wanted == Qt.Orientation.Horizontal else event.size().height()
            self.halves.setSizes([int(whole * 0.58), int(whole * 0.42)])
        for extra in (self.note, self.heading, self.sample):
            extra.setVisible(event.size().height() >= _LOW)


def _sample_words(kit: Kit) -> str:
    if not kit.code:
        return ""
    sample = (
        "数据样例：各列取值样例（来自实测，已遮盖）" if kit.sample is not None else "数据样例：没有，先测量数据，或在生成时给出数据文件"
    )
    found = kit.fingerprint
    return f"{sample}。存证指纹：{f'SHA-256 {found.sha256[:16]}…' if found and found.sha256 else '没有'}。"
