"""What a page about data is about: a whole file of the library, or one member inside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import quote

from numpy.typing import NDArray

from server.datafiles.delimited import NAME as TEXT
from server.datafiles.model import Description, Field, flat
from server.datafiles.options import Options
from server.datafiles.xlsx import NAME as EXCEL
from server.errors import NotFound
from server.science.summary import Sampling, Summary
from server.store.things import Column, File
from server.web.describing import options_of
from server.web.looks import LOOKS, QUICK, Look, arrays_of, key_of
from server.web.spaced import Spaced

Members = Mapping[str, NDArray[Any]]

LINKS = 20  # members that an error names


@dataclass(frozen=True)
class Subject:
    """A file's data, or only those of the member called ``inside``."""

    file: File
    inside: str = ""

    @cached_property
    def whole(self) -> Description:
        """What the file's header tells. Raises InputError, NotFound."""
        return LOOKS.describe(self.file.path, "", options_of(self.file))

    @cached_property
    def place(self) -> tuple[str, str]:
        """Which member of a container it is about, and which column of that. Raises NotFound."""
        if not self.inside or self.whole.layout != "container":
            return "", self.inside
        known = {member.path for member in flat(self.whole.members)}
        member, column = self.inside, ""
        while member not in known:
            member, _, last = member.rpartition("/")
            column = f"{last}/{column}" if column else last
            if not member:
                links = [(path, inside_url(self.file, path)) for path in sorted(known)[:LINKS]]
                raise self._nothing(self.inside, links)
        return member, column

    @property
    def is_there(self) -> bool:
        """Whether the file holds anything of that name."""
        try:
            column = self.place[1]
        except NotFound:
            return False
        return not column or column in self.all_members

    @cached_property
    def description(self) -> Description:
        """What headers tell of the file or the member that this lies in."""
        member = self.place[0]
        if not member:
            return self.whole
        return LOOKS.describe(self.file.path, member, options_of(self.file))

    @property
    def is_container(self) -> bool:
        """Whether there are only members to choose from."""
        return self.description.layout == "container" and not self.place[1]

    @cached_property
    def options(self) -> Options:
        """How to read it: text that is a field is read as the columns it is written in."""
        options = options_of(self.file)
        text = self.whole.format in {TEXT, EXCEL}
        return replace(options, layout="table") if text else options

    @property
    def is_ready(self) -> bool:
        """Whether its data are in memory, or will be in no time."""
        known = LOOKS.kept(key_of(self.file.path, self.place[0], self.options))
        return known is not None or self.file.provenance.size <= QUICK

    @cached_property
    def look(self) -> Look:
        """Its data; read now if need be. Raises InputError, TooLarge."""
        return LOOKS.get(self.file.path, self.place[0], self.options)

    @property
    def view(self) -> str:
        """``field`` for a table that is one; else ``series``."""
        field = self.description.layout == "field" and not self.place[1]
        return "field" if field or (self.file.view == "field" and not self.inside) else "series"

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What the arrays are called here, and in the file, which leaves some without a name."""
        told = list(arrays_of(self.look.contents))
        known = self.file.columns
        if told == ["value"] and len(known) == 1 and not self.place[0]:
            return {known[0].name: "value"}
        return {name: name for name in told}

    @cached_property
    def all_members(self) -> Members:
        """Every array of the file or member that this lies in."""
        arrays = arrays_of(self.look.contents)
        return {name: arrays[told] for name, told in self.names.items()}

    @cached_property
    def members(self) -> Members:
        """The arrays that this subject is about."""
        member, column = self.place
        if not column:
            return self.all_members
        if column not in self.all_members:
            prefix = f"{member}/" if member else ""
            names = list(self.all_members)[:LINKS]
            links = [(name, inside_url(self.file, prefix + name)) for name in names]
            raise self._nothing(self.inside, links)
        return {column: self.all_members[column]}

    def _nothing(self, name: str, known: list[tuple[str, str]]) -> NotFound:
        words = f"{self.file.name} holds nothing called “{name[:60]}”."
        return NotFound(words, [*known, (self.file.title, self.file.url)])

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
        if not self.inside:
            return self.file.title
        column = self.column(self.place[1]) if self.place[1] else Column(self.place[0])
        return column.title or column.name

    def column(self, name: str) -> Column:
        """What is known about the meaning of one array."""
        known = self.file.column(name)
        if known.unit or known.title:
            return known
        told = next((c for c in self.description.columns if c.name == name), None)
        if told:
            return Column(name, told.label, told.unit)
        sampling = self.description.sampling  # along positions that are no column
        return Column(name, name, sampling.unit) if sampling and sampling.x == name else known

    @property
    def grid(self) -> NDArray[Any] | None:
        """The 2-D array, where the subject is one."""
        first = next(iter(self.members.values()), None)
        return first if first is not None and first.ndim == 2 else None

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.members.values()), ()))

    @cached_property
    def positions(self) -> tuple[str, NDArray[Any] | Spaced]:
        """Name and values of what the others are drawn over; "" and row numbers if nothing."""
        found = LOOKS.describe(self.file.path, self.place[0], self.options).sampling
        name = self.options.x or (found.x if found else "")
        if name in self.all_members:
            return name, self.all_members[name]
        contents = self.look.contents
        length = len(next(iter(self.all_members.values()), ()))
        if not isinstance(contents, Field) and contents.axis:
            axis = contents.axis
            return axis.name, Spaced(axis.start, axis.step, length)
        return "", Spaced(0, 1, length)

    @property
    def drawn(self) -> str:
        """The name of the column that is drawn: the first one of numbers that is no position."""
        if self.place[1]:
            return self.place[1]
        x = self.positions[0]
        others = [name for name in self.all_members if name != x]
        numbers = [name for name in others if self.all_members[name].dtype.kind in "fiub"]
        return next(iter([*numbers, *others, *self.all_members]))

    def summaries(self) -> Mapping[str, Summary]:
        """The statistics of each member."""
        return {name: self.look.summaries[self.names[name]] for name in self.members}

    @cached_property
    def sampling(self) -> Sampling | None:
        """How the rows are spaced; None where nothing tells."""
        name, positions = self.positions
        if isinstance(positions, Spaced):
            step = float(positions.step)
            return Sampling("even", step, step, step) if name and len(positions) > 1 else None
        return self.look.sampling(name, positions)


def inside_url(file: File, name: str) -> str:
    """The address of one member."""
    return f"{file.url}/inside/{quote(name)}"
