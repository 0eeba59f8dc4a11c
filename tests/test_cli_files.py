"""The commands new, check, fields and log, as a person types them."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gzvalue.cli import main
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Entry
from gzvalue.schema.forms import FORMS
from gzvalue.store.open import Store


@pytest.fixture
def run():
    def run(*words):
        return CliRunner().invoke(main, [str(word) for word in words])

    return run


@pytest.fixture
def path(tmp_path):
    return tmp_path / "项目.gzv"


def fill(path, *steps):
    with Store.open(path) as store:
        for step in steps:
            store.apply(step(store.project))


def add(form, *rows):
    return lambda project: edits.add(project, f"添加{form}", form, rows)


def enter(form, key, text, id=1):
    return lambda project: edits.enter(project, f"填写{key}", [Entry(form, id, key, text)])


# --- new --------------------------------------------------------------------------------------


def test_new_makes_an_empty_project_and_adds_the_ending(run, path):
    done = run("new", path.with_suffix(""))
    assert done.exit_code == 0
    assert path.name in done.output
    with Store.open(path) as store:
        assert store.project.data_sets == ()
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_new_refuses_to_overwrite(run, path):
    path.write_text("wichtig")
    done = run("new", path)
    assert done.exit_code == 2
    assert "已经存在" in done.output
    assert path.read_text() == "wichtig"


# --- check ------------------------------------------------------------------------------------


def test_check_lists_problems_by_step_and_exits_1_on_errors(run, path):
    run("new", path)
    fill(path, add("data_set", {"code": "D01", "name": "门票"}), enter("enterprise", "name", "示例公司"))
    done = run("check", path)
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert lines.index("【企业概况】") < lines.index("【数据目录】") < lines.index("【融资与担保方案】")
    assert "  错误  数据目录 D01 门票：未填“数据来源”，请补充。" in lines
    assert "处错误" in lines[-1]


def test_check_as_json_is_stable(run, path):
    run("new", path)
    fill(path, add("data_set", {"code": "D01", "storage_gb": "viel"}))
    told = json.loads(run("check", path, "--json").output)
    assert set(told) == {"problems"}
    assert all(set(one) == {"level", "form", "id", "key", "message"} for one in told["problems"])
    (raw,) = [one for one in told["problems"] if (one["form"], one["key"]) == ("data_set", "storage_gb")]
    assert raw["level"] == "error"
    assert raw["id"] == 1
    assert "viel" in raw["message"]


def test_check_exits_0_when_there_are_only_notices(run, tmp_path):
    from gzvalue.actions.samples import build_sample

    file = build_sample("small", tmp_path / "a.gzv")
    done = run("check", file)
    assert done.exit_code == 0, done.output
    assert "共 0 处错误" in done.output
    assert "提醒" in done.output


@pytest.mark.parametrize("command", ["check", "log"])
def test_what_cannot_be_read_is_said_and_exits_2(run, tmp_path, command):
    (tmp_path / "a.gzv").write_text("kein Projekt")
    done = run(command, tmp_path / "a.gzv")
    assert done.exit_code == 2
    assert "不是本软件的项目文件" in done.output
    assert "Traceback" not in done.output
    assert run(command, tmp_path / "weg.gzv").exit_code == 2


def test_commands_read_while_the_window_has_the_file_open(run, path):
    with Store.create(path) as window:
        window.apply(edits.add(window.project, "添加", "data_set", [{"code": "D01"}]))
        assert "D01" in run("check", path).output
        done = run("log", path, "--verify")
        assert done.exit_code == 0
        assert "日志完整" in done.output


# --- log --------------------------------------------------------------------------------------


def test_log_tells_each_step_and_its_changes(run, path):
    run("new", path)
    fill(path, add("data_set", {"code": "D01", "name": "门票"}), enter("data_set", "name", "门票订单"))
    done = run("log", path)
    assert done.exit_code == 0
    assert "新建项目" in done.output.splitlines()[0]
    assert "填写name" in done.output
    told = json.loads(run("log", path, "--json").output)
    assert [entry["no"] for entry in told["entries"]] == [1, 2, 3]
    assert told["entries"][-1]["changes"] == [{"form": "data_set", "id": 1, "before": {"name": "门票"}, "after": {"name": "门票订单"}}]
    assert told["head"] == told["entries"][-1]["hash"]
    assert "faults" not in told
    assert json.loads(run("log", path, "--json", "--verify").output)["faults"] == []


def test_log_verify_exits_1_and_names_the_broken_entry(run, path):
    run("new", path)
    fill(path, add("data_set", {"code": "D01"}))
    raw = sqlite3.connect(path)
    raw.execute("DROP TRIGGER log_no_update")
    raw.execute("UPDATE log SET user = '别人' WHERE no = 2")
    raw.commit()
    raw.close()
    done = run("log", path, "--verify")
    assert done.exit_code == 1
    assert "第 2 条" in done.output
    assert run("log", path).exit_code == 0


# --- fields -----------------------------------------------------------------------------------


def test_fields_is_a_glossary_of_every_form_and_field(run):
    told = json.loads(run("fields", "--json").output)
    by_name = {form["form"]: form for form in told}
    assert set(by_name) == {form.name for form in FORMS} - {"raw_text"}
    for form in FORMS:
        if form.name in by_name:
            assert [field["key"] for field in by_name[form.name]["fields"]] == list(form.fields)
    amount = next(field for field in by_name["cost_item"]["fields"] if field["key"] == "amount")
    assert amount["label"] == "金额"
    assert amount["unit"] == "元"
    assert amount["type"] == "money"
    assert amount["required"] == "error"
    assert amount["help"]
    assert amount["example"]
    assert next(field for field in by_name["cost_item"]["fields"] if field["key"] == "data_set")["refers_to"] == "data_set"


def test_fields_in_plain_words(run):
    lines = run("fields").output.splitlines()
    assert "【数据目录】 data_set" in lines
    assert any(line.strip().startswith("金额（元）") for line in lines)
    assert any("L1、L2" in line for line in lines)


# --- the real program -------------------------------------------------------------------------


def test_the_program_itself_runs_without_qt(path):
    code = "import sys; sys.argv = ['gzvalue', *sys.argv[1:]]; from gzvalue.__main__ import main\ntry:\n    main()\nfinally:\n    assert 'PySide6' not in sys.modules"
    here = str(Path(__file__).parents[1])
    for words, status in ((["new", str(path)], 0), (["check", str(path)], 1), (["log", str(path)], 0)):
        done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, encoding="utf-8", cwd=here, check=False)
        assert done.returncode == status, done.stderr
