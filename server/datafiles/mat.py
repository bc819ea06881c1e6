"""MATLAB's files: version 5 by scipy, version 7.3 as the HDF5 that it is."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from server.datafiles import hdf5
from server.datafiles.collection import Entry, describe_entries, read_entries
from server.datafiles.conventions import text_attribute
from server.datafiles.errors import refusing, unreadable
from server.datafiles.limits import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_MEMBERS,
    check_array,
    check_expansion,
)
from server.datafiles.model import Contents, Description
from server.datafiles.options import AS_GUESSED, EVERYTHING, Options, Selection
from server.datafiles.watch import UNWATCHED, Watch
from server.errors import TooLarge

NAME = "MATLAB"
SUFFIXES = (".mat",)
COMPRESSED, MATRIX = 15, 14
KINDS = "biufcU"
PIECE = 2**20

Variables = dict[str, NDArray[Any]]


def sniff(head: bytes, path: Path) -> float:
    """How surely the file is of this format, from 0 to 1."""
    if head.startswith(b"MATLAB 7.3") and hdf5.sniff(head, path):
        return 1.1  # it is HDF5 too, but turned by MATLAB's order of dimensions
    return 1.0 if len(head) >= 128 and head[124:128] in {b"\x00\x01IM", b"\x01\x00MI"} else 0.0


def describe(path: Path, options: Options = AS_GUESSED, member: str = "") -> Description:
    """The variables, and the fields of structures."""
    description = Description(file=path.name, format=NAME, size=path.stat().st_size)
    if _is_hdf5(path):
        with hdf5.opened(path) as file:
            entries = [_turned(file, entry) for entry in _own(hdf5.entries_of(path, file))]
            return describe_entries(path, description, entries, options, member)
    entries = _entries(_load(path, UNWATCHED))
    return describe_entries(path, description, entries, options, member)


def read(
    path: Path,
    selection: Selection = EVERYTHING,
    options: Options = AS_GUESSED,
    watch: Watch = UNWATCHED,
) -> Contents:
    """One variable (a vector is 1-D), or the table of those that are equally long."""
    if _is_hdf5(path):
        with hdf5.opened(path) as file:

            def load_hdf5(entry: Entry) -> NDArray[Any]:
                array = hdf5.values(path, file[entry.path], watch)
                return _flat(_meant(array, file[entry.path].attrs).T)

            entries = [_turned(file, entry) for entry in _own(hdf5.entries_of(path, file))]
            return read_entries(path, entries, load_hdf5, options, selection)
    variables = _load(path, watch)

    def load(entry: Entry) -> NDArray[Any]:
        check_array(path, entry.shape, entry.dtype.itemsize, entry.path)
        return variables[entry.path]

    return read_entries(path, _entries(variables), load, options, selection)


def _is_hdf5(path: Path) -> bool:
    with refusing(path, NAME), path.open("rb") as file:
        return hdf5.sniff(file.read(4096), path) > 0


def _own(entries: list[Entry]) -> list[Entry]:
    """Without what MATLAB keeps for itself: the targets of references."""
    return [entry for entry in entries if not entry.path.startswith("#")]


def _turned(file: Any, entry: Entry) -> Entry:
    """An entry as MATLAB shows it: dimensions the other way round, characters as text."""
    if entry.note:
        return entry
    shape = entry.shape[::-1]
    if text_attribute(file[entry.path].attrs, "MATLAB_class") == "char":
        return Entry(entry.path, (1,), np.dtype("U"))
    vector = len(shape) == 2 and 1 in shape
    return Entry(entry.path, (max(shape),) if vector else shape, entry.dtype, entry.unit)


def _meant(array: NDArray[Any], attributes: Any) -> NDArray[Any]:
    if text_attribute(attributes, "MATLAB_class") == "char" and array.dtype.kind == "u":
        characters = array.T.reshape(-1, order="C").astype(np.uint32)
        text = "".join(chr(code) if code < 0x110000 else "�" for code in characters.tolist())
        return np.array([text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")])
    return array


def _load(path: Path, watch: Watch) -> Variables:
    with refusing(path, NAME):
        with path.open("rb") as file:
            for share in _checked(path, file):
                watch.at(share / 2)
        from scipy.io import loadmat

        found = loadmat(str(path), appendmat=False, squeeze_me=False, chars_as_strings=True)
        variables: Variables = {}
        for name, value in found.items():
            if not name.startswith("__"):
                _collect(path, name, value, variables, 0)
        return variables


def _checked(path: Path, file: BinaryIO) -> Iterator[float]:
    """Go through the elements of the file as their lengths tell, without keeping any.

    Raises Unreadable for one that is longer than the file, TooLarge for one that unpacks to more
    than the limits.
    """
    size = path.stat().st_size
    file.seek(126)
    order = "<" if file.read(2) == b"IM" else ">"
    position = 128
    while position + 8 <= size:
        file.seek(position)
        kind, length = struct.unpack(f"{order}II", file.read(8))
        if length > size - position - 8:
            raise unreadable(path, f"a variable at byte {position} is cut off")
        if kind == COMPRESSED:
            _check_packed(path, file, length)
        elif kind != MATRIX:
            raise unreadable(path, f"something unknown stands at byte {position}")
        position += 8 + length
        yield position / size


def _check_packed(path: Path, file: BinaryIO, length: int) -> None:
    unpacker = zlib.decompressobj()
    unpacked, left = 0, length
    while left > 0 and not unpacker.eof:
        piece = file.read(min(PIECE, left))
        left -= len(piece)
        while piece:
            unpacked += len(unpacker.decompress(piece, PIECE))
            piece = unpacker.unconsumed_tail
            check_expansion(path, length, unpacked)
            if unpacked > MAX_BYTES:
                raise TooLarge(f"{path.name} holds a variable of more than {MAX_BYTES:,} bytes.")


def _collect(path: Path, name: str, value: Any, variables: Variables, depth: int) -> None:
    """Put arrays and the fields of structures under their paths; cells and objects are left out."""
    if depth > MAX_DEPTH or len(variables) >= MAX_MEMBERS or not isinstance(value, np.ndarray):
        return
    if value.dtype.names and value.size == 1:
        for field in value.dtype.names:
            _collect(path, f"{name}/{field}", value.reshape(-1)[0][field], variables, depth + 1)
    elif value.dtype.kind in KINDS:
        variables[name] = _flat(value)


def _flat(array: NDArray[Any]) -> NDArray[Any]:
    """A vector as 1-D; MATLAB knows no such thing."""
    return array.reshape(-1) if array.ndim == 2 and 1 in array.shape else array


def _entries(variables: Variables) -> list[Entry]:
    return [Entry(name, array.shape, array.dtype) for name, array in variables.items()]
