"""The table: what a clerk who knows Excel does in it, and what becomes of it in the file."""

import pytest
from hands import button, click, commit, paste, press, session_of, settle, shown, type_cell
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from gzvalue.errors import UserError
from gzvalue.gui import rows_clip
from gzvalue.gui.rows import RowsPanel, RowsTable
from gzvalue.gui.rows_model import Computed
from gzvalue.schema.edit import Entry
from gzvalue.schema.kinds import plain

COLUMNS = ["code", "name", "business_domain", "record_count", "storage_gb", "frequency"]


@pytest.fixture
def session(tmp_path):
    made = session_of(tmp_path)
    yield made
    made.close()


@pytest.fixture
def table(session, qtbot):
    rows = [
        {"code": f"D{n:02d}", "name": f"数据{n}", "business_domain": "票务" if n % 2 else "客流", "record_count": str(n * 100)}
        for n in (1, 2, 10)
    ]
    session.add("data_set", rows)
    made = RowsTable(session, "data_set", COLUMNS)
    shown(qtbot, made)
    return made


def texts(table, key):
    return [table.session.text("data_set", id, key) for id in table.ids()]


def test_typing_a_cell_saves_it_and_goes_to_the_next_row(table, session):
    type_cell(table, 1, "name", "景区门票订单")
    assert session.record("data_set", 1).name == "景区门票订单"
    assert table.current_id() == 2
    assert session.undo_stack.undoText() == "填写 D01 数据名称"


def test_typing_over_a_cell_needs_no_double_click(table, session):
    table.select(2, "storage_gb")
    table.view.setFocus()
    press(table.view, Qt.Key.Key_4)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    commit(editor, "2")
    press(editor, Qt.Key.Key_Tab)
    settle()
    assert plain(session.record("data_set", 2).storage_gb) == "42"
    assert table.model.columns[table.model.split(table.view.currentIndex())[1]].key == "frequency"


def test_escape_leaves_a_cell_as_it_was(table, session):
    table.select(1, "name")
    table.view.setFocus()
    table.view.edit(table.view.currentIndex())
    editor = QApplication.focusWidget()
    commit(editor, "别的")
    press(editor, Qt.Key.Key_Escape)
    assert session.record("data_set", 1).name == "数据1"
    assert session.undo_stack.count() == 1


def test_the_line_at_the_end_adds_a_record(table, session):
    table.view.setFocus()
    table.view.put_cursor(table.model.at(3, 1))
    table.view.edit(table.view.currentIndex())
    editor = QApplication.focusWidget()
    commit(editor, "新数据集")
    press(editor, Qt.Key.Key_Return)
    settle()
    assert session.record("data_set", 4).name == "新数据集"
    assert len(table.ids()) == 4
    assert table.model.rowCount() == 5


def test_a_block_from_excel_is_one_edit_and_adds_rows(table, session):
    before = session.undo_stack.count()
    table.select(10 - 7, "code")
    paste(table.view, "D10\t门票\t票务\t1,860万\nD11\t检票\t票务\t２１４０\nD12\t预约\t票务\t735\n")
    assert [r.code for r in session.project.data_sets] == ["D01", "D02", "D10", "D11", "D12"]
    assert [r.record_count for r in session.project.data_sets][2:] == [18_600_000, 2140, 735]
    assert session.undo_stack.count() == before + 1
    assert "粘贴 3 行" in session.undo_stack.undoText()
    session.undo()
    assert [r.code for r in session.project.data_sets] == ["D01", "D02", "D10"]
    assert session.record("data_set", 3).name == "数据10"
    session.redo()
    assert len(session.project.data_sets) == 5


def test_a_pasted_line_of_heads_is_passed_over(table, session):
    table.view.setFocus()
    table.view.put_cursor(table.model.at(3, 0))
    paste(table.view, "编号\t数据名称\nD20\t酒店订单\n")
    assert [r.code for r in session.project.data_sets][-1] == "D20"
    assert len(session.project.data_sets) == 4


def test_what_a_paste_cannot_take_is_said(table, session, qtbot):
    said = []
    table.said.connect(said.append)
    table.select(1, "frequency")
    paste(table.view, "按天\t多余\t更多\n")
    assert session.record("data_set", 1).frequency == "按天"
    assert "2 列超出" in said[0]


def test_one_cell_fills_the_selection(table, session):
    table.view.setFocus()
    table.view.selectColumn(2)
    paste(table.view, "酒店")
    assert {r.business_domain for r in session.project.data_sets} == {"酒店"}


