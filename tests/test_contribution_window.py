"""The tabs 作价出资 and 训练数据集 through real widgets: typing changes the shareholding and the split at once."""

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from contribution_case import case_project
from hands import button, click, session_of, settle, shown, wait_for

from gzvalue.gui.screens.uses import UsesScreen
from gzvalue.gui.work import Work
from gzvalue.schema.edit import Entry


@pytest.fixture
def screen(qtbot, tmp_path):
    made = UsesScreen(session_of(tmp_path, case_project()), Work())
    shown(qtbot, made, (1300, 900))
    made.session.changed.connect(made.refresh)  # as the workspace does
    yield made
    made.close_down()
    made.work.close()
    made.session.close()


def front(screen, key):
    screen.tabs.setCurrentWidget(screen.pages[key])
    settle()
    return screen.page(key)


def rows(table):
    return [line.texts for line in table.lines]


def test_the_shareholding_follows_what_is_typed(screen):
    page = front(screen, "contribution")
    assert rows(page.outcome.held)[2] == ("甲公司", "0.0000%", "2,666,666", "21.0526%", "+21.0526")
    assert rows(page.outcome.held)[-1][:4] == ("合计", "100.0000%", "12,666,666", "100.0000%")
    assert "2,666,666 股，占股份总数的 21.0526%" in page.outcome.share.text()
    page.outcome.held.opened.emit(page.outcome.held.lines[1].key)
    settle()
    assert page.detail.tables["contributor"].current_id() == 2, "a shareholder leads to his row"
    screen.session.enter([Entry("contribution", 1, "agreed_price", "300")])
    settle()
    assert rows(page.outcome.held)[2][2] == "100"
    screen.session.enter([Entry("contribution", 1, "pre_money", "1")])
    settle()
    assert "出资不成立" in page.outcome.verdict.text()
    assert page.outcome.table_part.isHidden()
    screen.session.undo_stack.undo()
    settle()
    assert rows(page.outcome.held)[2][2] == "100"


def test_a_check_shows_its_clause_and_leads_to_its_field(screen):
    page = front(screen, "contribution")
    row = page.outcome.checks.rows["state_approval"]
    assert (row.mark.text(), row.clause.isHidden()) == ("需处理", True)
    click(row.fold)
    assert not row.clause.isHidden()
    assert "国有资产评估管理办法" in row.clause.text()
    page.detail.setCurrentIndex(1)
    click(row.door)
    settle()
    assert page.detail.currentIndex() == 0
    screen.session.enter([Entry("contribution", 1, "state_approval", "1 号")])
    settle()
    assert page.outcome.checks.rows["state_approval"].mark.text() == "符合"


def test_rows_belong_to_the_record_in_front(screen):
    page = front(screen, "contribution")
    assert len(page.detail.tables["contributor"].ids()) == 3
    (second,) = screen.session.add("contribution", [{"code": "CZ02", "company": "戊公司"}])
    settle()
    page.master.select(second)
    settle()
    assert page.detail.tables["contributor"].ids() == []
    assert page.outcome.result.table is None
    (added,) = screen.session.add("contributor", [dict(page.detail.tables["contributor"].model.fixed())])
    settle()
    assert screen.session.record("contributor", added).contribution == "CZ02"
    screen.show_place("contributor", 2, "held_shares")
    settle()
    assert page.record().code == "CZ01"
    assert page.detail.tables["contributor"].current_id() == 2


def test_the_split_follows_and_missing_combinations_are_listed(screen):
    page = front(screen, "training")
    assert [line[-1] for line in rows(page.outcome.shares)] == ["58.33", "41.67", "100.00"]
    assert rows(page.outcome.steps)[0] == ("D01", "2", "5", "3.5")
    screen.session.add("training_part", [{"training_set": "XL01", "data_set": "D03", "role": "训练"}])
    settle()
    assert "缺少全部 3 个数据集" in page.outcome.problems.text()
    assert page.outcome.split_part.isHidden()
    page.detail.setCurrentIndex(2)
    click(button(page, "列出缺少的组合"))
    settle()
    listed = [one.data_sets for one in screen.session.project.rows["training_gain"].values()]
    assert listed[3:] == [("D03",), ("D01", "D03"), ("D02", "D03"), ("D01", "D02", "D03")]
    screen.session.enter([Entry("training_gain", id, "gain", "7") for id in (4, 5, 6, 7)])
    settle()
    assert rows(page.outcome.shares)[-1][-1] == "100.00"


def test_the_paper_is_made_in_the_work_thread(screen, tmp_path):
    page = front(screen, "training")
    said = []
    screen.said.connect(lambda text, path: said.append((text, path)))
    out = tmp_path / "训练.pdf"
    page.papers.save(out)
    wait_for(lambda: said, what="the sheet")
    assert "高质量训练数据集说明" in said[0][0]
    assert out.read_bytes().startswith(b"%PDF")


def test_a_refusal_is_a_sentence_in_the_window(screen, tmp_path):
    page = front(screen, "contribution")
    screen.session.enter([Entry("contribution", 1, "pre_money", "1")])
    settle()
    told = []
    screen.work.failed.connect(told.append)
    page.papers.save(tmp_path / "x.pdf")
    wait_for(lambda: told, what="the refusal")
    assert "出资不成立" in told[0]
    assert not (tmp_path / "x.pdf").exists()


def test_narrow_the_result_is_a_page_of_its_own(screen):
    page = front(screen, "contribution")
    screen.resize(800, 480)
    settle()
    titles = [page.detail.tabText(number) for number in range(page.detail.count())]
    assert titles == ["内容", "股东与出资", "结果与核查"]
    screen.resize(1300, 900)
    settle()
    assert page.detail.count() == 2
    assert page.side.isVisible()


def test_what_cannot_be_read_and_a_shortfall_stand_with_the_result(screen):
    page = front(screen, "contribution")
    screen.session.enter([
        Entry("contribution", 1, "mode", "新设公司"), Entry("contribution", 1, "ends", "明年"), Entry("contributor", 3, "amount", "1"),
        Entry("contributor", 3, "subscribed", "3"),
    ])  # fmt: skip
    settle()
    assert "请补正" in page.outcome.verdict.text()
    assert "明年" in page.outcome.problems.text()
    assert "须补足，不计入资本公积" in page.outcome.how.text()
    training = front(screen, "training")
    screen.session.enter([Entry("training_set", 1, "duplicates", "150%")])
    settle()
    assert "请补正" in training.outcome.verdict.text()
    assert "应不大于 100%" in training.outcome.problems.text()
