"""Power spectra, before a smoothing and after."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.diagnostics import LEAST_KNOWN, middle
from server.science.excerpt import bridged, scale_of

Array = NDArray[np.float64]

SEGMENT = 4096  # samples: 2,049 frequencies


@dataclass(frozen=True)
class Spectrum:
    """Power densities (m,) in dB (of values squared per cycle per unit of x) at frequencies (m,).

    Where there is no power at all the level is NaN. ``words`` say how it was found.
    """

    frequencies: Array
    levels: Array
    words: str


def spectrum(values: NDArray[Any], step: float = 1.0, segment: int = SEGMENT) -> Spectrum | None:
    """The spectrum of ``values`` (n,), samples ``step`` apart; None of too few.

    By Welch's method (IEEE Trans. Audio Electroacoustics 15, 70, 1967): Hann windows that overlap
    by half, their means taken away. Gaps are bridged by straight lines.
    """
    from scipy.signal import welch

    part = middle(values)
    known = np.isfinite(part)
    if known.sum() < LEAST_KNOWN:
        return None
    scale = scale_of(part)
    length = min(segment, len(part))
    frequencies, density = welch(bridged(part) / scale, nperseg=length)
    levels = np.full(len(density), np.nan)
    some = density > 0
    levels[some] = 10 * np.log10(density[some]) + 20 * math.log10(scale) + 10 * math.log10(step)
    words = f"Welch's method, Hann windows of {length:,} samples"
    if len(part) < len(values):
        words += f", from {len(part):,} samples in the middle"
    if missing := int((~known).sum()):
        words += f"; {missing:,} gaps bridged by straight lines"
    return Spectrum(frequencies / step, levels, words + ".")
