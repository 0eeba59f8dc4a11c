"""Registration kits on disk, the command, the board, and the problems of registration."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from pypdf import PdfReader

from gzvalue.actions.check import problems
from gzvalue.actions.register import Wanted, form_pdf, kits_of, make_kits
from gzvalue.actions.samples import build_sample
from gzvalue.cli import main
from gzvalue.errors import Cancelled, UserError
from gzvalue.outputs.blocks import Heading
from gzvalue.outputs.chapters.registration import blocks as chapter
from gzvalue.outputs.content import Content
from gzvalue.outputs.file_names import Names, safe_name
from gzvalue.registries.board import board
from gzvalue.registries.calendar_days import days_before, months_before, working_days_after, years_after
from gzvalue.registries.consistency import differences
from gzvalue.registries.findings import findings
from gzvalue.registries.known import find, shipped
from gzvalue.registries.state import state_of
from gzvalue.schema import edit as edits
from gzvalue.schema.data_set import DataField, DataSet
from gzvalue.schema.enterprise import Enterprise, ValuationHead
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.schema.project import project_of
from gzvalue.schema.registration_forms import Deposit, StatedName
from gzvalue.schema.rights_forms import Certificate, Financing
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.scores import score

HOSTILE = "<b>粗</b>=1+1\\..\\..\\CON|a:b*?\u202e😀㼆\x07" + "长" * 300
DATA = "订单号,购票人手机,说明\n1,13812345678,=cmd|x\n2,13912345678,-5\n3,13712345678,普通\n"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return build_sample("tourism", tmp_path_factory.mktemp("s") / "示例.gzv")


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def text_of(path):
    return "".join(page.extract_text() for page in PdfReader(path).pages).replace("\n", "")


# --- the command ----------------------------------------------------------------------------------------


def test_a_kit_of_one_data_set_holds_form_texts_sample_and_fingerprint(sample, tmp_path):
    source = tmp_path / "data.csv"
    source.write_text(DATA, encoding="utf-8")
    done = run("register", sample, "--registry", "national", "--data-set", "D01", "--source", source, "-o", tmp_path / "出", "--json")
    assert done.exit_code == 0, done.output
    kit = json.loads(done.stdout)["kits"][0]
    files = {Path(path).name.rpartition("_")[2]: Path(path) for path in kit["files"]}
    assert set(files) == {"申请表.pdf", "申请表.xlsx", "填报文字.txt", "数据样例.csv", "存证指纹.json"}
    assert kit["sample"] == "rows"
    paper = text_of(files["申请表.pdf"])
    assert "数据产权初次登记申请表" in paper
    assert "示例峰林旅游集团有限公司" in paper
    assert "示例数据·非企业真实记录" in paper
    book = load_workbook(files["申请表.xlsx"])
    assert book.sheetnames[:3] == ["申请表", "材料清单", "数据样例"]
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    rows = list(csv.reader(io.StringIO(files["数据样例.csv"].read_text(encoding="utf-8-sig"))))
    assert rows[1][1] == "138****5678"
    assert rows[1][2].startswith("'=")
    assert rows[2][2] == "-5"
    print_of = json.loads(files["存证指纹.json"].read_text(encoding="utf-8"))
    assert print_of["rows"] == 3
    assert len(print_of["sha256"]) == len(print_of["sm3"]) == 64
    assert "【数据名称】（30／40 字）" in files["填报文字.txt"].read_text(encoding="utf-8-sig")
    assert any(path.name.startswith("A10") for path in (tmp_path / "出" / "附件材料").iterdir())


def test_without_a_file_or_a_measurement_the_kit_says_that_there_is_no_sample(sample, tmp_path):
    done = run("register", sample, "--registry", "national", "--data-set", "D02", "-o", tmp_path)
    assert done.exit_code == 0
    assert "缺材料“数据样例”" in done.stdout
    paper = next(path for path in tmp_path.glob("*.pdf"))
    assert "没有数据样例" in text_of(paper)


def test_a_measurement_gives_a_sample_by_column(tmp_path):
    document = {"columns": [{"name": "手机", "type": "text", "top": [{"value": "138****5678", "count": 3}], "min": None, "max": None, "missing": 1}],
                "source": {"bytes": 12}}  # fmt: skip
    record = MeasurementRecord(id=1, data_set="D01", source_name="a.csv", sha256="a" * 64, sm3="b" * 64, rows=3, columns=1, measured_at="2026-05-20",
                               document=json.dumps(document, sort_keys=True, separators=(",", ":")))  # fmt: skip
    made = project_of([DataSet(id=1, code="D01", name="票"), record])
    kit = next(kits_of(made, Wanted(find("national"), find("national").forms[0])))
    assert kit.sample is not None
    assert kit.sample.rows[0][2] == "138****5678"
    assert not kit.sample.whole
    assert (kit.fingerprint.size, kit.fingerprint.rows) == (12, 3)


def test_the_list_needs_no_file():
    assert "national" in run("register", "--list").stdout
    listed = json.loads(run("register", "--list", "--json").stdout)["registries"]
    assert len(listed) == 6
    assert next(one for one in listed if one["name"] == "zhongdengwang")["filed_by"] == "银行"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--registry", "nationl", "-o", "x"], "是不是“national”"),
        (["--registry", "national"], "--registry 和 -o"),
        (["--registry", "national", "--data-set", "D99", "-o", "x"], "没有编号为“D99”的数据集"),
        (["--registry", "national", "--form", "nix", "-o", "x"], "没有名为“nix”的申请表"),
        (["--registry", "national", "--source", "x.csv", "-o", "x"], "须同时指明一个数据集"),
        (["--registry", "national", "--data-set", "D01", "--source", "没有.csv", "-o", "x"], "没有.csv"),
        (["--board", "--on", "昨天"], "不能识别"),
        ([], "--registry"),
    ],
)
def test_what_cannot_be_made_is_said(sample, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    done = run("register", sample, *words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not (tmp_path / "x").exists()


def test_a_registry_file_with_an_unknown_field_is_refused_in_words(sample, tmp_path):
    data = json.loads(Path(find("public-data").path).read_text(encoding="utf-8"))
    data["forms"][0]["fields"][0]["limt"] = 5
    path = tmp_path / "错.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    done = run("register", sample, "--registry", path, "-o", tmp_path / "x")
    assert done.exit_code == 2
    assert "不认识的字段“limt”，是不是“limit”" in done.stderr


def test_a_batch_has_a_folder_each_and_an_overview(sample, tmp_path):
    codes = ("D01", "D06", "D16")
    told = []
    with Store.open(sample, write=False) as store:
        wanted = Wanted(find("guizhou-element"), find("guizhou-element").forms[0], codes)
        made = make_kits(store, wanted, tmp_path, lambda done, total, words: told.append((done, total)))
    assert len(made.kits) == 3
    assert told[0] == (0, 4)
    assert told[-1] == (4, 4)
    folders = sorted(path.name for path in tmp_path.iterdir() if path.is_dir() and path.name != "附件材料")
    assert folders[0] == "D01 景区门票销售订单数据集"
    book = load_workbook(tmp_path / "登记材料总表.xlsx")
    assert book.sheetnames == ["填报总表", "材料总表", "须处理"]
    assert [row[0].value for row in book["填报总表"].iter_rows(min_row=4)] == list(codes)
    assert len({path.name for path in (tmp_path / "附件材料").iterdir()}) == len(list((tmp_path / "附件材料").iterdir()))


def test_stopping_leaves_nothing_and_old_kits_stay(sample, tmp_path):
    out = tmp_path / "出"

    def stop(done, total, words):
        if done == 2:
            raise Cancelled

    wanted = Wanted(find("national"), find("national").forms[0])
    with Store.open(sample, write=False) as store:
        with pytest.raises(Cancelled):
            make_kits(store, wanted, out, stop)
        assert not out.exists()
        out.mkdir()
        (out / "我的.txt").write_text("mine", encoding="utf-8")
        with pytest.raises(Cancelled):
            make_kits(store, wanted, out, stop)
    assert [path.name for path in out.iterdir()] == ["我的.txt"]


def test_a_thousand_data_sets_tell_how_far_they_are_and_can_be_stopped(tmp_path):
    told = []

    def stop(done, total, words):
        told.append((done, total))
        if done == 20:
            raise Cancelled

    sets = [DataSet(id=n, code=f"D{n:04}", name=f"第{n}号数据集", rights=("经营权",), record_count=n) for n in range(1, 1001)]
    wanted = Wanted(find("national"), find("national").forms[0])
    with Store.create(tmp_path / "千.gzv", project_of(sets)) as store, pytest.raises(Cancelled):
        make_kits(store, wanted, tmp_path / "出", stop)
    assert told[0] == (0, 1001)
    assert told[-1] == (20, 1001)
    assert not (tmp_path / "出").exists()
    every = list(kits_of(project_of(sets), wanted))
    assert len(every) == 1000
    assert all(kit.form.faults for kit in every)


def test_a_folder_that_cannot_be_written_to_is_said(sample, tmp_path):
    (tmp_path / "挡").write_text("a file", encoding="utf-8")
    done = run("register", sample, "--registry", "national", "--data-set", "D01", "-o", tmp_path / "挡" / "下")
    assert done.exit_code == 2
    assert "不能写入" in done.stderr


def test_what_is_not_meant_for_registration_is_left_out_with_the_reason():
    sets = [
        DataSet(id=1, code="D01", name="甲"),
        DataSet(id=2, code="D02", registered_personal="不登记"),
        DataSet(id=3, code="D03", grade="核心"),
    ]
    from gzvalue.actions.register import chosen

    wanted = Wanted(find("national"), find("national").forms[0])
    taken, skipped = chosen(project_of(sets), wanted)
    assert [one.code for one in taken] == ["D01"]
    assert [code for code, _ in skipped] == ["D02", "D03"]
    with pytest.raises(UserError, match="没有可以登记"):
        chosen(project_of(sets[1:]), wanted)


@pytest.mark.parametrize("registry", shipped(), ids=lambda one: one.name)
def test_every_form_stands_empty_filled_over_long_and_hostile(registry, tmp_path):
    short = [DataSet(id=1, code="D01")]
    values = {
        key: HOSTILE for key, field in DataSet.form.fields.items() if field.kind.name in ("text", "long_text") and key not in ("code",)
    }
    hostile = [
        DataSet(id=1, code="=D01", rights=("经营权",), record_count=10**14, **values), DataField(id=1, data_set="=D01", name=HOSTILE, label=HOSTILE),
        Enterprise(**{key: HOSTILE for key, field in Enterprise.form.fields.items() if field.kind.name in ("text", "long_text")}),
        Deposit(id=1, data_set="=D01", file_name=HOSTILE, sha256="zz", platform=HOSTILE), Financing(lender=HOSTILE, term_months=24),
        Certificate(id=1, code="Z1", kind="其他", number=HOSTILE, name=HOSTILE, state="已发证", data_sets=("=D01",)), ValuationHead(as_of=date(2026, 5, 31)),
    ]  # fmt: skip
    for number, records in enumerate((short, hostile)):
        path = tmp_path / f"{number}.gzv"
        with Store.create(path, project_of(records)) as store:
            for form in registry.forms:
                if number == 0 and form.per == "batch":
                    continue
                made = make_kits(store, Wanted(registry, form), tmp_path / f"{number} {form.name}")
                assert PdfReader(made.kits[0].files[0]).pages
                for path_of in made.kits[0].files:
                    assert set(path_of.name).isdisjoint('<>:"/\\|?*\u202e')
                    assert len(path_of.name) <= 80


def test_the_text_for_the_bank_holds_a_thousand_data_sets():
    sets = [DataSet(id=n, code=f"D{n:04}", name=f"第{n}号数据集", rights=("经营权",), record_count=n) for n in range(1, 1001)]
    registry = find("zhongdengwang")
    kit = next(kits_of(project_of([*sets, Enterprise(name="甲公司")]), Wanted(registry, registry.forms[0])))
    text = next(one.text for one in kit.form.fields if one.field.key == "collateral_description")
    assert text.count("\n") == 999
    paper = PdfReader(io.BytesIO(form_pdf(kit)))
    assert "第1000号数据集" in "".join(page.extract_text() for page in paper.pages)


# --- names of files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [("a/b:c*?", "a_b_c__"), ("CON", "_CON"), ("com1.txt", "_com1.txt"), (" 尾. ", "尾"), ("", "未命名"), ("\x00\u202e", "未命名"), ("\ud800x", "x"), ("长" * 99, "长" * 60),
     ("..", "未命名"), ("正常 名称", "正常 名称")],
)  # fmt: skip
def test_names_that_windows_takes(text, name):
    assert safe_name(text) == name


def test_two_names_that_windows_takes_for_one_are_told_apart():
    names = Names()
    assert [names.free("A"), names.free("a"), names.free("A")] == ["A", "a (2)", "A (3)"]


# --- the board ----------------------------------------------------------------------------------------------


def certificate(id=1, **values):
    base = {"code": f"Z{id}", "kind": "数据产权登记凭证", "name": "某数据集", "state": "已发证", "issued_on": date(2025, 8, 15), "valid_until": date(2030, 8, 14),
            "number": f"SJ52120250800{id:02}", "data_sets": ("D01",)}  # fmt: skip
    return Certificate(id=id, **base | values)


@pytest.mark.parametrize(
    ("on", "stage", "alarm", "renewing"),
    [
        (date(2030, 2, 13), "certified", None, False),
        (date(2030, 2, 14), "certified", None, True),
        (date(2030, 2, 15), "expiring", 180, True),
        (date(2030, 5, 16), "expiring", 90, True),
        (date(2030, 7, 15), "expiring", 30, True),
        (date(2030, 8, 13), "expiring", 30, True),
        (date(2030, 8, 14), "expiring", 30, False),
        (date(2030, 8, 15), "lapsed", 0, False),
        (None, "certified", None, False),
    ],
)
def test_alarms_and_the_renewal_window(on, stage, alarm, renewing):
    (card,) = board(project_of([certificate()]), on)
    assert (card.stage, card.alarm, card.renewing) == (stage, alarm, renewing)
    assert card.renewal == (date(2030, 2, 14), date(2030, 8, 13))


def test_the_stages_stand_in_order_and_say_what_is_due():
    states = ("已失效", "公示中", "审查中", "已受理", "已提交", "拟申请", "已发证")
    days = {
        "applied_on": date(2026, 5, 18),
        "accepted_on": date(2026, 5, 20),
        "published_on": date(2026, 5, 25),
        "issued_on": None,
        "valid_until": None,
    }
    cards = board(project_of([certificate(n, state=state, **days) for n, state in enumerate(states, 1)]), date(2026, 6, 10))
    assert [card.stage for card in cards] == ["draft", "filed", "accepted", "review", "published", "certified", "lapsed"]
    assert "至 2026-05-21" in cards[1].words[0]
    assert "已过 20 天" in cards[1].words[0]
    assert "至 2026-06-03" in cards[2].words[0]
    assert "公示：5 个工作日，按 2026-05-25 起算至 2026-06-01" in cards[4].words[0]


def test_days_as_registries_count_them():
    assert working_days_after(date(2026, 5, 22), 1) == date(2026, 5, 25)
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert years_after(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_the_board_on_the_command_line(sample):
    told = json.loads(run("register", sample, "--board", "--on", "2028-07-20", "--json").stdout)
    assert told["on"] == "2028-07-20"
    first = next(one for one in told["certificates"] if one["code"] == "Z01")
    assert (first["stage"], first["days_left"], first["alarm"]) == ("expiring", 25, 30)
    assert [one["data_set"] for one in told["differences"]] == ["D16"]
    assert "凭证台账" in run("register", sample, "--board").stdout


# --- problems ---------------------------------------------------------------------------------------------------


def keys(records):
    return {(one.form, one.id, one.key): one.message for one in findings(project_of(records))}


def test_a_number_that_fails_its_pattern_is_a_problem_of_the_project():
    found = keys([certificate(number="SJ5212025130001")])
    assert "01–12" in found["certificate", 1, "number"]
    assert any("01–12" in one.message for one in problems(project_of([certificate(number="SJ5212025130001")])))
    assert not keys([certificate()])
    assert not keys([certificate(kind="数据要素登记凭证", number="黔数登 1 号", valid_until=None)])


def test_two_certificates_for_one_name_with_different_dates():
    found = keys(
        [
            certificate(1),
            certificate(2, name="某 数据集", issued_on=date(2025, 9, 1), number="SJ5212025090001", valid_until=date(2030, 8, 31)),
        ]
    )
    assert "同名而日期不同" in found["certificate", 2, "issued_on"]
    assert "哪一份有效" in found["certificate", 2, "issued_on"]
    found = keys(
        [
            certificate(1),
            certificate(
                2, kind="数据知识产权登记证书", number="20250944000000123", issued_on=date(2025, 9, 1), valid_until=date(2028, 8, 31)
            ),
        ]
    )
    assert "写明是哪一份" in found["certificate", 2, "issued_on"]
    assert not keys([certificate(1), certificate(2)])


def test_one_number_on_two_certificates_and_a_term_too_long():
    found = keys([certificate(1), certificate(2, number="SJ5212025080001", name="另一数据集")])
    assert "一个编码只对应一份凭证" in found["certificate", 2, "number"]
    assert "超过发证之日起 5 年" in keys([certificate(valid_until=date(2031, 1, 1))])["certificate", 1, "valid_until"]


def test_papers_that_differ_by_a_letter_are_told():
    records = [
        DataSet(id=1, code="D01", registration_name="某数据集", holder="本企业"), Enterprise(name="甲公司"), certificate(1, holder="甲公司"),
        StatedName(id=1, data_set="D01", paper="质押合同", paper_name="质1", name="某数据集", number="SJ5212025080001", holder="甲公司"),
        StatedName(id=2, data_set="D01", paper="担保登记", name="某数据 集", number="SJ5212025080002"),
    ]  # fmt: skip
    found = differences(project_of(records))
    assert [(one.subject, one.slight) for one in found] == [("name", True), ("number", False)]
    assert "担保登记" in found[0].words
    assert "SJ5212025080002" in found[1].words
    assert ("stated_name", 2, "name") in keys(records)
    assert not differences(project_of(records[:4]))


def test_deposits_are_held_against_the_measurement_and_the_application():
    base = [DataSet(id=1, code="D01"), MeasurementRecord(id=1, data_set="D01", sha256="a" * 64, measured_at="2026-05-20", document="{}")]
    late = Deposit(id=1, data_set="D01", sha256="B" * 64, platform="某平台", deposited_on=date(2026, 6, 1))
    found = keys([*base, late, certificate(applied_on=date(2026, 5, 1))])
    assert "与最近一次实测的文件不同" in found["deposit", 1, "sha256"]
    assert "晚于登记申请日期" in found["deposit", 1, "deposited_on"]
    assert not keys(
        [*base, Deposit(id=1, data_set="D01", sha256="A" * 64, deposited_on=date(2026, 4, 1)), certificate(applied_on=date(2026, 5, 1))]
    )


def test_an_edit_elsewhere_does_not_look_for_problems_anew():
    project = project_of([certificate()])
    first = findings(project)
    after = edits.apply(project, edits.add(project, "x", "contract", [{"code": "H1"}]))
    assert findings(after) is first


def test_the_dossier_names_terms_differences_and_deposits(sample):
    with Store.open(sample, write=False) as store:
        project = store.project
    made = chapter(Content(project, evaluate(project), score(project), None, (), registration=state_of(project)))
    assert [one.text for one in made if isinstance(one, Heading)] == ["凭证期限与续期", "名称与编码核对", "存证指纹", "登记材料准备情况"]
    told = str(made)
    assert "示例存字〔2026〕001号" in told
    assert "按 2026-05-20 起算至 2026-06-03" in told
    assert "兴义市景区停车收费数据集" in told
    assert chapter(Content(project, evaluate(project), score(project), None, (), registration=state_of(project_of([])))) == ()


def test_days_at_the_ends_of_the_calendar_stay_in_it():
    assert years_after(date(9999, 12, 31), 5) == date(9999, 12, 31)
    assert months_before(date(1, 1, 31), 3) == date(1, 10, 31)
    assert working_days_after(date(9999, 12, 30), 20) == date.max
    assert days_before(date(1, 1, 5), 30) == date.min
    assert days_before(date(2026, 3, 1), 1) == date(2026, 2, 28)
