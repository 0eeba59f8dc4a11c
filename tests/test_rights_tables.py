"""Every row of resources/rights against what the rules say, written down here a second time by hand."""

from datetime import date

import pytest
from rights_case import ALL, FIRM, answer, consent, level_of, link, reviewed, rules, whole

from gzvalue.rights import tables
from gzvalue.rights.conditions import compiled
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.schema.rights_chain_forms import GRADINGS, QUESTIONS, SOURCES, SPECIALS
from gzvalue.schema.valuation_forms import Contract, Evidence

H01 = Contract(id=1, code="H01", name="授权合同", party=FIRM, data_sets=("D01",), ends=date(2030, 12, 31))
WORDS = {"有": "y", "无": "n", "待核": "?"}

# state of the condition → hold, use, operate; 指引 art. 15, 20, 21 and the project's own rules
SOURCE_ROWS = {
    "自有经营产生": {"是": "yyy", "否": "nnn", "待核": "yy?", None: "yyy"},
    "委托他人依合同采集": {"是": "yyy", "否": "nnn", "待核": "???", None: "yyy"},
    "自动化程序收集公开数据": {"是": "yyn", "否": "nnn", "待核": "??n", None: "??n"},
    "与他方融合（合同已约定）": {"是": "yyn", "否": "???", "待核": "???", None: "yyn"},
    "与他方融合（合同未约定）": {"是": "yyy", "否": "yyn", "待核": "yy?", None: "yy?"},
    "衍生创造": {"是": "yyy", "否": "nnn", "待核": "???", None: "???"},
    "协议取得": {"是": "yyn", "否": "???", "待核": "???", None: "yyn"},
    "受托处理": {"是": "yyn", "否": "nnn", "待核": "nnn", None: "nnn"},
    "政务履职或受政府委托采集": {"是": "nnn", "否": "nnn", "待核": "nnn", None: "nnn"},
    "公共数据授权运营": {"是": "yyn", "否": "nnn", "待核": "???", None: "???"},
    "水气热电公交经营数据": {"是": "yyy", "否": "nnn", "待核": "yy?", None: "yyy"},
    "平台或SaaS中的数据": {"是": "yyy", "否": "nyn", "待核": "?y?", None: "?y?"},
}
EXCLUDED = {("自动化程序收集公开数据", "否"), ("受托处理", "否"), ("受托处理", "待核"), ("受托处理", None)} | {
    ("政务履职或受政府委托采集", state) for state in ("是", "否", "待核", None)
}


def test_the_tables_have_the_rows_that_the_forms_offer():
    assert tuple(tables.source_rules()) == SOURCES == tuple(SOURCE_ROWS)
    assert tuple(tables.traps()) == SPECIALS
    assert tuple(tables.questions()) == QUESTIONS
    assert tuple(one.key for one in tables.gradings()) == GRADINGS


@pytest.mark.parametrize(("source", "state"), [(source, state) for source, row in SOURCE_ROWS.items() for state in row])
def test_rights_follow_from_source_and_condition(source, state):
    made = reviewed(link(source=source, condition=state, contract="H01", agreed_rights=("持有权", "使用权")), H01)
    assert "".join(WORDS[made.rights[right]] for right in ALL) == SOURCE_ROWS[source][state]
    assert bool(made.excluded) == ((source, state) in EXCLUDED)
    assert (made.result == "不得纳入") == bool(made.excluded)


TRAPS = [
    # special, in the registered version, condition, contract in force → level, 经营权
    ("景区管理机构委托经营", None, "是", True, "condition", "有"),
    ("景区管理机构委托经营", None, "是", False, "condition", "待核"),
    ("景区管理机构委托经营", None, "否", True, "exclude", "无"),
    ("景区管理机构委托经营", "否", None, False, "notice", "有"),
    ("公共安全视频", None, "是", False, "exclude", "无"),
    ("公共安全视频", "否", None, False, "notice", "有"),
    ("政府转办或联动", None, None, False, "condition", "待核"),
    ("政府转办或联动", None, "是", False, "condition", "有"),
    ("政府转办或联动", "否", None, False, "notice", "有"),
    ("平台或SaaS条款限制", None, None, False, "condition", "无"),
    ("平台或SaaS条款限制", None, "是", False, "condition", "有"),
    ("测绘地理信息", None, "待核", False, "condition", "待核"),
    ("测绘地理信息", None, "是", False, "condition", "有"),
    ("第三方作品或肖像", None, "否", False, "condition", "无"),
    ("第三方作品或肖像", None, None, False, "condition", "待核"),
    ("合作方共有权利", None, None, False, "condition", "待核"),
    ("合作方共有权利", None, "是", False, "condition", "有"),
]


