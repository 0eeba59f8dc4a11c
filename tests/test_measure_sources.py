"""Every office source is read, and what is wrong with one is said or counted."""

import csv
import hashlib
import json
import os
import sqlite3
import zipfile

import pytest

from gzvalue.errors import Cancelled, UserError
from gzvalue.quality.measure import Options, measure_file
from tests import measure_oracle as oracle

HEAD = ["编号", "姓名", "金额", "日期"]
ROWS = [["A1", "王芳", "1.5", "2024-01-05"], ["A2", "李强", "2", "2024-02-30"], ["A3", "无", "3.5", "2024-03-01"], ["A2", "李强", "2", "2024-02-30"],
        ["A5", "赵敏", "x", "2024-03-02"], ["A6", "周杰", "5", "2024/03/03"], ["A7", "", "6", "2024-03-04"]]  # fmt: skip


def text_of(rows, delimiter=",", end="\n"):
    return end.join(delimiter.join(row) for row in rows) + end


def measured(path, **options):
    return measure_file(path, Options(today=oracle.TODAY, **options)).as_json()


def figures(found):
    return [(c["name"], c["type"], c["count"], c["missing"], c["distinct"], c["invalid"]) for c in found["columns"]]


EXPECTED = [("编号", "text", 7, 0, 6, 0), ("姓名", "text", 7, 2, 4, 0), ("金额", "decimal", 7, 0, 6, 1), ("日期", "date", 7, 0, 6, 2)]


def expect(found, rows=7, duplicates=1):
    assert figures(found) == EXPECTED
    assert found["source"]["rows"] == rows
    assert found["rows"]["duplicates"] == duplicates
    assert len(found["source"]["sha256"]) == len(found["source"]["sm3"]) == 64


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16"), ("utf-16-be", "utf-16-be")],
)
def test_a_text_file_in_any_office_encoding_and_delimiter(tmp_path, encoding, named, delimiter):
    path = tmp_path / "表*[1]?.csv" if os.name == "posix" else tmp_path / "表.csv"
    path.write_bytes(text_of([HEAD, *ROWS], delimiter, "\r\n").encode(encoding))
    found = measured(path)
    expect(found)
    assert found["source"]["encoding"] == named
    assert found["source"]["bytes"] == path.stat().st_size
    assert found["engine"] == "duckdb"


def test_an_encoding_that_shows_itself_late(tmp_path):
    path = tmp_path / "late.csv"
    path.write_bytes(b"id,v\n" + b"1,plain\n" * 300_000 + "2,游客\n".encode("gb18030") * 5)
    found = measured(path)
    assert found["source"]["encoding"] == "gb18030"
    assert found["source"]["rows"] == 300_005
    assert found["columns"][1]["top"][1] == {"value": "游客", "count": 5}


