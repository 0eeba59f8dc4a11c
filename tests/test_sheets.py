"""Excel in and out: what an import would change, and sheets that go out, are edited, and come back."""

import datetime
import os
import shutil
import string
import subprocess
import zipfile
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gzvalue.actions.import_report import report, summary
from gzvalue.actions.import_rows import NATURAL_KEYS
from gzvalue.actions.sheets import export, plan_import
from gzvalue.errors import Cancelled, UserError
from gzvalue.outputs.excel_scope import records_of
from gzvalue.schema.edit import Entry, add, apply, enter
from gzvalue.schema.forms import FORMS, RawText, form_of
from gzvalue.schema.project import Project
from gzvalue.tables import ledger
from gzvalue.tables.names import IMPORTED


def with_rows(project, form, *rows):
    return apply(project, add(project, "录入", form, rows))


def filled():
    """A small project with a record of most forms."""
    project = Project()
    entries = [
        Entry("enterprise", 1, "name", "示例峰林旅游集团有限公司"),
        Entry("enterprise", 1, "credit_code", "91520000MAEXAMPL87"),
        Entry("enterprise", 1, "registered_capital", "5000万"),
        Entry("valuation_head", 1, "valuation_date", "2025-12-31"),
        Entry("valuation_head", 1, "tax_rate", "25%"),
        Entry("discount", 1, "risk_free", "1.85%"),
    ]
    project = apply(project, enter(project, "录入", entries))
    project = with_rows(
        project,
        "data_set",
        {
            "code": "D01",
            "name": "门票订单",
            "record_count": "18,600,000",
            "rights": "持有权、经营权",
            "span_start": "2005",
            "department": "票务部",
        },
        {
            "code": "D02",
            "name": "检票记录",
            "storage_gb": "9.6",
            "personal_information": "是",
            "department": "票务部",
            "right_until": "2028-12-31",
        },
        {"code": "D03", "name": "停车记录", "adjustment": "66.7%", "department": "车场", "note": "第一行\n第二行"},
    )
    project = with_rows(
        project,
        "cost_item",
        {"data_set": "D01", "category": "采集", "name": "闸机", "amount": "510000"},
        {"data_set": "D01", "category": "采集", "name": "闸机", "amount": "20.05"},
        {"data_set": "D03", "category": "存储", "name": "硬盘", "amount": "3万"},
        {"data_set": "D03", "category": "间接", "name": "房租", "amount": "1", "department": "票务部"},
    )
    project = with_rows(project, "valuation_unit", {"code": "U01", "name": "客流指数", "share_rate": "47.31%", "department": "票务部"})
    project = with_rows(project, "unit_member", {"unit": "U01", "data_set": "D01", "share": "60%"}, {"unit": "U01", "data_set": "D03"})
    project = with_rows(
        project, "income_year", {"unit": "U01", "year": "2026", "version": "登记版", "basis": "预测", "transferable": "-66.81"}
    )
    project = with_rows(project, "judgement", {"group": "criteria", "first": "quality", "second": "cost", "value": "1/3"})
    return with_rows(project, "certificate", {"code": "Z01", "data_sets": "D01、D02"}, {"code": "Z02", "data_sets": "D03"})


