"""Files and sheets at the window: copies, periods, backups, Excel in and out, and what cannot be done said in words."""

import csv
from pathlib import Path

import pytest
import xlsxwriter
from hands import button, click, sample_file, settle, wait_for
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QTableView

from gzvalue.actions.projects import new_project
from gzvalue.gui import asking
from gzvalue.gui.import_dialog import ImportDialog
from gzvalue.gui.window import Window
from gzvalue.schema.edit import Entry
from gzvalue.store.backups import backups_of
from gzvalue.store.open import Store


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


def sheet(path: Path, heads: list[str], *rows: list[str]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("数据目录")
        for line, cells in enumerate([heads, *rows]):
            for at, cell in enumerate(cells):
                page.write_string(line, at, cell)
    return path


def dialog(window: Window) -> ImportDialog:
    wait_for(lambda: [d for d in window.findChildren(ImportDialog) if d.isVisible()], what="the import dialog")
    return next(d for d in window.findChildren(ImportDialog) if d.isVisible())


def page(shown: ImportDialog, name: str) -> list[list[str]]:
    """The texts of one tab."""
    number = next(n for n in range(shown.tabs.count()) if shown.tabs.tabText(n).startswith(name))
    model = shown.tabs.widget(number).findChild(QTableView).model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def answer(monkeypatch, window: Window, path: Path | None) -> None:
    """What a person chooses in the file dialog."""
    monkeypatch.setattr(window.files, "ask_open", lambda title, kinds: path)
    monkeypatch.setattr(window.files, "ask_save", lambda title, suggested, kinds, replace=False: path)


# --- import ---------------------------------------------------------------------------------------


def test_an_import_shows_the_difference_cell_by_cell_and_is_one_edit(window, tmp_path):
    session = window.workspace.session
    session.add("data_set", [{"code": "D01", "name": "旧名", "record_count": "100"}])
    path = sheet(
        tmp_path / "目录.xlsx",
        ["数据名称", "编号", "记录数", "看不懂的列"],
        ["新名", "D01", "1,860万", "x"],
        ["检票记录", "D02", "很多", ""],
        ["合计", "", "1860万", ""],
    )
    window.files.import_sheet(path)
    shown = dialog(window)
    assert "新增 1 条，修改 2 格，未能识别 1 处" in shown.summary.text()
    assert {(line[1], line[2], line[3]) for line in page(shown, "修改")} == {("数据名称", "旧名", "新名"), ("记录数", "100", "18,600,000")}
    assert "D02" in page(shown, "新增")[0][0]
    assert "不是数字" in page(shown, "未能导入")[0][3]
    assert page(shown, "未导入的列")[0][2] == "看不懂的列"
    assert len(session.project.data_sets) == 1
    click(shown.accept_button)
    assert [d.code for d in session.project.data_sets] == ["D01", "D02"]
    assert session.text("data_set", 2, "record_count") == "很多"
    assert session.undo_stack.undoText() == "导入 目录.xlsx"
    assert "已导入 目录.xlsx" in window.foot.said()
    window.undo()
    assert [d.name for d in session.project.data_sets] == ["旧名"]
    assert not session.project.raw_texts


def test_an_import_that_is_not_wanted_changes_nothing(window, tmp_path):
    window.files.import_sheet(sheet(tmp_path / "目录.xlsx", ["编号", "数据名称"], ["D01", "甲"]))
    click(button(dialog(window), "取消"))
    assert not window.workspace.session.project.data_sets
    assert window.workspace.session.undo_stack.count() == 0


def test_the_sample_catalogue_comes_in_from_csv(window, tmp_path):
    path = tmp_path / "catalog.csv"
    with path.open("w", encoding="gb18030", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["item_no", "data_item_cn", "business_domain", "record_count_approx", "time_span_start"])
        writer.writerows([f"D{n:02d}", f"数据{n}", "票务", n * 1000, 2005] for n in range(1, 46))
    window.files.import_sheet(path)
    shown = dialog(window)
    click(shown.accept_button)
    sets = window.workspace.session.project.data_sets
    assert len(sets) == 45
    assert (sets[4].code, sets[4].name, sets[4].record_count, sets[4].span_start) == ("D05", "数据5", 5000, "2005")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("网页.xls", "<html><body><p>没有表格</p></body></html>".encode()),
        ("空.xlsx", b""),
        ("不是.xlsx", b"PK\x03\x04broken"),
        ("别的.csv", "苹果,香蕉\n1,2\n".encode()),
    ],
)
def test_a_sheet_that_cannot_be_taken_is_said_and_nothing_is_lost(window, tmp_path, name, content):
    session = window.workspace.session
    session.add("data_set", [{"code": "D01"}])
    path = tmp_path / name
    path.write_bytes(content)
    window.files.import_sheet(path)
    wait_for(lambda: window.workspace.refusal.isVisible())
    assert name in window.workspace.refusal.text()
    assert [d.code for d in session.project.data_sets] == ["D01"]


