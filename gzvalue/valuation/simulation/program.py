"""The steps of a valuation as a program that runs again with other numbers: the same formulas, on decimals or on arrays.

A step names its formula and says of every argument where it comes from. Followed back from a result that gives all
that is needed to compute it anew. What no lever reaches stays the number it is; of the rest every formula's body is
called again, on `Decimal` or on arrays of draws.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any, NamedTuple

from gzvalue.valuation.formula import EXACT, Formula
from gzvalue.valuation.formulas import BY_KEY
from gzvalue.valuation.result import Origin, Step
from gzvalue.valuation.simulation.levers import How, Lever, Use

CHUNK = 8192
"""Draws that are worked on together: their arrays stay in the processor's cache."""


class Instruction(NamedTuple):
    """One call: the place of its result, the function, and the places of its arguments (a tuple for a sequence)."""

    target: int
    function: Callable[..., Any]
    arguments: tuple[int | tuple[int, ...], ...]


class Program:
    """What gives one result from the changes of some levers; made by `compiled`."""

    def __init__(
        self, levers: int, constants: Mapping[int, Decimal], instructions: Sequence[Instruction], places: int, result: int
    ) -> None:
        self._levers, self._instructions, self._result = levers, tuple(instructions), result
        self._exact: list[Any] = [None] * places
        for place, value in constants.items():
            self._exact[place] = value
        self._float = [None if value is None else float(value) for value in self._exact]
        used = {
            place
            for one in instructions
            for argument in one.arguments
            for place in (argument if isinstance(argument, tuple) else (argument,))
        }
        self._over = self._no_longer_needed()
        self.moved_by = frozenset(place for place in range(levers) if place in used)
        """Places of the levers that the result depends on."""

    def __len__(self) -> int:
        return len(self._instructions)

    def exact(self, changes: Sequence[Decimal]) -> Decimal:
        """The result in 34 digits; a change of 0 leaves everything as it is.

        Raises:
            decimal.DecimalException: a formula is not defined for these numbers.
        """
        with localcontext(EXACT):
            return Decimal(self._run(self._exact, changes))

    def arrays(self, changes: Sequence[Any], after_chunk: Callable[[int], None] = lambda done: None) -> Any:
        """The results of many draws: one array of changes per lever, all of one length.

        Args:
            after_chunk: is told how many draws are done; may raise to stop.
        """
        import numpy as np

        count = len(changes[0])
        found = np.empty(count)
        with np.errstate(all="ignore"):  # whoever asked for the draws refuses what is not finite
            for start in range(0, count, CHUNK):
                part = slice(start, min(start + CHUNK, count))
                found[part] = self._run(self._float, [change[part] for change in changes])
                after_chunk(part.stop)
        return found

    def _run(self, constants: Sequence[Any], changes: Sequence[Any]) -> Any:
        values = [*changes, *constants[len(changes) :]]
        for (target, function, arguments), over in zip(self._instructions, self._over, strict=True):
            values[target] = function(*[values[a] if isinstance(a, int) else [values[i] for i in a] for a in arguments])
            for place in over:
                values[place] = None
        return values[self._result]

    def _no_longer_needed(self) -> tuple[tuple[int, ...], ...]:
        """After each instruction the places that nothing needs any more: their memory is used again while the processor still has it."""
        last: dict[int, int] = {}
        for at, one in enumerate(self._instructions):
            last |= {place: at for argument in one.arguments for place in (argument if isinstance(argument, tuple) else (argument,))}
        made = {one.target for one in self._instructions} - {self._result}
        over: list[list[int]] = [[] for _ in self._instructions]
        for place, at in last.items():
            if place in made:
                over[at].append(place)
        return tuple(map(tuple, over))


def compiled(steps: Mapping[str, Step], result: str, levers: Sequence[Lever], units: Mapping[int, str]) -> Program:
    """The program of one result.

    Args:
        steps: all steps of a valuation by id.
        result: id of the step that is wanted.
        levers: what may vary, in the order in which their changes will be given.
        units: id of a valuation unit → its code.
    """
    return _Compiler(steps, levers, units).program(result)


