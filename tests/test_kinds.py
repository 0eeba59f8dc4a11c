"""Text as people type it, the value it means, and the value that comes back from a real file."""

import tempfile
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gzvalue.schema import edit as edits
from gzvalue.schema import kinds
from gzvalue.schema.forms import FORMS, RawText
from gzvalue.schema.kinds import Unreadable, clean
from gzvalue.schema.project import Project
from gzvalue.store.open import Store

MONEY = kinds.money_kind()
DEBT = kinds.money_kind(least=None)
RATIO = kinds.ratio_kind()
COUNT = kinds.integer_kind("条")
YEARS = kinds.number_kind("年")


def read(kind, text):
    return kind.parse(clean(text))


# --- office numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", "1234.5"),
        ("1,234,567.89", "1234567.89"),
        ("１，２３４．５", "1234.5"),
        (" 150万 ", "1500000"),
        ("150 万元", "1500000"),
        ("1.5亿", "150000000"),
        ("0.3万亿元", "300000000000"),
        ("2千万", "20000000"),
        ("¥1,000.00", "1000"),
        ("￥1000", "1000"),
        ("人民币1000元整", "1000"),
        ("约3万", "30000"),
        ("1e3", "1000"),
        ("-0", "0"),
        ("（0）", "0"),
        ("0.10", "0.1"),
        ("\u200b1\u200e000", "1000"),
        ("１００\u3000", "100"),
        ("12345678901234.567891", "12345678901234.567891"),
    ],
)
def test_amounts_as_offices_write_them(text, value):
    assert read(MONEY, text) == Decimal(value)
    assert MONEY.to_cell(read(MONEY, text)) == f"{Decimal(value):f}"


@pytest.mark.parametrize(("text", "value"), [("(1,234)", "-1234"), ("（5万）", "-50000"), ("−3", "-3"), ("-2.5亿", "-250000000")])
def test_losses_in_brackets_and_with_any_minus(text, value):
    assert read(DEBT, text) == Decimal(value)


@pytest.mark.parametrize("text", ["abc", "1,23", "十万", "1.2.3", "--1", "1万2", "NaN", "inf", "1e999", "1/3", "元", ",", "1 2 三"])
def test_what_is_no_amount_is_said_with_the_text(text):
    with pytest.raises(Unreadable, match="“"):
        read(MONEY, text)


def test_negative_and_absurd_amounts_are_read_and_judged():
    assert "不小于" in MONEY.verdict(Decimal(-1))
    assert "不大于" in MONEY.verdict(Decimal(10) ** 16)
    assert MONEY.verdict(Decimal(0)) is None
    assert DEBT.verdict(Decimal(-1)) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("10%", "0.1"), ("１０％", "0.1"), ("0.1", "0.1"), ("47.31%", "0.4731"), ("5‰", "0.005"), (" 14 % ", "0.14"), ("0.01%", "0.0001")],
)
def test_ratios_with_and_without_sign(text, value):
    assert read(RATIO, text) == Decimal(value)


def test_a_ratio_above_the_whole_is_judged_in_the_unit_people_see():
    assert RATIO.verdict(read(RATIO, "120%")) == "应不大于 100%，现为 120%"


@pytest.mark.parametrize(("text", "value"), [("1,860万", 18600000), ("1860万条", 18600000), ("12", 12), ("3.0", 3), ("1e2", 100)])
def test_whole_numbers(text, value):
    assert read(COUNT, text) == value


@pytest.mark.parametrize("text", ["1.5", "99999999999999999999", "viele"])
def test_what_is_no_whole_number(text):
    with pytest.raises(Unreadable):
        read(COUNT, text)


def test_numbers_take_their_own_unit():
    assert read(YEARS, "2.5年") == Decimal("2.5")


# --- dates and years --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["2025-12-31", "2025/12/31", "2025.12.31", "2025年12月31日", "20251231", "46022", "46022.0", "2025-12-31 00:00:00", "２０２５－１２－３１",
     "2025 年 12 月 31 日", "2025-12-31T00:00:00"],
)  # fmt: skip
def test_days_in_all_their_spellings(text):
    assert read(kinds.date_kind(), text) == date(2025, 12, 31)


@pytest.mark.parametrize("text", ["2025-02-30", "2025", "2025-12", "31.12.2025", "明天", "2025-13-01", "99999999", "0000-01-01"])
def test_what_is_no_day(text):
    with pytest.raises(Unreadable):
        read(kinds.date_kind(), text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("2005", "2005"), ("2005年", "2005"), ("2005.0", "2005"), ("2005-3", "2005-03"), ("2005年3月", "2005-03"), ("2005/03/01", "2005-03-01"),
     ("38412", "2005-03-01"), ("200503", None), ("0000", None)],
)  # fmt: skip
def test_moments_keep_the_precision_they_were_given(text, value):
    if value is None:
        with pytest.raises(Unreadable):
            read(kinds.moment_kind(), text)
    else:
        assert read(kinds.moment_kind(), text) == value


