"""The clerk's journey of one day and the next morning, through real widgets.

She opens the program, fills in the enterprise, imports 45 data sets from an Excel sheet, sees which fields are missing, fills some
by hand, gives scores, groups data sets into valuation units, enters costs and expected income, reads the values, sets the loan
asked for, makes 申报材料, looks at the preview, prints it, takes a step back, and finds everything again the next day.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

import pypdfium2
import xlsxwriter
from hands import button, click, fill, fill_input, paste, press, settle, type_cell, wait_for
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from gzvalue.gui.import_dialog import ImportDialog
from gzvalue.gui.printing import a4_printer
from gzvalue.gui.template_dialog import TemplateDialog
from gzvalue.gui.window import Window
from gzvalue.paths import resource
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.project import Project
from gzvalue.schema.scoring_forms import ExpertScore
from gzvalue.store.open import Store

COLUMNS = [
    "business_domain", "name", "code", "source_system", "span_start", "span_end", "frequency", "record_count", "storage_gb", "rights",
    "source_type", "grade", "personal_information", "scenarios", "restriction", "holder", "industry", "used_years", "remaining_years",
    "pledge_suitability",
]  # fmt: skip
"""As an office keeps them: not in our order."""

INCOME = {
    "客流指数服务": (2_969_000, 3_415_000, 3_756_000, 3_982_000, 4_101_000),
    "淡旺季定价": (631_600, 650_500, 670_100, 690_200, 710_900),
}
RATE, TAX = Decimal("0.14"), Decimal("0.25")


def ledger(path: Path) -> Path:
    """The office's Excel ledger: a title over it, amounts in 万, a line 合计, and two cells not filled in."""
    with resource("samples", "tourism", "data_set.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 45
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("数据目录")
        sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, "示例峰林旅游集团有限公司 数据台账（2026 年 5 月）")
        for at, key in enumerate(COLUMNS):
            sheet.write_string(1, at, DataSet.form.fields[key].label)
        for line, row in enumerate(rows, 2):
            for at, key in enumerate(COLUMNS):
                text = row[key]
                if key == "record_count" and text.endswith("0000"):
                    text = f"{int(text) // 10000:,}万"
                if (row["code"], key) in (("D01", "grade"), ("D02", "personal_information")):
                    text = ""
                sheet.write_string(line, at, text)
        sheet.write_string(len(rows) + 2, 0, "合计")
        sheet.write_string(len(rows) + 2, 7, "45 项")
    return path


