"""Rules that look at one record alone: what does not fit together inside it.

Each rule yields findings: level, key of the field, and words that follow the record's name in the message.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias
from unicodedata import normalize

from gzvalue.schema import credit_code, industry, templates
from gzvalue.schema.data_set import DataSet, DeclaredQuality
from gzvalue.schema.enterprise import Enterprise, FinanceYear, ValuationHead
from gzvalue.schema.field import Record
from gzvalue.schema.figures import shortened
from gzvalue.schema.kinds import first_day, grouped, last_day
from gzvalue.schema.measurement_form import QualityRules
from gzvalue.schema.problems import Level
from gzvalue.schema.rights_forms import Certificate, Financing, PrincipalPayment
from gzvalue.schema.scoring_forms import Judgement, Weighting
from gzvalue.schema.valuation_forms import Contract, CostItem, Discount, Evidence, IncomeYear, Increment, ValuationUnit

Finding: TypeAlias = tuple[Level, str, str]
Rule: TypeAlias = Callable[[Any], Iterator[Finding]]

FOOT_TOLERANCE = Decimal(10_000)
"""Accounts are often stated in 万元: sums may differ by one of them."""

REGISTERED_NAME_LENGTH = 40
"""Longest name that the registration form takes (国数综政策〔2026〕35号 附件1，以官方文本为准)."""

PLEDGE_RATE_NOTICE = Decimal("0.5")
"""Pledge rates above this are noticed (本软件默认值，非官方数值)."""

_NONE_WORDS = {"否", "无", "没有", "不涉及", "不涉", "不含", "/", "-"}


def says_none(text: str | None) -> bool:
    """Whether a free text means 'there is none'."""
    return text is None or folded(text).rstrip("。.") in _NONE_WORDS


def folded(text: str) -> str:
    """A name without what people vary: widths, blanks, case."""
    return "".join(normalize("NFKC", text).split()).casefold()


def _enterprise(one: Enterprise) -> Iterator[Finding]:
    if one.credit_code:
        wrong = credit_code.fault(one.credit_code)
        if wrong:
            yield "notice", "credit_code", wrong + "。"
    if one.status and one.status != "存续":
        yield "notice", "status", f"存续情况为“{one.status}”，银行一般不受理，请先核实。"
    if one.financing_platform in ("是", "待核"):
        yield "notice", "financing_platform", f"是否融资平台公司为“{one.financing_platform}”，银行首先查询此项，请先与银行沟通。"
    if one.industry:
        wrong = industry_fault(one.industry)
        if wrong:
            yield "notice", "industry", wrong


@lru_cache(maxsize=4096)
def industry_fault(text: str) -> str | None:
    """What is wrong with an industry; remembered, as looking for the nearest one is slow and texts repeat."""
    return industry.fault(text)


def _finance_year(one: FinanceYear) -> Iterator[Finding]:
    sums = (
        ("ebit", "息税折旧摊销前利润－折旧与摊销", (one.ebitda, _minus(one.depreciation))),
        ("profit_before_tax", "息税前利润－利息支出＋其他收益", (one.ebit, _minus(one.interest), one.other_income or Decimal(0))),
        ("net_profit", "利润总额－所得税费用", (one.profit_before_tax, _minus(one.income_tax))),
    )
    for key, words, parts in sums:
        stated: Decimal | None = getattr(one, key)
        known = [part for part in parts if part is not None]
        if stated is None or len(known) < len(parts):
            continue
        right = sum(known, Decimal(0))
        if abs(right - stated) > FOOT_TOLERANCE:
            label = one.form.fields[key].label
            yield "notice", key, f"{label}为 {grouped(stated, 2)} 元，而{words}＝{grouped(right, 2)} 元，请核对。"
    if one.equity is not None and one.total_assets is not None and one.equity > one.total_assets:
        yield "error", "equity", "所有者权益大于资产总额，请核对资产负债表。"


def _minus(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _head(one: ValuationHead) -> Iterator[Finding]:
    if one.preparer and one.reviewer and folded(one.preparer) == folded(one.reviewer):
        yield "error", "reviewer", f"复核人与编制人同为“{one.reviewer}”，不得为同一人，请另选复核人。"
    if one.valuation_date and one.as_of and one.as_of < one.valuation_date:
        yield "notice", "as_of", f"编制日期 {one.as_of} 早于评估基准日 {one.valuation_date}，请核对。"
    if one.value_type and one.value_type != "市场价值" and not one.premise:
        yield "notice", "premise", f"价值类型为“{one.value_type}”，请填写价值前提，说明为何不用市场价值。"


def _data_set(one: DataSet) -> Iterator[Finding]:
    yield from _span(one)
    yield from _from_template(one)
    if one.adjustment is not None and not one.adjustment_reason:
        over = "大于 100%，" if one.adjustment > 1 else ""
        yield "error", "adjustment_reason", f"价值调整系数 δ 为直接录入（{over}不按剩余年限计算），请填写录入理由。"
    if one.public_data and not says_none(one.public_data):
        yield "notice", "public_data", f"公共数据核查为“{shortened(one.public_data, 60)}”，请附授权文件；未获授权的公共数据不得质押。"
    elif one.source_type == "公共数据授权运营":
        yield "notice", "source_type", "数据来自公共数据授权运营，请附授权协议，并在权利期限、权利限制中写明其约定。"
    if one.grade == "重要（待识别）":
        yield "notice", "grade", "可能属于重要数据，请先向主管部门申报识别，结果出来之前不宜流通或质押。"
    if one.registration_name and len(one.registration_name) > REGISTERED_NAME_LENGTH:
        yield "notice", "registration_name", f"登记名称 {len(one.registration_name)} 字，登记要求 {REGISTERED_NAME_LENGTH} 字以内，请精简。"
    if one.personal_information is False and one.registered_personal == "是":
        yield "notice", "registered_personal", "原始数据填“不含个人信息”，登记版却填“含”，请核对。"
    if one.industry:
        wrong = industry_fault(one.industry)
        if wrong:
            yield "notice", "industry", wrong


def _from_template(one: DataSet) -> Iterator[Finding]:
    """What a template says is nobody's fact until a person has confirmed it."""
    if templates.is_unconfirmed(one):
        same = templates.still_typical(one)
        which = f"{len(same)} 处仍是模板原文（{shortened('、'.join(same), 80)}）" if same else "内容待企业确认"
        yield (
            "error",
            "note",
            f"取自行业模板、尚未确认：{which}。请逐处核对（连同字段字典），改正后删去备注中以“{templates.MARK}”开头的一句。",
        )


