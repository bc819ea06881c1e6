"""The program inside the one-file executable: a zip file between PyInstaller's two parts.

    | start-up code | zip | trailer | PyInstaller's archive of the launcher |

PyInstaller's start-up code finds its archive from the end, so it never reads the zip; the
launcher finds the trailer before that archive. Building and unpacking stand side by side here.
"""

import lzma
import os
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

MAGIC = b"SIGMASCOPE-PROGRAM"
TRAILER = struct.Struct(">18s16sQQQ")  # magic, digest, bytes of zip, entries, bytes unpacked
COOKIE = struct.Struct("!8sIIII64s")  # how PyInstaller's archive ends: magic, length, ...
COOKIE_MAGIC = b"MEI\014\013\012\013\016"
TAIL = 64 * 1024  # the archive's end is sought in this much of the file's end
CHUNK = 1 << 20
XZ = ".packed-xz"  # ends the names of entries that are packed by LZMA, not deflate
SYMLINK, DIRECTORY_MODE = 0o120000, 0o755


@dataclass(frozen=True)
class Packing:
    """How hard to pack: files from ``large`` bytes on by LZMA of level ``preset``."""

    large: int
    preset: int


QUICK = Packing(large=1 << 20, preset=1)  # a fifth smaller than by deflate alone
SMALL = Packing(large=64 << 10, preset=6)  # a tenth smaller again, minutes to make


@dataclass(frozen=True)
class Payload:
    """The zip within the executable at ``path``, and what it must become when unpacked."""

    path: Path
    offset: int
    length: int
    digest: str
    entries: int
    unpacked_bytes: int

    def is_whole(self, folder: Path) -> bool:
        """Whether ``folder`` holds as many files and bytes as were packed: nothing was removed."""
        return folder.is_dir() and measure(folder) == (self.entries, self.unpacked_bytes)

    def unpack(
        self,
        folder: Path,
        progress: Callable[[int], None] | None = None,
        only: Callable[[str], bool] = lambda name: True,
    ) -> None:
        """Unpack the entries that ``only`` admits; ``progress`` is told the bytes written so far.

        Two threads share the work: decompressing does not hold the interpreter.
        """
        with self.open() as archive:
            members = [item for item in archive.infolist() if only(item.filename)]
        members.sort(key=lambda item: item.file_size, reverse=True)
        for parent in {(folder / item.filename).parent for item in members}:
            parent.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
        work = _Unpacking(self, folder, members, progress)
        threads = [threading.Thread(target=work.run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if work.error is not None:
            raise work.error

    @contextmanager
    def open(self) -> Iterator[zipfile.ZipFile]:
        """The zip, for reading; each thread needs one of its own."""
        with self.path.open("rb") as file:
            yield zipfile.ZipFile(_Window(file, self.offset, self.length))


class _Unpacking:
    """The members still to be unpacked, shared by the threads that do it."""

    def __init__(
        self,
        payload: Payload,
        folder: Path,
        members: list[zipfile.ZipInfo],
        progress: Callable[[int], None] | None,
    ) -> None:
        self._payload = payload
        self._folder = folder
        self._members = iter(members)
        self._progress = progress
        self._lock = threading.Lock()
        self._done = 0
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            with self._payload.open() as archive:
                while (member := self._next()) is not None:
                    _unpack_one(archive, member, self._folder, self._tell)
        except (OSError, zipfile.BadZipFile, zlib.error, lzma.LZMAError) as error:
            self.error = error if isinstance(error, OSError) else OSError(f"damaged: {error}")

    def _next(self) -> zipfile.ZipInfo | None:
        with self._lock:
            return None if self.error else next(self._members, None)

    def _tell(self, size: int) -> None:
        with self._lock:
            self._done += size
            if self._progress is not None:
                self._progress(self._done)


class _Window:
    """A part of a file as a file of its own, for zipfile."""

    def __init__(self, file: IO[bytes], offset: int, length: int) -> None:
        self._file = file
        self._offset, self._length, self._at = offset, length, 0

    def seekable(self) -> bool:
        return True

    def seek(self, position: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        self._at = base + position
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        left = max(self._length - self._at, 0)
        self._file.seek(self._offset + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data


def find(executable: Path) -> Payload:
    """The payload of ``executable``. Raises OSError when there is none."""
    size = executable.stat().st_size
    with executable.open("rb") as file:
        archive = archive_start(file, size)
        file.seek(archive - TRAILER.size)
        magic, digest, length, entries, unpacked = TRAILER.unpack(file.read(TRAILER.size))
    if magic != MAGIC:
        raise OSError(f"{executable} carries no program")
    return Payload(
        executable, archive - TRAILER.size - length, length, digest.decode(), entries, unpacked
    )


def archive_start(file: IO[bytes], size: int) -> int:
    """Where PyInstaller's archive begins in an executable. Raises OSError when it has none."""
    file.seek(max(size - TAIL, 0))
    tail = file.read(TAIL)
    at = tail.rfind(COOKIE_MAGIC)
    if at < 0:
        raise OSError("this is no executable made by PyInstaller")
    _, length, *_ = COOKIE.unpack_from(tail, at)
    return int(max(size - TAIL, 0) + at + COOKIE.size - length)


def measure(folder: Path) -> tuple[int, int]:
    """Number of files and links below ``folder``, and the bytes of the files."""
    count = total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            facts = os.lstat(os.path.join(place, name))  # noqa: PTH118 (thousands, at each start)
            count += 1
            total += facts.st_size
    return count, total


def insert(executable: Path, folder: Path, target: Path, packing: Packing = QUICK) -> None:
    """Write ``target``: ``executable``, a one-file launcher, with ``folder`` packed into it."""
    import hashlib  # only when building: the launcher goes without it

    packed = target.with_suffix(".zip")
    _pack(folder, packed, packing)
    count, total = measure(folder)
    with packed.open("rb") as zipped:
        digest = hashlib.file_digest(zipped, "sha256").hexdigest()[:16].encode()
    start_up = executable.read_bytes()
    with executable.open("rb") as file:
        split = archive_start(file, len(start_up))
    with target.open("wb") as out, packed.open("rb") as zipped:
        out.write(start_up[:split])
        while chunk := zipped.read(CHUNK):
            out.write(chunk)
        out.write(TRAILER.pack(MAGIC, digest, packed.stat().st_size, count, total))
        out.write(start_up[split:])
    packed.unlink()
    target.chmod(0o755)


def _pack(folder: Path, target: Path, packing: Packing) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink():
                link = zipfile.ZipInfo(name)
                link.external_attr = (SYMLINK | 0o777) << 16
                archive.writestr(link, str(path.readlink()))
            elif path.is_file() and path.stat().st_size >= packing.large:
                # zipfile's own LZMA knows one level only, a slow one.
                large = zipfile.ZipInfo(name + XZ)
                large.external_attr = path.stat().st_mode << 16
                archive.writestr(large, lzma.compress(path.read_bytes(), preset=packing.preset))
            elif path.is_file():
                archive.write(path, name)


def _unpack_one(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    folder: Path,
    tell: Callable[[int], None],
) -> None:
    target = folder / member.filename.removesuffix(XZ)
    mode = member.external_attr >> 16
    if mode & 0o170000 == SYMLINK:
        target.symlink_to(archive.read(member).decode())
        return
    with archive.open(member) as packed, target.open("xb") as out:
        large = member.filename.endswith(XZ)
        source = lzma.open(packed) if large else packed  # noqa: SIM115 (closed with packed)
        while chunk := source.read(CHUNK):
            tell(out.write(chunk))
    if os.name == "posix" and mode & 0o100:
        target.chmod(0o755)
