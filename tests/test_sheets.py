"""Sheets that go out, are edited, and come back."""

import shutil
import subprocess
from decimal import Decimal

import openpyxl
import pytest
from sheet_hands import Clerk, changes, filled, out, planned, with_rows

from gzvalue.actions.import_report import report, summary
from gzvalue.actions.sheets import export, plan_import
from gzvalue.errors import UserError
from gzvalue.outputs.excel_scope import records_of
from gzvalue.schema.edit import Entry, apply, enter
from gzvalue.schema.forms import form_of
from gzvalue.schema.project import Project
from gzvalue.tables import ledger
from gzvalue.tables.names import IMPORTED


def test_every_form_has_a_sheet_and_every_sheet_comes_back_without_a_change(tmp_path):
    project = filled()
    path = out(project, tmp_path)
    names = openpyxl.load_workbook(path).sheetnames
    assert set(names) == {"说明", "gzvalue", *(form.label for form in IMPORTED)}
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
