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
from server.science.gaussian.sliding import LONGEST, Prepared, line_of, series_for, stretch
from server.science.gaussian.source import Source, View
from server.science.gaussian.survey import LARGEST, SMALLEST
from server.science.gaussian.threads import in_threads
from server.science.native.library import Library, address, stretches

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
    if before * after < FEW or n > LONGEST:
        for row, column in np.ndindex(before, after):
            _filter_line(source[row, :, column], how, target[row, :, column], method)
        return
    way = chosen(values.size, how, method)

    def act(place: Place) -> None:
        block = np.array(_lines(source, place), order="C")
        _lines(target, place)[...] = _filtered(block, how, out.dtype, way)

    in_threads(act, list(_places(before, n, after)), how.workers)


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


def _filter_line(line: NDArray[Any], how: Filter, out: NDArray[Any], method: Method) -> None:
    """One line, by chunks that are shared among threads."""
    apart = out.flags.c_contiguous and not np.may_share_memory(line, out)
    place = out if apart else np.empty(len(line), dtype=out.dtype)
    Part(line, 0, len(line), how, None, method).work_out_all(place)
    if not apart:
        out[:] = place


def _filtered(block: NDArray[Any], how: Filter, dtype: Any, way: Method) -> NDArray[Any]:
    """The rows of ``block`` filtered."""
    library = native.library()
    count, n = block.shape
    if way == "direct" and (library is None or how.radius > MAX_RADIUS):
        return _defined(block, how)
    low, high, odd = survey(block.reshape(-1), np.arange(count + 1) * n, 1)
    size = np.maximum(np.abs(low), np.abs(high))
    plain = ~odd & (size < LARGEST) & ((size > SMALLEST) | (size == 0))
    result = np.empty(block.shape, dtype=dtype)
    if not plain.all():
        # Infinities and NaNs mean what they mean to scipy.
        result[~plain] = _defined(block[~plain], how)
        block = block[plain]
    if library is None or way == "overlap":
        result[plain] = _transformed(block, how)
    elif plain.all():
        _compiled(library, block, how, result, way)
    else:
        some = np.empty(block.shape, dtype=dtype)
        _compiled(library, block, how, some, way)
        result[plain] = some
    return result


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
    if not len(block):
        return
    n = block.shape[1]
    offset = float(block[0, 0])
    jobs = stretches(
        [
            stretch(line_of(Source(row, 0, n, offset), how, View()), Piece(0, 0, n, to))
            for row, to in zip(block, out, strict=True)
        ]
    )
    if way == "sliding":
        gain = constant_gain(how.sigma, how.order, how.radius)
        terms = Prepared(series_for(how, how.order), how.radius, offset, offset * gain)
        library.sliding(ctypes.addressof(terms.c), ctypes.addressof(jobs), len(jobs))
        return
    weights = np.ascontiguousarray(kernel(how.sigma, how.order, how.radius)[how.radius :: -1])
    library.direct(
        address(weights), how.radius, how.order % 2, 0.0, ctypes.addressof(jobs), len(jobs)
    )


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
