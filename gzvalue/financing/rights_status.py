"""权利状态系数: what of a data set's value counts as security, by the state of its rights (project's own rule).

A certificate with the right of operation, in force, counts 1; one without it, none, lapsed or pledged away
counts 0; an application counts 0 until it is granted (half is shown as potential); rights that are being
checked or limited count 0.3. Where the chain of rights was filled in, it decides on 经营权 too. Of several states of different kind the lowest counts. Of several
certificates the best counts: one certificate takes nothing away from another.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from gzvalue.rights import gates
from gzvalue.rights.result import HAS_NOT, OPEN
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.project import Project
from gzvalue.schema.rights_forms import Certificate
from gzvalue.valuation.parameters import parameters

_APPLIED = ("已受理", "审查中", "公示中")
_NO_RIGHT = ("数据商凭证",)
"""Certificates that speak of the holder, not of rights in data."""

_OPERATE = "经营权"


class Status(NamedTuple):
    """The state of rights of one data set.

    Attributes:
        word: the state in a word.
        coefficient: what counts now.
        reason: why, in a sentence.
        potential: what would count once a pending certificate is granted; 0 if none is pending.
        certificate: code of the certificate that counts; empty if none.
    """

    word: str
    coefficient: Decimal
    reason: str
    potential: Decimal = Decimal(0)
    certificate: str = ""


@dataclass(frozen=True)
class Circumstances:
    """What holds for all data sets: the day of judgement and what the borrower declares."""

    as_of: date | None
    pledged_away: bool
    platform: bool
    closed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    operate: Mapping[str, str] = field(default_factory=dict)
    """What the self-check of rights excludes, permits, and says of 经营权, by code (`gzvalue.rights.gates`)."""


def circumstances_of(project: Project) -> Circumstances:
    """As of the day of preparation, else the valuation date; never the computer's clock."""
    head = project.head
    platform = project.enterprise.financing_platform == "是"
    return Circumstances(
        head.as_of or head.valuation_date,
        bool(project.financing.repeated_pledge),
        platform,
        gates.closed(project),
        gates.opened(project),
        gates.operate(project),
    )


def certificates_by_data_set(project: Project) -> Mapping[str, tuple[Certificate, ...]]:
    """Certificates that speak of rights, by the code of each data set they cover."""
    found: dict[str, list[Certificate]] = defaultdict(list)
    for one in project.certificates:
        if one.kind not in _NO_RIGHT:
            for code in one.data_sets or ():
                found[code].append(one)
    return {code: tuple(several) for code, several in found.items()}


def right_status(data_set: DataSet, certificates: Sequence[Certificate], around: Circumstances) -> Status:
    """The lowest of what the certificates, the catalogue and the borrower's declarations allow."""
    best = max((_of_certificate(one, around.as_of) for one in certificates), key=_order, default=_none())
    limits = list(_limits(data_set, around))
    lowest = min((one.coefficient for one in limits), default=Decimal(1))
    if limits and lowest <= best.coefficient:
        worst = min(limits, key=lambda one: one.coefficient)
        return worst._replace(potential=min(best.potential, lowest), certificate=best.certificate)
    return best._replace(potential=min(best.potential, lowest))


def _value(key: str) -> Decimal:
    return parameters("financing")[key].value


def _none() -> Status:
    return Status("无凭证", _value("status_none"), "没有覆盖该数据集的权属凭证")


def _order(status: Status) -> tuple[Decimal, Decimal, str]:
    """Higher is better; the word only makes the choice the same every time."""
    return status.coefficient, status.potential, status.certificate


def _of_certificate(one: Certificate, as_of: date | None) -> Status:
    name = f"{one.kind or '凭证'} {one.code or ''}".strip()
    code = one.code or ""
    if one.state == "已失效" or (one.state == "已发证" and one.valid_until is not None and as_of is not None and one.valid_until < as_of):
        until = f"，有效期至 {one.valid_until.isoformat()}" if one.valid_until else ""
        return Status("已失效", _value("status_none"), f"{name} 已失效{until}", certificate=code)
    if one.state == "已发证":
        if _OPERATE in (one.rights or ()):
            return Status("已发证", _value("status_granted"), f"{name} 已发证且含经营权", certificate=code)
        return Status("不含经营权", _value("status_no_operate"), f"{name} 已发证但不含经营权，不能用于担保", certificate=code)
    if one.state in _APPLIED:
        potential = _value("status_pending_potential") if _OPERATE in (one.rights or ()) else Decimal(0)
        return Status("申请中", _value("status_pending"), f"{name} {one.state}，发证前按 0 计", potential, code)
    return Status("未申请", _value("status_none"), f"{name} 尚未受理", certificate=code)


def _checked(code: str, around: Circumstances) -> Iterable[Status]:
    """What chain and answers say; nothing where they were not filled in."""
    if code in around.closed:
        yield Status("不得纳入", _value("status_none"), around.closed[code][0])
    if around.operate.get(code) == HAS_NOT:
        yield Status("不含经营权", _value("status_no_operate"), "权属链条不支持经营权，不能用于担保")
    if around.operate.get(code) == OPEN:
        yield Status("权利待核", _value("status_restricted"), "权属链条中经营权的前提条件待核")


def _limits(data_set: DataSet, around: Circumstances) -> Iterable[Status]:
    """States that lower what a certificate would allow."""
    if around.platform:
        yield Status("禁入情形", _value("status_none"), "企业为融资平台公司，未经法律意见和授权文件确认不得以数据资产担保")
    if around.pledged_away:
        yield Status("已质押", _value("status_none"), "企业声明拟质押数据已质押给他人")
    if data_set.source_type == "公共数据授权运营" and data_set.code not in around.opened:
        yield Status("禁入情形", _value("status_none"), "公共数据授权运营取得，未经授权文件明确允许不得用于担保")
    if _OPERATE not in (data_set.rights or ()):
        yield Status("不含经营权", _value("status_no_operate"), "数据目录所填权利不含经营权，不能用于担保")
    if data_set.right_until is not None and around.as_of is not None and data_set.right_until < around.as_of:
        yield Status("权利到期", _value("status_none"), f"权利期限已于 {data_set.right_until.isoformat()} 届满")
    if data_set.restriction in ("待核", "受限"):
        yield Status(f"权利{data_set.restriction}", _value("status_restricted"), f"数据目录的权利核查为“{data_set.restriction}”")
    elif data_set.restriction is None:
        yield Status("未核查", _value("status_restricted"), "数据目录未填权利核查，按待核计")
    yield from _checked(data_set.code or "", around)
