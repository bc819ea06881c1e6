"""Which samples of a long sequence a picture of it needs."""

import numpy as np
from numpy.typing import NDArray


def extremes(values: NDArray[np.float64], bins: int) -> NDArray[np.intp]:
    """Indices, ascending, of the smallest and largest of ``values`` in each of ``bins`` stretches.

    A line through these samples covers the same pixels as one through all of them, when there
    are two stretches or more to a pixel column. All indices come back where that is no saving.
    Gaps (NaN) are passed over; a stretch without a value is told by the index of one of its
    NaNs, so that a line drawn through the result is broken there too.
    """
    n = len(values)
    if n <= 4 * bins:
        return np.arange(n)
    length = -(-n // bins)
    whole = n // length * length
    parts = [values[:whole].reshape(-1, length), values[whole:].reshape(1, -1)]
    starts = [np.arange(0, whole, length), np.array([whole])]
    found = [np.array([0, n - 1])]
    for part, start in zip(parts, starts, strict=True):
        if part.size:
            found.append(start + np.argmin(np.where(np.isnan(part), np.inf, part), axis=1))
            found.append(start + np.argmax(np.where(np.isnan(part), -np.inf, part), axis=1))
    return np.unique(np.concatenate(found))