@pytest.mark.parametrize(("special", "inside", "state", "contract", "level", "operate"), TRAPS)
def test_traps(special, inside, state, contract, level, operate):
    own = link(2, part="其余部分") if inside == "否" else None
    # a rule that gives all rights whatever its condition, so that only the trap shows
    source = "自有经营产生" if state in ("是", None) else "水气热电公交经营数据"
    told = link(source=source, special=(special,), in_registered=inside, condition=state, contract="H01" if contract else None)
    made = reviewed(*(record for record in (told, own, H01 if contract else None) if record is not None))
    key = f"trap_{tables.traps()[special].key}"
    assert level_of(made, key) == level
    if state not in ("否", "待核") or made.operate != operate:
        assert made.operate == operate
    assert bool(made.excluded) == (level == "exclude")


# question, the data set to which it applies, one to which it does not, the answer that is not good, its level, verified
P = {"personal_information": True}
NO = {"personal_information": False}
QUESTION_ROWS = [
    ("Q01", {}, None, "否", "exclude", True),
    ("Q02", P, NO, "否", "condition", True),
    ("Q03", P, NO, "否", "condition", True),
    ("Q04", P | {"grade": "L4"}, P, "否", "condition", True),
    ("Q05", P, NO, "否", "condition", True),
    ("Q06", P, NO, "否", "condition", True),
    ("Q07", {"source_system": "停车管理系统（车牌识别）"}, {}, "否", "condition", True),
    ("Q08", P, NO, "否", "condition", True),
    ("Q09", P, NO, "否", "condition", True),
    ("Q10", {}, None, "否", "condition", True),
    ("Q11", P | {"record_count": 10_000_000}, P | {"record_count": 9_999_999}, "否", "condition", True),
    ("Q12", {"grade": "重要（待识别）"}, {"grade": "L3"}, "否", "condition", True),
    ("Q13", {"grade": "重要（待识别）"}, {"grade": "L3"}, "否", "condition", True),
    ("Q14", {"source_type": "自动化程序收集公开数据"}, {}, "否", "exclude", True),
    ("Q15", {}, None, "是", "condition", True),
    ("Q17", {"personal_note": "人脸入园"}, {}, "否", "condition", False),
    ("Q18", P | {"record_count": 1_000_000}, P | {"record_count": 999_999}, "否", "condition", False),
    ("Q19", P, NO, "否", "condition", False),
    ("Q20", {"source_system": "视频监控平台"}, {}, "否", "condition", False),
    ("Q21", P | {"name": "游客画像"}, NO | {"name": "游客画像"}, "否", "condition", False),
    ("Q22", P | {"name": "酒店客房订单"}, NO | {"name": "酒店客房订单"}, "否", "condition", False),
    ("Q23", {"source_system": "GIS 平台"}, {}, "否", "condition", False),
    ("Q24", {"structure": "图片/非结构化"}, {}, "否", "condition", False),
    ("Q25", {}, None, "否", "condition", False),
    ("Q26", {}, None, "否", "condition", True),
]


@pytest.mark.parametrize(("key", "applies", "not_", "bad", "level", "verified"), QUESTION_ROWS)
def test_questions_are_asked_where_they_apply_and_a_bad_answer_has_its_outcome(key, applies, not_, bad, level, verified):
    made = reviewed(link(), answer(key, bad), **applies)
    assert key in {one.question for one in made.answers}
    assert level_of(made, key) == level
    assert tables.questions()[key].basis.verified is verified
    if not_ is not None:
        assert key not in {one.question for one in reviewed(link(), **not_).answers}
    good = next(iter(tables.questions()[key].good))
    assert key not in rules(reviewed(link(), answer(key, good), **applies))


def test_the_question_of_export_procedures_is_asked_only_where_data_go_abroad():
    assert "Q16" not in {one.question for one in reviewed(link(), answer("Q15", "否")).answers}
    made = reviewed(link(), answer("Q15", "是"), answer("Q16", "否"))
    assert {"Q15", "Q16"} <= rules(made)
    assert not tables.questions()["Q16"].basis.verified


@pytest.mark.parametrize("key", ["Q02", "Q04", "Q05", "Q07", "Q09"])
def test_personal_information_in_the_registered_version_makes_a_bad_answer_exclude(key):
    where = {"personal_information": True, "grade": "L4", "registered_personal": "是", "source_system": "人脸识别闸机，车牌识别"}
    assert level_of(reviewed(link(), answer(key, "否"), **where), key) == "exclude"


def test_what_is_not_verified_is_never_printed_as_law():
    for question in tables.questions().values():
        for basis in question.bases:
            if not basis.verified:
                assert basis.text.split(" ")[0] not in question.printed
                assert "待核对官方文本" in basis.words
    for row in (*tables.source_rules().values(), *tables.traps().values(), *tables.rules().values(), *tables.gradings()):
        if not row.basis.verified:
            assert row.basis.printed in ("本软件自定规则", "依据待核对，未引用")


