"""⑧ 申报材料 through real widgets: check list, parts, live pages from the child process, 生成, 打印."""

import time
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

import pypdfium2
from hands import button, choose, click, press, sample_session, session_of, settle, shown, type_line, wait_for
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from gzvalue.errors import Cancelled, UserError
from gzvalue.gui.pages import PagesView
from gzvalue.gui.paper import PaperMaker, order_of
from gzvalue.gui.printing import PrintJob, a4_printer
from gzvalue.gui.screens.dossier import DossierScreen
from gzvalue.gui.work import Work
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.edit import Entry
from gzvalue.schema.enterprise import Enterprise
from gzvalue.schema.project import project_of

SMALL = project_of([Enterprise(name="测试企业有限公司"), *(DataSet(id=n, code=f"D0{n}", name=f"数据集{n}") for n in (1, 2, 3))])


def text_of(content: bytes | Path) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.fixture(scope="module")
def small_pdf(tmp_path_factory) -> bytes:
    out = tmp_path_factory.mktemp("paper") / "small.pdf"
    maker = PaperMaker()
    maker.make(order_of(SMALL, out), progress=lambda *_far: None)
    maker.close()
    return out.read_bytes()


@pytest.fixture
def screen(qtbot, tmp_path):
    made = DossierScreen(session_of(tmp_path, SMALL), Work())
    shown(qtbot, made, (1000, 700))
    yield made
    made.close_down()
    made.work.close()
    made.session.close()


def rendered(screen):
    return screen.preview.pages.count > 0 and not screen.preview.working


# --- the live pages ---------------------------------------------------------------------------------


def test_pages_appear_by_themselves_and_follow_an_edit_after_a_pause(screen):
    assert screen.preview.working
    wait_for(lambda: rendered(screen), what="the first pages")
    first = screen.preview.pages.count
    assert f"/ {first} 页" in screen.preview.of.text()
    before = screen.preview.pages.document.get_page_size(0)
    assert before == pytest.approx((595, 842), abs=1)
    shown_text = "\n".join(page.get_textpage().get_text_range() for page in screen.preview.pages.document)
    assert "测试企业有限公司" in shown_text
    screen.session.enter([Entry("enterprise", 1, "name", "改名后的企业有限公司")])
    wait_for(lambda: "改名后的企业有限公司" in screen.preview.pages.document[0].get_textpage().get_text_range(), what="fresh pages")


def test_while_it_is_not_seen_nothing_is_rendered(screen):
    wait_for(lambda: rendered(screen))
    screen.hide()
    screen.session.enter([Entry("enterprise", 1, "name", "看不见时改的名")])
    settle(50)
    assert not screen.preview.working
    screen.show()
    wait_for(lambda: "看不见时改的名" in screen.preview.pages.document[0].get_textpage().get_text_range())


def test_work_can_be_cancelled_and_says_so(screen):
    assert screen.preview.working
    click(screen.preview.cancel)
    wait_for(lambda: not screen.preview.working)
    assert "已停止" in screen.preview.trouble.text()
    assert screen.preview.pages.count == 0
    screen.session.enter([Entry("enterprise", 1, "name", "再改一次")])
    wait_for(lambda: rendered(screen), what="pages after a further edit")
    assert not screen.preview.trouble.isVisible()


def test_a_project_with_errors_has_the_draft_mark_and_says_why(screen):
    assert "错误" in screen.checks.verdict.text()
    assert "草稿" in screen.checks.words.text()
    wait_for(lambda: rendered(screen))
    assert "草稿" in screen.preview.pages.document[0].get_textpage().get_text_range()


# --- the check list and the parts ---------------------------------------------------------------------


def test_problems_stand_by_step_and_lead_to_their_field(screen):
    tree = screen.checks.tree
    heads = [tree.topLevelItem(n).text(0) for n in range(tree.topLevelItemCount())]
    assert heads[0].startswith("① 企业概况　错误")
    first = tree.topLevelItem(0)
    assert first.isExpanded()
    places = []
    screen.go_to.connect(lambda *place: places.append(place))
    tree.setCurrentItem(first.child(0))
    tree.itemActivated.emit(first.child(0), 0)
    assert places[0][0] in ("enterprise", "valuation_head")


