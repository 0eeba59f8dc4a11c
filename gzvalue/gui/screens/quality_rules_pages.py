"""The pages of the rules editor; each shows a part of the rules' JSON and gives it back."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.pieces import button, caption, column, label, row, scrolled
from gzvalue.gui.screens.quality_words import TYPES
from gzvalue.gui.tokens import L, M, S

Rules = dict[str, Any]
_FLAGS = {"required": "必填（不能缺失）", "unique": "不重复", "no_future": "日期不晚于今天"}
_SEPARATOR = "、"


class ColumnsPage(QWidget):
    """The columns at the left, the rules of the current one at the right."""

    def __init__(self, columns: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._types = dict(columns)
        self._rules: dict[str, Rules] = {}
        self._now: str | None = None
        self.table = FiguresTable("列", (Column("列名", wide=True), Column("类型"), Column("规则", wide=True)), sortable=False)
        self.table.current.connect(self._show)
        self.flags = {key: QCheckBox(words) for key, words in _FLAGS.items()}
        self.words_off = QCheckBox("“无”“-”等是真实的值")
        self.type = QComboBox()
        self.type.addItem("按数据判断", None)
        for key in ("text", "integer", "decimal", "date", "datetime", "boolean"):
            self.type.addItem(TYPES[key], key)
        self.least, self.most, self.short, self.long = (QLineEdit() for _ in range(4))
        for line, hint in ((self.least, "最小"), (self.most, "最大"), (self.short, "最短"), (self.long, "最长")):
            line.setPlaceholderText(hint)
        self.allowed, self.pattern = QLineEdit(), QLineEdit()
        self.allowed.setPlaceholderText("用顿号隔开，如 线上、窗口")
        self.pattern.setPlaceholderText("正则，如 T[0-9]+")
        form = QFormLayout()
        form.setSpacing(S)
        form.addRow("类型应为", self.type)
        form.addRow("范围", _pair(self.least, self.most))
        form.addRow("允许值", self.allowed)
        form.addRow("格式", self.pattern)
        form.addRow("字符数", _pair(self.short, self.long))
        self.least.setToolTip("数字，或 2020-01-01 这样的日期")
        self.pattern.setToolTip("正则表达式，须匹配全文")
        self.words_off.setToolTip("关掉缺失词表：“无”“-”“NULL”等在这一列不算缺失，空白仍算")
        for box in (*self.flags.values(), self.words_off):
            form.addRow("", box)
        self._form = QWidget()
        self._form.setLayout(form)
        self._form.setEnabled(False)
        self.new = QLineEdit()
        self.new.setPlaceholderText("列名")
        adding = row(self.new, button("加一列", self._add, kind="quiet"))
        left = QWidget()
        whole = column(self.table, gap=S)
        whole.addLayout(adding)
        left.setLayout(whole)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, M, 0, 0)
        layout.setSpacing(L)
        layout.addWidget(left, 1)
        layout.addWidget(scrolled(self._form), 1)

    def show_rules(self, rules: Mapping[str, Rules]) -> None:
        """Show the rules by column; those of columns that the data do not have stay and are listed too."""
        self._now = None
        self._rules = {str(name): dict(one) for name, one in rules.items()}
        self._refresh()
        if self.table.lines:
            self.table.select(self.table.lines[0].key)

    def rules(self) -> Rules:
        """By column, without those that ask nothing."""
        self._keep()
        return {name: one for name, one in self._rules.items() if one}

    def select(self, name: str) -> bool:
        """Make a column current; whether it is there."""
        return self.table.select(name)

    def _refresh(self) -> None:
        names = [*self._types, *(name for name in self._rules if name not in self._types)]
        self.table.show_lines(
            [Line(name, (name, TYPES.get(self._types.get(name, ""), ""), _summary(self._rules.get(name, {})))) for name in names]
        )

    def _add(self) -> None:
        name = self.new.text().strip()
        if name:
            self._types.setdefault(name, "")
            self.new.clear()
            self._refresh()
            self.select(name)

    def _show(self, key: object) -> None:
        """Another column; what stands in the form belongs to the one before."""
        if not isinstance(key, str) or key == self._now:
            return
        if self._now is not None:
            self._keep()
            self._refresh_line()
        self._now = key
        one = self._rules.get(key, {})
        self._form.setEnabled(True)
        self.type.setCurrentIndex(max(0, self.type.findData(one.get("type"))))
        for lines, name in (((self.least, self.most), "range"), ((self.short, self.long), "length")):
            pair = one.get(name) or (None, None)
            for line, value in zip(lines, pair, strict=True):
                line.setText("" if value is None else str(value))
        self.allowed.setText(_SEPARATOR.join(map(str, one.get("allowed") or ())))
        self.pattern.setText(str(one.get("pattern") or ""))
        for name, flag in self.flags.items():
            flag.setChecked(bool(one.get(name)))
        self.words_off.setChecked(one.get("missing_words") is False)

    def _refresh_line(self) -> None:
        current = self.table.current_key()
        self.table.blockSignals(True)
        self._refresh()
        if current is not None:
            self.table.select(current)
        self.table.blockSignals(False)

    def _keep(self) -> None:
        if self._now is None:
            return
        made: Rules = {name: True for name, flag in self.flags.items() if flag.isChecked()}
        if self.type.currentData():
            made["type"] = self.type.currentData()
        for (least, most), name in (((self.least, self.most), "range"), ((self.short, self.long), "length")):
            pair = [_bound(least.text()), _bound(most.text())]
            if pair != [None, None]:
                made[name] = pair
        allowed = [part.strip() for part in self.allowed.text().replace("，", _SEPARATOR).split(_SEPARATOR) if part.strip()]
        if allowed:
            made["allowed"] = allowed
        if self.pattern.text().strip():
            made["pattern"] = self.pattern.text().strip()
        if self.words_off.isChecked():
            made["missing_words"] = False
        self._rules[self._now] = made


class RowsPage(QWidget):
    """The key, and expressions across columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = QLineEdit()
        self.key.setPlaceholderText("列名，几列时用顿号隔开，如 订单号、景区")
        self.expressions = Grid(("名称", "表达式"), "加一条规则", (200, 480))
        box = column(label("主键（不空且不重复）", "label"), self.key, label("每行都应成立的表达式", "label"), gap=S, margins=(0, M, 0, 0))
        box.addWidget(self.expressions, 1)
        box.addWidget(
            caption(
                "列名写在方括号中，例：[金额] = [单价] * [张数]；可用 + - * /、比较、and or not in between like、case、abs round length 等。"
            )
        )
        self.setLayout(box)

    def show_rules(self, rules: Mapping[str, Any]) -> None:
        """Show ``key`` and ``rules``."""
        key = rules.get("key") or ()
        self.key.setText(key if isinstance(key, str) else _SEPARATOR.join(map(str, key)))
        self.expressions.show_rows([(one.get("name", ""), one.get("expression", "")) for one in rules.get("rules") or ()])

    def rules(self) -> Rules:
        """``key`` and ``rules``."""
        found = [{"name": name or expression, "expression": expression} for name, expression in self.expressions.rows() if expression]
        return {"key": _parts(self.key.text()), "rules": found}


