"""Draw the samples' attachments: one synthetic page each, from the sample's own records, marked on every page.

They stand for scans and are no real papers. Run after changing a sample's contracts, accounts or notes:

    python tests/making/sample_evidence.py tourism small
"""

import csv
import json
import re
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MARK = "示例附件 · 示例数据·非企业真实记录"
INK, QUIET = (0.12, 0.16, 0.22), (0.42, 0.45, 0.50)
PARTIES = {"数据产品收入": ("甲方（提供方）", "乙方"), "数据取得授权": ("被授权方", "授权方")}
"""What the firm and the other side are called in a contract of that kind."""
Line = tuple[str, str]
"""A label and its text; an empty label sets the text across the page."""


@cache
def fonts() -> tuple[str, str]:
    """Our regular and bold face, registered once."""
    folder = ROOT / "resources" / "fonts"
    for name, file in (("NotoSansSC", "NotoSansSC-Regular.ttf"), ("NotoSansSC-Bold", "NotoSansSC-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
    return "NotoSansSC", "NotoSansSC-Bold"


def paper(target: Path, title: str, lines: list[Line]) -> None:
    """A4 pages with a title, the lines, and the mark at head and foot of each."""
    regular, bold = fonts()
    canvas = Canvas(str(target), pagesize=A4, invariant=True, initialFontName=regular)
    canvas.setTitle(f"{title}（示例附件）")
    _marked(canvas)
    canvas.setFont(bold, 18)
    canvas.drawString(25 * mm, A4[1] - 38 * mm, title)
    y = A4[1] - 52 * mm
    for label, text in lines:
        if y < 28 * mm:
            canvas.showPage()
            _marked(canvas)
            y = A4[1] - 32 * mm
        y = _line(canvas, label, text, y)
    canvas.save()


def _marked(canvas: Canvas) -> None:
    regular, _ = fonts()
    canvas.setFillColorRGB(*QUIET)
    canvas.setFont(regular, 9)
    canvas.drawString(25 * mm, A4[1] - 18 * mm, MARK)
    canvas.drawRightString(A4[0] - 20 * mm, 14 * mm, MARK)
    canvas.setFillColorRGB(*INK)


def _line(canvas: Canvas, label: str, text: str, y: float) -> float:
    regular, bold = fonts()
    left = 25 * mm
    if label:
        canvas.setFont(bold, 10)
        canvas.drawString(left, y, label)
        left += 42 * mm
    canvas.setFont(regular, 10)
    for part in _wrapped(text, regular, A4[0] - 20 * mm - left):
        canvas.drawString(left, y, part)
        y -= 6 * mm
    return y - float(mm)


def _wrapped(text: str, font: str, room: float) -> list[str]:
    parts = [""]
    for piece in re.findall(r"[A-Za-z0-9.,%–-]+|.", text):
        if pdfmetrics.stringWidth(parts[-1] + piece, font, 10) > room and piece not in "，。；：）、":
            parts.append("")
        parts[-1] += piece
    return parts


class Sample:
    """The records of one sample, as its files hold them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = ROOT / "resources" / "samples" / name

    def rows(self, form: str) -> list[dict[str, str]]:
        """The records of one form."""
        with (self.folder / f"{form}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def single(self, form: str) -> dict[str, str]:
        """The one record of a single form."""
        return {row["key"]: row["text"] for row in self.rows(form)}

    @property
    def seed(self) -> dict[str, Any]:
        """The basic assumptions of `derive_sample.py`."""
        read: dict[str, Any] = json.loads((HERE / "samples" / f"{self.name}.json").read_text(encoding="utf-8"))
        return read


def wan(text: str) -> str:
    """元 as people read it, in 万元."""
    return f"{Decimal(text) / 10_000:,} 万元" if text else "未约定"


def contract_lines(one: Sample, code: str) -> list[Line]:
    """The main terms of one contract."""
    row = next(row for row in one.rows("contract") if row["code"] == code)
    first, second = PARTIES.get(row["kind"], ("甲方", "乙方"))
    return [
        ("合同编号", row["code"]),
        (first, row["party"]),
        (second, row["counterparty"]),
        ("签订日期", row["signed_on"]),
        ("合同期限", f"{row['starts']} 至 {row['ends']}"),
        ("涉及数据集", row["data_sets"]),
        ("年金额（不含税）", wan(row["annual_amount"])),
        ("合同总额（不含税）", wan(row["total_amount"])),
        ("约定", row["note"]),
        ("", ""),
        ("", "签字（盖章）处：        年    月    日        签字（盖章）处：        年    月    日"),
    ]


def certificate_lines(one: Sample) -> list[Line]:
    """All issued certificates, a line each."""
    issued = [row for row in one.rows("certificate") if row["state"] == "已发证"]
    head = [("", f"{issued[0]['registry']}，共 {len(issued)} 件，有效期 {issued[0]['issued_on']} 至 {issued[0]['valid_until']}")]
    return head + [("", f"{row['number']}  {row['name']}") for row in issued]


def account_lines(one: Sample) -> list[Line]:
    """The yearly accounts in short."""
    lines = []
    for row in (row for row in one.rows("finance_year") if row["basis"] == "审计"):
        text = "；".join(
            f"{label} {wan(row[key])}"
            for label, key in (
                ("营业收入", "revenue"),
                ("息税折旧摊销前利润", "ebitda"),
                ("净利润", "net_profit"),
                ("经营现金流", "operating_cash_flow"),
                ("年末有息负债", "interest_bearing_debt"),
                ("所有者权益", "equity"),
            )
        )
        lines.append((f"{row['year']} 年（{row['basis']}）", text))
    return lines


def cost_lines(one: Sample) -> list[Line]:
    """Replacement cost per data set, in a running text."""
    totals: dict[str, Decimal] = {}
    for row in one.rows("cost_item"):
        totals[row["data_set"]] = totals.get(row["data_set"], Decimal(0)) + Decimal(row["amount"])
    listed = "；".join(f"{code} {total / 10_000:,.0f}" for code, total in totals.items())
    return [("口径", "评估基准日重置水平，万元"), ("各数据集", listed), ("合计", f"{sum(totals.values()) / 10_000:,.0f} 万元")]


def note_lines(one: Sample, key: str) -> list[Line]:
    """A short note, kept with the basic assumptions."""
    return [(label, text) for label, text in one.seed["notes"][key]]


def draw(one: Sample) -> None:
    """Write every attachment that the sample's `evidence.csv` names."""
    kinds: dict[str, Callable[[Sample], list[Line]]] = {
        "certificates": certificate_lines,
        "accounts": account_lines,
        "costs": cost_lines,
    }
    target = one.folder / "evidence"
    target.mkdir(exist_ok=True)
    contracts = {row["code"] for row in one.rows("contract")}
    for row in one.rows("evidence"):
        stem = Path(row["file_name"]).stem
        if stem in contracts:
            lines = contract_lines(one, stem)
        elif stem in kinds:
            lines = kinds[stem](one)
        else:
            lines = note_lines(one, stem)
        paper(target / row["file_name"], row["title"].removesuffix("（示例附件）"), lines)


def main(names: list[str]) -> None:
    """Draw the attachments of the named samples."""
    for name in names:
        draw(Sample(name))


if __name__ == "__main__":
    main(sys.argv[1:] or sorted(path.stem for path in (HERE / "samples").glob("*.json")))
