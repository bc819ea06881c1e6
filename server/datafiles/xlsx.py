"""Excel workbooks (.xlsx): sheets read by calamine, understood like delimited text."""

import datetime
import re
import zipfile
from pathlib import Path
from typing import Any

from server.datafiles.errors import refusing, unreadable
from server.datafiles.joining import clocks, joined, with_clocks
from server.datafiles.layout import guess_layout, shaped
from server.datafiles.limits import MAX_COLUMNS
from server.datafiles.model import Contents, Description, Guess, Member
from server.datafiles.npz import check_archive
from server.datafiles.options import AS_GUESSED, EVERYTHING, Options, Selection
from server.datafiles.selecting import check_columns, find_member
from server.datafiles.summary import summarised
from server.datafiles.text.delimiter import guess_numbers
from server.datafiles.text.header import find_heading
from server.datafiles.text.plan import ColumnPlan, plan_columns
from server.datafiles.text.rows import Row, RowForm
from server.datafiles.text.table import ProblemList, convert_rows
from server.datafiles.watch import UNWATCHED, Watch
from server.errors import TooLarge

NAME = "Excel"
SUFFIXES = (".xlsx", ".xlsm")
MAX_CELLS = 10_000_000  # of the rectangle around all cells, which is held at once
ADDRESS = re.compile(rb"""<(?:\w+:)?(?:row|c)\s[^>]*?\br\s*=\s*["']([A-Z]{0,8})(\d{1,12})["']""")
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
SCANNED = 2**20
SAMPLE = 2000  # rows that are looked at for header and kinds


def sniff(head: bytes, path: Path) -> float:
    """How surely the file is of this format, from 0 to 1."""
    if not head.startswith(b"PK\x03\x04"):
        return 0.0
    return 0.9 if path.suffix.lower() in SUFFIXES or b"[Content_Types].xml" in head else 0.0


def describe(path: Path, options: Options = AS_GUESSED, member: str = "") -> Description:
    """The sheets; of one (or the only one) its columns."""
    sheets = _sheets(path)
    description = Description(file=path.name, format=NAME, size=path.stat().st_size)
    if len(sheets) > 1 and not member:
        members = tuple(Member(name, "table") for name in sheets)
        return Description(**{**vars(description), "layout": "container", "members": members})
    contents, guesses = _sheet(path, Selection(member=member), options, UNWATCHED)
    known = Description(**{**vars(description), "member": member, "guesses": tuple(guesses)})
    return summarised(known, contents, options)


def read(
    path: Path,
    selection: Selection = EVERYTHING,
    options: Options = AS_GUESSED,
    watch: Watch = UNWATCHED,
) -> Contents:
    """One sheet, the first if none is named."""
    return _sheet(path, selection, options, watch)[0]


def _sheet(
    path: Path, selection: Selection, options: Options, watch: Watch
) -> tuple[Contents, list[Guess]]:
    rows = _rows(path, selection.member, watch)
    if not rows:
        raise unreadable(path, "the sheet is empty", "at least one row")
    form = RowForm("\t", "", "")
    width = len(rows[0][1])
    lines = ["\t".join(cells) for _, cells in rows[:SAMPLE]]
    sample = [(i, cells) for i, (_, cells) in enumerate(rows[:SAMPLE], start=1)]
    numbers, guesses = guess_numbers(sample, options, form.delimiter)
    heading = find_heading(lines, sample, form, width, options)
    data = rows[heading.first - 1 :]
    columns, more = plan_columns(path, data[:SAMPLE], width, heading, numbers, options)
    wanted = _wanted(path, columns, selection)
    problems = ProblemList()
    watch.at(0.6)
    pairs = clocks(columns, options)
    cells = convert_rows(data, width, with_clocks(wanted, pairs), problems)
    arrays, joins = joined(cells, pairs, wanted)
    layout, layouts = guess_layout(arrays, bool(heading.header), options.layout)
    units = {column.name: column.unit for column in columns if column.unit}
    line = rows[heading.header - 1][0] if heading.header else 0
    header = Guess("header", str(line), ("0",))
    contents = shaped(arrays, units, layout, selection, problems.frozen())
    return contents, [*guesses, header, *more, *joins, *layouts]


def _wanted(
    path: Path, columns: tuple[ColumnPlan, ...], selection: Selection
) -> tuple[ColumnPlan, ...]:
    check_columns(path, [column.name for column in columns], selection)
    if selection.columns is None:
        return columns
    by_name = {column.name: column for column in columns}
    return tuple(by_name[name] for name in selection.columns)


def _sheets(path: Path) -> list[str]:
    from python_calamine import CalamineWorkbook

    with refusing(path, NAME):
        _check(path)
        with CalamineWorkbook.from_path(path) as book:
            return list(book.sheet_names)


def _rows(path: Path, member: str, watch: Watch) -> list[Row]:
    """The rows that hold anything, as texts, with their numbers in the sheet."""
    from python_calamine import CalamineWorkbook

    with refusing(path, NAME):
        watch.at(0.0)
        _check(path)
        watch.at(0.2)
        with CalamineWorkbook.from_path(path) as book:
            name = find_member(path, list(book.sheet_names), member)
            sheet = book.get_sheet_by_name(name)
            values = sheet.to_python(skip_empty_area=True)
            first = (sheet.start or (0, 0))[0] + 1
    watch.at(0.5)
    if values and len(values[0]) > MAX_COLUMNS:
        raise unreadable(path, f"has {len(values[0]):,} columns", f"up to {MAX_COLUMNS:,}")
    texts = ([_text(value) for value in row] for row in values)
    return [(number, row) for number, row in enumerate(texts, start=first) if any(row)]


def _text(value: Any) -> str:
    """A cell as it would stand in a text file; floats come back bit for bit."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, datetime.timedelta):
        return str(value.total_seconds())
    return " ".join(str(value).split())


def _check(path: Path) -> None:
    """Refuse bombs: parts that unpack too far, and a few cells that lie very far apart."""
    with zipfile.ZipFile(path) as archive:
        check_archive(path, archive)
        for info in archive.infolist():
            if "worksheets/" in info.filename and info.filename.endswith(".xml"):
                _check_sheet(path, archive, info)


def _check_sheet(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    lowest = widest = cells = 0
    rest = b""
    with archive.open(info) as stream:
        while piece := stream.read(SCANNED):
            data = rest + piece
            for column, row in ADDRESS.findall(data):
                lowest = max(lowest, int(row))
                widest = max(widest, _column_number(column))
            cells += len(CELL.findall(data))
            rest = data[-256:]
            if lowest * widest > MAX_CELLS or cells > MAX_CELLS:
                raise TooLarge(f"{path.name} has a sheet of more than {MAX_CELLS:,} cells.")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
