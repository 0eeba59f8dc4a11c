"""``gzvalue fields``: the glossary of all forms and fields."""

from typing import Any

import click

from gzvalue.cli.json_out import print_json
from gzvalue.schema.field import Field
from gzvalue.schema.forms import FORMS, RawText

_REQUIRED = {"error": "必填", "notice": "应填", "": ""}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def fields(as_json: bool) -> None:
    """列出全部表与字段：英文名、中文名、单位、类型、可选项、说明、示例与依据。"""
    if as_json:
        print_json(glossary(), indent=2)
        return
    for form in glossary():
        click.echo(f"\n【{form['label']}】 {form['form']}" + ("（每个项目一条）" if form["single"] else ""))
        for one in form["fields"]:
            unit = f"（{one['unit']}）" if one["unit"] else ""
            click.echo(
                f"  {one['label']}{unit}  {one['key']} · {one['type']}" + (f" · {_REQUIRED[one['required']]}" if one["required"] else "")
            )
            for label, key in (("说明", "help"), ("可选", "choices"), ("指向", "refers_to"), ("示例", "example"), ("依据", "source")):
                words = "、".join(one[key]) if key == "choices" else one[key]
                if words:
                    click.echo(f"      {label}：{words}")


def glossary() -> list[dict[str, Any]]:
    """All forms with their fields, as plain data; what is kept for the program's own use is left out."""
    return [
        {
            "form": form.name,
            "label": form.label,
            "single": form.single,
            "code": form.code,
            "fields": [_told(field) for field in form.fields.values()],
        }
        for form in FORMS
        if form.record is not RawText
    ]


def _told(field: Field) -> dict[str, Any]:
    return {
        "key": field.key,
        "label": field.label,
        "group": field.group,
        "unit": field.kind.unit,
        "type": field.kind.name,
        "choices": list(field.kind.choices),
        "refers_to": field.kind.target,
        "required": field.required,
        "help": field.help,
        "example": field.example,
        "source": field.source,
    }
