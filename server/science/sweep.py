"""A sequence smoothed with every sigma of a ladder: its scale space."""

import numpy as np
from numpy.typing import NDArray

from server.science.smoothing import gaussian_smooth

Floats = NDArray[np.float64]


def noisy_walk(points: int, seed: int) -> Floats:
    """A random walk under white noise of about the size of its steps over a few dozen samples.

    Equal seeds give equal numbers, shape (points,); a longer sequence does not begin with the
    shorter one. The walk starts at 0.
    """
    generator = np.random.default_rng(seed)
    walk = np.cumsum(generator.normal(0.0, 0.2, points))
    return walk - walk[:1] + generator.normal(0.0, 1.0, points)


def sigma_ladder(smallest: float, largest: float, steps: int) -> Floats:
    """``steps`` sigmas from ``smallest`` to ``largest``, each the same factor above the last."""
    return np.geomspace(smallest, largest, steps)


def sweep(values: Floats, sigmas: Floats) -> Floats:
    """The scale space of ``values`` (n,): shape (len(sigmas), n), one row for each sigma."""
    return np.stack([gaussian_smooth(values, float(sigma)) for sigma in sigmas])


def thinned(rows: Floats, columns: int) -> Floats:
    """At most ``columns`` evenly spaced columns of ``rows``, the first and the last among them."""
    count = rows.shape[1]
    if count <= columns:
        return rows
    return rows[:, np.linspace(0, count - 1, columns).round().astype(int)]


def roughness(values: Floats) -> float:
    """The root mean square of the steps between neighbours; 0 for fewer than two values."""
    steps = np.diff(values)
    return float(np.sqrt(np.mean(steps**2))) if steps.size else 0.0
