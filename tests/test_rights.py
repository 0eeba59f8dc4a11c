"""The self-check of a whole project: scopes, consents by years, gates of valuation and pool, the command, wrong input."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from rights_case import ALL, FIRM, answer, consent, level_of, link, project, reviewed, rules, whole

from gzvalue.cli import main
from gzvalue.financing.pool import plan
from gzvalue.paths import resource
from gzvalue.rights import gates
from gzvalue.rights.review import review
from gzvalue.schema import edit
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.schema.project import project_of
from gzvalue.schema.rights_chain_forms import ComplianceAnswer, ConsentVersion, SourceLink
from gzvalue.schema.valuation_forms import Contract, Evidence, EvidenceLink
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate

P = {"personal_information": True}
SECOND = {"scope_kind": "来源系统", "scope": "票务系统"}


def two_sets(*records):
    other = DataSet(id=2, code="D02", name="检票", source_system="票务系统", business_domain="票务", holder=FIRM, rights=ALL, source_type="采集生成",
                    grade="L2", personal_information=False, registered_personal="否")  # fmt: skip
    return review(project(other, *records)).by_code


# --- scopes ---------------------------------------------------------------------------------------


def test_a_source_system_is_answered_once_and_a_data_set_overrides_it():
    made = two_sets(
        answer("Q01", "是", 1, **SECOND), answer("Q25", "否", 2, **SECOND), answer("Q25", "是", 3, scope="D02"),
        answer("Q15", "否", 4, scope_kind="全部数据", scope=None), answer("Q10", "是", 5, scope_kind="业务域", scope="票务"),
    )  # fmt: skip
    first = {one.question: (one.answer, one.scope) for one in made["D01"].answers}
    second = {one.question: (one.answer, one.scope) for one in made["D02"].answers}
    assert first["Q25"] == ("否", "来源系统 票务系统")
    assert second["Q25"] == ("是", "数据集 D02")
    assert first["Q15"] == second["Q15"] == ("否", "全部数据")
    assert first["Q10"] == ("是", "业务域 票务")
    assert first["Q26"] == ("", "")


def test_the_chain_of_a_data_set_overrides_that_of_its_system():
    made = two_sets(link(1, **SECOND), link(2, scope="D02", source="自动化程序收集公开数据"))
    assert made["D01"].operate == "有"
    assert made["D02"].operate == "无"


def test_a_scope_is_found_whatever_its_width_and_blanks():
    assert whole(answer("Q01", "是", scope_kind="来源系统", scope=" 票务 系统")).data_sets[0].recorded
    found = whole(answer("Q01", "是", scope_kind="来源系统", scope="别的系统"))
    assert not found.data_sets[0].recorded
    assert any("没有生效" in one.message and one.level == "error" for one in found.problems)


def test_several_sources_give_what_they_have_in_common_and_one_outside_the_registered_version_takes_nothing():
    made = reviewed(link(1), link(2, source="与他方融合（合同未约定）", condition="否"))
    assert made.rights == {"持有权": "有", "使用权": "有", "经营权": "无"}
    outside = reviewed(link(1), link(2, source="政务履职或受政府委托采集", in_registered="否"))
    assert outside.rights == dict.fromkeys(ALL, "有")
    assert not outside.excluded


def test_the_catalogue_may_not_claim_more_than_the_chain():
    made = reviewed(link(source="自动化程序收集公开数据"))
    assert level_of(made, "rights_exceed") == "condition"
    assert made.operate == "无"
    less = reviewed(link(), rights=("持有权",))
    assert less.rights == {"持有权": "有", "使用权": "无", "经营权": "无"}
    assert "rights_exceed" not in rules(less)


def test_a_subsidiary_s_data_needs_its_authorisation():
    assert reviewed(link(relation="集团内企业", group_authorised="是")).operate == "有"
    assert reviewed(link(relation="集团内企业")).operate == "待核"
    assert reviewed(link(relation="集团内企业", group_authorised="否")).operate == "无"


# --- evidence -------------------------------------------------------------------------------------


def test_every_link_shows_its_documents_with_fingerprint_page_and_expiry():
    paper = Evidence(id=1, code="A01", title="合同", sha256="a" * 64, expires_on=date(2026, 1, 1))
    good = Evidence(id=2, code="A02", title="说明", sha256="b" * 64)
    made = reviewed(
        link(evidence=("A02",), page="4", contract="H01"), paper, good, Contract(id=7, code="H01", party=FIRM, data_sets=("D01",)),
        EvidenceLink(id=1, evidence="A01", about_form="source_link", about_id=1, about_key="limits", page="9"),
        EvidenceLink(id=2, evidence="A01", about_form="contract", about_id=7, page="2"),
        EvidenceLink(id=3, evidence="A01", about_form="data_set", about_id=1, about_key="exclusive", page="3"),
    )  # fmt: skip
    links = {one.key: one for one in made.links}
    assert {(proof.code, proof.page) for proof in links["limits"].proofs} == {("A02", "4"), ("A01", "9")}
    assert {(proof.code, proof.page) for proof in links["basis"].proofs} == {("A02", "4"), ("A01", "2")}
    assert {(proof.code, proof.page) for proof in links["exclusivity"].proofs} == {("A02", "4"), ("A01", "3")}
    assert {(proof.code, proof.page) for proof in links["collector"].proofs} == {("A02", "4")}
    assert [proof.expired for proof in links["limits"].proofs if proof.code == "A01"] == [True]
    assert links["limits"].state == "有证据"
    assert level_of(made, "evidence_expired") == "condition"


def test_expired_unproven_and_empty_links_are_told_apart():
    paper = Evidence(id=1, code="A01", title="合同", sha256="a" * 64, expires_on=date(2026, 1, 1))
    made = reviewed(
        link(exclusive=None), paper, EvidenceLink(id=1, evidence="A01", about_form="source_link", about_id=1, about_key="basis")
    )
    states = {one.key: one.state for one in made.links}
    assert (states["basis"], states["source"], states["exclusivity"]) == ("证据过期", "缺证据", "未填")


# --- consents by years ------------------------------------------------------------------------------


def test_years_without_a_valid_consent_are_named():
    made = reviewed(
        link(), consent(1, version="旧版", starts="2017", ends="2020-06"), consent(2, version="新版", starts="2020-07"),
        consent(3, version="伪", starts="2015", valid="否"), **P,
    )  # fmt: skip
    assert [(run.words, run.version) for run in made.years] == [
        ("2015–2016 年", ""),
        ("2017–2019 年", "旧版"),
        ("2020 年", "旧版、新版"),
        ("2021–2025 年", "新版"),
    ]
    assert "2015–2016 年" in next(one.message for one in made.findings if one.rule == "consent_gap")


def test_a_gap_within_a_year_leaves_the_year_without_consent():
    made = reviewed(link(), consent(1, starts="2015", ends="2020-05"), consent(2, starts="2020-07"), **P)
    assert [(run.words, bool(run.version)) for run in made.years] == [("2015–2019 年", True), ("2020 年", False), ("2021–2025 年", True)]


def test_other_bases_count_and_data_without_people_ask_for_none():
    assert "consent_gap" not in rules(reviewed(link(), consent(starts="2015", basis="人力资源管理"), **P))
    assert reviewed(link(), personal_information=False).years == ()


# --- personal information ---------------------------------------------------------------------------


def test_what_was_measured_contradicts_a_no():
    document = json.dumps(
        {
            "dimensions": {},
            "personal_information": [{"column": "电话", "identifier": "mobile", "cells": 900, "whole_column": True, "sensitive": False}],
        }
    )
    made = reviewed(MeasurementRecord(id=1, data_set="D01", source_name="a.csv", document=document), link(), personal_information=False)
    found = next(one for one in made.findings if one.rule == "measured_personal")
    assert "电话" in found.message
    assert "Q02" in {one.question for one in made.answers}


def test_deidentified_is_not_anonymised():
    note = {"personal_note": "身份证号哈希处理"}
    assert "deidentified" in rules(reviewed(link(), **P, **note))
    assert "deidentified" not in rules(reviewed(link(), answer("Q09", "是"), **P, **note))


# --- gates ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    from gzvalue.actions.samples import build_sample

    with Store.open(build_sample("tourism", tmp_path_factory.mktemp("rights") / "a.gzv"), write=False) as store:
        return store.project


def bare(sample):
    """The sample as it was before there was a self-check."""
    forms = (SourceLink, ConsentVersion, ComplianceAnswer)
    return project_of(
        record for name, rows in sample.rows.items() if name not in {one.form.name for one in forms} for record in rows.values()
    )


def test_a_project_without_a_self_check_is_worth_what_it_was_and_says_so(sample):
    before, after = bare(sample), sample
    assert evaluate(before).total == evaluate(after).total
    first, second = (plan(one, evaluate(one)) for one in (before, after))
    assert (first.pool, first.potential, first.lendable) == (second.pool, second.potential, second.lendable)
    assert [row.coefficient for row in first.rows] == [row.coefficient for row in second.rows]
    assert review(before).counts()["未自查"] == 45
    assert [one.message for one in review(before).problems if "尚未作权属与合规自查" in one.message]
    assert gates.closed(before) == gates.operate(before) == {}


def with_links(sample, *links):
    rows = [record for name, one in bare(sample).rows.items() for record in one.values()]
    return project_of([*rows, *links])


def test_a_chain_without_the_right_of_operation_takes_the_data_set_out_of_the_pool(sample):
    made = with_links(sample, link(scope="D30", source="与他方融合（合同未约定）", condition="否"))
    rows = {row.code: row for row in plan(made, evaluate(made)).rows}
    assert (rows["D30"].coefficient, rows["D30"].pooled) == (0, 0)
    assert "经营权" in rows["D30"].reason
    assert evaluate(made).total == evaluate(bare(sample)).total


def test_an_open_right_counts_as_restricted_and_an_expired_authorisation_as_none(sample):
    made = with_links(sample, link(1, scope="D30", condition="待核"), link(2, scope="D14", ends=date(2026, 1, 1)))
    rows = {row.code: row for row in plan(made, evaluate(made)).rows}
    assert str(rows["D30"].coefficient) == "0.3"
    assert rows["D14"].coefficient == 0


def test_what_may_not_be_included_is_closed_for_the_valuation(sample):
    made = with_links(sample, link(scope="D30", special=("公共安全视频",)))
    assert set(gates.closed(made)) == {"D30"}
    valuation = evaluate(made)
    one = next(value for value in valuation.data_sets if value.code == "D30")
    assert "公共安全视频" in one.excluded
    assert valuation.total < evaluate(bare(sample)).total
    assert "D30" not in {row.code for row in plan(made, valuation).rows if row.pooled}


def test_authorised_operation_of_public_data_is_opened_by_what_permits_it():
    contract = Contract(id=1, code="H01", party=FIRM, data_sets=("D01",))
    told = link(source="公共数据授权运营", condition="是", contract="H01", agreed_rights=ALL)
    assert gates.opened(project(told, contract, source_type="公共数据授权运营")) == {"D01"}
    assert gates.opened(project(link(source="公共数据授权运营", condition="待核"), source_type="公共数据授权运营")) == frozenset()


# --- after an edit ------------------------------------------------------------------------------------


def test_after_an_edit_the_review_is_that_of_the_whole(sample):
    one = sample
    review(one)
    for entry in (
        edit.Entry("source_link", 3, "condition", "否"),
        edit.Entry("compliance_answer", 1, "answer", "待核"),
        edit.Entry("evidence", 18, "expires_on", "2020-01-01"),
        edit.Entry("contract", 10, "party", "另一家公司"),
        edit.Entry("data_set", 5, "source_system", "别的系统"),
        edit.Entry("valuation_head", 1, "as_of", "2027-06-01"),
    ):
        one = edit.apply(one, edit.enter(one, "改", [entry]))
        fresh = project_of(
            form.record.form.from_cells(record.id, form.to_cells(record))
            for rows in one.rows.values()
            for record in rows.values()
            for form in [record.form]
        )
        assert review(one) == review(fresh)


# --- wrong input ------------------------------------------------------------------------------------


def test_users_words_are_no_templates_and_do_not_break_a_sentence():
    made = whole(link(contract="{code}", source="协议取得"), Contract(id=1, code="{code}", party="{holder} {0}", data_sets=("D01",)))
    assert any("{holder} {0}" in one.message for one in made.data_sets[0].findings)


def test_a_draft_with_nothing_in_it_is_reviewed():
    empty = project_of([DataSet(id=1), SourceLink(id=1), ConsentVersion(id=1), ComplianceAnswer(id=1)])
    made = review(empty).data_sets[0]
    assert made.result == "未自查"
    assert made.rights == dict.fromkeys(ALL, "待核")
    assert review(project_of([])).data_sets == ()


# --- the command --------------------------------------------------------------------------------------


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


def test_the_command_tells_chain_rights_and_findings(tmp_path):
    path = tmp_path / "a.gzv"
    told = link(source="自动化程序收集公开数据", evidence=("A01",), page="2")
    Store.create(path, project(told, Evidence(id=1, code="A01", title="说明", sha256="c" * 64), answer("Q25", "否"))).close()
    found = json.loads(run("rights", str(path), "--json").output)
    one = found["data_sets"][0]
    assert (one["code"], one["name"], one["result"], one["grade"]) == ("D01", "门票订单", "附条件", "L2")
    assert one["rights"] == {"hold": True, "use": True, "operate": False}
    assert [(part["source"], part["link"]) for part in one["chain"]] == [
        (1, key) for key in ("source", "collector", "basis", "rights", "limits", "term", "exclusivity")
    ]
    assert one["chain"][0]["evidence"] == [
        {"code": "A01", "title": "说明", "sha256": "c" * 64, "page": "2", "expires_on": None, "expired": False}
    ]
    assert {"rule", "level", "message", "basis"} <= set(one["findings"][0])
    assert found["summary"]["results"] == {"自查未发现问题": 0, "附条件": 1, "不得纳入": 0, "未自查": 0}
    assert found["summary"]["operate"] == {"有": 0, "无": 1, "待核": 0}
    text = run("rights", str(path)).output
    assert "D01 门票订单：附条件；持有权有、使用权有、经营权无" in text
    assert "不是法律意见" in text


def test_an_unreadable_file_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "b.gzv").write_text("nothing")
    made = run("rights", str(tmp_path / "b.gzv"), "--json")
    assert made.exit_code == 2
    assert made.stdout == ""


def test_the_resources_lie_in_the_package():
    assert resource("rights", "sources.json").is_file()


# --- names that change ----------------------------------------------------------------------------------


def enter(one, *entries):
    return edit.apply(one, edit.enter(one, "改", [edit.Entry("data_set", *entry) for entry in entries]))


def test_what_was_said_of_a_data_set_or_a_system_follows_its_new_name():
    other = DataSet(id=2, code="D02", source_system="票务系统")
    start = project(link(), answer("Q01", "是", 7, **SECOND), other)
    made = enter(start, (1, "code", "T01"))
    assert made.get("source_link", 1).scope == "T01"
    assert made.get("compliance_answer", 7).scope == "票务系统"
    one_of_two = enter(made, (1, "source_system", "新系统"))
    assert one_of_two.get("compliance_answer", 7).scope == "票务系统"
    both = enter(made, (1, "source_system", "新系统"), (2, "source_system", "新系统"))
    assert both.get("compliance_answer", 7).scope == "新系统"
    exchanged = enter(start, (1, "code", "D02"), (2, "code", "D01"))
    assert exchanged.get("source_link", 1).scope == "D02"


# --- what is said without a chain --------------------------------------------------------------------------


def test_contracts_by_which_data_are_obtained_are_looked_at_without_a_chain_too():
    other = Contract(id=1, code="H01", kind="数据取得授权", party="另一家公司", data_sets=("D01",), ends=date(2026, 1, 1))
    made = whole(other)
    assert {"contract_party", "term_expired"} <= rules(made.data_sets[0])
    assert made.data_sets[0].result == "未自查"
    income = Contract(id=1, code="H01", kind="数据产品收入", party="另一家公司", data_sets=("D01",), ends=date(2026, 1, 1))
    assert rules(reviewed(income)) == set()


def test_rights_end_with_their_term():
    made = reviewed(right_until=date(2026, 5, 30))
    assert made.rights == dict.fromkeys(ALL, "无")
    assert "term_expired" in rules(made)
