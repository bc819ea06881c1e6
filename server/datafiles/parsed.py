"""Large text files as they were parsed: each is parsed once, then mapped from the disk.

The parsed columns lie as NPY files in a folder of their own for each text file and each way of
understanding it. Whoever reads the file again, a few rows late in it, or all of it to write it
elsewhere, maps them: memory holds what is being looked at. Nothing is lost with that folder.
"""

import hashlib
import json
import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from server.datafiles.model import Problem, Problems
from server.datafiles.options import Options
from server.datafiles.text.growing import GrowingTable
from server.datafiles.text.stored import CannotKeep, StoredColumn, mapped
from server.datafiles.watch import Watch
from server.version import __version__

log = logging.getLogger(__name__)

LARGE = 16 * 2**20  # bytes of arrays: what is smaller is parsed in no time
MOST = 8 * 2**30  # bytes of all columns together; the ones that were not used for longest go
SPARE = 2**30  # bytes that stay free on the disk
MANY = 1000  # columns: of more, each in a file, none is kept
LEFT = 3600.0  # seconds after which what was begun and not finished was left by a crash
TOLD = "columns.json"
PART = ".part"

Columns = Mapping[str, NDArray[Any]]


class Parse(Protocol):
    """Reads columns and their problems."""

    def __call__(self, *, table: GrowingTable | None = None) -> tuple[Columns, Problems]:
        """Into ``table``; without one into memory."""


class Parsed:
    """The folder of parsed columns. Threads and processes may share one."""

    def __init__(self, most: int = MOST) -> None:
        self._folder: Path | None = None
        self._most = most
        self._parsing = threading.Lock()

    def use(self, folder: Path | None) -> None:
        """Keep parsed columns in ``folder``, made when it is needed; with None keep none."""
        self._folder = folder

    def takes(self, names: Sequence[str], rows: int) -> bool:
        """Whether as much text as ``rows`` of the columns ``names`` is parsed into the folder."""
        large = 8 * rows * len(names) >= LARGE
        return self._folder is not None and large and len(names) <= MANY

    def get(
        self,
        path: Path,
        options: Options,
        names: Sequence[str],
        rows: int,
        parse: Parse,
        watch: Watch,
    ) -> tuple[Columns, Problems]:
        """All columns of the text file at ``path``: ``names``, of about ``rows`` rows.

        ``parse`` reads them into the ``table`` it is given; without one, because nothing can be
        kept, into memory. Raises what ``parse`` raises.
        """
        if self._folder is None:
            return parse()
        entry = self._folder / _key(path, options)
        while not self._parsing.acquire(timeout=0.1):  # one large file at a time
            watch.at(0.0)
        try:
            return _kept(entry) or self._fill(entry, path, names, rows, parse)
        finally:
            self._parsing.release()

    def _fill(
        self, entry: Path, path: Path, names: Sequence[str], rows: int, parse: Parse
    ) -> tuple[Columns, Problems]:
        try:
            part = self._begun(entry, 8 * rows * len(names))
        except OSError as error:
            log.warning("what is parsed of %s is not kept: %s", path, error)
            return parse()
        columns = {name: StoredColumn(part / f"{i}.npy") for i, name in enumerate(names)}
        try:
            arrays, problems = parse(table=GrowingTable(path, columns))
            if any(array.dtype.kind == "T" for array in arrays.values()):
                return arrays, problems  # too long to be kept
            _tell(part, path, arrays, problems)
            del arrays  # not every system lets a folder be renamed while files in it are mapped
            part.rename(entry)
        except (OSError, CannotKeep) as error:
            log.warning("what is parsed of %s is not kept: %s", path, error)
        finally:
            for column in columns.values():
                column.close()
            shutil.rmtree(part, ignore_errors=True)
        self._make_room(entry)
        return _kept(entry) or parse()

    def _begun(self, entry: Path, size: int) -> Path:
        """A folder to parse into. Raises OSError, also where the disk is nearly full."""
        entry.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in entry.parent.glob(f"*{PART}"):
            if time.time() - left.stat().st_mtime > LEFT:
                shutil.rmtree(left, ignore_errors=True)
        free = shutil.disk_usage(entry.parent).free
        if free < size + SPARE:
            raise OSError(f"only {free:,} bytes are free on the disk")
        return Path(tempfile.mkdtemp(PART, dir=entry.parent))

    def _make_room(self, entry: Path) -> None:
        """Delete what no file stands behind, and what was not used for longest of the rest."""
        entries = sorted(entry.parent.glob(f"*/{TOLD}"), key=lambda told: -told.stat().st_mtime)
        total = 0
        for told in entries:
            total += sum(file.stat().st_size for file in told.parent.iterdir())
            if told.parent != entry and (total > self._most or not _is_current(told)):
                told.unlink(missing_ok=True)  # so that nobody takes half of it for the whole
                shutil.rmtree(told.parent, ignore_errors=True)


PARSED = Parsed()


def _key(path: Path, options: Options) -> str:
    """What changes when the file, its parsing, or this program does."""
    parsing = replace(options, layout=None, x=None, channel=None)
    seen = (*_sight(path), __version__, repr(parsing))
    return hashlib.sha256("\0".join(map(str, seen)).encode()).hexdigest()[:32]


def _sight(path: Path) -> tuple[str, int, int]:
    """What a file is recognised by at a glance. Raises OSError."""
    status = path.stat()
    return str(path.absolute()), status.st_size, status.st_mtime_ns


def _is_current(told: Path) -> bool:
    """Whether the file that was parsed is still there and the same."""
    try:
        source = json.loads(told.read_text("utf-8"))["source"]
        return bool(list(_sight(Path(source[0]))) == source)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _tell(part: Path, path: Path, arrays: Columns, problems: Problems) -> None:
    """Write down what lies in ``part``, and what does not yet. Raises OSError, CannotKeep."""
    columns = []
    for i, (name, array) in enumerate(arrays.items()):
        file = f"{i}.npy"
        if not isinstance(array, np.memmap):  # made of several columns, or empty
            file = f"{i} made.npy"
            column = StoredColumn(part / file)
            column.add(array)
            column.finish()
        columns.append([name, file, array.dtype.str, len(array)])
    with (part / TOLD).open("w", encoding="utf-8") as file_told:
        source = _sight(path)
        json.dump({"source": source, "columns": columns, "problems": asdict(problems)}, file_told)
        file_told.flush()
        os.fsync(file_told.fileno())


def _kept(entry: Path) -> tuple[Columns, Problems] | None:
    """What lies in ``entry``; None, and nothing lies there any more, where that is not whole."""
    try:
        told = json.loads((entry / TOLD).read_text("utf-8"))
        columns = {name: _whole(entry / file, *form) for name, file, *form in told["columns"]}
        first = tuple(Problem(**problem) for problem in told["problems"]["first"])
        with suppress(OSError):
            os.utime(entry / TOLD)  # so that it is seen to be in use
        return columns, Problems(first, told["problems"]["count"])
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("what was parsed before is damaged: %s", error)
    shutil.rmtree(entry, ignore_errors=True)
    return None


def _whole(path: Path, dtype: str, length: int) -> NDArray[Any]:
    array = mapped(path)
    if (array.dtype.str, array.shape) != (dtype, (length,)):
        raise ValueError(f"{path.name} is of another length")
    return array
