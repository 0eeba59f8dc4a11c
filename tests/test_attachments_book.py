"""Attachments inside and beside the project, and the volume made of them."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from gzvalue.actions import evidence
from gzvalue.actions.attachments import BESIDE, CHANGED, INSIDE, MISSING, NO_FILE, attachment_bytes, attachment_place, copy_out, verify_all
from gzvalue.actions.attachments_book import book_of_file, make_book
from gzvalue.actions.evidence import read_document, read_documents
from gzvalue.actions.projects import next_period, save_copy
from gzvalue.cli import main
from gzvalue.errors import Cancelled, UserError
from gzvalue.outputs.book_pages import place_words, places
from gzvalue.schema import edit as edits
from gzvalue.store.beside import folder_of, lay_beside
from gzvalue.store.open import Store


def pdf(*texts, rotate=0, size=(595, 842)):
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size)
    for text in texts:
        canvas.drawString(72, size[1] - 100, text)
        canvas.showPage()
    canvas.save()
    if not rotate:
        return target.getvalue()
    writer = PdfWriter(clone_from=PdfReader(target))
    for page in writer.pages:
        page.rotate(rotate)
    turned = io.BytesIO()
    writer.write(turned)
    return turned.getvalue()


def locked(content, password, owner):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(password, owner)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def picture(format, mode="RGB", size=(400, 200), **more):
    made = Image.new(mode, size, "white" if mode != "RGBA" else (255, 0, 0, 0))
    ImageDraw.Draw(made).rectangle((0, 0, 60, 60), fill=0 if mode in ("1", "L") else (0, 0, 200))
    target = io.BytesIO()
    made.save(target, format, **more)
    return target.getvalue()


def turned_photo():
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture("JPEG", exif=exif)


def several_pages():
    first = Image.new("1", (200, 300), 1)
    target = io.BytesIO()
    first.save(target, "TIFF", save_all=True, append_images=[first.rotate(90, expand=True)])
    return target.getvalue()


def project(folder, files, extra=()):
    """A project with these files as attachments A01, A02, …; the path."""
    path = folder / "项目.gzv"
    with Store.create(path) as store:
        rows = []
        for number, (name, content) in enumerate(files.items(), 1):
            source = folder / name
            source.write_bytes(content)
            read = read_document(source, path)
            if read.content:
                store.add_content(read.content)
            rows.append(read.texts(f"A{number:02}"))
        store.apply(edits.add(store.project, "附件", "evidence", [*rows, *extra]))
    return path


def pages_of(path):
    return [page.extract_text() for page in PdfReader(path).pages]


# --- the volume -------------------------------------------------------------------------------------------


def test_pages_follow_the_index_and_bear_their_numbers(tmp_path):
    files = {
        "一.pdf": pdf("ONE"),
        "二.pdf": pdf("TWO A", "TWO B", "TWO C"),
        "三.jpg": picture("JPEG"),
        "四.png": picture("PNG", "RGBA"),
        "五.tif": several_pages(),
    }
    path = project(tmp_path, files)
    made = book_of_file(path, tmp_path / "册.pdf")
    assert [(one.first, one.last) for one in made.entries] == [(1, 1), (2, 4), (5, 5), (6, 6), (7, 8)]
    told = pages_of(tmp_path / "册.pdf")
    assert len(told) == made.pages == made.index_pages + 8
    assert "附件册目录" in told[0]
    for number in range(1, 9):
        assert f"附件册第 {number} 页" in told[made.index_pages + number - 1]
    assert "TWO B" in told[made.index_pages + 2]
    assert "本附件第 2／3 页" in told[made.index_pages + 2]
    assert made.notices == (
        "附件 A05《五》登记页数为 1 页，实际 2 页；附件册按实际页数编码，请改正登记页数，使申报材料的附件索引与它一致。",
    )


def test_every_page_is_set_whole_into_a_sheet_whatever_its_shape(tmp_path):
    files = {
        "横.pdf": pdf("WIDE", size=(842, 595)),
        "转.pdf": pdf("TURNED", rotate=90),
        "大.pdf": pdf("HUGE", size=(2000, 3000)),
        "手机.jpg": turned_photo(),
    }
    made = book_of_file(project(tmp_path, files), tmp_path / "册.pdf")
    sheets = PdfReader(tmp_path / "册.pdf").pages[made.index_pages :]
    shapes = [sheet.mediabox.width > sheet.mediabox.height for sheet in sheets]
    assert shapes == [True, True, False, False]
    assert all(min(sheet.mediabox.width, sheet.mediabox.height) == pytest.approx(595.3, abs=0.1) for sheet in sheets)
    import pypdfium2

    with pypdfium2.PdfDocument(tmp_path / "册.pdf") as document:
        image = document[made.index_pages + 3].render(scale=0.5).to_pil().convert("RGB")
    blue = [(x, y) for x in range(image.width) for y in range(image.height) if image.getpixel((x, y))[2] - image.getpixel((x, y))[0] > 100]
    assert min(x for x, _ in blue) > image.width / 2  # the corner of the photo is up on the right once it is turned
    assert max(y for _, y in blue) < image.height / 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("密.pdf", locked(pdf("X"), "secret", "o"), "打开密码"),
        ("坏.pdf", pdf("X")[:200], "已损坏"),
        ("坏.jpg", b"\xff\xd8\xff\xe0 nothing", "已损坏或格式不认识"),
        ("合同.docx", b"PK\x03\x04 x", "文件为 .docx"),
        ("无后缀", b"plain", "未知格式"),
    ],
)
def test_what_cannot_be_joined_leaves_a_page_that_says_why(tmp_path, name, content, words):
    path = project(tmp_path, {name: content, "后.pdf": pdf("AFTER")})
    with Store.open(path) as store:
        store.apply(edits.enter(store.project, "页数", [edits.Entry("evidence", 1, "pages", "12")]))
    made = book_of_file(path, tmp_path / "册.pdf")
    assert words in made.notices[0]
    assert [(one.first, one.last) for one in made.entries] == [(1, 12), (13, 13)]
    told = pages_of(tmp_path / "册.pdf")[made.index_pages :]
    assert len(told) == 2
    assert "附件册第 1–12 页" in told[0]
    assert "未装订" in told[0]
    assert "AFTER" in told[1]
    volume = PdfReader(tmp_path / "册.pdf")
    assert volume.page_labels[made.index_pages :] == ["1", "13"]
    assert [volume.get_destination_page_number(one) for one in volume.outline] == [0, made.index_pages, made.index_pages + 1]


def test_a_pdf_that_only_forbids_changes_is_joined(tmp_path):
    made = book_of_file(project(tmp_path, {"限.pdf": locked(pdf("OPEN"), "", "owner")}), tmp_path / "册.pdf")
    assert made.notices == ()
    assert "OPEN" in pages_of(tmp_path / "册.pdf")[-1]


def test_hostile_titles_do_no_harm(tmp_path):
    path = project(tmp_path, {"一.pdf": pdf("ONE")}, [{"code": "=B1", "title": "<b>粗</b>\u202e😀" + "长" * 180, "file_name": "../../x"}])
    made = book_of_file(path, tmp_path / "册.pdf")
    assert "只有登记信息" in made.notices[0]
    assert "<b>粗</b>" in "".join(pages_of(tmp_path / "册.pdf"))


def test_the_volume_is_refused_or_stopped_without_a_trace(tmp_path):
    path = project(tmp_path, {"一.pdf": pdf("ONE")})
    (tmp_path / "夹.pdf").mkdir()
    for out, words in ((tmp_path / "册.doc", ".pdf 结尾"), (tmp_path / "夹.pdf", "文件夹"), (tmp_path / "没有" / "册.pdf", "不存在")):
        with pytest.raises(UserError, match=words):
            book_of_file(path, out)
    with Store.create(tmp_path / "空.gzv") as store, pytest.raises(UserError, match="还没有证据附件"):
        make_book(store, tmp_path / "册.pdf")

    def stop(done, total, words):
        raise Cancelled

    (tmp_path / "册.pdf").write_bytes(b"old")
    with pytest.raises(Cancelled):
        book_of_file(path, tmp_path / "册.pdf", stop)
    assert (tmp_path / "册.pdf").read_bytes() == b"old"


def test_the_command(tmp_path):
    path = project(tmp_path, {"一.pdf": pdf("ONE"), "合同.docx": b"PK\x03\x04"})
    done = CliRunner().invoke(main, ["attachments", str(path), "-o", str(tmp_path / "册.pdf"), "--json"])
    told = json.loads(done.stdout)
    assert [(one["code"], one["first"], one["last"], one["pages"]) for one in told["entries"]] == [("A01", 1, 1, 1), ("A02", 2, 2, None)]
    plain = CliRunner().invoke(main, ["attachments", str(path), "-o", str(tmp_path / "册.pdf")])
    assert "提醒：附件 A02" in plain.stdout
    assert CliRunner().invoke(main, ["attachments", str(path), "-o", str(tmp_path / "册.txt")]).exit_code == 2


def test_the_same_attachments_give_the_same_bytes(tmp_path):
    path = project(tmp_path, {"一.pdf": pdf("ONE"), "三.jpg": picture("JPEG")})
    book_of_file(path, tmp_path / "a.pdf")
    book_of_file(path, tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize(
    ("pages", "told"),
    [((1, 2, 3), ["1", "2–3", "4–6"]), ((2, None, 1), ["1–2", None, None]), ((0, 1), [None, None]), ((), [])],
)
def test_one_way_of_counting(pages, told):
    assert [None if place is None else place_words(place) for place in places(pages)] == told


# --- inside and beside ---------------------------------------------------------------------------------------


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(evidence, "INSIDE_MOST", 500)


def test_large_files_lie_beside_small_ones_inside(tmp_path, large):
    content = pdf("BIG")
    path = project(tmp_path, {"大.pdf": content, "小.txt": b"klein"})
    digest = hashlib.sha256(content).hexdigest()
    assert [file.name for file in folder_of(path).iterdir()] == [f"{digest}.pdf"]
    with Store.open(path, write=False) as store:
        found = [attachment_place(store, one) for one in store.project.evidence]
        assert [one.where for one in found] == [BESIDE, INSIDE]
        assert attachment_bytes(store, store.project.evidence[0]).content == content
        assert store.project.evidence[0].size == len(content)
        assert store.project.evidence[0].pages == 1
    made = book_of_file(path, tmp_path / "册.pdf")
    assert "BIG" in pages_of(tmp_path / "册.pdf")[made.index_pages]


def test_a_file_that_is_missing_or_changed_is_said_and_not_used(tmp_path, large):
    path = project(tmp_path, {"大.pdf": pdf("BIG"), "二.pdf": pdf("SECOND ONE")}, [{"code": "A09", "title": "没有"}])
    first, second = (
        next(folder_of(path).glob(f"{hashlib.sha256(pdf_of).hexdigest()}*"))
        for pdf_of in ((tmp_path / "大.pdf").read_bytes(), (tmp_path / "二.pdf").read_bytes())
    )
    first.unlink()
    second.write_bytes(second.read_bytes() + b" ")
    found = verify_all(path)
    assert [one.where for one in found] == [MISSING, CHANGED, NO_FILE]
    assert "“项目.附件”文件夹" in found[0].words
    assert "已被改动" in found[1].words
    made = book_of_file(path, tmp_path / "册.pdf")
    assert len(made.notices) == 3
    assert "SECOND ONE" not in "".join(pages_of(tmp_path / "册.pdf"))


def test_content_inside_that_does_not_match_is_not_used(tmp_path):
    path = project(tmp_path, {"小.pdf": pdf("X")})
    with Store.open(path) as store:
        store._db.execute("UPDATE content SET bytes = ?", (b"other",))
        store._db.conn.commit()
        assert attachment_place(store, store.project.evidence[0]).where == CHANGED


def test_copies_take_the_large_files_along(tmp_path, large):
    path = project(tmp_path, {"大.pdf": pdf("BIG")})
    (tmp_path / "别处").mkdir()
    with Store.open(path) as store:
        save_copy(store.path, tmp_path / "别处" / "副本.gzv")
    next_period(path, tmp_path / "别处" / "二期.gzv", "第二期")
    for name in ("副本", "二期"):
        copy = tmp_path / "别处" / f"{name}.gzv"
        assert [one.where for one in verify_all(copy)] == [BESIDE]


def test_an_attachment_is_taken_out_to_be_opened_and_verified_first(tmp_path, large):
    big = pdf("BIG")
    path = project(tmp_path, {"大.pdf": big, "也大.pdf": pdf("TOO")})
    with Store.open(path, write=False) as store:
        first, second = store.project.evidence
    (tmp_path / "临时").mkdir()
    told = []
    taken = copy_out(path, first, tmp_path / "临时", lambda done, total, words: told.append((done, total)))
    assert (taken.name, taken.read_bytes()) == ("大.pdf", big)
    assert told[-1][0] == told[-1][1] > 0

    def stop(done, total, words):
        raise Cancelled

    taken.unlink()
    with pytest.raises(Cancelled):
        copy_out(path, first, tmp_path / "临时", stop)
    assert not taken.exists()
    laid = next(one for one in folder_of(path).iterdir() if second.sha256 in one.name)
    laid.write_bytes(b"other")
    with pytest.raises(UserError, match="已被改动"):
        copy_out(path, second, tmp_path / "临时")


def test_stopping_or_failing_leaves_nothing_beside(tmp_path, large):
    path = tmp_path / "项目.gzv"
    source = tmp_path / "大.pdf"
    source.write_bytes(pdf("BIG"))

    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        lay_beside(path, source, stop)
    assert list(folder_of(path).iterdir()) == []
    folder_of(path).rmdir()
    folder_of(path).write_text("a file stands in the way", encoding="utf-8")
    with pytest.raises(UserError, match="没有加入"):
        read_document(source, path)


def test_reading_several_tells_how_far_it_is(tmp_path, large):
    source = tmp_path / "大.pdf"
    source.write_bytes(pdf("BIG"))
    told = []
    read_documents([source, source], tmp_path / "项目.gzv", lambda done, total, words: told.append((done, total)))
    assert told[0] == (0, 2)
    assert (200, 200) in told


def test_a_name_that_is_no_digest_finds_nothing(tmp_path):
    path = project(tmp_path, {"小.pdf": pdf("X")})
    with Store.open(path) as store:
        store.apply(edits.enter(store.project, "x", [edits.Entry("evidence", 1, "sha256", "../../etc/passwd")]))
        assert attachment_place(store, store.project.evidence[0]).where == MISSING
    assert Path("/etc/passwd").exists()
