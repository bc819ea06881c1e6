"""Smoothing fields by a Gaussian over both axes, gaps by normalised convolution."""

import math
import threading
from collections import OrderedDict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.errors import Cancelled as Stopped
from server.errors import InputError
from server.science.smoothing import gaussian_filter
from server.science.widths import sigma_from
from server.workbench.curves import Cancelled, never
from server.workbench.field import FieldData, FieldWindow, area_means
from server.workbench.recipe import Recipe

Floats = NDArray[np.float64]

WHOLE = 2**24  # values: fields up to this are smoothed as a whole, once, and kept
KEPT = 4  # those that are compared, and one more
POLL = 0.05  # seconds between two looks whether it is still wanted
GAIN = 4  # values to a pixel: with fewer the field itself is smoothed nearly as soon
COARSE = 3  # pixels that sigma must be long to be worked out from pixels


class SmoothFields:
    """The fields smoothed last. Threads may share it; one smooths at a time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Floats] = OrderedDict()
        self._working = threading.Lock()

    def get(
        self, data: FieldData, recipe: Recipe, window: FieldWindow, cancelled: Cancelled = never
    ) -> tuple[Floats, int, int]:
        """The smoothed field, or the visible part of a large one; and its first row and column.

        Raises InputError; Cancelled where nobody waits for it any more when its turn comes.
        """
        sigma = field_sigma(data, recipe)
        how = (recipe.edges, recipe.cval, recipe.truncate, recipe.min_weight, recipe.fill)
        key = (data.key or id(data.values), sigma, *how)
        while not self._working.acquire(timeout=POLL):
            if cancelled():
                raise Stopped("The view was overtaken by a newer one.")
        try:
            if cancelled():
                raise Stopped("The view was overtaken by a newer one.")
            if data.values.size > WHOLE:
                return _visible(data.values, window, sigma, recipe)
            if key not in self._kept:
                self._kept[key] = smooth_field(data.values, sigma, recipe)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[key], 0, 0
        finally:
            self._working.release()


SMOOTH_FIELDS = SmoothFields()


def field_sigma(data: FieldData, recipe: Recipe) -> float:
    """Sigma in cells, the same along both axes. Raises InputError for what fields do not know."""
    if recipe.method not in {"gaussian", "none"}:
        raise InputError("method", "is not known of fields", "gaussian, none")
    if recipe.order:
        raise InputError("order", "is not known of fields", "0")
    sigma = sigma_from(recipe.width, recipe.unit)
    largest = 2.0 * max(data.values.shape)
    if sigma > largest:
        raise InputError("width", "is more than twice the field", f"sigma up to {largest:,.0f}")
    return sigma


def smooth_field(
    values: NDArray[Any], sigma: float | tuple[float, float], recipe: Recipe
) -> Floats:
    """``values`` (rows, columns) smoothed; places without a value stay open without ``fill``."""
    field = np.asarray(values, dtype=np.float64)
    known = np.isfinite(field)

    def smoothed(part: NDArray[Any], beyond: float) -> Floats:
        found: Floats = gaussian_filter(
            part, sigma, mode=recipe.edges, cval=beyond, truncate=recipe.truncate
        )
        return found

    if known.all():
        return smoothed(field, recipe.cval)
    weight = smoothed(known.astype(np.float64), 1.0)
    total = smoothed(np.where(known, field, 0.0), recipe.cval)
    good = (weight > 0) & (weight >= recipe.min_weight) & (known | recipe.fill)
    found = np.full(field.shape, np.nan)
    np.divide(total, weight, out=found, where=good)
    return found


def _visible(
    values: NDArray[Any], window: FieldWindow, sigma: float, recipe: Recipe
) -> tuple[Floats, int, int]:
    """The visible part smoothed: as that of the whole, for all within the kernel's reach is used.

    What wraps around comes from the other side, so that then the whole is worked out.
    """
    reach = int(recipe.truncate * sigma + 0.5)
    if recipe.edges == "wrap":
        return smooth_field(values, sigma, recipe), 0, 0
    top, left = max(window.rows.start - reach, 0), max(window.columns.start - reach, 0)
    part = values[top : window.rows.stop + reach, left : window.columns.stop + reach]
    return smooth_field(part, sigma, recipe), top, left


def preview_means(data: FieldData, recipe: Recipe, window: FieldWindow) -> Floats | None:
    """About the area means of the smoothed field, (height, width): those of the field, smoothed.

    For the eye, while a control is dragged: within 2 % of the field's range, mostly far less. None
    where a pixel stands for fewer than GAIN values, or is not COARSE times as small as sigma.
    Raises InputError.
    """
    sigma = field_sigma(data, recipe)
    if recipe.edges == "wrap":
        return None
    edges, parts, sigmas = [], [], []
    for own, count in ((window.row_edges, data.rows), (window.column_edges, data.columns)):
        size = float(own[-1] - own[0]) / (len(own) - 1)
        if sigma < COARSE * size:
            return None
        wider, first = _widened(own, size, count, recipe.truncate * sigma)
        edges.append(wider)
        parts.append(slice(first, first + len(own) - 1))
        sigmas.append(math.sqrt(sigma**2 - (size**2 - 1) / 12) / size)
    spans = [float(wider[-1] - wider[0]) / (len(wider) - 1) for wider in edges]
    if spans[0] * spans[1] < GAIN:
        return None
    means = area_means(data.values, FieldWindow(edges[0], edges[1]))
    return smooth_field(means, (sigmas[0], sigmas[1]), recipe)[parts[0], parts[1]]


def _widened(
    edges: NDArray[np.int64], size: float, count: int, reach: float
) -> tuple[NDArray[np.int64], int]:
    """``edges`` of pixels and of as many more on both sides as ``reach``; where the own begin."""
    wanted = math.ceil(reach / size) + 1
    before = min(wanted, int(edges[0] // size))
    after = min(wanted, int((count - edges[-1]) // size))
    left = edges[0] - np.rint(size * np.arange(before, 0, -1)).astype(np.int64)
    right = edges[-1] + np.rint(size * np.arange(1, after + 1)).astype(np.int64)
    return np.concatenate([left, edges, right]), before