def test_moments_span_from_their_first_to_their_last_day():
    assert kinds.first_day("2005") == date(2005, 1, 1)
    assert kinds.last_day("2005") == date(2005, 12, 31)
    assert kinds.last_day("2024-02") == date(2024, 2, 29)
    assert kinds.last_day("2024-12") == date(2024, 12, 31)
    assert kinds.last_day("2024-02-03") == kinds.first_day("2024-02-03")


@pytest.mark.parametrize(("text", "value"), [("2005", 2005), ("2005年", 2005), ("２００５年度", 2005), ("2005.0", 2005)])
def test_years(text, value):
    assert read(kinds.year_kind(), text) == value


def test_a_year_out_of_all_bounds_is_judged():
    assert kinds.year_kind().verdict(1066)
    assert kinds.date_kind().verdict(date(1066, 10, 14))


# --- choices, codes, flags, judgements --------------------------------------------------------


def test_choices_take_other_widths_cases_and_names():
    kind = kinds.choice_kind("L1", "重要（待识别）", aliases={"重要": "重要（待识别）"})
    assert read(kind, "ｌ１") == "L1"
    assert read(kind, "重要(待识别)") == "重要（待识别）"
    assert read(kind, "重要") == "重要（待识别）"
    with pytest.raises(Unreadable, match="可选：L1"):
        read(kind, "L9")


@pytest.mark.parametrize("text", ["持有权、经营权", "经营权，持有权", "数据经营权;HOLD", "持有权／经营权", "持有权\n经营权\n经营权"])
def test_several_choices_in_any_order_and_with_any_separator(text):
    from gzvalue.schema.data_set import rights_kind

    assert read(rights_kind(), text) == ("持有权", "经营权")


@pytest.mark.parametrize("text", ["D01，D02", "D０１／D02", "a|b", "a；b", "a\nb"])
def test_a_code_holds_no_separator_in_any_width(text):
    with pytest.raises(Unreadable, match="编号中不能有"):
        read(kinds.code_kind(), text)


def test_codes_and_their_references_are_folded_alike():
    assert read(kinds.code_kind(), "Ｄ０１") == "D01"
    assert read(kinds.references_kind("data_set"), "Ｄ０１，D02、D01") == ("D01", "D02")


def test_a_lone_separator_is_an_empty_datum():
    field = next(field for form in FORMS for field in form.fields.values() if field.kind.name == "references")
    assert edits.read(field, "、") == (None, None)


@pytest.mark.parametrize(
    ("text", "value"), [("是", True), ("√", True), ("１", True), ("Y", True), ("否", False), ("无", False), ("0.0", False)]
)
def test_yes_and_no(text, value):
    assert read(kinds.flag_kind(), text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", Fraction(3)),
        ("1/3", Fraction(1, 3)),
        ("１／３", Fraction(1, 3)),
        ("0.333333333333333", Fraction(1, 3)),
        ("1/9", Fraction(1, 9)),
        ("2.5", Fraction(5, 2)),
    ],
)
def test_judgements_are_exact_fractions(text, value):
    assert read(kinds.judgement_kind(), text) == value


@pytest.mark.parametrize("text", ["a", "1/0", "1/2/3", "1e9", "1e100000000", "-3", "/3", "9" * 50])
def test_what_is_no_judgement(text):
    with pytest.raises(Unreadable):
        read(kinds.judgement_kind(), text)


def test_official_numbers_stay_text_without_blanks():
    assert read(kinds.identifier_kind(30), "９１５２ 0000　maexampl87") == "91520000MAEXAMPL87"
    assert read(kinds.identifier_kind(30), "123456789012345678") == "123456789012345678"


# --- text -------------------------------------------------------------------------------------


def test_hidden_and_broken_characters_are_dropped_and_rare_ones_kept():
    assert clean("\ufeff 門\u200b票\ud800\x00𠮷㼆😀 \u3000") == "門票𠮷㼆😀"
    assert clean("a\r\nb\rc") == "a\nb\nc"


@given(st.text(st.sampled_from("a1 门\u3000\xa0\t\n\r\u200b\ufeff\xad\x7f\ud800😀"), max_size=12))
def test_cleaning_once_is_cleaning(text):
    """Text that is clean is taken as it is; all other text becomes so."""
    once = clean(f"x{text}x")[1:-1]
    assert not set(once) & set("\r\u200b\ufeff\xad\x7f\ud800")
    assert clean(clean(text)) == clean(text) == once.strip()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**17), max_value=10**17, places=6))
def test_a_bare_number_and_one_in_office_dress_are_the_same(number):
    bare, dressed = kinds.read_number(f"{number:f}"), kinds.read_number(f" {number:,f} ")
    assert bare == dressed == number
    assert not (bare.is_signed() and not bare)


def test_long_text_keeps_its_lines_and_short_text_does_not():
    assert read(kinds.text_kind(long=True), "a\n\nb") == "a\n\nb"
    assert read(kinds.text_kind(), "a\n b") == "a  b"


def test_too_long_text_is_kept_and_judged():
    text = "字" * 10_000
    kind = kinds.text_kind(200)
    assert read(kind, text) == text
    assert "最多 200 字，现有 10000 字" in kind.verdict(text)