class MorePage(QWidget):
    """References to other sources, timeliness, recorded checks of access."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.references = Grid(("本数据的列", "数据文件", "对方的列"), "加一条引用", (220, 260, 220))
        self.column, self.start, self.end = QLineEdit(), QLineEdit(), QLineEdit()
        for line, hint in ((self.column, "日期列；留空取第一个"), (self.start, "自，如 2024-01-01"), (self.end, "至；留空为今天")):
            line.setPlaceholderText(hint)
        self.frequency = QComboBox()
        self.frequency.addItems(["按目录", "按天", "按周", "按月", "按季", "按年"])
        self.checks = Grid(("访问检查", "通过（是/否）", "日期"), "加一条检查", (320, 120, 140))
        box = column(
            label("一致性：引用应找得到", "label"), self.references, label("时效性：应更新的周期", "label"), gap=S, margins=(0, M, 0, 0)
        )
        box.addLayout(row(self.frequency, self.column, self.start, self.end))
        box.addWidget(label("可访问性：已做过的检查", "label"))
        box.addWidget(self.checks)
        self.setLayout(box)

    def show_rules(self, rules: Mapping[str, Any]) -> None:
        """Show ``references``, ``timeliness``, ``accessibility``."""
        self.references.show_rows(
            [
                (_joined(one.get("columns")), str(one.get("source", "")), _joined(one.get("to", one.get("columns"))))
                for one in rules.get("references") or ()
            ]
        )
        asked = rules.get("timeliness") or {}
        self.frequency.setCurrentIndex(max(0, self.frequency.findText(str(asked.get("frequency", "")))))
        for line, key in ((self.column, "column"), (self.start, "from"), (self.end, "to")):
            line.setText(str(asked.get(key) or ""))
        self.checks.show_rows(
            [(one.get("name", ""), "是" if one.get("passed") else "否", one.get("on", "")) for one in rules.get("accessibility") or ()]
        )

    def rules(self) -> Rules:
        """The three parts."""
        references = [
            {"columns": _parts(columns), "source": source, "to": _parts(to) or _parts(columns)}
            for columns, source, to in self.references.rows()
            if columns and source
        ]
        timeliness: Rules = {}
        if self.frequency.currentIndex() > 0:
            given = {"column": self.column.text().strip(), "from": self.start.text().strip(), "to": self.end.text().strip()}
            timeliness = {"frequency": self.frequency.currentText(), **{key: text for key, text in given.items() if text}}
        checks = [
            {"name": name, "passed": passed in {"是", "√", "通过"}, **({"on": on} if on else {})}
            for name, passed, on in self.checks.rows()
            if name
        ]
        return {"references": references, "timeliness": timeliness, "accessibility": checks}


class Grid(QWidget):
    """A few rows of texts to type into."""

    def __init__(self, heads: Sequence[str], word: str, widths: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = QTableWidget(0, len(heads))
        self.table.setHorizontalHeaderLabels(list(heads))
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(word)
        for number, wide in enumerate(widths):
            self.table.setColumnWidth(number, wide)
        self.table.setMinimumHeight(72)
        deeds = row(button(f"＋ {word}", self.add, kind="quiet"), button("删除选中的", self.remove, kind="quiet"), None)
        box = column(self.table, gap=S)
        box.addLayout(deeds)
        self.setLayout(box)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these."""
        self.table.setRowCount(0)
        for texts in rows:
            self.add(texts)

    def add(self, texts: Sequence[str] = ()) -> None:
        """A row more."""
        number = self.table.rowCount()
        self.table.insertRow(number)
        for place in range(self.table.columnCount()):
            self.table.setItem(number, place, QTableWidgetItem(str(texts[place]) if place < len(texts) else ""))

    def remove(self) -> None:
        """Take the current row away."""
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())

    def rows(self) -> list[list[str]]:
        """All texts, without outer blanks."""
        return [[self._text(number, place) for place in range(self.table.columnCount())] for number in range(self.table.rowCount())]

    def _text(self, number: int, place: int) -> str:
        item = self.table.item(number, place)
        return "" if item is None else item.text().strip()


