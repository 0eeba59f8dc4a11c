"""A data set for training a model (高质量训练数据集): what it is made of, how it was made, and what each part adds."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.field import Record, choice, declared, form, long_text, money, text
from gzvalue.schema.figures import shortened
from gzvalue.schema.kinds import code_kind, date_kind, integer_kind, number_kind, ratio_kind, reference_kind, references_kind

ROLES = ("训练", "验证", "测试")

LICENCES = ("自有", "约定可用于训练", "约定不明", "约定不得用于训练")

BY_COALITION, BY_SCENARIO, BY_UNIT = "按各组合的增益", "按缺一不可的场景", "按评估单元的联合场景"
"""Where the joint worth comes from: every coalition typed, scenarios that need all they name, or those of a valuation unit."""

IN_METRIC, IN_MONEY = "评价指标", "收益（元）"
"""In what the gains are stated: a metric only gives proportions, money gives the amounts themselves."""

ONE_BY_ONE, MONOTONE = "逐一填写", "缺失的按单调性补足"

_WHAT, _RIGHT, _MADE, _PEOPLE, _SPLIT = "数据集", "训练使用的权利", "加工与质量", "个人信息与生成内容", "评价与价值分配"


@form("training_set", "训练数据集", code="code")
class TrainingSet(Record):
    """One data set for training: its task, rights, making, limits, and the joint value that its parts share."""

    code: str | None = declared("训练集编号", code_kind(), group=_WHAT, required="notice", help="在本项目内唯一的短编号", example="XL01")
    name: str | None = text("训练数据集名称", 100, group=_WHAT, required="notice", help="内容＋用途", example="景区客流预测训练数据集")
    version: str | None = text("版本", 40, group=_WHAT, help="冻结后再变动须换版本", example="2026.1")
    model: str | None = text("模型", 100, group=_WHAT, required="notice", help="训练什么模型；多个写主要的", example="客流时序预测模型")
    task: str | None = text("任务", 200, group=_WHAT, required="notice", help="模型要完成什么", example="预测未来 14 天各景点每日客流")
    modality: str | None = text("模态与格式", 100, group=_WHAT, help="文本、图像、音频、表格、时序…", example="时序表格，Parquet")
    split_rule: str | None = text(
        "划分规则", 300, group=_WHAT, required="notice", help="训练、验证、测试怎样分开；同一样本不得跨组", example="按日期：2023 年前训练，2024 年验证，2025 年测试"
    )  # fmt: skip

    licence: str | None = choice(
        "训练使用许可", *LICENCES, group=_RIGHT, required="notice", help="各组成部分另有约定的，在组成表中填", example="自有"
    )
    licence_basis: str | None = text(
        "许可依据", 300, group=_RIGHT, required="notice", help="合同条款、授权书或自有系统产生", example="自有票务系统产生"
    )
    licence_until: date | None = declared("许可期限至", date_kind(), group=_RIGHT, help="没有期限的留空", example="2030-12-31")
    copyright_note: str | None = text(
        "著作权说明", 300, group=_RIGHT, help="含图片、影像、文本作品的，写明权利人与许可", example="不含作品"
    )

    collecting: str | None = long_text(
        "采集方式", 1000, group=_MADE, required="notice", help="从哪里、怎样取得", example="闸机系统每日导出"
    )
    cleaning: str | None = long_text(
        "清洗步骤", 2000, group=_MADE, required="notice", help="每行一步，按先后", example="删除停业日\n修补闸机断线时段"
    )
    duplicates_by: str | None = text("去重方法", 200, group=_MADE, required="notice", help="按什么判定重复", example="按日期与景点编号")
    duplicates: Decimal | None = declared("去除的重复样本占比", ratio_kind(), group=_MADE, help="去重前样本中重复的比例", example="1.2%")
    annotation: str | None = text(
        "标注方式", 300, group=_MADE, required="notice", help="人工、自动、人机结合，是否双人；不需要标注的填“无需标注”", example="人工双人标注，分歧由组长裁定"
    )  # fmt: skip
    annotators: int | None = declared("标注人数", integer_kind("人"), group=_MADE, help="实际参加标注的人数，不含抽检的人", example="6")
    agreement_by: str | None = choice(
        "一致性口径", "逐条一致率", "Cohen's Kappa", "Fleiss' Kappa", "Krippendorff's Alpha", "其他", group=_MADE, help="一致性数值的算法",
        example="逐条一致率",
    )  # fmt: skip
    agreement: Decimal | None = declared(
        "标注一致性", ratio_kind(least=Decimal(-1)), group=_MADE, help="双人标注或抽检得到的一致性", example="96.5%"
    )
    checked: Decimal | None = declared("抽检比例", ratio_kind(), group=_MADE, help="标注后抽检的样本占比", example="10%")
    checked_right: Decimal | None = declared("抽检合格率", ratio_kind(), group=_MADE, help="抽检样本中标注正确的比例", example="99.1%")
    limits: str | None = long_text("已知局限", 2000, group=_MADE, required="notice", help="覆盖不足、偏差、不适用的场合；每行一条",
                                   example="2020–2022 年客流异常，不代表常态")  # fmt: skip

    personal: str | None = choice(
        "个人信息处理", "不含个人信息", "已匿名化", "已去标识化", "已取得同意", "未处理", "待核", group=_PEOPLE, required="notice",
        source="个人信息保护法 第四条", help="去标识化后仍属个人信息", example="不含个人信息",
    )  # fmt: skip
    personal_note: str | None = text("个人信息说明", 400, group=_PEOPLE, help="怎样处理、谁检测", example="只用按日汇总数")
    generated: Decimal | None = declared(
        "生成内容占比", ratio_kind(), group=_PEOPLE, required="notice", help="由模型生成或合成的样本占比；没有填 0", example="0%"
    )
    generated_note: str | None = text("生成内容说明", 300, group=_PEOPLE, help="用什么生成、是否标识", example="无生成内容")

    metric: str | None = text("评价指标", 100, group=_SPLIT, help="在测试集上评价什么", example="平均绝对百分比误差的下降（百分点）")
    metric_value: Decimal | None = declared("指标结果", number_kind(least=None), group=_SPLIT, help="用全部数据训练后的结果", example="8.4")
    split_by: str | None = choice("价值分配依据", BY_COALITION, BY_SCENARIO, BY_UNIT, group=_SPLIT, help="联合价值怎样在各数据集之间分配",
                                  example=BY_COALITION)  # fmt: skip
    gain_in: str | None = choice(
        "增益单位", IN_METRIC, IN_MONEY, group=_SPLIT, help="按指标只得到比例，须另填联合价值；按收益直接得到金额", example=IN_METRIC
    )
    missing: str | None = choice(
        "缺失组合",
        ONE_BY_ONE,
        MONOTONE,
        group=_SPLIT,
        help="补足时按其所含组合中最大的增益（本软件规则）；补了哪些会写明",
        example=ONE_BY_ONE,
    )
    joint_value: Decimal | None = money("联合价值", group=_SPLIT, help="各数据集合在一起的价值，按沙普利值分配", example="3,000,000")
    unit: str | None = declared(
        "对应的评估单元", reference_kind("valuation_unit"), group=_SPLIT, help="联合价值留空时取该单元的测算值", example="U01"
    )
    value_basis: str | None = text("联合价值依据", 300, group=_SPLIT, help="合同、评估或测算", example="评估单元 U01 的测算值")
    note: str | None = text("说明", 400, group=_SPLIT, help="其他需要说明的", example="每年按新增样本重新训练并重新分配")


@form("training_part", "训练集组成")
class TrainingPart(Record):
    """One data set in one role."""

    training_set: str | None = declared(
        "训练集编号", reference_kind("training_set"), required="notice", help="属于哪个训练集", example="XL01"
    )
    data_set: str | None = declared("数据集编号", reference_kind("data_set"), required="notice", help="目录中的数据集", example="D06")
    role: str | None = choice(
        "用途", *ROLES, required="notice", aliases={"训练集": "训练", "验证集": "验证", "测试集": "测试"},
        help="同一数据集分作几种用途的，每种一行", example="训练",
    )  # fmt: skip
    samples: int | None = declared("样本数", integer_kind("条"), required="notice", help="去重、清洗之后", example="12,400")
    selection: str | None = text("取用范围", 200, help="取了哪一部分：时段、字段、条件", example="2010–2022 年")
    licence: str | None = choice("训练使用许可", *LICENCES, help="与训练集总体不同时填", example="自有")
    licence_basis: str | None = text("许可依据", 300, help="与训练集总体不同时填", example="数据授权合同 SQ-2025-03，可用于训练")
    note: str | None = text("说明", 300, help="这一部分的其他情况", example="只用 2024 年以后的样本")

    @property
    def words(self) -> str:
        """The training set, the data set and its role."""
        return " ".join(word for word in (self.training_set or "", self.data_set or "", self.role or "") if word)


@form("training_gain", "组合增益")
class TrainingGain(Record):
    """What one combination of data sets brings: its whole gain, or the income of a scenario that needs all of them."""

    training_set: str | None = declared(
        "训练集编号", reference_kind("training_set"), required="notice", help="属于哪个训练集", example="XL01"
    )
    data_sets: tuple[str, ...] | None = declared(
        "所用数据集", references_kind("data_set"), required="notice", help="只用这些数据集训练；或场景缺一不可的数据集", example="D06"
    )
    gain: Decimal | None = declared(
        "增益", number_kind(least=None), required="notice", help="相对于不用这些数据的提升；同一口径，越大越好", example="3.2"
    )
    note: str | None = text("依据", 300, help="实验编号、测量方法", example="实验 E03")

    @property
    def words(self) -> str:
        """The training set and the combination."""
        return " ".join(word for word in (self.training_set or "", shortened("、".join(self.data_sets or ()), 40)) if word)
