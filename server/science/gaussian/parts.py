"""Parts of a smoothed sequence, gaps and all.

Everything is worked out in chunks that begin at multiples of a length that depends on the filter
alone, so that a part is the same to the last bit however it was asked for.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.gaussian.borders import extended
from server.science.gaussian.kernels import Mode, Tier

Floats = NDArray[np.float64]
CHUNK = 65_536


@dataclass(frozen=True)
class Filter:
    """A Gaussian, or its derivative of ``order``, and what lies beyond the ends."""

    sigma: float
    radius: int
    order: int = 0
    mode: Mode = "reflect"
    cval: float = 0.0
    tier: Tier = "exact"
    workers: int | None = None


@dataclass(frozen=True)
class Gaps:
    """What becomes of places with too little around them, or without a value of their own."""

    min_weight: float = 0.0
    fill: bool = False


def smoothed(values: NDArray[Any], start: int, stop: int, how: Filter, gaps: Gaps) -> Floats:
    """``values`` (n,) filtered, from ``start`` to ``stop``: shape (stop - start,).

    Values that are not finite are gaps, passed over by normalised convolution.
    """
    result = np.empty(stop - start)
    length = max(CHUNK, 2 * how.radius)
    for first in range(start // length * length, stop, length):
        last = min(first + length, len(values))
        reach = extended(values, first - how.radius, last + how.radius, how.mode, how.cval)
        known = np.isfinite(reach)
        low, high = max(start, first), min(stop, last)
        inner = slice(low - first, high - first + 2 * how.radius)
        part = np.asarray(reach[inner], dtype=np.float64)
        offset = float(reach[np.argmax(known)]) if known.any() else 0.0
        if known.all():
            result[low - start : high - start] = _inside(part, how)
        else:
            level = offset if how.order == 0 else 0.0
            quotient = _over_gaps(part - offset, known[inner], how, gaps)
            result[low - start : high - start] = quotient + level
    return result


def _inside(reach: Floats, how: Filter) -> Floats:
    """Those of ``reach`` filtered whose kernel lies within it."""
    from scipy.ndimage import gaussian_filter1d

    smooth: Floats = gaussian_filter1d(reach, how.sigma, order=how.order, radius=how.radius)
    return smooth[how.radius : len(reach) - how.radius]


def _over_gaps(reach: Floats, known: NDArray[np.bool_], how: Filter, gaps: Gaps) -> Floats:
    """The same by normalised convolution; a derivative is that of the quotient."""
    clean = np.where(known, reach, 0.0)
    orders = range(how.order + 1)
    totals = [_inside(clean, replace(how, order=k)) for k in orders]
    weights = [_inside(known.astype(np.float64), replace(how, order=k)) for k in orders]
    good = (weights[0] > 0) & (weights[0] >= gaps.min_weight)
    if not gaps.fill:
        good &= known[how.radius : len(reach) - how.radius]
    return np.asarray(np.where(good, _quotient(totals, weights, good), np.nan))


def _quotient(totals: list[Floats], weights: list[Floats], good: NDArray[np.bool_]) -> Floats:
    """The quotient totals[0] / weights[0], or its first or second derivative."""
    weight = np.where(good, weights[0], 1.0)
    quotient = totals[0] / weight
    if len(totals) == 1:
        return np.asarray(quotient)
    slope = (totals[1] - quotient * weights[1]) / weight
    if len(totals) == 2:
        return np.asarray(slope)
    return np.asarray((totals[2] - 2 * slope * weights[1] - quotient * weights[2]) / weight)
