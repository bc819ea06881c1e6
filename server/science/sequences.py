"""Random sequences: equal arguments give equal numbers (NumPy's PCG64 generator)."""

import numpy as np
from numpy.typing import NDArray

WAVES = 4


def white_noise(n: int, seed: int) -> NDArray[np.float64]:
    """``n`` independent values of the standard normal distribution."""
    return np.random.default_rng(seed).standard_normal(n)


def random_walk(n: int, seed: int) -> NDArray[np.float64]:
    """``n`` sums of independent standard normal steps."""
    return np.cumsum(white_noise(n, seed))


def signal(
    n: int, noise: float, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Times t in [0, 1), the clean signal and the noisy one, each of ``n`` values.

    The clean signal is the sum over k = 1…4 of sin(2π f_k t + φ_k) / k with frequencies drawn
    from [1, 12) and phases from [0, 2π); ``noise`` is the standard deviation of what is added.
    """
    rng = np.random.default_rng(seed)
    frequency = rng.uniform(1, 12, WAVES)
    phase = rng.uniform(0, 2 * np.pi, WAVES)
    t = np.arange(n) / max(n, 1)
    clean = np.zeros(n)
    for k in range(WAVES):
        clean += np.sin(2 * np.pi * frequency[k] * t + phase[k]) / (k + 1)
    return t, clean, clean + noise * rng.standard_normal(n)
