"""The questions that a buyer of training data asks, answered from what was filled in and measured. Pure; never raises on a draft."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType

from gzvalue.circulation.contribution_result import MET, TO_DO, UNSURE, Check
from gzvalue.circulation.contribution_rules import Rule
from gzvalue.circulation.contribution_saying import Answer
from gzvalue.circulation.training_result import Composition
from gzvalue.paths import resource
from gzvalue.rights.result import HAS, HAS_NOT, DataSetReview
from gzvalue.rights.review import review
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.project import Project
from gzvalue.schema.quality_scores import quality_scores
from gzvalue.schema.rules_within import says_none
from gzvalue.schema.training_forms import ROLES, TrainingSet

_USE = "使用权"
_WORKS = ("图", "影", "视频", "音", "文本", "文字")
"""Words in a data set's structure that may mean works under copyright."""


@cache
def rules() -> Mapping[str, Rule]:
    """The questions by key, in their order, from ``resources/circulation/training.json``."""
    rows = json.loads(resource("circulation", "training.json").read_text(encoding="utf-8"))["checks"]
    return MappingProxyType({row["key"]: Rule(row["key"], row["title"], row["clause"], row["caveat"]) for row in rows})


@cache
def source() -> str:
    """What is said of all of them."""
    return str(json.loads(resource("circulation", "training.json").read_text(encoding="utf-8"))["source"])


@dataclass(frozen=True)
class TrainingFacts:
    """One training set with what is said of its data sets elsewhere."""

    project: Project
    record: TrainingSet
    made_of: Composition

    @property
    def as_of(self) -> date | None:
        """The day by which terms are judged; never the clock."""
        return self.project.head.as_of or self.project.head.valuation_date

    @property
    def codes(self) -> tuple[str, ...]:
        """All data sets of it."""
        return (*self.made_of.players, *self.made_of.others)

    @cached_property
    def data_sets(self) -> tuple[DataSet, ...]:
        """Those that the catalogue knows."""
        known = self.project.by_code[DataSet.form.name]
        return tuple(one for code in self.codes if isinstance(one := known.get(code), DataSet))

    @cached_property
    def reviews(self) -> tuple[DataSetReview, ...]:
        """The self-check of rights of each of them."""
        known = review(self.project).by_code
        return tuple(known[code] for code in self.codes if code in known)


def _licence(facts: TrainingFacts) -> Answer:
    record = facts.record
    barred = [one for one in facts.made_of.parts if (one.licence or record.licence) == "约定不得用于训练"]
    if barred or record.licence == "约定不得用于训练":
        named = "、".join(dict.fromkeys(one.data_set or "" for one in barred)) or "本训练集"
        return Answer(TO_DO, f"{named}约定不得用于训练，请移出。", "licence", barred[0] if barred else None)
    if record.licence_until is not None and facts.as_of is not None and record.licence_until < facts.as_of:
        return Answer(TO_DO, f"训练使用许可已于 {record.licence_until} 到期。", "licence_until")
    open_parts = [one for one in facts.made_of.parts if (one.licence or record.licence) in (None, "约定不明")]
    if open_parts or (record.licence is None and not facts.made_of.parts):
        named = "、".join(dict.fromkeys(one.data_set or "" for one in open_parts)) or "本训练集"
        return Answer(UNSURE, f"{named}的训练使用许可未填或约定不明。", "licence", open_parts[0] if open_parts else None)
    until = f"，期限至 {record.licence_until}" if record.licence_until else ""
    return Answer(MET, f"各部分为自有或约定可用于训练{until}。", "licence")


def _provenance(facts: TrainingFacts) -> Answer:
    bare = [one.code for one in facts.reviews if not one.chained]
    if bare or not facts.reviews:
        return Answer(UNSURE, f"{'、'.join(bare) or '各数据集'}没有填权属链条，来源只由数据目录推得。", "code")
    unproven = [one.code for one in facts.reviews if any(link.state != "有证据" for link in one.links)]
    if unproven:
        return Answer(TO_DO, f"{'、'.join(unproven)}的链条有缺证据或证据过期的环节。", "code")
    return Answer(MET, "各数据集的来源链条填写完整，各环节有证据。", "code")


def _right_to_use(facts: TrainingFacts) -> Answer:
    none = [one.code for one in facts.reviews if one.rights.get(_USE) == HAS_NOT]
    if none:
        return Answer(TO_DO, f"{'、'.join(none)}没有使用权，不得用于训练。", "code")
    unsure = [one.code for one in facts.reviews if one.rights.get(_USE) != HAS]
    if unsure or not facts.reviews:
        return Answer(UNSURE, f"{'、'.join(unsure) or '各数据集'}的使用权待核。", "code")
    return Answer(MET, "各数据集均有使用权。", "code")


def _quality(facts: TrainingFacts) -> Answer:
    scores = quality_scores(facts.project)
    bare = [code for code in facts.codes if code not in scores or not scores[code].measured]
    if bare or not facts.codes:
        return Answer(UNSURE, f"{'、'.join(bare) or '各数据集'}没有实测，质量只有申报或没有。", "code")
    return Answer(MET, "各数据集均有实测记录。", "code")


def _roles(facts: TrainingFacts) -> Answer:
    lacking = [role for role in ROLES if not any(one.role == role for one in facts.made_of.parts)]
    if lacking:
        return Answer(TO_DO, f"没有用于{'、'.join(lacking)}的部分。", "split_rule")
    if not facts.record.split_rule:
        return Answer(UNSURE, "三种用途齐全，未写划分规则。", "split_rule")
    return Answer(MET, f"三种用途齐全；划分规则：{facts.record.split_rule}。", "split_rule")


