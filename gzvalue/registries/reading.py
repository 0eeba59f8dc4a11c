"""Reads a registry's file strictly: an unknown field, a wrong value or an unknown datum is refused with its place in the file."""

import json
from pathlib import Path
from typing import cast, get_args

from gzvalue.errors import UserError, reason_of
from gzvalue.registries.node import DOCS, Node
from gzvalue.registries.registry import (
    FORMAT,
    FieldKind,
    FormField,
    Material,
    NumberPart,
    NumberPattern,
    PartKind,
    Proof,
    ProofKind,
    Registry,
    RegistryForm,
    Renewal,
    Source,
    TimeLimit,
    Validity,
)
from gzvalue.registries.templates import fault_of
from gzvalue.schema.rights_forms import CERTIFICATE_KINDS, CERTIFICATE_STATES, Certificate

MOST_BYTES = 2 << 20
_DATES = tuple(key for key, field in Certificate.form.fields.items() if field.kind.name == "date")
_NUMBERS = ("number", "registration_number")


def read_registry(path: Path) -> Registry:
    """A registry from its file.

    Raises:
        UserError: the file cannot be read, is no registry's file, or says something this program does not know.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(f"登记文件“{path.name}”超过 {MOST_BYTES >> 20} MB，不像是登记文件，没有读取。{DOCS}。")
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as wrong:
        raise UserError(f"不能读取登记文件“{path}”（{reason_of(wrong)}）。请核对文件名与位置。") from None
    except (ValueError, RecursionError):
        raise UserError(f"登记文件“{path.name}”不是 UTF-8 编码的 JSON 文件，没有读取。{DOCS}。") from None
    return registry_of(Node(path.name, "", data), str(path))


def registry_of(node: Node, path: str = "") -> Registry:
    """A registry from what its file holds."""
    if node.text("format", "") != FORMAT:
        node.refuse(f"“format”应为“{FORMAT}”")
    made = Registry(
        name=_name(node),
        label=node.text("label"),
        short=node.text("short", node.text("label")),
        object=node.text("object", ""),
        filed_by=node.text("filed_by", "企业", within=("企业", "银行")),
        body=node.text("body", ""),
        note=node.text("note", ""),
        certificate_kinds=node.texts("certificate_kinds", within=CERTIFICATE_KINDS),
        states=node.texts("states", within=CERTIFICATE_STATES),
        forms=tuple(_form(one) for one in node.nodes("forms")),
        numbers=tuple(_number(one) for one in node.nodes("numbers")),
        time_limits=tuple(_time_limit(one) for one in node.nodes("time_limits")),
        validity=_validity(node.node("validity")),
        renewal=_renewal(node.node("renewal")),
        sources=tuple(_source(one) for one in node.nodes("sources")),
        as_of=node.text("as_of"),
        verified=node.flag("verified"),
        path=path,
    )
    node.done()
    if not made.forms:
        node.refuse("“forms”里没有申请表，至少要有一份")
    if not made.sources:
        node.refuse("“sources”里没有来源，至少要写明一处出处和日期")
    _distinct(node, [one.name for one in made.forms], "forms")
    return made


def _name(node: Node) -> str:
    name = node.text("name")
    if not name or not name.isascii() or not all(letter.isalnum() or letter == "-" for letter in name) or len(name) > 40:
        node.refuse("“name”应为不超过 40 个字符的英文字母、数字和“-”，例如 my-registry")
    return name


def _form(node: Node) -> RegistryForm:
    made = RegistryForm(
        name=_name(node),
        label=node.text("label"),
        per=cast("type[str]", node.text("per", "data_set", within=("data_set", "batch"))),  # type: ignore[arg-type]
        note=node.text("note", ""),
        fields=tuple(_field(one) for one in node.nodes("fields")),
        materials=tuple(_material(one) for one in node.nodes("materials")),
        signers=node.texts("signers"),
    )
    node.done()
    if not made.fields:
        node.refuse("“fields”里没有字段，至少要有一项")
    _distinct(node, [one.key for one in made.fields], "fields")
    _distinct(node, [one.key for one in made.materials], "materials")
    return made


def _distinct(node: Node, names: list[str], where: str) -> None:
    doubled = next((name for number, name in enumerate(names) if name in names[:number]), None)
    if doubled is not None:
        node.refuse(f"“{where}”里有两项都叫“{doubled}”，请改名")


def _field(node: Node) -> FormField:
    made = FormField(
        key=node.text("key"),
        label=node.text("label"),
        kind=cast(FieldKind, node.text("kind", "text", within=get_args(FieldKind))),
        required=node.flag("required", False),
        limit=node.number("limit", 0) or None,
        values=node.texts("values"),
        fill=node.texts("fill"),
        join=node.text("join", "；"),
        map=node.words("map"),
        advice=node.text("advice", "", within=("", "name", "sentences")),
        help=node.text("help", ""),
        source=node.text("source", ""),
        verified=node.flag("verified"),
    )
    node.done()
    for template in made.fill:
        wrong = fault_of(template)
        if wrong:
            node.refuse(f"“fill”{wrong}")
    if made.kind in ("choice", "choices") and not made.values:
        node.refuse("可选的字段须在“values”里列出可选值")
    return made


def _material(node: Node) -> Material:
    made = Material(
        key=node.text("key"),
        label=node.text("label"),
        required=node.flag("required", False),
        when=node.text("when", ""),
        help=node.text("help", ""),
        proofs=tuple(_proof(one) for one in node.nodes("proofs")),
        source=node.text("source", ""),
        verified=node.flag("verified"),
    )
    node.done()
    return made


def _proof(node: Node) -> Proof:
    made = Proof(cast(ProofKind, node.text("by", within=get_args(ProofKind))), node.texts("keys"))
    node.done()
    if made.by == "made" and not set(made.keys) <= {"sample", "dictionary", "fingerprint", "form"}:
        node.refuse("“made”的 keys 只能是 sample、dictionary、fingerprint、form")
    return made


def _number(node: Node) -> NumberPattern:
    made = NumberPattern(
        field=node.text("field", "number", within=_NUMBERS),
        label=node.text("label"),
        parts=tuple(_part(one) for one in node.nodes("parts")),
        dated=node.flag("dated", False),
        words=node.text("words"),
        source=node.text("source", ""),
        verified=node.flag("verified"),
    )
    node.done()
    if not made.parts:
        node.refuse("“parts”里没有写明编码由哪几段组成")
    return made


def _part(node: Node) -> NumberPart:
    kind = cast(PartKind, node.text("kind", within=get_args(PartKind)))
    text = node.text("text", "")
    fixed = {"year": 4, "month": 2, "text": len(text)}.get(kind)
    count = node.number("count", fixed if fixed is not None else 1, most=60)
    made = NumberPart(kind, count if fixed is None else fixed, text, node.text("label", ""))
    node.done()
    if kind == "text" and not text:
        node.refuse("固定文字的一段须写明“text”")
    return made


def _time_limit(node: Node) -> TimeLimit:
    made = TimeLimit(
        state=node.text("state", within=CERTIFICATE_STATES),
        what=node.text("what"),
        working_days=node.number("working_days", most=1000),
        more=node.number("more", 0, most=1000),
        since=node.text("since", within=_DATES),
        source=node.text("source", ""),
        verified=node.flag("verified"),
    )
    node.done()
    return made


def _validity(node: Node | None) -> Validity | None:
    if node is None:
        return None
    made = Validity(node.number("years", most=100), node.flag("at_most", False), node.text("source", ""), node.flag("verified"))
    node.done()
    return made


def _renewal(node: Node | None) -> Renewal | None:
    if node is None:
        return None
    made = Renewal(
        node.number("opens_months", most=120), node.number("closes_days", most=1000), node.text("source", ""), node.flag("verified")
    )
    node.done()
    return made


def _source(node: Node) -> Source:
    made = Source(node.text("title"), node.text("date", ""), node.text("note", ""), node.flag("verified"))
    node.done()
    return made
