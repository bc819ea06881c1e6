"""Whether the asker still waits: a browser that wants no answer any more closes the connection."""

import select
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any

OFTEN = 0.03  # seconds between two looks


def has_left(environ: Mapping[str, Any]) -> Callable[[], bool]:
    """What tells whether the connection of a request was closed by the other side.

    Never true where the server does not show its socket. May be asked from any thread.
    """
    connection = environ.get("werkzeug.socket")
    if not isinstance(connection, socket.socket):
        return lambda: False
    state = {"left": False, "next": 0.0}

    def left() -> bool:
        now = time.monotonic()
        if not state["left"] and now >= state["next"]:
            state["next"] = now + OFTEN
            state["left"] = _closed(connection)
        return bool(state["left"])

    return left


def _closed(connection: socket.socket) -> bool:
    """There is something to be read, and it is the end."""
    try:
        readable, _, _ = select.select([connection], [], [], 0)
        return bool(readable) and connection.recv(1, socket.MSG_PEEK) == b""
    except (OSError, ValueError):  # closed on this side, too
        return True
