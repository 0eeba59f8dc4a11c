"""After the loan amount is entered, a change of income, rate or life carries a reason, in the window, by import, and in the log."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from valuation_case import data_set, income, member, project, rate, unit

from gzvalue.actions.check import problems_of_file
from gzvalue.cli import main
from gzvalue.schema.edit import Entry, apply, enter, remove
from gzvalue.schema.project import Project
from gzvalue.schema.reasons import asks_reason, in_words
from gzvalue.schema.rights_forms import Financing
from gzvalue.store.open import Store


def found(loan: int | None = 40_000_000) -> Project:
    asked = Financing(loan_asked=None if loan is None else Decimal(loan))
    return project(
        rate(), data_set(1, "D1"), unit(1, "U1"), member(1, "U1", "D1"), income(1, "U1", 2026, 110), income(2, "U1", 2027), asked
    )


@pytest.mark.parametrize(
    ("entry", "asked"),
    [
        (Entry("income_year", 1, "transferable", "120"), True), (Entry("income_year", 1, "transferable", ""), True),
        (Entry("discount", 1, "entered_rate", "9%"), True), (Entry("valuation_unit", 1, "life_years", "3"), True),
        (Entry("income_year", 1, "transferable", "110"), False), (Entry("income_year", 2, "transferable", "120"), False),
        (Entry("valuation_unit", 1, "name", "别名"), False), (Entry("income_year", 1, "note", "合同"), False),
    ],
)  # fmt: skip
def test_only_another_income_rate_or_life_asks(entry, asked):
    edit = enter(found(), "改", [entry])
    assert bool(asks_reason(found(), edit)) is asked
    assert not asks_reason(found(None), edit)


def test_removing_income_asks_and_says_what():
    edit = remove(found(), "删", "income_year", [1])
    assert "收益预测“可转让收益”" in in_words(asks_reason(found(), edit))


def test_the_log_keeps_the_reason_and_its_chain(tmp_path):
    with Store.create(tmp_path / "a.gzv", found()) as store:
        edit = enter(store.project, "改", [Entry("discount", 1, "entered_rate", "9%")])
        store.apply(replace(edit, reason="国债收益率下降"))
        assert [one.reason for one in store.log()] == ["", "国债收益率下降"]
        assert not store.verify_log()
        assert apply(store.project, edit.inverse()).discount.entered_rate == Decimal("0.1")


def test_a_change_without_reason_is_listed_until_one_is_given(tmp_path):
    path = tmp_path / "a.gzv"
    with Store.create(path, found(None)) as store:
        store.apply(enter(store.project, "改", [Entry("discount", 1, "entered_rate", "9%")]))
        store.apply(enter(store.project, "贷", [Entry("financing", 1, "loan_asked", "4000万")]))
        store.apply(enter(store.project, "改", [Entry("discount", 1, "entered_rate", "8%")]))
    told = [one for one in problems_of_file(path) if "没有写理由" in one.message]
    assert [(one.form, one.key, "第 4 条" in one.message) for one in told] == [("discount", "entered_rate", True)]
    with Store.open(path) as store:
        store.apply(replace(enter(store.project, "改", [Entry("discount", 1, "entered_rate", "8.5%")]), reason="复核"))
    assert not [one for one in problems_of_file(path) if "没有写理由" in one.message]


def sheet(path: Path) -> Path:
    book = Workbook()
    page = book.active
    page.title = "收益预测"
    page.append(["单元编号", "年度", "版本", "性质", "可转让收益"])
    page.append(["U1", 2026, "登记版", "预测", 220])
    book.save(path)
    return path


def test_import_refuses_without_a_reason_and_keeps_it(tmp_path):
    path, source = tmp_path / "a.gzv", sheet(tmp_path / "s.xlsx")
    Store.create(path, found()).close()
    run = CliRunner()
    dry = run.invoke(main, ["import", str(path), str(source), "--dry-run", "--json"])
    assert json.loads(dry.stdout)["needs_reason"] == [{"form": "income_year", "id": 1, "key": "transferable"}]
    refused = run.invoke(main, ["import", str(path), str(source)])
    assert refused.exit_code == 2
    assert "请加 --reason" in refused.output
    with Store.open(path, write=False) as store:
        assert store.project.income_years[0].transferable == 110
    assert run.invoke(main, ["import", str(path), str(source), "--reason", "重新签约 H03"]).exit_code == 0
    with Store.open(path, write=False) as store:
        assert store.project.income_years[0].transferable == 220
        assert [one.reason for one in store.log()][-1] == "重新签约 H03"


def test_the_window_asks_and_takes_no_for_an_answer(qtbot, tmp_path):
    pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
    from gzvalue.gui.session import Session

    session = Session(Store.create(tmp_path / "a.gzv", found()))
    asked: list[str] = []
    said: list[str] = []
    session.refused.connect(said.append)
    session.ask_reason = lambda words: asked.append(words)  # type: ignore[func-returns-value]
    change = [Entry("valuation_unit", 1, "life_years", "3")]
    assert not session.enter(change)
    assert session.project.units[0].life_years == 2
    assert "没有写理由" in said[0]
    session.ask_reason = lambda words: "续约到 2028 年"
    assert session.enter(change)
    assert session.undo()
    assert [one.reason for one in session.store.log()][1:] == ["续约到 2028 年", "撤销：续约到 2028 年"]
    assert "收益期限" in asked[0]
    session.close()


def test_the_question_keeps_one_reason_for_the_sitting(qtbot):
    pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
    from PySide6.QtWidgets import QWidget

    from gzvalue.gui.reason import ReasonQuestion

    parent = QWidget()
    qtbot.addWidget(parent)
    question = ReasonQuestion("评估单元“收益期限”", "", parent)
    assert not question.yes.isEnabled()
    question.line.setText("合同续签")
    assert question.yes.isEnabled()


def test_a_field_of_the_window_asks_once_and_saves_with_the_reason(qtbot, tmp_path):
    pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
    from hands import fill, settle
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from gzvalue.gui.reason import ReasonQuestion
    from gzvalue.gui.window import Window

    path = tmp_path / "a.gzv"
    Store.create(path, found()).close()
    window = Window()
    qtbot.addWidget(window)
    window.show()
    assert window.open_project(path)
    window.show_step(5)
    settle()
    detail = window.workspace.screen_of("valuation").units.detail
    detail.tabs.setCurrentIndex(1)
    asked = []

    def answer() -> None:
        question = QApplication.activeModalWidget()
        if isinstance(question, ReasonQuestion):
            asked.append(question)
            question.line.setText("合同续签到 2028 年")
            question.accept()

    timer = QTimer()
    timer.timeout.connect(answer)
    timer.start(50)
    fill(detail.income.terms, "life_years", "3")
    qtbot.waitUntil(lambda: bool(asked), timeout=5000)
    settle()
    timer.stop()
    session = window.workspace.session
    assert session.project.units[0].life_years == 3
    assert [one.reason for one in session.store.log()][-1] == "合同续签到 2028 年"
    assert len(asked) == 1
    window.close()


def test_the_window_lists_what_check_lists_and_mends_it_by_a_later_reason(qtbot, tmp_path):
    pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
    from gzvalue.gui.session import Session

    path = tmp_path / "a.gzv"
    with Store.create(path, found(None)) as store:
        store.apply(enter(store.project, "改", [Entry("valuation_unit", 1, "life_years", "1")]))
        store.apply(enter(store.project, "贷", [Entry("financing", 1, "loan_asked", "4000万")]))
        store.apply(enter(store.project, "改", [Entry("discount", 1, "entered_rate", "8%")]))
    session = Session(Store.open(path))
    assert session.problems == problems_of_file(path)
    assert ["第 4 条" in one.message for one in session.problems_of("discount", 1, "entered_rate") if "没有写理由" in one.message] == [True]
    session.ask_reason = None
    assert session.enter([Entry("valuation_unit", 1, "life_years", "2")])
    assert sum("没有写理由" in one.message for one in session.problems) == 2
    session.ask_reason = lambda words: "复核后确定"
    assert session.enter([Entry("discount", 1, "entered_rate", "9%"), Entry("valuation_unit", 1, "life_years", "1")])
    assert not [one for one in session.problems if "没有写理由" in one.message]
    assert session.enter([Entry("financing", 1, "loan_asked", "")])
    assert session.problems == problems_of_file(path)
    session.close()
