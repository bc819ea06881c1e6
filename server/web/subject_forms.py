"""Data of the library in every form but the page: figure, numbers, facts."""

import functools
import io
from collections.abc import Iterator
from typing import Any

import numpy as np
from flask import Response
from numpy.typing import NDArray

from server.errors import NotFound
from server.figures.render import FigureForm, render
from server.figures.sheet import Sheet
from server.store.model import File
from server.tools.numbers import Columns, npy_bytes
from server.tools.tool import FIGURE_FORMS, NUMBER_FORMS
from server.web.subject_figures import figure
from server.web.subjects import Subject
from server.web.tool_forms import INLINE, MIMETYPES

FORMS = (*FIGURE_FORMS, *NUMBER_FORMS)


def in_form(subject: Subject, form: str, sheet: Sheet) -> Response:
    """``subject`` as a response in one of ``FORMS`` other than JSON."""
    response = Response(_content(subject, form, sheet), mimetype=MIMETYPES[form])
    inside = f"-{subject.inside}" if subject.inside else ""
    name = f"{subject.file.path.stem}{inside}.{form}".replace("/", "_")
    place = "inline" if form in INLINE else "attachment"
    response.headers.set("Content-Disposition", place, filename=name)
    return response


def _content(subject: Subject, form: str, sheet: Sheet) -> bytes | Iterator[str]:
    numbers = subject.numbers()
    match form:
        case "csv":
            return numbers.csv()
        case "npy" if isinstance(numbers, Columns) and len(numbers.columns) == 1:
            return _plain_npy(next(iter(numbers.columns.values())))
        case "npy":
            return npy_bytes(numbers)
        case "png" | "svg" | "pdf":
            changed = subject.file.path.stat().st_mtime_ns
            return _drawn(subject.file, subject.inside, sheet, form, changed)
    known = [(f".{known}", f"{subject.url}.{known}") for known in FORMS]
    raise NotFound(f"{subject.title} has no form “.{form[:20]}”.", known)


def _plain_npy(array: NDArray[Any]) -> bytes:
    """One column as a plain array, where several need the fields of a structured one."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


@functools.lru_cache(maxsize=24)  # two themes and two widths of half a dozen files
def _drawn(file: File, inside: str, sheet: Sheet, form: FigureForm, _changed: int) -> bytes:
    subject = Subject(file, inside)
    drawn = figure(subject, sheet)
    if drawn is None:
        raise NotFound("A column of words has no figure.", [(subject.title, subject.url)])
    return render(drawn, form)
