"""The smallest and largest value in each stretch of a long sequence."""

import itertools
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from server.science import native
from server.science.gaussian.threads import in_threads
from server.science.native.library import KINDS, address

Floats = NDArray[np.float64]
WORTH_A_THREAD = 2**18  # values
LONG = 1000  # values of a bin from which on it is looked at by itself
SHARES = 16


def minmax_bins(values: NDArray[Any], edges: ArrayLike) -> tuple[Floats, Floats]:
    """The extremes of ``values[edges[i]:edges[i + 1]]`` for each i.

    ``values`` has shape (n,); ``edges`` are m + 1 indices from 0 to n that never fall. Returns the
    minima and the maxima, each of shape (m,). NaNs are passed over; a stretch without a value, or
    with nothing but NaNs, gives NaN.
    """
    bounds = checked_edges(edges, len(values))
    return survey(values, bounds)[:2]


def block_minmax(values: NDArray[Any], block: int) -> tuple[Floats, Floats]:
    """The extremes of each ``block`` successive ``values``; the last may be of fewer."""
    bounds = np.append(np.arange(0, len(values), block, dtype=np.int64), len(values))
    return survey(values, bounds)[:2]


def checked_edges(edges: ArrayLike, n: int) -> NDArray[np.int64]:
    """``edges`` as whole numbers. Raises ValueError where they fall or leave 0 … n."""
    bounds = np.asarray(edges, dtype=np.int64)
    if bounds.ndim != 1 or len(bounds) < 1:
        raise ValueError("edges must be a sequence of one index or more")
    if bounds[0] < 0 or bounds[-1] > n or (np.diff(bounds) < 0).any():
        raise ValueError(f"edges must rise from 0 or more to {n} or less")
    return bounds


def survey(
    values: NDArray[Any], bounds: NDArray[np.int64], workers: int | None = None
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """The extremes between ``bounds``, and whether something there is not finite."""
    minima, maxima = np.empty((2, len(bounds) - 1))
    odd = np.zeros(len(bounds) - 1, dtype=bool)
    library = native.library()
    compiled = library is not None and values.dtype in KINDS and values.flags.c_contiguous

    def look(bins: range) -> None:
        some = slice(bins.start, bins.stop)
        if library is not None and compiled:
            library.extremes(
                address(values), KINDS[values.dtype], address(bounds, bins.start), len(bins),
                address(minima, bins.start), address(maxima, bins.start), address(odd, bins.start),
            )  # fmt: skip
            return
        edges = bounds[bins.start : bins.stop + 1]
        minima[some], maxima[some], odd[some] = _reduced(values, edges)

    in_threads(look, _shares(bounds), workers)
    return minima, maxima, odd


def _shares(bounds: NDArray[np.int64]) -> list[range]:
    """The bins in a few groups of about as many values each; in one where they are few."""
    bins = len(bounds) - 1
    if bins < 1:
        return []
    if bounds[-1] - bounds[0] < WORTH_A_THREAD:
        return [range(bins)]
    parts = int(min((bounds[-1] - bounds[0]) // WORTH_A_THREAD + 1, SHARES))
    marks = np.searchsorted(bounds, np.linspace(bounds[0], bounds[-1], parts + 1)[1:-1])
    ends = np.unique(np.concatenate([[0], np.clip(marks, 0, bins), [bins]])).tolist()
    return [range(a, b) for a, b in itertools.pairwise(ends)]


def _reduced(
    values: NDArray[Any], bounds: NDArray[np.int64]
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    minima = np.full(len(bounds) - 1, np.nan)
    maxima = minima.copy()
    odd = np.zeros(len(minima), dtype=bool)
    filled = np.flatnonzero(np.diff(bounds) > 0)
    if filled.size and bounds[-1] - bounds[0] > LONG * filled.size:
        for i in filled:
            minima[i], maxima[i], odd[i] = _of_one(values[bounds[i] : bounds[i + 1]])
    elif filled.size:
        part = np.asarray(values[bounds[0] : bounds[-1]])
        starts = bounds[filled] - bounds[0]
        minima[filled] = np.fmin.reduceat(part, starts)
        maxima[filled] = np.fmax.reduceat(part, starts)
        if part.dtype.kind == "f":
            odd[filled] = np.logical_or.reduceat(~np.isfinite(part), starts)
    return minima, maxima, odd


def _of_one(values: NDArray[Any]) -> tuple[float, float, bool]:
    """The same of one bin: numpy is much quicker at it as long as there are no NaNs."""
    part = np.asarray(values)
    low, high = float(part.min()), float(part.max())
    if np.isfinite(low) and np.isfinite(high):
        return low, high, False
    return float(np.fmin.reduce(part)), float(np.fmax.reduce(part)), True
