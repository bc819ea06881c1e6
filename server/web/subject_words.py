"""What pages say about data: types, sampling, statistics and a sentence that stands for a plot."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.science.summary import Sampling, Summary, missing
from server.tools.words import significant, with_unit
from server.web.spaced import Spaced
from server.web.subjects import Subject

UNITS = ((86400.0, "d"), (3600.0, "h"), (60.0, "min"))  # of time, in seconds
KINDS = {"f": "number", "i": "whole number", "u": "whole number", "b": "yes or no", "M": "date"}


def type_name(array: NDArray[Any]) -> str:
    """The type of an array's values, for people: “number, float64”."""
    return f"{KINDS.get(array.dtype.kind, 'text')}, {array.dtype.name.partition('[')[0]}"


def value(what: Any, digits: int = 6) -> str:
    """One statistic: a number to ``digits`` significant digits, a date as it is."""
    if what is None:
        return "–"
    if isinstance(what, str):
        return moment(what)
    if isinstance(what, bool):
        return str(int(what))
    text = significant(what, digits)
    return text.replace(",", "") if abs(what) < 10_000 else text  # a year is not grouped


def moment(text: str) -> str:
    """A date of ISO 8601 as it is read: a space before the time."""
    return text.replace("T", " ")


def interval(seconds_or_units: float, unit: str) -> str:
    """A step in its unit, or, where that is "", in the largest fitting unit of time."""
    if unit:
        return with_unit(seconds_or_units, unit)
    for size, name in UNITS:
        if seconds_or_units >= size:
            return f"{significant(seconds_or_units / size)} {name}"
    return with_unit(seconds_or_units, "s")


def sampling_words(found: Sampling | None, unit: str, dates: bool) -> str:
    """How rows are spaced: “every 7 d”, “uneven, mostly 1 h, up to 2 h”."""
    if found is None:
        return "by row number"
    if not dates and not unit:
        usual, longest = significant(found.step), significant(found.largest)
    else:
        usual = interval(found.step, "" if dates else unit)
        longest = interval(found.largest, "" if dates else unit)
    if found.kind == "even":
        return f"every {usual}"
    if found.kind == "unordered":
        return "not in order"
    return f"uneven: mostly {usual}, up to {longest}"


def facts(subject: Subject) -> dict[str, str]:
    """The size and shape of the data."""
    summaries = subject.summaries().values()
    if subject.grid is not None:
        width = subject.grid.shape[1]
        return {
            "Pixels": f"{width} × {subject.rows}",
            "Values": f"{subject.grid.size:,}",
            **_extent(next(iter(summaries))),
        }
    told = {"Rows": f"{subject.rows:,}", "Sampling": _spacing(subject)}
    if not subject.inside:
        told["Columns"] = str(len(subject.members))
        return {**told, "Empty cells": f"{sum(s.missing for s in summaries):,}"}
    return {**told, **_extent(next(iter(summaries)))}


def _spacing(subject: Subject) -> str:
    name, positions = subject.positions
    dates = positions.dtype.kind == "M"
    return sampling_words(subject.sampling, subject.column(name).unit, dates)


def _extent(summary: Summary) -> dict[str, str]:
    told = {
        "Missing": f"{summary.missing:,}",
        "Smallest": value(summary.minimum),
        "Largest": value(summary.maximum),
    }
    if summary.mean is not None and summary.std is not None:
        told |= {"Mean": value(summary.mean, 5), "Standard deviation": value(summary.std, 4)}
    return told


def sentence(subject: Subject) -> str:
    """What the overview plot shows, for whoever does not see it."""
    summaries = subject.summaries()
    if subject.grid is not None or subject.view == "field":
        return _field_sentence(subject)
    shown = summaries[subject.drawn]
    label = subject.column(subject.drawn).label
    low, high = value(shown.minimum), value(shown.maximum)
    name, positions = subject.positions
    if name == subject.drawn:
        return f"{label}: how far each row is from the next ({_spacing(subject)})."
    if subject.all_members[subject.drawn].dtype.kind == "M":
        return f"{label}: how far each row is from the next, between {low} and {high}."
    known = name and len(positions)
    span = f" from {_end(positions, 0)} to {_end(positions, -1)}" if known else ""
    gaps = f"; {shown.missing:,} missing" if shown.missing else ""
    return f"{label}: {shown.count:,} values{span}, between {low} and {high}{gaps}."


def _field_sentence(subject: Subject) -> str:
    if subject.grid is not None:
        values, (rows, columns) = subject.grid, subject.grid.shape
    else:
        values = field_parts(subject)[2]
        rows, columns = values.shape
    there = values[~missing(values)]
    quantity = subject.file.quantity or subject.title
    if not there.size:
        return f"{quantity}: {rows} × {columns} cells without a value."
    low, high = value(there.min().item()), value(there.max().item())
    return f"{quantity}: {rows} × {columns} values, between {low} and {high}."


def field_parts(subject: Subject) -> tuple[NDArray[Any], list[str], NDArray[np.float64]]:
    """Of a table that is a field: row labels (numbers or dates), column names, the values."""
    name = subject.positions[0]
    numbers = {
        key: array
        for key, array in subject.members.items()
        if key != name and array.dtype.kind in "fiub"
    }
    labels = subject.positions[1][:]
    if labels.dtype.kind not in "fiuM":
        labels = np.arange(subject.rows)
    return labels, list(numbers), np.column_stack([*numbers.values()]).astype(np.float64)


def _end(positions: NDArray[Any] | Spaced, index: int) -> str:
    last = positions[index]
    return moment(str(last)) if positions.dtype.kind == "M" else value(float(last))
