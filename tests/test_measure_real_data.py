"""Public data as they are found, out of packages that ship them: counts equal those of plain Python over the csv module."""

import csv
from importlib.resources import files

import pytest

from gzvalue.actions.measure import measure
from gzvalue.quality.measure import Options

WORDS = {"", "na", "n/a", "null", "none", "nan", "nil", "-", "--", "—", "无", "/", "\\", "空", "未知", "不详", "暂无", "缺失", "#n/a"}

SHIPPED = [
    ("palmerpenguins", "data/penguins.csv"), ("palmerpenguins", "data/penguins-raw.csv"), ("vega_datasets", "_data/airports.csv"),
    ("vega_datasets", "_data/seattle-weather.csv"), ("vega_datasets", "_data/stocks.csv"), ("vega_datasets", "_data/us-employment.csv"),
    ("vega_datasets", "_data/la-riots.csv"), ("vega_datasets", "_data/seattle-temps.csv"),
]  # fmt: skip


@pytest.mark.parametrize(("package", "name"), SHIPPED, ids=[name for _, name in SHIPPED])
def test_counts_equal_plain_counting(package, name):
    path = files(package).joinpath(*name.split("/"))
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    found = measure(path, Options()).as_json()
    assert (found["source"]["rows"], found["source"]["columns"]) == (len(rows), len(head))
    assert [one["name"] for one in found["columns"]] == [one.strip() for one in head]
    assert found["rows"]["duplicates"] == len(rows) - len({tuple(cell.strip() for cell in row) for row in rows})
    for place, column in enumerate(found["columns"]):
        cells = [row[place].strip() for row in rows]
        present = [cell for cell in cells if cell.lower() not in WORDS]
        assert column["count"] == len(rows)
        assert column["missing"] == len(rows) - len(present), column["name"]
        if column["type"] in ("text", "date"):
            assert column["distinct"] == len(set(present)), column["name"]
        if column["type"] in ("integer", "decimal"):
            numbers = [float(cell) for cell in present]
            assert column["distinct"] == len(set(numbers)), column["name"]
            assert (float(column["min"]), float(column["max"])) == (min(numbers), max(numbers))
    assert found["dimensions"]["completeness"]["score"] == pytest.approx(
        1 - sum(one["missing"] for one in found["columns"]) / (len(rows) * len(head))
    )
