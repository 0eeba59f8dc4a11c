"""What the study of uncertainty found: tornado, histogram, Sobol bars and the table of scenarios."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gzvalue.gui import pieces
from gzvalue.gui.charts.histogram import Histogram, Mark
from gzvalue.gui.charts.ranking import Ranked, RankingBars
from gzvalue.gui.charts.tornado import Reach, Tornado
from gzvalue.gui.figure import wan
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.kinds import in_percent
from gzvalue.valuation.simulation.study import Simulated, Study

_CASES = (
    Column("情景", width=120), Column("价值（万元）", numeric=True, width=110), Column("与结论相差", numeric=True, width=100),
    Column("变动", wide=True, width=260),
)  # fmt: skip
EVIDENCE = "只作佐证：结论不因此改变。"


class ResultsPage(QWidget):
    """One column, read from above: what moves it, how it spreads, what accounts for that, named cases.

    Signals:
        total_wanted(): how the conclusion came about.
    """

    total_wanted = Signal()

    def __init__(self, on_parameters: Callable[[], object], on_run: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = pieces.caption("")
        self.range = pieces.label("", "section", wrap=True)
        self.own = pieces.caption("")
        self.faults = pieces.label("", "attention", wrap=True)
        self.tornado = Tornado("敏感性：单一参数变动时的结论", "万元")
        self.tornado.chosen.connect(lambda _key: self.total_wanted.emit())
        self.histogram = Histogram("模拟结果的分布", "万元")
        self.sobol = RankingBars("各参数对结果波动的贡献", "%")
        self.sobol_words = pieces.caption("")
        self.cases = FiguresTable("情景", _CASES, empty="还没有情景。")
        self._parts = {
            "simulated": _group("结果的分布", self.histogram, pieces.caption("深色为 P10 至 P90；虚线为各分位，实线为结论。")),
            "sobol": _group("波动从何而来（索博尔总指数）", self.sobol, self.sobol_words),
        }
        page = QWidget()
        box = pieces.column(gap=M, margins=(0, M, L, XL))
        box.addLayout(
            pieces.row(
                self.state, None, pieces.button("填写参数分布", on_parameters, kind="quiet"), pieces.button("重新运行", on_run), gap=S
            )
        )
        for widget in (self.range, self.own, self.faults):
            box.addWidget(widget)
        box.addWidget(
            _group(
                "敏感性（单一参数变动，其他不变，万元）",
                self.tornado,
                pieces.caption("深色为低端，浅色为高端。未填分布的参数按本软件默认变动。点击看结论怎么来的：变动后按同一组公式重算。"),
            )
        )
        for part in self._parts.values():
            box.addWidget(part)
        box.addWidget(
            _group("情景", self.cases, pieces.caption("悲观、乐观的变动为" + OWN_DEFAULT + "；期限延长的年份按最后一个预测年的收益持平。"))
        )
        box.addStretch(1)
        page.setLayout(box)
        self.area = pieces.scrolled(page)
        self._empty = pieces.EmptyState("有了估值结论后，这里显示它对各个参数有多敏感、可能落在什么范围。", "", None, pieces.EmptyPicture())
        self.setLayout(pieces.column(self.area, self._empty))
        self.show_nothing("")

    # --- state ----------------------------------------------------------------------------------

    def say_running(self) -> None:
        """It is being worked out."""
        self.state.setText("正在模拟…")

    def say_old(self) -> None:
        """The project has changed since."""
        self.state.setText("数据已改动，稍后自动重新运行。")

    def say_stopped(self) -> None:
        """The person stopped it."""
        self.state.setText("已停止，下面是上一次的结果。")

    def show_nothing(self, words: str) -> None:
        """There is no conclusion to study."""
        self.area.hide()
        self._empty.show()
        if words:
            self._empty.say(words, "")

    # --- figures --------------------------------------------------------------------------------

    def show_study(self, found: Study | None) -> None:
        """Show everything of a study."""
        if found is None:
            self.show_nothing("还没有估值结论。先在“评估单元”里填收益、期限与折现率，这里再显示结论有多敏感。")
            return
        self._empty.hide()
        self.area.show()
        self.state.setText(EVIDENCE)
        self.own.setText(
            f"还没有填写参数分布，模拟使用{OWN_DEFAULT}：" + "；".join(f"{one.lever.label} {one.words}" for one in found.varied)
        )
        self.own.setVisible(found.own_default and bool(found.varied))
        said = [*(problem.message for problem in found.problems), *found.faults]
        self.faults.setText("\n".join(said))
        self.faults.setVisible(bool(said))
        self.tornado.show_rows(found.base, wan(found.base), [
            Reach(one.words, one.at_low, one.at_high, wan(one.at_low), wan(one.at_high)) for one in found.swings
        ])  # fmt: skip
        self._show_simulated(found)
        self._show_sobol(found)
        self.cases.show_lines([
            Line(one.case.name, (one.case.name, wan(one.value), "—" if one.against_base is None else _signed(one.against_base),
                                 one.fault or one.case.words), tone="quiet" if one.value is None else "")
            for one in found.cases
        ])  # fmt: skip

    def _show_simulated(self, found: Study) -> None:
        one = found.simulated
        self._parts["simulated"].setVisible(one is not None)
        self.range.setVisible(one is not None)
        if one is None:
            return
        self.range.setText(range_words(one))
        marks = [Mark(one.p10, f"P10 {wan(one.p10)}"), Mark(one.p50, f"P50 {wan(one.p50)}"), Mark(one.p90, f"P90 {wan(one.p90)}"),
                 Mark(found.base, f"结论 {wan(found.base)}", strong=True)]  # fmt: skip
        self.histogram.show_counts(one.edges, one.counts, marks, (one.p10, one.p90), (wan(one.edges[0]), wan(one.edges[-1])))

    def _show_sobol(self, found: Study) -> None:
        self._parts["sobol"].setVisible(bool(found.influences))
        rows = [Ranked(one.lever.label, one.lever.label, max(one.total, one.total * 0), in_percent(one.total), f"单独 {in_percent(one.first)}")
                for one in found.influences]  # fmt: skip
        self.sobol.show_rows(rows)
        linked = "填写的相关系数在这里不计。" if found.correlations else ""
        self.sobol_words.setText("总指数是该参数连同与其他参数共同作用所占的方差份额，“单独”只计它自己。假定各参数互相独立。" + linked)


def range_words(one: Simulated) -> str:
    """What the draws say in one sentence."""
    return f"十次有八次落在 {wan(one.p10)} 至 {wan(one.p90)} 万元之间（P10–P90），中位数 {wan(one.p50)} 万元；模拟 {one.draws:,} 次，种子 {one.seed}"


def _signed(ratio) -> str:
    return ("+" if ratio > 0 else "") + in_percent(ratio).replace("-", "−")


def _group(title: str, chart: QWidget, below: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(pieces.column(pieces.section(title), chart, below, gap=S))
    return made
