"""What is wrong in the records that a paper prints, besides what its own rules say: out of range, unreadable, leading nowhere."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from gzvalue.schema.checks import check_records
from gzvalue.schema.field import Record
from gzvalue.schema.forms import BY_NAME
from gzvalue.schema.problems import Level, Problem
from gzvalue.schema.progress import is_missing
from gzvalue.schema.project import Project

_TEXTS = ("text", "long_text")


def faults_of(project: Project, printed: Collection[Record], told: Collection[Problem]) -> tuple[Problem, ...]:
    """Problems of the printed records that the paper has not told yet: to be mended on this paper; about a text only a notice.

    Args:
        project: the records as they were typed.
        printed: the records of the paper.
        told: what the paper says already; a datum that is to be mended already is not complained of twice.
    """
    wanted = {(one.form.name, one.id) for one in printed if one.id}
    known = {(one.form, one.id, one.key) for one in told if one.level == "error"} - project.raw_texts.keys()
    return tuple(_found(project, wanted, known)) if wanted else ()


def grave_faults_of(project: Project, printed: Collection[Record], told: Collection[Problem]) -> tuple[Problem, ...]:
    """As `faults_of`, without the notices: a window says those under the field itself."""
    return tuple(one for one in faults_of(project, printed, told) if one.level == "error")


def _found(project: Project, wanted: set[tuple[str, int]], known: set[tuple[str, int, str]]) -> Iterator[Problem]:
    for one in check_records(project):
        if (one.form, one.id) in wanted and (one.form, one.id, one.key) not in known and not is_missing(project, one):
            yield replace(one, level=_level(one))


def _level(one: Problem) -> Level:
    field = BY_NAME[one.form].fields.get(one.key)
    return "notice" if field is not None and field.kind.name in _TEXTS else "error"
