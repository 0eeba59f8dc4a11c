"""Risk statements in the program's own wording, marked as such."""

from gzvalue.outputs.blocks import Block, Heading, Items, PageBreak, Paragraph
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options

_LEAD = "以下提示由本软件拟定，供贷款人与企业阅读，不是法律意见；所引条文以官方文本为准。"

STATEMENTS = (
    "法律效力：数据不在《民法典》第四百四十条列举的可出质权利之内。以数据设定担保的合同并非当然无效，但在没有法定登记机构登记时，"
    "债权人主张优先受偿可能不被支持（参见《最高人民法院关于适用〈中华人民共和国民法典〉有关担保制度的解释》第六十三条）。",
    "权利范围：登记凭证记录的是申请人的权利主张，不证明独占；他人可以合法持有、使用同样的数据。",
    "价值性质：测算结果是为特定目的、在特定基准日作出的估计，不是市场成交价，不是会计入账金额，也不代表处置时可以收回的金额。",
    "价值衰减：数据停止更新后价值下降；数据一经复制无法收回，处置时买受人主要为经营权和持续供给付费，内部收益不随数据转移。",
    "合规风险：个人信息、重要数据的认定和监管要求发生变化，或者查明来源、授权有瑕疵时，数据可能被停止使用、停止交易。去标识化后的数据仍属个人信息。",
    "登记与期限：各地登记规则不同，凭证期满须续展；凭证、授权合同与贷款的期限可能错开。",
    "测算依据：本说明的结果由企业填报的数据计算得出，软件不对填报内容作实质核查；软件及其作者不是资产评估机构、律师事务所或登记机构。",
)


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Always present."""
    return (PageBreak(), Heading("风险提示", 1), Paragraph(_LEAD), Items(STATEMENTS, numbered=True))
