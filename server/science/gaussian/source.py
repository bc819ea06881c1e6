"""Where values come from, and how they are looked at."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from server.science.gaussian.borders import extended
from server.science.gaussian.filter import Filter

Floats = NDArray[np.float64]
Kind = Literal["plain", "cleaned", "known"]


@dataclass(frozen=True)
class View:
    """``plain``: as they are. ``cleaned``: without the offset, times scale, and zeros for what is
    not finite. ``known``: 1 where it is finite, 0 elsewhere.
    """

    kind: Kind = "plain"
    scale: float = 1.0


@dataclass(frozen=True)
class Source:
    """The values from ``first`` on, of a sequence of ``n``: contiguous, of 4 or 8 bytes each."""

    part: NDArray[Any]
    first: int
    n: int
    offset: float

    def seen(self, start: int, stop: int, how: Filter, view: View) -> Floats:
        """The values from ``start`` to ``stop``, that may lie beyond the ends."""
        reach = extended(self.part, start, stop, how.mode, how.cval, self.first, self.n)
        values = np.asarray(reach, dtype=np.float64)
        if view.kind == "plain":
            return values
        known = np.isfinite(values)
        if view.kind == "known":
            return known.astype(np.float64)
        values = np.where(known, values, 0.0) * view.scale - self.offset * view.scale
        return np.asarray(np.where(known, values, 0.0))


def source_of(values: NDArray[Any], start: int, stop: int, mode: str, *, levelled: bool) -> Source:
    """What is needed of ``values`` (n,): those from ``start`` to ``stop``.

    The offset is one of them, or zero unless ``levelled``. Numbers of other kinds
    are turned into doubles, no more of them than is needed.
    """
    n = len(values)
    offset = first_finite(values) if levelled else 0.0
    if values.dtype in {np.dtype(np.float64), np.dtype(np.float32)} and values.flags.c_contiguous:
        return Source(values, 0, n, offset)
    low, high = (0, n) if mode == "wrap" else (max(start, 0), min(stop, n))
    return Source(np.ascontiguousarray(values[low:high], dtype=np.float64), low, n, offset)


def first_finite(values: NDArray[Any]) -> float:
    """The first value that is a number; 0 where there is none."""
    step = 16
    start = 0
    while start < len(values):
        part = np.asarray(values[start : start + step], dtype=np.float64)
        found = np.flatnonzero(np.isfinite(part))
        if found.size:
            return float(part[found[0]])
        start, step = start + step, min(2 * step, 2**20)
    return 0.0
