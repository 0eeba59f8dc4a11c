"""Registries as data: what their files say, how forms are filled from them, and that a new one needs a file only."""

import copy
import json
from datetime import date
from pathlib import Path

import pytest

from gzvalue.errors import UserError
from gzvalue.paths import resource, user_data
from gzvalue.registries import naming
from gzvalue.registries.composed import geo_level
from gzvalue.registries.filling import fill
from gzvalue.registries.gathered import Case, Gathered, case_of
from gzvalue.registries.known import find, registries, shipped
from gzvalue.registries.lengths import by_sentences, overlong
from gzvalue.registries.materials import AT_HAND, EXPIRED, MADE, MISSING, OPTIONAL, materials_of
from gzvalue.registries.numbers import fault
from gzvalue.registries.reading import read_registry
from gzvalue.schema import credit_code
from gzvalue.schema.data_set import DataField, DataSet
from gzvalue.schema.enterprise import Enterprise, ValuationHead
from gzvalue.schema.project import project_of
from gzvalue.schema.registration_forms import RegistrationEntry
from gzvalue.schema.rights_forms import Certificate, Financing
from gzvalue.schema.valuation_forms import Evidence, EvidenceLink

SIX = {"national", "guizhou-ip", "guizhou-element", "public-data", "zhongdengwang", "copyright-pledge"}
OWN = {
    "format": "gzvalue-registry 1", "name": "own-town", "label": "某市数据登记", "as_of": "2026-11", "verified": False,
    "certificate_kinds": ["其他"],
    "numbers": [{"field": "number", "label": "登记号", "words": "MS＋4 位", "verified": False,
                 "parts": [{"kind": "text", "text": "MS"}, {"kind": "digits", "count": 4, "label": "流水"}]}],
    "forms": [{"name": "apply", "label": "某市登记表", "fields": [
        {"key": "who", "label": "单位", "required": True, "fill": "{enterprise.name}", "verified": False},
        {"key": "what", "label": "名称", "limit": 10, "fill": "{data_set.name}", "verified": False},
        {"key": "often", "label": "频率", "kind": "choice", "values": ["日", "月"], "fill": "{data_set.frequency}", "map": {"按天": "日"}, "verified": False},
        {"key": "code", "label": "登记码", "kind": "system", "required": True, "verified": False}],
        "materials": [{"key": "licence", "label": "执照", "required": True, "proofs": [{"by": "enterprise"}], "verified": False}]}],
    "sources": [{"title": "测试", "date": "2026-11", "verified": False}],
}  # fmt: skip


def project(**changes):
    one = DataSet(
        id=1, **{"code": "D01", "name": "景区门票销售订单数据集", "span_start": "2005", "span_end": "2025", "territory": "贵州省黔西南州兴义市", "frequency": "按天",
        "industry": "水利、环境和公共设施管理业-公共设施管理业", "record_count": 18_600_000, "structure": "表格/结构化", "source_type": "采集生成",
        "source_system": "票务系统", "rights": ("持有权", "使用权", "经营权"), "right_limits": "无", "registered_personal": "否", "holder": "甲公司"} | changes,
    )  # fmt: skip
    return project_of([
        Enterprise(name="甲公司", credit_code="91520000MAEXAMPL87", contact_person="王", contact_phone="0859", contact_address="某路"), one,
        ValuationHead(as_of=date(2026, 5, 31)), Financing(loan_asked=None, term_months=24, drawdown_on=date(2026, 6, 20), lender="示例银行"),
        DataField(id=1, data_set="D01", name="order_no", label="订单号"),
    ])  # fmt: skip


def write(folder: Path, data) -> Path:
    path = folder / "own.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def filled(project, registry, form=""):
    one = project.data_sets[0]
    case = case_of(Gathered(project), registry, one)
    return {f.field.key: f for f in fill(case, registry.form(form)).fields}


# --- the files ---------------------------------------------------------------------------------------


def test_the_six_registries_are_there_each_with_dated_sources_and_caveats():
    found = {one.name: one for one in shipped()}
    assert set(found) == SIX
    for one in found.values():
        assert one.sources
        assert any(source.date for source in one.sources)
        assert one.as_of == "2026-11"
        for form in one.forms:
            assert all(field.source for field in form.fields)
            assert form.materials
    assert found["zhongdengwang"].filed_by == "银行"
    assert {form.name for form in found["national"].forms} == {"initial", "transfer", "change", "renewal", "cancel"}
    assert [name for name, one in found.items() if one.verified] == ["national"]
    texts = "".join(path.read_text(encoding="utf-8") for path in resource("registries").glob("*.json"))
    assert "修改码" in texts  # only as a warning: it is no field
    assert not any("modification" in field.key for one in found.values() for form in one.forms for field in form.fields)


