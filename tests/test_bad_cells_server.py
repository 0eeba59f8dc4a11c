"""Bad cells of a table on a real server: found by the same statements, with row numbers where there is a key."""

from pathlib import Path

import openpyxl
import pytest

from gzvalue.actions.measure_job import Job, run_job
from gzvalue.outputs.excel_bad_cells import write_bad_cells
from gzvalue.quality.bad_cells import BadCells, bad_cells
from gzvalue.quality.measure import Options
from gzvalue.quality.measure_table import measure_table
from gzvalue.quality.rules import rules_of
from gzvalue.schema.data_set import DataSet
from tests.test_measure_engines import postgres as postgres

HEADS = ("编号", "证件号", "日期", "金额", "备注")
ROWS = [
    (f"T{n}", "110101199003070011" if n % 9 else "110101199003070010", "2024-02-30" if n % 50 == 7 else "2024-02-03", str(n), "无" if 60 <= n < 80 else "好")
    for n in range(200)
]  # fmt: skip


@pytest.mark.postgres
@pytest.mark.parametrize("key", [True, False])
def test_a_table_of_a_server(postgres, tmp_path, key):
    postgres.fill("t", HEADS, ROWS, key=key)
    found: list[BadCells] = []

    def listing(counted):
        found.append(bad_cells(counted))
        write_bad_cells(counted, tmp_path / "坏.xlsx")

    rules = rules_of({"columns": {"金额": {"range": [0, 190]}}}, Path("r"), "")
    document = measure_table(postgres.address, None, Options(sheet="t", detail=True, rules=rules, listing=listing)).as_json()
    assert sorted((found[0].names[one.column], one.reason, one.total) for one in found[0].groups) == [
        ("备注", "missing", 20), ("日期", "type", 4), ("证件号", "identifier", 23), ("金额", "rule", 9),
    ]  # fmt: skip
    assert {one.row is None for one in found[0].cells} == {not key}
    assert (document["detail"]["missing_blocks"] is not None) == key
    painted = [
        row for row in openpyxl.load_workbook(tmp_path / "坏.xlsx")["有问题的行"].iter_rows(values_only=True) if isinstance(row[0], int)
    ]
    assert bool(painted) == key
    outcome = run_job(Job(DataSet(id=1, code="D01"), postgres.address, None, tmp_path, sheet="t"))
    assert outcome.cells["rows"] == 200
    assert "boss" not in str(outcome.cells)
