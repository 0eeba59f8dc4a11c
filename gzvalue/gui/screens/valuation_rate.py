"""The discount rate: method, risk-free rate and premiums left; how they add up right; methods of experts folded away."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.charts.build_up import BuildUp, Piece
from gzvalue.gui.doors import rate_step
from gzvalue.gui.figure import NONE, FigureDoor
from gzvalue.gui.folded import Folded
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import FIGURE, XL, L, M, S
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.kinds import in_percent
from gzvalue.schema.rate_forms import BUILD_UP, BY_FACTORS, CAPM, ENTERED, RISKS, WACC, Discount
from gzvalue.valuation.equivalent_rate import FORMULA, NOTE, project_equivalent, told
from gzvalue.valuation.rate_premiums import PREMIUM
from gzvalue.valuation.rate_suggestions import suggested_factors
from gzvalue.valuation.result import Step

_METHOD = ["method", "entered_rate", "entered_reason", "basis", "note"]
_FREE = ["risk_free", "risk_free_date", "risk_free_source"]
_PREMIUMS = ["industry_premium", *RISKS]
_RANGES = ["premium_by", *(f"{risk}_{end}" for risk in RISKS for end in ("low", "high"))]
_CAPITAL = ["beta", "unlevered_beta", "market_premium", "specific", "equity_value", "debt_value", "cost_debt", "capital_source", "asset_premium",
            "asset_premium_reason"]  # fmt: skip
_LPR = ["lpr_one", "lpr_five", "lpr_date", "lpr_source"]
_FORMS = ("discount", "risk_factor")
_FILTER = 110
_PARTS = ("risk_free", "industry_premium", *RISKS)


class RatePage(QWidget):
    """Forms and build-up.

    Signals:
        trace_asked(step): how the rate came about.
        said(text): a quiet line.
    """

    trace_asked = Signal(object)
    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.form = RecordForm(
            session, "discount", [("方法", _METHOD), ("无风险利率", _FREE), ("风险报酬", _PREMIUMS)], columns=1, scrolling=False
        )
        self.capital = RecordForm(
            session, "discount", [("资本成本（CAPM、WACC）", _CAPITAL), ("贷款市场报价利率", _LPR)], scrolling=False, helping=False
        )
        self.ranges = RecordForm(session, "discount", [("四类风险的区间", _RANGES)], scrolling=False, helping=False)
        self.factors = RowsTable(
            session, "risk_factor", ["risk", "name", "weight", "score", "reason"],
            empty=("按因素给四类数据风险打分：同一类权重合计 100%，得分 0% 取下限、100% 取上限。", "新增因素"),
        )  # fmt: skip
        self.assets = RowsTable(
            session, "asset_return", ["name", "value", "return_by", "return_rate", "basis"],
            empty=("列出各类资产的价值与回报率，核对折现率是否与企业整体相称（WARA）。", "新增资产"),
        )  # fmt: skip
        self.by_factors = Folded("专家方法：四类风险按因素评分", self._factors_page(), hint="在区间内按加权得分取值")
        self.by_capital = Folded("专家方法：CAPM、WACC 与 LPR", self.capital, hint="用于推算，或核对累加法的结果")
        self.by_assets = Folded("专家方法：资产回报率核对（WARA）", self._assets_page(), hint="各类资产的加权回报率应接近资本成本")
        self.rate = FigureDoor(FIGURE, bold=True)
        self.rate.clicked.connect(self._trace)
        self.words = pieces.caption("")
        self.picture = BuildUp("折现率的组成")
        self.picture.chosen.connect(lambda key: self.focus_field(str(key)))
        self.checks = pieces.caption("", wrap=True)
        self.equivalent = pieces.caption("", wrap=True)
        self._lay_out()
        for table in (self.factors, self.assets):
            table.said.connect(self.said)

    def _lay_out(self) -> None:
        card = pieces.Card("折现率")
        card.setFixedWidth(380)
        card.box.addWidget(self.rate, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.words, self.picture, self.checks, self.equivalent):
            card.box.addWidget(part)
        card.box.addWidget(pieces.caption(f"各项风险报酬须按企业实际自行判断；本软件不提供现行利率数值。任何默认值均为{OWN_DEFAULT}。"))
        right = QWidget()
        right.setLayout(pieces.column(card, None))
        right.setMinimumWidth(380 + S)
        right.setContentsMargins(0, 0, S, L)
        left = QWidget()
        left.setLayout(pieces.column(self.form, self.by_factors, self.by_capital, self.by_assets, None, gap=S, margins=(0, 0, M, L)))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, M, 0, 0)
        layout.setSpacing(XL)
        layout.addWidget(pieces.scrolled(left), 1)
        area = pieces.scrolled(right)
        area.setMinimumWidth(380 + XL)
        layout.addWidget(area, 0)

    def _factors_page(self) -> QWidget:
        page = QWidget()
        panel = RowsPanel(self.factors, add_word="新增因素")
        panel.bar.insertWidget(1, pieces.button("填入建议因素", self.suggest, kind="quiet", tip=f"{OWN_DEFAULT}；得分由测算人员填写"))
        panel.setMinimumHeight(300)
        panel.filter.setMaximumWidth(_FILTER)
        page.setLayout(pieces.column(self.ranges, panel, gap=S))
        return page

    def _assets_page(self) -> QWidget:
        panel = RowsPanel(self.assets, add_word="新增资产")
        panel.setMinimumHeight(220)
        panel.filter.setMaximumWidth(_FILTER)
        return panel

    def refresh(self) -> None:
        """Follow the Session."""
        discount = self.session.project.discount
        rate = self.session.valuation.rate
        self.rate.set_open(rate_step(self.session.valuation) is not None)
        self.rate.set_figure(in_percent(rate, 2) if rate is not None else NONE, discount.basis or "", name="折现率")
        self.words.setText(self._lacking() if rate is None else _words(discount))
        self.picture.setVisible(discount.method != ENTERED)
        if discount.method != ENTERED:
            self._show_parts(discount, rate)
        self._show_checks()
        self._show_equivalent()

    def focus_field(self, key: str) -> bool:
        """Go to a field, opening what is folded over it."""
        for form, folded in ((self.form, None), (self.capital, self.by_capital), (self.ranges, self.by_factors)):
            if key in form.inputs:
                if folded is not None:
                    folded.set_open(True)
                return form.focus_field(key)
        return False

    def select(self, form: str, id: int, key: str) -> bool:
        """Go to a factor or an asset."""
        folded, table = (self.by_factors, self.factors) if form == "risk_factor" else (self.by_assets, self.assets)
        folded.set_open(True)
        return table.select(id, key)

    def suggest(self) -> None:
        """The program's own factors, to be scored; those that are there already are passed over."""
        present = {(getattr(one, "risk", None), getattr(one, "name", None)) for one in self.session.project.rows["risk_factor"].values()}
        rows = [row for row in suggested_factors() if (row["risk"], row["name"]) not in present]
        if rows:
            self.session.add("risk_factor", rows, "填入建议的风险因素")

    def _show_parts(self, discount: Discount, rate: Decimal | None) -> None:
        total = Piece("method", "折现率", rate, in_percent(rate, 2) if rate is not None else NONE)
        if discount.method in (CAPM, WACC):
            step = rate_step(self.session.valuation)
            cost = step.inputs[0].value if step is not None and isinstance(step.inputs[0].value, Decimal) else None
            parts = [_piece("cost_debt" if discount.method == WACC else "beta", "资本成本", cost)]
            parts.append(_piece("asset_premium", "数据资产附加报酬", discount.asset_premium))
            self.picture.show_pieces(parts, total)
            return
        scored = self._scored() if discount.premium_by == BY_FACTORS else {}
        shown = []
        for key in _PARTS:
            value = scored.get(RISKS.get(key, "")) if key in RISKS and discount.premium_by == BY_FACTORS else getattr(discount, key)
            shown.append(_piece(key, discount.form.fields[key].label, value))
        self.picture.show_pieces(shown, total)

    def _scored(self) -> dict[str, Decimal]:
        found = {}
        for step in self.session.valuation.steps:
            if step.id.startswith(PREMIUM) and isinstance(step.value, Decimal):
                found[step.id.removeprefix(PREMIUM)] = step.value
        return found

    def _lacking(self) -> str:
        """What stands in the way of the rate, the first of it in full."""
        wrong = [one.message for one in self.session.valuation.problems if one.level == "error" and one.form in _FORMS]
        if not wrong:
            return "还不能得出：请填全左边各项，确实没有的填 0%"
        return f"还不能得出（{len(wrong)} 处）：{wrong[0]}"

    def _show_checks(self) -> None:
        steps = {
            step.id: step.value
            for step in self.session.valuation.steps
            if step.id.startswith("折现率/") and isinstance(step.value, Decimal)
        }
        parts = [
            f"{words} {in_percent(steps[id], 2)}"
            for id, words in (("折现率/资本成本/加权平均", "加权平均资本成本"), ("折现率/核对/加权平均资产回报率", "加权平均资产回报率"))
            if id in steps
        ]
        self.checks.setText("核对：" + "；".join(parts) if parts else "")
        self.checks.setVisible(bool(parts))

    def _show_equivalent(self) -> None:
        """The rate on the other side of tax, over the income of all units that take it."""
        found = project_equivalent(self.session.project, self.session.valuation)
        self.equivalent.setVisible(found is not None)
        if found is not None:
            self.equivalent.setText(f"{told(found, lambda ratio: in_percent(ratio, 2))}。{FORMULA}")
            self.equivalent.setToolTip(NOTE)

    def _trace(self) -> None:
        step: Step | None = rate_step(self.session.valuation)
        if step is not None:
            self.trace_asked.emit(step)


def _piece(key: str, label: str, value: Decimal | None) -> Piece:
    return Piece(key, label, value, in_percent(value, 2) if value is not None else "未填")


def _words(discount: Discount) -> str:
    if discount.method == ENTERED:
        return f"直接录入：{discount.entered_reason or '须填写录入理由'}"
    dated = f"，{discount.risk_free_date.isoformat()}" if discount.risk_free_date else ""
    source = f"无风险利率取自 {discount.risk_free_source}{dated}" if discount.risk_free_source else "请写明无风险利率的来源与日期"
    made = {BUILD_UP: "无风险利率＋各项风险报酬", CAPM: "权益资本成本＋数据资产附加报酬", WACC: "加权平均资本成本＋数据资产附加报酬"}
    return f"{made.get(discount.method or '', '')}。{source}"
