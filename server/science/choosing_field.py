"""Choosing one sigma for both axes of a field by how well it predicts what it was not shown.

As ``choosing`` does for sequences (leave-one-out, and h-block cross-validation where noise is
correlated), over two dimensions: each value is predicted without the square of values around it.
The reflected field is a sum of products of cosines (the DCT over both axes), each of which such a
prediction merely scales, so one transform serves all sigmas.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.choosing import NARROWEST, PLATEAU, WHITE, WIDEST, Choice, Minimum, least_of
from server.science.response import gaussian_kernel

Array = NDArray[np.float64]

SIDE = 512  # rows and columns in the middle that are looked at
FEWEST = 8  # rows, and columns
TRIED = 40  # sigmas
BLOCKS = (0, 1, 2, 4, 8, 16)  # values left out on every side, to compare
NEAR = 3  # rows and columns within which noise that is not white shows
MOST = 1000.0  # times that the error may have grown: beyond that the field itself gets lost
BRIDGE = 2.0  # sigma of what stands in for gaps


def choose_field_sigma(values: NDArray[Any]) -> Choice | None:
    """Sigma in cells for ``values`` (rows, columns), of any real type, and why.

    Of large fields the middle is used. None where there are too few values, or all are the same.
    """
    part, words = _excerpt(values)
    if min(part.shape) < FEWEST or not np.ptp(part) > 0:
        return None
    from scipy.fft import dctn

    power = np.asarray(dctn(part / np.max(np.abs(part)), norm="ortho") ** 2)
    sigmas = np.geomspace(NARROWEST, max(min(part.shape) * WIDEST, 1.0), TRIED)
    plain = best = _least(power, sigmas, 0)
    block: int | None = 0
    if not _is_white(power, plain.sigma):
        block = _block(power, sigmas)
        best = _least(power, sigmas, block) if block else plain
    least = best.scores[best.at]
    relative = best.scores / least if least > 0 else best.scores
    reason = f"{_reason(best, block, plain.sigma)} {words}".strip()
    return Choice(best.sigma, block or 0, sigmas, relative, reason)


def field_error(power: Array, sigma: float, block: int) -> float:
    """The mean squared error of predicting each value by a Gaussian of ``sigma`` cells.

    ``power`` (rows, columns) are the squares of the orthonormal DCT-II of the values. Each value is
    predicted without itself and ``block`` values on every side; inf where nothing else is reached.
    """
    kernel = gaussian_kernel(max(int(4 * sigma + 0.5), 1), sigma)
    middle = len(kernel) // 2
    if middle <= block:
        return math.inf
    inner = kernel[middle - block : middle + block + 1]
    rest = 1 - float(inner.sum()) ** 2  # weight of what is left to predict from
    if rest < 1e-9:
        return math.inf
    whole, near = ([_gain(n, part) for n in power.shape] for part in (kernel, inner))
    gain = np.outer(*whole) - np.outer(*near)
    gain *= -1 / rest
    gain += 1
    return float(np.vdot(gain, gain * power)) / power.size


def _gain(n: int, kernel: Array) -> Array:
    """What a symmetric kernel leaves of each of n cosines."""
    lags = np.arange(1, len(kernel) // 2 + 1)
    side = kernel[len(kernel) // 2 + 1 :]
    return np.asarray(
        kernel[len(kernel) // 2] + 2 * np.cos(np.outer(np.arange(n) * np.pi / n, lags)) @ side
    )


def _excerpt(values: NDArray[Any]) -> tuple[Array, str]:
    """The middle of the field with its gaps bridged, and what is to be told of it."""
    rows, columns = (
        slice(max(n - SIDE, 0) // 2, max(n - SIDE, 0) // 2 + SIDE) for n in values.shape
    )
    part = np.array(values[rows, columns], dtype=np.float64)
    words = "" if part.size == values.size else f"Seen in {part.shape[0]} × {part.shape[1]} values."
    known = np.isfinite(part)
    if known.all() or not known.any():
        return np.nan_to_num(part, nan=0.0, posinf=0.0, neginf=0.0), words
    from server.science.smoothing import gaussian_filter

    level = float(part[known].mean())
    weight = gaussian_filter(known.astype(np.float64), BRIDGE)
    total = gaussian_filter(np.where(known, part - level, 0.0), BRIDGE)
    bridged = level + total / np.maximum(weight, 1e-9)
    return np.where(known, part, bridged), f"{words} Gaps were bridged.".strip()


def _least(power: Array, sigmas: Array, block: int) -> Minimum:
    return least_of(np.array([field_error(power, s, block) for s in sigmas.tolist()]), sigmas)


def _correlations(power: Array, sigma: float, lags: int) -> Array:
    """Of what smoothing takes away, less those it would have if the values were white noise."""
    kernel = gaussian_kernel(max(int(4 * sigma + 0.5), 1), sigma)
    taken = (1 - np.outer(*(_gain(n, kernel) for n in power.shape))) ** 2
    found = []
    for spectrum in (taken * power, taken):
        across, down = (_cosines(n, min(lags, n - 1)) for n in power.shape)
        own = across @ spectrum @ down.T
        found.append(own / own[0, 0] if own[0, 0] > 0 else np.zeros_like(own))
    return np.asarray(np.abs(found[0] - found[1]))


def _cosines(n: int, lags: int) -> Array:
    """From a power spectrum of n cosines to the correlations at 0 to ``lags``."""
    waves = np.cos(np.outer(np.arange(lags + 1), np.arange(n) * np.pi / n))
    waves[:, 1:] *= 2
    return np.asarray(waves / (2 * n))


def _is_white(power: Array, sigma: float) -> bool:
    return bool(_correlations(power, sigma, NEAR).max() < WHITE / math.sqrt(power.size))


def _block(power: Array, sigmas: Array) -> int | None:
    """How many values on every side give one away; None where that cannot be told.

    As for sequences: the error grows with their number until all are left out that share the
    value's noise, and grows again where the signal gets lost. Between lies a plateau.
    """
    blocks = [block for block in BLOCKS if block <= min(power.shape) // 16]
    minima = [_least(power, sigmas[::2], block) for block in blocks]
    errors = np.array([found.scores[found.at] for found in minima])
    inside = np.array([found.at < len(found.scores) - 1 for found in minima[1:]], dtype=bool)
    fits = inside & (errors[1:] <= MOST * errors[0])
    flat = np.where(fits, np.maximum(errors[1:] / errors[:-1], 1), np.inf)
    if not len(flat) or not flat.min() <= PLATEAU:
        return None
    pilot = len(flat) - int(np.argmin(flat[::-1]))
    size = _correlations(power, minima[pilot].sigma, BLOCKS[-1])
    bound = 2 / math.sqrt(power.size)
    reaches = [_reach(size[:, 0] < bound), _reach(size[0] < bound)]
    return max(min(max(reaches), blocks[pilot]), 1)


def _reach(small: NDArray[np.bool_]) -> int:
    """The lag before the first that is small, from 1 on."""
    below = np.flatnonzero(small[1:])
    return int(below[0]) if len(below) else len(small) - 1


def _reason(best: Minimum, block: int | None, plain: float) -> str:
    """Why this sigma, in a few sentences."""
    words = f"σ = {best.sigma:.3g} predicts each value best from those around it."
    if block:
        near = "1 cell" if block == 1 else f"{block} cells"
        words = (
            f"The noise is correlated over about {near}, so each value was predicted without so "
            f"many on every side: best with σ = {best.sigma:.3g}. Leaving out the value alone "
            f"would choose σ = {plain:.3g}."
        )
    if best.at == 0:
        words += " It is the narrowest tried: no noise was found that differs from the field."
    elif block is None:
        words += (
            " What it takes away is not white, but no number of cells to leave out tells noise"
            " from the field: σ may be too small."
        )
    if best.at == len(best.scores) - 1:
        words += " It is the widest tried: nothing but noise was found."
    return words
