"""What is said about missing, wrong, lost and contradictory data, and how far the steps are."""

from decimal import Decimal

import pytest

from gzvalue.actions.check import merged
from gzvalue.schema import edit as edits
from gzvalue.schema.chapters import CHAPTERS
from gzvalue.schema.checks import check_records, own_problems
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.edit import Entry
from gzvalue.schema.forms import FORMS
from gzvalue.schema.problems import Problem
from gzvalue.schema.progress import chapter_filled, chapter_states, counted_fields, fill_rate, filled, missing_fields
from gzvalue.schema.project import Project


def made(**tables):
    """A project from texts: a dict for a single form, a list of dicts for the others."""
    project = Project()
    for form, rows in tables.items():
        if isinstance(rows, dict):
            edit = edits.enter(project, "填写", [Entry(form, 1, key, text) for key, text in rows.items()])
        else:
            edit = edits.add(project, "添加", form, rows)
        project = edits.apply(project, edit)
    return project


def found(project, form, key=None, id=1):
    return [one for one in check_records(project) if one.form == form and one.id == id and (key is None or one.key == key)]


def only(project, form, key, id=1):
    (one,) = found(project, form, key, id)
    return one


# --- each datum -------------------------------------------------------------------------------


def test_what_is_missing_is_listed_with_the_record_and_the_field():
    problem = only(made(data_set=[{"code": "D01", "name": "门票"}]), "data_set", "source_type")
    assert problem.level == "error"
    assert problem.message == "数据目录 D01 门票：未填“数据来源”，请补充。"
    assert only(made(data_set=[{"code": "D01"}]), "data_set", "industry").level == "notice"


def test_a_new_project_misses_something_and_contradicts_nothing():
    problems = check_records(Project())
    assert {one.form for one in problems} == {"enterprise", "valuation_head", "data_set", "weighting", "discount", "financing"}
    assert all("未填" in one.message or "还没有数据集" in one.message for one in problems)


@pytest.mark.parametrize(
    ("form", "key", "text", "told"),
    [
        ("cost_item", "amount", "-5", "不小于"),
        ("cost_item", "amount", "99999999999999999999", "不大于"),
        ("unit_member", "share", "120%", "不大于 100%"),
        ("finance_year", "year", "1066", "不小于 1949"),
        ("declared_quality", "accuracy", "101", "不大于"),
        ("judgement", "value", "12", "1/9 至 9"),
    ],
)
def test_values_out_of_range_are_errors(form, key, text, told):
    problem = only(made(**{form: [{key: text}]}), form, key)
    assert problem.level == "error"
    assert told in problem.message


def test_too_long_text_is_only_a_notice():
    problem = only(made(data_set=[{"name": "字" * 10_000}]), "data_set", "name")
    assert problem.level == "notice"
    assert "10000 字" in problem.message


def test_unreadable_text_is_an_error_that_quotes_it_and_the_value_still_in_use():
    project = made(cost_item=[{"amount": "1,000"}])
    project = edits.apply(project, edits.enter(project, "填写", [Entry("cost_item", 1, "amount", "大约\n一千 " + "x" * 90)]))
    problem = only(project, "cost_item", "amount")
    assert problem.level == "error"
    assert "大约 一千" in problem.message
    assert "x" * 40 not in problem.message
    assert "1,000.00" in problem.message


def test_unreadable_text_in_a_required_field_is_told_once():
    problem = only(made(cost_item=[{"amount": "viel"}]), "cost_item", "amount")
    assert "无法识别" in problem.message


# --- codes and references ---------------------------------------------------------------------


def test_two_data_sets_with_one_code_name_each_other():
    problem = only(made(data_set=[{"code": "D01", "name": "甲"}, {"code": "D01", "name": "乙"}]), "data_set", "code", id=2)
    assert problem.level == "error"
    assert "D01 甲（第 1 条）" in problem.message
    assert "D01 乙" in problem.message


