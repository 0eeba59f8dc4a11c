"""``gzvalue price``, as a person types it."""

import json
import re
import shutil
from decimal import Decimal

import pytest
from click.testing import CliRunner

from gzvalue.cli import main
from gzvalue.schema import edit as edits
from gzvalue.schema.price_forms import COEFFICIENTS
from gzvalue.store.open import Store

KEYS = {
    "data_set", "others", "code", "name", "refused", "formula", "costs", "years", "years_basis", "cost_share", "further_cost", "cost_per_year", "margin",
    "base_price", "coefficients", "coefficient", "price", "band", "buyers", "exclusive", "price_per_buyer", "modes", "compared", "cross_checks",
    "steps", "problems", "mark", "caveat",
}  # fmt: skip


def put(store, form, *rows):
    store.apply(edits.add(store.project, "录入", form, list(rows)))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("price") / "项目.gzv"
    with Store.create(path) as store:
        put(
            store,
            "data_set",
            {"code": "D01", "name": "门票订单", "remaining_years": "4"},
            {"code": "D02", "name": "检票记录"},
            {"code": "D03", "name": "=1+1<b>"},
        )
        put(
            store,
            "cost_item",
            {"data_set": "D01", "category": "采集", "name": "闸机", "amount": "40万"},
            {"data_set": "D03", "category": "采集", "amount": "5"},
        )
    return path


@pytest.fixture
def file(made, tmp_path):
    return shutil.copy(made, tmp_path / "项目.gzv")


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def answered(*words):
    done = run(*words, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_the_json_is_whole_and_its_figures_follow_from_each_other(file):
    before = file.read_bytes()
    found = answered(
        "price", file, "--data-set", "D01", "--margin", "20%", "--kq", "1.1", "--buyers", "4", "--quoted", "12万", "--bank", "150000"
    )
    assert set(found) == KEYS
    assert list(found["coefficients"]) == list(COEFFICIENTS)
    for key, one in found["coefficients"].items():
        assert Decimal(one["low"]) <= Decimal(one["value"]) <= Decimal(one["high"])
        assert (Decimal(one["low"]), Decimal(one["high"])) == (COEFFICIENTS[key].low, COEFFICIENTS[key].high)
        assert one["reason"]
    assert (found["cost_per_year"], found["years"], found["base_price"]) == ("100000.00", "4", "120000.00")
    product = Decimal(1)
    for one in found["coefficients"].values():
        product *= Decimal(one["value"])
    assert Decimal(found["coefficient"]) == product
    price = Decimal(found["price"])
    assert abs(Decimal(found["base_price"]) * product - price) <= Decimal("0.005")
    assert abs(Decimal(found["band"]["low"]) - price * Decimal("0.85")) <= Decimal("0.005")
    assert abs(Decimal(found["band"]["high"]) - price * Decimal("1.15")) <= Decimal("0.005")
    assert abs(Decimal(found["price_per_buyer"]) * found["buyers"] - price) <= Decimal("0.02")
    assert found["coefficients"]["quality"]["basis"] == "option"
    assert [one["source"] for one in found["compared"]] == ["外来价格", "银行测算"]
    assert all(isinstance(one["within_band"], bool) for one in found["compared"])
    assert "不是任何交易场所的定价工具" in found["caveat"]
    assert file.read_bytes() == before, "nothing is written into the project"


def test_no_other_tool_is_named(file):
    done = run("price", file, "--data-set", "D01")
    assert done.exit_code == 0
    assert not re.search("贵阳|贵州大数据交易|交易价格计算器|交易所", done.stdout)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--data-set", "D02"), "数据集 D02 没有成本明细"),
        (("--data-set", "D77"), "D01、D02、D03"),
        (("--data-set", ""), "没有编号"),
        (("--data-set", "D01", "--kq", "1.21"), "0.6–1.2"),
        (("--data-set", "D01", "--ks", "0.7"), "0.8–1.5"),
        (("--data-set", "D01", "--kt", "1.3"), "0.7–1.2"),
        (("--data-set", "D01", "--ka", "0"), "0.8–1.6"),
        (("--data-set", "D01", "--kr", "1.01"), "0.5–1.0"),
        (("--data-set", "D01", "--kd", "-1"), "0.8–1.3"),
        (("--data-set", "D01", "--kd", "nan"), "不是数字"),
        (("--data-set", "D01", "--margin", "-5%"), "目标利润率"),
        (("--data-set", "D01", "--buyers", "0"), "预计买方数"),
        (("--data-set", "D01", "--buyers", "1.5"), "不是整数"),
        (("--data-set", "D01", "--quoted", "0"), "大于 0"),
        (("--data-set", "D01", "--quoted", "很多"), "不是数字"),
        (("--margin", "0.2"), "--data-set"),
    ],
)
def test_refusals_say_what_to_do(file, words, said):
    for more in ((), ("--json",)):
        done = run("price", file, *words, *more)
        assert done.exit_code == 2
        assert said in done.stderr
        assert done.stderr.strip().endswith("。")
        assert not done.stdout


