"""Income of one unit by year: what is expected, what really was, and what of it is discounted."""

from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gzvalue.gui import pieces
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.rows import RowsTable
from gzvalue.gui.screens.valuation_terms import TermsForm, methods_of
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import L, M, S
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import grouped, in_percent, in_wan
from gzvalue.schema.valuation_forms import IncomeYear, ValuationUnit
from gzvalue.valuation.income_terms import BY_EXCESS, DIRECT, INCREMENT, ROYALTY, SHARE
from gzvalue.valuation.periods import periods
from gzvalue.valuation.result import Period

_COLUMNS = ["year", "transferable", "internal", "contracted", "revenue", "version", "note"]
_ASSETS = ["kind", "name", "year", "value", "required_return", "basis"]
_INCREMENTS = ["year", "kind", "name", "with_data", "without_data", "margin", "belongs", "basis"]
_CHANGES = ["year", "contract", "cause", "amount", "basis"]
_MOST_YEARS, _USUAL_LIFE = 50, Decimal(5)
_PERIODS = (
    Column("年度", width=70), Column("计入比例", numeric=True), Column("折现年期", numeric=True), Column("折现系数", numeric=True),
    Column("可转让（万元）", numeric=True), Column("内部（万元）", numeric=True), Column("折现的收益（万元）", numeric=True), Column("现值（万元）", numeric=True),
)  # fmt: skip


