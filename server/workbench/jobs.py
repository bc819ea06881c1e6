"""The jobs under way: each once, however many ask for its result."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from server.datafiles.job import Job
from server.datafiles.watch import Watch

PATIENCE = 5.0  # seconds that a job is given to stop
REMEMBERED = 32  # jobs that have ended and can still be asked about


class Jobs:
    """The jobs under way, each once for its key. Threads may share it."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job[Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, words: str, work: Callable[[Watch], Any]) -> Job[Any]:
        """The job of that key, begun if there is none or the last one was cancelled or failed."""
        with self._lock:
            job = self._jobs.get(key)
            if job is None or (job.done.is_set() and job.result is None):
                job = self._jobs[key] = Job(words, work)
                job.start()
            self._jobs.move_to_end(key)
            self._forget()
            return job

    def peek(self, key: str) -> Job[Any] | None:
        """The job of that key, if there was one."""
        with self._lock:
            return self._jobs.get(key)

    def find(self, identity: str) -> Job[Any] | None:
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
