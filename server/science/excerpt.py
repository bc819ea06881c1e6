"""A bounded, gap-free piece of a long sequence to learn from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

USED = 2**15  # values, or averages of some, that are looked at
COARSER = 16  # times as many values to an average, from one excerpt to the next
PIECE = 2**20  # values averaged together


@dataclass(frozen=True)
class Excerpt:
    """Values (m,), all finite and at most 1 in size; each the average of ``average`` samples.

    They stand for the values divided by ``scale``; ``words`` say which they are, "" for all.
    """

    values: Array
    start: int
    average: int
    scale: float
    words: str


def excerpts(values: NDArray[Any], used: int = USED) -> Iterator[Excerpt]:
    """The middle of ``values`` (n,) as it is, then of more and more values by averages."""
    n = len(values)
    average = 1
    while True:
        count = min(used, n // average)
        start = (n - count * average) // 2
        yield _excerpt(values, start, count, average)
        average *= COARSER
        if n // average < min(used, n) // 2:
            return


def bridged(values: Array) -> Array:
    """``values`` (n,) with what is not finite on straight lines between what is; a copy."""
    known = np.isfinite(values)
    if known.all() or not known.any():
        return np.where(known, values, 0.0)
    at = np.arange(len(values))
    return np.interp(at, at[known], values[known])


def scale_of(values: Array) -> float:
    """The largest size of a finite value, 1 of none and of zeros."""
    known = np.isfinite(values)
    largest = float(np.max(np.abs(values), where=known, initial=0.0))
    return largest if largest > 0 else 1.0


def _excerpt(values: NDArray[Any], start: int, count: int, average: int) -> Excerpt:
    n = len(values)
    means = np.empty(count)
    missing = 0
    each = max(PIECE // average, 1)
    for first in range(0, count, each):
        last = min(first + each, count)
        part = np.asarray(values[start + first * average : start + last * average], np.float64)
        known = np.isfinite(part)
        missing += int(part.size - known.sum())
        halves = np.where(known, part / 2, 0.0).reshape(-1, average)
        there = known.reshape(-1, average).sum(axis=1)
        shares = halves / np.maximum(there, 1)[:, None]
        means[first:last] = np.where(there > 0, shares.sum(axis=1), np.nan)
    if not np.isfinite(means).any():
        return Excerpt(np.zeros(0), start, average, 1.0, "")
    scale = scale_of(means)
    words = []
    if count * average < n:
        what = f"averages of {average:,}" if average > 1 else "samples"
        words.append(f"Found from {count:,} {what} in the middle of {n:,}.")
    if missing:
        words.append(f"{missing:,} missing values were bridged by straight lines.")
    return Excerpt(bridged(means) / scale, start, average, 2 * scale, " ".join(words))
