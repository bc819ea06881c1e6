"""An array from a file as a table or a field, by its shape and type."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.errors import unreadable
from server.datafiles.model import Contents, Description, Field, Guess, Table
from server.datafiles.options import Options, Selection
from server.datafiles.selecting import check_columns, plane_of
from server.datafiles.statistics import unread_column

KINDS = "biufcMmUST"  # what elements may be; objects and raw bytes are never unpacked
NARROW = 8  # columns up to which a long array is taken for a table
LONG = 10  # rows for each column that make an array long


def check_dtype(path: Path, dtype: np.dtype[Any], name: str = "") -> None:
    """Refuse elements that are neither numbers, dates nor text, nor records of such."""
    fields = [dtype.fields[key][0] for key in dtype.names or ()] if dtype.fields else [dtype]
    for part in fields:
        if part.kind not in KINDS or part.shape:
            held = f"{name} holds" if name else "holds"
            raise unreadable(path, f"{held} elements of type {dtype}", "numbers, dates, text")


def layout_of(shape: tuple[int, ...], dtype: np.dtype[Any], options: Options) -> str:
    """Whether an array of ``shape`` is a ``table`` or a ``field``."""
    if dtype.names or len(shape) < 2 or dtype.kind in "UST":
        return "table"
    if options.layout in {"table", "field"}:
        return options.layout
    rows, columns = shape[-2:]
    return "table" if len(shape) == 2 and columns <= NARROW and rows >= LONG * columns else "field"


def describe_array(
    description: Description,
    shape: tuple[int, ...],
    dtype: np.dtype[Any],
    options: Options,
    mapped: bool = False,
    name: str = "value",
    unit: str = "",
) -> Description:
    """The description of one array, as far as its shape and type tell."""
    layout = layout_of(shape, dtype, options)
    guesses = list(description.guesses)
    if len(shape) == 2 and not dtype.names and options.layout is None:
        other = "field" if layout == "table" else "table"
        guesses.append(Guess("layout", layout, (other,), "by its shape"))
    size = int(np.prod(shape, dtype=np.float64)) * dtype.itemsize
    return replace(
        description,
        layout="field" if layout == "field" else "table",
        shape=shape,
        rows=shape[-2] if len(shape) > 1 else (shape[0] if shape else 1),
        memory=0 if mapped else size,
        columns=tuple(
            unread_column(key, part, unit) for key, part in _parts(shape, dtype, layout, name)
        ),
        guesses=tuple(guesses),
    )


def _parts(
    shape: tuple[int, ...], dtype: np.dtype[Any], layout: str, name: str
) -> list[tuple[str, np.dtype[Any]]]:
    """The columns that an array will have: their names and types."""
    if dtype.fields:
        return [(key, dtype.fields[key][0]) for key in dtype.names or ()]
    if layout == "field" or len(shape) < 2:
        return [(name, dtype)]
    return [(f"column {i + 1}", dtype) for i in range(int(np.prod(shape[1:], dtype=np.int64)))]


def contents_of(
    path: Path,
    array: NDArray[Any],
    options: Options,
    selection: Selection,
    name: str = "value",
    unit: str = "",
) -> Contents:
    """An array that was read (or mapped), with the selection applied; no copy where none is needed.

    Complex numbers become two columns or, as a field, their magnitude.
    """
    check_dtype(path, array.dtype)
    start, stop = selection.rows
    check_columns(path, selection.columns or (), selection)
    if layout_of(array.shape, array.dtype, options) == "field":
        plane = plane_of(path, array, selection)[start:stop]
        return Field(np.abs(plane) if plane.dtype.kind == "c" else plane, unit=unit)
    columns = _columns(np.atleast_1d(array), name)
    check_columns(path, list(columns), selection)
    wanted = selection.columns if selection.columns is not None else tuple(columns)
    cut = {key: columns[key][start:stop] for key in wanted}
    return Table(cut, dict.fromkeys(cut, unit) if unit else {})


def _columns(array: NDArray[Any], name: str) -> Mapping[str, NDArray[Any]]:
    if array.dtype.names:
        flat = array.reshape(-1)
        return {key: flat[key] for key in array.dtype.names}
    if array.ndim > 1:
        array = array.reshape(array.shape[0], -1)
        parts = {f"column {i + 1}": array[:, i] for i in range(array.shape[1])}
    else:
        parts = {name: array}
    if array.dtype.kind != "c":
        return parts
    both = {"real": np.real, "imaginary": np.imag}
    return {
        f"{key}, {word}": part(value) for key, value in parts.items() for word, part in both.items()
    }
