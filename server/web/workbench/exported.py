"""What a recipe becomes outside the page: its data from the library, then the export."""

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.store.identity import take
from server.web.subjects import Subject
from server.web.workbench.field_sources import field_of, is_field_recipe
from server.web.workbench.pyramids import pyramid_of
from server.web.workbench.sources import signal_of, subject_of
from server.web.workbench.waiting import when_ready
from server.workbench.exports import in_form
from server.workbench.exports.options import FigureOptions, NumberOptions
from server.workbench.exports.provenance import Data, Made, made
from server.workbench.exports.script_data import Origin
from server.workbench.field import FieldData
from server.workbench.recipe import Recipe
from server.workbench.signal import Signal

SUMMED = 2**30  # bytes: the check sums of larger files are told where they are known
SILENT = ("csv", "npy", "py")  # forms that tell nothing of what they were made from


def exported(
    recipe: Recipe, form: in_form.Form, options: FigureOptions | NumberOptions
) -> Iterator[bytes]:
    """A view in ``form``, piece by piece. Raises InputError, NotFound, Gone."""
    data: Signal | FieldData
    if is_field_recipe(recipe):
        data = when_ready(lambda: field_of(recipe))
    else:
        data = when_ready(lambda: signal_of(recipe))
    origin = None if recipe.file is None else origin_of(subject_of(recipe), data)
    about = made(recipe, Data()) if form in SILENT else made_from(recipe, data)
    pyramid = pyramid_of(data) if isinstance(data, Signal) else None
    return in_form.exported(data, about, form, options, origin, pyramid)


def made_from(recipe: Recipe, data: Signal | FieldData) -> Made:
    """What an export tells about itself: of files the check sum is that of the file."""
    if recipe.file is None:
        values = data.values if isinstance(data, FieldData) else data.y
        return made(recipe, Data("", _sum(values) if values.nbytes <= SUMMED else ""))
    file = subject_of(recipe).file
    sha256 = file.provenance.sha256
    if not sha256 and file.provenance.size <= SUMMED:
        sha256 = take(file.path).sha256
    return made(recipe, Data(file.name, sha256))


def origin_of(subject: Subject, data: Signal | FieldData) -> Origin:
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
