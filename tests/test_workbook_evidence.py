"""The pages 权属与合规 and 不确定性 of the workbook, held against the commands' own JSON."""

from decimal import Decimal

import openpyxl
import pytest
from valuation_case import cost, data_set, head, member, project, rate, unit
from workbook_hands import Recalculated

from gzvalue.actions.rights import as_json as rights_json
from gzvalue.actions.samples import build_sample
from gzvalue.actions.uncertainty import as_json, study_file
from gzvalue.actions.workbook import make_workbook
from gzvalue.rights.review import review
from gzvalue.store.open import Store


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evidence")
    path = folder / "tourism.gzv"
    build_sample("tourism", path)
    with Store.open(path, write=False) as store:
        tourism = store.project
    written = make_workbook(tourism, folder / "底稿.xlsx").written
    return path, tourism, folder / "底稿.xlsx", written


def rows(sheet):
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def below(found, band):
    """The rows under a band, up to the next blank one."""
    at = next(place for place, row in enumerate(found) if isinstance(row[0], str) and row[0].startswith(band))
    kept = []
    for row in found[at + 2 :]:
        if row[0] is None:
            break
        kept.append(row)
    return kept


def money(value):
    return Decimal(f"{value:.2f}")


def test_uncertainty_agrees_with_its_command_to_the_fen(made):
    path, _, book, _ = made
    found = rows(openpyxl.load_workbook(book, data_only=True)["不确定性"])
    told = as_json(*study_file(path))
    first = {row[0]: row[1] for row in found if row[0]}
    assert money(first["生成时结论（元）"]) == money(first["现在的结论（元）"]) == Decimal(told["base"])
    assert (first["模拟次数"], first["随机数种子"]) == (told["simulation"]["draws"], told["simulation"]["seed"])
    for words, key in (
        ("P10（元）", "p10"),
        ("P50（中位数）（元）", "p50"),
        ("P90（元）", "p90"),
        ("均值（元）", "mean"),
        ("标准差（元）", "deviation"),
    ):
        assert money(first[words]) == Decimal(told["simulation"][key])
    tornado = [(money(row[1]), money(row[2])) for row in below(found, "一、敏感性")]
    assert tornado == [(Decimal(one["at_low"]), Decimal(one["at_high"])) for one in told["tornado"]]
    cases = [(row[0], money(row[1])) for row in below(found, "二、情景")]
    assert cases == [(one["name"], Decimal(one["value"])) for one in told["scenarios"]]
    at = next(place for place, row in enumerate(found) if row[0] == "组")
    counts = [row[3] for row in found[at + 1 : at + 1 + len(told["simulation"]["counts"])]]
    assert counts == told["simulation"]["counts"]


def test_what_is_no_formula_is_marked_and_its_page_says_when_it_is_out_of_date(made):
    _, _, path, written = made
    book = openpyxl.load_workbook(path)
    sheet = book["不确定性"]
    cell = next(row[1] for row in sheet.iter_rows() if row[0].value == "P50（中位数）（元）")
    assert cell.data_type == "n"
    assert cell.font.italic
    assert "表格公式不能重现" in sheet["A2"].value
    now = next(row for row in sheet.iter_rows() if row[0].value == "现在的结论（元）")
    assert str(now[1].value).startswith("=")
    again = Recalculated.of(path)
    place = "不确定性", now[5].row, 6
    assert again.book.get_value(*place) == "一致，本页有效"
    datum = next(key for key in written.inputs if key[0] == "income_year")
    again.change({written.inputs[datum]: 1})
    assert again.book.get_value(*place) == "输入已改动，本页数值已过时"


def test_rights_agree_with_their_command(made):
    _, tourism, path, _ = made
    found = rows(openpyxl.load_workbook(path, data_only=True)["权属与合规"])
    told = rights_json(tourism, review(tourism))
    results = below(found, "一、各数据集")
    assert [(row[0], row[2], row[5], row[6]) for row in results] == [
        (one["code"], one["result"], sum(bool(each["answer"]) for each in one["answers"]), len(one["answers"])) for one in told["data_sets"]
    ]
    assert [row[3] for row in results] == [
        "／".join(one["rights_status"][key] for key in ("hold", "use", "operate")) for one in told["data_sets"]
    ]
    counted = {row[0]: row[2] for row in found[: found.index(results[0])] if row[0] in told["summary"]["results"]}
    assert counted == told["summary"]["results"]
    chain = below(found, "三、权属链条")
    assert len(chain) == sum(len(one["chain"]) + len(one["sources"]) for one in told["data_sets"])
    answers = below(found, "四、合规自查")
    assert [(row[0], row[2], row[3]) for row in answers] == [
        (one["code"], each["question"], each["answer"] or "未答")
        for one in told["data_sets"]
        for each in (*one["answers"], *one["classification"])
    ]
    assert [row[0] for row in below(found, "二、权属凭证")] == [one.code for one in tourism.certificates]


def test_days_left_of_a_certificate_follow_the_valuation_date(made):
    _, tourism, path, _ = made
    book = openpyxl.load_workbook(path)
    sheet = book["权属与合规"]
    row = next(row for row in sheet.iter_rows() if row[0].value == tourism.certificates[0].code and row[5].value is not None)
    assert str(row[5].value).startswith("=E")
    cached = openpyxl.load_workbook(path, data_only=True)["权属与合规"][row[5].coordinate].value
    assert cached == (tourism.certificates[0].valid_until - tourism.head.valuation_date).days


def test_without_rights_and_conclusion_both_pages_are_absent(tmp_path):
    bare = project(head(), rate(), data_set(1, "D1"), cost(1, "D1", 1000), unit(1, "U1", main_method="成本法"), member(1, "U1", "D1"))
    pages = make_workbook(bare, tmp_path / "a.xlsx").written.pages
    assert "权属与合规" not in pages
    nothing = make_workbook(project(head()), tmp_path / "b.xlsx").written.pages
    assert "不确定性" not in nothing
