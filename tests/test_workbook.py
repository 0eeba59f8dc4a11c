"""The workbook 测算底稿: what stands where, live formulas with their values, users' text that stays text, and changes of inputs."""

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from click.testing import CliRunner
from random_projects import edited, random_project
from sample_case import sample_project
from valuation_case import cost, data_set, head, income, member, project, rate, unit
from workbook_hands import Recalculated, assert_near, figures, formulas, material, silent, with_other_inputs, written

from gzvalue.actions.samples import build_sample
from gzvalue.actions.workbook import make_workbook
from gzvalue.cli import main
from gzvalue.errors import Cancelled, UserError
from gzvalue.outputs.workbook.book import laid_out
from gzvalue.outputs.workbook.draft import Draft
from gzvalue.outputs.workbook.page import Linked, Ref
from gzvalue.schema.enterprise import Enterprise
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.valuation_forms import EvidenceLink
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.result import Input, Step


def small(**more) -> Project:
    """One data set, one unit, two years."""
    return project(
        head(**more), rate(), data_set(1, "D1"), cost(1, "D1", 1000), unit(1, "U1", cross_methods=("成本法",)), member(1, "U1", "D1"),
        income(1, "U1", 2026, 1100), income(2, "U1", 2027, 1210),
    )  # fmt: skip


@pytest.fixture(scope="module")
def tourism(tmp_path_factory) -> Project:
    path = tmp_path_factory.mktemp("sample") / "tourism.gzv"
    build_sample("tourism", path)
    with Store.open(path, write=False) as store:
        return store.project


@pytest.fixture(scope="module")
def tourism_book(tourism, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "测算底稿.xlsx"
    return path, make_workbook(tourism, path)


def row_of(sheet, words: str) -> int:
    """The row whose first cells hold these words."""
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == words)


# --- what stands where --------------------------------------------------------------------------


def test_index_leads_to_every_sheet_and_says_what_this_is_not(tourism_book):
    path, made = tourism_book
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == list(made.written.pages)
    assert {"索引", "输入参数", "折现率", "成本法", "收益法", "综合评分", "分摊", "结论", "核对"} <= set(book.sheetnames)
    index = book["索引"]
    links = {cell.value: cell.hyperlink.location for row in index.iter_rows() for cell in row if cell.hyperlink}
    assert {name: f"'{name}'!A1" for name in book.sheetnames} == links
    words = "\n".join(str(cell.value) for row in index.iter_rows() for cell in row if cell.value)
    for expected in (
        "测算底稿",
        "不是资产评估报告",
        "示例峰林旅游集团有限公司",
        "示例数据",
        "2025 年 12 月 31 日",
        "编制人",
        "复核人",
        "程序值",
    ):
        assert expected in words
    numbers = [index.cell(row, 1).value for row in range(row_of(index, "底稿索引号") + 1, row_of(index, "怎样看、怎样改") - 1)]
    assert len(numbers) == len(set(numbers)) == len(book.sheetnames)


def test_paper_is_a4_with_index_number_owner_and_the_heads_on_every_page(tourism_book):
    book = openpyxl.load_workbook(tourism_book[0])
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "索引号" in sheet.oddHeader.right.text
        assert "示例峰林" in sheet.oddHeader.left.text
        assert "非资产评估报告" in sheet.oddFooter.left.text
    for name in ("输入参数", "成本法", "核对"):
        assert book[name].freeze_panes is not None
        assert book[name].print_title_rows


def test_every_input_has_a_named_cell_and_formulas_hold_no_pasted_figures(tourism_book, tourism):
    book = openpyxl.load_workbook(tourism_book[0])
    names = {name: found.attr_text for name, found in book.defined_names.items()}
    assert names["折现率_无风险利率"].startswith("'输入参数'!$D$")
    inputs = book["输入参数"]
    count = row_of(inputs, "单元格名称")
    for row in range(count + 1, inputs.max_row + 1):
        assert names[inputs.cell(row, 8).value] == f"'输入参数'!$D${row}"
        assert not str(inputs.cell(row, 4).value).startswith("=")
    total = book["结论"]["D5"].value
    assert total.startswith("=")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    assert not any(len(part) > 4 and part.isdigit() for part in cell.value.replace("$", "").split(",")), cell.value


