"""Names of data for registration: 时间＋地域＋行业＋内容＋类型, at most 40 characters (国数综政策〔2026〕35号 附件1，以官方文本为准)."""

import re
from dataclasses import dataclass

from gzvalue.schema import industry
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.rules_within import REGISTERED_NAME_LENGTH

PARTS = ("时间", "地域", "行业", "内容", "类型")
_KINDS = ("数据集", "数据库", "数据产品", "数据表", "数据")
_PLACE = re.compile(r".{1,12}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|街道|省|市|盟|县|区|旗|镇|乡|州(?![省市区县镇乡]))")


@dataclass(frozen=True)
class Name:
    """A name put together from its five parts; a part that is not known is empty."""

    parts: tuple[str, str, str, str, str]

    @property
    def text(self) -> str:
        """The whole name."""
        return "".join(self.parts)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Parts that the catalogue does not tell."""
        return tuple(label for label, part in zip(PARTS, self.parts, strict=True) if not part)


def proposed(one: DataSet) -> Name:
    """The name that the catalogue suggests; never shortened, as a person decides what to leave out."""
    content, kind = _content(one.name or "")
    return Name((_time(one), _place(one.territory or ""), _trade(one.industry or ""), content, kind))


def advice(text: str, parts: tuple[str, str, str, str, str], limit: int = REGISTERED_NAME_LENGTH) -> str:
    """What to cut from a name that is too long, in words: how long each part is and how much room the content has."""
    over = len(text) - limit
    if over <= 0:
        return ""
    if "".join(parts) == text:
        lengths = "、".join(f"{label}“{part}”{len(part)} 字" for label, part in zip(PARTS, parts, strict=True) if part)
        room = limit - (len(text) - len(parts[3]))
        fix = f"请把内容压缩到 {room} 字以内" if room >= 4 else "地域、行业也须用简称，例如行业只写大类"
        return f"{lengths}；{fix}"
    return f"第 {limit + 1} 字起的“{text[limit:]}”超出，请精简；可把行业、地域改为简称"


def named_parts(one: DataSet) -> tuple[str, str, str, str, str]:
    """The registered name of a data set cut into its parts as far as the catalogue knows them; else the proposal's parts."""
    made = proposed(one).parts
    name = one.registration_name
    if not name:
        return made
    head = "".join(made[:3])
    if head and name.startswith(head):
        content, kind = _content(name[len(head) :])
        return (*made[:3], content, kind)
    return made


def _time(one: DataSet) -> str:
    first, last = (moment[:4] if moment else "" for moment in (one.span_start, one.span_end))
    if not first or not last:
        return f"{first or last}年" if first or last else ""
    return f"{first}年" if first == last else f"{first}年至{last}年"


def _place(territory: str) -> str:
    """The last administrative unit of a territory: 贵州省黔西南州兴义市 → 兴义市."""
    found = administrative_units(territory)
    return found[-1] if found else territory.strip()[:12]


def administrative_units(territory: str) -> list[str]:
    """The units that a territory names, from the largest: 贵州省, 黔西南州, 兴义市."""
    return _PLACE.findall(territory.replace(" ", ""))


def _trade(text: str) -> str:
    found = industry.find(text) if text else None
    return found.division if found else text.rpartition("-")[2].strip()


def _content(name: str) -> tuple[str, str]:
    for kind in _KINDS:
        if name.endswith(kind) and len(name) > len(kind):
            return name[: -len(kind)], kind
    return name, "数据集" if name else ""
