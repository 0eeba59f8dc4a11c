"""Forms: typing, messages beside the field, nothing lost."""

import pytest
from hands import commit, fill, press, session_of, settle, shown, type_line
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from gzvalue.errors import UserError
from gzvalue.gui.editors import ChoiceEditor, DateEditor
from gzvalue.gui.record import RecordForm
from gzvalue.gui.rows import RowsTable
from gzvalue.gui.session import Session
from gzvalue.schema.edit import Entry
from gzvalue.schema.forms import FORMS
from gzvalue.schema.kinds import plain


@pytest.fixture
def session(tmp_path):
    made = session_of(tmp_path)
    yield made
    made.close()


def form_for(qtbot, session: Session, name: str, id: int | None = None) -> RecordForm:
    made = shown(qtbot, RecordForm(session, name))
    assert isinstance(made, RecordForm)
    if id is not None:
        made.set_record(id)
    return made


def message(form: RecordForm, key: str) -> str:
    label = form.inputs[key].message
    return label.text() if label.isVisible() else ""


@pytest.mark.parametrize("one", FORMS, ids=lambda one: one.name)
def test_every_form_has_an_editor_for_every_field(session, qtbot, one):
    form = form_for(qtbot, session, one.name)
    assert set(form.inputs) == set(one.fields)


def test_what_is_typed_is_saved_with_enter_and_shown_as_the_kind_writes_it(session, qtbot):
    form = form_for(qtbot, session, "enterprise")
    fill(form, "name", "示例峰林旅游集团有限公司")
    fill(form, "registered_capital", "3亿")
    fill(form, "registered_on", "2005年3月18日")
    enterprise = session.project.enterprise
    assert enterprise.name == "示例峰林旅游集团有限公司"
    assert plain(enterprise.registered_capital) == "300000000"
    assert form.inputs["registered_capital"].editor.text() == "300,000,000.00"
    assert form.inputs["registered_on"].editor.text() == "2005-03-18"
    assert session.undo_stack.undoText() == "填写 企业概况 成立日期"


def test_leaving_a_field_saves_it(session, qtbot):
    form = form_for(qtbot, session, "enterprise")
    form.focus_field("name")
    commit(form.inputs["name"].editor, "甲公司")
    assert session.project.enterprise.name is None
    form.focus_field("credit_code")
    settle()
    assert session.project.enterprise.name == "甲公司"


def test_a_wrong_credit_code_is_kept_and_the_right_check_character_is_named(session, qtbot):
    form = form_for(qtbot, session, "enterprise")
    fill(form, "credit_code", "91520000MAEXAMPL88")
    assert session.project.enterprise.credit_code == "91520000MAEXAMPL88"
    assert "校验码应为 7" in message(form, "credit_code")
    fill(form, "credit_code", "9152")
    assert "应为 18 位，现有 4 位" in message(form, "credit_code")
    fill(form, "credit_code", "91520000MAEXAMPL87")
    assert message(form, "credit_code") == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("很多", "不是数字"),
        ("-5", "不小于"),
        ("9" * 18, "不大于"),
        ("9" * 40, "超出可记录的数字范围"),
        ("1,23", "不是数字"),
        ("NaN", "不是数字"),
    ],
)
def test_bad_money_stays_in_the_field_with_what_is_right(session, qtbot, text, words):
    form = form_for(qtbot, session, "enterprise")
    fill(form, "registered_capital", "100万")
    fill(form, "registered_capital", text)
    assert words in message(form, "registered_capital")
    if session.project.raw_texts:
        assert form.inputs["registered_capital"].editor.text() == text
        assert plain(session.project.enterprise.registered_capital) == "1000000"
    fill(form, "registered_capital", "200万")
    assert message(form, "registered_capital") == ""
    assert not session.project.raw_texts


def test_an_end_before_its_start_and_a_share_above_one_are_said_at_the_field(session, qtbot):
    session.add("data_set", [{"code": "D01", "span_start": "2020", "span_end": "2025"}])
    form = form_for(qtbot, session, "data_set", 1)
    fill(form, "span_end", "2019")
    assert session.record("data_set", 1).span_end == "2019"
    assert "早于" in message(form, "span_end") + message(form, "span_start")
    head = form_for(qtbot, session, "valuation_head")
    fill(head, "tax_rate", "125")
    assert "不大于 100%" in message(head, "tax_rate")


