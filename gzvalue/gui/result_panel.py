"""测算结果（未经评估）: what the inputs give at this moment, beside every step. No loan in sight here."""

from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.charts.radar import Radar, Series
from gzvalue.gui.charts.ranking import Ranked, RankingBars
from gzvalue.gui.charts.structure import Part, StructureBar
from gzvalue.gui.figure import NONE, FigureDoor, wan
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import FIGURE, L, M, S
from gzvalue.gui.trace import BareInputs
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.scoring_forms import DIMENSIONS
from gzvalue.valuation.backing import Datum, backing
from gzvalue.valuation.figures import total_step
from gzvalue.valuation.result import DataSetScore, Valuation

WIDTH = 280
_SHOWN = 5
_CROSS = "交叉验证"
_PAUSE = 250  # milliseconds after the last edit until the evidence is counted: that looks through every step


class ResultPanel(QWidget):
    """The value, how it is made up, and how well it is backed; true to the last finished input.

    Signals:
        go(form, id, key): a datum is asked for.
        trace_asked(step): the derivation of a figure is asked for.
    """

    go = Signal(str, int, str)
    trace_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self.setAccessibleName("测算结果（未经评估）")
        self._total = FigureDoor(FIGURE, bold=True)
        self._total.clicked.connect(self._trace_total)
        self._split = pieces.caption("")
        self._empty = pieces.caption("填好评估单元、成本和收益后，这里随时显示测算结果。")
        self._by_method = QGridLayout()
        self._by_method.setHorizontalSpacing(S)
        self._by_method.setVerticalSpacing(2)
        self._by_method.setColumnStretch(0, 1)
        self._methods: list[tuple[QLabel, QLabel, QLabel]] = []
        self._structure = StructureBar("价值构成，按评估单元", "万元")
        self._structure.chosen.connect(lambda unit: self.go.emit("valuation_unit", unit, ""))
        self._ranking = RankingBars("数据集价值排名", "万元", most=_SHOWN)
        self._ranking.chosen.connect(lambda one: self.go.emit("data_set", one, ""))
        self._radar = Radar("综合评分，各维度平均", tuple(DIMENSIONS.values()), height=176)
        self._bare: tuple[Datum, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._show_backing)
        self._backing = pieces.button("", self._show_bare, kind="link")
        self._build()
        session.changed.connect(self._changed)

    def _build(self) -> None:
        box = pieces.column(gap=S, margins=(L, L, L, L))
        box.addWidget(pieces.section("测算结果（未经评估）"))
        box.addWidget(self._total)
        box.addWidget(self._split)
        box.addWidget(self._empty)
        box.addLayout(self._by_method)
        self._parts: dict[str, QWidget] = {}
        for name, title, picture in (
            ("structure", "价值构成（万元）", self._structure),
            ("ranking", "价值最高的数据集（万元）", self._ranking),
            ("radar", "综合评分（各维度平均）", self._radar),
        ):
            holder = QWidget()
            holder.setLayout(pieces.column(pieces.label(title, "label"), picture, gap=6, margins=(0, M, 0, 0)))
            self._parts[name] = holder
            box.addWidget(holder)
        box.addSpacing(S)
        box.addWidget(self._backing)
        self.setLayout(box)

    # --- up to date -----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up on what changed while folded away."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the present valuation and scores."""
        self._stale = False
        valuation = self._session.valuation
        valued = any(unit.value is not None for unit in valuation.units)
        self._show_total(valuation, valued)
        self._show_methods(valuation, valued)
        self._show_pictures(valuation)
        self._pause.start()

    def _show_total(self, valuation: Valuation, valued: bool) -> None:
        self._total.set_open(valued and total_step(valuation) is not None)
        self._total.set_figure(wan(valuation.total) if valued else NONE, "万元", name="合计")
        self._split.setText(f"可转让 {wan(valuation.transferable)} · 内部 {wan(valuation.internal)}" if valued else "")
        self._split.setVisible(valued and bool(valuation.transferable or valuation.internal))
        self._empty.setVisible(not valued)
        if valuation.stopped:
            self._empty.setText(valuation.stopped)
            self._empty.setVisible(True)

    def _show_methods(self, valuation: Valuation, valued: bool) -> None:
        lines = _method_lines(valuation) if valued else []
        if [line[0] for line in lines] != [line[0].text() for line in self._methods]:
            self._lay_out_methods(lines)
        for labels, texts in zip(self._methods, lines, strict=True):
            for label, text in zip(labels, texts, strict=True):
                if label.text() != text:
                    label.setText(text)

    def _lay_out_methods(self, lines: list[tuple[str, str, str]]) -> None:
        while (item := self._by_method.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._methods = []
        for number, line in enumerate(lines):
            quiet = "caption" if line[0].startswith(_CROSS) else ""
            made = (pieces.label(line[0], quiet), pieces.label("", quiet), pieces.label("", "caption"))
            for column, label in enumerate(made):
                self._by_method.addWidget(label, number, column, Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag(0))
            self._methods.append(made)

    def _show_pictures(self, valuation: Valuation) -> None:
        units = sorted(((unit.value, unit) for unit in valuation.units if unit.value), key=_first, reverse=True)
        parts = [Part(unit.id, unit.name or unit.code, value, wan(value)) for value, unit in units[:_SHOWN]]
        self._structure.show_parts([*parts, *(Part(unit.id, "", value, "") for value, unit in units[_SHOWN:])])
        self._parts["structure"].setVisible(bool(units))
        valued = sorted(((one.value, one) for one in valuation.data_sets if one.value), key=_first, reverse=True)
        top = [Ranked(one.id, f"{one.code} {one.name}", value, wan(value)) for value, one in valued[:_SHOWN]]
        self._ranking.show_rows(top, of=len(valued))
        self._parts["ranking"].setVisible(bool(valued))
        scored = self._session.scores.data_sets
        if scored:
            self._radar.show_series([Series(f"{len(scored)} 项已评分数据集", _average(scored))])
        self._parts["radar"].setVisible(bool(scored))

    def _show_backing(self) -> None:
        found = backing(self._session.project, self._session.valuation.steps)
        self._backing.setVisible(found.percent is not None)
        bare = f"，{len(found.bare)} 项输入还没有证据 ›" if found.bare else ""
        self._backing.setText(f"依据齐备 {found.percent} %{bare}")
        self._bare = found.bare

    # --- doors ----------------------------------------------------------------------------------

    def _trace_total(self) -> None:
        step = total_step(self._session.valuation)
        if step is not None:
            self.trace_asked.emit(step)

    def _show_bare(self) -> None:
        if self._bare:
            BareInputs(self._session, self._bare, self.go.emit, self.window()).show()


def _first(pair: tuple[Decimal, object]) -> Decimal:
    return pair[0]


def _average(scored: tuple[DataSetScore, ...]) -> tuple[Decimal | None, ...]:
    found: list[Decimal | None] = []
    for key in DIMENSIONS:
        values = [one.dimensions[key] for one in scored if key in one.dimensions]
        found.append(sum(values, Decimal(0)) / len(values) if values else None)
    return tuple(found)


def _method_lines(valuation: Valuation) -> list[tuple[str, str, str]]:
    """Name, amount and share of each main method, then of each cross-check with its distance."""
    lines = []
    for method, value in valuation.by_method.items():
        if value:
            lines.append((method, wan(value), in_percent(value / valuation.total) if valuation.total else ""))
    for method, value in valuation.cross_check.items():
        checked = valuation.checked.get(method)
        difference = f"差 {in_percent(abs(value - checked) / checked, 0)}" if checked else ""
        lines.append((f"{_CROSS} {method}", wan(value), difference))
    return lines