def test_inputs_say_where_they_come_from(tmp_path):
    found = project_of(
        [
            *(one for rows in small().rows.values() for one in rows.values()),
            EvidenceLink(id=1, evidence="A01", about_form="cost_item", about_id=1, about_key="amount", page="3", strength="强"),
        ]
    )
    made = written(found, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["输入参数"]
    row = made.inputs["cost_item", 1, "amount"].row + 1
    assert [sheet.cell(row, column).value for column in (1, 3, 4, 5, 7)] == ["成本明细", "金额", 1000, "元", "A01 第 3 页（强）"]


def test_conclusion_names_units_without_one_and_the_problems_are_listed(tmp_path):
    found = project(head(), rate(), data_set(1, "D1"), unit(1, "U9", cross_methods=()), member(1, "U9", "D1"))
    result = make_workbook(found, tmp_path / "a.xlsx")
    assert result.errors
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    said = "\n".join(str(cell.value) for row in book["结论"].iter_rows() for cell in row if cell.value)
    assert "没有结论的评估单元（1 个" in said
    assert "U9" in said
    assert any("U9" in str(cell.value) for row in book["待补正"].iter_rows() for cell in row)


def test_an_empty_project_and_a_stopped_enterprise_still_make_a_workbook(tmp_path):
    for name, found in (("empty", Project()), ("stopped", project(Enterprise(name="甲", status="注销"), data_set(1, "D1")))):
        make_workbook(found, tmp_path / f"{name}.xlsx")
        book = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
        assert book.sheetnames[0] == "索引"
    said = "\n".join(str(cell.value) for row in book["索引"].iter_rows() for cell in row if cell.value)
    assert "注销" in said


# --- values beside formulas -----------------------------------------------------------------------


def test_cached_values_are_the_engines(tourism_book, tourism):
    values = openpyxl.load_workbook(tourism_book[0], data_only=True)
    valuation = evaluate(tourism)
    conclusion, checks = values["结论"], values["核对"]
    assert Decimal(str(conclusion["D5"].value)) == valuation.total
    assert conclusion["D6"].value == 2046  # whole 万元
    assert checks["C5"].value == 0
    for row in checks.iter_rows(min_row=8):
        assert row[6].value == "一致"
    assert not any(cell.value in (None, 0) for cell in values["成本法"]["G"][6:20])


def test_every_formula_gives_the_value_that_stands_beside_it(tourism, tmp_path):
    draft = laid_out(material(tourism), silent)
    written(tourism, tmp_path / "a.xlsx")
    book = Recalculated.of(tmp_path / "a.xlsx")
    every = formulas(draft)
    assert len(every) > 4000
    for page, row, column, cached in every:
        got = book.value(Ref(page, row, column))
        where = (page.name, row + 1, column + 1, got, cached)
        if isinstance(cached, str):
            assert (got or "") == cached, where
        elif not isinstance(got, date):
            assert abs(got - float(cached)) <= max(1e-6, 1e-12 * abs(float(cached))), where


def test_published_sample_figures_are_in_it(tourism_book):
    values = openpyxl.load_workbook(tourism_book[0], data_only=True)
    assert round(values["结论"]["D5"].value / 10_000, 1) == 2045.6


# --- what users wrote ----------------------------------------------------------------------------


HOSTILE = (
    '=HYPERLINK("http://a","b")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    '&P&"x"',
    "<b>&amp;</b>",
    "'!A1",
    "长" * 900,
    "甲\n乙",
    "D01",
    "R1C1",
    "\U00020bb7",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_users_is_never_a_formula_nor_a_name_nor_a_sheet(tmp_path, text):
    code = text.replace("\n", "")[:40]
    found = project(
        Enterprise(name=text), head(purpose=text, preparer=text), rate(entered_reason=text), data_set(1, code, name=text),
        cost(1, code, 1000, name=text, basis=text), unit(1, code, name=text, cross_methods=("成本法",), method_reason=text), member(1, code, code),
        income(1, code, 2026, 1100, note=text), income(2, code, 2027, 1210),
    )  # fmt: skip
    result = make_workbook(found, tmp_path / "a.xlsx")
    plain = set(result.written.pages)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert set(book.sheetnames) == plain <= {
        "索引", "输入参数", "折现率", "成本明细", "成本法", "成本法单元", "收益法", "分摊", "数据集价值", "结论", "核对", "待补正", "权属与合规", "不确定性",
    }  # fmt: skip
    kept = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == text or cell.value == code]
    assert kept
    assert all(cell.data_type == "s" for cell in kept)
    again = Recalculated.of(tmp_path / "a.xlsx")
    assert_near(again.value, result.written, figures(found))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
        assert "http://a" not in "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".rels"))


# --- changes of inputs ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("datum", "value"),
    [
        (("valuation_head", 1, "valuation_date"), date(2025, 9, 1)),
        (("valuation_head", 1, "timing"), "期中"),
        (("valuation_head", 1, "tax_rate"), Decimal("0.15")),
        (("discount", 1, "entered_rate"), Decimal("0.1234")),
        (("valuation_unit", 1, "life_years"), Decimal("1.3")),
        (("income_year", 1, "transferable"), Decimal("123.45")),
        (("income_year", 2, "internal"), Decimal("777.77")),
        (("cost_item", 1, "amount"), Decimal("987654.32")),
        (("data_set", 1, "used_years"), Decimal("1.7")),
    ],
)
def test_a_changed_input_gives_what_the_engine_gives_for_the_same_change(tmp_path, datum, value):
    def with_rows(**more) -> Project:
        base = small(**more)
        return project_of([*(one for rows in base.rows.values() for one in rows.values()), income(3, "U1", 2025, 900)])

    found = with_rows()
    made = written(found, tmp_path / "a.xlsx")
    book = Recalculated.of(tmp_path / "a.xlsx")
    before = {one.key: book.value(one.ref) for one in made.figures}
    book.change({made.inputs[datum]: value})
    record = found.get(datum[0], datum[1])
    others = [one for rows in found.rows.values() for one in rows.values() if one is not record]
    expected = figures(project_of([*others, replace(record, **{datum[2]: value})]))
    assert_near(book.value, made, expected)
    assert any(abs(book.value(one.ref) - before[one.key]) > 0.004 for one in made.figures)
    assert abs(book.value(next(one.ref for one in made.figures if one.key == ("total",))) - float(expected["total",])) < 0.01


