"""The workbook that goes out: any text and any figure survive it, and it looks as it should."""

import datetime
import os
import string
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sheet_hands import Clerk, changes, filled, out, with_rows

from gzvalue.actions.sheets import export, plan_import
from gzvalue.errors import Cancelled, UserError
from gzvalue.schema.edit import Entry, apply, enter
from gzvalue.schema.forms import form_of
from gzvalue.schema.project import Project
from gzvalue.tables.names import IMPORTED

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
