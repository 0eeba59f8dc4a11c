"""A contribution in kind of data (数据作价出资): the terms of one contribution, and the shareholders with what each brings."""

from datetime import date
from decimal import Decimal

from gzvalue.schema.data_set import RIGHTS_ALIASES
from gzvalue.schema.field import Record, choice, declared, form, long_text, money, text
from gzvalue.schema.figures import shortened
from gzvalue.schema.kinds import choices_kind, code_kind, date_kind, identifier_kind, integer_kind, reference_kind, references_kind

FOUNDING, INCREASE = "新设公司", "增资"
"""Whether the data are brought in when the company is founded, or by an increase of its capital."""

LIMITED, BY_SHARES = "有限责任公司", "股份有限公司"

PAR, NO_PAR = "面额股", "无面额股"

MONEY, DATA, OTHER_KIND = "货币", "数据", "其他非货币"
"""What a shareholder brings."""

PASSED, CONDITIONAL, FAILED = "未发现问题", "附条件", "不得出资"
"""What a check of personal information and important data comes to; it is no approval, so nothing is called 合格 or 通过."""

_SAID = {"通过": PASSED, "自查未发现问题": PASSED, "有条件": CONDITIONAL, "不通过": FAILED, "不得纳入": FAILED}

COMPANY_LAW = "公司法（2023 年修订，以官方文本为准）"
_REGISTRATION = "公司登记管理实施办法 第六条（以官方文本为准）"
_PARTY, _COMPANY, _DATA, _VALUE, _TRANSFER = "出资", "被投资公司", "出资数据与权利", "评估与作价", "转移与核查"


