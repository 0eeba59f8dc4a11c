"""Texts composed for one data set (``kit.*`` of the templates). Only what the project says goes in; a gap stays a gap."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from gzvalue.registries import naming
from gzvalue.registries.fingerprints import fingerprint_of
from gzvalue.registries.gathered import Case
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import first_day, grouped, last_day
from gzvalue.schema.rules_within import says_none

_MOST_FIELDS = 60
_FORMS = ("图片", "文本", "视频", "音频", "表格")
_STRUCTURES = ("非结构化", "半结构化", "结构化")
_LEVELS = ("省级", "市级", "区县级", "区县级以下")
_CITIES = ("北京市", "天津市", "上海市", "重庆市")
_WORLD = ("国际", "全球", "境外", "跨境")


def name(case: Case) -> str:
    """The registered name that a person chose; else the proposal."""
    one = _one(case)
    return one.registration_name or naming.proposed(one).text


def summary(case: Case) -> str:
    """来源、范围、数量、形态、字段、用途与个人信息处理, a sentence each."""
    one = _one(case)
    title = one.registration_name or one.name or ""
    parts = [
        f"本数据为{title}" + (f"，由{case.project.enterprise.name}" if case.project.enterprise.name else ""),
        f"在{one.source_system}的运行中" if one.source_system else "",
        f"以{one.source_type}方式取得" if one.source_type else "",
    ]
    said = ["".join(parts) + "。"] if title else []
    extent = [
        f"覆盖{one.territory}" if one.territory else "",
        f"时间为{span(case)}" if one.span_start and one.span_end else "",
        f"{one.frequency}更新" if one.frequency else "",
        f"共{volume(case)}" if volume(case) else "",
        f"形态为{data_form(case)}" if data_form(case) else "",
    ]
    if any(extent):
        said.append("，".join(part for part in extent if part) + "。")
    labels = [field.label or field.name or "" for field in case.gathered.fields.get(one.code or "", ())]
    if labels:
        listed = "、".join(labels[:12])
        said.append(f"主要内容包括{listed}{'等' if len(labels) > 12 else '，共'}{len(labels)}项字段。")
    if one.scenarios:
        said.append(f"主要用于{one.scenarios.rstrip('。')}。")
    if one.registered_personal == "否":
        said.append("登记版本不含个人信息。" if not one.personal_information else "原始数据含个人信息，登记版本已匿名化。")
    return "".join(said)


def span(case: Case) -> str:
    """``2005-01-01 — 2025-12-31``."""
    one = _one(case)
    if not one.span_start or not one.span_end:
        return ""
    return f"{first_day(one.span_start).isoformat()} — {last_day(one.span_end).isoformat()}"


def geo_level(case: Case) -> str:
    """国际, 全国 or the level of the smallest unit named; empty where the territory does not tell."""
    text = _one(case).territory or ""
    if any(word in text for word in _WORLD):
        return "国际"
    if "全国" in text or text in ("中国", "中华人民共和国"):
        return "全国"
    units = naming.administrative_units(text)
    if not units:
        return ""
    if units[0] in _CITIES:
        return ("省级", "区县级", "区县级以下")[min(len(units) - 1, 2)]
    if not units[0].endswith(("省", "自治区", "特别行政区")):
        return {"县": "区县级", "区": "区县级", "旗": "区县级", "州": "市级", "盟": "市级"}.get(units[-1][-1], "")
    below = 1 if not text.replace(" ", "").endswith(units[-1]) and len(units) == 3 else 0
    return _LEVELS[min(len(units) - 1 + below, 3)]


def volume(case: Case) -> str:
    """``18,600,000 条，14.2 GB``."""
    one = _one(case)
    parts = [
        "" if one.record_count is None else f"{one.record_count:,} 条",
        "" if one.storage_gb is None else f"{_plain(one.storage_gb)} GB",
    ]
    return "，".join(part for part in parts if part)


def data_form(case: Case) -> str:
    """``表格×结构化``, as far as the structure tells."""
    text = _one(case).structure or ""
    forms = [word for word in _FORMS if word in text] or (["图片"] if "影像" in text or "图像" in text else [])
    rest = text
    structures = []
    for word in _STRUCTURES:
        if word in rest:
            structures.append(word)
            rest = rest.replace(word, "")
    if not forms and not structures:
        return text
    return "、".join(forms or ["其他"]) + (f"×{'、'.join(structures)}" if structures else "")


def limits(case: Case) -> str:
    """权利限制; 无 only where a person said so."""
    text = _one(case).right_limits
    return "" if text is None else "无" if says_none(text) else text


def rights(case: Case) -> str:
    """A line per right: holder, code, right, term, limits, proof."""
    one, firm = _one(case), case.project.enterprise
    if not one.rights:
        return ""
    holder = firm.name if (one.holder or "本企业") in ("本企业", "本公司", firm.name) else one.holder
    code = firm.credit_code if holder == firm.name else ""
    until = f"至 {one.right_until.isoformat()}" if one.right_until else "未约定期限"
    proof = "、".join(dict.fromkeys(link.evidence or "" for link in case.gathered.links.get(("data_set", one.id), ()))) or "待附"
    lines = [
        f"{right}：{holder or ''}{f'（{code}）' if code else ''}，期限{until}，限制：{limits(case) or '未填写'}，证明：{proof}"
        for right in one.rights
    ]
    return "\n".join(lines)


def fields(case: Case) -> str:
    """A line per field of the dictionary; the first sixty."""
    listed = case.gathered.fields.get(_one(case).code or "", ())
    lines = ["　".join(part for part in (f.name, f.label, f.type) if part) for f in listed[:_MOST_FIELDS]]
    more = [f"……共 {len(listed)} 项字段，全部见数据字典"] if len(listed) > _MOST_FIELDS else []
    return "\n".join(lines + more)


def scale(case: Case) -> str:
    """``12 项字段（order_no、…）；18,600,000 条，14.2 GB``."""
    listed = case.gathered.fields.get(_one(case).code or "", ())
    names = "、".join(f.label or f.name or "" for f in listed[:20])
    columns = f"{len(listed)} 项字段（{names}{'等' if len(listed) > 20 else ''}）" if listed else ""
    return "；".join(part for part in (columns, volume(case)) if part)


def update(case: Case) -> str:
    """``实时；更新期限至 2028-12-31``."""
    one = _one(case)
    until = f"更新期限至 {one.right_until.isoformat()}" if one.right_until else ""
    return "；".join(part for part in (one.frequency or "", until) if part)


def algorithm(case: Case) -> str:
    """The blocks of an algorithm's description that the project knows; the processing itself a person must add."""
    one = _one(case)
    inputs = "、".join(f.label or f.name or "" for f in case.gathered.fields.get(one.code or "", ())[:20])
    personal = [f.label or f.name or "" for f in case.gathered.fields.get(one.code or "", ()) if f.personal]
    blocks = [
        f"一、输入字段：{inputs}。" if inputs else "",
        f"二、清洗与匿名化：{one.personal_note.rstrip('。')}{'；涉及字段：' + '、'.join(personal) if personal else ''}。"
        if one.personal_note
        else "",
    ]
    return "\n".join(part for part in blocks if part)


