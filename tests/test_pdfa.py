"""The structure that PDF/A-3b asks for, rule by rule, and text that two other libraries extract as it was frozen."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pikepdf
import pypdf
import pypdfium2
import pytest
from issued_papers import issued, opened

from gzvalue.frozen.canonical import read_canonical
from gzvalue.frozen.manifest_parts import DATA, MANIFEST

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC, _XMP = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/xap/1.0/}"
_PDFA, _PDF = "{http://www.aiim.org/pdfa/ns/id/}", "{http://ns.adobe.com/pdf/1.3/}"


@pytest.fixture(scope="module")
def pdf():
    with opened(issued()) as found:
        yield found


def test_head_and_trailer(pdf):
    data = issued()
    assert re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}", data)
    assert data.count(b"startxref") == 1
    assert data.endswith(b"%%EOF\n")
    assert not pdf.is_encrypted
    assert len(pdf.trailer.ID) == 2


def test_metadata_say_the_same_as_the_properties(pdf):
    root = ET.fromstring(pdf.Root.Metadata.read_bytes().decode().split("?>", 1)[1].rsplit("<?", 1)[0])
    about = root.find(f".//{_RDF}Description")
    assert (about.findtext(f"{_PDFA}part"), about.findtext(f"{_PDFA}conformance")) == ("3", "B")
    assert about.findtext(f"{_DC}title/{_RDF}Alt/{_RDF}li") == str(pdf.docinfo["/Title"])
    assert about.findtext(f"{_DC}creator/{_RDF}Seq/{_RDF}li") == str(pdf.docinfo["/Author"])
    assert about.findtext(f"{_DC}description/{_RDF}Alt/{_RDF}li") == str(pdf.docinfo["/Subject"])
    assert about.findtext(f"{_XMP}CreatorTool") == str(pdf.docinfo["/Creator"])
    assert about.findtext(f"{_PDF}Producer") == str(pdf.docinfo["/Producer"])
    moment = about.findtext(f"{_XMP}CreateDate")
    assert str(pdf.docinfo["/CreationDate"]) == "D:" + re.sub(r"[-:T]", "", moment[:19]) + "+08'00'"
    assert set(pdf.docinfo.keys()) <= {"/Title", "/Author", "/Subject", "/Creator", "/Producer", "/CreationDate", "/ModDate"}


def test_colours_language_title_and_bookmarks(pdf):
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    profile = intent.DestOutputProfile.read_bytes()
    assert profile[36:40] == b"acsp"
    assert profile[12:20] == b"mntrRGB "
    assert intent.DestOutputProfile.N == 3
    assert str(pdf.Root.Lang) == "zh-CN"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True or str(pdf.Root.ViewerPreferences.DisplayDocTitle) == "True"
    assert pdf.Root.Outlines.First


def test_every_font_is_embedded_and_can_be_extracted(pdf):
    fonts = {font.objgen: font for page in pdf.pages for font in page.Resources.Font.values()}
    assert fonts
    for font in fonts.values():
        assert font.FontDescriptor.FontFile2.read_bytes()
        assert font.ToUnicode.read_bytes()
        assert len(font.Widths) == font.LastChar - font.FirstChar + 1
        assert re.match(r"/[A-Z]{6}\+NotoSansSC", str(font.BaseFont))


def test_nothing_that_the_standard_forbids(pdf):
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            keys = set(one.keys())
            assert not keys & {"/JS", "/AA", "/OpenAction", "/XFA", "/Launch", "/NeedAppearances", "/F\u0000"}
            if isinstance(one, pikepdf.Stream):
                assert "/LZWDecode" not in str(one.get("/Filter", ""))
    for page in pdf.pages:
        for note in page.obj.get("/Annots", ()):
            assert note.Subtype == "/Link"
            assert int(note.F) & 4
            assert not int(note.F) & (1 | 2 | 32)
        assert "/Trans" not in page.obj


def test_attachments_are_associated_files_with_type_date_and_check_sum(pdf):
    names = pdf.Root.Names.EmbeddedFiles.Names
    specs = [names[i] for i in range(1, len(names), 2)]
    assert {str(one.UF) for one in specs} >= {DATA, MANIFEST}
    assert {one.objgen for one in pdf.Root.AF} == {one.objgen for one in specs}
    for one in specs:
        assert one.F == one.UF
        assert one.AFRelationship in ("/Source", "/Data", "/Alternative", "/Supplement")
        assert "/" in str(one.EF.F.Subtype)[1:]
        assert int(one.EF.F.Params.Size) == len(one.EF.F.read_bytes())
        assert one.EF.F.Params.ModDate


def _figures(pdf):
    names = pdf.Root.Names.EmbeddedFiles.Names
    manifest = next(names[i + 1] for i in range(0, len(names), 2) if str(names[i]) == MANIFEST)
    found = {}
    for page, _, _, text in read_canonical(manifest.EF.F.read_bytes())["figures"]:
        found.setdefault(page, []).append(text)
    return found


def _texts(name):
    if name == "poppler":
        done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=issued(), capture_output=True)
        return done.stdout.decode().split("\f")[:-1]
    if name == "pdfium":
        document = pypdfium2.PdfDocument(issued())
        try:
            return [document[number].get_textpage().get_text_range() for number in range(len(document))]
        finally:
            document.close()
    import io

    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(issued())).pages]


@pytest.mark.parametrize("name", ["poppler", "pdfium", "pypdf"])
def test_other_libraries_extract_the_figures_and_the_words_page_by_page(pdf, name):
    if name == "poppler" and shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not here")
    texts = _texts(name)
    assert len(texts) == len(pdf.pages)
    for page, figures in _figures(pdf).items():
        there = re.sub(r"\s", "", texts[page - 1])
        assert [one for one in figures if one not in there] == []
    assert "示例峰林旅游集团有限公司" in texts[0].replace(" ", "")
    assert "数据资产价值自测说明" in texts[0].replace(" ", "")
