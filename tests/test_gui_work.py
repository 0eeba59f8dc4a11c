"""Slow work beside the window: progress, cancelling, results on the GUI thread."""

import threading

import pytest
from hands import button, click, shown, wait_for

from gzvalue.errors import UserError
from gzvalue.gui.foot import Foot
from gzvalue.gui.work import Work


@pytest.fixture
def work(qapp):
    made = Work()
    yield made
    made.close()


def test_a_result_comes_back_on_the_thread_of_the_window(work):
    found = []
    work.run(
        "数数", lambda n, progress: (n + 1, threading.current_thread()), 41, then=lambda r: found.append((*r, threading.current_thread()))
    )
    wait_for(lambda: found)
    result, worker, receiver = found[0]
    assert result == 42
    assert worker is not threading.main_thread()
    assert receiver is threading.main_thread()


def test_progress_says_what_how_far_and_can_be_cancelled(work, qtbot):
    foot = shown(qtbot, Foot(work), (900, 40))
    step = threading.Event()
    results = []

    def count(progress):
        for number in range(1000):
            progress(number, 1000, "正在读取 目录.xlsx")
            step.wait(0.005)
        return "done"

    work.run("正在读取", count, then=results.append)
    wait_for(lambda: "目录.xlsx" in foot._what.text() and "／1,000" in foot._what.text())
    assert button(foot, "取消").isVisible()
    click(foot.cancel_button)
    wait_for(lambda: not work.tasks)
    assert results == []
    assert not foot.cancel_button.isVisible()


def test_what_a_person_can_mend_is_said_in_words(work):
    said, told = [], []

    def refuse(progress):
        raise UserError("“目录.xlsx”已加密，请先去掉密码。")

    work.failed.connect(said.append)
    work.run("读取", refuse, then=told.append)
    wait_for(lambda: said)
    assert said == ["“目录.xlsx”已加密，请先去掉密码。"]
    mine = []
    work.run("读取", refuse, then=told.append, failed=mine.append)
    wait_for(lambda: mine)
    assert len(said) == 1
    assert told == []


def test_a_fault_of_the_program_reaches_the_one_handler(work, qtbot):
    def fault(progress):
        raise KeyError("D01")

    with qtbot.captureExceptions() as caught:
        work.run("读取", fault, then=lambda _: None)
        wait_for(lambda: not work.tasks)
    assert [kind for kind, _, _ in caught] == [KeyError]


def test_tasks_run_one_after_the_other(work):
    order = []
    for number in range(4):
        work.run("x", lambda n, progress: n, number, then=order.append)
    wait_for(lambda: len(order) == 4)
    assert order == [0, 1, 2, 3]


def test_how_long_still_is_known_after_a_while(work, monkeypatch):
    task = work.run("x", lambda progress: None, then=lambda _: None)
    wait_for(lambda: not work.tasks)
    task.done, task.total = 25, 100
    task.started -= 10
    left = task.seconds_left()
    assert left is not None
    assert 29 < left < 32
