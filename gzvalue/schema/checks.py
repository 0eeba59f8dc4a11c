"""All problems of the records themselves: what is missing, out of range, unreadable, doubled, lost or contradictory.

What makes a *figure* impossible is said by the valuation, the scoring and the financing plan, which alone know.
Each problem is found once per record value: a frozen record remembers its own, so that after an edit only what it
touched is looked at again.
"""

from collections import defaultdict
from collections.abc import Iterator

from gzvalue.schema import printable
from gzvalue.schema.chapters import OPTIONAL_FORMS
from gzvalue.schema.edit import read
from gzvalue.schema.field import Field, Record
from gzvalue.schema.forms import BY_NAME, FORMS, RawText
from gzvalue.schema.problems import Level, Problem
from gzvalue.schema.project import Project
from gzvalue.schema.rules_between import between, problem
from gzvalue.schema.rules_within import RULES, not_needed

_MEMORY = "_own_problems"
_SHOWN = 30


def check_records(project: Project) -> tuple[Problem, ...]:
    """All problems of the records, in the order of forms, records and findings; those of a form as a whole come first."""
    more: dict[str, dict[int, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for found in between(project):
        more[found.form][found.id].append(found)
    unread: dict[tuple[str, int], set[str]] = defaultdict(set)
    for (name, id, key), raw in project.raw_texts.items():
        unread[name, id].add(key)
        wrong = _unread(project, (name, id, key), raw)
        if wrong is not None:
            more[name][id].append(wrong)
    all_found: list[Problem] = []
    for form in FORMS:
        others = more.get(form.name, {})
        all_found += others.get(0, ())
        for id, record in project.rows[form.name].items():
            own = own_problems(record)
            if own:
                keys = unread.get((form.name, id), ())  # that its text cannot be read says more than that it is missing
                all_found += [one for one in own if one.key not in keys] if keys else own
            if id in others:
                all_found += others[id]
    return tuple(all_found)


def own_problems(record: Record) -> tuple[Problem, ...]:
    """The problems of one record looked at alone; remembered on the record, which never changes."""
    memory: dict[str, tuple[Problem, ...]] = vars(record)
    found = memory.get(_MEMORY)
    if found is None:
        found = memory[_MEMORY] = tuple(_look(record))
    return found


def _look(record: Record) -> Iterator[Problem]:
    if isinstance(record, RawText):
        return
    spared = not_needed(record)
    for key, field in record.form.fields.items():
        value = getattr(record, key)
        if value is None or value == ():
            if field.required and key not in spared:
                level: Level = "error" if field.required == "error" else "notice"
                yield problem(level, record, key, f"未填“{field.label}”，请补充。")
            continue
        wrong = field.kind.verdict(value)
        if wrong is not None:
            yield _out_of_range(record, field, wrong)
    yield from _undrawn(record)
    rule = RULES.get(type(record))
    if rule is not None:
        for level, key, words in rule(record):
            yield problem(level, record, key, words)


def unprintable(project: Project) -> tuple[Problem, ...]:
    """Of all problems those that name characters which the paper cannot draw."""
    return tuple(
        one for form in FORMS if form is not RawText.form for record in project.rows[form.name].values() for one in _undrawn(record)
    )


def _undrawn(record: Record) -> Iterator[Problem]:
    for key, field in record.form.fields.items():
        value = getattr(record, key)
        wrong = printable.fault("、".join(value) if isinstance(value, tuple) else value) if isinstance(value, (str, tuple)) else None
        if wrong is not None:
            yield problem("notice", record, key, f"“{field.label}”{wrong}")


def _out_of_range(record: Record, field: Field, wrong: str) -> Problem:
    if field.kind.name in ("text", "long_text"):
        return problem("notice", record, field.key, f"“{field.label}”{wrong}，请精简；多出的文字仍保留。")
    level: Level = "notice" if record.form.name in OPTIONAL_FORMS else "error"
    return problem(level, record, field.key, f"“{field.label}”{wrong}，请核对。")


def _unread(project: Project, place: tuple[str, int, str], raw: RawText) -> Problem | None:
    """The problem of a text that could not be read; ``None`` if its record is gone."""
    name, id, key = place
    record = project.get(name, id) if name in BY_NAME else None
    if record is None or key not in record.form.fields:
        return None
    field = record.form.fields[key]
    _, wrong = read(field, raw.text or "")
    if wrong is None:
        wrong = f"“{_shortened(raw.text or '')}”当时未能识别"
    value = getattr(record, key)
    kept = "" if value is None else f"，暂仍按原来的“{_shortened(field.kind.format(value))}”"
    return problem("error", record, key, f"“{field.label}”填写的内容无法识别：{wrong}{kept}。请改正或清空。")


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
