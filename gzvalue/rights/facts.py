"""What the records say about one data set, by name, as the conditions of the rule tables ask for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from gzvalue.rights.tables import source_rules
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.measured_personal import PersonalFindings
from gzvalue.schema.rights_chain_forms import SourceLink

CATALOGUE_SOURCES = {
    "采集生成": "自有经营产生",
    "自动化程序收集公开数据": "自动化程序收集公开数据",
    "协议取得": "协议取得",
    "衍生创造": "衍生创造",
    "受托处理": "受托处理",
    "公共数据授权运营": "公共数据授权运营",
}
"""数据来源 of the catalogue → row of the rule table."""


def facts_of(one: DataSet, links: Sequence[SourceLink], measured: PersonalFindings | None, answers: Mapping[str, str]) -> dict[str, Any]:
    """Facts by name.

    ``personal`` is True if the catalogue or a measurement says so, False if the catalogue denies it and no measurement
    contradicts, ``None`` if nobody said.
    """
    found = () if measured is None else measured.found
    names = {link.source for link in links if link.source} | {CATALOGUE_SOURCES.get(one.source_type or "", "")}
    rules = source_rules()
    words = (one.name, one.business_domain, one.source_system, one.structure, one.personal_note)
    return {
        "answers": answers,
        "personal": True if found else one.personal_information,
        "declared_personal": one.personal_information,
        "measured_personal": bool(found),
        "measured_sensitive": any(part.sensitive for part in found),
        "registered_personal": one.registered_personal,
        "grade": one.grade,
        "records": one.record_count,
        "sources": frozenset(rules[name].key for name in names if name in rules),
        "specials": frozenset(special for link in links for special in link.special or ()),
        "words": " ".join(word for word in words if word),
    }
