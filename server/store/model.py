"""What the library remembers: projects, users, files and their columns."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

View = Literal["series", "field"]


@dataclass(frozen=True)
class User:
    """A person or an institution that puts files in."""

    id: int
    name: str
    about: str


@dataclass(frozen=True)
class Project:
    """Files that belong together."""

    id: int
    title: str
    description: str


@dataclass(frozen=True)
class Column:
    """What the values of one member of a file mean."""

    name: str  # as the file has it
    title: str
    unit: str = ""

    @property
    def label(self) -> str:
        """Title and unit, as an axis shows them."""
        return f"{self.title}, {self.unit}" if self.unit else self.title


@dataclass(frozen=True)
class Provenance:
    """Where a file comes from and what may be done with it."""

    source: str
    licence: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class File:
    """One file of data: what it holds, how it is best looked at, where it came from."""

    id: int
    project: int
    user: int
    path: Path
    title: str
    description: str
    view: View  # "series": columns over the first of them; "field": one 2-D array
    quantity: str  # what is measured, with its unit
    shape: tuple[int, int]  # rows, columns
    columns: tuple[Column, ...]
    tags: tuple[str, ...]
    provenance: Provenance
    sparkline: tuple[int | None, ...]  # the shape of the data, scaled to 0…100; None is a gap
    sparkline_rows: int  # how many rows it shows, from the first
    sparkline_note: str  # which part of the data that is, unless all
    smooth: str  # the source of that name in the smoothing tool; "" where it has none

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name

    @property
    def format(self) -> str:
        """The format by its usual short name, such as CSV."""
        return self.path.suffix.removeprefix(".").upper()

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/file/{self.id}"

    def column(self, name: str) -> Column:
        """What is known about the column ``name``; only its name if nothing is."""
        return next((c for c in self.columns if c.name == name), Column(name, name))
