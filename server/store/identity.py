"""Whether a file is still the one it was: by size and time at a glance, by content for sure."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from os import stat_result
from pathlib import Path
from typing import Literal

CHUNK = 1 << 20  # bytes

State = Literal["unchanged", "perhaps changed", "changed", "missing"]


@dataclass(frozen=True)
class Fingerprint:
    """What a file is recognised by. ``sha256`` is "" where it has not been computed."""

    size: int
    mtime_ns: int
    sha256: str = ""


class Cancelled(Exception):
    """Whoever wanted the check sum does not want it any more."""


def compare(known: Fingerprint, found: stat_result | None) -> State:
    """What can be told without reading the file. ``found`` is None if there is none.

    A file of another time but the same size is "perhaps changed": only its content tells.
    """
    if found is None:
        return "missing"
    if found.st_size != known.size:
        return "changed"
    return "unchanged" if found.st_mtime_ns == known.mtime_ns else "perhaps changed"


def confirm(known: Fingerprint, found: Fingerprint) -> State:
    """What the content tells: the same bytes are the same file, whatever its time."""
    same = known.size == found.size and bool(found.sha256) and known.sha256 == found.sha256
    return "unchanged" if same else "changed"


def stat_of(path: Path) -> stat_result | None:
    """What the system says of the file at ``path``; None if it cannot be reached."""
    try:
        return path.stat()
    except OSError:
        return None


def take(path: Path, cancelled: Callable[[], bool] = lambda: False) -> Fingerprint:
    """The whole fingerprint of the file at ``path``, in constant memory.

    Of a file that is written to meanwhile there is no check sum.
    Raises OSError; Cancelled once ``cancelled()`` is true.
    """
    before = glance(path)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if cancelled():
                raise Cancelled
            digest.update(chunk)
    after = glance(path)
    return replace(after, sha256=digest.hexdigest()) if after == before else after


def glance(path: Path) -> Fingerprint:
    """The fingerprint without the check sum, for files that take long to read. Raises OSError."""
    status = path.stat()
    return Fingerprint(status.st_size, status.st_mtime_ns)
