"""Sources that a Spark cluster reads itself: CSV, Parquet, JSON lines, folders of them, and tables of its catalogue."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gzvalue.errors import UserError
from gzvalue.quality.engines.spark import Spark
from gzvalue.quality.fingerprint import Fingerprinting
from gzvalue.quality.sources.background import BackgroundFingerprint
from gzvalue.quality.sources.database import TableDigest
from gzvalue.quality.sources.folder import files_of
from gzvalue.quality.sources.heads import TOTALS, is_total, unique_names
from gzvalue.quality.sources.loaded import Loaded
from gzvalue.quality.sources.text_form import TextForm, text_form

Beat = Callable[[str], None]

TABLE = "table:"
"""Begins the name of a table of the cluster's catalogue."""

_CSV = frozenset({".csv", ".tsv", ".txt"})
_JSON = frozenset({".jsonl", ".ndjson", ".json"})


@dataclass(frozen=True)
class _Found:
    """A data frame of text columns with what is known of it."""

    frame: Any
    names: tuple[str, ...]
    stored: tuple[str, ...]
    kind: str
    encoding: str | None = None
    notes: tuple[str, ...] = ()
    faulty: int = 0


def load_cluster(engine: Spark, source: str, beat: Beat, *, header: bool | None = None) -> Loaded:
    """A source as the engine's rows; every node must see it under the same name.

    Raises:
        UserError: it cannot be read there, or Spark would read it otherwise than it is meant.
    """
    found = _found(engine, source, beat, header)
    engine.source(found.frame, len(found.names))
    rows = int(engine.ask("SELECT count(*) FROM gz_source", "统计行数")[0][0])
    notes = [*found.notes, *_totals(engine, found), "由 Spark 集群读取，行没有固定次序，坏单元格样本不带行号"]
    if rows == 0:
        notes.append("只有表头，没有数据行")
    fingerprint = _fingerprint(engine, source, found, beat)
    return Loaded(
        Path(source).name if not source.startswith(TABLE) else source.removeprefix(TABLE), found.kind, found.names, found.stored, rows,
        fingerprint, found.encoding, tuple(notes), broken=found.kind in {"csv", "jsonl"}, faulty_rows=found.faulty, row_numbers=False,
    )  # fmt: skip


def set_aside_views(engine: Spark, references: Sequence[Any], beat: Beat) -> None:
    """Make what rules refer to views of the cluster.

    Raises:
        UserError: it cannot be read, or has no such column.
    """
    for n, one in enumerate(references):
        found = _found(engine, str(one.source), beat, None)
        missing = [name for name in one.to if name not in found.names]
        if missing:
            raise UserError(f"references 的 to（{one.source.name}）没有列“{missing[0]}”；它的列有：{'、'.join(found.names[:20])}。")
        picked = [f"c{found.names.index(name)} AS v{m}" for m, name in enumerate(one.to)]
        found.frame.selectExpr(*picked).distinct().createOrReplaceTempView(f"ref{n}")


def _found(engine: Spark, source: str, beat: Beat, header: bool | None) -> _Found:
    if source.startswith(TABLE):
        frame = engine.run(lambda: engine.session.table(source.removeprefix(TABLE)), "读取表")
        return _typed(frame, "table")
    path = Path(source)
    if "://" not in source and not path.exists():
        raise UserError(f"找不到“{source}”；请核对文件名和所在文件夹（各节点须以同样的路径读到它；集群目录中的表写 {TABLE}库.表）。")
    local = [path] if path.is_file() else files_of(path) if path.is_dir() else []
    ending = (local[0].suffix if local else Path(source.rstrip("/")).suffix).lower()
    place = [_place(one) for one in local] or [source]
    if ending == ".parquet" or (local and _begins(local[0]) == b"PAR1"):
        return _typed(engine.run(lambda: engine.session.read.parquet(*place), "读取文件"), "parquet")
    if ending in _JSON:
        return _json(engine, place)
    if ending in _CSV and local:
        return _text(engine, local, beat, header)
    raise UserError(
        f"Spark 引擎能读本机或共享盘上的 CSV、JSON Lines、Parquet，集群地址上的 Parquet 和 JSON Lines，以及 {TABLE}库.表；“{path.name}”请用默认引擎测量。"
    )


def _place(path: Path) -> str:
    """A file's address as Hadoop takes it: letters as they are, signs of patterns escaped."""
    text = re.sub(r"([\\*?\[\]{}])", r"\\\1", path.absolute().as_posix())
    return f"file://{'' if text.startswith('/') else '/'}{text}"


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _typed(frame: Any, kind: str) -> _Found:
    """Columns that have types of their own, as text; bytes as hexadecimal."""
    names, notes = unique_names(list(frame.columns), len(frame.columns))
    stored = tuple(type for _, type in frame.dtypes)
    plain = frame.toDF(*(f"c{k}" for k in range(len(names))))
    parts = [f"lower(hex(c{k})) AS c{k}" if type == "binary" else f"CAST(c{k} AS STRING) AS c{k}" for k, type in enumerate(stored)]
    return _Found(plain.selectExpr(*parts), names, stored, kind, None, tuple(notes))


def _json(engine: Spark, place: list[str]) -> _Found:
    reader = engine.session.read.option("primitivesAsString", "true").option("columnNameOfCorruptRecord", "gz_broken")
    frame = engine.run(lambda: reader.json(place), "读取文件")
    faulty = 0
    if "gz_broken" in frame.columns:
        frame = frame.persist()
        faulty = int(engine.run(lambda: frame.where("gz_broken IS NOT NULL").count(), "统计坏行"))
        frame = frame.where("gz_broken IS NULL").drop("gz_broken")
    found = _typed(frame, "jsonl")
    notes = (*found.notes, f"有 {faulty:,} 行不是 JSON 对象，未计入数据行，计为坏行") if faulty else found.notes
    return _Found(found.frame, found.names, found.stored, "jsonl", "utf-8", notes, faulty)


