"""The declarative mapping from the project to a form: ``{data_set.name}`` stands for a datum, ``{kit.summary}`` for a composed text."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from gzvalue.schema.forms import BY_NAME

FORMS = ("enterprise", "valuation_head", "financing", "data_set", "certificate")
"""Forms whose data a template may name: the single ones, the data set at hand, and its certificate of this registry."""

COMPOSED = {
    "name": "登记名称：目录中填写的，没有时按时间＋地域＋行业＋内容＋类型拟定",
    "summary": "数据概述：来源、范围、数量、形态、字段、用途与个人信息处理",
    "business": "经营情况：法定代表人、注册时间、注册地址、营业期限、经营范围、存续情况",
    "subject_type": "申请人类型：有统一社会信用代码的按法人",
    "span": "时域范围：起止日期",
    "geo_level": "地域范围的级别：由数据覆盖地域推定",
    "volume": "数据量：条数与存储量",
    "data_form": "数据形态：由数据结构推定",
    "limits": "限制范围：权利限制，没有则为“无”",
    "rights": "权利配置：权利人、代码、权利、期限、限制、证明",
    "fields": "字段表：字段名、中文名、类型",
    "scale": "结构规模：字段数、字段名、条数、存储量",
    "update": "更新频次与期限",
    "algorithm": "算法规则：输入字段、清洗与匿名化、输出字段（处理规则须自行补充）",
    "deposit": "存证情况：平台、编号、日期、摘要",
    "fingerprint": "数据指纹：SHA-256 与 SM3",
    "personal": "是否涉及公共数据或个人信息",
    "resource": "资源情况：名称、摘要、字段、数据量、更新周期",
    "collateral": "担保财产描述：逐项列明凭证编码、名称、时域、条数与指纹",
    "collateral_codes": "担保财产清单：编号与名称",
    "pledgor": "担保人法定代表人、住所、行业、规模",
    "filing_term": "登记期限：贷款期限加余量",
    "debt_term": "债务履行期限：放款日至到期日",
    "as_of": "编制日期",
}
"""Texts that the program composes, by their name after ``kit.``."""

_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Place:
    """What a placeholder names: a form (or ``kit``) and a key of it."""

    form: str
    key: str


def places(template: str) -> tuple[Place, ...]:
    """The placeholders of a template, in order."""
    return tuple(Place(*name.partition(".")[::2]) for name in _PLACE.findall(template))


def filled(template: str, texts: "dict[Place, str]") -> str:
    """The template with its data; empty if all of its data are empty, so that no bare label is left."""
    wanted = places(template)
    if wanted and not any(texts[place] for place in wanted):
        return ""
    return _PLACE.sub(lambda match: texts[Place(*match[1].partition(".")[::2])], template)


def fault_of(template: str) -> str:
    """What is wrong with a template, as words that follow the name of its field; empty if nothing is."""
    for place in places(template):
        name = f"{place.form}.{place.key}"
        if place.form == "kit":
            known = list(COMPOSED)
        elif place.form in FORMS:
            known = list(BY_NAME[place.form].fields)
        else:
            return f"中的“{{{name}}}”不认识：点号前应为 {'、'.join(FORMS)} 或 kit"
        if place.key not in known:
            near = get_close_matches(place.key, known, n=1)
            return f"中的“{{{name}}}”没有这一项{f'，是不是“{near[0]}”？' if near else ''}"
    return ""
