"""Rights of each data set, certificates and contracts: a self-check, no legal opinion."""

from collections.abc import Sequence

from gzvalue.outputs.blocks import Block, Cell, Column, Heading, Items, Marked, PageBreak, Paragraph, RowsTable
from gzvalue.outputs.chapters import compliance, registration, rights_chain
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import UNFILLED, filled, listed, text_of
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.rights_forms import Certificate
from gzvalue.schema.valuation_forms import Contract

FEW = 3
"""So few data sets leave room on the page of the inventory for this chapter to follow."""


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Findings, certificates, rights by data set, contracts; absent when there is nothing of it."""
    project = content.project
    if not (project.data_sets or project.certificates or project.contracts):
        return ()
    apart = () if 0 < len(project.data_sets) <= FEW and "catalogue" not in options.left_out else (PageBreak(landscape=True),)
    blocks: list[Block] = [*apart, Heading("权属与合规自查", 1)]
    blocks.append(
        Paragraph(
            "本章为企业自查结果，不构成法律意见。登记凭证证明的是登记机构记录的权利主张，不证明独占；同一数据上他人可以享有同样的权利。"
        )
    )
    findings = _findings(project.data_sets)
    if findings:
        blocks += [Heading("自查要点", 2), Items(findings)]
    if project.certificates:
        blocks += [Heading("权属凭证", 2), _certificates(content)]
    blocks += registration.blocks(content)
    if project.data_sets:
        blocks += [Heading("各数据集的权利", 2), _rights(content)]
    blocks += [*rights_chain.blocks(content), *compliance.blocks(content)]
    if project.contracts:
        blocks += [Heading("相关合同", 2), _contracts(project.contracts)]
    return tuple(blocks)


def _findings(sets: Sequence[DataSet]) -> tuple[str, ...]:
    def codes(found: Sequence[DataSet]) -> str:
        return listed([one.code or one.name_for_people for one in found], 20)

    said = []
    without = [one for one in sets if one.rights is not None and "经营权" not in one.rights]
    if without:
        said.append(f"没有经营权、不能质押的 {len(without)} 项：{codes(without)}。")
    doubtful = [one for one in sets if one.restriction == "待核"]
    if doubtful:
        said.append(f"权利核查为“待核”的 {len(doubtful)} 项：{codes(doubtful)}。")
    limited = [one for one in sets if one.restriction == "受限"]
    if limited:
        said.append(f"已确认受限的 {len(limited)} 项：{codes(limited)}。")
    personal = [one for one in sets if one.registered_personal == "是"]
    if personal:
        said.append(f"拟登记版本仍含个人信息的 {len(personal)} 项：{codes(personal)}。")
    core = [one for one in sets if one.grade in ("核心", "重要（待识别）")]
    if core:
        said.append(f"级别为重要或核心的 {len(core)} 项：{codes(core)}。")
    unknown = [one for one in sets if not one.rights or not one.source_type]
    if unknown:
        said.append(f"权利类型或数据来源尚未填写的 {len(unknown)} 项：{codes(unknown)}。")
    return tuple(said)


def _certificates(content: Content) -> RowsTable:
    columns = (
        Column("序号", 1, "code"),
        Column("凭证种类", 2.5),
        Column("登记机构", 2.2),
        Column("凭证编码", 2.5),
        Column("所载名称", 5.2),
        Column("所载权利人", 1.8),
        Column("所载权利", 2.9),
        Column("状态", 1.2, "code"),
        Column("有效期至", 1.7, "code"),
        Column("覆盖数据集", 1.6),
    )
    rows = tuple(_certificate(content, one) for one in content.project.certificates)
    note = "未发证的凭证权利状态系数按 0 计；权利人与申报企业名称一字不差的写作“本企业”。"
    return RowsTable(columns, rows, caption="已取得和申请中的登记凭证", note=note)


def _certificate(content: Content, one: Certificate) -> tuple[Cell, ...]:
    before = (filled(one, key) for key in ("code", "kind", "registry", "number", "name"))
    after = (filled(one, key) for key in ("state", "valid_until", "data_sets"))
    return (*before, _holder(content, one.holder), short_rights(one.rights), *after)


def _rights(content: Content) -> RowsTable:
    columns = (
        Column("编号", 1, "code"),
        Column("数据名称", 4.2),
        Column("权利类型", 3),
        Column("数据来源", 1.8),
        Column("产权持有人", 2),
        Column("是否独占", 1.4, "code"),
        Column("权利核查", 1.4, "code"),
        Column("公共数据核查", 5),
        Column("权利期限至", 1.8, "code"),
        Column("凭证", 1.2),
    )
    rows = tuple(_rights_row(content, one) for one in content.project.data_sets)
    note = "权利类型为持有权、使用权、经营权的简写；持有人与申报企业名称一字不差的写作“本企业”；权利期限为“—”表示未约定期限。"
    return RowsTable(columns, rows, caption="权利与核查结果", note=note)


def _rights_row(content: Content, one: DataSet) -> tuple[Cell, ...]:
    certificates = content.certificates.get(one.code or "", [])
    check: Cell = UNFILLED
    if one.restriction:
        check = Marked(one.restriction, {"待核": "attention", "受限": "stop"}.get(one.restriction, "plain"))  # type: ignore[arg-type]
    return (
        text_of(one.code),
        text_of(one.name),
        short_rights(one.rights),
        filled(one, "source_type"),
        _holder(content, one.holder),
        filled(one, "exclusive"),
        check,
        filled(one, "public_data"),
        one.right_until.isoformat() if one.right_until else "—",
        "、".join(c.code or "" for c in certificates) or "—",
    )


def short_rights(rights: tuple[str, ...] | None) -> Cell:
    """``持有、使用、经营``."""
    return "、".join(right.removesuffix("权") for right in rights) if rights else UNFILLED


def _holder(content: Content, holder: str | None) -> Cell:
    """The holder's name; 本企业 where it is the applicant to the letter."""
    if not holder:
        return UNFILLED
    return "本企业" if holder == content.project.enterprise.name else holder


def _contracts(contracts: Sequence[Contract]) -> RowsTable:
    columns = (
        Column("编号", 1, "code"),
        Column("合同名称", 4),
        Column("类别", 2),
        Column("对方", 3.2),
        Column("开始", 1.7, "code"),
        Column("截止", 1.7, "code"),
        Column("年金额（元）", 2.4, "figure"),
        Column("涉及数据集", 2.2),
        Column("应收账款已质押", 1.8, "code"),
    )
    keys = ("code", "name", "kind", "counterparty", "starts", "ends", "annual_amount", "data_sets", "pledged")
    rows = tuple(tuple(filled(one, key, unit=False) for key in keys) for one in contracts)
    return RowsTable(columns, rows, caption="合同清单", note="金额不含增值税。")
