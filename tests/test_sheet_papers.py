"""The papers of listing, licence and trade: what their text says, on the sample, empty, overlong, hostile; and the command."""

import json

import pypdf
import pytest
from click.testing import CliRunner
from paper_projects import complete, empty_rows
from product_projects import hostile, licence, of_data_set, offering, product, stretched, trade

from gzvalue.actions.sample_list import samples
from gzvalue.actions.samples import build_sample
from gzvalue.actions.sheet import sheet_of_project
from gzvalue.circulation.standing import Around
from gzvalue.circulation.trade import codes_of
from gzvalue.cli import main
from gzvalue.outputs.sheets import sheet_kind, sheet_kinds
from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.schema.product_forms import DataLicence, DataProduct, DataTrade
from gzvalue.schema.project import Project, project_of
from gzvalue.store.open import Store

KINDS = ("listing", "licence", "trade")
ALL = ("listing", "licence", "trade", "contribution", "training", "price", "power")


def text_of(path):
    """The text of a PDF without blanks."""
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


@pytest.fixture
def offered(tmp_path):
    """A project file with a product, two licences and a deal."""
    path = tmp_path / "流通.gzv"
    Store.create(path, offering(product(), licence(1), licence(2, licensee="第二被许可方"), trade())).close()
    return path


def run(*words):
    return CliRunner().invoke(main, ["sheet", *map(str, words)])


# --- what the papers say --------------------------------------------------------------------------


def test_a_listing_says_what_a_buyer_asks(tmp_path):
    made = sheet_of_project(offering(product()), "listing", "D01", tmp_path / "a.pdf")
    text = text_of(made.path)
    for words in ("数据产品说明书（挂牌信息）", "景区客流热力指数", "数据产品和服务", "0.50元／次", "不得转售", "order_no", "订单号", "2026-05-01东区72",
                  "申报·未实测", "GZ0001", "附件A01合同扫描件", "不是任何交易机构的挂牌文件", "第1页/共", "提供方（盖章处）"):  # fmt: skip
        assert words in text, words
    assert "草稿" not in text
    assert "评估报告" not in text
    assert made.pages == len(pypdf.PdfReader(made.path).pages)


def test_a_licence_says_its_terms_those_of_the_licensor_and_of_others(tmp_path):
    project = offering(licence(1), licence(2, licensee="第二被许可方"), loan=True)
    made = sheet_of_project(project, "licence", "D01", tmp_path / "a.pdf")
    text = text_of(made.path)
    for words in ("XK01示例智慧出行科技有限公司", "XK02第二被许可方", "普通许可", "禁止出境", "权属凭证Z01到2028-08-14为止", "同一数据的其他许可",
                  "类推适用有不同意见", "不是合同，也不是法律意见", "被许可方（盖章处）"):  # fmt: skip
        assert words in text, words
    assert [one["code"] for one in made.sheet.data["records"]] == ["XK01", "XK02"]


def test_a_trade_says_its_money(tmp_path):
    made = sheet_of_project(offering(trade()), "trade", "D01", tmp_path / "a.pdf")
    text = text_of(made.path)
    for words in (
        "示例商业研究有限公司",
        "场内",
        "示例数据交易所",
        "188,679.25",
        "11,320.75",
        "贰拾万元整",
        "增值税专用发票",
        "验收后30日内一次付清",
    ):
        assert words in text, words
    assert made.sheet.data["records"][0]["money"] == {
        "computed": "200000.00",
        "amount": "200000.00",
        "net": "188679.25",
        "tax": "11320.75",
        "open": "0.00",
    }


def test_quality_says_what_was_measured_and_what_is_only_declared():
    document = '{"dimensions":{"completeness":{"indicators":[{"numerator":97,"denominator":100}]}},"personal_information":[],"columns":[]}'
    project = offering(product(), MeasurementRecord(id=1, data_set="D01", document=document))
    scores = {one["dimension"]: one for one in sheet_of_project(project, "listing", "D01").sheet.data["records"][0]["quality"]}
    assert (scores["completeness"]["score"], scores["completeness"]["source"]) == ("97.00", "measured")
    assert (scores["conformity"]["score"], scores["conformity"]["source"]) == ("90.00", "declared")
    assert (scores["timeliness"]["score"], scores["timeliness"]["source"]) == (None, None)


