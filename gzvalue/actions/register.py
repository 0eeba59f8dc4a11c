"""Make registration kits: for one data set or a batch, whole or not at all."""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gzvalue.errors import UserError, reason_of
from gzvalue.outputs.file_names import Names
from gzvalue.registries.composed_loan import data_sets_of_loan
from gzvalue.registries.gathered import Case, Gathered
from gzvalue.registries.kit import MASKING, Kit, Sample, kit_of, kits, with_file
from gzvalue.registries.materials import AT_HAND
from gzvalue.registries.registry import Registry, RegistryForm
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.project import Project
from gzvalue.store.open import Store

if TYPE_CHECKING:
    from gzvalue.quality.sample_rows import SampleRows

Progress = Callable[[int, int, str], None]
"""Called with (done, total, words); it may raise `gzvalue.errors.Cancelled` to stop."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIGURE = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*%?")
OVERVIEW, ATTACHMENTS = "登记材料总表.xlsx", "附件材料"
FORM_PDF, FORM_SHEET, TEXTS, SAMPLE, FINGERPRINT = "申请表.pdf", "申请表.xlsx", "填报文字.txt", "数据样例.csv", "存证指纹.json"


@dataclass(frozen=True)
class Wanted:
    """What to make.

    Attributes:
        registry: the scheme.
        form: one of its forms.
        data_sets: codes; empty for all that are meant for registration.
        source: the data file of the one data set, for a sample of its rows and a fresh fingerprint.
    """

    registry: Registry
    form: RegistryForm
    data_sets: tuple[str, ...] = ()
    source: Path | None = None


@dataclass(frozen=True)
class KitFiles:
    """A kit and the files made of it."""

    kit: Kit
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Registered:
    """What was made.

    Attributes:
        folder: where everything lies.
        kits: one per registration.
        shared: files for the whole batch.
        skipped: codes left out, with the reason.
        notices: what a person should know, in sentences.
    """

    folder: Path
    kits: tuple[KitFiles, ...]
    shared: tuple[Path, ...]
    skipped: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]


def form_of_registry(registry: Registry, name: str) -> RegistryForm:
    """A form of a registry by name.

    Raises:
        UserError: it has none of that name.
    """
    found = registry.form(name)
    if found is None:
        raise UserError(
            f"{registry.short}没有名为“{name[:60]}”的申请表。可选：{'、'.join(f'{one.name}（{one.label}）' for one in registry.forms)}。"
        )
    return found


def chosen(project: Project, wanted: Wanted) -> tuple[tuple[DataSet, ...], tuple[tuple[str, str], ...]]:
    """The data sets a kit is for, and those left out with the reason.

    Raises:
        UserError: a code names none, or there is nothing to register.
    """
    if wanted.data_sets:
        by_code = {one.code: one for one in reversed(project.data_sets)}
        lost = [code for code in wanted.data_sets if code not in by_code]
        if lost:
            some = "、".join(one.code for one in project.data_sets[:20] if one.code)
            raise UserError(f"数据目录中没有编号为“{'、'.join(lost)[:80]}”的数据集，没有生成。现有：{some or '（目录为空）'}。")
        return tuple(by_code[code] for code in dict.fromkeys(wanted.data_sets)), ()
    skipped = tuple((one.code or one.name_for_people, reason) for one in project.data_sets if (reason := _left_out(one, wanted.form)))
    left = {code for code, _ in skipped}
    taken = tuple(one for one in project.data_sets if (one.code or one.name_for_people) not in left)
    if not taken:
        raise UserError("数据目录中没有可以登记的数据集，没有生成。请先在“数据目录”中填写，或用 --data-set 指明。")
    return taken, skipped


def _left_out(one: DataSet, form: RegistryForm) -> str:
    if one.registered_personal == "不登记":
        return "登记版填为“不登记”"
    if one.grade == "核心":
        return "核心数据不得纳入"
    if form.per == "batch" and not data_sets_of_loan((one,)):
        return "没有经营权，不能作为担保财产"
    return ""


def kits_of(project: Project, wanted: Wanted, progress: Progress | None = None) -> Iterator[Kit]:
    """The kits, one after the other, without writing anything.

    Raises:
        UserError: as `chosen`; the data file cannot be read.
    """
    gathered = Gathered(project)
    data_sets, _ = chosen(project, wanted)
    if wanted.source is not None:
        _refuse_source(data_sets, wanted)
    for case in kits(gathered, wanted.registry, wanted.form, data_sets):
        yield _kit(case, wanted, progress)


def _refuse_source(data_sets: Sequence[DataSet], wanted: Wanted) -> None:
    if len(data_sets) != 1 or wanted.form.per == "batch":
        raise UserError("给出数据文件时须同时指明一个数据集（--data-set），因为样例和指纹只属于这一个数据集。")


def _kit(case: Case, wanted: Wanted, progress: Progress | None) -> Kit:
    on = case.project.head.as_of
    if wanted.source is None or case.data_set is None:
        return kit_of(case, wanted.form, on, _document(case))
    from gzvalue.quality.sample_rows import sample_rows  # the query engine: only a file at hand needs it

    personal = [field.name for field in case.gathered.fields.get(case.data_set.code or "", ()) if field.personal and field.name]
    found = sample_rows(wanted.source, personal, progress)
    made = kit_of(case, wanted.form, on, rows=_sample(found))
    return with_file(made, found.document["source"], str(found.document["measured_at"]), wanted.form, on)


def _sample(found: "SampleRows") -> Sample:
    cut = found.columns - len(found.heads)
    more = f"文件共 {found.columns:,} 列，样例取前 {len(found.heads)} 列。" if cut > 0 else ""
    return Sample(found.heads, found.rows, True, f"取数据文件的前 {len(found.rows)} 行。{more}{MASKING}")


def _document(case: Case) -> dict[str, object] | None:
    if case.data_set is None:
        return None
    record = case.gathered.measurements.get(case.data_set.code or "")
    if record is None or not record.document:
        return None
    found: dict[str, object] = json.loads(record.document)
    return found


def make_kits_of_file(file: Path, wanted: Wanted, out: Path, progress: Progress | None = None) -> Registered:
    """The kits of a project file, also while a window has it open. Raises `UserError` as `make_kits` does."""
    with Store.open(file, write=False) as store:
        return make_kits(store, wanted, out, progress)


def make_kits(store: Store, wanted: Wanted, out: Path, progress: Progress | None = None) -> Registered:
    """Write the kits into a folder; files of earlier kits are replaced only when all new ones are complete.

    Args:
        store: the project file, for its records and attachments.
        wanted: what to make.
        out: the folder, made if need be.
        progress: told (done, total, words).

    Raises:
        UserError: nothing to register, or the folder cannot be written to.
        Cancelled: stopped; nothing of it is left.
    """
    project = store.project
    data_sets, skipped = chosen(project, wanted)
    if wanted.source is not None:
        _refuse_source(data_sets, wanted)
    out = Path(out).absolute()
    existed = out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".register-") as scratch:
            made = _Maker(store, wanted, Path(scratch), progress or _silent).make(data_sets)
            moved = _move(Path(scratch), out, made)
    except BaseException as wrong:
        if not existed:
            shutil.rmtree(out, ignore_errors=True)
        if isinstance(wrong, OSError):
            words = f"不能写入“{out}”（{reason_of(wrong)}）。若其中的文件正在打开，请先关闭；或用 -o 另选文件夹。"
            raise UserError(words) from wrong
        raise
    return replace(moved, skipped=skipped)


class _Maker:
    """Writes all files below one scratch folder."""

    def __init__(self, store: Store, wanted: Wanted, folder: Path, progress: Progress) -> None:
        self._store, self._wanted, self._folder, self._tell = store, wanted, folder, progress
        self._gathered = Gathered(store.project)
        self._notices: list[str] = []

    def make(self, data_sets: Sequence[DataSet]) -> Registered:
        """Every kit, then the overview and the attachments."""
        from gzvalue.outputs.registration_sheets import write_overview  # late, as below

        cases = list(kits(self._gathered, self._wanted.registry, self._wanted.form, data_sets))
        names, made = Names(), []
        for number, case in enumerate(cases):
            self._tell(number, len(cases) + 1, f"生成 {case.data_set.code if case.data_set else ''} {self._wanted.form.label}")
            kit = _kit(case, self._wanted, self._counted if self._wanted.source else None)
            made.append(KitFiles(kit, self._write(kit, names, single=len(cases) == 1)))
        self._tell(len(cases), len(cases) + 1, "汇总与附件")
        shared = []
        if len(made) > 1:
            write_overview((one.kit for one in made), self._folder / OVERVIEW)
            shared.append(self._folder / OVERVIEW)
        shared += self._attachments([one.kit for one in made])
        self._tell(len(cases) + 1, len(cases) + 1, "完成")
        return Registered(self._folder, tuple(made), tuple(shared), (), tuple(self._notices))

    def _counted(self, done: int, total: int, words: str) -> None:
        self._tell(0, 2, words)

    def _write(self, kit: Kit, names: Names, *, single: bool) -> tuple[Path, ...]:
        title = names.free(f"{kit.code} {kit.title[:30]}".strip(), "数据集")
        if single:
            folder, prefix = self._folder, f"{title}_"
        else:
            folder, prefix = self._folder / title, ""
            folder.mkdir()
        written = [folder / f"{prefix}{name}" for name in (FORM_PDF, FORM_SHEET, TEXTS)]
        written[0].write_bytes(form_pdf(kit))
        from gzvalue.outputs.registration_sheets import write_kit  # xlsxwriter, only here

        write_kit(kit, written[1])
        written[2].write_text(texts_of(kit), encoding="utf-8-sig", newline="\r\n", errors="replace")
        if kit.sample is not None:
            written.append(folder / f"{prefix}{SAMPLE}")
            _write_sample(kit.sample, written[-1])
        if kit.fingerprint is not None:
            written.append(folder / f"{prefix}{FINGERPRINT}")
            written[-1].write_text(
                json.dumps(fingerprint_json(kit), ensure_ascii=False, indent=2) + "\n", encoding="utf-8", errors="replace"
            )
        return tuple(written)

    def _attachments(self, made: Sequence[Kit]) -> list[Path]:
        """The attachments that serve as materials, each once for the whole batch."""
        from gzvalue.actions.attachments import attachment_bytes

        codes = dict.fromkeys(code for kit in made for one in kit.materials if one.state == AT_HAND for code in one.evidence)
        names, written = Names(), []
        for code in codes:
            evidence = self._gathered.evidence[code]
            found = attachment_bytes(self._store, evidence)
            if found.content is None:
                self._notices.append(found.words)
                continue
            folder = self._folder / ATTACHMENTS
            folder.mkdir(exist_ok=True)
            stem = names.free(f"{code} {evidence.title or ''}".strip(), "附件")
            written.append(folder / f"{stem}{found.suffix}")
            written[-1].write_bytes(found.content)
        return written


def form_pdf(kit: Kit) -> bytes:
    """The filled form with its lists as a PDF file."""
    from gzvalue.outputs.pdf import PageSet, render  # reportlab and its fonts: only papers pay for them
    from gzvalue.outputs.registration_form import form_blocks

    project = kit.case.project
    page = PageSet(
        title=f"{kit.form.form.label} {kit.code}".strip(),
        short_name=kit.registry.short,
        owner=project.enterprise.name or "",
        subject=f"{kit.form.form.label} {kit.code} {kit.title}",
        as_of=project.head.as_of,
        draft=not kit.ready,
        sample_mark=project.head.sample_mark or "",
    )
    return render(form_blocks(kit), page)


def texts_of(kit: Kit) -> str:
    """The filled texts, one block a field, ready to copy."""
    parts = [f"{kit.form.form.label}　{kit.code} {kit.title}".strip()]
    for one in kit.form.fields:
        if one.field.kind == "system":
            continue
        limit = f"（{len(one.text)}／{one.field.limit} 字）" if one.field.limit else ""
        over = f"\n※ {one.faults[0]}" if one.overlong else ""
        parts.append(f"【{one.field.label}】{limit}{over}\n{one.text or '（空）'}")
    return "\n\n".join(parts) + "\n"


def fingerprint_json(kit: Kit) -> dict[str, object]:
    """The record of the digests as plain data (docs/registries.md)."""
    found = kit.fingerprint
    assert found is not None
    deposits = [
        {
            "platform": d.platform,
            "number": d.number,
            "date": d.deposited_on.isoformat() if d.deposited_on else None,
            "sha256": d.sha256,
            "sm3": d.sm3,
        }
        for d in found.deposits
    ]
    return {
        "data_set": kit.code, "name": kit.title, "file": found.file_name, "bytes": found.size, "rows": found.rows, "columns": found.columns,
        "sha256": found.sha256, "sm3": found.sm3, "taken_at": found.taken_at, "deposits": deposits, "notes": list(found.faults),
    }  # fmt: skip


def _write_sample(sample: Sample, path: Path) -> None:
    """As CSV that spreadsheets open; a cell that begins like a formula is kept from being one."""
    import csv

    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow([_harmless(head) for head in sample.heads])
        writer.writerows([_harmless(cell) for cell in row] for row in sample.rows)


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in _FORMULA and not _FIGURE.fullmatch(text) else text


def _move(scratch: Path, out: Path, made: Registered) -> Registered:
    """Everything into its place, file by file; a file of the same name is replaced."""

    def placed(path: Path) -> Path:
        target = out / path.relative_to(scratch)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
        return target

    kept = tuple(KitFiles(one.kit, tuple(placed(path) for path in one.files)) for one in made.kits)
    return Registered(out, kept, tuple(placed(path) for path in made.shared), (), made.notices)


def _silent(done: int, total: int, words: str) -> None:
    """Nobody listens."""
