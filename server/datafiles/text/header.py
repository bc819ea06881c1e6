"""Where the data of a table begin, and what its columns are called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from server.datafiles.options import Options
from server.datafiles.text.delimiter import is_missing, is_value
from server.datafiles.text.numbered import is_numbered
from server.datafiles.text.rows import Row, RowForm
from server.datafiles.units import split_unit, units_row

ENOUGH = 0.75  # of a column's cells must be values for its name to be told from them

# Ways in which a line of names is set where blanks divide the columns.
WIDE_GAPS = re.compile(r"\s{2,}|\t")
WITH_UNITS = re.compile(r"[^\s(\[]+(?:\s*(?:\([^)]*\)|\[[^\]]*\]))?")


@dataclass(frozen=True)
class Heading:
    """The numbers of three lines: names and units (0 for none), first row of data; both texts."""

    header: int
    units_row: int
    first: int
    names: tuple[str, ...]
    units: tuple[str, ...]


def find_heading(
    lines: Sequence[str], rows: Sequence[Row], form: RowForm, width: int, options: Options
) -> Heading:
    """The heading of a table whose first lines are ``lines``, taken apart into ``rows``."""
    first = _first_row(rows, width) if options.header is None else _after(rows, options)
    header = units_line = 0
    units: list[str] = []
    above = list(rows[:first])
    if options.units_row:
        units_line = options.units_row
        units = _cells_of(lines, units_line, form, width)
    elif options.units_row is None and len(above) > 1 and (found := units_row(above[-1][1])):
        units_line, units = above[-1][0], found
    if units_line:
        above = [row for row in above if row[0] < units_line]
    if options.header is not None:
        header = options.header
    elif above:
        header = above[-1][0]
    names = _cells_of(lines, header, form, width) if header else []
    if header and not names and options.header is None:
        header = 0
    line = rows[first][0] if first < len(rows) else len(lines) + 1
    if not header and options.header is None:
        header, names = _commented(lines[: line - 1], form, width)
    return Heading(header, units_line, line, *_named(names, units, width))


def _first_row(rows: Sequence[Row], width: int) -> int:
    """The index of the first row of data."""
    valued = _valued_columns(rows, width)
    if not valued:  # words only: the first row of the usual width names them
        usual = [i for i, (_, cells) in enumerate(rows) if len(cells) == width]
        return usual[0] + 1 if len(usual) > 1 or width > 1 else 0
    complete = not any(
        is_missing(cells[valued[0]]) for _, cells in rows[len(rows) // 2 :] if len(cells) == width
    )
    looks = [_is_data(cells, width, valued, complete) for _, cells in rows]
    for i, good in enumerate(looks):
        if good and any(looks[i + 1 : i + 4]):
            named = any(len(cells) == width for _, cells in rows[:i])
            return i if named or not is_numbered(rows[i][1], rows[i + 1 :]) else i + 1
    return looks.index(True) if any(looks) else len(rows)


def _valued_columns(rows: Sequence[Row], width: int) -> list[int]:
    usual = [cells for _, cells in rows if len(cells) == width]
    tail = usual[len(usual) // 2 :]
    found = []
    for j in range(width):
        filled = [cells[j] for cells in tail if not is_missing(cells[j])]
        if filled and sum(map(is_value, filled)) >= ENOUGH * len(filled):
            found.append(j)
    return found


def _is_data(cells: Sequence[str], width: int, valued: Sequence[int], complete: bool) -> bool:
    """Whether a row is data: its first cell that should be a value is one, and half of the rest."""
    if len(cells) != width:
        return False
    leading = cells[valued[0]]
    if is_missing(leading):
        return not (complete and not leading.strip()) and any(map(is_value, cells))
    good = sum(is_value(cells[j]) or is_missing(cells[j]) for j in valued)
    return is_value(leading) and 2 * good >= len(valued)


def _after(rows: Sequence[Row], options: Options) -> int:
    """The index of the first row below the header and units that the user named."""
    last = max(options.header or 0, options.units_row or 0)
    if not last:
        return 0
    return next((i for i, (number, _) in enumerate(rows) if number > last), len(rows))


def _cells_of(lines: Sequence[str], number: int, form: RowForm, width: int) -> list[str]:
    """The cells of a line of names; [] if it cannot be brought to ``width`` cells."""
    if not 1 <= number <= len(lines):
        return []
    line = lines[number - 1]
    # The line may look like a comment, or hold a cell of several lines.
    plain = RowForm(form.delimiter, form.quote, "", form.columns)
    cells = next(plain.rows(lines[number - 1 :], 1), (1, [""]))[1]
    tries = [cells]
    if form.delimiter in {"space", "fixed", "\t"}:
        tries += [WIDE_GAPS.split(line.strip()), WITH_UNITS.findall(line), line.split()]
    for found in tries:
        if len(found) == width:
            return found
    if len(cells) == width - 1 and width > 2:  # R leaves out the name of the rows' names
        return ["", *cells]
    if len(cells) > width > 1:
        return cells[:width]
    return cells if width > 2 and len(cells) > 1 and 2 * len(cells) > width else []


def _commented(lines: Sequence[str], form: RowForm, width: int) -> tuple[int, list[str]]:
    """Names in the last comment before the data, as numpy.savetxt writes them."""
    for number in range(len(lines), 0, -1):
        line = lines[number - 1].strip()
        if not line:
            continue
        if not form.is_comment(line):
            return 0, []
        text = line.lstrip(form.comment).strip()
        named = (
            next(RowForm(form.delimiter, form.quote, "", form.columns).rows([text], 1), (1, []))[1],
            *(pattern(text) for pattern in (WIDE_GAPS.split, WITH_UNITS.findall, str.split)),
            text.split(","),
        )
        for cells in named:
            if len(cells) == width and not any(is_value(cell) for cell in cells):
                return (number, cells) if width > 1 or len(text) < 40 else (0, [])
        return 0, []
    return 0, []


def _named(
    names: Sequence[str], units: Sequence[str], width: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``width`` different names, and the unit of each."""
    found: dict[str, None] = {}  # a set that keeps its order
    told: list[str] = []
    for position in range(width):
        name = " ".join(names[position].split()) if position < len(names) else ""
        unit = units[position] if position < len(units) else ""
        told.append(unit or split_unit(name)[1])
        name = name or f"column {position + 1}"
        while name in found:
            name = f"{name} ({position + 1})"
        found[name] = None
    return tuple(found), tuple(told)
