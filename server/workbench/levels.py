"""Extremes of many stretches of a long sequence, from extremes of blocks kept beforehand.

The inside of a stretch comes from the blocks, both its ragged ends from the samples themselves:
the answer is exact, and its cost does not depend on the length. The idea of such levels is that of
mipmaps (L. Williams, “Pyramidal parametrics”, SIGGRAPH 1983).

At each level a border between two stretches lies within one block: what is before it in there
belongs to the stretch that ends, what is behind it to the one that begins. So one row of samples
is fetched for each border, and both sides of all of them are gone through at once.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science import native
from server.science.bins import checked_edges, minmax_bins
from server.science.native.library import KINDS, address

COMPILED = 3  # levels that the compiled code knows: the samples and two of blocks

Array = NDArray[Any]
Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Extremes = tuple[Floats, Floats]


def stretch_extremes(
    levels: Sequence[tuple[Array, Array]], blocks: Sequence[int], edges: Indices
) -> Extremes:
    """Minimum and maximum of the samples from ``edges[i]`` to before ``edges[i + 1]``.

    ``levels[0]`` are the samples, twice; each entry of ``levels[k + 1]`` tells the extremes of
    ``blocks[k]`` successive ones of ``levels[k]``, NaN for blocks without a value. NaNs are
    passed over; a stretch without a value gives NaN.
    """
    library = native.library()
    arrays = [array for pair in levels for array in pair]
    kinds = {array.dtype for array in arrays}
    if library is None or len(kinds) > 1 or not kinds <= KINDS.keys() or len(levels) != COMPILED:
        return _between(levels, blocks, edges, 0)
    if not all(array.flags.c_contiguous for array in arrays):
        return _between(levels, blocks, edges, 0)
    bounds = checked_edges(edges, len(levels[0][0]))
    minima, maxima = np.empty((2, max(len(bounds) - 1, 0)))
    lows, highs = (
        np.array([address(pair[side]) for pair in levels], dtype=np.uintp) for side in (0, 1)
    )
    sizes = np.array(blocks, dtype=np.int64)
    library.stretches(
        address(lows), address(highs), address(sizes), KINDS[kinds.pop()],
        address(bounds), len(minima), address(minima), address(maxima),
    )  # fmt: skip
    return minima, maxima


def _between(
    levels: Sequence[tuple[Array, Array]], blocks: Sequence[int], borders: Indices, width: int
) -> Extremes:
    """The extremes of the entries between borders, which are ``width`` entries wide themselves."""
    low, high = levels[0]
    if not blocks:
        first, last = int(borders[0]), int(borders[-1])
        within = borders[:-1] + width - first, borders[1:] - first
        return _extremes(low[first:last], high[first:last], *within)
    block = blocks[0]
    rows = borders // block
    found = _between(levels[1:], blocks[1:], rows, 1)
    offsets = np.arange(len(rows)) * block
    places = borders - rows * block + offsets
    lows = _rows(low, block, rows)
    highs = lows if low is high else _rows(high, block, rows)
    alone = rows[:-1] == rows[1:]  # stretches within one block
    heads = places[:-1] + width, np.where(alone, places[1:] - block, offsets[1:])
    tails = np.where(alone, places[1:], offsets[1:]), places[1:]
    for part in (heads, tails):
        ragged = _extremes(lows, highs, *part)
        np.fmin(found[0], ragged[0], out=found[0])
        np.fmax(found[1], ragged[1], out=found[1])
    return found


def _rows(values: Array, block: int, rows: Indices) -> Array:
    """The blocks of those numbers one after the other; NaN beyond the end."""
    whole = len(values) // block
    if not whole:
        found = np.full((len(rows), block), np.nan)
    else:
        grid = np.asarray(values[: whole * block]).reshape(whole, block)
        found = grid[np.minimum(rows, whole - 1)]
    beyond = rows >= whole
    if beyond.any():
        found = found.astype(np.float64)
        rest = np.full(block, np.nan)
        rest[: len(values) - whole * block] = values[whole * block :]
        found[beyond] = np.where((rows[beyond] == whole)[:, None], rest, np.nan)
    return found.reshape(-1)


def _extremes(low: Array, high: Array, starts: Indices, stops: Indices) -> Extremes:
    """The least of ``low`` and the largest of ``high`` from each start to its stop.

    Each begins where the last has ended or after; one that ends before it begins is empty.
    """
    edges = np.empty(2 * len(starts), dtype=np.int64)
    edges[0::2], edges[1::2] = starts, np.maximum(starts, stops)
    edges = np.minimum(edges, len(low))
    lows, highs = minmax_bins(low, edges)
    if low is not high:
        highs = minmax_bins(high, edges)[1]
    return lows[0::2], highs[0::2]
