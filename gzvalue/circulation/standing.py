"""How a data set stands before it is offered to others: gates, rights, terms, limits, pledge. What listing, licence and trade all ask.

The rules without a clause are the program's own (本软件约定); what is law is named where it is said.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from gzvalue.financing.rights_status import certificates_by_data_set
from gzvalue.rights import gates as rights_gates
from gzvalue.rights.review import review
from gzvalue.rights.scopes import by_scope, narrowest, scopes_of
from gzvalue.schema.data_set import DataField, DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.figures import shortened
from gzvalue.schema.lending_forms import PledgeStructure
from gzvalue.schema.problems import Level, Problem
from gzvalue.schema.project import Project
from gzvalue.schema.rights_chain_forms import SourceLink
from gzvalue.schema.rights_forms import Certificate
from gzvalue.schema.rules_between import problem
from gzvalue.schema.rules_within import folded, says_none
from gzvalue.schema.valuation_forms import Contract
from gzvalue.valuation.gates import closed_gate, gate_key

_T = TypeVar("_T")

OWN = "本软件约定"
ARTICLE_444 = "民法典第四百四十四条规定，知识产权出质后未经质权人同意不得转让或者许可他人使用；数据质押是否类推适用有不同意见"
"""Article 444 speaks of intellectual property; for data it holds by analogy at most, and that is always said."""

PLEDGED, PLANNED = "已质押", "拟质押"
_PLEDGES = ("数据知识产权质押", "数据资产质押", "著作权质押")

ONWARD = "再许可|转许可|分许可|再授权|转授权|分授权|转让|转售"
TO_OTHERS = "转售|转让|对外提供|向第三方|提供给第三方|向他人|提供给他人|出售|商业化"
ABROAD = "出境|跨境|境外"


@dataclass(frozen=True)
class Band:
    """A unit price of the open calculator with its band, in 元, and its unit, e.g. ``元/次``."""

    price: Decimal
    low: Decimal
    high: Decimal
    unit: str


@dataclass(frozen=True)
class Around:
    """What holds besides the records.

    Attributes:
        pooled: codes of data sets that count in the pool of a loan asked for.
        bands: code of a `ProductPrice` and way of charging → its band.
    """

    project: Project
    pooled: frozenset[str] = frozenset()
    bands: Mapping[tuple[str, str], Band] = field(default_factory=dict)

    @property
    def as_of(self) -> date | None:
        """The day of judgement: of preparation, else of valuation; never the clock."""
        return self.project.head.as_of or self.project.head.valuation_date

    def data_set(self, code: str | None) -> DataSet | None:
        """By its code."""
        found = self.project.by_code["data_set"].get(code or "")
        return found if isinstance(found, DataSet) else None


def once(project: Project, what: str, make: Callable[[], _T]) -> _T:
    """An index of a project, made once and remembered on it: a project never changes."""
    memory: dict[str, Any] = vars(project).setdefault("_circulation", {})
    if what not in memory:
        memory[what] = make()
    return cast(_T, memory[what])


def fields_of(project: Project, code: str) -> tuple[DataField, ...]:
    """The field dictionary of a data set."""

    def make() -> Mapping[str, list[DataField]]:
        found: dict[str, list[DataField]] = defaultdict(list)
        for one in project.data_fields:
            found[one.data_set or ""].append(one)
        return found

    return tuple(once(project, "fields", make).get(code, ()))


# --- gates, rights, personal information ----------------------------------------------------------


def barred(project: Project, one: DataSet) -> tuple[str, str]:
    """Why the data set may not be provided to others at all, and the field that says so; empty if nothing recorded forbids it."""
    code = one.code or ""
    closed = closed_gate(one, opened=code in once(project, "opened", lambda: rights_gates.opened(project)))
    if closed:
        return closed, gate_key(one)
    return once(project, "closed", lambda: rights_gates.closed(project)).get(code, ("", ""))


def standing_problems(around: Around, one: DataSet, doing: str) -> Iterator[Problem]:
    """What of the data set itself stands in the way of ``doing`` (挂牌, 许可, 交易)."""
    why, key = barred(around.project, one)
    if why:
        yield problem("error", one, key, f"{why}，不得{doing}")
    yield from _rights(around.project, one, doing)
    if one.restriction in ("待核", "受限"):
        level: Level = "error" if one.restriction == "受限" else "notice"
        yield problem(level, one, "restriction", f"权利核查为“{one.restriction}”，请核实清楚再{doing}")
    if one.registered_personal is None and one.personal_information is not False:
        yield problem("error", one, "registered_personal", f"未填登记版是否含个人信息，{doing}的版本须已匿名化或取得同意，请补充")
    if one.registered_personal == "不登记":
        yield problem("notice", one, "registered_personal", f"填为“不登记”，{doing}的版本是否已匿名化请另行核对")
    if around.as_of is not None and one.right_until is not None and one.right_until < around.as_of:
        yield problem("error", one, "right_until", f"权利期限已于 {one.right_until} 届满，不得{doing}")


def _rights(project: Project, one: DataSet, doing: str) -> Iterator[Problem]:
    """What the chain of rights says of 经营权; what the catalogue says is a gate."""
    state = once(project, "operate", lambda: rights_gates.operate(project)).get(one.code or "")
    if state == "无":
        yield problem("error", one, "rights", f"权属链条不支持经营权，不得{doing}")
    elif state == "待核":
        yield problem("notice", one, "rights", f"权属链条中经营权待核，请核实后再{doing}")
    found = review(project).by_code.get(one.code or "")
    if found is not None and found.result == "附条件":
        yield problem("notice", one, "rights", f"合规自查结果为“附条件”，请先满足所列条件再{doing}")


# --- certificates and terms -----------------------------------------------------------------------


def certificates_of(project: Project, code: str) -> tuple[Certificate, ...]:
    """Certificates of rights that cover a data set: those in force first, of several the newest."""
    mine = once(project, "certificates", lambda: certificates_by_data_set(project)).get(code, ())
    order = {"已发证": 0, "已失效": 2}
    return tuple(sorted(mine, key=lambda one: (order.get(one.state or "", 1), -(one.issued_on or date.min).toordinal(), one.id)))


def in_force(one: Certificate, as_of: date | None) -> bool:
    """Issued and not expired on that day."""
    return one.state == "已发证" and not (as_of is not None and one.valid_until is not None and one.valid_until < as_of)


@dataclass(frozen=True)
class Term:
    """Until when something lasts on which the enterprise's own right rests; a renewable one may be prolonged."""

    name: str
    until: date
    renewable: bool


