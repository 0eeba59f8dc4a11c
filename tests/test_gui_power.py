"""用电画像 through real widgets: tables are dropped, the profile is made beside the window, weights change the score, figures are doors."""

from datetime import date, timedelta

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from hands import button, click, fill, session_of, settle, shown, type_cell, wait_for
from paper_projects import complete
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from test_power_tables import written

from gzvalue.gui.charts.lines import LinesChart, Series
from gzvalue.gui.screens.uses_power import PowerPage
from gzvalue.gui.screens.uses_power_trace import IndicatorDialog
from gzvalue.gui.work import Work
from gzvalue.outputs.scales import shown_labels, ticks
from gzvalue.schema.power_forms import PowerAccount, PowerProfile, PowerWeight


@pytest.fixture
def page(qtbot, tmp_path):
    made = PowerPage(session_of(tmp_path, complete(1)), Work())
    made.session.changed.connect(made.refresh)
    shown(qtbot, made, (1100, 760))
    made.refresh()
    yield made
    made.close_down()
    made.work.close()
    made.session.close()


@pytest.fixture
def tables(tmp_path):
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(731)]
    written(tmp_path / "电量.csv", [["日期", "电量"], *[[d, 100 + d.month * 10 + d.year - 2000] for d in days], ["2025-06-31", 5]])
    written(tmp_path / "记录.csv", [["发生日期", "类型"], ["2025-06-01", "窃电"]])
    return [tmp_path / "电量.csv", tmp_path / "记录.csv"]


def taken(page, tables):
    files = _mime(tables)  # the event does not keep it
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    page.dropEvent(event)
    wait_for(lambda: page._task is None and page.assessment is not None, what="the profile")
    settle()


def _mime(paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_tables_become_indicators_score_and_curves(page, tables):
    assert page.result.empty.isVisible()
    taken(page, tables)
    result = page.result
    assert len(page.session.project.all(PowerProfile)) == 1
    assert "等级 C" in result.headline.text()
    assert "窃电" in result.alarms.text()
    assert "只供企业自查" in result.mark.text()
    assert [len(result.indicators.lines), len(result.parts.lines)] == [20, 7]
    assert result.radar is not None
    page.tabs.setCurrentIndex(1)
    settle()
    assert len(page.curves.monthly.series[0].values) == 24
    assert [one.label for one in page.curves.seasonal.series] == ["2025", "2024"]
    assert not page.curves.parts["day"].isVisible()
    assert page.curves.table is not None
    assert len(page.curves.table.lines) == 12
    page.tabs.setCurrentIndex(4)
    settle()
    assert any("时间无法识别" in line.texts[2] for line in page.problems.remarks.lines)
    page.session.undo()
    settle()
    assert page.assessment is None
    assert page.result.empty.isVisibleTo(page.result)


def test_weights_change_the_score_and_their_sum_is_checked(page, tables):
    taken(page, tables)
    before = page.assessment.score.total
    page.tabs.setCurrentIndex(2)
    settle()
    click(button(page.weights, "列出各项权重"))
    settle()
    rows = page.session.project.all(PowerWeight)
    assert [float(one.weight) for one in rows] == [20, 15, 15, 10, 25, 15]
    assert page.assessment.score.total == before
    assert page.weights.sum.text() == "权重合计 100。"
    type_cell(page.weights.table, rows[5].id, "weight", "40")
    settle()
    assert "合计 125" in page.weights.sum.text()
    assert page.assessment.score.total != before


def test_an_indicator_is_a_door_to_its_formula(page, tables):
    taken(page, tables)
    page.result.indicators.opened.emit("activity")
    settle()
    dialog = next(one for one in page.window().findChildren(IndicatorDialog))
    assert dialog.accessibleName() == "用电活跃度 100.0%"
    dialog.close()


def test_an_authorisation_takes_the_mark_away(page, tables):
    taken(page, tables)
    page.tabs.setCurrentIndex(3)
    settle()
    for key, text in (("authorisation_number", "DL-1"), ("authorised_on", "2026-04-01"), ("authorised_by", page.session.project.enterprise.name),
                      ("authorised_to", "示例银行"), ("scope", "近三年用电量，用于贷款审查"), ("valid_until", "2029-01-01")):  # fmt: skip
        fill(page.account, key, text)
    settle()
    assert page.session.project.single(PowerAccount).authorised_to == "示例银行"
    assert page.assessment.authorisation.valid
    assert not page.result.mark.isVisibleTo(page.result)
    page.show_place("power_account", 1, "scope")
    assert page.tabs.currentIndex() == 3


def test_a_table_of_something_else_changes_nothing(page, tmp_path):
    page.take([written(tmp_path / "x.csv", [["姓名"], ["王敏"]])])
    wait_for(lambda: page._task is None, what="the refusal")
    settle()
    assert "没有认出用电数据" in page.state.text()
    assert page.session.project.all(PowerProfile) == ()
    assert page.choose_button.isEnabled()


def test_lines_leave_gaps_and_say_their_figures(qtbot):
    chart = LinesChart("月电量")
    shown(qtbot, chart, (600, 240))
    chart.show_series([f"{m} 月" for m in range(1, 13)], [Series("2025", (1.0, None, *range(3, 13))), Series("2024", (None,) * 12)], "kWh")
    settle()
    chart.grab()
    assert len(chart.doors) == 12
    assert chart.doors[1].words == "2 月：没有完整的数据"
    assert chart.doors[2].words == "3 月：2025 3.00 kWh"


@pytest.mark.parametrize(("most", "marks"), [(4, [0, 1, 2, 3, 4]), (100.4, [0, 50, 100, 150]), (0, [0, 1]), (0.03, [0, 0.01, 0.02, 0.03])])
def test_marks_of_a_scale_are_round(most, marks):
    assert ticks(most) == pytest.approx(marks)


def test_labels_of_a_scale_do_not_meet():
    assert shown_labels([30.0] * 12, 40) == list(range(12))
    assert shown_labels([30.0] * 12, 10) == [0, 4, 8]


def test_who_offers_the_profile_gets_a_sheet_of_a_data_set(page, tmp_path):
    page.tabs.setCurrentIndex(5)
    settle()
    assert page.offer.code() == "D01"
    page.offer.papers.save(tmp_path / "s.pdf")
    wait_for(lambda: (tmp_path / "s.pdf").exists() and not page.work.tasks, what="the sheet")
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")
