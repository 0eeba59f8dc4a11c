"""Where a figure comes from: formula, the figures in it, their origins and evidence, one click after the other."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.places import datum_words, record_words
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.schema.kinds import grouped, in_wan
from gzvalue.valuation.backing import evidence_of, steps_by_id
from gzvalue.valuation.formula import readable
from gzvalue.valuation.formulas import BY_KEY
from gzvalue.valuation.result import Figure, Input, Origin, Step
from gzvalue.valuation.simulation.options import option_values

_MOST_ITEMS = 60
Go = Callable[[str, int, str], object]


def show_trace(parent: QWidget, session: Session, step: Step, go: Go | None = None) -> "TraceDialog":
    """Open the derivation of a figure beside the window; ``go(form, id, key)`` leads to a datum's field."""
    dialog = TraceDialog(session, step, go, parent.window())
    dialog.show()
    dialog.raise_()
    return dialog


def all_steps(session: Session) -> dict[str, Step]:
    """Every step of the present valuation and financing plan, by path."""
    valuation = session.valuation
    found = steps_by_id(valuation.steps)
    found.update(steps_by_id(session.financing.steps))
    found.update(steps_by_id(step for one in option_values(session.project) for step in one.steps))
    if session.project.rows["product_price"]:
        from gzvalue.valuation.price import prices_of  # late: most projects price nothing

        found.update(steps_by_id(step for one in prices_of(session.project, valuation) for step in one.steps))
    return found


