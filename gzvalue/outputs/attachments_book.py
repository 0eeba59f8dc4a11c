"""附件册: all attachments joined into one PDF, index first, every page stamped with its number in the volume.

A page of an attachment is set into an A4 page above a strip for the stamp, so that the stamp never covers anything.
Blank pages with their stamps are drawn first; pdfium then sets the attachments' pages into them, since it opens what is
slightly broken and says of the rest whether it is a password or damage.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gzvalue.outputs import palette
from gzvalue.outputs.blocks import Block, Column, Heading, Marked, PageBreak, Paragraph, RowsTable
from gzvalue.outputs.book_pages import place_words
from gzvalue.outputs.book_parts import Part, upright
from gzvalue.outputs.pdf.document import PageSet, typeset
from gzvalue.outputs.pdf.fonts import BOLD, REGULAR, drawable, faces

Progress = Callable[[int, int, str], None]

_MM = 72 / 25.4
_A4 = (210 * _MM, 297 * _MM)
_SIDE, _TOP, _STRIP = 9 * _MM, 9 * _MM, 14 * _MM
_SIZE = 8.5


@dataclass(frozen=True)
class BookPage:
    """One sheet of the volume: which part, which page of it (from 0), its numbers in the volume, upright or not."""

    part: Part
    number: int
    first: int
    last: int
    size: tuple[float, float]


def join(parts: Sequence[tuple[Part, tuple[int, int]]], page: PageSet, progress: Progress) -> tuple[bytes, int, int]:
    """The volume; its bytes, how many sheets it has, and how many of them are the index.

    Args:
        parts: attachments with their first and last page in the volume, in order.
        page: what the index says besides; its title becomes the document's.
        progress: told (done, total, words); may raise `gzvalue.errors.Cancelled`.
    """
    import pypdfium2  # late: only papers need it

    sheets = [one for part, place in parts for one in _sheets(part, place)]
    progress(0, len(sheets) + 1, "编排目录")
    index = typeset(_index(parts), page)
    ground = _ground(sheets, page, progress)
    book = pypdfium2.PdfDocument.new()
    try:
        with pypdfium2.PdfDocument(index.data) as front, pypdfium2.PdfDocument(ground) as blank:
            book.import_pages(front)
            book.import_pages(blank)
        for number, sheet in enumerate(sheets):
            progress(number, len(sheets) + 1, f"并入 {sheet.part.code} {sheet.part.title[:20]}")
            if sheet.part.taken and sheet.part.document is not None:
                _set_in(book, index.pages + number, sheet)
        target = io.BytesIO()
        book.save(target)
    finally:
        book.close()
    data = _labelled(target.getvalue(), sheets, index.pages, page)
    progress(len(sheets) + 1, len(sheets) + 1, "完成")
    return data, index.pages + len(sheets), index.pages


def _labelled(data: bytes, sheets: Sequence[BookPage], front: int, page: PageSet) -> bytes:
    """Bookmarks by attachment, and page labels, so that a reader's page number is the one stamped on the page."""
    import pikepdf  # late, as pdfium

    labels: list[Any] = [0, pikepdf.Dictionary(S=pikepdf.Name("/r"))]
    expected = None
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("附件册目录", 0))
            for number, sheet in enumerate(sheets):
                if sheet.first != expected:
                    labels += [front + number, pikepdf.Dictionary(S=pikepdf.Name("/D"), St=sheet.first)]
                expected = sheet.last + 1 if sheet.last == sheet.first else None
                if not sheet.number:
                    outline.root.append(pikepdf.OutlineItem(_plain(f"{sheet.part.code} {sheet.part.title}"), front + number))
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(labels))
        day = page.as_of or date(2000, 1, 1)  # as of the project's day, never the clock: the same attachments give the same bytes
        pdf.docinfo["/CreationDate"] = f"D:{day:%Y%m%d}000000Z"
        pdf.docinfo["/Title"] = _plain(page.title)
        pdf.docinfo["/Author"] = _plain(page.owner)
        if "/ID" in pdf.trailer:
            del pdf.trailer["/ID"]  # pdfium draws one by chance
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _plain(text: str) -> str:
    """A line that every reader shows: no controls, no halves of characters."""
    return " ".join(drawable(text).split())[:120]


def _sheets(part: Part, place: tuple[int, int]) -> list[BookPage]:
    first, last = place
    if not part.taken:
        return [BookPage(part, 0, first, last, _A4)]
    return [BookPage(part, number, first + number, first + number, _format(part, number)) for number in range(part.pages)]


def _format(part: Part, number: int) -> tuple[float, float]:
    """A4 upright, or lying for a page wider than high."""
    if part.document is not None:
        wide, high = part.document.get_page_size(number)
    else:
        picture = part.pictures[0]
        if part.pages > 1:
            picture.seek(number)
        wide, high = picture.size
        if int(picture.getexif().get(0x0112, 1) or 1) >= 5:
            wide, high = high, wide
    return _A4 if wide <= high else (_A4[1], _A4[0])


# --- the index -----------------------------------------------------------------------------------


