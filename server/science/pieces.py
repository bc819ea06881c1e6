"""Long arrays a piece at a time: memory stays bounded where the array is mapped from a disk."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.extremes import extremes
from server.science.summary import Summary, summarise

PIECE = 2**20  # values

At = Callable[[int], object]


def summarise_pieces(array: NDArray[Any], at: At = lambda _: None) -> Summary:
    """As ``summarise``, with memory for ``PIECE`` values; ``at`` is told how many are done.

    Means and squares are combined by Chan, Golub and LeVeque, “Updating formulae and a pairwise
    algorithm for computing sample variances”, 1979.
    """
    flat = array.reshape(-1)
    if len(flat) <= PIECE:
        at(len(flat))
        return summarise(flat)
    whole = summarise(flat[:PIECE])
    for start in range(PIECE, len(flat), PIECE):
        at(start)
        whole = _joined(whole, summarise(flat[start : start + PIECE]))
    at(len(flat))
    return whole


def envelope(values: NDArray[Any], bins: int, at: At = lambda _: None) -> NDArray[np.intp]:
    """As ``extremes`` of any numbers, with memory for about ``PIECE`` values."""
    n = len(values)
    if n <= 4 * bins:
        return np.arange(n)
    length = -(-n // bins)
    step = max(PIECE // length, 1) * length
    found = []
    for start in range(0, n, step):
        part = np.asarray(values[start : start + step], dtype=np.float64)
        found.append(start + extremes(part, -(-len(part) // length)))
        at(min(start + step, n))
    return np.unique(np.concatenate(found))


def _joined(one: Summary, other: Summary) -> Summary:
    """The summary of two arrays' values together."""
    missing = one.missing + other.missing
    if not one.count or not other.count:
        kept = one if one.count else other
        return Summary(kept.count, missing, kept.minimum, kept.maximum, kept.mean, kept.std)
    count = one.count + other.count
    if one.minimum is None or other.minimum is None or one.maximum is None or other.maximum is None:
        return Summary(count, missing, None, None, None, None)
    low = min(one.minimum, other.minimum)
    high = max(one.maximum, other.maximum)
    if one.mean is None or other.mean is None or one.std is None or other.std is None:
        return Summary(count, missing, low, high, None, None)
    share, apart = other.count / count, other.mean - one.mean
    mean = one.mean + apart * share
    square = one.std**2 * (1 - share) + other.std**2 * share + apart**2 * share * (1 - share)
    return Summary(count, missing, low, high, mean, math.sqrt(square))