def _amounts(facts: TrainingFacts) -> Answer:
    known = {one.code: one for one in facts.data_sets}
    taken: dict[str, int] = {}
    for part in facts.made_of.parts:
        if part.data_set and part.samples is not None:
            taken[part.data_set] = taken.get(part.data_set, 0) + part.samples
    over = [(code, count) for code, count in taken.items() if code in known and (known[code].record_count or count) < count]
    if over:
        code, count = over[0]
        return Answer(
            TO_DO, f"{code} 取用 {count:,} 条，多于数据目录的 {known[code].record_count:,} 条；一条记录生成多个样本的请说明。", "code"
        )
    if facts.made_of.total is None:
        return Answer(UNSURE, "有未填样本数的部分。", "code")
    if any(one.record_count is None for one in facts.data_sets):
        return Answer(UNSURE, "数据目录中有未填记录数的数据集。", "code")
    return Answer(MET, f"共 {facts.made_of.total:,} 条，各数据集的取用数不超过记录数。", "code")


def _duplicates(facts: TrainingFacts) -> Answer:
    record = facts.record
    if not record.duplicates_by:
        return Answer(UNSURE, "未填去重方法。", "duplicates_by")
    share = "" if record.duplicates is None else f"，去除 {record.form.fields['duplicates'].kind.format(record.duplicates)}"
    return Answer(MET if share else UNSURE, f"{record.duplicates_by}{share or '，未填去除的占比'}。", "duplicates")


def _annotation(facts: TrainingFacts) -> Answer:
    record = facts.record
    if not record.annotation:
        return Answer(UNSURE, "未填标注方式；不需要标注的填“无需标注”。", "annotation")
    if "无需" in record.annotation or "不需要" in record.annotation:
        return Answer(MET, "无需标注。", "annotation")
    kind = record.form.fields["agreement"].kind
    if record.agreement is None:
        return Answer(UNSURE, f"{record.annotation}；未填标注一致性。", "agreement")
    return Answer(MET, f"{record.annotation}；{record.agreement_by or '一致性'} {kind.format(record.agreement)}。", "agreement")


def _personal(facts: TrainingFacts) -> Answer:
    stated = facts.record.personal
    holding = [one for one in facts.data_sets if one.registered_personal == "是"]
    if stated == "未处理":
        return Answer(TO_DO, "含个人信息而未处理，不得对外提供。", "personal")
    if stated == "不含个人信息" and holding:
        return Answer(TO_DO, f"填“不含个人信息”，而 {holding[0].code} 的登记版含个人信息，请核对。", "personal", holding[0])
    if stated in (None, "待核"):
        return Answer(UNSURE, "个人信息处理未填或待核。", "personal")
    if stated == "已去标识化":
        return Answer(UNSURE, "只去标识化，仍属个人信息，须有同意或其他合法依据。", "personal")
    note = f"；{facts.record.personal_note}" if facts.record.personal_note else ""
    return Answer(MET, f"{stated}{note}。", "personal")


def _generated(facts: TrainingFacts) -> Answer:
    share = facts.record.generated
    if share is None:
        return Answer(UNSURE, "未填生成内容占比；没有填 0。", "generated")
    if not share:
        return Answer(MET, "没有生成内容。", "generated")
    shown = facts.record.form.fields["generated"].kind.format(share)
    if not facts.record.generated_note:
        return Answer(TO_DO, f"生成内容占 {shown}，请写明用什么生成、是否标识。", "generated_note")
    return Answer(MET, f"生成内容占 {shown}；{facts.record.generated_note}。", "generated_note")


def _works(facts: TrainingFacts) -> Answer:
    holding = [one for one in facts.data_sets if any(word in (one.structure or "") for word in _WORKS)]
    note = facts.record.copyright_note
    if note:
        return Answer(MET, f"{note}。", "copyright_note")
    if holding:
        return Answer(UNSURE, f"{holding[0].code} 的数据结构为{holding[0].structure}，可能含作品，请填著作权说明。", "copyright_note")
    return Answer(MET, "数据目录中没有图像、影音、文本类数据集。", "copyright_note")


def _grade(facts: TrainingFacts) -> Answer:
    barred = [one for one in facts.data_sets if one.grade in ("核心", "重要（待识别）")]
    if barred:
        return Answer(TO_DO, f"{barred[0].code} 的级别为{barred[0].grade}，须先完成识别和报批。", "grade", barred[0])
    limited = [one for one in facts.data_sets if one.right_limits and not says_none(one.right_limits)]
    if any(one.grade is None for one in facts.data_sets) or not facts.data_sets:
        return Answer(UNSURE, "有未填数据级别的数据集。", "code")
    more = f"；{limited[0].code} 有权利限制：{limited[0].right_limits}" if limited else ""
    return Answer(MET, f"级别为 {'、'.join(sorted({one.grade or '' for one in facts.data_sets}))}{more}。", "code")


_ASKED: Mapping[str, Callable[[TrainingFacts], Answer]] = {
    "licence": _licence, "provenance": _provenance, "right_to_use": _right_to_use, "quality": _quality, "roles": _roles,
    "amounts": _amounts, "duplicates": _duplicates, "annotation": _annotation, "personal": _personal, "generated": _generated,
    "works": _works, "grade": _grade,
}  # fmt: skip


def training_checks(facts: TrainingFacts) -> tuple[Check, ...]:
    """Every question, in the order of the table of rules."""
    return tuple(_checks(facts))


def _checks(facts: TrainingFacts) -> Iterator[Check]:
    for key, rule in rules().items():
        answer = _ASKED[key](facts)
        at = facts.record if answer.row is None else answer.row
        yield Check(key, rule.title, answer.result, answer.reason, rule.clause, rule.caveat, at.form.name, at.id, answer.field)
