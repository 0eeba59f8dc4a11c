"""Steps one to four: what a person sees and does there."""

from pathlib import Path

import pytest
from hands import button, choose, click, fill, paste, sample_session, session_of, settle, shown, type_cell, wait_for
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from gzvalue.actions import evidence
from gzvalue.errors import UserError
from gzvalue.gui.screens import make_screen
from gzvalue.gui.work import Work
from gzvalue.schema.edit import Entry
from gzvalue.schema.kinds import plain


@pytest.fixture
def work(qapp):
    made = Work()
    yield made
    made.close()


@pytest.fixture
def session(tmp_path):
    made = session_of(tmp_path)
    yield made
    made.close()


@pytest.fixture
def sample(tmp_path):
    made = sample_session(tmp_path)
    yield made
    made.close()


def screen(qtbot, key, session, work, size=(1200, 760)):
    return shown(qtbot, make_screen(key, session, work), size)


# --- ① --------------------------------------------------------------------------------------------


def test_the_licence_is_filled_and_what_is_missing_is_counted(qtbot, session, work):
    made = screen(qtbot, "enterprise", session, work)
    before = made.head.note.text()
    fill(made.licence, "name", "示例峰林旅游集团有限公司")
    fill(made.licence, "ownership", "国有独资")
    assert session.project.enterprise.ownership == "国有独资"
    assert "还差" in before
    assert made.head.note.text() != before
    assert made.head.note.text().startswith("示例峰林旅游集团有限公司")


def test_accounts_are_pasted_as_years_side_by_side(qtbot, session, work):
    made = screen(qtbot, "enterprise", session, work)
    made.show_place("finance_year", 0, "")
    click(button(made, "新增年度"))
    paste(made.years.view, "2024\t2025\n24350万\t26180万\n")
    assert [(y.year, plain(y.revenue)) for y in session.project.finance_years] == [(2024, "243500000"), (2025, "261800000")]


def test_the_eight_steps_are_listed_once(qtbot, session, work):
    made = screen(qtbot, "enterprise", session, work)
    made.tabs.setCurrentIndex(3)
    settle()
    click(button(made, "列出八个步骤"))
    assert [d.step for d in session.project.step_duties][:2] == ["企业概况", "数据目录"]
    made.list_steps()
    assert len(session.project.step_duties) == 8
    type_cell(made.duties, 2, "department", "信息部")
    assert session.record("step_duty", 2).department == "信息部"


# --- ② --------------------------------------------------------------------------------------------


def test_the_catalogue_shows_the_current_data_set_in_full(qtbot, sample, work):
    made = screen(qtbot, "catalogue", sample, work)
    assert made.detail.forms[0].id == 1
    made.table.select(6)
    assert made.pages.title.text() == "D06 景区分时客流统计数据集"
    fill(made.detail.forms[0], "storage_gb", "5.5")
    assert plain(sample.record("data_set", 6).storage_gb) == "5.5"
    column = made.table.model.column_of("storage_gb")
    assert made.table.model.look(made.table.model.at(5, column)).text == "5.5"


def test_filters_by_domain_and_by_what_is_missing(qtbot, sample, work):
    made = screen(qtbot, "catalogue", sample, work)
    choose(made.domain, "票务销售")
    assert {sample.record("data_set", id).business_domain for id in made.table.ids()} == {"票务销售"}
    sample.enter([Entry("data_set", 2, "rights", "")])
    made.only_problems.click()
    settle()
    assert 2 in made.table.ids()
    made.show_place("data_set", 30, "name")
    assert made.table.current_id() == 30
    assert made.domain.currentIndex() == 0


def test_costs_and_fields_of_one_data_set_stay_with_it(qtbot, sample, work):
    made = screen(qtbot, "catalogue", sample, work)
    made.table.select(3)
    made.detail.tabs.setCurrentIndex(4)
    settle()
    before = len(made.detail.costs.ids())
    made.detail.costs.add_row()
    assert len(made.detail.costs.ids()) == before + 1
    assert sample.project.cost_items[-1].data_set == "D03"
    made.table.select(4)
    assert all(sample.record("cost_item", id).data_set == "D04" for id in made.detail.costs.ids())
    made.detail.tabs.setCurrentIndex(5)
    settle()
    made.detail.fields.add_row()
    paste(made.detail.fields.view, "order_no\t订单号\t文本\t20\t是\t否\nmobile\t手机号\t文本\t11\t否\t是\n")
    fields = [f for f in sample.project.data_fields if f.data_set == "D04"]
    assert [(f.name, f.type, f.length, f.key, f.personal) for f in fields[-2:]] == [
        ("order_no", "文本", 20, True, False),
        ("mobile", "文本", 11, False, True),
    ]
    made.show_place("data_field", fields[-1].id, "label")
    assert made.detail.fields.current_id() == fields[-1].id


