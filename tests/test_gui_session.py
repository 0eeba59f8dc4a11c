"""The Session: the only writer; undo and redo with labels; figures that follow."""

import random

import pytest
from hands import sample_session, session_of

from gzvalue.actions import check
from gzvalue.errors import UserError
from gzvalue.financing import pool
from gzvalue.gui.session import prepare
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Entry
from gzvalue.schema.project import Project
from gzvalue.schema.reasons import Unreasoned
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.scores import score


@pytest.fixture
def session(tmp_path, qapp):
    made = session_of(tmp_path)
    yield made
    made.close()


def test_every_finished_input_is_on_disk_at_once(session):
    session.enter([Entry("enterprise", 1, "name", "甲公司")])
    with Store.open(session.path, write=False) as other:
        assert other.project.enterprise.name == "甲公司"


def test_undo_and_redo_carry_labels_and_reach_the_file_and_its_log(session):
    session.enter([Entry("enterprise", 1, "name", "甲公司")])
    session.add("data_set", [{"code": "D01"}, {"code": "D02"}], "导入 目录.xlsx")
    session.remove("data_set", [1])
    assert [session.undo_stack.text(n) for n in range(3)] == ["填写 企业概况 企业名称", "导入 目录.xlsx", "删除 1 条数据目录"]
    session.undo()
    session.undo()
    assert not session.project.data_sets
    assert session.undo_stack.redoText() == "导入 目录.xlsx"
    session.redo()
    assert len(session.project.data_sets) == 2
    assert [entry.label for entry in session.store.log()][-3:] == ["撤销 删除 1 条数据目录", "撤销 导入 目录.xlsx", "重做 导入 目录.xlsx"]
    assert session.store.verify_log() == []


def test_what_changes_nothing_is_no_edit(session):
    session.enter([Entry("enterprise", 1, "name", "甲公司")])
    told = []
    session.changed.connect(lambda: told.append(1))
    assert session.enter([Entry("enterprise", 1, "name", "甲公司")])
    assert session.enter([])
    assert session.undo_stack.count() == 1
    assert told == []


def test_an_undo_that_the_disk_refuses_leaves_everything_as_it_was(session, monkeypatch):
    session.enter([Entry("enterprise", 1, "name", "甲公司")])

    def full(edit):
        raise UserError("磁盘已满。")

    refused = []
    session.refused.connect(refused.append)
    monkeypatch.setattr(session.store, "apply", full)
    assert not session.undo()
    assert session.undo_stack.canUndo()
    assert session.project.enterprise.name == "甲公司"
    assert refused == ["磁盘已满。"]
    monkeypatch.undo()
    assert session.undo()
    assert session.project.enterprise.name is None
    assert not session.undo()


def test_a_changed_code_takes_its_references_along_and_undo_brings_both_back(session):
    session.add("data_set", [{"code": "D01"}])
    session.add("data_field", [{"data_set": "D01", "name": "x"}])
    session.enter([Entry("data_set", 1, "code", "A9")])
    assert session.record("data_field", 1).data_set == "A9"
    session.undo()
    assert session.record("data_field", 1).data_set == "D01"


def test_figures_after_any_edits_equal_figures_made_anew(tmp_path, qapp):
    session = sample_session(tmp_path)
    chance = random.Random(4)
    entries = [
        lambda: Entry("cost_item", chance.choice(list(session.project.rows["cost_item"])), "amount", str(chance.randint(0, 10**7))),
        lambda: Entry(
            "income_year", chance.choice(list(session.project.rows["income_year"])), "transferable", chance.choice(["", "很多", "12万"])
        ),
        lambda: Entry("data_set", chance.choice(list(session.project.rows["data_set"])), "code", chance.choice(["D01", "D99", ""])),
        lambda: Entry("discount", 1, "risk_free", chance.choice(["1.85%", "2%", ""])),
        lambda: Entry(
            "expert_score", chance.choice(list(session.project.rows["expert_score"])), "quality_accuracy", chance.choice(["50", ""])
        ),
    ]
    for turn in range(25):
        session.enter([chance.choice(entries)()])
        if turn % 4 == 3:
            session.undo()
        figures = session.valuation, session.scores, session.financing, session.problems
    valuation = evaluate(session.project)
    scores = score(session.project)
    plan = pool.plan(session.project, valuation)
    assert figures[0] == valuation
    assert figures[1].data_sets == scores.data_sets
    assert figures[2].rows == plan.rows
    steered = check.unlogged(session.store, Unreasoned())
    assert figures[3] == check.merged(check.problems(session.project, valuation, scores, plan), steered)
    session.close()


def test_a_prepared_edit_gives_the_same_as_one_that_was_not(tmp_path, qapp):
    session = sample_session(tmp_path)
    edit = edits.enter(session.project, "改收益", [Entry("income_year", session.project.income_years[0].id, "transferable", "99万")])
    ready = prepare(session.project, edit, session.known)
    assert session.apply(edit, ready)
    assert session.project == ready.after
    assert session.valuation == evaluate(session.project)
    steered = check.unlogged(session.store, Unreasoned())
    own = check.problems(session.project, session.valuation, session.scores, session.financing)
    assert steered
    assert session.problems == check.merged(own, steered)
    session.close()
    with Store.open(session.path) as again:
        assert again.project == ready.after


def test_what_was_prepared_for_another_project_is_worked_out_again(session):
    edit = edits.add(session.project, "导入", "data_set", [{"code": "D01"}])
    ready = prepare(session.project, edit, session.known)
    session.enter([Entry("enterprise", 1, "name", "甲公司")])
    assert session.apply(edit, ready)
    assert session.project.enterprise.name == "甲公司"
    assert len(session.project.data_sets) == 1


def test_an_attachment_that_the_file_cannot_take_is_said(session, monkeypatch):
    def full(content):
        raise UserError("磁盘已满。")

    refused = []
    session.refused.connect(refused.append)
    monkeypatch.setattr(session.store, "add_content", full)
    assert not session.keep(b"x")
    assert refused == ["磁盘已满。"]


def test_the_project_is_one_immutable_value(session):
    before = session.project
    session.enter([Entry("enterprise", 1, "name", "甲公司")])
    assert before == Project()
    assert session.project is not before