@pytest.mark.parametrize("seed", range(40))
def test_random_projects_recalculate_to_the_engine(tmp_path, seed):
    found = random_project(seed)
    made = written(found, tmp_path / "a.xlsx")
    book = Recalculated.of(tmp_path / "a.xlsx")
    assert_near(book.value, made, figures(found))
    other, new = edited(found, list(made.inputs), seed)
    book.change({made.inputs[datum]: value for datum, value in new.items()})
    assert_near(book.value, made, figures(other))


def test_nothing_that_a_formula_needs_is_pasted(tmp_path):
    """Every link of every random project finds its cell: no figure with an origin became a plain value."""
    for seed in range(25):
        draft = laid_out(material(random_project(seed)), silent)
        for page in draft.pages:
            for cell in page.cells:
                if isinstance(cell.content, Linked) and cell.content.origin is not None:
                    assert draft.links.text(cell.content, page) is not None, (seed, page.name, cell)


def test_a_life_beyond_the_forecast_is_said_in_the_workbook(tmp_path):
    found = small()
    made = written(found, tmp_path / "a.xlsx")
    book = Recalculated.of(tmp_path / "a.xlsx")
    sheet = next(one.ref.page for one in made.figures if one.ref.page.name == "收益法")
    place = next(cell for cell in sheet.cells if cell.role == "attention")
    assert not book.value(Ref(sheet, place.row, place.column))
    book.change({made.inputs["valuation_unit", 1, "life_years"]: 5})
    assert "收益期限超出预测年度" in book.value(Ref(sheet, place.row, place.column))


def test_equal_remainders_go_to_the_lower_code_and_parts_sum_exactly(tmp_path):
    members = [member(n, "U1", f"D{n}") for n in range(1, 8)]
    sets = [data_set(n, f"D{n}") for n in range(1, 8)]
    found = project(
        head(), rate("0"), *sets, unit(1, "U1", life_years=Decimal(1), income_basis="税后"), *members, income(1, "U1", 2026, "100.03")
    )
    made = written(found, tmp_path / "a.xlsx")
    book = Recalculated.of(tmp_path / "a.xlsx")
    parts = [round(book.value(one.ref), 2) for one in made.figures if one.key[0] == "part"]
    assert parts == [14.29] * 7  # 100.03 ÷ 7 = 14.29 exactly
    book.change({made.inputs["income_year", 1, "transferable"]: Decimal("100.00")})
    parts = [round(book.value(one.ref), 2) for one in made.figures if one.key[0] == "part"]
    assert parts == [14.29, 14.29, 14.29, 14.29, 14.28, 14.28, 14.28]


