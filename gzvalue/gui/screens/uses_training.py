"""训练数据集: what it is made of on the left, its checks and the split of its value with each step on the right, live."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gzvalue.circulation.contribution_shares import percentages
from gzvalue.circulation.training import training
from gzvalue.circulation.training_result import Composition, Split, TrainingResult
from gzvalue.circulation.training_shapley import missing
from gzvalue.circulation.training_split import gains_of
from gzvalue.gui import pieces
from gzvalue.gui.figures_table import Column, FiguresTable, Line
from gzvalue.gui.screens.uses_contribution_checks import CheckList
from gzvalue.gui.screens.uses_contribution_frame import FrameKind, RowsKind, TermsPage, problem_words
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import M, S
from gzvalue.gui.work import Work
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.faults import grave_faults_of
from gzvalue.schema.field import Record
from gzvalue.schema.figures import grouped
from gzvalue.schema.training_forms import BY_COALITION, TrainingGain, TrainingPart, TrainingSet

_MOST_LISTED = 63
"""Combinations that are added at once: of six data sets."""

_KIND = FrameKind(
    TrainingSet.form.name, "training", ("code", "name", "model", "task", "licence"), {"name": 200, "model": 140, "task": 180},
    ("把几项数据集组成训练模型用的数据集：来源、质量、标注、局限写清楚，联合价值按贡献分配。", "新增训练数据集"), "新增训练数据集",
    (
        RowsKind(
            TrainingPart.form.name, "training_set", "组成", ("data_set", "role", "samples", "selection", "licence", "licence_basis", "note"),
            {"data_set": 100, "selection": 160}, ("列出所用的数据集：各用于训练、验证还是测试，各有多少样本。", "新增组成"), "新增组成",
        ),
        RowsKind(
            TrainingGain.form.name, "training_set", "组合增益", ("data_sets", "gain", "note"), {"data_sets": 200, "note": 200},
            ("只用某几项数据集训练时，指标或收益提升多少；据此按沙普利值分配价值。", "新增组合"), "新增组合",
        ),
    ),
)  # fmt: skip
_ROLES = (Column("用途", width=90, wide=True), Column("样本数（条）", numeric=True, width=110), Column("占比", numeric=True, width=80))
_SHARES = (
    Column("数据集", wide=True, width=90),
    Column("沙普利值", numeric=True),
    Column("占比", numeric=True),
    Column("分得（元）", numeric=True),
)


class TrainingOutcome(QWidget):
    """What the current training set comes to.

    Signals:
        go_to(form, id, key): the datum behind a figure or a check.
    """

    go_to = Signal(str, int, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.result: TrainingResult | None = None
        self.verdict = pieces.label("", "strong", wrap=True)
        self.problems = pieces.label("", wrap=True)
        self.roles = FiguresTable("按用途的样本数", _ROLES, fitted=True, sortable=False)
        self.shares = FiguresTable("联合价值的分配", _SHARES, fitted=True, sortable=False, doors=True)
        self.steps_place: QVBoxLayout = pieces.column(gap=S)
        self.steps: FiguresTable | None = None
        self.how = pieces.caption("")
        self.checks = CheckList()
        self.split_part = QWidget()
        box = pieces.column(pieces.section("价值分配"), self.shares, self.how, gap=S)
        box.addLayout(self.steps_place)
        self.split_part.setLayout(box)
        self.whole = QWidget()
        self.whole.setLayout(
            pieces.column(
                self.verdict, self.problems, pieces.section("样本"), self.roles, M, self.split_part, M, self.checks, gap=S
            )
        )  # fmt: skip
        self.setLayout(pieces.column(self.whole))
        self.checks.go_to.connect(self.go_to)
        self.shares.opened.connect(self._open)

    def code(self) -> str:
        """Of the first data set of it."""
        made_of = None if self.result is None else self.result.composition
        return next(iter((*made_of.players, *made_of.others)), "") if made_of is not None else ""

    def show_record(self, record: Record | None) -> None:
        """Work it out anew."""
        self.whole.setVisible(isinstance(record, TrainingSet))
        if not isinstance(record, TrainingSet):
            self.result = None
            return
        result = self.result = training(self.session.project, record, self.session.valuation)
        self._say(result, record)
        self._show_roles(result.composition)
        self.split_part.setVisible(result.split is not None)
        if result.split is not None:
            self._show_split(result.split)
        self.checks.show_checks(result.checks)

    def _say(self, result: TrainingResult, record: TrainingSet) -> None:
        project = self.session.project
        printed = (record, *result.composition.parts, *gains_of(project, record))
        problems = (*result.problems, *grave_faults_of(project, printed, result.problems))
        if any(one.level == "error" for one in problems):
            words, role = "请补正：", "stop"
        elif result.split is not None:
            words, role = "组成齐备，联合价值已分配。" if result.split.joint is not None else "组成齐备，已得出贡献比例。", "good"
        else:
            words, role = "组成齐备。没有填价值分配，不影响说明。", "good"
        self.verdict.setText(words)
        pieces.set_role(self.verdict, role)
        self.problems.setText(problem_words(problems))
        self.problems.setVisible(bool(problems))

    def _show_roles(self, made_of: Composition) -> None:
        whole = sum(made_of.by_role.values())
        shares = percentages(tuple(made_of.by_role.values()), 1)  # they foot to 100
        lines = [
            Line(role, (role, f"{count:,}", f"{share:.1f}%" if whole else "—"))
            for (role, count), share in zip(made_of.by_role.items(), shares, strict=True)
        ]
        self.roles.show_lines([*lines, Line(None, ("合计", f"{whole:,}", "100.0%" if whole else "—"), bold=True)])

    def _show_split(self, split: Split) -> None:
        known = self.session.project.by_code[DataSet.form.name]
        lines = []
        for one in split.shares:
            about = known.get(one.code)
            name = about.name if isinstance(about, DataSet) else None
            place = (DataSet.form.name, about.id, "name") if about is not None else None
            lines.append(
                Line(
                    place,
                    (f"{one.code} {name or ''}".strip(), _number(one.value), f"{grouped(one.share, split.places)}%", _money(one.amount)),
                )
            )
        sums = ("合计", _number(split.whole), f"{grouped(Decimal(100), split.places)}%", _money(split.joint))
        self.shares.show_lines([*lines, Line(None, sums, bold=True)])
        filled = f"补足了 {len(split.filled)} 个组合（取其所含组合中最大的增益，本软件规则）。" if split.filled else ""
        value = f"联合价值 {_money(split.joint)} 元，{split.joint_from}。" if split.joint is not None else "没有填联合价值，只列比例。"
        self.how.setText(f"沙普利值的单位：{split.unit}。{value}{filled}")
        self._show_steps(split)

    def _show_steps(self, split: Split) -> None:
        """The average of what each adds to combinations of 0, 1, … others; the number of columns follows the data sets."""
        pieces.clear(self.steps_place)
        self.steps = None
        if split.basis != BY_COALITION:
            return
        heads = [Column(f"加入 {size} 项" if size else "单独", numeric=True) for size in range(len(split.shares))]
        self.steps = FiguresTable(
            "平均边际增益",
            [Column("数据集", width=70), *heads, Column("平均", numeric=True, help="各列的平均数就是沙普利值")],
            fitted=True,
            sortable=False,
        )
        self.steps_place.addWidget(pieces.label("平均边际增益", "label"))
        self.steps_place.addWidget(self.steps)
        self.steps.show_lines(
            [Line(one.code, (one.code, *(_number(part) for part in one.by_size), _number(one.value))) for one in split.shares]
        )

    def _open(self, place: object) -> None:
        if isinstance(place, tuple):
            self.go_to.emit(*place)


def _number(value: Decimal) -> str:
    places = min(6, max(0, -int(value.normalize().as_tuple().exponent)))
    return grouped(value, places).replace("-", "−")


def _money(amount: Decimal | None) -> str:
    return "—" if amount is None else grouped(amount, 2).replace("-", "−")


class TrainingPage(TermsPage):
    """The tab; a button lists the combinations whose gain is still to be filled in."""

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(session, work, _KIND, TrainingOutcome(session), tools=_tools, parent=parent)

    def list_missing(self) -> None:
        """Add a row for every combination without one, of at most six data sets."""
        record, result = self.record(), self.outcome.result
        if not isinstance(record, TrainingSet) or result is None:
            return
        rows = self._lacking(record, result)
        if not rows:
            self.said.emit("没有缺少的组合；先在“组成”中加入用于训练的数据集。", "")
        elif len(rows) > _MOST_LISTED:
            self.said.emit(f"缺少 {len(rows):,} 个组合，逐一填写不现实；请合并数据集，或改按缺一不可的场景。", "")
        else:
            fixed = {"training_set": record.code} if record.code else {}
            self.session.add(TrainingGain.form.name, [{**fixed, "data_sets": "、".join(one)} for one in rows], f"列出 {len(rows)} 个组合")

    def _lacking(self, record: TrainingSet, result: TrainingResult) -> Sequence[tuple[str, ...]]:
        there = {frozenset(one.data_sets or ()): Decimal(0) for one in gains_of(self.session.project, record)}
        players = result.composition.players
        return missing(players, there) if len(players) <= 12 else [()] * (_MOST_LISTED + 1)


def _tools(page: TermsPage) -> dict[str, QWidget]:
    assert isinstance(page, TrainingPage)
    listed = pieces.button("列出缺少的组合", page.list_missing, kind="quiet", tip="为还没有填的每个组合加一行，只需填增益")
    return {TrainingGain.form.name: listed}
