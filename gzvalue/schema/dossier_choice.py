"""What a person chose for the paper: kept in the file, so that window, command and undo agree."""

from gzvalue.schema.field import Record, declared, form
from gzvalue.schema.kinds import choices_kind, flag_kind, references_kind

PARTS = {
    "missing": "待补正事项",
    "enterprise": "企业概况",
    "catalogue": "数据目录",
    "rights": "权属与合规自查",
    "quality": "质量评价",
    "scoring": "综合评分",
    "scenarios": "应用场景与信息来源",
    "valuation": "价值测算",
    "steps": "评估单元测算过程",
    "parameters": "程序参数与来源",
    "uncertainty": "敏感性与不确定性",
    "financing": "融资与担保方案",
    "lender": "银行审查",
    "after_loan": "担保结构、贷后监测与退出",
    "price": "数据产品定价",
    "books": "数据资源入账情况",
    "risks": "风险提示",
    "sheets": "数据集说明",
    "power": "企业用电画像",
    "statements": "承诺与声明",
    "signing": "签署",
    "attachments": "附件索引",
}
"""Parts that may be left out, by key, in the order of the paper. Cover, contents and summary always stand."""


@form("dossier_choice", "申报材料设置", single=True)
class DossierChoice(Record):
    """Which parts of the dossier are wanted; all empty takes everything."""

    left_out: tuple[str, ...] | None = declared(
        "不列入的部分", choices_kind(*PARTS.values()), help="留空则全部列入；封面、目录和摘要总是列入", example="附件索引"
    )
    sheets: tuple[str, ...] | None = declared(
        "单独成页的数据集", references_kind("data_set"), help="留空则服务于评估单元的数据集各成一页", example="D01、D06"
    )
    mirrored: bool | None = declared("双面打印", flag_kind(), help="装订边左右交替", example="否")
    short: bool | None = declared("简版", flag_kind(), help="不超过 8 页的简版；完整版另行生成", example="否")
