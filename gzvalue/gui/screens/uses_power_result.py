"""Indicators and score of a kept profile; every figure is a door to its formula, inputs, window and source."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.charts.radar import Radar, Series
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.screens.uses_power_trace import show_indicator
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M
from gzvalue.power.assessment import Assessment
from gzvalue.power.authorisation import SELF_ONLY
from gzvalue.power.conventions import rules
from gzvalue.power.plain import CAVEAT
from gzvalue.power.scoring import Part
from gzvalue.power.words import decimal_of, figure, percent, shown
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.power_forms import PARTS, PowerAccount

_INDICATORS = (
    Column("指标", width=190), Column("值", numeric=True, width=110), Column("公式", wide=True, width=260), Column("窗口", width=200),
    Column("依据", width=110),
)  # fmt: skip
_PARTS = (
    Column("评分项", width=150), Column("权重", numeric=True, width=64), Column("得分", numeric=True, width=64), Column("换算与权重依据", wide=True, width=220),
)  # fmt: skip
_RADAR, _NARROW = 380, 860
_EMPTY = "选择企业的用电表格（电量、账单、违约记录），这里显示 20 项指标、评分与曲线。没有书面授权时只供企业自查。"


class ResultPage(QWidget):
    """The score in large figures, what must be looked into first, parts with a radar, then all indicators.

    Signals:
        go_to(form, id, key): show that datum.
    """

    go_to = Signal(str, int, str)

    def __init__(self, session: Session, on_choose: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.assessment: Assessment | None = None
        self.headline = pieces.label("", "title", wrap=True)
        self.about = pieces.caption("")
        self.mark = pieces.label("", "attention", wrap=True)
        self.mark_link = pieces.button(
            "填写书面授权", lambda: self.go_to.emit(PowerAccount.form.name, 1, "authorisation_number"), kind="link"
        )
        self.alarms = pieces.label("", "stop", wrap=True)
        self.outdated = pieces.label("", "attention", wrap=True)
        self.parts = FiguresTable("评分", _PARTS, fitted=True, sortable=False, doors=True)
        self.radar_place = QWidget()
        self.radar_place.setLayout(pieces.column())
        self.radar: Radar | None = None
        self.indicators = FiguresTable("用电指标", _INDICATORS, fitted=True, sortable=False, doors=True)
        self.parts.opened.connect(self._open)
        self.indicators.opened.connect(self._open)
        page = QWidget()
        box = pieces.column(gap=M, margins=(0, M, L, XL))
        for widget in (self.headline, self.about):
            box.addWidget(widget)
        box.addLayout(pieces.row(self.mark, self.mark_link, None, gap=M))
        for widget in (self.alarms, self.outdated):
            box.addWidget(widget)
        self.halves = pieces.row(self.parts, self.radar_place, gap=L)
        self.halves.setStretch(0, 1)
        self.halves.setAlignment(self.parts, Qt.AlignmentFlag.AlignTop)
        box.addWidget(pieces.section("评分"))
        box.addLayout(self.halves)
        box.addWidget(pieces.caption("总分＝Σ 权重 × 得分 ÷ Σ 已测各项权重；未测的项不计入。权重在“评分权重”中改。"))
        box.addWidget(pieces.section("指标（点击看怎么来的）"))
        box.addWidget(self.indicators)
        box.addWidget(pieces.caption(CAVEAT))
        box.addStretch(1)
        page.setLayout(box)
        self.area = pieces.scrolled(page)
        self.empty = pieces.EmptyState(_EMPTY, "选择用电表格…", on_choose, pieces.EmptyPicture())
        self.setLayout(pieces.column(self.area, self.empty))
        self.show_assessment(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little width the radar stands below the parts."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self.halves.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_assessment(self, found: Assessment | None) -> None:
        """Show a profile as it stands, or invite to make one."""
        self.assessment = found
        self.area.setVisible(found is not None)
        self.empty.setVisible(found is None)
        if found is None:
            return
        score = found.score
        total = "未能计分" if score.total is None else f"用电评分 {figure(score.total, 1)} 分"
        self.headline.setText(f"{total}　等级 {score.grade or '—'}")
        lines = "，".join(f"{name} ≥ {line}" for name, line in rules()["grades"] if line)
        self.about.setText(
            f"截至 {found.as_of}；读数 {found.first or '—'} 至 {found.last or '—'}，{found.rows:,} 条；按已测权重 {percent(score.measured, 0)} 计；{lines}"
        )
        lacking = found.authorisation.lacking
        self.mark.setText(f"{SELF_ONLY}：{'；'.join(lacking)}" if lacking else "")
        self.mark.setVisible(bool(lacking))
        self.mark_link.setVisible(bool(lacking))
        alarms = [*(f"否决事项：{one}" for one in score.vetoes), *score.signs]
        self.alarms.setText("\n".join(alarms))
        self.alarms.setVisible(bool(alarms))
        self.outdated.setText("\n".join(found.outdated))
        self.outdated.setVisible(bool(found.outdated))
        self._show_parts(found)
        self.indicators.show_lines([
            Line(one.code, (one.name, shown(one), one.formula if one.value is not None else one.why_not, one.window, one.source),
                 tone="" if one.value is not None else "quiet")
            for one in found.indicators
        ])  # fmt: skip

    def _show_parts(self, found: Assessment) -> None:
        weighed = {key: (own, reason) for key, own, reason in found.weighed}
        lines = [
            Line(rules()["scales"][part.key]["of"], (PARTS[part.key], _weight(part.weight), _points(part), _basis(part, *weighed[part.key])),
                 tone="" if part.points is not None else "quiet")
            for part in found.score.parts
        ]  # fmt: skip
        total = "—" if found.score.total is None else figure(found.score.total, 1)
        self.parts.show_lines([*lines, Line(None, ("合计", _weight(found.weights_sum), total, ""), bold=True)])
        measured = [part for part in found.score.parts if part.points is not None]
        holder = self.radar_place.layout()
        assert isinstance(holder, QVBoxLayout)
        pieces.clear(holder)
        self.radar = None
        if len(measured) >= 3:
            self.radar = Radar("评分各项", [PARTS[part.key] for part in measured], height=220)
            self.radar.setMinimumWidth(_RADAR)
            holder.addWidget(self.radar)
            values: tuple[Decimal | None, ...] = tuple(decimal_of(part.points or 0.0, 1) for part in measured)
            self.radar.show_series([Series("各项得分（0–100）", values)])
        self.radar_place.setVisible(self.radar is not None)

    def _open(self, code: object) -> None:
        if isinstance(code, str) and self.assessment is not None:
            show_indicator(self, self.assessment.indicator(code), self.assessment)


def _weight(value: float) -> str:
    return figure(value, 0 if value == int(value) else 2)


def _points(part: Part) -> str:
    return "未测" if part.points is None else figure(part.points, 1)


def _basis(part: Part, own: bool, reason: str) -> str:
    scale = "，".join(f"{x:g}→{y:g}".replace("-", "−") for x, y in part.scale)
    return f"{scale}；{f'企业录入：{reason}' if reason else '企业录入，未填理由'}" if own else f"{scale}；{OWN_DEFAULT}"
