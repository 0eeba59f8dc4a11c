"""Findings as problems for the list of what is to be mended: one line per rule and datum, data sets counted, not repeated."""

from collections.abc import Iterable, Iterator, Sequence

from gzvalue.rights.result import DataSetReview, Finding
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.problems import Level, Problem
from gzvalue.schema.rights_chain_forms import ComplianceAnswer

_NAMED = 8
_ELSEWHERE = frozenset({"core_data", "principal_data", "registered_personal", "measured_personal", "measured_registered", "holder_other"})
"""What the checks of the catalogue and of the measurements say already."""

_ERRORS = frozenset({"double_answer", "lost_scope", "contract_lost"})


def problems_of(reviews: Sequence[DataSetReview], astray: Iterable[Finding], begun: bool) -> tuple[Problem, ...]:
    """All problems; while nothing was filled in, the one that says so."""
    if not begun:
        return (_not_begun(reviews),) if reviews else ()
    return tuple(_gathered(reviews, astray))


def _not_begun(reviews: Sequence[DataSetReview]) -> Problem:
    words = f"{len(reviews)} 个数据集尚未作权属与合规自查，权利只按数据目录推定；可在“权属链条”“合规自查”中按来源系统填写"
    return Problem("notice", ComplianceAnswer.form.name, 0, "", words)


def _gathered(reviews: Sequence[DataSetReview], astray: Iterable[Finding]) -> Iterator[Problem]:
    gathered: dict[tuple[str, str, str], tuple[Finding, list[str]]] = {}
    for one in reviews:
        for finding in one.findings:
            if finding.form != DataSet.form.name or finding.rule not in _ELSEWHERE:
                place = gathered.setdefault((finding.form, finding.rule, finding.message), (finding, []))
                place[1].append(one.code)
    for finding in astray:
        gathered[finding.form, finding.rule, f"{finding.id} {finding.message}"] = (finding, [])
    for finding, codes in gathered.values():
        yield Problem(_level(finding), finding.form, finding.id, finding.key, _sentence(finding, codes))
    idle = [one.code for one in reviews if not one.recorded]
    if idle:
        yield Problem("notice", ComplianceAnswer.form.name, 0, "", f"{len(idle)} 个数据集尚未作权属与合规自查：{_listed(idle)}")


def _level(finding: Finding) -> Level:
    return "error" if finding.rule in _ERRORS or finding.rule.startswith("contradiction_") else "notice"


def _sentence(finding: Finding, codes: Sequence[str]) -> str:
    return f"自查：{finding.message}" + (f"（{_listed(codes)}）" if codes else "")


def _listed(codes: Sequence[str]) -> str:
    shown = [code or "未编号" for code in codes]
    return "、".join(shown[:_NAMED]) + (f" 等 {len(shown)} 个数据集" if len(shown) > _NAMED else "")
