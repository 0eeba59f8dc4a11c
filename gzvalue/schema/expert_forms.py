"""What experts add beside their score sheets: rounds of questions, and the worth of data used together."""

from decimal import Decimal

from gzvalue.schema.field import Record, declared, form, money, text
from gzvalue.schema.kinds import integer_kind, number_kind, reference_kind, references_kind


@form("delphi_score", "德尔菲评分")
class DelphiScore(Record):
    """One expert's score of one question in one round."""

    round: int | None = declared("轮次", integer_kind("轮", least=1, most=20), required="error", help="第几轮", example="1")
    expert: str | None = declared("专家编号", reference_kind("expert"), required="error", help="谁打的分", example="E1")
    item: str | None = text("评价事项", 60, required="error", help="各轮、各专家写法须一致", example="客流指数的分成率")
    score: Decimal | None = declared(
        "评分", number_kind(most=Decimal(100)), required="error", help="各轮口径一致，越高越有利或越重要", example="80"
    )
    note: str | None = text("理由", 300, help="与上一轮相差较大时说明", example="")


@form("joint_scenario", "联合应用场景")
class JointScenario(Record):
    """Income of a scenario that needs several data sets at once: what a Shapley split of a unit is made from."""

    unit: str | None = declared(
        "单元编号", reference_kind("valuation_unit"), required="error", help="按沙普利值分摊的评估单元", example="U01"
    )
    name: str | None = text("场景名称", 100, required="error", help="靠这些数据一起取得什么收益", example="客流预测排班")
    data_sets: tuple[str, ...] | None = declared("缺一不可的数据集", references_kind("data_set"), required="error",
                                                 help="缺少其中任何一个，这个场景就没有收益", example="D06、D03")  # fmt: skip
    income: Decimal | None = money("场景年收益", required="error", help="各场景用同一口径，只用于比较贡献", example="600,000")
    note: str | None = text("依据", 300, help="怎样测得", example="")
