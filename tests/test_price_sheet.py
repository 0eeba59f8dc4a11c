"""The papers of a price: 数据产品定价测算表, the short chapter of the dossier, and what `check` says."""

import json

import pypdfium2
import pytest
from click.testing import CliRunner
from test_price import HOSTILE, everything
from valuation_case import cost, data_set, project

from gzvalue.actions.check import problems
from gzvalue.actions.gathering import gathered
from gzvalue.actions.sheet import as_json, sheet_of_project
from gzvalue.cli import main
from gzvalue.errors import UserError
from gzvalue.frozen.freeze import Head, freeze, results_of, thaw
from gzvalue.outputs.blocks import Heading, RowsTable, flat
from gzvalue.outputs.chapters import price as chapter
from gzvalue.outputs.options import Options
from gzvalue.schema.price_forms import ProductPrice
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate


def words_of(path):
    document = pypdfium2.PdfDocument(path)
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "").replace("\n", "")


def test_the_sheet_prints_inputs_formula_ranges_band_modes_and_caveat(tmp_path):
    made = sheet_of_project(everything(), "定价", "D01", tmp_path / "定价测算表.pdf")
    words = words_of(tmp_path / "定价测算表.pdf")
    assert made.pages <= 4
    for text in (
        "数据产品定价测算表",
        "年成本",
        "0.6–1.2",
        "0.5–1.0",
        "0.11–4.49",
        "按次",
        "阶梯套餐",
        "示例银行",
        "本软件约定",
        "不是任何交易机构的定价工具",
    ):
        assert text in words, text
    (figures,) = as_json(made)["prices"]
    shown = f"{float(figures['price']):,.2f}"
    assert shown in words
    assert f"{float(figures['band']['low']):,.2f}" in words
    assert "评估报告" not in words.replace("非资产评估报告", "")
    assert "贵阳" not in words
    assert "=1+1;<b>" in words, "hostile text is printed as it stands"


def test_without_cost_there_is_no_sheet(tmp_path):
    with pytest.raises(UserError, match="没有成本就没有价格"):
        sheet_of_project(project(data_set(1, "D01")), "price", "D01", tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()
    file = tmp_path / "空.gzv"
    Store.create(file, project(data_set(1, "D01"))).close()
    done = CliRunner().invoke(main, ["sheet", str(file), "--kind", "price", "--data-set", "D01", "-o", str(tmp_path / "a.pdf")])
    assert done.exit_code == 2
    assert "D01" in done.stderr


def test_several_products_of_one_data_set_share_a_paper(tmp_path):
    found = project(
        data_set(1, "D01"), cost(1, "D01", 1000), *(ProductPrice(id=n, code=f"J0{n}", name=f"产品{n}", data_set="D01") for n in (1, 2))
    )
    made = sheet_of_project(found, "price", "D01", tmp_path / "a.pdf")
    assert [one["code"] for one in as_json(made)["prices"]] == ["J01", "J02"]
    assert "产品2" in words_of(tmp_path / "a.pdf")


def test_many_costs_are_summed_by_data_set():
    items = [cost(n, "D01", 100) for n in range(1, 20)]
    made = sheet_of_project(project(data_set(1, "D01"), *items), "price", "D01")
    tables = [one for one in flat(made.sheet.blocks) if isinstance(one, RowsTable)]
    assert len(tables[0].rows) == 1
    assert "19 项" in str(tables[0].rows[0][1])


def test_the_dossier_has_a_chapter_only_where_something_is_priced():
    bare = gathered(project(data_set(1, "D01"), cost(1, "D01", 1000)))
    assert chapter.chapter(bare, Options()) == ()
    assert bare.prices == ()
    blocks = chapter.chapter(gathered(everything()), Options())
    assert any(isinstance(one, Heading) and one.text == "数据产品定价" for one in blocks)
    refused = gathered(project(data_set(1, "D01"), ProductPrice(id=1, code="J01", data_set="D01")))
    assert chapter.chapter(refused, Options()) == ()


def test_prices_are_frozen_and_come_out_the_same_again():
    head = Head("GZV-1", 1, draft=False)
    frozen = freeze(everything(), Options(), head, (), gathered)
    again = gathered(thaw(frozen.data).project)
    assert json.dumps(results_of(again), sort_keys=True) == json.dumps(results_of(frozen.content), sort_keys=True)
    assert again.prices == frozen.content.prices


def test_the_optional_never_holds_a_dossier_up():
    bad = project(
        data_set(1, "D01"), data_set(2, "D02", grade="核心"), cost(1, "D02", 10),
        ProductPrice(id=1, code="J01", name=HOSTILE, data_set="D01", quality=None), ProductPrice(id=2, code="J01", data_set="D77"), ProductPrice(id=3, data_set="D02"),
    )  # fmt: skip
    found = [one for one in problems(bad, evaluate(bad)) if "price" in one.form or "没有成本" in one.message or "流通" in one.message]
    assert found
    assert {one.level for one in found} == {"notice"}
