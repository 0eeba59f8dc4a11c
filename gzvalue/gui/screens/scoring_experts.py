"""专家方法 of ⑤, for those who want more than the weighted score: three ways side by side, rounds of questions, forecasts, joint scenarios."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.figure import wan
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.schema.edit import Edit, Entry, add, combined, enter
from gzvalue.schema.kinds import grouped, in_percent, plain
from gzvalue.schema.project import Project
from gzvalue.schema.valuation_forms import IncomeYear
from gzvalue.valuation.expert_methods import (
    FUZZY_GRADES,
    FUZZY_NOTE,
    GREY_NOTE,
    Compared,
    Proposal,
    Round,
    compared,
    forecast_rows,
    proposals,
    rounds,
)

_COMPARED = (
    Column("编号", width=70), Column("数据名称", wide=True, width=160), Column("加权得分", numeric=True), Column("名次", numeric=True),
    Column("模糊得分", numeric=True), Column("名次", numeric=True), Column("灰色关联度", numeric=True), Column("名次", numeric=True),
    *(Column(f"隶属“{name}”", numeric=True) for name, _, _ in FUZZY_GRADES),
)  # fmt: skip
_ROUNDS = (
    Column("轮次", width=60), Column("专家", numeric=True), Column("协调系数 W", numeric=True), Column("χ²", numeric=True), Column("p", numeric=True),
    Column("结论", wide=True, width=300),
)  # fmt: skip
_PROPOSALS = (
    Column("单元", width=70), Column("收益", width=110), Column("版本", width=80), Column("实际年份", width=110), Column("平均相对误差", numeric=True),
    Column("C", numeric=True, help="后验差比"), Column("P", numeric=True, help="小误差概率"), Column("精度", width=70),
    Column("预测（万元）", wide=True, width=280),
)  # fmt: skip
DELPHI, SHAPLEY = 1, 3
_LEAST = 90
"""Height of a table in a window too small for all: the page scrolls then."""


class ExpertsPage(QWidget):
    """Figures are worked out when the page is seen; nothing here enters by itself.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._project: Project | None = None
        self._proposals: tuple[Proposal, ...] = ()
        self.three = FiguresTable("三种综合方法对照", _COMPARED, empty="填好专家评分后，这里并列加权得分、模糊综合评价与灰色关联的名次。")
        self.delphi = RowsTable(session, "delphi_score", ["round", "expert", "item", "score", "note"],
                                empty=("每轮每位专家对每个事项评一个分，下面给出协调程度。", "新增评分"))  # fmt: skip
        self.rounds = FiguresTable("各轮协调程度", _ROUNDS, empty="至少两位专家评完两个事项后，这里给出肯德尔协调系数。")
        self.forecasts = FiguresTable(
            "灰色预测建议", _PROPOSALS, empty="某单元有连续四年以上的实际收益后，这里给出 GM(1,1) 预测建议。", sortable=False
        )
        self.take = pieces.button("采用这条预测", self._take, tip="把预测写入该单元的收益预测，可撤销")
        self.forecasts.current.connect(lambda _key: self._show_take())
        self.joint = RowsTable(session, "joint_scenario", ["unit", "name", "data_sets", "income", "note"],
                               empty=("写下靠几个数据集一起才有的收益。分摊依据选“按沙普利值”的单元按它分摊。", "新增场景"))  # fmt: skip
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(
            _page(f"三种方法并列，只作对照，评分与分摊仍用加权得分。{FUZZY_NOTE}。{GREY_NOTE}。", self.three), "模糊与灰色关联"
        )
        self.tabs.addTab(
            pieces.scrolled(
                _page(
                    "协调系数 W 越接近 1，专家意见越一致；p 小于 0.05 为显著一致。",
                    RowsPanel(self.delphi, add_word="新增评分"),
                    self.rounds,
                )
            ),
            "德尔菲轮次",
        )
        self.tabs.addTab(_page("由实际年份推算，只是建议，采用后才写入收益预测，可撤销。", self.forecasts, self.take), "灰色预测")
        self.tabs.addTab(
            _page(
                "沙普利值：每个场景的收益在缺一不可的数据集间平分，各数据集得其所参与场景之和。", RowsPanel(self.joint, add_word="新增场景")
            ),
            "联合场景",
        )
        self.setLayout(pieces.column(self.tabs, margins=(0, S, 0, 0)))
        for table in (self.delphi, self.joint):
            table.said.connect(self.said)
        for part in (self.delphi, self.rounds, self.three, self.forecasts, self.joint):
            part.setMinimumHeight(_LEAST)

    def refresh(self) -> None:
        """Follow the Session."""
        project = self.session.project
        if not self.isVisible() or project is self._project:
            return
        self._project = project
        self.three.show_lines([_compared_line(one) for one in compared(project, self.session.scores)])
        self.rounds.show_lines([_round_line(one) for one in rounds(project)])
        self._proposals = proposals(project)
        self.forecasts.show_lines([_proposal_line(number, one) for number, one in enumerate(self._proposals)])
        self._show_take()

    def showEvent(self, event) -> None:
        """Catch up on what changed while another page was in front."""
        super().showEvent(event)
        self.refresh()

    def show_place(self, form: str, id: int, key: str) -> None:
        """The page of a form, its record and field."""
        self.tabs.setCurrentIndex(DELPHI if form == "delphi_score" else SHAPLEY)
        (self.delphi if form == "delphi_score" else self.joint).select(id, key)

    # --- taking a forecast ----------------------------------------------------------------------

    def _chosen(self) -> Proposal | None:
        number = self.forecasts.current_key()
        return self._proposals[number] if isinstance(number, int) and number < len(self._proposals) else None

    def _show_take(self) -> None:
        one = self._chosen()
        self.take.setEnabled(one is not None and bool(one.forecast) and one.grade != "不合格")

    def _take(self) -> None:
        one = self._chosen()
        if one is None:
            return
        label = f"采用 {one.unit} 的灰色预测"
        edit = forecast_edit(self.session.project, one, label)
        if self.session.apply(edit):
            self.said.emit(f"已写入 {one.unit} {min(one.forecast)}–{max(one.forecast)} 年的预测，可撤销")


