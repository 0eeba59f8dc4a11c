"""Foreign sheets into a project: what an import would change, and what it could not take."""

import datetime
import gc
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from sheet_hands import changes, filled, imported, planned, with_rows, write

from gzvalue.actions.import_report import report, summary
from gzvalue.actions.import_rows import NATURAL_KEYS
from gzvalue.actions.sheets import plan_import
from gzvalue.errors import Cancelled, UserError
from gzvalue.schema.edit import Entry, apply, enter
from gzvalue.schema.forms import form_of
from gzvalue.schema.project import Project
from gzvalue.tables.names import IMPORTED


def test_new_rows_are_added_and_nothing_changes_before_it_is_applied(tmp_path):
    project = Project()
    plan = planned(project, tmp_path, {"数据目录": [["编号", "数据名称", "记录数"], ["D01", "门票", "1,860万"], ["D02", "检票", 5.0]]})
    assert [added.name for added in plan.added] == ["数据目录 D01 门票", "数据目录 D02 检票"]
    assert plan.edit.label == "导入 目录.xlsx"
    assert not project.data_sets
    after = apply(project, plan.edit)
    assert [(one.code, one.record_count) for one in after.data_sets] == [("D01", 18_600_000), ("D02", 5)]
    assert apply(after, plan.edit.inverse()).rows == project.rows


def test_rows_find_their_records_by_code_and_every_changed_cell_is_named(tmp_path):
    plan = planned(
        filled(), tmp_path, {"数据目录": [["数据名称", "编号", "记录数"], ["门票订单（新）", "D01", 18_600_000], ["检票记录", "Ｄ02", 7]]}
    )
    assert changes(plan) == [("数据名称", "门票订单", "门票订单（新）"), ("记录数", "", "7")]
    assert [(change.name, change.sheet, change.row) for change in plan.changed] == [
        ("数据目录 D01 门票订单", "数据目录", 2),
        ("数据目录 D02 检票记录", "数据目录", 3),
    ]
    assert not plan.added


def test_an_empty_cell_of_a_foreign_sheet_leaves_what_is_there(tmp_path):
    plan = planned(filled(), tmp_path, {"数据目录": [["编号", "数据名称", "责任部门"], ["D01", None, ""], ["D02", "检票记录", None]]})
    assert not plan.edit
    assert "没有要导入的改动" in summary(plan)


def test_text_that_cannot_be_read_is_kept_beside_the_last_good_value(tmp_path):
    project = filled()
    rows = [["编号", "数据名称", "记录数", "存储量（GB）"], ["D01", "门票订单", "一千八百多万", "十四"], ["D04", "新的", "约不清", "-3"]]
    plan = planned(project, tmp_path, {"数据目录": rows})
    assert [(failed.row, failed.column, failed.label, failed.text, failed.kept) for failed in plan.failed] == [
        (2, "C", "记录数", "一千八百多万", True),
        (2, "D", "存储量", "十四", True),
        (3, "C", "记录数", "约不清", True),
    ]
    assert "不是数字" in plan.failed[0].reason
    assert [(doubt.row, doubt.text) for doubt in plan.doubtful] == [(3, "-3")]
    after = apply(project, plan.edit)
    assert after.by_code["data_set"]["D01"].record_count == 18_600_000
    assert after.raw_texts["data_set", 1, "record_count"].text == "一千八百多万"
    assert after.raw_texts["data_set", 4, "record_count"].text == "约不清"
    assert after.by_code["data_set"]["D04"].storage_gb == Decimal(-3)
    again = planned(after, tmp_path, {"数据目录": rows})
    assert not again.edit
    assert not again.failed


def test_a_figure_too_large_once_scaled_is_kept_and_does_not_go_in_unscaled(tmp_path):
    plan = planned(
        Project(), tmp_path, {"成本归集": [["数据集编号", "成本类别", "明细", "金额（万元）"], ["D01", "直接成本-采集", "闸机", "1e28"]]}
    )
    after = apply(Project(), plan.edit)
    assert after.cost_items[0].amount is None
    assert after.raw_texts["cost_item", 1, "amount"].text == "1e28"


