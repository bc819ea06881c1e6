"""The library, opened when it is first asked for.

What speaks to databases takes longer to import than the first page to make, so nothing here
imports it before that.
"""

import threading
from typing import TYPE_CHECKING

from server.config import Settings

if TYPE_CHECKING:
    from server.store.whole import Library


class Opener:
    """The library that ``settings`` name. Threads may share it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._library: Library | None = None

    def get(self) -> "Library":
        """The library, opened if it was not. Raises StoreError as often as that fails."""
        with self._lock:
            if self._library is None:
                from server.store.whole import Library

                self._library = Library.open(self._settings)
            return self._library

    def close(self) -> None:
        """Close the library, if it was opened."""
        with self._lock:
            if self._library is not None:
                self._library.close()
            self._library = None