def test_two_years_of_accounts_and_two_quality_declarations_are_doubles_too():
    project = made(finance_year=[{"year": "2025"}, {"year": "2025"}], declared_quality=[{"data_set": "D1"}, {"data_set": "D1"}])
    assert any("重复" in one.message for one in found(project, "finance_year", "year", 2))
    assert any("重复" in one.message for one in found(project, "declared_quality", "data_set", 2))


def test_a_lost_reference_names_the_missing_code():
    project = made(data_set=[{"code": "D01"}], certificate=[{"code": "Z1", "data_sets": "D01、D77、D78"}], cost_item=[{"data_set": "D99"}])
    assert "“D77、D78”" in only(project, "certificate", "data_sets").message
    assert "“D99”在数据目录中没有" in only(project, "cost_item", "data_set").message


def test_evidence_for_a_record_that_is_gone():
    project = made(
        evidence=[{"code": "A1", "title": "x"}],
        evidence_link=[
            {"evidence": "A1", "about_form": "data_set", "about_id": "5"},
            {"evidence": "A1", "about_form": "enterprise", "about_id": "1", "about_key": "shoe_size"},
        ],
    )
    assert "已不存在" in only(project, "evidence_link", "about_id").message
    assert "shoe_size" in only(project, "evidence_link", "about_key", 2).message


def test_doubles_of_pairs():
    project = made(
        data_set=[{"code": "D1"}],
        expert=[{"code": "E1", "name": "赵"}],
        valuation_unit=[{"code": "U1"}],
        unit_member=[{"unit": "U1", "data_set": "D1"}, {"unit": "U1", "data_set": "D1"}],
        expert_score=[{"expert": "E1", "data_set": "D1"}, {"expert": "E1", "data_set": "D1"}],
        judgement=[
            {"expert": "E1", "group": "criteria", "first": "quality", "second": "cost", "value": "2"},
            {"expert": "E1", "group": "criteria", "first": "cost", "second": "quality", "value": "2"},
            {"expert": "E1", "group": "criteria", "first": "cost", "second": "cost", "value": "1"},
        ],
        data_field=[{"data_set": "D1", "name": "id"}, {"data_set": "D1", "name": "id"}],
    )
    assert "两次" in only(project, "unit_member", "data_set", 2).message
    assert "两次分" in only(project, "expert_score", "data_set", 2).message
    assert "倒数" in only(project, "judgement", "second", 2).message
    assert "同一项" in only(project, "judgement", "second", 3).message
    assert only(project, "data_field", "name", 2).level == "notice"


# --- the enterprise and the head --------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("91520000MAEXAMPL87", None),
        ("91520000MAEXAMPL88", "校验码应为 7"),
        ("91520000MAEXAMPL8", "18 位"),
        ("91520000MAEXAMPI87", "I"),
        ("91520000 maexampl87", None),
        ("91350100M000100Y43", None),  # the example of GB 32100-2015
        ("9144030071526726XG", None),  # an organisation code that ends in X
        ("9144030071526726XH", "校验码应为 G"),
        ("９１５２００００ＭＡＥＸＡＭＰＬ８７", None),
    ],
)
def test_a_wrong_credit_code_is_a_notice_with_the_right_character(code, told):
    problems = found(made(enterprise={"credit_code": code}), "enterprise", "credit_code")
    if told is None:
        assert problems == []
    else:
        assert problems[0].level == "notice"
        assert told in problems[0].message


def test_the_reviewer_is_not_the_preparer():
    problem = only(made(valuation_head={"preparer": "李会计", "reviewer": "李 会计"}), "valuation_head", "reviewer")
    assert problem.level == "error"
    assert "不得为同一人" in problem.message
    assert found(made(valuation_head={"preparer": "李", "reviewer": "陈"}), "valuation_head", "reviewer") == []


def test_accounts_foot_within_a_wan():
    right = {"year": "2025", "ebitda": "7490万", "depreciation": "3340万", "ebit": "4150万", "interest": "1560万", "other_income": "180万",
             "profit_before_tax": "2770万", "income_tax": "693万", "net_profit": "2077万", "revenue": "2.6亿", "basis": "审计"}  # fmt: skip
    assert found(made(finance_year=[right]), "finance_year") == []
    assert found(made(finance_year=[{**right, "ebit": "41,509,999"}]), "finance_year") == []
    wrong = made(finance_year=[{**right, "ebit": "41,520,000", "net_profit": "2177万", "equity": "5", "total_assets": "4"}])
    assert only(wrong, "finance_year", "ebit").level == "notice"
    assert "20,770,000.00" in only(wrong, "finance_year", "net_profit").message
    assert only(wrong, "finance_year", "equity").level == "error"


