"""A small project, foreign workbooks, and a clerk who edits what we exported."""

import openpyxl

from gzvalue.actions.sheets import export, plan_import
from gzvalue.schema.edit import Entry, add, apply, enter
from gzvalue.schema.project import Project


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
