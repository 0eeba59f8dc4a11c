"""What a head of a yearly statement says: which year's figures stand below it.

Years may be written out (2023, 2023年度, 2023-12-31, 2023年1-12月) or told by the title (本期, 上年, 年初余额). A part of a
year (2025年1-6月) is no year.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from gzvalue.tables.names import factor, squeeze, words

PARTIAL = "不是完整的会计年度，未导入"
NO_YEAR = "写的是本期或上期，但表头上方没有写明是哪一年，未导入；请在标题中写上年度（如“2025年度”），或把列名改成年份"


class Period(NamedTuple):
    """What one head means.

    Attributes:
        year: the calendar year, or ``None`` where `wrong` says why there is none.
        bare: only four digits, which may as well be a figure.
        basis: 审计, 未审计, 预测, or empty.
        unit: a unit of money in the head, or empty.
        wrong: why the column cannot be taken.
        offset: of a head that needs the title's year: 0 this year, −1 the year before, −2 not one of these.
        opening: the head means the beginning of the title's period (年初余额), which is the end of the year before even in mid-year.
    """

    year: int | None
    bare: bool = False
    basis: str = ""
    unit: str = ""
    wrong: str = ""
    offset: int = -2
    opening: bool = False


class Stated(NamedTuple):
    """The period that a title states: its year, and whether the whole year is meant."""

    year: int
    whole: bool


_YEAR = r"((?:19|20|21)\d{2})"
_WHOLE = re.compile(
    rf"(?:fy|截至|截止)?{_YEAR}(?:年度?)?(?:年?(?:末|底|全年|期末)|[-/.]12[-/.]31|12月31日?|[.-]?1月?[-~至到]12月?)?(?:止)?"
)
_BEGINS = re.compile(rf"(?:fy|截至|截止)?{_YEAR}(?:年|[-/.]\d|q\d|h\d|[ae]$|\()")
_TAILS = re.compile(r"(?:余额|金额|发生额|累计数|累计|审定数|审计数|决算数|实际数|实际|数据|数|合计)+$")
_REMARK = re.compile(r"\(([^()]*)\)|(未经审计|未审计?|经审计|审计|审定|预测|预计)(?:数|版)?$")
_BASES = (("未审", "未审计"), ("未经审", "未审计"), ("审计", "审计"), ("审定", "审计"), ("预测", "预测"), ("预计", "预测"))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().translate(str.maketrans("－—–〜", "---~"))
    return "".join(folded.split()).replace("月份", "月")


def basis_in(text: str) -> str:
    """审计, 未审计 or 预测 where a text says so, else empty."""
    plain = _plain(text)
    return next((basis for word, basis in _BASES if word in plain), "")


def period_of(text: str) -> Period | None:
    """The period that a head names, or ``None`` if it names none.

    Args:
        text: one head, or the line of it that may hold a year.
    """
    plain = _plain(text)
    if not plain or len(plain) > 30:
        return None
    unit, basis = "", basis_in(plain)
    for match in _REMARK.finditer(plain):
        unit = unit or (match[1] if match[1] and factor(match[1].removeprefix("单位:"), "元") is not None else "")
    core = _REMARK.sub("", plain)
    if re.fullmatch(rf"{_YEAR}e", core):
        core, basis = core[:-1], basis or "预测"
    core = re.sub(rf"^{_YEAR}a$", r"\1", core)
    relative = _relative(core)
    if relative is not None:
        return relative._replace(basis=basis, unit=unit.removeprefix("单位:"))
    whole = _WHOLE.fullmatch(core) or _WHOLE.fullmatch(_TAILS.sub("", core))
    if whole is not None:
        return Period(int(whole[1]), bare=bool(re.fullmatch(r"\d{4}", plain)), basis=basis, unit=unit.removeprefix("单位:"))
    if _BEGINS.match(plain) and not re.search(r"增|减|比|率|变动", plain):
        return Period(None, wrong=PARTIAL)
    return None


def _relative(core: str) -> Period | None:
    told = words()["periods"]
    for name, offset in (("this", 0), ("previous", -1), ("opening", -1)):
        if core in told[name]:
            return Period(None, offset=offset, opening=name == "opening")
    return Period(None, wrong=PARTIAL) if core in told["month"] else None


def placed(period: Period, stated: Stated | None) -> Period:
    """A head like 本期 with the year that the title states, or why it has none."""
    if period.offset == -2:
        return period
    if stated is None:
        return period._replace(wrong=NO_YEAR)
    if not stated.whole and not period.opening:
        return period._replace(wrong=PARTIAL)
    return period._replace(year=stated.year + period.offset)


_STATED = re.compile(
    rf"{_YEAR}\s*(?:年\s*(?:(\d{{1,2}})\s*月?\s*(?:[-~至到—－]\s*(\d{{1,2}})\s*月|(\d{{1,2}})\s*日|月)?|度)?|[-/.](\d{{1,2}})[-/.](\d{{1,2}}))?"
)
_MADE_ON = ("编制日期", "制表日期", "填报日期", "填表日期", "打印", "报送", "报告日", "审计报告", "编号", "文号")


def stated_period(texts: Iterable[str]) -> Stated | None:
    """The one period that titles above a table state; ``None`` if they state none or several."""
    found: set[Stated] = set()
    for text in texts:
        if any(word in text for word in _MADE_ON):
            continue
        found |= {one for one in map(_stated, _STATED.finditer(unicodedata.normalize("NFKC", text))) if one is not None}
    whole = {one for one in found if one.whole}
    best = whole or found
    return best.pop() if len(best) == 1 else None


def _stated(match: re.Match[str]) -> Stated | None:
    year, month, until, day, iso_month, iso_day = match.groups()
    if iso_month:
        return Stated(int(year), (int(iso_month), int(iso_day)) == (12, 31))
    if until:
        return Stated(int(year), (int(month), int(until)) == (1, 12))
    if month:
        return Stated(int(year), (int(month), int(day or 0)) == (12, 31))
    return Stated(int(year), whole=True) if "年" in match[0] else None


def is_share(text: str) -> bool:
    """Whether a head means a comparison between years or a share, which is no amount."""
    plain = squeeze(text)
    return any(word in plain for word in words()["periods"]["share"])