def test_a_corrected_cell_takes_the_kept_text_away(tmp_path):
    project = apply(filled(), enter(filled(), "录入", [Entry("data_set", 1, "record_count", "很多")]))
    plan = planned(project, tmp_path, {"数据目录": [["编号", "数据名称", "记录数"], ["D01", "门票订单", 18_600_000]]})
    assert changes(plan) == [("记录数", "很多", "18,600,000")]
    assert not apply(project, plan.edit).raw_texts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("１２３４", "1234"), ("1,860万", "18600000"), ("1.2亿", "120000000"), ("￥3,000.50", "3000.50"), ("人民币 12 元", "12"),
        ("（5万）", "-50000"), (12.5, "12.5"), ("1\u200b2\ufeff", "12"), ("1e3", "1000"),
    ],
)  # fmt: skip
def test_money_as_offices_write_it(tmp_path, text, value):
    after = imported(filled(), tmp_path, {"成本明细": [["数据集编号", "成本类别", "成本名称", "金额"], ["D02", "标注", "人工", text]]})
    assert after.cost_items[-1].amount == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (datetime.date(2028, 5, 31), "2028-05-31"), ("2028/5/31", "2028-05-31"), ("2028年5月31日", "2028-05-31"), ("20280531", "2028-05-31"),
        (46904, "2028-05-31"), ("46904", "2028-05-31"), (datetime.datetime(2028, 5, 31), "2028-05-31"), ("2028．5．31", "2028-05-31"),
    ],
)  # fmt: skip
def test_dates_as_dates_as_text_and_as_serials(tmp_path, text, value):
    after = imported(filled(), tmp_path, {"数据目录": [["编号", "数据名称", "权利期限至"], ["D02", "检票记录", text]]})
    assert after.by_code["data_set"]["D02"].right_until == datetime.date.fromisoformat(value)


def test_years_as_numbers_stay_years_and_ratios_are_ratios(tmp_path):
    after = imported(
        filled(),
        tmp_path,
        {
            "数据目录": [["编号", "时间跨度起", "时间跨度止", "价值调整系数 δ（录入）（%）"], ["D02", 2005, 2025.0, 66.7]],
            "单元成员": [["单元编号", "数据集编号", "分摊比例"], ["U01", "D03", "40%"]],
        },
    )
    record = after.by_code["data_set"]["D02"]
    assert (record.span_start, record.span_end, record.adjustment) == ("2005", "2025", Decimal("0.667"))
    assert after.unit_members[1].share == Decimal("0.4")


def test_two_rows_with_one_code_are_both_refused_with_their_numbers(tmp_path):
    plan = planned(
        filled(),
        tmp_path,
        {
            "数据目录": [["编号", "数据名称"], ["D07", "甲"], ["D08", "乙"], ["Ｄ07", "丙"]],
            "数据目录2": [["编号", "数据名称"], ["D07", "丁"]],
        },
    )
    assert [added.name for added in plan.added] == ["数据目录 D08 乙"]
    assert [failed.row for failed in plan.failed] == [2, 4, 2]
    for failed in plan.failed:
        assert "第 2 行" in failed.reason
        assert "第 4 行" in failed.reason
        assert "D07" in failed.reason
        assert not failed.kept


def test_a_code_that_two_records_bear_is_not_guessed(tmp_path):
    project = with_rows(filled(), "data_set", {"code": "D01", "name": "另一个"})
    plan = planned(project, tmp_path, {"数据目录": [["编号", "数据名称"], ["D01", "改名"]]})
    assert not plan.edit
    assert "多条记录" in plan.failed[0].reason


