"""How a script reads a text file: with the csv module, in the few ways that most files need."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import numpy as np

from server.datafiles.options import Options
from server.datafiles.text.kinds import ColumnForm
from server.datafiles.text.numbers import POINT
from server.datafiles.text.plan import Plan, make_plan, take_sample

NUMBER = """\


def number(text):
    try:
        value = float({text})
    except ValueError:
        return np.nan
    return {value}


"""
LINES = """\
with open(FILE, encoding={encoding!r}) as file:
    lines = [line for line in list(file)[{skipped}:] if {kept}]
rows = {rows}


def column(i):
    return [row[i].strip() if len(row) > i else "" for row in rows]


"""
STRPTIME = """\
np.array(
    [datetime.strptime(cell, FORM) if cell else None for cell in column({index})],
    dtype="datetime64[us]",
)"""
DAYS = ("%Y%m%d", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y",
        "%m/%d/%Y", "%m-%d-%Y")  # fmt: skip
TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S", " %H:%M:%S.%f", "T%H:%M:%S.%f", "%H%M%S")
GZIP = b"\x1f\x8b"


def text_code(path: Path, options: Options, x: str, y: str) -> str:
    """Statements that read the columns ``x`` ("" for none) and ``y``; "" where that is not simple.

    Raises Unreadable.
    """
    sample = take_sample(path, options)
    plan = make_plan(path, sample, options)
    columns = {column.name: column for column in plan.columns}
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    if packed or plan.rows.delimiter == "fixed" or not sample.closed:
        return ""
    numbered = list(plan.rows.rows(sample.lines, 1))[: None if sample.whole else -1]
    rows = [row for at, row in numbered if at >= plan.heading.first and len(row) == plan.width]
    text = _head(plan)
    for name, column in ({"raw": columns[y]} | ({"x": columns[x]} if x else {})).items():
        read = _reading(column.form, [row[column.index].strip() for row in rows])
        if not read:
            return ""
        text += f"{name} = {read.format(index=column.index)}\n"
    return text


def _head(plan: Plan) -> str:
    form, numbers = plan.rows, plan.numbers
    sentinels = numbers.sentinels
    value = f"np.nan if value in {set(sentinels)!r} else value" if sentinels else "value"
    cell = "text" if numbers.decimal == "." else 'text.replace(",", ".")'
    kept = "line.strip()"
    if form.comment:
        kept += f" and not line.lstrip().startswith({form.comment!r})"
    split = {
        "space": "[line.split() for line in lines]",
        "none": "[[line] for line in lines]",
    }.get(form.delimiter, _csv(form.delimiter, form.quote))
    encoding = "utf-8-sig" if plan.encoding == "utf-8" else plan.encoding
    return NUMBER.format(text=cell, value=value) + LINES.format(
        encoding=encoding, skipped=plan.heading.first - 1, kept=kept, rows=split
    )


def _csv(delimiter: str, quote: str) -> str:
    mark = {"tab": "\t"}.get(delimiter, delimiter)
    how = f"quotechar={quote!r}" if quote else "quoting=csv.QUOTE_NONE"
    return f"list(csv.reader(lines, delimiter={mark!r}, {how}))"


def _reading(form: ColumnForm, cells: Sequence[str]) -> str:
    """An expression for a column that gives what this program does; "" where none is simple."""
    if form.kind == "number" and form.date is None:
        mark = form.numbers.decimal
        known = [cell.replace(mark, ".") for cell in cells if not form.numbers.is_missing(cell)]
        plain = all(POINT.fullmatch(cell) and cell.isascii() for cell in known)
        return "np.array([number(cell) for cell in column({index})])" if plain else ""
    if form.kind != "date" or form.date is None:
        return ""
    expected, bad = form.convert(cells)
    if bad:
        return ""
    dates = expected.astype("datetime64[us]")
    with suppress(ValueError):
        if np.array_equal(np.array(cells, dtype=dates.dtype), dates, equal_nan=True):
            return 'np.array(column({index}), dtype="datetime64[us]")'
    for written in (f"{day}{time}" for day in DAYS for time in TIMES):
        with suppress(ValueError):
            found = [datetime.strptime(cell, written) if cell else None for cell in cells]  # noqa: DTZ007 - of no zone
            if np.array_equal(np.array(found, dtype=dates.dtype), dates, equal_nan=True):
                return STRPTIME.replace("FORM", repr(written))
    return ""
