"""The eight steps of the window, which are chapters and not an order, and the other uses beside them: which forms belong to each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """One step of the left rail: English key, Chinese name, forms whose problems it shows; an optional one is filled only by who needs it."""

    key: str
    label: str
    forms: tuple[str, ...]
    optional: bool = False


CHAPTERS = (
    Chapter("enterprise", "企业概况", ("enterprise", "finance_year", "valuation_head", "step_duty")),
    Chapter("catalogue", "数据目录", ("data_set", "data_field")),
    Chapter(
        "rights",
        "权属与合规自查",
        (
            "source_link",
            "consent_version",
            "compliance_answer",
            "certificate",
            "deposit",
            "registration_entry",
            "stated_name",
            "contract",
            "evidence",
            "evidence_link",
        ),
    ),
    Chapter("quality", "质量评价", ("declared_quality", "measurement", "quality_rules")),
    Chapter("scoring", "综合评分", ("expert", "expert_score", "delphi_score", "judgement", "weighting", "joint_scenario")),
    Chapter(
        "valuation",
        "价值测算",
        (
            "valuation_unit",
            "unit_member",
            "cost_item",
            "income_year",
            "contributory_asset",
            "increment",
            "income_change",
            "comparable",
            "discount",
            "market_state",
            "market_subset",
            "risk_factor",
            "asset_return",
            "share_basis",
            "share_factor",
            "quality_weights",
            "approach",
            "approach_answer",
            "unit_conclusion",
            "method_weight",
            "conclusion_note",
            "uncertainty_setting",
            "uncertain_parameter",
            "parameter_correlation",
            "value_scenario",
            "real_option",
        ),
    ),
    Chapter(
        "financing",
        "融资与担保方案",
        (
            "financing",
            "principal_payment",
            "other_security",
            "working_capital",
            "borrower_check",
            "pledge_structure",
            "diligence_item",
            "monitoring",
        ),
    ),
    Chapter("dossier", "申报材料", ()),
    Chapter(
        "uses",
        "其他用途",
        (
            "product_price",
            "price_mode",
            "price_tier",
            "price_quote",
            "data_product",
            "data_licence",
            "data_trade",
            "contribution",
            "contributor",
            "training_set",
            "training_part",
            "training_gain",
            "accounting_period",
            "accounting_answer",
            "booked_cost",
            "booked_asset",
            "asset_movement",
            "power_account",
            "power_weight",
            "power_profile",
        ),
        optional=True,
    ),
)

OPTIONAL_FORMS = frozenset(name for chapter in CHAPTERS if chapter.optional for name in chapter.forms)
"""Forms of other uses than the pledge: what is out of range, doubled or lost there does not hold its dossier up."""

STATES = ("未开始", "填报中", "待补正", "已填报")