def test_what_the_sources_do_not_confirm_is_marked_so():
    for name in SIX - {"national"}:
        one = find(name)
        marked = [field for form in one.forms for field in form.fields if not field.verified]
        assert marked, name
        for limit in one.time_limits:
            assert not limit.verified


def test_a_registry_is_added_by_a_file_alone(tmp_path):
    one = find(str(write(tmp_path, OWN)))
    got = filled(project(), one)
    assert (got["who"].text, got["often"].text) == ("甲公司", "日")
    assert got["what"].overlong.over == 1
    assert got["what"].text == "景区门票销售订单数据集"
    assert not got["code"].missing
    folder = user_data() / "registries"
    folder.mkdir()
    write(folder, OWN)
    assert {"own-town"} | SIX == {one.name for one in registries()}
    assert find("某市数据登记").name == "own-town"
    assert find("own-town").forms[0].label == "某市登记表"
    assert {one.name for one in shipped()} == SIX


def _with(path, value):
    made = copy.deepcopy(OWN)
    at = made
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return made


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("forms", 0, "fields", 0, "limitt"), 3, "forms[0].fields[0]”：不认识的字段“limitt”，是不是“limit”"),
        (("colour",), "red", "不认识的字段“colour”"),
        (("forms", 0, "fields", 0, "fill"), "{enterprise.nam}", "没有这一项，是不是“name”"),
        (("forms", 0, "fields", 0, "fill"), "{kit.nothing}", "“{kit.nothing}”没有这一项"),
        (("forms", 0, "fields", 0, "fill"), "{log.no}", "点号前应为"),
        (("forms", 0, "fields", 0, "kind"), "colour", "不能是“colour”"),
        (("forms", 0, "fields", 0, "required"), "yes", "应为 true 或 false"),
        (("forms", 0, "fields", 1, "key"), "who", "两项都叫“who”"),
        (("forms",), [], "至少要有一份"),
        (("sources",), [], "至少要写明一处出处"),
        (("name",), "../坏", "“name”应为"),
        (("format",), "gzvalue-registry 9", "“format”应为"),
        (("certificate_kinds",), ["没有的凭证"], "不在可选之内"),
        (("numbers", 0, "parts", 1, "kind"), "regex", "不能是“regex”"),
        (("forms", 0, "materials", 0, "proofs"), [{"by": "made", "keys": ["gold"]}], "sample、dictionary"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_place_in_words(tmp_path, path, value, words):
    with pytest.raises(UserError) as wrong:
        read_registry(write(tmp_path, _with(path, value)))
    assert words in str(wrong.value)
    assert "own.json" in str(wrong.value)


@pytest.mark.parametrize("content", ["", "[]", "{", "\x00\xff", '{"format": ' + "[" * 5000])
def test_what_is_no_registry_at_all_is_refused(tmp_path, content):
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError):
        read_registry(path)


def test_an_unknown_registry_is_told_with_those_there_are():
    with pytest.raises(UserError, match="national（全国数据产权登记）"):
        find("natonal")
    with pytest.raises(UserError, match="不能读取"):
        find("没有.json")


# --- filling ------------------------------------------------------------------------------------------


def test_the_national_form_is_filled_from_the_catalogue():
    got = filled(project(), find("national"))
    assert got["data_name"].text == "2005年至2025年兴义市公共设施管理业景区门票销售订单数据集"
    assert got["applicant_type"].text == "法人"
    assert got["time_scope"].text == "2005-01-01 — 2025-12-31"
    assert got["geo_scope"].text == "区县级"
    assert got["use_restrictions"].text == "无"
    assert "18,600,000 条" in got["data_summary"].text
    assert len(got["data_summary"].text) <= 400
    assert got["rights_allocation"].text.count("\n") == 2
    assert "甲公司（91520000MAEXAMPL87）" in got["rights_allocation"].text


@pytest.mark.parametrize(("frequency", "told"), [("按季", "其他"), ("不更新", "其他"), ("实时", "实时"), ("按月", "按月")])
def test_frequencies_are_told_in_the_words_of_the_form(frequency, told):
    assert filled(project(frequency=frequency), find("national"))["update_frequency"].text == told


