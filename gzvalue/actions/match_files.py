"""Which file of a folder belongs to which data set, proposed by name; people confirm or correct."""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from gzvalue.errors import UserError
from gzvalue.schema.data_set import DataSet
from gzvalue.tables.sheet import Progress

ENDINGS = frozenset(
    [".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et", ".parquet", ".jsonl", ".ndjson", ".json", ".sqlite", ".db"]
)  # fmt: skip
"""Files that are taken for data; what they are is told by their content when they are measured."""

LIKELY = 0.45
"""Names at least so alike are proposed (project's own rule)."""

MOST_FILES = 5_000

_NOISE = re.compile(r"数据集|数据库|数据表|数据|明细表|信息表|记录表|表|\d{4}年?\d{0,2}月?|final|new|最终|副本|[\W_]+")


@dataclass(frozen=True)
class Match:
    """A file and the data set it seems to belong to.

    Attributes:
        path: the file.
        code: of the data set, or ``None``.
        similarity: 0 to 1; 1 where the file's name begins with the code.
    """

    path: Path
    code: str | None
    similarity: float = 0.0


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and the data files in the folders named and below, by name; hidden ones and lock files left out.

    Raises:
        UserError: none, or too many.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        for parent, folders, names in os.walk(path, followlinks=False):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            found += [
                Path(parent, name)
                for name in sorted(names)
                if not name.startswith((".", "~$")) and os.path.splitext(name)[1].lower() in ENDINGS
            ]
            if len(found) > MOST_FILES:
                raise UserError(f"“{path.name}”里的数据文件超过 {MOST_FILES:,} 个；请选择只放本项目数据的文件夹。")
    if not found:
        raise UserError("没有找到可测量的数据文件（CSV、Excel、Parquet、JSON Lines、SQLite）；请核对选择的文件夹。")
    return found


def matched(files: Sequence[Path], data_sets: Sequence[DataSet]) -> list[Match]:
    """The most likely pairs, each data set and each file at most once; files in their order."""
    known = [one for one in data_sets if one.code]
    pairs = [*_by_code(files, known), *_by_name(files, known)]
    taken: dict[int, Match] = {}
    codes: set[str] = set()
    for similarity, place, code in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if place not in taken and code not in codes and similarity >= LIKELY:
            taken[place] = Match(files[place], code, similarity)
            codes.add(code)
    return [taken.get(place, Match(path, None)) for place, path in enumerate(files)]


def _by_code(files: Sequence[Path], known: Sequence[DataSet]) -> list[tuple[float, int, str]]:
    codes = {_squeezed(one.code or ""): one.code or "" for one in known}
    found = []
    for place, path in enumerate(files):
        parts = re.split(r"[\s_\-－—.()（）、]+", normalize("NFKC", path.stem))
        code = next((codes[part.casefold()] for part in parts[:1] if part.casefold() in codes), None)
        if code is not None:
            found.append((1.0, place, code))
    return found


def _by_name(files: Sequence[Path], known: Sequence[DataSet]) -> list[tuple[float, int, str]]:
    """Twice the common pairs of letters over all of both (Dice), asked only of names that share one of the file's rarest pairs."""
    grams = {one.code or "": _grams(one.name or "") for one in known}
    index: dict[str, list[str]] = defaultdict(list)
    for code, own in grams.items():
        for gram in own:
            index[gram].append(code)
    found = []
    for place, path in enumerate(files):
        mine = _grams(path.stem)
        found += [(0.99 * _dice(mine, grams[code]), place, code) for code in _candidates(mine, index)]
    return found


def _candidates(mine: Counter[str], index: Mapping[str, Sequence[str]]) -> list[str]:
    """The names worth comparing: those that share most of the pairs that few names have."""
    shared: Counter[str] = Counter()
    looked = 0
    for gram in sorted((gram for gram in mine if gram in index), key=lambda gram: len(index[gram])):
        if looked and looked + len(index[gram]) > _LOOKED:
            break
        looked += len(index[gram])
        shared.update(index[gram])
    return [code for code, _ in shared.most_common(_COMPARED)]


_LOOKED, _COMPARED = 600, 40


def _dice(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())


def _squeezed(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _grams(name: str) -> Counter[str]:
    plain = _NOISE.sub("", _squeezed(name)) or _squeezed(name)
    return Counter(plain[at : at + 2] for at in range(max(1, len(plain) - 1)))


def proposed(paths: Sequence[Path], data_sets: Sequence[DataSet], *, progress: Progress) -> list[Match]:
    """`matched` for `files_in`, as work beside the window.

    Raises:
        UserError: no files, or too many.
        Cancelled: stopped.
    """
    progress(0, 0, "正在查看文件夹")
    files = files_in(paths)
    progress(0, 0, f"正在比较 {len(files):,} 个文件名")
    return matched(files, data_sets)
