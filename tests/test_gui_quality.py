"""④ 质量评价 with real widgets and real files: measuring beside the window, what is shown of it, and what may be done with it."""

import json
import time

import openpyxl
import pytest
from hands import button, click, press, sample_session, session_of, settle, shown, type_cell, wait_for
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel

from gzvalue.actions.match_files import matched
from gzvalue.actions.measure import record_cells
from gzvalue.gui.measuring import CANCELLED, DONE, FAILED
from gzvalue.gui.screens import make_screen, quality_matching, quality_rules
from gzvalue.gui.screens.quality_database import DatabaseDialog
from gzvalue.gui.work import Work
from gzvalue.quality.measure import measure_file
from gzvalue.schema.edit import Entry
from gzvalue.schema.kinds import plain

DATA = (
    "订单号,日期,手机,金额,备注\nT1,2024-01-05,13800138000,10,好\nT2,2024-02-30,13800138001,x,无\nT3,2024-03-01,13800138002,30,好\n"
    + "".join(f"T{n},2024-03-0{n % 9 + 1},1380013{n:04d},{n},好\n" for n in range(4, 40))
)


@pytest.fixture
def work(qapp):
    made = Work()
    yield made
    made.close()


@pytest.fixture
def session(tmp_path):
    made = session_of(tmp_path)
    made.add("data_set", [{"code": f"D0{n}", "name": name} for n, name in enumerate(("门票销售订单", "客流统计", "停车收费"), 1)])
    yield made
    made.close()


@pytest.fixture
def screen(qtbot, session, work):
    made = shown(qtbot, make_screen("quality", session, work), (1300, 860))
    yield made
    made.close_down()


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "票.csv"
    path.write_bytes(DATA.encode("gb18030"))
    return path


