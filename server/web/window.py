"""A few rows of a long table: which ones, and what stands in them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from server.errors import InputError
from server.tools.parameters import Parameters, as_text
from server.web.subjects import Subject

ROWS = 50
COLUMNS = 12
WIDEST = 40  # columns of a table that are shown together
FETCHED = 500  # rows that a page may ask for at once


class Stretch(Parameters):
    """Rows that a page fetches as its table is scrolled."""

    row: Annotated[int, Field(ge=1, description="The first row.")] = 1
    column: Annotated[int, Field(ge=1, description="The first column.")] = 1
    count: Annotated[int, Field(ge=1, le=FETCHED, description="How many rows.")] = ROWS
    inside: Annotated[str, Field(max_length=1000, description="A member of the file.")] = ""


class Place(Parameters):
    """Which rows of a table are shown, and of a picture which columns."""

    row: Annotated[int, Field(ge=1, description="The first row that is shown.")] = 1
    column: Annotated[
        int, Field(ge=1, description="Of a picture or a wide table, the first column.")
    ] = 1


@dataclass(frozen=True)
class Window:
    """The part of a table from row ``row`` (counted from 1)."""

    names: Sequence[str]
    row: int
    column: int
    cells: list[list[str]]
    total_rows: int
    total_columns: int

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.row + len(self.cells) - 1

    @property
    def last_column(self) -> int:
        """The number of the last column shown."""
        return self.column + len(self.names) - 1

    def rows_before(self) -> int | None:
        """The first row of the window before; None at the start."""
        return max(self.row - ROWS, 1) if self.row > 1 else None

    def rows_after(self) -> int | None:
        """The first row of the window after; None at the end."""
        return self.row + ROWS if self.last < self.total_rows else None

    def columns_before(self) -> int | None:
        """The first column of the window to the left; None at the start."""
        return max(self.column - COLUMNS, 1) if self.column > 1 else None

    def columns_after(self) -> int | None:
        """The first column of the window to the right; None at the end."""
        return self.column + COLUMNS if self.last_column < self.total_columns else None


def window(subject: Subject, place: Place) -> Window:
    """The rows of ``subject`` from ``place``; InputError for a row or column beyond the end."""
    arrays = _block(subject, place)
    cells = [[cell(value) for value in row] for row in zip(*arrays.values(), strict=True)]
    return Window(
        names=list(arrays),
        row=place.row,
        column=place.column,
        cells=cells,
        total_rows=subject.rows,
        total_columns=len(subject.members) if subject.grid is None else subject.grid.shape[1],
    )


def stretch(subject: Subject, wanted: Stretch) -> list[list[str]]:
    """The cells of the wanted rows, fewer at the end; InputError for a row beyond it."""
    arrays = _block(subject, Place(row=wanted.row, column=wanted.column), wanted.count)
    return [[cell(value) for value in row] for row in zip(*arrays.values(), strict=True)]


def plain(subject: Subject, place: Place) -> list[list[Any]]:
    """The same rows as values for the JSON writer: numbers, texts, None for what is missing."""
    arrays = _block(subject, place).values()
    return [[_plain(value) for value in row] for row in zip(*arrays, strict=True)]


def cell(value: Any) -> str:
    """A value in full, as short as it can be read back; a dash for what is missing."""
    if isinstance(value, np.datetime64):
        return "–" if np.isnat(value) else str(value).replace("T", " ")
    plain_value = value if isinstance(value, str) else value.item()
    if plain_value == "" or (isinstance(plain_value, float) and math.isnan(plain_value)):
        return "–"
    text = as_text(plain_value)
    return text if isinstance(plain_value, str) else text.replace("-", "−", 1)


def _plain(value: Any) -> Any:
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value)
    return value if isinstance(value, str) else value.item()


def _block(subject: Subject, place: Place, count: int = ROWS) -> dict[str, NDArray[Any]]:
    _check("row", place.row, subject.rows)
    rows = slice(place.row - 1, place.row - 1 + count)
    grid = subject.grid
    if grid is None:
        names = list(subject.members)
        if len(names) > WIDEST:
            _check("column", place.column, len(names))
            names = names[place.column - 1 : place.column - 1 + COLUMNS]
        return {name: subject.members[name][rows] for name in names}
    _check("column", place.column, grid.shape[1])
    columns = range(place.column, min(place.column + COLUMNS, grid.shape[1] + 1))
    return {str(column): grid[rows, column - 1] for column in columns}


def _check(field: str, wanted: int, there: int) -> None:
    if wanted > max(there, 1):
        raise InputError(field, f"{wanted:,} is beyond the end", f"1 to {there:,}")
