"""Two issued dossiers held against each other: what changed in inputs, method, value, with reasons and effects."""

import json
from decimal import Decimal

import pytest
from click.testing import CliRunner
from issued_papers import FEW
from paper_projects import complete

from gzvalue.actions.compare import compare_files
from gzvalue.actions.dossier import issue_file
from gzvalue.cli import main
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Entry
from gzvalue.store.open import Store


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A project issued twice: between the issues a cost, a loan and a unit's version were changed and a data set was added."""
    folder = tmp_path_factory.mktemp("two")
    path = folder / "项目.gzv"
    Store.create(path, complete(3)).close()
    issue_file(path, folder / "a.pdf", FEW)
    with Store.open(path) as store:
        project = store.project
        cost = project.cost_items[0]
        changed = [Entry("cost_item", cost.id, "amount", "200000"), Entry("financing", 1, "loan_asked", "3000万")]
        changed += [Entry("income_year", one.id, "transferable", "5000000") for one in project.income_years]
        store.apply(edits.enter(project, "改金额", changed))
        store.apply(edits.add(store.project, "添加数据集", "evidence", [{"code": "A99", "title": "补充证明"}]))
    issue_file(path, folder / "b.pdf", FEW)
    return folder


def test_inputs_values_effects_and_log_between_two_issues(two):
    found = compare_files(str(two / "a.pdf"), str(two / "b.pdf"))
    assert not found.same
    cost = next(one for one in found.inputs if one.form == "cost_item")
    assert (cost.key, cost.before, cost.after) == ("amount", "100,000.00", "200,000.00")
    assert any(one.form == "evidence" and not one.key and one.after for one in found.inputs)
    total = next(one for one in found.values if one.name.startswith("测算结果合计"))
    assert Decimal(total.after) - Decimal(total.before) == Decimal(total.difference) != 0
    assert sum(Decimal(one.difference) for one in found.effects) == Decimal(total.difference)
    assert found.same_file is True
    assert [one.label for one in found.log][1:] == ["改金额", "添加数据集"]


def test_snapshots_of_the_project_and_the_plain_json_are_the_same_as_the_pdf(two):
    assert compare_files(str(two / "项目.gzv@1"), str(two / "a.pdf")).same
    assert compare_files(str(two / "项目.gzv"), str(two / "b_冻结数据.json")).same


def test_the_command_tells_it_and_its_exit_status(two):
    done = CliRunner().invoke(main, ["diff", str(two / "a.pdf"), str(two / "b.pdf")])
    assert done.exit_code == 1, done.output
    assert "100,000.00 → 200,000.00" in done.output
    told = CliRunner().invoke(main, ["diff", str(two / "a.pdf"), str(two / "a.pdf"), "--json"])
    assert told.exit_code == 0
    assert json.loads(told.output)["same"] is True


@pytest.mark.parametrize("name", ["无.pdf", "项目.gzv@9", "坏.pdf", "坏.json"])
def test_what_cannot_be_compared_is_refused_in_words(two, name):
    (two / "坏.pdf").write_bytes(b"%PDF-1.7")
    (two / "坏.json").write_bytes(b"{}")
    done = CliRunner().invoke(main, ["diff", str(two / name), str(two / "a.pdf")])
    assert done.exit_code == 2
    assert done.output.startswith("gzvalue: ")


def test_issued_data_stays_in_the_file_and_cannot_be_changed(two):
    with Store.open(two / "项目.gzv", write=False) as store:
        assert [(one.number, one.version) for one in store.issues()] == [("GZV-MAEXAMPL8-20251231", 1), ("GZV-MAEXAMPL8-20251231", 2)]
        assert store.issued_data(2) == (two / "b_冻结数据.json").read_bytes()
        assert any("签发" in one.label for one in store.log())
        for statement in (
            "UPDATE issued SET sha256 = 'x'",
            "DELETE FROM issued",
            "INSERT OR REPLACE INTO issued SELECT * FROM issued WHERE no = 1",
        ):
            with pytest.raises(Exception, match=r"stay as they are|readonly"):
                store._db.execute(statement)


def test_errors_hold_an_issue_back_and_nothing_is_written(tmp_path):
    Store.create(tmp_path / "a.gzv", complete(2, purpose=None)).close()
    done = CliRunner().invoke(main, ["dossier", str(tmp_path / "a.gzv"), "-o", str(tmp_path / "a.pdf"), "--issue"])
    assert done.exit_code == 2
    assert "不能签发" in done.output
    assert not (tmp_path / "a.pdf").exists()
    with Store.open(tmp_path / "a.gzv", write=False) as store:
        assert store.issues() == ()