def test_records_without_a_code_are_found_by_what_tells_them_apart(tmp_path):
    rows = {
        "单元成员": [["单元编号", "数据集编号", "分摊比例"], ["U01", "D03", "40%"], ["U01", "D02", "10%"]],
        "收益预测": [
            ["单元编号", "年度", "版本", "性质", "可转让收益"],
            ["U01", "2026年", "登记版", "预测", 100],
            ["U01", 2027, "登记版", "预测", 120],
        ],
        "判断矩阵": [["比较层", "甲", "乙", "甲比乙"], ["criteria", "quality", "cost", "1/5"]],
    }
    plan = planned(filled(), tmp_path, rows)
    assert sorted(changes(plan)) == sorted([("分摊比例", "", "40%"), ("可转让收益", "-66.81", "100.00"), ("甲比乙", "1/3", "1/5")])
    assert [added.form for added in plan.added] == ["unit_member", "income_year"]
    assert apply(filled(), plan.edit).judgements[0].value == Fraction(1, 5)


def test_equal_costs_are_matched_one_by_one_and_doubled_incomes_are_refused(tmp_path):
    costs = [
        ["数据集编号", "成本类别", "成本名称", "金额"],
        ["D01", "采集", "闸机", 510000],
        ["D01", "采集", "闸机", 21],
        ["D01", "采集", "闸机", 3],
    ]
    incomes = [["单元编号", "年度", "版本", "性质", "收入"], ["U01", 2027, "登记版", "预测", 1], ["U01", 2027, "登记版", "预测", 2]]
    plan = planned(filled(), tmp_path, {"成本明细": costs, "收益预测": incomes})
    assert changes(plan) == [("金额", "20.05", "21.00")]
    assert len(plan.added) == 1
    assert [failed.row for failed in plan.failed] == [2, 3]
    assert "2027" in plan.failed[0].reason


def test_a_sheet_without_codes_finds_records_by_a_name_that_is_alone(tmp_path):
    plan = planned(filled(), tmp_path, {"数据目录": [["数据名称", "业务域"], ["门票订单", "票务销售"], ["没见过的", "交通"]]})
    assert changes(plan) == [("业务域", "", "票务销售")]
    assert [added.name for added in plan.added] == ["数据目录 没见过的"]


