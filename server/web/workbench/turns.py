"""A newer request of a view makes the older ones of no use: they are stopped."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from server.datafiles.errors import Cancelled

VIEWS = 256  # views that are remembered


class Turns:
    """The latest turn of each view. Threads may share it."""

    def __init__(self) -> None:
        self._latest: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def taking(self, view: str, turn: int) -> Iterator[Callable[[], bool]]:
        """A request at work; what is given tells whether a newer one has come.

        Without a view there is none. Raises Cancelled where a newer one is there already.
        """
        if not view:
            yield lambda: False
            return
        with self._lock:
            if self._latest.get(view, -1) > turn:
                raise Cancelled("The view was overtaken by a newer one.")
            self._latest[view] = turn
            self._latest.move_to_end(view)
            while len(self._latest) > VIEWS:
                self._latest.popitem(last=False)
        yield lambda: self._latest.get(view, turn) > turn


TURNS = Turns()
