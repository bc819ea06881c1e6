"""How a script reads a text file: with the csv module, in the few ways that most files need."""

from collections.abc import Sequence
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
        if not _simple(column.form, [row[column.index] for row in rows]):
            return ""
        if column.form.kind == "date":
            text += f'{name} = np.array(column({column.index}), dtype="datetime64[us]")\n'
        else:
            text += f"{name} = np.array([number(cell) for cell in column({column.index})])\n"
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


def _simple(form: ColumnForm, cells: Sequence[str]) -> bool:
    """Whether ``number``, or numpy's reading of ISO 8601, does the same as this program."""
    if form.kind == "number" and form.date is None:
        mark = form.numbers.decimal
        plain = (cell.strip().replace(mark, ".") for cell in cells)
        known = [cell for cell in plain if not form.numbers.is_missing(cell)]
        return all(POINT.fullmatch(cell) and cell.isascii() for cell in known)
    if form.kind != "date" or form.date is None or form.date.name != "year-first":
        return False
    try:
        found = np.array([cell.strip() for cell in cells], dtype="datetime64[us]")
    except ValueError:
        return False
    expected, bad = form.convert(cells)
    return not bad and bool((found == expected.astype("datetime64[us]")).all())
