"""The blocks of long columns, kept in files beside the library.

One file a column: a header of HEAD bytes, JSON; then the minima and the maxima of each level of
blocks; then, where there are any, the means (``blocks.py``). It is mapped when it is used, written
whole under another name first, and thrown away when the column has changed or the files together
take more room than they may.
"""

import hashlib
import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.watch import Watch
from server.version import __version__
from server.workbench.blocks import BLOCKS, Blocks, gathered, sizes
from server.workbench.levels import stretch_extremes
from server.workbench.signal import Signal

HEAD = 4096
VERSION = 2
WORTH = 2**22  # samples: shorter columns are looked through each time
LIMIT = 4 * 2**30  # bytes of all files together
ENDING = ".pyramid"
LEFT = 3600.0  # seconds after which nobody writes a file any more that is not whole
OPEN = 16  # files that stay mapped

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pyramid(Blocks):
    """A column's blocks, mapped."""

    def extremes(self, y: NDArray[Any], edges: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """The extremes of ``y``, the column itself, from each of ``edges`` to before the next."""
        return stretch_extremes(((y, y), *self.levels), BLOCKS, edges)


class Pyramids:
    """The files in a folder. Threads may share it."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self._open: OrderedDict[str, Pyramid] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Pyramid | None:
        """The pyramid of the column that ``key`` names, if it has been built."""
        with self._lock:
            if key in self._open:
                self._open.move_to_end(key)
                return self._open[key]
        found = _load(self.path(key), key)
        if found is not None:
            with self._lock:
                self._open[key] = found
                while len(self._open) > OPEN:
                    self._open.popitem(last=False)
        return found

    def build(self, signal: Signal, watch: Watch) -> Pyramid:
        """Build and keep the pyramid of ``signal``. Raises Cancelled, OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(signal.key)
        part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
        try:
            _write(part, signal.key, gathered(signal, watch))
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        self.prune(keep=path)
        found = self.get(signal.key)
        if found is None:
            raise OSError(f"{path.name} could not be read back")
        return found

    def path(self, key: str) -> Path:
        """Where the pyramid of that key lies."""
        return self.folder / (_digest(key)[:40] + ENDING)

    def prune(self, keep: Path | None = None) -> None:
        """Delete what was not used for longest until the rest fits, and what was left half done."""
        for part in self.folder.glob("*.part"):
            if time.time() - part.stat().st_mtime > LEFT:
                part.unlink(missing_ok=True)
        found = []
        for path in self.folder.glob(f"*{ENDING}"):
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((path == keep, status.st_mtime_ns, status.st_size, path))
        total = 0
        for _, _, size, path in sorted(found, reverse=True):
            total += size
            if total > self.limit and path != keep:
                path.unlink(missing_ok=True)


def _digest(key: str) -> str:
    """What a column is known by; another version of the program may read it otherwise."""
    text = f"{VERSION} {__version__} {key}"
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


def _write(path: Path, key: str, blocks: Blocks) -> None:
    """All of the file, known to be on the disk when this returns."""
    import orjson

    head = {
        "version": VERSION,
        "key": _digest(key),
        "count": blocks.count,
        "gaps": blocks.gaps,
        "offset": blocks.offset,
        "dtype": blocks.levels[0][0].dtype.str,
        "means": bool(blocks.means),
    }
    with path.open("wb") as file:
        file.write(orjson.dumps(head).ljust(HEAD))
        file.flush()
        for array in (*(array for pair in blocks.levels for array in pair), *blocks.means):
            array.tofile(file)
        file.flush()
        os.fsync(file.fileno())


def _load(path: Path, key: str) -> Pyramid | None:
    """The file mapped; None where there is none, or not the right one."""
    import orjson

    try:
        with path.open("rb") as file:
            head = orjson.loads(file.read(HEAD))
        raw = np.memmap(path, mode="r")
    except (OSError, ValueError):
        return None
    known = isinstance(head, dict) and head.get("version") == VERSION
    if not known or head.get("key") != _digest(key):
        return None
    blocks, means = sizes(head["count"])
    kind = np.dtype(head["dtype"])
    kinds = [kind] * (2 * len(blocks)) + [np.dtype(np.float32)] * (len(means) * head["means"])
    lengths = [size for size in blocks for _ in range(2)] + means * head["means"]
    needed = sum(dtype.itemsize * length for dtype, length in zip(kinds, lengths, strict=True))
    if len(raw) != HEAD + needed:
        return None
    arrays, at = [], HEAD
    for dtype, length in zip(kinds, lengths, strict=True):
        arrays.append(np.ndarray(length, dtype, raw, at))
        at += length * dtype.itemsize
    os.utime(path)  # that it was used
    levels = tuple(zip(arrays[: 2 * len(blocks) : 2], arrays[1 : 2 * len(blocks) : 2], strict=True))
    means_kept = tuple(arrays[2 * len(blocks) :])
    return Pyramid(head["count"], head["gaps"], head["offset"], levels, means_kept)