def forecast_edit(project, one: Proposal, label: str) -> Edit:
    """The edit that writes a proposal into the forecast: rows that are there are changed, others added."""
    rows = forecast_rows(project, one)
    form, note = IncomeYear.form.name, f"GM(1,1) 预测，精度{one.grade}，平均相对误差 {in_percent(one.error)}"
    change = partial(enter, label=label, entries=[
        entry for id, _, amount in rows if id is not None for entry in (Entry(form, id, one.key, plain(amount)), Entry(form, id, "note", note))
    ])  # fmt: skip
    new = [{"unit": one.unit, "year": str(year), "version": one.version, "basis": "预测", one.key: plain(amount), "note": note}
           for id, year, amount in rows if id is None]  # fmt: skip
    steps: list[Edit] = [change(project)] if any(id is not None for id, _, _ in rows) else []
    steps += [add(project, label, form, new)] if new else []
    return combined(label, project, steps)


def _compared_line(one: Compared) -> Line:
    grey = ("—", "—") if one.grey is None else (grouped(one.grey, 4), str(one.grey_rank))
    degrees = tuple(in_percent(part, 0) for part in one.fuzzy)
    texts = (one.code, one.name, grouped(one.weighted, 1), str(one.rank), grouped(one.fuzzy_score, 1), str(one.fuzzy_rank), *grey, *degrees)
    sort = (one.code, one.name, one.weighted, one.rank, one.fuzzy_score, one.fuzzy_rank, one.grey, one.grey_rank, *one.fuzzy)
    return Line(one.code, texts, sort)


def _round_line(one: Round) -> Line:
    figures = tuple("—" if value is None else grouped(value, places) for value, places in ((one.w, 3), (one.chi_square, 2), (one.p, 4)))
    said = (
        one.fault
        if one.w is None
        else ("意见显著一致" if one.agreed else "意见尚不一致，可再做一轮") + (f"；{one.fault}" if one.fault else "")
    )
    apart = [f"{item} {in_percent(spread, 0)}" for item, _, spread in one.items if spread is not None and spread > 0]
    said += f"；各事项变异系数：{'、'.join(apart[:4])}{'…' if len(apart) > 4 else ''}" if apart else ""
    return Line(
        one.number, (f"第 {one.number} 轮", str(one.experts), *figures, said), (one.number, one.experts, one.w, one.chi_square, one.p, said)
    )


def _proposal_line(number: int, one: Proposal) -> Line:
    label = IncomeYear.form.fields[one.key].label
    years = f"{min(one.actual)}–{max(one.actual)}"
    if not one.forecast:
        return Line(number, (one.unit, label, one.version, years, "—", "—", "—", "—", one.fault), tone="quiet")
    said = "，".join(f"{year} 年 {wan(amount, 1)}" for year, amount in one.forecast.items())
    figures = (in_percent(one.error), grouped(one.ratio, 3), grouped(one.chance, 2))
    return Line(number, (one.unit, label, one.version, years, *figures, one.grade, said), tone="attention" if one.grade == "不合格" else "")


def _page(hint: str, *widgets: QWidget) -> QWidget:
    page = QWidget()
    page.setLayout(pieces.column(pieces.caption(hint), *widgets, gap=S, margins=(0, M, 0, L)))
    return page