def test_steps_that_no_page_lays_out_are_live_on_a_page_of_their_own(tmp_path):
    """A method of a later version: its steps come as they are, with their own formula."""
    base = material(small())
    extra = Step(
        "U1/超额/贡献资产", "贡献资产回报", "contributory_charge", "C = A × r",
        (Input("A", "公允价值", Decimal("1000"), "元", ("cost_item", 1, "amount")), Input("r", "回报率", Decimal("0.1"), "%", ("discount", 1, "entered_rate"))),
        Decimal("100.0"), "元", "测试", ("valuation_unit", 1),
    )  # fmt: skip
    valuation = replace(base.valuation, steps=(*base.valuation.steps, extra))
    draft = laid_out(replace(base, valuation=valuation), silent)
    ref = draft.links.exact(extra.id)
    assert ref is not None
    assert ref.page.name == "其他步骤"
    from gzvalue.outputs.workbook.writer import write

    write(draft, tmp_path / "a.xlsx", silent)
    book = Recalculated.of(tmp_path / "a.xlsx")
    assert book.value(ref) == pytest.approx(100)
    book.change({draft.links.data["cost_item", 1, "amount"]: 5000})
    assert book.value(ref) == pytest.approx(500)


def test_weights_are_marked_as_procedure_values(tourism_book):
    path, made = tourism_book
    assert made.written.entered > 15  # the page 不确定性 has some, too
    book = openpyxl.load_workbook(path)
    names = book.defined_names
    weights = [name for name in names if name.startswith("权重_")]
    assert len(weights) == 15
    cell = book["综合评分"][names[weights[0]].attr_text.rpartition("!")[2].replace("$", "")]
    assert cell.font.italic
    assert cell.data_type == "n"


# --- the file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "word"), [("底稿.pdf", ".xlsx"), ("资产评估报告.xlsx", "评估报告")])
def test_names_that_are_not_allowed(tmp_path, name, word):
    with pytest.raises(UserError, match=word):
        make_workbook(small(), tmp_path / name)
    assert not list(tmp_path.iterdir())
    make_workbook(small(), tmp_path / "底稿（非资产评估报告）.xlsx")


def test_a_folder_that_is_not_there_and_one_in_the_way(tmp_path):
    with pytest.raises(UserError, match="不存在"):
        make_workbook(small(), tmp_path / "没有" / "a.xlsx")
    (tmp_path / "b.xlsx").mkdir()
    with pytest.raises(UserError, match="文件夹"):
        make_workbook(small(), tmp_path / "b.xlsx")


def test_cancelling_leaves_the_old_workbook_and_nothing_else(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def stop(done: int, total: int, words: str) -> None:
        if "写入" in words:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_workbook(small(), path, progress=stop)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]


def test_command_makes_it_and_says_what_is_open(tmp_path):
    build_sample("tourism", tmp_path / "t.gzv")
    result = CliRunner().invoke(main, ["workbook", str(tmp_path / "t.gzv"), "-o", str(tmp_path / "t.xlsx")])
    assert result.exit_code == 0, result.output
    assert "已生成" in result.output
    assert "程序值 162 个" in result.output
    assert (tmp_path / "t.xlsx").stat().st_size > 50_000
    refused = CliRunner().invoke(main, ["workbook", str(tmp_path / "no.gzv"), "-o", str(tmp_path / "x.xlsx")])
    assert refused.exit_code == 2


def test_the_same_project_gives_the_same_cells(tourism):
    def cells(draft: Draft) -> list:
        return [(page.name, cell) for page in draft.pages for cell in page.cells if not hasattr(cell.content, "target")]

    one, other = (laid_out(material(tourism), silent) for _ in range(2))
    assert cells(one) == cells(other)


def test_more_than_one_problem_of_each_level_is_listed_errors_first():
    found = replace(
        material(small()), problems=(Problem("notice", "discount", 1, "note", "提醒一"), Problem("error", "discount", 1, "basis", "错误一"))
    )
    page = next(page for page in laid_out(found, silent).pages if page.name == "待补正")
    said = [str(cell.content).rstrip("。") for cell in page.cells if cell.column == 2 and str(cell.content).endswith("一。")]
    assert said == ["错误一", "提醒一"]


def test_sample_with_shared_data_sets_and_fractions_of_a_share(tmp_path):
    found = sample_project()
    made = written(found, tmp_path / "a.xlsx")
    assert_near(Recalculated.of(tmp_path / "a.xlsx").value, made, figures(found))


def test_changed_cells_keep_the_values_beside_formulas_until_recalculated(tmp_path):
    """What the LibreOffice test relies on: an edited file still holds the old values."""
    draft = laid_out(material(small()), silent)
    with_other_inputs(draft, {("income_year", 1, "transferable"): Decimal(9)})
    ref = draft.links.data["income_year", 1, "transferable"]
    assert next(cell.content for cell in ref.page.cells if (cell.row, cell.column) == (ref.row, ref.column)) == 9
