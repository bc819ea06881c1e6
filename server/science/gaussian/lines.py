"""Filtering along one axis of an array: many lines, a block of them at a time."""

import ctypes
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science import native
from server.science.bins import survey
from server.science.gaussian.borders import extended
from server.science.gaussian.choosing import Method, chosen
from server.science.gaussian.direct import MAX_RADIUS
from server.science.gaussian.filter import Filter
from server.science.gaussian.kernels import constant_gain, kernel
from server.science.gaussian.overlap import transformed_kernel
from server.science.gaussian.parts import STREAMED, Part
from server.science.gaussian.pieces import Piece
from server.science.gaussian.sliding import (
    LANES,
    LONG,
    Prepared,
    line_of,
    series_for,
    stretch,
)
from server.science.gaussian.source import Source, View, first_finite
from server.science.gaussian.survey import LARGEST, SMALLEST
from server.science.gaussian.threads import Scratch, in_threads
from server.science.native.library import KINDS, MODES, Library, Rules, address, rows_of, seen_in

FEW = 8  # lines: fewer, or longer ones, are filtered one by one, by chunks
BLOCK = 2**17  # values that are filtered at once: they stay in the second cache
LEAST_LINES = 16  # of a block: two lines of the processor's cache beside each other
CACHE_LINE = 64  # bytes
MOST = 2**22  # values that are transformed at once

Place = tuple[int | slice, slice]


def filter_axis(
    values: NDArray[Any], axis: int, how: Filter, out: NDArray[Any], method: Method
) -> None:
    """``values`` filtered along ``axis`` into ``out``, of the same shape.

    Both are contiguous, of 4 or 8 bytes a value; they are the same array or do not overlap.
    """
    n = values.shape[axis]
    before = int(np.prod(values.shape[:axis], dtype=np.int64))
    source, target = (array.reshape(before, n, -1) for array in (values, out))
    after = source.shape[2]
    if before * after < FEW or n > LONG:
        for row, column in np.ndindex(before, after):
            _filter_line(source[row, :, column], how, target[row, :, column], method)
        return
    lines = Lines(values, out, how, chosen(values.size, how, method))

    def act(place: Place) -> None:
        if lines.in_columns(source, target, place):
            return
        block, to = (_lines(array, place) for array in (source, target))
        if values is out or not block.flags.c_contiguous:
            copied = lines.room("block", block.shape, block.dtype)
            copied[...] = block
            block = copied
        result = to if to.flags.c_contiguous else lines.room("out", block.shape, out.dtype)
        lines.in_rows(block, result)
        if result is not to:
            to[...] = result

    in_threads(act, list(_places(target)), how.workers)


