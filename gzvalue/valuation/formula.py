"""One definition per formula, four faces: exact figures, printed derivation, live cell formula, arrays.

A formula is a plain function of numbers and sequences, marked with `formula`. Its body uses only
``+ - * / **``, whole numbers and the functions of `gzvalue.valuation.functions`; so it can be

1. called with `Decimal` (34 digits): ``present_value(income, rate, exponents)``;
2. printed, with symbols (``.written``) and with its numbers (``.filled(...)``);
3. written into a spreadsheet cell (``.cell(...)``);
4. run over arrays of draws (``.arrays(...)``).
"""

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow, getcontext, localcontext
from functools import cached_property
from typing import Any, NamedTuple

from gzvalue.schema.kinds import grouped, ratio_kind, rounded
from gzvalue.valuation.expression import (
    Argument,
    Expression,
    cell_style,
    fits_ranges,
    is_number,
    printed_style,
    recorded,
    render,
)
from gzvalue.valuation.functions import Numbers
from gzvalue.valuation.result import Figure, Input, Origin, Step

MOST_ARGUMENTS = 6
"""A formula with more is several formulas."""

EXACT = Context(prec=34, Emin=-999999, Emax=999999, traps=[InvalidOperation, DivisionByZero, Overflow])
"""The arithmetic of every figure: 34 significant digits, as IEEE decimal128 has."""


@dataclass(frozen=True)
class Symbol:
    """How an argument is printed: sign, Chinese meaning and unit (``元``, ``%``, ``年`` or empty)."""

    sign: str
    meaning: str
    unit: str = ""


