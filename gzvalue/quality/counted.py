"""A source that was measured, while its engine can still be asked about single rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from gzvalue.quality.classes import Reading
from gzvalue.quality.engines.engine import Engine
from gzvalue.quality.profile import Profiled
from gzvalue.quality.rule_check import Broken
from gzvalue.quality.rules import Rules
from gzvalue.quality.sources.loaded import Loaded


@dataclass(frozen=True)
class Counted:
    """What is known when all is counted and nothing is given back yet.

    Attributes:
        engine: holds the source.
        loaded: the source.
        profiled: its columns, counted.
        reading: how cells were classed.
        rules: what was asked besides.
        today: ISO date.
        broken: what each rule found, in the order of `RuleCheck.asked`.
    """

    engine: Engine
    loaded: Loaded
    profiled: Sequence[Profiled]
    reading: Reading
    rules: Rules
    today: str
    broken: Sequence[Broken] = ()
