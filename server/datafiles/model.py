"""What is told of a file before it is read, and what reading it gives."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["number", "date", "duration", "text"]


@dataclass(frozen=True)
class Guess:
    """Something the file does not say: which option it is, what was taken, what else may be."""

    option: str
    value: str
    alternatives: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Problem:
    """Something that could not be read; ``line`` and ``column`` count from 1, 0 if neither fits."""

    line: int
    column: int
    message: str


@dataclass(frozen=True)
class Problems:
    """The first of a file's problems, and how many there are in all."""

    first: tuple[Problem, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Column:
    """One column: its name as in the file, the same without its unit, and what it holds.

    ``count`` are the values present; ``minimum`` and ``maximum`` are float for numbers and
    durations (in seconds), ISO 8601 texts for dates, None where there is no value.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    dtype: str
    count: int | None = None
    missing: int | None = None
    minimum: float | str | None = None
    maximum: float | str | None = None


@dataclass(frozen=True)
class Sampling:
    """How a table lies along its ``x`` column; steps are in units of x, in seconds for dates.

    ``regular``: every step is the same to within 1 %; ``gaps``: steps are whole multiples of one;
    ``uneven``: x grows in other steps; ``unordered``: x also falls, or stands still.
    """

    x: str
    kind: Literal["regular", "gaps", "uneven", "unordered"]
    unit: str
    step: float | None = None
    smallest: float | None = None
    largest: float | None = None
    gaps: int = 0


@dataclass(frozen=True)
class Member:
    """One thing inside a container, by its path; groups have members of their own."""

    path: str
    kind: Literal["group", "array", "table", "text", "image", "unreadable"]
    shape: tuple[int, ...] = ()
    dtype: str = ""
    unit: str = ""
    note: str = ""
    members: tuple["Member", ...] = ()

    @property
    def bytes(self) -> int:
        """What its values take in memory; 0 where their type does not tell."""
        try:
            return math.prod(self.shape) * np.dtype(self.dtype).itemsize if self.shape else 0
        except TypeError:
            return 0


def flat(members: Iterable[Member]) -> Iterator[Member]:
    """The members of a tree, each before what is inside it."""
    for member in members:
        yield member
        yield from flat(member.members)


@dataclass(frozen=True)
class Description:
    """What was understood of a file or of one member.

    ``rows`` is exact if ``rows_exact``, else reckoned from the size; ``complete`` tells whether
    the columns' counts and extremes are of the whole file or only of its beginning. ``memory``
    is what reading all of it takes, in bytes (0 if it is mapped from the disk).
    """

    file: str
    format: str
    size: int
    member: str = ""
    encoding: str = ""
    layout: Literal["table", "field", "container"] = "table"
    shape: tuple[int, ...] = ()
    rows: int = 0
    rows_exact: bool = True
    complete: bool = False
    memory: int = 0
    columns: tuple[Column, ...] = ()
    members: tuple[Member, ...] = ()
    sampling: Sampling | None = None
    guesses: tuple[Guess, ...] = ()
    problems: Problems = Problems()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Axis:
    """Positions that need no array: ``start + step · i``, in ``unit``."""

    name: str
    unit: str
    start: float
    step: float


@dataclass(frozen=True)
class Table:
    """Named columns, all 1-D and of one length, in the file's order.

    Numbers are in the file's own type (float64 with NaN for gaps where it is text), dates are
    datetime64 (NaT for gaps), durations float64 in seconds, texts str. ``axis`` gives the
    positions of the rows where the file states them without a column (WAV).
    """

    columns: Mapping[str, NDArray[Any]]
    units: Mapping[str, str] = field(default_factory=dict)
    axis: Axis | None = None
    problems: Problems = Problems()


@dataclass(frozen=True)
class Field:
    """Values over two dimensions, shape (rows, columns), with the labels of both if known."""

    values: NDArray[Any]
    rows: NDArray[Any] | None = None
    columns: NDArray[Any] | None = None
    unit: str = ""
    problems: Problems = Problems()


Contents = Table | Field
