"""A registration kit as one value: the filled form, the check list, the sample, the dictionary, the fingerprint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gzvalue.registries.filling import FilledForm, fill
from gzvalue.registries.fingerprints import Fingerprint, fingerprint_of
from gzvalue.registries.gathered import Case, Gathered, case_of
from gzvalue.registries.materials import MISSING, MaterialState, materials_of
from gzvalue.registries.registry import Registry, RegistryForm
from gzvalue.schema.data_set import DataField, DataSet

NO_SAMPLE = "没有数据样例：该数据集尚未实测，也没有给出数据文件。请在“质量评价”中测量，或生成材料包时选择数据文件。"
MASKING = "样例已遮盖可识别个人的内容；遮盖不等于匿名化，提交前须由数据部门核对，确认无法复原到个人。"
NO_ROWS = "未给出数据文件：下表按实测结果逐列列出取值样例（已遮盖），不是完整的数据行。"


@dataclass(frozen=True)
class Sample:
    """What the data look like, masked: rows of a file at hand, or values by column from the measurement.

    Attributes:
        heads: heads of the table.
        rows: its rows.
        whole: these are rows of the data; else one row describes one column.
        note: what a reader must know.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    whole: bool
    note: str


@dataclass(frozen=True)
class Kit:
    """Everything for one registration.

    Attributes:
        code: of the data set; empty for a batch.
        title: name for people and files.
        sample: ``None`` if there is none; `NO_SAMPLE` says why.
    """

    case: Case
    form: FilledForm
    code: str
    title: str
    materials: tuple[MaterialState, ...]
    sample: Sample | None
    dictionary: tuple[DataField, ...]
    fingerprint: Fingerprint | None

    @property
    def registry(self) -> Registry:
        """The scheme."""
        return self.case.registry

    @property
    def faults(self) -> tuple[str, ...]:
        """What is still to be done before it can be filed: fields, materials, fingerprint."""
        lacking = tuple(f"缺材料“{one.material.label}”：{one.words}。" for one in self.materials if one.state == MISSING)
        return (*self.form.faults, *lacking, *(self.fingerprint.faults if self.fingerprint else ()))

    @property
    def ready(self) -> bool:
        """Nothing is missing, too long or contradictory."""
        return not self.faults


def kits(gathered: Gathered, registry: Registry, form: RegistryForm, data_sets: Sequence[DataSet]) -> "Sequence[Case]":
    """The cases of a form: one a data set, or one for all."""
    if form.per == "batch":
        return [Case(gathered, registry, tuple(data_sets))]
    return [case_of(gathered, registry, one) for one in data_sets]


def kit_of(case: Case, form: RegistryForm, on: date | None, document: Mapping[str, Any] | None = None, rows: Sample | None = None) -> Kit:
    """Put a kit together.

    Args:
        case: what it is for.
        form: which form.
        on: the day by which attachments may have expired.
        document: JSON of the measurement whose columns serve as the sample (of the file at hand, or the newest one).
        rows: masked rows, where the file is at hand.
    """
    one = case.data_set
    found = None if one is None else fingerprint_of(case.gathered, one)
    sample = rows if rows is not None else None if document is None else sample_of_columns(document)
    dictionary = tuple(case.gathered.fields.get(one.code or "", ())) if one is not None else ()
    made = {"form"} | ({"sample"} if sample else set()) | ({"dictionary"} if dictionary else set()) | ({"fingerprint"} if found else set())
    code = (one.code or "") if one is not None else ""
    title = (one.name or one.registration_name or "") if one is not None else f"{registry_words(case)}（{len(case.data_sets)} 项）"
    return Kit(case, fill(case, form), code, title, materials_of(case, form, frozenset(made), on), sample, dictionary, found)


def registry_words(case: Case) -> str:
    """Short name of the scheme."""
    return case.registry.short


def with_file(kit: Kit, source: Mapping[str, Any], taken_at: str, form: RegistryForm, on: date | None) -> Kit:
    """The kit with the fingerprint of the file at hand; a difference to the measurement in the project is said."""
    before = kit.fingerprint
    sha = str(source.get("sha256") or "")
    faults = list(before.faults if before else ())
    if before is not None and before.taken_at and before.sha256 != sha:
        faults.append(f"{kit.code} 本次给出的文件与项目中最近一次实测的不是同一份（SHA-256 不同），请重新测量后再提交。")
    made = Fingerprint(
        str(source.get("name") or ""), sha, str(source.get("sm3") or ""), source.get("bytes"), source.get("rows"), source.get("columns"),
        taken_at, before.deposits if before else (), tuple(faults),
    )  # fmt: skip
    makes = {"form", "fingerprint"} | ({"sample"} if kit.sample else set()) | ({"dictionary"} if kit.dictionary else set())
    return replace(kit, fingerprint=made, materials=materials_of(kit.case, form, frozenset(makes), on))


def sample_of_columns(document: Mapping[str, Any]) -> Sample:
    """One row a column: type, example values and range, as the measurement holds them masked."""
    rows = []
    for one in document.get("columns", ())[:200]:
        values = "、".join(str(top.get("value", "")) for top in one.get("top", ())[:3])
        span = " ～ ".join(str(bound) for bound in (one.get("min"), one.get("max")) if bound is not None)
        rows.append((str(one.get("name", "")), str(one.get("type", "")), values or "—", span or "—", f"{one.get('missing', 0):,}"))
    return Sample(("字段", "类型", "取值样例（已遮盖）", "最小～最大", "缺失"), tuple(rows), False, f"{NO_ROWS}{MASKING}")
