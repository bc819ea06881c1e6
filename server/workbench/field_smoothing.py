"""Smoothing fields by a Gaussian over both axes, gaps by normalised convolution."""

import threading
from collections import OrderedDict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError
from server.science.smoothing import gaussian_filter
from server.science.widths import sigma_from
from server.workbench.field import FieldData, FieldWindow
from server.workbench.recipe import Recipe

Floats = NDArray[np.float64]

WHOLE = 2**24  # values: fields up to this are smoothed as a whole, once, and kept
KEPT = 2


class SmoothFields:
    """The fields smoothed last. Threads may share it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Floats] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, data: FieldData, recipe: Recipe, window: FieldWindow) -> tuple[Floats, int, int]:
        """The smoothed field, or the visible part of a large one; and its first row and column.

        Raises InputError.
        """
        sigma = field_sigma(data, recipe)
        if data.values.size > WHOLE:
            return _visible(data.values, window, sigma, recipe)
        key = (
            data.key or id(data.values),
            sigma,
            recipe.edges,
            recipe.cval,
            recipe.truncate,
            recipe.min_weight,
            recipe.fill,
        )
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = smooth_field(data.values, sigma, recipe)
            with self._lock:
                self._kept[key] = found
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return found, 0, 0


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


def smooth_field(values: NDArray[Any], sigma: float, recipe: Recipe) -> Floats:
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
