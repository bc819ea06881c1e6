"""Extremes of many stretches of a long sequence, from extremes of blocks kept beforehand.

The inside of a stretch comes from the blocks, both its ragged ends from the samples themselves:
the answer is exact and its cost does not depend on the length. The idea of such levels is that of
mipmaps (L. Williams, “Pyramidal parametrics”, SIGGRAPH 1983).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


def stretch_extremes(
    levels: Sequence[tuple[Array, Array]], blocks: Sequence[int], edges: Indices
) -> tuple[Floats, Floats]:
    """Minimum and maximum of the samples from ``edges[i]`` to before ``edges[i + 1]``.

    ``levels[0]`` are the samples, twice; each entry of ``levels[k + 1]`` tells the extremes of
    ``blocks[k]`` successive ones of ``levels[k]``, NaN for blocks without a value. NaNs are
    passed over; a stretch without a value gives NaN.
    """
    return _level(levels, blocks, edges[:-1], edges[1:])


def _level(
    levels: Sequence[tuple[Array, Array]], blocks: Sequence[int], starts: Indices, stops: Indices
) -> tuple[Floats, Floats]:
    low, high = levels[0]
    if len(levels) == 1:
        return _straight(low, starts, stops, np.fmin), _straight(high, starts, stops, np.fmax)
    block = blocks[0]
    first, last = starts // block, stops // block
    inside, ends = starts - first * block, stops - last * block
    same = first == last
    places = np.arange(block)
    head = places >= inside[:, None]
    head[same] &= places < ends[same, None]
    tail = (places < ends[:, None]) & ~same[:, None]
    inner_low, inner_high = _level(levels[1:], blocks[1:], np.minimum(first + 1, last), last)
    both = low is high
    ragged = [_rows(low, block, rows) for rows in (first, last)]
    for rows, mask in zip(ragged, (head, tail), strict=True):
        rows[~mask] = np.nan
        np.fmin(inner_low, np.fmin.reduce(rows, axis=1), out=inner_low)
    if not both:
        ragged = [_rows(high, block, rows) for rows in (first, last)]
    for rows, mask in zip(ragged, (head, tail), strict=True):
        if not both:
            rows[~mask] = np.nan
        np.fmax(inner_high, np.fmax.reduce(rows, axis=1), out=inner_high)
    return inner_low, inner_high


def _rows(values: Array, block: int, rows: Indices) -> Floats:
    """The blocks of those numbers, a row each; NaN beyond the end."""
    whole = len(values) // block
    grid = np.asarray(values[: whole * block]).reshape(whole, block)
    if not whole:
        found = np.full((len(rows), block), np.nan)
    else:
        found = grid[np.minimum(rows, whole - 1)].astype(np.float64, copy=False)
    beyond = rows >= whole
    if beyond.any():
        rest = np.full(block, np.nan)
        rest[: len(values) - whole * block] = values[whole * block :]
        found[beyond] = np.where((rows[beyond] == whole)[:, None], rest, np.nan)
    return found


def _straight(values: Array, starts: Indices, stops: Indices, pick: np.ufunc) -> Floats:
    """Each stretch looked through from end to end; ``starts[i + 1] >= stops[i]``."""
    found = np.full(len(starts), np.nan)
    filled = np.flatnonzero(stops > starts)
    if not filled.size:
        return found
    base, end = int(starts[filled[0]]), int(stops[filled[-1]])
    part = np.append(np.asarray(values[base:end], dtype=np.float64), np.nan)
    between = np.empty(2 * len(filled), dtype=np.int64)
    between[0::2], between[1::2] = starts[filled] - base, stops[filled] - base
    found[filled] = pick.reduceat(part, between)[0::2]
    return found
