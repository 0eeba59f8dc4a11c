"""The window: start page, opening and closing, going to places, coming back the next day."""

import subprocess
import sys
from pathlib import Path

import pytest
from hands import click, commit, fill, press, sample_file, settle, wait_for
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from gzvalue import paths
from gzvalue.actions import recent
from gzvalue.actions.projects import new_project
from gzvalue.gui import crash
from gzvalue.gui.about import About
from gzvalue.gui.keys import KeysHelp
from gzvalue.gui.search import find
from gzvalue.gui.start_page import RecentLine, Tile
from gzvalue.gui.theme import Theme, tokens
from gzvalue.gui.tokens import DARK, LIGHT
from gzvalue.gui.window import Window
from gzvalue.schema.chapters import CHAPTERS
from gzvalue.schema.edit import Entry


def opened(qtbot, path: Path | None = None, size=(1700, 900)) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.resize(*size)
    if path is not None:
        assert window.open_project(path), window.start.message.text()
    window.show()
    qtbot.waitExposed(window)
    settle()
    return window


@pytest.fixture
def window(qtbot, tmp_path):
    made = opened(qtbot, sample_file(tmp_path))
    yield made
    made.close()


@pytest.fixture
def empty(qtbot, tmp_path):
    store = new_project(tmp_path / "新项目.gzv")
    store.close()
    made = opened(qtbot, store.path)
    yield made
    made.close()


# --- start page -----------------------------------------------------------------------------------


def test_the_start_page_offers_new_open_and_the_samples(qtbot):
    window = opened(qtbot)
    wait_for(lambda: len([t for t in window.start.findChildren(Tile) if t.isVisible()]) >= 4)
    names = [tile.text() for tile in window.start.findChildren(Tile)]
    assert names[:2] == ["新建项目", "打开项目"]
    assert "景区旅游" in names
    assert window.start.new_tile.hasFocus()
    window.close()


def test_a_sample_opens_from_its_card_marked_as_a_sample(qtbot):
    window = opened(qtbot)
    wait_for(lambda: len(window.start.findChildren(Tile)) >= 4)
    click(next(tile for tile in window.start.findChildren(Tile) if tile.text() == "景区旅游"))
    assert window.workspace is not None
    assert len(window.workspace.session.project.data_sets) == 45
    assert window.workspace.bar.mark.text() == "示例数据·非企业真实记录"
    assert window.workspace.bar.mark.isVisible()
    window.close()


def test_recent_files_are_listed_and_open_by_a_click(qtbot, tmp_path):
    path = sample_file(tmp_path)
    recent.remember(path)
    recent.remember(tmp_path / "已删除.gzv")
    window = opened(qtbot)
    lines = window.start.findChildren(RecentLine)
    assert [line.text() for line in lines] == [path.stem]
    assert lines[0].hasFocus()
    press(lines[0], Qt.Key.Key_Space)
    assert window.workspace is not None
    window.close()


def test_a_project_file_can_be_dropped(qtbot, tmp_path):
    window = opened(qtbot)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(sample_file(tmp_path)))])
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.start, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.start, drop)
    assert window.workspace is not None
    window.close()


# --- files that cannot be opened ------------------------------------------------------------------


def test_a_file_open_in_another_window_is_refused_in_words(qtbot, tmp_path):
    path = sample_file(tmp_path)
    first = opened(qtbot, path)
    second = opened(qtbot)
    assert not second.open_project(path)
    assert "另一个窗口" in second.start.message.text() or "正在" in second.start.message.text()
    assert path.name in second.start.message.text()
    assert second.start.message.isVisible()
    first.close()
    assert second.open_project(path)
    second.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"PK\x03\x04 not ours", "不是"), (b"", "空"), (b"SQLite format 3\x00" + b"\x00" * 5000, "")],
)
def test_a_file_that_is_not_ours_is_said_and_left_alone(qtbot, tmp_path, content, words):
    path = tmp_path / "别的.gzv"
    path.write_bytes(content)
    window = opened(qtbot)
    assert not window.open_project(path)
    assert window.start.message.text()
    assert words in window.start.message.text()
    assert path.read_bytes() == content
    window.close()


def test_a_second_file_that_cannot_be_opened_leaves_the_first_open(window, tmp_path):
    bad = tmp_path / "坏.gzv"
    bad.write_bytes(b"x" * 100)
    assert not window.open_project(bad)
    assert window.workspace is not None
    assert window.workspace.refusal.isVisible()
    assert bad.name in window.workspace.refusal.text()


def test_a_synchronised_folder_is_named_as_a_risk(qtbot, tmp_path):
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    window = opened(qtbot, sample_file(folder))
    assert "OneDrive" in window.workspace.warning.text()
    assert window.workspace.warning.isVisible()
    window.close()


# --- going to places ------------------------------------------------------------------------------


