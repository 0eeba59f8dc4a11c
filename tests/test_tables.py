"""Foreign files: what they really are, their encodings, their cells, their size."""

import csv
import datetime
import io
import struct
import zipfile
import zlib
from decimal import Decimal

import pytest
import xlsxwriter
from foreign_files import CATALOGUE, refused, save, table_of, values
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile

from gzvalue.errors import Cancelled
from gzvalue.schema.kinds import clean
from gzvalue.tables.layout import understand
from gzvalue.tables.read import read_workbook
from gzvalue.tables.sheet import column_name, number_text
from gzvalue.tables.sniff import what_it_is


def test_an_empty_file_is_named_empty(tmp_path):
    assert "空文件" in refused(tmp_path / "目录.xlsx", content=b"")


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "目录.xlsx").mkdir()
    assert "是文件夹" in refused(tmp_path / "目录.xlsx")


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    assert "找不到" in refused(tmp_path / "没有.xlsx")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "图片"),
        (b"SQLite format 3\x00" + bytes(80), "项目文件"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "压缩包"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHTML"),
        (b"%TSD-Header-###%" + bytes(40), "文档加密软件"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "XML 表格 2003"),
        (b'<?xml version="1.0"?><root/>', "XML 文件"),
        (bytes(range(1, 32)) * 40, "认不出"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "没有找到工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "Word"),
        (b"PK\x03\x04 not a real archive", "损坏"),
    ],
)
def test_what_holds_no_table_is_named_by_its_content(tmp_path, content, word):
    assert word in refused(tmp_path / "目录.xlsx", content=content)


def test_an_encrypted_workbook_says_how_to_take_the_password_off(tmp_path):
    plain = save(tmp_path / "明文.xlsx", CATALOGUE)
    with plain.open("rb") as file, (tmp_path / "加密.xlsx").open("wb") as out:
        OOXMLFile(file).encrypt("口令", out)
    assert "打开密码" in refused(tmp_path / "加密.xlsx")


def test_word_files_and_other_archives_are_told_apart(tmp_path):
    for name, inside, word in (
        ("a.xlsx", "word/document.xml", "Word"),
        ("b.xlsx", "目录.csv", "压缩包"),
        ("c.xlsx", "xl/workbook.bin", ".xlsb"),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(inside, "x")
        assert word in refused(tmp_path / name)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(80 * 2**20))
    words = refused(path)
    assert "倍" in words
    assert "未打开" in words


def test_an_archive_that_claims_gigabytes_is_refused_by_its_directory(tmp_path):
    path = tmp_path / "大.xlsx"
    packed = zlib.compress(b"x")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", packed)
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<I", 3 * 2**30)
    assert "3,072 MB" in refused(path, content=bytes(content))


def test_a_workbook_cut_off_in_the_middle_is_damaged(tmp_path):
    path = save(tmp_path / "目录.xlsx", CATALOGUE)
    assert "损坏" in refused(path, content=path.read_bytes()[:3000])


def test_a_workbook_whose_sheet_is_rubbish_is_damaged(tmp_path):
    path = tmp_path / "目录.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    assert "读不出来" in refused(path)


def test_a_workbook_without_any_text_is_empty(tmp_path):
    assert "没有任何内容" in refused(save(tmp_path / "空.xlsx", []))


def test_a_web_page_named_xls_is_read_with_its_spans(tmp_path):
    path = tmp_path / "导出.xls"
    page = """<html><head><meta charset="gbk"><style>td{color:red}</style><title>报表</title></head><body><table>
    <tr><td colspan=3>数据资源目录</td></tr>
    <tr><th>编号</th><th>数据&nbsp;名称</th><th>业务域</th></tr>
    <tr><td>D01</td><td>门票 &lt;订单&gt;<br>二</td><td rowspan="2">票务</td></tr>
    <tr><td>D02</td><td>检票</td></tr></table></body></html>"""
    path.write_bytes(page.encode("gb18030"))
    assert what_it_is(path) == "html"
    assert values(table_of(path)) == [
        {"code": "D01", "name": "门票 <订单>\n二", "business_domain": "票务"},
        {"code": "D02", "name": "检票", "business_domain": "票务"},
    ]


def test_a_web_page_without_a_table_says_how_to_save_it(tmp_path):
    assert "其实是网页" in refused(tmp_path / "导出.xls", content=b"<html><frameset><frame src='x'></frameset></html>")


