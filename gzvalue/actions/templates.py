"""Data sets from a template by industry into a project: one edit, codes that collide with nothing, all marked as to be confirmed."""

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from gzvalue.actions.projects import new_project
from gzvalue.errors import UserError
from gzvalue.schema import edit
from gzvalue.schema.data_set import DataField, DataSet
from gzvalue.schema.edit import Edit, Entry
from gzvalue.schema.project import Project
from gzvalue.schema.templates import Template, TypicalSet, confirmed_note, is_unconfirmed
from gzvalue.store.open import Store

_CODE = re.compile(r"D(\d+)")
_PART = re.compile(r"(\d+)(?:\s*[-–~]\s*(\d+))?")


def from_template(project: Project, chosen: Template, numbers: Collection[int]) -> Edit:
    """An edit that adds the chosen data sets of a template with their field dictionary.

    Args:
        project: what they are added to; its codes are not used again.
        chosen: the template.
        numbers: which of its data sets, by their number.
    """
    sets: list[dict[str, str]] = []
    fields: list[dict[str, str]] = []
    wanted = [one for one in chosen.data_sets if one.number in numbers]
    for code, one in zip(_free_codes(project, len(wanted)), wanted, strict=True):
        sets.append({"code": code, **one.texts, "note": chosen.note(one.number)})
        fields += [{"data_set": code, **column} for column in one.fields]
    label = f"从行业模板“{chosen.title}”添加 {len(sets)} 项数据集"
    added = (edit.add(project, label, DataSet.form.name, sets), edit.add(project, label, DataField.form.name, fields))
    return edit.combined(label, project, added)


def _free_codes(project: Project, count: int) -> list[str]:
    """Codes after the highest ``D`` code there is; references to codes without a data set are not caught either."""
    taken = [one.code for one in project.data_sets] + [one.data_set for one in project.data_fields]
    numbers = [int(found.group(1)) for code in taken if code and (found := _CODE.fullmatch(code)) is not None]
    first = max(numbers, default=0) + 1
    return [f"D{number:02}" for number in range(first, first + count)]


def already_there(project: Project, chosen: Template) -> frozenset[int]:
    """Numbers of the typical data sets whose name the catalogue holds already."""
    names = {one.name for one in project.data_sets}
    return frozenset(one.number for one in chosen.data_sets if one.name in names)


def unconfirmed(project: Project) -> tuple[DataSet, ...]:
    """The data sets taken from a template that nobody has confirmed yet."""
    return tuple(one for one in project.data_sets if is_unconfirmed(one))


def confirm(project: Project, codes: Iterable[str]) -> Edit:
    """An edit that takes the mark out of the notes of these data sets: a person has looked at them."""
    wanted = set(codes)
    chosen = [one for one in unconfirmed(project) if one.code in wanted]
    entries = [Entry(DataSet.form.name, one.id, "note", confirmed_note(one.note or "")) for one in chosen]
    return edit.enter(project, f"确认行业模板写法（{len(entries)} 项数据集）", entries)


def chosen_numbers(text: str, offered: Template) -> tuple[int, ...]:
    """Numbers as people list them, ``1,3,5-8``; of an empty text all.

    Raises:
        UserError: a part is no number, or the template has no data set of that number.
    """
    most = len(offered.data_sets)
    numbers: list[int] = []
    for part in re.split(r"[,，、;；\s]+", text.strip()) if text.strip() else [f"1-{most}"]:
        found = _PART.fullmatch(part)
        first = int(found.group(1)) if found else 0
        last = int(found.group(2) or first) if found else 0
        if not 0 < first <= last <= most:
            raise UserError(f"“{part[:40]}”不是行业模板“{offered.title}”中的编号，可选 1 至 {most}，例如 1,3,5-8。")
        numbers += range(first, last + 1)
    return tuple(dict.fromkeys(numbers))


def new_from_template(path: Path, chosen: Template, numbers: Collection[int]) -> Store:
    """Make a project file with the chosen data sets and open it for writing.

    Raises:
        UserError: a file of that name exists, or the place cannot be written to.
    """
    store = new_project(path)
    store.apply(from_template(store.project, chosen, numbers))
    return store


def card_of(one: TypicalSet) -> Sequence[tuple[str, str]]:
    """Label and text of what is typical of a data set, in the order of the catalogue, for looking at it before taking it."""
    fields = DataSet.form.fields
    return [(fields[key].label, one.texts[key]) for key in fields if key in one.texts and key not in ("name", "dictionary")]
