"""Official numbers held against the pattern of their registry; a wrong one is pointed out, never blocked."""

from datetime import date

from gzvalue.registries.registry import NumberPart, NumberPattern

_FIRST_YEAR, _LAST_YEAR = 2015, 2099


def fault(pattern: NumberPattern, number: str, issued_on: date | None = None) -> str:
    """What is wrong with a number, as words that follow its label; empty if it fits."""
    if len(number) != pattern.length:
        return f"应为 {pattern.length} 位（{pattern.words}），现有 {len(number)} 位"
    at = 0
    dated: dict[str, int] = {}
    for part in pattern.parts:
        text = number[at : at + part.count]
        wrong = _part_fault(part, text)
        if wrong:
            where = f"第 {at + 1} 位" if part.count == 1 else f"第 {at + 1}–{at + part.count} 位"
            return f"{where}“{text}”{wrong}（{pattern.words}）"
        if part.kind in ("year", "month"):
            dated[part.kind] = int(text)
        at += part.count
    if pattern.dated and issued_on is not None:
        told = (dated.get("year", issued_on.year), dated.get("month", issued_on.month))
        if told != (issued_on.year, issued_on.month):
            return f"中的年月为 {told[0]} 年 {told[1]} 月，与发证（存证）日期 {issued_on.isoformat()} 不符"
    return ""


def _part_fault(part: NumberPart, text: str) -> str:
    plain = text.isascii()
    if part.kind == "text":
        return "" if text == part.text else f"应为“{part.text}”"
    if part.kind == "any":
        return ""
    if part.kind == "code":
        if plain and text.isdigit():
            return ""
        return f"含字母，{part.label}通常为数字，请核对" if plain and text.isalnum() else f"应为{part.label}（数字）"
    if not (plain and text.isdigit()):
        return f"应为{part.label or {'year': '年份', 'month': '月份'}.get(part.kind, '')}（{part.count} 位数字）"
    if part.kind == "month" and not 1 <= int(text) <= 12:
        return "应为 01–12 的月份"
    if part.kind == "year" and not _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        return f"应为 {_FIRST_YEAR}–{_LAST_YEAR} 的年份"
    return ""
