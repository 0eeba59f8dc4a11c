"""The paper's typesetting: Chinese line rules, nothing lost, nothing outside the page, same bytes for the same blocks."""

import io
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzvalue.outputs import blocks as b
from gzvalue.outputs import palette
from gzvalue.outputs.pdf import PageSet, render, typeset
from gzvalue.outputs.pdf.fonts import REGULAR, drawable, faces
from gzvalue.outputs.pdf.linebreak import CLOSING, HALF, NO_END, NO_START, OPENING, advances, break_lines, may_break
from gzvalue.outputs.pdf.style import BODY, CELL, FORMULA, MM
from gzvalue.outputs.pdf.typesetting import set_text

PAGE = PageSet("数据资产价值自测说明（非资产评估报告）", "数据资产价值自测说明", "示例公司", as_of=date(2026, 5, 31))
LONG = "数据资产价值自测说明，是企业依据《数据资产评估指导意见》（中评协〔2023〕17号）所作的“自我测算”；结果为 2,046 万元，仅供参考。"


def reader(*blocks: b.Block, page: PageSet = PAGE) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render(blocks, page)))


def text_of(*blocks: b.Block) -> str:
    """The extracted text without line ends."""
    return "".join(page.extract_text() for page in reader(*blocks).pages).replace("\n", "")


# --- where lines end -----------------------------------------------------------------------------

MIXED = st.text(
    st.sampled_from("数据资产价值测算报告一二三，。、；：！？（）「」『』《》“”’‘…—·abc DEF 0123456789,.%-/()[]￥"), max_size=160
)


@settings(max_examples=400, deadline=None)
@given(MIXED, st.integers(4, 40))
def test_lines_keep_the_rules_and_the_measure(text: str, ems: int) -> None:
    each = advances(text, faces()[REGULAR])
    measure = ems * 1000
    lines = break_lines(text, each, measure)
    assert "".join(text[line.start : line.end] for line in lines).replace(" ", "") == text.replace(" ", "")
    for before, line in zip([None, *lines], lines, strict=False):
        shown = text[line.start : line.end]
        squeezed = HALF * ((shown[-1:] in CLOSING) + (shown[:1] in OPENING))
        assert sum(each[line.start : line.end]) - squeezed <= measure + 1 or len(shown) <= 1
        if before is None or not shown:
            continue
        possible = any(may_break(text, at) for at in range(before.start + 1, before.end + 1) if at < len(text))
        if possible:
            assert shown[0] not in NO_START, (text, shown)
            assert text[: before.end].rstrip(" ")[-1:] not in NO_END, (text, shown)


@pytest.mark.parametrize("mark", sorted(CLOSING))
def test_a_mark_never_begins_a_line(mark: str) -> None:
    text = "数据资产" + mark + "价值测算"
    for ems in (4, 5):
        lines = set_text(text, CELL, CELL.size * ems)
        assert len(lines) > 1
        assert all(line.text[0] != mark for line in lines)


def test_a_mark_at_the_end_of_a_full_line_hangs_by_its_blank_half() -> None:
    lines = set_text("数据资产，价值测算", CELL, CELL.size * 4.5)
    assert [line.text for line in lines] == ["数据资产，", "价值测算"]
    assert lines[0].width <= CELL.size * 4.5


def test_words_and_figures_stay_whole() -> None:
    lines = set_text("金额为1,234,567.89元，占47.31%，见GB/T36344。", CELL, CELL.size * 6.2)
    joined = [line.text for line in lines]
    assert any("1,234,567.89" in line for line in joined)
    assert any("47.31%" in line for line in joined)


def test_a_word_longer_than_the_line_is_divided_and_nothing_is_lost() -> None:
    digest = "0123456789abcdef" * 4
    lines = set_text(digest, CELL, 60)
    assert "".join(line.text for line in lines) == digest
    assert all(line.width <= 60 + 1e-6 for line in lines)


def test_full_lines_of_running_text_reach_the_right_edge_and_the_first_is_indented() -> None:
    lines = set_text("数据资产的价值来自它带来的收益，" * 12, BODY, 300)
    assert lines[0].shift == pytest.approx(2 * BODY.size)
    assert all(line.shift == 0 for line in lines[1:])
    for line in lines[:-1]:
        assert line.shift + line.width == pytest.approx(300, abs=BODY.size * 0.5)


