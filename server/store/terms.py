"""The terms in which the library is asked, and those in which it answers a search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from server.store.identity import Fingerprint
from server.store.search import Hit
from server.store.things import LOCAL_USER, Column, File, Kind, Place, Project, Recipe, User

Order = Literal["title", "name", "format", "size", "created", "updated", "id"]
Findable = Project | User | File | Recipe


@dataclass(frozen=True)
class NewFile:
    """What is known of a file when it is taken in; ``path`` starts from the folder of ``place``.

    Without a title its name serves as one.
    """

    project: int
    path: str | Path
    fingerprint: Fingerprint
    user: int = LOCAL_USER
    place: Place = "in place"
    name: str = ""
    format: str = ""
    title: str = ""
    description: str = ""
    source: str = ""
    licence: str = ""
    described: Mapping[str, Any] | None = None
    columns: Sequence[Column] = ()
    tags: Sequence[str] = ()


@dataclass(frozen=True)
class FileChange:
    """What is to change of a file; None leaves it as it is."""

    title: str | None = None
    description: str | None = None
    source: str | None = None
    licence: str | None = None
    project: int | None = None
    tags: Sequence[str] | None = None


@dataclass(frozen=True)
class Wanted:
    """Which files; None does not narrow."""

    project: int | None = None
    user: int | None = None
    tag: str | None = None
    format: str | None = None


@dataclass(frozen=True)
class Scope:
    """Where to search; None is everywhere. A project or user narrows it down to files."""

    kind: Kind | None = None
    project: int | None = None
    user: int | None = None


@dataclass(frozen=True)
class Found:
    """An answer: ``hits`` from ``offset`` on, of ``total``, or of more where that is not ``exact``.

    ``corrected`` tells which words occur nowhere, and what was looked for instead.
    """

    hits: tuple[Hit[Findable], ...] = ()
    total: int = 0
    corrected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exact: bool = True


EVERYTHING = Wanted()
EVERYWHERE = Scope()
