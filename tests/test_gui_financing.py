"""⑦ 融资与担保方案 through real widgets: the loan's form, its honest test, pool, other security, dates, public cases."""

from datetime import date
from decimal import Decimal

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from hands import click, fill, sample_session, session_of, settle, shown, type_cell
from PySide6.QtWidgets import QApplication, QLabel

from gzvalue.gui.charts.ladder import Ladder, Rung
from gzvalue.gui.screens.financing import FinancingScreen
from gzvalue.gui.trace import TraceDialog
from gzvalue.gui.work import Work
from gzvalue.schema.edit import Entry

TEST, POOL, OTHERS, PAYMENTS, DATES, CASES = 0, 2, 4, 5, 6, 10


def screen_of(qtbot, session):
    made = FinancingScreen(session, Work())
    shown(qtbot, made)
    return made


@pytest.fixture
def screen(qtbot, tmp_path):
    made = screen_of(qtbot, sample_session(tmp_path))
    yield made
    made.work.close()
    made.session.close()


def texts(widget):
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def test_it_says_honestly_that_the_data_alone_does_not_carry_the_loan(screen):
    words = texts(screen)
    assert "申请 4,000 万元" in screen.head.note.text()
    assert "数据资产质押单独不能支持" in words
    assert "不足" in words
    assert "须由其他担保" in words
    assert "40,000,000.00 元（人民币肆仟万元整）" in words


def test_the_limit_is_the_shortest_of_three_bars(screen):
    limits = screen.test.limits
    assert limits.shortest.label == "数据质押"
    assert limits.shortest.value == screen.session.financing.limit
    assert "申请 4,000" in limits.accessibleDescription()


def test_the_combination_that_carries_it_names_the_overlaps(screen):
    said = screen.test.ladder.accessibleDescription()
    assert "观光车收费权" in said
    assert "扣除重叠 108" in said
    assert "671 万元" in said, "as the sentence above it says"
    rungs = [one.carries for one in screen.test.ladder._rungs]
    assert sum(rungs) == screen.session.financing.combined, "the layers add up to the sum"
    assert "不重复计算" in screen.test.overlaps.text()
    assert screen.session.financing.combined_gap == 0


def test_a_smaller_loan_turns_the_sentence_good_live(screen):
    fill(screen.test.form, "loan_asked", "500万")
    assert screen.session.project.financing.loan_asked == Decimal(5_000_000)
    assert "数据资产质押单独可以支持" in texts(screen)
    assert "可支持" in texts(screen)
    assert "5,000,000.00 元（人民币伍佰万元整）" in texts(screen)
    screen.session.undo()
    settle()
    assert "不能支持" in texts(screen)


def test_the_loan_never_changes_the_value(screen):
    before = screen.session.valuation.total
    fill(screen.test.form, "loan_asked", "1亿")
    assert screen.session.valuation.total == before


def test_pool_shows_coefficients_with_their_reason(screen):
    screen.tabs.setCurrentIndex(POOL)
    settle()
    by_code = {line.texts[0]: line for line in screen.pool.table.lines}
    assert len(by_code) == 25
    assert by_code["D01"].texts[4] == "100%"
    assert by_code["D08"].texts[4:6] == ("0%", "0.00")
    screen.pool.table.select(by_code["D08"].key)
    assert "D08：" in screen.pool.reason.whole()
    assert "发证" in screen.pool.reason.whole() or "申请" in screen.pool.reason.whole()
    total = sum(Decimal(line.texts[5].replace(",", "")) for line in by_code.values())
    assert total == pytest.approx(screen.session.financing.pool / 10000, abs=Decimal("0.2"))


def test_a_row_of_the_pool_is_a_door(screen):
    screen.tabs.setCurrentIndex(POOL)
    settle()
    screen.pool.table.select(screen.pool.table.lines[0].key)
    click(screen.pool.open)
    dialog = next(
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, TraceDialog) and one.isVisible() and one.parentWidget() is screen.window()
    )
    assert "计入质押池" in dialog.step.name
    dialog.close()


def test_a_limit_is_a_door(screen):
    screen.test.limits.chosen.emit("pledge")
    dialog = next(
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, TraceDialog) and one.isVisible() and one.parentWidget() is screen.window()
    )
    assert dialog.step.id == "融资/额度/数据质押"
    dialog.close()


def test_other_security_is_typed_in_a_table_and_counts_at_once(screen):
    screen.tabs.setCurrentIndex(OTHERS)
    before = screen.session.financing.combined
    record = screen.session.project.other_security[-1]
    type_cell(screen.securities, record.id, "value", "400万")
    assert screen.session.financing.combined > before


