"""How commands behave when used wrongly, on odd consoles, into closed pipes and full disks: a plain sentence, never a traceback."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from gzvalue.cli import main
from gzvalue.schema.edit import Entry, add, enter
from gzvalue.store.open import Store

PROGRAM = [sys.executable, "-m", "gzvalue"]
ODD_NAMES = ["有 空 格.gzv", "引'号\"“”.gzv", "＆<b>=1+1.gzv", "𠮷😀.gzv", "-o.gzv", "长" * 60 + ".gzv"]


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "甲.gzv"
    with Store.create(made) as store:
        store.apply(enter(store.project, "填写", [Entry("enterprise", 1, "name", "𠮷林<b>&=1+1 −2.5")]))
        store.apply(add(store.project, "新增", "data_set", [{"code": "D01", "name": "门票"}]))
    return made


def spoken(*words, env=None, **extra):
    """Run the program itself; bytes out."""
    return subprocess.run(
        [*PROGRAM, *map(str, words)], capture_output=True, env={**os.environ, **(env or {})}, timeout=60, check=False, **extra
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["check"], "还缺少 FILE"),
        (["chek"], "是不是“check”"),
        (["check", "--jsn", "x"], "没有选项“--jsn”"),
        (["--foo"], "没有选项“--foo”"),
        (["check", "a.gzv", "b.gzv"], "多出了“b.gzv”"),
        (["dossier", "a.gzv"], "还缺少 选项 -o"),
        (["dossier", "a.gzv", "-o"], "选项“-o”后面缺少内容"),
        (["dossier", "a.gzv", "-o", "a.pdf", "--without", "全部"], "可选：missing"),
        (["new", ""], "没有写文件名"),
        (["value", "没有.gzv", "--json"], "找不到文件"),
        (["log", "没有.gzv", "--json"], "找不到文件"),
        (["check", "没有.gzv", "--json"], "找不到文件"),
        (["import", "没有.gzv", "x.xlsx", "--json"], "找不到文件"),
        (["export", "没有.gzv", "x.xlsx"], "找不到文件"),
        (["dossier", "没有.gzv", "-o", "x.pdf"], "找不到文件"),
    ],
)
def test_a_wrong_use_is_told_in_one_chinese_sentence_with_nothing_on_the_output(words, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert told in done.stderr
    assert done.stderr.startswith("gzvalue: ")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_data_set_that_does_not_exist_gets_no_page(path, tmp_path):
    done = CliRunner().invoke(main, ["dossier", str(path), "-o", str(tmp_path / "a.pdf"), "--data-set", "D99"])
    assert done.exit_code == 2
    assert "D99" in done.stderr
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_file_name_goes_through_every_command(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert run(main, ["new", "--", name]).exit_code == 0
    sheet, paper = f"{name[:20]}.xlsx", f"{name[:20]}.pdf"
    for words in (["value"], ["log", "--verify"]):
        assert run(main, [*words, "--", name]).exit_code == 0
    assert run(main, ["export", "--", name, sheet]).exit_code == 0
    assert run(main, ["import", "--", name, sheet]).exit_code == 0
    assert run(main, ["dossier", "-o", paper, "--", name]).exit_code == 0
    assert run(main, ["check", "--", name]).exit_code == 1
    assert {one.name for one in tmp_path.iterdir()} == {name, sheet, paper}


def test_a_name_that_is_too_long_is_told(tmp_path):
    done = CliRunner().invoke(main, ["new", str(tmp_path / ("长" * 100))])
    assert done.exit_code == 2
    assert "太长" in done.stderr


@pytest.mark.parametrize("encoding", ["gbk", "latin-1"])
def test_a_console_of_another_encoding_gets_all_it_can_show(path, encoding):
    done = spoken("check", path, env={"PYTHONIOENCODING": encoding})
    assert done.returncode == 1
    assert done.stderr == b""
    text = done.stdout.decode(encoding, "replace")
    assert "U+20BB7" in text
    assert spoken("fields", env={"PYTHONIOENCODING": encoding}).returncode == 0


@pytest.mark.parametrize("command", ["check", "value", "log"])
def test_json_is_utf_8_on_any_console(path, command):
    done = spoken(command, path, "--json", env={"PYTHONIOENCODING": "gbk"})
    assert "𠮷" in str(json.loads(done.stdout.decode("utf-8")))
    assert done.stderr == b""


@pytest.mark.skipif(os.name != "posix", reason="locales of this sort are of POSIX systems")
def test_a_plain_c_locale_works_and_one_that_cannot_write_chinese_names_is_told(path, tmp_path):
    assert spoken("check", path, env={"LANG": "C", "LC_ALL": "C"}).returncode == 1
    done = spoken("demo", "--out", tmp_path / "d", env={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"})
    if done.returncode:  # an interpreter that keeps to ASCII
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
        assert list((tmp_path / "d").glob("*")) == []


@pytest.mark.skipif(os.name != "posix", reason="pipes are closed in another way on Windows")
@pytest.mark.parametrize("words", [["fields"], ["fields", "--json"], ["calc", "--list"]])
def test_a_reader_that_goes_away_is_no_fault(words):
    with subprocess.Popen([*PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.read(10)
        program.stdout.close()
        assert program.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [["fields"], ["fields", "--json"]])
def test_a_full_disk_behind_the_output_is_told(words):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PROGRAM, *words], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 2
    assert "磁盘已满" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_stopping_with_ctrl_c_says_so_and_leaves_nothing(tmp_path):
    with subprocess.Popen([*PROGRAM, "demo", "--out", str(tmp_path / "d")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as program:
        assert program.stdout is not None
        told = b""
        while b"[2/" not in told:
            assert program.poll() is None, told.decode()
            told += program.stdout.read1()  # type: ignore[attr-defined]
        time.sleep(0.1)
        for _ in range(10):  # Python drops an interrupt that falls into a destructor: a person presses again
            program.send_signal(signal.SIGINT)
            try:
                program.wait(1)
                break
            except subprocess.TimeoutExpired:
                continue
        rest = program.stdout.read()
        assert program.wait(20) == 130
    assert "已停止" in rest.decode()
    assert b"Traceback" not in rest
    assert not list((tmp_path / "d").glob("*.gzv"))


def test_a_project_without_data_sets_is_told_what_to_do_first(tmp_path):
    CliRunner().invoke(main, ["new", str(tmp_path / "空.gzv")])
    done = CliRunner().invoke(main, ["value", str(tmp_path / "空.gzv")])
    assert done.exit_code == 0
    assert "还没有数据集" in done.stdout
