"""披露表 and 勾稽与对照: the tables as they are printed with a mark where they foot, the checks, and the appraised values beside."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from gzvalue.accounting.disclosure import TOTAL, TOTAL_LABEL, short_title
from gzvalue.accounting.result import Check, Table
from gzvalue.accounting.rules import RowRule, tables
from gzvalue.accounting.stated import presentation
from gzvalue.actions.accounting import Books, research_and_development
from gzvalue.gui import pieces
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.screens.uses_accounting_assets import lines_of_problems
from gzvalue.gui.tokens import L, M, S
from gzvalue.schema.kinds import grouped

_INDENT = ("", "　", "　　", "　　　　　")
_PRESENTED = (
    Column("报表项目", wide=True, width=160),
    Column("期初（元）", numeric=True, width=130),
    Column("期末（元）", numeric=True, width=130),
)
_PLEDGED = (
    Column("账面资产", wide=True, width=160), Column("数据集", width=66), Column("期末账面价值（元）", numeric=True, width=140),
    Column("本期摊销（元）", numeric=True, width=120), Column("状态", width=150),
)  # fmt: skip
_IMPORTANT = (Column("账面资产", width=180), Column("内容", wide=True, width=140), Column("账面价值（元）", numeric=True, width=130),
              Column("剩余摊销期", numeric=True, width=90))  # fmt: skip
_CHECKS = (Column("检查", wide=True, width=240), Column("左边", numeric=True, width=110), Column("右边", numeric=True, width=110),
           Column("差额", numeric=True, width=90), Column("结果", width=56))  # fmt: skip
_PROBLEMS = (Column("级别", width=54), Column("要补正的事项", wide=True, width=300))
_FACING = (
    Column("数据集", wide=True, width=150), Column("账面价值（元）", numeric=True, width=120, help="历史成本减摊销、减值"),
    Column("测算价值（元）", numeric=True, width=120, help="未经评估，不是入账依据"), Column("历史成本（元）", numeric=True, width=120),
    Column("重置成本（元）", numeric=True, width=120, help="价值测算用，不入账"), Column("说明", width=260),
)  # fmt: skip


def _yuan(amount: Decimal | None) -> str:
    return "—" if amount is None else grouped(amount, 2)


class DisclosurePage(QWidget):
    """The tables, one under another.

    Signals:
        go_to(form, id, key): the datum behind a row.
    """

    go_to = Signal(str, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presented = FiguresTable("资产负债表列示", _PRESENTED, fitted=True, sortable=False)
        self.presented.setMaximumWidth(620)
        self.tables: dict[str, FiguresTable] = {}
        self.research = pieces.caption("", wrap=True)
        self.important = FiguresTable("单项重要", _IMPORTANT, fitted=True, sortable=False, doors=True)
        self.pledged = FiguresTable("质押披露", _PLEDGED, fitted=True, sortable=False, doors=True)
        self.none_important = pieces.caption("没有。在账面资产中勾选“单项重要”，或在会计政策中填写下限。")
        self.none_pledged = pieces.caption("没有用于担保或权利受限的数据资源。")
        page = QWidget()
        page.setMaximumWidth(1060)
        box = pieces.column(gap=S, margins=(0, M, M, L))
        self._add(box, "资产负债表列示：其中：数据资源", self.presented)
        for key, rule in tables().items():
            heads = [*(column.label for column in rule.columns), TOTAL_LABEL]
            columns = (Column("项目", wide=True, width=170), *(Column(_short(head), numeric=True, width=122, help=head) for head in heads),
                       Column("勾稽", width=46))  # fmt: skip
            self.tables[key] = FiguresTable(rule.title, columns, fitted=True, sortable=False)
            self._add(box, f"{rule.title}（元）", self.tables[key], pieces.caption(f"依据：{rule.printed}", wrap=True))
        box.addWidget(self.research)
        self._add(box, "单项重要的数据资源", self.important, self.none_important)
        self._add(box, "用于担保或权利受限的数据资源", self.pledged, self.none_pledged,
                  pieces.caption("“拟质押”来自融资方案的质押池，设立前不属于受限资产。", wrap=True))  # fmt: skip
        box.addStretch(1)
        page.setLayout(box)
        self.setLayout(pieces.column(pieces.scrolled(page)))
        for table in (self.important, self.pledged):
            table.opened.connect(self._open)

    def _add(self, box: Any, title: str, *widgets: QWidget) -> None:
        head = pieces.section(title)
        head.setContentsMargins(0, M, 0, 0)
        box.addWidget(head)
        for widget in widgets:
            box.addWidget(widget)

    def show_books(self, books: Books) -> None:
        """All tables anew."""
        made = books.accounts
        self.presented.show_lines(
            [Line(one.line, (f"{one.line}　其中：数据资源", _yuan(one.opening), _yuan(one.closing))) for one in presentation(made)]
        )
        for key, table in made.tables.items():
            self.tables[key].show_lines(_table_lines(table, made.checks))
        spent = {key: _yuan(Decimal(text)) for key, text in research_and_development(made).items()}
        self.research.setText(
            f"本期研究开发支出：费用化 {spent['expensed']} 元（其中研究阶段 {spent['of_which_research']} 元），资本化 {spent['capitalised']} 元。"
        )
        ids = {one.code: one.record.id for one in made.assets}
        self.important.show_lines([
            Line(("booked_asset", one.record.id, "content"), (f"{one.code} {one.name}", one.record.content or "未填内容",
                 _yuan(one.carrying() + one.spending()), "不摊销" if one.remaining_months is None else f"{one.remaining_months} 个月"))
            for one in made.important
        ])  # fmt: skip
        self.pledged.show_lines([
            Line(("booked_asset", ids.get(one.code, 0), "restricted"), (f"{one.code} {one.name}", one.data_set, _yuan(one.carrying), _yuan(one.charged), one.state),
                 tone="quiet" if one.state.startswith("拟") else "")
            for one in made.pledged
        ])  # fmt: skip
        for shown, rows, none in ((made.important, self.important, self.none_important), (made.pledged, self.pledged, self.none_pledged)):
            rows.setVisible(bool(shown))
            none.setVisible(not shown)

    def _open(self, key: object) -> None:
        if isinstance(key, tuple):
            self.go_to.emit(*key)


def _short(head: str) -> str:
    """``外购`` of 外购的数据资源无形资产: the title says the rest."""
    return head.partition("的数据资源")[0] if "的数据资源" in head else head.partition("数据资源")[0] or head


def _table_lines(table: Table, checks: Sequence[Check]) -> list[Line]:
    """The rows with a mark on those that a check speaks of."""
    bad = [one for one in checks if not one.ok and one.name.startswith(f"{short_title(table.rule)}·")]
    columns = [*(column.key for column in table.rule.columns), TOTAL]
    lines = []
    for row in table.rule.rows:
        if row.sort == "heading":
            lines.append(Line(row.key, (row.label, *([""] * len(columns)), ""), bold=True))
            continue
        wrong = any(_speaks_of(one, row) for one in bad)
        mark = (
            ("✗ 不平" if wrong else "✓") if row.sort in ("increase", "decrease", "closing", "carrying_closing", "carrying_opening") else ""
        )
        texts = (_INDENT[row.level] + row.label, *(_yuan(table.at(row.key, column)) for column in columns), mark)
        lines.append(Line(row.key, texts, tone="stop" if wrong else "", bold=row.sort in ("closing", "carrying_closing")))
    return lines


def _speaks_of(check: Check, row: RowRule) -> bool:
    words = {
        "increase": "本期增加",
        "decrease": "本期减少",
        "closing": "：期末＝",
        "carrying_closing": "期末账面价值",
        "carrying_opening": "期初账面价值",
    }
    in_block = row.block in check.name or row.block == "账面价值"
    return in_block and (words.get(row.sort, "?") in check.name or row.label in check.name)


class ChecksPage(QWidget):
    """What is to be mended, the checks, and the appraised values in columns of their own.

    Signals:
        go_to(form, id, key): the datum behind a row.
    """

    go_to = Signal(str, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._books: Books | None = None
        self.problems_head = pieces.section("待补正")
        self.problems = FiguresTable("待补正", _PROBLEMS, fitted=True, sortable=False, doors=True)
        self.only_bad = QCheckBox("只看不平的")
        self.only_bad.toggled.connect(lambda _on: self._show_checks())
        self.checks = FiguresTable("勾稽检查", _CHECKS, sortable=False, empty="没有不平的项")
        self.checks.setMinimumHeight(220)
        self.facing = FiguresTable("账面与测算价值对照", _FACING, fitted=True, sortable=False)
        page = QWidget()
        page.setMaximumWidth(1100)
        box = pieces.column(gap=S, margins=(0, M, M, L))
        box.addWidget(self.problems_head)
        box.addWidget(self.problems)
        box.addLayout(pieces.row(pieces.section("勾稽检查"), self.only_bad, None, gap=M))
        box.addWidget(self.checks)
        box.addWidget(pieces.section("账面与测算价值对照"))
        box.addWidget(pieces.caption("两者计量基础不同，分列、互不进入对方；测算价值未经评估，不是入账依据，差额不作账务处理。", wrap=True))
        box.addWidget(self.facing)
        box.addStretch(1)
        page.setLayout(box)
        self.setLayout(pieces.column(pieces.scrolled(page)))
        self.problems.opened.connect(lambda key: self.go_to.emit(*key) if isinstance(key, tuple) else None)

    def show_books(self, books: Books) -> None:
        """All of it anew."""
        self._books = books
        lines = lines_of_problems(books)[:200]
        self.problems.show_lines(lines)
        for widget in (self.problems_head, self.problems):
            widget.setVisible(bool(lines))
        self._show_checks()
        self.facing.show_lines([
            Line(one.data_set, (f"{one.data_set} {one.name}", "未入账" if one.book is None else _yuan(one.book), _yuan(one.appraised),
                                _yuan(one.historical), _yuan(one.replacement), one.words))
            for one in books.facing[:200]
        ])  # fmt: skip

    def _show_checks(self) -> None:
        if self._books is None:
            return
        checks = [one for one in self._books.accounts.checks if not one.ok or not self.only_bad.isChecked()]
        self.checks.show_lines([
            Line(number, (one.name, _yuan(one.left), _yuan(one.right), _yuan(one.difference), "平" if one.ok else "不平"), tone="" if one.ok else "stop")
            for number, one in enumerate(checks)
        ])  # fmt: skip