def test_wrong_bytes_in_the_middle_are_bad_cells(tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_bytes("编号,名称\n1,景区\n2,".encode() + b"\xff\xfe\n" + "3,酒店\n4,".encode() + b"\xd6\n")
    found = measured(path)
    assert [c["invalid"] for c in found["columns"]] == [0, 2]
    assert any("字节" in note for note in found["notes"])
    assert [cell["row"] for cell in found["columns"][1]["sample"]] == [3, 5]


def test_bad_lines_cost_themselves_and_are_counted(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_bytes(b'a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,"11,12\n13,14,15\r\n16,1\x007,18\n\n19,20,21,,\n"2 2","two\nlines",24\n')
    found = measured(path)
    assert found["source"]["rows"] == 8
    assert found["rows"]["faulty"] == 3
    text = " ".join(found["notes"])
    assert "比表头少" in text
    assert "比表头多" in text
    assert "引号" in text
    assert "NUL" in text
    assert sum(c["missing"] for c in found["columns"]) == 1


def test_old_line_ends(tmp_path):
    path = tmp_path / "mac.csv"
    path.write_bytes(text_of([HEAD, *ROWS], ",", "\r").encode())
    expect(measured(path))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        (b"\n \n", "没有任何内容"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x00\x01\x02" * 500, "认不出"),
        (b"PK\x03\x04garbage", "损坏"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, content, words):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=words):
        measured(path)


def test_no_such_file(tmp_path):
    with pytest.raises(UserError, match="找不到"):
        measured(tmp_path / "none.csv")


def test_a_head_alone(tmp_path):
    path = tmp_path / "head.csv"
    path.write_text("甲,乙\n", encoding="utf-8")
    found = measured(path)
    assert found["source"]["rows"] == 0
    assert [c["type"] for c in found["columns"]] == ["empty", "empty"]
    assert found["not_measured"] == ["conformity", "completeness", "accuracy", "consistency", "timeliness", "accessibility"]
    assert any("只有表头" in note for note in found["notes"])


def test_one_column(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("数量\n1\n\n3\n", encoding="utf-8")
    assert figures(measured(path)) == [("数量", "integer", 3, 1, 2, 0)]


def test_repeated_and_blank_heads(tmp_path):
    path = tmp_path / "heads.csv"
    path.write_text("名称,,名称,名称_2\na,b,c,d\n", encoding="utf-8")
    assert [c["name"] for c in measured(path)["columns"]] == ["名称", "列2", "名称_2", "名称_2_2"]


def test_a_title_above_and_totals_below(tmp_path):
    path = tmp_path / "title.csv"
    path.write_text("2024年票务汇总表,,,\n编号,景点,人数,金额\n1,甲,2,3\n2,乙,4,5\n合计,,6,8\n", encoding="utf-8")
    found = measured(path)
    assert [c["name"] for c in found["columns"]] == ["编号", "景点", "人数", "金额"]
    assert found["source"]["rows"] == 2
    assert any("合计" in note for note in found["notes"])


def test_five_thousand_columns(tmp_path):
    path = tmp_path / "wide.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f"k{n}" for n in range(5000)])
        writer.writerows([[str(n % 7) for n in range(5000)], ["" for _ in range(5000)], [str(n % 5) for n in range(5000)]])
    found = measured(path)
    assert found["source"]["columns"] == 5000
    assert found["dimensions"]["completeness"]["score"] == pytest.approx(2 / 3)


def test_a_line_without_end_is_refused_before_it_is_held(tmp_path):
    path = tmp_path / "endless.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n1,")
        file.write(b"x" * (70 << 20))
    with pytest.raises(UserError, match="没有换行"):
        measured(path)


# --- sheets ----------------------------------------------------------------------------------------


def book(path, fill):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(path) as made:
        fill(made, made.add_worksheet("数据"))
    return path


def test_a_workbook(tmp_path):
    def fill(made, sheet):
        for number, row in enumerate([HEAD, *ROWS]):
            sheet.write_row(number, 0, row)

    expect(measured(book(tmp_path / "t.xlsx", fill)))


def test_a_workbook_with_title_merged_head_dates_and_totals(tmp_path):
    def fill(made, sheet):
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, 3, "景区客流")
        sheet.merge_range(1, 1, 1, 2, "人数")
        sheet.write(1, 0, "日期")
        sheet.write(1, 3, "备注")
        sheet.write_row(2, 1, ["线上", "线下"])
        import datetime

        for n in range(5):
            sheet.write_datetime(3 + n, 0, datetime.datetime(2024, 5, 1 + n), day)
            sheet.write_row(3 + n, 1, [n * 10, 2.5])
        sheet.write_row(8, 0, ["合计", 100, 12.5])

    found = measured(book(tmp_path / "merged.xlsx", fill))
    assert [(c["name"], c["type"]) for c in found["columns"]] == [
        ("日期", "date"),
        ("人数-线上", "integer"),
        ("人数-线下", "decimal"),
        ("备注", "empty"),
    ]
    assert found["source"]["rows"] == 5
    assert (found["columns"][0]["min"], found["columns"][0]["max"]) == ("2024-05-01", "2024-05-05")
    assert found["columns"][1]["quantiles"] == [10, 20, 30]


def test_old_workbook():
    from pathlib import Path

    found = measured(Path(__file__).parent / "data" / "old.xls")
    assert found["source"]["rows"] > 0


def test_a_bomb_named_xlsx_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 << 20))
    with pytest.raises(UserError, match="解压后"):
        measured(path)


