"""企业用电画像 of the borrower: the account and the written authorisation, the weights of the score, and profiles that were made of real files."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.field import OWN_DEFAULT, Record, choice, declared, form, long_text, money, text
from gzvalue.schema.kinds import date_kind, integer_kind, moment_kind, number_kind, reference_kind

LONGEST_PROFILE = 4_000_000
"""Characters of a kept profile: 96 points of a mean day, months, and bills and events one by one."""

_ACCOUNT, _TERMS, _AUTHORISATION = "用电账户", "测算口径", "书面授权"

PARTS: dict[str, str] = {
    "activity": "用电活跃度",
    "growth": "用电增长率",
    "stability": "用电稳定性",
    "load_factor": "负荷率",
    "punctuality": "缴费及时率",
    "violations": "违约用电",
}
"""Parts of the score: key of ``resources/power/indicators.json`` and the word for people."""


@form("power_account", "用电账户与授权", single=True)
class PowerAccount(Record):
    """Whose electricity it is, what the tables do not tell, and the written authorisation without which a profile serves its owner only."""

    enterprise: str | None = text("用电企业", 100, group=_ACCOUNT, help="不填则为本项目的企业", example="示例峰林旅游集团有限公司")
    meters: str | None = text(
        "用电户号", 300, group=_ACCOUNT, help="多个户号用顿号分开；建议遮盖中间几位，材料按此处所填印出", example="0601****1234"
    )
    capacity: Decimal | None = declared("合同容量", number_kind("kVA"), group=_ACCOUNT, help="供用电合同上的受电容量；不填则用数据表中的",
                                        example="630", source="供用电合同")  # fmt: skip
    power_factor: Decimal | None = declared("功率因数", number_kind(most=Decimal(1)), group=_ACCOUNT, example="0.92",
                                            help=f"0 至 1；不填则用数据表中的，都没有则取 0.9（{OWN_DEFAULT}）")  # fmt: skip
    industry: str | None = text("用电行业", 80, group=_ACCOUNT, help="供电企业登记的用电类别或所属行业", example="旅游景区管理")
    as_of: date | None = declared("统计截止日", date_kind(), group=_TERMS, help="不填则为数据的最后一天", example="2025-12-31")
    event: str | None = text("影响生产的事件", 80, group=_TERMS, help="停产检修、洪水、疫情等；没有则不填", example="洪水停业")
    event_on: date | None = declared(
        "事件日期", date_kind(), group=_TERMS, help="用于恢复率：前后各 30 天日均电量之比", example="2025-06-20"
    )
    base_first: str | None = declared(
        "基期起始月", moment_kind(), group=_TERMS, help="开工率、达产率的比较基期；不填则为上年同期", example="2024-01"
    )
    base_last: str | None = declared("基期截止月", moment_kind(), group=_TERMS, help="与起始月一起填写", example="2024-12")
    revenue: Decimal | None = money("年收入", group=_TERMS, help="不填则取财务数据最近一年的营业收入；用于电费占收入比与空壳识别",
                                    example="261,800,000")  # fmt: skip
    sector_median: Decimal | None = declared("行业月用电量中位数", number_kind("kWh"), group=_TERMS, example="86,000",
                                             help="自行取得并写明出处；不填则不识别空壳")  # fmt: skip
    sector_source: str | None = text("行业中位数的出处", 200, group=_TERMS, help="谁在何时公布、哪一页", example="示例行业用电月报 2025-12")
    peak_hours: str | None = text("峰段时间", 100, group=_TERMS, example="08:00-12:00,17:00-21:00",
                                  help=f"有分时数据而没有峰谷电量时使用；不填则用 08:00-12:00,17:00-21:00（{OWN_DEFAULT}）")  # fmt: skip
    valley_hours: str | None = text(
        "谷段时间", 100, group=_TERMS, example="23:00-07:00", help=f"同上；不填则用 23:00-07:00（{OWN_DEFAULT}）"
    )
    hours_source: str | None = text("峰谷时段的出处", 200, group=_TERMS, help="当地分时电价文件的名称、文号", example="当地分时电价文件")
    authorisation_number: str | None = text("授权书编号", 80, group=_AUTHORISATION, help="没有编号则写文件名称", example="DLSQ-2026-001")
    authorised_on: date | None = declared("授权日期", date_kind(), group=_AUTHORISATION, help="授权书签署之日", example="2026-04-01")
    authorised_by: str | None = text("授权人", 100, group=_AUTHORISATION, help="用电企业的全称", example="示例峰林旅游集团有限公司")
    authorised_to: str | None = text("被授权人", 200, group=_AUTHORISATION, help="可以查询、使用画像的单位", example="示例银行股份有限公司")
    scope: str | None = long_text("授权范围", 1000, group=_AUTHORISATION, help="授权查询哪些数据、用于什么",
                                  example="查询近三年用电量、电费与缴费记录，用于本次贷款的审查与贷后管理")  # fmt: skip
    valid_until: date | None = declared("授权有效期至", date_kind(), group=_AUTHORISATION, help="授权书写明的截止日", example="2029-03-31")
    withdrawn_on: date | None = declared(
        "撤回日期", date_kind(), group=_AUTHORISATION, help="企业撤回授权的，填撤回之日", example="2028-01-15"
    )
    evidence: str | None = declared(
        "授权书证据编号", reference_kind("evidence"), group=_AUTHORISATION, help="授权书扫描件在证据清单中的编号", example="E01"
    )


@form("power_weight", "用电评分权重", code="part")
class PowerWeight(Record):
    """One weight that replaces the default of its part of the score."""

    part: str | None = choice("评分项", *PARTS.values(), required="notice", help="改哪一项的权重", example="用电活跃度")
    weight: Decimal | None = declared("权重", number_kind(most=Decimal(100)), required="notice", example="20",
                                      help=f"各项合计应为 100；不填则为默认权重（{OWN_DEFAULT}）")  # fmt: skip
    reason: str | None = text("理由", 200, required="notice", help="为什么不用默认权重", example="旅游企业按客流季节用电，活跃度说明力较强")


@form("power_profile", "用电画像")
class PowerProfile(Record):
    """One profile made of real tables; the newest counts, older ones are history. The readings themselves are not kept."""

    measured_at: str | None = text("生成时间", 40, help="带时区的时间", example="2026-05-20T10:30:00+08:00")
    sources: str | None = long_text("数据来源", 4000, help="表格文件的名称，一行一个", example="用电量.csv\n电费账单.xlsx")
    sha256: str | None = long_text("SHA-256", 8000, help="生成时各文件的指纹，与数据来源逐行对应", example="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")  # fmt: skip
    rows: int | None = declared("读数条数", integer_kind("条"), help="计入的读数，不含账单与记录", example="105120")
    document: str | None = long_text(
        "画像内容", LONGEST_PROFILE, help="指标、月电量、典型日负荷、账单与记录（JSON），评分由此复算", example="{}"
    )