def test_text_named_xlsx_and_a_workbook_named_csv_are_read_all_the_same(tmp_path):
    (tmp_path / "目录.xlsx").write_text("编号\t数据名称\nD01\t门票订单\n", encoding="utf-8")
    workbook = save(tmp_path / "目录.csv.xlsx", CATALOGUE).rename(tmp_path / "目录.csv")
    assert values(table_of(tmp_path / "目录.xlsx")) == [{"code": "D01", "name": "门票订单"}]
    assert len(values(table_of(workbook))) == 2


def test_the_old_format_is_read_with_dates_merges_and_ratios(tmp_path):
    from pathlib import Path

    sheets = read_workbook(Path(__file__).parent / "data" / "old.xls")
    table = understand(sheets[0])
    assert table.form.name == "unit_member"
    assert values(table) == [
        {"unit": "U01", "data_set": "D01", "share": "0.6"},
        {"unit": "U01", "data_set": "D02", "share": "0.4"},
    ]
    assert any("百分比" in note for note in table.notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_found(tmp_path, encoding):
    text = "编号,数据名称,note\r\nD01,景区门票（含㼆、𠮷）,plain ascii text to tell\r\n"
    (tmp_path / "目录.csv").write_bytes(text.encode(encoding))
    assert values(table_of(tmp_path / "目录.csv"))[0]["name"] == "景区门票（含㼆、𠮷）"


def test_an_unknown_encoding_is_said_so(tmp_path):
    assert "文字编码" in refused(tmp_path / "目录.csv", content="编号,数据名称\n".encode() + b"\xff\xff\xff\x80\n" * 3)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_delimiters_are_found_also_where_text_holds_other_ones(tmp_path, delimiter):
    rows = [["编号", "数据名称", "应用场景"], ["D01", "门票", "分析; 预测 | 定价"], ["D02", "检票", '他说"好", 行']]
    if delimiter == "，":
        rows[2][2] = "一行"
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    (tmp_path / "目录.csv").write_text(text.getvalue(), encoding="utf-8")
    assert [row["scenarios"] for row in values(table_of(tmp_path / "目录.csv"))] == [rows[1][2], rows[2][2]]


def test_a_line_of_sep_single_quotes_and_identifiers_kept_as_text(tmp_path):
    (tmp_path / "一.csv").write_text('sep=;\n编号;数据名称;来源系统\n="0123";票,务;\'522301199001011234\n', encoding="utf-8")
    assert values(table_of(tmp_path / "一.csv")) == [{"code": "0123", "name": "票,务", "source_system": "522301199001011234"}]
    (tmp_path / "二.csv").write_text("'编号','数据名称'\n'D01','a, b'\n'D02','c'\n", encoding="utf-8")
    assert values(table_of(tmp_path / "二.csv")) == [{"code": "D01", "name": "a, b"}, {"code": "D02", "name": "c"}]


def test_a_quotation_mark_never_closed_swallows_one_line_only(tmp_path):
    (tmp_path / "目录.csv").write_text('编号,数据名称\nD01,"没有关上\nD02,第二\nD03,第三\n', encoding="utf-8")
    assert [row["code"] for row in values(table_of(tmp_path / "目录.csv"))] == ["D01", "D02", "D03"]


def test_line_breaks_in_quotes_and_zero_bytes(tmp_path):
    (tmp_path / "目录.csv").write_bytes('编号,数据名称,备注\nD01,门票,"第一行\r\n第二行"\nD02,检\x00票,\n'.encode())
    assert values(table_of(tmp_path / "目录.csv")) == [
        {"code": "D01", "name": "门票", "note": "第一行\n第二行"},
        {"code": "D02", "name": "检票"},
    ]


_CSV_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp"]) | st.sampled_from(' ,;\t"\n|，'), max_size=20)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_CSV_TEXT, _CSV_TEXT), min_size=1, max_size=6), st.sampled_from([",", "\t"]))
def test_csv_comes_back_as_it_was_written(tmp_path_factory, rows, delimiter):
    path = tmp_path_factory.mktemp("csv") / "目录.csv"
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("编号", "数据名称", "备注"), *(("D", *row) for row in rows)])
    path.write_bytes(text.getvalue().encode("utf-8"))
    read = [row.cells[1:] for row in read_workbook(path)[0].rows[1:]]
    wrapped = [tuple(clean(cell) for cell in row) for row in rows]
    assert [row for row, plain in zip(read, wrapped, strict=True) if not plain[0].startswith(("=", "'"))] == [
        row for row in wrapped if not row[0].startswith(("=", "'"))
    ]