def _pair(first: QWidget, second: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(row(first, label("–", "caption"), second, gap=S))
    return made


def _bound(text: str) -> int | float | str | None:
    plain = text.strip()
    if not plain:
        return None
    for read in (int, float):
        try:
            return read(plain.replace(",", ""))
        except ValueError:
            continue
    return plain


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", _SEPARATOR).replace("＋", _SEPARATOR).split(_SEPARATOR) if part.strip()]


def _joined(found: Any) -> str:
    return found if isinstance(found, str) else _SEPARATOR.join(map(str, found or ()))


def _summary(one: Rules) -> str:
    parts = [words.split("（")[0] for key, words in _FLAGS.items() if one.get(key)]
    parts += [f"应为{TYPES.get(one['type'], one['type'])}"] if one.get("type") else []
    parts += [f"{name} {_from_to(one[key])}" for key, name in (("range", "范围"), ("length", "字符数")) if one.get(key)]
    parts += [f"{len(one['allowed'])} 个允许值"] if one.get("allowed") else []
    parts += [f"格式 {one['pattern']}"] if one.get("pattern") else []
    parts += ["缺失词按普通值"] if one.get("missing_words") is False else []
    return "，".join(parts)


def _from_to(pair: Sequence[Any]) -> str:
    least, most = ("" if part is None else str(part) for part in pair)
    return f"{least}–{most}" if least and most else f"≥ {least}" if least else f"≤ {most}"
