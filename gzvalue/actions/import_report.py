"""The plan of an import in words: one sentence, and the lines behind it."""

from collections.abc import Iterable, Iterator, Sequence

from gzvalue.actions.import_plan import Added, Changed, Doubt, Failed, ImportPlan, SkippedRow, UnknownColumn

MOST_LINES = 40
"""Of each sort so many are listed; the rest is counted."""

_EMPTY = "（空）"


def summary(plan: ImportPlan) -> str:
    """One sentence: how many records are added, cells changed, cells kept unread, rows left."""
    kept = sum(1 for failed in plan.failed if failed.kept)
    counts = (
        (len(plan.added), "新增 {:,} 条记录"),
        (len(plan.changed), "修改 {:,} 格"),
        (kept, "{:,} 格未能识别（原文已保留，列为待补正）"),
        (len(plan.failed) - kept, "{:,} 处未导入"),
        (len(plan.doubtful), "{:,} 格请核对"),
        (len(plan.unknown_columns), "{:,} 列不认识"),
        (len(plan.skipped), "跳过 {:,} 行"),
    )
    words = [text.format(count) for count, text in counts if count]
    if not plan.edit:
        words.insert(0, "与项目内容相同，没有要导入的改动")
    return f"{plan.file}：" + "，".join(words) + "。"


def report(plan: ImportPlan, most: int = MOST_LINES) -> list[str]:
    """The lines behind `summary`, by sort, each sort cut after ``most`` with the rest counted."""
    lines = [*_section("工作表", [f"“{use.sheet}” → {use.label}，{use.rows:,} 条" for use in plan.sheets if use.rows], most)]
    lines += _section("未读取的工作表", [f"“{left.sheet}”：{left.reason}" for left in plan.unknown_sheets], most)
    lines += _section("新增", [_added(one) for one in plan.added], most)
    lines += _section("修改", _by_record(plan.changed), most)
    lines += _section("未能识别（原文已保留）", [_failed(one) for one in plan.failed if one.kept], most)
    lines += _section("未导入", [_failed(one) for one in plan.failed if not one.kept], most)
    lines += _section("已导入，请核对", [_failed(one) for one in plan.doubtful], most)
    lines += _section("不认识的列", [_column(one) for one in plan.unknown_columns], most)
    lines += _section("跳过的行", list(_skipped(plan.skipped)), most)
    lines += _section("表中已不见的记录（未从项目中删除）", plan.missing, most)
    notes = list(plan.notes)
    if plan.kept_newer:
        notes.append(f"有 {plan.kept_newer:,} 格在导出之后程序中已改、表中未动，保留程序中的内容")
    return lines + _section("说明", notes, most)


def _section(title: str, items: Sequence[str], most: int) -> list[str]:
    if not items:
        return []
    shown = [f"  {item}" for item in items[:most]]
    rest = len(items) - len(shown)
    return [f"{title}（{len(items):,}）：", *shown, *([f"  …… 另有 {rest:,} 项"] if rest else [])]


def _added(one: Added) -> str:
    return f"{one.name}（“{one.sheet}”第 {one.row} 行，{len(one.values)} 项）"


def _by_record(changes: Iterable[Changed]) -> list[str]:
    return [
        f"{one.name}　{one.label}：{short(one.before) or _EMPTY} → {short(one.after) or _EMPTY}{_where(one)}"
        + ("　※ 导出之后程序中也改过，将以表格为准" if one.conflict else "")
        for one in changes
    ]


def _where(one: Changed) -> str:
    return f"（“{one.sheet}”第 {one.row} 行）" if one.sheet else "（随编号改动）"


def _failed(one: Failed | Doubt) -> str:
    column = f" {one.column} 列" if one.column else ""
    label = f"“{one.label}”" if one.label else ""
    text = f"：{short(one.text)}" if one.text else ""
    return f"“{one.sheet}”第 {one.row} 行{column}{label}{text}　{one.reason}"


def _column(one: UnknownColumn) -> str:
    return f"“{one.sheet}” {one.column} 列“{short(one.head)}”：{one.reason}"


def _skipped(rows: Iterable[SkippedRow]) -> Iterator[str]:
    """Rows of one sheet with one reason together."""
    together: dict[tuple[str, str], list[SkippedRow]] = {}
    for row in rows:
        together.setdefault((row.sheet, row.reason), []).append(row)
    for (sheet, reason), found in together.items():
        numbers = "、".join(str(row.row) for row in found[:12]) + ("…" if len(found) > 12 else "")
        yield f"“{sheet}”第 {numbers} 行：{reason}"


def short(text: str) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