@pytest.mark.parametrize("name", ["vocabularies", "sources", "traps", "findings", "questions", "grading", "contradictions", "works"])
def test_every_row_is_dated_and_says_whether_it_is_verified(name):
    table = tables.read(name)
    keys = [row["key"] for row in table["records"]]
    assert len(set(keys)) == len(keys)
    assert table["as_of"]
    for row in table["records"]:
        assert isinstance(row.get("verified", table["verified"]), bool)
        if name != "vocabularies":
            assert row["as_of"]
            assert row["source"]


@pytest.mark.parametrize(
    ("right", "old", "new"),
    [("持有权", "数据资源持有权", "数据持有权"), ("使用权", "数据加工使用权", "数据使用权"), ("经营权", "数据产品经营权", "数据经营权")],
)
def test_both_vocabularies(right, old, new):
    assert (right, old, new) in {(one.right, one.old, one.new) for one in tables.vocabularies()}


@pytest.mark.parametrize(
    ("answers", "grade", "cls"),
    [
        ({"G01": "是"}, "核心", "核心数据"),
        ({"G01": "否", "G02": "是"}, "重要（待识别）", "重要数据（待识别）"),
        ({"G01": "否", "G02": "否", "G03": "是"}, "L4", "一般数据"),
        ({"G01": "否", "G02": "否", "G03": "否", "G04": "是"}, "L3", "一般数据"),
        ({"G01": "否", "G02": "否", "G03": "否", "G04": "否", "G05": "是"}, "L2", "一般数据"),
        ({"G01": "否", "G02": "否", "G03": "否", "G04": "否", "G05": "否", "G06": "是"}, "L1", "一般数据"),
        ({"G01": "否", "G02": "待核", "G03": "是"}, "", "一般数据"),
        ({"G01": "否", "G03": "是"}, "", "一般数据"),
        ({}, "", "一般数据"),
    ],
)
def test_the_first_yes_decides_the_grade_and_an_open_question_before_it_leaves_it_open(answers, grade, cls):
    made = reviewed(link(), *(answer(key, word) for key, word in answers.items()))
    assert (made.proposed, made.data_class) == (grade, cls)
    assert bool(made.undecided) == (not grade)
    assert ("grade_differs" in rules(made)) == (grade not in ("", "L2"))


CONTRADICTIONS = [
    ("export", {}, {"Q15": "否", "Q16": "是"}, ()),
    ("export_waived", {}, {"Q15": "是", "Q16": "不适用"}, ()),
    ("anonymised", P | {"registered_personal": "是"}, {"Q09": "是"}, ()),
    ("provided", P | {"registered_personal": "是"}, {"Q05": "不适用"}, ()),
    ("no_personal_basis", NO, {"Q02": "是"}, ()),
    ("personal_waived", P, {"Q02": "不适用"}, ()),
    ("lawful_but_intrusive", {"source_type": "自动化程序收集公开数据"}, {"Q01": "是", "Q14": "否"}, ()),
    ("important_not_classified", {}, {"Q10": "是", "G02": "是"}, ()),
    ("core_not_classified", {}, {"Q10": "是", "G01": "是"}, ()),
    ("two_grades", {}, {"G06": "是", "G04": "是"}, ()),
    ("graded_personal", P, {"G03": "否", "G04": "否"}, ()),
    ("sensitive_waived", P, {"G03": "是", "Q04": "不适用"}, ()),
    ("sensitive_not_personal", NO, {"G03": "是"}, ()),
    ("video_waived", {}, {"Q20": "不适用"}, ("公共安全视频",)),
    ("mapping_waived", {}, {"Q23": "不适用"}, ("测绘地理信息",)),
    ("works_waived", {}, {"Q24": "不适用"}, ("第三方作品或肖像",)),
]


@pytest.mark.parametrize(("key", "data_set", "answers", "specials"), CONTRADICTIONS)
def test_answers_that_contradict_each_other_are_named(key, data_set, answers, specials):
    made = whole(link(special=specials or None, in_registered=None), *(answer(k, word) for k, word in answers.items()), **data_set)
    assert f"contradiction_{key}" in rules(made.data_sets[0])
    assert any(one.level == "error" and "自相矛盾" in one.message for one in made.problems)
    assert made.data_sets[0].result in ("附条件", "不得纳入")


def test_each_contradiction_has_its_case():
    assert {one.key for one in tables.contradictions()} == {key for key, *_ in CONTRADICTIONS}


@pytest.mark.parametrize(("structure", "label"), [("图片/非结构化", "图片"), ("视频", "视频"), ("音频", "音频"), ("文本/非结构化", "文本")])
def test_works_need_a_copyright_pledge(structure, label):
    found = next(finding for finding in reviewed(structure=structure).findings if finding.rule == "copyright")
    assert label in found.message
    assert "著作权质权登记" in found.message