def test_mending_shortens_the_list(screen):
    count = screen.checks.verdict.text()
    screen.session.enter([Entry("valuation_head", 1, "purpose", "为质押融资提供内部参考")])
    settle()
    assert screen.checks.verdict.text() != count


def test_a_part_that_is_left_out_is_not_in_the_paper(screen):
    wait_for(lambda: rendered(screen))
    assert any("签署" in title for title in chapters(screen))
    screen.left.setCurrentWidget(screen.parts)
    settle()
    click(screen.parts.ticks["签署"])
    assert screen.session.project.dossier_choice.left_out == ("签署",)
    wait_for(lambda: rendered(screen) and not any("签署" in title for title in chapters(screen)), what="pages without 签署")
    screen.session.undo()
    settle()
    assert screen.parts.ticks["签署"].isChecked()


def chapters(screen):
    return [mark.get_title() for mark in screen.preview.pages.document.get_toc()]


def test_data_sets_with_a_page_of_their_own_are_kept_in_the_file(screen):
    screen.left.setCurrentWidget(screen.parts)
    settle()
    screen.parts.set_sheets(("D02",))
    settle()
    assert "已选 D02" in screen.parts.pages.text()
    assert screen.session.project.dossier_choice.sheets == ("D02",)
    click(screen.parts.default)
    assert screen.session.project.dossier_choice.sheets is None


# --- 生成 ------------------------------------------------------------------------------------------------


def test_making_the_pdf_writes_the_file_and_ends_in_a_quiet_line_with_a_link(screen, tmp_path):
    said = []
    screen.said.connect(lambda *words: said.append(words))
    screen.make(tmp_path / "材料")
    wait_for(lambda: said, what="the quiet line")
    words, link = said[0]
    assert "已生成草稿 材料.pdf" in words
    assert link == str(tmp_path / "材料.pdf")
    assert "测试企业有限公司" in text_of(tmp_path / "材料.pdf")


def test_a_place_where_nothing_can_be_written_is_said_beside_the_pages(screen, tmp_path):
    screen.make(tmp_path / "没有这个文件夹" / "材料.pdf")
    wait_for(lambda: screen.preview.trouble.isVisible(), what="the reason")
    assert screen.preview.trouble.text()
    assert not (tmp_path / "没有这个文件夹").exists()


def test_what_cannot_be_done_is_a_user_error_and_a_stopped_paper_leaves_no_file(tmp_path):
    maker = PaperMaker()
    with pytest.raises(UserError):
        maker.make(order_of(SMALL, tmp_path / "资产评估报告.pdf"), progress=lambda *_far: None)

    def stop(*_far):
        raise Cancelled

    with pytest.raises(Cancelled):
        maker.make(order_of(SMALL, tmp_path / "停.pdf"), progress=stop)
    assert list(tmp_path.iterdir()) == []
    maker.close()


# --- pages: turning, zooming ------------------------------------------------------------------------------


@pytest.fixture
def pages(qtbot, small_pdf):
    made = PagesView()
    shown(qtbot, made, (600, 500))
    made.show_document(small_pdf)
    settle()
    yield made
    made.show_document(None)


def test_pages_are_turned_by_keys_and_number(pages):
    assert pages.page == 1
    press(pages, Qt.Key.Key_PageDown)
    assert pages.page == 2
    press(pages, Qt.Key.Key_End)
    assert pages.page == pages.count
    press(pages, Qt.Key.Key_Home)
    assert pages.page == 1
    pages.go(3)
    assert pages.page == 3
    assert pages.accessibleDescription() == f"共 {pages.count} 页"


def test_zoom_keeps_the_page_and_fits_the_width_by_default(pages):
    pages.go(2)
    fitted = pages.scale_of(1) * 595
    assert fitted == pytest.approx(pages.viewport().width() - 32, abs=2)
    pages.zoom_to(2.0)
    assert pages.page == 2
    assert pages.horizontalScrollBar().maximum() > 0
    press(pages, Qt.Key.Key_Minus)
    assert pages.zoom == 1.5
    press(pages, Qt.Key.Key_0)
    assert pages.zoom == 0
    assert pages.page == 2


