"""A folder in memory for what tests write: they make thousands of small databases and files."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACE = Path("/dev/shm")  # noqa: S108 (Linux keeps it in memory; ours has a name of its own)
ROOM = 4 << 30  # bytes; a container often gives 64 MiB


@contextmanager
def memory_folder(place: Path = PLACE, room: int = ROOM) -> Iterator[Path | None]:
    """A folder of its own under ``place`` that goes at the end; None without ``room`` there."""
    if not place.is_dir() or shutil.disk_usage(place).free < room:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="sigmascope-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
