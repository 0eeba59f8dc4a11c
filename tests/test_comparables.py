"""The user's own library of comparables: kept outside projects, exchanged as files, copied into a project."""

import json
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from valuation_case import data_set, member, project, unit

from gzvalue import paths
from gzvalue.actions import comparables as library
from gzvalue.cli import main
from gzvalue.errors import UserError
from gzvalue.schema.edit import apply
from gzvalue.schema.market_forms import Comparable
from gzvalue.store.open import Store


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    folder = tmp_path / "user"
    folder.mkdir()
    monkeypatch.setattr(paths, "user_data", lambda: folder)


def one(**more) -> Comparable:
    return Comparable(**{"id": 1, "unit": "U1", "subset": "指数", "name": "=某景区指数", "value": Decimal(900000), "deal_date": date(2025, 9, 1),
                         "quality": Decimal("1.05"), "source": "某交易所", "weight": Decimal("0.5"), **more})  # fmt: skip


def test_a_case_keeps_nothing_of_the_project():
    kept = library.case_of(one())
    assert kept == {"name": "=某景区指数", "source": "某交易所", "deal_date": "2025-09-01", "value": "900,000.00", "quality": "1.05"}
    assert (library.keep([kept]), library.keep([kept])) == (1, 0)
    assert library.library() == (kept,)
    library.forget([kept])
    assert library.library() == ()


@pytest.mark.parametrize("name", ["a.json", "a.csv"])
def test_a_library_is_exchanged_as_a_file(tmp_path, name):
    kept = library.case_of(one())
    library.write_cases(tmp_path / name, [kept])
    text = (tmp_path / name).read_text("utf-8")
    assert "\n=某景区" not in text  # no formula for a spreadsheet
    assert library.read_cases(tmp_path / name) == (kept,)


def test_copied_into_a_project_the_case_is_the_same():
    found = project(data_set(1, "D1"), unit(1, "U1"), member(1, "U1", "D1"))
    after = apply(found, library.copied_into(found, [library.case_of(one())], "U1", "指数"))
    assert after.comparables == (one(weight=None),)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", "[1]", "不是本软件的案例库文件"), ("a.json", "{", "JSON 有误"), ("a.csv", "", "是空的"), ("a.csv", "甲,乙\n1,2", "案例名称"),
        ("a.csv", "案例名称,案例价值\n指数,很多", "第 1 个案例的“案例价值”"), ("a.csv", "案例名称,案例价值\n,5", "没有“案例名称”"),
    ],
)  # fmt: skip
def test_foreign_files_are_refused_by_name_and_row(tmp_path, name, text, said):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(UserError, match=said):
        library.read_cases(tmp_path / name)


def test_by_command_from_one_project_to_another(tmp_path):
    first, second = tmp_path / "a.gzv", tmp_path / "b.gzv"
    Store.create(first, project(unit(1, "U1"), one())).close()
    Store.create(second, project(unit(1, "U9"))).close()
    run = CliRunner().invoke
    assert "新加入 1 个" in run(main, ["comparables", "save", str(first)]).output
    assert json.loads(run(main, ["comparables", "list", "--json"]).output)["cases"][0]["name"] == "=某景区指数"
    refused = run(main, ["comparables", "copy", str(second), "--unit", "U1"])
    assert refused.exit_code == 2
    assert "U1" in refused.output
    assert run(main, ["comparables", "copy", str(second), "--unit", "U9"]).exit_code == 0
    with Store.open(second, write=False) as store:
        assert [(row.unit, row.value) for row in store.project.comparables] == [("U9", Decimal(900000))]
