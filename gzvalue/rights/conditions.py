"""Conditions written as data: ``{"all": [{"fact": "personal", "in": [true]}, {"answer": "Q15", "in": ["是"]}]}``.

``{}`` always holds. A fact is compared by ``is``, ``in``, ``has`` (a set contains it), ``at_least`` (a number), ``of`` (one
of the words occurs in the text). An answer that was not given is the empty text.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Facts: TypeAlias = Mapping[str, Any]
Condition: TypeAlias = Callable[[Facts], bool]
Spec: TypeAlias = Mapping[str, Any]

ANSWERS = "answers"
"""The fact that holds the answers by question."""


def compiled(spec: Spec) -> Condition:
    """A test of facts from its description; made once per rule, as it is asked thousands of times.

    Raises:
        ValueError: the description is none.
    """
    if not spec:
        return lambda _facts: True
    if "all" in spec:
        parts = tuple(compiled(one) for one in spec["all"])
        return parts[0] if len(parts) == 1 else _both(*parts) if len(parts) == 2 else lambda facts: all(part(facts) for part in parts)
    if "any" in spec:
        parts = tuple(compiled(one) for one in spec["any"])
        return lambda facts: any(part(facts) for part in parts)
    if "not" in spec:
        inner = compiled(spec["not"])
        return lambda facts: not inner(facts)
    if "answer" in spec:
        question, wanted = spec["answer"], frozenset(spec["in"])
        return lambda facts: facts[ANSWERS].get(question, "") in wanted
    return _of_fact(spec)


def _both(first: Condition, second: Condition) -> Condition:
    """The commonest sort, without a generator."""
    return lambda facts: first(facts) and second(facts)


def _of_fact(spec: Spec) -> Condition:
    name = spec.get("fact")
    if not isinstance(name, str):
        raise ValueError(f"not a condition: {spec}")
    if "is" in spec:
        expected = spec["is"]
        return lambda facts: bool(facts[name] is expected or facts[name] == expected)
    if "in" in spec:
        several = tuple(spec["in"])
        return lambda facts: facts[name] in several
    if "has" in spec:
        one = spec["has"]
        return lambda facts: one in facts[name]
    if "at_least" in spec:
        least = spec["at_least"]
        return lambda facts: facts[name] is not None and facts[name] >= least
    if "of" in spec:
        words = tuple(spec["of"])
        return lambda facts: any(word in facts[name] for word in words)
    raise ValueError(f"not a condition: {spec}")