def test_copying_keeps_identifiers_and_equals_signs_as_text(table, session):
    session.enter([Entry("data_set", 1, "name", "=1+1"), Entry("data_set", 1, "code", "123456789012345678")])
    table.select(1, "code")
    table.view.selectRow(0)
    table.view.copy()
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text().startswith("123456789012345678\t=1+1\t票务\t100")
    assert "mso-number-format" in mime.html().split("=1+1")[0]
    assert "<td>100</td>" in mime.html()


def test_copy_and_paste_give_back_the_same(table, session):
    session.enter([Entry("data_set", 1, "name", '带"引号"、\t制表')])
    table.select(1, "code")
    table.view.selectRow(0)
    table.view.copy()
    table.view.put_cursor(table.model.at(3, 0))
    table.view.paste()
    first, copy = session.record("data_set", 1), session.record("data_set", 4)
    assert (copy.code, copy.name, copy.record_count) == (first.code, first.name, first.record_count)


def test_delete_empties_cells_and_control_d_fills_down(table, session):
    table.view.setFocus()
    table.view.selectColumn(2)
    press(table.view, Qt.Key.Key_Delete)
    assert {r.business_domain for r in session.project.data_sets} == {None}
    session.enter([Entry("data_set", 1, "business_domain", "停车")])
    table.view.selectColumn(2)
    press(table.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert {r.business_domain for r in session.project.data_sets} == {"停车"}


def test_text_that_cannot_be_read_stays_in_its_cell_beside_the_last_value(table, session):
    type_cell(table, 1, "record_count", "一千多条")
    look = table.model.look(table.model.at(0, COLUMNS.index("record_count")))
    assert look.text == "一千多条"
    assert "不是数字" in look.fault
    assert "原值 100" in look.fault
    assert session.record("data_set", 1).record_count == 100
    type_cell(table, 1, "record_count", "1200")
    assert session.record("data_set", 1).record_count == 1200
    assert not session.project.raw_texts


@pytest.mark.parametrize("text", ["<b>粗</b> & 斜", "😀 表情", "𠮷㼆", "长" * 10_000, "=1+1"])
def test_any_text_is_kept_as_it_was_typed(table, session, text):
    type_cell(table, 1, "name", text)
    assert session.text("data_set", 1, "name") == text
    assert session.record("data_set", 1).name == text


def test_duplicating_and_deleting_many(table, session):
    table.view.setFocus()
    table.view.selectAll()
    table.duplicate_rows()
    assert [r.code for r in session.project.data_sets] == ["D01", "D02", "D10", "D01-2", "D02-2", "D10-2"]
    table.view.selectAll()
    table.delete_rows()
    assert not session.project.data_sets
    session.undo()
    assert len(session.project.data_sets) == 6


def test_a_click_on_a_head_sorts_as_people_count_and_keeps_the_current_record(table, session):
    table.select(3, "name")
    table.model.sort_by(0)
    assert texts(table, "code") == ["D01", "D02", "D10"]
    table.model.sort_by(0)
    assert texts(table, "code") == ["D10", "D02", "D01"]
    assert table.current_id() == 3
    session.add("data_set", [{"code": "D05"}])
    assert texts(table, "code")[-1] == "D05"
    table.model.sort_by(0)
    assert table.ids() == [1, 2, 3, 4]


def test_figures_sort_by_value_and_empty_ones_come_last(table, session):
    session.enter([Entry("data_set", 1, "record_count", "")])
    table.model.sort_by(COLUMNS.index("record_count"))
    assert table.ids() == [2, 3, 1]


def test_filter_shows_what_matches_and_offers_to_clear_it(session, qtbot):
    session.add("data_set", [{"name": f"数据{n}", "business_domain": "票务" if n % 2 else "客流"} for n in (1, 2, 10)])
    table = RowsTable(session, "data_set", COLUMNS)
    panel = shown(qtbot, RowsPanel(table))
    assert panel.isVisible()
    table.set_filter("票务 数据1")
    assert table.ids() == [1]
    table.set_filter("没有这样的")
    assert table.ids() == []
    assert button(table, "清除筛选")
    table.select(2)
    assert table.current_id() == 2


def test_an_empty_table_says_what_to_do_and_its_button_adds(session, qtbot):
    made = shown(qtbot, RowsTable(session, "certificate", ["code", "kind"], empty=("登记凭证放在这里。", "新增凭证")))
    click(button(made, "新增凭证"))
    assert len(session.project.certificates) == 1
    assert made.view.isVisible()


def test_added_rows_get_what_is_fixed(session, qtbot):
    session.add("data_set", [{"code": "D01"}])
    made = shown(qtbot, RowsTable(session, "data_field", ["name", "type"], where=lambda r: r.data_set == "D01", fixed={"data_set": "D01"}))
    made.add_row()
    paste(made.view, "order_no\t文本\nmobile\t文本\n")
    assert [(f.data_set, f.name) for f in session.project.data_fields] == [("D01", "order_no"), ("D01", "mobile")]
    assert len(made.ids()) == 2


def test_years_stand_as_columns_when_turned(session, qtbot):
    made = shown(qtbot, RowsTable(session, "finance_year", ["year", "revenue", "net_profit"], turned=True))
    made.add_row()
    paste(made.view, "2023\t2024\t2025\n22140万\t24350万\t26180万\n1340万\t2015万\t(2077万)\n")
    years = session.project.finance_years
    assert [y.year for y in years] == [2023, 2024, 2025]
    assert [plain(y.revenue) for y in years] == ["221400000", "243500000", "261800000"]
    assert plain(years[2].net_profit) == "-20770000"


def test_per_cents_stand_without_sign_under_their_head_and_are_read_so(session, qtbot):
    session.add("data_set", [{"code": "D01"}])
    session.add("valuation_unit", [{"code": "U01"}])
    session.add("unit_member", [{"unit": "U01", "data_set": "D01"}])
    made = shown(qtbot, RowsTable(session, "unit_member", ["data_set", "share"]))
    type_cell(made, 1, "share", "37.5")
    assert plain(session.record("unit_member", 1).share) == "0.375"
    index = made.model.at(0, 1)
    assert made.model.look(index).text == "37.5"
    assert made.model.copied(index) == "37.5%"
    type_cell(made, 1, "share", "120")
    assert "不大于" in made.model.look(index).fault


def test_a_reference_shows_the_name_behind_its_code(session, qtbot):
    session.add("data_set", [{"code": "D01", "name": "门票订单"}])
    session.add("data_field", [{"data_set": "D01", "name": "x"}])
    made = shown(qtbot, RowsTable(session, "data_field", ["data_set", "name"]))
    assert made.model.look(made.model.at(0, 0)).note == "门票订单"
    session.enter([Entry("data_set", 1, "name", "检票记录"), Entry("data_set", 1, "code", "D77")])
    assert made.model.look(made.model.at(0, 0))[:2] == ("D77", "检票记录")


def test_computed_columns_follow_and_take_no_typing(session, qtbot):
    session.add("data_set", [{"code": "D01", "name": "门票"}])
    made = shown(
        qtbot, RowsTable(session, "data_set", ["code", Computed("length", "字数", lambda r: str(len(r.name or "")), numeric=True)])
    )
    index = made.model.at(0, 1)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert made.model.look(index).text == "2"
    session.enter([Entry("data_set", 1, "name", "门票订单")])
    assert made.model.look(index).text == "4"


def test_a_full_disk_keeps_what_was_typed_in_its_cell(table, session, monkeypatch):
    def full(edit):
        raise UserError("磁盘已满，没有保存。")

    refused = []
    session.refused.connect(refused.append)
    monkeypatch.setattr(session.store, "apply", full)
    type_cell(table, 1, "name", "没存上的名字")
    look = table.model.look(table.model.at(0, 1))
    assert look.text == "没存上的名字"
    assert "尚未保存" in look.fault
    assert session.record("data_set", 1).name == "数据1"
    assert "磁盘已满" in refused[0]
    monkeypatch.undo()
    type_cell(table, 1, "name", "没存上的名字")
    assert session.record("data_set", 1).name == "没存上的名字"
    assert not table.model.look(table.model.at(0, 1)).fault


def test_only_cells_that_look_different_are_painted_anew(table, session):
    settle()
    told = []
    table.model.dataChanged.connect(lambda a, b, *_: told.append((a.row(), a.column(), b.row(), b.column())))
    session.enter([Entry("data_set", 1, "name", "另一个名字")])
    assert told == [(0, 1, 0, 1)]


def test_ten_thousand_rows_come_and_go(session, qtbot):
    made = shown(qtbot, RowsTable(session, "data_set", COLUMNS))
    session.add("data_set", [{"code": f"D{n:05d}", "name": f"数据{n}"} for n in range(10_000)])
    assert len(made.ids()) == 10_000
    made.set_filter("数据9999")
    assert len(made.ids()) == 1
    made.set_filter("")
    assert made.select(9_000, "name")
    session.undo()
    assert made.ids() == []


@pytest.mark.parametrize(
    "block",
    [
        [["a", "b"], ["c", "d"]],
        [["一行\n两行", "有\t制表"], ['带"引号"', '"']],
        [["", "空"], ["", ""], ["x", ""]],
        [['"开头是引号', "x"]],
    ],
)
def test_a_block_survives_the_clipboard(block):
    assert rows_clip.from_text(rows_clip.to_text(block)) == block


def test_a_stray_quote_does_not_swallow_the_rest():
    assert rows_clip.from_text('5" 屏\tb\n"未闭合\tc') == [['5" 屏', "b"], ['"未闭合', "c"]]
