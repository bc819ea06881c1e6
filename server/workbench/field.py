"""A field: values over two dimensions, and the part of it that is seen."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError
from server.workbench.recipe import Recipe
from server.workbench.signal import Label

Floats = NDArray[np.float64]

BAND = 2**20  # values looked at together


@dataclass(frozen=True)
class FieldData:
    """``values`` of shape (rows, columns) of any real type; labels of both axes where known.

    ``row_labels`` and ``column_names`` are what rows and columns are called; () for numbers.
    """

    values: NDArray[Any]
    label: Label
    row_label: Label = field(default=Label("row"))
    column_label: Label = field(default=Label("column"))
    row_labels: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    key: str = ""

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.values.shape[0])

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return int(self.values.shape[1])

    @property
    def held(self) -> int:
        """Bytes in memory."""
        mapped = isinstance(self.values.base, np.memmap) or isinstance(self.values, np.memmap)
        return 0 if mapped else self.values.nbytes


@dataclass(frozen=True)
class FieldWindow:
    """The visible rows and columns, whole ones, in ``height`` × ``width`` pixels at most.

    Pixel (i, j) stands for rows ``row_edges[i]`` to before the next and columns likewise.
    """

    row_edges: NDArray[np.int64]
    column_edges: NDArray[np.int64]

    @property
    def rows(self) -> slice:
        """The visible rows."""
        return slice(int(self.row_edges[0]), int(self.row_edges[-1]))

    @property
    def columns(self) -> slice:
        """The visible columns."""
        return slice(int(self.column_edges[0]), int(self.column_edges[-1]))

    def within(self, top: int, left: int) -> "FieldWindow":
        """The same in a part that begins at the row ``top`` and the column ``left``."""
        return FieldWindow(self.row_edges - top, self.column_edges - left)

    @property
    def visible(self) -> int:
        """How many values are seen."""
        rows, columns = self.rows, self.columns
        return int((rows.stop - rows.start) * (columns.stop - columns.start))


def field_window(data: FieldData, recipe: Recipe, width: int, height: int) -> FieldWindow:
    """What ``recipe`` shows of ``data``. Raises InputError where nothing of it is there."""
    return FieldWindow(
        _edges(recipe.y0, recipe.y1, data.rows, height, "y0"),
        _edges(recipe.x0, recipe.x1, data.columns, width, "x0"),
    )


def _edges(
    start: float | None, stop: float | None, count: int, pixels: int, name: str
) -> NDArray[np.int64]:
    first = 0 if start is None else int(np.clip(np.floor(start), 0, count))
    last = count if stop is None else int(np.clip(np.ceil(stop), 0, count))
    if not first < last:
        raise InputError(name, "lies beyond the field", f"0 to {count:,}")
    cells = min(pixels, last - first)
    return first + np.arange(cells + 1, dtype=np.int64) * (last - first) // cells


def area_means(values: NDArray[Any], window: FieldWindow) -> Floats:
    """The mean of the finite values in each pixel, shape (height, width); NaN where there is none.

    ``values`` is the whole field. Every value counts in one pixel.
    """
    columns = window.columns
    edges = window.column_edges - columns.start
    sizes = np.diff(edges)
    whole = bool((sizes == 1).all())
    means = np.empty((len(window.row_edges) - 1, len(sizes)))
    for i, (first, last) in enumerate(_pairs(window.row_edges)):
        part = values[first:last, columns]
        with np.errstate(over="ignore", invalid="ignore"):
            total = np.add.reduce(part, axis=0, dtype=np.float64)
        if not np.isfinite(total).all():
            means[i] = _means_of_known(part, edges)
            continue
        with np.errstate(over="ignore"):
            sums = total if whole else np.add.reduceat(total, edges[:-1])
        means[i] = sums / (sizes * (last - first))
        if not np.isfinite(means[i]).all():
            means[i] = _means_of_known(part, edges)
    return means


def _means_of_known(part: NDArray[Any], edges: NDArray[np.int64]) -> Floats:
    """As ``area_means`` of one row of pixels, with gaps, or with values near the largest."""
    known = np.isfinite(part)
    count = np.add.reduceat(known.sum(axis=0), edges[:-1])
    share = 1.0 / max(part.size, 1)  # of each value, so that no sum overflows
    scaled = np.where(known, part, 0).astype(np.float64) * share
    total = np.add.reduceat(scaled.sum(axis=0), edges[:-1])
    means = np.full(len(edges) - 1, np.nan)
    np.divide(total, count * share, out=means, where=count > 0)
    return means


def extremes_of(values: NDArray[Any], window: FieldWindow) -> tuple[float, float]:
    """The smallest and largest finite of the visible values; NaN where there is none."""
    low, high = np.inf, -np.inf
    for part in bands(values, window):
        finite = part[np.isfinite(part)]
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    return (low, high) if low <= high else (np.nan, np.nan)


def bands(values: NDArray[Any], window: FieldWindow) -> Iterator[NDArray[Any]]:
    """The visible values, some rows at a time."""
    rows, columns = window.rows, window.columns
    step = max(BAND // max(columns.stop - columns.start, 1), 1)
    for first in range(rows.start, rows.stop, step):
        yield values[first : min(first + step, rows.stop), columns]


def quantised(means: Floats, depth: int) -> tuple[NDArray[Any], float, float]:
    """``means`` as whole numbers of ``depth`` bits, and the offset and scale that bring them back.

    The largest number of all stands for a gap.
    """
    kind = np.dtype("u1" if depth == 8 else "<u2")
    gap = 2**depth - 1
    finite = means[np.isfinite(means)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    scale = high / (gap - 1) - low / (gap - 1)
    if not scale > 0:
        scale = 1.0
    stored = np.full(means.shape, gap, dtype=kind)
    known = np.isfinite(means)
    stored[known] = np.clip(np.rint(means[known] / scale - low / scale), 0, gap - 1)
    return stored, low, scale


def _pairs(edges: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    whole = edges.tolist()
    return itertools.pairwise(whole)
