"""Data as they leave: whole, or some of the columns and rows, piece by piece."""

import csv
from dataclasses import replace
from pathlib import PurePath
from typing import Annotated

from flask import Response, request
from pydantic import Field

from server.datafiles import files
from server.datafiles.model import Contents, Table, flat
from server.datafiles.options import Selection
from server.datafiles.writing import PIECES, npy_length
from server.errors import InputError, NotFound
from server.tools.parameters import Parameters
from server.web.describing import UNNAMED
from server.web.subjects import LINKS, Subject, inside_url
from server.web.tool_forms import MIMETYPES
from server.web.validators import data_tag, is_known

FORMS = ("csv", "npy", "json")
MAX_DIGITS = 18


class Part(Parameters):
    """Which part of the data."""

    columns: Annotated[
        str, Field(description="Names between commas, quoted as in CSV; all if empty.")
    ] = ""
    rows: Annotated[
        str, Field(description="FROM:TO, counted from 0, without the last; all if empty.")
    ] = ""

    def names(self) -> tuple[str, ...] | None:
        """The columns; None for all. Raises InputError."""
        try:
            lines = list(csv.reader([self.columns], strict=True))
        except csv.Error as error:
            raise InputError(
                "columns", f"cannot be read: {error}", "names between commas"
            ) from error
        return tuple(name.strip() for name in lines[0]) if self.columns else None

    def window(self) -> tuple[int, int | None]:
        """The first row, and the one after the last; None for the end. Raises InputError."""
        start, colon, stop = (self.rows or ":").partition(":")
        digits = f"{start or 0}{stop or 0}"
        if not colon or not (digits.isascii() and digits.isdigit()) or len(digits) > MAX_DIGITS:
            raise InputError("rows", f"“{self.rows[:40]}” is no range", "FROM:TO, such as 0:100")
        return int(start or 0), int(stop) if stop else None


def answer(subject: Subject, form: str, part: Part) -> Response:
    """The part of ``subject`` in one of FORMS, with an ETag; 304 for whoever has it already.

    Where the length is known beforehand (NPY), bytes may be asked for by Range.
    Raises InputError, TooLarge.
    """
    tag = data_tag(subject, form, part.columns, part.rows)
    if is_known(tag):
        response = _marked(Response(), tag)
        response.make_conditional(request)
        return response
    contents = read(subject, part)
    response = _marked(Response(PIECES[f".{form}"](contents), mimetype=MIMETYPES[form]), tag)
    inside = f"-{subject.inside}" if subject.inside else ""
    name = f"{PurePath(subject.file.name).stem}{inside}.{form}".replace("/", "_")
    place = "inline" if form == "json" else "attachment"
    response.headers.set("Content-Disposition", place, filename=name)
    length = None
    if form == "npy":
        response.content_length = length = npy_length(contents)
    ranged = length if request.method == "GET" else None  # Range has no meaning elsewhere
    response.make_conditional(request, accept_ranges=bool(length) or "none", complete_length=ranged)
    return response


def _marked(response: Response, tag: str) -> Response:
    if tag:
        response.set_etag(tag)
    return response


def read(subject: Subject, part: Part) -> Contents:
    """The wanted columns and rows. Raises InputError, TooLarge, NotFound."""
    if subject.is_container:
        links = [(m.path, inside_url(subject.file, m.path)) for m in flat(subject.whole.members)]
        raise NotFound(f"{subject.title} holds several things: ask for one of them.", links[:LINKS])
    member, column = subject.place
    names, known = part.names(), subject.file.columns
    if column and names is not None:
        raise InputError("columns", "is not for one column alone")
    names = (column,) if column else names
    # A file with one column and no name for it goes by the name that the library gives it.
    alias = known[0].name if len(known) == 1 and not member else UNNAMED
    wanted = names and tuple(UNNAMED if name == alias else name for name in names)
    selection = Selection(member, wanted, part.window())
    contents = files.read(subject.file.path, selection, subject.options)
    if isinstance(contents, Table) and list(contents.columns) == [UNNAMED]:
        return replace(contents, columns={alias: contents.columns[UNNAMED]})
    return contents
