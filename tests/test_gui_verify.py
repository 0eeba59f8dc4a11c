"""The windows a receiver and a clerk open: verifying a PDF without a project, the log field by field, issuing."""

import random
import time

import pytest
from issued_papers import CHANGES, issued

pytest.importorskip("PySide6.QtWidgets")

from paper_projects import complete
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from gzvalue.gui.history_window import HistoryWindow
from gzvalue.gui.session import Session
from gzvalue.gui.verify_window import VerifyWindow
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Entry
from gzvalue.store.open import Store


def _wait(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        QApplication.processEvents()
        time.sleep(0.01)
        assert time.monotonic() < until


@pytest.fixture
def window(qtbot):
    made = VerifyWindow()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def test_a_sound_dossier_is_green_with_every_figure(window, tmp_path):
    path = tmp_path / "材料.pdf"
    path.write_bytes(issued())
    window.check(path)
    _wait(lambda: window.report is not None)
    assert window.verdict.text().startswith("核验通过")
    assert "GZV-MAEXAMPL8-20251231" in window.facts.text()
    figures = window.tree.topLevelItem(window.tree.topLevelItemCount() - 1)
    figures.child(0).setExpanded(True)
    assert figures.child(0).childCount() > 0
    assert "✓" in figures.child(0).child(0).text(1)


def test_a_dropped_forgery_is_red_and_says_where(window, tmp_path):
    path = tmp_path / "材料.pdf"
    path.write_bytes(CHANGES["digit_on_page"](issued(), random.Random(1)))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(QDropEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    _wait(lambda: window.report is not None)
    assert window.verdict.text().startswith("核验未通过")
    red = [window.tree.topLevelItem(n) for n in range(window.tree.topLevelItemCount()) if "✗" in window.tree.topLevelItem(n).text(1)]
    assert red
    assert any("页" in item.child(0).text(0) for item in red if item.childCount())


def test_the_log_tells_each_field_before_and_after(qtbot, tmp_path):
    with Store.create(tmp_path / "a.gzv", complete(1)) as store:
        store.apply(
            edits.enter(store.project, "改名称", [Entry("data_set", 1, "name", "新的名称"), Entry("financing", 1, "loan_asked", "3000万")])
        )
        session = Session(store)
        made = HistoryWindow(session)
        qtbot.addWidget(made)
        rows = [[made.detail.topLevelItem(n).text(c) for c in range(4)] for n in range(made.detail.topLevelItemCount())]
        assert any(row[1:] == ["数据名称", "第 1 项业务数据集", "新的名称"] for row in rows)
        assert any(row[2:] == ["40,000,000.00", "30,000,000.00"] for row in rows)
        made.verify()
        assert made.state.text() == "日志完整，与现有记录一致。"
        made.close()


def test_issuing_in_the_window_keeps_it_in_the_file_and_verifies(qtbot, tmp_path):
    from gzvalue.actions.gathering import gathered
    from gzvalue.frozen.verify import verify
    from gzvalue.gui.screens.dossier import DossierScreen
    from gzvalue.gui.work import Work

    store = Store.create(tmp_path / "a.gzv", complete(1))
    screen = DossierScreen(Session(store), Work())
    qtbot.addWidget(screen)
    said = []
    screen.said.connect(lambda *words: said.append(words))
    try:
        screen.issue_to(tmp_path / "材料.pdf")
        _wait(lambda: said or screen.preview.trouble.text())
        assert said, screen.preview.trouble.text()
        assert "已签发 GZV-MAEXAMPL8-20251231 第 1 版" in said[0][0]
        assert [one.version for one in store.issues()] == [1]
        assert (tmp_path / "材料_冻结数据.json").read_bytes() == store.issued_data(1)
        assert (tmp_path / "材料_测算底稿.xlsx").exists()
        assert verify(tmp_path / "材料.pdf", gathered).ok
    finally:
        screen.close_down()
        screen.work.close()
        store.close()
