"""What a smoothing does to peaks: they become lower and wider."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.diagnostics import middle, noise_sd
from server.science.excerpt import bridged, scale_of

Array = NDArray[np.float64]

LOOKED_AT = 2**18  # values
MOST = 10  # peaks
CLEAR = 4.0  # standard deviations of the noise that a peak stands out by


@dataclass(frozen=True)
class Peak:
    """One peak, before and after: where, how high, how wide at half its prominence.

    ``at`` counts samples from the first value; heights are values, widths samples, measured as
    ``scipy.signal.peak_widths`` does. ``width_before`` is None where noise leaves no such width.
    """

    at: int
    height_before: float
    height_after: float
    width_before: float | None
    width_after: float


def peaks(
    before: NDArray[Any], after: NDArray[Any], noise: float | None = None, most: int = MOST
) -> list[Peak]:
    """The most prominent peaks of ``after`` (n,), ascending, and the same in ``before`` (n,).

    A peak counts that stands out from its surroundings by ``CLEAR`` times the ``noise`` that is
    left (its standard deviation), by default that of ``before``.
    Noise makes what was before look higher: its greatest value is taken. Gaps are bridged. Of
    long sequences the middle is looked at.
    """
    from scipy.signal import find_peaks, peak_widths

    raw, smooth = middle(before, LOOKED_AT), middle(after, LOOKED_AT)
    start = max(len(before) - LOOKED_AT, 0) // 2
    if not np.isfinite(raw).any() or not np.isfinite(smooth).any():
        return []
    scale = max(scale_of(raw), scale_of(smooth))
    raw, smooth = bridged(raw) / scale, bridged(smooth) / scale
    left_over = (noise_sd(before) or 0.0) if noise is None else noise
    least = max(CLEAR * left_over / scale, 1e-9 * float(np.ptp(smooth)))
    found, told = find_peaks(smooth, prominence=least) if least > 0 else (np.zeros(0, int), {})
    if not len(found):
        return []
    chosen = np.sort(found[np.argsort(told["prominences"])[::-1][:most]])
    widths, _, left, right = peak_widths(smooth, chosen)
    every = find_peaks(raw)[0]
    result = []
    for i, at in enumerate(chosen.tolist()):
        low, high = int(left[i]), int(right[i]) + 2
        top = low + int(np.argmax(raw[low:high]))
        own = peak_widths(raw, [top])[0] if top in every else None
        result.append(
            Peak(
                start + at,
                float(raw[top] * scale),
                float(smooth[at] * scale),
                None if own is None else float(own[0]),
                float(widths[i]),
            )
        )
    return result
