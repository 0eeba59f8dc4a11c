"""Issued dossiers for the tests of freezing and verifying: small ones, made once, and ways to change one thing in them."""

import io
import random
import re
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pikepdf
from paper_projects import complete

from gzvalue.actions.dossier import make_dossier
from gzvalue.actions.dossier_source import Source, source_of
from gzvalue.frozen.freeze import Head
from gzvalue.frozen.manifest_parts import DATA, MANIFEST, WORKBOOK
from gzvalue.outputs.options import PARTS, Options
from gzvalue.store.open import Store

FEW = Options(frozenset(PARTS) - {"missing", "catalogue", "signing", "quality"})
"""A choice of parts that gives a paper of some ten pages."""


@cache
def issued() -> bytes:
    """A small dossier with everything embedded, as if issued."""
    folder = Path(mkdtemp(prefix="gzvalue-test-"))
    with Store.create(folder / "a.gzv", complete(2)) as store:
        given = source_of(store, draft=False)
        make_dossier(store.project, folder / "a.pdf", FEW, source=given)
    return (folder / "a.pdf").read_bytes()


def bare(project, out: Path, options: Options = FEW) -> Path:
    """A dossier without log and workbook, as if issued."""
    return make_dossier(project, out, options, source=Source(head=Head("GZV-1", 1, draft=False), workbook=False)).path


# --- one change at a time ------------------------------------------------------------------------


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def file_of(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    names = pdf.Root.Names.EmbeddedFiles.Names
    return next(names[i + 1] for i in range(0, len(names), 2) if str(names[i]) == name).EF.F


def rewritten(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    with opened(data) as pdf:
        stream = file_of(pdf, name)
        stream.write(change(stream.read_bytes()))
        return saved(pdf)


def other_digit(text: bytes, match: re.Match[bytes], chance: random.Random) -> bytes:
    """The text with one digit of a match replaced by another one."""
    places = [i for i in range(match.start(), match.end()) if text[i : i + 1].isdigit()]
    place = chance.choice(places)
    digit = chance.choice([d for d in b"123456789" if d != text[place]])
    return text[:place] + bytes([digit]) + text[place + 1 :]


def digit_on_page(data: bytes, chance: random.Random) -> bytes:
    with opened(data) as pdf:
        page = chance.choice(list(pdf.pages))
        content = page.Contents.read_bytes()
        found = [m for m in re.finditer(rb"\((?:[^()\\]|\\.)*\) Tj", content) if re.search(rb"(?<![\\0-7])\d\d?(?![0-7])", m[0])]
        if not found:
            return digit_on_page(data, chance)
        shown = chance.choice(found)
        digits = list(re.finditer(rb"(?<!\\)(?<!\\\d)(?<!\\\d\d)\d", shown[0]))
        if not digits:
            return digit_on_page(data, chance)
        one = chance.choice(digits)
        place = shown.start() + one.start()
        other = chance.choice([d for d in b"123456789" if d != content[place]])
        page.Contents.write(content[:place] + bytes([other]) + content[place + 1 :])
        return saved(pdf)


def value_in_json(data: bytes, chance: random.Random) -> bytes:
    def change(text: bytes) -> bytes:
        begin = text.index(b'"results"')
        matches = [m for m in re.finditer(rb'"-?\d{2,}(\.\d+)?"', text) if m.start() > begin]
        return other_digit(text, chance.choice(matches), chance)

    return rewritten(data, DATA, change)


def input_in_json(data: bytes, chance: random.Random) -> bytes:
    def change(text: bytes) -> bytes:
        begin, end = text.index(b'"records"'), text.index(b'"report"')
        matches = [m for m in re.finditer(rb'"\d{2,}(\.\d+)?"', text) if begin < m.start() < end]
        return other_digit(text, chance.choice(matches), chance)

    return rewritten(data, DATA, change)


def log_entry(data: bytes, chance: random.Random) -> bytes:
    def change(text: bytes) -> bytes:
        matches = list(re.finditer(rb'"(time|before|after|hash|previous)":"[0-9a-fTZ:+.-]+"', text))
        return other_digit(text, chance.choice(matches), chance)

    return rewritten(data, DATA, change)


def listed_figure(data: bytes, chance: random.Random) -> bytes:
    def change(text: bytes) -> bytes:
        begin = text.index(b'"figures"')
        matches = [m for m in re.finditer(rb',"[^"]*","[0-9.,%]+"\]', text) if m.start() > begin]
        return other_digit(text, chance.choice(matches), chance)

    return rewritten(data, MANIFEST, change)


def workbook(data: bytes, chance: random.Random) -> bytes:
    def change(content: bytes) -> bytes:
        place = chance.randrange(len(content))
        return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]

    return rewritten(data, WORKBOOK, change)


def font_file(data: bytes, chance: random.Random) -> bytes:
    with opened(data) as pdf:
        fonts = list(pdf.pages[0].Resources.Font.items())
        stream = chance.choice(fonts)[1].FontDescriptor.FontFile2
        content = stream.read_bytes()
        place = chance.randrange(len(content))
        stream.write(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        return saved(pdf)


def font_table(data: bytes, chance: random.Random) -> bytes:
    """Digits that look as before and extract as others."""
    with opened(data) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            text = font.ToUnicode.read_bytes()
            found = re.search(rb"<0033>", text)
            if found:
                font.ToUnicode.write(text[: found.start()] + b"<0038>" + text[found.end() :])
                return saved(pdf)
    raise AssertionError("no font has a 3")


def laid_over(data: bytes, chance: random.Random) -> bytes:
    """A note that covers part of a page, added behind the file as it is."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    number = chance.randrange(len(opened(data).pages))
    page_ref, _ = writer.find_page_for_modification(number)
    page = page_ref.get_object()
    name = generic.NameObject
    note = generic.DictionaryObject({
        name("/Type"): name("/Annot"), name("/Subtype"): name("/FreeText"), name("/Contents"): generic.TextStringObject("9,999"),
        name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 100, 200, 120))),
    })  # fmt: skip
    notes = page.get("/Annots", generic.ArrayObject())
    page[name("/Annots")] = generic.ArrayObject([*notes, writer.add_object(note)])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def one_byte(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(20, len(data) - 10)
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def pages_exchanged(data: bytes, chance: random.Random) -> bytes:
    with opened(data) as pdf:
        first, second = chance.sample(range(1, len(pdf.pages)), 2)
        one, other = pdf.pages[first], pdf.pages[second]
        one.obj["/Contents"], other.obj["/Contents"] = other.obj["/Contents"], one.obj["/Contents"]
        return saved(pdf)


def attachment_gone(data: bytes, chance: random.Random) -> bytes:
    with opened(data) as pdf:
        names = pdf.Root.Names.EmbeddedFiles.Names
        place = 2 * chance.randrange(len(names) // 2)
        del names[place + 1], names[place]
        return saved(pdf)


def title(data: bytes, chance: random.Random) -> bytes:
    with opened(data) as pdf:
        pdf.docinfo["/Title"] = "资产评估报告"
        return saved(pdf)


CHANGES = {
    one.__name__: one
    for one in (
        digit_on_page, value_in_json, input_in_json, log_entry, listed_figure, workbook, font_file, font_table, laid_over, one_byte,
        pages_exchanged, attachment_gone, title,
    )
}  # fmt: skip


def bomb(megabytes: int) -> bytes:
    """Zeros that unpack to many megabytes."""
    packer = zlib.compressobj(9)
    block = bytes(1_000_000)
    return b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])