def test_two_data_sets_with_one_code_are_said_at_the_code(session, qtbot):
    session.add("data_set", [{"code": "D01"}, {"code": "D02"}])
    form = form_for(qtbot, session, "data_set", 2)
    fill(form, "code", "D01")
    assert session.record("data_set", 2).code == "D01"
    assert "D01" in message(form, "code")


def test_a_bare_number_in_a_field_of_per_cents_means_per_cents(session, qtbot):
    form = form_for(qtbot, session, "valuation_head")
    fill(form, "tax_rate", "25")
    assert plain(session.project.head.tax_rate) == "0.25"
    assert form.inputs["tax_rate"].editor.text() == "25"
    fill(form, "tax_rate", "0.15")
    assert plain(session.project.head.tax_rate) == "0.0015"
    fill(form, "tax_rate", "１５％")
    assert plain(session.project.head.tax_rate) == "0.15"


def test_choices_flags_several_rights_and_dates(session, qtbot):
    session.add("data_set", [{"code": "D01"}])
    form = form_for(qtbot, session, "data_set", 1)
    fill(form, "grade", "L3")
    fill(form, "personal_information", "是")
    fill(form, "rights", "持有权、经营权")
    date = form.inputs["right_until"].editor
    assert isinstance(date, DateEditor)
    date.open_calendar()
    date._calendar.clicked.emit(QDate(2028, 12, 31))
    one = session.record("data_set", 1)
    assert (one.grade, one.personal_information, one.rights, one.right_until.isoformat()) == (
        "L3",
        True,
        ("持有权", "经营权"),
        "2028-12-31",
    )
    fill(form, "rights", "")
    assert session.record("data_set", 1).rights is None


def test_a_choice_is_emptied_by_delete_and_never_changed_by_the_wheel(session, qtbot):
    session.add("data_set", [{"code": "D01", "grade": "L3"}])
    form = form_for(qtbot, session, "data_set", 1)
    editor = form.inputs["grade"].editor
    assert isinstance(editor, ChoiceEditor)
    editor.setFocus()
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(editor, wheel)
    assert session.record("data_set", 1).grade == "L3"
    press(editor, Qt.Key.Key_Delete)
    assert session.record("data_set", 1).grade is None


def test_a_choice_imported_as_unknown_text_is_shown_as_it_was(session, qtbot):
    session.add("data_set", [{"code": "D01", "frequency": "偶尔"}])
    form = form_for(qtbot, session, "data_set", 1)
    assert form.inputs["frequency"].editor.currentText() == "偶尔"
    assert "可选" in message(form, "frequency")
    fill(form, "frequency", "按周")
    assert session.record("data_set", 1).frequency == "按周"
    assert form.inputs["frequency"].editor.findText("偶尔") < 0


def test_ten_thousand_characters_are_kept_and_counted(session, qtbot):
    form = form_for(qtbot, session, "enterprise")
    fill(form, "business_scope", "游" * 10_000)
    assert session.project.enterprise.business_scope == "游" * 10_000
    assert "最多 4000 字，现有 10000 字" in message(form, "business_scope")


def test_a_text_that_is_too_long_is_a_notice_everywhere(session, qtbot):
    session.enter([Entry("enterprise", 1, "business_scope", "长" * 10_000), Entry("enterprise", 1, "registered_capital", "很多")])
    form = form_for(qtbot, session, "enterprise")
    assert form.inputs["business_scope"].message.property("role") == "attention"
    assert form.inputs["business_scope"].editor.property("fault") != "true"
    assert form.inputs["registered_capital"].message.property("role") == "stop"
    session.add("data_set", [{"code": "D01", "name": "长" * 200, "record_count": "很多"}])
    table = RowsTable(session, "data_set", ["code", "name", "record_count"])
    qtbot.addWidget(table)
    looks = [table.model.look(table.model.at(0, column)) for column in range(3)]
    assert [(bool(look.fault), look.mild) for look in looks] == [(False, False), (True, True), (True, False)]


def test_a_problem_under_its_field_does_not_repeat_whose_it_is(session, qtbot):
    session.add("data_set", [{"code": "D01", "name": "甲"}, {"code": "D01", "name": "乙"}])
    form = form_for(qtbot, session, "data_set", 2)
    assert message(form, "code").startswith("编号与")


def test_lines_of_long_text_stay(session, qtbot):
    form = form_for(qtbot, session, "enterprise")
    fill(form, "business_summary", "第一行\n第二行 <b>&</b>")
    assert session.project.enterprise.business_summary == "第一行\n第二行 <b>&</b>"


