"""What a page about data is about: a whole file of the library, or one member inside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from server.datafiles.contents import Members, read_members
from server.errors import NotFound
from server.science.summary import Sampling, Summary, sampling, summarise
from server.store.things import Column, File
from server.tools.numbers import Columns, Grid, Numbers


@dataclass(frozen=True)
class Subject:
    """A file's data, or only those of the member called ``inside``."""

    file: File
    inside: str = ""

    @cached_property
    def all_members(self) -> Members:
        """Every array of the file."""
        return read_members(self.file.path)

    @cached_property
    def members(self) -> Members:
        """The arrays that this subject is about."""
        if not self.inside:
            return self.all_members
        if self.inside not in self.all_members:
            known = [(name, inside_url(self.file, name)) for name in self.all_members]
            words = f"{self.file.name} holds nothing called “{self.inside[:60]}”."
            raise NotFound(words, [*known, (self.file.title, self.file.url)])
        return {self.inside: self.all_members[self.inside]}

    @property
    def state(self) -> tuple[str, int, int]:
        """What changes when the file or what is said of it does."""
        file = self.file
        return str(file.path), file.revision, file.path.stat().st_mtime_ns

    @property
    def url(self) -> str:
        """The address of its page; an ending gives its other forms."""
        return inside_url(self.file, self.inside) if self.inside else self.file.url

    @property
    def title(self) -> str:
        """What stands at the head of its page."""
        return self.column(self.inside).title if self.inside else self.file.title

    def column(self, name: str) -> Column:
        """What is known about the meaning of one member."""
        return self.file.column(name)

    @property
    def grid(self) -> NDArray[Any] | None:
        """The 2-D array, where the subject is one."""
        first = next(iter(self.members.values()))
        return first if first.ndim == 2 else None

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.members.values())))

    @property
    def positions(self) -> tuple[str, NDArray[Any]]:
        """Name and values of what the others are drawn over: the first of several columns."""
        name, first = next(iter(self.all_members.items()))
        if len(self.all_members) > 1:
            return name, first
        return "", np.arange(len(first))

    @property
    def drawn(self) -> str:
        """The name of the column that is drawn, the second of a table."""
        return self.inside or list(self.all_members)[min(1, len(self.all_members) - 1)]

    def summaries(self) -> Mapping[str, Summary]:
        """The statistics of each member."""
        return {name: summarise(array) for name, array in self.members.items()}

    def sampling(self) -> Sampling | None:
        """How the rows are spaced; None where nothing tells."""
        name, positions = self.positions
        return sampling(positions) if name else None

    def numbers(self) -> Numbers:
        """The data as they leave."""
        grid = self.grid
        if grid is None:
            return Columns(self.members)
        return Grid(np.arange(grid.shape[1]), np.arange(grid.shape[0]), grid)


def inside_url(file: File, name: str) -> str:
    """The address of one member."""
    return f"{file.url}/inside/{quote(name, safe='')}"
