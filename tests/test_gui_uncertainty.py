"""敏感性与不确定性 through real widgets: it runs by itself, is run again after a change, can be stopped, and leads to what is wrong."""

from decimal import Decimal

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from hands import sample_session, session_of, settle, shown, wait_for

from gzvalue.gui.charts.histogram import Histogram, Mark
from gzvalue.gui.charts.tornado import Reach, Tornado
from gzvalue.gui.screens.uncertainty import PAGES, UncertaintyPage
from gzvalue.gui.trace import TraceDialog
from gzvalue.gui.work import Work
from gzvalue.schema.chapters import CHAPTERS
from gzvalue.schema.edit import Entry


@pytest.fixture
def page(qtbot, tmp_path):
    made = UncertaintyPage(sample_session(tmp_path), Work())
    shown(qtbot, made, (1000, 760))
    yield made
    made.close_down()
    made.work.close()
    made.session.close()


def studied(page: UncertaintyPage) -> None:
    wait_for(lambda: page._studied is page.session.project and page._task is None, what="the study")
    settle()


def test_it_runs_by_itself_and_shows_every_picture(page):
    studied(page)
    assert "P10–P90" in page.results.range.text()
    assert page.results.own.isVisible()  # nothing was entered: the program's own distributions, and it is said
    assert "本软件默认值，非官方数值" in page.results.own.text()
    assert "结论 2,046 万元" in page.results.tornado.accessibleDescription()
    assert "P50" in page.results.histogram.accessibleDescription()
    assert page.results.sobol.rows[0].value >= page.results.sobol.rows[-1].value
    assert [line.texts[0] for line in page.results.cases.lines] == ["悲观", "基准", "乐观"]
    assert not page.grab().isNull()


def test_a_bar_leads_to_the_conclusion(page):
    studied(page)
    steps = []
    page.trace_asked.connect(steps.append)
    page.results.tornado.chosen.emit(page.results.tornado.doors[1].key)
    assert steps[0].id == "合计/测算价值"


def test_a_change_runs_it_again(page):
    studied(page)
    before = page.results.range.text()
    page.session.add("uncertain_parameter", [{"code": "X1", "lever": "收益水平", "shape": "均匀分布", "low": "-10%", "high": "10"}])
    page.refresh()
    assert "已改动" in page.results.state.text()
    studied(page)
    assert page.results.range.text() != before
    assert not page.results.own.isVisible()


def test_a_wrong_distribution_is_named_and_found(page):
    page.session.add("uncertain_parameter", [{"code": "X1", "lever": "收益水平", "shape": "均匀分布", "low": "10", "high": "-10"}])
    studied(page)
    assert "参数 X1（收益水平）的均匀分布有误" in page.results.faults.text()
    assert not page.results.range.isVisible()
    wrong = next(one for one in page.session.problems if one.form == "uncertain_parameter")
    page.show_place(wrong.form, wrong.id, wrong.key)
    settle()
    assert page.parameters.isVisible()
    assert page.parameters.current_id() == wrong.id


def test_stopping_keeps_the_last_result(page):
    studied(page)
    before = page.results.range.text()
    page.run()
    page.work.cancel(page._task)
    wait_for(lambda: page._task is None, what="the end of the task")
    settle()
    assert page.results.range.text() == before


def test_without_a_conclusion_it_says_what_to_do(qtbot, tmp_path):
    made = UncertaintyPage(session_of(tmp_path), Work())
    shown(qtbot, made)
    studied(made)
    assert made.results._empty.isVisible()
    made.close_down()
    made.work.close()
    made.session.close()


def test_a_real_option_stands_beside_and_can_be_followed(page, qtbot):
    row = {"code": "Q1", "name": "二期", "kind": "看涨（扩张、延迟）", "model": "布莱克–斯科尔斯", "spot": "100", "strike": "100", "rate": "5%", "volatility": "20%",
           "years": "1"}  # fmt: skip
    page.session.add("real_option", [row])
    total = page.session.valuation.total
    page.show_place("real_option", 1, "spot")
    settle()
    (line,) = page.options.values.lines
    assert line.sort[3] == Decimal("10.45")  # the textbook's 10.4506
    assert page.session.valuation.total == total
    steps = []
    page.trace_asked.connect(steps.append)
    page.options._open(1)
    dialog = TraceDialog(page.session, steps[0], None)
    qtbot.addWidget(dialog)
    assert "实物期权/Q1/d1" in dialog._steps


def test_every_form_of_the_page_leads_to_it():
    valuation = next(chapter for chapter in CHAPTERS if chapter.key == "valuation")
    assert set(PAGES) <= set(valuation.forms)


def test_settings_are_typed_and_used(page):
    page.session.enter([Entry("uncertainty_setting", 1, "draws", "500"), Entry("uncertainty_setting", 1, "seed", "3")])
    studied(page)
    assert "模拟 500 次，种子 3" in page.results.range.text()


def test_pictures_at_the_shortest_and_longest_content(qtbot):
    histogram, tornado = Histogram("分布", "万元"), Tornado("敏感性", "万元")
    one = Decimal(1)
    histogram.show_counts([one, one], [5], [Mark(one, "结论 1", strong=True)], (one, one), ("1", "1"))
    tornado.show_rows(one, "1", [])
    for chart in (histogram, tornado):
        shown(qtbot, chart, (300, 200))
        assert not chart.grab().isNull()
    tornado.show_rows(
        one, "1", [Reach("很长很长的参数名称（U0000000001）" * 3, -one * 10**9, one * 10**9, "−100,000,000", "100,000,000")] * 30
    )
    histogram.show_counts([Decimal(n) for n in range(41)], list(range(40)), [Mark(Decimal(n), f"P{n} 1,234,567") for n in (10, 11, 12)],
                          (one, one * 30), ("0", "40"))  # fmt: skip
    settle()
    for chart in (histogram, tornado):
        assert not chart.grab().isNull()