def personal(case: Case) -> str:
    """Whether public data or personal information is concerned."""
    one = _one(case)
    said = []
    if one.public_data is not None:
        said.append("不涉及公共数据" if says_none(one.public_data) else f"公共数据核查：{one.public_data}")
    if one.registered_personal in ("是", "否"):
        said.append("登记版含个人信息" if one.registered_personal == "是" else "登记版不含个人信息")
    return "；".join(said)


def resource(case: Case) -> str:
    """名称、摘要、字段、数据量、更新周期, a line each."""
    pairs = (("名称", name(case)), ("摘要", summary(case)), ("字段", scale(case)), ("更新周期", _one(case).frequency or ""))
    return "\n".join(f"{label}：{text}" for label, text in pairs if text)


def fingerprint(case: Case) -> str:
    """SHA-256 and SM3 of what was measured."""
    found = fingerprint_of(case.gathered, _one(case))
    if found is None:
        return ""
    return "；".join(part for part in (f"SHA-256 {found.sha256}" if found.sha256 else "", f"SM3 {found.sm3}" if found.sm3 else "") if part)


def deposit(case: Case) -> str:
    """A line per deposit: platform, number, date, digest."""
    lines = []
    for one in case.gathered.deposits.get(_one(case).code or "", ()):
        parts = (
            one.platform,
            one.number,
            one.deposited_on and one.deposited_on.isoformat(),
            one.sha256 and f"SHA-256 {one.sha256}",
            one.sm3 and f"SM3 {one.sm3}",
        )
        lines.append("，".join(str(part) for part in parts if part))
    return "\n".join(line for line in lines if line)


def _one(case: Case) -> DataSet:
    return case.data_set or DataSet(id=0)


def _plain(value: Decimal) -> str:
    return grouped(value, max(0, -int(value.normalize().as_tuple().exponent)))


OF_DATA_SET: Mapping[str, Callable[[Case], str]] = {
    "name": name, "summary": summary, "span": span, "geo_level": geo_level, "volume": volume, "data_form": data_form, "limits": limits,
    "rights": rights, "fields": fields, "scale": scale, "update": update, "algorithm": algorithm, "personal": personal,
    "resource": resource, "fingerprint": fingerprint, "deposit": deposit,
}  # fmt: skip
"""What is composed from one data set, by its name after ``kit.``."""
