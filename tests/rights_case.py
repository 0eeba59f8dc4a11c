"""Small projects for the rules of rights: one data set with its chain, consents and answers."""

from datetime import date

from gzvalue.rights.result import DataSetReview, Review
from gzvalue.rights.review import review
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import Enterprise, ValuationHead
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.rights_chain_forms import ComplianceAnswer, ConsentVersion, SourceLink

FIRM = "示例企业有限公司"
ALL = ("持有权", "使用权", "经营权")
PLAIN = {
    "code": "D01", "name": "门票订单", "business_domain": "票务", "source_system": "票务系统", "structure": "表格/结构化", "holder": FIRM, "rights": ALL,
    "source_type": "采集生成", "grade": "L2", "personal_information": False, "registered_personal": "否", "span_start": "2015", "span_end": "2025",
    "record_count": 1000, "restriction": "无限制",
}  # fmt: skip


def link(id: int = 1, **fields) -> SourceLink:
    whole = {"scope_kind": "数据集", "scope": "D01", "source": "自有经营产生", "condition": "是", "collector": "本企业", "relation": "本企业",
             "basis": "自有系统产生", "limits": "无", "exclusive": "独占"}  # fmt: skip
    return SourceLink(id=id, **{**whole, **fields})


def answer(question: str, word: str, id: int = 0, **fields) -> ComplianceAnswer:
    scope = {"scope_kind": "数据集", "scope": "D01"}
    return ComplianceAnswer(
        id=id or int(question[1:]) + (100 if question[0] == "G" else 0), question=question, answer=word, **{**scope, **fields}
    )


def consent(id: int = 1, **fields) -> ConsentVersion:
    whole = {"scope_kind": "数据集", "scope": "D01", "version": "隐私政策", "basis": "个人同意"}
    return ConsentVersion(id=id, **{**whole, **fields})


def project(*records, **data_set) -> Project:
    head = ValuationHead(valuation_date=date(2025, 12, 31), as_of=date(2026, 5, 31))
    return project_of([Enterprise(name=FIRM), head, DataSet(id=1, **{**PLAIN, **data_set}), *records])


def reviewed(*records, **data_set) -> DataSetReview:
    return review(project(*records, **data_set)).data_sets[0]


def whole(*records, **data_set) -> Review:
    return review(project(*records, **data_set))


def rules(one: DataSetReview) -> set[str]:
    return {finding.rule for finding in one.findings}


def level_of(one: DataSetReview, rule: str) -> str:
    return next(finding.level for finding in one.findings if finding.rule == rule)
