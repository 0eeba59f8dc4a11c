"""A measurement's JSON in the words that the window shows; every function takes the JSON and gives texts."""

from collections.abc import Mapping
from typing import Any

from gzvalue.gui.charts.dimensions import DimensionBar
from gzvalue.gui.charts.holes import HoleRow
from gzvalue.gui.figures_table import Column, Line
from gzvalue.schema.measured_personal import IDENTIFIER_WORDS
from gzvalue.schema.quality_scores import DIMENSIONS

Json = Mapping[str, Any]

TYPES = {"integer": "整数", "decimal": "小数", "date": "日期", "datetime": "日期时间", "boolean": "是否", "text": "文本", "empty": "空列"}
REASONS = {"missing": "缺失", "type": "类型不符", "identifier": "标识符无效", "rule": "违反规则", "reference": "引用找不到"}

COLUMN_HEADS = (
    Column("列名", wide=True), Column("类型"), Column("标识符"), Column("缺失", numeric=True), Column("缺失率", numeric=True),
    Column("不同值", numeric=True), Column("不合格", numeric=True, help="非缺失而类型或标识符不符的单元格"), Column("最小"), Column("中位数", numeric=True),
    Column("最大"), Column("最常见", help="出现最多的值和次数；个人信息已遮盖"), Column("长度", help="最短–最长字符数"),
    Column("常见格式", help="9 代表数字，A、a 代表字母，字 代表汉字"), Column("留意", help="离群值和日期越界：值得看一眼，不算坏单元格"),
)  # fmt: skip
BAD_HEADS = (
    Column("行号", numeric=True), Column("列"), Column("内容（已遮盖）"), Column("原因"), Column("说明", wide=True), Column("文件"),
)  # fmt: skip
PERSONAL_HEADS = (
    Column("列"), Column("发现", wide=True), Column("单元格", numeric=True), Column("占非缺失", numeric=True), Column("范围"), Column("敏感"),
)  # fmt: skip


def percent(share: float | None) -> str:
    """A share as it is shown; never 100 % where something failed."""
    if share is None:
        return "—"
    return "99.99%" if 0.99995 <= share < 1 else f"{share:.2%}"


def bars(document: Json) -> list[DimensionBar]:
    """The six dimensions with their indicators."""
    made = []
    for key, name in DIMENSIONS.items():
        one = document["dimensions"].get(key)
        if one is None or one["score"] is None:
            made.append(DimensionBar(key, name, None, "未测量，不计入", (_WHY_NOT[key],)))
            continue
        lines = tuple(
            f"{i['code']} {i['name']}　{i['numerator']:,} ÷ {i['denominator']:,}" + ("" if i["in_score"] else "（旁列，不计入）")
            for i in one["indicators"]
        )
        made.append(DimensionBar(key, name, float(one["score"]), percent(one["score"]), lines))
    return made


_WHY_NOT = {
    "completeness": "没有单元格可查",
    "conformity": "没有非缺失的单元格可查",
    "accuracy": "设置规则后可测：范围、允许值、格式、跨列表达式",
    "consistency": "设置引用后可测：某列的值应在另一份数据中找得到",
    "timeliness": "有日期列并注明更新频率（目录或规则）后可测",
    "accessibility": "在规则中记录访问检查后可测",
}


def column_lines(document: Json) -> list[Line]:
    """The profile of each column."""
    return [_column_line(number, one) for number, one in enumerate(document["columns"])]


def _column_line(number: int, one: Json) -> Line:
    share = one["missing"] / one["count"] if one["count"] else 0.0
    top = one["top"][0] if one["top"] else None
    middle = one["quantiles"][1] if one.get("quantiles") else None
    length = one.get("length")
    texts = (
        str(one["name"]), str(TYPES.get(one["type"], one["type"])), IDENTIFIER_WORDS.get(one["identifier"] or "", ""), f"{one['missing']:,}", percent(share),
        f"{one['distinct']:,}", f"{one['invalid']:,}", _bound(one["min"]), _bound(middle), _bound(one["max"]),
        "" if top is None else f"{top['value']}（{top['count']:,}）", "" if not length else f"{length['min']}–{length['max']}", *_worth_a_look(one),
    )  # fmt: skip
    sort = (*texts[:3], one["missing"], share, one["distinct"], one["invalid"], texts[7], middle, *texts[9:])
    return Line(number, texts, sort, "attention" if one["invalid"] else "")