def _span(one: DataSet) -> Iterator[Finding]:
    if one.span_start and one.span_end and last_day(one.span_end) < first_day(one.span_start):
        yield "error", "span_end", f"时间跨度止（{one.span_end}）早于时间跨度起（{one.span_start}），请核对。"


def _declared_quality(one: DeclaredQuality) -> Iterator[Finding]:
    scores = [key for key, field in one.form.fields.items() if field.kind.name == "score"]
    missing = [one.form.fields[key].label for key in scores if getattr(one, key) is None]
    if missing:
        which = "各项都未打分" if len(missing) == len(scores) else f"{'、'.join(missing)}未打分"
        yield "notice", next(key for key in scores if getattr(one, key) is None), f"{which}，请补充。"
    if len(missing) < len(scores) and not one.basis:
        yield "notice", "basis", "有分数而没有申报依据，请说明凭什么这样打分。"


def _certificate(one: Certificate) -> Iterator[Finding]:
    if one.state == "已发证" and not one.number:
        yield "error", "number", "状态为已发证，请填写凭证编码。"
    if one.state == "已发证" and one.issued_on is None:
        yield "notice", "issued_on", "状态为已发证，请填写发证日期。"
    yield from _order(one.applied_on, one.issued_on, "issued_on", "发证日期", "申请日期")
    yield from _order(one.issued_on, one.valid_until, "valid_until", "有效期至", "发证日期")


