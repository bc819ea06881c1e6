"""Generated signals: equal arguments give equal numbers (NumPy's PCG64 generator)."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from server.datafiles.watch import UNWATCHED, Watch

PIECE = 2**20  # values made together
CYCLES = 5  # of the sine over the whole
LEVELS = 20  # of the steps

WORDS = {
    "random": "White noise",
    "walk": "Random walk",
    "sine": "Sine with noise",
    "chirp": "Chirp with noise",
    "steps": "Steps with noise",
    "field": "Random field",
}


def generate(
    source: str, n: int, seed: int, noise: float, watch: Watch = UNWATCHED
) -> NDArray[np.float64]:
    """``n`` values of white noise, of its running sums, or of a known curve with white noise.

    White noise has a standard deviation of 1, ``noise`` is that of what is added to the curves.
    Raises Cancelled.
    """
    rng = np.random.default_rng(seed)
    levels = np.random.default_rng([seed, LEVELS]).uniform(-1, 1, LEVELS)
    y = np.empty(n)
    last = 0.0
    for start in range(0, n, PIECE):
        watch.at(start / n)
        part = y[start : start + PIECE]
        rng.standard_normal(out=part)
        if source == "walk":
            part[0] += last
            np.cumsum(part, out=part)
            last = float(part[-1])
        elif source != "random":
            part *= noise
            part += CLEAN[source](np.arange(start, start + len(part)) / n, levels)
    return y


def _sine(t: NDArray[np.float64], _: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.sin(2 * np.pi * CYCLES * t)


def _chirp(t: NDArray[np.float64], _: NDArray[np.float64]) -> NDArray[np.float64]:
    """From no oscillation to 50 in the length of the whole."""
    return np.sin(2 * np.pi * 25 * t**2)


def _steps(t: NDArray[np.float64], levels: NDArray[np.float64]) -> NDArray[np.float64]:
    return levels[(t * LEVELS).astype(np.int64)]


CLEAN: Mapping[str, Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]] = {
    "sine": _sine,
    "chirp": _chirp,
    "steps": _steps,
}


def generate_field(side: int, seed: int, noise: float) -> NDArray[np.float64]:
    """A random field of ``side`` × ``side`` cells, correlated over a twentieth of it, and noise."""
    from server.science.fields import random_field

    field = random_field(side, side, side / 20, seed)
    field += noise * np.random.default_rng([seed, side]).standard_normal((side, side))
    return field
