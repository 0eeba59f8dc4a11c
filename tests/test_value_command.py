"""``gzvalue value``: what a person and a script see, also while a window has the file open."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from sample_case import sample_project
from valuation_case import data_set, project, unit

from gzvalue.actions.value import as_json, value
from gzvalue.cli import main
from gzvalue.schema.enterprise import Enterprise
from gzvalue.schema.valuation_forms import METHODS
from gzvalue.store.open import Store


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("value") / "示例.gzv"
    Store.create(path, sample_project()).close()
    return path


def run(*arguments: object):
    return CliRunner().invoke(main, ["value", *map(str, arguments)])


def test_people_see_units_data_sets_total_and_what_to_mend(sample_file):
    result = run(sample_file)
    assert result.exit_code == 0
    for words in (
        "未经评估",
        "G1",
        "D45",
        "2,208,232.77",
        "合计 20,455,768.97 元",
        "收益法-分成 10,642,458.69",
        "对照：成本法",
        "折现率 14%",
        "错误",
    ):
        assert words in result.output


def test_json_has_the_promised_keys_and_money_as_strings(sample_file):
    found = json.loads(run(sample_file, "--json").output)
    assert found["total"] == "20455768.97"
    assert tuple(found["by_method"]) == METHODS
    assert sum(Decimal(amount) for amount in found["by_method"].values()) == Decimal(found["total"])
    one = next(row for row in found["data_sets"] if row["code"] == "D02")
    assert {"code", "name", "method", "value", "cost", "income"} <= set(one)
    assert (one["value"], one["cost"], one["method"]) == ("813148.77", "866666.67", "收益法-直接、收益法-分成")
    assert next(row for row in found["data_sets"] if row["code"] == "D05")["value"] is None
    assert sum(Decimal(row["value"]) for row in found["data_sets"] if row["value"]) == Decimal(found["total"])
    assert {"id", "name", "formula", "written", "inputs", "value", "unit", "source", "about"} == set(found["steps"][0])
    assert {"level", "form", "id", "key", "message"} == set(found["problems"][0])
    assert found["units"][0]["periods"][0]["year"] == 2026


def test_every_key_of_the_json_is_documented():
    text = (Path(__file__).parents[1] / "docs" / "json.md").read_text("utf-8")
    found = as_json(value(sample_project()))
    keys = {*found, *found["data_sets"][0], *found["units"][0], *found["units"][0]["periods"][0], *found["steps"][0], *found["scores"]}
    assert {key for key in keys if f"`{key}`" not in text and f"`{key}[]`" not in text} == set()


def test_the_window_may_have_the_file_open(sample_file):
    with Store.open(sample_file):
        result = run(sample_file, "--json")
    assert result.exit_code == 0
    assert json.loads(result.output)["total"] == "20455768.97"


def test_a_draft_without_any_value_is_shown_as_it_is(tmp_path):
    path = tmp_path / "a.gzv"
    Store.create(path, project(data_set(1, "D1"), unit(1, "U1"))).close()
    result = run(path)
    assert result.exit_code == 0
    assert "合计 0.00 元" in result.output
    assert "没有成员" in result.output


def test_a_closed_gate_of_the_enterprise_is_all_that_is_said(tmp_path):
    path = tmp_path / "a.gzv"
    Store.create(path, project(Enterprise(status="注销"))).close()
    assert "注销" in run(path).output


def test_what_is_no_project_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "a.gzv"
    path.write_text("x" * 100)
    result = run(path)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
