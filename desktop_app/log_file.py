"""The log: a rotating file in the user's data folder, in which no entry code ever stands."""

import logging
import re
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_NAME = "sigmascope.log"
MAX_BYTES = 1_000_000
KEPT_FILES = 3
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_SECRET = re.compile(r"([?&]code=)[^&\s\"']+")


class RedactingFormatter(logging.Formatter):
    """Blots out the one-time entry code wherever it would be written, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line, or lines."""
        return _SECRET.sub(r"\1[redacted]", super().format(record))


def open_log(data_dir: Path) -> Path:
    """Send all logging to the file in ``data_dir``/logs; returns the file's path."""
    folder = data_dir / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    handler = RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, delay=True)
    handler.setFormatter(RedactingFormatter(FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    return path


def give_output_a_place(data_dir: Path) -> None:
    """Where there is no console, send what is printed to ``data_dir``/logs/output.txt.

    A windowed program has None for stdout and stderr on Windows: one stray print would end it.
    """
    if sys.stdout is not None and sys.stderr is not None:
        return
    folder = data_dir / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    output = (folder / "output.txt").open("w", encoding="utf-8", buffering=1)
    sys.stdout = sys.stdout or output
    sys.stderr = sys.stderr or output
