"""The numbers of a field's view as the bytes of a file: the values of each of its smoothings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from server.errors import InputError
from server.tools.numbers import Grid
from server.workbench.exports.field_leaving import Leaving, leaving, leaving_layers
from server.workbench.exports.options import NumberForm, NumberOptions
from server.workbench.exports.provenance import Made
from server.workbench.exports.table import npy_header
from server.workbench.field import FieldData, field_window

WHOLE = {"x0": None, "x1": None, "y0": None, "y1": None}


@dataclass(frozen=True)
class Planes:
    """Values of one shape (rows, columns) by name; ``x`` and ``y`` number columns and rows."""

    x: NDArray[np.int64]
    y: NDArray[np.int64]
    values: Mapping[str, NDArray[Any]]

    def grids(self) -> Iterator[tuple[str, Grid]]:
        """Each with its name."""
        for name, values in self.values.items():
            yield name, Grid(self.x, self.y, values)

    def csv(self) -> Iterator[bytes]:
        """One line a row; of several the first cell names the one that the row belongs to."""
        several = len(self.values) > 1
        for i, (name, grid) in enumerate(self.grids()):
            lines = grid.csv()
            header = next(lines)
            if i == 0:
                yield (f"layer,{header}" if several else header).encode()
            for line in lines:
                yield (f"{name},{line}" if several else line).encode()

    def npy(self) -> Iterator[bytes]:
        """One NPY file: the array itself, or of several one array with a field for each."""
        planes = list(self.values.values())
        kinds = [(name, values.dtype) for name, values in self.values.items()]
        kind = planes[0].dtype if len(planes) == 1 else np.dtype(kinds)
        yield npy_header(kind, planes[0].shape)
        for rows in zip(*planes, strict=True):
            if len(rows) == 1:
                yield np.ascontiguousarray(rows[0]).tobytes()
                continue
            line = np.empty(len(self.x), dtype=kind)
            for name, row in zip(self.values, rows, strict=True):
                line[name] = row
            yield line.tobytes()

    def json(self, facts: Mapping[str, Any]) -> Iterator[bytes]:
        """``facts``, ``x`` and ``y``, and ``values``: rows, or of several an object of them."""
        plain = {name: grid.plain() for name, grid in self.grids()}
        first = next(iter(plain.values()))
        if len(plain) > 1:
            first["values"] = {name: one["values"] for name, one in plain.items()}
        yield orjson.dumps({**facts, **first}, option=orjson.OPT_SERIALIZE_NUMPY)


def field_numbers(
    data: FieldData, made: Made, options: NumberOptions, form: NumberForm
) -> Iterator[bytes]:
    """The values of a field in ``form``: smoothed, and as often as smoothings are compared.

    They are as they are where the method is ``none``. Raises InputError.
    """
    planes = _planes(data, made, options)
    if form == "csv":
        return planes.csv()
    return planes.npy() if form == "npy" else planes.json(made.told())


def _planes(data: FieldData, made: Made, options: NumberOptions) -> Planes:
    recipe = made.recipe
    chosen = _chosen(leaving(data, recipe), options.names)
    seen = recipe if options.part == "visible" else recipe.model_copy(update=WHOLE)
    window = field_window(data, seen, 1, 1)
    values = {}
    for one, layer in zip(chosen, leaving_layers(data, recipe, window, chosen), strict=True):
        inside = layer.window(window)
        values[one.name] = layer.values[inside.rows, inside.columns]
    columns, rows = (np.arange(part.start, part.stop) for part in (window.columns, window.rows))
    return Planes(columns, rows, values)


def _chosen(known: list[Leaving], names: tuple[str, ...]) -> list[Leaving]:
    by_name = {one.name: one for one in known}
    if strange := [name for name in names if name not in by_name]:
        raise InputError("columns", f"“{strange[0][:60]}” is not there", ", ".join(by_name))
    return [by_name[name] for name in dict.fromkeys(names)] or known