def _index(parts: Sequence[tuple[Part, tuple[int, int]]]) -> tuple[Block, ...]:
    columns = (
        Column("编号", 1, "code"),
        Column("附件名称", 3.6),
        Column("页数", 0.8, "figure"),
        Column("册内页码", 1.3, "code"),
        Column("SHA-256", 4.6),
        Column("状态", 2.2),
    )
    rows = tuple(
        (
            part.code or "—",
            part.title or "未填写",
            str(place[1] - place[0] + 1),
            place_words(place),
            part.sha256 or "未存入文件",
            "已装订" if part.taken else Marked(part.words, "attention"),
        )
        for part, place in parts
    )
    out = sum(not part.taken for part, _ in parts)
    said = "附件按下列次序装订，页码从 1 连续编号，印在每页下方；SHA-256 为文件指纹，文件有任何改动即不相同。"
    more = f"其中 {out} 份未能并入，原处留有说明页，请打印后插入。" if out else ""
    return (PageBreak(landscape=True), Heading("附件册目录", 1), Paragraph(said + more), RowsTable(columns, rows, caption="附件索引"))


# --- blank pages with their stamps -----------------------------------------------------------------


def _ground(sheets: Sequence[BookPage], page: PageSet, progress: Progress) -> bytes:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    faces()
    target = io.BytesIO()
    canvas = Canvas(target, invariant=True, initialFontName=REGULAR, pageCompression=1)
    canvas.setTitle(drawable(page.title))
    canvas.setAuthor(drawable(page.owner))
    for number, sheet in enumerate(sheets):
        canvas.setPageSize(sheet.size)
        _stamp(canvas, sheet, page.sample_mark)
        if not sheet.part.taken:
            _placeholder(canvas, sheet)
        elif sheet.part.document is None:
            progress(number, len(sheets) + 1, f"并入 {sheet.part.code} {sheet.part.title[:20]}")
            reader = ImageReader(upright(sheet.part, sheet.number))
            wide, high = reader.getSize()
            x, y, scale = _fit(wide, high, sheet.size, grow=True)
            canvas.drawImage(reader, x, y, wide * scale, high * scale)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _stamp(canvas: Any, sheet: BookPage, mark: str) -> None:
    wide = sheet.size[0]
    base = 6.5 * _MM
    canvas.setStrokeColor(palette.LINE)
    canvas.setLineWidth(0.5)
    canvas.line(_SIDE, base + 4 * _MM, wide - _SIDE, base + 4 * _MM)
    canvas.setFillColor(palette.INK)
    numbers = place_words((sheet.first, sheet.last))
    canvas.setFont(BOLD, _SIZE + 1)
    canvas.drawRightString(wide - _SIDE, base, f"附件册第 {numbers} 页")
    canvas.setFillColor(palette.QUIET)
    canvas.setFont(REGULAR, _SIZE)
    own = "" if sheet.part.pages == 1 or not sheet.part.taken else f"（本附件第 {sheet.number + 1}／{sheet.part.pages} 页）"
    text = f"{sheet.part.code}　{sheet.part.title}"
    canvas.drawString(_SIDE, base, _cut(f"{text}", wide - 2 * _SIDE - 62 * _MM) + own + (f"　{drawable(mark)}" if mark else ""))


def _cut(text: str, room: float) -> str:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    text = " ".join(drawable(text).split())[:200]
    if stringWidth(text, REGULAR, _SIZE) <= room:
        return text
    while text and stringWidth(f"{text}…", REGULAR, _SIZE) > room:
        text = text[:-1]
    return f"{text}…"


def _placeholder(canvas: Any, sheet: BookPage) -> None:
    left, y = 25 * _MM, sheet.size[1] - 60 * _MM
    canvas.setFillColor(palette.INK)
    canvas.setFont(BOLD, 16)
    canvas.drawString(left, y, f"附件 {drawable(sheet.part.code)} 未装订")
    canvas.setFont(REGULAR, 10.5)
    lines = [sheet.part.title, sheet.part.words, f"文件名：{sheet.part.file_name or '未填写'}", f"SHA-256：{sheet.part.sha256 or '未存入文件'}",
             f"此处为附件册第 {place_words((sheet.first, sheet.last))} 页。"]  # fmt: skip
    for line in lines:
        y -= 4 * _MM
        for part in _wrapped(line, sheet.size[0] - 2 * left):
            y -= 6.5 * _MM
            canvas.drawString(left, y, part)


def _wrapped(text: str, room: float) -> list[str]:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines = [""]
    for letter in " ".join(drawable(text).split())[:600]:
        if stringWidth(lines[-1] + letter, REGULAR, 10.5) > room:
            lines.append("")
        lines[-1] += letter
    return lines


# --- pages of PDF attachments ------------------------------------------------------------------------


def _fit(wide: float, high: float, size: tuple[float, float], *, grow: bool) -> tuple[float, float, float]:
    """Where a page of this size stands in the sheet, and by how much it is scaled."""
    room = size[0] - 2 * _SIDE, size[1] - _TOP - _STRIP
    scale = min(room[0] / max(wide, 1), room[1] / max(high, 1))
    scale = scale if grow else min(scale, 1.0)
    return (size[0] - wide * scale) / 2, _STRIP + (room[1] - high * scale) / 2, scale


def _set_in(book: Any, at: int, sheet: BookPage) -> None:
    import pypdfium2

    document = sheet.part.document
    source = document[sheet.number]
    pypdfium2.raw.FPDFPage_Flatten(
        source, pypdfium2.raw.FLAT_PRINT
    )  # signatures and notes are annotations, which a page set into another would lose
    wide, high = source.get_size()
    source.close()
    form = document.page_as_xobject(sheet.number, book)
    try:
        x, y, scale = _fit(wide, high, sheet.size, grow=False)
        stamped = form.as_pageobject()
        stamped.set_matrix(pypdfium2.PdfMatrix().scale(scale, scale).translate(x, y))
        page = book[at]
        page.insert_obj(stamped)
        page.gen_content()
        page.close()
    finally:
        form.close()
