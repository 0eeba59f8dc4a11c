"""Curves of a kept profile: month by month, the same months of several years beside each other, and a mean day."""

from datetime import date

from PySide6.QtWidgets import QWidget

from gzvalue.gui import pieces
from gzvalue.gui.charts.lines import MOST_SERIES, LinesChart, Series
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.power.assessment import Assessment, Month
from gzvalue.power.load_curve import DayCurve
from gzvalue.power.words import figure, percent

_YEAR = 12
_WAN = 10_000


class CurvesPage(QWidget):
    """One column, read from above; a part without data is absent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.monthly = LinesChart("月电量")
        self.seasonal = LinesChart("同月比较")
        self.daily = LinesChart("日负荷曲线", "kW")
        self.table_place = pieces.column()
        self.table: FiguresTable | None = None
        self.daily_words = pieces.caption("")
        seasons = QWidget()
        box = pieces.column(
            pieces.section("同月比较（各年同一日历月并列）"), self.seasonal, pieces.caption("旅游等季节性行业按同月比较，不作环比。"), gap=S
        )
        box.addLayout(self.table_place)
        seasons.setLayout(box)
        self.parts = {
            "months": _part("月电量", self.monthly, pieces.caption("只画完整的月份，断开处为缺少完整电量的月份。")),
            "seasons": seasons,
            "day": _part("日负荷曲线", self.daily, self.daily_words),
        }
        page = QWidget()
        page.setLayout(pieces.column(*self.parts.values(), None, gap=L, margins=(0, M, L, XL)))
        self.area = pieces.scrolled(page)
        self.empty = pieces.EmptyState("生成画像后，这里显示月电量、同月比较和日负荷曲线。", "", None, pieces.EmptyPicture())
        self.setLayout(pieces.column(self.area, self.empty))
        self.show_assessment(None)

    def show_assessment(self, found: Assessment | None) -> None:
        """Show the curves of a profile."""
        drawn = found is not None and bool(found.months or found.curve)
        self.area.setVisible(drawn)
        self.empty.setVisible(not drawn)
        if found is None or not drawn:
            return
        self.parts["months"].setVisible(bool(found.months))
        years = sorted({one.month.year for one in found.months})
        self.parts["seasons"].setVisible(len(years) > 1)
        if found.months:
            self._show_months(found.months)
            if len(years) > 1:
                self._show_seasons(found.months, years)
        self.parts["day"].setVisible(found.curve is not None)
        if found.curve is not None:
            self._show_day(found.curve)

    def _show_months(self, months: tuple[Month, ...]) -> None:
        unit, scale, _ = scaled(months)
        known = {one.month: one.kwh / scale for one in months}
        axis = every_month(months[0].month, months[-1].month)
        self.monthly.show_series([f"{one:%Y-%m}" for one in axis], [Series("月电量", tuple(known.get(one) for one in axis))], unit)

    def _show_seasons(self, months: tuple[Month, ...], years: list[int]) -> None:
        unit, scale, places = scaled(months)
        by_place = {(one.month.year, one.month.month): one for one in months}
        shown = years[-MOST_SERIES:]
        numbers = range(1, _YEAR + 1)

        def amount(year: int, month: int) -> float | None:
            one = by_place.get((year, month))
            return None if one is None else one.kwh / scale

        series = [Series(str(year), tuple(amount(year, month) for month in numbers)) for year in reversed(shown)]
        self.seasonal.show_series([f"{month} 月" for month in numbers], series, unit)
        pieces.clear(self.table_place)
        heads = [Column(f"{year}（{unit}）", numeric=True, width=120) for year in shown]
        self.table = FiguresTable("同月比较", [Column("月份", width=60), *heads, Column(f"{shown[-1]} 年同比", numeric=True, width=100)],
                                  fitted=True, sortable=False)  # fmt: skip
        self.table_place.addWidget(self.table)
        lines = []
        for month in numbers:
            cells = [by_place.get((year, month)) for year in shown]
            if any(cells):
                texts = ["—" if one is None else figure(one.kwh / scale, places) for one in cells]
                last = cells[-1]
                change = "—" if last is None or last.change is None else percent(last.change)
                lines.append(Line(month, (f"{month} 月", *texts, change)))
        self.table.show_lines(lines)

    def _show_day(self, curve: DayCurve) -> None:
        labels = [f"{n * curve.minutes // 60:02}:{n * curve.minutes % 60:02}" for n in range(len(curve.mean))]
        self.daily.show_series(labels, [Series("平均日", curve.mean), Series(f"{curve.peak_day:%m-%d}", curve.peak)], "kW")
        self.daily_words.setText(
            f"平均日为近 12 个月 {curve.days} 天的平均；虚线为出现最高负荷的 {curve.peak_day}。每 {curve.minutes} 分钟一点。"
        )


def scaled(months: tuple[Month, ...]) -> tuple[str, float, int]:
    """Unit, how many kWh one of it is, and decimals that fit."""
    return ("万千瓦时", _WAN, 2) if max(one.kwh for one in months) >= _WAN else ("kWh", 1, 0)


def every_month(first: date, last: date) -> list[date]:
    """All months from first to last."""
    count = (last.year - first.year) * _YEAR + last.month - first.month + 1
    return [date(first.year + (first.month - 1 + n) // _YEAR, (first.month - 1 + n) % _YEAR + 1, 1) for n in range(count)]


def _part(title: str, chart: QWidget, below: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(pieces.column(pieces.section(title), chart, below, gap=S))
    return made
