"""The library's own folder: what was uploaded lies there under the check sum of its content."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePath

from server.errors import TooLarge
from server.store.errors import CannotWrite, NoSpace
from server.store.identity import Fingerprint
from server.store.sqlite import sync_folder

MAX_SUFFIX = 12  # characters


class Uploads:
    """Files below ``folder``, named by their content: the same bytes are kept once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, name: str, chunks: Iterable[bytes], limit: int) -> tuple[str, Fingerprint]:
        """Write ``chunks`` to disk for good; the path below the folder, and the fingerprint.

        The ending of ``name`` is kept, for it tells the format. Raises TooLarge over ``limit``
        bytes, NoSpace or CannotWrite if the disk does not take it; then nothing of it stays.
        """
        try:
            return self._keep(PurePath(name).suffix, chunks, limit)
        except OSError as error:
            words = f"The file cannot be kept in {self.folder}: {error.strerror}."
            full = error.errno in {errno.ENOSPC, errno.EDQUOT}
            raise (NoSpace if full else CannotWrite)(words) from error

    def _keep(self, suffix: str, chunks: Iterable[bytes], limit: int) -> tuple[str, Fingerprint]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest, size = hashlib.sha256(), 0
        descriptor, partial = tempfile.mkstemp(".part", dir=self.folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in chunks:
                    size += len(chunk)
                    if size > limit:
                        raise TooLarge(f"The file is larger than {limit:,} bytes.")
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            path = f"{digest.hexdigest()[:2]}/{digest.hexdigest()}{_safe(suffix)}"
            target = self.folder / path
            target.parent.mkdir(exist_ok=True, mode=0o700)
            Path(partial).replace(target)
        finally:
            Path(partial).unlink(missing_ok=True)
        sync_folder(target.parent)
        sync_folder(self.folder)
        return path, Fingerprint(size, target.stat().st_mtime_ns, digest.hexdigest())

    def delete(self, path: str) -> None:
        """Delete what lies at ``path`` below the folder."""
        (self.folder / path).unlink(missing_ok=True)


def _safe(suffix: str) -> str:
    letters = "".join(c for c in suffix.lower() if c.isascii() and c.isalnum())
    return f".{letters[:MAX_SUFFIX]}" if letters else ""
