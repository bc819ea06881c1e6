"""Weighted means of a long sequence at every b-th place, for smoothing it coarsely.

The weights are a triangle that falls to nothing over b samples to either side: two boxes of b, one
after the other. Frequencies that would be mistaken for slow ones (those near whole multiples of
1/b) are weakened by the square of what one box does to them.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray


class Triangles:
    """The weighted means about k·block − ½, k = 0 …, gathered piece by piece, as float32."""

    def __init__(self, block: int, size: int) -> None:
        self.means = np.zeros(size, np.float32)
        self.block = block
        ramp = (np.arange(block) + 0.5) / block**2
        self._weights = np.column_stack([ramp, 1 / block - ramp])  # rising, falling
        self._rising = 0.0  # of the last block of the piece before

    def put(self, part: NDArray[Any], start: int, offset: float) -> bool:
        """Take in the samples from ``start``, a multiple of the block; the last piece may be short.

        False where float32 cannot hold the means less ``offset``.
        """
        whole = len(part) // self.block
        if not whole:
            return True
        first = start // self.block
        rows = np.asarray(part[: whole * self.block], dtype=np.float64).reshape(whole, -1)
        with np.errstate(over="ignore", invalid="ignore"):
            rising, falling = (rows @ self._weights).T
            before = np.append(self._rising, rising[:-1])
            kept = (before + falling - offset).astype(np.float32)
        self._rising = float(rising[-1])
        if first == 0:
            kept[0] = 0
        self.means[first : first + whole] = kept
        return bool(np.isfinite(kept).all())


def variance(block: int) -> float:
    """The variance of the triangle's weights, in samples squared."""
    places = np.arange(block) + 0.5
    return float(2 * np.sum(places * (block - places) ** 2) / block**2)
