"""Experts, their score sheets and the judgements behind the weights."""

from decimal import Decimal
from fractions import Fraction

from gzvalue.schema.field import OWN_DEFAULT, Record, choice, declared, form, text
from gzvalue.schema.kinds import code_kind, judgement_kind, number_kind, ratio_kind, reference_kind, score_kind

_OWN = "本软件指标体系，参照中评协〔2023〕17号价值影响因素与 GB/T 36344-2018 维度归纳，非官方指标"

DIMENSIONS = {"quality": "质量", "cost": "成本", "application": "应用", "market": "市场", "risk": "风险"}
"""First level of the index system: key and Chinese name."""


@form("expert", "专家", code="code")
class Expert(Record):
    """Someone who scores."""

    code: str | None = declared("专家编号", code_kind(), required="error", help="在本项目内唯一", example="E1")
    name: str | None = text("姓名", 40, required="error", help="", example="赵工")
    organisation: str | None = text("单位", 100, help="", example="信息部")
    field: str | None = text("专业领域", 100, help="", example="数据治理")
    independent: str | None = choice("与企业关系", "本企业", "外部", help="外部专家更可信", example="外部")


def _indicator(label: str, help: str) -> Decimal | None:
    return declared(label, score_kind(), help=help + "；0–100 分，越高越有利", source=_OWN, example="80")  # type: ignore[no-any-return]


@form("expert_score", "专家评分")
class ExpertScore(Record):
    """One expert's score sheet of one data set; indicators are keyed ``dimension_indicator``."""

    expert: str | None = declared("专家编号", reference_kind("expert"), required="error", help="谁打的分", example="E1")
    data_set: str | None = declared("数据集编号", reference_kind("data_set"), required="error", help="打给哪个数据集", example="D01")
    quality_integrity: Decimal | None = _indicator("完整与规范", "应填已填、符合标准的程度")
    quality_accuracy: Decimal | None = _indicator("准确与一致", "内容正确、各处相符的程度")
    quality_timeliness: Decimal | None = _indicator("时效与可访问", "及时更新、需要时取得到的程度")
    cost_input: Decimal | None = _indicator("投入规模", "形成数据所费投入的大小")
    cost_rebuild: Decimal | None = _indicator("重建难度", "他人重新取得同样数据的难度")
    cost_upkeep: Decimal | None = _indicator("维护保障", "持续更新与存储的保障程度")
    application_scenarios: Decimal | None = _indicator("场景广度", "已落地应用场景的数量与范围")
    application_benefit: Decimal | None = _indicator("效益证明", "增收节支有账可查的程度")
    application_prospect: Decimal | None = _indicator("拓展前景", "进入新场景的可能")
    market_scarcity: Decimal | None = _indicator("稀缺程度", "同类数据来源的多少；越稀缺越高")
    market_demand: Decimal | None = _indicator("需求强度", "询价、买方与合同的多少")
    market_liquidity: Decimal | None = _indicator("流通便利", "挂牌、交付、定价的成熟程度")
    risk_rights: Decimal | None = _indicator("权属清晰", "来源合法、权利完整的程度；风险越低分越高")
    risk_compliance: Decimal | None = _indicator("合规安全", "个人信息与数据安全风险的可控程度；风险越低分越高")
    risk_continuity: Decimal | None = _indicator("持续供给", "来源中断风险的可控程度；风险越低分越高")
    note: str | None = text("评分说明", 300, help="扣分或加分的原因", example="")


@form("judgement", "判断矩阵")
class Judgement(Record):
    """One pairwise comparison; only one of (a, b) and (b, a) is kept, the other is its reciprocal."""

    expert: str | None = declared("专家编号", reference_kind("expert"), help="谁的判断；留空为共同判断", example="E1")
    group: str | None = text(
        "比较层", 40, required="error", help="准则层为五个维度之间；填某个维度的名称为该维度内各指标之间", example="准则层"
    )
    first: str | None = text("甲", 40, required="error", help="维度或指标的名称", example="质量")
    second: str | None = text("乙", 40, required="error", help="维度或指标的名称", example="成本")
    value: Fraction | None = declared(
        "甲比乙", judgement_kind(), required="error", help="1 同等、3 稍重要、5 明显、7 强烈、9 极端；反过来填 1/3 等", example="2"
    )


RI_TABLES = {
    "saaty_2005": "Saaty 2005", "textbook_a": "国内教材甲", "textbook_b": "国内教材乙", "donegan_dodd": "Donegan–Dodd", "alonso_lamata": "Alonso–Lamata",
}  # fmt: skip
"""Tables of the random index: name in the calculator and name for people."""


@form("weighting", "权重设置", single=True)
class Weighting(Record):
    """How the weights of the index system come about."""

    method: str | None = choice("权重方法", "默认权重", "层次分析法", "熵权法", "CRITIC 法", "组合权重", group="权重", required="error",
                                help="默认权重为" + OWN_DEFAULT + "；层次分析法由判断矩阵算出；熵权法由评分离散程度算出；CRITIC 法另计指标间的相关", example="层次分析法")  # fmt: skip
    alpha: Decimal | None = declared("主观权重占比", ratio_kind(), group="权重", help="组合权重时层次分析法所占比例", example="50%")
    objective: str | None = choice(
        "客观权重", "熵权法", "CRITIC 法", group="权重", help="组合权重时与层次分析法组合的方法；留空为熵权法", example="熵权法"
    )
    combination: str | None = choice("组合方式", "线性加权", "乘积归一", "几何平均", group="权重",
                                     help="线性加权用主观权重占比；其余两种不用；留空为线性加权", example="线性加权")  # fmt: skip
    ahp_method: str | None = choice(
        "求权方法", "特征向量法", "和法", "方根法", group="权重", help="层次分析法的求解方法", example="特征向量法"
    )
    ri_table: str | None = choice("随机一致性指标表", *RI_TABLES.values(), aliases=RI_TABLES, group="权重",
                                  help="CR＝CI÷RI，RI 因表而异，随结果注明", example="Saaty 2005")  # fmt: skip
    high_from: Decimal | None = declared("“高”等级起点", number_kind("分", most=Decimal(100)), group="等级", help=OWN_DEFAULT, example="78")
    middle_from: Decimal | None = declared(
        "“中”等级起点", number_kind("分", most=Decimal(100)), group="等级", help=OWN_DEFAULT, example="62"
    )
