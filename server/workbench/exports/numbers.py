"""The numbers of a view as the bytes of a file: a signal's rows, or a field's values."""

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
import orjson
from numpy.typing import NDArray

from server.errors import InputError
from server.tools.numbers import Grid
from server.workbench.exports.options import NumberOptions
from server.workbench.exports.provenance import Made
from server.workbench.exports.table import npy_header, table
from server.workbench.field import FieldData, field_window
from server.workbench.layers import layers_of
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal
from server.workbench.view import window_of

NumberForm = Literal["csv", "npy", "json"]
WHOLE_FIELD = {"x0": None, "x1": None, "y0": None, "y1": None}


def signal_numbers(
    signal: Signal, made: Made, options: NumberOptions, form: NumberForm
) -> Iterator[bytes]:
    """The rows of a signal in ``form``, piece by piece. Raises InputError at the first."""
    recipe = made.recipe
    window = window_of(signal, recipe.from_, recipe.to, 1)
    ends = (window.first, window.last) if options.part == "visible" else (0, len(signal))
    rows = table(signal, recipe, ends, options.names)
    if form == "csv":
        return rows.csv()
    if form == "npy":
        return rows.npy()
    return rows.json({**made.told(), "first": ends[0], "rows": len(rows), "total": len(signal)})


def field_numbers(
    data: FieldData, made: Made, options: NumberOptions, form: NumberForm
) -> Iterator[bytes]:
    """The values of a field, smoothed, in ``form``; as they are where the method is ``none``.

    Raises InputError.
    """
    if options.columns:
        raise InputError("columns", "cannot be chosen of a field", "nothing")
    values, left, top = field_values(data, made.recipe, options.part)
    if form == "npy":
        return _npy(values)
    rows, columns = (
        np.arange(n) + first for n, first in zip(values.shape, (top, left), strict=True)
    )
    grid = Grid(columns, rows, values)
    if form == "csv":
        return (line.encode() for line in grid.csv())
    told = {**made.told(), **grid.plain()}
    return iter([orjson.dumps(told, option=orjson.OPT_SERIALIZE_NUMPY)])


def field_values(data: FieldData, recipe: Recipe, part: str) -> tuple[NDArray[Any], int, int]:
    """The smoothed values in view, or all; and the first column and row. Raises InputError."""
    seen = recipe if part == "visible" else recipe.model_copy(update=WHOLE_FIELD)
    window = field_window(data, seen, 1, 1)
    name = "raw" if recipe.method == "none" else "smooth"
    layer = layers_of(data, recipe, window, (name,))[name]
    inside = layer.window(window)
    return layer.values[inside.rows, inside.columns], window.columns.start, window.rows.start


def _npy(values: NDArray[Any]) -> Iterator[bytes]:
    yield npy_header(values.dtype, values.shape)
    for row in values:
        yield np.ascontiguousarray(row).tobytes()
