"""A small project with a contribution of data and a training set, for tests of both."""

from gzvalue.schema import edit
from gzvalue.schema.project import Project

ROWS = {
    "data_set": [
        {"code": "D01", "name": "客流", "rights": "使用权、经营权", "restriction": "无限制", "record_count": "1000", "grade": "L2"},
        {"code": "D02", "name": "<b>=1+1</b>&", "rights": "使用权", "record_count": "500"},
        {"code": "D03", "name": "没有用到的"},
    ],
    "contribution": [
        {"code": "CZ01", "mode": "增资", "company": "乙公司<i>", "company_type": "股份有限公司", "share_sort": "面额股", "par_value": "1", "shares": "1000万",
         "registered_capital": "1000万", "pre_money": "3000万", "agreed_price": "800万", "appraised_value": "790万", "data_sets": "D01",
         "rights": "使用权", "contributor": "甲公司"},
    ],
    "contributor": [
        {"contribution": "CZ01", "name": "丙", "held_shares": "6000000"}, {"contribution": "CZ01", "name": "丁", "held_shares": "4000000"},
        {"contribution": "CZ01", "name": "甲公司", "kind": "数据"},
    ],
    "training_set": [
        {"code": "XL01", "name": "训练集", "split_by": "按各组合的增益", "gain_in": "评价指标", "metric": "误差下降", "joint_value": "100", "licence": "自有",
         "cleaning": "一\n二", "limits": "局限"},
    ],
    "training_part": [
        {"training_set": "XL01", "data_set": "D01", "role": "训练", "samples": "800"},
        {"training_set": "XL01", "data_set": "D02", "role": "训练", "samples": "600"},
        {"training_set": "XL01", "data_set": "D01", "role": "测试", "samples": "200"},
    ],
    "training_gain": [
        {"training_set": "XL01", "data_sets": "D01", "gain": "2"}, {"training_set": "XL01", "data_sets": "D02", "gain": "1"},
        {"training_set": "XL01", "data_sets": "D01、D02", "gain": "6"},
    ],
}  # fmt: skip


def case_project(**changed):
    """The project; by form, data that every row of it gets."""
    project = Project()
    for form, rows in ROWS.items():
        for row in rows:
            project = edit.apply(project, edit.add(project, "添加", form, [row | changed.get(form, {})]))
    return edit.apply(
        project,
        edit.enter(project, "填写", [edit.Entry("enterprise", 1, "name", "甲公司"), edit.Entry("enterprise", 1, "ownership", "国有独资")]),
    )