def test_dates_and_cover_say_what_holds(screen):
    screen.tabs.setCurrentIndex(DATES)
    settle()
    assert [line.texts[0] for line in screen.dates.cover.lines] == ["2026", "2027", "2028"]
    assert all("覆盖贷款期" in line.texts[3] for line in screen.dates.maturities.lines)
    certificate = screen.session.project.certificates[0]
    screen.session.enter([Entry("certificate", certificate.id, "valid_until", "2027-01-01")])
    settle()
    first = screen.dates.maturities.lines[0]
    assert certificate.code in first.texts[0]
    assert "早于贷款到期" in first.texts[3]
    places = []
    screen.go_to.connect(lambda *place: places.append(place))
    screen.dates.maturities.opened.emit(first.key)
    assert places[0][:2] == ("certificate", certificate.id)


def test_public_cases_stand_beside_the_pledge_rate_and_show_nothing_unverified(screen):
    assert "公开质押案例" in screen.test.public_words.text()
    click(screen.test.public)
    assert screen.tabs.currentIndex() == CASES
    table = screen.tabs.currentWidget().table
    model_case = next(line for line in table.lines if "万峰林" in line.texts[1])
    assert model_case.texts[6:9] == ("—", "—", "—")
    assert "贵州银行" not in " ".join(model_case.texts)


def test_an_empty_project_invites(qtbot, tmp_path):
    made = screen_of(qtbot, session_of(tmp_path))
    words = texts(made)
    assert "尚未填写申请金额" in made.head.note.text()
    assert "尚未填写" in words
    for number in range(6):
        made.tabs.setCurrentIndex(number)
        settle()
    made.work.close()
    made.session.close()


def test_a_problem_leads_to_its_field(screen):
    screen.tabs.setCurrentIndex(CASES)
    screen.show_place("financing", 1, "term_months")
    assert screen.tabs.currentIndex() == TEST
    assert screen.test.form.inputs["term_months"].editor.hasFocus()
    record = screen.session.project.other_security[1]
    screen.show_place("other_security", record.id, "rate")
    assert screen.tabs.currentIndex() == OTHERS
    assert screen.securities.current_id() == record.id


def test_stated_repayments_are_summed_against_the_loan(screen):
    screen.tabs.setCurrentIndex(PAYMENTS)
    ids = [one.id for one in screen.session.project.principal_payments]
    screen.session.remove("principal_payment", ids)
    screen.session.add("principal_payment", [{"due_on": "2027-12-20", "amount": "2000万"}, {"due_on": "2028-06-20", "amount": "1900万"}])
    settle()
    assert "合计 3,900 万元，与申请金额 4,000 万元相差 100.00 万元" in screen.payments.note.text()
    record = screen.session.project.principal_payments[-1]
    screen.tabs.setCurrentIndex(TEST)
    screen.show_place("principal_payment", record.id, "amount")
    assert screen.tabs.currentIndex() == PAYMENTS
    type_cell(screen.payments.table, record.id, "amount", "2000万")
    assert "与申请金额一致" in screen.payments.note.text()


def test_what_is_due_on_each_day_stands_beside_the_instalments(screen):
    screen.tabs.setCurrentIndex(PAYMENTS)
    settle()
    page = screen.payments
    assert [line.texts for line in page.schedule.lines][:2] == [
        ("2026-09-20", "—", "42.93", "4,000.00"), ("2026-12-20", "400.00", "42.47", "3,600.00"),
    ]  # fmt: skip
    assert "利息合计 264.32 万元" in page.total.text()
    assert "按还本计划" in page.schedule_note.text()
    last = screen.session.project.principal_payments[-1]
    type_cell(page.table, last.id, "amount", "1000万")
    assert "差额按到期日 2028-06-20 一次还清" in " ".join(one.message for one in screen.session.problems)
    type_cell(page.table, last.id, "amount", "3000万")
    assert "超过申请贷款金额" in " ".join(one.message for one in screen.session.problems)
    assert "没有采用" in page.schedule_note.text()
    assert page.schedule.lines[0].texts[0] == "2026-07-20"


def test_the_interest_of_a_day_is_a_door(screen):
    screen.tabs.setCurrentIndex(PAYMENTS)
    settle()
    screen.payments.schedule.opened.emit("2026-09-20")
    dialog = next(
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, TraceDialog) and one.isVisible() and one.parentWidget() is screen.window()
    )
    assert dialog.step.name == "2026-09-20 应付利息"
    dialog.close()


def test_ladder_stacks_layers_and_hatches_the_unknown(qtbot):
    ladder = Ladder("组合", "万元")
    rungs = [Rung("a", "数据", Decimal(799), "799"), Rung("b", "租金", None, "—"), Rung("c", "收费权", Decimal(2022), "2,022")]
    ladder.show_rungs(rungs, Rung(None, "合计", Decimal(2821), "2,821"), (Decimal(4000), "申请 4,000"))
    shown(qtbot, ladder, (600, 240))
    ladder.grab()
    assert ladder.accessibleDescription() == "数据 799 万元；租金 — 万元；收费权 2,022 万元；合计 2,821 万元；申请 4,000 万元"
    assert [door.key for door in ladder.doors] == ["a", "b", "c", None]


def test_the_sample_is_as_of_its_stored_date_not_of_the_clock(screen):
    assert screen.session.project.head.as_of == date(2026, 5, 31)
