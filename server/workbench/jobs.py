"""Work that takes longer than an answer may: done in a thread of its own, with progress."""

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from server.datafiles.errors import Cancelled
from server.datafiles.watch import Watch

log = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds that a job is given to stop
REMEMBERED = 32  # jobs that have ended and can still be asked about


class Job:
    """One piece of work. ``result`` or ``error`` is there once ``done`` is set."""

    def __init__(self, words: str, work: Callable[[Watch], Any]) -> None:
        self.id = secrets.token_hex(8)
        self.words = words
        self.share = 0.0
        self.result: Any = None
        self.error: Exception | None = None
        self.done = threading.Event()
        self._cancelled = threading.Event()
        self._work = work

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name=f"workbench {self.words}", daemon=True).start()

    @property
    def cancelled(self) -> bool:
        """Whether somebody has asked it to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask it to stop; it does between two pieces."""
        self._cancelled.set()

    def _run(self) -> None:
        try:
            self.result = self._work(Watch(self._note, self._cancelled.is_set))
        except Cancelled:
            log.info("%s was cancelled", self.words)
            self._cancelled.set()
        except Exception as error:  # noqa: BLE001 - told to whoever asks for the result
            self.error = error
        finally:
            self.done.set()

    def _note(self, share: float) -> None:
        self.share = share


class Jobs:
    """The jobs under way, each once for its key. Threads may share it."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, words: str, work: Callable[[Watch], Any]) -> Job:
        """The job of that key, begun if there is none or the last one was cancelled or failed."""
        with self._lock:
            job = self._jobs.get(key)
            if job is None or (job.done.is_set() and job.result is None):
                job = self._jobs[key] = Job(words, work)
                job.start()
            self._jobs.move_to_end(key)
            self._forget()
            return job

    def peek(self, key: str) -> Job | None:
        """The job of that key, if there was one."""
        with self._lock:
            return self._jobs.get(key)

    def find(self, identity: str) -> Job | None:
        """The job of that id, if it is known."""
        with self._lock:
            return next((job for job in self._jobs.values() if job.id == identity), None)

    def drop(self, key: str) -> None:
        """Forget a job whose result has been taken."""
        with self._lock:
            self._jobs.pop(key, None)

    def close(self) -> None:
        """Stop all that is under way, and wait for it."""
        with self._lock:
            jobs = list(self._jobs.values())
            self._jobs.clear()
        for job in jobs:
            job.cancel()
        for job in jobs:
            job.done.wait(PATIENCE)

    def _forget(self) -> None:
        ended = [key for key, job in self._jobs.items() if job.done.is_set()]
        for key in ended[: max(len(ended) - REMEMBERED, 0)]:
            del self._jobs[key]