@form("contribution", "数据作价出资", code="code")
class Contribution(Record):
    """The terms of one contribution of data: into which company, by which right, at what value and price, and how it is handed over."""

    code: str | None = declared(
        "出资编号", code_kind(), group=_PARTY, required="notice", help="在本项目内唯一的短编号；一笔数据出资一个编号", example="CZ01"
    )
    mode: str | None = choice(
        "出资情形", FOUNDING, INCREASE, group=_PARTY, required="notice", aliases={"新设": FOUNDING, "设立": FOUNDING, "增加注册资本": INCREASE},
        help="新设公司按认缴额占注册资本计算；增资按投前估值折算", example=FOUNDING,
    )  # fmt: skip
    contributor: str | None = text(
        "数据出资人", 100, group=_PARTY, help="留空按企业概况中的企业；须与股东表中的名称一致",
        example="示例峰林旅游集团有限公司",
    )  # fmt: skip
    contributor_code: str | None = declared(
        "数据出资人统一社会信用代码", identifier_kind(30), group=_PARTY, help="留空按企业概况", example="91520000MAEXAMPL87"
    )
    company: str | None = text("被投资公司", 100, group=_COMPANY, required="notice", source=COMPANY_LAW + " 第四十八条", help="新设的填拟用名称",
                               example="示例数据科技有限公司")  # fmt: skip
    company_code: str | None = declared(
        "被投资公司统一社会信用代码", identifier_kind(30), group=_COMPANY, help="新设尚未取得的留空", example="91520000MAEXAMPL87"
    )
    company_type: str | None = choice(
        "公司类型", LIMITED, BY_SHARES, group=_COMPANY, required="notice", aliases={"有限公司": LIMITED, "股份公司": BY_SHARES},
        help="有限责任公司按出资额（精确到分）计算，股份有限公司按股计算", example=LIMITED,
    )  # fmt: skip
    founded_on: date | None = declared(
        "公司成立或增资登记日期", date_kind(), group=_COMPANY,
        help="用于核对认缴期限；尚未登记的填计划日期", example="2026-07-01",
    )  # fmt: skip
    registered_capital: Decimal | None = money(
        "注册资本", group=_COMPANY, required="notice", source=COMPANY_LAW + " 第四十七条",
        help="新设填设立时的注册资本；增资填增资前的注册资本", example="10,000,000",
    )  # fmt: skip
    capital_after: Decimal | None = money(
        "增资后注册资本（章程修正案）", group=_COMPANY, help="仅增资填，用来核对计算结果；没有定的留空", example="10,000,000"
    )
    share_sort: str | None = choice("股份形式", PAR, NO_PAR, group=_COMPANY, help="仅股份有限公司填", example=PAR)
    par_value: Decimal | None = money("每股面值", group=_COMPANY, help="面额股填", example="1")
    shares: int | None = declared(
        "股份总数", integer_kind("股"), group=_COMPANY, help="股份有限公司填；新设填设立时的总数，增资填增资前的总数", example="10,000,000"
    )
    capital_per_share: Decimal | None = money("每股计入注册资本的金额", group=_COMPANY, help="无面额股增资时填", example="1")
    pre_money: Decimal | None = money("投前估值", group=_COMPANY, help="增资填：各方约定的增资前公司整体价值", example="30,000,000")
    net_assets: Decimal | None = money(
        "增资前净资产", negative=True, group=_COMPANY, help="最近一期报表的净资产；与投前估值对照，不参与计算", example="12,600,000"
    )

    data_sets: tuple[str, ...] | None = declared(
        "出资数据集", references_kind("data_set"), group=_DATA, required="notice", help="编号，可多个", example="D06"
    )
    unit: str | None = declared(
        "对应的评估单元",
        reference_kind("valuation_unit"),
        group=_DATA,
        help="出资的是一个数据产品时填；本软件测算值取该单元",
        example="U01",
    )
    certificates: tuple[str, ...] | None = declared(
        "登记凭证", references_kind("certificate"), group=_DATA, required="notice", source=_REGISTRATION, help="权属凭证表中的凭证序号", example="Z01"
    )  # fmt: skip
    rights: tuple[str, ...] | None = declared(
        "出资权利", choices_kind("持有权", "使用权", "经营权", aliases=RIGHTS_ALIASES), group=_DATA, required="notice", source=_REGISTRATION,
        help="以哪一项或哪几项权利出资", example="使用权、经营权",
    )  # fmt: skip
    exclusive: str | None = choice("是否独占", "独占", "非独占", group=_DATA, required="notice", help="非独占的，出资人仍可自用或再许可他人",
                                   example="独占")  # fmt: skip
    starts: date | None = declared("权利期限起", date_kind(), group=_DATA, help="公司自哪一天起享有", example="2026-08-01")
    ends: date | None = declared(
        "权利期限止", date_kind(), group=_DATA, required="notice", help="没有期限的留空，并在说明中写明", example="2036-07-31"
    )
    operated_until: date | None = declared(
        "公司依赖该数据经营至", date_kind(), group=_DATA, help="经营计划或营业期限；用于核对权利期限是否够用", example="2036-06-30"
    )
    territory: str | None = text("权利地域", 100, group=_DATA, required="notice", help="可在哪里使用、经营", example="中华人民共和国境内")
    scenario: str | None = text("权利场景", 300, group=_DATA, required="notice", help="用于什么业务", example="客流预测、淡旺季定价")

    appraised_value: Decimal | None = money(
        "评估值", group=_VALUE, required="notice", source=COMPANY_LAW + " 第四十八条", help="资产评估机构报告所载的评估值；没有评估的留空",
        example="8,000,000",
    )  # fmt: skip
    appraiser: str | None = text(
        "评估机构", 100, group=_VALUE, required="notice", help="出具报告的资产评估机构全称", example="示例资产评估有限公司"
    )
    appraisal_number: str | None = text(
        "评估报告编号", 80, group=_VALUE, required="notice", help="报告封面的编号", example="示评报字〔2026〕第 001 号"
    )
    appraised_at: date | None = declared("评估基准日", date_kind(), group=_VALUE, help="报告中的评估基准日", example="2025-12-31")
    appraised_on: date | None = declared("评估报告日", date_kind(), group=_VALUE, help="报告出具的日期", example="2026-05-20")
    appraisal_until: date | None = declared(
        "评估结论使用有效期至", date_kind(), group=_VALUE, help="报告载明的有效期", example="2026-12-30"
    )
    agreed_price: Decimal | None = money(
        "作价金额", group=_VALUE, required="notice", source=COMPANY_LAW + " 第四十八条",
        help="各股东约定的作价；高于评估值时提醒（本软件规则）", example="6,000,000",
    )  # fmt: skip

    procedure: str | None = long_text(
        "财产权转移手续", 1000, group=_TRANSFER, required="notice", source=COMPANY_LAW + " 第四十九条",
        help="接口交付、介质交付、凭证变更、验收记录等", example="凭证变更登记；接口与历史数据交付；双方验收记录",
    )  # fmt: skip
    transfer: str | None = choice("转移状态", "已完成", "办理中", "未办理", group=_TRANSFER, required="notice", help="全部手续办完才选“已完成”",
                                  example="办理中")  # fmt: skip
    transferred_on: date | None = declared(
        "转移完成日期", date_kind(), group=_TRANSFER, help="验收或变更登记完成的日期", example="2026-08-15"
    )
    due_on: date | None = declared(
        "约定的转移期限", date_kind(), group=_TRANSFER, help="章程或出资协议约定的数据出资日期", example="2026-09-30"
    )
    state_owned: str | None = choice("出资人是否国有", "是", "否", group=_TRANSFER, help="留空按企业概况的所有制判断", example="是")
    state_approval: str | None = text(
        "国资核准或备案文号", 100, group=_TRANSFER, help="国有企业填：评估结果核准或备案的文号", example="示国资评备〔2026〕1 号"
    )
    compliance: str | None = choice(
        "个人信息与重要数据核查结论", PASSED, CONDITIONAL, FAILED, aliases=_SAID, group=_TRANSFER, required="notice",
        help="律师或合规部门的结论；附条件的在说明中写明条件", example=PASSED,
    )  # fmt: skip
    compliance_note: str | None = text("核查说明", 400, group=_TRANSFER, help="谁核查、依据、附带条件", example="律师事务所专项意见")
    resolution: str | None = choice(
        "内部决议", "已通过", "办理中", "未办理", group=_TRANSFER, help="出资人与被投资公司的股东会或董事会决议", example="已通过"
    )
    pledgee_consent: str | None = choice(
        "质权人同意", "不涉及", "已取得", "未取得", group=_TRANSFER, help="数据已质押的，须先取得质权人书面同意", example="不涉及"
    )
    note: str | None = text("说明", 400, group=_TRANSFER, help="其他约定", example="三年内不转让所得股权")

    @property
    def words(self) -> str:
        """Its code and the company."""
        return f"{self.code or ''} {shortened(self.company or '', 30)}".strip()


