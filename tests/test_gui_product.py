"""产品与流通 through real widgets: records typed, checks beside them, doors to their fields, preview and PDF, a sample from a file."""

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

import pypdf
from hands import click, fill, session_of, settle, shown, wait_for
from product_projects import licence, offering, product, trade
from PySide6.QtCore import Qt

from gzvalue.gui.screens.uses import UsesScreen
from gzvalue.gui.screens.uses_product_tab import CheckLine
from gzvalue.gui.work import Work


def made(qtbot, tmp_path, project, size=(1200, 760)):
    screen = UsesScreen(session_of(tmp_path, project), Work())
    shown(qtbot, screen, size)
    screen.show_place("data_product", 0, "")
    settle()
    return screen


@pytest.fixture
def screen(qtbot, tmp_path):
    found = made(qtbot, tmp_path, offering(product(type=None), licence(), trade()))
    yield found
    found.close_down()
    found.work.close()
    found.session.close()


def checks(tab):
    """The sentences of the checks that are shown."""
    return [one.text.text() for one in tab.findChildren(CheckLine) if one.parent() is not None and not one.isHidden()]


def test_what_is_missing_stands_beside_the_record_leads_there_and_goes_when_filled(screen):
    page = screen.page("product")
    tab = page.tab("data_product")
    assert "待补正 1 处" in tab.verdict.text()
    line = next(one for one in tab.findChildren(CheckLine) if "未填“产品类型”" in one.text.text())
    click(line.door)
    settle()
    assert tab.form.inputs["type"].editor.hasFocus() or tab.form.inputs["type"].editor.isAncestorOf(screen.focusWidget())
    fill(tab.form, "type", "指数")
    settle()
    assert tab.verdict.text().startswith("没有待补正")
    assert not any("产品类型" in words for words in checks(tab))


def test_a_problem_of_another_step_is_handed_to_the_window(screen):
    asked = []
    screen.go_to.connect(lambda *place: asked.append(place))
    screen.session.enter([_entry("data_set", 1, "grade", "核心")])
    settle()
    tab = screen.page("product").tab("data_product")
    line = next(one for one in tab.findChildren(CheckLine) if "核心数据不得纳入" in one.text.text())
    click(line.door)
    assert asked == [("data_set", 1, "grade")]


def _entry(form, id, key, text):
    from gzvalue.schema.edit import Entry

    return Entry(form, id, key, text)


def test_what_the_program_fills_in_is_shown_with_its_source(screen):
    tab = screen.page("product").tab("data_product")
    shown_lines = {line.texts[0]: line.texts[1:] for line in tab.taken.lines}
    assert shown_lines["提供方"] == ("示例峰林旅游集团有限公司", "企业概况")
    assert shown_lines["登记凭证编号"][1] == "权属凭证 Z01"
    assert "产品名称" not in shown_lines


def test_each_tab_writes_its_own_paper(screen, tmp_path):
    page = screen.page("product")
    said = []
    screen.said.connect(lambda text, path: said.append((text, path)))
    for form, title in (("data_product", "数据产品说明书"), ("data_licence", "数据许可使用要素表"), ("data_trade", "数据交易要素表")):
        screen.show_place(form, 1, "code")
        settle()
        out = tmp_path / f"{form}.pdf"
        page.tab(form).papers.save(out)
        wait_for(lambda: len(said) and said[-1][1].endswith(out.name), what=title)  # noqa: B023
        assert title in said[-1][0]
        assert title in "".join(pypdf.PdfReader(out).pages[0].extract_text().split())


def test_the_preview_shows_the_pages_and_leaves_no_file(screen, tmp_path):
    papers = screen.page("product").tab("data_product").papers
    click(papers.preview_button)
    wait_for(lambda: papers.shown is not None, what="preview")
    assert papers.shown.pages.count >= 2
    assert "草稿" in papers.shown.count.text()
    assert not list(tmp_path.glob("*.pdf"))
    papers.shown.close()


def test_without_a_data_set_nothing_can_be_made(qtbot, tmp_path):
    screen = made(qtbot, tmp_path, offering(product(data_sets=None)))
    tab = screen.page("product").tab("data_product")
    assert "先填数据集编号" in tab.verdict.text()
    assert not tab.papers.save_button.isEnabled()
    screen.page("product").tabs.setCurrentIndex(1)
    settle()
    assert not screen.page("product").tab("data_licence").papers.preview_button.isEnabled()
    screen.work.close()
    screen.session.close()


def test_a_sample_is_taken_from_a_file_as_one_edit_without_columns_of_people(screen, tmp_path):
    source = tmp_path / "样例.csv"
    source.write_text("order_no,姓名,区域\nT1,张三,东区\nT2,李四,西区\n", encoding="utf-8")
    page, session = screen.page("product"), screen.session
    page.sample.take(source)
    wait_for(lambda: session.record("data_product", 1).sample.startswith("order_no"), what="sample")
    assert session.record("data_product", 1).sample.splitlines() == ["order_no,区域", "T1,东区", "T2,西区"]
    session.undo()
    assert session.record("data_product", 1).sample.startswith("日期")


def test_in_a_low_window_the_checks_are_a_page_behind_the_record(screen):
    tab = screen.page("product").tab("data_product")
    assert tab.halves.count() == 2
    screen.resize(780, 420)
    settle()
    assert tab.halves.count() == 1
    assert tab.detail.tabText(1) == "核对与生成"
    assert not tab.side.isVisible(), "it may not shine through the page in front"
    tab.detail.setCurrentIndex(1)
    settle()
    assert tab.verdict.isVisible()
    screen.resize(1200, 760)
    settle()
    assert tab.halves.count() == 2
    assert tab.side.isVisible()
    assert tab.halves.orientation() == Qt.Orientation.Horizontal


def test_a_figure_out_of_range_is_among_the_checks(screen):
    screen.session.enter([_entry("data_product", 1, "type", "指数"), _entry("data_product", 1, "price", "-1")])
    screen.refresh()
    settle()
    tab = screen.page("product").tab("data_product")
    assert "待补正 1 处" in tab.verdict.text()
    assert any("应不小于 0.00" in words for words in checks(tab))


def test_a_long_name_does_not_push_the_page_wide(screen):
    tab = screen.page("product").tab("data_product")
    before = tab.minimumSizeHint().width()
    screen.session.enter([_entry("data_product", 1, "name", "很长的产品名称" * 14)])
    settle()
    assert len(tab.master.title.text()) > 30
    assert tab.minimumSizeHint().width() <= before
    assert tab.master.halves.orientation() == Qt.Orientation.Vertical