class Formula:
    """A formula of the program, made by `formula`.

    Attributes:
        key: stable English key, unique among all formulas.
        name: Chinese name of what it gives.
        symbol: sign of what it gives.
        unit: unit of what it gives.
        source: clause, standard or the program's own rule, with a caveat where it is not confirmed.
        symbols: argument → `Symbol`, in the order of the arguments.
        sequences: those arguments that are sequences.
        slots: for each argument its key, sign, meaning, unit and whether it is a sequence; tens of thousands of steps ask for it.
    """

    def __init__(
        self, body: Callable[..., Any], *, key: str, name: str, symbol: str, unit: str, source: str, symbols: Mapping[str, Symbol]
    ) -> None:
        parameters = inspect.signature(body).parameters
        if list(parameters) != list(symbols):
            raise TypeError(f"formula {key}: arguments and symbols differ")
        if len(parameters) > MOST_ARGUMENTS:
            raise TypeError(f"formula {key}: more than {MOST_ARGUMENTS} arguments")
        self.body = body
        self.key, self.name, self.symbol, self.unit, self.source = key, name, symbol, unit, source
        self.symbols = dict(symbols)
        self.sequences = frozenset(k for k, p in parameters.items() if p.annotation == Numbers)
        self.slots = tuple((key, one.sign, one.meaning, one.unit, key in self.sequences) for key, one in self.symbols.items())
        self.__doc__ = body.__doc__

    def __repr__(self) -> str:
        return f"<formula {self.key}>"

    def __call__(self, *arguments: Any, **named: Any) -> Decimal:
        """The figure, in 34 digits. Arguments are `Decimal` or whole numbers; sequences are tuples of these.

        Raises:
            decimal.DecimalException: a division by zero, an undefined power or logarithm.
        """
        current = getcontext()
        if current.prec == EXACT.prec and current.rounding == EXACT.rounding and current.traps == EXACT.traps:  # set by a valuation
            return +Decimal(self.body(*arguments, **named))
        with localcontext(EXACT):
            return +Decimal(self.body(*arguments, **named))

    def arrays(self, **arguments: Any) -> Any:
        """The figure of many draws at once: NumPy arrays or floats; a sequence is a list of these."""
        return self.body(**arguments)

    @cached_property
    def written(self) -> str:
        """The formula with symbols, as printed: ``P = Σ Fₜ ÷ (1 + i)^nₜ``."""
        style = printed_style(lambda argument: self.symbols[argument.key].sign)
        return f"{self.symbol} = {render(self._each, style)}"

    def filled(self, *, most_items: int = 12, **arguments: Any) -> str:
        """The formula with its numbers: ``300,000 ÷ (1 + 10%)^1 + …``, for people, so rounded for reading.

        A sequence of more than ``most_items`` stays a Σ of its symbols.
        """
        long = any(len(arguments[k]) > most_items for k in self.sequences)

        def shown(argument: Argument) -> str:
            if argument.each:
                return self.symbols[argument.key].sign
            value = arguments[argument.key]
            return readable(value if argument.index is None else value[argument.index], self.symbols[argument.key].unit)

        return render(self._each if long else self._unrolled({k: len(arguments[k]) for k in self.sequences}), printed_style(shown))

    def cell(self, **cells: str | Sequence[str]) -> str:
        """The formula for a spreadsheet, beginning with ``=``.

        Each argument is a cell reference (``B2``, ``输入!$B$2``, a defined name); a sequence is a list of
        references or one range (``B2:B6``).
        """
        if all(isinstance(cells[k], str) for k in self.sequences) and self._fits_ranges:
            return "=" + render(self._each, cell_style(lambda argument: str(cells[argument.key])))
        lists = {k: cells_of_range(v) if isinstance(v := cells[k], str) else list(v) for k in self.sequences}

        def reference(argument: Argument) -> str:
            return str(cells[argument.key]) if argument.index is None else lists[argument.key][argument.index]

        return "=" + render(self._unrolled({k: len(v) for k, v in lists.items()}), cell_style(reference))

    @cached_property
    def _each(self) -> Expression:
        """The tree in which every sequence is one item that stands for each."""
        one = {k: [Argument(k, each=True)] if k in self.sequences else Argument(k) for k in self.symbols}
        return recorded(self.body(**one))

    @cached_property
    def _fits_ranges(self) -> bool:
        return fits_ranges(self._each)

    def _unrolled(self, lengths: Mapping[str, int]) -> Expression:
        """The tree in which sequences have so many items."""
        many = {k: [Argument(k, i) for i in range(lengths[k])] if k in self.sequences else Argument(k) for k in self.symbols}
        return recorded(self.body(**many))


def formula(
    *, key: str, name: str, symbol: str, unit: str, source: str, symbols: Mapping[str, tuple[str, ...]]
) -> Callable[[Callable[..., Any]], Formula]:
    """Make a function a formula; its docstring is its specification.

    Args:
        key: stable English key.
        name: Chinese name of the figure.
        symbol: sign of the figure, left of the equals sign.
        unit: unit of the figure.
        source: clause or rule, with its caveat.
        symbols: for each argument its sign, Chinese meaning and unit; the sign of a sequence has a subscript.
    """

    def mark(body: Callable[..., Any]) -> Formula:
        return Formula(
            body, key=key, name=name, symbol=symbol, unit=unit, source=source, symbols={k: Symbol(*v) for k, v in symbols.items()}
        )

    return mark


# --- steps --------------------------------------------------------------------------------------


class Given(NamedTuple):
    """A value with its origin; see `gzvalue.valuation.result.Input`. A tuple, as there are tens of thousands."""

    value: Figure | int
    origin: Origin


def given(value: Figure | int, origin: Origin) -> Given:
    """A value that says where it comes from: ``(form, id, key)`` of a datum, or the id of a step."""
    return Given(value, origin)