# --- data sets --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("2005", "2025", False),
        ("2025", "2005", True),
        ("2025-06", "2025", False),
        ("2025-06-02", "2025-06", False),
        ("2025-06", "2025-05-31", True),
    ],
)
def test_a_span_ends_after_it_starts(start, end, wrong):
    problems = found(made(data_set=[{"span_start": start, "span_end": end}]), "data_set", "span_end")
    assert [one.level for one in problems] == (["error"] if wrong else [])


def test_an_entered_adjustment_needs_its_reason():
    assert "录入理由" in only(made(data_set=[{"adjustment": "66.7%"}]), "data_set", "adjustment_reason").message
    assert "大于 100%" in only(made(data_set=[{"adjustment": "120%"}]), "data_set", "adjustment_reason").message
    assert found(made(data_set=[{"adjustment": "120%", "adjustment_reason": "报告"}]), "data_set", "adjustment_reason") == []


@pytest.mark.parametrize(("text", "told"), [("否", False), ("无。", False), ("不涉及", False), ("受县政府委托采集", True)])
def test_public_data_is_noticed(text, told):
    problems = found(made(data_set=[{"public_data": text}]), "data_set", "public_data")
    assert [one.level for one in problems] == (["notice"] if told else [])


def test_a_registered_name_of_more_than_40_characters_is_noticed():
    assert found(made(data_set=[{"registration_name": "字" * 40}]), "data_set", "registration_name") == []
    assert "41 字" in only(made(data_set=[{"registration_name": "字" * 41}]), "data_set", "registration_name").message


def test_an_industry_outside_the_list_is_noticed():
    assert "住宿" in only(made(data_set=[{"industry": "住宿"}]), "data_set", "industry").message
    assert found(made(data_set=[{"industry": "住宿和餐饮业-住宿业"}]), "data_set", "industry") == []


@pytest.mark.parametrize(("key", "text"), [("grade", "核心"), ("registered_personal", "是"), ("source_type", "受托处理")])
def test_what_may_not_be_valued_is_an_error_once_it_is_in_a_unit(key, text):
    project = made(data_set=[{"code": "D1", key: text}], valuation_unit=[{"code": "U1"}])
    assert all(one.level == "notice" for one in found(project, "data_set", key))
    project = edits.apply(project, edits.add(project, "x", "unit_member", [{"unit": "U1", "data_set": "D1"}]))
    errors = [one for one in found(project, "data_set", key) if one.level == "error"]
    assert len(errors) == 1
    assert "U1" in errors[0].message


def test_other_names_of_the_holder_are_noticed_and_spelling_is_not():
    project = made(
        enterprise={"name": "示例（集团）有限公司"},
        data_set=[{"holder": "示例(集团)有限公司"}, {"holder": "本企业"}, {"holder": "子公司"}],
        certificate=[{"holder": "别人"}],
        contract=[{"party": "子公司"}],
    )
    assert found(project, "data_set", "holder", 1) == found(project, "data_set", "holder", 2) == []
    for form, key, id in (("data_set", "holder", 3), ("certificate", "holder", 1), ("contract", "party", 1)):
        assert only(project, form, key, id).level == "notice"
        assert "示例（集团）有限公司" in only(project, form, key, id).message


# --- certificates and contracts ---------------------------------------------------------------


def test_certificates():
    project = made(
        valuation_head={"valuation_date": "2025-12-31"},
        certificate=[
            {"state": "已发证", "issued_on": "2025-08-15", "valid_until": "2025-08-14", "applied_on": "2025-09-01"},
            {"state": "已发证", "number": "SJ1", "issued_on": "2022-08-15", "valid_until": "2025-08-14"},
            {"state": "拟申请"},
        ],
    )
    assert only(project, "certificate", "number").level == "error"
    assert "早于申请日期" in only(project, "certificate", "issued_on").message
    assert "早于发证日期" in found(project, "certificate", "valid_until")[0].message
    assert "早于评估基准日" in only(project, "certificate", "valid_until", 2).message
    assert found(project, "certificate", "valid_until", 3) == []


