"""Where data come from and by what right, which consent covers which years, and the answers of the self-check.

A record speaks for a scope: all data, a business domain, a source system, or one data set. What is said of one
data set overrides what is said of its system, and so on outwards.
"""

from datetime import date
from typing import Any

from gzvalue.schema.data_set import rights_kind
from gzvalue.schema.field import Record, choice, declared, department_field, filler_field, form, text
from gzvalue.schema.figures import shortened
from gzvalue.schema.kinds import choices_kind, date_kind, moment_kind, reference_kind, references_kind

SCOPES = ("全部数据", "业务域", "来源系统", "数据集")
"""From the widest to the narrowest; the narrowest that says something counts."""

SCOPE_FIELDS = {"数据集": "code", "来源系统": "source_system", "业务域": "business_domain"}
"""Which field of a data set a scope names."""

SCOPED_FORMS = ("source_link", "consent_version", "compliance_answer")
"""Forms whose records speak for a scope."""

SOURCES = (
    "自有经营产生",
    "委托他人依合同采集",
    "自动化程序收集公开数据",
    "与他方融合（合同已约定）",
    "与他方融合（合同未约定）",
    "衍生创造",
    "协议取得",
    "受托处理",
    "政务履职或受政府委托采集",
    "公共数据授权运营",
    "水气热电公交经营数据",
    "平台或SaaS中的数据",
)
"""Names of the rows of ``resources/rights/sources.json``."""

SPECIALS = (
    "景区管理机构委托经营",
    "公共安全视频",
    "政府转办或联动",
    "平台或SaaS条款限制",
    "测绘地理信息",
    "第三方作品或肖像",
    "合作方共有权利",
)
"""Names of the rows of ``resources/rights/traps.json`` that a person ticks."""

QUESTIONS = tuple(f"Q{number:02d}" for number in range(1, 27))
"""Keys of ``resources/rights/questions.json``."""

GRADINGS = tuple(f"G{number:02d}" for number in range(1, 7))
"""Keys of ``resources/rights/grading.json``."""

ANSWERS = ("是", "否", "不适用", "待核")

_TRUTH = ("是", "否", "待核")
_SCOPE, _ORIGIN, _TERM, _PROOF, _CONSENT, _ANSWER = "适用对象", "来源与依据", "权利与期限", "证据", "同意", "答复"
_ACT = "个人信息保护法 第十三条"


class Scoped(Record):
    """What the three forms share: for which data it speaks."""

    scope_kind: str | None
    scope: str | None
    evidence: tuple[str, ...] | None

    @property
    def scope_words(self) -> str:
        """``来源系统 酒店PMS系统``; 全部数据 needs no more."""
        if self.scope_kind in (None, SCOPES[0]):
            return self.scope_kind or "（未填对象）"
        return f"{self.scope_kind} {shortened(self.scope or '？', 30)}"


def _scope_kind() -> Any:
    return choice("对象类别", *SCOPES, group=_SCOPE, required="error", aliases={"全部": "全部数据", "全企业": "全部数据", "系统": "来源系统"},
                  help="先按来源系统填一次，个别数据集不同的再单独填", example="来源系统")  # fmt: skip


def _scope() -> Any:
    return text(
        "对象", 200, group=_SCOPE, help="来源系统或业务域的名称（与数据目录一字不差），或数据集编号；全部数据留空", example="酒店PMS系统"
    )


def _evidence() -> Any:
    return declared(
        "证据附件", references_kind("evidence"), group=_PROOF, help="附件编号，可多个；只证明其中一项的，在“证据”页中指明", example="A10"
    )


def _page() -> Any:
    return text("页码", 40, group=_PROOF, help="附件中的页", example="3–5")