def texts(widget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def opened(qtbot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.resize(1700, 950)
    window.show()
    qtbot.waitExposed(window)
    settle()
    return window


def step(window: Window, number: int):
    """Alt and a digit lead to a step."""
    window.activateWindow()  # the offscreen screen gives the focus back to nobody when a dialog closes
    wait_for(window.isActiveWindow, 5, "the window to be active")
    press(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
    return window.workspace.screen_of(window.workspace.step)


def test_the_clerks_journey(qtbot, tmp_path, monkeypatch):
    window = opened(qtbot)
    new_project(window, tmp_path, monkeypatch)
    session = window.workspace.session
    enterprise(window)
    import_catalogue(window, tmp_path)
    missing_fields(window)
    scores(window)
    units(window)
    costs(window)
    value = values(window)
    loan(window)
    paper(window, tmp_path)
    undo_some(window)
    before = session.project
    assert session.valuation.total == value
    where = window.workspace.screen_of("dossier").preview.pages.page
    window.close()
    next_morning(qtbot, tmp_path, before, value, where)


# --- the parts of the day -----------------------------------------------------------------------------


def new_project(window: Window, folder: Path, monkeypatch) -> None:
    """A new project from the start page; there is no Save, the file is there at once."""
    monkeypatch.setattr(window.files, "ask_save", lambda *_words, **_more: folder / "峰林 2026.gzv")
    asked: list[str] = []

    def take_the_blank_one() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TemplateDialog)
        asked.append(dialog.industries.currentItem().text())
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        if dialog.isVisible():  # whatever holds the focus, the day goes on
            dialog.accept()
            asked.append("Enter did nothing")

    QTimer.singleShot(300, take_the_blank_one)
    click(window.start.new_tile)
    assert asked == ["空白项目"]
    assert (folder / "峰林 2026.gzv").is_file()
    assert window.workspace is not None
    assert window.workspace.session.states["enterprise"] == "未开始"


def enterprise(window: Window) -> None:
    screen = step(window, 1)
    for key, text in (
        ("name", "示例峰林旅游集团有限公司"), ("credit_code", "91520000MAEXAMPL8X"), ("legal_representative", "张某某"),
        ("registered_capital", "5000万"), ("status", "存续"), ("financing_platform", "否"),
    ):  # fmt: skip
        fill(screen.licence, key, text)
    assert "校验码应为 7" in screen.licence.inputs["credit_code"].message.text(), "the message stands under the field"
    fill(screen.licence, "credit_code", "91520000MAEXAMPL87")
    assert not screen.licence.inputs["credit_code"].message.isVisible()
    screen.tabs.setCurrentIndex(2)
    for key, text in (
        ("valuation_date", "2025年12月31日"), ("as_of", "2026-05-31"), ("value_type", "市场价值"), ("purpose", "为质押融资提供内部参考"),
        ("timing", "期中"), ("tax_rate", "25"), ("preparer", "李会计"), ("reviewer", "陈主任"),
    ):  # fmt: skip
        fill(screen.basics, key, text)
    head = window.workspace.session.project.head
    assert (head.valuation_date.isoformat(), head.tax_rate) == ("2025-12-31", TAX)


def import_catalogue(window: Window, folder: Path) -> None:
    screen = step(window, 2)
    window.files.ask_open = lambda *_words: ledger(folder / "数据台账.xlsx")
    click(screen.import_button)
    wait_for(lambda: [one for one in window.findChildren(ImportDialog) if one.isVisible()], what="the difference before the import")
    dialog = next(one for one in window.findChildren(ImportDialog) if one.isVisible())
    assert "新增 45 条" in dialog.summary.text()
    click(dialog.accept_button)
    project = window.workspace.session.project
    assert len(project.data_sets) == 45
    assert project.data_sets[0].record_count == 18_600_000
    assert "45 项" in screen.head.note.text()


def missing_fields(window: Window) -> None:
    """The list names what is missing; a click leads there; what is filled in leaves the list."""
    workspace = window.workspace
    session = workspace.session
    assert session.states["catalogue"] == "填报中"
    lacking = [one for one in session.problems if (one.form, one.key) in (("data_set", "grade"), ("data_set", "personal_information"))]
    assert len(lacking) == 2
    screen = workspace.screen_of("catalogue")
    for problem, text in zip(sorted(lacking, key=lambda one: one.id), ("L3", "是"), strict=True):
        workspace.show_place(problem.form, problem.id, problem.key)
        settle()
        focus = window.focusWidget()
        assert focus is not None
        form = next(form for form in screen.detail.forms if problem.key in form.inputs)
        fill_input(form.inputs[problem.key], text)
    assert session.project.data_sets[0].grade == "L3"
    assert session.project.data_sets[1].personal_information is True
    assert not [one for one in session.problems if one in lacking]


def scores(window: Window) -> None:
    screen = step(window, 5)
    session = window.workspace.session
    screen.tabs.setCurrentIndex(0)
    click(button(screen.experts, "登记第一位专家"))
    for key, text in (("code", "E1"), ("name", "赵工"), ("organisation", "信息部")):
        type_cell(screen.experts.table, 1, key, text)
    screen.tabs.setCurrentIndex(2)
    fill_input(screen.weights.method, "默认权重")
    screen.tabs.setCurrentIndex(1)
    click(button(screen.sheet, "补齐评分行"))
    rows = session.project.expert_scores
    assert len(rows) == sum(one.pledge_suitability != "不适合" for one in session.project.data_sets)
    indicators = [key for key in ExpertScore.form.fields if "_" in key and key not in ("data_set",)]
    screen.sheet.table.select(rows[0].id, indicators[0])
    paste(
        screen.sheet.table.view, "\n".join("\t".join(str(55 + (row * 7 + column) % 40) for column in range(15)) for row in range(len(rows)))
    )
    assert len(session.scores.data_sets) == len(rows)
    screen.tabs.setCurrentIndex(3)
    settle()
    assert f"已评分 {len(rows)} 项" in screen.result.summary.text()


def units(window: Window) -> None:
    """Two units: a product sold outside, and a use inside; income pasted from a sheet."""
    screen = step(window, 6)
    session = window.workspace.session
    screen.tabs.setCurrentIndex(2)
    for key, text in (("method", "直接录入"), ("entered_rate", "14"), ("entered_reason", "累加法另附计算表"), ("basis", "税后")):
        fill(screen.rate.form, key, text)
    screen.tabs.setCurrentIndex(0)
    for number, (name, amounts) in enumerate(INCOME.items()):
        click(button(screen.units, "新增评估单元") if not number else screen.units.panel.add_button)
        detail = screen.units.detail
        for key, text in (
            ("name", name), ("kind", "数据产品" if not number else "场景组"), ("version", "登记版"), ("main_method", "收益法-直接"),
            ("method_reason", "有合同与台账，收益可以单独核算；无活跃市场，未用市场法；成本法只作交叉验证，与收益关联弱。"),
        ):  # fmt: skip
            fill(detail.form, key, text)
        detail.tabs.setCurrentIndex(2)
        detail.members.set_members(("D06", "D02") if not number else ("D01", "D03", "D02"))
        click(detail.members.even)
        assert "合计 100%" in detail.members.sum.text()
        detail.tabs.setCurrentIndex(1)
        fill(detail.income.terms, "life_years", "5")
        fill(detail.income.terms, "life_reason", "数据持续更新，合同可续签")
        click(detail.income.fill)
        key = "transferable" if not number else "internal"
        detail.income.forecast.select(detail.income.forecast.ids()[0], key)
        paste(detail.income.forecast.view, "\n".join(f"{amount:,}" for amount in amounts))
        detail.tabs.setCurrentIndex(0)
    assert [unit.name for unit in session.project.units] == list(INCOME)
    assert len(session.project.income_years) == 10


def costs(window: Window) -> None:
    """A block of costs pasted from a sheet; the cross-check appears."""
    screen = step(window, 6)
    screen.tabs.setCurrentIndex(1)
    click(button(screen.costs, "新增一项成本"))
    screen.costs.table.select(1, "data_set")
    block = [
        (code, category, f"{code} {category}", amount)
        for code in ("D01", "D02", "D03", "D06")
        for category, amount in (("采集", "60万"), ("间接成本", "200,000"))
    ]
    paste(screen.costs.table.view, "\n".join("\t".join(line) for line in block))
    session = window.workspace.session
    assert len(session.project.cost_items) == 8
    assert session.project.cost_items[0].category == "直接成本-采集"
    assert all(one.amount is not None for one in session.project.cost_items)
    assert "8 项，录入 320.00 万元" in screen.costs.sum.text()


def values(window: Window) -> Decimal:
    """What the screen says is what a pocket calculator says."""
    screen = step(window, 6)
    screen.tabs.setCurrentIndex(0)
    settle()
    session = window.workspace.session
    wanted = []
    for amounts in INCOME.values():
        factors = [1 / (1 + RATE) ** (Decimal(year) + Decimal("0.5")) for year in range(5)]
        wanted.append(
            sum(Decimal(amount) * (1 - TAX) * factor for amount, factor in zip(amounts, factors, strict=True)).quantize(Decimal("0.01"))
        )
    assert [unit.value for unit in session.valuation.units] == wanted
    total = sum(wanted)
    if window.workspace.side.folded:  # the offscreen screen is small
        window.fold()
        settle()
    panel = window.workspace.side.result
    assert f"{total / 10000:,.0f}" in [one.text() for one in panel.findChildren(type(panel._total))]
    assert sum(one.value for one in session.valuation.data_sets if one.value is not None) == total
    screen.tabs.setCurrentIndex(5)
    settle()
    assert f"合计 {total / 10000:,.2f} 万元" in screen.allocation.sum.text()
    return total


def loan(window: Window) -> None:
    screen = step(window, 7)
    for key, text in (
        ("loan_asked", "800万"), ("lender", "示例银行"), ("loan_kind", "流动资金贷款"), ("use_of_funds", "旺季备货"), ("term_months", "12"),
        ("annual_rate", "4.2"), ("pledge_rate", "40"), ("repeated_pledge", "否"),
    ):  # fmt: skip
        fill(screen.test.form, key, text)
    assert "申请 800 万元" in screen.head.note.text()
    assert "单独不能支持" in texts(screen.test), "no certificate has been issued yet, and the screen says so"


def paper(window: Window, folder: Path) -> None:
    """生成申报材料 from the bar above; preview; print."""
    out = folder / "自测说明.pdf"
    screen = window.workspace.screen_of("dossier")
    screen.ask_where = lambda: out
    click(window.workspace.bar.make_button)
    assert window.workspace.step == "dossier"
    wait_for(lambda: out.is_file() and not screen.preview.working, 60, "the PDF")
    assert "已生成草稿 自测说明.pdf" in window.foot.said()
    document = pypdfium2.PdfDocument(out)
    words = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert len(document) == screen.preview.pages.count
    document.close()
    for wanted in ("示例峰林旅游集团有限公司", "客流指数服务", "捌佰万元整", "非资产评估报告"):
        assert wanted in words
    screen.preview.pages.go(3)
    assert screen.preview.pages.page == 3
    printer = a4_printer("试印")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "印出.pdf"))
    printer.setResolution(72)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(1, 2)
    assert screen.print_on(printer)
    wait_for(lambda: "已送到打印机" in window.foot.said(), what="printing")