def test_the_sample_mark_stands_on_every_page(tmp_path):
    rest = [one for rows in offering(product()).rows.values() for one in rows.values() if one.form.name != "valuation_head"]
    marked = project_of([*rest, ValuationHead(sample_mark="示例数据·非企业真实记录")])
    made = sheet_of_project(marked, "listing", "D01", tmp_path / "a.pdf")
    for page in pypdf.PdfReader(made.path).pages:
        assert "示例数据·非企业真实记录" in "".join(page.extract_text().split())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_prints_empty_overlong_and_hostile_records(kind, tmp_path):
    blank = project_of(
        type(one)(id=1, code="D01") if one.form.name == "data_set" else one for rows in empty_rows().rows.values() for one in rows.values()
    )
    records = (product(), licence(), trade())
    for name, project in (
        ("空", blank),
        ("长", offering(*map(stretched, records), changed=stretched)),
        ("敌", offering(*map(hostile, records), changed=hostile)),
    ):
        made = sheet_of_project(project, kind, "D01", tmp_path / f"{name}.pdf")
        assert made.pages == len(pypdf.PdfReader(made.path).pages) <= 12
        text = text_of(made.path)
        assert "<b>" in text or name != "敌"  # printed as text, never as markup
        if name == "空":
            assert made.sheet.draft
            assert "草稿" in text
            assert "待补正" in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_data_set_without_any_record_still_gives_a_draft(kind, tmp_path):
    made = sheet_of_project(complete(1), kind, "D01", tmp_path / "a.pdf")
    assert made.sheet.draft
    assert "还没有" in text_of(made.path)


def test_core_data_marks_the_paper_a_draft(tmp_path):
    made = sheet_of_project(offering(product(), changed=of_data_set("D01", grade="核心")), "listing", "D01", tmp_path / "a.pdf")
    text = text_of(made.path)
    assert "草稿" in text
    assert "核心数据不得纳入，不得挂牌" in text


def test_the_same_records_give_the_same_bytes(tmp_path):
    project = offering(product(), licence(), trade())
    for kind in KINDS:
        first, second = (sheet_of_project(project, kind, "D01", tmp_path / name).path.read_bytes() for name in ("a.pdf", "b.pdf"))
        assert first == second


# --- the kinds ------------------------------------------------------------------------------------


def test_every_kind_has_a_name_a_title_and_aliases_that_mean_it_alone():
    assert [one.name for one in sheet_kinds()] == list(ALL)
    names = [name for one in sheet_kinds() for name in (one.name, one.title, *one.aliases)]
    assert len(names) == len(set(names))
    for one in sheet_kinds():
        assert all(sheet_kind(f" {name.upper()} ") is one for name in (one.name, one.title, *one.aliases))
        assert callable(one.maker())


@pytest.mark.parametrize("kind", ALL)
def test_every_kind_prints_its_title_and_what_it_is_not(kind, tmp_path):
    made = sheet_of_project(complete(1), kind, "D01", tmp_path / "a.pdf")
    text = text_of(made.path)
    assert "".join(made.kind.title.split()) in text
    assert "".join(made.kind.limits[:20].split()) in text


# --- the command ----------------------------------------------------------------------------------


def test_the_command_lists_its_kinds_by_name_first():
    done = run("--list")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.output.splitlines()] == list(ALL)
    assert [one["name"] for one in json.loads(run("--list", "--json").stdout)["kinds"]] == list(ALL)


@pytest.mark.parametrize(("asked", "name"), [("listing", "listing"), ("挂牌", "listing"), ("license", "licence"), ("交易", "trade")])
def test_the_command_writes_a_pdf_and_says_what_is_to_be_mended(asked, name, offered, tmp_path):
    out = tmp_path / "出.pdf"
    done = run(offered, "--kind", asked, "--data-set", "d01", "-o", out)
    assert done.exit_code == 0, done.output
    assert sheet_kind(name).title in done.output
    assert out.read_bytes().startswith(b"%PDF")
    assert "已被替换" not in done.output
    assert "已被替换" in run(offered, "--kind", asked, "--data-set", "D01", "-o", out).output


def test_json_has_the_fields_with_their_origin_and_writes_nothing_unasked(offered, tmp_path):
    done = run(offered, "--kind", "licence", "--data-set", "D01", "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert list(told) == ["kind", "title", "data_set", "name", "enterprise", "as_of", "sample_mark", "draft", "fields", "records", "terms",
                          "limits_of_right", "pledge", "problems", "limits", "file", "pages"]  # fmt: skip
    fields = {one["key"]: one for one in told["fields"]}
    assert fields["licensee"] == {"key": "licensee", "label": "被许可方", "text": "示例智慧出行科技有限公司", "origin": "填写"}
    assert fields["certificate"]["origin"] == "权属凭证 Z01"
    assert (told["kind"], told["data_set"], told["as_of"], told["draft"], told["file"]) == ("licence", "D01", "2026-05-31", False, None)
    assert {path.name for path in tmp_path.iterdir()} == {"流通.gzv"}


