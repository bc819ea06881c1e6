"""A tool's numbers, and the ways in which they leave: CSV, NPY, JSON."""

import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Columns:
    """Named columns, each a 1-D array of the same length (numbers, dates or text)."""

    columns: Mapping[str, NDArray[Any]]

    def csv(self) -> Iterator[str]:
        """Lines of CSV under a header row; every number survives the way back bit for bit."""
        yield ",".join(_quoted(name) for name in self.columns) + "\n"
        arrays = list(self.columns.values())
        for start in range(0, len(arrays[0]), ROWS_AT_ONCE):
            block = [_cells(array[start : start + ROWS_AT_ONCE]) for array in arrays]
            yield "".join(",".join(row) + "\n" for row in zip(*block, strict=True))

    def array(self) -> NDArray[Any]:
        """One structured array of shape (rows,) with a field for each column."""
        arrays = self.columns.values()
        kinds = [(name, array.dtype) for name, array in self.columns.items()]
        table = np.empty(len(next(iter(arrays))), dtype=kinds)
        for name, array in self.columns.items():
            table[name] = array
        return table

    def plain(self) -> dict[str, Any]:
        """The columns as arrays that the JSON writer takes."""
        return {"columns": {name: _jsonable(array) for name, array in self.columns.items()}}


@dataclass(frozen=True)
class Grid:
    """A field: ``values`` of shape (rows, columns) over coordinates ``y`` (rows) and ``x``."""

    x: NDArray[Any]
    y: NDArray[Any]
    values: NDArray[Any]

    def csv(self) -> Iterator[str]:
        """One line a row: the y coordinate, then the values; the header holds the x coordinates."""
        yield "y\\x," + ",".join(_cells(self.x)) + "\n"
        for label, row in zip(_cells(self.y), self.values, strict=True):
            yield label + "," + ",".join(_cells(row)) + "\n"

    def array(self) -> NDArray[Any]:
        """The values alone, shape (rows, columns)."""
        return self.values

    def plain(self) -> dict[str, Any]:
        """Coordinates and values as arrays that the JSON writer takes."""
        return {
            "x": _jsonable(self.x),
            "y": _jsonable(self.y),
            "values": _jsonable(self.values),
        }


Numbers = Columns | Grid


def npy_bytes(numbers: Numbers) -> bytes:
    """The numbers as one NPY file (no pickled objects inside)."""
    buffer = io.BytesIO()
    np.save(buffer, numbers.array(), allow_pickle=False)
    return buffer.getvalue()


def _cells(array: NDArray[Any]) -> list[str]:
    """The texts of a 1-D array: shortest form that reads back exactly; NaN is an empty cell."""
    if array.dtype.kind == "f":
        return ["" if math.isnan(value) else repr(value) for value in array.tolist()]
    if array.dtype.kind == "M":
        return [str(text) for text in np.datetime_as_string(array)]
    return [_quoted(str(value)) for value in array.tolist()]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n\r') else text


def _jsonable(array: NDArray[Any]) -> Any:
    if array.dtype.kind == "f":
        return np.ascontiguousarray(array)
    if array.dtype.kind == "M":
        return np.datetime_as_string(array).tolist()
    return array.tolist()