def _worth_a_look(one: Json) -> tuple[str, str]:
    """The commonest pattern, and what stands out without being wrong."""
    patterns, outliers = one.get("patterns") or (), one.get("outliers") or {}
    stand_out = sum(outliers.values())
    parts = [
        f"离群 {stand_out:,}" if stand_out else "",
        f"晚于测量日 {one['future']:,}" if one.get("future") else "",
        f"早于跨度 {one['before']:,}" if one.get("before") else "",
    ]
    return str(patterns[0]["value"]) if patterns else "", "，".join(part for part in parts if part)


def _bound(value: float | str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4f}".rstrip("0").rstrip(".")


def bad_lines(document: Json) -> list[Line]:
    """The bad cells that the measurement carries."""
    found = ((document.get("detail") or {}).get("bad_cells") or {}).get("cells", [])
    lines = []
    for number, one in enumerate(found):
        row = one["row"]
        texts = (
            "" if row is None else f"{row:,}",
            one["column"],
            one["text"] or "（空）",
            REASONS.get(one["reason"], one["reason"]),
            one["why"],
            one.get("file", ""),
        )
        lines.append(Line(number, texts, (row, *texts[1:])))
    return lines


def bad_words(document: Json) -> str:
    """How many bad cells there are, and how many are shown."""
    bad = (document.get("detail") or {}).get("bad_cells")
    if bad is None:
        return "这次测量没有附坏单元格（由旧版或命令行 --json 测得）；重新测量后可见，或用“坏单元格 Excel…”列出全部。"
    if not bad["total"]:
        return "没有发现坏单元格。"
    more = (
        f"，这里列出每列每种原因的前几个，共 {len(bad['cells']):,} 个；全部见“坏单元格 Excel…”" if bad["total"] > len(bad["cells"]) else ""
    )
    return f"坏单元格 {bad['total']:,} 个{more}。行号与用 Excel 打开原文件时一致。"


def personal_lines(document: Json) -> list[Line]:
    """Personal information by column."""
    return [
        Line(
            number,
            (
                one["column"], IDENTIFIER_WORDS.get(one["identifier"], one["identifier"]), f"{one['cells']:,}", percent(one["share"]),
                "整列" if one["whole_column"] else "夹在其他内容中", "可能敏感，请人工核实" if one["sensitive"] else "",
            ),
            tone="attention",
        )
        for number, one in enumerate(document["personal_information"])
    ]  # fmt: skip


def holes(document: Json) -> tuple[list[tuple[str, int]], list[HoleRow], str]:
    """Blocks, lines and a sentence for the picture of missing cells."""
    found = (document.get("detail") or {}).get("missing_blocks")
    if found is None:
        missing = sum(one["missing"] for one in document["columns"])
        if not missing:
            return [], [], "没有缺失的单元格。"
        rows = [HoleRow(one["name"], (one["missing"],), one["count"]) for one in document["columns"] if one["missing"]]
        return [("全部行", document["source"]["rows"])], rows, "这次测量没有附缺失的分布，只画各列合计；重新测量后可见按行分块的分布。"
    blocks = [(_block_words(one), one["rows"]) for one in found["blocks"]]
    whole = sum(one["rows"] for one in found["blocks"])
    rows = [HoleRow(one["name"], tuple(one["missing"]), whole) for one in found["columns"]]
    more = f"另有 {found['left_out']} 列也有缺失，未画。" if found["left_out"] else ""
    return blocks, rows, f"横向是数据的行（分 {len(blocks)} 块），纵向是有缺失的 {len(rows)} 列；颜色越深缺得越多。{more}"