class _Compiler:
    """Places 0 … n − 1 hold the levers' changes; equal constants and equal calls share a place."""

    def __init__(self, steps: Mapping[str, Step], levers: Sequence[Lever], units: Mapping[int, str]) -> None:
        self._steps, self._levers, self._units = steps, levers, units
        self._by_unit = any(lever.unit for lever in levers)
        self._places = len(levers)
        self._varies: set[int] = set(range(len(levers)))
        self._constants: dict[Decimal, int] = {}
        self._calls: dict[tuple[object, ...], int] = {}
        self._instructions: list[Instruction] = []
        self._known: dict[tuple[str, str], int] = {}

    def program(self, result: str) -> Program:
        place = self._step(result, "")
        return Program(len(self._levers), {at: value for value, at in self._constants.items()}, self._instructions, self._places, place)

    def _constant(self, value: Any) -> int:
        number = Decimal(value)
        if number not in self._constants:
            self._constants[number] = self._new()
        return self._constants[number]

    def _new(self) -> int:
        self._places += 1
        return self._places - 1

    def _call(self, what: object, function: Callable[..., Any], arguments: tuple[int | tuple[int, ...], ...]) -> int:
        key = (what, arguments)
        if key not in self._calls:
            self._calls[key] = target = self._new()
            self._varies.add(target)
            self._instructions.append(Instruction(target, function, arguments))
        return self._calls[key]

    def _step(self, id: str, unit: str) -> int:
        """The place of a step's figure, as it is needed for this unit."""
        step = self._steps[id]
        if step.about[0] == "valuation_unit":
            unit = self._units.get(step.about[1], unit)
        known = (id, unit if self._by_unit else "")
        if known not in self._known:
            self._known[known] = self._figure(step, unit)
        return self._known[known]

    def _figure(self, step: Step, unit: str) -> int:
        formula = BY_KEY.get(step.formula)
        if formula is None:
            return self._constant(step.value)  # a procedure's result: it does not vary
        arguments = tuple(self._argument(formula, key, one, step, unit) for key, one in zip(formula.symbols, step.inputs, strict=True))
        if not any(place in self._varies for one in arguments for place in (one if isinstance(one, tuple) else (one,))):
            return self._constant(step.value)
        return self._call(formula.key, formula.body, arguments)

    def _argument(self, formula: Formula, key: str, given: Any, step: Step, unit: str) -> int | tuple[int, ...]:
        meaning = formula.symbols[key].meaning

        def place(value: Any, origin: Origin, position: int = 0) -> int:
            return self._used(Use(formula.key, key, meaning, position, origin, unit), value)

        if key not in formula.sequences:
            return place(given.value, given.origin)
        origins = given.origins or (given.origin,) * len(given.value)
        return tuple(place(value, origin, at) for at, (value, origin) in enumerate(zip(given.value, origins, strict=True)))

    def _used(self, use: Use, value: Any) -> int:
        """The place of an argument with what the levers do to it."""
        found = self._step(use.origin, use.unit) if isinstance(use.origin, str) and use.origin in self._steps else None
        place = found if found is not None and found in self._varies else self._constant(value)
        scales: list[tuple[int, How]] = []
        for at, lever in enumerate(self._levers):
            how = lever.effect(use)
            if how == "shift":
                place = self._call("shift", _shifted_rate if lever.key == "折现率" else _shifted, (place, at))
            elif how is not None and (value or place in self._varies) and (how == "scale" or use.position):
                scales.append((at, how))
        return self._call("scaled", _scaled, (place, self._factor(scales, use.position))) if scales else place

    def _factor(self, scales: Sequence[tuple[int, How]], position: int) -> int:
        """The place of the product of all scales, worked out once for all arguments that share it."""
        factor: int | None = None
        for at, how in scales:
            one = self._call("more", _more, (at,))
            if how == "growth":
                one = self._call("power", _power, (one, self._constant(position)))
            factor = one if factor is None else self._call("scaled", _scaled, (factor, one))
        assert factor is not None
        return factor


def _shifted(value: Any, change: Any) -> Any:
    return value + change


def _shifted_rate(value: Any, change: Any) -> Any:
    """A rate after its change; not above −100 % it discounts nothing, which whole exponents would not notice."""
    found = value + change
    if isinstance(found, Decimal):
        if found <= -1:
            raise InvalidOperation
        return found
    import numpy as np

    return np.where(found > -1, found, np.nan)


def _more(change: Any) -> Any:
    return 1 + change


def _scaled(value: Any, factor: Any) -> Any:
    return value * factor


def _power(value: Any, exponent: Any) -> Any:
    return value**exponent