def test_the_code_may_be_typed_as_people_type_and_may_be_that_of_the_price(file):
    with Store.open(file) as store:
        put(
            store,
            "product_price",
            {"code": "J01", "name": "指数", "data_set": "D01", "buyers": "3", "demand": "1.2", "demand_reason": "三家询价"},
        )
        put(store, "price_mode", {"price": "J01", "mode": "按次", "quantity": "1000"})
        put(
            store,
            "price_quote",
            {
                "price": "J01",
                "kind": "同类成交",
                "source": "某合同",
                "given_on": "2026-05-01",
                "amount": "100",
                "basis": "每计价单位",
                "mode": "按次",
            },
        )
    by = [answered("price", file, "--data-set", code) for code in ("d01", "Ｄ01", " J01 ")]
    assert by[0] == by[1] == by[2]
    assert (by[0]["code"], by[0]["buyers"]) == ("J01", 3)
    assert by[0]["coefficients"]["demand"]["basis"] == "entered"
    assert [one["mode"] for one in by[0]["modes"]] == ["按次"]
    assert by[0]["compared"][0]["date"] == "2026-05-01"
    assert answered("price", file, "--data-set", "J01", "--exclusive")["buyers"] == 1


def test_without_a_code_all_prices_are_listed(file):
    found = answered("price", file)
    assert [one["data_set"] for one in found["prices"]] == ["D01", "D03"]
    with Store.open(file) as store:
        put(store, "product_price", {"code": "J01", "data_set": "D01"}, {"code": "J02", "data_set": "D02"})
    found = answered("price", file)
    assert [(one["code"], bool(one["refused"]), one["price"] is None) for one in found["prices"]] == [
        ("J01", False, False),
        ("J02", True, True),
    ]
    said = run("price", file)
    assert said.exit_code == 0
    assert "没有成本就没有价格" in said.stdout


def test_an_empty_project_and_hostile_text(tmp_path, file):
    empty = tmp_path / "空.gzv"
    Store.create(empty).close()
    for words in (("price", empty), ("price", empty, "--data-set", "D01")):
        done = run(*words)
        assert done.exit_code == 2
        assert "还没有数据集" in done.stderr
    done = run("price", file, "--data-set", "D03", "--quoted", "5", "--quoted-source", "=cmd|'/c'!A1 <b>")
    assert done.exit_code == 0
    assert "=1+1<b>" in done.stdout
    lost = run("price", tmp_path / "无.gzv", "--data-set", "D01")
    assert lost.exit_code == 2


def test_costs_that_cannot_be_added_up_are_not_passed_over(file):
    with Store.open(file) as store:
        put(store, "cost_item", {"data_set": "D02", "category": "采集", "name": "录入", "amount": "-5"})
    found = {one["data_set"]: one for one in answered("price", file)["prices"]}
    assert set(found) == {"D01", "D02", "D03"}
    assert found["D02"]["price"] is None
    assert "没有算价格" in found["D02"]["refused"]
    assert "没有价格" in run("price", file).stdout


def test_texts_that_cannot_be_read_and_further_prices_are_said(file):
    with Store.open(file) as store:
        put(store, "product_price", {"code": "J01", "data_set": "D01", "buyers": "几家"}, {"code": "J02", "data_set": "D01"})
        put(store, "price_mode", {"price": "J01", "mode": "看心情"})
    said = " ".join(one["message"] for one in answered("price", file, "--data-set", "d01")["problems"])
    assert "几家" in said
    assert "看心情" in said
    assert "另有定价 J02" in said
    assert "另有定价 J01" in run("price", file, "--data-set", "J02").stdout
