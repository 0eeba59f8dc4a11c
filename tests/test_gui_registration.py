"""Step three: board of certificates, registration material, volume of attachments, used as a person does."""

from datetime import date

import pytest
from hands import button, choose, click, commit, sample_session, session_of, settle, shown, wait_for
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication

from gzvalue.gui.screens.attachments_page import AttachmentsPage
from gzvalue.gui.screens.certificates_board import CertificatesBoard
from gzvalue.gui.screens.registration import RegistrationPage
from gzvalue.gui.screens.rights import RightsScreen
from gzvalue.gui.work import Work
from gzvalue.schema.project import project_of
from gzvalue.schema.rights_forms import Certificate


@pytest.fixture
def session(tmp_path, qapp):
    made = sample_session(tmp_path)
    yield made
    made.close()


@pytest.fixture
def work(qapp):
    made = Work()
    yield made
    made.close()


@pytest.fixture
def page(qtbot, session, work):
    made = shown(qtbot, RegistrationPage(session, work))
    made.choose("national", "initial", "D01")
    return made


def write(card, text):
    card.editor.setFocus()
    card.editor.selectAll()
    commit(card.editor, text)
    card.editor.finish()
    settle()


# --- the board ----------------------------------------------------------------------------------------


def test_the_board_counts_filters_and_leads_to_the_certificate(qtbot, session):
    board = shown(qtbot, CertificatesBoard(session))
    choose(board.day, "编制日期")
    counts = {key: made.count for key, made in board.stages.buttons.items()}
    assert (counts["draft"], counts["accepted"], counts["review"], counts["certified"]) == (1, 1, 3, 38)
    click(board.stages.buttons["review"])
    assert [line.texts[0] for line in board.table.lines] == ["Z08", "Z19", "Z25"]
    click(board.stages.buttons["review"])
    assert len(board.table.lines) == 43
    led = []
    board.go_to.connect(lambda *place: led.append(place))
    board.table.opened.emit(board.table.lines[0].key)
    assert led[0][0] == "certificate"
    assert "D16" in board.differences.lines[0].texts[0]
    session.enter([entry("stated_name", 3, "name", session.project.stated_names[2].name.replace("兴义市", "兴义市道路运输业"))])
    settle()
    assert board.differences.lines == ()


def entry(form, id, key, text):
    from gzvalue.schema.edit import Entry

    return Entry(form, id, key, text)


def test_a_certificate_about_to_end_stands_in_its_own_column(qtbot, tmp_path, qapp):
    near = date.today().replace(year=date.today().year + 1, day=1)
    one = Certificate(id=1, code="Z1", kind="数据产权登记凭证", state="已发证", valid_until=date.today(), data_sets=("D01",), number="x")
    other = Certificate(id=2, code="Z2", kind="其他", state="已发证", valid_until=near, data_sets=("D01",), number="y")
    session = session_of(tmp_path, project_of([one, other]))
    board = shown(qtbot, CertificatesBoard(session))
    assert board.stages.buttons["expiring"].count == 1
    assert [line.tone for line in board.table.lines] == ["", "attention"]
    assert "30 天内 1 份" in board.words.text()
    session.close()


# --- registration material -------------------------------------------------------------------------------


def test_one_click_copies_a_field(page):
    card = page.cards["data_name"]
    click(card.copy_button)
    assert QGuiApplication.clipboard().text() == "2005年至2025年兴义市公共设施管理业景区门票销售数据集"
    assert card.count.text() == "30／40 字"


def test_an_over_long_text_is_kept_whole_and_its_tail_is_marked(page, session):
    card = page.cards["data_name"]
    text = "甲" * 39 + "😀乙丙丁"
    write(card, text)
    assert card.editor.toPlainText() == text
    assert card.count.text() == "43／40 字，超出 3 字"
    (marked,) = card.editor.extraSelections()
    assert marked.cursor.selectedText() == "乙丙丁"
    assert "须删去 3 字" in card.fault.text()
    said = []
    page.said.connect(lambda words, _path: said.append(words))
    click(card.copy_button)
    assert QGuiApplication.clipboard().text() == text
    assert "比限长多 3 字" in said[-1]
    session.undo()
    settle()
    assert card.editor.extraSelections() == []