def write(path, sheets):
    """A foreign workbook: name of sheet → rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def planned(project, tmp_path, sheets):
    return plan_import(project, write(tmp_path / "目录.xlsx", sheets))


def imported(project, tmp_path, sheets):
    return apply(project, planned(project, tmp_path, sheets).edit)


class Clerk:
    """Edits an exported workbook as a person does in Excel, and saves it."""

    def __init__(self, path):
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def head(self, sheet):
        for row in self.book[sheet].iter_rows(min_row=1, max_row=6):
            texts = [cell.value for cell in row]
            if "记录号（勿改）" in texts:
                return row[0].row, {str(text).partition("（")[0]: place + 1 for place, text in enumerate(texts) if text}
        raise AssertionError(sheet)

    def cell(self, sheet, row, label):
        """The cell of the row-th record (from 1)."""
        head, columns = self.head(sheet)
        return self.book[sheet].cell(head + row, columns[label])

    def set(self, sheet, row, label, value):
        self.cell(sheet, row, label).value = value
        return self

    def answer(self, sheet, label, value):
        """On a sheet of 字段 and 内容."""
        for row in self.book[sheet].iter_rows():
            if row[0].value == label:
                row[1].value = value
                return self
        raise AssertionError(label)

    def save(self):
        self.book.save(self.path)
        return self.path


def out(project, tmp_path, department=None, name="填报表.xlsx"):
    return export(project, tmp_path / name, department).path


def changes(plan):
    return [(change.label, change.before, change.after) for change in plan.changed]


def reasons(plan):
    return [(failed.sheet, failed.row, failed.column, failed.text, failed.reason) for failed in plan.failed]


# --- foreign sheets ---------------------------------------------------------------------------


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


# --- out and back -----------------------------------------------------------------------------


def test_every_form_has_a_sheet_and_every_sheet_comes_back_without_a_change(tmp_path):
    project = filled()
    path = out(project, tmp_path)
    names = openpyxl.load_workbook(path).sheetnames
    assert set(names) == {"说明", "gzvalue", *(form.label for form in FORMS if form is not RawText.form)}
    plan = plan_import(project, path)
    assert not plan.edit
    assert (plan.added, plan.changed, plan.failed, plan.unknown_columns, plan.unknown_sheets, plan.missing, plan.notes) == ((),) * 7


def test_an_empty_project_gives_a_template_whose_examples_are_skipped(tmp_path):
    path = out(Project(), tmp_path)
    clerk = Clerk(path)
    assert clerk.cell("数据目录", 1, "编号").value == "示例：D01"
    plan = plan_import(Project(), path)
    assert not plan.edit
    assert {row.reason for row in plan.skipped} == {"示例行"}
    head, _ = clerk.head("数据目录")
    clerk.set("数据目录", 1, "编号", "D01").set("数据目录", 2, "编号", "D02").set("数据目录", 2, "数据名称", "第二个").save()
    assert head == 4
    after = apply(Project(), plan_import(Project(), path).edit)
    assert [(one.code, one.name) for one in after.data_sets] == [("D01", "景区门票销售订单数据集"), ("D02", "第二个")]


def test_edited_cells_come_back_as_a_difference_cell_by_cell(tmp_path):
    project = filled()
    clerk = Clerk(out(project, tmp_path))
    clerk.set("数据目录", 1, "数据名称", "门票").set("数据目录", 2, "存储量", 10.25).set("数据目录", 3, "价值调整系数 δ", 0.5)
    clerk.set("成本明细", 1, "金额", "60万").answer("企业概况", "职工人数", 860).answer("测算基本事项", "所得税率", 0.15)
    plan = plan_import(project, clerk.save())
    assert sorted(changes(plan)) == sorted([
        ("数据名称", "门票订单", "门票"), ("存储量", "9.6", "10.25"), ("金额", "510,000.00", "600,000.00"), ("职工人数", "", "860"),
        ("所得税率", "25%", "15%"), ("价值调整系数 δ（录入）", "66.7%", "50%"),
    ])  # fmt: skip
    assert not any(change.conflict for change in plan.changed)
    after = apply(project, plan.edit)
    assert (after.head.tax_rate, after.enterprise.employees) == (Decimal("0.15"), 860)
    assert "修改 6 格" in summary(plan)


def test_a_cell_emptied_by_the_clerk_is_emptied_but_never_the_code(tmp_path):
    project = filled()
    clerk = Clerk(out(project, tmp_path))
    clerk.set("数据目录", 1, "记录数", None).set("数据目录", 2, "编号", None).answer("企业概况", "注册资本", None)
    plan = plan_import(project, clerk.save())
    assert sorted(changes(plan)) == [("注册资本", "50,000,000.00", ""), ("记录数", "18,600,000", "")]
    assert "不能清空" in plan.failed[0].reason
    after = apply(project, plan.edit)
    assert after.by_code["data_set"]["D01"].record_count is None
    assert after.by_code["data_set"]["D02"].name == "检票记录"


def test_what_changed_in_the_program_meanwhile_is_not_undone_by_an_untouched_sheet(tmp_path):
    project = filled()
    clerk = Clerk(out(project, tmp_path))
    clerk.set("数据目录", 2, "数据名称", "表里改的").save()
    entries = [
        Entry("data_set", 1, "name", "程序里改的"),
        Entry("data_set", 2, "name", "程序里也改了"),
        Entry("data_set", 1, "source_system", "新填的"),
        Entry("data_set", 3, "note", ""),
    ]
    later = apply(project, enter(project, "录入", entries))
    plan = plan_import(later, clerk.path)
    assert [(c.label, c.before, c.after, c.conflict) for c in plan.changed] == [("数据名称", "程序里也改了", "表里改的", True)]
    assert plan.kept_newer == 3
    assert any("程序中也改过" in line for line in report(plan))
    assert apply(later, plan.edit).by_code["data_set"]["D01"].name == "程序里改的"


def test_changed_codes_are_followed_by_all_references(tmp_path):
    project = filled()
    clerk = Clerk(out(project, tmp_path))
    clerk.set("数据目录", 1, "编号", "D02").set("数据目录", 2, "编号", "D03").set("数据目录", 3, "编号", "D01")
    plan = plan_import(project, clerk.save())
    after = apply(project, plan.edit)
    assert [(one.code, one.name) for one in after.data_sets] == [("D02", "门票订单"), ("D03", "检票记录"), ("D01", "停车记录")]
    assert [item.data_set for item in after.cost_items] == ["D02", "D02", "D01", "D01"]
    assert after.all(form_of("certificate").record)[0].data_sets == ("D02", "D03")
    followed = [change for change in plan.changed if not change.sheet]
    assert ("覆盖数据集", "D01、D02", "D02、D03") in [(c.label, c.before, c.after) for c in followed]
    assert any("随编号改动" in line for line in report(plan))


def test_a_row_whose_number_and_code_contradict_is_refused(tmp_path):
    project = filled()
    clerk = Clerk(out(project, tmp_path))
    path = clerk.set("数据目录", 1, "编号", "D02").save()
    book = openpyxl.load_workbook(path)
    head, _ = clerk.head("数据目录")
    book["数据目录"].delete_rows(head + 2)
    book.save(path)
    plan = plan_import(project, path)
    assert not plan.edit
    assert "两条不同的记录" in plan.failed[0].reason
    assert plan.missing == ("数据目录 D02 检票记录",)


def test_a_copied_row_becomes_a_new_record(tmp_path):
    project = filled()
    clerk = Clerk(out(project, tmp_path))
    head, columns = clerk.head("数据目录")
    sheet = clerk.book["数据目录"]
    for column in range(1, max(columns.values()) + 1):
        sheet.cell(head + 4, column).value = sheet.cell(head + 1, column).value
    clerk.set("数据目录", 4, "编号", "D04")
    plan = plan_import(project, clerk.save())
    assert [added.name for added in plan.added] == ["数据目录 D04 门票订单"]
    assert not plan.changed


def test_rows_removed_or_cleared_on_the_sheet_remove_nothing_and_are_listed(tmp_path):
    project = filled()
    clerk = Clerk(out(project, tmp_path))
    head, columns = clerk.head("数据目录")
    for label, column in columns.items():
        if label != "记录号":
            clerk.book["数据目录"].cell(head + 1, column).value = None
    clerk.book["数据目录"].delete_rows(head + 3)
    plan = plan_import(project, clerk.save())
    assert not plan.edit
    assert ("数据目录", "整行已清空；记录未删除，如需删除请在程序中删除") in [(row.sheet, row.reason) for row in plan.skipped]
    assert "数据目录 D03 停车记录" in plan.missing


def test_columns_moved_and_rows_sorted_by_values_alone_still_meet_their_records(tmp_path):
    """Values were pasted without their formats: a ratio is then a plain number under a head of per cent."""
    project = filled()
    path = out(project, tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["数据目录"]
    head, _ = Clerk(path).head("数据目录")
    rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows(min_row=head, max_row=head + 3)]
    for number, row in enumerate((rows[0], rows[3], rows[1], rows[2])):
        for column, value in enumerate(row, start=1):
            sheet.cell(head + number, column).value = value
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.delete_rows(1, head - 1)
    book.save(path)
    assert not plan_import(project, path).changed


def test_unread_text_goes_out_in_place_of_the_value_and_is_mended_on_the_sheet(tmp_path):
    project = filled()
    project = apply(
        project, enter(project, "录入", [Entry("data_set", 1, "record_count", "一千多万"), Entry("discount", 1, "risk_free", "很低")])
    )
    path = out(project, tmp_path)
    assert Clerk(path).cell("数据目录", 1, "记录数").value == "一千多万"
    assert not plan_import(project, path).edit
    clerk = Clerk(path).set("数据目录", 1, "记录数", 18_600_000).answer("折现率", "无风险利率", "2%")
    plan = plan_import(project, clerk.save())
    after = apply(project, plan.edit)
    assert not after.raw_texts
    assert sorted(changes(plan)) == [("无风险利率", "很低", "2%"), ("记录数", "一千多万", "18,600,000")]


def test_a_sheet_of_another_enterprise_is_matched_by_code_and_empties_nothing(tmp_path):
    project = filled()
    other = apply(Project(), enter(Project(), "录入", [Entry("enterprise", 1, "name", "另一家公司")]))
    other = with_rows(other, "data_set", {"code": "D03", "name": "停车记录"}, {"code": "D09", "name": "新的"})
    plan = plan_import(project, out(other, tmp_path))
    assert any("另一家企业或另一期次" in note for note in plan.notes)
    assert [added.name for added in plan.added] == ["数据目录 D09 新的"]
    assert ("企业名称", "示例峰林旅游集团有限公司", "另一家公司") in changes(plan)
    assert not any(change.after == "" for change in plan.changed)


def test_a_foreign_column_of_running_numbers_is_not_taken_for_our_ids(tmp_path):
    plan = planned(filled(), tmp_path, {"数据目录": [["记录号", "编号", "数据名称"], [1, "D77", "另外的"]]})
    assert [added.name for added in plan.added] == ["数据目录 D77 另外的"]
    assert not plan.changed
    assert plan.unknown_columns[0].head == "记录号"


def test_a_sheet_of_the_period_before_is_matched_by_code(tmp_path):
    """In a copy for the next period the same id may mean another record."""
    before = filled()
    path = out(before, tmp_path)
    now = apply(before, enter(before, "录入", [Entry("valuation_head", 1, "period", "第二期"), Entry("data_set", 1, "code", "D09")]))
    plan = plan_import(now, path)
    assert any("另一期次" in note for note in plan.notes)
    assert [added.name for added in plan.added if added.form == "data_set"] == ["数据目录 D01 门票订单"]


def test_a_template_of_a_newer_version_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(ledger, "VERSION", 99)
    path = out(filled(), tmp_path)
    monkeypatch.undo()
    assert any("更新版本" in note for note in plan_import(filled(), path).notes)


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_sheet_saved_by_another_office_suite_comes_back_without_a_change(tmp_path, ending):
    path = out(filled(), tmp_path)
    words = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        str(tmp_path / "存"),
        str(path),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    plan = plan_import(filled(), tmp_path / "存" / f"填报表.{ending}")
    assert not plan.edit, changes(plan)
    assert not plan.failed


# --- departments ------------------------------------------------------------------------------


def test_a_department_gets_its_records_and_what_refers_to_them(tmp_path):
    scope = {form.name: [record.id for record in records] for form, records in records_of(filled(), "票务部").items()}
    assert scope["data_set"] == [1, 2]
    assert scope["cost_item"] == [1, 2, 4]
    assert scope["valuation_unit"] == [1]
    assert scope["unit_member"] == [1, 2]
    assert scope["income_year"] == [1]
    assert scope["certificate"] == [1]
    assert "enterprise" not in scope


def test_a_departments_sheet_comes_back_and_touches_nothing_else(tmp_path):
    project = filled()
    path = out(project, tmp_path, "车场")
    assert not plan_import(project, path).edit
    clerk = (
        Clerk(path).set("数据目录", 1, "数据名称", "停车场记录").set("数据目录", 2, "编号", "D05").set("数据目录", 2, "责任部门", "车场")
    )
    plan = plan_import(project, clerk.save())
    assert changes(plan) == [("数据名称", "停车记录", "停车场记录")]
    assert [added.name for added in plan.added] == ["数据目录 D05"]
    assert not plan.missing


def test_an_unknown_department_is_answered_with_the_known_ones(tmp_path):
    with pytest.raises(UserError, match="票务部、车场"):
        export(filled(), tmp_path / "a.xlsx", "财务部")
    assert not list(tmp_path.iterdir())


# --- hostile text -----------------------------------------------------------------------------

HOSTILE = ["<b>粗</b>", "a & b", "=1+1", "+1", "-1", "@x", "😀👨‍👩‍👧", "𠮷野家㼆", "'0123", "522301199001011234", "_x000D_", "_x0041_", "示例", "合计", "编号",
           "http://x.cn", "行一\n行二", "\tx", "1e5", "2025-12-31", "TRUE", "#N/A", "记录号", "单位：万元", "\ufffe\uffff", "〔原文 5 字，超过"]  # fmt: skip

_HOSTILE = (
    st.sampled_from(HOSTILE)
    | st.text(max_size=30)
    | st.text(st.sampled_from(string.printable + "，。“”（）％万元￥\u3000\u200b"), max_size=20)
)
_FIELDS = [(form.name, key) for form in IMPORTED for key in form.fields]


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.dictionaries(st.sampled_from(_FIELDS), _HOSTILE, max_size=12), st.lists(_HOSTILE, max_size=4))
def test_any_text_goes_out_and_comes_back_unchanged(tmp_path_factory, texts, codes):
    project = Project()
    rows = {}
    for (form, key), text in texts.items():
        rows.setdefault(form, {})[key] = text
    for form, row in rows.items():
        if form_of(form).single:
            project = apply(project, enter(project, "录入", [Entry(form, 1, key, text) for key, text in row.items()]))
        else:
            project = with_rows(project, form, row)
    project = with_rows(project, "data_set", *({"code": code, "name": code} for code in codes))
    path = tmp_path_factory.mktemp("x") / "a.xlsx"
    export(project, path)
    plan = plan_import(project, path)
    assert not plan.edit, changes(plan)
    assert not plan.added
    assert not plan.failed
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name)


@settings(max_examples=12, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6), st.integers(0, 2**61))
def test_any_figure_goes_out_and_comes_back_exact(tmp_path_factory, number, count):
    rows = {"revenue": str(number), "year": "2025"}
    project = with_rows(Project(), "finance_year", rows)
    project = with_rows(project, "data_set", {"code": "D", "record_count": str(count), "adjustment": f"{abs(number)}%"})
    path = tmp_path_factory.mktemp("x") / "a.xlsx"
    export(project, path)
    assert not plan_import(project, path).edit


def test_text_of_ten_thousand_characters_and_of_more_than_a_cell_holds(tmp_path):
    project = with_rows(Project(), "data_set", {"code": "D01", "note": "字" * 10_000}, {"code": "D02", "note": "𠮷" * 20_000})
    done = export(project, tmp_path / "a.xlsx")
    assert "32,767" in done.notices[0]
    assert "D02" in done.notices[0]
    clerk = Clerk(done.path)
    assert len(clerk.cell("数据目录", 1, "备注").value) == 10_000
    assert "超过单元格上限" in clerk.cell("数据目录", 2, "备注").value
    assert not plan_import(project, done.path).edit


# --- the workbook itself ----------------------------------------------------------------------


def test_identifiers_are_text_figures_are_figures_and_dates_are_dates(tmp_path):
    clerk = Clerk(out(filled(), tmp_path))
    code, count, until = (clerk.cell("数据目录", row, label) for row, label in ((1, "编号"), (1, "记录数"), (2, "权利期限至")))
    assert (code.data_type, code.number_format) == ("s", "@")
    assert (count.value, count.number_format) == (18_600_000, "#,##0")
    assert until.value == datetime.datetime(2028, 12, 31)
    assert clerk.cell("单元成员", 1, "分摊比例").number_format == "0.00%"
    assert clerk.book["数据目录"].column_dimensions["A"].number_format == "@"


def test_heads_have_units_notes_lists_and_stay_in_sight(tmp_path):
    path = out(filled(), tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["成本明细"]
    head, columns = Clerk(path).head("成本明细")
    amount = sheet.cell(head, columns["金额"])
    assert amount.value == "金额（元）"
    assert "重置水平" in amount.comment.text
    assert "示例：510,000" in amount.comment.text
    lists = [str(rule.formula1) for rule in sheet.data_validations.dataValidation]
    assert any("直接成本-采集" in one for one in lists)
    assert any("数据目录" in one and "$A$" in one for one in lists)
    assert sheet.freeze_panes == f"B{head + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{head}:")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(columns["记录号"])].hidden
    assert book["gzvalue"].sheet_state == "veryHidden"
    assert any("模板版本 1" in str(cell.value) for row in book["说明"].iter_rows() for cell in row)


def test_every_list_of_choices_fits_into_a_drop_down():
    for form in IMPORTED:
        for field in form.fields.values():
            if field.kind.name == "choice":
                assert len(",".join(field.kind.choices)) <= 255, field.label
                assert not any("," in one for one in field.kind.choices)


def test_a_place_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path):
    with pytest.raises(UserError, match="不存在"):
        export(filled(), tmp_path / "没有" / "a.xlsx")
    with pytest.raises(UserError, match=r"\.xlsx 结尾"):
        export(filled(), tmp_path / "a.csv")
    (tmp_path / "b.xlsx").mkdir()
    with pytest.raises(UserError, match=r"是文件夹|写不进"):
        export(filled(), tmp_path / "b.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["b.xlsx"]


def test_a_file_open_in_excel_is_told_and_keeps_its_content(tmp_path, monkeypatch):
    """Windows refuses to replace an open file."""
    path = out(filled(), tmp_path)
    before = path.read_bytes()

    def refuse(source, target):
        raise PermissionError(13, "denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(UserError, match="正在 Excel 或 WPS 中打开"):
        export(Project(), path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_an_export_can_be_cancelled_and_leaves_nothing(tmp_path):
    def stop(done, total, words):
        raise Cancelled

    with pytest.raises(Cancelled):
        export(filled(), tmp_path / "a.xlsx", progress=stop)
    assert not list(tmp_path.iterdir())


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
