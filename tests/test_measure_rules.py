"""Rules that a user writes: each counts the rows that break it, and says so when it cannot be asked."""

import json

import pytest

from gzvalue.errors import UserError
from gzvalue.quality.measure import Options, measure_file
from gzvalue.quality.rules import read_rules
from tests import measure_oracle as oracle

DATA = """订单号,景区,张数,单价,金额,日期,备注
T1,A,2,10,20,2024-01-05,无
T2,A,3,10.5,31.5,2024-01-06,好
T2,B,1,10,10,2024-01-06,好
,C,1,10,11,2024-02-01,无
T5,X,-1,10,-10,2024-04-30,坏
T6,B,x,10,10,2099-01-01,
"""


@pytest.fixture
def measured(tmp_path):
    (tmp_path / "t.csv").write_text(DATA, encoding="utf-8")
    (tmp_path / "scenic.csv").write_text("编号,名称\nA,甲\nB,乙\nC,丙\n", encoding="utf-8")

    def run(rules, **options):
        (tmp_path / "rules.json").write_text(json.dumps(rules, ensure_ascii=False), encoding="utf-8")
        return measure_file(tmp_path / "t.csv", Options(rules=read_rules(tmp_path / "rules.json"), today=oracle.TODAY, **options)).as_json()

    return run


def broken(found):
    return {one["name"]: one["broken"] for one in found["rules"]["results"]}


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ({"required": True}, [5]),
        ({"unique": True}, [4]),
        ({"pattern": "T[0-9]"}, []),
        ({"pattern": "T[1-4]"}, [6, 7]),
        ({"length": [3, 4]}, [2, 3, 4, 6, 7]),
        ({"allowed": ["T1", "T2", "T5"]}, [7]),
    ],
)
def test_rules_of_one_column(measured, rule, rows):
    found = measured({"columns": {"订单号": rule}})
    assert [cell["row"] for one in found["rules"]["results"] for cell in one["sample"]] == rows
    accuracy = found["dimensions"]["accuracy"]
    assert accuracy["score"] == pytest.approx(1 - len(rows) / 6)
    assert (accuracy["indicators"][0]["numerator"], accuracy["indicators"][0]["denominator"]) == (6 - len(rows), 6)


def test_ranges_of_figures_and_dates(measured):
    found = measured({"columns": {"张数": {"range": [0, 2]}, "日期": {"range": ["2024-01-06", None], "no_future": True}}})
    assert broken(found) == {"张数 在范围内": 2, "日期 在范围内": 1, "日期 不晚于今天": 1}
    assert found["dimensions"]["accuracy"]["indicators"][0]["numerator"] == 2
    with pytest.raises(UserError, match="不能比较"):
        measured({"columns": {"张数": {"range": ["a", None]}}})


def test_expressions_across_columns(measured):
    found = measured(
        {"rules": [{"name": "金额相符", "expression": "[金额] = [张数] * [单价]"}, {"expression": "[景区] in ('A', 'B') or [金额] > 0"}]}
    )
    assert broken(found) == {"金额相符": 1, "[景区] in ('A', 'B') or [金额] > 0": 1}


@pytest.mark.parametrize(
    "expression",
    [
        "[金额] = (select 1)",
        "read_csv('/etc/passwd')",
        "[金额] = getenv('HOME')",
        "[没有] > 1",
        "[金额] >",
        "1 = 1",
        "[金额] = 1; drop table t",
        "* = 1",
        "t.c0 = 'a'",
        "[金额] = 'abc'",
        "[订单号] > 3",
        "[金额] + 1",
        "round([订单号], 1) = 2",
    ],
)
def test_what_is_no_harmless_expression_is_refused(measured, expression):
    with pytest.raises(UserError, match="规则"):
        measured({"rules": [{"expression": expression}]})


def test_a_key_over_columns(measured):
    assert broken(measured({"key": ["订单号", "景区"]})) == {"主键 订单号＋景区 不空且不重复": 1}
    assert broken(measured({"key": "订单号"})) == {"主键 订单号 不空且不重复": 2}


def test_a_declared_type_decides(measured):
    found = measured({"columns": {"单价": {"type": "integer"}}})
    assert (found["columns"][3]["type"], found["columns"][3]["invalid"]) == ("integer", 1)
    assert broken(found) == {"单价 类型为 integer": 1}


