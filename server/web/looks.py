"""What has been read of files: kept in memory, and read in the background where it takes long."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles import files
from server.datafiles.job import Job
from server.datafiles.limits import MAX_BYTES
from server.datafiles.model import Contents, Description, Field
from server.datafiles.options import Options, Selection
from server.datafiles.watch import Watch
from server.science.pieces import envelope, summarise_pieces
from server.science.summary import Sampling, Summary, sampling

QUICK = 3 * 2**20  # bytes: smaller files are read while the page is being made
KEPT = 6  # files that stay in memory, of at most MAX_BYTES together
DESCRIBED = 64  # descriptions that stay in memory
BINS = 8000  # stretches of an overview: more than twice the pixels of any figure

Key = tuple[str, int, int, str, str]


def arrays_of(contents: Contents) -> Mapping[str, NDArray[Any]]:
    """The arrays by name; that of a field is called ``value``."""
    return {"value": contents.values} if isinstance(contents, Field) else contents.columns


@dataclass
class Look:
    """The contents of one file or member, and what was reckoned from them."""

    contents: Contents
    summaries: Mapping[str, Summary]
    _samplings: dict[str, Sampling | None] = field(default_factory=dict)
    _thinned: dict[str, NDArray[np.intp]] = field(default_factory=dict)

    def sampling(self, name: str, positions: NDArray[Any]) -> Sampling | None:
        """How the rows lie along ``positions``, which are called ``name``; reckoned once."""
        if name not in self._samplings:
            self._samplings[name] = sampling(positions)
        return self._samplings[name]

    def thinned(self, name: str) -> NDArray[np.intp]:
        """The rows of a column that an overview needs: the extremes of each stretch."""
        if name not in self._thinned:
            self._thinned[name] = envelope(arrays_of(self.contents)[name], BINS)
        return self._thinned[name]

    @property
    def held(self) -> int:
        """Bytes in memory; mapped arrays lie on the disk."""
        arrays = arrays_of(self.contents).values()
        return sum(a.nbytes for a in arrays if not isinstance(a.base, np.memmap))


class Looks:
    """The files read last, and those being read. Threads may share it."""

    def __init__(self) -> None:
        self._described: OrderedDict[Key, Description] = OrderedDict()
        self._kept: OrderedDict[Key, Look] = OrderedDict()
        self._jobs: dict[Key, Job[Look]] = {}
        self._lock = threading.Lock()

    def describe(self, path: Path, member: str, options: Options) -> Description:
        """What headers tell. Raises Unreadable, TooLarge, NotFound."""
        try:
            key = key_of(path, member, options)
        except OSError:
            return files.describe(path, options, member)  # which says what is wrong
        with self._lock:
            found = self._described.get(key)
        if found is None:
            found = files.describe(path, options, member)
            with self._lock:
                self._described[key] = found
                while len(self._described) > DESCRIBED:
                    self._described.popitem(last=False)
        return found

    def kept(self, key: Key) -> Look | None:
        """What is in memory."""
        with self._lock:
            self._collect(key)
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def job(self, path: Path, member: str, options: Options, *, anew: bool = False) -> Job[Look]:
        """The reading that is under way (or was cancelled, or has failed), begun if there is none.

        ``anew`` begins again one that was cancelled.
        """
        key = key_of(path, member, options)
        with self._lock:
            job = self._jobs.get(key)
            if job is None or (anew and job.done.is_set() and job.result is None):
                job = Job(path.name, lambda watch: read_look(path, member, options, watch))
                self._jobs[key] = job
                job.start()
            return job

    def get(self, path: Path, member: str, options: Options) -> Look:
        """The contents, read now if need be. Raises what reading raises."""
        key = key_of(path, member, options)
        found = self.kept(key)
        while found is None:
            job = self.job(path, member, options, anew=True)
            job.done.wait()
            if job.error is not None:
                with self._lock:
                    self._jobs.pop(key, None)
                raise job.error
            found = self.kept(key) or job.result
        return found

    def _collect(self, key: Key) -> None:
        """Keep what a finished job has read, and let go of what was not asked for lately."""
        job = self._jobs.get(key)
        if job is None or not job.done.is_set() or job.result is None:
            return
        self._kept[key] = job.result
        del self._jobs[key]
        while len(self._kept) > 1 and (
            len(self._kept) > KEPT or sum(look.held for look in self._kept.values()) > MAX_BYTES
        ):
            self._kept.popitem(last=False)


LOOKS = Looks()


def key_of(path: Path, member: str, options: Options) -> Key:
    """What changes when the file, or how it is understood, does. Raises OSError."""
    status = path.stat()
    return str(path), status.st_size, status.st_mtime_ns, member, repr(options)


def read_look(path: Path, member: str, options: Options, watch: Watch) -> Look:
    """Read one file or member, and reckon its statistics; the first is most of the work."""
    reading = Watch(lambda share: watch.progress(0.8 * share), watch.cancelled)
    contents = files.read(path, Selection(member=member), options, reading)
    arrays = arrays_of(contents)
    total = sum(array.size for array in arrays.values()) or 1
    done = 0

    def at(count: int) -> None:
        watch.at(0.8 + 0.2 * (done + count) / total)

    summaries = {}
    for name, array in arrays.items():
        array.flags.writeable = False
        summaries[name] = summarise_pieces(array, at)
        done += array.size
    return Look(contents, summaries)
