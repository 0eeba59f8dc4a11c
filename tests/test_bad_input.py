"""Bad input, from the hand to the paper: each time the message is shown and nothing of what was given is lost.

| what comes in | where it is shown that it is told and that nothing is lost |
|---|---|
| a wrong credit code | `test_what_is_wrong_is_told…[credit code]`; cases: test_checks.test_a_wrong_credit_code_is_a_notice… |
| negative, absurd, non-numeric money | `test_what_is_wrong_is_told…[money …]`; test_import.test_text_that_cannot_be_read_is_kept… |
| end before start | `test_what_is_wrong_is_told…[span]`, `[contract]` |
| a share above 100 % | `test_what_is_wrong_is_told…[share]` |
| weights or shares that do not sum to 1 | `test_shares_that_do_not_sum_to_the_whole…`; matrices: `test_a_matrix_that_contradicts_itself…` |
| two data sets with one code | `test_two_data_sets_with_one_code…`; in one sheet: test_import.test_two_rows_with_one_code… |
| a file that is HTML or CSV, encrypted, 200 columns wide, empty, with formulas, of 20,000 rows | `test_a_sheet_that_is_something_else…`, `test_sheets_of_odd_shapes…`; test_tables, test_table_heads |
| hostile text, emoji, rare and 10,000 characters | `test_hostile_text_goes_everywhere…`; test_dossier, test_export |
| a read-only folder | test_store_refusals.test_a_read_only_folder_is_said_and_still_can_be_read, test_dossier, test_export |
| kill -9 during an import | test_cli_sheets.test_killing_an_import…, test_store_locks.test_kill_9… |
"""

import csv
import json

import pytest
from click.testing import CliRunner
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from gzvalue.cli import main
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Entry
from gzvalue.schema.forms import form_of
from gzvalue.store.open import Store

BASE = {
    "data_set": [{"code": "D01", "name": "门票订单", "span_start": "2015", "span_end": "2025"}, {"code": "D02", "name": "停车记录"}],
    "valuation_unit": [{"code": "U01", "name": "客流指数", "allocation": "按录入比例", "main_method": "成本法"}],
    "unit_member": [{"unit": "U01", "data_set": "D01", "share": "60%"}, {"unit": "U01", "data_set": "D02", "share": "40%"}],
    "cost_item": [{"data_set": "D01", "category": "间接成本", "name": "机房", "amount": "12,000"}],
    "contract": [{"code": "H01", "name": "服务合同", "starts": "2025-01-01", "ends": "2026-12-31"}],
}


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "项目.gzv"
    with Store.create(made) as store:
        for form, rows in BASE.items():
            store.apply(edits.add(store.project, f"新增{form}", form, rows))
    return made


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def told(path, form, key, id=None):
    """The problems of a datum as `check --json` gives them."""
    found = json.loads(run("check", path, "--json").stdout)["problems"]
    return [one for one in found if (one["form"], one["key"]) == (form, key) and id in (None, one["id"])]


def enter(path, form, id, key, text):
    with Store.open(path) as store:
        store.apply(edits.enter(store.project, "填写", [Entry(form, id, key, text)]))


def shown(path, form, id, key):
    """What the person sees in the field the next day: the text that could not be read, else the value."""
    with Store.open(path, write=False) as store:
        raw = store.project.raw_texts.get((form, id, key))
        value = getattr(store.project.get(form, id), key)
        return raw.text if raw else form_of(form).fields[key].kind.format(value)


def still_works(path, tmp_path):
    """A figure, a sheet and a paper come out all the same."""
    assert run("value", path).exit_code == 0
    assert run("export", path, tmp_path / "出.xlsx").exit_code == 0
    assert run("dossier", path, "-o", tmp_path / "出.pdf").exit_code == 0
    assert run("log", path, "--verify").exit_code == 0


