"""What is shipped besides the program itself, with its licences (assets/licences.json)."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from server import paths

Kind = Literal["python", "frontend"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Package:
    """One shipped package; its licence's text is read when asked for."""

    kind: Kind
    name: str
    version: str
    licence: str  # its short name
    homepage: str

    @property
    def url(self) -> str:
        """The page with the text."""
        return f"/about/licences/{self.kind}/{self.name}"


def shipped(file: Path = paths.LICENCES) -> tuple[Package, ...]:
    """All shipped packages, Python's first; none where the list has not been made yet."""
    return _packages(file, file.stat().st_mtime_ns) if file.is_file() else ()


def text_of(package: Package, file: Path = paths.LICENCES) -> str:
    """The whole licence text of ``package``; "" where it carries none."""
    # Not kept in memory: the texts are most of a megabyte, and seldom read.
    entries = _read(file)[package.kind]
    return next((str(entry["text"]) for entry in entries if entry["name"] == package.name), "")


@lru_cache(maxsize=1)
def _packages(file: Path, _changed: int) -> tuple[Package, ...]:
    content = _read(file)
    return tuple(
        Package(kind, entry["name"], entry["version"], entry["licence"], entry["homepage"])
        for kind in KINDS
        for entry in content[kind]
    )


def _read(file: Path) -> dict[str, list[dict[str, Any]]]:
    content: dict[str, list[dict[str, Any]]] = json.loads(file.read_text("utf-8"))
    return content
