"""名称与编码核对: the same data set under the same name, number and holder in catalogue, certificate, contract and filing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.project import Project
from gzvalue.schema.rights_forms import Certificate
from gzvalue.schema.rules_within import folded

SUBJECTS = {"name": "名称", "number": "凭证编码", "holder": "权利人"}
_OURS = ("本企业", "本公司")


@dataclass(frozen=True)
class Statement:
    """What one paper says: where it stands, in which record and field, and its text to the letter."""

    paper: str
    form: str
    id: int
    key: str
    text: str


@dataclass(frozen=True)
class Difference:
    """Papers that do not agree about a data set.

    Attributes:
        data_set: its code.
        subject: key of `SUBJECTS`.
        statements: what each paper says, the catalogue or certificate first.
        slight: they differ only in width, blanks or case: easily overlooked, still refused by a bank.
    """

    data_set: str
    subject: str
    statements: tuple[Statement, ...]
    slight: bool

    @property
    def words(self) -> str:
        """The difference as a sentence."""
        told = "；".join(f"{one.paper}为“{one.text}”" for one in self.statements)
        hint = "仅全半角、空格或大小写不同" if self.slight else "请核对，以凭证为准改为一字不差"
        return f"{self.data_set} 的{SUBJECTS[self.subject]}不一致：{told}；{hint}。"


def differences(project: Project) -> tuple[Difference, ...]:
    """All differences, by data set in the order of the catalogue, then name, number, holder."""
    papers = _by_data_set(project)
    found = []
    firm = project.enterprise.name
    for one in project.data_sets:
        if _agree(one, firm, papers):
            continue
        for subject in SUBJECTS:
            statements = list(_statements(project, one, subject, papers))
            if len({statement.text for statement in statements}) > 1:
                slight = len({folded(statement.text) for statement in statements}) == 1
                found.append(Difference(one.code or one.name_for_people, subject, _distinct(statements), slight))
    return tuple(found)


def _agree(one: DataSet, firm: str | None, papers: "_Papers") -> bool:
    """Whether nothing can differ: no other paper, and catalogue and certificates say the same. Most data sets end here."""
    code = one.code or ""
    if code in papers.stated:
        return False
    holder = firm if one.holder in _OURS and firm else one.holder
    names, holders = {one.registration_name or None}, {holder or None}
    for certificate in papers.certificates.get(code, ()):
        names.add(certificate.name or None)
        holders.add(certificate.holder or None)
    return len(names - {None}) <= 1 and len(holders - {None}) <= 1


def _distinct(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Of papers that say the same the first, with how many say so."""
    by_text: dict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        by_text[one.text].append(one)
    made = []
    for same in by_text.values():
        first = same[0]
        paper = "、".join(dict.fromkeys(one.paper for one in same[:3])) + (f"等 {len(same)} 处" if len(same) > 3 else "")
        made.append(Statement(paper, first.form, first.id, first.key, first.text))
    return tuple(made)


@dataclass(frozen=True)
class _Papers:
    certificates: dict[str, list[Certificate]]
    stated: dict[str, list[object]]


def _by_data_set(project: Project) -> _Papers:
    certificates: dict[str, list[Certificate]] = defaultdict(list)
    for one in project.certificates:
        if len(one.data_sets or ()) == 1:  # one that covers several bears a name of its own
            certificates[(one.data_sets or ("",))[0]].append(one)
    stated: dict[str, list[object]] = defaultdict(list)
    for paper in project.stated_names:
        stated[paper.data_set or ""].append(paper)
    return _Papers(certificates, stated)


def _statements(project: Project, one: DataSet, subject: str, papers: _Papers) -> Iterator[Statement]:
    code = one.code or ""
    if subject == "name" and one.registration_name:
        yield Statement("数据目录（测算采用）", "data_set", one.id, "registration_name", one.registration_name)
    if subject == "holder" and one.holder:
        holder = project.enterprise.name if one.holder in _OURS and project.enterprise.name else one.holder
        yield Statement("数据目录（测算采用）", "data_set", one.id, "holder", holder)
    certificates = papers.certificates.get(code, [])
    stated = papers.stated.get(code, [])
    if subject == "number":
        yield from _numbers(certificates, stated)
        return
    for certificate in certificates:
        text = getattr(certificate, subject)
        if text:
            yield Statement(f"权属凭证 {certificate.code or ''}".strip(), "certificate", certificate.id, subject, text)
    yield from _stated(stated, subject)


def _stated(stated: Iterable[object], subject: str) -> Iterator[Statement]:
    for paper in stated:
        text = getattr(paper, subject)
        if text:
            title = f"{paper.paper or '文件'}{f'《{paper.paper_name}》' if paper.paper_name else ''}"  # type: ignore[attr-defined]
            yield Statement(title, "stated_name", paper.id, subject, text)  # type: ignore[attr-defined]


def _numbers(certificates: Iterable[Certificate], stated: Iterable[object]) -> Iterator[Statement]:
    """Several certificates rightly have several numbers: only papers that state a number of none of them differ."""
    numbered = [one for one in certificates if one.number]
    told = list(_stated(stated, "number"))
    wrong = [one for one in told if one.text not in {certificate.number for certificate in numbered}]
    if not wrong:
        return
    for certificate in numbered:
        yield Statement(f"权属凭证 {certificate.code or ''}".strip(), "certificate", certificate.id, "number", certificate.number or "")
    yield from wrong