# --- wrong data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "key", "text", "level", "words", "seen"),
    [
        pytest.param("enterprise", "credit_code", "9144030071526726XH", "notice", "校验码应为 G", None, id="credit code"),
        pytest.param("enterprise", "credit_code", "12345", "notice", "18 位", None, id="short credit code"),
        pytest.param("cost_item", "amount", "-5", "error", "不小于 0", "-5.00", id="money negative"),
        pytest.param("cost_item", "amount", "9" * 20, "error", "不大于", "9" * 20 + ".00", id="money absurd"),
        pytest.param("cost_item", "amount", "1" + "0" * 400, "error", "超出可记录的数字范围", None, id="money endless"),
        pytest.param("cost_item", "amount", "大约五六万吧", "error", "大约五六万吧", None, id="money in words"),
        pytest.param("cost_item", "amount", "=1+1", "error", "=1+1", None, id="money as a formula"),
        pytest.param("cost_item", "amount", "NaN", "error", "NaN", None, id="money not a number"),
        pytest.param("data_set", "span_end", "2009", "error", "早于时间跨度起", None, id="span"),
        pytest.param("contract", "ends", "2024-12-31", "error", "早于开始日期", None, id="contract"),
        pytest.param("contract", "ends", "2025-02-30", "error", "不是日历上有的日期", None, id="no such day"),
        pytest.param("unit_member", "share", "120%", "error", "不大于 100%", "120%", id="share"),
        pytest.param("unit_member", "data_set", "D99", "error", "D99", None, id="lost reference"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_what_was_typed_is_there_next_day(path, tmp_path, form, key, text, level, words, seen):
    enter(path, form, 1, key, text)
    found = told(path, form, key, 1)
    assert [one["level"] for one in found if words in one["message"]] == [level]
    text_seen = shown(path, form, 1, key)
    assert text_seen.replace(",", "") == (seen or text)
    still_works(path, tmp_path)


def test_unreadable_money_leaves_the_last_good_amount_in_use(path):
    before = json.loads(run("value", path, "--json").stdout)["replacement_cost"]
    enter(path, "cost_item", 1, "amount", "约五万")
    (problem,) = told(path, "cost_item", "amount")
    assert "暂仍按原来的“12,000" in problem["message"]
    assert json.loads(run("value", path, "--json").stdout)["replacement_cost"] == before == "12000.00"


def test_shares_that_do_not_sum_to_the_whole_are_told_with_their_sum_and_kept(path, tmp_path):
    enter(path, "unit_member", 2, "share", "15%")
    (problem,) = told(path, "valuation_unit", "allocation")
    assert (problem["level"], "75%" in problem["message"], "应为 100%" in problem["message"]) == ("error", True, True)
    assert shown(path, "unit_member", 2, "share") == "15%"
    still_works(path, tmp_path)


def test_a_matrix_that_contradicts_itself_names_the_pair_and_keeps_every_judgement(path, tmp_path):
    pairs = {("质量", "成本"): "9", ("质量", "应用"): "1/9", ("质量", "市场"): "1", ("质量", "风险"): "1", ("成本", "应用"): "9", ("成本", "市场"): "1",
             ("成本", "风险"): "1", ("应用", "市场"): "1", ("应用", "风险"): "1", ("市场", "风险"): "1"}  # fmt: skip
    with Store.open(path) as store:
        store.apply(edits.enter(store.project, "方法", [Entry("weighting", 1, "method", "层次分析法")]))
        rows = [{"group": "准则层", "first": a, "second": b, "value": value} for (a, b), value in pairs.items()]
        store.apply(edits.add(store.project, "判断", "judgement", rows))
    messages = [one["message"] for one in json.loads(run("check", path, "--json").stdout)["problems"] if "最不一致的一对" in one["message"]]
    assert len(messages) == 1
    assert "CR" in messages[0]
    assert sum(name in messages[0] for name in ("质量", "成本", "应用")) >= 2
    scores = json.loads(run("value", path, "--json").stdout)["scores"]["consistency"]
    assert [one["accepted"] for one in scores] == [False]
    with Store.open(path, write=False) as store:
        assert len(store.project.judgements) == len(pairs)
    still_works(path, tmp_path)


def test_two_data_sets_with_one_code_name_each_other_and_both_stay(path, tmp_path):
    enter(path, "data_set", 2, "code", "D01")
    (problem,) = told(path, "data_set", "code")
    assert "重复" in problem["message"]
    assert "门票订单" in problem["message"]
    with Store.open(path, write=False) as store:
        assert [(one.code, one.name) for one in store.project.data_sets] == [("D01", "门票订单"), ("D01", "停车记录")]
    still_works(path, tmp_path)


# --- sheets that are not what they seem ---------------------------------------------------------


def sheet(path, rows):
    book = Workbook()
    book.active.title = "数据目录"
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def encrypted(path):
    plain = sheet(path.with_name("明.xlsx"), [["编号", "数据名称"], ["D03", "入园"]])
    with plain.open("rb") as file, path.open("wb") as out:
        OOXMLFile(file).encrypt("口令", out)


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("空.xlsx", lambda p: p.write_bytes(b""), "空文件"),
        ("空表.xlsx", lambda p: sheet(p, []), "没有"),
        ("加密.xlsx", encrypted, "打开密码"),
        ("网页.xlsx", lambda p: p.write_text("<html><body>请登录</body></html>"), "网页"),
        ("图.xlsx", lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n"), "图片"),
        ("残.xlsx", lambda p: p.write_bytes(sheet(p, [["编号"], ["D03"]]).read_bytes()[:2000]), "损坏"),
        ("没有.xlsx", lambda p: None, "找不到"),
    ],
)
def test_a_sheet_that_is_something_else_is_refused_in_words_and_changes_nothing(path, tmp_path, name, make, words):
    before = path.read_bytes()
    make(tmp_path / name)
    done = run("import", path, tmp_path / name)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["其实是网页.xls", "其实是文本.xlsx"])
