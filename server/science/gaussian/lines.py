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
from server.science.gaussian.parts import Part
from server.science.gaussian.pieces import Piece
from server.science.gaussian.sliding import (
    LANES,
    LONG,
    PLAINLY,
    Prepared,
    line_of,
    series_for,
    stretch,
)
from server.science.gaussian.source import Source, View
from server.science.gaussian.survey import LARGEST, SMALLEST
from server.science.gaussian.threads import Scratch, in_threads
from server.science.native.library import MODES, Library, address, rows_of

FEW = 8  # lines: fewer, or longer ones, are filtered one by one, by chunks
BLOCK = 2**17  # values that are filtered at once: they stay in the second cache
LEAST_LINES = 16  # of a block: two lines of the processor's cache beside each other
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
    way, scratch = chosen(values.size, how, method), Scratch()

    def act(place: Place) -> None:
        if _columns(source, target, place, how, way, scratch):
            return
        block, to = (_lines(array, place) for array in (source, target))
        if values is out or not block.flags.c_contiguous:
            copied = _room(scratch, "block", block.shape, block.dtype)
            copied[...] = block
            block = copied
        result = to if to.flags.c_contiguous else _room(scratch, "out", block.shape, out.dtype)
        _filter_rows(block, how, result, way)
        if result is not to:
            to[...] = result

    in_threads(act, list(_places(before, n, after)), how.workers)


def _room(
    scratch: Scratch, name: str, shape: tuple[int, ...], dtype: np.dtype[Any]
) -> NDArray[Any]:
    """An array of this thread's that may hold anything."""
    count = shape[0] * shape[1]
    return scratch.floats(name, count).view(dtype)[:count].reshape(shape)


def _places(before: int, n: int, after: int) -> Iterator[Place]:
    """Where blocks of lines lie: rows below, or columns beside each other."""
    lines = max(BLOCK // n, LEAST_LINES)
    if after == 1:
        for first in range(0, before, lines):
            yield slice(first, first + lines), slice(0, 1)
        return
    for row in range(before):
        for first in range(0, after, lines):
            yield row, slice(first, first + lines)


def _lines(array: NDArray[Any], place: Place) -> NDArray[Any]:
    """The lines at ``place``, one a row."""
    rows, columns = place
    return array[rows, :, 0] if isinstance(rows, slice) else array[rows, :, columns].T


def _columns(
    source: NDArray[Any], target: NDArray[Any], place: Place, how: Filter, way: Method,
    scratch: Scratch,
) -> bool:  # fmt: skip
    """Filter columns beside each other as they lie, where that can be done. Whether it was."""
    library = native.library()
    rows, columns = place
    if library is None or isinstance(rows, slice) or way == "overlap":
        return False
    if way == "direct" and how.radius > MAX_RADIUS:
        return False
    part = source[rows, :, columns]
    n, count = part.shape
    shape = (n, -(-count // LANES) * LANES)
    block = _room(scratch, "block", shape, np.dtype(np.float64))
    block[:, :count] = part
    block[:, count:] = 0.0
    low, high, odd = survey(block.reshape(-1), np.array([0, block.size]), 1)
    size = max(abs(low[0]), abs(high[0]))
    if odd[0] or not SMALLEST < size < LARGEST:
        return False
    out = _room(scratch, "out", shape, np.dtype(np.float64))
    asked = (address(block), *shape, MODES.index(how.mode), how.cval, address(out))
    if way == "sliding":
        terms = _terms(how, float(block[0, 0]))
        library.sliding_columns(ctypes.addressof(terms.c), *asked)
    else:
        half = _half(how)
        library.direct_columns(address(half), how.radius, how.order % 2, *asked)
    target[rows, :, columns] = out[:, :count]
    return True


def _filter_line(line: NDArray[Any], how: Filter, out: NDArray[Any], method: Method) -> None:
    """One line, by chunks that are shared among threads."""
    apart = out.flags.c_contiguous and not np.may_share_memory(line, out)
    place = out if apart else np.empty(len(line), dtype=out.dtype)
    Part(line, 0, len(line), how, None, method).work_out_all(place)
    if not apart:
        out[:] = place


def _filter_rows(block: NDArray[Any], how: Filter, out: NDArray[Any], way: Method) -> None:
    """The rows of ``block`` filtered into ``out``: contiguous, and not the same."""
    library = native.library()
    count, n = block.shape
    if way == "direct" and (library is None or how.radius > MAX_RADIUS):
        out[...] = _defined(block, how)
        return
    low, high, odd = survey(block.reshape(-1), np.arange(count + 1) * n, 1)
    size = np.maximum(np.abs(low), np.abs(high))
    plain = ~odd & (size < LARGEST) & ((size > SMALLEST) | (size == 0))
    if not plain.all():
        # Infinities and NaNs mean what they mean to scipy.
        out[~plain] = _defined(block[~plain], how)
        if plain.any():
            some = np.empty((int(plain.sum()), n), dtype=out.dtype)
            _filter_rows(block[plain], how, some, way)
            out[plain] = some
    elif library is None or way == "overlap":
        out[...] = _transformed(block, how)
    else:
        _compiled(library, block, how, out, way)


def _defined(block: NDArray[Any], how: Filter) -> NDArray[Any]:
    from scipy.ndimage import correlate1d

    weights = kernel(how.sigma, how.order, how.radius)
    filtered: NDArray[Any] = correlate1d(
        block, weights, output=np.float64, mode=how.mode, cval=how.cval
    )
    return filtered


def _compiled(
    library: Library, block: NDArray[Any], how: Filter, out: NDArray[Any], way: Method
) -> None:
    n = block.shape[1]
    offset = float(block[0, 0])
    line = line_of(Source(block[0], 0, n, offset), how, View())
    jobs = rows_of(stretch(line, Piece(0, 0, n, out[0])), block, out)
    if way == "sliding":
        terms = _terms(how, offset)
        library.sliding(
            ctypes.addressof(terms.c), ctypes.addressof(PLAINLY), address(jobs), len(jobs)
        )
    else:
        half = _half(how)
        library.direct(address(half), how.radius, how.order % 2, 0.0, address(jobs), len(jobs))


def _terms(how: Filter, offset: float) -> Prepared:
    gain = constant_gain(how.sigma, how.order, how.radius)
    return Prepared(series_for(how, how.order), how.radius, offset, offset * gain)


def _half(how: Filter) -> NDArray[np.float64]:
    """The kernel from its middle to its beginning, as the direct sums want it."""
    return np.ascontiguousarray(kernel(how.sigma, how.order, how.radius)[how.radius :: -1])


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