@form("source_link", "权属链条")
class SourceLink(Scoped):
    """One source of data: who collected it, by what contract or law, and what was agreed on the rights."""

    scope_kind: str | None = _scope_kind()
    scope: str | None = _scope()
    part: str | None = text(
        "涉及的内容", 200, group=_SCOPE, help="有几个来源时写明这一来源是哪一部分；只有一个来源可不填", example="12301 转办件"
    )
    in_registered: str | None = choice(
        "进入登记版", "是", "否", group=_SCOPE, help="不进入登记版的来源不影响登记版的权利；不填按“是”", example="是"
    )
    source: str | None = choice("来源类型", *SOURCES, group=_ORIGIN, required="error", source="国数综政策〔2026〕35号 第十五、二十、二十一条（以官方文本为准）",
                                aliases={"采集生成": "自有经营产生", "自采": "自有经营产生", "协议取得（采购、许可、合作）": "协议取得", "网络采集": "自动化程序收集公开数据",
                                         "政务履职": "政务履职或受政府委托采集", "政府履职数据": "政务履职或受政府委托采集"},
                                help="决定能主张哪些权利，规则表见“权属链条”页", example="自有经营产生")  # fmt: skip
    special: tuple[str, ...] | None = declared(
        "特殊情形", choices_kind(*SPECIALS), group=_ORIGIN, help="有其中任何一种的勾选，没有不选", example="景区管理机构委托经营"
    )
    collector: str | None = text("采集主体", 100, group=_ORIGIN, required="notice", help="谁采集的；自采填本企业", example="本企业")
    relation: str | None = choice(
        "采集主体与本企业的关系",
        "本企业",
        "集团内企业",
        "受托采集方",
        "合作方",
        "平台或供应商",
        "政府部门",
        "其他",
        group=_ORIGIN,
        required="notice",
        help="子公司采集的属于子公司，须有授权",
        example="本企业",
    )
    group_authorised: str | None = choice(
        "集团内授权", *_TRUTH, group=_ORIGIN, help="由集团内其他企业采集的：是否已书面授权本企业持有、使用、经营", example="是"
    )
    basis: str | None = choice(
        "取得依据", "自有系统产生", "合同", "法律法规", "个人同意", "平台协议", "公开网页", "其他", group=_ORIGIN, required="notice",
        help="凭什么取得", example="合同",
    )  # fmt: skip
    contract: str | None = declared(
        "合同编号", reference_kind("contract"), group=_ORIGIN, help="依合同取得的，合同表中的编号", example="H10"
    )
    law: str | None = text("法律或条款", 200, group=_ORIGIN, help="依法律或协议条款取得的，写明第几条", example="委托经营合同第 9 条")
    condition: str | None = choice(
        "前提条件满足", *_TRUTH, group=_TERM, help="来源类型要求的前提（见该行的说明）是否满足；没有核实的选“待核”", example="是"
    )
    agreed_rights: tuple[str, ...] | None = declared(
        "约定的权利", rights_kind(), group=_TERM, help="合同或授权约定本企业享有的权利；来源类型按约定时必填", example="持有权、使用权"
    )
    limits: str | None = text("权利限制", 400, group=_TERM, required="notice", help="转售、跨境、用途、保密；没有填“无”", example="无")
    starts: date | None = declared("期限起", date_kind(), group=_TERM, help="授权或合同开始日", example="2016-01-01")
    ends: date | None = declared(
        "期限止", date_kind(), group=_TERM, help="授权或合同到期日；填了合同编号的可不填，无期限的留空", example="2035-12-31"
    )
    exclusive: str | None = choice(
        "独占性", "独占", "非独占", "不清楚", group=_TERM, help="他人是否也合法持有同样数据；凭证不证明独占", example="独占"
    )
    evidence: tuple[str, ...] | None = _evidence()
    page: str | None = _page()
    department: str | None = department_field()
    filler: str | None = filler_field()
    note: str | None = text("说明", 400, group=_PROOF, help="其他需要说明的", example="")

    @property
    def words(self) -> str:
        """The scope, the kind of source, and the part."""
        return " ".join(word for word in (self.scope_words, self.source or "", shortened(self.part or "", 20)) if word)


@form("consent_version", "同意版本")
class ConsentVersion(Scoped):
    """One version of a consent or notice text, and the years of collection that it covers."""

    scope_kind: str | None = _scope_kind()
    scope: str | None = _scope()
    version: str | None = text(
        "版本名称", 100, group=_CONSENT, required="error", help="隐私政策、告知书、协议的版本", example="会员隐私政策 2021 版"
    )
    starts: str | None = declared(
        "适用于自", moment_kind(), group=_CONSENT, required="error", help="从何时收集的数据；年、月、日均可", example="2021-11"
    )
    ends: str | None = declared("适用至", moment_kind(), group=_CONSENT, help="到何时收集的数据；仍在使用的留空", example="2025")
    basis: str | None = choice(
        "处理依据", "个人同意", "订立或履行合同", "人力资源管理", "法定职责或义务", "应对突发事件", "公共利益", "已公开的信息", group=_CONSENT,
        required="error", source=_ACT, help="除个人同意外，其他依据须能举证", example="个人同意",
    )  # fmt: skip
    separate: str | None = choice(
        "单独同意",
        *ANSWERS,
        group=_CONSENT,
        source="个人信息保护法 第二十三、二十九条",
        help="敏感个人信息、向他人提供个人信息须单独同意",
        example="是",
    )
    valid: str | None = choice(
        "是否有效", *_TRUTH, group=_CONSENT, help="文本能找到、告知事项齐全、能证明本人作出；不填按“是”", example="是"
    )
    evidence: tuple[str, ...] | None = _evidence()
    page: str | None = _page()
    note: str | None = text("说明", 300, group=_PROOF, help="", example="")

    @property
    def words(self) -> str:
        """The scope and the name of the version."""
        return f"{self.scope_words} {shortened(self.version or '', 24)}".strip()


@form("compliance_answer", "合规自查答复")
class ComplianceAnswer(Scoped):
    """The answer to one question for one scope."""

    scope_kind: str | None = _scope_kind()
    scope: str | None = _scope()
    question: str | None = choice(
        "问题", *QUESTIONS, *GRADINGS, group=_ANSWER, required="error",
        aliases={**{str(n): key for n, key in enumerate(QUESTIONS, 1)}, **{f"Q{n}": key for n, key in enumerate(QUESTIONS[:9], 1)}},
        help="问题编号：Q01–Q26 合规问题，G01–G06 分类分级", example="Q01",
    )  # fmt: skip
    answer: str | None = choice("答复", *ANSWERS, group=_ANSWER, required="error", help="没有核实的选“待核”，不要猜", example="是")
    note: str | None = text("说明", 500, group=_ANSWER, help="答“否”“待核”“不适用”的说明原因", example="")
    evidence: tuple[str, ...] | None = _evidence()
    page: str | None = _page()
    filler: str | None = text("答复人", 40, group=_ANSWER, help="谁核实的", example="李某")
    answered_on: date | None = declared("答复日期", date_kind(), group=_ANSWER, help="", example="2026-05-20")

    @property
    def words(self) -> str:
        """The question and the scope."""
        return f"{self.question or ''} {self.scope_words}".strip()