def test_typing_while_a_sheet_is_read_makes_the_plan_anew(window, tmp_path):
    session = window.workspace.session
    session.add("data_set", [{"code": "D01", "name": "甲"}])
    window.files.import_sheet(sheet(tmp_path / "目录.xlsx", ["编号", "数据名称"], ["D01", "乙"]))
    session.enter([Entry("data_set", 1, "name", "丙")])
    shown = dialog(window)
    assert page(shown, "修改")[0][2:4] == ["丙", "乙"]
    click(shown.accept_button)
    assert session.record("data_set", 1).name == "乙"


def test_a_sheet_can_be_dropped_on_the_window(window, tmp_path):
    path = sheet(tmp_path / "目录.xlsx", ["编号", "数据名称"], ["D01", "甲"])
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, drop)
    click(dialog(window).accept_button)
    assert len(window.workspace.session.project.data_sets) == 1


# --- export ---------------------------------------------------------------------------------------


def test_export_edit_import_gives_back_the_difference(qtbot, tmp_path, monkeypatch):
    window = Window()
    qtbot.addWidget(window)
    window.open_project(sample_file(tmp_path))
    out = tmp_path / "导出.xlsx"
    answer(monkeypatch, window, out)
    monkeypatch.setattr(asking.Question, "exec", lambda self: QDialog.DialogCode.Accepted)
    window.files.export_sheet()
    wait_for(lambda: "已导出" in window.foot.said())
    assert out.is_file()
    window.workspace.session.enter([Entry("data_set", 1, "name", "改过的名称")])
    window.files.import_sheet(out)
    shown = dialog(window)
    assert "保持软件中的内容" in shown.summary.text() or not shown.plan.edit
    click(button(shown, "取消"))
    assert window.workspace.session.record("data_set", 1).name == "改过的名称"
    window.close()


def test_the_template_is_an_empty_workbook_that_comes_back_as_nothing_new(window, tmp_path, monkeypatch):
    out = tmp_path / "模板"
    answer(monkeypatch, window, out)
    window.files.export_template()
    wait_for(lambda: "已导出" in window.foot.said())
    assert (tmp_path / "模板.xlsx").is_file()


def test_departments_of_the_project_are_offered(qtbot, tmp_path):
    with Store.open(sample_file(tmp_path), write=False) as store:
        found = asking.departments(store.project)
    assert "票务部" in found
    assert len(found) == len(set(found))


# --- copies ---------------------------------------------------------------------------------------


def test_a_new_project_is_made_where_the_person_said(qtbot, tmp_path, monkeypatch):
    window = Window()
    qtbot.addWidget(window)
    answer(monkeypatch, window, tmp_path / "我的项目")
    monkeypatch.setattr(window.files, "ask_template", lambda project: (None, ()))
    window.files.create()
    assert window.workspace.session.path == tmp_path / "我的项目.gzv"
    window.close()


def test_a_new_project_never_replaces_a_file(window, tmp_path, monkeypatch):
    answer(monkeypatch, window, window.workspace.session.path)
    window.workspace.session.add("data_set", [{"code": "D01"}])
    monkeypatch.setattr(window.files, "ask_template", lambda project: (None, ()))
    window.files.create()
    assert "已经存在" in window.workspace.refusal.text()
    assert len(window.workspace.session.project.data_sets) == 1


