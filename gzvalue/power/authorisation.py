"""The written authorisation: who lets whom look at an enterprise's electricity, for what and until when; without it a profile serves its owner only."""

from dataclasses import dataclass
from datetime import date

from gzvalue.schema.power_forms import PowerAccount
from gzvalue.schema.project import Project

SELF_ONLY = "只供企业自查"
"""The mark of a profile for which no valid authorisation is registered."""

_ASKED = ("authorisation_number", "authorised_on", "authorised_by", "authorised_to", "scope", "valid_until")


@dataclass(frozen=True)
class Authorisation:
    """The authorisation as it stands on a day.

    Attributes:
        registered: anything of it is entered.
        day: the day on which it is looked at; None where none is known.
        lacking: sentences of why it does not carry; empty where it does.
        enterprise: whose electricity it is.
        evidence: code of the scanned document, or None.
    """

    registered: bool
    day: date | None
    lacking: tuple[str, ...]
    enterprise: str
    number: str | None
    authorised_on: date | None
    authorised_by: str | None
    authorised_to: str | None
    scope: str | None
    valid_until: date | None
    evidence: str | None

    @property
    def valid(self) -> bool:
        """Whether the profile may be shown to others."""
        return not self.lacking

    @property
    def words(self) -> str:
        """In one line; empty where it does not carry."""
        if not self.valid:
            return ""
        return f"{self.number}（{self.authorised_on}，{self.authorised_by} 授权 {self.authorised_to}，有效期至 {self.valid_until}）：{self.scope}"


def authorisation_of(project: Project, made_on: date | None = None) -> Authorisation:
    """The authorisation of the project on the day of its papers, else on the day on which the profile was made.

    Args:
        project: holds the account; the day of its papers is ``ValuationHead.as_of``, never the computer's clock.
        made_on: the day of the profile.
    """
    account = project.single(PowerAccount)
    enterprise = account.enterprise or project.enterprise.name or ""
    day = project.head.as_of or made_on
    return Authorisation(
        any(getattr(account, key) is not None for key in (*_ASKED, "evidence")), day, tuple(_lacking(account, enterprise, day)), enterprise,
        account.authorisation_number, account.authorised_on, account.authorised_by, account.authorised_to, account.scope, account.valid_until,
        account.evidence,
    )  # fmt: skip


def _lacking(account: PowerAccount, enterprise: str, day: date | None) -> list[str]:
    missing = [account.form.fields[key].label for key in _ASKED if getattr(account, key) is None]
    if len(missing) == len(_ASKED):
        return ["没有登记用电企业的书面授权"]
    found = [f"授权未填{'、'.join(missing)}"] if missing else []
    if account.authorised_by and enterprise and _squeezed(account.authorised_by) != _squeezed(enterprise):
        found.append(f"授权人“{account.authorised_by[:40]}”不是用电企业“{enterprise[:40]}”")
    if account.authorised_on and account.valid_until and account.valid_until < account.authorised_on:
        found.append("授权有效期早于授权日期")
    if day is not None:
        if account.authorised_on and account.authorised_on > day:
            found.append(f"授权日期 {account.authorised_on} 晚于 {day}")
        if account.valid_until and account.valid_until < day:
            found.append(f"授权已于 {account.valid_until} 到期")
        if account.withdrawn_on and account.withdrawn_on <= day:
            found.append(f"授权已于 {account.withdrawn_on} 撤回")
    return found


def _squeezed(name: str) -> str:
    return "".join(name.split()).replace("（", "(").replace("）", ")")
