"""The check list of materials: what a registry wants, and what of it is at hand."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gzvalue.registries.gathered import Case
from gzvalue.registries.registry import Material, Proof, RegistryForm
from gzvalue.schema.valuation_forms import Evidence, EvidenceLink

AT_HAND, MADE, EXPIRED, MISSING, OPTIONAL = "已有", "随材料包生成", "已过期", "缺", "可选，未备"
STATES = (AT_HAND, MADE, EXPIRED, MISSING, OPTIONAL)
_MADE_WORDS = {"sample": "数据样例", "dictionary": "字段字典", "fingerprint": "存证指纹", "form": "申请表"}


@dataclass(frozen=True)
class MaterialState:
    """One material and how it stands.

    Attributes:
        material: what is wanted.
        state: one of `STATES`.
        evidence: numbers of the attachments that serve.
        words: what to know or do.
    """

    material: Material
    state: str
    evidence: tuple[str, ...]
    words: str


def materials_of(case: Case, form: RegistryForm, made: frozenset[str], on: date | None) -> tuple[MaterialState, ...]:
    """How every material of a form stands for a case.

    Args:
        case: what is registered.
        form: the form.
        made: what the kit can make: of sample, dictionary, fingerprint, form.
        on: attachments that ended before this day are expired.
    """
    return tuple(_state(case, one, made, on) for one in form.materials)


def _state(case: Case, material: Material, made: frozenset[str], on: date | None) -> MaterialState:
    found: dict[str, Evidence] = {}
    for proof in material.proofs:
        for code in _codes(case, proof):
            one = case.gathered.evidence.get(code)
            if one is not None:
                found[code] = one
    good = tuple(code for code, one in found.items() if on is None or one.expires_on is None or one.expires_on >= on)
    if good:
        return MaterialState(material, AT_HAND, good, "、".join(f"{code} {found[code].title or ''}".strip() for code in good[:4]))
    makes = [key for proof in material.proofs if proof.by == "made" for key in proof.keys if key in made]
    if makes:
        return MaterialState(material, MADE, (), "、".join(_MADE_WORDS[key] for key in makes) + "由本软件生成，盖章或核对后提交")
    if found:
        ended = "、".join(f"{code}（至 {one.expires_on}）" for code, one in found.items())
        return MaterialState(material, EXPIRED, tuple(found), f"{ended} 已过期，请换新件")
    if not material.required:
        return MaterialState(material, OPTIONAL, (), material.when or "按需提供")
    return MaterialState(material, MISSING, (), _how(material))


def _how(material: Material) -> str:
    makers = [key for proof in material.proofs if proof.by == "made" for key in proof.keys]
    if "sample" in makers or "fingerprint" in makers:
        return "先在“质量评价”中测量数据文件，或生成材料包时给出数据文件"
    if "dictionary" in makers:
        return "请在“数据目录”中填写字段字典，或加入附件"
    return "请加入扫描件，并与对应记录关联"


def _codes(case: Case, proof: Proof) -> Iterator[str]:
    yield from _FOUND_BY[proof.by](case, proof.keys)


def _of_enterprise(case: Case, keys: tuple[str, ...]) -> Iterator[str]:
    yield from _linked(case.gathered.links.get(("enterprise", 1), ()), keys)


def _of_data_set(case: Case, keys: tuple[str, ...]) -> Iterator[str]:
    for one in case.data_sets:
        yield from _linked(case.gathered.links.get(("data_set", one.id), ()), keys)


def _of_certificate(case: Case, keys: tuple[str, ...]) -> Iterator[str]:
    for one in case.data_sets:
        for certificate in case.gathered.certificates.get(one.code or "", ()):
            yield from _linked(case.gathered.links.get(("certificate", certificate.id), ()), keys)


def _of_contract(case: Case, kinds: tuple[str, ...]) -> Iterator[str]:
    for one in case.data_sets:
        for contract in case.gathered.contracts.get(one.code or "", ()):
            if not kinds or contract.kind in kinds:
                yield from _linked(case.gathered.links.get(("contract", contract.id), ()), ())


def _of_title(case: Case, words: tuple[str, ...]) -> Iterator[str]:
    for code, attachment in case.gathered.evidence.items():
        if any(word in (attachment.title or "") for word in words):
            yield code


def _linked(links: Iterable[EvidenceLink], keys: tuple[str, ...]) -> Iterator[str]:
    for link in links:
        if link.evidence and (not keys or not link.about_key or link.about_key in keys):
            yield link.evidence


_FOUND_BY: Mapping[str, Callable[[Case, tuple[str, ...]], Iterator[str]]] = {
    "enterprise": _of_enterprise,
    "data_set": _of_data_set,
    "certificate": _of_certificate,
    "contract": _of_contract,
    "title": _of_title,
    "made": lambda _case, _keys: iter(()),
}
