"""Findings in the words of the rule tables, each leading to the datum that it is about."""

from gzvalue.rights.result import Finding
from gzvalue.rights.tables import Basis, rules
from gzvalue.schema.field import Record
from gzvalue.schema.figures import shortened

_LONGEST = 80


class Saying:
    """Says findings about one record."""

    def __init__(self, about: Record) -> None:
        self._about = about

    def __call__(self, rule: str, key: str, **words: object) -> Finding:
        """The finding of a rule of ``findings.json`` with its places filled; long texts of people are shortened."""
        one = rules()[rule]
        filled = one.message.format(**{name: shortened(str(word), _LONGEST) for name, word in words.items()})
        return self.other(rule, one.level, filled, one.basis, key)

    def other(self, rule: str, level: str, message: str, basis: Basis, key: str) -> Finding:
        """A finding of another table."""
        return Finding(rule, level, message, basis.words, basis.printed, self._about.form.name, self._about.id, key)
