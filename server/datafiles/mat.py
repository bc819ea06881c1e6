"""MATLAB's files: version 5, and version 7.3 as the HDF5 that it is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles import hdf5
from server.datafiles.collection import Entry, describe_entries, read_entries
from server.datafiles.conventions import text_attribute
from server.datafiles.errors import refusing
from server.datafiles.hdf5_attributes import attributes
from server.datafiles.limits import check_array
from server.datafiles.mat5 import MatFile, Variable
from server.datafiles.model import Contents, Description
from server.datafiles.options import AS_GUESSED, EVERYTHING, Options, Selection
from server.datafiles.watch import UNWATCHED, Watch

NAME = "MATLAB"
SUFFIXES = (".mat",)
COMPRESSED, MATRIX = 15, 14
KINDS = "biufcU"
PIECE = 2**20


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
    with refusing(path, NAME):
        entries = _entries(MatFile(path).variables())
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
                told = attributes(file, file[entry.path])
                return _flat(_meant(array, told).T)

            entries = [_turned(file, entry) for entry in _own(hdf5.entries_of(path, file))]
            return read_entries(path, entries, load_hdf5, options, selection)
    with refusing(path, NAME):
        file5 = MatFile(path)
        variables = file5.variables()
        by_path = {variable.path: variable for variable in variables}

        def load(entry: Entry) -> NDArray[Any]:
            watch.at(0.0)
            check_array(path, entry.shape, entry.dtype.itemsize or 4, entry.path)
            return _flat(file5.values(by_path[entry.path]))

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
    if text_attribute(attributes(file, file[entry.path]), "MATLAB_class") == "char":
        return Entry(entry.path, (1,), np.dtype("U"))
    vector = len(shape) == 2 and 1 in shape
    return Entry(entry.path, (max(shape),) if vector else shape, entry.dtype, entry.unit)


def _meant(array: NDArray[Any], told: Any) -> NDArray[Any]:
    if text_attribute(told, "MATLAB_class") == "char" and array.dtype.kind == "u":
        characters = array.T.reshape(-1, order="C").astype(np.uint32)
        text = "".join(chr(code) if code < 0x110000 else "�" for code in characters.tolist())
        return np.array([text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")])
    return array


def _flat(array: NDArray[Any]) -> NDArray[Any]:
    """A vector as 1-D; MATLAB knows no such thing."""
    return array.reshape(-1) if array.ndim == 2 and 1 in array.shape else array


def _entries(variables: Sequence[Variable]) -> list[Entry]:
    entries = []
    for variable in variables:
        dtype = np.dtype(np.complex128) if variable.imaginary else variable.dtype
        vector = len(variable.shape) == 2 and 1 in variable.shape
        shape = (max(variable.shape),) if vector else variable.shape
        shape = (1,) if dtype.kind == "U" else shape
        entries.append(Entry(variable.path, shape, dtype, note=variable.note))
    return entries
