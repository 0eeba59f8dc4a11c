"""Starting from a template in the window: choosing, ticking, taking, undoing, confirming."""

import pytest
from hands import settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from gzvalue.actions.projects import new_project
from gzvalue.actions.templates import unconfirmed
from gzvalue.gui import choose_data_sets
from gzvalue.gui.template_dialog import TemplateDialog
from gzvalue.gui.window import Window
from gzvalue.schema.templates import template, templates


@pytest.fixture
def window(qtbot, tmp_path):
    store = new_project(tmp_path / "项目.gzv")
    store.close()
    made = Window()
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.open_project(store.path)
    made.show()
    settle()
    yield made
    made.close()


def test_a_new_project_offers_blank_first_and_every_industry(qtbot):
    dialog = TemplateDialog(None)
    qtbot.addWidget(dialog)
    assert dialog.chosen is None
    assert dialog.yes.isEnabled()
    assert dialog.industries.count() == 1 + len(templates())
    assert dialog.sets.isHidden()
    dialog.show()
    settle()
    assert dialog.findChild(QScrollArea).x() < 1.3 * dialog.industries.geometry().right()  # no gap where the sets would be


def test_an_industry_shows_what_it_holds_and_counts_the_ticks(qtbot):
    dialog = TemplateDialog(None)
    qtbot.addWidget(dialog)
    dialog.choose("grid")
    assert len(dialog.numbers) == 10
    assert dialog.counted.text() == "已选 10 项"
    dialog.sets.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.numbers == set(range(2, 11))
    dialog.choose("grid", ())
    assert not dialog.yes.isEnabled()
    dialog.choose("")
    assert dialog.yes.isEnabled()


def test_what_the_project_holds_is_not_ticked_again(qtbot, window, monkeypatch):
    monkeypatch.setattr(window.files, "ask_template", lambda project: (template("water"), {1, 4}))
    window.files.add_template()
    dialog = TemplateDialog(window.workspace.session.project)
    qtbot.addWidget(dialog)
    dialog.choose("water")
    assert dialog.numbers == {2, 3, 5, 6, 7, 8}
    assert "目录中已有" in dialog.sets.item(0).text()


def test_a_new_project_from_an_industry_is_undone_in_one_step(qtbot, window, tmp_path, monkeypatch):
    monkeypatch.setattr(window.files, "ask_template", lambda project: (template("tourism"), {1, 2, 3}))
    monkeypatch.setattr(window.files, "ask_save", lambda *_words, **_more: tmp_path / "景区.gzv")
    window.files.create()
    session = window.workspace.session
    assert session.path == tmp_path / "景区.gzv"
    assert [one.code for one in session.project.data_sets] == ["D01", "D02", "D03"]
    assert "待确认" in window.foot.said()
    window.undo()
    assert not session.project.data_sets
    assert not session.project.data_fields


def test_confirmed_data_sets_lose_their_mark(window, monkeypatch):
    monkeypatch.setattr(window.files, "ask_template", lambda project: (template("cloud"), {1, 2}))
    window.files.add_template()
    session = window.workspace.session
    monkeypatch.setattr(choose_data_sets.DataSetChooser, "exec", lambda self: (self.tick("D02"), True)[1])
    window.files.confirm_templates()
    assert [one.code for one in unconfirmed(session.project)] == ["D01"]
    window.undo()
    assert len(unconfirmed(session.project)) == 2


def test_nothing_to_confirm_is_said(window):
    window.files.confirm_templates()
    assert "没有待确认" in window.foot.said()


def test_changing_ones_mind_changes_nothing(window, monkeypatch):
    monkeypatch.setattr(window.files, "ask_template", lambda project: None)
    window.files.add_template()
    window.files.create()
    assert not window.workspace.session.project.data_sets