def test_sheets_are_chosen(tmp_path):
    def fill(made, sheet):
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(1, 0, ["x", "y"])
        made.add_worksheet("另一").write_column(0, 0, ["k", "x", "y", "z", "u"])

    path = book(tmp_path / "two.xlsx", fill)
    assert any("2 张" in note for note in measured(path)["notes"])
    assert [c["name"] for c in measured(path, sheet="数据")["columns"]] == ["a", "b"]
    with pytest.raises(UserError, match="没有工作表"):
        measured(path, sheet="没有")


# --- records ---------------------------------------------------------------------------------------


def test_json_lines(tmp_path):
    path = tmp_path / "t.jsonl"
    lines = [json.dumps(dict(zip(HEAD, row, strict=True)), ensure_ascii=False) for row in ROWS]
    path.write_text("\n".join([*lines[:3], "{broken", "[1]", *lines[3:]]), encoding="utf-8")
    found = measured(path)
    expect(found)
    assert found["rows"]["faulty"] == 2
    assert any("第 4、5 行" in note for note in found["notes"])


def test_parquet(tmp_path):
    import duckdb

    (tmp_path / "t.csv").write_text(text_of([HEAD, *ROWS]), encoding="utf-8")
    path = tmp_path / "t.parquet"
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{tmp_path / 't.csv'}', all_varchar = true)) TO '{path}' (FORMAT parquet)")
    expect(measured(path))
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(UserError, match="Parquet"):
        measured(path)


def test_sqlite_is_read_only_and_names_with_quotes_are_names(tmp_path):
    path = tmp_path / "t.db"
    connection = sqlite3.connect(path)
    connection.execute('CREATE TABLE "票""务; DROP TABLE x" ("编号" TEXT, "姓名" TEXT, "金额" TEXT, "日期" TEXT)')
    connection.executemany('INSERT INTO "票""务; DROP TABLE x" VALUES (?, ?, ?, ?)', ROWS)
    connection.execute("CREATE TABLE other (a)")
    connection.commit()
    before = path.read_bytes()
    expect(measured(path))
    assert path.read_bytes() == before
    assert figures(measured(path, sheet="other")) == [("a", "empty", 0, 0, 0, 0)]
    with pytest.raises(UserError, match="没有表"):
        measured(path, sheet="none")
    connection.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UserError, match="正被其他程序"):
        measured(path)
    connection.close()


def test_a_folder_of_same_shaped_files(tmp_path):
    folder = tmp_path / "月"
    (folder / "下").mkdir(parents=True)
    (folder / "1.csv").write_text(text_of([HEAD, *ROWS[:3]]), encoding="utf-8")
    (folder / "下" / "2.csv").write_bytes(text_of([HEAD[::-1], *[row[::-1] for row in ROWS[3:]]]).encode("gb18030"))
    if os.name == "posix":
        os.symlink(folder, folder / "下" / "loop")
    found = measured(folder)
    expect(found)
    assert found["columns"][2]["sample"] == [{"row": 3, "column": "金额", "text": "*", "file": "下/2.csv"}]
    (folder / "3.csv").write_text("编号,别的\n1,2\n", encoding="utf-8")
    with pytest.raises(UserError, match="列不同"):
        measured(folder)


def test_the_same_bytes_have_the_same_fingerprint_and_others_another(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    first = measured(path)["source"]
    assert first["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert measured(path)["source"]["sha256"] == first["sha256"]
    path.write_text("a,b\n1,3\n", encoding="utf-8")
    assert measured(path)["source"]["sm3"] != first["sm3"]


def test_a_stopped_measuring_stops_at_once(tmp_path):
    path = tmp_path / "big.csv"
    path.write_text("a,b\n" + "".join(f"{n},{n % 977}\n" for n in range(400_000)), encoding="utf-8")
    told = []

    def progress(done, total, words):
        told.append(words)
        if len(told) > 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        measure_file(path, progress=progress)


def test_a_file_that_changes_meanwhile_gives_no_result(tmp_path):
    path = tmp_path / "moving.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    def progress(done, total, words):
        if done and path.stat().st_size < 20:
            path.write_text("a,b\n1,2\n3,4\n5,6\n7,8\n9,9\n", encoding="utf-8")

    with pytest.raises(UserError, match="测量期间被改动"):
        measure_file(path, progress=progress)
