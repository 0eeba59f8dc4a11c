"""What the cost approach is made from: cost items at replacement level, and the weights of quality dimensions behind δ."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.field import Record, choice, declared, department_field, filler_field, form, money, text
from gzvalue.schema.kinds import date_kind, number_kind, ratio_kind, reference_kind
from gzvalue.schema.sources import GUIDANCE

COST_CATEGORIES = (
    "前期费用",
    "直接成本-采集",
    "直接成本-清洗加工",
    "直接成本-标注",
    "直接成本-存储安全",
    "直接成本-其他",
    "间接成本",
    "机会成本",
    "相关税费",
    "合理利润",
)
"""Categories of 中评协〔2023〕17号; 合理利润 is not among them and warned of when 机会成本 is present too."""

COMMON_KEYS = ("按记录数", "按存储量", "按工时", "按使用次数", "平均")
"""By what a common cost is split to the data sets."""

SPLIT_KEYS = {
    "按记录数": ("record_count", "记录数"),
    "按存储量": ("storage_gb", "存储量"),
    "按工时": ("work_hours", "投入工时"),
    "按使用次数": ("use_count", "使用次数"),
}
"""The field of a data set, and its name, behind each of them that is not 平均."""


@form("cost_item", "成本明细")
class CostItem(Record):
    """One cost at replacement level."""

    data_set: str | None = declared("数据集编号", reference_kind("data_set"), help="留空为共同成本，按所选依据分摊", example="D01")
    category: str | None = choice("成本类别", *COST_CATEGORIES, required="error", source=GUIDANCE, help="按指导意见的成本构成",
                                  aliases={"前期": "前期费用", "采集": "直接成本-采集", "直接成本-清洗": "直接成本-清洗加工", "清洗": "直接成本-清洗加工", "清洗加工": "直接成本-清洗加工", "标注": "直接成本-标注",
                                           "直接成本-存储": "直接成本-存储安全", "存储": "直接成本-存储安全", "存储安全": "直接成本-存储安全", "直接成本": "直接成本-其他", "间接": "间接成本", "机会": "机会成本", "税费": "相关税费", "利润": "合理利润"},
                                  example="直接成本-采集")  # fmt: skip
    name: str | None = text("成本名称", 100, required="notice", help="具体花在哪里", example="闸机与服务器折旧")
    amount: Decimal | None = money("金额", required="error", help="评估基准日的重置水平；填历史成本时另填物价指数", example="510,000")
    incurred_on: date | None = declared("发生日期", date_kind(), help="历史成本的发生日", example="2019-06-30")
    index_then: Decimal | None = declared("发生时物价指数", number_kind(), help="与现行指数同一口径", example="100")
    index_now: Decimal | None = declared("基准日物价指数", number_kind(), help="与发生时指数同一口径", example="108.5")
    allocation: str | None = choice("共同成本分摊依据", *COMMON_KEYS, help="仅共同成本需要；工时、使用次数在数据集中填", example="按存储量")
    basis: str | None = text("依据", 200, help="合同、发票、工时表…", example="2019 年闸机采购合同")
    department: str | None = department_field()
    filler: str | None = filler_field()


def _dimension(label: str, default: str) -> Decimal | None:
    return declared(f"{label}权重", ratio_kind(), help=f"留空为本软件默认 {default}，非官方数值；六项按合计折算", example=default)  # type: ignore[no-any-return]


@form("quality_weights", "质量维度权重", single=True)
class QualityWeights(Record):
    """Weights of the six dimensions of GB/T 36344-2018 in a δ from measured quality; the standard itself gives none."""

    conformity: Decimal | None = _dimension("规范性", "15%")
    completeness: Decimal | None = _dimension("完整性", "20%")
    accuracy: Decimal | None = _dimension("准确性", "20%")
    consistency: Decimal | None = _dimension("一致性", "15%")
    timeliness: Decimal | None = _dimension("时效性", "15%")
    accessibility: Decimal | None = _dimension("可访问性", "15%")
    basis: str | None = text("权重依据", 300, help="自行改动时写明", example="专家讨论，2026-05-10")