def test_a_text_written_by_hand_is_kept_and_goes_back_to_automatic(page, session):
    card = page.cards["data_summary"]
    automatic = card.editor.toPlainText()
    write(card, "手写的概述。")
    (kept,) = session.project.registration_entries
    assert (kept.registry, kept.form_name, kept.data_set, kept.field, kept.text) == (
        "national",
        "initial",
        "D01",
        "data_summary",
        "手写的概述。",
    )
    assert card.back_button.isVisible()
    page.choose("national", "initial", "D06")
    assert "手写" not in page.cards["data_summary"].editor.toPlainText()
    page.choose("national", "initial", "D01")
    assert page.cards["data_summary"].editor.toPlainText() == "手写的概述。"
    click(page.cards["data_summary"].back_button)
    assert session.project.registration_entries == ()
    assert page.cards["data_summary"].editor.toPlainText() == automatic


def test_other_registries_have_other_fields_and_the_bank_gets_a_batch(page):
    choose(page.registry_box, "中登网")
    assert "由质权人（银行）填报" in page.note.text()
    assert "collateral_description" in page.cards
    assert "data_name" not in page.cards
    assert not page.data_set_box.isEnabled()
    choose(page.registry_box, "数据知识产权")
    assert "未经官方文本核对" in page.note.text()
    assert {line.texts[0] for line in page.materials.lines} >= {"缺", "随材料包生成"}


def test_choices_are_offered_and_places_are_led_to(page):
    card = page.cards["geo_scope"]
    choose(card.choices, "市级")
    assert card.editor.toPlainText() == "市级"
    led = []
    page.go_to.connect(lambda *place: led.append(place))
    click(page.cards["contact_person"].place_button)
    assert led == [("enterprise", 1, "contact_person")]


def test_the_package_is_made_beside_the_window(page, work, tmp_path):
    said = []
    page.said.connect(lambda words, path: said.append((words, path)))
    page.make_into(tmp_path / "材料")
    wait_for(lambda: said, what="the package")
    assert "已生成登记材料 1 份" in said[0][0]
    assert said[0][1] == str(tmp_path / "材料")
    assert any(path.suffix == ".pdf" for path in (tmp_path / "材料").iterdir())
    assert page.make_button.isEnabled()


def test_an_empty_project_says_what_comes_first(qtbot, tmp_path, work, qapp):
    session = session_of(tmp_path)
    made = shown(qtbot, RegistrationPage(session, work))
    assert "先在数据目录中列出数据集" in made.verdict.text()
    assert not made.make_button.isEnabled()
    book = shown(qtbot, AttachmentsPage(session, work))
    assert not book.make_button.isEnabled()
    session.close()


# --- the volume -----------------------------------------------------------------------------------------------


def test_the_volume_is_made_and_pages_are_mended(qtbot, session, work, tmp_path):
    session.enter([entry("evidence", 1, "pages", "7")])
    page = shown(qtbot, AttachmentsPage(session, work))
    assert page.table.lines[1].texts[3] == "8"
    said = []
    page.said.connect(lambda words, path: said.append((words, path)))
    page.make_at(tmp_path / "册.pdf")
    wait_for(lambda: said, what="the volume")
    assert len(PdfReader(tmp_path / "册.pdf").pages) > 17
    assert "登记页数为 7 页，实际 1 页" in page.message.text()
    click(page.mend_button)
    assert session.project.evidence[0].pages == 1
    assert page.table.lines[1].texts[3] == "2"
    assert not page.mend_button.isVisible()
    click(button(page, "核对文件"))
    wait_for(lambda: len(said) > 1, what="the check")
    assert "全部相符" in said[-1][0]


# --- within the step ---------------------------------------------------------------------------------------------


def test_the_step_leads_to_the_pages(qtbot, session, work):
    screen = shown(qtbot, RightsScreen(session, work))
    names = [screen.tabs.tabText(number) for number in range(screen.tabs.count())]
    assert names.index("权属凭证") < names.index("凭证台账") < names.index("登记材料") < names.index("附件册")
    screen.show_place("deposit", 1, "number")
    assert screen.tabs.currentWidget() is screen.board
    screen.show_place("stated_name", 3, "name")
    assert screen.board.page().papers.currentIndex() == 1
    (made,) = session.add(
        "registration_entry",
        [{"registry": "guizhou-ip", "form_name": "application", "data_set": "D06", "field": "use_scenario", "text": "手写"}],
    )
    screen.show_place("registration_entry", made, "text")
    assert screen.tabs.currentWidget() is screen.registration
    assert screen.registration.page().data_set.code == "D06"
    screen.resize(800, 300)
    for widget in (screen.board, screen.registration, screen.book):
        screen.tabs.setCurrentWidget(widget)
        settle()
        assert widget.page().width() <= 800