def test_a_paragraph_does_not_end_with_a_single_character() -> None:
    style = CELL
    for count in range(20, 60):
        lines = set_text("价" * count, style, style.size * 10)
        assert len(lines[-1].text) != 1 or len(lines) == 1


def test_formulas_raise_powers_and_lower_indices() -> None:
    (line,) = set_text("P = Σ Fₜ ÷ (1 + i)^nₜ", FORMULA, 500)
    levels = {run.text: run.level for run in line.runs}
    assert levels["t"] == -1
    assert levels["nt"] == 1
    assert "^" not in line.text


# --- what is not in the font ----------------------------------------------------------------------


def test_missing_characters_are_written_out_never_dropped() -> None:
    assert drawable("𠮷林🙂㼆") == "〔U+20BB7〕林〔U+1F642〕㼆"
    assert drawable("a\tb\x00c") == "a b〔U+0000〕c"
    extracted = text_of(b.Paragraph("公司名：𠮷林🙂"))
    assert "〔U+20BB7〕林〔U+1F642〕" in extracted
    assert "\x00" not in extracted


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30))
def test_any_text_can_be_drawn(text: str) -> None:
    faces()
    shown = drawable(text)
    assert set(shown) <= set(drawable(shown))
    assert all(line.width <= 200 + 1e-6 or len(line.text) == 1 for line in set_text(text, CELL, 200))


@pytest.mark.parametrize("text", ["<b>粗</b>", "a & b &lt; c", "=1+1", "{x} %s \\n", "㼆", "]]>", "(un)balanced ( parentheses \\"])
def test_text_of_people_is_printed_to_the_letter(text: str) -> None:
    table = b.RowsTable((b.Column("名称", 1),), ((text,),))
    assert text.replace(" ", "") in text_of(b.Paragraph(text), table).replace(" ", "")


# --- pages ----------------------------------------------------------------------------------------


