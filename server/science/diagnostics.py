"""What a smoothing took away and what it left: is the residual noise, and how much of it is gone.

Work is bounded: of long sequences a stretch of ``LOOKED_AT`` values in the middle is looked at.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.excerpt import scale_of

Array = NDArray[np.float64]

LOOKED_AT = 2**18  # values
NORMAL = 0.6744897501960817  # the third quartile of the normal distribution
LEAST_KNOWN = 8  # values that anything can be said of


@dataclass(frozen=True)
class Whiteness:
    """The test of Ljung and Box; small ``p`` (say below 0.05) speak against white noise."""

    statistic: float
    p: float
    lags: int
    words: str


@dataclass(frozen=True)
class Band:
    """How far to either side of the smoothed curve its true course lies, and on what terms."""

    half_width: float
    level: float
    words: str


def middle(values: NDArray[Any], most: int = LOOKED_AT) -> Array:
    """Up to ``most`` of ``values`` (n,) from their middle, as float64; infinities are gaps."""
    start = max(len(values) - most, 0) // 2
    part = np.array(values[start : start + most], dtype=np.float64)
    part[~np.isfinite(part)] = np.nan
    return part


def autocorrelation(values: NDArray[Any], lags: int) -> Array | None:
    """The correlation of ``values`` (n,) with themselves 0 … ``lags`` samples later, (lags + 1,).

    The biased estimate about the mean (Box and Jenkins, "Time Series Analysis", chapter 2), by
    the Fourier transform; of pairs with a gap each counts for nothing, and the others stand for
    them. None for fewer than ``LEAST_KNOWN`` values and for a constant.
    """
    from scipy.fft import irfft, next_fast_len, rfft

    part = middle(values)
    known = np.isfinite(part)
    lags = min(lags, len(part) - 1)
    if known.sum() < LEAST_KNOWN or np.all(part[known] == part[known][0]):
        return None
    rest = np.where(known, part / scale_of(part), 0.0)
    rest[known] -= rest[known].mean()
    rest /= scale_of(rest)
    length = next_fast_len(2 * len(part), real=True)
    sums = irfft(np.abs(rfft(rest, length)) ** 2, length)[: lags + 1]
    if known.all():
        return np.asarray(sums / sums[0])
    pairs = np.rint(irfft(np.abs(rfft(known.astype(float), length)) ** 2, length)[: lags + 1])
    whole = len(part) - np.arange(lags + 1)
    share = np.divide(pairs, whole, out=np.ones(lags + 1), where=pairs > 0)
    found = sums / sums[0] * share[0] / share
    return np.asarray(np.clip(found, -1, 1))


def whiteness(values: NDArray[Any], lags: int | None = None) -> Whiteness | None:
    """Whether ``values`` (n,), such as a residual, are white noise; None where that is unknown.

    The statistic is that of Ljung and Box, Biometrika 65, 297 (1978), over ``lags`` lags, by
    default ln n of them and at least 10, as far as there are values. A residual is never quite
    white: smoothing takes away more of fast changes than of slow ones.
    """
    from scipy.special import gammaincc

    n = int(np.isfinite(middle(values)).sum())
    lags = min(lags or max(10, round(math.log(max(n, 1)))), max(n // 2, 1))
    found = autocorrelation(values, lags)
    if found is None:
        return None
    lags = len(found) - 1
    at = np.arange(1, lags + 1)
    statistic = float(n * (n + 2) * np.sum(found[1:] ** 2 / np.maximum(n - at, 1)))
    p = float(gammaincc(lags / 2, statistic / 2))
    size = f"p = {p:.2g}" if p >= 0.001 else "p < 0.001"
    shown = f"{size}, Ljung–Box over {lags} lags"
    if p >= 0.05:
        return Whiteness(statistic, p, lags, f"Like white noise ({shown}).")
    return Whiteness(statistic, p, lags, f"Not white: neighbours are correlated ({shown}).")


def noise_sd(values: NDArray[Any]) -> float | None:
    """The standard deviation of white noise on a slow curve ``values`` (n,); None of too few.

    From second differences (Gasser, Sroka and Jennen-Steinmetz, Biometrika 73, 625, 1986), by
    the median of their sizes, which outliers and edges do not move. Of values so coarse that
    most differences are 0, by their mean square. Correlated noise is told too small.
    """
    part = middle(values)
    scale = scale_of(part)
    scaled = part / scale / 8  # differences of the largest numbers do not overflow
    bends = scaled[:-2] - 2 * scaled[1:-1] + scaled[2:]
    sizes = np.abs(bends[np.isfinite(bends)])
    if len(sizes) < LEAST_KNOWN - 2:
        return None
    usual = float(np.median(sizes)) / NORMAL or float(np.sqrt(np.mean(sizes**2)))
    with np.errstate(over="ignore"):
        return min(usual / math.sqrt(6) * 8 * scale, np.finfo(float).max)


def decibels(gain: float) -> float | None:
    """A gain of amplitudes in dB: 20 log10; None of 0."""
    return 20 * math.log10(gain) if gain > 0 else None


def band(sd: float, gain: float, level: float = 0.95) -> Band:
    """The band about a smoothed curve, for noise of ``sd`` and a kernel of noise gain ``gain``.

    Pointwise: at each place, ``level`` of such bands cover the smoothed true curve (Bowman and
    Azzalini, "Applied Smoothing Techniques for Data Analysis", 1997, chapter 4).
    """
    from scipy.special import ndtri

    half = float(ndtri(0.5 + level / 2)) * sd * gain
    words = (
        f"± {half:.3g}: {level:.0%} of each place, if the noise is white, normal, and everywhere "
        f"of the same standard deviation ({sd:.3g}, from second differences). It does not hold "
        "what smoothing itself bends (peaks lose height), and is too narrow near edges and gaps."
    )
    return Band(half, level, words)
