"""What was measured in the real files of a data set; made by the program, never typed."""

from gzvalue.schema.field import Record, choice, declared, form, long_text, text
from gzvalue.schema.kinds import integer_kind, reference_kind

LONGEST_DOCUMENT = 50_000_000
"""Characters of a measurement; one of 5,000 columns takes some three million."""

LONGEST_RULES = 30_000
"""Characters of the rules of one data set; a cell of a sheet takes no more."""

RAW, REGISTERED = "原始数据", "登记版"
"""Which version of the data was measured."""


@form("measurement", "质量实测")
class MeasurementRecord(Record):
    """One measuring of one data set; the newest of a data set counts, older ones show the change."""

    data_set: str | None = declared("数据集编号", reference_kind("data_set"), required="error", help="测量的是哪个数据集", example="D01")
    measured_at: str | None = text("测量时间", 40, help="带时区的时间", example="2026-05-20T10:30:00+08:00")
    source_name: str | None = text("数据来源", 300, help="文件、文件夹或表的名称", example="门票订单.csv")
    sha256: str | None = text(
        "SHA-256", 64, help="测量时数据的指纹", example="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    sm3: str | None = text(
        "SM3", 64, help="测量时数据的国密指纹", example="1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"
    )
    rows: int | None = declared("行数", integer_kind("行"), help="数据行数，不含表头和合计行", example="1000")
    columns: int | None = declared("列数", integer_kind("列"), help="列数", example="12")
    engine: str | None = text("测量引擎", 60, help="名称和版本", example="duckdb 2.0.0")
    rules: str | None = text("规则", 120, help="规则文件的名称和 SHA-256 前 12 位", example="票务规则 0a1b2c3d4e5f")
    document: str | None = long_text("测量结果", LONGEST_DOCUMENT, help="完整的测量结果（JSON）", example="{}")
    version: str | None = choice(
        "所测版本", RAW, REGISTERED, help="测量的是原始数据，还是拟登记的（匿名化后的）版本；不填则按待登记的数据看待", example="原始数据"
    )


@form("quality_rules", "质量规则", code="data_set")
class QualityRules(Record):
    """The rules by which a data set is measured, in the format of docs/measure.md; files they refer to lie beside the project."""

    data_set: str | None = declared("数据集编号", reference_kind("data_set"), required="error", help="规则用于哪个数据集", example="D01")
    rules: str | None = long_text(
        "规则（JSON）", LONGEST_RULES, help="格式见 docs/measure.md；在质量评价中可逐列设置", example='{"key": ["订单号"]}'
    )
    note: str | None = text("说明", 200, help="规则的依据", example="票务数据标准 2025 版")
