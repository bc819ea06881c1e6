"""What is taken to lie beyond the ends of a sequence."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.gaussian.kernels import Mode


def extended(
    part: NDArray[Any],
    start: int,
    stop: int,
    mode: Mode,
    cval: float = 0.0,
    first: int = 0,
    n: int | None = None,
) -> NDArray[Any]:
    """The values from ``start`` to ``stop`` of a sequence, where both may lie beyond its ends.

    ``part`` are those from ``first`` on that are at hand, of ``n``; all of them by default. The
    modes are those of ``scipy.ndimage``. Within the ends it is a view, nothing is copied.
    """
    n = len(part) if n is None else n
    if start >= 0 and stop <= n:
        within: NDArray[Any] = part[start - first : stop - first]
        return within
    low, high = np.clip([start, stop], 0, n)
    sides = [np.arange(start, min(stop, low)), np.arange(max(start, high), stop)]
    before, after = (part[_beyond(index, n, mode) - first] for index in sides)
    values: NDArray[Any] = np.concatenate([before, part[low - first : high - first], after])
    if mode == "constant":
        values = values.astype(np.result_type(values, np.float64))
        values[: len(before)] = cval
        values[len(values) - len(after) :] = cval
    return values


def _beyond(index: NDArray[np.intp], n: int, mode: Mode) -> NDArray[np.intp]:
    """The indices of the values that stand for those at ``index``."""
    if mode == "wrap":
        return index % n
    if mode == "reflect":
        folded = index % (2 * n)
        return np.minimum(folded, 2 * n - 1 - folded)
    if mode == "mirror":
        folded = index % max(2 * n - 2, 1)
        return np.minimum(folded, max(2 * n - 2, 1) - folded) if n > 1 else 0 * folded
    return np.clip(index, 0, n - 1)