def test_tables_under_a_wrong_ending_are_read_all_the_same(path, tmp_path, name):
    page = "<table><tr><td>编号</td><td>数据名称</td></tr><tr><td>D03</td><td>入园&amp;检票</td></tr></table>"
    (tmp_path / name).write_bytes(page.encode() if "网页" in name else "编号,数据名称\nD03,入园&检票\n".encode("gb18030"))
    assert run("import", path, tmp_path / name).exit_code == 0
    with Store.open(path, write=False) as store:
        assert store.project.data_sets[-1].name == "入园&检票"


def test_sheets_of_odd_shapes_add_what_is_ours_and_list_the_rest(path, tmp_path):
    heads = ["编号", "数据名称", *(f"说明{n}" for n in range(198))]
    done = run("import", path, sheet(tmp_path / "宽.xlsx", [heads, ["D03", "入园", *["x"] * 198]]), "--json")
    plan = json.loads(done.stdout)
    assert len(plan["added"]) == 1
    assert len(plan["unknown_columns"]) == 198
    formulas = sheet(tmp_path / "式.xlsx", [["编号", "数据名称", "记录数（条）"], ["D04", '=A2&"号"', "=1+1"]])
    plan = json.loads(run("import", path, formulas, "--json").stdout)
    assert "公式" in str(plan["failed"])
    with Store.open(path, write=False) as store:
        assert [one.code for one in store.project.data_sets] == ["D01", "D02", "D03", "D04"]
        assert store.project.data_sets[0].name == "门票订单"


# --- hostile text ---------------------------------------------------------------------------------

HOSTILE = {
    "markup": "<b>粗</b>&amp;<script>x</script>",
    "formula": "=1+1",
    "command": "@SUM(A1)|cmd",
    "emoji": "客流😀🚌",
    "rare": "𠮷林㼆山",
    "sql": "'; DROP TABLE data_set; --",
    "braces": "{0} %s %(x)s \\n ${HOME}",
    "endless": "长" * 10_000,
    "lines": "第一行\n第二行",
}
INVISIBLE = {"zero byte": ("门\x00票", "门票"), "right to left": ("\u202e门票\u200f", "门票"), "half a character": ("门\ud842票", "门票")}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_goes_everywhere_and_comes_back_to_the_letter(path, tmp_path, text):
    key = "note" if "\n" in text else "name"
    enter(path, "data_set", 1, key, text)
    assert shown(path, "data_set", 1, key) == text
    still_works(path, tmp_path)
    if key == "name":
        assert json.loads(run("value", path, "--json").stdout)["data_sets"][0]["name"] == text
    head = log_head(path)
    done = run("import", path, tmp_path / "出.xlsx")
    assert done.exit_code == 0
    assert shown(path, "data_set", 1, key) == text
    assert log_head(path) == head  # nothing was different
    with_formulas = load_workbook(tmp_path / "出.xlsx")
    assert not [cell for book in with_formulas for row in book.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize(("text", "kept"), INVISIBLE.values(), ids=INVISIBLE)
def test_what_cannot_be_seen_is_taken_out(path, tmp_path, text, kept):
    enter(path, "data_set", 1, "name", text)
    assert shown(path, "data_set", 1, "name") == kept
    still_works(path, tmp_path)


@pytest.mark.parametrize(
    ("form", "key"), [("data_set", "name"), ("enterprise", "name"), ("valuation_unit", "name"), ("valuation_unit", "code")]
)
def test_what_is_longer_than_its_field_is_kept_whole_and_printed_up_to_the_limit(path, tmp_path, form, key):
    enter(path, form, 1, key, "长" * 10_000)
    (problem,) = (one for one in told(path, form, key, 1) if "最多" in one["message"])
    assert problem["level"] == "notice" or key == "code"
    assert "现有 10000 字" in problem["message"]
    assert run("dossier", path, "-o", tmp_path / "出.pdf").exit_code == 0
    assert shown(path, form, 1, key) == "长" * 10_000
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "出.pdf").pages)
    assert key == "code" or "全文10,000字" in "".join(text.split())
    assert "长" * 500 not in "".join(text.split())


def log_head(path):
    with Store.open(path, write=False) as store:
        return store.log_head


def test_a_csv_of_hostile_text_in_gb18030_is_taken_to_the_letter(path, tmp_path):
    with (tmp_path / "目录.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([["编号", "数据名称"], *((f"D{n + 10}", text) for n, text in enumerate(HOSTILE.values()))])
    assert run("import", path, tmp_path / "目录.csv").exit_code == 0
    with Store.open(path, write=False) as store:
        names = [one.name for one in store.project.data_sets][2:]
    assert names == [text.replace("\n", " ") for text in HOSTILE.values()]  # a name has one line