def test_pages_are_really_painted(pages):
    image = pages.grab().toImage()
    dark = sum(image.pixelColor(x, y).lightness() < 90 for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    assert dark > 100


def test_fresh_pages_keep_the_reader_where_he_was(pages, small_pdf):
    pages.go(3)
    pages.show_document(small_pdf)
    assert pages.page == 3


def test_a_view_without_a_document_takes_every_key(qtbot):
    made = PagesView()
    shown(qtbot, made, (300, 300))
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_Plus, Qt.Key.Key_0):
        press(made, key)
    made.grab()
    assert made.page == 0


def test_the_tool_bar_turns_and_zooms(screen):
    wait_for(lambda: rendered(screen))
    type_line(screen.preview.number, "2")
    assert screen.preview.pages.page == 2
    click(screen.preview.on)
    assert screen.preview.pages.page == 3
    click(screen.preview.back)
    assert screen.preview.number.text() == "2"
    choose(screen.preview.zoom, "150%")
    assert screen.preview.pages.zoom == 1.5
    kept = screen.place()
    screen.preview.pages.go(1)
    screen.restore(kept)
    assert screen.preview.pages.page == 2


# --- 打印 ---------------------------------------------------------------------------------------------------


def pdf_printer(path: Path) -> QPrinter:
    printer = a4_printer("测试")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(100)
    return printer


def test_printing_paints_every_page_at_the_printers_size(qtbot, small_pdf, tmp_path):
    document = pypdfium2.PdfDocument(small_pdf)
    job = PrintJob(document, pdf_printer(tmp_path / "out.pdf"))
    seen = []
    job.progressed.connect(lambda done, total: seen.append((done, total)))
    with qtbot.waitSignal(job.finished, timeout=20000) as finished:
        assert job.start()
    assert finished.args == [True]
    assert seen[-1] == (len(document), len(document))
    printed = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    assert len(printed) == len(document)
    wide = [page.get_size()[0] > page.get_size()[1] for page in document]
    assert [page.get_size()[0] > page.get_size()[1] for page in printed] == wide
    printed.close()
    document.close()


def test_only_the_pages_asked_for_are_printed_and_printing_can_be_stopped(screen, tmp_path):
    wait_for(lambda: rendered(screen))
    printer = pdf_printer(tmp_path / "two.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    said = []
    screen.said.connect(lambda words, _link: said.append(words))
    assert screen.print_on(printer)
    wait_for(lambda: said, what="the end of printing")
    assert said == ["已送到打印机"]
    printed = pypdfium2.PdfDocument(tmp_path / "two.pdf")
    assert len(printed) == 2
    printed.close()
    assert screen.print_on(pdf_printer(tmp_path / "all.pdf"))
    click(screen.preview.cancel)
    wait_for(lambda: len(said) == 2)
    assert "已取消" in said[1]


def test_fresh_pages_wait_until_printing_has_ended(screen, tmp_path):
    wait_for(lambda: rendered(screen))
    said = []
    screen.said.connect(lambda words, _link: said.append(words))
    assert screen.print_on(pdf_printer(tmp_path / "all.pdf"))
    screen.session.enter([Entry("enterprise", 1, "name", "打印时改的名")])
    wait_for(lambda: said)
    wait_for(lambda: "打印时改的名" in screen.preview.pages.document[0].get_textpage().get_text_range(), what="fresh pages after printing")


# --- the real sample ---------------------------------------------------------------------------------------


def test_the_sample_shows_its_pages_without_standing_still(qtbot, tmp_path):
    """45 data sets: the event loop goes on while the child works."""
    made = DossierScreen(sample_session(tmp_path), Work())
    shown(qtbot, made, (1000, 700))
    started = last = time.perf_counter()
    gaps = []
    while not rendered(made):
        settle(1)
        gaps.append(time.perf_counter() - last)
        last = time.perf_counter()
        assert last - started < 60
    assert made.preview.pages.count > 45
    assert "错误 0 处" in made.checks.verdict.text()
    assert "没有错误，可以签发" in made.checks.words.text()
    assert "示例数据" in made.preview.pages.document[0].get_textpage().get_text_range()
    assert button(made, "打印").isEnabled()
    assert len(gaps) > 10, "the window went on while the child worked"
    made.close_down()
    made.work.close()
    made.session.close()
