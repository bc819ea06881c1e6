"""Tables of delimited text (CSV) as named columns."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.errors import InputError, TooLarge

MAX_BYTES = 64 * 2**20  # read at once; cells as Python texts take several times this
SEPARATORS = ",;\t|"

COMPACT_DATE = re.compile(r"(?:1[5-9]|2[0-4])\d{6}")  # 19580329; a year between 1500 and 2499
WRITTEN_DATE = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)


def read_delimited(path: Path) -> Mapping[str, NDArray[Any]]:
    """The columns of a delimited text file, in their order, all of the same length.

    A column is float64 (empty cells are NaN), datetime64 (``19580329``, ``2010/01/31 13:00`` or
    ISO 8601; empty cells are NaT) or text. A first row that holds a word is taken as the names.

    Raises InputError naming the line of a row that is too short or too long, or where the file
    is not UTF-8 text, and TooLarge beyond ``MAX_BYTES``.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise TooLarge(f"{path.name} holds {size:,} bytes; up to {MAX_BYTES:,} can be read.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("file", f"{path.name} is not UTF-8 text at byte {error.start}") from None
    rows = _rows(path.name, text)
    if not rows:
        raise InputError("file", f"{path.name} is empty", "at least one row")
    names = [f"column {i + 1}" for i in range(len(rows[0]))]
    if not any(_numbers([cell]) is not None for cell in rows[0] if cell.strip()):
        names = _distinct(rows.pop(0))
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: column_of(cells) for name, cells in zip(names, columns, strict=True)}


def column_of(cells: Sequence[str]) -> NDArray[Any]:
    """The texts of one column as dates or numbers if all of them are, else as they are."""
    texts = [cell.strip() for cell in cells]
    for read in (_compact_dates, _numbers, _written_dates):
        column = read(texts)
        if column is not None:
            return column
    return np.array(texts)


def _rows(name: str, text: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if row:
                rows.append(row)
                _check_length(name, reader.line_num, len(row), len(rows[0]))
    except csv.Error as error:
        raise InputError("file", f"{name}, line {reader.line_num}: {error}") from None
    return rows


def _check_length(name: str, line: int, found: int, wanted: int) -> None:
    if found != wanted:
        message = f"{name}, line {line}, holds {found} cells where the first row holds {wanted}"
        raise InputError("file", message)


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, stripped; a later one of the same name gets its position added."""
    found: list[str] = []
    for position, name in enumerate(names, start=1):
        plain = name.strip() or f"column {position}"
        found.append(f"{plain} ({position})" if plain in found else plain)
    return found


def _numbers(texts: Sequence[str]) -> NDArray[Any] | None:
    try:
        return np.array([float(text) if text else np.nan for text in texts], dtype=np.float64)
    except ValueError:
        return None


def _compact_dates(texts: Sequence[str]) -> NDArray[Any] | None:
    """Dates written as YYYYMMDD, to the day; None unless every filled cell is one."""
    if not all(COMPACT_DATE.fullmatch(text) for text in texts if text):
        return None
    return _dates([f"{t[:4]}-{t[4:6]}-{t[6:]}" if t else "NaT" for t in texts], "D")


def _written_dates(texts: Sequence[str]) -> NDArray[Any] | None:
    """Dates with separators, perhaps with a time, to the second; None unless all are."""
    iso: list[str] = []
    for text in texts:
        parts = WRITTEN_DATE.fullmatch(text)
        if text and not parts:
            return None
        year, month, day, hour, minute, second = parts.groups("0") if parts else ("NaT",) * 6
        date = f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}"
        iso.append(date if parts else "NaT")
    return _dates(iso, "s")


def _dates(iso: Sequence[str], unit: str) -> NDArray[Any] | None:
    if all(text == "NaT" for text in iso):
        return None
    try:
        return np.array(iso, dtype=f"datetime64[{unit}]")
    except ValueError:  # 20001399 is only a number, 2010/02/30 only a text
        return None
