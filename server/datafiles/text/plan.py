"""How a text file is understood, from its first quarter of a megabyte."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from server.datafiles.errors import unreadable
from server.datafiles.limits import MAX_COLUMNS
from server.datafiles.model import Guess
from server.datafiles.options import KINDS, Options
from server.datafiles.streams import byte_stream, read_head
from server.datafiles.text.delimiter import guess_numbers, guess_rows
from server.datafiles.text.encoding import guess_encoding
from server.datafiles.text.header import Heading, find_heading
from server.datafiles.text.kinds import ColumnForm, form_for, kind_of
from server.datafiles.text.numbers import NumberForm
from server.datafiles.text.rows import Row, RowForm
from server.datafiles.text.source import BLOCK, chunks
from server.datafiles.watch import UNWATCHED

ENOUGH = BLOCK * 3 // 4  # bytes of a sample
LINES = 2000  # of the sample that are looked at for the shape
CELLS = 400  # from each end of the sample that tell what a column is


@dataclass(frozen=True)
class ColumnPlan:
    """One column: where its cells stand in a row, what it is called, what its cells are."""

    index: int
    name: str
    unit: str
    form: ColumnForm


@dataclass(frozen=True)
class Plan:
    """Everything that reading the whole needs to know."""

    encoding: str
    rows: RowForm
    numbers: NumberForm
    width: int
    heading: Heading
    columns: tuple[ColumnPlan, ...]
    guesses: tuple[Guess, ...]


@dataclass(frozen=True)
class Sample:
    """The beginning of a file as text; ``whole`` if that is all of it."""

    encoding: Guess
    lines: list[str]
    bytes: int
    whole: bool
    expansion: float
    closed: bool  # no quotation mark is left open


def take_sample(path: Path, options: Options) -> Sample:
    """The first lines of the file. Raises Unreadable for what is no text or holds nothing."""
    guess = guess_encoding(read_head(path, BLOCK))
    if options.encoding:
        guess = Guess("encoding", options.encoding, (), "as told")
    if not guess:
        raise unreadable(path, "it is neither text nor of any format that is known")
    quote = '"' if options.quote is None else options.quote
    data, closed, whole = b"", True, False
    with byte_stream(path) as stream:
        for chunk in chunks(stream, guess.value, quote, UNWATCHED):
            data += chunk.data
            closed = closed and not chunk.unclosed
            if len(data) >= ENOUGH:
                break
        else:
            whole = True
        expansion = stream.expansion
    if not data.strip():
        raise unreadable(path, "is empty", "at least one row")
    lines = data.decode("utf-8", "replace").split("\n")[:-1]
    return Sample(guess, lines, len(data), whole, expansion, closed)


def make_plan(path: Path, sample: Sample, options: Options) -> Plan:
    """Understand a sample, as the options tell or as it looks."""
    if not sample.closed and options.quote is None:
        options = replace(options, quote="")  # to look at it, not to read the rest of the file
    lines = sample.lines[:LINES]
    form, width, guesses = guess_rows(lines, options)
    if width > MAX_COLUMNS:
        raise unreadable(path, f"has {width:,} columns", f"up to {MAX_COLUMNS:,}")
    rows = list(form.rows(lines, 1))
    if not rows:
        raise unreadable(path, "holds comments only", "at least one row")
    numbers, more = guess_numbers(rows, options, form.delimiter)
    heading = find_heading(lines, rows, form, width, options)
    usual = [row for row in rows if row[0] >= heading.first]
    plan = plan_columns(path, usual, width, heading, numbers, options)
    header = Guess(
        "header",
        str(heading.header),
        ("0" if heading.header else str(heading.first),),
        "" if heading.header else "no line of names",
    )
    found = (sample.encoding, *guesses, *more, header, *plan[1])
    if not sample.closed:
        form = replace(form, quote='"')
    return Plan(sample.encoding.value, form, numbers, width, heading, plan[0], found)


def plan_columns(
    path: Path,
    rows: Sequence[Row],
    width: int,
    heading: Heading,
    numbers: NumberForm,
    options: Options,
) -> tuple[tuple[ColumnPlan, ...], list[Guess]]:
    """What each column holds, from rows of data; one that is nameless and empty is left out."""
    if width > MAX_COLUMNS:
        raise unreadable(path, f"has {width:,} columns", f"up to {MAX_COLUMNS:,}")
    guesses: list[Guess] = []
    plans: list[ColumnPlan] = []
    fit = [cells for _, cells in rows if len(cells) == width]
    chosen = fit if len(fit) <= 2 * CELLS else [*fit[:CELLS], *fit[-CELLS:]]
    for index in range(width):
        cells = [row[index] for row in chosen]
        name, unit = heading.names[index], heading.units[index]
        nameless = name == f"column {index + 1}" and index == width - 1
        if nameless and cells and width > 1 and all(not cell.strip() for cell in cells):
            continue
        told = options.types.get(name)
        if told in KINDS:
            form = form_for(str(told), cells, numbers, options.dates)
        else:
            form, made = kind_of(name, cells, numbers, options.dates)
            guesses += made
        plans.append(ColumnPlan(index, name, unit, form))
    return tuple(plans), guesses