def _order(first: date | None, second: date | None, key: str, second_name: str, first_name: str) -> Iterator[Finding]:
    if first is not None and second is not None and second < first:
        yield "error", key, f"{second_name}（{second}）早于{first_name}（{first}），请核对。"


def _contract(one: Contract) -> Iterator[Finding]:
    yield from _order(one.starts, one.ends, "ends", "截止日期", "开始日期")


def _evidence(one: Evidence) -> Iterator[Finding]:
    yield from _order(one.issued_on, one.expires_on, "expires_on", "有效期至", "文件日期")


def _unit(one: ValuationUnit) -> Iterator[Finding]:
    if one.main_method == "收益法-分成":
        if one.share_base is None:
            yield "error", "share_base", "主要方法为收益法-分成，请选择分成基数：K 乘在收益上还是收入上。"
        if one.share_rate is None and one.share_basis is None:
            yield "error", "share_rate", "主要方法为收益法-分成，请填写分成率 K，或选用一项分成率测算。"
        elif not one.share_reason and one.share_basis is None:
            yield "notice", "share_reason", "请填写分成率依据：K 怎样得来。"
    yield from _unit_method(one)
    if one.life_years is not None and not one.life_reason:
        yield "notice", "life_reason", "请填写收益期限依据：法律、合同、更新、衰减各年限及为何取此值。"


_ASKED = {
    "收益法-许可费节省": ("royalty_rate", "royalty_reason"),
    "收益法-单期超额": ("single_year", "growth", "terminal_reason"),
}
"""What a main method cannot do without."""


def _unit_method(one: ValuationUnit) -> Iterator[Finding]:
    for key in _ASKED.get(one.main_method or "", ()):
        if getattr(one, key) is None:
            yield "error", key, f"主要方法为{one.main_method}，请填写“{one.form.fields[key].label}”。"
    if one.attrition is not None and one.upkeep is not None:
        yield "error", "upkeep", "同时填了年衰减率和维护更新成本，同一损耗会扣两次，请只留一项。"
    if one.renewable is not None and not one.renewal_reason:
        yield "error", "renewal_reason", f"选了“{one.renewable}”，请写明续期判断理由。"
    if one.terminal == "计入" and not one.terminal_reason:
        yield "error", "terminal_reason", "计入终值须写明理由；数据收益期限有限，一般不计终值。"


def _increment(one: Increment) -> Iterator[Finding]:
    if one.kind == "增收" and one.margin is None:
        yield "error", "margin", "增量类别为增收，请填写增收利润率：增加的收入扣除相应成本后留下的比例。"
    if one.kind != "增收" and one.margin is not None:
        yield "notice", "margin", f"增量类别为{one.kind or '空'}，不用增收利润率，请核对。"


def _cost_item(one: CostItem) -> Iterator[Finding]:
    if one.data_set is None and one.allocation is None:
        yield "error", "allocation", "没有填数据集编号，是共同成本，请选择共同成本分摊依据；若属于某个数据集，请填它的编号。"
    if (one.index_then is None) != (one.index_now is None):
        key = "index_then" if one.index_then is None else "index_now"
        yield "error", key, "物价指数须成对填写：发生时与基准日的指数同一口径，缺一不可。"
    for key in ("index_then", "index_now"):
        if getattr(one, key) == 0:
            yield "error", key, "物价指数不能为 0，请核对。"


def _income_year(one: IncomeYear) -> Iterator[Finding]:
    if one.contracted is not None and one.transferable is not None and one.contracted > one.transferable:
        yield "error", "contracted", "合同已锁定的收益大于可转让收益，请核对：它是可转让收益的一部分。"
    if all(getattr(one, key) is None for key in ("revenue", "transferable", "internal")):
        yield "notice", "transferable", "收入、可转让收益、内部收益都未填，请至少填一项。"