@pytest.mark.parametrize("source", ["受托处理", "公共数据授权运营"])
def test_a_source_that_may_not_be_registered_is_said(source):
    got = filled(project(source_type=source), find("national"))["data_source"]
    assert "不在登记表的可选值中" in got.faults[0]


def test_an_empty_project_leaves_gaps_and_says_where_they_are_filled():
    bare = project_of([DataSet(id=1, code="D01")])
    got = filled(bare, find("national"))
    assert got["data_name"].text == ""
    assert got["data_name"].missing
    assert "“数据目录”的“登记名称”" in got["data_name"].faults[0]
    assert got["applicant_id_no"].place == ("enterprise", 1, "credit_code")
    assert got["no_publicity_request"].faults == ()
    for registry in shipped():
        for form in registry.forms:
            case = Case(Gathered(bare), registry, bare.data_sets, None if form.per == "batch" else bare.data_sets[0])
            for one in fill(case, form).fields:
                assert "None" not in one.text
                assert "{" not in one.text


def test_a_text_written_by_hand_comes_first_and_only_for_its_data_set():
    base = project()
    entry = RegistrationEntry(id=1, registry="national", form_name="initial", data_set="D01", field="data_summary", text="手写的概述")
    made = project_of([*base.data_sets, base.enterprise, entry])
    got = filled(made, find("national"))["data_summary"]
    assert (got.text, got.written) == ("手写的概述", True)
    assert not filled(made, find("guizhou-ip"), "application")["use_scenario"].written


def test_an_over_long_text_is_whole_and_says_what_to_cut():
    name = "2005年至2025年兴义市公共设施管理业景区门票销售订单退改签检票入园全流程明细数据集"
    got = filled(project(registration_name=name), find("national"))["data_name"]
    assert got.text == name
    assert got.overlong.over == len(name) - 40
    assert got.overlong.tail == name[40:]
    assert "内容“景区门票销售订单退改签检票入园全流程明细”" in got.overlong.advice
    assert f"压缩到 {len('景区门票销售订单退改签检票入园全流程明细') - got.overlong.over} 字以内" in got.overlong.advice
    long = filled(project(scenarios="很长的用途，" * 60), find("national"))["data_summary"]
    assert long.overlong is not None
    assert "用途，用途" not in long.overlong.advice
    assert "删去" in long.faults[0]


def test_whole_sentences_are_proposed_for_cutting():
    text = "一二三四五。六七八九十。甲乙丙丁。"
    assert by_sentences(text, 13) == "例如删去最后 1 句（5 字，自“甲乙丙丁。”起）即可"
    assert overlong(text, 17) is None
    assert overlong("没有句号的一长段文字", 5).advice == "第 6 字起超出，请精简"
    assert overlong("任意", None) is None


# --- names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "name", "lacking"),
    [
        ({}, "2005年至2025年兴义市公共设施管理业景区门票销售订单数据集", ()),
        ({"span_start": "2025-03", "span_end": "2025-11"}, "2025年兴义市公共设施管理业景区门票销售订单数据集", ()),
        ({"name": "客流指数数据库", "territory": "贵阳市"}, "2005年至2025年贵阳市公共设施管理业客流指数数据库", ()),
        ({"span_start": None, "span_end": None, "industry": None}, "兴义市景区门票销售订单数据集", ("时间", "行业")),
    ],
)  # fmt: skip
def test_a_name_is_put_together_from_time_place_trade_content_kind(values, name, lacking):
    made = naming.proposed(project(**values).data_sets[0])
    assert made.text == name
    assert made.lacking == lacking


@pytest.mark.parametrize(
    ("territory", "level"),
    [("贵州省", "省级"), ("贵州省贵阳市", "市级"), ("贵州省黔西南布依族苗族自治州兴义市", "区县级"), ("浙江省杭州市西湖区", "区县级"), ("北京市", "省级"),
     ("北京市通州区", "区县级"), ("广西壮族自治区柳州市", "市级"), ("全国", "全国"), ("跨境", "国际"), ("贵州省黔西南州兴义市万峰林景区", "区县级以下"), ("某处", "")],
)  # fmt: skip
def test_the_level_of_a_territory(territory, level):
    one = project(territory=territory)
    assert geo_level(case_of(Gathered(one), find("national"), one.data_sets[0])) == level