def _places(target: NDArray[Any]) -> Iterator[Place]:
    """Where blocks of lines lie: rows below, or columns beside each other.

    Columns begin with the lines of the processor's cache, where that can be.
    """
    before, n, after = target.shape
    lines = max(BLOCK // n, LEAST_LINES)
    if after == 1:
        for first in range(0, before, lines):
            yield slice(first, first + lines), slice(0, 1)
        return
    lines -= lines % LEAST_LINES
    over = -address(target) % CACHE_LINE // target.itemsize
    for row in range(before):
        for first in range(over - lines if over else 0, after, lines):
            yield row, slice(max(first, 0), min(first + lines, after))


def _lines(array: NDArray[Any], place: Place) -> NDArray[Any]:
    """The lines at ``place``, one a row."""
    rows, columns = place
    return array[rows, :, 0] if isinstance(rows, slice) else array[rows, :, columns].T


class Lines:
    """The lines of ``values`` along one axis, to be filtered into those of ``out`` in ``way``."""

    def __init__(self, values: NDArray[Any], out: NDArray[Any], how: Filter, way: Method) -> None:
        self._how, self._way = how, way
        self._library = native.library()
        self._offset = first_finite(values.reshape(-1))
        self._streamed = out.nbytes >= STREAMED
        self._scratch = Scratch()
        narrow = way == "direct" and how.radius <= MAX_RADIUS
        self._compiled = self._library is not None and (narrow or way == "sliding")
        if self._compiled and way == "sliding":
            gain = constant_gain(how.sigma, how.order, how.radius)
            series = series_for(how, how.order)
            self._terms = Prepared(series, how.radius, self._offset, self._offset * gain)
        elif self._compiled:
            # From its middle to its beginning, as the direct sums want it.
            half = kernel(how.sigma, how.order, how.radius)[how.radius :: -1]
            self._half = np.ascontiguousarray(half)

    def room(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
        """An array of this thread's that may hold anything."""
        count = shape[0] * shape[1]
        return self._scratch.floats(name, count).view(dtype)[:count].reshape(shape)

    def in_columns(self, source: NDArray[Any], target: NDArray[Any], place: Place) -> bool:
        """Filter columns beside each other as they lie, where that can be done. Whether it was."""
        library = self._library
        row, columns = place
        if library is None or not self._compiled or isinstance(row, slice):
            return False
        how, offset = self._how, self._offset if self._way == "sliding" else 0.0
        n, apart, count = source.shape[1], source.shape[2], columns.stop - columns.start
        blocks = -(-count // LANES)
        shape = (blocks * n, LANES)
        block, out = (self.room(name, shape, np.dtype(np.float64)) for name in ("block", "out"))
        at = row * n * apart + columns.start
        size = library.take_columns(
            address(source, at), KINDS[source.dtype], apart, n, count, offset, address(block)
        )
        if not SMALLEST < size < LARGEST:
            return False
        mode = MODES.index(how.mode)
        asked = (address(block), n, blocks, mode, how.cval - offset, address(out))
        if self._way == "sliding":
            library.sliding_columns(ctypes.addressof(self._terms.c), *asked)
        else:
            library.direct_columns(address(self._half), how.radius, how.order % 2, *asked)
        added = offset * constant_gain(how.sigma, how.order, how.radius)
        library.put_columns(
            address(out), n, count, added, self._streamed, address(target, at),
            KINDS[target.dtype], apart,
        )  # fmt: skip
        return True

    def in_rows(self, block: NDArray[Any], out: NDArray[Any]) -> None:
        """The rows of ``block`` filtered into ``out``: contiguous, and not the same."""
        if self._compiled and self._library is not None:
            plain = self._rows_compiled(self._library, block, out)
        elif self._way == "direct":
            plain = np.zeros(len(block), dtype=bool)
        else:
            low, high, odd = survey(block.reshape(-1), np.arange(len(block) + 1) * block.shape[1])
            plain = _sizeable(low, high) & ~odd
            if plain.any():
                out[plain] = _transformed(block[plain], self._how)
        if not plain.all():
            # Infinities and NaNs mean what they mean to scipy.
            out[~plain] = _defined(block[~plain], self._how)

    def _rows_compiled(
        self, library: Library, block: NDArray[Any], out: NDArray[Any]
    ) -> NDArray[np.bool_]:
        """Which rows were of numbers that can be summed as they are."""
        how, (count, n) = self._how, block.shape
        line = line_of(Source(block[0], 0, n, self._offset), how, View())
        jobs = rows_of(stretch(line, Piece(0, 0, n, out[0])), block, out)
        if self._way == "sliding":
            rules = Rules(0, 0, 0.0, 0.0, self._streamed)
            terms = ctypes.addressof(self._terms.c)
            library.sliding(terms, ctypes.addressof(rules), address(jobs), count)
            low, high, odd = seen_in(jobs)
            return np.asarray(_sizeable(low, high) & ~odd)
        low, high, odd = survey(block.reshape(-1), np.arange(count + 1) * n, 1)
        library.direct(address(self._half), how.radius, how.order % 2, 0.0, address(jobs), count)
        return np.asarray(_sizeable(low, high) & ~odd)


def _sizeable(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether sums neither over- nor underflow."""
    size = np.maximum(np.abs(low), np.abs(high))
    return np.asarray((size < LARGEST) & ((size > SMALLEST) | (size == 0)))


def _filter_line(line: NDArray[Any], how: Filter, out: NDArray[Any], method: Method) -> None:
    """One line, by chunks that are shared among threads."""
    apart = out.flags.carray and not np.may_share_memory(line, out)
    place = out if apart else np.empty(len(line), dtype=out.dtype)
    Part(line, 0, len(line), how, None, method).work_out_all(place)
    if not apart:
        out[:] = place


def _defined(block: NDArray[Any], how: Filter) -> NDArray[Any]:
    from scipy.ndimage import correlate1d

    weights = kernel(how.sigma, how.order, how.radius)
    filtered: NDArray[Any] = correlate1d(
        block, weights, output=np.float64, mode=how.mode, cval=how.cval
    )
    return filtered


def _transformed(block: NDArray[Any], how: Filter) -> NDArray[Any]:
    """By transforms of whole lines and what lies beyond their ends, a few at a time."""
    from scipy.fft import irfft, next_fast_len, rfft

    count, n = block.shape
    size = int(next_fast_len(n + 2 * how.radius, real=True))
    spectrum = transformed_kernel(how, how.order, size)
    gain = constant_gain(how.sigma, how.order, how.radius)
    result = np.empty(block.shape)
    step = max(MOST // size, 1)
    for first in range(0, count, step):
        some = slice(first, first + step)
        offset = block[some, :1].astype(np.float64)
        lines = block[some].T
        reach = extended(lines, -how.radius, n + how.radius, how.mode, how.cval).T - offset
        whole = irfft(rfft(reach, size) * spectrum, size, overwrite_x=True)
        result[some] = whole[:, :n] + offset * gain
    return result
