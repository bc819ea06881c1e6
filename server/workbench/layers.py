"""The layers of a field: as it is, smoothed, and what was taken away; and their statistics."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.workbench.curves import Cancelled, never
from server.workbench.field import FieldData, FieldWindow, bands, extremes_of
from server.workbench.field_smoothing import SMOOTH_FIELDS
from server.workbench.recipe import Recipe
from server.workbench.statistics import Tally, scale_for


@dataclass(frozen=True)
class Layer:
    """A field, or a part of it that begins at the row ``top`` and the column ``left``."""

    values: NDArray[Any]
    top: int = 0
    left: int = 0

    def window(self, window: FieldWindow) -> FieldWindow:
        """The same part of the field, counted from where this begins."""
        return window.within(self.top, self.left)

    def row(self, row: int, columns: slice) -> NDArray[np.float64]:
        """Some columns of one row of the field."""
        part = self.values[row - self.top, columns.start - self.left : columns.stop - self.left]
        return np.asarray(part, dtype=np.float64)

    def column(self, column: int, rows: slice) -> NDArray[np.float64]:
        """Some rows of one column of the field."""
        part = self.values[rows.start - self.top : rows.stop - self.top, column - self.left]
        return np.asarray(part, dtype=np.float64)


def compared(recipe: Recipe) -> dict[str, Recipe]:
    """The recipes of the smoothings that are kept to be compared: ``also1`` and ``also2``."""
    found = {}
    for name, step in zip(("also1", "also2"), recipe.steps()[1:], strict=False):
        own = {"method": step.method, "width": step.width, "unit": step.unit, "order": step.order}
        if step.method != "none":
            found[name] = recipe.model_copy(update=own)
    return found


def layers_of(
    data: FieldData,
    recipe: Recipe,
    window: FieldWindow,
    wanted: Collection[str],
    cancelled: Cancelled = never,
) -> dict[str, Layer]:
    """Those that are wanted of ``raw``, ``smooth``, ``residual``, and ``also1`` and ``also2``.

    Raises InputError, Cancelled.
    """
    layers = {"raw": Layer(data.values)} if "raw" in wanted else {}
    for name, kept in compared(recipe).items():
        if name in wanted:
            layers[name] = Layer(*SMOOTH_FIELDS.get(data, kept, window, cancelled))
    if recipe.method == "none" or not {"smooth", "residual"} & set(wanted):
        return layers
    smooth = Layer(*SMOOTH_FIELDS.get(data, recipe, window, cancelled))
    if "smooth" in wanted:
        layers["smooth"] = smooth
    if "residual" in wanted:
        rows, columns = window.rows, window.columns
        inside = smooth.window(window)
        with np.errstate(invalid="ignore", over="ignore"):
            rest = (
                np.asarray(data.values[rows, columns], dtype=np.float64)
                - smooth.values[inside.rows, inside.columns]
            )
        layers["residual"] = Layer(rest, rows.start, columns.start)
    return layers


def statistics(
    data: FieldData, recipe: Recipe, window: FieldWindow
) -> dict[str, dict[str, float | int | None]]:
    """What the visible part of each layer comes to. Raises InputError."""
    found = {}
    for name, layer in layers_of(data, recipe, window, ("raw", "smooth", "residual")).items():
        inside = layer.window(window)
        tally = Tally(scale_for(*extremes_of(layer.values, inside)))
        for part in bands(layer.values, inside):
            tally.add(np.asarray(part, dtype=np.float64).reshape(-1), 0)
        found[name] = tally.told()
    return found
