"""Personal information that measuring found in a data set, and what it contradicts in the catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.measurement_form import REGISTERED, MeasurementRecord
from gzvalue.schema.problems import Level, Problem
from gzvalue.schema.project import Project
from gzvalue.schema.quality_scores import parts_of

_NAMED = 4
IDENTIFIER_WORDS: Mapping[str, str] = {
    "national_id": "居民身份证号", "mobile": "手机号码", "landline": "固定电话", "bank_card": "银行卡号", "credit_code": "统一社会信用代码",
    "plate": "车牌号", "passport": "护照号", "email": "电子邮箱", "name": "姓名", "address": "地址", "device_id": "设备标识", "coordinate": "坐标",
}  # fmt: skip
"""Identifiers by their name in the JSON of a measurement → Chinese name."""


@dataclass(frozen=True)
class PersonalFinding:
    """Cells of one column that are an identifier of people.

    Attributes:
        column: head of the column.
        identifier: as in the JSON of a measurement.
        cells: how many.
        whole: the column is this identifier; otherwise single cells in another column.
        sensitive: taken for sensitive personal information, to be checked by people.
    """

    column: str
    identifier: str
    cells: int
    whole: bool
    sensitive: bool

    @property
    def words(self) -> str:
        """``证件号（居民身份证号，1,000 格）``."""
        return f"{self.column}（{IDENTIFIER_WORDS.get(self.identifier, self.identifier)}，{self.cells:,} 格）"


@dataclass(frozen=True)
class PersonalFindings:
    """What the newest measuring of the data, and that of the version to be registered, found.

    Attributes:
        measurement: the newest measuring of the data set.
        found: its findings; empty if there were none.
        registered: the newest measuring of the version to be registered, or ``None``.
        in_registered: findings of that one.
    """

    measurement: MeasurementRecord
    found: tuple[PersonalFinding, ...]
    registered: MeasurementRecord | None = None
    in_registered: tuple[PersonalFinding, ...] = ()


def personal_findings(project: Project) -> Mapping[str, PersonalFindings]:
    """Findings of every data set that was measured, by code."""
    newest: dict[str, MeasurementRecord] = {}
    registered: dict[str, MeasurementRecord] = {}
    for one in project.measurements:
        if one.data_set and one.document:
            (registered if one.version == REGISTERED else newest)[one.data_set] = one
    found = {}
    for code in {**newest, **registered}:
        mine, safe = newest.get(code), registered.get(code)
        shown = mine or safe
        assert shown is not None
        found[code] = PersonalFindings(shown, _of(shown), safe, () if safe is None else _of(safe))
    return found


def _of(record: MeasurementRecord) -> tuple[PersonalFinding, ...]:
    return tuple(
        PersonalFinding(
            str(one["column"]), str(one["identifier"]), int(one["cells"]), bool(one.get("whole_column")), bool(one.get("sensitive"))
        )
        for one in parts_of(record)["personal_information"]
    )


def personal_problems(project: Project) -> Iterator[Problem]:
    """Raw personal information in a set to be registered is a problem to solve; a "no" that the data contradict is one too."""
    for code, findings in personal_findings(project).items():
        one = project.by_code["data_set"].get(code)
        if isinstance(one, DataSet):
            yield from _of_data_set(one, findings)


def _of_data_set(one: DataSet, findings: PersonalFindings) -> Iterator[Problem]:
    if findings.found and findings.measurement.version != REGISTERED and one.personal_information is False:
        what = f"“{findings.measurement.source_name}”实测发现个人信息：{_listed(findings.found)}"
        yield _problem(
            "error", one, "personal_information", f"{what}，与“原始数据含个人信息：否”不符，请改为“是”，或核实这些列后更正数据并重新测量"
        )
    if one.registered_personal == "不登记":
        return
    if findings.in_registered and findings.registered is not None:
        what = f"登记版“{findings.registered.source_name}”实测仍有个人信息：{_listed(findings.in_registered)}"
        yield _problem("error", one, "registered_personal", f"{what}，登记前须匿名化，处理后请重新测量登记版；不登记的请选“不登记”")
    elif findings.found and findings.registered is None:
        raw = findings.measurement.version is not None
        what = f"“{findings.measurement.source_name}”实测发现个人信息：{_listed(findings.found)}"
        how = (
            "拟登记版本须匿名化，请在质量评价中再测量登记版，以证明已去除"
            if raw
            else "不能原样登记：请匿名化后测量登记版；所测为原始数据的，请在质量评价的测量记录中注明；不登记的请选“不登记”"
        )
        yield _problem("notice" if raw else "error", one, "registered_personal", f"{what}，{how}")


def _listed(found: tuple[PersonalFinding, ...]) -> str:
    more = f"等 {len(found)} 项" if len(found) > _NAMED else ""
    return "、".join(one.words for one in found[:_NAMED]) + more


def _problem(level: Level, one: DataSet, key: str, words: str) -> Problem:
    return Problem(level, one.form.name, one.id, key, f"{one.name_for_people}：{words}")
