"""Identifiers are recognised by check characters, heads and shapes, and a planted fault is one counted cell."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gzvalue.quality import identifier_sql
from gzvalue.quality.measure import Options, measure_file
from gzvalue.quality.sql_text import as_read
from gzvalue.schema import credit_code as credit
from tests import measure_oracle as oracle

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def national_id(chance, region=None):
    first = f"{region or chance.choice([522301, 110105, 810000, 830000, 911522])}{chance.randint(1950, 2010)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randint(0, 999):03}"
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, WEIGHTS, strict=True)) % 11]


def card(chance, length=19):
    first = "62" + "".join(str(chance.randint(0, 9)) for _ in range(length - 3))
    return next(first + str(last) for last in range(10) if oracle.is_card(first + str(last)))


def credit_code(chance):
    organisation = "".join(chance.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(8))
    first = "91522301" + organisation + credit.organisation_check(organisation)
    return first + credit.check_character(first)


MAKERS = {
    "national_id": ("身份证号", national_id),
    "mobile": ("手机号", lambda c: f"1{c.randint(3, 9)}{c.randint(0, 10**9 - 1):09}"),
    "landline": ("固定电话", lambda c: f"0859-{c.randint(2000000, 8999999)}"),
    "bank_card": ("银行卡号", card),
    "credit_code": ("统一社会信用代码", credit_code),
    "plate": ("车牌", lambda c: f"贵E{c.randint(10000, 99999)}"),
    "passport": ("护照号码", lambda c: f"E{c.randint(10**7, 10**8 - 1)}"),
    "email": ("邮箱", lambda c: f"u{c.randint(1, 10**6)}@example.com"),
    "name": ("姓名", lambda c: c.choice("王李张刘陈欧") + c.choice("伟芳娜秀英敏") + c.choice(["", "强", "磊"])),
    "address": ("家庭住址", lambda c: f"贵州省兴义市桔山街道{c.randint(1, 999)}号"),
    "device_id": ("设备MAC", lambda c: ":".join(f"{c.randint(0, 255):02X}" for _ in range(6))),
    "coordinate": ("经度", lambda c: f"{c.uniform(104, 109):.6f}"),
}
ONLY_BY_HEAD = {"passport", "name", "address", "coordinate"}


def measured(path, head, cells):
    path.write_text("\n".join([f"{head},k", *(f'"{cell}",1' for cell in cells)]) + "\n", encoding="utf-8")
    return measure_file(path, Options(today=oracle.TODAY)).as_json()


@pytest.mark.parametrize("name", MAKERS)
def test_a_column_of_each_with_planted_faults(tmp_path, name):
    chance = random.Random(5)
    head, make = MAKERS[name]
    cells = [make(chance) for _ in range(60)]
    bad = ["x!", "?", "999"] if name != "coordinate" else ["x!", "?", "181.5"]
    found = measured(tmp_path / "t.csv", head, cells + bad + ["", "无"])
    column = found["columns"][0]
    assert (column["identifier"], column["missing"], column["invalid"]) == (name, 2, 3)
    assert sorted(cell["row"] for cell in column["sample"]) == [62, 63, 64]
    unnamed = measured(tmp_path / "t.csv", "字段甲", [*cells, "", "无"])["columns"][0]
    assert unnamed["identifier"] == (None if name in ONLY_BY_HEAD else name)
    assert unnamed["invalid"] == 0
    personal = [(one["column"], one["identifier"]) for one in found["personal_information"]]
    assert personal == ([] if name == "credit_code" else [(head, name)])
    if name == "coordinate":
        assert column["type"] == "decimal"
    elif name != "credit_code":  # which leads to no person
        assert not any(cell in str(found) for cell in cells)


@pytest.mark.parametrize(
    ("head", "cell"),
    [("IMEI", "490154203237518"), ("身份证号", "522301990101123"), ("联系电话", "3222888"), ("联系电话", "13800138000"), ("纬度", "25.1")],
)
def test_what_only_a_head_makes_an_identifier(tmp_path, head, cell):
    assert measured(tmp_path / "t.csv", head, [cell] * 4)["columns"][0]["identifier"] is not None
    assert measured(tmp_path / "t.csv", "甲", [cell] * 4)["columns"][0]["identifier"] in {None, "mobile"}


def test_headings_alone_make_no_identifier(tmp_path):
    assert measured(tmp_path / "t.csv", "景区名称", ["黄果树", "万峰林", "马岭河"])["columns"][0]["identifier"] is None
    assert measured(tmp_path / "t.csv", "手机号", ["未登记A", "未登记B", "x"])["columns"][0]["identifier"] is None


def test_single_identifiers_in_another_column_are_found(tmp_path):
    chance = random.Random(3)
    cells = [f"游客留言{n}" for n in range(40)] + [national_id(chance) for _ in range(3)]
    found = measured(tmp_path / "t.csv", "备注", cells)
    assert [(one["identifier"], one["cells"], one["whole_column"]) for one in found["personal_information"]] == [("national_id", 3, False)]


def test_numbers_of_people_within_words_are_found_and_masked(tmp_path):
    cells = [
        "请联系13800138000王先生",
        "电话：13912345678。",
        "身份证522301199001011230已核",
        "单号DD238007780001",
        "好评",
        "致电13700000000",
    ]
    found = measured(tmp_path / "t.csv", "留言", cells)
    assert [(one["identifier"], one["cells"]) for one in found["personal_information"]] == [("national_id", 1), ("mobile", 3)]
    shown = str(found)
    assert not any(number in shown for number in ("13800138000", "13912345678", "522301199001011230", "13700000000"))
    assert "单号DD238007780001" in shown


@pytest.fixture(scope="module")
def duck():
    import duckdb

    with duckdb.connect() as connection:
        yield connection


NEARLY = st.integers(0, 10**6).map(random.Random)


def _near(make):
    """A right one, or one with a character changed."""

    def one(chance):
        text = make(chance)
        if chance.random() < 0.6:
            place = chance.randrange(len(text))
            text = text[:place] + chance.choice("0123456789XxABZ ") + text[place + 1 :]
        return chance.choice([text, text.lower(), f" {text}\u3000", "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)])

    return NEARLY.map(one)


@pytest.mark.parametrize(
    ("name", "make", "is_one"),
    [
        ("national_id", national_id, oracle.is_national_id),
        (
            "national_id",
            lambda c: national_id(c)[:10] + c.choice(["0229", "0230", "1301", "0431", "0000"]) + national_id(c)[14:],
            oracle.is_national_id,
        ),
        ("bank_card", lambda c: card(c, c.randint(16, 19)) + c.choice(["", "", "0"]), oracle.is_card),
        ("credit_code", credit_code, oracle.is_credit_code),
    ],
)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_check_characters_equal_those_of_plain_python(duck, name, make, is_one, data):
    texts = data.draw(st.lists(_near(make), min_size=60, max_size=120))
    test = identifier_sql.test(name, oracle.TODAY.isoformat(), heading=False)
    found = duck.execute(f"SELECT {test} FROM (SELECT {as_read('x')} AS s FROM (SELECT unnest(?) AS x))", [texts]).fetchall()
    assert [bool(one[0]) for one in found] == [is_one(text) for text in texts]
