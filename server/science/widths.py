"""The width of a Gaussian in every unit that people think in.

The conversions are those of the continuous Gaussian: FWHM = 2√(2 ln 2) σ, half the power at
√(ln 2)/(2πσ). A kernel of samples, cut off, only comes near them: ``sampled`` tells by how much.
"""

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from server.errors import InputError
from server.science.gaussian.kernels import CUTOFF, FWHM
from server.science.response import of_gaussian

Unit = Literal["samples", "x", "fwhm", "cutoff"]
UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass(frozen=True)
class Widths:
    """One width, four times: they all mean the same Gaussian."""

    samples: float  # sigma
    x: float  # sigma in units of x
    fwhm: float  # full width at half maximum, in units of x
    cutoff: float | None  # half the power, in cycles per unit of x; None where nothing is cut


@dataclass(frozen=True)
class Sampled:
    """What the kernel really does that stands for a Gaussian of that sigma; all in samples."""

    radius: int  # samples to either side
    spread: float  # the standard deviation of its weights, which sigma promises
    cutoff: float | None  # cycles per sample; None: no frequency loses half its power
    noise_gain: float
    outside: float  # the share of the Gaussian's area that was cut off


def sigma_from(width: float, unit: Unit, step: float = 1.0) -> float:
    """Sigma in samples of a ``width`` in ``unit``, for samples ``step`` apart in x.

    Raises InputError naming ``width`` where it is negative, not finite, or a cut-off of 0; and
    ``x`` where ``step`` is no length.
    """
    if not (math.isfinite(step) and step > 0):
        raise InputError("x", "its steps have no length", "x that rises")
    if not (math.isfinite(width) and width >= 0):
        raise InputError("width", f"{width:g} is no width", "0 or more")
    if unit == "cutoff" and width == 0:
        raise InputError("width", "a cut-off of 0 leaves nothing", "above 0")
    sigma = {
        "samples": lambda: width,
        "x": lambda: width / step,
        "fwhm": lambda: width / step / FWHM,
        "cutoff": lambda: CUTOFF / step / width,
    }[unit]()
    if not math.isfinite(sigma):
        raise InputError("width", f"{width:g} is too much for steps of {step:g}")
    return sigma


def widths(sigma: float, step: float = 1.0) -> Widths:
    """All units of a ``sigma`` in samples that are ``step`` apart in x."""
    return Widths(
        sigma, sigma * step, sigma * FWHM * step, CUTOFF / (sigma * step) if sigma * step else None
    )


def in_unit(sigma: float, unit: Unit, step: float = 1.0) -> float | None:
    """The one width of ``sigma`` samples in ``unit``; the inverse of ``sigma_from``."""
    value: float | None = getattr(widths(sigma, step), unit)
    return value


def sampled(sigma: float, truncate: float = 4.0) -> Sampled:
    """What the sampled and truncated kernel of ``sigma`` samples does.

    Below a sigma of 0.45 its weakest frequency, every other sample up and down, keeps more than
    half its power; at 4σ the cut makes the spread 0.05 % smaller than sigma.
    """
    radius = int(truncate * sigma + 0.5)
    response = of_gaussian(sigma, truncate)
    return Sampled(
        radius,
        _spread(sigma, radius),
        response.cutoff,
        response.noise_gain,
        _outside(sigma, radius),
    )


def _spread(sigma: float, radius: int) -> float:
    if radius == 0:
        return 0.0
    stretch = max(1.0, radius / 2**16)
    at = np.arange(1, int(radius / stretch) + 1) * stretch / sigma
    bell = np.exp(-0.5 * at**2)
    return float(sigma * math.sqrt(2 * np.sum(bell * at**2) / (1 + 2 * np.sum(bell))))


def _outside(sigma: float, radius: int) -> float:
    """Beyond half a sample after the last weight."""
    return math.erfc((radius + 0.5) / sigma / math.sqrt(2)) if sigma else 0.0
