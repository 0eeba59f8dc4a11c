"""Sobol indices of a project's total, by SciPy: how much of its variance each parameter accounts for."""

from collections.abc import Callable, Sequence
from typing import Any

from gzvalue.valuation.procedures.unsolvable import Unsolvable
from gzvalue.valuation.simulation.asked import Varied
from gzvalue.valuation.simulation.distributions import distribution_of, frozen
from gzvalue.valuation.simulation.model import ProjectModel


def sobol_indices(
    model: ProjectModel, varied: Sequence[Varied], samples: int, seed: int, progress: Callable[[int, int], None]
) -> list[tuple[float, float]]:
    """First-order and total index of each parameter, taken as independent of the others (Saltelli 2010).

    Args:
        model: the total as a function of levers.
        varied: at least two parameters, none a single value.
        samples: basic samples, a power of 2; the model runs samples × (parameters + 2) times.
        seed: of the scrambled Sobol sequence.

    Raises:
        Unsolvable: the model is not defined for some draws, or does not vary.
    """
    import numpy as np
    from scipy import stats

    def totals(x: Any) -> Any:
        points = x.reshape(len(varied), -1)
        found = model.arrays({one.lever: row for one, row in zip(varied, points, strict=True)}, progress)
        if not np.isfinite(found).all():
            raise Unsolvable("model", "部分抽样值使结果没有意义（例如折现率不大于 −100%），请收窄参数的分布")
        return found.reshape(x.shape[1:])

    with np.errstate(all="ignore"):
        found = stats.sobol_indices(
            func=totals, n=samples, dists=[frozen(distribution_of(one)) for one in varied], rng=np.random.default_rng(seed)
        )
    pairs = list(zip(found.first_order.tolist(), found.total_order.tolist(), strict=True))
    if not np.isfinite(pairs).all():
        raise Unsolvable("model", "各参数的变动没有使结果变化，算不出索博尔指数")
    return pairs
