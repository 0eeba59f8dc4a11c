"""Where the table is on a foreign sheet, and which fields its heads mean."""

import pytest
from foreign_files import save, table_of, values
from hypothesis import given
from hypothesis import strategies as st

from gzvalue.schema.forms import FORMS, RawText, form_of
from gzvalue.schema.kinds import read_number
from gzvalue.tables.body import scaled
from gzvalue.tables.layout import form_by_name, understand
from gzvalue.tables.names import IMPORTED, factor, squeeze, vocabulary, words
from gzvalue.tables.read import read_workbook


def test_names_of_one_form_do_not_contradict_each_other():
    for form in IMPORTED:
        labels = [squeeze(field.label) for field in form.fields.values()]
        assert len(labels) == len(set(labels)), form.name
        names = vocabulary(form)
        for field in form.fields.values():
            for text in (
                field.label,
                field.key,
                field.head,
                f"* {field.label} ",
                f"{field.label}\n（必填）",
                f"【{field.label}】".strip("【】"),
            ):
                head = names.head(text)
                assert (head.key, head.wrong) == (field.key, ""), (form.name, text)


def test_other_names_point_at_fields_that_exist_and_hide_no_label():
    forms = {form.name: form for form in FORMS}
    for name, more in words()["forms"].items():
        labels = {squeeze(field.label): key for key, field in forms[name].fields.items()}
        for key, others in more["fields"].items():
            assert key in forms[name].fields, (name, key)
            for other in others:
                assert labels.get(squeeze(other), key) == key, (name, key, other)
                assert vocabulary(forms[name]).head(other).key == key, (name, key, other)
    assert RawText.form.name not in words()["forms"]


_SAMPLE_HEADS = [
    "item_no",
    "data_item_cn",
    "business_domain",
    "source_system",
    "time_span_start",
    "time_span_end",
    "update_frequency",
    "record_count_approx",
    "storage_size_gb",
    "rights_type",
    "data_source_type",
    "sensitivity_level",
    "contains_personal_info",
    "registered_version_contains_pi",
    "personal_info_note",
    "use_scenario",
    "data_form",
    "industry_gbt4754",
    "registration_name_cn",
    "registration_name_chars",
    "public_data_flag",
    "pledge_suitability",
    "sample_mark",
]


def test_the_english_names_of_the_sample_catalogue_are_known(tmp_path):
    (tmp_path / "catalog.csv").write_text(",".join(_SAMPLE_HEADS) + "\n" + ",".join(["D01"] * 23) + "\n", encoding="utf-8")
    table = table_of(tmp_path / "catalog.csv")
    assert table.form.name == "data_set"
    assert len(table.columns) == 21
    assert {column.head: column.field.key for column in table.columns}["public_data_flag"] == "public_data"
    assert [column.head for column in table.unknown] == ["registration_name_chars", "sample_mark"]


@pytest.mark.parametrize(
    ("head", "text", "result"),
    [
        ("金额（万元）", "12.5", "125000"),
        ("金额(万元)", "1,200", "12000000"),
        ("金额[亿元]", "0.3", "30000000"),
        ("金额：千元", "（5）", "-5000"),
        ("金额/万元", "12.5万", "12.5万"),
        ("金额（元）", "12.5", "12.5"),
        ("成本金额（单位：万元）", "１２", "120000"),
        ("*金 额\n（万元）", "面议", "面议"),
        ("金额（不含税）", "12.5", "12.5"),
    ],
)
def test_a_unit_in_the_head_scales_plain_numbers(tmp_path, head, text, result):
    path = save(tmp_path / "a.xlsx", [["数据集编号", "成本名称", head], ["D01", "工时", text]], "成本明细")
    assert values(table_of(path))[0]["amount"] == result


def test_a_unit_that_cannot_be_converted_leaves_the_column(tmp_path):
    table = table_of(save(tmp_path / "a.xlsx", [["数据集编号", "成本名称", "金额（美元）"], ["D01", "工时", 5]], "成本明细"))
    assert [(c.letter, c.reason) for c in table.unknown] == [("C", "单位“美元”不能换算为“元”")]


def test_a_unit_above_the_table_counts_for_all_money(tmp_path):
    rows = [
        ["成本归集表"],
        ["编制单位：某公司", None, "金额单位：万元"],
        ["数据集编号", "成本名称", "金额", "发生时物价指数"],
        ["D01", "工时", 12.5, 100],
    ]
    table = table_of(save(tmp_path / "a.xlsx", rows, "成本明细"))
    assert values(table)[0]["amount"] == "125000"
    assert values(table)[0]["index_then"] == "100"
    assert "万元" in table.notes[0]


@given(st.decimals(-(10**9), 10**9, places=4), st.sampled_from(["万元", "亿元", "千元", "元"]))
def test_scaling_a_number_is_multiplying_it(number, unit):
    scale = factor(unit, "元")
    assert read_number(scaled(f"{number:,f}", scale)) == number * scale


def test_the_head_may_stand_below_titles_and_in_two_merged_lines(tmp_path):
    rows = [
        ["某公司数据资源目录（2026）"],
        [],
        ["序号", "信息属性", None, "时间跨度", None, "金额"],
        [None, "编号", "数据 名称", "起", "止", "自定"],
        [1, "D01", "门票", 2005, 2025, "x"],
        [2, "D02", "检票", 2014, 2025, "y"],
    ]

    def merged(sheet):
        for area in ("A1:F1", "A3:A4", "B3:C3", "D3:E3"):
            sheet.merge_cells(area)

    table = table_of(save(tmp_path / "a.xlsx", rows, "Sheet1", merged))
    assert values(table)[0] == {"code": "D01", "name": "门票", "span_start": "2005", "span_end": "2025"}
    assert [(c.letter, c.head) for c in table.unknown] == [("F", "金额／自定"), ("A", "序号")]


