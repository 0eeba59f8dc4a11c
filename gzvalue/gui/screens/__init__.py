"""The screens of the eight steps, each imported when it is first visited."""

from importlib import import_module

from PySide6.QtWidgets import QWidget

from gzvalue.gui.screen import Screen
from gzvalue.gui.session import Session
from gzvalue.gui.work import Work

_CLASSES = {
    "enterprise": "EnterpriseScreen",
    "catalogue": "CatalogueScreen",
    "rights": "RightsScreen",
    "quality": "QualityScreen",
    "scoring": "ScoringScreen",
    "valuation": "ValuationScreen",
    "financing": "FinancingScreen",
    "dossier": "DossierScreen",
    "uses": "UsesScreen",
}
"""Chapter key → class; its module has the name of the key: ``gzvalue/gui/screens/<key>.py``."""


def make_screen(key: str, session: Session, work: Work, parent: QWidget | None = None) -> Screen:
    """The screen of a chapter."""
    module = import_module(f"gzvalue.gui.screens.{key}")
    made = getattr(module, _CLASSES[key])(session, work, parent)
    assert isinstance(made, Screen)
    return made
