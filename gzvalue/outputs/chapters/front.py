"""Cover and contents."""

from gzvalue.outputs.blocks import Block, Contents, Cover, Marked, PageBreak
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import DOCUMENT, NOT_AN_APPRAISAL, capital_words, day, errors, text_of, wan_words

STATEMENT = (
    "本说明由企业依据自行填报的数据编制，用于向贷款人说明数据资产的构成、权属、质量、测算过程与融资安排。"
    "它不是资产评估报告，未经资产评估机构评定估算，不构成评估结论、法律意见或授信承诺；其中的数字由所列公式与输入算得，可以逐项复算。"
)


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """The first pages."""
    return (cover(content), PageBreak(), Contents())


def cover(content: Content) -> Cover:
    """The cover alone."""
    project = content.project
    loan = project.financing.loan_asked
    facts = [
        ("统一社会信用代码", text_of(project.enterprise.credit_code)),
        ("评估基准日", day(project.head.valuation_date)),
        ("编制日期", day(project.head.as_of)),
        ("测算目的", text_of(project.head.purpose)),
    ]
    if loan is not None:
        facts.append(("申请贷款", f"{wan_words(loan)}（{capital_words(loan)}）"))
        facts.append(("贷款银行", text_of(project.financing.lender)))
    if project.head.period:
        facts.append(("期次", project.head.period))
    return Cover(DOCUMENT, NOT_AN_APPRAISAL, text_of(project.enterprise.name), tuple(facts), STATEMENT, _marks(content), content.proof)


def _marks(content: Content) -> tuple[Marked, ...]:
    marks = []
    if content.faulty:
        marks.append(Marked(f"草稿：尚有 {errors(content.problems)} 处错误待补正", "stop"))
    elif content.draft:
        marks.append(Marked("草稿：未签发", "stop"))
    if content.sample_mark:
        marks.append(Marked(content.sample_mark, "attention"))
    return tuple(marks)
