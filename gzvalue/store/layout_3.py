"""What version 3 of the file added to version 2, spelled out as plain data; never the forms of today.

A word is a TEXT column, or INTEGER where it ends in ``:i``.
"""

ADDED_COLUMNS: dict[str, str] = {}
"""Columns by the earlier table that got them."""

ADDED_TABLES: dict[str, str] = {
    "product_price": """
        code name data_set others cost_share years yearly_categories further_cost further_note margin quality quality_reason scarcity
        scarcity_reason timeliness timeliness_reason application application_reason risk risk_reason demand demand_reason sources:i
        scenario_count:i enquiries:i offers:i exclusive buyers:i note department filler
    """,
    "price_mode": "price mode quantity unit period term_years portion discount share base note",
    "price_tier": "price name units sold discount",
    "price_quote": "price kind source given_on amount basis mode note",
    "data_product": """
        code name data_sets type category industry scenario_tags summary buyers frequency sample sample_file delivery pricing_mode price
        price_unit pricing negotiable:i use_constraints support compliance_opinion compliance_words certificate_number venue listing_state
        listing_number note
    """,
    "data_licence": """
        code data_set licensor licensee right exclusivity field_of_use territory export starts ends sublicence derived delivery update_duty
        audit personal_clause security_clause pricing_mode price price_note lender_consent consent_evidence contract record_number signed_on
        note
    """,
    "data_trade": """
        code product data_sets seller buyer channel exchange right licence state signed_on delivery delivered_on acceptance accepted_on
        acceptance_terms pricing_mode price price_unit quantity amount tax_included:i tax_rate tax_note payment_terms paid invoice_kind
        invoice_numbers invoiced contract registration_number note
    """,
    "contribution": """
        code mode contributor contributor_code company company_code company_type founded_on registered_capital capital_after
        share_sort par_value shares:i capital_per_share pre_money net_assets data_sets unit certificates rights exclusive starts ends
        operated_until territory scenario appraised_value appraiser appraisal_number appraised_at appraised_on appraisal_until
        agreed_price procedure transfer transferred_on due_on state_owned state_approval compliance compliance_note resolution
        pledgee_consent note
    """,
    "contributor": "contribution name credit_code kind held_capital held_shares:i amount subscribed paid due_on note",
    "training_set": """
        code name version model task modality split_rule licence licence_basis licence_until copyright_note collecting cleaning
        duplicates_by duplicates annotation annotators:i agreement_by agreement checked checked_right limits personal personal_note
        generated generated_note metric metric_value split_by gain_in missing joint_value unit value_basis note
    """,
    "training_part": "training_set data_set role samples:i selection licence licence_basis note",
    "training_gain": "training_set data_sets gain note",
    "accounting_period": "begins ends standard policy important_from appraisal_effect basis preparer reviewer",
    "accounting_answer": "data_set question answer reason evidence page",
    "booked_cost": """
        data_set asset category name item phase incurred_on amount expensed_before:i treatment reason allocation voucher evidence
        department filler
    """,
    "booked_asset": """
        code name data_set asset_class way amounts_from recognised_on ready_from life life_months:i life_basis method tested_on
        test_result opening_cost opening_amortisation opening_impairment opening_spending important:i content restricted note
    """,
    "asset_movement": "asset entered_on block kind amount voucher note",
    "power_account": """
        enterprise meters capacity power_factor industry as_of event event_on base_first base_last revenue sector_median sector_source
        peak_hours valley_hours hours_source authorisation_number authorised_on authorised_by authorised_to scope valid_until withdrawn_on
        evidence
    """,
    "power_weight": "part weight reason",
    "power_profile": "measured_at sources sha256 rows:i document",
}
