"""Weighted means of a long sequence at every b-th place, for smoothing it coarsely.

The weights are a triangle that falls to nothing over b samples to either side: two boxes of b, one
after the other. Frequencies that would be mistaken for slow ones (those near whole multiples of
1/b) are weakened by the square of what one box does to them.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Means = NDArray[np.float32]


class Triangles:
    """The weighted means about k·block − ½, k = 0 …, gathered piece by piece, as float32.

    The first and, where nothing follows it, the last are of no use.
    """

    def __init__(self, block: int, count: int) -> None:
        self.means = np.zeros(count // block + 1, np.float32)
        self.block = block
        self._rising = (np.arange(block) + 0.5) / block**2
        self._before = 0.0  # what the last block of the piece before adds to the next mean

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
            rising, falling = rows @ self._rising, rows @ self._rising[::-1].copy()
            before = np.append(self._before, rising[:-1])
            kept = (before + falling - offset).astype(np.float32)
        self._before = float(rising[-1])
        if first == 0:
            kept[0] = 0
        self.means[first : first + whole] = kept
        return bool(np.isfinite(kept).all())


def coarser(means: Means, size: int) -> Means:
    """The means, ``size`` of them, for blocks twice as long as those of ``means``.

    A triangle of twice the width is a quarter of the one before in the middle, half as much of
    it on either side.
    """
    found = np.zeros(size, np.float32)
    inner = (len(means) - 2) // 2  # those that have both neighbours
    sides = means[1 : 2 * inner : 2] + means[3 : 2 * inner + 2 : 2]
    found[1 : inner + 1] = 0.5 * means[2 : 2 * inner + 1 : 2] + 0.25 * sides
    return found


def variance(block: int) -> float:
    """The variance of the triangle's weights, in samples squared."""
    places = np.arange(block) + 0.5
    return float(2 * np.sum(places * (block - places) ** 2) / block**2)
