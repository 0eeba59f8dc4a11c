"""Statements of the enterprise, gathered in one letter to be signed and sealed by hand."""

from gzvalue.outputs.blocks import Block, Heading, Items, PageBreak, Paragraph, SignatureLines, Together
from gzvalue.outputs.chapters import rights_chain
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import day, text_of

_STATEMENTS = (
    "真实性承诺：本材料及其附件由本企业提供，内容真实、准确、完整，没有虚假记载、误导性陈述或重大遗漏。",
    "数据来源合法性声明：材料所列数据由本企业依法采集、生成或依约取得，没有以非法手段获取、破坏或干扰他人系统的情形。",
    "权属清晰及无争议声明：除材料中已经披露的待核、受限事项外，本企业对所列权利没有已知的争议、诉讼或行政处理。",
    "未重复质押及未受限声明：除材料中已经披露的情况外，拟质押的数据及其收益没有向他人出质、转让或设定其他限制。",
    "个人信息保护与匿名化声明：拟登记、拟质押的版本按材料所述作匿名化处理，不以去标识化代替匿名化。",
    "数据安全承诺：本企业按国家规定落实数据分类分级、访问控制和应急处置，发生数据安全事件时及时告知贷款人。",
    "资金用途承诺：贷款资金只用于材料所载用途，接受贷款人的支付管理和检查。",
    "查询授权：同意贷款人为审查和管理本笔贷款，依法查询本企业的信用、纳税、用电和动产融资登记等信息；贷款人另有格式文本的，以其文本为准。",
    "配合贷后监测承诺：贷款存续期内按约定提供数据更新量、质量、收入、凭证状态等监测数据，价值明显下降时按约定补充担保或提前还款。",
)
_STATE_OWNED = "国有资产管理手续：本企业已经或将按国有资产管理规定完成内部决策、出资人审批或备案，并提供相应文件。"


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """One letter with all statements."""
    enterprise = content.project.enterprise
    statements = [*_STATEMENTS, *rights_chain.exclusivity(content)]
    if (enterprise.ownership or "").startswith("国有"):
        statements.append(_STATE_OWNED)
    financing = content.project.financing
    to = f"致：{financing.lender}" if financing.lender else "致：贷款人"
    lead = f"{enterprise.name or '本企业'}（统一社会信用代码 {text_of(enterprise.credit_code)}）就本《数据资产价值自测说明》（编制日期 {day(content.project.head.as_of)}）承诺和声明如下："
    lines = ("承诺人（盖章）：", "法定代表人或授权签字人（签字）：", "日期：")
    return (
        PageBreak(),
        Heading("承诺与声明", 1),
        Paragraph("以下文字由本软件拟定，企业签署前应当核对是否与事实相符，不符的应当修改或删除；签署后由企业负责。", "quiet"),
        Paragraph(to, "lead"),
        Paragraph(lead),
        Items(tuple(statements), numbered=True),
        Together((SignatureLines(lines),)),
    )
