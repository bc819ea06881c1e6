"""The overview figure of a file's data, or of one of its members."""

from typing import TYPE_CHECKING

import numpy as np

from server.figures import overview
from server.figures.sheet import Sheet
from server.science.pieces import envelope
from server.web.looks import BINS
from server.web.subject_words import field_parts
from server.web.subjects import Subject

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def figure(subject: Subject, sheet: Sheet) -> "Figure | None":
    """The overview of ``subject``; None of a column of words, which has none."""
    grid = subject.grid
    if grid is not None:
        return overview.picture_figure(sheet, grid, subject.file.quantity)
    if subject.view == "field":
        return _table_figure(subject, sheet)
    name, x = subject.positions
    y = subject.all_members[subject.drawn]
    x_label = _position_label(subject, name)
    if name == subject.drawn or y.dtype.kind == "M":
        return _steps_figure(subject, sheet)
    if y.dtype.kind not in "fiub":
        return None
    label = subject.column(subject.drawn).label
    rows = subject.look.thinned(subject.names[subject.drawn])
    return overview.line_figure(sheet, x[rows], y[rows], x_label, label)


def _position_label(subject: Subject, name: str) -> str:
    if not name:
        return "Row"
    dates = subject.positions[1].dtype.kind == "M"
    return "" if dates else subject.column(name).label


def _table_figure(subject: Subject, sheet: Sheet) -> "Figure":
    labels, names, values = field_parts(subject)
    quantity = subject.file.quantity
    label = subject.column(subject.positions[0]).label if subject.positions[0] else "Row"
    return overview.table_figure(sheet, labels, names, values, label, quantity)


def _steps_figure(subject: Subject, sheet: Sheet) -> "Figure":
    """Of a column of positions: how far each row is from the one before."""
    values = subject.all_members[subject.drawn]
    steps = np.diff(values)
    unit = subject.column(subject.drawn).unit
    if steps.dtype.kind == "m":
        steps, unit = steps / np.timedelta64(1, "h"), "h"
    label = f"Step to the next row, {unit}" if unit else "Step to the next row"
    rows = envelope(steps, BINS)
    return overview.line_figure(sheet, rows + 1, steps[rows], "Row", label)