# --- numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "issued", "words"),
    [
        ("SJ5212025080001", date(2025, 8, 15), ""),
        ("SJ52X2025080001", date(2025, 8, 15), "含字母"),
        ("SJ521202508001", None, "应为 15 位"),
        ("XX5212025080001", None, "第 1–2 位“XX”应为“SJ”"),
        ("SJ5212025130001", None, "01–12"),
        ("SJ5212025070001", date(2025, 8, 15), "不符"),
        ("SJ52120A5080001", None, "应为年份"),
        ("ＳＪ5212025080001", None, "应为“SJ”"),
        ("SJ521202508000１", None, "第 12–15 位"),
        ("", None, "现有 0 位"),
    ],
)  # fmt: skip
def test_the_national_number(number, issued, words):
    found = fault(find("national").numbers[0], number, issued)
    assert words in found if words else found == ""


def test_the_numbers_of_data_ip_certificates():
    certificate, registration = find("guizhou-ip").numbers
    assert fault(certificate, "20240944000000123", date(2024, 9, 20)) == ""
    assert "17 位" in fault(certificate, "2024094400000012")
    assert "不符" in fault(certificate, "20240944000000123", date(2024, 10, 1))
    assert fault(registration, "2024A1B0000123X9") == ""
    assert "16 位" in fault(registration, "2024")


@pytest.mark.parametrize(
    "code",
    [
        "9144030071526726XG",
        "914403001922038216",
        "91330100799655058B",
        "91110000802100433B",
        "91110108551385082Q",
        "91100000100003962T",
        "91520000214433792C",
    ],
)
def test_check_characters_of_real_public_codes(code):
    """Credit codes of well-known listed firms, as their own public pages show them; one letter changed is noticed."""
    wrong = credit_code.fault(code)
    if code == "91520000214433792C":  # made up: the check character must be told
        assert wrong is not None
        return
    assert wrong is None
    other = "1" if code[9] != "1" else "2"
    assert credit_code.fault(code[:9] + other + code[10:]) is not None


# --- materials ----------------------------------------------------------------------------------------


def test_materials_follow_the_evidence():
    base = project()
    licence = Evidence(id=1, code="A01", title="营业执照", sha256="0" * 64)
    old = Evidence(id=2, code="A02", title="采集授权", expires_on=date(2026, 1, 1))
    link = EvidenceLink(id=1, evidence="A02", about_form="data_set", about_id=1, about_key="source_type")
    made = project_of([*base.data_sets, base.enterprise, base.head, licence, old, link, *base.data_fields])
    registry = find("national")
    case = case_of(Gathered(made), registry, made.data_sets[0])
    states = {m.material.key: m for m in materials_of(case, registry.forms[0], frozenset({"dictionary"}), made.head.as_of)}
    assert states["identity"].state == AT_HAND
    assert states["identity"].evidence == ("A01",)
    assert states["legal_acquisition"].state == EXPIRED
    assert states["data_description"].state == MADE
    assert states["data_sample"].state == MISSING
    assert states["no_publicity"].state == OPTIONAL


def test_the_certificate_of_the_registry_fills_the_later_forms():
    base = project()
    mine = Certificate(
        id=1,
        code="Z1",
        kind="数据产权登记凭证",
        number="SJ5212025080001",
        state="已发证",
        valid_until=date(2030, 8, 14),
        data_sets=("D01",),
    )
    other = Certificate(id=2, code="Z2", kind="数据要素登记凭证", number="别的", state="已发证", data_sets=("D01",))
    made = project_of([*base.data_sets, base.enterprise, other, mine])
    got = filled(made, find("national"), "renewal")
    assert got["certificate_no"].text == "SJ5212025080001"
    assert "2030-08-14" in got["renewal_matter"].text


def test_the_text_for_the_bank_names_every_data_set_of_the_batch():
    base = project()
    two = project_of([*base.data_sets, DataSet(id=2, code="D02", name="停车", rights=("经营权",)), base.enterprise, base.financing])
    registry = find("zhongdengwang")
    got = {f.field.key: f for f in fill(Case(Gathered(two), registry, two.data_sets), registry.forms[0]).fields}
    assert got["collateral_description"].text.count("\n") == 1
    assert "未取得登记凭证" in got["collateral_description"].text
    assert got["registration_term"].text.startswith("30 个月")
    assert "非官方数值" in got["registration_term"].text
    assert got["debt_term"].text == "2026-06-20 至 2028-06-20"
    assert "filing_no" not in {key for key, f in got.items() if f.faults}
