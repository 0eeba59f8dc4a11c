"""How far the filling-in has come: the state of each step, the fill rate of a record, and what is still missing."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, Decimal
from functools import cache
from typing import NamedTuple

from gzvalue.schema.chapters import CHAPTERS, STATES, Chapter
from gzvalue.schema.field import Field, Form, Record
from gzvalue.schema.forms import BY_NAME
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.rules_within import not_needed

NOT_STARTED, FILLING, TO_MEND, FILLED = STATES

_MEMORY = "_filled"


class Filled(NamedTuple):
    """How many of the fields that count are filled in."""

    done: int
    of: int

    @property
    def rate(self) -> Decimal:
        """填报率, 0 … 1, cut to whole per cents, so that 100 % means that nothing is missing; 0 where nothing counts yet."""
        return (Decimal(self.done) / self.of).quantize(Decimal("0.01"), ROUND_DOWN) if self.of else Decimal(0)


# --- one record -------------------------------------------------------------------------------


@cache
def counted_fields(form: Form) -> tuple[Field, ...]:
    """The fields that count for the fill rate: those listed when missing, and those that an official source asks for.

    Of a form that has neither all fields count.
    """
    wanted = tuple(field for field in form.fields.values() if field.required or field.source)
    return wanted or tuple(form.fields.values())


def missing_fields(record: Record) -> tuple[Field, ...]:
    """The fields that count and are empty, in the order of the form."""
    spared = not_needed(record)
    return tuple(field for field in counted_fields(record.form) if field.key not in spared and _is_empty(record, field.key))


def fill_rate(record: Record) -> Decimal:
    """填报率 of one record, 0 … 1, cut to whole per cents."""
    return filled(record).rate


def filled(record: Record) -> Filled:
    """How many fields of one record are filled; remembered on the record, which never changes."""
    memory: dict[str, Filled] = vars(record)
    found = memory.get(_MEMORY)
    if found is None:
        of = len(counted_fields(record.form)) - sum(field.key in not_needed(record) for field in counted_fields(record.form))
        found = memory[_MEMORY] = Filled(of - len(missing_fields(record)), of)
    return found


def _is_empty(record: Record, key: str) -> bool:
    return getattr(record, key) in (None, ())


# --- forms and chapters -----------------------------------------------------------------------


def form_filled(project: Project, form: str) -> Filled:
    """How many fields of all records of a form are filled."""
    return _sum(filled(record) for record in project.rows[form].values())


def chapter_filled(project: Project, chapter: Chapter) -> Filled:
    """How many fields of all records of a step are filled; a step without forms counts all other steps."""
    forms = chapter.forms or tuple(name for one in CHAPTERS if not one.optional for name in one.forms)
    return _sum(form_filled(project, form) for form in forms)


def _sum(parts: Iterable[Filled]) -> Filled:
    done = of = 0
    for part in parts:
        done += part.done
        of += part.of
    return Filled(done, of)


def chapter_states(project: Project, problems: Iterable[Problem]) -> Mapping[str, str]:
    """The state of each step, by its key.

    未开始: nothing entered. 待补正: something is wrong. 填报中: nothing is wrong, but something is missing.
    已填报: neither; notices of other sorts may remain. 申报材料 has no records of its own: it sums up the others.
    """
    chapter_of = {form: chapter.key for chapter in CHAPTERS for form in chapter.forms}
    wrong: set[str] = set()
    missing: set[str] = set()
    for problem in problems:
        chapter = chapter_of.get(problem.form)
        if chapter is None:
            continue
        if is_missing(project, problem):
            missing.add(chapter)
        elif problem.level == "error":
            wrong.add(chapter)
    states = {}
    for one in CHAPTERS:
        if one.forms or one.optional:
            states[one.key] = _state(any(_begun(project, form) for form in one.forms), one.key in wrong, one.key in missing)
    needed = {one.key for one in CHAPTERS if not one.optional}
    begun = [state for state in states.values() if state != NOT_STARTED]
    all_filled = set(begun) == {FILLED} and all(states[key] != NOT_STARTED for key in needed & states.keys())
    for one in CHAPTERS:
        if not one.forms and not one.optional:
            states[one.key] = _state(bool(begun), TO_MEND in begun, not all_filled)
    return {one.key: states[one.key] for one in CHAPTERS}


def _state(begun: bool, wrong: bool, missing: bool) -> str:
    if wrong:
        return TO_MEND
    if not begun:
        return NOT_STARTED
    return FILLING if missing else FILLED


def is_missing(project: Project, problem: Problem) -> bool:
    """Whether a problem only says that something is not filled in yet (a problem of a form that names a key: records)."""
    if problem.id == 0:
        return bool(problem.key)
    record = project.get(problem.form, problem.id)
    if record is None or problem.key not in record.form.fields:
        return False
    if (problem.form, problem.id, problem.key) in project.raw_texts:
        return False
    return _is_empty(record, problem.key)


def _begun(project: Project, form: str) -> bool:
    rows = project.rows[form]
    if not BY_NAME[form].single:
        return bool(rows)
    if any(not _is_empty(rows[1], key) for key in BY_NAME[form].fields):
        return True
    return any(place[0] == form for place in project.raw_texts)
