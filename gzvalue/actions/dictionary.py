"""A draft of the field dictionary from what was measured: what is new, what is filled in, what differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gzvalue.schema import edit as edits
from gzvalue.schema.data_set import DataField
from gzvalue.schema.edit import Edit, Entry
from gzvalue.schema.project import Project

_TYPES = {"text": "文本", "integer": "整数", "decimal": "小数", "date": "日期", "datetime": "时间", "boolean": "是否"}
KEYS = ("type", "length", "key", "personal")
"""What a measurement knows of a column."""


@dataclass(frozen=True)
class Proposed:
    """A column that the dictionary does not have yet: texts by key."""

    name: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Differing:
    """A datum of the dictionary that is empty or says something else than the data.

    Attributes:
        id: of the field's record.
        name: of the column.
        key: which datum.
        before: what stands there, empty if nothing.
        after: what was measured.
    """

    id: int
    name: str
    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Draft:
    """What the dictionary of a data set would become.

    Attributes:
        code: of the data set.
        new: columns to add, in the order of the data.
        filled: empty data that are known now.
        differing: data that say something else.
        gone: columns of the dictionary that the data do not have; they stay.
        same: columns that need nothing.
    """

    code: str
    new: tuple[Proposed, ...]
    filled: tuple[Differing, ...]
    differing: tuple[Differing, ...]
    gone: tuple[str, ...]
    same: int

    def edit(self, project: Project, *, overwrite: bool = False) -> Edit:
        """One edit that takes the draft: adds, fills, and where wished corrects."""
        taken = [*self.filled, *(self.differing if overwrite else ())]
        entries = [Entry("data_field", one.id, one.key, one.after) for one in taken]
        steps = [edits.enter(project, "", entries)]
        rows = [{"data_set": self.code, "name": one.name, **one.texts} for one in self.new]
        steps.append(edits.add(edits.apply(project, steps[0]), "", "data_field", rows))
        return edits.combined(f"由数据生成 {self.code} 的字段字典", project, steps)


def dictionary_draft(project: Project, code: str, document: Mapping[str, Any]) -> Draft:
    """The draft for a data set from its measurement's JSON."""
    mine: dict[str, DataField] = {}
    for one in project.data_fields:
        if one.data_set == code and one.name:
            mine.setdefault(one.name, one)
    new: list[Proposed] = []
    filled: list[Differing] = []
    differing: list[Differing] = []
    same = 0
    key = _key_column(document)
    personal = {str(one["column"]) for one in document["personal_information"]}
    for column in document["columns"]:
        name = str(column["name"])
        texts = _texts(column, is_key=name == key, personal=name in personal)
        record = mine.get(name)
        if record is None:
            new.append(Proposed(name, texts))
            continue
        changes = list(_differences(record, name, texts))
        filled += [one for one in changes if not one.before]
        differing += [one for one in changes if one.before]
        same += not changes
    names = {str(one["name"]) for one in document["columns"]}
    return Draft(code, tuple(new), tuple(filled), tuple(differing), tuple(name for name in mine if name not in names), same)


def _texts(column: Mapping[str, Any], *, is_key: bool, personal: bool) -> dict[str, str]:
    """Only what the data say: that a column is no key or not of people cannot be seen in them, so it stays open."""
    texts = {"type": _TYPES.get(str(column["type"]), "")}
    if column.get("length"):
        texts["length"] = str(column["length"]["max"])
    if is_key:
        texts["key"] = "是"
    if personal:
        texts["personal"] = "是"
    return {key: text for key, text in texts.items() if text}


def _key_column(document: Mapping[str, Any]) -> str | None:
    """The first column whose cells are all filled and all different, of a source with more than one row."""
    for one in document["columns"]:
        if (
            one["count"] > 1
            and not one["missing"]
            and not one["invalid"]
            and one["distinct"] == one["count"]
            and one["type"] in {"text", "integer"}
        ):
            return str(one["name"])
    return None


def _differences(record: DataField, name: str, texts: Mapping[str, str]) -> list[Differing]:
    fields = DataField.form.fields
    found = []
    for key, text in texts.items():
        value = getattr(record, key)
        before = "" if value is None else fields[key].kind.format(value)
        if before.replace(",", "") != text:
            found.append(Differing(record.id, name, key, before, text))
    return found