def step(formula: Formula, *, id: str, about: tuple[str, int], name: str | None = None, **arguments: Any) -> Step:
    """One figure with its derivation.

    Args:
        formula: what is computed.
        id: path of the step, unique in a valuation.
        about: ``(form, id)`` of the record the figure is about.
        name: Chinese name, where the formula's own is too general.
        arguments: numbers, or sequences of numbers; each may be a `Given` or an earlier `Step` instead.

    Raises:
        decimal.DecimalException: the figure is not defined for these arguments.
    """
    values: dict[str, Any] = {}
    inputs = []
    for key, sign, meaning, unit, sequence in formula.slots:
        argument = arguments[key]
        if sequence:
            value, origin, origins = _value_and_origins(argument)
        else:
            value, origin = _value_and_origin(argument)
            origins = ()
        values[key] = value
        inputs.append(_INPUT((sign, meaning, value, unit, origin, origins)))
    if len(arguments) != len(values):
        unknown = arguments.keys() - formula.symbols.keys()
        raise TypeError(f"formula {formula.key} has no argument {', '.join(sorted(unknown))}")
    made = _NEW(Step)  # a frozen dataclass sets its fields one by one, which took a fifth of a valuation's time
    vars(made).update(
        id=id, name=name or formula.name, formula=formula.key, written=formula.written, inputs=tuple(inputs),
        value=formula(**values), unit=formula.unit, source=formula.source, about=about,
    )  # fmt: skip
    return made


_INPUT = Input._make
_NEW = object.__new__


def _value_and_origins(argument: Any) -> tuple[Figure, Origin, tuple[Origin, ...]]:
    if isinstance(argument, Given | Step):
        value, origin = _value_and_origin(argument)
        return value, origin, ()
    pairs = [_value_and_origin(item) for item in argument]
    origins = tuple(origin for _, origin in pairs)
    return tuple(value for value, _ in pairs), None, origins if any(o is not None for o in origins) else ()


def _value_and_origin(argument: Any) -> tuple[Any, Origin]:
    kind = type(argument)
    if kind is Given:
        value = argument[0]
        return (value if type(value) is Decimal else _exact(value)), argument[1]
    if kind is Step:
        return argument.value, argument.id
    return _exact(argument), None


def _exact(value: Any) -> Any:
    if type(value) is Decimal:  # nearly always
        return value
    if isinstance(value, tuple | list):
        return tuple(_exact(item) for item in value)
    if not is_number(value):
        raise TypeError(f"a figure is a Decimal or a whole number, not {type(value).__name__}")
    return Decimal(value)


# --- reading aids -------------------------------------------------------------------------------

_RATIO = ratio_kind()


def readable(value: Decimal | int, unit: str = "") -> str:
    """A figure for people: thousands separators, per cent for ratios, no more decimals than say something."""
    exact = Decimal(value)
    if unit == "%":
        return _RATIO.format(_short(exact, 6)).replace("-", "−")
    short = _short(exact, 2 if unit == "元" else 6)
    exponent = short.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return grouped(short, 2 if unit == "元" and places else places).replace("-", "−")


def _short(value: Decimal, places: int) -> Decimal:
    """Rounded half up to these decimals, or to six significant digits where that says more."""
    leading = -value.adjusted() if value else 0
    return rounded(value, max(places, leading + 5) if leading > 0 else places)


_RANGE = re.compile(r"(?P<sheet>.*!)?\$?(?P<c1>[A-Z]{1,3})\$?(?P<r1>\d+):\$?(?P<c2>[A-Z]{1,3})\$?(?P<r2>\d+)")


def cells_of_range(text: str) -> list[str]:
    """The cells of a range, row by row, absolute where the range is.

    Raises:
        ValueError: the text is no range of cells.
    """
    match = _RANGE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a range of cells: {text}")
    sheet, absolute = match["sheet"] or "", "$" if "$" in text.rpartition("!")[2] else ""
    columns = range(_column_number(match["c1"]), _column_number(match["c2"]) + 1)
    return [f"{sheet}{absolute}{_column_name(c)}{absolute}{r}" for r in range(int(match["r1"]), int(match["r2"]) + 1) for c in columns]


def _column_number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def _column_name(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
