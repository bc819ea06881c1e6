"""Choosing sigma by how well a smoothing predicts what it was not shown.

Each value is predicted from its neighbours, without itself (leave-one-out cross-validation:
Stone, J. Royal Statistical Society B 36, 111, 1974). Correlated noise lets neighbours give a value
away, and the least sigma wins; then the h samples on either side are left out, too (h-block
cross-validation: Burman, Chow and Nolan, Biometrika 81, 351, 1994).

The reflected sequence is a sum of cosines (the DCT), each of which a Gaussian of any sigma merely
scales, so one transform of the values serves all sigmas. Near the ends a value's own reflection
is among its neighbours; that is not corrected.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.science.excerpt import Excerpt, excerpts
from server.science.response import gaussian_kernel

Array = NDArray[np.float64]

NARROWEST = 0.3  # samples: a kernel whose middle weighs more than 99 %
WIDEST = 1 / 8  # of the length
TRIED = 64  # sigmas
SAFE = 8  # times the sigma found must the widest be, or more values are looked at
FEWEST = 16  # values
BLOCKS = (0, 1, 2, 4, 8, 16, 32, 64)  # samples left out on either side, to compare
PLATEAU = 1.5  # times that the error may grow from one to the next where noise is left behind
MOST = 20.0  # times that it may have grown in all: beyond that the signal itself gets lost
WHITE = 3.0  # standard errors that correlations of white noise stay within
SMALL = 0.05  # correlation that is taken for none


@dataclass(frozen=True)
class Choice:
    """The chosen sigma in samples, and why.

    ``scores`` (m,) are the mean squared errors of prediction at ``sigmas`` (m,), relative to
    the least; inf where nothing is left to predict from. ``block`` samples on either side of
    each value were left out with it. ``reason`` is for people.
    """

    sigma: float
    block: int
    sigmas: Array
    scores: Array
    reason: str


@dataclass(frozen=True)
class Minimum:
    """The sigma of the least error, its place among those tried, and the errors of all of them."""

    sigma: float
    at: int
    scores: Array


def choose_sigma(values: NDArray[np.generic]) -> Choice | None:
    """Sigma for ``values`` (n,), of any real type; None where they are too few or all the same.

    Bounded work: of long sequences 32,768 values in the middle are used, and averages of more
    and more where they hold few kernels of the sigma found. Gaps are bridged by straight lines.
    """
    found = None
    for excerpt in excerpts(values):
        found = _choose(excerpt)
        if found is None or found.sigma < found.sigmas[-1] / SAFE:
            break
    return found


def cross_validation(power: Array, sigma: float, block: int) -> float:
    """The mean squared error of prediction from a Gaussian of ``sigma`` samples.

    ``power`` (n,) are the squares of the orthonormal DCT-II of the values. Each value is
    predicted without the ``block`` samples on either side of it; inf where the kernel reaches
    no farther.
    """
    gain = _gain(len(power), sigma, block)
    return float(np.mean((1 - gain) ** 2 * power)) if gain is not None else math.inf


def _gain(n: int, sigma: float, block: int | None) -> Array | None:
    """What is kept of each of n cosines; without the middle of the kernel unless block is None."""
    from scipy.fft import rfft

    radius = min(int(4 * sigma + 0.5), n - 1)
    if block is None:
        side = gaussian_kernel(radius, sigma)[radius:]
        side[1:] *= 2
    else:
        at = np.arange(block + 1, radius + 1, dtype=np.float64)
        if not len(at):
            return None
        # Relative to the first, so that far tails of narrow kernels do not vanish.
        tail = np.exp(-0.5 * (at - at[0]) * (at + at[0]) / sigma**2)
        side = np.concatenate([np.zeros(block + 1), tail / tail.sum()])
    return np.asarray(rfft(side, 2 * n).real[:n])


def _choose(excerpt: Excerpt) -> Choice | None:
    from scipy.fft import dct

    y = excerpt.values
    n = len(y)
    if n < FEWEST or not np.ptp(y):
        return None
    power = dct(y, norm="ortho") ** 2
    sigmas = np.geomspace(NARROWEST, max(n * WIDEST, 1.0), TRIED)
    plain = best = _least(power, sigmas, 0)
    block: int | None = 0
    if not _is_white(power, plain.sigma):
        block = _block(power, sigmas)
        best = _least(power, sigmas, block) if block else plain
    words = _reason(best, block, plain.sigma, excerpt)
    least = best.scores[best.at]
    relative = best.scores / least if least > 0 else best.scores
    average = excerpt.average
    left_out = (block or 0) * average
    return Choice(best.sigma * average, left_out, sigmas * average, relative, words)


def _least(power: Array, sigmas: Array, block: int) -> Minimum:
    return least_of(np.array([cross_validation(power, s, block) for s in sigmas.tolist()]), sigmas)


def least_of(scores: Array, sigmas: Array) -> Minimum:
    """Where the error is least: between the sigmas tried by a parabola through three of them.

    ``scores`` are the errors of ``sigmas``, both (n,); the sigmas grow by a constant factor.
    """
    at = int(np.argmin(scores))
    sigma = float(sigmas[at])
    around = scores[max(at - 1, 0) : at + 2]
    if len(around) == 3 and np.isfinite(around).all() and at > 0:
        bend = around[0] - 2 * around[1] + around[2]
        shift = 0.5 * (around[0] - around[2]) / bend if bend > 0 else 0.0
        sigma *= float(sigmas[1] / sigmas[0]) ** float(np.clip(shift, -1, 1))
    return Minimum(sigma, at, scores)


def _correlations(power: Array, sigma: float, lags: int) -> tuple[Array, Array]:
    """Of what smoothing takes away, and of the same if the values were white noise."""
    from scipy.fft import irfft

    kept = _gain(len(power), sigma, None)
    assert kept is not None  # noqa: S101 - only without the middle there can be nothing
    taken = (1 - kept) ** 2
    found = []
    for spectrum in (taken * power, taken):
        own = irfft(np.append(spectrum, 0.0), 2 * len(power))[: lags + 1]
        found.append(own / own[0] if own[0] > 0 else np.eye(1, lags + 1)[0])
    return found[0], found[1]


def _is_white(power: Array, sigma: float) -> bool:
    found, expected = _correlations(power, sigma, 8)
    bound = WHITE / math.sqrt(len(power))
    return bool(np.max(np.abs(found - expected)) < bound)


def _block(power: Array, sigmas: Array) -> int | None:
    """How many samples on either side give a value away; None where that cannot be told.

    The error grows with the number left out until they are those that share the value's noise;
    it grows again, and without end, where the signal itself gets lost. Between the two lies a
    plateau. What a smoothing chosen there takes away is noise, whose correlation is measured.
    """
    blocks = [block for block in BLOCKS if block <= len(power) // 30]
    minima = [_least(power, sigmas[::2], block) for block in blocks]
    errors = np.array([found.scores[found.at] for found in minima])
    grown = errors[1:] / errors[:-1]
    flat = np.where(errors[1:] <= MOST * errors[0], np.maximum(grown, 1), np.inf)
    if not len(flat) or not np.min(flat) <= PLATEAU:
        return None
    pilot = len(flat) - 1 - int(np.argmin(flat[::-1]))
    return min(_correlated(power, minima[pilot + 1].sigma), blocks[pilot + 1])


def _correlated(power: Array, sigma: float) -> int:
    """Over how many samples what smoothing takes away is correlated.

    Up to where its correlation has first vanished, or would have if it fell geometrically as it
    begins to: smoothing takes away with the noise's slow part its correlation at long lags.
    """
    found, expected = _correlations(power, sigma, min(len(power) // 4, 2 * BLOCKS[-1]))
    size = np.abs(found - expected)
    bound = 2 / math.sqrt(len(power))
    below = np.flatnonzero(size[1:] < bound)
    measured = int(below[0]) if len(below) else len(size) - 1
    if not measured or found[1] <= 0:
        return measured
    return max(measured, math.ceil(math.log(SMALL) / math.log(min(float(found[1]), 0.999))))


def _reason(best: Minimum, block: int | None, plain: float, excerpt: Excerpt) -> str:
    """Why this sigma, in a few sentences."""
    average = excerpt.average
    sigma = f"{best.sigma * average:.3g}"
    if block:
        near = "1 sample" if block * average == 1 else f"{block * average:,} samples"
        words = (
            f"The noise is correlated over about {near}, so each value was "
            f"predicted without so many on either side of it: best with σ = {sigma}. Leaving out "
            f"the value alone would choose σ = {plain * average:.3g}."
        )
    else:
        words = f"σ = {sigma} predicts each value best from the others."
    if best.at == 0:
        words += " It is the narrowest tried: no noise was found that differs from the signal."
    elif block is None:
        words += (
            " What it takes away is not white, but no number of samples to leave out tells noise"
            " from signal: σ may be too small."
        )
    elif block > best.sigma:
        words += " That is wider than the kernel: noise and signal are hard to tell apart."
    if best.at == len(best.scores) - 1:
        words += " It is the widest tried: nothing but noise was found."
    return f"{words} {excerpt.words}".strip()
