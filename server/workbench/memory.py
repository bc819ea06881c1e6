"""What was looked at last, kept within bounds."""

import threading
from collections import OrderedDict
from typing import Generic, Protocol, TypeVar

from server.workbench.field import FieldData
from server.workbench.signal import Signal

KEPT_BYTES = 1_700_000_000  # the largest file that can be read, and a little more
KEPT = 32


class Holding(Protocol):
    """What takes memory."""

    @property
    def held(self) -> int:
        """Bytes."""


T = TypeVar("T", bound=Holding)


class Kept(Generic[T]):
    """The things used last, by key. Threads may share it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> T | None:
        """The thing of that key, if it is still kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, thing: T) -> None:
        """Keep a thing; those that were not used for longest have to go."""
        with self._lock:
            self._kept[key] = thing
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and (
                len(self._kept) > KEPT
                or sum(kept.held for kept in self._kept.values()) > KEPT_BYTES
            ):
                self._kept.popitem(last=False)


SIGNALS: Kept[Signal] = Kept()
FIELDS: Kept[FieldData] = Kept()
