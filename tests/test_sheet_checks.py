"""What stands in the way of listing, licensing or selling data: one wrong thing at a time, each found and said."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from product_projects import filled, licence, of_data_set, offering, product, trade

from gzvalue.actions.check import problems
from gzvalue.circulation import licence as licences
from gzvalue.circulation import listing as listings
from gzvalue.circulation import trade as trades
from gzvalue.circulation.around import bands_of
from gzvalue.circulation.exclusive import overlap
from gzvalue.circulation.sample_rows import HIDDEN, as_typed, masked_sample, measured_sample, typed_sample
from gzvalue.circulation.standing import Around, Band, pledge_of
from gzvalue.schema.data_set import DataField
from gzvalue.schema.lending_forms import PledgeStructure
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.schema.price_forms import ProductPrice
from gzvalue.schema.product_forms import DataLicence, DataProduct, DataTrade
from gzvalue.schema.project import project_of
from gzvalue.schema.quality_scores import quality_scores
from gzvalue.schema.rights_chain_forms import SourceLink
from gzvalue.schema.rights_forms import Certificate
from gzvalue.valuation.price_result import ModePrice, Price


def found(project, sort, **around):
    """Problems of the first record of a sort: (level, key, message)."""
    looked = Around(project, **around)
    if sort == "listing":
        made = listings.listings_of(looked, project.data_sets[0])[0]
    elif sort == "licence":
        made = licences.licences_of(looked, project.data_sets[0])[0]
    else:
        made = trades.trades_of(looked, project.data_sets[0])[0]
    return [(one.level, one.key, one.message) for one in made.problems]


def told(project, sort, words, level, **around):
    hits = [one for one in found(project, sort, **around) if words in one[2]]
    assert hits, found(project, sort, **around)
    assert {one[0] for one in hits} == {level}, hits
    return hits[0]


def test_a_complete_product_licence_and_deal_have_nothing_to_mend():
    project = offering(product(listing_state="已挂牌"), licence(), trade(right="产品与服务"))
    assert found(project, "listing") == []
    assert found(project, "licence") == []
    assert found(project, "trade") == []


@pytest.mark.parametrize(
    ("sort", "form", "make"), [("listing", DataProduct, product), ("licence", DataLicence, licence), ("trade", DataTrade, trade)]
)
def test_every_required_field_is_missed_by_its_name(sort, form, make):
    shown = {"listing": listings.listing, "licence": licences.licence, "trade": trades.trade}[sort]
    record = make()
    lines = shown(Around(offering(record)), record).lines
    asked = [
        one.key for one in lines if one.required and one.key in form.form.fields and one.origin == "填写" and one.key not in ("data_sets",)
    ]
    assert len(asked) >= 8
    for key in asked:
        without = make(**{key: None})
        again = shown(Around(offering(without)), without)
        line = next(one for one in again.lines if one.key == key)
        named = any(one.level == "error" and one.key == key and line.label in one.message for one in again.problems)
        assert line.text or named, key  # what the catalogue knows stands in


def test_without_a_record_one_sentence_names_what_is_lacking():
    for sort in ("listing", "licence", "trade"):
        whole = [one for one in found(offering(), sort) if one[1] == ""]
        assert len(whole) == 1
        assert whole[0][0] == "error"
        assert "记录，以下必填项无从取得：" in whole[0][2]


BARRED = [
    ({"grade": "核心"}, "核心数据不得纳入"),
    ({"grade": "重要（待识别）"}, "未完成识别"),
    ({"rights": ("持有权", "使用权")}, "不含经营权"),
    ({"rights": None}, "未填权利类型"),
    ({"source_type": "受托处理"}, "权利属于委托方"),
    ({"source_type": "公共数据授权运营"}, "公共数据授权运营"),
    ({"registered_personal": "是"}, "须先匿名化"),
    ({"restriction": "受限"}, "权利核查为“受限”"),
    ({"right_until": date(2026, 1, 1)}, "权利期限已于 2026-01-01 届满"),
]


@pytest.mark.parametrize(("changes", "words"), BARRED, ids=[words for _, words in BARRED])
def test_data_that_may_not_be_provided_is_an_error_on_every_sheet(changes, words):
    project = offering(product(), licence(), trade(), changed=of_data_set("D01", **changes))
    for sort in ("listing", "licence", "trade"):
        told(project, sort, words, "error")


def test_rights_in_question_are_a_notice():
    project = offering(product(), changed=of_data_set("D01", restriction="待核"))
    told(project, "listing", "权利核查为“待核”", "notice")


# --- listing --------------------------------------------------------------------------------------


LISTING = [
    (product(negotiable=True), "既填了价格又填", "notice"),
    (product(pricing_mode="免费试用"), "免费试用", "notice"),
    (product(price_unit=None), "没有计价单位", "notice"),
    (product(listing_state="已挂牌", listing_number=None), "请填写平台全称与挂牌编号", "notice"),
    (product(certificate_number="SJ000000000000000"), "与权属凭证所载编码", "notice"),
    (product(compliance_opinion="A99"), "在证据附件中没有", "error"),
    (product(data_sets=("D01", "D77")), "“D77”在数据目录中没有", "error"),
]


@pytest.mark.parametrize(("record", "words", "level"), LISTING, ids=[words for _, words, _ in LISTING])
def test_a_product_that_contradicts_itself(record, words, level):
    told(offering(record), "listing", words, level)


def test_a_product_without_price_is_missed_unless_it_is_negotiated():
    assert any(key == "price" for _, key, _ in found(offering(product(price=None, negotiable=None)), "listing"))
    for more in ({"negotiable": True}, {"pricing_mode": "收益分成"}, {"pricing_mode": "协议议价"}):
        project = offering(product(**{"price": None, "negotiable": None, **more}))
        assert not any(key == "price" for _, key, _ in found(project, "listing")), more


def test_what_the_listing_takes_from_the_project_and_what_is_typed_instead():
    project = offering(product(industry=None, frequency=None, scenario_tags=None))
    lines = {one.key: one for one in listings.listings_of(Around(project), project.data_sets[0])[0].lines}
    assert (lines["industry"].text, lines["industry"].origin) == ("水利、环境和公共设施管理业-公共设施管理业", "数据目录")
    assert (lines["frequency"].text, lines["scenario_tags"].text) == ("按天", "客源预测")
    assert (lines["certificate_number"].origin, "GZ0001" in lines["certificate_number"].text) == ("权属凭证 Z01", True)
    typed = offering(product(industry="住宿和餐饮业-住宿业"))
    line = next(one for one in listings.listings_of(Around(typed), typed.data_sets[0])[0].lines if one.key == "industry")
    assert (line.text, line.origin) == ("住宿和餐饮业-住宿业", "填写")
    assert lines["price"].text == "0.50 元／次"


def test_an_application_is_no_certificate():
    pending = Certificate(id=1, code="Z01", kind="数据要素登记凭证", state="审查中", rights=("经营权",), data_sets=("D01",))
    rest = [one for form in offering(product()).rows.values() for one in form.values() if one.form.name != "certificate"]
    project = project_of([*rest, pending])
    told(project, "listing", "未填“登记凭证编号”", "error")
    told(project, "listing", "状态为“审查中”", "notice")


def test_an_expired_certificate_stops_a_listing():
    def expired(one):
        return replace(one, valid_until=date(2026, 1, 31)) if one.form.name == "certificate" else one

    told(offering(product(), changed=expired), "listing", "早于编制日期", "error")


def test_columns_of_people_in_the_dictionary_and_in_the_measured_version_are_told():
    phone = DataField(id=90, data_set="D01", name="phone", label="手机号", personal=True)
    told(offering(product(), phone), "listing", "字段字典中的个人信息字段（手机号）", "notice")
    measured = MeasurementRecord(
        id=1,
        data_set="D01",
        version="登记版",
        document=(
            '{"dimensions":{},"personal_information":[{"column":"电话","identifier":"mobile","cells":8,"whole_column":true}],"columns":[]}'
        ),
    )
    told(offering(product(), measured), "listing", "登记版实测仍有个人信息：电话", "error")


def test_words_that_forbid_passing_on_are_noticed():
    for limit in ("不得转售、转让", "禁止向第三方提供", "未经甲方书面同意不得对外提供"):
        told(offering(product(), changed=of_data_set("D01", right_limits=limit)), "listing", "与对外提供可能冲突", "notice")
    for harmless in ("可以转售", "无", "委托经营期内有效"):
        project = offering(product(), changed=of_data_set("D01", right_limits=harmless))
        assert not any("可能冲突" in words for _, _, words in found(project, "listing"))


def test_an_exclusive_licence_closes_listing_and_sale_to_others():
    held = licence(exclusivity="独占许可", starts=date(2026, 1, 1), licensee="独占方")
    project = offering(product(), trade(buyer="另一买方", signed_on=date(2026, 6, 20)), held, changed=of_data_set("D01", exclusive="独占"))
    told(project, "listing", "已以“独占许可”许可给 独占方", "error")
    told(project, "trade", "期内不得再卖给他人", "error")


# --- licence --------------------------------------------------------------------------------------


LICENCE = [
    (licence(licensee="示例峰林旅游集团有限公司"), {}, "同一主体", "error"),
    (licence(licensor="他人公司"), {}, "不是本企业", "notice"),
    (licence(ends=date(2026, 6, 30), starts=date(2026, 7, 1)), {}, "早于期限起", "error"),
    (licence(starts=date(2024, 1, 1), ends=date(2025, 1, 1)), {}, "已于 2025-01-01 届满", "notice"),
    (licence(), {"right_until": date(2027, 12, 31)}, "长于D01 的权利期限", "error"),
    (licence(ends=date(2029, 1, 1)), {}, "期内须续期", "notice"),
    (licence(sublicence="允许"), {"right_limits": "不得转授权"}, "再许可填“允许”", "error"),
    (licence(sublicence="经书面同意"), {"right_limits": "未经同意不得转让"}, "再许可填“经书面同意”", "error"),
    (licence(sublicence="允许", right="使用权"), {}, "却允许再许可", "notice"),
    (licence(exclusivity="独占许可"), {}, "不能承诺独占许可", "error"),
    (licence(exclusivity="独占许可"), {"exclusive": "独占"}, "评估单元 U01", "notice"),
    (licence(personal_clause="不涉及"), {"personal_information": True, "registered_personal": "不登记"}, "须约定处理目的", "error"),
    (licence(personal_clause="未约定"), {}, "个人信息条款未约定", "notice"),
    (licence(security_clause="未约定"), {}, "宜约定", "notice"),
    (licence(security_clause="未约定"), {"grade": "L3"}, "数据级别为 L3，须约定", "error"),
    (licence(derived="另行约定", note=None), {}, "写明约定在哪里", "notice"),
    (licence(export="允许出境"), {}, "网络数据安全管理条例第三十五条", "notice"),
    (licence(export="允许出境"), {"grade": "L4"}, "不得约定允许出境", "error"),
    (licence(export="允许出境"), {"right_limits": "数据不得出境"}, "请改为禁止出境", "error"),
    (licence(territory="全球"), {}, "请统一", "error"),
    (licence(lender_consent="已取得"), {}, "请附同意书", "notice"),
    (licence(contract="H99"), {}, "在合同中没有", "error"),
]


@pytest.mark.parametrize(("record", "changes", "words", "level"), LICENCE, ids=[words for *_, words, _ in LICENCE])
def test_a_licence_that_cannot_be_granted(record, changes, words, level):
    told(offering(record, changed=of_data_set("D01", **changes)), "licence", words, level)


def test_a_source_whose_contract_ends_sooner_limits_the_licence():
    link = SourceLink(
        id=1,
        scope_kind="数据集",
        scope="D01",
        source="协议取得",
        condition="是",
        agreed_rights=("持有权", "使用权", "经营权"),
        ends=date(2027, 6, 30),
    )
    told(offering(licence(), link), "licence", "到 2027-06-30 为止", "error")


def test_two_licences_at_one_time_only_where_neither_is_exclusive():
    plain = offering(licence(1), licence(2))
    assert not any("不能并存" in words for _, _, words in found(plain, "licence"))
    exclusive = {"changed": of_data_set("D01", exclusive="独占")}
    told(offering(licence(1, exclusivity="排他许可"), licence(2), **exclusive), "licence", "不能并存", "error")
    apart = offering(licence(1, exclusivity="排他许可"), licence(2, field_of_use="另一领域"), **exclusive)
    told(apart, "licence", "请确认确实不重叠", "notice")
    later = offering(licence(1, exclusivity="排他许可"), licence(2, starts=date(2028, 7, 1), ends=date(2029, 1, 1)), **exclusive)
    assert not any("不能并存" in words or "不重叠" in words for _, _, words in found(later, "licence"))


@given(st.tuples(*[st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 12, 31)))] * 4))
def test_terms_overlap_where_a_day_lies_in_both(bounds):
    first, second = (DataLicence(starts=a, ends=b) for a, b in (bounds[:2], bounds[2:]))
    days = [date(2019 + n // 12, n % 12 + 1, 1) for n in range(13 * 12)] + [one for one in bounds if one]
    inside = lambda one, day: (one.starts is None or one.starts <= day) and (one.ends is None or day <= one.ends)  # noqa: E731
    sound = all(one.starts is None or one.ends is None or one.starts <= one.ends for one in (first, second))
    if sound:
        assert overlap(first, second) == any(inside(first, day) and inside(second, day) for day in days)


def test_pledged_data_needs_the_lender_and_the_caveat_of_the_article_is_kept():
    row = PledgeStructure(id=1, kind="数据资产质押", data_sets=("D01",), registered="已办理")
    project = offering(licence(), trade(licence="XK01"), row)
    assert pledge_of(Around(project), project.data_sets[0]) == "已质押"
    _, key, words = told(project, "licence", "许可前须先取得", "error")
    assert (key, "类推适用有不同意见" in words) == ("lender_consent", True)
    told(project, "trade", "须取得质权人书面同意", "error")
    asked = offering(licence(), loan=True)
    told(asked, "licence", "拟质押", "notice", pooled=frozenset({"D01"}))
    given_already = offering(licence(lender_consent="已取得", consent_evidence="A01"), trade(licence="XK01"), row)
    assert not any("质权人" in words for sort in ("licence", "trade") for _, _, words in found(given_already, sort))


# --- trade ----------------------------------------------------------------------------------------


TRADE = [
    (trade(buyer="示例峰林旅游集团有限公司"), "同一主体", "error"),
    (trade(exchange=None), "未填“交易机构”", "error"),
    (trade(channel="场外"), "却填了交易机构", "notice"),
    (trade(amount=Decimal(190_000), paid=Decimal(0), invoiced=None), "200,000.00 元，与成交金额 190,000.00 元不同", "notice"),
    (trade(paid=Decimal(300_000)), "多于成交金额", "notice"),
    (trade(invoiced=Decimal(300_000)), "已开票 300,000.00 元多于", "notice"),
    (trade(state="已结清", paid=Decimal(50_000)), "尚有 150,000.00 元未收", "error"),
    (trade(state="已交付", delivered_on=None), "未填“交付日期”", "error"),
    (trade(state="已结清", acceptance="验收不通过"), "进度却为“已结清”", "error"),
    (trade(delivered_on=date(2026, 6, 1)), "早于签约日期", "notice"),
    (trade(accepted_on=date(2026, 6, 24)), "早于交付日期", "notice"),
    (trade(invoice_numbers=None), "请填写发票种类与号码", "notice"),
    (trade(contract=None), "权利范围无从查考", "notice"),
    (trade(product="CP99"), "在数据产品中没有", "error"),
]


@pytest.mark.parametrize(("record", "words", "level"), TRADE, ids=[words for _, words, _ in TRADE])
def test_a_deal_that_does_not_add_up(record, words, level):
    told(offering(record, filled(DataProduct, data_sets=("D02",), listing_state="已挂牌")), "trade", words, level)


def test_a_deal_against_its_licence():
    project = offering(trade(licence="XK01", right="经营权", signed_on=date(2025, 1, 1)), licence(data_set="D02"))
    told(project, "trade", "不在本笔交易之中", "error")
    told(project, "trade", "给出的是使用权", "error")
    told(project, "trade", "与买方不一致", "notice")
    told(project, "trade", "期限之内", "notice")


@given(
    st.decimals(0, 10**9, places=4),
    st.decimals(0, 10**6, places=2),
    st.decimals(0, 10**12, places=2),
    st.sampled_from(["0", "0.01", "0.06", "0.13"]),
    st.booleans(),
)
def test_money_of_a_deal_against_plain_fractions(price, quantity, amount, rate, included):
    one = DataTrade(
        pricing_mode="按次", price=price, quantity=quantity, amount=amount, tax_rate=Decimal(rate), tax_included=included, paid=Decimal(1)
    )
    made = trades.money_of(one)
    cent = lambda value: Fraction(int(value * 100 + Fraction(1, 2)), 100)  # noqa: E731  half up; all amounts are positive
    assert Fraction(made.computed) == cent(Fraction(price) * Fraction(quantity))
    net = cent(Fraction(amount) / (1 + Fraction(rate))) if included else Fraction(amount)
    assert Fraction(made.net) == net
    assert Fraction(made.tax) == (Fraction(amount) - net if included else cent(Fraction(amount) * Fraction(rate)))
    assert Fraction(made.open) == Fraction(amount) - 1


# --- prices, samples, the list of problems --------------------------------------------------------


def test_a_price_is_held_against_the_band_only_where_the_unit_is_the_same():
    price = ProductPrice(id=1, code="J01", data_set="D01")
    bands = {("J01", "按次"): Band(Decimal("0.4"), Decimal("0.34"), Decimal("0.46"), "元/次")}
    told(offering(product(), price), "listing", "高于本软件定价测算的区间 0.34–0.46 元/次", "notice", bands=bands)
    told(offering(trade(), price), "trade", "高于本软件定价测算", "notice", bands=bands)
    for other in (product(price_unit="千次"), product(price=Decimal("0.45")), product(pricing_mode="按量"), product(pricing="J02")):
        assert not any("定价测算" in words for _, _, words in found(offering(other, price), "listing", bands=bands))


def test_bands_are_unit_prices_of_the_calculator():
    modes = (
        ModePrice(1, "按次", "元/次", Decimal("0.4"), Decimal("0.34"), Decimal("0.46")), ModePrice(2, "收益分成", "%", Decimal("0.08"), Decimal(0), Decimal(1)),
        ModePrice(3, "按量", "元/GB", None), ModePrice(4, "按次", "元/次", Decimal(9), Decimal(8), Decimal(10)),
    )  # fmt: skip
    assert bands_of([Price(1, "J01", "", "D01", modes=modes)]) == {
        ("J01", "按次"): Band(Decimal("0.4"), Decimal("0.34"), Decimal("0.46"), "元/次")
    }


def test_a_sample_shows_nothing_of_people():
    fields = [DataField(id=1, data_set="D01", name="guest", personal=True)]
    text = "订单号,guest,手机号,备注\nT1,张三,13812345678,证件 110101199003070011 已核\nT2，李四，13912345678，无"
    made = typed_sample(text, fields)
    assert made.rows[0][:3] == ("T1", HIDDEN, HIDDEN)
    assert made.rows[1] == ("T2", HIDDEN, HIDDEN, "无")
    shown = "".join("".join(row) for row in made.rows)
    assert not any(secret in shown for secret in ("张三", "李四", "13812345678", "110101199003070011"))
    assert typed_sample("只有表头", fields) is None
    assert typed_sample(None, fields) is None
    assert as_typed(made, 4000).splitlines()[0] == "订单号,备注"
    assert as_typed(made, 14).splitlines() == ["订单号,备注"]


def test_a_long_sample_says_what_it_leaves_out():
    made = masked_sample([f"列{n}" for n in range(12)], [[str(n)] * 12 for n in range(25)], (), "样例。")
    assert (len(made.heads), len(made.rows)) == (8, 10)
    assert made.note == "样例。另有 15 行，另有 4 列未列出。"


def test_a_measured_sample_hides_columns_of_people_and_survives_a_broken_document():
    document = (
        '{"dimensions":{},"personal_information":[],"columns":[{"name":"姓名","type":"text","top":[{"value":"张*"}]},'
        '{"name":"区域","type":"text","top":[{"value":"东区"},{"value":"西区"}]}]}'
    )
    project = offering(MeasurementRecord(id=1, data_set="D01", document=document))
    made = measured_sample(quality_scores(project)["D01"], ())
    assert made.rows == (("姓名", "text", HIDDEN), ("区域", "text", "东区、西区"))
    broken = offering(MeasurementRecord(id=1, data_set="D01", document="{"))
    assert measured_sample(quality_scores(broken)["D01"], ()) is None


def test_in_the_list_of_problems_they_are_notices_and_never_hold_the_dossier():
    project = offering(product(negotiable=True), licence(licensee="示例峰林旅游集团有限公司"), trade(paid=Decimal(300_000)))
    mine = [one for one in problems(project) if one.form in ("data_product", "data_licence", "data_trade")]
    assert {one.level for one in mine} == {"notice"}
    assert {("data_product", "negotiable"), ("data_licence", "licensee"), ("data_trade", "paid")} <= {(one.form, one.key) for one in mine}
    sound = offering(product(listing_state="已挂牌"), licence(), trade(right="产品与服务"))
    assert not [one for one in problems(sound) if one.form in ("data_product", "data_licence", "data_trade")]
