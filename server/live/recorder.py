"""Writes a stream to an NPY file such that a crash costs the last second at most.

The file is an ordinary structured array (``numpy.load``): seconds since the recording began, then
one column a channel. Its header has a fixed length and is rewritten in place after each second's
samples are safely on the disk, so that at every moment it tells no more rows than there are.
"""

import json
import os
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from server.live.sources.pacing import Clock, running_time
from server.live.stream import Channels, Stream
from server.live.watcher import Watcher

EVERY = 1.0  # seconds from one time that all is safe to the next
HEADER = 4096  # bytes; room for the names of 64 channels
MOST_NAME = 48  # bytes of a name
LOOK = 0.2  # seconds that one wait for samples takes
PIECE = 262_144  # samples that are written at once
MARKS = 4096  # times of samples that are remembered where nobody knows how many come in a second
WORDS = re.compile(r"At (-?\d{1,12}(?:\.\d{1,6})?) s: (.+)", re.DOTALL)
NOTES = ".notes"  # beside the file: one JSON object a line


@dataclass(frozen=True)
class Remark:
    """What was said at a moment: ``at`` in seconds since the recording began.

    ``number`` is the sample of the stream that it was said about.
    """

    at: float
    text: str
    number: int = 0

    @property
    def words(self) -> str:
        """As a note about the file."""
        return f"At {self.at:.3f} s: {self.text}"

    @classmethod
    def read(cls, words: str) -> "Remark | None":
        """What a note about a file says about a moment; None where it says nothing of the kind."""
        found = WORDS.fullmatch(words)
        return cls(float(found[1]), found[2]) if found else None


class Recorder:
    """Records ``stream`` into ``path`` from now on, in a thread, until stopped or it ends."""

    def __init__(
        self,
        stream: Stream,
        path: Path,
        done: Callable[["Recorder"], None],
        clock: Clock = running_time,
    ) -> None:
        self.stream, self.path, self.rows = stream, path, 0
        self.remarks: list[Remark] = []
        self.problem = ""
        self._clock = clock
        self._began = clock()
        self._written: deque[tuple[int, float]] = deque(maxlen=MARKS)  # which sample came when
        self._done = done
        self._watcher = Watcher(stream)
        self.start = self._watcher.position
        self._dtype = _dtype(stream.channels)
        self._stop = threading.Event()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file: IO[bytes] = path.open("xb", buffering=0)
        self._write_header()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    @property
    def missed(self) -> int:
        """Samples that gave way in the ring before they were written."""
        return self._watcher.skipped

    def moment(self, number: int | None = None) -> float:
        """How many seconds after its beginning sample ``number`` (the newest) lies."""
        rate = self.stream.channels.rate
        last = self.stream.end - 1 if number is None else number
        if rate:
            return (last - self.start) / rate
        came = [moment for first, moment in tuple(self._written) if first <= last]
        return came[-1] if came and number is not None else self._clock() - self._began

    def note(self, text: str, number: int | None = None) -> Remark:
        """Remark something at a moment; it is safe when this returns."""
        about = max(self.stream.end - 1, 0) if number is None else number
        remark = Remark(self.moment(number), text, about)
        with _notes_of(self.path).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"at": remark.at, "text": text}, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.remarks.append(remark)
        return remark

    def stop(self) -> None:
        """End the recording; all that came until now is safe when this returns."""
        self._stop.set()
        if self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        safe = time.monotonic()
        try:
            with self._file:
                while not self._finished():
                    self._watcher.wait(LOOK)
                    self._write()
                    if time.monotonic() - safe >= EVERY:
                        self._make_safe()
                        safe = time.monotonic()
                self._write()
                self._make_safe()
        except OSError as error:  # a full disk: what is safe stays
            self.problem = f"The recording ended: {error.strerror}."
        self._done(self)

    def _finished(self) -> bool:
        over = self.stream.standing.state in {"ended", "failed"} and not self._watcher.behind
        return self._stop.is_set() or over

    def _write(self) -> None:
        end = self.stream.end
        while self._watcher.position < end:
            most = min(PIECE, end - self._watcher.position)
            delivery = self._watcher.take(most, catch_up=False)
            rows = np.empty(len(delivery.values), self._dtype)
            time_name, *names = self._dtype.names or ()
            rows[time_name] = self._moments(delivery.first, len(rows))
            for name, values in zip(names, delivery.values.T, strict=True):
                rows[name] = values
            data = memoryview(rows.tobytes())
            while data:  # unbuffered: what is written is with the system, whatever happens here
                data = data[self._file.write(data) or 0 :]
            self.rows += len(rows)

    def _moments(self, first: int, count: int) -> NDArray[np.float64]:
        rate = self.stream.channels.rate
        if rate:
            return (np.arange(first, first + count) - self.start) / rate
        moment = self._clock() - self._began
        self._written.append((first, moment))
        return np.full(count, moment)

    def _make_safe(self) -> None:
        os.fsync(self._file.fileno())
        self._write_header()
        os.fsync(self._file.fileno())

    def _write_header(self) -> None:
        at = self._file.tell()
        self._file.seek(0)
        self._file.write(_header(self._dtype, self.rows))
        self._file.seek(max(at, HEADER))


def remarks_of(path: Path) -> Iterator[Remark]:
    """What was remarked while ``path`` was recorded; a last line cut short is left out."""
    notes = _notes_of(path)
    for line in notes.read_text("utf-8").splitlines() if notes.exists() else ():
        try:
            yield Remark(**json.loads(line))
        except ValueError:
            return


def forget_remarks(path: Path) -> None:
    """The remarks stand elsewhere now."""
    _notes_of(path).unlink(missing_ok=True)


def _notes_of(path: Path) -> Path:
    return path.with_name(path.name + NOTES)


def _header(dtype: np.dtype[np.void], rows: int) -> bytes:
    """NPY's header, version 2: magic, length, a Python dictionary, spaces to a fixed length."""
    described = {"descr": dtype.descr, "fortran_order": False, "shape": (rows,)}
    text = repr(described).encode("latin-1")
    room = HEADER - 12
    return b"\x93NUMPY\x02\x00" + room.to_bytes(4, "little") + text.ljust(room - 1) + b"\n"


def _dtype(channels: Channels) -> np.dtype[np.void]:
    """A column of seconds and one for each channel; names that NumPy's header can hold."""
    names = ["time (s)"]
    units = channels.units or ("",) * len(channels.names)
    for number, (name, unit) in enumerate(zip(channels.names, units, strict=True), 1):
        whole = f"{name} ({unit})" if unit else name
        plain = whole.encode("latin-1", "replace").decode("latin-1")[:MOST_NAME]
        names.append(plain if plain and plain not in names else f"channel {number}")
    return np.dtype([(name, "<f8") for name in names])