def test_contracts():
    project = made(
        valuation_head={"valuation_date": "2025-12-31"},
        contract=[{"starts": "2024-01-01", "ends": "2023-01-01"}, {"ends": "2025-12-30"}, {"ends": "2025-12-31"}],
    )
    assert {one.level for one in found(project, "contract", "ends", 1)} == {"error", "notice"}
    assert "到期" in only(project, "contract", "ends", 2).message
    assert found(project, "contract", "ends", 3) == []


# --- units, costs, incomes --------------------------------------------------------------------


def units(shares, allocation="按录入比例"):
    return made(
        data_set=[{"code": f"D{n}"} for n in range(len(shares))],
        valuation_unit=[{"code": "U1", "name": "指数", "allocation": allocation}],
        unit_member=[{"unit": "U1", "data_set": f"D{n}", "share": share} for n, share in enumerate(shares)],
    )


@pytest.mark.parametrize("shares", [["50%", "50%"], ["33.33%", "33.33%", "33.34%"], ["1"]])
def test_shares_that_sum_to_the_whole(shares):
    assert found(units(shares), "valuation_unit", "allocation") == []


def test_shares_that_do_not_sum_to_the_whole_are_told_with_their_sum():
    problem = only(units(["50%", "40%"]), "valuation_unit", "allocation")
    assert problem.level == "error"
    assert "合计 90%" in problem.message
    assert found(units(["50%", "40%"], "按记录数"), "valuation_unit", "allocation") == []


def test_a_missing_share_is_told_at_the_member_and_not_as_a_wrong_sum():
    project = units(["50%", ""])
    assert found(project, "valuation_unit", "allocation") == []
    assert only(project, "unit_member", "share", 2).level == "error"


def test_a_unit_without_data_sets():
    assert "还没有数据集" in only(made(valuation_unit=[{"code": "U1"}]), "valuation_unit", "code").message


def test_data_sets_without_declared_quality_are_named_in_one_notice():
    project = made(data_set=[{"code": f"D{n:02}"} for n in range(1, 13)], declared_quality=[{"data_set": "D02"}])
    (silent,) = found(project, "declared_quality", "data_set", 0)
    assert silent.level == "notice"
    assert "D01、D03" in silent.message
    assert "11 个" in silent.message


def test_the_share_rate_is_asked_for_only_by_its_method():
    assert only(made(valuation_unit=[{"main_method": "收益法-分成"}]), "valuation_unit", "share_rate").level == "error"
    assert found(made(valuation_unit=[{"main_method": "收益法-直接"}]), "valuation_unit", "share_rate") == []
    assert found(made(valuation_unit=[{"main_method": "成本法"}]), "valuation_unit", "life_years") == []


def test_common_costs_need_a_key_and_indices_come_in_pairs():
    project = made(
        data_set=[{"code": "D1"}],
        cost_item=[{"amount": "1"}, {"data_set": "D1", "index_then": "100"}, {"allocation": "平均", "index_then": "0", "index_now": "100"}],
    )
    assert "共同成本" in only(project, "cost_item", "allocation").message
    assert "成对" in only(project, "cost_item", "index_now", 2).message
    assert "不能为 0" in only(project, "cost_item", "index_then", 3).message
    assert found(project, "cost_item", "allocation", 3) == []


def test_lost_profit_and_fair_profit_together_are_noticed():
    rows = [("D1", "机会成本"), ("D1", "合理利润"), ("D2", "合理利润")]
    project = made(
        data_set=[{"code": "D1"}, {"code": "D2"}], cost_item=[{"data_set": code, "category": category} for code, category in rows]
    )
    assert only(project, "cost_item", "category", 2).level == "notice"
    assert found(project, "cost_item", "category", 3) == []


