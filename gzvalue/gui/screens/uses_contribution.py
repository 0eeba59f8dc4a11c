"""作价出资: the terms of a contribution of data on the left, who holds what and the questions of the law on the right, live."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gzvalue.circulation.contribution import contribution, rows_of
from gzvalue.circulation.contribution_result import ContributionResult, ShareTable, Worth
from gzvalue.gui import pieces
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.screens.uses_contribution_checks import CheckList
from gzvalue.gui.screens.uses_contribution_frame import FrameKind, RowsKind, TermsPage, problem_words
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.gui.work import Work
from gzvalue.schema.contribution_forms import Contribution, Contributor
from gzvalue.schema.faults import grave_faults_of
from gzvalue.schema.field import Record
from gzvalue.schema.figures import grouped
from gzvalue.schema.rules_within import folded

_KIND = FrameKind(
    Contribution.form.name, "contribution", ("code", "company", "mode", "data_sets", "agreed_price", "transfer"),
    {"company": 200, "mode": 80, "data_sets": 90, "transfer": 80},
    ("把数据作价投入一家公司，换取股权。程序按股（按分）精确计算占股，并对照公司法逐项核查。", "新增数据出资"), "新增出资",
    (
        RowsKind(
            Contributor.form.name, "contribution", "股东与出资",
            ("name", "kind", "held_capital", "held_shares", "amount", "subscribed", "paid", "due_on", "credit_code", "note"), {"name": 190, "note": 120},
            ("列出全部股东：谁以什么方式出资多少；增资的还要填增资前各自持有多少。", "新增股东"), "新增股东",
        ),
    ),
)  # fmt: skip

_VALUES = (Column("项目", width=130), Column("金额（元）", numeric=True, width=110), Column("来源", wide=True, width=90))
_BROUGHT = (
    Column("股东", wide=True, width=80),
    Column("方式", width=50),
    Column("出资（元）", numeric=True),
    Column("注册资本", numeric=True, help="计入注册资本的部分，元"),
    Column("资本公积", numeric=True, help="计入资本公积的部分，元"),
)
_HELD = (
    Column("股东", wide=True, width=80),
    Column("原占比", numeric=True, help="出资前的占比"),
    Column("出资后", numeric=True, help="出资后的股数，或在注册资本中的出资额（元）"),
    Column("占比", numeric=True),
    Column("变动", numeric=True, help="出资后占比减出资前占比，单位为百分点"),
)


class ContributionOutcome(QWidget):
    """What the current contribution comes to.

    Signals:
        go_to(form, id, key): the datum behind a figure or a check.
    """

    go_to = Signal(str, int, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.result: ContributionResult | None = None
        self._record: Contribution | None = None
        self.verdict = pieces.label("", "strong", wrap=True)
        self.problems = pieces.label("", wrap=True)
        self.values = FiguresTable("评估值、作价与测算值", _VALUES, fitted=True, sortable=False, doors=True)
        self.held = FiguresTable("出资前后的股东", _HELD, fitted=True, sortable=False, doors=True)
        self.brought = FiguresTable("本次出资", _BROUGHT, fitted=True, sortable=False, doors=True)
        self.share = pieces.label("", "strong", wrap=True)
        self.how = pieces.caption("")
        self.checks = CheckList()
        self.table_part = QWidget()
        self.table_part.setLayout(
            pieces.column(
                pieces.section("出资前后的股东"), self.held, self.share, self.how, S, pieces.section("本次出资"), self.brought, gap=S
            )
        )
        self.whole = QWidget()
        self.whole.setLayout(
            pieces.column(
                self.verdict, self.problems, self.table_part, M,
                pieces.section("评估值、作价与测算值"), self.values, pieces.caption("三者各自独立，互不代替。"), M, self.checks, gap=S,
            )
        )  # fmt: skip
        self.setLayout(pieces.column(self.whole))
        self.checks.go_to.connect(self.go_to)
        for table in (self.values, self.held, self.brought):
            table.opened.connect(self._open)

    def code(self) -> str:
        """Of the first data set that is brought in."""
        return next(iter((self._record.data_sets if self._record is not None else None) or ()), "")

    def show_record(self, record: Record | None) -> None:
        """Work it out anew."""
        self._record = record if isinstance(record, Contribution) else None
        self.whole.setVisible(self._record is not None)
        if self._record is None:
            self.result = None
            return
        result = self.result = contribution(self.session.project, self._record, self.session.valuation)
        self._say(result)
        self._show_values(result.worth)
        self.table_part.setVisible(result.table is not None)
        if result.table is not None:
            self._show_table(result.table)
        self.checks.show_checks(result.checks)

    def _say(self, result: ContributionResult) -> None:
        assert self._record is not None
        project = self.session.project
        problems = (*result.problems, *grave_faults_of(project, (self._record, *rows_of(project, self._record)), result.problems))
        if result.refused:
            words, role = result.refused, "stop"
        elif result.table is None:
            words, role = "占股尚不能计算，还差：", "attention"
        elif any(one.level == "error" for one in problems):
            words, role = "占股已按现有填报计算，请补正：", "attention"
        elif problems:
            words, role = "占股已计算，各项合计相符，请留意：", "good"
        else:
            words, role = "占股已计算，各项合计相符。", "good"
        self.verdict.setText(words)
        pieces.set_role(self.verdict, role)
        self.problems.setText("" if result.refused else problem_words(problems))
        self.problems.setVisible(bool(self.problems.text()))

    def _show_values(self, worth: Worth) -> None:
        assert self._record is not None
        own = self._record.form.name, self._record.id
        unit = self.session.project.by_code["valuation_unit"].get(self._record.unit or "")
        measured = ("valuation_unit", unit.id, "code") if unit is not None else (*own, "unit")
        self.values.show_lines(
            [
                Line((*own, "appraised_value"), ("评估值", _money(worth.appraised), "评估报告")),
                Line((*own, "agreed_price"), ("作价金额", _money(worth.agreed), "各股东约定")),
                Line(
                    measured,
                    ("测算值（未经评估）", _money(worth.measured), worth.measured_of if worth.measured is not None else "没有测算"),
                ),
            ]
        )

    def _show_table(self, table: ShareTable) -> None:
        self.held.show_lines(self._held_lines(table))
        self.brought.show_lines(self._brought_lines(table))
        unit, of = ("股", "股份总数") if table.by_shares else ("元", "注册资本")
        self.share.setText(f"数据出资取得 {_units(table, table.data_units)} {unit}，占{of}的 {_share(table, table.data_share)}")
        self.how.setText(_how(table))

    def _held_lines(self, table: ShareTable) -> list[Line]:
        """A line leads to the first row of its shareholder."""
        assert self._record is not None
        rows: dict[str, int] = {}
        for row in rows_of(self.session.project, self._record):
            rows.setdefault(folded(row.name or ""), row.id)
        lines = []
        for one in table.holders:
            id = rows.get(folded(one.name))
            change = f"{one.change:+f}".replace("-", "−")
            texts = (one.name, _share(table, one.share_before), _units(table, one.units_after), _share(table, one.share_after), change)
            lines.append(Line(None if id is None else (Contributor.form.name, id, "name"), texts))
        before, after = (
            sum(parts, Decimal(0)) for parts in zip(*((one.share_before, one.share_after) for one in table.holders), strict=True)
        )
        return [*lines, Line(None, ("合计", _share(table, before), _units(table, table.units_after), _share(table, after), ""), bold=True)]

    def _brought_lines(self, table: ShareTable) -> list[Line]:
        assert self._record is not None
        own = Contribution.form.name, self._record.id, "agreed_price"
        lines = [
            Line(
                (Contributor.form.name, one.id, "amount") if one.id else own,
                (one.name, one.kind, _money(one.amount), _money(one.capital), _money(one.premium)),
            )
            for one in table.subscriptions
        ]
        whole = sum((one.capital for one in table.subscriptions), Decimal(0))
        return [*lines, Line(None, ("合计", "", _money(table.brought), _money(whole), _money(table.premium)), bold=True)]

    def _open(self, place: object) -> None:
        if isinstance(place, tuple):
            self.go_to.emit(*place)


def _units(table: ShareTable, count: int) -> str:
    return f"{count:,}" if table.by_shares else _money(Decimal(count).scaleb(-2))


def _share(table: ShareTable, part: Decimal) -> str:
    return f"{grouped(part, table.places)}%"


def _money(amount: Decimal | None) -> str:
    return "—" if amount is None else grouped(amount, 2).replace("-", "−")


def _how(table: ShareTable) -> str:
    unit = "股" if table.by_shares else "元"
    if table.price is None:
        short = f"出资金额低于认缴出资额共 {_money(table.shortfall)} 元，须补足，不计入资本公积。" if table.shortfall else ""
        return f"单位：{unit}。占比＝认缴÷注册资本，按最大余数法凑足 100%。{short}"
    return (
        f"单位：{unit}。每{unit}价格 {grouped(table.price, 8)} 元＝投前估值÷出资前总数；取得数＝出资金额÷价格，舍去零头，零头计入资本公积。"
    )


class ContributionPage(TermsPage):
    """The tab."""

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(session, work, _KIND, ContributionOutcome(session), parent=parent)
