"""What a recipe becomes outside the page: its data from the library, then the export."""

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.figures.render import FigureForm
from server.store.identity import take
from server.web.subjects import Subject
from server.web.workbench.field_sources import field_of, is_field_recipe
from server.web.workbench.pyramids import pyramid_of
from server.web.workbench.sources import signal_of, subject_of
from server.web.workbench.waiting import when_ready
from server.workbench.exports.field_figure import field_figure_bytes
from server.workbench.exports.figure import figure_bytes
from server.workbench.exports.numbers import NumberForm, field_numbers, signal_numbers
from server.workbench.exports.options import FigureOptions, NumberOptions
from server.workbench.exports.provenance import Data, Made, made
from server.workbench.exports.script import signal_script
from server.workbench.exports.script_data import Origin
from server.workbench.exports.script_field import field_script
from server.workbench.field import FieldData
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal

SUMMED = 2**30  # bytes: the check sums of larger files are told where they are known


def exported_numbers(recipe: Recipe, options: NumberOptions, form: NumberForm) -> Iterator[bytes]:
    """The numbers of a view, piece by piece. Raises InputError, NotFound, Gone."""
    data = exported_data(recipe)
    about = made_from(recipe, data) if form == "json" else made(recipe, Data())
    if isinstance(data, FieldData):
        return field_numbers(data, about, options, form)
    return signal_numbers(data, about, options, form)


def exported_figure(recipe: Recipe, looks: FigureOptions, form: FigureForm) -> bytes:
    """The figure of a view. Raises InputError, NotFound, Gone."""
    data = exported_data(recipe)
    about = made_from(recipe, data)
    if isinstance(data, FieldData):
        return field_figure_bytes(data, about, looks, form)
    return figure_bytes(data, about, looks, form, pyramid_of(data))


def exported_script(recipe: Recipe) -> str:
    """A Python program for a view. Raises InputError, NotFound, Gone."""
    data = exported_data(recipe)
    origin = None if recipe.file is None else _origin(subject_of(recipe), data)
    if isinstance(data, FieldData):
        return field_script(recipe, data, origin)
    return signal_script(recipe, data, origin)


def exported_data(recipe: Recipe) -> Signal | FieldData:
    """The signal or the field of a recipe, read however long that takes."""
    if is_field_recipe(recipe):
        return when_ready(lambda: field_of(recipe))
    return when_ready(lambda: signal_of(recipe))


def made_from(recipe: Recipe, data: Signal | FieldData) -> Made:
    """What an export tells about itself: of files the check sum is that of the file."""
    if recipe.file is None:
        values = data.values if isinstance(data, FieldData) else data.y
        known = values.nbytes <= SUMMED
        return made(recipe, Data("", _sum(values) if known else ""))
    file = subject_of(recipe).file
    sha256 = file.provenance.sha256
    if not sha256 and file.provenance.size <= SUMMED:
        sha256 = take(file.path).sha256
    return made(recipe, Data(file.name, sha256))


def _origin(subject: Subject, data: Signal | FieldData) -> Origin:
    """Where the data were read."""
    columns = tuple(column.name for column in subject.description.columns)
    x = y = ""
    if isinstance(data, Signal):
        y = data.label.name
        x = data.x_label.name if data.positions.values is not None else ""
        columns = columns if len(columns) > 1 else (y,)
    return Origin(subject.file.path, subject.place[0], columns, x, y, subject.options)


def _sum(values: NDArray[Any]) -> str:
    return hashlib.sha256(np.ascontiguousarray(values).data).hexdigest()