WRONG = [
    (["--kind", "gift", "--data-set", "D01", "-o", "x.pdf"], "没有“gift”这种表；可选：listing（挂牌）"),
    (["--data-set", "D01", "-o", "x.pdf"], "还缺少 --kind"),
    (["--kind", "listing", "-o", "x.pdf"], "还缺少 --data-set"),
    (["--kind", "listing", "--data-set", "D99", "-o", "x.pdf"], "没有编号为“D99”的数据集；现有：D01、D02"),
    (["--kind", "listing", "--data-set", "D01"], "还缺少 -o"),
    (["--kind", "listing", "--data-set", "D01", "-o", "x.docx"], "应以 .pdf 结尾"),
    (["--kind", "listing", "--data-set", "D01", "-o", "没有/x.pdf"], "不存在"),
    (["--kind", "listing", "--data-set", "D01", "-o", "资产评估报告.pdf"], "不是资产评估报告"),
    (["--kind", "trade", "--data-set", "D01", "--source", "x.csv", "-o", "x.pdf"], "--source 只用于 listing"),
    (["--kind", "listing", "--data-set", "D01", "--source", "没有.csv", "-o", "x.pdf"], "没有.csv"),
]


@pytest.mark.parametrize(("words", "told"), WRONG, ids=[told for _, told in WRONG])
def test_a_wrong_use_is_refused_in_a_sentence(words, told, offered, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(offered, *words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert done.stdout == ""
    assert not list(tmp_path.glob("*.pdf"))


def test_other_refusals(tmp_path):
    assert run("没有.gzv", "--kind", "listing", "--data-set", "D01", "-o", tmp_path / "a.pdf").exit_code == 2
    assert run().exit_code == 2
    empty = tmp_path / "空.gzv"
    Store.create(empty).close()
    done = run(empty, "--kind", "listing", "--data-set", "D01", "-o", tmp_path / "a.pdf")
    assert (done.exit_code, "还没有数据集" in done.stderr) == (2, True)


def test_a_data_file_gives_the_sample_without_anything_of_people(offered, tmp_path):
    source = tmp_path / "订单.csv"
    source.write_text("order_no,手机号,区域\nT1,13812345678,东区\nT2,13912345678,西区\n", encoding="utf-8")
    done = run(offered, "--kind", "listing", "--data-set", "D01", "--source", source, "--json")
    assert done.exit_code == 0, done.stderr
    sample = json.loads(done.stdout)["records"][0]["sample"]
    assert (sample["heads"], sample["rows"]) == (["order_no", "手机号", "区域"], [["T1", "＊＊＊", "东区"], ["T2", "＊＊＊", "西区"]])
    assert "13812345678" not in done.stdout


def test_the_sheet_is_made_while_a_window_has_the_file_open(offered, tmp_path):
    with Store.open(offered):
        assert run(offered, "--kind", "trade", "--data-set", "D01", "-o", tmp_path / "a.pdf").exit_code == 0


def test_the_project_file_itself_is_never_overwritten(tmp_path):
    path = tmp_path / "项目.pdf"
    Store.create(tmp_path / "项目.gzv", Project()).close()
    (tmp_path / "项目.gzv").rename(path)
    before = path.read_bytes()
    done = run(path, "--kind", "listing", "--data-set", "D01", "-o", path)
    assert done.exit_code == 2
    assert path.read_bytes() == before


# --- the samples ----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in samples()])
def test_products_licences_and_deals_of_the_samples_lack_nothing(name, tmp_path):
    with Store.open(build_sample(name, tmp_path / "例.gzv"), write=False) as store:
        project = store.project
    offered = {"listing": DataProduct, "licence": DataLicence, "trade": DataTrade}
    for kind, form in offered.items():
        for record in project.all(form):
            codes = codes_of(Around(project), record) if kind == "trade" else getattr(record, "data_sets", None) or (record.data_set,)
            made = sheet_of_project(project, kind, codes[0], tmp_path / f"{kind}.pdf")
            assert not made.sheet.draft, [one.message for one in made.problems if one.level == "error"]
            text = text_of(made.path)
            assert record.code in text
            assert "示例数据·非企业真实记录" in text


def test_a_sheet_of_electricity_data_from_data_of_another_kind_is_a_draft_and_says_so(tmp_path):
    told = json.loads(run(build_sample("small", tmp_path / "b.gzv"), "--kind", "power", "--data-set", "D01", "--json").stdout)
    assert any("不是用电数据" in one["message"] for one in told["problems"])
