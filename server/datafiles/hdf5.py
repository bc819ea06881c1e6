"""HDF5, also as NetCDF-4: a tree of datasets, read by h5py."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.collection import Entry, describe_entries, read_entries
from server.datafiles.conventions import decoded, unit_of
from server.datafiles.errors import refusing, unreadable
from server.datafiles.hdf5_attributes import attributes
from server.datafiles.hdf5_texts import texts
from server.datafiles.limits import MAX_DEPTH, MAX_MEMBERS, check_array, check_expansion
from server.datafiles.model import Contents, Description
from server.datafiles.options import AS_GUESSED, EVERYTHING, Options, Selection
from server.datafiles.watch import UNWATCHED, Watch

if TYPE_CHECKING:
    import h5py

NAME = "HDF5"
SUFFIXES = (".h5", ".hdf5", ".hdf", ".he5", ".nc", ".nc4", ".nxs")
MAGIC = b"\x89HDF\r\n\x1a\n"

# deflate, shuffle, Fletcher's checksum, szip, n-bit, scale and offset, LZF; any other filter
# would be looked for as a library on this machine, and loaded.
FILTERS = frozenset((1, 2, 3, 4, 5, 6, 32000))
MAX_CHUNK = 256 * 2**20
SPARSE = 10_000  # chunks that may be missing
SLAB = 16 * 2**20  # bytes read between two looks at the watch


def sniff(head: bytes, path: Path) -> float:
    """How surely the file is of this format, from 0 to 1. A block of the user's may precede it."""
    return 1.0 if any(head.startswith(MAGIC, at) for at in (0, 512, 1024, 2048)) else 0.0


def describe(path: Path, options: Options = AS_GUESSED, member: str = "") -> Description:
    """The tree with shapes, types and units; no values are read."""
    with opened(path) as file:
        entries = entries_of(path, file)
        name = "NetCDF-4" if _is_netcdf(file) else NAME
        description = Description(file=path.name, format=name, size=path.stat().st_size)
        return describe_entries(path, description, entries, options, member)


def read(
    path: Path,
    selection: Selection = EVERYTHING,
    options: Options = AS_GUESSED,
    watch: Watch = UNWATCHED,
) -> Contents:
    """One dataset, or of a group the table of its equally long ones."""
    with opened(path) as file:

        def load(entry: Entry) -> NDArray[Any]:
            dataset = file[entry.path]
            return decoded(values(path, dataset, watch), attributes(file, dataset))

        return read_entries(path, entries_of(path, file), load, options, selection)


@contextmanager
def opened(path: Path) -> Iterator["h5py.File"]:
    """The file, for reading only, without a lock on it."""
    import h5py

    with refusing(path, NAME), h5py.File(path, "r", locking=False) as file:
        yield file


def entries_of(path: Path, file: "h5py.File") -> list[Entry]:
    """Every dataset that is in this file itself; links are not followed, wherever they lead."""
    entries: list[Entry] = []
    seen: set[Any] = set()
    groups: list[tuple[str, Any, int]] = [("", file["/"], 0)]
    while groups:
        prefix, group, depth = groups.pop()
        for name in group:
            if len(entries) >= MAX_MEMBERS or depth > MAX_DEPTH:
                raise unreadable(path, "holds too many members", f"up to {MAX_MEMBERS:,}")
            entry, inner = _entry(prefix + name, group, name)
            if entry:
                entries.append(entry)
            elif inner not in seen:  # the same group may be linked from inside itself
                seen.add(inner)
                groups.append((f"{prefix}{name}/", inner, depth + 1))
    return entries


def values(path: Path, dataset: "h5py.Dataset", watch: Watch) -> NDArray[Any]:
    """All values of a dataset, its size looked at before."""
    if why := refusal(dataset):
        raise unreadable(path, f"{dataset.name}: {why}")
    if dataset.dtype.kind == "O":
        check_array(path, dataset.shape, 64, dataset.name)
        return texts(dataset.file, dataset)
    check_array(path, dataset.shape, dataset.dtype.itemsize, dataset.name)
    check_expansion(path, path.stat().st_size, dataset.size * dataset.dtype.itemsize)
    if dataset.ndim == 0:
        return np.asarray(dataset[()])
    array = np.empty(dataset.shape, dtype=dataset.dtype)
    step = max(1, SLAB // max(dataset.nbytes // max(dataset.shape[0], 1), 1))
    for start in range(0, dataset.shape[0], step):
        watch.at(start / dataset.shape[0])
        array[start : start + step] = dataset[start : start + step]
    return array


def refusal(dataset: "h5py.Dataset") -> str:
    """Why a dataset is not read; "" if it is."""
    import h5py

    if dataset.external:
        return "its values lie in another file"
    if dataset.is_virtual:
        return "it is put together from other files"
    if dataset.shape is None:
        return "it is empty"
    kind = dataset.dtype.kind
    if kind == "O" and not h5py.check_string_dtype(dataset.dtype):
        return "its elements are references or lists"
    if kind not in "biufcSUOV" or (kind == "V" and not _plain_record(dataset.dtype)):
        return f"its elements are of type {dataset.dtype}"
    plist = dataset.id.get_create_plist()
    codes = {plist.get_filter(i)[0] for i in range(plist.get_nfilters())}
    if codes - FILTERS:
        return f"it is compressed by filter {min(codes - FILTERS)}"
    return _unfit_chunks(dataset) if dataset.chunks else ""


def _entry(full: str, group: Any, name: str) -> tuple[Entry | None, Any]:
    """The dataset called ``name``, or the group of that name to look into."""
    import h5py

    link = _link(group, name)
    if not isinstance(link, h5py.HardLink):
        outside = isinstance(link, h5py.ExternalLink)
        place = f"{link.filename}:{link.path}" if outside else link.path
        return Entry(full, note=f"it is a link to {place}"), None
    found = group[name]
    if isinstance(found, h5py.Group):
        return None, found
    if not isinstance(found, h5py.Dataset):
        return Entry(full, note="it is a type, not data"), None
    dtype = np.dtype("U") if found.dtype.kind == "O" else found.dtype
    unit = unit_of(attributes(found.file, found))
    return Entry(full, found.shape or (), dtype, unit, refusal(found)), None


def _unfit_chunks(dataset: "h5py.Dataset") -> str:
    size = int(np.prod(dataset.chunks, dtype=np.float64)) * dataset.dtype.itemsize
    sides = zip(dataset.shape, dataset.chunks, strict=True)
    count = math.prod(-(-side // chunk) for side, chunk in sides)
    # Each chunk that is stored takes its place in an index; more of them were never written.
    if count > max(SPARSE, dataset.file.id.get_filesize() // 16):
        return "its chunks are too many"
    return "its chunks are too large" if size > MAX_CHUNK else ""


def _plain_record(dtype: np.dtype[Any]) -> bool:
    parts = [dtype.fields[name][0] for name in dtype.names or ()] if dtype.fields else []
    return bool(parts) and all(part.kind in "biufcS" and not part.shape for part in parts)


def _is_netcdf(file: "h5py.File") -> bool:
    import h5py

    if "_NCProperties" in file.attrs:
        return True
    own = (name for name in list(file)[:100] if isinstance(_link(file, name), h5py.HardLink))
    return any("_Netcdf4Dimid" in file[name].attrs for name in own)


def _link(group: Any, name: str) -> Any:
    return group.get(name, getlink=True)