@form("contributor", "股东与出资")
class Contributor(Record):
    """One shareholder's share of one contribution: what he holds before, what he brings, how much of it is capital, and by when."""

    contribution: str | None = declared(
        "出资编号", reference_kind("contribution"), required="notice", help="属于哪一笔数据出资", example="CZ01"
    )
    name: str | None = text("股东名称", 100, required="notice", help="同一股东以两种方式出资的分两行填，名称写法须一致",
                            example="示例峰林旅游集团有限公司")  # fmt: skip
    credit_code: str | None = declared("证件号码", identifier_kind(30), help="统一社会信用代码；自然人不必填", example="91520000MAEXAMPL87")
    kind: str | None = choice(
        "出资方式", MONEY, DATA, OTHER_KIND,  aliases={"现金": MONEY, "非货币": OTHER_KIND, "实物": OTHER_KIND},
        help="本次不出资、只有增资前持股的留空", example=DATA,
    )  # fmt: skip
    held_capital: Decimal | None = money("增资前出资额", help="有限责任公司增资填：增资前在注册资本中的认缴额", example="0")
    held_shares: int | None = declared("增资前股数", integer_kind("股"), help="股份有限公司增资填", example="0")
    amount: Decimal | None = money("本次出资金额", help="货币金额或作价；数据出资留空按作价金额", example="6,000,000")
    subscribed: Decimal | None = money(
        "认缴出资额", help="新设填：计入注册资本的部分，留空按本次出资金额；增资由计算得出，不必填",
        example="6,000,000",
    )  # fmt: skip
    paid: Decimal | None = money("已实缴", help="到编制日已经缴付的金额", example="0")
    due_on: date | None = declared("出资期限", date_kind(), help="章程规定的缴足日期", example="2027-06-30")
    note: str | None = text("说明", 300, help="与出资有关的其他情况", example="首期于设立后三个月内缴足")

    @property
    def words(self) -> str:
        """The contribution, the shareholder and what he brings."""
        return " ".join(word for word in (self.contribution or "", shortened(self.name or "", 30), self.kind or "") if word)
