"""How far each link of the chain of rights is in order."""

from collections import Counter

from gzvalue.gui.chain_strip import Link
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.project import Project


def links(project: Project) -> list[Link]:
    """来源 → 权利类型 → 权利核查 → 个人信息 → 权属凭证 → 证据, each with its figures and state."""
    sets = project.data_sets
    certified = {code for c in project.certificates for code in c.data_sets or ()}
    issued = {code for c in project.certificates if c.state == "已发证" for code in c.data_sets or ()}
    codes = [one.code for one in sets if one.code]
    open_questions = sum(one.restriction in ("待核", "受限") for one in sets)
    checked = sum(one.restriction is not None for one in sets)
    proven = {link.about_id for link in project.evidence_links if link.about_form == "data_set"}
    return [
        _counted("source_type", "数据来源", sum(one.source_type is not None for one in sets), len(sets)),
        _counted("rights", "权利类型", sum(bool(one.rights) for one in sets), len(sets)),
        Link("restriction", "权利核查", f"{open_questions} 项待核或受限" if open_questions else f"{checked}／{len(sets)} 已核",
             "待补正" if open_questions else _state(checked, len(sets))),
        _counted("personal_information", "个人信息", sum(one.personal_information is not None for one in sets), len(sets)),
        Link("certificate", "权属凭证", f"已发证 {sum(c in issued for c in codes)}，申请中 {sum(c in certified - issued for c in codes)} 项",
             "未开始" if not project.certificates else "填报中" if certified - issued else "已填报"),
        Link("evidence", "证据附件", f"{len(project.evidence)} 份，证明 {len(proven)} 项", "已填报" if proven else "填报中" if project.evidence else "未开始"),
    ]  # fmt: skip


def _counted(key: str, name: str, done: int, of: int) -> Link:
    return Link(key, name, f"{done}／{of} 已填", _state(done, of))


def _state(done: int, of: int) -> str:
    return "未开始" if not done else "已填报" if done == of else "填报中"


def certificates_of(project: Project, record: Record) -> str:
    """The certificates that cover a data set, with their states: ``Z01 已发证``."""
    assert isinstance(record, DataSet)
    return "、".join(
        f"{c.code or '（无编号）'} {c.state or ''}".strip() for c in project.certificates if record.code in (c.data_sets or ())
    )


def evidence_count(project: Project, record: Record) -> str:
    """How many documents are linked to a data set; empty for none."""
    count = _counts(project)[record.id]
    return str(count) if count else ""


def _counts(project: Project) -> Counter[int]:
    """Links per data set; remembered on the tuple's project, which never changes."""
    memory = vars(project)
    found = memory.get("_links_per_data_set")
    if found is None:
        found = memory["_links_per_data_set"] = Counter(e.about_id or 0 for e in project.evidence_links if e.about_form == "data_set")
    return found
