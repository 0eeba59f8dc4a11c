"""How a datum is named to people: its record in words, then its field."""

from gzvalue.schema.forms import form_of
from gzvalue.schema.project import Project


def record_words(project: Project, form: str, id: int) -> str:
    """A record's name: ``评估单元 U01 客流指数服务``; of a record that is gone the name of its form."""
    record = project.get(form, id)
    return form_of(form).label if record is None else record.name_for_people


def datum_words(project: Project, form: str, id: int, key: str) -> str:
    """A datum's name: ``收益预测 U01 2026 · 可转让收益``."""
    field = form_of(form).fields.get(key)
    return record_words(project, form, id) + (f" · {field.label}" if field else "")
