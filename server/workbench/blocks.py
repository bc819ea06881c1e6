"""What is kept of the blocks of a long column: their extremes and, without gaps, weighted means."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.watch import Watch
from server.workbench.signal import Signal
from server.workbench.triangles import Triangles, coarser

BLOCKS = (64, 32)  # samples of a block; blocks of a block of blocks
MEANS = (8, 16, 32, 64, 128, 256, 512)  # samples from one weighted mean to the next
PIECE = 2**22  # samples looked at together: a multiple of all of these

Level = tuple[NDArray[Any], NDArray[Any]]  # minima and maxima


@dataclass(frozen=True)
class Blocks:
    """A column's blocks. ``gaps`` are the samples without a value.

    ``levels[i]`` are the extremes of the blocks of each level. ``means[i][k]`` is that of the
    samples about k·b − ½, b being ``MEANS[i]``: their weights fall evenly to nothing over b
    samples to either side. The first and the last of all are of no use. () where there are gaps,
    or values that float32 cannot hold; they are told less ``offset``.
    """

    count: int
    gaps: int
    offset: float
    levels: tuple[Level, ...]
    means: tuple[NDArray[np.float32], ...]


def sizes(count: int) -> tuple[list[int], list[int]]:
    """How many entries each level has: of extremes, of means."""
    found, rest = [], count
    for block in BLOCKS:
        rest = -(-rest // block)
        found.append(rest)
    return found, [count // block + 1 for block in MEANS]


def gathered(signal: Signal, watch: Watch) -> Blocks:
    """The blocks of ``signal``, looked through once. Raises Cancelled."""
    y, count = signal.y, len(signal)
    blocks, means = sizes(count)
    kind = np.dtype(np.float32) if y.dtype == np.float32 else np.dtype(np.float64)
    levels = tuple((np.empty(size, kind), np.empty(size, kind)) for size in blocks)
    triangles = Triangles(MEANS[0], count)
    offset = _first_value(y[:PIECE])
    gaps, fits = 0, True
    for start in range(0, count, PIECE):
        watch.at(start / count)
        part = np.asarray(y[start : start + PIECE])
        gaps += int(np.isnan(part).sum()) if part.dtype.kind == "f" else 0
        _put_extremes(part, start, levels)
        fits = fits and gaps == 0 and triangles.put(part, start, offset)
    averages = [triangles.means] if fits else []
    for size in means[1:] if fits else ():
        averages.append(coarser(averages[-1], size))
    return Blocks(count, gaps, offset, levels, tuple(averages))


def _first_value(values: NDArray[Any]) -> float:
    """Something that float32 can tell the others from; 0 where there is nothing."""
    known = np.flatnonzero(np.isfinite(values))
    return float(values[known[0]]) if known.size else 0.0


def _put_extremes(part: NDArray[Any], start: int, levels: tuple[Level, ...]) -> None:
    """The extremes of a piece's blocks, level by level."""
    low, high = part, part
    for block, (lows, highs) in zip(BLOCKS, levels, strict=True):
        start //= block
        low, high = _reduced(low, block, np.fmin), _reduced(high, block, np.fmax)
        lows[start : start + len(low)] = low
        highs[start : start + len(high)] = high


def _reduced(values: NDArray[Any], block: int, pick: np.ufunc) -> NDArray[Any]:
    whole = len(values) // block * block
    found = pick.reduce(values[:whole].reshape(-1, block), axis=1)
    return np.append(found, pick.reduce(values[whole:])) if whole < len(values) else found