def _text(engine: Spark, files: Sequence[Path], beat: Beat, header: bool | None) -> _Found:
    """Text tables whose form was found from their beginnings; what Spark would misread is refused.

    Raises:
        UserError: titles above the head, one column, files of different form, or unpaired quotation marks.
    """
    beat("读取表头")
    forms = [text_form(path, header=header) for path in files]
    form = forms[0]
    for path, other in zip(files, forms, strict=True):
        if (other.head.names, other.encoding, other.delimiter) != (form.head.names, form.encoding, form.delimiter):
            raise UserError(f"“{path.name}”与“{files[0].name}”的列、编码或分隔符不同，不能在 Spark 上合并测量；请只保留结构相同的文件。")
    if form.head.skipped or form.lines_before or len(form.head.names) < 2:
        raise UserError("Spark 引擎要求表头在第一行、至少两列；这个文件表头上方有标题或只有一列，请用默认引擎测量。")
    place = [_place(path) for path in files]
    odd = _odd_lines(engine, place, form)
    frame = _csv(engine, place, form, several=odd > 0 or form.encoding.startswith("utf-16"))
    if odd and _odd_cells(engine, frame, form):
        raise UserError("文件里有没有成对的引号，Spark 会把多行并作一行；请用默认引擎测量（它逐行核对），或先修正文件。")
    faulty = int(engine.run(lambda: frame.where("gz_broken IS NOT NULL").count(), "统计坏行"))
    width = len(form.head.names)
    cells = [f"nullif(translate(c{k}, '\\u0000', '\ufffd'), '') AS c{k}" for k in range(width)]
    notes = list(form.head.notes)
    if faulty:
        notes.append(f"有 {faulty:,} 行的单元格比表头少或多，少的按缺失计，多出的内容未计入，这些行计为坏行")
    if odd:
        notes.append("有单元格内含换行")
    return _Found(frame.selectExpr(*cells), form.head.names, ("text",) * width, "csv", form.named, tuple(notes), faulty)


def _csv(engine: Spark, place: list[str], form: TextForm, *, several: bool) -> Any:
    columns = ", ".join(f"c{k} STRING" for k in range(len(form.head.names)))
    options = {
        "sep": form.delimiter, "quote": form.quote, "escape": form.quote, "encoding": {"utf-16-le": "UTF-16LE", "utf-16-be": "UTF-16BE"}.get(form.encoding, form.encoding),
        "header": str(bool(form.head.rows)).lower(), "multiLine": str(several).lower(), "mode": "PERMISSIVE", "columnNameOfCorruptRecord": "gz_broken",
        "maxColumns": "30000", "maxCharsPerColumn": "-1", "ignoreLeadingWhiteSpace": "false", "ignoreTrailingWhiteSpace": "false", "enforceSchema": "true",
    }  # fmt: skip
    reader = engine.session.read.schema(f"{columns}, gz_broken STRING").options(**options)
    # kept, since Spark refuses to ask for broken lines alone without having read the others
    return engine.run(lambda: reader.csv(place), "读取文件").persist()


def _odd_lines(engine: Spark, place: list[str], form: TextForm) -> int:
    """Lines with an odd number of quotation marks: a cell runs over several lines, or marks are unpaired."""
    quote = "''" if form.quote == "'" else form.quote
    lines = engine.session.read.text(place).where(f"(length(value) - length(replace(value, '{quote}', ''))) % 2 = 1")
    return int(engine.run(lines.count, "核对引号"))


def _odd_cells(engine: Spark, frame: Any, form: TextForm) -> bool:
    """Whether, read over line ends, marks are still left over: lines that broke, or cells that swallowed others."""
    width = len(form.head.names)
    swallowed = " OR ".join(f"(c{k} LIKE '%\\n%' AND length(c{k}) - length(replace(c{k}, '\\n', '')) > 1000)" for k in range(width))
    return (
        int(engine.run(lambda: frame.where(f"gz_broken IS NOT NULL AND instr(gz_broken, '\\n') > 0 OR {swallowed}").count(), "核对引号"))
        > 0
    )


def _totals(engine: Spark, found: _Found) -> list[str]:
    """A note where rows of totals were counted; the embedded engine leaves them out at the end of a file."""
    if len(found.names) < 2:
        return []
    words = ", ".join(f"'{word}'" for word in sorted(TOTALS))
    where = " OR ".join(f"lower(regexp_replace(c{k}, '[ :\u3000]', '')) IN ({words})" for k in range(min(3, len(found.names))))
    rows = engine.run(lambda: [tuple(row) for row in found.frame.where(where).limit(20).collect()], "查找合计行")
    count = sum(1 for row in rows if is_total(row[:200]))
    return [f"有 {count} 行像是合计行，Spark 引擎已计入数据行；请先从文件中删去合计行"] if count else []


def _fingerprint(engine: Spark, source: str, found: _Found, beat: Beat) -> Fingerprinting:
    path = Path(source)
    if path.is_file():
        return BackgroundFingerprint([path], beat)
    if path.is_dir():
        return BackgroundFingerprint(files_of(path), beat, path)
    return TableDigest(engine, range(len(found.names)), found.names)
