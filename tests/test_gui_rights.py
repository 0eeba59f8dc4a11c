"""Step three: chains by source system, the questionnaire, results that lead to their datum."""

import pytest
from hands import button, choose, click, fill, sample_session, session_of, settle, shown, type_line
from rights_case import FIRM

from gzvalue.gui.screens import make_screen
from gzvalue.gui.work import Work
from gzvalue.rights.review import review
from gzvalue.schema.edit import Entry


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


def page(qtbot, session, work, name):
    """The screen and one of its pages."""
    made = shown(qtbot, make_screen("rights", session, work), (1200, 760))
    holder = getattr(made, name)
    made.tabs.setCurrentWidget(holder)
    settle()
    return made, holder.page()


def two_of_one_system(session):
    common = {"source_system": "票务系统", "business_domain": "票务", "source_type": "采集生成", "rights": "持有权、使用权、经营权", "grade": "L2",
              "personal_information": "否", "registered_personal": "否", "holder": FIRM}  # fmt: skip
    session.add("data_set", [{"code": "D01", "name": "订单", **common}, {"code": "D02", "name": "检票", **common}])


def test_a_source_is_filled_once_for_a_system_and_its_chain_shows(qtbot, session, work):
    two_of_one_system(session)
    _, chains = page(qtbot, session, work, "chains")
    assert chains.scopes.current == ("来源系统", "票务系统")
    assert [line.texts for line in chains.scopes.table.lines] == [("未填", "全部数据"), ("未填", "票务系统（2）")]
    assert "按数据目录推定" in chains.rule.whole()
    click(button(chains, "新增来源"))
    form = chains.sources.detail._form
    fill(form, "source", "衍生创造")
    fill(form, "condition", "是")
    fill(form, "limits", "无")
    assert (session.record("source_link", 1).scope_kind, session.record("source_link", 1).scope) == ("来源系统", "票务系统")
    assert {one.chained for one in review(session.project).data_sets} == {True}
    settle()
    words = {b.link.key: b.link.words for b in chains.strip.buttons}
    assert words["source"].startswith("缺证据")
    assert words["collector"].startswith("未填")
    click(next(b for b in chains.strip.buttons if b.link.key == "collector"))
    assert form.inputs["collector"].editor.hasFocus()


def test_a_data_set_takes_over_from_its_system_until_it_has_its_own(qtbot, sample, work):
    _, chains = page(qtbot, sample, work, "chains")
    chains.scopes.choose(("业务域", "游客行为"))
    settle()
    assert chains.sources.table.ids() == []
    assert "沿用来源系统" in chains.rule.whole()
    assert len(chains.consents.table.ids()) == 2
    chains.scopes.choose(("数据集", "D13"))
    settle()
    assert "经营权待核" in chains.rights.text()
    click(next(b for b in chains.strip.buttons if b.link.key == "basis"))
    assert chains.scopes.current == ("来源系统", sample.record("data_set", 13).source_system)
    assert chains.sources.table.current_id() in chains.sources.table.ids()


def test_questions_are_answered_by_group_and_overridden_by_data_set(qtbot, session, work):
    two_of_one_system(session)
    _, questions = page(qtbot, session, work, "questions")
    assert questions.progress_words.text() == "已答 0／11 题"
    click(questions.cards["Q01"].radios["是"])
    assert questions.progress_words.text() == "已答 1／11 题"
    assert not questions.cards["Q02"].isVisible()
    first = session.record("compliance_answer", 1)
    assert (first.scope_kind, first.scope, first.question, first.answer) == ("来源系统", "票务系统", "Q01", "是")
    questions.scopes.choose(("数据集", "D02"))
    settle()
    card = questions.cards["Q01"]
    assert card.inherited.text() == "沿用：是（来源系统 票务系统）"
    click(card.radios["待核"])
    assert session.record("compliance_answer", 2).scope == "D02"
    assert "尚待核实" in card.finding.text()
    type_line(card.note, "等法务答复")
    assert session.record("compliance_answer", 2).note == "等法务答复"
    click(card.back)
    assert session.record("compliance_answer", 2) is None
    session.undo()
    assert session.record("compliance_answer", 2).note == "等法务答复"


def test_personal_information_opens_its_questions_and_the_basis_unfolds(qtbot, session, work):
    two_of_one_system(session)
    _, questions = page(qtbot, session, work, "questions")
    session.enter([Entry("data_set", 1, "personal_information", "是")])
    settle()
    assert questions.cards["Q02"].isVisible()
    card = questions.cards["Q19"]
    assert card.open_mark.isVisible()
    assert not questions.cards["Q02"].open_mark.isVisible()
    assert not card.bases.isVisible()
    click(card.fold)
    assert "待核对官方文本" in card.bases.text()
    assert card.bases.isVisible()


def test_results_are_filtered_and_findings_lead_to_their_datum(qtbot, sample, work):
    made, results = page(qtbot, sample, work, "results")
    assert results.summary.text() == "自查未发现问题 12 项，附条件 33 项"
    choose(results.which, "自查未发现问题")
    assert len(results.table.lines) == 12
    choose(results.which, "全部结论")
    results._narrow("D43")
    assert [line.texts[0] for line in results.table.lines] == ["D43"]
    gone = []
    made.go_to.connect(lambda *place: gone.append(place))
    results.findings.opened.emit(results.findings.lines[0].key)
    assert gone[0][0] == "source_link"
    made.show_place(*gone[0])
    settle()
    assert made.tabs.currentWidget() is made.chains
    assert made.chains.page().sources.table.current_id() == gone[0][1]
    made.show_place("compliance_answer", 2, "answer")
    settle()
    assert made.tabs.currentWidget() is made.questions


def test_the_proposed_grade_is_taken_and_can_be_taken_back(qtbot, sample, work):
    sample.enter([Entry("data_set", 10, "grade", "L4")])
    _, results = page(qtbot, sample, work, "results")
    click(button(results, "采用拟定级别（1）"))
    assert sample.record("data_set", 10).grade == "L2"
    sample.undo()
    assert sample.record("data_set", 10).grade == "L4"


def test_whoever_works_at_one_place_stays_there_when_the_project_changes(qtbot, sample, work):
    made, chains = page(qtbot, sample, work, "chains")
    chains.scopes.choose(("来源系统", sample.record("data_set", 28).source_system))
    settle()
    second = chains.sources.table.ids()[1]
    chains.sources.select(second)
    fill(chains.sources.detail._form, "law", "热线转办办法")
    assert sample.record("source_link", second).law == "热线转办办法"
    assert chains.sources.table.current_id() == second
    made.tabs.setCurrentWidget(made.questions)
    settle()
    questions = made.questions.page()
    questions.scopes.choose(("全部数据", ""))
    settle()
    bar = questions._area.verticalScrollBar()
    bar.setValue(600)
    questions.answer("Q19", "是")
    settle()
    assert bar.value() == 600
    assert questions.scopes.current == ("全部数据", "")


def test_an_empty_project_has_nothing_to_ask(qtbot, session, work):
    _, questions = page(qtbot, session, work, "questions")
    assert questions.nothing.isVisible()
    made, chains = page(qtbot, session, work, "chains")
    assert not chains.strip.isVisible()
    made.tabs.setCurrentWidget(made.results)
    settle()
    assert made.results.page().summary.text() == "还没有数据集"
