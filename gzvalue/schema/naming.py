"""How records and data are named to people, on screen and on paper."""

from gzvalue.schema.forms import form_of
from gzvalue.schema.project import Project


def record_words(project: Project, form: str, id: int) -> str:
    """A record's name: ``评估单元 U01 客流指数服务``, ``收益预测 U01 2026 预测``."""
    one = form_of(form)
    record = project.get(form, id)
    if record is None or one.single:
        return one.label
    if one.code or getattr(record, "name", None):
        return record.name_for_people
    parts = []
    for key, field in one.fields.items():
        value = getattr(record, key)
        if value is not None and field.kind.name in ("reference", "year", "choice"):
            parts.append(field.kind.format(value))
    return f"{one.label} {' '.join(parts)}" if parts else record.name_for_people


def datum_words(project: Project, form: str, id: int, key: str) -> str:
    """A datum's name: ``收益预测 U01 2026 预测 · 可转让收益``."""
    field = form_of(form).fields.get(key)
    return record_words(project, form, id) + (f" · {field.label}" if field else "")