def test_the_list_of_words_for_nothing_is_switched_off(measured):
    assert measured({})["columns"][6]["missing"] == 3
    found = measured({"columns": {"备注": {"missing_words": False}}})
    assert found["columns"][6]["missing"] == 1
    assert found["columns"][6]["distinct"] == 3


def test_references_to_another_source(measured):
    found = measured({"references": [{"columns": "景区", "source": "scenic.csv", "to": "编号"}]})
    consistency = found["dimensions"]["consistency"]
    assert consistency["score"] == pytest.approx(5 / 6)
    assert [cell["row"] for cell in consistency["indicators"][0]["sample"]] == [6]
    assert found["dimensions"]["accuracy"] is None
    with pytest.raises(UserError, match="找不到"):
        measured({"references": [{"columns": "景区", "source": "none.csv"}]})


@pytest.mark.parametrize(("frequency", "had", "due"), [("按月", 3, 4), ("按天", 4, 117), ("按年", 1, 1), ("按季", 2, 2), ("按周", 3, 18)])
def test_timeliness_against_a_frequency(measured, frequency, had, due):
    found = measured({"timeliness": {"column": "日期", "frequency": frequency, "to": "2024-04-30"}})
    timely = found["dimensions"]["timeliness"]["indicators"][0]
    assert (timely["numerator"], timely["denominator"]) == (had, due)
    assert found["columns"][5]["future"] == 1


def test_recorded_checks_of_access(measured):
    found = measured({"accessibility": [{"name": "接口", "passed": True}, {"name": "备份恢复", "passed": False, "on": "2026-05-01"}]})
    assert found["dimensions"]["accessibility"]["score"] == 0.5
    assert "accessibility" not in found["not_measured"]


@pytest.mark.parametrize(
    "rules",
    [[], {"colums": {}}, {"columns": {"没有": {"required": True}}}, {"columns": {"金额": {"type": "number"}}}, {"columns": {"金额": {"pattern": "("}}},
     {"columns": {"金额": {"required": "yes"}}}, {"timeliness": {"frequency": "实时"}}, {"references": [{"columns": []}]}, {"rules": [{"name": "x"}]}],
)  # fmt: skip
def test_a_slip_in_the_rules_is_named(measured, rules):
    with pytest.raises(UserError, match=r"规则文件|列"):
        measured(rules)


def test_several_indicators_stand_beside_the_score_and_punish_nothing_twice(measured):
    found = measured(
        {
            "columns": {
                "订单号": {"required": True, "unique": True},
                "张数": {"range": [0, 2], "type": "integer"},
                "备注": {"length": [1, 2]},
            }
        }
    )
    parts = {one["code"]: (one["numerator"], one["denominator"], one["in_score"]) for key in ("completeness", "conformity", "accuracy") for one in found["dimensions"][key]["indicators"]}  # fmt: skip
    assert parts["0202"] == (5, 6, False)
    assert parts["0302"] == (12, 15, False)  # 6 cells of 张数 asked twice with 3 faults, 3 of 备注 without
    assert parts["0304"] == (5, 6, False)
    assert parts["0303"] == (6, 6, False)
    assert parts["0102"] == (6, 6, False)
    assert parts["0301"][2] is True
    for key in ("completeness", "conformity", "accuracy"):
        dimension = found["dimensions"][key]
        counted = [one for one in dimension["indicators"] if one["in_score"]]
        assert dimension["score"] == pytest.approx(sum(one["numerator"] for one in counted) / sum(one["denominator"] for one in counted))
        assert dimension["aggregation"] == "pooled"


def test_gaps_last_update_and_days_before_the_span(measured):
    found = measured(
        {"span_from": "2024-01-06", "timeliness": {"column": "日期", "frequency": "按月", "from": "2024-01-01", "to": "2024-06-30"}}
    )
    assert found["updates"] == {"column": "日期", "frequency": "按月", "first": "2024-01-05", "last": "2024-04-30", "longest_gap": 2}
    assert [(one["code"], one["numerator"], one["denominator"]) for one in found["dimensions"]["timeliness"]["indicators"]] == [("0501", 3, 6), ("0502", 0, 1)]  # fmt: skip
    assert (found["columns"][5]["before"], found["columns"][5]["future"]) == (1, 1)
    assert measured({})["columns"][5]["before"] is None


def test_patterns_of_texts(measured):
    column = measured({})["columns"][0]
    assert column["patterns"] == [{"value": "A9", "count": 5}]
    assert column["pattern_count"] == 1
    assert measured({})["columns"][6]["patterns"] == [{"value": "字", "count": 3}]
