"""Delimited text: CSV, TSV, TXT, DAT and whatever else laboratories write."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from server.datafiles.errors import unreadable
from server.datafiles.joining import Arrays, clocks, joined, with_clocks
from server.datafiles.layout import guess_layout, shaped
from server.datafiles.model import Contents, Description, Problems
from server.datafiles.options import AS_GUESSED, EVERYTHING, Options, Selection
from server.datafiles.parsed import PARSED
from server.datafiles.selecting import check_columns, only_member
from server.datafiles.summary import summarised
from server.datafiles.text.encoding import guess_encoding
from server.datafiles.text.growing import GrowingTable, table_in_memory
from server.datafiles.text.plan import ColumnPlan, Plan, Sample, make_plan, take_sample
from server.datafiles.text.table import ProblemList, convert_rows, read_columns
from server.datafiles.watch import UNWATCHED, Watch

NAME = "delimited text"
SUFFIXES = (".csv", ".tsv", ".txt", ".dat", ".asc", ".tab", ".prn", ".xy")


def sniff(head: bytes, path: Path) -> float:
    """How surely the file is of this format, from 0 to 1."""
    if not guess_encoding(head):
        return 0.0
    names = [suffix.lower() for suffix in path.suffixes]
    return 0.6 if any(suffix in SUFFIXES for suffix in names) else 0.3


def describe(path: Path, options: Options = AS_GUESSED, member: str = "") -> Description:
    """What the file's beginning tells; of a short file, everything."""
    only_member(path, member)
    sample = take_sample(path, options)
    plan = make_plan(path, sample, options)
    problems = ProblemList()
    rows = plan.rows.rows(sample.lines[plan.heading.first - 1 :], plan.heading.first)
    cells = convert_rows(list(rows), plan.width, plan.columns, problems)
    arrays, joins = joined(cells, clocks(plan.columns, options), plan.columns)
    layout, guesses = guess_layout(arrays, bool(plan.heading.header), options.layout)
    contents = shaped(arrays, units_of(plan), layout, EVERYTHING, problems.frozen())
    known = len(next(iter(arrays.values()), ()))
    expected = known if sample.whole else expected_rows(path, sample, plan)
    description = Description(
        file=path.name,
        format=NAME,
        size=path.stat().st_size,
        encoding=plan.encoding,
        layout="field" if layout == "field" else "table",
        shape=(expected, len(plan.columns)),
        rows=expected,
        rows_exact=sample.whole,
        memory=expected * len(plan.columns) * 8,
        guesses=(*plan.guesses, *joins, *guesses),
    )
    return summarised(description, contents, options, sample.whole)


def read(
    path: Path,
    selection: Selection = EVERYTHING,
    options: Options = AS_GUESSED,
    watch: Watch = UNWATCHED,
) -> Contents:
    """The columns as arrays; cells that cannot be read are gaps, told of in ``problems``."""
    only_member(path, selection.member)
    sample = take_sample(path, options)
    plan = make_plan(path, sample, options)
    wanted = _wanted(path, plan, selection)
    expected = expected_rows(path, sample, plan)
    stop = selection.rows[1]
    reach = expected if stop is None else min(expected, stop)
    names = [column.name for column in plan.columns]
    if PARSED.takes(names, reach):
        part = partial(_columns, path, plan, plan.columns, options, None, expected, watch)
        kept, problems = PARSED.get(path, options, names, expected, part, watch)
        arrays = {column.name: kept[column.name] for column in wanted}
    else:
        arrays, problems = _columns(path, plan, wanted, options, stop, reach, watch)
    layout, _ = guess_layout(arrays, bool(plan.heading.header), options.layout)
    return shaped(arrays, units_of(plan), layout, selection, problems)


def _columns(
    path: Path,
    plan: Plan,
    wanted: Sequence[ColumnPlan],
    options: Options,
    stop: int | None,
    expected: int,
    watch: Watch,
    table: GrowingTable | None = None,
) -> tuple[Arrays, Problems]:
    """The wanted columns up to row ``stop``, parsed into ``table``, else in memory."""
    pairs = clocks(plan.columns, options)
    several = with_clocks(wanted, pairs)
    if table is None:
        table = table_in_memory(path, [column.name for column in several], expected)
    cells, problems = read_columns(path, plan, several, stop, table, watch)
    return joined(cells, pairs, wanted)[0], problems


def read_delimited(path: Path) -> Mapping[str, NDArray[Any]]:
    """The columns of a text file that has to be faultless.

    A column is float64 (gaps are NaN), datetime64 (gaps are NaT) or text, all of one length.
    Raises Unreadable, naming line and column, for the first thing that cannot be read.
    """
    sample = take_sample(path, AS_GUESSED)
    plan = make_plan(path, sample, AS_GUESSED)
    expected = expected_rows(path, sample, plan)
    table = table_in_memory(path, [column.name for column in plan.columns], expected)
    arrays, problems = read_columns(path, plan, plan.columns, None, table, UNWATCHED)
    _refuse(path, problems)
    return arrays


def units_of(plan: Plan) -> dict[str, str]:
    """The units that the file tells of."""
    return {column.name: column.unit for column in plan.columns if column.unit}


def expected_rows(path: Path, sample: Sample, plan: Plan) -> int:
    """About how many rows the file has, reckoned from the length of those in the sample."""
    seen = len(sample.lines) - plan.heading.first + 1
    above = sum(len(line) + 1 for line in sample.lines[: plan.heading.first - 1])
    if seen < 1 or sample.bytes <= above:
        return 0
    size = path.stat().st_size * sample.expansion * _bytes_per_byte(plan.encoding)
    return max(seen, round((size - above) * seen / (sample.bytes - above)))


def _bytes_per_byte(encoding: str) -> float:
    """Bytes of UTF-8 for each byte of the file, where the text is mostly ASCII."""
    return {"utf-16": 0.5, "utf-32": 0.25}.get(encoding[:6], 1.0)


def _wanted(path: Path, plan: Plan, selection: Selection) -> list[ColumnPlan]:
    check_columns(path, [column.name for column in plan.columns], selection)
    if selection.columns is None:
        return list(plan.columns)
    by_name = {column.name: column for column in plan.columns}
    return [by_name[name] for name in selection.columns]


def _refuse(path: Path, problems: Problems) -> None:
    if problems.count:
        first = problems.first[0]
        raise unreadable(path, first.message, line=first.line or None, column=first.column or None)
