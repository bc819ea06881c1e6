"""How the rows of a table lie along one of its columns."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.model import Sampling

PIECE = 2**16
TOLERANCE = 0.01  # of a step: what rounding in a text file does to it
X_WORDS = (
    "time",
    "date",
    "timestamp",
    "datetime",
    "t",
    "x",
    "index",
    "seconds",
    "depth",
    "wavelength",
)


def choose_x(columns: Mapping[str, NDArray[Any]], labels: Mapping[str, str]) -> tuple[str, str]:
    """The column that the others are sampled along, and why; ("", "") where none is.

    Dates come first, then a growing column whose name says so, then a growing first column.
    """
    growing = [name for name, array in columns.items() if grows(array)]
    for name in growing:
        if columns[name].dtype.kind == "M":
            return name, "it holds dates in order"
    for name in growing:
        word = labels.get(name, name).lower()
        if word in X_WORDS or any(word.startswith(w) for w in X_WORDS if len(w) > 1):
            return name, "its name and its growing values say so"
    first = next(iter(columns), "")
    if first in growing and len(columns) > 1:
        return first, "it stands first and grows"
    return "", ""


def sampling_of(name: str, x: NDArray[Any], unit: str) -> Sampling | None:
    """How ``x``, shape (n,), is spaced; None for fewer than two values."""
    values, unit = as_float(x, unit)
    values = values[np.isfinite(values)]
    if len(values) < 2:
        return None
    steps = np.diff(values)
    smallest, largest = float(steps.min()), float(steps.max())
    if smallest <= 0:
        return Sampling(name, "unordered", unit, None, smallest, largest)
    even = (values[-1] - values[0]) / (len(values) - 1)
    drift = np.abs(values - values[0] - even * np.arange(len(values))).max()
    if drift <= TOLERANCE * even or largest - smallest <= TOLERANCE * even:
        return Sampling(name, "regular", unit, float(even), smallest, largest)
    usual = float(np.median(steps))
    multiples = steps / usual
    whole = np.rint(multiples)
    if (np.abs(multiples - whole) <= TOLERANCE * np.maximum(whole, 1)).all() and whole.min() >= 1:
        gaps = int(np.count_nonzero(whole > 1))
        return Sampling(name, "gaps", unit, usual, smallest, largest, gaps)
    return Sampling(name, "uneven", unit, usual, smallest, largest)


def as_float(x: NDArray[Any], unit: str) -> tuple[NDArray[np.float64], str]:
    """Dates as seconds from the first one, other values as they are; and the unit of both."""
    if x.dtype.kind not in "Mm":
        return x.astype(np.float64), unit
    gaps = np.isnat(x)
    if gaps.all():
        return np.full(len(x), np.nan), "s"
    start = x[np.argmin(gaps)]
    seconds = (
        (x - start) / np.timedelta64(1, "s") if x.dtype.kind == "M" else x / np.timedelta64(1, "s")
    )
    return np.asarray(seconds, dtype=np.float64), "s"


def grows(array: NDArray[Any]) -> bool:
    """Whether each value is larger than the one before; false where there are gaps."""
    if array.dtype.kind not in "Mfiu" or len(array) < 2:
        return False
    pieces = range(0, len(array) - 1, PIECE)  # most columns fall at once, few need all
    return all(bool((a[1:] > a[:-1]).all()) for a in (array[i : i + PIECE + 1] for i in pieces))
