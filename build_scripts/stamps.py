"""Stamps: a file that says from what something was made, so that it is made only when needed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stamp:
    """The fingerprint of everything that ``path``'s folder was made from."""

    path: Path
    fingerprint: str

    @classmethod
    def of(cls, path: Path, files: Iterable[Path], *facts: str) -> "Stamp":
        """Fingerprint the contents of ``files`` and further ``facts``."""
        digest = hashlib.sha256()
        for fact in facts:
            digest.update(fact.encode() + b"\0")
        for file in sorted(files):
            # Line endings may differ between checkouts of the same commit.
            content = file.read_bytes().replace(b"\r\n", b"\n")
            digest.update(file.name.encode() + b"\0" + hashlib.sha256(content).digest())
        return cls(path, digest.hexdigest())

    def is_current(self) -> bool:
        """Whether the stamp on disk is this one."""
        try:
            return self.path.read_text("ascii") == self.fingerprint
        except (OSError, UnicodeDecodeError):
            return False

    def write(self) -> None:
        """Leave the stamp, as the last act of making."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.fingerprint, "ascii")
