"""Characters that the paper's faces cannot draw, named with the datum that holds them."""

from collections.abc import Iterator

from gzvalue.outputs.pdf.fonts import missing
from gzvalue.schema.field import Record
from gzvalue.schema.forms import FORMS, RawText
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project

_MOST = 8


def unprintable(project: Project) -> tuple[Problem, ...]:
    """A notice for each datum with characters that will be printed as their code point (``〔U+20BB7〕``)."""
    found: list[Problem] = []
    for form in FORMS:
        if form is RawText.form:
            continue
        for record in project.rows[form.name].values():
            if missing(text for _, text in _texts(record)):
                found += _named(record)
    return tuple(found)


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    for key in record.form.fields:
        value = getattr(record, key)
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, tuple):
            yield key, "、".join(part for part in value if isinstance(part, str))


def _named(record: Record) -> Iterator[Problem]:
    for key, text in _texts(record):
        absent = missing([text])
        if absent:
            chars = list(dict.fromkeys(char for char in text if char in absent))[:_MOST]
            shown = "、".join(f"“{char}”（U+{ord(char):04X}）" if char.isprintable() else f"U+{ord(char):04X}" for char in chars)
            label = record.form.fields[key].label
            words = f"{record.name_for_people}：“{label}”中有打印字体没有的字符 {shown}，纸上印作〔U+{ord(chars[0]):04X}〕一类的代码；请改用字体有的字。"
            yield Problem("notice", record.form.name, record.id, key, words)
