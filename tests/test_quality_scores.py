"""What is known of a data set's quality: measured before declared, and what measuring contradicts in the catalogue."""

import json
from decimal import Decimal

import pytest

from gzvalue.schema.data_set import DataSet, DeclaredQuality
from gzvalue.schema.measured_personal import personal_findings, personal_problems
from gzvalue.schema.measurement_form import RAW, REGISTERED, MeasurementRecord
from gzvalue.schema.project import project_of
from gzvalue.schema.quality_scores import DIMENSIONS, quality_scores


def document(*, personal=(), completeness=(90, 100), conformity=None, compact=True) -> str:
    def dimension(*pairs):
        return {
            "score": None,
            "indicators": [
                {"code": "x", "name": "x", "numerator": a, "denominator": b, "in_score": counted, "sample": []} for a, b, counted in pairs
            ],
        }

    dimensions = dict.fromkeys(DIMENSIONS)
    dimensions["completeness"] = dimension((*completeness, True), (0, 50, False))
    if conformity:
        dimensions["conformity"] = dimension(*((a, b, True) for a, b in conformity))
    whole = {
        "columns": [{"name": '"dimensions":{"completeness":', "missing_texts": {"dimensions": 3, "personal_information": 1}}],
        "dimensions": dimensions,
        "personal_information": [
            {"column": c, "identifier": i, "cells": n, "share": 1.0, "whole_column": True, "sensitive": True, "sample": []}
            for c, i, n in personal
        ],
    }
    return json.dumps(whole, ensure_ascii=False, **({"separators": (",", ":")} if compact else {"indent": 1}))


def measured(id=1, code="D01", version=None, **words) -> MeasurementRecord:
    return MeasurementRecord(id=id, data_set=code, source_name="客户.csv", version=version, document=document(**words))


@pytest.mark.parametrize("compact", [True, False])
def test_the_newest_measuring_stands_before_the_declaration(compact):
    declared = DeclaredQuality(id=1, data_set="D01", completeness=Decimal(99), timeliness=Decimal(80))
    project = project_of(
        [
            DataSet(id=1, code="D01"), DataSet(id=2, code="D02"), DataSet(id=3, code="D03"), declared,
            DeclaredQuality(id=2, data_set="D02", accuracy=Decimal(70)),
            measured(1, compact=compact), measured(2, completeness=(30, 40), conformity=((5, 10), (25, 30)), compact=compact),
        ]
    )  # fmt: skip
    one = quality_scores(project)["D01"]
    assert list(one.dimensions) == list(DIMENSIONS)
    full = one.dimensions["completeness"]
    assert (full.score, full.source, full.numerator, full.denominator) == (
        Decimal("0.75"),
        "实测",
        30,
        40,
    )  # what is out of the score stays out
    assert (one.dimensions["conformity"].numerator, one.dimensions["conformity"].denominator) == (30, 40)
    assert (one.dimensions["timeliness"].score, one.dimensions["timeliness"].source) == (Decimal("0.8"), "申报")
    assert (one.dimensions["accuracy"].score, one.dimensions["accuracy"].source) == (None, "")
    assert one.mark == "实测"
    assert one.measured_share == Decimal(2) / 6
    assert one.measurement is not None
    assert one.measurement.id == 2
    assert quality_scores(project)["D02"].mark == "申报·未实测"
    assert quality_scores(project)["D03"].mark == "未测量"


def test_no_measurement_is_none():
    project = project_of(
        [DataSet(id=1, code="D01"), MeasurementRecord(id=1, data_set="D01", document="{}"), measured(2, completeness=(0, 0))]
    )
    assert quality_scores(project)["D01"].mark == "未测量"
    assert personal_findings(project)["D01"].found == ()


def said(project):
    return [(one.level, one.key, one.message) for one in personal_problems(project)]


def test_personal_information_contradicts_a_no():
    found = (("证件号", "national_id", 1000), ("手机", "mobile", 990))
    no = DataSet(id=1, code="D01", name="客户", personal_information=False, registered_personal="否")
    problems = said(project_of([no, measured(personal=found)]))
    assert [(level, key) for level, key, _ in problems] == [("error", "personal_information"), ("error", "registered_personal")]
    assert "证件号（居民身份证号，1,000 格）" in problems[0][2]
    yes = DataSet(id=1, code="D01", personal_information=True, registered_personal="否")
    assert [(level, key) for level, key, _ in said(project_of([yes, measured(personal=found)]))] == [("error", "registered_personal")]
    raw = said(project_of([yes, measured(personal=found, version=RAW)]))
    assert [(level, key) for level, key, _ in raw] == [("notice", "registered_personal")]


def test_the_version_to_be_registered_decides():
    found = (("手机", "mobile", 990),)
    yes = DataSet(id=1, code="D01", personal_information=True, registered_personal="否")
    clean = project_of([yes, measured(1, personal=found), measured(2, version=REGISTERED)])
    assert said(clean) == []
    dirty = said(project_of([yes, measured(1, personal=found), measured(2, version=REGISTERED, personal=found)]))
    assert [(level, key) for level, key, _ in dirty] == [("error", "registered_personal")]
    assert "登记版" in dirty[0][2]
    left_out = DataSet(id=1, code="D01", personal_information=True, registered_personal="不登记")
    assert said(project_of([left_out, measured(1, personal=found)])) == []
    assert said(project_of([yes, measured(1)])) == []
