"""What the self-check closes or opens for valuation and pledge; a project without any of it is judged as before."""

from collections.abc import Mapping

from gzvalue.rights.review import review
from gzvalue.schema.project import Project


def closed(project: Project) -> Mapping[str, tuple[str, str]]:
    """Data sets that chain or answers exclude: code → why, and the field of the data set to which that leads."""
    return {one.code: (one.excluded, one.excluded_key) for one in review(project).data_sets if one.excluded and one.code}


def opened(project: Project) -> frozenset[str]:
    """Data sets whose source usually bars them from security, but whose chain records that this one is permitted."""
    return frozenset(one.code for one in review(project).data_sets if one.opened and one.code)


def operate(project: Project) -> Mapping[str, str]:
    """State of 经营权 by code (有, 无, 待核), of those data sets whose chain was filled in."""
    return {one.code: one.operate for one in review(project).data_sets if one.chained and one.code}
