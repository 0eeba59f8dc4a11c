"""``gzvalue measure`` as people and scripts use it, and what a project keeps of it."""

import json

import pytest
from click.testing import CliRunner

from gzvalue.cli import main
from gzvalue.schema import edit as edits
from gzvalue.store.open import Store

DATA = "订单号,日期,身份证号,备注\n1,2024-01-05,522301199001011230,电话13800138000\n2,2024-02-30,522301199001011235,无\n3,2024-03-01,11010519491231002X,好\n"
KEYS = ["source", "columns", "rows", "dimensions", "not_measured", "personal_information", "engine", "rules"]


@pytest.fixture
def csv_file(tmp_path):
    path = tmp_path / "票.csv"
    path.write_bytes(DATA.encode("gb18030"))
    return path


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "p.gzv"
    with Store.create(path) as store:
        rows = [
            {"code": "D01", "name": "票", "frequency": "按月", "span_end": "2024-04"},
            {"code": "D02", "name": "别的", "frequency": "实时"},
        ]
        store.apply(edits.add(store.project, "添加", "data_set", rows))
    return path


def run(*arguments, code=0):
    done = CliRunner().invoke(main, ["measure", *map(str, arguments)])
    assert done.exit_code == code, done.output
    return done.output


def test_json_has_the_keys_that_are_promised(csv_file):
    found = json.loads(run(csv_file, "--json"))
    assert set(KEYS) <= set(found)
    assert set(found["source"]) >= {"name", "sha256", "sm3", "bytes", "encoding", "rows", "columns"}
    column = {"name", "type", "count", "missing", "distinct", "min", "max", "quantiles", "top", "identifier", "invalid"}
    assert all(set(one) >= column for one in found["columns"])
    assert list(found["dimensions"]) == ["conformity", "completeness", "accuracy", "consistency", "timeliness", "accessibility"]
    assert set(found["dimensions"]["completeness"]["indicators"][0]) >= {"code", "name", "numerator", "denominator", "score"}
    assert found["not_measured"] == ["accuracy", "consistency", "timeliness", "accessibility"]
    assert (found["engine"], found["rules"], found["source"]["encoding"]) == ("duckdb", None, "gb18030")


def test_personal_information_is_named_and_never_shown(csv_file):
    text = run(csv_file, "--json")
    found = json.loads(text)
    (finding,) = (one for one in found["personal_information"] if one["identifier"] == "national_id")
    assert (finding["column"], finding["whole_column"], finding["sensitive"]) == ("身份证号", True, True)
    assert found["columns"][2]["identifier"] == "national_id"
    assert "11010519491231002X" not in text + run(csv_file)
    assert "522301199001011235" not in text


def test_lines_for_people(csv_file):
    text = run(csv_file)
    assert "3 行 × 4 列" in text
    assert "未测量" in text
    assert "个人信息" in text


def test_what_cannot_be_read_exits_with_2_and_a_sentence(tmp_path):
    assert "找不到" in run(tmp_path / "none.csv", "--json", code=2)
    (tmp_path / "empty.csv").write_bytes(b"")
    assert "空文件" in run(tmp_path / "empty.csv", code=2)
    run(code=2)


def test_measured_elsewhere_and_kept_here(csv_file, project, tmp_path):
    run(csv_file, "-o", tmp_path / "m.json")
    run(project, tmp_path / "m.json", "--data-set", "D02")
    with Store.open(project, write=False) as store:
        (kept,) = store.project.measurements
    assert (kept.data_set, kept.source_name, kept.rows, kept.columns) == ("D02", "票.csv", 3, 4)
    assert json.loads(kept.document) == json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    broken = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    del broken["columns"][0]["missing"]
    (tmp_path / "broken.json").write_text(json.dumps(broken), encoding="utf-8")
    assert "不是完整的测量结果" in run(project, tmp_path / "broken.json", "--data-set", "D02", code=2)


def test_measuring_again_says_what_changed(csv_file, project):
    first = json.loads(run(project, csv_file, "--data-set", "D01", "--json"))
    assert first["difference"] is None
    timely = first["dimensions"]["timeliness"]["indicators"][0]
    assert (timely["numerator"], timely["denominator"]) == (2, 4)  # the declared frequency, to the end of the declared span
    assert "同一份数据" in run(project, csv_file, "--data-set", "D01")
    csv_file.write_text(DATA + "4,2024-04-01,,\n", encoding="utf-8")
    again = json.loads(run(project, csv_file, "--data-set", "D01", "--json"))["difference"]
    assert again["same_data"] is False
    assert again["rows"] == {"before": 3, "after": 4}
    assert again["columns_changed"]["身份证号"]["missing"] == {"before": 0, "after": 1}
    assert again["dimensions"]["timeliness"]["after"] == 0.75
    with Store.open(project, write=False) as store:
        assert len(store.project.measurements) == 3
        assert store.verify_log() == []


def test_a_data_set_that_is_not_there(csv_file, project):
    assert "没有编号为“D9”" in run(project, csv_file, "--data-set", "D9", code=2)


def test_bad_cells_as_a_workbook(csv_file, project, tmp_path):
    out = tmp_path / "坏.xlsx"
    assert "坏单元格 4 个，列出 4 个" in run(
        csv_file, "--bad-cells", out
    )  # a day that is none, two wrong check characters, a word for nothing
    assert out.is_file()
    assert "坏单元格 4 个" in run(project, "--data-set", "D01", csv_file, "--bad-cells", out)
    assert "xlsx" in run(csv_file, "--bad-cells", tmp_path / "坏.csv", code=2)
    run(csv_file, "-o", tmp_path / "m.json")
    assert "没有数据本身" in run(project, "--data-set", "D01", tmp_path / "m.json", "--bad-cells", out)


def test_detail_is_kept_with_the_project_and_in_files_only(csv_file, project, tmp_path):
    assert json.loads(run(csv_file, "--json"))["detail"] is None
    run(csv_file, "-o", tmp_path / "m.json")
    assert json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))["detail"]["bad_cells"]["total"] == 4
    run(project, "--data-set", "D01", csv_file, "--as", "登记版")
    with Store.open(project, write=False) as store:
        (kept,) = store.project.measurements
    assert kept.version == "登记版"
    assert json.loads(kept.document)["detail"]["missing_blocks"]["columns"] == [{"name": "备注", "missing": [0, 1, 0]}]


def test_rules_kept_in_the_project_count_unless_others_are_given(csv_file, project, tmp_path):
    with Store.open(project) as store:
        rows = [{"data_set": "D01", "rules": '{"columns": {"订单号": {"range": [1, 2]}}}'}]
        store.apply(edits.add(store.project, "规则", "quality_rules", rows))
    run(project, "--data-set", "D01", csv_file)
    (tmp_path / "r.json").write_text('{"name": "别的", "columns": {"订单号": {"range": [1, 1]}}}', encoding="utf-8")
    run(project, "--data-set", "D01", csv_file, "--rules", tmp_path / "r.json")
    with Store.open(project, write=False) as store:
        first, second = (json.loads(one.document) for one in store.project.measurements)
    assert [one["dimensions"]["accuracy"]["indicators"][0]["numerator"] for one in (first, second)] == [2, 1]
    assert [first["rules"]["name"], second["rules"]["name"]] == ["D01的规则", "别的"]
