"""One way to measure one file, in a process of its own: ``case_measure.py TOOL FILE OUT``."""

import json
import sys
import threading
import time
from pathlib import Path

TODAY = "2026-11-22"


def ours(path: Path) -> dict:
    from datetime import date

    from gzvalue.quality.measure import Options, measure_file

    found = measure_file(path, Options(today=date.fromisoformat(TODAY)))
    return {"columns": {one.name: {"missing": one.missing, "distinct": one.distinct, "invalid": one.invalid, "quantiles": one.quantiles,
                                   "outliers": one.outliers, "future": one.future, "length": one.length, "type": one.type, "identifier": one.identifier,
                                   "least": one.least, "most": one.most, "top": one.top, "patterns": one.patterns} for one in found.columns},
            "duplicates": found.duplicates, "rows": found.source.rows}  # fmt: skip


def hand(path: Path) -> dict:
    from benchmarks.measure_by_hand import measured

    digest = threading.Thread(target=_digests, args=(path,))
    digest.start()
    found = measured(path, TODAY, "700MB")
    digest.join()
    return found


def _digests(path: Path) -> None:
    from gzvalue.quality.fingerprint import of_file

    of_file(path)


def summarize(path: Path) -> dict:
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "700MB"})
    connection.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{path}', all_varchar = true)")
    return {"rows": len(connection.execute("SUMMARIZE t").fetchall())}


def pandas(path: Path) -> dict:
    """The checks of `measure_by_hand` as pandas does them: vectorised where it can be, on distinct values where that is faster."""
    import numpy as np
    import pandas as pd

    from benchmarks.measure_by_hand import KINDS, WORDS

    digest = threading.Thread(target=_digests, args=(path,))
    digest.start()
    table = (
        pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
        if path.suffix == ".csv"
        else pd.read_excel(path, dtype=str, engine="openpyxl")
    )
    patterns = {"mobile": r"1[3-9][0-9]{9}", "email": r"[\w.%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", "plate": r"[\u4e00-\u9fff][A-HJ-NP-Z][·•. -]?[A-HJ-NP-Z0-9]{5,6}",
                "name": r"[\u3400-\u9fff]{2,4}", "integer": r"[+-]?(?:0|[1-9][0-9]{0,14})", "decimal": r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,30})(?:\.[0-9]*)?"}  # fmt: skip
    found = {}
    for name in table.columns:
        kind = KINDS[name]
        counts = table[name].value_counts(dropna=False)
        values = pd.Series(counts.index, dtype="object").fillna("").astype(str)
        cells = counts.to_numpy()
        read = values.str.strip().str.normalize("NFKC")
        missing = (read == "") | read.str.lower().isin(WORDS)
        if kind in patterns:
            right = read.str.fullmatch(patterns[kind])
        elif kind in {"date", "datetime"}:
            right = pd.to_datetime(read, errors="coerce", format="%Y-%m-%d" if kind == "date" else "%Y-%m-%d %H:%M:%S").notna()
        elif kind == "national_id":
            shaped = read.str.fullmatch("[0-9]{17}[0-9Xx]")
            digits = np.array([[ord(letter) - 48 for letter in text[:17]] for text in read.where(shaped, "0" * 18)])
            check = digits @ np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11
            right = shaped & (np.array(list("10X98765432"))[check] == read.str[17:18].str.upper().to_numpy())
        elif kind in {"coordinate", "latitude"}:
            right = pd.to_numeric(read, errors="coerce").abs() <= 180
        elif kind == "boolean":
            right = read.str.lower().isin(["y", "n", "是", "否", "true", "false"])
        else:
            right = pd.Series(True, index=read.index)
        filled = ~missing
        one = {"missing": int(cells[missing].sum()), "distinct": int(filled.sum()), "invalid": int(cells[filled & ~right].sum()), "length": [int(values[filled].str.len().min()), int(values[filled].str.len().max())]}  # fmt: skip
        one["top"] = counts[filled.to_numpy()].head(10).to_dict()
        if kind in {"integer", "decimal", "coordinate", "latitude"}:
            figures = np.repeat(pd.to_numeric(read[right].str.replace(",", ""), errors="coerce").to_numpy(), cells[right.to_numpy()])
            one["quantiles"] = [float(np.quantile(figures, share)) for share in (0.25, 0.5, 0.75)]
            width = 1.5 * (one["quantiles"][2] - one["quantiles"][0])
            one["outliers"] = [int((figures < one["quantiles"][0] - width).sum()), int((figures > one["quantiles"][2] + width).sum())]
        if kind == "text":
            shape = read[filled].str.replace(r"[0-9]", "9", regex=True).str.replace("[a-z]", "a", regex=True).str.replace("[A-Z]", "A", regex=True).str.replace(r"[\u3400-\u9fff]+", "字", regex=True)  # fmt: skip
            one["patterns"] = shape.groupby(shape).size().nlargest(10).to_dict()
            read[filled].str.contains(r"(?:^|[^0-9])1[3-9][0-9]{9}(?:[^0-9]|$)").sum()
        found[name] = one
    duplicates = int(table.duplicated().sum())
    digest.join()
    return {"rows": len(table), "columns": found, "duplicates": duplicates}


