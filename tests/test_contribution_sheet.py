"""The papers of a contribution and of a training set through the command: PDF, JSON, refusals, hostile text."""

import json
from decimal import Decimal

import pypdfium2
import pytest
from click.testing import CliRunner
from contribution_case import ROWS, case_project

from gzvalue.actions.check import problems
from gzvalue.actions.sheet import sheet_of_project
from gzvalue.cli import main
from gzvalue.outputs.blocks import BarChart
from gzvalue.schema import edit
from gzvalue.store.open import Store


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "项目.gzv"
    Store.create(path, case_project()).close()
    return path


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def text_of(path):
    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "").replace("\n", "")


def test_paper_and_json_of_a_contribution(file, tmp_path):
    out = tmp_path / "出资.pdf"
    done = run("sheet", file, "--kind", "contribution", "--data-set", "D01", "-o", out, "--json")
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    (one,) = data["contributions"]
    shares = one["shares"]
    assert (one["appraised_value"], one["agreed_price"], one["measured_value"]) == ("7900000.00", "8000000.00", None)
    assert (shares["unit"], shares["units_before"], shares["units_after"], shares["data_units"]) == (
        "股",
        10_000_000,
        12_666_666,
        2_666_666,
    )
    assert (shares["price"], shares["post_money"], shares["premium"]) == ("3.00000000", "38000000.00", "5333334.00")
    assert [row["share_after"] for row in shares["holders"]] == ["0.473684", "0.315790", "0.210526"]
    assert sum(Decimal(row["change"]) for row in shares["holders"]) == 0
    assert {row["result"] for row in one["checks"]} <= {"符合", "需处理", "无法判断"}
    assert next(row for row in one["checks"] if row["key"] == "fair_price")["result"] == "需处理"
    assert any("高于评估值" in row["message"] for row in data["problems"])
    words = text_of(out)
    for wanted in (
        "数据作价出资要素表",
        "乙公司<i>",
        "2,666,666",
        "5,333,334.00",
        "21.0526%",
        "公司法 第四十八条第二款",
        "尚需办理",
        "本软件测算值（未经评估）",
    ):
        assert wanted in words, wanted
    assert "30%" not in words


def test_a_contribution_above_the_registered_capital_is_refused(tmp_path):
    path = tmp_path / "a.gzv"
    changed = {"mode": "新设公司", "company_type": "有限责任公司", "registered_capital": "500万"}
    Store.create(path, case_project(contribution=changed)).close()
    out = tmp_path / "出资.pdf"
    done = run("sheet", path, "--kind", "作价出资", "--data-set", "D01", "-o", out)
    assert done.exit_code == 2
    assert "作价金额 8,000,000.00 元高于注册资本 5,000,000.00 元，出资不成立" in done.stderr
    assert not out.exists()
    assert "高于注册资本" in run("check", path).output


def test_shares_of_a_training_set_foot_to_a_hundred(file, tmp_path):
    with Store.open(file) as store:
        for row in store.project.rows["training_part"].values():
            store.apply(edit.enter(store.project, "改样本数", [edit.Entry("training_part", row.id, "samples", "7")]))
    assert run("sheet", file, "--kind", "training", "--data-set", "D02", "-o", tmp_path / "训练.pdf").exit_code == 0
    words = text_of(tmp_path / "训练.pdf")
    assert words.count("33.3%") == 2
    assert words.count("33.4%") == 1, "three thirds make a hundred"


def test_paper_and_json_of_a_training_set(file, tmp_path):
    out = tmp_path / "训练.pdf"
    done = run("sheet", file, "--kind", "training", "--data-set", "D02", "-o", out, "--json")
    assert done.exit_code == 0, done.output
    (one,) = json.loads(done.stdout)["training_sets"]
    assert one["samples_by_role"] == {"训练": 1400, "验证": 0, "测试": 200}
    split = one["split"]
    assert [(row["data_set"], row["by_size"], row["shapley"], row["amount"]) for row in split["shares"]] == [
        ("D01", ["2", "5"], "3.5", "58.33"), ("D02", ["1", "4"], "2.5", "41.67"),
    ]  # fmt: skip
    checks = {row["key"]: row["result"] for row in one["checks"]}
    assert (checks["roles"], checks["amounts"], checks["licence"]) == ("需处理", "需处理", "符合")
    words = text_of(out)
    for wanted in ("高质量训练数据集说明", "<b>=1+1</b>&", "平均边际增益与沙普利值", "58.33", "41.67", "清洗步骤", "已知局限"):
        assert wanted in words, wanted


def test_without_a_record_the_paper_says_what_is_missing(file, tmp_path):
    for kind, words in (("contribution", "还没有作价出资记录"), ("training", "还不属于任何训练数据集")):
        out = tmp_path / f"{kind}.pdf"
        done = run("sheet", file, "--kind", kind, "--data-set", "D03", "-o", out)
        assert done.exit_code == 0, done.output
        assert words in done.output
        assert "草稿" in text_of(out)


def test_two_contributions_of_one_data_set_are_both_printed():
    project = case_project()
    row = ROWS["contribution"][0] | {"code": "CZ02", "company": "戊公司"}
    project = edit.apply(project, edit.add(project, "添加", "contribution", [row]))
    made = sheet_of_project(project, "contribution", "D01")
    assert [one["code"] for one in made.sheet.data["contributions"]] == ["CZ01", "CZ02"]
    holders = made.sheet.data["contributions"][1]["shares"]["holders"]
    assert [(one["name"], one["units_after"]) for one in holders] == [("甲公司", 2_666_666), ("（未列明的原股东）", 10_000_000)]
    assert any("没有列全" in one.message for one in made.problems)


def test_these_problems_hold_no_dossier_up(file):
    project = case_project(contribution={"registered_capital": "1", "mode": "新设公司"})
    mine = [
        one for one in problems(project) if one.form in ("contribution", "contributor", "training_set", "training_part", "training_gain")
    ]
    assert mine
    assert {one.level for one in mine} == {"notice"}


@pytest.mark.parametrize(("gains", "said"), [("266", "的贡献最大，占"), ("226", "2 个数据集的贡献相同")])
def test_of_equal_contributions_none_is_the_greatest(gains, said):
    project = case_project()
    typed = [edit.Entry("training_gain", id, "gain", text) for id, text in enumerate(gains, 1)]
    sheet = sheet_of_project(edit.apply(project, edit.enter(project, "填写", typed)), "training", "D01").sheet
    (chart,) = [one for one in sheet.blocks if isinstance(one, BarChart)]
    assert said in chart.title
