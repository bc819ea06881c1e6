"""Writing what was read in another format, piece by piece: what is written never stands whole."""

import json
import math
import os
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from server.datafiles.model import Contents, Field, Table
from server.errors import InputError

CELLS_AT_ONCE = 200_000


def write(contents: Contents, out: Path) -> None:
    """Write to ``out`` in the format that its ending names: ``.csv .tsv .npy .npz .json``.

    The file appears when it is complete, in place of one that was there. Floats in text read back
    bit for bit. Raises InputError for another ending.
    """
    suffix = out.suffix.lower()
    if suffix not in (*PIECES, ".npz"):
        raise InputError("out", f"“{suffix}” cannot be written", ", ".join((*PIECES, ".npz")))
    with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            if suffix == ".npz":
                _npz(contents, file)  # type: ignore[arg-type]
            else:
                file.writelines(PIECES[suffix](contents))
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            temporary.unlink()
            raise
    temporary.chmod(0o644)
    temporary.replace(out)


def _delimited(contents: Contents, delimiter: str) -> Iterator[bytes]:
    lines = _matrix if isinstance(contents, Field) else _lines
    return (text.encode() for text in lines(contents, delimiter))  # type: ignore[arg-type]


def _lines(table: Table, delimiter: str) -> Iterator[str]:
    names = _names(table)
    yield delimiter.join(_quoted(name, delimiter) for name in names) + "\n"
    for start, stop in _windows(_length(table), len(names)):
        parts = [_cells(_part(table, name, start, stop), delimiter) for name in names]
        if len(parts) == 1:  # readers pass over empty lines
            parts = [[cell or '""' for cell in parts[0]]]
        yield "".join(delimiter.join(row) + "\n" for row in zip(*parts, strict=True))


def _matrix(field: Field, delimiter: str) -> Iterator[str]:
    rows, columns = field.values.shape
    names = _labels(field.columns, columns)
    yield delimiter.join(["row", *_cells(names, delimiter)]) + "\n"
    labels = _cells(_labels(field.rows, rows), delimiter)
    for label, values in zip(labels, field.values, strict=True):
        yield delimiter.join([label, *_cells(values, delimiter)]) + "\n"


def npy_length(contents: Contents) -> int:
    """How many bytes ``contents`` take as an NPY file, without writing them."""
    dtype, shape = _npy_layout(contents)
    return len(_npy_header(dtype, shape)) + dtype.itemsize * math.prod(shape)


def _npy_layout(contents: Contents) -> tuple[np.dtype[Any], tuple[int, ...]]:
    """Type and shape of the one array; of several columns a structured type, a field for each."""
    if isinstance(contents, Field):
        return contents.values.dtype, contents.values.shape
    kinds = [(n, _fixed(_part(contents, n, 0, 0), contents, n)) for n in _names(contents)]
    return kinds[0][1] if len(kinds) == 1 else np.dtype(kinds), (_length(contents),)


def _npy(contents: Contents) -> Iterator[bytes]:
    dtype, shape = _npy_layout(contents)
    yield _npy_header(dtype, shape)
    if isinstance(contents, Field):
        for start, stop in _windows(*contents.values.shape):
            yield np.ascontiguousarray(contents.values[start:stop]).tobytes()
        return
    names = _names(contents)
    for start, stop in _windows(shape[0], len(names)):
        block = np.empty(stop - start, dtype)
        for name in names:
            block[name if len(names) > 1 else ...] = _part(contents, name, start, stop)
        yield block.tobytes()


def _npy_header(dtype: np.dtype[Any], shape: tuple[int, ...]) -> bytes:
    """The head of an NPY file, as NEP 1 and ``numpy.lib.format`` have it: padded to 64 bytes."""
    described = {
        "descr": npy_format.dtype_to_descr(dtype),
        "fortran_order": False,
        "shape": tuple(shape),
    }
    text = repr(described).encode()
    short = text.isascii() and len(text) < 65_000
    version, form = ((1, 0), "<H") if short else ((3, 0), "<I")
    before = 8 + struct.calcsize(form)
    text += b" " * (-(before + len(text) + 1) % 64) + b"\n"
    return npy_format.magic(*version) + struct.pack(form, len(text)) + text


def _npz(contents: Contents, file: BinaryIO) -> None:
    if isinstance(contents, Field):
        rows, columns = contents.values.shape
        arrays: Mapping[str, NDArray[Any]] = {
            "values": contents.values,
            "rows": _labels(contents.rows, rows),
            "columns": _labels(contents.columns, columns),
        }
    else:
        length = _length(contents)
        arrays = {name: _part(contents, name, 0, length) for name in _names(contents)}
    # numpy.savez takes names as arguments and so not every name.
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                plain = array.astype(str) if array.dtype.kind == "T" else array
                npy_format.write_array(member, plain, allow_pickle=False)


def _json(contents: Contents) -> Iterator[bytes]:
    """``{"columns": {name: [...]}}``, or of a field ``{"values": [[...]], "rows", "columns"}``."""
    if isinstance(contents, Field):
        yield b'{"values": ['
        for index, row in enumerate(contents.values):
            yield (b", " if index else b"") + _dumped(_values(row))
        yield b"]"
        for name, labels in (("rows", contents.rows), ("columns", contents.columns)):
            if labels is not None:
                yield f', "{name}": '.encode() + _dumped(_values(labels))
        yield b"}"
        return
    yield b'{"columns": {'
    for index, name in enumerate(_names(contents)):
        yield (b", " if index else b"") + _dumped(name) + b": ["
        for start, stop in _windows(_length(contents), 1):
            values = _dumped(_values(_part(contents, name, start, stop)))[1:-1]
            yield (b", " if start else b"") + values
        yield b"]"
    yield b"}}"


# How each format is written, piece by piece; each piece takes a few megabytes.
PIECES: Mapping[str, Callable[[Contents], Iterator[bytes]]] = {
    ".csv": partial(_delimited, delimiter=","),
    ".tsv": partial(_delimited, delimiter="\t"),
    ".npy": _npy,
    ".json": _json,
}


def _windows(length: int, width: int) -> Iterator[tuple[int, int]]:
    """The rows from 0 to ``length`` in windows of at most CELLS_AT_ONCE cells."""
    step = max(CELLS_AT_ONCE // max(width, 1), 1)
    return ((start, min(start + step, length)) for start in range(0, length, step))


def _names(table: Table) -> Sequence[str]:
    """The columns' names; positions that need no array come first."""
    return [*([_axis_name(table)] if table.axis and table.columns else []), *table.columns]


def _axis_name(table: Table) -> str:
    axis = table.axis
    if axis is None:
        return ""
    return f"{axis.name} ({axis.unit})" if axis.unit else axis.name


def _length(table: Table) -> int:
    return len(next(iter(table.columns.values()), ()))


def _part(table: Table, name: str, start: int, stop: int) -> NDArray[Any]:
    """Some rows of one column."""
    if table.axis and name not in table.columns:
        return table.axis.start + table.axis.step * np.arange(start, stop)
    return table.columns[name][start:stop]


def _fixed(some: NDArray[Any], table: Table, name: str) -> np.dtype[Any]:
    """The type of a column in NumPy's files, which hold texts of one length only."""
    if some.dtype.kind != "T":
        return some.dtype
    longest = np.strings.str_len(table.columns[name]).max(initial=1)
    return np.dtype(f"U{max(int(longest), 1)}")


def _labels(labels: NDArray[Any] | None, length: int) -> NDArray[Any]:
    return np.arange(length) if labels is None else labels


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


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