class TraceDialog(QDialog):
    """One step at a time, with a trail back; follows changes of the project while it is open."""

    def __init__(self, session: Session, step: Step, go: Go | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._go = session, go
        self._trail = [step.id]
        self._steps = {**all_steps(session), step.id: step}
        self.setWindowTitle("这个数怎么来的")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 620)
        self._trail_row = QHBoxLayout()
        self._page = QWidget()
        self._area = pieces.scrolled(self._page)
        self._back = pieces.button("返回上一步", self.back, kind="quiet", tip="Alt+←")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, M)
        head = pieces.row(self._back, gap=S)
        head.addLayout(self._trail_row)
        head.addStretch(1)
        head.setContentsMargins(L, M, L, 0)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)
        foot = pieces.row(None, pieces.button("关闭", self.close))
        foot.setContentsMargins(L, 0, L, 0)
        layout.addLayout(foot)
        session.changed.connect(self._renew)
        self._show()

    # --- moving -------------------------------------------------------------------------------

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._steps[self._trail[-1]]

    def follow(self, id: str) -> None:
        """Show the step that computed an argument."""
        self._trail.append(id)
        self._show()

    def back(self) -> None:
        """Show the step from which one came."""
        if len(self._trail) > 1:
            self._trail.pop()
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and the left arrow go back, as in a browser."""
        if event.key() == Qt.Key.Key_Left and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.back()
        else:
            super().keyPressEvent(event)

    def _renew(self) -> None:
        self._steps = all_steps(self._session)
        kept = [id for id in self._trail if id in self._steps]
        if len(kept) == len(self._trail):
            self._show()
        else:
            self.close()

    def _prove(self, datum: tuple[str, int, str]) -> None:
        from gzvalue.gui.evidence_dialog import show_evidence  # its panel reads documents, which a trace need not wait for

        show_evidence(self, self._session, datum)

    def _leave(self, form: str, id: int, key: str) -> None:
        if self._go is not None:
            self._go(form, id, key)

    # --- what is shown ------------------------------------------------------------------------

    def _show(self) -> None:
        step = self.step
        self._back.setVisible(len(self._trail) > 1)
        pieces.clear(self._trail_row)
        for number, id in enumerate(self._trail[-4:-1]):
            if number:
                self._trail_row.addWidget(pieces.caption("›", wrap=False))
            self._trail_row.addWidget(pieces.button(self._steps[id].name, partial(self._back_to, id), kind="link"))
        page = QWidget()
        page.setLayout(self._body(step))
        page.setObjectName("page")
        old = self._area.takeWidget()
        self._area.setWidget(page)
        if old is not None:
            old.deleteLater()
        self.setAccessibleName(f"{step.name} {value_words(step.value, step.unit)}")

    def _back_to(self, id: str) -> None:
        while len(self._trail) > 1 and self._trail[-1] != id:
            self._trail.pop()
        self._show()

    def _body(self, step: Step) -> QVBoxLayout:
        box = pieces.column(gap=M, margins=(XL, S, XL, XL))
        box.addWidget(pieces.caption(record_words(self._session.project, *step.about)))
        box.addWidget(pieces.heading(step.name))
        box.addWidget(_selectable(value_words(step.value, step.unit), "section"))
        box.addWidget(self._formula(step))
        box.addWidget(pieces.section("其中"))
        for one in step.inputs:
            box.addWidget(pieces.rule())
            box.addLayout(self._input(one))
        users = [other for other in self._steps.values() if any(step.id in (i.origin, *i.origins) for i in other.inputs)]
        if users:
            box.addSpacing(S)
            box.addWidget(pieces.section("用在"))
            for other in users[:6]:
                words = f"{other.name}　{record_words(self._session.project, *other.about)}"
                box.addWidget(pieces.button(words, partial(self.follow, other.id), kind="link"), 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        return box

    def _formula(self, step: Step) -> QFrame:
        card = QFrame()
        card.setProperty("role", "side")
        box = pieces.column(gap=S, margins=(L, M, L, M))
        box.addWidget(pieces.label("公式", "label"))
        box.addWidget(_selectable(step.written))
        filled = filled_words(step)
        if filled:
            box.addWidget(pieces.label("代入", "label"))
            box.addWidget(_selectable(f"＝ {filled}\n＝ {value_words(step.value, step.unit)}"))
        box.addWidget(pieces.label("依据", "label"))
        box.addWidget(_selectable(step.source or "本软件约定", "caption"))
        card.setLayout(box)
        return card

    def _input(self, one: Input) -> QVBoxLayout:
        box = pieces.column(gap=4)
        head = pieces.row(gap=M)
        name = pieces.label(f"{one.symbol}　{one.meaning}", wrap=True)
        head.addWidget(name, 1)
        if not isinstance(one.value, tuple):
            head.addWidget(_selectable(_argument_words(one.value, one.unit), "strong"))
        box.addLayout(head)
        if isinstance(one.value, tuple):
            self._items(box, one, one.value)
        if one.origin is not None:
            self._origin(box, one.origin)
        elif not one.origins:
            box.addWidget(pieces.caption("公式中的常数或由基准日、期限推得"))
        return box

    def _items(self, box: QVBoxLayout, one: Input, values: tuple[Decimal, ...]) -> None:
        for number, value in enumerate(values[:_MOST_ITEMS]):
            origin = one.origins[number] if number < len(one.origins) else None
            line = pieces.row(XL, pieces.caption(f"第 {number + 1} 项", wrap=False), gap=M)
            if origin is not None:
                line.addWidget(self._link(origin))
            line.addStretch(1)
            line.addWidget(pieces.label(_argument_words(value, one.unit)))
            box.addLayout(line)
            if isinstance(origin, tuple):
                self._evidence(box, origin)
        if len(values) > _MOST_ITEMS:
            box.addWidget(_indented(pieces.caption(f"另有 {len(values) - _MOST_ITEMS} 项", wrap=False)))

    def _origin(self, box: QVBoxLayout, origin: Origin) -> None:
        box.addWidget(self._link(origin), 0, Qt.AlignmentFlag.AlignLeft)
        if isinstance(origin, tuple):
            self._evidence(box, origin)

    def _link(self, origin: Origin) -> QWidget:
        if isinstance(origin, tuple):
            return pieces.button(f"填报：{datum_words(self._session.project, *origin)}", partial(self._leave, *origin), kind="link")
        if isinstance(origin, str) and origin in self._steps:
            step = self._steps[origin]
            whose = "" if step.about == self.step.about else f"（{record_words(self._session.project, *step.about)}）"
            return pieces.button(f"算得：{step.name}{whose} ›", partial(self.follow, origin), kind="link")
        return pieces.caption(str(origin or ""))

    def _evidence(self, box: QVBoxLayout, datum: tuple[str, int, str]) -> None:
        project = self._session.project
        links = evidence_of(project, *datum)
        if not links:
            add = pieces.button("补充证据…", partial(self._prove, datum), kind="link")
            box.addLayout(pieces.row(XL, pieces.label("尚无证据附件", "attention"), add, None, gap=M))
        for link in links:
            document = project.by_code["evidence"].get(link.evidence or "")
            title = getattr(document, "title", None) or "（附件已删除）"
            parts = [f"证据 {link.evidence} {title}"]
            parts += [f"第 {link.page} 页"] if link.page else []
            parts += [f"证明力{link.strength}"] if link.strength else []
            words = "，".join(parts)
            shown = (
                pieces.label(words, "caption", wrap=True)
                if document is None
                else pieces.button(words, partial(self._leave, "evidence", document.id, "title"), kind="link")
            )
            box.addWidget(_indented(shown))


class BareInputs(QDialog):
    """The inputs of the valuation that have no document behind them yet, each a link to its field."""

    def __init__(self, session: Session, data: tuple[tuple[str, int, str], ...], go: Go | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("还没有证据的输入")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 520)
        page = QWidget()
        box = pieces.column(gap=4, margins=(XL, L, XL, L))
        box.addWidget(pieces.caption(f"测算用到、但还没有对应证据附件的输入 {len(data)} 项。点击到填报处，在证据中补充附件与页码。"))
        for datum in data:
            words = f"{datum_words(session.project, *datum)}　{session.text(*datum)}"
            line = pieces.button(words, partial(go, *datum) if go else None, kind="link")
            box.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        page.setLayout(box)
        layout = pieces.column(pieces.scrolled(page), margins=(0, 0, 0, M))
        foot = pieces.row(None, pieces.button("关闭", self.close))
        foot.setContentsMargins(L, 0, L, 0)
        layout.addLayout(foot)
        self.setLayout(layout)


# --- words --------------------------------------------------------------------------------------


def value_words(value: Figure, unit: str) -> str:
    """A figure in full, an amount also in 万元."""
    if isinstance(value, tuple):
        return "、".join(readable(one, unit) for one in value) + (f" {unit}" if unit == "元" else "")
    if unit == "元":
        return f"{grouped(value, 2)} 元（{in_wan(value, 2)} 万元）"
    return f"{readable(value, unit)} {unit}".strip() if unit != "%" else readable(value, unit)


def filled_words(step: Step) -> str:
    """The formula with its figures in it; empty where the step is no closed formula."""
    formula = BY_KEY.get(step.formula)
    if formula is None or len(formula.symbols) != len(step.inputs) or any(isinstance(one.value, str) for one in step.inputs):
        return ""
    arguments: dict[str, Any] = {key: one.value for key, one in zip(formula.symbols, step.inputs, strict=True)}
    filled = formula.filled(**arguments)
    return "" if step.written.endswith(f"= {filled}") else filled


def _argument_words(value: Figure | str, unit: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "、".join(readable(one, unit) for one in value)
    shown = readable(value, unit)
    return shown if unit in ("", "%") else f"{shown} {unit}"


def _selectable(text: str, role: str = "") -> QLabel:
    made = pieces.label(text, role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    return made


def _indented(widget: QWidget) -> QWidget:
    holder = QWidget()
    box = pieces.row(widget, None)
    box.setContentsMargins(XL, 0, 0, 0)
    holder.setLayout(box)
    return holder


__all__ = ["BareInputs", "TraceDialog", "all_steps", "filled_words", "show_trace", "value_words"]
