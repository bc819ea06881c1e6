"""One window for each user: a second start asks the first to come forward, and leaves.

The lock is held by the operating system for as long as the first program lives, so a crash leaves
none behind. Beside it lies a file, readable by this user only, with the port and the token by
which the second start can speak to the first.
"""

import contextlib
import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

from desktop_app.local_server import LOOPBACK

log = logging.getLogger(__name__)

LOCK_FILE = "window.lock"
RUNTIME_FILE = "window-runtime.json"
PATIENCE_SECONDS = 10.0  # the first may still be starting


class SingleInstance:
    """The claim to be the one program with a window for ``data_dir``."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._runtime = data_dir / RUNTIME_FILE
        self._lock: IO[bytes] | None = None

    def claim(self) -> bool:
        """Whether this program is the first; the claim stands until ``release``."""
        self._data_dir.mkdir(parents=True, exist_ok=True)
        file = (self._data_dir / LOCK_FILE).open("ab")
        if not _lock(file):
            file.close()
            return False
        self._lock = file
        self._runtime.unlink(missing_ok=True)  # of a program that was killed
        return True

    def publish(self, port: int, token: str) -> None:
        """Say where the first program answers."""
        partial = self._runtime.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump({"port": port, "token": token}, file)
        partial.replace(self._runtime)

    def release(self) -> None:
        """Give up the claim, and take back what was published."""
        if self._lock is None:
            return
        self._runtime.unlink(missing_ok=True)
        self._lock.close()
        self._lock = None

    def ask_first(self, files: Sequence[str] = (), patience: float = PATIENCE_SECONDS) -> bool:
        """Ask the first program to come forward, and to open ``files`` (whole paths).

        False when it does not answer in time.
        """
        end = time.monotonic() + patience
        while True:
            with contextlib.suppress(OSError, ValueError, KeyError, HTTPException):
                if _ask(json.loads(self._runtime.read_text("ascii")), files):
                    return True
            if time.monotonic() > end:
                log.error("the program that holds %s does not answer", LOCK_FILE)
                return False
            time.sleep(0.05)


def _ask(runtime: dict[str, int | str], files: Sequence[str]) -> bool:
    connection = HTTPConnection(LOOPBACK, int(runtime["port"]), timeout=10 if files else 2)
    try:
        headers = {
            "Authorization": f"Bearer {runtime['token']}",
            "Content-Type": "application/json",
        }
        body = json.dumps({"paths": list(files)} if files else {}).encode()
        connection.request("POST", "/shell/show" if files else "/shell/focus", body, headers)
        return connection.getresponse().status == 204
    finally:
        connection.close()


def _lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