def _discount(one: Discount) -> Iterator[Finding]:
    if one.method == "直接录入" and one.entered_rate is not None and not one.entered_reason:
        yield "error", "entered_reason", "折现率为直接录入，请填写录入理由。"


def _financing(one: Financing) -> Iterator[Finding]:
    if one.loan_asked == 0:
        yield "error", "loan_asked", "申请贷款金额为 0，请填写拟申请的金额（元）。"
    if one.term_months == 0:
        yield "error", "term_months", "期限为 0 个月，请填写月数。"
    if one.pledge_rate is not None and one.pledge_rate > PLEDGE_RATE_NOTICE:
        yield "notice", "pledge_rate", "拟质押率上限超过 50%（本软件默认的提醒线，非官方数值），请与银行核对。"
    if one.repeated_pledge:
        yield "notice", "repeated_pledge", "拟质押数据已质押给他人，请说明受偿顺序，并先取得在先质权人书面意见。"
    if one.loan_kind in ("固定资产贷款", "项目贷款") and one.budget is None:
        yield "notice", "budget", f"{one.loan_kind}请填写项目总投资，银行据此测算额度。"


def _principal_payment(one: PrincipalPayment) -> Iterator[Finding]:
    if one.amount == 0:
        yield "error", "amount", "还本金额为 0，请填写金额，或删除这一笔。"


def _judgement(one: Judgement) -> Iterator[Finding]:
    if one.first and one.first == one.second:
        yield "error", "second", "甲与乙是同一项，不需要比较，请改选或删除。"


def _weighting(one: Weighting) -> Iterator[Finding]:
    if one.method == "组合权重" and one.alpha is None and one.combination in (None, "线性加权"):
        yield "notice", "alpha", "组合权重请填写主观权重占比。"
    if one.high_from is not None and one.middle_from is not None and one.high_from <= one.middle_from:
        yield "error", "high_from", "“高”等级起点应大于“中”等级起点，请核对。"


def _quality_rules(one: QualityRules) -> Iterator[Finding]:
    if not one.rules:
        return
    try:
        found = json.loads(one.rules)
    except ValueError as wrong:
        yield "error", "rules", f"规则不是 JSON（{wrong}），不能用来测量；请在质量评价中重新设置。"
        return
    if not isinstance(found, dict):
        yield "error", "rules", "规则应是一个 JSON 对象，不能用来测量；请在质量评价中重新设置。"


RULES: Mapping[type[Record], Rule] = {
    Enterprise: _enterprise,
    FinanceYear: _finance_year,
    ValuationHead: _head,
    DataSet: _data_set,
    DeclaredQuality: _declared_quality,
    QualityRules: _quality_rules,
    Certificate: _certificate,
    Contract: _contract,
    Evidence: _evidence,
    ValuationUnit: _unit,
    CostItem: _cost_item,
    IncomeYear: _income_year,
    Increment: _increment,
    Discount: _discount,
    Financing: _financing,
    PrincipalPayment: _principal_payment,
    Judgement: _judgement,
    Weighting: _weighting,
}
"""The rule of each form that has one."""


def not_needed(record: Record) -> frozenset[str]:
    """Required fields that this record does not need, given what else it says."""
    if isinstance(record, Discount) and record.method == "直接录入":
        return frozenset({"risk_free", "risk_free_date", "risk_free_source"})
    if isinstance(record, ValuationUnit) and record.main_method == "成本法":
        return frozenset({"income_basis", "rate_basis", "life_years", "version"})
    if isinstance(record, ValuationUnit) and record.main_method == "收益法-单期超额":
        return frozenset({"life_years"})
    if isinstance(record, Certificate) and record.state in ("拟申请", "已提交", "已受理", "审查中", "公示中"):
        return frozenset({"valid_until"})
    return frozenset()
