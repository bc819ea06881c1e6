"""Work that takes longer than an answer may: done in a thread of its own, with progress."""

import logging
import secrets
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from server.datafiles.errors import Cancelled
from server.datafiles.watch import Watch

log = logging.getLogger(__name__)

Result = TypeVar("Result")


class Job(Generic[Result]):
    """One piece of work. ``result`` or ``error`` is there once ``done`` is set."""

    def __init__(self, words: str, work: Callable[[Watch], Result]) -> None:
        self.id = secrets.token_hex(8)
        self.words = words
        self.share = 0.0
        self.result: Result | None = None
        self.error: Exception | None = None
        self.done = threading.Event()
        self._cancelled = threading.Event()
        self._work = work

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name=f"job {self.words}", daemon=True).start()

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
