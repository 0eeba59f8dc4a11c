"""What is known of some data sets, for the papers that name several: amount, period, grade, quality, certificate, self-check."""

from collections.abc import Sequence

from gzvalue.outputs.blocks import NOT_APPLICABLE, NOT_MEASURED, Cell, Column, Marked, RowsTable, Tone
from gzvalue.outputs.sheets.sheet import SheetInput
from gzvalue.outputs.words import UNFILLED
from gzvalue.rights.result import CLEAN, CONDITIONAL, EXCLUDED, NOT_CHECKED
from gzvalue.rights.review import review
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.figures import in_percent
from gzvalue.schema.project import Project
from gzvalue.schema.quality_scores import MEASURED, QualityScores, quality_scores
from gzvalue.schema.rights_forms import Certificate

_TONES: dict[str, Tone] = {CLEAN: "good", CONDITIONAL: "attention", EXCLUDED: "stop", NOT_CHECKED: "quiet"}


def table(given: SheetInput, codes: Sequence[str]) -> RowsTable:
    """A line for each data set; one that the catalogue does not know says so."""
    columns = (
        Column("编号", 0.8, "code"),
        Column("数据名称", 2.6),
        Column("记录数", 1.4, "figure"),
        Column("时间跨度", 1.6),
        Column("级别", 0.8, "code"),
        Column("登记凭证", 2.2),
        Column("质量（完整性/准确性）", 1.8),
        Column("合规自查", 1.5),
    )
    known = given.project.by_code[DataSet.form.name]
    qualities, reviews = quality_scores(given.project), review(given.project).by_code
    rows: list[tuple[Cell, ...]] = []
    for code in codes:
        one = known.get(code)
        if not isinstance(one, DataSet):
            rows.append((code, Marked("数据目录中没有", "stop"), *(NOT_APPLICABLE,) * 6))
            continue
        found = reviews.get(code)
        checked = NOT_CHECKED if found is None else found.result
        rows.append(
            (
                code,
                one.name or UNFILLED,
                NOT_APPLICABLE if one.record_count is None else f"{one.record_count:,}",
                _span(one),
                one.grade or UNFILLED,
                "；".join(_covering(given.project, code)) or Marked("无", "attention"),
                quality_words(qualities.get(code)),
                Marked(checked, _TONES[checked]),
            )
        )
    return RowsTable(columns, tuple(rows), caption="数据情况", note="质量为实测的分数；未实测的为企业申报，标明“申报”。")


def _span(one: DataSet) -> Cell:
    if not (one.span_start or one.span_end):
        return UNFILLED
    return f"{one.span_start or '…'} 至 {one.span_end or '…'}"


def _covering(project: Project, code: str) -> list[str]:
    return [_of(one) for one in project.certificates if code in (one.data_sets or ())]


def certificate_words(project: Project, code: str) -> str:
    """Kind, number and state of a certificate by its code; the bare code where there is none."""
    one = project.by_code[Certificate.form.name].get(code)
    return f"{code} {_of(one)}" if isinstance(one, Certificate) else code


def _of(one: Certificate) -> str:
    state = one.state if one.state != "已发证" else ""
    return " ".join(word for word in (one.kind or "凭证", one.number or "", f"（{state}）" if state else "") if word)


def quality_words(scores: QualityScores | None) -> Cell:
    """``实测 98.2% / 99.1%`` of completeness and accuracy, or what is known instead."""
    if scores is None:
        return NOT_MEASURED
    parts, sources = [], set()
    for key in ("completeness", "accuracy"):
        one = scores.dimensions[key]
        parts.append(NOT_APPLICABLE if one.score is None else in_percent(one.score))
        sources |= {one.source} if one.source else set()
    if not sources:
        return NOT_MEASURED
    word = "实测" if sources == {MEASURED} else "申报" if MEASURED not in sources else "实测、申报"
    return f"{word} {' / '.join(parts)}"