def test_fill_rate_and_missing_stand_in_the_table(qtbot, session, work):
    session.add("data_set", [{"code": "D01"}])
    made = screen(qtbot, "catalogue", session, work)
    model = made.table.model
    rate = model.look(model.at(0, model.column_of("filled")))
    assert rate.text.endswith("%")
    assert "处" in model.look(model.at(0, model.column_of("problems"))).text
    assert "1 项待补正" in made.head.note.text()


def test_the_place_on_a_screen_comes_back(qtbot, sample, work):
    made = screen(qtbot, "catalogue", sample, work)
    made.table.select(17)
    made.detail.tabs.setCurrentIndex(2)
    place = made.place()
    again = make_screen("catalogue", sample, work)
    qtbot.addWidget(again)
    again.restore(place)
    assert again.place() == place


# --- ③ --------------------------------------------------------------------------------------------


def test_the_chain_counts_and_leads_to_the_first_open_question(qtbot, sample, work):
    made = screen(qtbot, "rights", sample, work)
    words = {b.link.key: (b.link.words, b.link.state) for b in made.chain.buttons}
    assert words["source_type"] == ("45／45 已填", "已填报")
    assert words["restriction"][1] == "待补正"
    click(next(b for b in made.chain.buttons if b.link.key == "restriction"))
    id = made.grid.current_id()
    assert sample.record("data_set", id).restriction == "待核"
    click(next(b for b in made.chain.buttons if b.link.key == "certificate"))
    assert made.tabs.currentWidget() is made.certificates


def test_rights_are_typed_in_the_grid_and_certificates_follow(qtbot, session, work):
    session.add("data_set", [{"code": "D01", "name": "门票"}])
    made = screen(qtbot, "rights", session, work)
    type_cell(made.grid, 1, "rights", "持有权、经营权")
    type_cell(made.grid, 1, "source_type", "自采")
    one = session.record("data_set", 1)
    assert (one.rights, one.source_type) == (("持有权", "经营权"), "采集生成")
    session.add("certificate", [{"code": "Z01", "state": "公示中", "data_sets": "D01"}])
    model = made.grid.model
    assert model.look(model.at(0, model.column_of("certificates"))).text == "Z01 公示中"


def pdf(path: Path, pages: int) -> Path:
    canvas = Canvas(str(path))
    for _ in range(pages):
        canvas.drawString(100, 100, "x")
        canvas.showPage()
    canvas.save()
    return path


def drop(widget, *files: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    for kind in (QDragEnterEvent, QDropEvent):
        event = kind(QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(widget, event)


def test_a_dropped_document_is_kept_with_fingerprint_size_and_pages(qtbot, session, work, tmp_path):
    made = screen(qtbot, "rights", session, work)
    made.tabs.setCurrentIndex(3)
    settle()
    file = pdf(tmp_path / "数据合同（扫描件）.pdf", 3)
    drop(made.evidence, file)
    wait_for(lambda: session.project.evidence)
    kept = session.project.evidence[0]
    assert (kept.code, kept.title, kept.file_name, kept.pages) == ("A01", "数据合同（扫描件）", "数据合同（扫描件）.pdf", 3)
    assert kept.size == file.stat().st_size
    assert session.store.content(kept.sha256) == file.read_bytes()
    drop(made.evidence, file)
    settle(20)
    wait_for(lambda: not work.tasks)
    assert len(session.project.evidence) == 1


def test_a_document_dropped_on_a_data_set_proves_it_and_then_a_field(qtbot, session, work, tmp_path):
    session.add("data_set", [{"code": "D01", "name": "门票"}])
    made = screen(qtbot, "catalogue", session, work)
    made.detail.tabs.setCurrentIndex(6)
    settle()
    picture = tmp_path / "证书.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0 not a real picture")
    drop(made.detail.evidence, picture)
    wait_for(lambda: session.project.evidence_links)
    link = session.project.evidence_links[0]
    assert (link.evidence, link.about_form, link.about_id, link.about_key) == ("A01", "data_set", 1, None)
    assert session.project.evidence[0].pages == 1
    made.detail.evidence.table.select(link.id)
    made.detail.evidence.prove("rights")
    assert session.record("evidence_link", link.id).about_key == "rights"
    table = made.detail.evidence.table.model
    assert table.look(table.at(0, table.column_of("proven"))).text == "权利类型"
    session.undo()
    session.undo()
    assert not session.project.evidence_links
    assert not session.project.evidence


def test_documents_that_cannot_be_taken_are_said(tmp_path):
    empty = tmp_path / "空.pdf"
    empty.write_bytes(b"")
    for path, words in ((empty, "空文件"), (tmp_path / "没有.pdf", "不能读取"), (tmp_path, "文件夹")):
        with pytest.raises(UserError, match=words):
            evidence.read_document(path)


def test_a_document_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "LARGEST", 10)
    path = tmp_path / "大.pdf"
    path.write_bytes(b"x" * 11)
    with pytest.raises(UserError, match="没有加入"):
        evidence.read_document(path)


def test_a_broken_pdf_is_kept_without_a_number_of_pages(tmp_path):
    path = tmp_path / "坏.pdf"
    path.write_bytes(b"%PDF-1.4 broken")
    assert evidence.read_document(path).pages is None