def _inside(data: bytes, left: float = 25 * MM, right: float = 20 * MM) -> None:
    """Every character stands within the margins: read by another library than the one that wrote it."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        width, height = page.get_size()
        edge = min(left, 22 * MM)
        words = page.get_textpage()
        for index in range(words.count_chars()):
            x0, y0, x1, y1 = words.get_charbox(index)
            if x1 > x0:
                assert x0 >= edge - 2, words.get_text_range(index, 12)
                assert x1 <= width - right + 6, words.get_text_range(max(index - 12, 0), 12)
                assert 0 < y0 < y1 < height
        words.close()
        page.close()
    document.close()


def test_nothing_stands_outside_the_margins() -> None:
    wide = b.RowsTable(
        tuple(b.Column(f"很长的列标题{i}", 1, "figure" if i % 2 else "text") for i in range(9)),
        tuple(tuple("1,234,567,890,123.45" if i % 2 else "说明文字" * 6 for i in range(9)) for _ in range(5)),
        caption="宽表" * 40, unit="元",
    )  # fmt: skip
    figures = b.KeyFigures((b.KeyFigure("测算结果", "1,234,567,890,123,456.78", "万元", LONG),) * 3)
    record = b.RecordTable((("标签很长很长很长的一个字段名称", "值" * 500), ("编号", "x" * 300)))
    bars = b.BarChart(
        "长" * 120, "万元", (b.Bar("标签" * 40, (Decimal(10**14),), "1,000,000,000,000.00 万元"), b.Bar("短", (Decimal(1),), "1"))
    )
    _inside(render((b.Heading("标题" * 60, 1), wide, figures, record, bars, b.PageBreak(True), wide), PAGE))


@pytest.mark.parametrize("times", [1, 8])
def test_the_facts_of_the_cover_stay_above_its_foot(times: int) -> None:
    facts = tuple((f"事项{i}", "量" * 12 * times) for i in range(7))
    cover = b.Cover("数据资产价值自测说明", "（非资产评估报告）", "公司" * 6 * times, facts, "脚注文字", (b.Marked("草稿", "stop"),))
    document = pypdfium2.PdfDocument(render((cover,), PAGE))
    words = document[0].get_textpage()
    text = words.get_text_range()
    foot = words.get_charbox(text.index("脚注"))[3]
    assert words.get_charbox(text.rindex("量"))[1] > foot
    words.close()
    document.close()


def test_very_long_cells_continue_on_the_next_pages_with_the_head_repeated() -> None:
    columns = (b.Column("编号", 1, "code"), b.Column("说明文字", 8))
    table = b.RowsTable(columns, (("D01", "甲" * 10_000), ("D02", "乙")), caption="长表")
    pages = [page.extract_text() for page in reader(table).pages]
    assert len(pages) > 2
    assert sum(page.count("甲") for page in pages) == 10_000
    assert all("说明文字" in page for page in pages)


def test_rows_and_totals_stay_together_and_heads_repeat() -> None:
    columns = (b.Column("编号", 1, "code"), b.Column("名称", 5), b.Column("价值（元）", 2, "figure"))
    for count in range(30, 80, 7):
        rows = tuple((f"R{i:03d}", "一行里的文字 " * (1 + i % 4), f"{i * 1000:,}.00") for i in range(count))
        table = b.RowsTable(columns, rows, (("合计", "—", "9,999.00"),), caption="表")
        pages = [page.extract_text() for page in reader(table).pages]
        assert all("价值（元）" in page for page in pages)
        assert sum(len(re.findall(r"R\d{3}", page)) for page in pages) == count
        last = pages[-1]
        assert "合计" in last
        assert len(re.findall(r"R\d{3}", last)) >= 1, "totals stand alone"


def test_headings_are_never_the_last_thing_on_a_page() -> None:
    for lines in range(30, 48):
        blocks = (*(b.Paragraph("一行") for _ in range(lines)), b.Heading("标题在此", 2), b.Heading("小标题", 3), b.Paragraph(LONG * 3))
        for page in reader(*blocks).pages:
            text = page.extract_text()
            if "标题在此" in text:
                assert "自我测算" in text


def test_caption_short_table_and_its_note_stay_on_one_page() -> None:
    columns = (b.Column("编号", 1, "code"), b.Column("名称", 5))
    for lines in range(28, 48):
        table = b.RowsTable(columns, (("D01", "甲"), ("D02", "乙")), caption="短表在此", note="注解在此")
        for page in reader(*(b.Paragraph("一行") for _ in range(lines)), table).pages:
            text = page.extract_text()
            assert ("短表在此" in text) == ("D02" in text) == ("注解在此" in text), lines


def test_contents_give_the_page_on_which_a_chapter_stands() -> None:
    blocks: list[b.Block] = [b.Contents()]
    for n in range(1, 30):
        blocks += [b.PageBreak(), b.Heading(f"第{n}部分", 1, str(n)), *(b.Paragraph(LONG) for _ in range(n * 3))]
        blocks += [b.Heading(f"小节{n}", 2, f"{n}.1"), b.Paragraph(LONG)]
    made = typeset(blocks, PAGE)
    found = pypdf.PdfReader(io.BytesIO(made.data))
    texts = [page.extract_text() for page in found.pages]
    contents = "\n".join(texts[:3])
    for entry, number in made.headings:
        assert entry.text in texts[number - 1]
        assert f"\n{entry.number} {entry.text} {number}\n" in contents
    assert len(found.pages) == made.pages


def test_bookmarks_lead_to_their_pages() -> None:
    blocks = (b.Heading("甲", 1, "1"), b.Paragraph("文"), b.Heading("乙", 2, "1.1"), b.PageBreak(), b.Heading("丙", 1, "2"))
    found = reader(*blocks)
    flat = list(_flat(found.outline))
    assert [(item.title, found.get_destination_page_number(item)) for item in flat] == [("1 甲", 0), ("1.1 乙", 0), ("2 丙", 1)]


def _flat(outline: list) -> list:
    return [one for item in outline for one in (_flat(item) if isinstance(item, list) else [item])]


# --- the file -------------------------------------------------------------------------------------


def test_only_embedded_chinese_fonts_are_used() -> None:
    found = reader(
        b.Heading("标题", 1), b.Paragraph(LONG), b.RadarChart("图", ("甲", "乙", "丙"), (("全部", (Decimal(1), Decimal(2), Decimal(3))),))
    )
    fonts = [font.get_object() for page in found.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        assert "NotoSansSC" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"].get_object()
    assert b"Helvetica" not in render((b.Paragraph(LONG),), PAGE)


def test_the_same_blocks_give_the_same_bytes_in_another_process() -> None:
    code = "import sys; sys.path.insert(0, 'tests'); from test_pdf import *; import hashlib; print(hashlib.sha256(render(SAMPLE, PAGE)).hexdigest())"
    first, second = (subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout for _ in range(2))
    assert first == second
    assert render(SAMPLE, PAGE) == render(SAMPLE, PAGE)


SAMPLE = (b.Heading("标题", 1, "1"), b.Paragraph(LONG * 4), b.RowsTable((b.Column("列", 1),), (("值",),), caption="表"))


def test_document_properties() -> None:
    found = reader(b.Paragraph("文"))
    assert found.metadata is not None
    assert found.metadata.title == PAGE.title
    assert found.metadata.author == "示例公司"
    assert found.metadata.creation_date is not None
    assert found.metadata.creation_date.date() == date(2026, 5, 31)
    assert found.trailer["/Root"]["/Lang"] == "zh-CN"
    assert found.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_marks_stand_on_every_page() -> None:
    page = PageSet("题名", "短名", "公司", draft=True, sample_mark="示例数据·非企业真实记录")
    for one in reader(b.Paragraph("文"), b.PageBreak(), b.Paragraph("字"), b.PageBreak(True), b.Paragraph("宽"), page=page).pages:
        assert "草稿" in one.extract_text()
        assert "示例数据·非企业真实记录" in one.extract_text()


def test_the_binding_margin_changes_sides_when_mirrored() -> None:
    blocks = (b.Paragraph("左"), b.PageBreak(), b.Paragraph("右"))
    data = render(blocks, PageSet("题", "短", mirrored=True))
    document = pypdfium2.PdfDocument(data)
    lefts = []
    for page in document:
        words = page.get_textpage()
        lefts.append(min(words.get_charbox(i)[0] for i in range(words.count_chars()) if words.get_charbox(i)[2] > words.get_charbox(i)[0]))
        words.close()
        page.close()
    document.close()
    assert lefts[0] == pytest.approx(25 * MM, abs=2)
    assert lefts[1] == pytest.approx(20 * MM, abs=2)


def test_empty_cells_are_not_printed_as_holes() -> None:
    assert "—" in text_of(b.RowsTable((b.Column("列", 1), b.Column("值", 1, "figure")), (("甲", ""),)))


def test_a_row_with_too_few_cells_is_our_fault() -> None:
    with pytest.raises(ValueError):
        b.RowsTable((b.Column("甲"), b.Column("乙")), (("一",),))


def test_data_colours_are_told_apart_in_grey() -> None:
    steps = [palette.lightness(colour) for colour in palette.DATA]
    assert all(after - before >= 10 for before, after in pairwise(steps))
    assert palette.ink_on(palette.DATA[0]) == palette.PAPER
    assert palette.ink_on(palette.DATA[-1]) == palette.INK


def _sheet(lines: int) -> tuple[b.Block, ...]:
    record = b.RecordTable(tuple((f"项目 {n}", f"内容 {n}") for n in range(lines)), columns=1, caption="记录", dense=True)
    return b.Heading("数据集", 2), record


@pytest.mark.parametrize(("lines", "usual", "fitted"), [(20, 1, 1), (44, 2, 1), (46, 2, 1), (80, 2, 2)])
def test_a_page_that_would_run_over_by_a_few_lines_is_set_closer(lines: int, usual: int, fitted: int) -> None:
    plain, closer = typeset(_sheet(lines), PAGE), typeset([b.OnePage(_sheet(lines))], PAGE)
    assert (plain.pages, closer.pages) == (usual, fitted)
    assert [words for page in closer.drawn for words in page if words.startswith("内容")] == [f"内容 {n}" for n in range(lines)]
    if usual == fitted:
        assert plain.data == closer.data


@given(st.lists(st.text("数据资产价值自测说明ABCabc0123456789(),.%\\−⁄①ⅣΩ", min_size=1, max_size=12), min_size=1, max_size=8))
@settings(deadline=None, max_examples=25)
def test_text_is_written_as_the_library_writes_it(texts: list[str]) -> None:
    """What the pen remembers of a text gives the same instructions as taking it apart anew."""
    from reportlab.pdfgen.canvas import Canvas

    from gzvalue.outputs.pdf.pen import Pen

    faces()
    codes = []
    for ours in (True, False):
        canvas = Canvas(io.BytesIO(), initialFontName=REGULAR)
        pen, out = Pen(canvas, 800), canvas.beginText()
        for size, text in ((size, text) for size in (9, 7) for text in (*texts, *texts)):
            out.setFont(REGULAR, size)
            for part in (text, drawable(text)):
                if ours:
                    out._code.append(pen._written(out, drawable(part), REGULAR))
                else:
                    out.textOut(drawable(part))
        codes.append(out.getCode())
    assert codes[0] == codes[1]
