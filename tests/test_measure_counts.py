"""What is counted equals a slow obvious counting, whatever the cells hold."""

import csv
import datetime
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gzvalue.quality.masking import discreet
from gzvalue.quality.measure import Options, measure_file
from tests import measure_oracle as oracle

WORDS = [
    "", " ", "\u3000", "无", "-", "null", "N/A", " n/a ", "无效", "abc", "Abc", "是", "否", "true", "𠮷😀", "甲,乙", '引"号', "两\n行", " 前空", "后空 ",
    "0", "1", "-5", "+7", "007", "3.50", "1e3", "1,234", "12,34", "1,234.5万", "１２３", "12345678901234567", ".5", "5.", "--1", "50%",
    "2024-02-29", "2023-02-29", "2024-02-30", "2024/1/5", "2024.13.01", "2024年3月5日", "20240305", "2024-03-05 10:20", "2024-03-05T25:00:00", "2024-3-5 1:02:03.5",
    "9999-12-31", "２０２４-０１-０２", "٣", "²", "1 2", "'1", '="1"', "=1+1", "\\N", "a\tb", "\x0b", "\x1f", "ß", "İ",
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(WORDS),
    st.integers(-9999, 9999).map(str),
    st.decimals(-999, 999, places=2).map(str),
    st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1)).map(str),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffd\r"), max_size=6),
)
COLUMNS = st.one_of(
    st.lists(CELLS, min_size=1, max_size=6),
    st.lists(st.integers(-99, 99).map(str), min_size=1, max_size=5).map(lambda cells: cells * 3 + ["x"]),
    st.lists(st.dates(datetime.date(2023, 1, 1), datetime.date(2027, 1, 1)).map(str), min_size=1, max_size=4).map(
        lambda cells: cells * 3 + ["无"]
    ),
)


@st.composite
def tables(draw):
    pools = draw(st.lists(COLUMNS, min_size=2, max_size=4))
    rows = draw(st.integers(1, 25))
    chance = random.Random(draw(st.integers(0, 10**6)))
    return [[chance.choice(pool) for pool in pools] for _ in range(rows)]


def write(path, rows, **how):
    with path.open("w", encoding=how.pop("encoding", "utf-8"), newline="") as file:
        writer = csv.writer(file, **how)
        writer.writerow([f"k{place}" for place in range(len(rows[0]))])
        writer.writerows(rows)
    return path


def check(path, rows, **options):
    return expect(measure_file(path, Options(header=True, today=oracle.TODAY, **options)).as_json(), rows)


def expect(found, rows):
    """What was found is what a slow counting finds."""
    assert found["source"]["rows"] == len(rows)
    assert found["rows"]["duplicates"] == oracle.duplicates(rows)
    cells = bad = missing = 0
    for place, column in enumerate(found["columns"]):
        texts = [row[place] for row in rows]
        expected = oracle.column(texts)
        if column["identifier"] is None:
            for key in ("type", "count", "missing", "distinct", "invalid"):
                assert column[key] == expected[key], (key, texts)
            shown = [(discreet(text), count) for text, count in expected["top"]]  # what looks like a number of a card is masked
            assert [(one["value"], one["count"]) for one in column["top"]] == shown
            assert column["quantiles"] == (None if expected["quantiles"] is None else pytest.approx(expected["quantiles"]))
            if "min" in expected:
                assert (column["min"], column["max"]) == (pytest.approx(expected["min"]), pytest.approx(expected["max"]))
        cells += column["count"]
        missing += column["missing"]
        bad += column["invalid"]
    whole = found["dimensions"]["completeness"]["indicators"][0]
    assert (whole["numerator"], whole["denominator"]) == (cells - missing, cells)
    conformity = found["dimensions"]["conformity"]
    if cells == missing:
        assert conformity is None
        assert "conformity" in found["not_measured"]
    else:
        assert conformity["score"] == pytest.approx((cells - missing - bad) / (cells - missing))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tables(), st.sampled_from([",", "\t", ";"]))
def test_counts_of_a_text_file_equal_a_slow_counting(tmp_path, rows, delimiter):
    check(write(tmp_path / "t.csv", rows, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n"), rows)