def test_rows_that_are_no_records_are_skipped_and_named(tmp_path):
    head = ["编号", "数据名称", "记录数", "备注"]
    rows = [
        ["数据目录"], head, ["示例：D01", "门票", 5, "怎样填"], ["D01", "门票", 5], [], ["小计", None, 5], head, ["D02", "合计", 7, "名称就叫合计"],
        ["合 计：", None, "12"], ["票务小计", None, 3], ["注：以上为约数"], ["填表人：王敏", None, "审核：李"],
    ]  # fmt: skip
    table = table_of(save(tmp_path / "a.xlsx", rows))
    assert [row["code"] for row in values(table)] == ["D01", "D02"]
    assert [(row.number, row.reason) for row in table.skipped] == [
        (3, "示例行"), (6, "合计行"), (7, "重复的表头"), (9, "合计行"), (10, "合计行"), (11, "表尾说明"), (12, "表尾说明"),
    ]  # fmt: skip


def test_cells_merged_downwards_count_for_each_row_but_figures_do_not(tmp_path):
    rows = [["编号", "数据名称", "业务域", "记录数"], ["D01", "门票", "票务", 10], ["D02", "检票", None, None], ["D03", "停车", "交通", 3]]

    def merged(sheet):
        sheet.merge_cells("C2:C3")
        sheet.merge_cells("D2:D3")

    table = table_of(save(tmp_path / "a.xlsx", rows, change=merged))
    assert [(row["business_domain"], row.get("record_count")) for row in values(table)] == [("票务", "10"), ("票务", None), ("交通", "3")]


def test_a_running_number_is_a_code_only_where_no_code_stands(tmp_path):
    with_code = table_of(save(tmp_path / "a.xlsx", [["序号", "编号", "数据名称"], [1, "D01", "门票"]]))
    without = table_of(save(tmp_path / "b.xlsx", [["序号", "数据名称", "业务域"], [1, "门票", "票务"]]))
    assert values(with_code)[0]["code"] == "D01"
    assert "流水号" in with_code.unknown[0].reason
    assert values(without)[0]["code"] == "1"


def test_columns_in_any_order_and_doubled_columns(tmp_path):
    table = table_of(save(tmp_path / "a.xlsx", [["记录数(条)", "数据名称", "item_no", "名称"], [5, "门票", "D01", "另一个"]], "随便"))
    assert values(table)[0] == {"record_count": "5", "name": "门票", "code": "D01"}
    assert "与 B 列重复" in table.unknown[0].reason


def test_two_hundred_columns_are_taken_and_the_strange_ones_listed(tmp_path):
    head = [f"列{i}" for i in range(100)] + ["编号", "数据名称", "业务域", "来源系统", "记录数"] + [f"栏{i}" for i in range(95)]
    table = table_of(save(tmp_path / "a.xlsx", [head, [*range(100), "D01", "门票", "票务", "票务系统", 5]], "宽表"))
    assert values(table) == [{"code": "D01", "name": "门票", "business_domain": "票务", "source_system": "票务系统", "record_count": "5"}]
    assert len(table.unknown) == 195


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("数据目录", "data_set"), ("data_set", "data_set"), ("数据目录-票务部", "data_set"), ("数据目录 (2)", "data_set"), ("成本", "cost_item"),
        ("质量申报", "declared_quality"), ("Sheet1", None), ("数据", None),
    ],
)  # fmt: skip
def test_sheets_are_known_by_name(name, form):
    found = form_by_name(name)
    assert (found.name if found else None) == form


@pytest.mark.parametrize("face", ["head", "label", "key"])
@pytest.mark.parametrize("form", [form for form in IMPORTED if not form.single], ids=lambda form: form.name)
def test_every_form_is_known_by_its_heads_alone(tmp_path, form, face):
    """On a sheet of any name, from the labels of its fields, with units or without, or from their keys."""
    path = tmp_path / "x.csv"
    heads = [getattr(field, face) for field in form.fields.values()]
    path.write_text(",".join(heads) + "\n" + ",".join("1" for _ in heads) + "\n", encoding="utf-8")
    table = table_of(path)
    assert table.form is form
    assert len(table.columns) == len(form.fields)


def test_a_sheet_of_field_and_content_is_read_down(tmp_path):
    rows = [
        ["企业基本情况表"], ["项目", "内容", "单位"], ["企业名称", "示例公司"], ["统一社会信用代码", "91520000MAEXAMPL87"], ["注册资本", 5000, "万元"],
        ["职工人数（人）", 860], ["老板的爱好", "钓鱼"],
    ]  # fmt: skip
    table = table_of(save(tmp_path / "a.xlsx", rows, "Sheet1"))
    assert table.form is form_of("enterprise")
    assert values(table) == [
        {"name": "示例公司", "credit_code": "91520000MAEXAMPL87", "registered_capital": "50000000", "employees": "860"},
    ]
    assert table.rows[0].cells["employees"].row == 6
    assert "老板的爱好" in table.unknown[0].head


def test_a_sheet_without_known_heads_is_none_of_ours(tmp_path):
    sheets = read_workbook(save(tmp_path / "a.xlsx", [["今天", "天气"], ["晴", 25]], "Sheet1"))
    assert understand(sheets[0], alone=True) is None


@pytest.mark.parametrize(
    ("form", "head", "key"),
    [
        ("product_price", "质量系数", "quality"),
        ("product_price", "Kd", "demand"),
        ("price_mode", "预计数量", "quantity"),
        ("contributor", "股东", "name"),
    ],
)
def test_heads_that_people_shorten(form, head, key):
    assert vocabulary(form_of(form)).head(head).key == key
