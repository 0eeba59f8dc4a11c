"""What a person may choose of a dossier."""

from dataclasses import dataclass

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
    "financing": "融资与担保方案",
    "risks": "风险提示",
    "sheets": "数据集说明",
    "statements": "承诺与声明",
    "signing": "签署",
    "attachments": "附件索引",
}
"""Parts that may be left out, in the order of the paper. Cover, contents and summary always stand."""


@dataclass(frozen=True)
class Options:
    """Choices for one dossier.

    Attributes:
        left_out: keys of `PARTS` that are not wanted.
        sheets: codes of the data sets that get a page of their own; ``None`` takes all that serve a valuation unit.
        mirrored: the binding margin changes sides, for printing on both sides.
    """

    left_out: frozenset[str] = frozenset()
    sheets: tuple[str, ...] | None = None
    mirrored: bool = False
