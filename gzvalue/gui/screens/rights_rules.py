"""The rule table of rights as people read it: which rights follow from which source, under which condition, by which rule."""

from PySide6.QtWidgets import QWidget

from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.pieces import caption, column
from gzvalue.gui.tokens import M, S
from gzvalue.rights.tables import SourceRule, source_rules, vocabularies

_WORDS = {"y": "有", "n": "无", "?": "待核", "a": "按约定"}


class RulesPage(QWidget):
    """Both vocabularies in a sentence, and the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = "；".join(f"{one.right}：旧称“{one.old}”，新称“{one.new}”" for one in vocabularies())
        columns = [
            Column("来源类型", width=170),
            Column("持有", width=64),
            Column("使用", width=64),
            Column("经营", width=64),
            Column("前提（满足时）", width=220, wide=True),
            Column("说明", width=260, wide=True),
            Column("依据", width=200),
        ]
        table = FiguresTable("权利规则表", columns, sortable=False)
        table.show_lines([_line(rule) for rule in source_rules().values()])
        self.setLayout(column(caption(f"{names}。质押须有经营权。"), table, gap=S, margins=(0, M, 0, 0)))
        self.layout().setStretch(1, 1)  # type: ignore[union-attr]


def _line(rule: SourceRule) -> Line:
    met = rule.rights["是"]
    return Line(rule.key, (rule.name, *(_WORDS[letter] for letter in met), rule.condition or "—", rule.explain, rule.basis.words))
