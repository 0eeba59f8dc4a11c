"""专家方法 through real widgets: three ways side by side, rounds, a forecast that enters only when it is taken, places."""

from decimal import Decimal

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from hands import sample_session, session_of, settle, shown
from valuation_case import data_set, income, member, project, unit

from gzvalue.gui.screens.scoring import ScoringScreen
from gzvalue.gui.work import Work


def opened(qtbot, session):
    screen = ScoringScreen(session, Work())
    shown(qtbot, screen, (1200, 760))
    screen.tabs.setCurrentWidget(screen.methods)
    settle()
    return screen


def closed(screen) -> None:
    screen.work.close()
    screen.session.close()


def test_the_sample_is_shown_by_three_ways(qtbot, tmp_path):
    screen = opened(qtbot, sample_session(tmp_path))
    lines = screen.methods.three.lines
    assert len(lines) == len(screen.session.scores.data_sets) > 0
    assert [line.sort[3] for line in lines] == sorted(line.sort[3] for line in lines)
    closed(screen)


def test_a_forecast_enters_only_when_it_is_taken_and_can_be_undone(qtbot, tmp_path):
    rows = [income(n, "U1", 2020 + n, amount, basis="实际") for n, amount in enumerate((100, 110, 121, 133, 146), 1)]
    given = project(data_set(1, "D1"), unit(1, "U1"), member(1, "U1", "D1"), *rows, income(9, "U1", 2026, 1))
    screen = opened(qtbot, session_of(tmp_path, given))
    page = screen.methods
    page.tabs.setCurrentIndex(2)
    settle()
    assert len(page.forecasts.lines) == 1
    assert not page.take.isEnabled()
    page.forecasts.select(0)
    settle()
    assert page.take.isEnabled()
    before = screen.session.project.income_years
    page.take.click()
    settle()
    after = {row.year: row for row in screen.session.project.income_years if row.basis == "预测"}
    assert sorted(after) == [2026, 2027, 2028, 2029, 2030]
    assert after[2026].id == 9
    assert float(after[2026].transferable or 0) == pytest.approx(161, abs=1.5)
    assert "GM(1,1)" in (after[2030].note or "")
    assert screen.session.undo()
    assert screen.session.project.income_years == before
    closed(screen)


def test_rounds_and_scenarios_are_found_by_their_place(qtbot, tmp_path):
    screen = opened(qtbot, session_of(tmp_path))
    for expert in ("E1", "E2"):
        screen.session.add(
            "delphi_score", [{"round": "1", "expert": expert, "item": item, "score": score} for item, score in (("甲", "90"), ("乙", "70"))]
        )
    screen.session.add("joint_scenario", [{"unit": "U1", "name": "排班", "data_sets": "D01", "income": "1"}])
    screen.refresh()
    (line,) = screen.methods.rounds.lines
    assert line.sort[2] == Decimal(1)
    for form in ("delphi_score", "joint_scenario"):
        screen.tabs.setCurrentIndex(0)
        screen.show_place(form, 1, "")
        settle()
        table = screen.methods.delphi if form == "delphi_score" else screen.methods.joint
        assert table.isVisible()
        assert table.current_id() == 1
    closed(screen)
