"""Consent by years of collection: which version, or which other basis, covers which year; years that nothing covers are named."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from gzvalue.rights.result import Finding, Years
from gzvalue.rights.saying import Saying
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import first_day, last_day
from gzvalue.schema.rights_chain_forms import ConsentVersion

IN_FORCE = date(2021, 11, 1)
"""个人信息保护法 第七十四条."""

_LONGEST = 200
"""Years looked at; a longer span is a slip of the pen, which the record's own checks name."""


def years_of(one: DataSet, versions: Sequence[ConsentVersion], as_of: date | None) -> tuple[Years, ...]:
    """The years of collection in runs with the same version; a year counts as covered if all its days within the span are."""
    if not one.span_start or not one.span_end:
        return ()
    first, last = first_day(one.span_start), min(last_day(one.span_end), as_of or date.max)
    if not 0 <= last.year - first.year < _LONGEST:
        return ()
    spans = sorted((*_span(version), version.id, version) for version in versions if _counts(version))
    days = ((year, max(first, date(year, 1, 1)), min(last, date(year, 12, 31))) for year in range(first.year, last.year + 1))
    years = [(year, _covering(begins, ends, spans)) for year, begins, ends in days]
    runs = []
    for words, run in groupby(years, key=lambda pair: pair[1]):
        several = [year for year, _ in run]
        runs.append(Years(several[0], several[-1], *words))
    return tuple(runs)


def _span(one: ConsentVersion) -> tuple[date, date]:
    return first_day(one.starts or ""), last_day(one.ends) if one.ends else date.max


def _covering(first: date, last: date, spans: Sequence[tuple[date, date, int, ConsentVersion]]) -> tuple[str, str]:
    """Names and bases of the versions that together cover these days without a gap; empty texts if they do not."""
    reached, used = first, []
    for starts, ends, _, one in spans:
        if starts <= reached and ends >= reached:
            used.append(one)
            if ends >= last:
                return "、".join(dict.fromkeys(v.version or "未命名" for v in used)), "、".join(dict.fromkeys(v.basis or "" for v in used))
            reached = date.fromordinal(ends.toordinal() + 1)
    return "", ""


def _counts(one: ConsentVersion) -> bool:
    return bool(one.starts and one.basis) and one.valid in (None, "是")


def gaps(one: DataSet, years: Sequence[Years], versions: Sequence[ConsentVersion]) -> Iterator[Finding]:
    """Years without a basis, years before the law, versions without a separate consent."""
    say = Saying(one)
    bare = [run.words for run in years if not run.version]
    if bare:
        yield say("consent_gap", "personal_note", years="、".join(bare))
    early = [run for run in years if run.version and run.first <= IN_FORCE.year]
    if early:
        last = min(early[-1].last, IN_FORCE.year)
        yield say("consent_before", "personal_note", years=Years(early[0].first, last, "", "").words)
    for version in versions:
        if version.separate == "否":
            yield Saying(version)("consent_separate", "separate", version=version.version or "未命名")