def test_all_eight_steps_are_reached_by_keys_and_show_their_state(window):
    for number, chapter in enumerate(CHAPTERS):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_1 + number), Qt.KeyboardModifier.AltModifier)
        settle()
        assert window.workspace.step == chapter.key
        assert window.workspace.rail.steps[chapter.key].isChecked()
        assert window.workspace.screen_of(chapter.key).isVisible()
    states = {step.state for step in window.workspace.rail.steps.values()}
    assert states <= {"未开始", "填报中", "待补正", "已填报"}


def test_an_empty_project_invites_and_nothing_is_begun(empty):
    workspace = empty.workspace
    assert {step.state for step in workspace.rail.steps.values()} == {"未开始"}
    for chapter in CHAPTERS:
        workspace.show_step(chapter.key)
        settle()


def test_a_problem_leads_to_its_field_and_the_field_has_the_focus(empty):
    workspace = empty.workspace
    workspace.session.add("data_set", [{"code": "D01", "name": "甲"}, {"code": "D02"}])
    panel = workspace.side.problems
    panel.refresh()
    problem = next(p for p in panel.model.shown if (p.form, p.id, p.key) == ("data_set", 2, "name"))
    panel.list.wanted.emit(problem)
    settle()
    detail = workspace.screen_of("catalogue").detail
    assert workspace.step == "catalogue"
    assert detail.forms[0].id == 2
    assert detail.forms[0].inputs["name"].editor.hasFocus()
    commit(detail.forms[0].inputs["name"].editor, "乙")
    press(detail.forms[0].inputs["name"].editor, Qt.Key.Key_Return)
    assert problem not in panel.model.shown


def test_every_problem_of_the_sample_and_of_an_empty_project_leads_somewhere(window, empty):
    empty.workspace.session.add("data_set", [{"code": "D01"}])
    empty.workspace.session.add("valuation_unit", [{"code": "U01"}])
    empty.workspace.session.add("finance_year", [{}])
    empty.workspace.session.add("certificate", [{}])
    empty.workspace.session.add("contract", [{}])
    empty.workspace.session.add("other_security", [{}])
    for workspace in (window.workspace, empty.workspace):
        for problem in workspace.session.problems:
            workspace.show_place(problem.form, problem.id, problem.key)
            settle(1)
            if problem.form != "dossier_choice":
                assert problem.form in next(c.forms for c in CHAPTERS if c.key == workspace.step)


def test_f8_walks_along_the_problems(empty):
    workspace = empty.workspace
    first = workspace.session.problems
    assert first
    for _ in range(3):
        QTest.keyClick(empty, Qt.Key.Key_F8)
        settle()
    assert workspace.side.problems.list.currentIndex().row() == 2


def test_search_finds_records_and_fields_and_goes_there(window):
    hits = find(window.workspace.session.project, "年利率")
    assert hits[0].key == "annual_rate"
    assert find(window.workspace.session.project, "D06")[0].form == "data_set"
    assert find(window.workspace.session.project, "没有这样的东西") == []
    box = window.workspace.bar.search
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert box.hasFocus()
    commit(box, "D06")
    press(box, Qt.Key.Key_Return)
    settle()
    assert window.workspace.step == "catalogue"
    assert window.workspace.screen_of("catalogue").table.current_id() == 6
    assert box.text() == ""


# --- undo across steps ----------------------------------------------------------------------------


