"""What can be said of an array in a few numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

PIECE = 2**20  # positions looked at together
STEP_TOLERANCE = 1e-3  # of the usual step: times are often rounded when they are written down

Value = float | int | str | None


@dataclass(frozen=True)
class Summary:
    """Count, extent and moments; mean and standard deviation only of numbers.

    ``minimum`` and ``maximum`` are ISO 8601 texts for dates. ``std`` is that of the values
    themselves (divided by their count, not by one less).
    """

    count: int  # of the values that are there
    missing: int
    minimum: Value
    maximum: Value
    mean: float | None
    std: float | None


@dataclass(frozen=True)
class Sampling:
    """How the positions of samples follow each other. Steps of dates are in seconds."""

    kind: Literal["even", "uneven", "unordered"]
    step: float  # the usual one: of all where they are even, else the median
    smallest: float
    largest: float


def summarise(array: NDArray[Any]) -> Summary:
    """The summary of ``array``, of any shape: numbers, dates or texts; NaN, NaT, "" are missing."""
    values = array.reshape(-1)
    there = ~missing(values)
    kept = values if there.all() else values[there]
    count, lost = int(there.sum()), int(values.size - there.sum())
    if not count or values.dtype.kind in "UST":
        return Summary(count, lost, None, None, None, None)
    if values.dtype.kind == "M":
        return Summary(count, lost, str(kept.min()), str(kept.max()), None, None)
    with np.errstate(over="ignore", invalid="ignore"):  # values near 1e308: inf says so
        mean, std = float(kept.mean(dtype=np.float64)), float(kept.std(dtype=np.float64))
    return Summary(count, lost, kept.min().item(), kept.max().item(), mean, std)


def missing(array: NDArray[Any]) -> NDArray[np.bool_]:
    """Where ``array`` has no value."""
    found = np.zeros(array.shape, dtype=np.bool_)
    if array.dtype.kind == "M":
        np.isnat(array, out=found)
    elif array.dtype.kind == "f":
        np.isnan(array, out=found)
    elif array.dtype.kind in "UST":
        found[...] = array == ""
    return found


def sampling(positions: NDArray[Any]) -> Sampling | None:
    """How the 1-D ``positions`` (numbers or dates) are spaced; None for fewer than two of them.

    Memory is for ``PIECE`` positions where these are even, as long ones mostly are.
    """
    if positions.dtype.kind in "USTb" or positions.ndim != 1:
        return None
    smallest, largest, whole, count = np.inf, -np.inf, 0.0, 0
    for kept in _kept_pieces(positions):
        steps = _steps(kept)
        smallest = float(np.minimum(smallest, steps.min()))
        largest = float(np.maximum(largest, steps.max()))
        whole += float(_steps(kept[[0, -1]])[0])
        count += len(steps)
    if not count:
        return None
    mean = whole / count
    if smallest >= 0 and largest - smallest <= 2 * STEP_TOLERANCE * mean:
        return Sampling("even", mean, smallest, largest)
    usual = float(np.median(_steps(positions[~missing(positions)]), overwrite_input=True))
    return Sampling("unordered" if smallest < 0 else "uneven", usual, smallest, largest)


def _kept_pieces(positions: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """The positions that are there in pieces, each beginning with the last one of that before."""
    before = positions[:0]
    for start in range(0, len(positions), PIECE):
        piece = positions[start : start + PIECE]
        kept = np.concatenate([before, piece[~missing(piece)]])
        before = kept[-1:]
        if len(kept) > 1:
            yield kept


def _steps(positions: NDArray[Any]) -> NDArray[np.float64]:
    """From each position to the next; in seconds for dates."""
    steps = np.diff(positions)
    if steps.dtype.kind == "m":
        steps = steps / np.timedelta64(1, "s")
    return steps.astype(np.float64, copy=False)
