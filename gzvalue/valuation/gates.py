"""Closed gates: what may not be valued at all, whatever it would be worth (禁入情形)."""

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import Enterprise

PUBLIC = "公共数据授权运营"
OPERATE = "经营权"


def closed_gate(data_set: DataSet, *, opened: bool = False) -> str:
    """Why this data set may not enter the conclusion; empty if nothing recorded forbids it.

    Project's own rule after GB/T 43697-2024 (core data, important data), 国数综政策〔2026〕35号 (data processed for a
    principal), 个人信息保护法 art. 4 (a registered version must be anonymised), 财资〔2024〕167号 (data of public
    institutions may not secure debt; to be checked against the official text), and the tests of 中评协〔2023〕17号
    (lawful source, rights stated, among them the one to operate).

    What is not stated closes nothing but source and rights, without which a value has no owner; whether a registered version
    was anonymised is asked by the check of the record.

    Args:
        data_set: whose.
        opened: the chain of rights shows an authorisation that permits to operate and pledge public data.
    """
    if data_set.grade == "核心":
        return "数据级别为核心，核心数据不得纳入"
    if data_set.grade == "重要（待识别）":
        return "数据级别为重要（待识别），未完成识别与主管部门程序前不得纳入"
    if data_set.source_type == "受托处理":
        return "数据来源为受托处理，权利属于委托方"
    if data_set.source_type == PUBLIC and not opened:
        return "数据来源为公共数据授权运营，行政事业单位数据资产不得用于担保举债；须有允许质押的授权文件与法律意见"
    if data_set.registered_personal == "是":
        return "拟登记版本含个人信息，须先匿名化"
    if data_set.source_type is None:
        return "未填数据来源，来源是否合法无从判断"
    if not data_set.rights:
        return "未填权利类型，收益与权利是否相配无从判断"
    if OPERATE not in data_set.rights:
        return "权利类型不含经营权，不得许可、转让、出质，收益与权利不相配"
    return ""


def gate_key(data_set: DataSet) -> str:
    """The field that closes the gate, for the link of a problem."""
    if data_set.grade in ("核心", "重要（待识别）"):
        return "grade"
    if data_set.source_type in (None, "受托处理", PUBLIC):
        return "source_type"
    if data_set.registered_personal == "是":
        return "registered_personal"
    return "rights"


def stopped(enterprise: Enterprise) -> str:
    """Why nothing of this enterprise is valued; empty normally. Only gates of the enterprise stop the whole."""
    if enterprise.status in ("吊销", "注销"):
        return f"企业存续情况为“{enterprise.status}”，没有可以持有数据资产的主体，不作测算"
    return ""