def terms_of(project: Project, one: DataSet) -> tuple[Term, ...]:
    """What limits the enterprise's right in time, the earliest first."""
    found = []
    if one.right_until is not None:
        found.append(Term(f"{one.code or ''} 的权利期限".strip(), one.right_until, False))
    for link in links_of(project, one):
        contract = project.by_code["contract"].get(link.contract or "")
        ends = link.ends or (contract.ends if isinstance(contract, Contract) else None)
        if ends is not None and link.in_registered != "否":
            found.append(Term(f"来源“{shortened(link.source or '未填', 20)}”的授权", ends, False))
    found += [
        Term(f"权属凭证 {each.code or ''}".strip(), each.valid_until, True)
        for each in certificates_of(project, one.code or "")
        if each.state == "已发证" and each.valid_until is not None
    ]
    return tuple(sorted(found, key=lambda term: (term.until, term.name)))


def links_of(project: Project, one: DataSet) -> tuple[SourceLink, ...]:
    """The links of its chain of rights."""
    return narrowest(by_scope(project, SourceLink), scopes_of(one))


# --- limits in words ------------------------------------------------------------------------------


def limits_of(project: Project, one: DataSet) -> tuple[tuple[str, str], ...]:
    """What sources, catalogue and certificates say of limits: (where, words); those that say 无 are left out."""
    told = [("数据目录", one.right_limits)]
    told += [(f"来源“{shortened(link.source or '未填', 20)}”", link.limits) for link in links_of(project, one)]
    told += [(f"权属凭证 {each.code or ''}".strip(), each.scope) for each in certificates_of(project, one.code or "")]
    return tuple(dict.fromkeys((where, words) for where, words in told if words and not says_none(words)))


def forbidden(project: Project, one: DataSet, what: str) -> tuple[str, str] | None:
    """The limit whose words forbid ``what`` (a pattern), with its place; ``None`` if none does. Words are read plainly: people check."""
    pattern = re.compile(rf"(不得|禁止|不可|不能|不允许|不许|严禁|未经[^。；;]{{0,16}}不)[^。；;]{{0,30}}({what})")
    return next(((where, words) for where, words in limits_of(project, one) if pattern.search(words)), None)


# --- pledge ---------------------------------------------------------------------------------------


def pledge_of(around: Around, one: DataSet) -> str:
    """已质押, 拟质押 or empty, as far as the plan of financing tells."""
    code = one.code or ""
    if around.project.financing.repeated_pledge and code in around.pooled:
        return PLEDGED
    for row in around.project.all(PledgeStructure):
        if (
            row.kind in _PLEDGES
            and row.registered == "已办理"
            and (code in (row.data_sets or ()) or (not row.data_sets and code in around.pooled))
        ):
            return PLEDGED
    return PLANNED if code in around.pooled else ""


# --- names ----------------------------------------------------------------------------------------


def same_name(first: str | None, second: str | None) -> bool:
    """Whether two names mean the same, widths and blanks aside; empty ones never do."""
    return bool(first and second) and folded(first or "") == folded(second or "")


def ours(project: Project, name: str | None) -> bool:
    """Whether a name means the enterprise itself; an empty one does."""
    return not name or folded(name) in {folded(project.enterprise.name or ""), folded("本企业"), folded("本公司")}


def named(record: Record | None, otherwise: str) -> str:
    """How a message calls a record."""
    return otherwise if record is None else record.name_for_people
