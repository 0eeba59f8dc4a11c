"""Data sets with the attribute groups of the appraisal guidance, their field dictionary and declared quality."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.field import Record, choice, declared, department_field, filler_field, form, long_text, text
from gzvalue.schema.industry import industry_kind
from gzvalue.schema.kinds import (
    Kind,
    choices_kind,
    code_kind,
    date_kind,
    flag_kind,
    integer_kind,
    moment_kind,
    number_kind,
    ratio_kind,
    reference_kind,
    score_kind,
)

GUIDANCE = "中评协〔2023〕17号 第十二条（以官方文本为准）"
_REGISTER = "国数综政策〔2026〕35号 附件1（以官方文本为准）"
_INFO, _LAW, _VALUE = "信息属性", "法律属性", "价值属性"

RIGHTS = ("持有权", "使用权", "经营权")
"""HOLD, USE, OPERATE of 国数综政策〔2026〕35号 art. 3; older names are read as these."""

RIGHTS_ALIASES = {
    "数据持有权": "持有权", "数据使用权": "使用权", "数据经营权": "经营权", "HOLD": "持有权", "USE": "使用权", "OPERATE": "经营权",
    "数据资源持有权": "持有权", "数据加工使用权": "使用权", "数据产品经营权": "经营权", "加工使用权": "使用权", "产品经营权": "经营权",
}  # fmt: skip


def rights_kind() -> Kind:
    """The three property rights, several at once."""
    return choices_kind(*RIGHTS, aliases=RIGHTS_ALIASES)


ADJUSTMENTS = ("录入", "按剩余年限", "按实测质量")
"""Where the adjustment δ of the cost approach comes from."""


@form("data_set", "数据目录", code="code")
class DataSet(Record):
    """One data set: what it is, whose it is, what it is good for."""

    code: str | None = declared("编号", code_kind(), group=_INFO, required="error", help="在本项目内唯一；其他表用它指代", example="D01")
    name: str | None = text(
        "数据名称", 100, group=_INFO, required="error", source=GUIDANCE, help="日常叫法", example="景区门票销售订单数据集"
    )
    business_domain: str | None = text("业务域", 40, group=_INFO, required="notice", help="所属业务板块，用于分组", example="票务销售")
    structure: str | None = text("数据结构", 200, group=_INFO, source=GUIDANCE, help="表格、文本、图片…与结构化程度", example="表格/结构化")
    dictionary: str | None = text("数据字典", 200, group=_INFO, source=GUIDANCE, help="字典文件名或“见字段字典”", example="见字段字典")
    record_count: int | None = declared(
        "记录数", integer_kind("条"), group=_INFO, required="notice", source=GUIDANCE, help="约数亦可", example="18,600,000"
    )
    storage_gb: Decimal | None = declared("存储量", number_kind("GB"), group=_INFO, source=GUIDANCE, help="占用的存储空间", example="14.2")
    span_start: str | None = declared(
        "时间跨度起", moment_kind(), group=_INFO, required="notice", source=GUIDANCE, help="数据周期的开始；年、月、日均可", example="2005"
    )
    span_end: str | None = declared(
        "时间跨度止", moment_kind(), group=_INFO, required="notice", source=GUIDANCE, help="数据周期的结束", example="2025"
    )
    frequency: str | None = choice("更新频率", "实时", "按天", "按周", "按月", "按季", "按年", "按需", "其他", "不更新", group=_INFO, required="notice",
                                   aliases={"每天": "按天", "日": "按天", "每日": "按天", "每周": "按周", "每月": "按月", "每季": "按季", "每年": "按年", "月": "按月", "年": "按年"},
                                   source=GUIDANCE, help="产生频率；登记表中“按季”归入“其他”", example="实时")  # fmt: skip
    storage_mode: str | None = text("存储方式", 100, group=_INFO, source=GUIDANCE, help="自有机房、云、纸质…", example="自有机房 MySQL")
    source_system: str | None = text("来源系统", 200, group=_INFO, required="notice", help="产生数据的系统", example="票务管理系统")

    authoriser: str | None = text(
        "授权主体", 100, group=_LAW, source=GUIDANCE, help="数据由他人授权取得时填授权方；自采填本企业", example="本企业"
    )
    holder: str | None = text(
        "产权持有人", 100, group=_LAW, required="notice", source=GUIDANCE, help="凭证或合同上的持有人", example="示例峰林旅游集团有限公司"
    )
    right_path: str | None = text(
        "权利路径", 200, group=_LAW, source=GUIDANCE, help="从产生到现持有人的取得过程", example="自有闸机采集→集团数据中心"
    )
    rights: tuple[str, ...] | None = declared("权利类型", rights_kind(), group=_LAW, required="error", source=GUIDANCE + "；" + _REGISTER,
                                              help="可多选；质押须有经营权", example="持有权、使用权、经营权")  # fmt: skip
    right_scope: str | None = text("权利范围", 200, group=_LAW, source=GUIDANCE, help="可用的业务、地域、主体范围", example="全部自营业务")
    right_until: date | None = declared(
        "权利期限至", date_kind(), group=_LAW, source=GUIDANCE, help="授权或合同到期日；无期限留空", example="2028-12-31"
    )
    right_limits: str | None = text("权利限制", 400, group=_LAW, source=GUIDANCE, help="转售、跨境、保密等限制；没有填“无”", example="无")
    source_type: str | None = choice("数据来源", "采集生成", "自动化程序收集公开数据", "协议取得", "衍生创造", "受托处理", "公共数据授权运营", group=_LAW,
                                     aliases={"通过自动化程序收集公开数据": "自动化程序收集公开数据", "网络采集": "自动化程序收集公开数据", "自行采集": "采集生成", "自采": "采集生成", "采购": "协议取得"},
                                     required="error", source=_REGISTER, help="决定需要哪些合法性证明", example="采集生成")  # fmt: skip
    exclusive: str | None = choice(
        "是否独占", "独占", "非独占", "不清楚", group=_LAW, help="他人是否也合法持有同样数据；登记凭证不证明独占", example="非独占"
    )
    restriction: str | None = choice("权利核查", "无限制", "待核", "受限", group=_LAW, required="notice",
                                     help="存在需核事项（政府委托、公共安全视频、测绘、合作方权利等）选“待核”，已确认受限选“受限”", example="无限制")  # fmt: skip
    public_data: str | None = text("公共数据核查", 200, group=_LAW, help="是否涉及公共数据或政府委托；没有填“否”", example="否")
    grade: str | None = choice("数据级别", "L1", "L2", "L3", "L4", "重要（待识别）", "核心", group=_LAW, required="error",
                               aliases={"重要": "重要（待识别）", "1": "L1", "2": "L2", "3": "L3", "4": "L4"},
                               source="GB/T 43697-2024；L1–L4 为本软件约定", help="L1 公开、L2 内部、L3 敏感、L4 高度敏感；核心数据不得纳入", example="L2")  # fmt: skip
    personal_information: bool | None = declared("原始数据含个人信息", flag_kind(), group=_LAW, required="error", source="个人信息保护法 第四条",
                                                 help="去标识化或哈希后仍属个人信息", example="是")  # fmt: skip
    registered_personal: str | None = choice("登记版含个人信息", "否", "是", "不登记", aliases={"0": "否", "1": "是", "无": "否", "有": "是"}, group=_LAW,
                                             required="notice", help="拟登记版本须匿名化；不登记的选“不登记”", example="否")  # fmt: skip
    personal_note: str | None = text("个人信息说明", 400, group=_LAW, help="有哪些、如何处理", example="购票人姓名、证件号；登记版匿名化")

    territory: str | None = text("数据覆盖地域", 100, group=_VALUE, source=GUIDANCE, help="数据说的是哪里的事", example="贵州省黔西南州")
    industry: str | None = declared("所属行业", industry_kind(100), group=_VALUE, required="notice", source=GUIDANCE + "；GB/T 4754", help="门类-大类",
                                example="水利、环境和公共设施管理业-公共设施管理业")  # fmt: skip
    cost_note: str | None = text(
        "数据成本信息", 200, group=_VALUE, source=GUIDANCE, help="成本归集的口径；金额在成本表中填", example="按工时与设备折旧归集"
    )
    scenarios: str | None = text(
        "应用场景", 400, group=_VALUE, required="notice", source=GUIDANCE, help="用在哪里、谁在用", example="客源预测、淡旺季定价"
    )
    quality_note: str | None = text(
        "数据质量", 200, group=_VALUE, source=GUIDANCE, help="质量概况；分数在质量评价中填", example="关键字段完整"
    )
    scarcity: str | None = choice(
        "稀缺性", "独有", "稀缺", "一般", "常见", group=_VALUE, source=GUIDANCE, help="他人取得同类数据的难度", example="稀缺"
    )
    substitutability: str | None = choice(
        "可替代性", "不可替代", "较难替代", "可替代", group=_VALUE, source=GUIDANCE, help="有无其他数据可达到同样用途", example="较难替代"
    )

    registration_name: str | None = text("登记名称", 100, group="登记与质押", source=_REGISTER, help="时间＋地域＋行业＋内容＋类型，登记要求 40 字以内",
                                         example="2005年至2025年兴义市公共设施管理业景区门票销售数据集")  # fmt: skip
    pledge_suitability: str | None = choice(
        "质押适合度", "高", "中", "低", "不适合", group="登记与质押", help="内部初判，仅供分组", example="高"
    )
    used_years: Decimal | None = declared("有效已用年限", number_kind("年", most=Decimal(100)), group="价值调整",
                                          help="现有数据内容的平均年龄（旧行已被新行替换的，不按最早年份算）", example="2.5")  # fmt: skip
    remaining_years: Decimal | None = declared(
        "剩余使用年限", number_kind("年", most=Decimal(100)), group="价值调整", help="预计还能使用多少年", example="5"
    )
    adjustment: Decimal | None = declared(
        "价值调整系数 δ（录入）",
        ratio_kind(most=Decimal(2)),
        group="价值调整",
        help="留空则按剩余年限计算；大于 100% 须说明理由",
        example="66.7%",
    )
    adjustment_reason: str | None = text("δ 录入理由", 400, group="价值调整", help="录入 δ 时必填", example="依据质量评价报告")
    adjustment_by: str | None = choice("δ 取值方式", *ADJUSTMENTS, group="价值调整",
                                       help="留空：录入了 δ 用录入值，否则按剩余年限；按实测质量须先在质量评价中实测", example="按剩余年限")  # fmt: skip
    work_hours: Decimal | None = declared(
        "投入工时", number_kind("小时"), group="价值调整", help="共同成本按工时分摊时用；同一期间各数据集同一口径", example="1,260"
    )
    use_count: int | None = declared(
        "使用次数", integer_kind("次"), group="价值调整", help="共同成本按使用次数分摊时用；同一期间的调用、查询次数", example="18,600"
    )
    department: str | None = department_field()
    filler: str | None = filler_field()
    note: str | None = long_text("备注", 1000, group="责任分工", help="其他需要说明的", example="")


@form("data_field", "字段字典")
class DataField(Record):
    """One column of a data set."""

    data_set: str | None = declared("数据集编号", reference_kind("data_set"), required="error", help="属于哪个数据集", example="D01")
    name: str | None = text("字段名", 100, required="error", help="文件或表中的列名", example="order_no")
    label: str | None = text("中文名", 100, help="含义", example="订单号")
    type: str | None = choice(
        "类型", "文本", "整数", "小数", "日期", "时间", "是否", "图片", "音视频", "空间", "其他", help="按含义，不按存储", example="文本"
    )
    length: int | None = declared("长度", integer_kind(), help="最大字符数", example="20")
    key: bool | None = declared("是否主键", flag_kind(), help="唯一标识一行", example="是")
    personal: bool | None = declared("是否个人信息", flag_kind(), help="能识别到个人的列", example="否")
    description: str | None = text("说明", 400, help="取值范围、编码表、单位", example="系统自动生成")


@form("declared_quality", "质量申报", code="data_set")
class DeclaredQuality(Record):
    """Quality as the applicant declares it: marked 申报·未实测 wherever it is shown."""

    data_set: str | None = declared("数据集编号", reference_kind("data_set"), required="error", help="属于哪个数据集", example="D01")
    conformity: Decimal | None = declared(
        "规范性", score_kind(), source="GB/T 36344-2018", help="符合数据标准、模型、元数据与业务规则的程度", example="90"
    )
    completeness: Decimal | None = declared("完整性", score_kind(), source="GB/T 36344-2018", help="应填元素已填的程度", example="92")
    accuracy: Decimal | None = declared("准确性", score_kind(), source="GB/T 36344-2018", help="内容与格式正确的程度", example="88")
    consistency: Decimal | None = declared("一致性", score_kind(), source="GB/T 36344-2018", help="同一数据在各处相符的程度", example="85")
    timeliness: Decimal | None = declared("时效性", score_kind(), source="GB/T 36344-2018", help="及时更新的程度", example="95")
    accessibility: Decimal | None = declared(
        "可访问性", score_kind(), source="GB/T 36344-2018", help="需要时取得到、用得上的程度", example="90"
    )
    basis: str | None = text("申报依据", 300, help="凭什么这样打分", example="信息部抽查 2026 年 4 月数据")
    declared_by: str | None = text("申报人", 40, help="对分数负责的人", example="信息部 赵工")
    declared_on: date | None = declared("申报日期", date_kind(), help="打分日期", example="2026-05-20")
