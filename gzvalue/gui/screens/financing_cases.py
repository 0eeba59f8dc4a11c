"""Published cases beside the pledge rate; what could not be verified is not shown."""

from PySide6.QtWidgets import QWidget

from gzvalue.financing.public_cases import PublicCase, public_cases
from gzvalue.gui import pieces
from gzvalue.gui.figure import wan
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.rows import FilterLine
from gzvalue.gui.tokens import L, M, S
from gzvalue.schema.kinds import in_percent

_COLUMNS = (
    Column("时间", width=86), Column("企业", wide=True, width=150), Column("行业", width=80), Column("地区", width=90), Column("方式", width=76),
    Column("估值（万元）", numeric=True), Column("贷款或金额（万元）", numeric=True), Column("贷款÷估值", numeric=True),
    Column("机构", width=120), Column("数据集数", numeric=True), Column("来源", width=160),
)  # fmt: skip
_UNKNOWN = "—"


class CasesPage(QWidget):
    """A table to compare with; nothing here enters a calculation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = FiguresTable("公开案例", _COLUMNS)
        self.filter = FilterLine()
        self.filter.wanted.connect(self._narrow)
        words = pieces.caption(
            "公开报道的融资、入股与入表案例，只作对照，不参与计算。没有公布或未能核实的内容显示为“—”；引用前请核对原文。"
        )
        head = pieces.row(words, self.filter, gap=M)
        head.setStretch(0, 1)
        box = pieces.column(gap=S, margins=(0, M, 0, L))
        box.addLayout(head)
        box.addWidget(self.table)
        self.setLayout(box)
        self._narrow("")

    def _narrow(self, words: str) -> None:
        wanted = words.casefold().split()
        lines = [_line(number, case) for number, case in enumerate(public_cases())]
        self.table.show_lines([line for line in lines if all(word in " ".join(line.texts).casefold() for word in wanted)])


def _line(number: int, case: PublicCase) -> Line:
    ratio = case.loan_to_value
    texts = (
        case.date or _UNKNOWN, case.enterprise or _UNKNOWN, case.industry or _UNKNOWN, case.region or _UNKNOWN, case.kind,
        wan(case.valuation), wan(case.loan), in_percent(ratio, 0) if ratio is not None else _UNKNOWN, case.lender or _UNKNOWN,
        str(case.data_sets) if case.data_sets is not None else _UNKNOWN, case.source,
    )  # fmt: skip
    sort = (
        case.date, case.enterprise, case.industry, case.region, case.kind, case.valuation, case.loan, ratio, case.lender, case.data_sets, case.source,
    )  # fmt: skip
    return Line(number, texts, sort)