class IncomePage(QWidget):
    """Forecast above, terms beside the years, actual years below, then the periods as they are discounted.

    Signals:
        said(text): a quiet line.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.id = 0
        self._code: str | None = None
        self._bridging = False
        self.forecast = self._years(
            "预测", "还没有收益预测。补齐年份后逐年填写，也可以从 Excel 整块粘贴。", "按收益期限补齐年份", self.fill_years
        )
        self.actual = self._years("实际", "填近两三年实际收益，用来说明预测的来历；实际年份不进入折现。", "新增一个实际年份", None)
        self.assets = self._rows(
            "contributory_asset", _ASSETS, "列出除数据外共同形成收益的资产：流动资金、固定资产、人力等。", "新增贡献资产"
        )
        self.increments = self._rows(
            "increment", _INCREMENTS, "逐年填写使用与不使用数据两种情形的金额：增收、节支或息税前利润。", "新增一项增量"
        )
        self.changes = self._rows("income_change", _CHANGES, "从实际年份到预测，按合同列出价格、数量、新增、流失。", "新增一项变动")
        self.terms = TermsForm(session)
        self.periods = FiguresTable("折现各期", _PERIODS, fitted=True, sortable=False)
        self._periods_words = pieces.caption("")
        box = pieces.column(gap=S, margins=(0, M, 0, L))
        self.fill = pieces.button("补齐预测年份", self.fill_years, kind="quiet", tip="从评估基准日起，按收益期限补齐年份")
        self._forecast_head = _Head("收益预测", "元，不含增值税")
        box.addLayout(pieces.row(self._forecast_head, None, self.fill, gap=M))
        box.addWidget(self.forecast)
        self._heads = {table: _Head(words, hint) for table, words, hint in (
            (self.increments, "增量收益", "增收＝收入增加额×利润率；节支＝成本减少额"),
            (self.assets, "贡献资产", "年回报＝公允价值×要求回报率，从共同收益中扣除"),
            (self.changes, "由实际年份衔接到预测", "上一年收益＋各项变动＝本年预测，对不上时列为待补正"),
        )}  # fmt: skip
        for table in (self.increments, self.assets):
            box.addWidget(self._heads[table])
            box.addWidget(table)
        box.addSpacing(M)
        box.addLayout(pieces.row(pieces.section("实际年份"), pieces.caption("只作依据，不进入折现", wrap=False), None, gap=M))
        box.addWidget(self.actual)
        self.bridge = pieces.button("说明实际到预测的变动…", self._show_bridge, kind="link", tip="按合同列出价格、数量、新增、流失")
        box.addLayout(pieces.row(self.bridge, None))
        box.addWidget(self._heads[self.changes])
        box.addWidget(self.changes)
        box.addSpacing(M)
        box.addWidget(self.terms)
        self._period_head = pieces.section("逐期折现")
        for widget in (self._period_head, self._periods_words, self.periods):
            box.addWidget(widget)
        box.addStretch(1)
        self.setLayout(box)
        self.forecast.setMinimumHeight(296)
        self.actual.setMinimumHeight(170)

    def _years(self, basis: str, sentence: str, word: str, on_empty) -> RowsTable:
        table = RowsTable(
            self.session,
            "income_year",
            _COLUMNS,
            where=partial(self._mine, basis=basis),
            fixed=partial(self._fixed, basis),
            empty=(sentence, word),
            on_empty=on_empty,
        )
        table.said.connect(self.said)
        table.view.setAccessibleName(f"收益{basis}")
        return table

    def _rows(self, form: str, columns: list[str], sentence: str, word: str) -> RowsTable:
        table = RowsTable(self.session, form, columns, where=self._own, fixed=lambda: {"unit": self._code or ""}, empty=(sentence, word))
        table.said.connect(self.said)
        table.setMinimumHeight(200)
        return table

    def _own(self, record: Record) -> bool:
        return self._code is not None and getattr(record, "unit", None) == self._code

    def _mine(self, record: Record, basis: str) -> bool:
        if not isinstance(record, IncomeYear) or record.unit is None or record.unit != self._code:
            return False
        return (record.basis == "实际") == (basis == "实际")

    def _fixed(self, basis: str) -> dict[str, str]:
        unit = self.session.record("valuation_unit", self.id)
        version = getattr(unit, "version", None) or "登记版"
        return {"unit": self._code or "", "basis": basis, "version": version}

    # --- up to date -----------------------------------------------------------------------------

    def show_unit(self, id: int) -> None:
        """Show a unit's years."""
        unit = self.session.record("valuation_unit", id)
        code = unit.code if isinstance(unit, ValuationUnit) else None
        changed = (id, code) != (self.id, self._code)
        self.id, self._code = id, code
        if changed:
            for table, basis in ((self.forecast, "预测"), (self.actual, "实际")):
                table.set_where(partial(self._mine, basis=basis))
            for table in self._heads:
                table.set_where(self._own)
            self._bridging = False
        self.terms.set_record(id)
        if isinstance(unit, ValuationUnit):
            self._show_needed(unit)
        self._show_periods()

    def _show_periods(self) -> None:
        unit = next((one for one in self.session.valuation.units if one.id == self.id), None)
        periods = unit.periods if unit is not None else ()
        for widget in (self._period_head, self._periods_words, self.periods):
            widget.setVisible(bool(periods))
        if unit is None or not periods:
            return
        rate = f"折现率 {in_percent(unit.rate, 2)}；" if unit.rate is not None else ""
        self._periods_words.setText(f"{rate}收益法取预测年份，折到评估基准日；金额在屏上四舍五入，计算不舍入。")
        total = sum((period.present for period in periods), Decimal(0))
        last = Line(None, ("合计", "", "", "", "", "", "", in_wan(total, 2)), bold=True)
        self.periods.show_lines([*(_line(number, period) for number, period in enumerate(periods)), last])

    def show_row(self, id: int, key: str) -> bool:
        """Show one income year; whether it is there."""
        if self.terms.focus_field(key):
            return True
        return self.forecast.select(id, key) or self.actual.select(id, key)

    def show_item(self, form: str, id: int, key: str) -> bool:
        """Show a contributory asset, an increment or a line of the bridge; whether it is there."""
        table = {"contributory_asset": self.assets, "increment": self.increments, "income_change": self.changes}[form]
        if table is self.changes:
            self._show_bridge()
        self._show_table(table, True)
        return table.select(id, key)

    def _show_needed(self, unit: ValuationUnit) -> None:
        """Only what the unit's methods take their income from."""
        methods = methods_of(unit)
        of_income = methods & {DIRECT, SHARE, ROYALTY, *BY_EXCESS}
        rows = bool(of_income) or not methods & {INCREMENT} or any(self._mine(one, "预测") for one in self.session.project.income_years)
        for widget in (self.forecast, self._forecast_head, self.fill):
            widget.setVisible(rows)
        amounts = not of_income or bool(methods & {DIRECT, *BY_EXCESS}) or (SHARE in methods and unit.share_base != "收入")
        revenue = not of_income or ROYALTY in methods or (SHARE in methods and unit.share_base != "收益") or not methods & {*BY_EXCESS}
        for table in (self.forecast, self.actual):
            for key in ("transferable", "internal", "contracted"):
                table.view.setColumnHidden(_COLUMNS.index(key), not amounts)
            table.view.setColumnHidden(_COLUMNS.index("revenue"), not revenue)
        project = self.session.project
        self._show_table(self.increments, INCREMENT in methods)
        self._show_table(self.assets, bool(methods & set(BY_EXCESS)))
        bridging = self._bridging or any(self._own(one) for one in project.income_changes)
        self._show_table(self.changes, bridging)
        self.bridge.setVisible(not bridging and any(self._mine(one, "实际") for one in project.income_years))

    def _show_table(self, table: RowsTable, shown: bool) -> None:
        table.setVisible(shown)
        self._heads[table].setVisible(shown)

    def _show_bridge(self) -> None:
        self._bridging = True
        self._show_table(self.changes, True)
        self.bridge.hide()

    # --- what a person does ---------------------------------------------------------------------

    def fill_years(self) -> None:
        """Add the forecast years that the life asks for and that are missing."""
        unit = self.session.record("valuation_unit", self.id)
        base = self.session.project.head.valuation_date
        if not isinstance(unit, ValuationUnit) or not self._code:
            self.said.emit("请先给评估单元填写编号")
            return
        if base is None:
            self.said.emit("请先在“企业概况”填写评估基准日，才知道从哪一年开始预测")
            return
        present = {one.year for one in self.session.project.income_years if self._mine(one, "预测")}
        wanted = [year for year in forecast_years(base, unit.life_years) if year not in present]
        if not wanted:
            self.said.emit("收益期限内的年份都有了")
            return
        rows = [{**self._fixed("预测"), "year": str(year)} for year in wanted]
        self.session.add("income_year", rows, f"补齐 {self._code} 预测年份 {wanted[0]}–{wanted[-1]}")


class _Head(QWidget):
    """A heading with a hint beside it."""

    def __init__(self, words: str, hint: str) -> None:
        super().__init__()
        self.setLayout(pieces.row(pieces.section(words), pieces.caption(hint, wrap=False), None, gap=M))


def forecast_years(base: date, life: Decimal | None) -> list[int]:
    """Calendar years in which income of so many years after the base date falls; five years where the life is unknown."""
    candidates = range(base.year, base.year + _MOST_YEARS + 1)
    return [one.year for one in periods(base, candidates, life=_USUAL_LIFE if life is None else life) if one.portion > 0]


def _line(number: int, period: Period) -> Line:
    amounts = tuple(in_wan(value, 2) for value in (period.transferable, period.internal, period.income, period.present))
    return Line(number, (str(period.year), in_percent(period.part), grouped(period.exponent, 3), grouped(period.factor, 5), *amounts))