def drop(page, paths, at=None):
    """Files from the desktop onto a row of the table, or beside it."""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    point = QPoint(5, 5)
    if at is not None:
        view = page.table
        number = next(n for n, line in enumerate(view.lines) if line.key == at)
        point = view.viewport().mapTo(page, QPoint(40, view.rowViewportPosition(number) + 10))
    enter = QDragEnterEvent(point, Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(
        page, QDropEvent(QPointF(point), Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )
    settle()


def finished(page, seconds=60):
    wait_for(lambda: not page.queue.busy, seconds, "the queue")
    settle()


def texts(table):
    return [line.texts for line in table.lines]


def test_a_file_dropped_on_a_row_is_measured_while_the_window_lives(screen, session, data):
    page = screen.measured
    beats, last = [], time.monotonic()

    def beat():
        nonlocal last
        now = time.monotonic()
        beats.append(now - last)
        last = now

    timer = QTimer(screen)
    timer.timeout.connect(beat)
    timer.start(10)
    drop(page, [data], at=2)
    assert page.strip.isVisible()
    assert page.current().id == 2
    finished(page)
    timer.stop()
    assert len(beats) > 20
    assert max(beats) < 0.25  # loaded machines included; the goal of 0.1 s is a benchmark's matter
    (kept,) = session.project.measurements
    assert (kept.data_set, kept.source_name, kept.rows, kept.columns) == ("D02", "票.csv", 39, 5)
    (entry,) = page.queue.entries
    assert (entry.state, "完整性" in entry.sentence) == (DONE, True)
    line = next(line for line in page.table.lines if line.key == 2)
    assert line.texts[3] == "99.49%"  # one of 195 cells is a word for nothing
    assert line.texts[8] == "实测 2/6"
    assert page.record.result.bars.bars[1].lines[0].endswith("194 ÷ 195")
    assert page.record.result.bars.bars[2].score is None
    assert [cells[:2] for cells in texts(page.record.result.bad)] == [("3", "日期"), ("3", "金额"), ("3", "备注")]
    assert "13800138" not in QLabelTexts(screen) + str(texts(page.record.result.columns)) + str(texts(page.record.result.bad))
    assert texts(page.record.result.personal)[0][:2] == ("手机", "手机号码")
    assert any(one.key == "registered_personal" for one in session.problems_of("data_set", 2))
    click(button(page.record, "复制指纹"))
    assert kept.sha256 in QGuiApplication.clipboard().text()
    session.undo()
    assert session.project.measurements == ()


def QLabelTexts(widget):
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def test_a_failed_file_says_why_and_the_others_go_on(screen, session, data, tmp_path):
    (tmp_path / "空.csv").write_bytes(b"")
    sets = session.project.data_sets
    screen.measured.measure([(sets[0], tmp_path / "空.csv"), (sets[1], data), (sets[2], tmp_path / "没有.csv")])
    finished(screen.measured)
    states = [(one.state, bool(one.sentence)) for one in screen.measured.queue.entries]
    assert states == [(FAILED, True), (DONE, True), (FAILED, True)]
    assert "空文件" in screen.measured.queue.entries[0].sentence
    assert screen.measured.strip.list.isVisible()
    assert [cells[2] for cells in texts(screen.measured.strip.list)] == ["未成功", "未成功", "已完成"]
    assert [one.data_set for one in session.project.measurements] == ["D02"]
    click(screen.measured.strip.clear)
    assert not screen.measured.strip.isVisible()


def test_cancel_ends_within_half_a_second_and_leaves_the_rest(screen, session, data, tmp_path):
    large = tmp_path / "大.csv"
    line = "2024-01-01,{},甲乙丙丁,1.5,abcdefgh\n"
    with large.open("w", encoding="utf-8") as file:
        file.write("日期,号,名,数,文\n")
        for start in range(0, 400_000, 1000):
            file.write("".join(line.format(n) for n in range(start, start + 1000)))
    page, sets = screen.measured, session.project.data_sets
    first, second, third = page.measure([(sets[0], large), (sets[1], large), (sets[2], data)])
    wait_for(lambda: first.state == "测量中" and first.words not in ("", "正在启动测量"), 30, "the first to begin")
    page.queue.cancel(second)
    assert second.state == CANCELLED
    begun = time.monotonic()
    click(page.strip.cancel)
    wait_for(lambda: first.state == CANCELLED, 5, "the end")
    assert time.monotonic() - begun < 0.5
    finished(page)
    assert third.state == DONE
    assert [one.data_set for one in session.project.measurements] == ["D03"]


def test_a_folder_is_matched_by_name_and_corrected(screen, session, data, tmp_path, monkeypatch):
    folder = tmp_path / "数据"
    (folder / "子").mkdir(parents=True)
    for name in ("D03_停车.csv", "门票销售订单2024.csv", "子/不相干.csv", ".隐藏.csv", "说明.docx"):
        (folder / name).write_bytes(data.read_bytes())
    seen = {}

    def answer(dialog):
        seen["lines"] = texts(dialog.table)
        seen["left"] = dialog.left_over.text()
        dialog.table.select(next(line.key for line in dialog.table.lines if line.texts[0] == "不相干.csv"))
        at = dialog.chooser.findData("D02")
        dialog.chooser.setCurrentIndex(at)
        dialog.chooser.activated.emit(at)
        assert "每个数据集都有文件" in dialog.left_over.text()
        return True

    monkeypatch.setattr(quality_matching.MatchDialog, "exec", answer)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    click(screen.measured.folder_button)
    wait_for(lambda: "lines" in seen, 20, "the dialog")
    by_file = {cells[0]: cells[1:3] for cells in seen["lines"]}
    assert by_file["D03_停车.csv"] == ("D03　停车收费", "100%")
    assert by_file["门票销售订单2024.csv"][0] == "D01　门票销售订单"
    assert by_file["不相干.csv"] == ("（不测量）", "")
    assert "D02" in seen["left"]
    finished(screen.measured)
    assert {one.data_set for one in session.project.measurements} == {"D01", "D02", "D03"}


def test_matching_a_thousand_by_a_thousand_takes_a_moment(tmp_path):
    from gzvalue.schema.data_set import DataSet

    sets = [DataSet(id=n, code=f"D{n:04d}", name=f"第{n}车间{'甲乙丙丁'[n % 4]}线生产运行记录数据集") for n in range(1, 1001)]
    files = [tmp_path / f"{one.name}.csv" for one in reversed(sets)]
    begun = time.monotonic()
    found = matched(files, sets)
    assert time.monotonic() - begun < 3
    assert [one.code for one in found] == [one.code for one in reversed(sets)]


def test_measuring_again_shows_the_change(screen, session, data):
    page, one = screen.measured, session.project.data_sets[0]
    page.measure([(one, data)])
    finished(page)
    assert "第一次测量" in page.record.result.changes.text()
    data.write_bytes(DATA.replace("无", "好").encode("gb18030"))
    page.measure([(session.project.data_sets[0], data)])
    finished(page)
    words = page.record.result.changes.text()
    assert "不是同一份数据" in words
    assert "完整性：99.49% → 100.00%" in words
    assert page.record.which.count() == 2
    page.measure([(session.project.data_sets[0], data)])
    finished(page)
    assert "是同一份数据" in page.record.result.changes.text()
    click(page.record.remove_button)
    assert len(session.project.measurements) == 2


def test_the_version_measured_is_noted_and_quiets_the_error(screen, session, data):
    session.enter([Entry("data_set", 1, "personal_information", "是"), Entry("data_set", 1, "registered_personal", "否")])
    screen.measured.measure([(session.project.data_sets[0], data)])
    finished(screen.measured)
    assert [one.level for one in session.problems_of("data_set", 1, "registered_personal")] == ["error"]
    box = screen.measured.record.version
    box.setCurrentIndex(box.findText("原始数据"))
    box.activated.emit(box.currentIndex())
    assert session.project.measurements[0].version == "原始数据"
    assert [one.level for one in session.problems_of("data_set", 1, "registered_personal")] == ["notice"]


def test_a_draft_of_the_dictionary_is_one_edit(screen, session, data, monkeypatch):
    session.add("data_field", [{"data_set": "D01", "name": "金额", "type": "文本"}, {"data_set": "D01", "name": "旧列"}])
    screen.measured.measure([(session.project.data_sets[0], data)])
    finished(screen.measured)
    seen = []

    def answer(dialog):
        seen.append([dialog.tabs.tabText(n) for n in range(dialog.tabs.count())])
        dialog.overwrite.setChecked(True)
        return True

    monkeypatch.setattr(quality_matching.DictionaryDialog, "exec", answer)
    edits = session.undo_stack.count()
    click(screen.measured.dictionary_button)
    assert seen == [["新增（4）", "补填（1）", "不同（1）", "数据中没有（1）"]]
    fields = {one.name: one for one in session.project.data_fields}
    assert (fields["订单号"].type, fields["订单号"].key, fields["日期"].type, fields["手机"].personal) == ("文本", True, "日期", True)
    assert (fields["金额"].type, fields["备注"].personal, fields["订单号"].length) == ("整数", None, 3)
    assert session.undo_stack.count() == edits + 1
    session.undo()
    assert {one.name for one in session.project.data_fields} == {"金额", "旧列"}


def test_all_bad_cells_go_into_a_workbook(screen, session, data, tmp_path, monkeypatch):
    screen.measured.measure([(session.project.data_sets[0], data)])
    finished(screen.measured)
    out = tmp_path / "坏.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    said = []
    screen.said.connect(lambda text, path: said.append((text, path)))
    click(screen.measured.bad_button)
    finished(screen.measured)
    assert said[-1][1] == str(out)
    assert openpyxl.load_workbook(out).sheetnames == ["说明", "坏单元格", "有问题的行"]
    assert len(session.project.measurements) == 1  # writing a list is not measuring anew


def test_rules_are_edited_kept_and_count(screen, session, data, monkeypatch):
    page = screen.measured
    page.measure([(session.project.data_sets[0], data)])
    finished(page)
    wrongs = []

    def answer(dialog):
        assert dialog.columns.select("金额")
        dialog.columns.least.setText("0")
        dialog.columns.most.setText("20")
        assert dialog.columns.select("备注")
        dialog.columns.words_off.setChecked(True)
        dialog.columns.pattern.setText("(")
        dialog._save()
        wrongs.append(dialog.wrong.text())
        dialog.columns.pattern.setText("")
        dialog.rows.key.setText("订单号")
        dialog.rows.expressions.add(("金额为正", "[金额] > 0"))
        dialog._save()
        return dialog.result() == QDialog.DialogCode.Accepted

    monkeypatch.setattr(quality_rules.RulesDialog, "exec", answer)
    click(page.rules_button)
    assert "正则" in wrongs[0]
    (kept,) = session.project.quality_rules
    assert json.loads(kept.rules) == {
        "columns": {"金额": {"range": [0, 20]}, "备注": {"missing_words": False}}, "key": ["订单号"],
        "rules": [{"name": "金额为正", "expression": "[金额] > 0"}],
    }  # fmt: skip
    page.measure([(session.project.data_sets[0], data)])
    finished(page)
    line = page.table.lines[0]
    assert line.texts[3] == "100.00%"
    assert line.texts[4] == f"{(39 - 20) / 39:.2%}"  # 30 and 21 … 39 lie above 20
    assert "违反规则：金额 在范围内" in str(texts(page.record.result.bad))


def test_a_result_of_a_server_is_taken_over(screen, session, data, tmp_path):
    (tmp_path / "m.json").write_text(json.dumps(measure_file(data).as_json(), ensure_ascii=False), encoding="utf-8")
    drop(screen.measured, [tmp_path / "m.json"], at=3)
    finished(screen.measured)
    assert session.project.measurements[0].data_set == "D03"
    assert "没有附坏单元格" in screen.measured.record.result.bad_words.text()
    assert "没有附缺失的分布" in screen.measured.record.result.holes_words.text()


def test_a_password_is_asked_for_and_stands_nowhere(qtbot, session, work):
    dialog = DatabaseDialog(work, "门票")
    qtbot.addWidget(dialog)
    dialog.show()
    click(dialog.accept_button)
    assert "服务器" in dialog.wrong.text()
    for field, text in (
        (dialog.host, "127.0.0.1"),
        (dialog.port, "1"),
        (dialog.base, "库"),
        (dialog.user, "u@x"),
        (dialog.password, "秘密"),
    ):
        field.setText(text)
    click(dialog.list_button)
    wait_for(lambda: dialog.list_button.isEnabled(), 20, "an answer")
    assert dialog.wrong.text()
    assert "秘密" not in dialog.wrong.text()
    dialog.host.setText("mysql://root:p%40ss@db.local:3307/trade?table=orders")
    assert dialog.host.text() == "db.local"
    assert dialog.answer() == ("mysql://root@db.local:3307/trade", "p@ss", "orders")
    dialog.host.setText("postgresql://u%40x:x@127.0.0.1:1/库")
    dialog.password.setText("秘密")
    dialog.table.setCurrentText("public.t")
    assert dialog.answer() == ("postgresql://u%40x@127.0.0.1:1/%E5%BA%93", "秘密", "public.t")


def test_measurings_of_a_removed_data_set_can_be_removed(screen, session, data):
    session.add("measurement", [{"data_set": "D02", "source_name": "客流.csv", "document": "{}"}])
    session.add("quality_rules", [{"data_set": "D02", "rules": "[1"}])
    assert any("不是 JSON" in one.message for one in session.problems_of("quality_rules", 1, "rules"))
    session.remove("data_set", [2])
    settle()
    assert "2 条" in screen.measured.lost.text()
    click(screen.measured.lost_button)
    assert (session.project.measurements, session.project.quality_rules) == ((), ())
    assert not screen.measured.lost_button.isVisible()
    session.undo()
    assert len(session.project.measurements) == 1


def test_a_thousand_data_sets_do_not_slow_the_page(qtbot, tmp_path, work):
    session = session_of(tmp_path)
    session.add("data_set", [{"code": f"D{n:04d}", "name": f"数据{n}"} for n in range(1, 1001)])
    (tmp_path / "a.csv").write_text("a,b\n1,2\n3,\n", encoding="utf-8")
    document = record_cells("D0001", measure_file(tmp_path / "a.csv").as_json())["document"]
    session.add("measurement", [{"data_set": f"D{n:04d}", "source_name": f"{n}.csv", "document": document} for n in range(1, 1001)])
    made = shown(qtbot, make_screen("quality", session, work), (1300, 860))
    made.measured.table.select(500)
    made.refresh()
    settle()
    begun = time.perf_counter()
    made.refresh()
    settle()
    assert time.perf_counter() - begun < 0.5
    assert len(made.measured.table.lines) == 1000
    made.tabs.setCurrentWidget(made.overview)
    assert len(made.picture.rows) == 1000
    made.close_down()
    session.close()


def test_declared_scores_are_listed_for_all_data_sets_and_marked(qtbot, session, work):
    session.add("data_set", [{"code": "D04", "name": "丁"}, {"code": "D05", "name": "戊"}])
    made = shown(qtbot, make_screen("quality", session, work))
    made.tabs.setCurrentWidget(made.declared)
    settle()
    assert any(label.text() == "申报·未实测" for label in made.declared.findChildren(QLabel) if label.isVisible())
    click(button(made, "为全部数据集列出申报行"))
    assert [q.data_set for q in session.project.declared_quality] == [f"D{n:02d}" for n in range(1, 6)]
    type_cell(made.table, 1, "completeness", "92")
    type_cell(made.table, 1, "accuracy", "101")
    assert plain(session.record("declared_quality", 1).completeness) == "92"
    look = made.table.model.look(made.table.model.at(0, made.table.model.column_of("accuracy")))
    assert "不大于" in look.fault
    session.add("data_set", [{"code": "D06"}])
    click(made.declared.missing_button)
    assert len(session.project.declared_quality) == 6
    made.tabs.setCurrentWidget(made.measured)
    assert made.measured.table.lines[0].texts[3] == "申报 92"
    assert made.measured.table.lines[0].texts[8] == "申报·未实测"
    made.close_down()


def test_the_heat_map_shows_what_is_declared_and_leads_to_the_cell(qtbot, tmp_path, work):
    sample = sample_session(tmp_path)
    made = shown(qtbot, make_screen("quality", sample, work), (1400, 800))
    made.tabs.setCurrentWidget(made.declared)
    settle()
    heat = made.declared.heat
    assert len(heat.rows) == 45
    assert heat.rows[0].values[0] == sample.project.declared_quality[0].conformity
    undeclared = next(row for row in heat.rows if row.values[0] is None)
    heat.chosen.emit((undeclared.key, "accuracy"))
    settle()
    id = made.table.current_id()
    assert sample.record("declared_quality", id).data_set == undeclared.key
    press(made.table.view, Qt.Key.Key_8)
    press(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert plain(sample.record("declared_quality", id).accuracy) == "8"
    made.close_down()
    sample.close()


def test_without_data_sets_it_leads_to_the_catalogue(qtbot, tmp_path, work):
    empty = session_of(tmp_path)
    made = shown(qtbot, make_screen("quality", empty, work))
    steps = []
    made.step.connect(steps.append)
    assert not made.measured.file_button.isEnabled()
    click(button(made, "到数据目录"))
    assert steps == ["catalogue"]
    made.close_down()
    empty.close()


def test_closing_the_project_ends_a_measuring_at_once(qtbot, session, work, tmp_path):
    large = tmp_path / "大.csv"
    large.write_text("a,b,c\n" + "1,甲乙,2024-01-01\n" * 300_000, encoding="utf-8")
    made = shown(qtbot, make_screen("quality", session, work))
    (entry,) = made.measured.measure([(session.project.data_sets[0], large)])
    wait_for(lambda: entry.words not in ("", "正在启动测量"), 30, "it to begin")
    begun = time.monotonic()
    made.close_down()
    assert time.monotonic() - begun < 1
    settle()
    assert session.project.measurements == ()
