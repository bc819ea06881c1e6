"""Figures of what is in the library."""

import threading
from collections import OrderedDict
from typing import Any

from flask import Response

from server.errors import NotFound
from server.figures.render import FigureForm, render
from server.figures.sheet import Sheet
from server.tools.tool import FIGURE_FORMS, NUMBER_FORMS
from server.web.subject_figures import figure as draw
from server.web.subjects import Subject
from server.web.tool_forms import INLINE, MIMETYPES

KEPT = 24  # figures
FORMS = (*FIGURE_FORMS, *NUMBER_FORMS)


def in_form(subject: Subject, form: str, sheet: Sheet) -> Response:
    """``subject`` as a response drawn, in one of the forms of figures."""
    response = Response(_content(subject, form, sheet), mimetype=MIMETYPES[form])
    inside = f"-{subject.inside}" if subject.inside else ""
    name = f"{subject.file.path.stem}{inside}.{form}".replace("/", "_")
    place = "inline" if form in INLINE else "attachment"
    response.headers.set("Content-Disposition", place, filename=name)
    return response


def _content(subject: Subject, form: str, sheet: Sheet) -> bytes:
    match form:
        case "png" | "svg" | "pdf":
            return DRAWN.get(subject, sheet, form)
    known = [(f".{known}", f"{subject.url}.{known}") for known in FORMS]
    raise NotFound(f"{subject.title} has no form “.{form[:20]}”.", known)


class _Drawn:
    """The last figures, by file and its state: two themes and two widths of half a dozen."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, subject: Subject, sheet: Sheet, form: FigureForm) -> bytes:
        """The figure in ``form``, drawn unless it is kept. Raises NotFound if there is none."""
        key = (subject.state, subject.inside, sheet, form)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        figure = draw(subject, sheet)
        if figure is None:
            raise NotFound("A column of words has no figure.", [(subject.title, subject.url)])
        content = render(figure, form)
        with self._lock:
            self._kept[key] = content
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return content


DRAWN = _Drawn()
