"""产品定价 through real widgets: a price is added, its coefficient drawn along its range, ways of charging and quotes follow, figures open."""

from decimal import Decimal

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from hands import session_of, settle, shown, wait_for
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from valuation_case import cost, data_set, project

from gzvalue.gui.screens.uses_price import PricePage
from gzvalue.gui.trace import TraceDialog
from gzvalue.gui.work import Work
from gzvalue.schema.edit import Entry


@pytest.fixture
def page(qtbot, tmp_path):
    session = session_of(tmp_path, project(data_set(1, "D01", scarcity="稀缺"), data_set(2, "D02"), cost(1, "D01", 500000)))
    made = PricePage(session, Work())
    session.changed.connect(made.refresh)
    shown(qtbot, made, (1100, 760))
    made.refresh()
    yield made
    made.close_down()
    made.work.close()
    made.session.close()


def add(page, **cells):
    page.table.add_row()
    settle()
    id = page.table.ids()[-1]
    page.session.enter([Entry("product_price", id, key, text) for key, text in cells.items()])
    settle()
    return id


def test_an_empty_page_says_what_it_is_for(page):
    assert not page.papers.preview_button.isEnabled()
    assert "还没有定价" in page.result.word.text()
    assert not page.grab().isNull()


def test_a_new_price_has_a_code_and_is_refused_until_there_is_cost(page):
    id = add(page, data_set="D02")
    assert page.session.text("product_price", id, "code") == "J01"
    assert "没有成本明细" in page.result.word.text()
    assert not page.papers.save_button.isEnabled()
    page.session.add("cost_item", [{"data_set": "D02", "category": "采集", "name": "闸机", "amount": "100000"}])
    settle()
    assert page.result.figure.isVisible()
    assert page.papers.save_button.isEnabled()


def test_the_knob_tries_the_price_and_enters_it_when_let_go(page):
    id = add(page, name="指数", data_set="D01", buyers="5")
    line = page.result.lines["quality"]
    before = page.price.price
    assert "115,000.00" in page.result.base.text()
    knob = QPoint(int(line.bar._at(Decimal("1.2"))), 13)
    QTest.mousePress(line.bar, Qt.MouseButton.LeftButton, pos=knob)
    settle()
    assert page.price.price == before * Decimal("1.2")
    assert page.session.text("product_price", id, "quality") == ""
    QTest.mouseRelease(line.bar, Qt.MouseButton.LeftButton, pos=knob)
    settle()
    assert page.session.text("product_price", id, "quality") == "1.2"
    assert line.back.isVisible()
    line.back.click()
    settle()
    assert page.session.text("product_price", id, "quality") == ""
    assert page.price.price == before
    QTest.keyClick(line.bar, Qt.Key.Key_Home)
    settle()
    assert page.session.text("product_price", id, "quality") == "0.6"
    QTest.keyClick(line.bar, Qt.Key.Key_Right)
    settle()
    assert page.session.text("product_price", id, "quality") == "0.61"


def test_figures_open_where_they_come_from(page, qtbot):
    add(page, data_set="D01", sources="2")
    for click in (page.result.figure.click, page.result.band.click, page.result.lines["scarcity"].door.click, page.result.k.click):
        click()
        settle()
        (dialog,) = page.findChildren(TraceDialog)
        assert dialog.step.id.startswith("定价/")
        dialog.close()
        settle()
    page.result.modes.opened.emit(0)
    settle()
    (dialog,) = page.findChildren(TraceDialog)
    assert "一口价" in dialog.step.name
    dialog.close()


def test_ways_of_charging_and_quotes_belong_to_the_price_they_stand_under(page):
    add(page, data_set="D01")
    second = add(page, data_set="D01")
    page.session.add("price_mode", [{"price": "J01", "mode": "按次", "quantity": "1000"}, {"price": "J02", "mode": "一口价"}])
    page.session.add("price_quote", [{"price": "J02", "kind": "银行测算", "source": "示例银行", "amount": "1", "basis": "每个买方·每年"}])
    settle()
    page.show_place("price_mode", 1, "quantity")
    settle()
    assert page.code == "J01"
    assert page.parts["price_mode"].ids() == [1]
    assert page.detail.tabText(page.detail.currentIndex()) == "计价方式"
    assert [line.texts[0] for line in page.result.modes.lines] == ["按次"]
    assert not page.result.chart.isVisible()
    page.show_place("product_price", second, "buyers")
    settle()
    assert page.code == "J02"
    assert page.parts["price_mode"].ids() == [2]
    assert len(page.result.chart.rows) == 1
    assert not page.grab().isNull()


def test_a_narrow_window_has_the_price_on_a_page_of_its_own(page):
    add(page, data_set="D01")
    page.resize(760, 420)
    settle()
    assert page.detail.tabText(0) == "价格"
    page.resize(1100, 760)
    settle()
    assert page.detail.tabText(0) == "填报"


def test_the_sheet_is_written(page, tmp_path):
    add(page, data_set="D01", buyers="3")
    said = []
    page.said.connect(lambda text, path: said.append(path))
    page.papers.save(tmp_path / "定价.pdf")
    wait_for(lambda: bool(said), what="the paper")
    assert (tmp_path / "定价.pdf").read_bytes().startswith(b"%PDF")
