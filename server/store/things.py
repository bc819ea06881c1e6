"""What the library remembers, as it is handed out. Changes go through the library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

View = Literal["series", "field"]
# Where a file lies: at a path of its owner's, in the library's own folder, in the program's.
Place = Literal["in place", "uploaded", "sample"]
Kind = Literal["file", "project", "user", "recipe", "note"]

LOCAL_USER = 1  # the person at this computer

T = TypeVar("T")


@dataclass(frozen=True)
class Thing:
    """What all that can be changed has in common."""

    id: int
    revision: int  # 1 at first, one more after each change
    created: datetime  # in UTC, as updated
    updated: datetime

    @property
    def state(self) -> str:
        """What differs whenever anything that is told of the thing does."""
        return str(self.revision)


@dataclass(frozen=True)
class User(Thing):
    """A person or an institution that puts files in."""

    name: str
    about: str


@dataclass(frozen=True)
class Project(Thing):
    """Files that belong together."""

    title: str
    description: str
    samples: bool  # whether it is the one that came with the program

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/project/{self.id}"


@dataclass(frozen=True)
class Note(Thing):
    """What somebody remarked about a file or about a project; the other is None."""

    user: int
    file: int | None
    project: int | None
    text: str


@dataclass(frozen=True)
class Recipe(Thing):
    """The whole state of a view, kept under a title."""

    user: int
    file: int | None
    title: str
    recipe: Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """What the values of one member of a file mean."""

    name: str  # as the file has it
    title: str = ""
    unit: str = ""
    type: str = ""
    words: str = ""  # what is in it, where that is text: to be found by
    facts: Mapping[str, Any] = field(default_factory=dict)  # count, minimum and the like

    @property
    def label(self) -> str:
        """Title and unit, as an axis shows them."""
        title = self.title or self.name
        return f"{title}, {self.unit}" if self.unit else title


@dataclass(frozen=True)
class Provenance:
    """Where a file comes from and what may be done with it."""

    source: str
    licence: str
    size: int  # bytes
    sha256: str  # "" where it has not been computed yet


@dataclass(frozen=True)
class File(Thing):
    """One file of data: where it lies, what it holds, where it came from.

    ``described`` is what its reader and its pages know of it; the library keeps it as it is.
    """

    project: int
    user: int
    place: Place
    path: Path
    name: str
    format: str  # by its usual short name, such as CSV
    title: str
    description: str
    columns: tuple[Column, ...]
    tags: tuple[str, ...]
    provenance: Provenance
    mtime_ns: int
    described: Mapping[str, Any]

    @property
    def state(self) -> str:
        """The revision; and whether the check sum, which may come later, is still to come."""
        return str(self.revision) if self.provenance.sha256 else f"{self.revision}-unsummed"

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/file/{self.id}"

    @property
    def view(self) -> View:
        """How it is best looked at: columns over the first of them, or one 2-D array."""
        return "field" if self.described.get("view") == "field" else "series"

    @property
    def quantity(self) -> str:
        """What is measured, with its unit."""
        return str(self.described.get("quantity", ""))

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns; (0, 0) where they are not known."""
        rows, columns = self.described.get("shape", (0, 0))
        return int(rows), int(columns)

    @property
    def sparkline(self) -> tuple[int | None, ...]:
        """The shape of the data, scaled to 0…100; None is a gap."""
        return tuple(self.described.get("sparkline", ()))

    @property
    def sparkline_rows(self) -> int:
        """How many rows the sparkline shows, from the first."""
        return int(self.described.get("sparkline_rows", 0))

    @property
    def sparkline_note(self) -> str:
        """Which part of the data the sparkline shows, unless all."""
        return str(self.described.get("sparkline_note", ""))

    @property
    def smooth(self) -> str:
        """The source of that name in the smoothing tool; "" where it has none."""
        return str(self.described.get("smooth", ""))

    def column(self, name: str) -> Column:
        """What is known about the column ``name``; only its name if nothing is."""
        return next((c for c in self.columns if c.name == name), Column(name))


@dataclass(frozen=True)
class Counts:
    """How much there is."""

    files: int = 0
    size: int = 0  # bytes


@dataclass(frozen=True)
class Removal:
    """Something removed that can be brought back."""

    id: int
    time: datetime
    user: int
    words: str  # what was removed
    things: int  # how many of them


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some of a list: ``items`` from ``offset`` on, of ``total``."""

    items: tuple[T, ...]
    total: int
    offset: int

    @property
    def following(self) -> int | None:
        """Where the next page begins; None after the last."""
        after = self.offset + len(self.items)
        return after if self.items and after < self.total else None