def test_gaps_and_doubles_of_income_years():
    def rows(basis, *years):
        return [{"unit": "U1", "year": str(year), "version": "登记版", "basis": basis, "transferable": "1"} for year in years]

    project = made(
        valuation_unit=[{"code": "U1"}], income_year=rows("预测", 2026, 2027, 2030) + rows("实际", 2022, 2024) + rows("预测", 2026)
    )
    gap = only(project, "income_year", "year", 3)
    assert gap.level == "error"
    assert "2028–2029" in gap.message
    assert only(project, "income_year", "year", 5).level == "notice"
    assert "第 1 条" in only(project, "income_year", "year", 6).message


def test_incomes_against_the_valuation_date_and_their_contracts():
    project = made(
        valuation_head={"valuation_date": "2025-12-31"},
        valuation_unit=[{"code": "U1"}],
        income_year=[
            {"unit": "U1", "year": "2024", "version": "登记版", "basis": "预测", "transferable": "1"},
            {"unit": "U1", "year": "2027", "version": "登记版", "basis": "实际", "transferable": "1", "contracted": "2"},
            {"unit": "U1", "year": "2026", "version": "登记版", "basis": "预测"},
        ],
    )
    assert "应为实际" in only(project, "income_year", "basis").message
    assert "应为预测" in only(project, "income_year", "basis", 2).message
    assert only(project, "income_year", "contracted", 2).level == "error"
    assert only(project, "income_year", "transferable", 3).level == "notice"


# --- rate, weights, loan ----------------------------------------------------------------------


def test_an_entered_rate_needs_its_reason_and_no_risk_free_rate():
    project = made(discount={"method": "直接录入", "entered_rate": "14%"})
    assert only(project, "discount", "entered_reason").level == "error"
    assert found(project, "discount", "risk_free") == []


def test_the_loan():
    project = made(
        financing={"loan_asked": "0", "pledge_rate": "60%", "loan_kind": "项目贷款", "repeated_pledge": "是", "term_months": "0"}
    )
    assert only(project, "financing", "loan_asked").level == "error"
    assert only(project, "financing", "term_months").level == "error"
    for key in ("pledge_rate", "budget", "repeated_pledge"):
        assert only(project, "financing", key).level == "notice"
    assert found(made(financing={"pledge_rate": "50%"}), "financing", "pledge_rate") == []


def test_grades_of_the_score_do_not_cross():
    assert only(made(weighting={"high_from": "60", "middle_from": "62"}), "weighting", "high_from").level == "error"


# --- all together -----------------------------------------------------------------------------


def test_every_problem_leads_to_a_datum_and_every_message_is_a_sentence():
    rows = {
        form.name: [dict.fromkeys(form.fields, text) for text in ("x", "-1", "2025", "核心", "D1")] for form in FORMS if not form.single
    }
    rows |= {form.name: dict.fromkeys(form.fields, "x") for form in FORMS if form.single}
    del rows["raw_text"]
    problems = check_records(made(**rows))
    assert len(problems) > 100
    by_name = {form.name: form for form in FORMS}
    for one in problems:
        assert one.level in ("error", "notice")
        assert one.key == "" or one.key in by_name[one.form].fields
        assert one.message.endswith(("。", "？"))
        assert "None" not in one.message
        assert "Decimal" not in one.message


def test_problems_of_an_untouched_record_are_found_once_and_an_edited_one_is_looked_at_again():
    project = made(data_set=[{"code": "D1"}, {"code": "D2"}])
    before = {one.id: own_problems(one) for one in project.data_sets}
    after = edits.apply(project, edits.enter(project, "x", [Entry("data_set", 1, "name", "门票")]))
    assert own_problems(after.data_sets[1]) is before[2]
    assert len(own_problems(after.data_sets[0])) == len(before[1]) - 1
    fresh = made(data_set=[{"code": "D1", "name": "门票"}, {"code": "D2"}])
    assert check_records(after) == check_records(fresh)
    assert after == fresh


