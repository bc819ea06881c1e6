"""The file that tells the user's own programs where the server answers, and the token.

Only the user may read it (mode 0600); it is there as long as the server is.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

NAME = "running.json"


class Running:
    """The file in ``data_dir``; of two servers for one folder, it tells of the later."""

    def __init__(self, data_dir: Path, url: str, token: str) -> None:
        self._path = data_dir / NAME
        self._text = json.dumps({"url": url, "token": token})

    def publish(self) -> None:
        """Write the file, at once and whole."""
        partial = self._path.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(self._text)
        partial.replace(self._path)

    def withdraw(self) -> None:
        """Take the file away, unless it tells of another server by now."""
        with suppress(OSError):
            if self._path.read_text("ascii") == self._text:
                self._path.unlink()
