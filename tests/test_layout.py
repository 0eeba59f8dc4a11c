"""The tables spelled out by the migrations are those that the forms of today need."""

from pathlib import Path

from gzvalue.schema.forms import FORMS
from gzvalue.store import layout, layout_2, layout_3, migrate
from gzvalue.store.database import connect, transaction


def test_tables_fit_the_forms(tmp_path):
    db = connect(tmp_path / "a.gzv", "rwc")
    with transaction(db):
        layout.lay_out(db)
    wrong = {}
    for form in FORMS:
        columns = {column.name: column.type for column in db.table(form.name).columns}
        wanted = {"id": "INTEGER"} | {key: field.kind.sql for key, field in form.fields.items()}
        if columns != wanted or not db.table(form.name).strict:
            wrong[form.name] = " ".join(key + (":i" if field.kind.sql == "INTEGER" else "") for key, field in form.fields.items())
    db.close()
    assert not wrong, f"forms and tables differ; spell the new ones out in layout_3: {wrong}"


def test_migrations_never_look_at_the_forms():
    for module in (layout, layout_2, layout_3, migrate):
        assert "gzvalue.schema" not in Path(module.__file__).read_text(encoding="utf-8")
