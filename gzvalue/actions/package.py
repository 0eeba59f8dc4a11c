"""One folder for the bank: the dossier with its data and workbook, the short version, attachments, registration forms, and an index of digests."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from gzvalue.actions.attachments_book import make_book
from gzvalue.actions.dossier import issue, make_dossier
from gzvalue.actions.dossier_source import source_of
from gzvalue.actions.register import Wanted, form_of_registry, make_kits
from gzvalue.actions.workbook import make_workbook
from gzvalue.actions.writing import write_whole
from gzvalue.errors import UserError
from gzvalue.outputs.file_names import safe_name
from gzvalue.outputs.options import options_of
from gzvalue.outputs.words import DOCUMENT
from gzvalue.registries.known import find
from gzvalue.store.open import Store

Progress = Callable[[int, int, str], None]

INDEX = "目录.txt"
_PIECE = 1 << 20


@dataclass(frozen=True)
class Packed:
    """The folder, its files with their digests in the order of the index, and what could not be made, with the reason."""

    folder: Path
    files: tuple[tuple[str, str, int], ...]
    left_out: tuple[str, ...]


def package_of_file(
    file: Path, folder: Path, registry_names: tuple[str, ...] = (), *, issued: bool = False, progress: Progress | None = None
) -> Packed:
    """Make the folder; it must not exist, or be empty.

    Args:
        file: the project.
        folder: where to put everything.
        registry_names: registries whose forms are wanted; none leaves them out.
        issued: issue the dossier; otherwise it is a draft.
        progress: told (done, total, words); may raise `gzvalue.errors.Cancelled`.

    Raises:
        UserError: the folder holds something; the project cannot be read; errors remain and it was to be issued.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"“{folder.name}”已有内容，没有改动。请给出新的或空的文件夹。")
    folder.mkdir(parents=True, exist_ok=True)
    tell = progress or (lambda done, total, words: None)
    with Store.open(file, write=issued) as store:
        return _Package(store, folder, tell).make(registry_names, issued)


class _Package:
    def __init__(self, store: Store, folder: Path, tell: Progress) -> None:
        self._store, self._folder, self._tell = store, folder, tell
        self._left_out: list[str] = []

    def make(self, names: tuple[str, ...], issued: bool) -> Packed:
        total = 4 + len(names)
        self._tell(0, total, "申报材料")
        out = self._folder / safe_name(f"{DOCUMENT}.pdf")
        if issued:
            issue(self._store, out)
        else:
            make_dossier(self._store.project, out, source=source_of(self._store, draft=True, evidence=()))
        self._tell(1, total, "简版")
        short = replace(options_of(self._store.project), short=True)
        make_dossier(self._store.project, self._folder / safe_name(f"{DOCUMENT}（简版，草稿）.pdf"), short)
        self._tell(2, total, "测算底稿")
        make_workbook(self._store.project, self._folder / "测算底稿.xlsx")
        self._tell(3, total, "附件册")
        self._book()
        for done, name in enumerate(names, 4):
            self._tell(done, total, f"登记材料 {name}")
            self._kits(name)
        files = self._index()
        self._tell(total, total, "完成")
        return Packed(self._folder, files, tuple(self._left_out))

    def _book(self) -> None:
        if not self._store.project.evidence:
            self._left_out.append("附件册：没有证据附件")
            return
        make_book(self._store, self._folder / "附件册.pdf")

    def _kits(self, name: str) -> None:
        registry = find(name)
        made = make_kits(
            self._store,
            Wanted(registry, form_of_registry(registry, registry.forms[0].name), (), None),
            self._folder / safe_name(f"登记材料_{name}"),
        )
        self._left_out += [f"登记材料 {name}：{code} {reason}" for code, reason in made.skipped]

    def _index(self) -> tuple[tuple[str, str, int], ...]:
        paths = sorted(one for one in self._folder.rglob("*") if one.is_file())
        files = tuple((one.relative_to(self._folder).as_posix(), _digest(one), one.stat().st_size) for one in paths)
        lines = [f"{DOCUMENT}（非资产评估报告）：文件目录与 SHA-256 指纹", ""]
        lines += [f"{digest}  {size:>12,} 字节  {name}" for name, digest, size in files]
        lines += ["", *(f"未生成：{one}" for one in self._left_out)] if self._left_out else []
        lines += ["", "申报材料可用 gzvalue verify 核验；冻结数据与底稿与 PDF 内嵌的一致。"]
        write_whole(self._folder / INDEX, ("\r\n".join(lines) + "\r\n").encode("utf-8-sig"))
        return files


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()
