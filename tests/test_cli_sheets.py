"""The commands import and export, as a person types them."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from gzvalue.cli import main
from gzvalue.schema import edit as edits
from gzvalue.store.open import Store

CATALOGUE = (
    "编号,数据名称,记录数,责任部门,领导批示\n"
    "D01,门票订单,1860万,票务部,同意\n"
    "D02,检票记录,很多,票务部,\n"
    "D03,停车记录,-5,车场,\n"
    "D04,甲,1,,\n"
    "D04,乙,2,,\n"
    "合计,,3,,\n"
)


@pytest.fixture
def run():
    def run(*words):
        return CliRunner().invoke(main, [str(word) for word in words])

    return run


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "项目.gzv"
    Store.create(path).close()
    return path


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "目录.csv"
    path.write_bytes(CATALOGUE.encode("gb18030"))
    return path


def project(path):
    with Store.open(path, write=False) as store:
        return store.project


def test_a_dry_run_shows_the_difference_and_writes_nothing(run, file, catalogue):
    before = file.read_bytes()
    done = run("import", file, catalogue, "--dry-run")
    assert done.exit_code == 0
    for words in ("试运行，未写入", "新增 3 条记录", "数据目录 D01 门票订单", "领导批示", "合计行"):
        assert words in done.output
    assert file.read_bytes() == before


def test_an_import_applies_what_can_be_read_and_lists_the_rest_with_its_place(run, file, catalogue):
    done = run("import", file, catalogue)
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert any("第 3 行 C 列“记录数”：很多" in line and "不是数字" in line for line in lines)
    assert any("第 4 行 C 列“记录数”：-5" in line and "不小于 0" in line for line in lines)
    assert any("第 5 行" in line and "第 6 行" in line and "D04" in line for line in lines)
    after = project(file)
    assert [one.code for one in after.data_sets] == ["D01", "D02", "D03"]
    assert after.raw_texts["data_set", 2, "record_count"].text == "很多"
    with Store.open(file) as store:
        assert [entry.label for entry in store.log()][-1] == "导入 目录.csv"
        assert store.verify_log() == []


def test_importing_again_changes_nothing(run, file, catalogue):
    run("import", file, catalogue)
    before = project(file).rows
    done = run("import", file, catalogue)
    assert "没有要导入的改动" in done.output
    assert project(file).rows == before


def test_json_gives_the_plan_as_plain_values(run, file, catalogue):
    done = run("import", file, catalogue, "--json")
    plan = json.loads(done.output)
    assert plan["applied"] is True
    assert plan["added"][0]["values"]["记录数"] == "18,600,000"
    assert [failed["kept"] for failed in plan["failed"]] == [False, False, True]
    assert plan["unknown_columns"][0]["column"] == "E"
    assert set(plan) == {
        "applied", "file", "sheets", "added", "changed", "failed", "doubtful", "unknown_columns", "unknown_sheets", "skipped", "missing", "notes",
        "kept_newer", "needs_reason",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("空.xlsx", b"", "空文件"),
        ("网页.xlsx", b"<html><body>x</body></html>", "其实是网页"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n", "图片"),
        ("别的.csv", "今天,明天\n晴,雨\n".encode(), "没有认出"),
    ],
)
def test_a_file_that_cannot_be_read_exits_with_2_and_leaves_the_project(run, file, tmp_path, name, content, word):
    before = file.read_bytes()
    (tmp_path / name).write_bytes(content)
    done = run("import", file, tmp_path / name)
    assert done.exit_code == 2
    assert word in done.output
    assert file.read_bytes() == before


def test_export_and_import_by_department(run, file, catalogue, tmp_path):
    run("import", file, catalogue)
    out = tmp_path / "车场.xlsx"
    done = run("export", file, out, "--department", "车场")
    assert done.exit_code == 0
    assert "已导出 1 条记录" in done.output
    book = openpyxl.load_workbook(out)
    sheet = book["数据目录"]
    assert [sheet.cell(5, 1).value, sheet.cell(6, 1).value] == ["D03", None]
    sheet.cell(5, 2).value = "停车场记录"
    book.save(out)
    done = run("import", file, out)
    assert "数据名称：停车记录 → 停车场记录" in done.output
    assert project(file).by_code["data_set"]["D03"].name == "停车场记录"
    wrong = run("export", file, out, "--department", "财务部")
    assert wrong.exit_code == 2
    assert "票务部、车场" in wrong.output


def test_long_lists_are_cut_unless_all_is_asked(run, file, tmp_path):
    (tmp_path / "大.csv").write_text("编号,数据名称\n" + "".join(f"D{n:03},第{n}个\n" for n in range(100)), encoding="utf-8")
    assert "另有 60 项" in run("import", file, tmp_path / "大.csv", "--dry-run").output
    assert "第99个" in run("import", file, tmp_path / "大.csv", "--dry-run", "--all").output


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a Unix signal")
def test_killing_an_import_while_it_writes_leaves_the_last_finished_edit(file, tmp_path):
    with Store.open(file) as store:
        store.apply(edits.add(store.project, "添加", "data_set", [{"code": "A01", "name": "先前的"}]))
    catalogue = tmp_path / "大.csv"
    catalogue.write_text("编号,数据名称,备注\n" + "".join(f"D{n:05},第{n}个,{'长' * 200}\n" for n in range(6000)), encoding="utf-8")
    words = [sys.executable, "-m", "gzvalue", "import", str(file), str(catalogue)]
    child = subprocess.Popen(words, cwd=Path(__file__).parents[1], stdout=subprocess.DEVNULL)
    journal = file.with_name(file.name + "-journal")
    until = time.monotonic() + 60
    while child.poll() is None and not journal.exists() and time.monotonic() < until:
        time.sleep(0.001)
    child.send_signal(signal.SIGKILL)
    child.wait()
    with Store.open(file) as store:
        assert len(store.project.data_sets) in {1, 6001}  # all of it or nothing
        assert store.project.data_sets[0].name == "先前的"
        assert store.verify_log() == []
    assert not journal.exists()
