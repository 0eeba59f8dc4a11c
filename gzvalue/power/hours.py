"""Hours of the day as people write them."""

from collections.abc import Sequence

from gzvalue.errors import UserError
from gzvalue.power.stamps import clock


def spans_of(texts: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Hours such as ``08:00-12:00`` as minutes of the day; a span over midnight becomes two.

    Raises:
        UserError: a text is no span of hours.
    """
    found: list[tuple[int, int]] = []
    for text in texts:
        first, _, last = text.strip().partition("-")
        a, b = clock(first.strip()), clock(last.strip())
        if a is None or b is None:
            raise UserError(f"时段“{text[:30]}”无法识别；请写成 08:00-12:00 的样子，多段用逗号分开。")
        found += [(a, b)] if a < b else [(a, 24 * 60), (0, b)]
    return tuple(found)