def test_formulas_without_results_and_error_values_are_named(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "成本明细"
    for row in (["数据集编号", "成本名称", "金额"], ["D02", "工时", "=1200*3"], ["D02", '="服务"&"费"', 5]):
        sheet.append(row)
    book.save(tmp_path / "公式.xlsx")
    project = filled()
    plan = plan_import(project, tmp_path / "公式.xlsx")
    assert [(failed.row, failed.column, failed.text, failed.kept) for failed in plan.failed] == [
        (2, "C", "=1200*3", True),
        (3, "B", '="服务"&"费"', False),
    ]
    assert all("公式没有保存计算结果" in failed.reason for failed in plan.failed)
    after = apply(project, plan.edit)
    assert [(item.name, item.amount) for item in after.cost_items[-2:]] == [("工时", None), (None, Decimal(5))]


def test_an_identifier_that_was_a_number_is_pointed_out(tmp_path):
    rows = [["字段", "内容"], ["企业名称", "甲公司"], ["统一社会信用代码", 522301199001011234]]
    plan = planned(Project(), tmp_path, {"企业概况": rows})
    assert [(doubt.label, doubt.row) for doubt in plan.doubtful] == [("统一社会信用代码", 3)]
    assert "15 位" in plan.doubtful[0].reason
    text = [["字段", "内容"], ["企业名称", "甲公司"], ["统一社会信用代码", "522301199001011234"]]
    assert imported(Project(), tmp_path, {"企业概况": text}).enterprise.credit_code == "522301199001011234"


def test_a_form_that_exists_once_is_taken_from_a_row_and_from_two_columns(tmp_path):
    row = imported(Project(), tmp_path, {"企业概况": [["企业名称", "统一社会信用代码", "注册资本（万元）"], ["甲公司", "9152", 5000]]})
    column = imported(Project(), tmp_path, {"Sheet1": [["企业名称", "甲公司"], ["统一社会信用代码", "9152"], ["注册资本（万元）", 5000]]})
    assert row.enterprise == column.enterprise
    assert row.enterprise.registered_capital == Decimal(50_000_000)


def test_unknown_columns_and_sheets_are_listed_and_left(tmp_path):
    plan = planned(
        filled(),
        tmp_path,
        {"目录": [["编号", "数据名称", "领导批示"], ["D01", "门票订单", "同意"]], "天气": [["今天", "明天"], ["晴", "雨"]], "空": []},
    )
    assert [(column.column, column.head) for column in plan.unknown_columns] == [("C", "领导批示")]
    assert [sheet.sheet for sheet in plan.unknown_sheets] == ["天气", "空"]
    assert "同意" not in str(plan.edit)


def test_a_hidden_sheet_is_not_read_and_said_so(tmp_path):
    path = write(
        tmp_path / "a.xlsx",
        {"数据目录": [["编号", "数据名称"], ["D09", "九"]], "成本明细": [["数据集编号", "金额", "成本名称"], ["D09", 5, "x"]]},
    )
    book = openpyxl.load_workbook(path)
    book["成本明细"].sheet_state = "hidden"
    book.save(path)
    plan = plan_import(filled(), path)
    assert [added.form for added in plan.added] == ["data_set"]
    assert "隐藏" in plan.unknown_sheets[0].reason


def test_a_file_with_none_of_our_tables_says_what_it_saw(tmp_path):
    with pytest.raises(UserError, match=r"今天.*导出模板"):
        planned(Project(), tmp_path, {"Sheet1": [["今天", "明天"], ["晴", "雨"]]})


def test_new_references_are_taken_with_new_codes_in_one_edit(tmp_path):
    sheets = {
        "成本明细": [["数据集编号", "成本类别", "金额"], ["D10", "采集", 5]],
        "数据目录": [["编号", "数据名称"], ["D10", "十"]],
    }
    plan = planned(Project(), tmp_path, sheets)
    assert [use.label for use in plan.sheets] == ["成本明细", "数据目录"]
    assert apply(Project(), plan.edit).cost_items[0].data_set == "D10"


def test_a_thousand_rows_of_csv_in_gb18030(tmp_path):
    text = "编号,数据名称,记录数\n" + "".join(f"D{i:04},数据{i},{i}万\n" for i in range(1000))
    (tmp_path / "目录.csv").write_bytes(text.encode("gb18030"))
    after = apply(Project(), plan_import(Project(), tmp_path / "目录.csv").edit)
    assert len(after.data_sets) == 1000
    assert after.data_sets[-1].record_count == 9_990_000


def test_planning_tells_progress_and_can_be_cancelled(tmp_path):
    told = []
    path = write(tmp_path / "a.xlsx", {"数据目录": [["编号", "数据名称"], ["D09", "九"]]})
    plan_import(Project(), path, lambda *step: told.append(step))
    assert told[-1] == (1, 1, "核对完成")

    def stop(done, total, words):
        if "核对" in words:
            raise Cancelled

    with pytest.raises(Cancelled):
        plan_import(Project(), path, stop)
    assert gc.isenabled()


def test_natural_keys_name_fields_that_exist():
    for name, keys in NATURAL_KEYS.items():
        assert set(keys) <= set(form_of(name).fields)
    assert {form.name for form in IMPORTED if not form.single and not form.code} == set(NATURAL_KEYS)


def test_twenty_thousand_rows_are_planned(tmp_path):
    text = "编号,数据名称,记录数,更新频率\n" + "".join(f"D{i:05},数据{i},{i},按天\n" for i in range(20_000))
    (tmp_path / "大.csv").write_text(text, encoding="utf-8")
    plan = plan_import(Project(), tmp_path / "大.csv")
    assert len(plan.added) == 20_000
    assert len(report(plan)) < 60
    assert plan.as_json()["added"][0]["values"]["更新频率"] == "按天"