def test_cells_keep_what_they_are(tmp_path):
    row = [
        "522301199001011234", 2005, 0.1 + 0.2, 1e15, datetime.date(2025, 12, 31), datetime.datetime(2025, 12, 31, 8, 30), True,
        " 隐\u200b藏\u00a0", "=1+1", None, 12345678901.25,
    ]  # fmt: skip

    def as_text(sheet):
        sheet["I2"].data_type = "s"

    sheet = read_workbook(save(tmp_path / "a.xlsx", [["甲"] * 11, row], change=as_text))[0]
    assert sheet.rows[1].cells == (
        "522301199001011234", "2005", "0.3", "1000000000000000", "2025-12-31", "2025-12-31 08:30:00", "是", "隐藏", "=1+1", "", "12345678901.25",
    )  # fmt: skip
    assert sheet.marks == {(2, 3): "cut"}
    assert [row.number for row in sheet.rows] == [1, 2]


def test_an_identifier_kept_as_a_number_is_marked_cut(tmp_path):
    sheet = read_workbook(save(tmp_path / "a.xlsx", [["编号", "数据名称"], [522301199001011234, "门票"]]))[0]
    assert sheet.rows[1].cells[0] == "522301199001011000"
    assert sheet.marks[2, 0] == "cut"


def test_a_formula_without_a_result_is_named_and_one_with_a_result_is_its_result(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("成本明细")
    sheet.write_row(0, 0, ["数据集编号", "成本名称", "金额"])
    sheet.write_row(1, 0, ["D01", "工时"])
    sheet.write_formula(1, 2, "=1200*3", None, 3600)
    sheet.write_row(2, 0, ["D01", "设备"])
    sheet.write_formula(2, 2, '=SUM(A1:A2)&"元"', None, "")
    sheet.write_row(3, 0, ["D01", "税"])
    sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
    book.close()
    read = read_workbook(path)[0]
    assert [row.cells[2] for row in read.rows] == ["金额", "3600", '=SUM(A1:A2)&"元"', "#DIV/0!"]
    assert dict(read.marks) == {(3, 2): "formula", (4, 2): "error"}


def test_per_cent_cells_are_ratios_and_plain_numbers_under_a_per_cent_head_are_not(tmp_path):
    def as_percent(sheet):
        sheet["C2"].number_format = "0.00%"
        sheet["C3"].number_format = '0"%"'

    rows = [
        ["单元编号", "数据集编号", "分摊比例（%）"],
        ["U1", "D1", 0.4731],
        ["U1", "D2", 47.31],
        ["U1", "D3", "12.5"],
        ["U1", "D4", "12.5％"],
    ]
    path = save(tmp_path / "a.xlsx", rows, "单元成员", as_percent)
    assert [row["share"] for row in values(table_of(path))] == ["0.4731", "0.4731", "0.125", "12.5％"]


@given(st.integers(-(10**14), 10**14) | st.floats(-1e12, 1e12, allow_nan=False))
def test_numbers_of_sheets_become_plain_digits(number):
    text = number_text(number)
    assert "e" not in text.lower()
    assert Decimal(text) == Decimal(f"{number:.15g}")


def test_columns_have_letters():
    assert [column_name(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def _large(path, rows):
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("数据目录")
    sheet.write_row(0, 0, ["编号", "数据名称", "记录数"])
    for number in range(1, rows + 1):
        sheet.write_row(number, 0, [f"D{number:05}", f"数据集 {number}", number])
    book.close()
    return path


def test_twenty_thousand_rows_are_read_with_progress(tmp_path):
    told = []
    sheets = read_workbook(_large(tmp_path / "大.xlsx", 20_000), lambda done, total, words: told.append((done, total, words)))
    table = understand(sheets[0])
    assert len(table.rows) == 20_000
    assert table.rows[-1].number == 20_001
    assert any("20,000" in words for _, _, words in told)


def test_a_stray_cell_at_the_far_corner_is_refused_before_it_brings_the_program_down(tmp_path):
    def far(sheet):
        sheet["XFD1048576"] = "x"

    words = refused(save(tmp_path / "远.xlsx", CATALOGUE, change=far))
    assert "1,048,576" in words
    assert "16,384" in words


def test_formats_without_content_far_away_do_no_harm(tmp_path):
    def far(sheet):
        sheet["XFD1048576"].number_format = "0.00"

    assert len(table_of(save(tmp_path / "远.xlsx", CATALOGUE, change=far)).rows) == 2


def test_a_row_repeated_a_million_times_is_refused(tmp_path):
    content = (
        '<office:document-content><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="900" office:value-type="string"/></table:table-row></office:document-content>'
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    assert "1,048,576" in refused(tmp_path / "a.ods")


def test_reading_can_be_cancelled(tmp_path):
    def stop(done, total, words):
        if done >= 2000:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_workbook(_large(tmp_path / "大.xlsx", 5000), stop)
