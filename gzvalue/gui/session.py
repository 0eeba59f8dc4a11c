"""The open file in the window: the current project, what follows from it, undo, and the only writer.

Panels hand *text* to the Session and repaint on `Session.changed`; they never write and never talk to
each other. What follows from the project (valuation, scores, problems …) is computed when first asked
for after a change, so that only what is on the screen costs time.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from gzvalue.actions import check
from gzvalue.errors import UserError
from gzvalue.financing import pool
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Edit, Entry
from gzvalue.schema.field import Field, Record
from gzvalue.schema.forms import form_of
from gzvalue.schema.kinds import Unreadable, clean
from gzvalue.schema.problems import Problem
from gzvalue.schema.progress import chapter_states
from gzvalue.schema.project import Project
from gzvalue.schema.reasons import SENTENCE, Unreasoned, asks_reason, in_words
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.result import Scores, Valuation
from gzvalue.valuation.scores import score


@dataclass(frozen=True)
class Prepared:
    """A large edit with the project after it and all that follows, worked out beside the window.

    It holds only while the project is still ``before``; figures are kept on the records, which never change.
    """

    before: Project
    edit: Edit
    after: Project
    derived: Mapping[str, Any]


def prepare(project: Project, edit: Edit, known: Mapping[str, Any]) -> Prepared:
    """Apply an edit to the value of a project and compute what follows; touches no file and no widget.

    ``known`` is `Session.known`: figures of the project before.
    """
    after = edits.apply(project, edit)
    valuation = evaluate(after, known.get("valuation"))
    scores = score(after, known.get("scores"))
    financing = pool.plan(after, valuation, known.get("financing"))
    problems = check.problems(after, valuation, scores, financing)
    derived = {"valuation": valuation, "scores": scores, "financing": financing, "problems": problems}
    return Prepared(project, edit, after, derived | {"states": chapter_states(after, problems), "by_record": _by_record(problems)})


class EditCommand(QUndoCommand):
    """One applied edit on the undo stack. It only carries the edit: the Session applies and takes back."""

    def __init__(self, edit: Edit) -> None:
        super().__init__(edit.label)
        self.edit = edit


class Session(QObject):
    """One open project file.

    Signals:
        changed: the project is another one; repaint from it.
        saved: an edit is on disk.
        refused: an edit could not be kept (disk full, file gone …): the sentence for the person. The
            project is as before, and whoever handed the text keeps showing it.
    """

    changed = Signal()
    saved = Signal()
    refused = Signal(str)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.undo_stack = QUndoStack(self)
        self.last_edit: Edit | None = None
        self._closed = False
        self.ask_reason: Callable[[str], str | None] | None = None
        """Asks the person why what is named is changed; set by the window."""
        self._asking = False
        self._reasons = Unreasoned()
        self._derived: dict[str, Any] = {}
        self._before: dict[str, Any] = {}

    # --- what is there -----------------------------------------------------------------------

    @property
    def store(self) -> Store:
        """The file, for reading contents and warnings; only the Session applies edits to it."""
        return self._store

    @property
    def path(self) -> Path:
        """Where the project file lies."""
        return self._store.path

    @property
    def project(self) -> Project:
        """All records as they are now; an immutable value."""
        return self._store.project

    def _once(self, name: str, compute: Any) -> Any:
        if name not in self._derived:
            self._derived[name] = compute()
        return self._derived[name]

    @property
    def valuation(self) -> Valuation:
        """The valuation of the current project."""
        return self._once("valuation", lambda: evaluate(self.project, self._before.get("valuation")))  # type: ignore[no-any-return]

    @property
    def scores(self) -> Scores:
        """The scores of the current project."""
        return self._once("scores", lambda: score(self.project, self._before.get("scores")))  # type: ignore[no-any-return]

    @property
    def financing(self) -> Any:
        """The `gzvalue.financing.pool.FinancingPlan` of the current project."""
        return self._once("financing", lambda: pool.plan(self.project, self.valuation, self._before.get("financing")))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong or missing now, errors and notices, with changes after the loan that the log holds without a reason."""
        return self._once("all_problems", self._all_problems)  # type: ignore[no-any-return]

    def _all_problems(self) -> tuple[Problem, ...]:
        own = self._once("problems", lambda: check.problems(self.project, self.valuation, self.scores, self.financing))
        steered = self._steered()
        if not steered:
            return own  # type: ignore[no-any-return]
        self._derived.pop("by_record", None)  # what was prepared beside the window knows no log
        return check.merged(own, steered)

    def _steered(self) -> tuple[Problem, ...]:
        """Changes after the loan without a reason; none where the file cannot be read now, which the next edit will say."""
        try:
            return () if self._closed else check.unlogged(self._store, self._reasons)
        except UserError:
            return ()

    @property
    def states(self) -> Mapping[str, str]:
        """Chapter key → 未开始, 填报中, 待补正 or 已填报."""
        return self._once("states", lambda: chapter_states(self.project, self.problems))  # type: ignore[no-any-return]

    @property
    def _problems_by_record(self) -> Mapping[tuple[str, int], list[Problem]]:
        problems = self.problems  # first: it may find more than was prepared
        return self._once("by_record", partial(_by_record, problems))  # type: ignore[no-any-return]

    def problems_of(self, form: str, id: int, key: str | None = None) -> list[Problem]:
        """The problems of one record, or of one of its fields."""
        found = self._problems_by_record.get((form, id), [])
        return found if key is None else [p for p in found if p.key == key]

    # --- one datum as text -------------------------------------------------------------------

    def record(self, form: str, id: int) -> Record | None:
        """One record as it is now, or ``None`` if it is gone."""
        return self.project.get(form, id)

    def text(self, form: str, id: int, key: str) -> str:
        """What stands in a datum for a person: text that could not be read, else the value in words, else nothing."""
        raw = self.project.raw_texts.get((form, id, key))
        if raw is not None:
            return raw.text or ""
        record = self.project.get(form, id)
        value = None if record is None else getattr(record, key)
        return "" if value is None else form_of(form).fields[key].kind.format(value)

    def fault(self, form: str, id: int, key: str) -> str | None:
        """What is wrong with a datum's own text or value: unreadable, out of range. ``None`` if nothing is."""
        raw = self.project.raw_texts.get((form, id, key))
        record = self.project.get(form, id)
        if record is None:
            return None
        value = getattr(record, key)
        field = form_of(form).fields[key]
        if raw is not None:
            return _unread(field, raw.text or "", value)
        return None if value is None else field.kind.verdict(value)

    def is_mild(self, form: str, id: int, key: str) -> bool:
        """Whether what `fault` says is only a notice: a text that is too long is kept and used as it stands."""
        return (form, id, key) not in self.project.raw_texts and form_of(form).fields[key].kind.name in ("text", "long_text")

    # --- what a person does ------------------------------------------------------------------

    def enter(self, entries: Iterable[Entry], label: str = "") -> bool:
        """Set data of existing records from text; whether it is on disk now (also if nothing changed).

        The label, shown at 撤销, defaults to the first field's and record's name.
        """
        entries = list(entries)
        if not entries:
            return True
        return self.apply(edits.enter(self.project, label or self._label(entries), entries))

    def add(self, form: str, rows: Sequence[Mapping[str, str]], label: str = "") -> list[int]:
        """Add records whose data are given as text by key; their ids, none if it could not be kept."""
        first = self.project.last_ids[form] + 1
        made = edits.add(self.project, label or f"新增{form_of(form).label}", form, rows)
        return list(range(first, first + len(rows))) if self.apply(made) else []

    def remove(self, form: str, ids: Iterable[int], label: str = "") -> bool:
        """Remove records (empty them, if the form is single)."""
        ids = list(ids)
        return self.apply(edits.remove(self.project, label or f"删除 {len(ids)} 条{form_of(form).label}", form, ids))

    def duplicate(self, form: str, ids: Iterable[int], label: str = "") -> list[int]:
        """Add copies of records; the ids of the copies."""
        ids = list(dict.fromkeys(ids))
        first = self.project.last_ids[form] + 1
        made = edits.duplicate(self.project, label or f"复制 {len(ids)} 条{form_of(form).label}", form, ids)
        return list(range(first, first + len(ids))) if self.apply(made) else []

    @property
    def known(self) -> Mapping[str, Any]:
        """The figures at hand, for `prepare`."""
        return {**self._before, **self._derived}

    def apply(self, edit: Edit, prepared: Prepared | None = None) -> bool:
        """Keep an edit on disk and on the undo stack; an empty one is passed over. Whether it is kept.

        What was prepared for this very edit and project saves working it out again.
        """
        if not edit:
            return True
        reasoned = self._with_reason(edit)
        if reasoned is None:
            return False
        if prepared is not None and prepared.edit is edit:
            prepared = replace(prepared, edit=reasoned)
        edit = reasoned
        if prepared is not None and (prepared.edit is not edit or prepared.before is not self.project):
            prepared = None
        if not self._write(edit, prepared):
            return False
        self.undo_stack.push(EditCommand(edit))
        return True

    def keep(self, content: bytes) -> bool:
        """Keep the bytes of an attachment in the file (its record is a matter of an edit); whether they are kept."""
        try:
            self._store.add_content(content)
        except UserError as wrong:
            self.refused.emit(str(wrong))
            return False
        return True

    def undo(self) -> bool:
        """Take the last edit back."""
        return self._step(self.undo_stack.index() - 1, "撤销", self.undo_stack.undo)

    def redo(self) -> bool:
        """Do again what was taken back."""
        return self._step(self.undo_stack.index(), "重做", self.undo_stack.redo)

    def close(self) -> None:
        """Close the file; every finished input is on disk already."""
        self._closed = True
        self._store.close()

    # --- within ------------------------------------------------------------------------------

    def _with_reason(self, edit: Edit) -> Edit | None:
        """The edit with the person's reason, where it needs one and somebody can be asked; ``None`` if they gave none.

        While they are asked nothing else that needs a reason is taken: a field that loses the focus to the question
        hands its text in once more.
        """
        wanted = () if edit.reason or self.ask_reason is None else asks_reason(self.project, edit)
        if not wanted:
            return edit
        if self._asking or self.ask_reason is None:
            return None
        self._asking = True
        try:
            reason = self.ask_reason(in_words(wanted))
        finally:
            self._asking = False
        if not reason:
            self.refused.emit(f"没有写理由，这一步没有保存：{in_words(wanted)}。{SENTENCE}。")
            return None
        return replace(edit, reason=reason)

    def _step(self, index: int, word: str, move: Any) -> bool:
        """The file first, the stack only when the file took it: a full disk must not part the two."""
        if not 0 <= index < self.undo_stack.count():
            return False
        command = self.undo_stack.command(index)
        assert isinstance(command, EditCommand)
        edit = command.edit.inverse() if word == "撤销" else command.edit
        if not self._write(Edit(f"{word} {edit.label}", edit.changes, f"{word}：{edit.reason}" if edit.reason else "")):
            return False
        move()
        return True

    def _write(self, edit: Edit, prepared: Prepared | None = None) -> bool:
        if self._closed:  # a field that loses the focus while its window goes away
            return False
        try:
            if prepared is None:
                self._store.apply(edit)
            else:
                self._store.apply(edit, prepared.after)
        except UserError as wrong:
            self.refused.emit(str(wrong))
            return False
        self.last_edit = edit
        self._before = {**self._before, **self._derived}
        self._derived = dict(prepared.derived) if prepared is not None else {}
        self.saved.emit()
        self.changed.emit()
        return True

    def _label(self, entries: Sequence[Entry]) -> str:
        first = entries[0]
        one = form_of(first.form)
        if len(entries) > 1:
            return f"填写 {one.label} {len(entries)} 处"
        record = self.project.get(first.form, first.id)
        code = "" if record is None or not one.code else str(getattr(record, one.code) or "")
        return f"填写 {code or one.label} {one.fields[first.key].label}"


def _by_record(problems: Iterable[Problem]) -> dict[tuple[str, int], list[Problem]]:
    found: dict[tuple[str, int], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.form, problem.id), []).append(problem)
    return found


def _unread(field: Field, text: str, value: Any) -> str:
    try:
        field.kind.parse(clean(text))
    except Unreadable as wrong:
        kept = "" if value is None else f"；计算仍用原值 {field.kind.format(value)}"
        return f"{wrong}{kept}"
    return "这段文字未能识别，请重新填写"