def _block_words(one: Json) -> str:
    if "file" in one:
        return one["file"] if "last_file" not in one else f"{one['file']} 至 {one['last_file']}"
    return f"第 {one['from']:,}–{one['to']:,} 行"


def facts(document: Json, version: str | None) -> list[tuple[str, str]]:
    """The fingerprint: label and text."""
    source, rules = document["source"], document["rules"]
    size = "" if source["bytes"] is None else f"{source['bytes']:,} 字节"
    pairs = [
        ("来源", source["name"]), ("所测版本", version or "未注明"), ("SHA-256", source["sha256"] or "—"), ("SM3", source["sm3"] or "—"),
        ("大小", f"{source['rows']:,} 行 × {source['columns']:,} 列" + (f"，{size}" if size else "")), ("编码", source["encoding"] or "—"),
        ("测量时间", str(document["measured_at"]).replace("T", " ")), ("引擎", f"{document['engine']} {document['engine_version']}"),
        ("规则", "无" if rules is None else f"{rules['name']}（{rules['sha256'][:12]}）"),
        ("重复行", f"{document['rows']['duplicates']:,}"),
    ]  # fmt: skip
    if document["rows"].get("faulty"):
        pairs.append(("残缺行", f"{document['rows']['faulty']:,}"))
    return pairs


def difference_lines(found: Json | None) -> list[str]:
    """What changed since the last measuring."""
    if found is None:
        return ["这是第一次测量，没有可比的上一次。"]
    when = str(found["measured_before"] or "").replace("T", " ")[:16]
    if found["same_data"] is None:
        rows = found["rows"]
        lines = [
            f"与上次（{when}）的指纹不可比（数据表由不同引擎测量），不能说是不是同一份数据：行数 {rows['before']:,} → {rows['after']:,}。"
        ]
    elif found["same_data"]:
        lines = [f"与上次（{when}）是同一份数据：SHA-256 相同。"]
    else:
        rows = found["rows"]
        lines = [f"与上次（{when}）不是同一份数据：行数 {rows['before']:,} → {rows['after']:,}。"]
    for key, one in found["dimensions"].items():
        lines.append(f"{DIMENSIONS[key]}：{_or_not(one['before'])} → {_or_not(one['after'])}")
    for word, key in (("新增的列", "columns_added"), ("没有了的列", "columns_removed")):
        if found[key]:
            lines.append(f"{word}：{'、'.join(found[key][:30])}{'…' if len(found[key]) > 30 else ''}")
    for name, changed in list(found["columns_changed"].items())[:200]:
        parts = [f"{_CHANGED[kind]} {_shown(kind, one['before'])} → {_shown(kind, one['after'])}" for kind, one in changed.items()]
        lines.append(f"{name}：{'，'.join(parts)}")
    if len(lines) == 1 and not found["same_data"]:
        lines.append("各列的类型、缺失、不合格和不同值都没有变化。")
    return lines


_CHANGED = {"type": "类型", "missing": "缺失", "invalid": "不合格", "distinct": "不同值"}


def _shown(kind: str, value: Any) -> str:
    return TYPES.get(value, str(value)) if kind == "type" else f"{value:,}"


def _or_not(score: float | None) -> str:
    return "未测量" if score is None else percent(score)


def as_text(document: Json, version: str | None) -> str:
    """The result as lines of text, to be copied into a letter or a sheet."""
    lines = [f"{name}\t{text}" for name, text in facts(document, version)]
    for one in bars(document):
        lines.append(f"{one.name}\t{one.words}")
        lines += [f"\t{line}" for line in one.lines] if one.score is not None else []
    lines.append("\t".join(column.head for column in COLUMN_HEADS))
    lines += ["\t".join(line.texts) for line in column_lines(document)]
    lines += ["\t".join(("个人信息", *line.texts)) for line in personal_lines(document)]
    return "\n".join(lines)