def test_a_copy_is_saved_and_work_goes_on_in_the_old_file(window, tmp_path, monkeypatch):
    session = window.workspace.session
    session.add("data_set", [{"code": "D01"}])
    answer(monkeypatch, window, tmp_path / "副本.gzv")
    window.files.save_copy()
    wait_for(lambda: not window.work.tasks, what="the copy")
    assert window.workspace.session is session
    assert "副本.gzv" in window.foot.said()
    with Store.open(tmp_path / "副本.gzv", write=False) as copy:
        assert len(copy.project.data_sets) == 1


def test_copying_is_done_beside_the_window_and_can_be_stopped(window, tmp_path, monkeypatch):
    """The large attachments too: the event loop goes on meanwhile, and a stopped copy leaves nothing."""
    from threading import get_ident, main_thread

    from gzvalue.store import beside
    from gzvalue.store.beside import folder_of, lay_beside

    session = window.workspace.session
    big = tmp_path / "大.bin"
    big.write_bytes(b"x" * (3 << 20))
    sha256, _ = lay_beside(session.path, big)
    session.add("evidence", [{"code": "A01", "title": "大", "sha256": sha256, "file_name": "大.bin"}])
    monkeypatch.setattr(beside.os, "link", lambda *_: (_ for _ in ()).throw(OSError))
    threads: list[int] = []
    told = beside._from

    def watched(progress, before, total, name):
        def tell(done):
            threads.append(get_ident())
            if done > 1 << 20 and stop:
                window.work.cancel(window.work.tasks[0])
            told(progress, before, total, name)(done)

        return tell

    monkeypatch.setattr(beside, "_from", watched)
    stop = True
    answer(monkeypatch, window, tmp_path / "停" / "副本.gzv")
    (tmp_path / "停").mkdir()
    window.files.save_copy()
    wait_for(lambda: not window.work.tasks, what="the stop")
    assert list((tmp_path / "停").iterdir()) == []
    stop = False
    window.files.save_copy()
    wait_for(lambda: not window.work.tasks, what="the copy")
    assert {one.name for one in folder_of(tmp_path / "停" / "副本.gzv").iterdir()} == {f"{sha256}.bin"}
    assert threads
    assert main_thread().ident not in threads


def test_a_file_moved_away_can_still_be_rescued(window, tmp_path, monkeypatch):
    session = window.workspace.session
    session.add("data_set", [{"code": "D01"}])
    session.path.rename(tmp_path / "移走.gzv")
    answer(monkeypatch, window, tmp_path / "救回.gzv")
    window.files.save_copy()
    with Store.open(tmp_path / "救回.gzv", write=False) as copy:
        assert len(copy.project.data_sets) == 1
    assert "附件文件夹须手工复制" in window.foot.said()


def test_the_next_period_opens_with_what_stays(window, tmp_path, monkeypatch):
    session = window.workspace.session
    session.enter([Entry("enterprise", 1, "name", "甲公司"), Entry("valuation_head", 1, "valuation_date", "2025-12-31")])
    answer(monkeypatch, window, tmp_path / "下一期.gzv")
    monkeypatch.setattr(asking, "ask_period", lambda parent, present: "2026 年第二期")
    window.files.next_period()
    wait_for(lambda: not window.work.tasks, what="the next period")
    project = window.workspace.session.project
    assert window.workspace.session.path.name == "下一期.gzv"
    assert project.enterprise.name == "甲公司"
    assert project.head.period == "2026 年第二期"
    assert project.head.valuation_date is None


def test_a_backup_is_put_back_as_a_new_file(window, tmp_path, monkeypatch):
    session = window.workspace.session
    path = session.path
    session.add("data_set", [{"code": "D01"}])
    window.close_project()
    window.open_project(path)
    window.workspace.session.remove("data_set", [1])
    kept = backups_of(path)
    assert kept
    monkeypatch.setattr(asking, "ask_backup", lambda parent, source: kept[0])
    answer(monkeypatch, window, tmp_path / "恢复.gzv")
    window.files.restore()
    assert window.workspace.session.path.name == "恢复.gzv"
    assert len(window.workspace.session.project.data_sets) == 1