MEASURED = MeasurementRecord(
    id=1, data_set="D01", source_name="a.csv",
    document='{"dimensions": {}, "personal_information": [{"column": "手机", "identifier": "mobile", "cells": 9, "whole_column": true, "sensitive": false}]}',
)  # fmt: skip
OLD = Evidence(id=1, code="A01", title="旧授权", expires_on=date(2026, 1, 1), sha256="0" * 64)
LOOSE = Evidence(id=1, code="A01", title="授权")

FINDINGS = {
    "core_data": ((), {"grade": "核心"}),
    "principal_data": ((link(source="受托处理", condition="否"),), {}),
    "excluded_source": ((link(source="政务履职或受政府委托采集"),), {}),
    "registered_personal": ((), {"registered_personal": "是"}),
    "no_operate": ((), {"rights": ("持有权",)}),
    "operate_open": ((link(condition="待核"),), {}),
    "rights_exceed": ((link(source="自动化程序收集公开数据"),), {}),
    "rights_missing": ((link(source="协议取得", contract="H01"), H01), {}),
    "rights_unknown": ((link(source="衍生创造", condition=None),), {}),
    "no_contract": ((link(source="协议取得", agreed_rights=ALL),), {}),
    "no_chain": ((answer("Q01", "是"),), {}),
    "term_expired": ((link(ends=date(2026, 5, 30)),), {}),
    "term_soon": ((link(ends=date(2026, 6, 30)),), {}),
    "contract_party": ((link(contract="H01"), Contract(id=1, code="H01", party="另一家公司", data_sets=("D01",))), {}),
    "contract_scope": ((link(contract="H01"), Contract(id=1, code="H01", party=FIRM, data_sets=("D02",))), {}),
    "contract_lost": ((link(contract="H09"),), {}),
    "group_title": ((link(relation="集团内企业", collector="旅游子公司"),), {}),
    "holder_other": ((link(),), {"holder": "旅游子公司"}),
    "evidence_missing": ((link(),), {}),
    "evidence_expired": ((link(evidence=("A01",)), OLD), {}),
    "evidence_unkept": ((link(evidence=("A01",)), LOOSE), {}),
    "consent_gap": ((link(), consent(starts="2018")), P),
    "consent_before": ((link(), consent(starts="2015")), P),
    "consent_separate": ((link(), consent(starts="2015", separate="否")), P),
    "deidentified": ((link(),), P | {"personal_note": "手机号哈希后保留"}),
    "measured_personal": ((MEASURED,), NO),
    "measured_answer": ((MEASURED, link(), answer("Q02", "不适用")), NO),
    "measured_registered": ((MeasurementRecord(id=1, data_set="D01", version="登记版", document=MEASURED.document),), {}),
    "copyright": ((), {"structure": "图片"}),
    "exclusivity_differs": ((link(exclusive="独占"),), {"exclusive": "非独占"}),
    "double_answer": ((link(), answer("Q01", "是"), answer("Q01", "否", 50)), {}),
    "answer_open": ((link(), answer("Q01", "待核")), {}),
    "answer_unexplained": ((link(), answer("Q26", "不适用")), {}),
    "answer_not_applicable": ((link(), answer("Q01", "不适用")), {}),
    "unanswered": ((link(),), {}),
    "grade_differs": ((link(), answer("G01", "是")), {}),
    "grade_important": ((), {"grade": "重要（待识别）"}),
}


@pytest.mark.parametrize("rule", [*FINDINGS])
def test_each_finding_is_made_where_it_should_and_not_of_a_clean_data_set(rule):
    records, data_set = FINDINGS[rule]
    made = reviewed(*records, **data_set)
    assert level_of(made, rule) == tables.rules()[rule].level
    clean = reviewed(*_clean())
    assert rules(clean) == set()
    assert clean.result == "自查未发现问题"


def test_each_finding_has_its_case():
    assert set(tables.rules()) == {*FINDINGS, "lost_scope"}
    made = whole(link(scope="D99"))
    assert [one.message for one in made.problems if "没有生效" in one.message]


def _clean():
    keys = ("Q01", "Q10", "Q25")
    return (
        link(evidence=("A01",)), Evidence(id=1, code="A01", title="说明", sha256="0" * 64), *(answer(key, "是") for key in keys), answer("Q15", "否"),
        answer("Q26", "不适用", note="没有发生"),
    )  # fmt: skip


def test_a_condition_that_is_none_is_refused():
    for wrong in ({"fact": "x"}, {"facts": "x"}):
        with pytest.raises(ValueError):
            compiled(wrong)
    assert compiled({"not": {"fact": "a", "is": True}})({"a": False})