def ydata(path: Path) -> dict:
    import pandas as pd
    from ydata_profiling import ProfileReport

    report = ProfileReport(pd.read_csv(path), minimal=True, progress_bar=False)
    return {"rows": report.get_description().table["n"]}


def expectations(path: Path) -> dict:
    """Like expectations: filled, unique, type by pattern, range, dates, quantiles, distinct values."""
    import great_expectations as gx
    import pandas as pd

    from benchmarks.measure_by_hand import KINDS

    table = pd.read_csv(path, dtype=str)
    for name, kind in KINDS.items():
        if kind in {"integer", "coordinate", "latitude"} and name in table:
            table[name] = pd.to_numeric(table[name], errors="coerce")
    context = gx.get_context(mode="ephemeral")
    batch = context.data_sources.add_pandas("p").add_dataframe_asset("t").add_batch_definition_whole_dataframe("b")
    suite = context.suites.add(gx.ExpectationSuite("s"))
    expect = gx.expectations
    patterns = {
        "mobile": "^1[3-9][0-9]{9}$",
        "email": "^[^@ ]+@[^@ ]+$",
        "national_id": "^[0-9]{17}[0-9Xx]$",
        "date": r"^\d{4}-\d{2}-\d{2}$",
        "datetime": r"^\d{4}-\d{2}-\d{2} ",
        "plate": "^.[A-Z].{5,6}$",
    }
    for name, kind in KINDS.items():
        if name not in table:
            continue
        suite.add_expectation(expect.ExpectColumnValuesToNotBeNull(column=name))
        suite.add_expectation(expect.ExpectColumnValuesToBeUnique(column=name))
        suite.add_expectation(expect.ExpectColumnUniqueValueCountToBeBetween(column=name, min_value=0, max_value=10**9))
        if kind in patterns:
            suite.add_expectation(expect.ExpectColumnValuesToMatchRegex(column=name, regex=patterns[kind]))
        if kind in {"integer", "coordinate", "latitude"}:
            suite.add_expectation(expect.ExpectColumnValuesToBeBetween(column=name, min_value=-180, max_value=180))
            suite.add_expectation(
                expect.ExpectColumnQuantileValuesToBeBetween(
                    column=name, quantile_ranges={"quantiles": [0.25, 0.5, 0.75], "value_ranges": [[None, None]] * 3}
                )
            )
    suite.add_expectation(expect.ExpectCompoundColumnsToBeUnique(column_list=list(table.columns)))
    batch.get_batch({"dataframe": table}).validate(suite)
    return {"rows": len(table)}


def cancelled(path: Path) -> dict:
    """How long a measuring goes on after it was stopped, at its worst of several moments."""
    from gzvalue.errors import Cancelled
    from gzvalue.quality.measure import measure_file

    worst = 0.0
    for after in (1.0, 4.0, 9.0, 15.0):
        started, stopped = time.monotonic(), []

        def progress(done: int, total: int, words: str, after: float = after, started: float = started, stopped: list = stopped) -> None:
            if time.monotonic() - started > after:
                stopped.append(time.monotonic())
                raise Cancelled

        try:
            measure_file(path, progress=progress)
        except Cancelled:
            worst = max(worst, time.monotonic() - stopped[0])
    return {"worst": worst}


def main() -> None:
    tool, path, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    import resource

    started = time.perf_counter()
    found = {
        "ours": ours,
        "hand": hand,
        "summarize": summarize,
        "pandas": pandas,
        "ydata": ydata,
        "expectations": expectations,
        "cancelled": cancelled,
    }[tool](path)
    seconds = time.perf_counter() - started
    out.write_text(json.dumps(found, default=str), encoding="utf-8")
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {"seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / 1024, "worst": found.get("worst")}
        )
    )


if __name__ == "__main__":
    main()
