"""The report number: by rule, so that anyone can tell which report it is; never random, never from the clock."""

import re
from collections.abc import Iterable

from gzvalue.frozen.freeze import Head
from gzvalue.schema.project import Project


def report_number(project: Project) -> str:
    """``GZV-<organisation code>-<valuation date>``: places 9–17 of the credit code, and 00000000 for what is missing."""
    code = re.sub(r"[^0-9A-Z]", "", project.enterprise.credit_code or "")
    organisation = code[8:17] if len(code) == 18 else (code[-9:] or "0").rjust(9, "0")
    day = project.head.valuation_date
    return f"GZV-{organisation}-{day:%Y%m%d}" if day is not None else f"GZV-{organisation}-00000000"


def head_of(project: Project, issued: Iterable[str], *, draft: bool) -> Head:
    """The number with the next version: how many reports of that number were issued already, and one."""
    number = report_number(project)
    return Head(number, sum(1 for one in issued if one == number) + 1, draft)