def undo_some(window: Window) -> None:
    """Two steps back and one on again, with their names."""
    session = window.workspace.session
    assert "拟质押数据" in session.undo_stack.undoText()
    window.undo()
    window.undo()
    assert session.project.financing.repeated_pledge is None
    assert session.project.financing.pledge_rate is None
    window.redo()
    assert session.project.financing.pledge_rate == Decimal("0.4")


def next_morning(qtbot, folder: Path, before: Project, value: Decimal, where: int) -> None:
    """The file alone holds everything; the window comes back to where she stopped."""
    path = folder / "峰林 2026.gzv"
    assert sorted(one.name for one in folder.glob("峰林*")) == [path.name], "nothing lies beside the file when it is closed"
    with Store.open(path, write=False) as store:
        assert store.verify_log() == []
        assert store.project.rows == before.rows
    window = opened(qtbot)
    assert window.remembered.last == path
    assert window.open_project(window.remembered.last)
    settle()
    assert window.workspace.step == "dossier"
    session = window.workspace.session
    assert session.project.rows == before.rows
    assert session.valuation.total == value
    screen = window.workspace.screen_of("dossier")
    wait_for(lambda: screen.preview.pages.count and not screen.preview.working, 60, "the preview of the next day")
    assert screen.preview.pages.page == where
    assert window.workspace.screen_of("valuation").units.detail is not None
    window.close()
