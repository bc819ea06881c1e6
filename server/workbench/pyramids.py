"""Extremes (and means) of the blocks of a long column, kept in a file beside the library.

One file a column: a header of HEAD bytes, JSON; then for each of BLOCKS the minima and the maxima;
then, of columns without gaps, weighted means for each of MEANS as float32 less an offset.
It is mapped when it is used, written whole under another name first, and thrown away when the
column has changed or the files together take more room than they may.
"""

import hashlib
import os
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.watch import Watch
from server.workbench.levels import stretch_extremes
from server.workbench.signal import Signal
from server.workbench.triangles import Triangles

HEAD = 4096
VERSION = 1
BLOCKS = (64, 32)  # samples of a block; blocks of a block of blocks
MEANS = (8, 64, 512)  # samples from one weighted mean to the next
PIECE = 2**22  # samples looked at together: a multiple of all of these
WORTH = 2**22  # samples: shorter columns are looked through each time
LIMIT = 4 * 2**30  # bytes of all files together
ENDING = ".pyramid"
OPEN = 16  # files that stay mapped

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pyramid:
    """A column's blocks, mapped. ``gaps`` are the samples without a value.

    ``means[i][k]`` is that of the samples about k·b − ½, b being ``MEANS[i]``: their weights fall
    evenly to nothing over b samples to either side. The first and the last of all are of no use.
    """

    count: int
    gaps: int
    infinite: bool
    offset: float
    levels: tuple[tuple[NDArray[Any], NDArray[Any]], ...]
    means: tuple[NDArray[np.float32], ...]

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
            _write(part, signal, watch)
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
    return hashlib.sha256(key.encode(errors="surrogateescape")).hexdigest()


def _sizes(count: int) -> tuple[list[int], list[int]]:
    """How many entries each level has: of extremes, of means."""
    sizes, rest = [], count
    for block in BLOCKS:
        rest = -(-rest // block)
        sizes.append(rest)
    return sizes, [count // block + 1 for block in MEANS]


def _write(path: Path, signal: Signal, watch: Watch) -> None:
    """All of the file, the header last."""
    import orjson

    y, count = signal.y, len(signal)
    sizes, means = _sizes(count)
    kind = np.dtype(np.float32) if y.dtype == np.float32 else np.dtype(np.float64)
    levels = [(np.empty(size, kind), np.empty(size, kind)) for size in sizes]
    averages = [Triangles(block, size) for block, size in zip(MEANS, means, strict=True)]
    offset = float(y[np.argmax(np.isfinite(y[:PIECE]))]) if count else 0.0
    offset = offset if np.isfinite(offset) else 0.0
    gaps, smooth = 0, True
    for start in range(0, count, PIECE):
        watch.at(start / count)
        part = np.asarray(y[start : start + PIECE])
        gaps += int(np.isnan(part).sum()) if part.dtype.kind == "f" else 0
        _put_extremes(part, start, levels)
        smooth = (
            smooth
            and gaps == 0
            and all(triangles.put(part, start, offset) for triangles in averages)
        )
    infinite = any(bool(np.isinf(array).any()) for array in levels[-1])
    head = {
        "version": VERSION,
        "key": _digest(signal.key),
        "count": count,
        "gaps": gaps,
        "infinite": infinite,
        "offset": offset,
        "dtype": kind.str,
        "means": smooth,
    }
    body = orjson.dumps(head)
    with path.open("wb") as file:
        file.write(body.ljust(HEAD))
        file.flush()
        for pair in levels:
            for array in pair:
                array.tofile(file)
        for triangles in averages if smooth else ():
            triangles.means.tofile(file)
        file.flush()
        os.fsync(file.fileno())


def _put_extremes(
    part: NDArray[Any], start: int, levels: list[tuple[NDArray[Any], NDArray[Any]]]
) -> None:
    """The extremes of a piece's blocks, level by level."""
    low, high = part, part
    for block, (lows, highs) in zip(BLOCKS, levels, strict=True):
        start //= block
        low, high = _blocks(low, block, np.fmin), _blocks(high, block, np.fmax)
        lows[start : start + len(low)] = low
        highs[start : start + len(high)] = high


def _blocks(values: NDArray[Any], block: int, pick: np.ufunc) -> NDArray[Any]:
    whole = len(values) // block * block
    found = pick.reduce(values[:whole].reshape(-1, block), axis=1)
    return np.append(found, pick.reduce(values[whole:])) if whole < len(values) else found


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
    sizes, means = _sizes(head["count"])
    kind = np.dtype(head["dtype"])
    kinds = [kind] * (2 * len(sizes)) + [np.dtype(np.float32)] * (len(means) * head["means"])
    lengths = [size for size in sizes for _ in range(2)] + means * head["means"]
    needed = sum(dtype.itemsize * length for dtype, length in zip(kinds, lengths, strict=True))
    if len(raw) != HEAD + needed:
        return None
    arrays, at = [], HEAD
    for dtype, length in zip(kinds, lengths, strict=True):
        arrays.append(np.ndarray(length, dtype, raw, at))
        at += length * dtype.itemsize
    os.utime(path)  # that it was used
    levels = tuple(zip(arrays[0 : 2 * len(sizes) : 2], arrays[1 : 2 * len(sizes) : 2], strict=True))
    rest = tuple(arrays[2 * len(sizes) :])
    return Pyramid(head["count"], head["gaps"], head["infinite"], head["offset"], levels, rest)
