"""The closed list of forms. A new form is added here and nowhere else."""

from gzvalue.schema.accounting_forms import AccountingAnswer, AccountingPeriod, AssetMovement, BookedAsset, BookedCost
from gzvalue.schema.conclusion_forms import Approach, ApproachAnswer, ConclusionNote, MethodWeight, UnitConclusion
from gzvalue.schema.contribution_forms import Contribution, Contributor
from gzvalue.schema.cost_forms import QualityWeights
from gzvalue.schema.data_set import DataField, DataSet, DeclaredQuality
from gzvalue.schema.dossier_choice import DossierChoice
from gzvalue.schema.enterprise import Enterprise, FinanceYear, StepDuty, ValuationHead
from gzvalue.schema.expert_forms import DelphiScore, JointScenario
from gzvalue.schema.field import Form, Record, declared, form, text
from gzvalue.schema.kinds import integer_kind
from gzvalue.schema.lending_forms import BorrowerCheck, DiligenceItem, Monitoring, PledgeStructure, WorkingCapital
from gzvalue.schema.market_forms import MarketState, MarketSubset
from gzvalue.schema.measurement_form import MeasurementRecord, QualityRules
from gzvalue.schema.power_forms import PowerAccount, PowerProfile, PowerWeight
from gzvalue.schema.price_forms import PriceMode, PriceQuote, PriceTier, ProductPrice
from gzvalue.schema.product_forms import DataLicence, DataProduct, DataTrade
from gzvalue.schema.rate_forms import AssetReturn, RiskFactor
from gzvalue.schema.registration_forms import Deposit, RegistrationEntry, StatedName
from gzvalue.schema.rights_chain_forms import ComplianceAnswer, ConsentVersion, SourceLink
from gzvalue.schema.rights_forms import Certificate, Financing, OtherSecurity, PrincipalPayment
from gzvalue.schema.scoring_forms import Expert, ExpertScore, Judgement, Weighting
from gzvalue.schema.share_forms import ShareBasis, ShareFactor
from gzvalue.schema.training_forms import TrainingGain, TrainingPart, TrainingSet
from gzvalue.schema.uncertainty_forms import ParameterCorrelation, RealOption, UncertainParameter, UncertaintySetting, ValueScenario
from gzvalue.schema.valuation_forms import (
    Comparable,
    Contract,
    ContributoryAsset,
    CostItem,
    Discount,
    Evidence,
    EvidenceLink,
    IncomeChange,
    IncomeYear,
    Increment,
    UnitMember,
    ValuationUnit,
)


@form("raw_text", "未能识别的文字")
class RawText(Record):
    """Text that could not be read, kept beside the last good value of its datum until it is mended."""

    about_form: str | None = text("表", 60, help="哪张表")
    about_id: int | None = declared("记录", integer_kind(), help="哪条记录")
    about_key: str | None = text("字段", 60, help="哪个字段")
    text: str | None = text("原文", 20000, help="填写时的原文")


FORMS: tuple[Form, ...] = tuple(
    record.form
    for record in (
        Enterprise, FinanceYear, StepDuty, ValuationHead,
        DataSet, DataField, DeclaredQuality, MeasurementRecord, QualityRules, Certificate, Contract, Evidence, EvidenceLink,
        SourceLink, ConsentVersion, ComplianceAnswer,
        Deposit, RegistrationEntry, StatedName,
        Expert, ExpertScore, DelphiScore, Judgement, Weighting,
        ValuationUnit, UnitMember, CostItem, IncomeYear, ContributoryAsset, Increment, IncomeChange, Comparable, Discount,
        MarketState, MarketSubset, RiskFactor, AssetReturn, ShareBasis, ShareFactor, QualityWeights,
        Approach, ApproachAnswer, UnitConclusion, MethodWeight, ConclusionNote,
        JointScenario, UncertaintySetting, UncertainParameter, ParameterCorrelation, ValueScenario, RealOption,
        Financing, PrincipalPayment, OtherSecurity, WorkingCapital, BorrowerCheck, PledgeStructure, DiligenceItem, Monitoring, DossierChoice,
        PowerAccount, PowerWeight, PowerProfile,
        Contribution, Contributor, TrainingSet, TrainingPart, TrainingGain,
        ProductPrice, PriceMode, PriceTier, PriceQuote, DataProduct, DataLicence, DataTrade,
        AccountingPeriod, AccountingAnswer, BookedCost, BookedAsset, AssetMovement,
        RawText,
    )
)  # fmt: skip

BY_NAME: dict[str, Form] = {one.name: one for one in FORMS}


def form_of(name: str) -> Form:
    """The form with that English name.

    Raises:
        KeyError: no such form.
    """
    return BY_NAME[name]


__all__ = ["BY_NAME", "FORMS", "RawText", "Record", "form_of"]