def test_of_the_same_datum_the_graver_word_stands():
    missing = Problem("notice", "valuation_unit", 1, "life_years", "未填")
    other = Problem("notice", "valuation_unit", 1, "name", "未填")
    grave = Problem("error", "valuation_unit", 1, "life_years", "收益现值未得出")
    mild = Problem("notice", "valuation_unit", 1, "name", "说第二遍")
    whole = Problem("notice", "valuation_unit", 1, "", "整条")
    first = Problem("notice", "enterprise", 1, "status", "迁出")
    assert merged([missing, other], [grave, mild], [whole, whole, first]) == (first, other, grave, whole)
    assert merged([missing]) == (missing,)


# --- progress ---------------------------------------------------------------------------------


def states(project):
    return chapter_states(project, check_records(project))


def test_a_new_project_has_not_begun():
    assert set(states(Project()).values()) == {"未开始"}
    assert list(states(Project())) == [chapter.key for chapter in CHAPTERS]


def test_a_step_is_being_filled_then_to_mend_then_filled():
    assert states(made(enterprise={"name": "示例"}))["enterprise"] == "填报中"
    wrong = states(made(finance_year=[{"year": "1066"}]))
    assert wrong["enterprise"] == "待补正"
    assert wrong["dossier"] == "待补正"
    one = {"data_set": "D1", "conformity": "90", "completeness": "90", "accuracy": "90", "consistency": "90", "timeliness": "90", "accessibility": "90",
           "basis": "抽查"}  # fmt: skip
    assert states(made(data_set=[{"code": "D1"}], declared_quality=[one]))["quality"] == "已填报"
    assert states(made(data_set=[{"code": "D1"}, {"code": "D2"}], declared_quality=[one]))["quality"] == "填报中"


def test_unreadable_text_in_an_empty_field_is_to_mend():
    assert states(made(enterprise={"employees": "viele"}))["enterprise"] == "待补正"


def test_notices_that_are_not_about_missing_data_do_not_hold_a_step():
    head = {
        "valuation_date": "2025-12-31",
        "as_of": "2026-05-31",
        "purpose": "x",
        "value_type": "市场价值",
        "preparer": "a",
        "reviewer": "b",
        "timing": "期中",
        "tax_rate": "25%",
    }
    firm = {"name": "示例", "credit_code": "错", "legal_representative": "x", "registered_address": "x", "industry": "住宿和餐饮业-住宿业", "financing_platform": "是",
            "contact_person": "x"}  # fmt: skip
    assert states(made(enterprise=firm, valuation_head=head))["enterprise"] == "已填报"


def test_the_fill_rate_counts_what_is_asked_for():
    empty, full = DataSet(id=1), made(data_set=[{key: field.example for key, field in DataSet.form.fields.items()}]).data_sets[0]
    assert fill_rate(empty) == 0
    assert fill_rate(full) == 1
    assert missing_fields(full) == ()
    assert missing_fields(empty) == counted_fields(DataSet.form)
    nearly = made(data_set=[{key: field.example for key, field in DataSet.form.fields.items() if key != "grade"}]).data_sets[0]
    assert [field.key for field in missing_fields(nearly)] == ["grade"]
    assert Decimal("0.9") < fill_rate(nearly) < 1


def test_fill_rates_add_up_to_the_steps():
    project = made(data_set=[{"code": "D1"}, {"code": "D2"}], data_field=[{"name": "id"}])
    catalogue = next(chapter for chapter in CHAPTERS if chapter.key == "catalogue")
    parts = [filled(row) for row in (*project.data_sets, *project.data_fields)]
    assert chapter_filled(project, catalogue) == (sum(part.done for part in parts), sum(part.of for part in parts))
    rights = next(chapter for chapter in CHAPTERS if chapter.key == "rights")
    assert chapter_filled(project, rights).rate == 0


def test_every_example_of_every_field_can_be_read_and_is_in_range():
    wrong = []
    for form in FORMS:
        for field in form.fields.values():
            if field.example:
                cell, why = edits.read(field, field.example)
                value = None if cell is None else field.kind.from_cell(cell)
                if why or value is None or field.kind.verdict(value):
                    wrong.append((form.name, field.key, field.example, why))
    assert wrong == []
