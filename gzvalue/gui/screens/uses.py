"""其他用途: what data are good for besides a pledge — a price, sheets for the market, a contribution, the books, a credit profile."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from PySide6.QtWidgets import QTabWidget, QWidget

from gzvalue.gui import pieces
from gzvalue.gui.screen import Screen
from gzvalue.gui.screen_head import ScreenHead
from gzvalue.gui.screens.rights_records import MadeWhenSeen
from gzvalue.gui.session import Session
from gzvalue.gui.tokens import XL, L, M, S
from gzvalue.gui.work import Work


class UsePage(Protocol):
    """What a page of this screen answers to; its class takes (session, work) and has the signals said(text, path) and go_to(form, id, key)."""

    def refresh(self) -> None:
        """Follow the Session."""

    def show_place(self, form: str, id: int, key: str) -> None:
        """Show a datum of one of its forms."""

    def close_down(self) -> None:
        """The project is being closed."""


@dataclass(frozen=True)
class Use:
    """One tab: key, name, place of its class as ``module:Class``, the forms it shows."""

    key: str
    label: str
    place: str
    forms: tuple[str, ...]


USES: tuple[Use, ...] = (
    Use("price", "产品定价", "gzvalue.gui.screens.uses_price:PricePage", ("product_price", "price_mode", "price_tier", "price_quote")),
    Use("product", "产品与流通", "gzvalue.gui.screens.uses_product:ProductPage", ("data_product", "data_licence", "data_trade")),
    Use("contribution", "作价出资", "gzvalue.gui.screens.uses_contribution:ContributionPage", ("contribution", "contributor")),
    Use("training", "训练数据集", "gzvalue.gui.screens.uses_training:TrainingPage", ("training_set", "training_part", "training_gain")),
    Use(
        "accounting",
        "会计处理",
        "gzvalue.gui.screens.uses_accounting:AccountingPage",
        ("accounting_period", "accounting_answer", "booked_cost", "booked_asset", "asset_movement"),
    ),
    Use("power", "用电画像", "gzvalue.gui.screens.uses_power:PowerPage", ("power_account", "power_weight", "power_profile")),
)
"""The tabs in their order; each page is imported when it is first seen."""


class UsesScreen(Screen):
    """The roads besides the pledge, one tab each."""

    key = "uses"

    def __init__(self, session: Session, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(session, work, parent)
        self.tabs = QTabWidget()
        self.pages = {use.key: MadeWhenSeen(lambda use=use: self._make(use)) for use in USES}  # type: ignore[misc]
        for use in USES:
            self.tabs.addTab(self.pages[use.key], use.label)
        self.head = ScreenHead("其他用途")
        self.head.say("按需填写：不用于质押申报的，可以都不填")
        self.setLayout(pieces.column(self.head, self.tabs, gap=S, margins=(XL, L, XL, M)))
        self.tabs.currentChanged.connect(lambda _number: self.refresh())

    def _make(self, use: Use) -> QWidget:
        module, _, name = use.place.partition(":")
        made = getattr(import_module(module), name)(self.session, self.work)
        made.said.connect(self.said)
        made.go_to.connect(self._go)
        assert isinstance(made, QWidget)
        return made

    def page(self, key: str) -> UsePage:
        """The page of that key, made if need be."""
        return cast(UsePage, self.pages[key].page())

    def _go(self, form: str, id: int, key: str) -> None:
        if any(form in use.forms for use in USES):
            self.show_place(form, id, key)
        else:
            self.go_to.emit(form, id, key)

    def refresh(self) -> None:
        """Bring the page in front up to date."""
        holder = self.tabs.currentWidget()
        if isinstance(holder, MadeWhenSeen):
            cast(UsePage, holder.page()).refresh()

    def show_place(self, form: str, id: int, key: str) -> None:
        """The tab of the form, its record and field."""
        for use in USES:
            if form in use.forms:
                self.tabs.setCurrentWidget(self.pages[use.key])
                self.page(use.key).show_place(form, id, key)
                return

    def close_down(self) -> None:
        """Nothing is started any more."""
        for holder in self.pages.values():
            if holder.made is not None:
                cast(UsePage, holder.made).close_down()

    def place(self) -> dict[str, Any]:
        """The tab in front."""
        number = self.tabs.currentIndex()
        return {"tab": USES[number].key} if 0 <= number < len(USES) else {}

    def restore(self, place: dict[str, Any]) -> None:
        """Back to that tab."""
        if place.get("tab") in self.pages:
            self.tabs.setCurrentWidget(self.pages[place["tab"]])
