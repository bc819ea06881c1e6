"""What stands between the cells of a text file, and how its numbers are written."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from server.datafiles.model import Guess
from server.datafiles.options import Options
from server.datafiles.text.dates import DURATION, FORMS
from server.datafiles.text.numbers import MISSING, NumberForm
from server.datafiles.text.rows import Row, RowForm, fixed_columns

# In order of preference where two explain a file equally well, with what each counts.
PREFERENCE = {"\t": 1.0, ";": 1.0, ",": 0.99, "|": 0.98, "space": 0.85, "fixed": 0.8}
SPOKEN = {"\t": "tab", "space": "space", "fixed": "fixed", "none": "none"}
MARKS = ("#", "%", "//", "!", "*", "'")
LEAST = 0.26  # of a score: lines of words alone, all of one width, divided by a clear mark
CELLS = 1999  # prime, so that every column has its turn
STEADY = 0.9  # share of lines with equally many words, where columns need no fixed width
LINES = 400  # that are tried with every delimiter

POINT, COMMA = NumberForm("."), NumberForm(",")
MARKED = re.compile(r"[-+−]?\d*([.,])\d+(?:[eEdD][-+]?\d+)?")


@dataclass(frozen=True)
class Split:
    """How well a delimiter explains the sample: ``score`` from 0 to 1, the usual width, and the
    ``share`` of lines that have it.
    """

    form: RowForm
    score: float
    width: int
    share: float


def is_value(cell: str) -> bool:
    """Whether a cell is a number, a date or a duration, however it is written."""
    text = cell.strip()
    if not any(character.isdigit() for character in text):
        return POINT.is_number(text)
    return (
        POINT.is_number(text)
        or COMMA.is_number(text)
        or any(form.fullmatch(text) for form in FORMS.values())
        or DURATION.fullmatch(text) is not None
    )


def is_missing(cell: str) -> bool:
    """Whether a cell is empty or a usual word for a missing value."""
    return cell.strip().lower() in MISSING


def guess_rows(lines: Sequence[str], options: Options) -> tuple[RowForm, int, list[Guess]]:
    """How lines fall into cells, how many there usually are, and the guesses made.

    The delimiter is taken that gives most lines the same number of cells, most of them values.
    """
    quote = _quote(lines) if options.quote is None else options.quote
    comment = _comment(lines) if options.comment is None else options.comment
    guesses: list[Guess] = []
    if options.comment is None and any(line.lstrip().startswith(comment) for line in lines):
        guesses.append(Guess("comment", comment, tuple(m for m in ("", *MARKS) if m != comment)))
    told = _spelled(options.delimiter)
    tried = [told] if told else list(PREFERENCE)
    splits = [s for delimiter in tried if (s := _split(lines, delimiter, quote, comment))]
    if any(s.form.delimiter == "space" and s.share >= STEADY for s in splits):
        splits = [s for s in splits if s.form.delimiter != "fixed"]  # nothing is missing
    if not splits or (not told and max(split.score for split in splits) < LEAST):
        splits = [Split(RowForm("none", quote, comment), 0.0, 1, 1.0)]
    best = max(splits, key=lambda split: split.score)
    others = sorted((s for s in splits if s is not best), key=lambda split: -split.score)
    if not told:
        spoken = tuple(SPOKEN.get(s.form.delimiter, s.form.delimiter) for s in others)
        shown = SPOKEN.get(best.form.delimiter, best.form.delimiter)
        guesses.append(Guess("delimiter", shown, (*spoken, "none") if spoken else ("none",)))
    return best.form, best.width, guesses


def guess_numbers(
    rows: Sequence[Row], options: Options, delimiter: str
) -> tuple[NumberForm, list[Guess]]:
    """The decimal mark that more cells show."""
    missing = MISSING | {word.strip().lower() for word in options.missing}
    if options.decimal:
        return NumberForm(options.decimal, missing), []
    cells = (match[1] for _, row in rows for c in row if (match := MARKED.fullmatch(c.strip())))
    marks = Counter(cells)
    decimal = "," if marks[","] > marks["."] else "."
    if delimiter == "," and not marks[","]:
        return NumberForm(decimal, missing), []
    other = "." if decimal == "," else ","
    return NumberForm(decimal, missing), [Guess("decimal", decimal, (other,))]


def _spelled(delimiter: str | None) -> str | None:
    return (
        {"tab": "\t", " ": "space", "": "none"}.get(delimiter, delimiter)
        if delimiter is not None
        else None
    )


def _quote(lines: Sequence[str]) -> str:
    """A quotation mark counts only where cells begin with it; elsewhere it may mean inches."""
    if any('"' in line for line in lines) or not any("'" in line for line in lines):
        return '"'
    quoted = re.compile(r"(?:^|[,;\t|])\s*'[^']*'\s*(?:$|[,;\t|])")
    return "'" if sum(bool(quoted.search(line)) for line in lines) > len(lines) / 2 else '"'


def _comment(lines: Sequence[str]) -> str:
    first = next((line.strip() for line in lines if line.strip()), "")
    return next((mark for mark in MARKS if mark != "'" and first.startswith(mark)), "#")


def _split(lines: Sequence[str], delimiter: str, quote: str, comment: str) -> Split | None:
    if delimiter == "none":
        return Split(RowForm("none", quote, comment), 1.0, 1, 1.0)
    form = RowForm(delimiter, quote, comment)
    kept = [line for line in lines[:LINES] if line.strip() and not form.is_comment(line)]
    kept = kept[len(kept) // 4 :]  # what stands above a table speaks for nothing
    if delimiter == "fixed":
        columns = fixed_columns([line.expandtabs() for line in kept[1:]])
        if len(columns) < 2:
            return None
        form = RowForm(delimiter, quote, comment, columns)
    try:
        rows = [cells for _, cells in form.rows(kept, 1)]
    except csv.Error:
        return None
    counts = Counter(len(cells) for cells in rows if len(cells) > 1)
    if not counts:
        return None
    width, lines_of_it = counts.most_common(1)[0]
    cells = [cell for row in rows if len(row) == width for cell in row]
    cells = [cell for cell in cells[:: len(cells) // CELLS + 1] if not is_missing(cell)]
    values = sum(map(is_value, cells)) / len(cells) if cells else 1.0
    share = lines_of_it / len(rows)
    score = share * (0.3 + 0.7 * values) * PREFERENCE.get(delimiter, 1.0)
    return Split(form, score, width, share)
