"""Reading all rows of a text file, a quarter of a megabyte at a time."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from server.datafiles.errors import unreadable
from server.datafiles.model import Problem, Problems
from server.datafiles.streams import byte_stream
from server.datafiles.text.delimiter import is_value
from server.datafiles.text.growing import GrowingTable
from server.datafiles.text.lanes import cell_columns, number_block, numbers_beside
from server.datafiles.text.plan import ColumnPlan, Plan
from server.datafiles.text.rows import Row, RowForm
from server.datafiles.text.source import Chunk, chunks
from server.datafiles.watch import Watch

TOLD = 100  # problems that are kept; the others are only counted

Parts = dict[str, NDArray[Any]]


@dataclass
class ProblemList:
    """The problems met so far."""

    first: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, column: int, message: str) -> None:
        """Note one more."""
        self.count += 1
        if len(self.first) < TOLD:
            self.first.append(Problem(line, column, message))

    def frozen(self) -> Problems:
        """What is told of them."""
        return Problems(tuple(sorted(self.first, key=lambda p: (p.line, p.column))), self.count)


def read_columns(
    path: Path,
    plan: Plan,
    wanted: Sequence[ColumnPlan],
    stop: int | None,
    table: GrowingTable,
    watch: Watch,
) -> tuple[Mapping[str, NDArray[Any]], Problems]:
    """The wanted columns, at least up to row ``stop`` (all if None); and what could not be read.

    They grow in ``table``, which has a column for each of them; a few megabytes more are in use.
    Raises TooLarge, Unreadable for lines without end, Cancelled.
    """
    problems = ProblemList()
    rows = 0
    with byte_stream(path) as stream:
        for chunk in chunks(stream, plan.encoding, plan.rows.quote, watch):
            try:
                parts = _convert(chunk, plan, wanted, problems)
            except csv.Error as error:
                raise unreadable(path, str(error), line=chunk.line) from None
            table.add(parts)
            rows += len(next(iter(parts.values()), ()))
            if stop is not None and rows >= stop:
                break
    return table.finish(), problems.frozen()


def convert_rows(
    rows: Sequence[Row], plan_width: int, wanted: Sequence[ColumnPlan], problems: ProblemList
) -> Parts:
    """Rows of cells as arrays, one for each wanted column."""
    fitted = [row for row in rows if _fit(row, plan_width, problems)]
    columns = {c.index: [row[c.index] for _, row in fitted] for c in wanted}
    return _arrays(columns, [number for number, _ in fitted], wanted, problems)


def _arrays(
    columns: Mapping[int, Sequence[str]],
    lines: Sequence[int],
    wanted: Sequence[ColumnPlan],
    problems: ProblemList,
) -> Parts:
    """Columns of cells, by their position, as arrays; ``lines`` are the numbers of the rows."""
    parts: Parts = {}
    for column in wanted:
        cells = columns[column.index]
        parts[column.name], bad = column.form.convert(cells)
        for i in bad:
            _note(problems, lines[i], column, cells[i])
    return parts


def _convert(
    chunk: Chunk, plan: Plan, wanted: Sequence[ColumnPlan], problems: ProblemList
) -> Parts:
    data, line = _below_heading(chunk, plan.heading.first)
    form = plan.rows
    if all(column.form.kind == "number" for column in wanted):
        block = number_block(data, form, plan.numbers, plan.width)
        if block is not None:
            return {column.name: block[:, column.index] for column in wanted}
    numeric = {column.index for column in wanted if column.form.kind == "number"}
    others = [index for index in range(plan.width) if index not in numeric]
    mixed = None
    if numeric and others:
        mixed = numbers_beside(data, form, plan.numbers, plan.width, others)
    if mixed is not None:
        block, cells = mixed
        rest = [column for column in wanted if column.index not in numeric]
        parts = _arrays(cells, range(line, line + len(block)), rest, problems)
        return parts | {c.name: block[:, c.index] for c in wanted if c.index in numeric}
    columns = cell_columns(data, form, plan.width)
    if columns is not None:
        lines = range(line, line + len(columns[0]))
        return _arrays(dict(enumerate(columns)), lines, wanted, problems)
    if chunk.unclosed and form.quote and _is_open(data, form):
        problems.add(chunk.line, 0, "a quotation mark is never closed; taken for an ordinary one")
        form = RowForm(form.delimiter, "", form.comment, form.columns)
    texts = _decoded(data, line, problems).split("\n")[:-1]
    return convert_rows(list(form.rows(texts, line)), plan.width, wanted, problems)


def _is_open(data: bytes, form: RowForm) -> bool:
    """Whether a quotation mark stays open; what comments hold opens none."""
    lines = data.decode("latin-1").split("\n")
    return sum(line.count(form.quote) for line in lines if not form.is_comment(line)) % 2 == 1


def _below_heading(chunk: Chunk, first: int) -> tuple[bytes, int]:
    """What of the chunk stands at or below line ``first``, and its line number."""
    data, line = chunk.data, chunk.line
    start = 0
    while line < first and start < len(data):
        start = data.index(b"\n", start) + 1
        line += 1
    return data[start:], line


def _decoded(data: bytes, line: int, problems: ProblemList) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = line + data.count(b"\n", 0, error.start)
        problems.add(at, 0, "not valid UTF-8; read as Latin-1 from here to the end of the piece")
        return data[: error.start].decode("utf-8") + data[error.start :].decode("latin-1")


def _fit(row: Row, width: int, problems: ProblemList) -> bool:
    """Make a row ``width`` cells long, noting what was wrong; False if it is no row at all."""
    number, cells = row
    surplus = len(cells) - width
    if surplus > 0:
        if any(cell.strip() for cell in cells[width:]):
            problems.add(number, width + 1, f"holds {len(cells)} cells where {width} are usual")
        del cells[width:]
    elif surplus < 0:
        problems.add(number, len(cells), f"holds {len(cells)} cells where {width} are usual")
        if not any(is_value(cell) for cell in cells):
            return False
        cells.extend([""] * -surplus)
    return True


def _note(problems: ProblemList, line: int, column: ColumnPlan, cell: str) -> None:
    shown = cell if len(cell) <= 40 else f"{cell[:37]}..."
    problems.add(line, column.index + 1, f"“{shown}” in “{column.name}” is no {column.form.kind}")
