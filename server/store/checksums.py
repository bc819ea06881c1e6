"""The check sums of large files: taken in the background, one file after the other.

Small files are summed when they are opened. Of a large one the check sum follows, so that it is
recognised by its content once it was moved or written to.
"""

import logging
import threading
from collections import OrderedDict
from os import stat_result
from pathlib import Path

from server.errors import NotFound
from server.store.errors import StoreError
from server.store.files import Files
from server.store.identity import Cancelled, take
from server.store.things import File

log = logging.getLogger(__name__)

KEPT = 100  # check sums of files as they are now, which may differ from what the library knows

Sight = tuple[str, int, int]  # path, size and time of change


class Checksums:
    """What waits to be summed, and the thread that does it, which ends when nothing waits."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._waiting: OrderedDict[int, Path] = OrderedDict()
        self._found: OrderedDict[Sight, str] = OrderedDict()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def want(self, file: File) -> None:
        """Sum ``file`` when its turn comes; the library then knows it, where it is unchanged."""
        with self._lock:
            self._waiting[file.id] = file.path
            if self._thread is None and not self._stopped.is_set():
                self._thread = threading.Thread(target=self._run, name="check sums", daemon=True)
                self._thread.start()

    def known(self, path: Path, status: stat_result) -> str:
        """The check sum of the file at ``path`` as it is now; "" where it was not taken."""
        with self._lock:
            return self._found.get((str(path), status.st_size, status.st_mtime_ns), "")

    def settle(self) -> None:
        """Wait until nothing waits any more."""
        while (thread := self._thread) is not None:
            thread.join()

    def stop(self) -> None:
        """Give up what is under way and what waits."""
        self._stopped.set()
        self.settle()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting or self._stopped.is_set():
                    self._thread = None
                    return
                number, path = next(iter(self._waiting.items()))
            self._sum(number, path)
            with self._lock:
                self._waiting.pop(number, None)

    def _sum(self, number: int, path: Path) -> None:
        try:
            found = take(path, self._stopped.is_set)
            with self._lock:
                self._found[str(path), found.size, found.mtime_ns] = found.sha256
                while len(self._found) > KEPT:
                    self._found.popitem(last=False)
            self._files.summed(number, found)
        except (OSError, Cancelled, NotFound, StoreError) as error:
            log.info("no check sum of file %d: %s", number, error)  # asked for at its next visit