# --- round trips ------------------------------------------------------------------------------

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_decimals = st.decimals(min_value=-(10**14), max_value=10**14, places=6).map(str) | st.integers(-(10**12), 10**12).map(lambda n: f"{n:,}")
_days = st.dates(date(1900, 3, 1), date(2199, 12, 31))


def texts_for(field):
    """Texts of which most are readable for a field; the rest is anything."""
    kind = field.kind
    by_name = {
        "money": _decimals,
        "ratio": st.decimals(0, 3, places=5).map(lambda d: f"{d}%") | _decimals,
        "number": _decimals,
        "score": st.integers(0, 100).map(str),
        "integer": st.integers(-(2**61), 2**61).map(str),
        "year": st.integers(1, 9999).map(lambda y: f"{y:04d}"),
        "date": _days.map(str) | _days.map(lambda d: f"{d.year}年{d.month}月{d.day}日"),
        "moment": _days.map(str) | _days.map(lambda d: str(d)[:7]) | _days.map(lambda d: str(d.year)),
        "flag": st.sampled_from(["是", "否", "1", "×"]),
        "judgement": st.sampled_from(["1", "1/3", "0.2", "7", "1/8"]),
        "choice": st.sampled_from(kind.choices or ("x",)),
        "choices": st.lists(st.sampled_from(kind.choices or ("x",)), max_size=3).map("、".join),
        "references": st.lists(st.text("DU012-", min_size=1, max_size=4), max_size=4).map("，".join),
    }
    return st.one_of(by_name.get(kind.name, _text), by_name.get(kind.name, _text), by_name.get(kind.name, _text), _text)


@st.composite
def projects(draw):
    """A project made by typing: a few records of a few forms, some fields filled, some unreadably."""
    project = Project()
    for form in draw(st.lists(st.sampled_from([one for one in FORMS if one.record is not RawText]), min_size=1, max_size=4)):
        keys = draw(st.lists(st.sampled_from(list(form.fields)), min_size=1, max_size=8, unique=True))
        row = {key: draw(texts_for(form.fields[key])) for key in keys}
        if form.single:
            made = edits.enter(project, "填写", [edits.Entry(form.name, 1, key, text) for key, text in row.items()])
        else:
            made = edits.add(project, "添加", form.name, [row])
        project = edits.apply(project, made)
    return project


@given(projects())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_record_comes_back_from_a_real_file(project):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gzv"
        Store.create(path, project).close()
        with Store.open(path, write=False) as store:
            assert store.project == project
            assert store.verify_log() == []
        for form in FORMS:
            for id, record in project.rows[form.name].items():
                back = store.project.rows[form.name][id]
                for key in form.fields:
                    assert type(getattr(back, key)) is type(getattr(record, key))
                    assert str(getattr(back, key)) == str(getattr(record, key))


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_what_is_shown_is_read_as_the_same(data):
    """Open a field, change nothing, leave it: the value stays (amounts with up to six decimals)."""
    form = data.draw(st.sampled_from([one for one in FORMS if one.record is not RawText]))
    field = form.fields[data.draw(st.sampled_from(list(form.fields)))]
    text = clean(data.draw(texts_for(field)))
    assume(text)
    try:
        value = field.kind.parse(text)
    except Unreadable:
        return
    assume(value != ())
    if isinstance(value, Decimal) and field.kind.name in ("money", "number", "score"):
        assume(value == kinds.rounded(value, 6))
    assert field.kind.parse(clean(field.kind.format(value))) == value
    cell = field.kind.to_cell(value)
    assert isinstance(cell, int if field.kind.sql == "INTEGER" else str)
    assert field.kind.from_cell(cell) == value
    verdict = field.kind.verdict(value)
    assert verdict is None or isinstance(verdict, str)


@given(st.sampled_from([field for form in FORMS for field in form.fields.values()]), st.text(max_size=60))
@settings(max_examples=400, deadline=None)
def test_no_text_ever_breaks_a_field(field, text):
    cell, wrong = edits.read(field, text)
    assert wrong is None or (cell is None and wrong)
    if cell is not None:
        assert field.kind.to_cell(field.kind.from_cell(cell)) == cell


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_plain_decimals_have_no_exponent_and_lose_nothing(value):
    text = kinds.plain(value)
    assert "e" not in text.lower()
    assert Decimal(text) == value or len(value.as_tuple().digits) > 28


def test_rounding_is_half_up():
    assert kinds.rounded(Decimal("0.125"), 2) == Decimal("0.13")
    assert kinds.rounded(Decimal("-0.125"), 2) == Decimal("-0.13")
    assert kinds.grouped(Decimal("1234567.005"), 2) == "1,234,567.01"


@pytest.mark.parametrize("typed", ["1e26", "-1e30", "999999999999999999999999999999", "1e-29", "0.12345678901234567890123456789"])
def test_a_number_of_any_size_that_can_be_typed_can_be_shown(typed):
    for kind in (kinds.money_kind(least=None), kinds.number_kind(), kinds.ratio_kind(least=None, most=None)):
        value = kind.parse(typed)
        assert kind.format(value)
        assert kinds.in_wan(value)
