"""From a recipe to its field: an image, a two-dimensional array, or a table that is one."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.datafiles.model import Field
from server.datafiles.watch import UNWATCHED, Watch
from server.errors import InputError
from server.web.subject_words import field_parts, value
from server.web.subjects import Subject
from server.web.workbench.jobs import waited_for
from server.web.workbench.reading import contents_of
from server.web.workbench.sources import is_field, signal_key, subject_of
from server.workbench.field import FieldData
from server.workbench.field_smoothing import WHOLE
from server.workbench.generated import WORDS, generate_field
from server.workbench.memory import FIELDS
from server.workbench.recipe import Recipe
from server.workbench.signal import Label

QUICK = 2**20  # cells that are generated while one waits


def is_field_recipe(recipe: Recipe) -> bool:
    """Whether a recipe is about a field. Raises NotFound, Gone."""
    if recipe.file is None:
        return recipe.source == "field"
    return is_field(subject_of(recipe), recipe)


def field_of(recipe: Recipe) -> FieldData:
    """The field of ``recipe``. Raises NotReady while it is read, and what reading raises."""
    if not is_field_recipe(recipe):
        raise InputError("file", "is no field", "an image or another two-dimensional array")
    if recipe.file is None:
        return _generated(recipe)
    subject = subject_of(recipe)
    key = signal_key(subject, recipe)
    if (found := FIELDS.get(key)) is not None:
        return found

    def read(watch: Watch) -> FieldData:
        return replace(_read(subject, watch), key=key)

    mapped = subject.description.memory == 0
    if subject.is_ready or mapped:
        field = read(UNWATCHED)
    else:
        field = waited_for(key, f"Reading {subject.file.name}", read)
    FIELDS.put(key, field)
    return field


def _read(subject: Subject, watch: Watch) -> FieldData:
    contents = contents_of(subject, watch)
    label = Label(subject.title, subject.file.quantity if not subject.inside else "")
    if not isinstance(contents, Field):  # a table that is a field
        rows, names, values = field_parts(subject)
        return FieldData(
            values,
            label,
            row_label=Label(subject.positions[0] or "row"),
            row_labels=tuple(value(row) for row in rows.tolist()),
            column_names=tuple(names),
        )
    values = contents.values
    if values.dtype.kind == "b":
        values = values.view(np.uint8)
    if values.dtype.kind not in "fiu" or not values.size:
        raise InputError("file", "holds no numbers", "a field of numbers")
    label = replace(label, unit=contents.unit) if not label.label else label
    down, across = _texts(contents.rows), _texts(contents.columns)
    return FieldData(values, label, row_labels=down, column_names=across)


def _texts(labels: NDArray[Any] | None) -> tuple[str, ...]:
    return () if labels is None else tuple(str(label) for label in labels.tolist())


def _generated(recipe: Recipe) -> FieldData:
    if recipe.n > WHOLE:
        raise InputError("n", "makes too large a field", f"up to {WHOLE:,} cells")
    key = repr(recipe.data_pairs())
    if (found := FIELDS.get(key)) is not None:
        return found
    side = max(round(math.sqrt(recipe.n)), 2)

    def make(_: Watch) -> FieldData:
        values = generate_field(side, recipe.seed, recipe.noise)
        return FieldData(values, Label("field", WORDS["field"]), key=key)

    field = make(UNWATCHED) if side**2 <= QUICK else waited_for(key, "Making random numbers", make)
    FIELDS.put(key, field)
    return field
