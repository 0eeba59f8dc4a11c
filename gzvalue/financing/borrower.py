"""The gates of the borrower: what stops a loan before any figure is looked at."""

from dataclasses import dataclass
from typing import Literal

from gzvalue.schema.kinds import in_wan
from gzvalue.schema.lending_forms import BorrowerCheck
from gzvalue.schema.project import Project

State = Literal["open", "closed", "unknown"]


@dataclass(frozen=True)
class BorrowerGate:
    """One gate: open, closed, or not known; ``form`` and ``key`` say where the answer stands."""

    key: str
    name: str
    state: State
    words: str
    form: str
    field: str

    @property
    def word(self) -> str:
        """The state as people say it: 未发现问题, 待核, 禁入情形 (stops the pledge) or 限制情形 (to be mended before the loan is drawn)."""
        if self.state == "closed":
            return "禁入情形" if self.key in STOPPING else "限制情形"
        return "未发现问题" if self.state == "open" else "待核"


STOPPING = frozenset({"platform", "hidden_debt", "public_institution", "repeated_pledge"})
"""Gates that stop the pledge itself when closed; the others have to be opened before the loan is drawn."""


def borrower_gates(project: Project) -> tuple[BorrowerGate, ...]:
    """All gates in the order in which a bank asks."""
    check = project.single(BorrowerCheck)
    return (
        _platform(project),
        _asked(check, "hidden_debt", "地方政府隐性债务", "涉及隐性债务，不得新增融资", "由银行查询核实"),
        _asked(check, "public_institution", "单位性质", "机关、事业单位或以公益为目的的单位原则上不得提供担保", ""),
        _asked(check, "dishonest", "失信与涉诉", "存在失信、重大涉诉或欠税，须先解决", ""),
        _repeated(project),
        _overlap(check, "fee_rights_pledged", "收费权", "门票、观光车等收费权已质押，与数据收益重叠的部分不得重复计算"),
        _overlap(check, "receivables_pledged", "应收账款", "租金等应收账款已质押或转让，与数据收益重叠的部分不得重复计算"),
        _resolution(check),
        _state_approval(project, check),
        _guarantees(check),
    )


def _gate(key: str, name: str, state: State, words: str, form: str, field: str) -> BorrowerGate:
    return BorrowerGate(key, name, state, words, form, field)


def _platform(project: Project) -> BorrowerGate:
    answer = project.enterprise.financing_platform
    words = {
        "是": "企业为融资平台公司，未经法律意见和授权文件确认，不得以数据资产提供担保",
        "否": "企业申明不是融资平台公司，由银行查询核实",
        "已退出": "企业申明已退出融资平台名单，须附退出文件",
        "待核": "是否融资平台公司待核",
    }
    state: State = "closed" if answer == "是" else "open" if answer in ("否", "已退出") else "unknown"
    return _gate("platform", "融资平台公司", state, words.get(answer or "", "未填是否融资平台公司"), "enterprise", "financing_platform")


def _asked(check: BorrowerCheck, key: str, name: str, closed: str, beside: str) -> BorrowerGate:
    answer = getattr(check, key)
    label = check.form.fields[key].label
    state: State = "closed" if answer == "是" else "open" if answer == "否" else "unknown"
    words = closed if state == "closed" else f"企业申明“{label}”：{answer}" if answer else f"未填“{label}”"
    return _gate(key, name, state, f"{words}，{beside}" if beside and answer else words, check.form.name, key)


def _repeated(project: Project) -> BorrowerGate:
    answer = project.financing.repeated_pledge
    state: State = "unknown" if answer is None else "closed" if answer else "open"
    words = {
        "unknown": "未填拟质押数据是否已质押给他人",
        "closed": "拟质押数据已质押给他人，质押池按 0 计",
        "open": "企业申明拟质押数据没有质押给他人",
    }
    return _gate("repeated_pledge", "重复质押", state, words[state], "financing", "repeated_pledge")


def _overlap(check: BorrowerCheck, key: str, name: str, closed: str) -> BorrowerGate:
    answer = getattr(check, key)
    state: State = "closed" if answer == "是" else "open" if answer in ("否", "不适用") else "unknown"
    label = check.form.fields[key].label
    words = closed if state == "closed" else f"“{label}”：{answer}" if answer else f"未填“{label}”"
    return _gate(key, name, state, words, check.form.name, key)


def _resolution(check: BorrowerCheck) -> BorrowerGate:
    answer = check.resolution
    state: State = "open" if answer == "已通过" else "closed" if answer == "未办理" else "unknown"
    words = f"借款与担保的内部决议：{answer}" if answer else "未填内部决议"
    return _gate("resolution", "内部决议", state, words, check.form.name, "resolution")


def _state_approval(project: Project, check: BorrowerCheck) -> BorrowerGate:
    owned = (project.enterprise.ownership or "").startswith("国有")
    answer = check.state_approval
    if not owned and answer in (None, "不适用"):
        return _gate("state_approval", "国资程序", "open", "非国有企业，不适用", check.form.name, "state_approval")
    state: State = "open" if answer in ("已取得",) else "closed" if answer == "未办理" else "unknown"
    words = f"国资审批或备案：{answer}" if answer else "国有企业，未填国资审批或备案"
    if owned and answer == "不适用":
        words = "国有企业填了“不适用”，须说明依据"
    return _gate("state_approval", "国资程序", state, words, check.form.name, "state_approval")


def _guarantees(check: BorrowerCheck) -> BorrowerGate:
    amount = check.guarantees_given
    words = "未填对外担保余额" if amount is None else f"对外担保余额 {in_wan(amount, 0)} 万元，由银行结合征信核实"
    return _gate("guarantees_given", "对外担保", "unknown" if amount is None else "open", words, check.form.name, "guarantees_given")
