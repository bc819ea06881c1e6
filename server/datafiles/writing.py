"""Writing what was read in another format."""

import json
import math
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from server.datafiles.limits import check_array
from server.datafiles.model import Contents, Field, Table
from server.errors import InputError

ROWS_AT_ONCE = 20_000


def write(contents: Contents, out: Path) -> None:
    """Write to ``out`` in the format that its ending names: ``.csv .tsv .npy .npz .json``.

    The file appears when it is complete, in place of one that was there. Floats in text read back
    bit for bit. Raises InputError for another ending.
    """
    suffix = out.suffix.lower()
    if suffix not in WRITERS:
        raise InputError("out", f"“{suffix}” cannot be written", ", ".join(WRITERS))
    with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            WRITERS[suffix](contents, file)  # type: ignore[arg-type]
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            temporary.unlink()
            raise
    temporary.chmod(0o644)
    temporary.replace(out)


def _delimited(delimiter: str) -> Callable[[Contents, BinaryIO], None]:
    def to_file(contents: Contents, file: BinaryIO) -> None:
        file.writelines(text.encode() for text in _lines(contents, delimiter))

    return to_file


def _lines(contents: Contents, delimiter: str) -> Iterator[str]:
    if isinstance(contents, Field):
        yield from _matrix(contents, delimiter)
        return
    columns = _with_axis(contents)
    yield delimiter.join(_quoted(name, delimiter) for name in columns) + "\n"
    length = len(next(iter(columns.values()), ()))
    for start in range(0, length, ROWS_AT_ONCE):
        parts = [
            _cells(array[start : start + ROWS_AT_ONCE], delimiter) for array in columns.values()
        ]
        yield "".join(delimiter.join(row) + "\n" for row in zip(*parts, strict=True))


def _matrix(field: Field, delimiter: str) -> Iterator[str]:
    rows, columns = field.values.shape
    names = _labels(field.columns, columns)
    yield delimiter.join(["row", *_cells(names, delimiter)]) + "\n"
    labels = _cells(_labels(field.rows, rows), delimiter)
    for label, values in zip(labels, field.values, strict=True):
        yield delimiter.join([label, *_cells(values, delimiter)]) + "\n"


def _npy(contents: Contents, file: BinaryIO) -> None:
    if isinstance(contents, Field):
        np.save(file, contents.values, allow_pickle=False)
        return
    columns = {name: _plain(array) for name, array in contents.columns.items()}
    if len(columns) == 1:
        np.save(file, next(iter(columns.values())), allow_pickle=False)
        return
    length = len(next(iter(columns.values()), ()))
    dtype = np.dtype([(name, array.dtype) for name, array in columns.items()])
    check_array(Path(file.name), (length,), dtype.itemsize)
    table = np.empty(length, dtype=dtype)
    for name, array in columns.items():
        table[name] = array
    np.save(file, table, allow_pickle=False)


def _npz(contents: Contents, file: BinaryIO) -> None:
    if isinstance(contents, Field):
        rows, columns = contents.values.shape
        arrays: Mapping[str, NDArray[Any]] = {
            "values": contents.values,
            "rows": _labels(contents.rows, rows),
            "columns": _labels(contents.columns, columns),
        }
    else:
        arrays = _with_axis(contents)
    # numpy.savez takes names as arguments and so not every name.
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                npy_format.write_array(member, _plain(array), allow_pickle=False)


def _json(contents: Contents, file: BinaryIO) -> None:
    if isinstance(contents, Field):
        told: dict[str, Any] = {"values": [_values(row) for row in contents.values]}
        for name, labels in (("rows", contents.rows), ("columns", contents.columns)):
            told |= {} if labels is None else {name: _values(labels)}
    else:
        told = {"columns": {name: _values(a) for name, a in _with_axis(contents).items()}}
    file.write(json.dumps(told, ensure_ascii=False, allow_nan=False).encode())


WRITERS: Mapping[str, Callable[[Contents, BinaryIO], None]] = {
    ".csv": _delimited(","),
    ".tsv": _delimited("\t"),
    ".npy": _npy,
    ".npz": _npz,
    ".json": _json,
}


def _with_axis(table: Table) -> Mapping[str, NDArray[Any]]:
    """The columns, with positions that need no array in front as one."""
    if not table.axis or not table.columns:
        return table.columns
    axis = table.axis
    length = len(next(iter(table.columns.values())))
    unit = f" ({axis.unit})" if axis.unit else ""
    return {f"{axis.name}{unit}": axis.start + axis.step * np.arange(length), **table.columns}


def _labels(labels: NDArray[Any] | None, length: int) -> NDArray[Any]:
    return np.arange(length) if labels is None else labels


def _plain(array: NDArray[Any]) -> NDArray[Any]:
    """Text of any length as text of one length, which NumPy's files can hold."""
    return array.astype(str) if array.dtype.kind == "T" else array


def _cells(array: NDArray[Any], delimiter: str) -> list[str]:
    if array.dtype.kind == "f":
        return ["" if math.isnan(value) else repr(value) for value in array.tolist()]
    if array.dtype.kind == "M":
        texts = np.datetime_as_string(array).tolist()
        return ["" if text == "NaT" else text for text in texts]
    return [_quoted(str(value), delimiter) for value in array.tolist()]


def _quoted(text: str, delimiter: str) -> str:
    special = any(character in text for character in (delimiter, '"', "\n", "\r"))
    return '"' + text.replace('"', '""') + '"' if special else text


def _values(array: NDArray[Any]) -> list[Any]:
    """Values as JSON has them: no value is null, infinities are texts."""
    if array.dtype.kind == "M":
        return [None if text == "NaT" else text for text in np.datetime_as_string(array).tolist()]
    if array.dtype.kind != "f":
        return [value if isinstance(value, bool | int) else str(value) for value in array.tolist()]
    return [
        value if math.isfinite(value) else None if math.isnan(value) else str(value)
        for value in array.tolist()
    ]
