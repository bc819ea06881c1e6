"""Gaussian smoothing: the only place that smooths by a Gaussian.

The kernel is that of ``scipy.ndimage``: a Gaussian sampled at whole distances, cut off at four
sigma and normalised to a sum of one. Narrow kernels are summed as they are defined; wide ones by
sliding cosine sums, whose cost does not depend on sigma (K. Sugimoto and S. Kamata, "Fast
Gaussian filter with second-order shift property of DCT-5", ICIP 2013; compare D. Elboher and M.
Werman, "Efficient and accurate Gaussian image filtering using running sums", 2012), or by Fourier
transforms. Results are within 1e-9 of the data's range of scipy's: of the range of all values, so
that one value of 1e20 among ones costs the others their digits.
"""

from collections.abc import Callable
from typing import Any, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from server.errors import InputError, SigmascopeError
from server.science.bins import checked_edges, minmax_bins
from server.science.gaussian.filters import gaussian_filter, gaussian_filter1d
from server.science.gaussian.kernels import (
    CUTOFF,
    FWHM,
    MODES,
    TRUNCATE,
    Mode,
    Tier,
    kernel_radius,
    noise_gain,
)
from server.science.gaussian.options import Options, checked, largest_sigma
from server.science.gaussian.parts import Part
from server.science.gaussian.pieces import Bins
from server.science.gaussian.threads import in_threads

__all__ = [
    "CUTOFF",
    "FWHM",
    "MODES",
    "TRUNCATE",
    "Cancelled",
    "Mode",
    "Tier",
    "gaussian_filter",
    "gaussian_filter1d",
    "gaussian_smooth",
    "kernel_radius",
    "largest_sigma",
    "noise_gain",
    "smooth_part",
    "smoothed_extremes",
]

Floats = NDArray[np.float64]


class Cancelled(SigmascopeError):
    """The smoothing was stopped because somebody asked for it."""


def gaussian_smooth(
    values: ArrayLike,
    sigma: float,
    mode: Mode = "reflect",
    *,
    out: Floats | None = None,
    **options: Unpack[Options],
) -> Floats:
    """``values`` (1-D) convolved with a Gaussian of ``sigma`` samples; an array of that shape.

    Without gaps this is ``scipy.ndimage.gaussian_filter1d``; a kernel of one sample (sigma below
    1/8, and 0) leaves the values unchanged. Values that are not finite are gaps: they stay open
    (NaN in the result) and the others are smoothed by normalised convolution, which weighs what
    is there and leaves out what is not (Knutsson and Westin, "Normalized and differential
    convolution", CVPR 1993). In the mode ``constant`` what lies beyond the ends counts as known.
    For the options see ``Options``; the result is written to ``out`` where that is given.

    Raises InputError naming ``sigma``, or the option, where it is impossible.
    """
    data = np.asarray(values)
    return smooth_part(data, 0, len(data), sigma, mode, out=out, **options)


def smooth_part(
    values: NDArray[Any],
    start: int,
    stop: int,
    sigma: float,
    mode: Mode = "reflect",
    *,
    out: Floats | None = None,
    **options: Unpack[Options],
) -> Floats:
    """``gaussian_smooth(values, …)[start:stop]`` to the last bit, reading no more than it needs."""
    how, gaps = checked(len(values), sigma, mode, options)
    if not 0 <= start <= stop <= len(values):
        raise InputError("part", "does not lie within the values", f"0 to {len(values):,}")
    result = out if out is not None and out.flags.carray else np.empty(stop - start)
    if how.radius == 0:
        result[:] = values[start:stop]
    else:
        Part(values, start, stop, how, gaps).work_out_all(result)
    if out is None or out is result:
        return result
    out[:] = result
    return out


def smoothed_extremes(
    values: NDArray[Any],
    edges: ArrayLike,
    sigma: float,
    mode: Mode = "reflect",
    *,
    cancelled: Callable[[], bool] = lambda: False,
    **options: Unpack[Options],
) -> tuple[Floats, Floats]:
    """The extremes of the smoothed ``values`` between successive ``edges``.

    As ``minmax_bins(gaussian_smooth(values, …), edges)``, to the last bit, without ever holding
    the smoothed values. Raises Cancelled soon after ``cancelled`` says so.
    """
    how, gaps = checked(len(values), sigma, mode, options)
    bounds = checked_edges(edges, len(values))
    if how.radius == 0:
        return minmax_bins(values, bounds)
    start, stop = int(bounds[0]), int(bounds[-1])
    minima = np.full(len(bounds) - 1, np.nan)
    maxima = minima.copy()
    part = Part(values, start, stop, how, gaps)

    def act(task: range) -> list[Bins]:
        if cancelled():
            raise Cancelled
        return part.extremes(task, bounds)

    for found in in_threads(act, part.tasks(), how.workers):
        for bins in found:  # tasks share the bins at their borders
            minima[bins.place] = np.fmin(minima[bins.place], bins.low)
            maxima[bins.place] = np.fmax(maxima[bins.place], bins.high)
    return minima, maxima
