"""What the conclusion stands on besides figures: which approach suits and why, weights, explanations of differences."""

from decimal import Decimal

from gzvalue.schema.field import Record, choice, declared, form, long_text, text
from gzvalue.schema.kinds import ratio_kind, reference_kind
from gzvalue.schema.sources import GUIDANCE
from gzvalue.schema.valuation_forms import METHODS

APPROACHES = ("收益法", "成本法", "市场法")
"""The three approaches of 中评协〔2023〕17号."""

USES = ("采用", "交叉验证", "不采用")
"""What an approach may be used for."""

BY_MAIN, BY_WEIGHTS = "主要方法", "加权"
"""How a unit's conclusion is formed."""


@form("approach", "方法适用性", code="approach")
class Approach(Record):
    """Whether one of the three approaches is used, and why or why not."""

    approach: str | None = choice(
        "评估方法", *APPROACHES, required="error", source=GUIDANCE, help="三种基本方法都要分析适用性", example="市场法"
    )
    use: str | None = choice("采用情况", *USES, required="error", source=GUIDANCE,
                             help="作为主要方法为采用，只并列对照为交叉验证；须与各评估单元的方法一致", example="不采用")  # fmt: skip
    reason: str | None = long_text("采用或不采用的理由", 2000, required="error", source=GUIDANCE, help="为什么用、为什么不用；结合下面的问答写明",
                                   example="没有公开、活跃的交易市场，找不到权利类型与应用场景相近的成交案例，不采用市场法。")  # fmt: skip


@form("approach_answer", "适用性问答")
class ApproachAnswer(Record):
    """One answer to one question of applicability; questions stand in resources/parameters/applicability.json."""

    item: str | None = text("问题编号", 40, required="error", help="适用性问题的编号，见软件内置问题表", example="market_active")
    answer: str | None = choice("回答", "是", "否", "部分", "待核", required="notice", help="按评估基准日的实际情况", example="否")
    note: str | None = text("说明", 400, help="依据、例外", example="查询三家交易所公开页，未见同类成交")


@form("unit_conclusion", "单元结论", code="unit")
class UnitConclusion(Record):
    """How the conclusion of one unit is formed, and what is said of differences between methods."""

    unit: str | None = declared("单元编号", reference_kind("valuation_unit"), required="error", help="哪个评估单元", example="U01")
    by: str | None = choice(
        "结论方式", BY_MAIN, BY_WEIGHTS, help="留空为主要方法；加权须在方法权重中录入权重并写明理由", example="主要方法"
    )
    weight_reason: str | None = long_text("加权理由", 1000, source=GUIDANCE, help="为什么加权、权重凭什么；不得简单平均了事",
                                          example="两种方法的数据可靠程度相近，收益预测有合同支持，权重较高。")  # fmt: skip
    difference_reason: str | None = long_text("差异说明", 1000, source=GUIDANCE, help="其他方法与结论相差超过结论的 30% 时必填：差异从哪里来、为何仍采用该结论",
                                              example="成本法只反映重新取得的投入，不反映独家渠道带来的收益。")  # fmt: skip


@form("method_weight", "方法权重")
class MethodWeight(Record):
    """The weight of one method in a unit's weighted conclusion."""

    unit: str | None = declared("单元编号", reference_kind("valuation_unit"), required="error", help="哪个评估单元", example="U01")
    method: str | None = choice("方法", *METHODS, required="error", help="主要方法或交叉验证方法之一", example="收益法-直接")
    weight: Decimal | None = declared("权重", ratio_kind(), required="error", help="同一单元各方法合计 100%", example="70%")


@form("conclusion_note", "结论说明", single=True)
class ConclusionNote(Record):
    """What is said of the conclusion as a whole."""

    difference_reason: str | None = long_text("方法间差异的分析", 2000, source=GUIDANCE, help="各方法合计结果相差超过结论的 30% 时必填；也可统一说明各单元的差异原因",
                                              example="成本法与收益法的差异主要来自收益与投入不成比例。")  # fmt: skip
    forming: str | None = long_text(
        "结论的形成", 2000, source=GUIDANCE, help="如何从各方法结果得到结论", example="各单元采用主要方法的结果相加，取整到万元。"
    )
    value_type_reason: str | None = text("价值类型理由", 400, help="选用市场价值以外的价值类型时必填", example="")
    limits: str | None = long_text("限制条件", 2000, help="使用结论时应注意的事项，一行一条", example="结论仅供融资内部参考。")