def test_help_names_meaning_unit_example_and_source(session, qtbot):
    form = form_for(qtbot, session, "data_set")
    session.add("data_set", [{"code": "D01"}])
    form.set_record(1)
    form.focus_field("record_count")
    settle()
    for words in ("记录数", "单位：条", "例：18,600,000", "来源：中评协"):
        assert words in form.help.text()


def test_typing_under_way_is_not_lost_when_something_else_changes(session, qtbot):
    form = form_for(qtbot, session, "enterprise")
    form.focus_field("name")
    commit(form.inputs["name"].editor, "正在输入")
    session.enter([Entry("enterprise", 1, "region", "贵州")])
    assert form.inputs["name"].editor.text() == "正在输入"
    assert form.inputs["region"].editor.text() == "贵州"
    form.focus_field("region")
    assert session.project.enterprise.name == "正在输入"


def test_going_to_another_record_saves_what_was_being_typed(session, qtbot):
    session.add("data_set", [{"code": "D01"}, {"code": "D02"}])
    form = form_for(qtbot, session, "data_set", 1)
    form.focus_field("name")
    commit(form.inputs["name"].editor, "第一个")
    form.set_record(2)
    assert session.record("data_set", 1).name == "第一个"
    assert session.record("data_set", 2).name is None
    assert form.inputs["name"].editor.text() == ""


def test_a_form_of_a_removed_record_takes_nothing(session, qtbot):
    session.add("data_set", [{"code": "D01", "name": "甲"}])
    form = form_for(qtbot, session, "data_set", 1)
    session.remove("data_set", [1])
    assert not form.inputs["name"].editor.isEnabled()
    assert form.inputs["name"].editor.text() == ""


def test_escape_puts_back_what_was_there(session, qtbot):
    session.enter([Entry("enterprise", 1, "name", "甲公司")])
    form = form_for(qtbot, session, "enterprise")
    form.focus_field("name")
    commit(form.inputs["name"].editor, "乙")
    press(form.inputs["name"].editor, Qt.Key.Key_Escape)
    assert form.inputs["name"].editor.text() == "甲公司"


def test_a_full_disk_is_said_beside_the_field_and_the_text_stays(session, qtbot, monkeypatch):
    def full(edit):
        raise UserError("磁盘已满，这一项没有保存。请腾出空间后按回车重试。")

    form = form_for(qtbot, session, "enterprise")
    monkeypatch.setattr(session.store, "apply", full)
    fill(form, "name", "没存上的公司")
    assert form.inputs["name"].editor.text() == "没存上的公司"
    assert "磁盘已满" in message(form, "name")
    assert session.project.enterprise.name is None
    assert session.undo_stack.count() == 0
    monkeypatch.undo()
    press(form.inputs["name"].editor, Qt.Key.Key_Return)
    settle()
    assert session.project.enterprise.name == "没存上的公司"
    assert message(form, "name") == ""


def test_one_column_where_it_is_narrow(session, qtbot):
    form = form_for(qtbot, session, "enterprise")
    form.resize(420, 600)
    settle()
    assert form.inputs["credit_code"].y() > form.inputs["name"].y()
    form.resize(900, 600)
    settle()
    assert form.inputs["credit_code"].y() == form.inputs["name"].y()


def test_industries_are_offered_while_one_types(session, qtbot):
    form = form_for(qtbot, session, "enterprise")
    form.focus_field("industry")
    editor = form.inputs["industry"].editor
    commit(editor, "公共设施")
    completer = editor.completer()
    model = completer.completionModel()
    assert "水利、环境和公共设施管理业-公共设施管理业" in {completer.pathFromIndex(model.index(n, 0)) for n in range(model.rowCount())}
    type_line(editor, "自己写的行业")
    assert session.project.enterprise.industry == "自己写的行业"
    assert "不在" in message(form, "industry")


def test_references_offer_codes_with_names(session, qtbot):
    session.add("data_set", [{"code": "D01", "name": "门票"}, {"code": "D02", "name": "检票"}])
    session.add("certificate", [{"code": "Z01"}])
    form = form_for(qtbot, session, "certificate", 1)
    form.focus_field("data_sets")
    editor = form.inputs["data_sets"].editor
    commit(editor, "D01、检")
    completer = editor.completer()
    completer.setCompletionPrefix("检")
    assert completer.pathFromIndex(completer.completionModel().index(0, 0)) == "D01、D02"
    type_line(editor, "D01、D02")
    assert session.record("certificate", 1).data_sets == ("D01", "D02")