def test_undo_and_redo_go_across_steps_with_labels(empty):
    workspace = empty.workspace
    workspace.show_step("enterprise")
    fill(workspace.screen_of("enterprise").licence, "name", "甲公司")
    workspace.show_step("catalogue")
    workspace.screen_of("catalogue").table.add_row()
    assert "新增数据目录" in workspace.bar.undo_button.toolTip()
    QTest.keyClick(empty, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(empty, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert workspace.session.project.enterprise.name is None
    assert not workspace.session.project.data_sets
    assert not workspace.bar.undo_button.isEnabled()
    assert "企业名称" in workspace.bar.redo_button.toolTip()
    QTest.keyClick(empty, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert workspace.session.project.enterprise.name == "甲公司"


def test_control_z_in_a_field_first_takes_back_typing_then_edits(empty):
    workspace = empty.workspace
    workspace.show_step("enterprise")
    form = workspace.screen_of("enterprise").licence
    fill(form, "name", "甲公司")
    editor = form.inputs["name"].editor
    editor.setFocus()
    editor.end(False)
    commit(editor, "改")
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert editor.text() == "甲公司"
    assert workspace.session.project.enterprise.name == "甲公司"
    form.focus_field("credit_code")
    QTest.keyClick(form.inputs["credit_code"].editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert workspace.session.project.enterprise.name is None


# --- the next day ---------------------------------------------------------------------------------


def test_the_program_comes_back_to_where_it_stopped(qtbot, tmp_path):
    path = sample_file(tmp_path)
    window = opened(qtbot, path)
    window.workspace.show_step("catalogue")
    screen = window.workspace.screen_of("catalogue")
    screen.table.select(9, "name")
    screen.detail.tabs.setCurrentIndex(1)
    form = screen.detail.forms[1]
    form.focus_field("right_limits")
    form.inputs["right_limits"].editor.selectAll()
    commit(form.inputs["right_limits"].editor, "还没按回车")
    window.close()
    again = Window()
    qtbot.addWidget(again)
    assert again.remembered.last == path
    again.open_project(again.remembered.last)
    again.show()
    settle()
    screen = again.workspace.screen_of("catalogue")
    assert again.workspace.step == "catalogue"
    assert screen.table.current_id() == 9
    assert screen.detail.tabs.currentIndex() == 1
    assert again.workspace.session.record("data_set", 9).right_limits == "还没按回车"
    again.close()


def test_a_closed_project_is_not_reopened_but_listed(qtbot, tmp_path):
    path = sample_file(tmp_path)
    window = opened(qtbot, path)
    window.close_project()
    settle()
    assert window.start.isVisible()
    assert window.remembered.last is None
    assert [line.text() for line in window.start.findChildren(RecentLine) if line.isVisible()] == [path.stem]
    assert not (tmp_path / f"{path.name}.lock").exists()
    window.close()


def test_a_broken_memory_is_no_harm(qtbot):
    (paths.user_data() / "window.json").write_text("{ broken", "utf-8")
    window = opened(qtbot)
    assert window.remembered.last is None
    window.close()


def test_a_killed_program_keeps_the_last_finished_input(tmp_path):
    path = sample_file(tmp_path)
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from gzvalue.gui.app import make_app\n"
        "from gzvalue.gui.window import Window\n"
        "from gzvalue.schema.edit import Entry\n"
        "app = make_app([])\n"
        "window = Window()\n"
        "assert window.open_project(Path(sys.argv[1]))\n"
        "window.workspace.session.enter([Entry('enterprise', 1, 'name', '断电之前')])\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False, timeout=60)
    from gzvalue.store.open import Store

    with Store.open(path) as store:
        assert store.project.enterprise.name == "断电之前"


# --- sizes and looks ------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "folded", "numbers"), [(1920, False, False), (1366, True, False), (911, True, True)])
def test_small_windows_fold_the_value_and_show_numbers_only(window, width, folded, numbers):
    window.resize(width, 700)
    settle()
    assert window.workspace.side.folded is folded
    assert window.workspace.rail.steps["catalogue"].narrow is numbers


def test_nothing_is_cut_in_the_smallest_window(window):
    window.resize(900, 460)
    settle()
    assert window.width() == 900
    assert window.height() == 460
    for chapter in CHAPTERS:
        window.workspace.show_step(chapter.key)
        settle()
        screen = window.workspace.screen_of(chapter.key)
        assert screen.minimumSizeHint().width() <= screen.width(), chapter.key
        assert screen.minimumSizeHint().height() <= screen.height(), chapter.key
        assert (window.width(), window.height()) == (900, 460), chapter.key


def test_the_value_unfolds_by_a_click_and_by_f9(window):
    window.resize(1366, 700)
    settle()
    click(window.workspace.side.strip)
    assert window.workspace.side.result.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F9)
    settle()
    assert not window.workspace.side.result.isVisible()


@pytest.mark.slow  # a change of palette polishes every widget that earlier tests of the same process left
def test_light_and_dark_follow_the_system(qapp, window):
    theme = next(child for child in qapp.children() if isinstance(child, Theme))
    theme.show(DARK)
    settle()
    assert tokens() is DARK
    assert qapp.palette().window().color().name().upper() == DARK.paper.upper()
    theme.show(LIGHT)
    settle()
    assert tokens() is LIGHT


def test_qts_own_words_are_chinese(qapp, qtbot):
    box = QMessageBox(QMessageBox.Icon.Question, "", "", QMessageBox.StandardButton.Cancel | QMessageBox.StandardButton.Yes)
    qtbot.addWidget(box)
    assert "取消" in box.button(QMessageBox.StandardButton.Cancel).text()


def test_about_and_keys_open(qtbot, window):
    for kind in (About, KeysHelp):
        dialog = kind(window)
        dialog.open()
        settle()
        assert dialog.isVisible()
        dialog.close()


# --- faults of the program ------------------------------------------------------------------------


def test_a_fault_is_logged_without_values_and_told_once(qapp, monkeypatch):
    told = []
    monkeypatch.setattr(crash, "show", told.append)
    hook = crash._Hook()
    try:
        raise KeyError("机密数据 4,000 万元")
    except KeyError as wrong:
        hook(KeyError, wrong, wrong.__traceback__)
    log = paths.user_log() / "gzvalue.log"
    assert told == [log]
    text = log.read_text("utf-8")
    assert "test_gui_window.py" in text
    assert "KeyError" in text
    assert "机密" not in text


def test_a_name_given_on_the_command_line_wins_over_the_last_file(qtbot, tmp_path):
    window = opened(qtbot, sample_file(tmp_path))
    window.workspace.session.enter([Entry("enterprise", 1, "name", "乙公司")])
    assert window.windowTitle().startswith("tourism.gzv")
    window.close()
