"""Smoothings to compare the Gaussian with: Savitzky–Golay, moving median and moving average.

All work on a window of an odd number of samples, take the edge modes of ``scipy.ndimage``, and
reckon in blocks that begin at whole multiples of their length, so that any part of the result
is, bit for bit, that part of the whole. Values that are not finite are gaps:

- the average is that of the values that are there (normalised convolution);
- the median is that of the values that are there;
- the polynomial of Savitzky and Golay is fitted to the values that are there.

Their width is told by a Gaussian's sigma: ``window_for`` gives the window with the same −3 dB
cut-off, so that what is compared passes the same band.
"""

import functools
import math
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError
from server.science.gaussian.borders import extended
from server.science.gaussian.kernels import CUTOFF, Mode
from server.science.polynomials import correlate, savgol
from server.science.response import of_savgol

Array = NDArray[np.float64]
Companion = Literal["savgol", "median", "mean"]
COMPANIONS: tuple[Companion, ...] = get_args(Companion)

BLOCK = 2**16  # samples reckoned together, at least
MAX_WINDOW = 4_000_001  # samples: blocks of 100 MB
MEAN_CUTOFF = 0.44294647  # times the window: where sin(πfW)/(πfW) is the root of ½
HUGE = 1e150  # larger values are scaled, so that no sum of them overflows


@dataclass(frozen=True)
class Filter:
    """A smoothing over ``window`` samples, an odd number.

    ``degree`` and ``order`` (the derivative, per sample) are those of ``savgol``; the others have
    none. Where less than the share ``min_weight`` of a window holds values, the result is NaN;
    without ``fill`` it is NaN, too, where the value itself was missing.
    """

    method: Companion
    window: int
    mode: Mode = "reflect"
    cval: float = 0.0
    degree: int = 3
    order: int = 0
    min_weight: float = 0.0
    fill: bool = False


def window_for(method: Companion, sigma: float, degree: int = 3) -> int:
    """The odd window whose −3 dB cut-off comes nearest to that of a Gaussian of ``sigma`` samples.

    A median, which has no cut-off, gets the window of the moving average. Of Savitzky–Golay it is
    at least the shortest that does not run through every value. Raises InputError naming
    ``width`` where it is too long.
    """
    cut = _savgol_cutoff(degree) if method == "savgol" else MEAN_CUTOFF
    wanted = sigma * cut / CUTOFF
    if not wanted <= MAX_WINDOW:
        allowed = f"sigma up to {(MAX_WINDOW - 1) * CUTOFF / cut:,.0f} samples"
        raise InputError("width", "makes too long a window", allowed)
    window = 2 * round((wanted - 1) / 2) + 1
    shortest = degree + 1 + degree % 2 if method == "savgol" else 1
    return max(window, shortest)


def smooth(values: NDArray[Any], chosen: Filter) -> Array:
    """All of ``values`` (n,), of any real type, smoothed: float64 (n,)."""
    return part(values, 0, len(values), chosen)


def part(values: NDArray[Any], start: int, stop: int, chosen: Filter) -> Array:
    """The smoothed values from ``start`` to before ``stop``, (stop − start,).

    Reads the blocks that they lie in, and half a window on either side. Raises InputError naming
    ``width``, ``degree`` or ``order``.
    """
    _check(chosen)
    length = max(BLOCK, 1 << (2 * chosen.window).bit_length())
    reach = chosen.window // 2
    found = np.empty(stop - start)
    for begin in range(start - start % length, stop, length):
        end = min(begin + length, len(values))
        around = extended(values, begin - reach, end + reach, chosen.mode, chosen.cval)
        block = _block(np.asarray(around, dtype=np.float64), chosen)
        first, last = max(begin, start), min(end, stop)
        found[first - start : last - start] = block[first - begin : last - begin]
    return found


def _check(chosen: Filter) -> None:
    if chosen.window < 1 or chosen.window % 2 == 0 or chosen.window > MAX_WINDOW:
        allowed = f"an odd number up to {MAX_WINDOW:,}"
        raise InputError("width", f"a window of {chosen.window:,} samples will not do", allowed)
    if chosen.order and chosen.method != "savgol":
        raise InputError("order", "only gaussian and savgol have derivatives", "0")
    if chosen.method == "savgol" and not chosen.order <= chosen.degree < chosen.window:
        allowed = f"{chosen.order} to {chosen.window - 1} for {chosen.window} samples"
        raise InputError("degree", "does not suit", allowed)


def _block(around: Array, chosen: Filter) -> Array:
    """The result (n,) of ``around`` (n + window − 1,)."""
    window, reach = chosen.window, chosen.window // 2
    known = np.isfinite(around)
    if not known.any():
        return np.full(len(around) - 2 * reach, np.nan)
    whole = bool(known.all())
    largest = float(np.max(np.abs(around), where=known, initial=0.0))
    scale = 2.0 ** (math.frexp(largest)[1] - 1) if largest > HUGE else 1.0
    scaled = around / scale
    if not whole:
        scaled[~known] = np.nan
    if chosen.method == "savgol":
        found = savgol(scaled, window, chosen.degree, chosen.order)
    elif chosen.method == "mean":
        found = _mean(scaled, known, window)
    else:
        found = _median(scaled, known, window)
    if not whole:
        share = np.rint(correlate(known.astype(np.float64), np.full(window, 1.0))) / window
        found[(share == 0) | (share < chosen.min_weight)] = np.nan
        if not chosen.fill:
            found[~known[reach : len(known) - reach]] = np.nan
    with np.errstate(over="ignore"):  # a polynomial may overshoot the largest of numbers
        return np.asarray(found * scale)


def _mean(around: Array, known: NDArray[np.bool_], window: int) -> Array:
    from scipy.ndimage import uniform_filter1d

    inside = slice(window // 2, len(around) - window // 2)
    level = float(around[known].mean())
    rest = np.where(known, around - level, 0.0)
    total: Array = uniform_filter1d(rest, window, mode="constant")[inside]
    if known.all():
        return total + level
    share: Array = uniform_filter1d(known.astype(np.float64), window, mode="constant")[inside]
    found = np.full(total.shape, np.nan)
    np.divide(total, share, out=found, where=share > 0)
    return found + level


def _median(around: Array, known: NDArray[np.bool_], window: int) -> Array:
    """Gaps are taken for −∞ and +∞ in turn, which leaves the middle in the middle.

    A window with an odd number of gaps has one too many of one of them: once with either sign
    first, the two results are the two values in the middle.
    """
    from scipy.ndimage import median_filter

    inside = slice(window // 2, len(around) - window // 2)
    gaps = np.flatnonzero(~known)
    if not len(gaps):
        every: Array = median_filter(around, window, mode="nearest")[inside]
        return every
    found = []
    for first in (0, 1):
        filled = around.copy()
        filled[gaps] = np.where((np.arange(len(gaps)) + first) % 2, np.inf, -np.inf)
        found.append(median_filter(filled, window, mode="nearest")[inside])
    low, high = found
    there = np.isfinite(low) & np.isfinite(high)
    middle = np.full(low.shape, np.nan)
    middle[there] = low[there] + (high[there] - low[there]) / 2
    return middle


@functools.cache
def _savgol_cutoff(degree: int) -> float:
    """The cut-off of a long Savitzky–Golay filter, times its window."""
    window = 1001
    cutoff = of_savgol(window, degree).cutoff
    return cutoff * window if cutoff else MEAN_CUTOFF
