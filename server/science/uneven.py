"""Gaussian smoothing of unevenly sampled sequences: the kernel is laid out in units of x.

Each value becomes the mean of its neighbours, weighed by their distance (Nadaraya, Theory of
Probability and its Applications 9, 141, 1964; Watson, Sankhyā A 26, 359, 1964). Beyond the ends
there is nothing, so nothing is taken to be there: no edge mode.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError

Array = NDArray[np.float64]

PAIRS = 2**18  # of a sample and a neighbour, worked out together: 8 MB
MAX_PAIRS = 2 * 10**9  # in all: about half a minute
SAMPLED = 2**16  # steps that the usual one is taken from
HUGE = 1e150  # larger values are scaled, so that no sum of them overflows
TINY = 1e-300  # stands for a sigma of 0: only samples at the same place are neighbours


def smooth_along(
    x: NDArray[Any],
    values: NDArray[Any],
    sigma: float,
    *,
    start: int = 0,
    stop: int | None = None,
    truncate: float = 4.0,
    min_weight: float = 0.0,
    fill: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> Array:
    """``values`` (n,) at ascending ``x`` (n,), smoothed by a Gaussian of ``sigma`` in units of x.

    float64 (n,), or the part from ``start`` to before ``stop`` of it, bit for bit. The kernel
    reaches ``truncate`` sigma and half a usual step, which makes the result that of
    ``gaussian_smooth`` for even steps, away from the edges. Values that are not finite are gaps:
    they weigh nothing, and stay open (NaN) without ``fill``; where what is there has less than
    the share ``min_weight`` of the weight of all samples in reach, the result is NaN. All is NaN
    from where it was ``cancelled``.

    Raises InputError naming ``x`` where it does not ascend and ``width`` for too much work.
    """
    places = np.asarray(x, dtype=np.float64)
    stop = len(places) if stop is None else stop
    if not (np.isfinite(places).all() and (places[1:] >= places[:-1]).all()):
        raise InputError("x", "does not ascend", "numbers in order, without gaps")
    if not (np.isfinite(sigma) and sigma >= 0):
        raise InputError("width", f"{sigma:g} is no width", "0 or more")
    at = places[start:stop]
    reach = truncate * sigma + usual_step(places) / 2
    first = np.searchsorted(places, at - reach, side="left")
    after = np.searchsorted(places, at + reach, side="right")
    last = np.cumsum(after - first)
    if len(last) and last[-1] > MAX_PAIRS:
        allowed = f"about {sigma * MAX_PAIRS / last[-1]:.3g} in units of x"
        raise InputError("width", f"reaches {last[-1]:,} neighbours in all", allowed)
    found = np.full(stop - start, np.nan)
    begin = 0
    while begin < len(at) and not cancelled():
        done = int(last[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(last, done + PAIRS, side="right")))
        low, high = int(first[begin]), int(after[end - 1])
        near = np.asarray(values[low:high], dtype=np.float64)
        among = first[begin:end] - low, after[begin:end] - low
        found[begin:end] = _weighed(
            at[begin:end], among, places[low:high], near, max(sigma, TINY), min_weight
        )
        begin = end
    if not fill:
        found[~np.isfinite(np.asarray(values[start:stop], dtype=np.float64))] = np.nan
    return found


def usual_step(places: Array) -> float:
    """The median of the first steps of ascending ``places``; 0 of fewer than two."""
    steps = np.diff(places[: SAMPLED + 1])
    return float(np.median(steps)) if len(steps) else 0.0


def _weighed(
    at: Array,
    among: tuple[NDArray[np.intp], NDArray[np.intp]],
    places: Array,
    values: Array,
    sigma: float,
    min_weight: float,
) -> Array:
    """The weighed means (m,) at ``at`` (m,) of the ``values`` numbered from among[0] to among[1].

    Every pair of a sample and a neighbour is worked out: they stand in one long row.
    """
    first, after = among
    counts = after - first
    begins = np.cumsum(counts) - counts
    neighbour = np.arange(int(counts.sum())) + np.repeat(first - begins, counts)
    with np.errstate(over="ignore"):  # so far away that it weighs nothing
        distance = (places[neighbour] - np.repeat(at, counts)) / sigma
        weight = np.exp(-0.5 * distance**2)
    whole = np.add.reduceat(weight, begins)
    known = np.isfinite(values)
    largest = float(np.max(np.abs(values), where=known, initial=0.0))
    scale = HUGE if largest > HUGE else 1.0
    if not known.all():
        weight = weight * known[neighbour]
    total = np.add.reduceat(weight * np.where(known, values / scale, 0.0)[neighbour], begins)
    there = np.add.reduceat(weight, begins)
    found = np.full(len(at), np.nan)
    np.divide(total, there, out=found, where=(there > 0) & (there >= min_weight * whole))
    return found * scale
