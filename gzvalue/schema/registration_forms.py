"""What registering data leaves behind: deposits of fingerprints, texts written for a form, names as other papers state them."""

from datetime import date

from gzvalue.schema.field import OWN_DEFAULT, Record, choice, declared, form, long_text, text
from gzvalue.schema.kinds import date_kind, identifier_kind, integer_kind, reference_kind

_FORM_M = "数据存证记录；摘要证明某一时刻的内容，不证明权属与真实（" + OWN_DEFAULT + "）"
STATING_PAPERS = ("测算或评估", "合同", "质押合同", "担保登记", "法律意见书", "公证或存证", "其他")
"""Papers beside the certificate in which a data set is named."""


@form("deposit", "存证记录")
class Deposit(Record):
    """A fingerprint lodged with someone else, so that the content can be shown to have existed at a time."""

    data_set: str | None = declared("数据集编号", reference_kind("data_set"), required="error", help="存证的是哪个数据集", example="D01")
    file_name: str | None = text("文件名", 260, source=_FORM_M, help="存证时的文件名", example="门票订单（登记版）.csv")
    size: int | None = declared("大小", integer_kind("字节"), source=_FORM_M, help="文件大小", example="1,204,331")
    rows: int | None = declared("行数", integer_kind("行"), help="数据行数", example="18,600,000")
    sha256: str | None = declared("SHA-256", identifier_kind(64), required="notice", source=_FORM_M, help="64 位十六进制；与实测不同时会提示",
                                  example="E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")  # fmt: skip
    sm3: str | None = declared("SM3", identifier_kind(64), source=_FORM_M, help="64 位十六进制的国密摘要",
                               example="1AB21D8355CFA17F8E61194831E81A8F22BEC8C728FEFB747ED035EB5082AA2B")  # fmt: skip
    platform: str | None = text(
        "存证平台", 100, required="notice", source=_FORM_M, help="存证平台、公证处或交易所链", example="示例存证平台"
    )
    number: str | None = text("存证编号", 100, source=_FORM_M, help="平台给出的编号或公证书号", example="示例存字〔2025〕001号")
    deposited_on: date | None = declared("存证日期", date_kind(), source=_FORM_M, help="须早于登记申请日期", example="2025-06-05")
    note: str | None = text("备注", 300, help="", example="")


@form("registration_entry", "登记填报文字")
class RegistrationEntry(Record):
    """Text that a person wrote for one field of a registration form, in place of what the program puts there."""

    registry: str | None = text("登记", 60, required="error", help="登记的英文名（gzvalue register --list）", example="national")
    form_name: str | None = text("表", 60, required="error", help="申请表的英文名", example="initial")
    data_set: str | None = declared("数据集编号", reference_kind("data_set"), help="哪个数据集；整批一份的申请表留空", example="D01")
    field: str | None = text("字段", 60, required="error", help="申请表字段的英文名", example="data_summary")
    text: str | None = long_text("填报文字", 20_000, help="填入申请表的文字；清空则恢复自动填写", example="本数据……")


@form("stated_name", "文件所载名称")
class StatedName(Record):
    """How a paper names a data set, its certificate and its holder: banks refuse where two papers differ by a letter."""

    data_set: str | None = declared("数据集编号", reference_kind("data_set"), required="error", help="说的是哪个数据集", example="D06")
    paper: str | None = choice(
        "文件种类", *STATING_PAPERS, required="error", help="哪一类文件；权属凭证不必填，自动取自“权属凭证”", example="质押合同"
    )
    paper_name: str | None = text("文件名称或编号", 200, required="notice", help="哪一份文件", example="示例质字〔2026〕001号质押合同")
    name: str | None = text("所载数据名称", 200, help="照抄，一字不改", example="2009年至2025年兴义市公共设施管理业景区客流统计数据集")
    number: str | None = text("所载凭证编码", 60, help="照抄，一字不改；没有写的留空", example="SJ5212025080001")
    holder: str | None = text("所载权利人", 100, help="照抄，一字不改", example="示例峰林旅游集团有限公司")
    dated_on: date | None = declared("文件日期", date_kind(), help="", example="2026-06-10")
    note: str | None = text("备注", 300, help="", example="")
