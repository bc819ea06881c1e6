"""The import preview: how a file was understood, every guess visible and changeable."""

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request

from server.datafiles import files
from server.datafiles.delimited import NAME as TEXT
from server.datafiles.model import Column, Description, Field, Problems
from server.datafiles.options import Options, Selection
from server.datafiles.text.plan import take_sample
from server.errors import InputError, SigmascopeError
from server.store.terms import FileChange
from server.store.things import File
from server.web import remembered, shelf
from server.web.describing import columns_of, options_of, told, without_lines
from server.web.examples import examples
from server.web.file_edits import project_wanted, text
from server.web.import_options import KINDS, choices_for, parse_options
from server.web.looks import LOOKS
from server.web.shelf import library
from server.web.window import cell

ROWS = 12  # of the table that are shown
LINES = 14  # of the file's text that are shown
WIDTH = 200  # characters of a line
COLUMNS = 30

blueprint = Blueprint("imports", __name__)


@dataclass(frozen=True)
class Preview:
    """The beginning of a file as it was understood."""

    found: Description
    columns: tuple[Column, ...]
    names: list[str]
    rows: list[list[str]]
    problems: Problems


def init_app(app: Flask) -> None:
    """Add the preview to ``app``."""
    app.register_blueprint(blueprint)


@blueprint.get("/import/<digits:number>")
@examples("/import/1", "/import/4?dates=day-first", "/import/5?delimiter=%3B", "/import/6")
def show(number: str) -> Response:
    """How a file is understood: its first rows, and every guess, which may be changed."""
    file = shelf.file_at(number)
    try:
        options = parse_options(request.args) if request.args else options_of(file)
    except InputError as error:
        return _page(file, options_of(file), error)
    return _page(file, options)


@blueprint.post("/import/<digits:number>")
def save(number: str) -> Response:
    """Keeps how the file is to be understood, and puts it into a project."""
    file = shelf.file_at(number)
    try:
        options = parse_options(request.form)
        found = LOOKS.describe(file.path, "", options)
        columns = columns_of(file.path, found, options)
        change = FileChange(title=text("title", 500), project=project_wanted(request.form))
    except InputError as error:
        return _page(file, options_of(file), error)
    described = {**without_lines(file.described), **told(found, options), "checked": True}
    library().files.describe(file.id, described, columns)
    library().files.change(file.id, change)
    if not found.columns or found.format == TEXT:
        remembered.remember(library(), LOOKS.describe(file.path, "", Options()), options)
    return cast(Response, redirect(file.url, 303))


def _page(file: File, options: Options, error: InputError | None = None) -> Response:
    preview: Preview | None = None
    problem: SigmascopeError | None = error
    try:
        guessed = LOOKS.describe(file.path, "", Options())
        preview = _preview(file, options)
    except SigmascopeError as raised:
        problem = problem or raised
    known = preview.found if preview else Description(file.name, TEXT, file.provenance.size)
    # What would be guessed stands beside each choice, also where something else was chosen.
    guesses = {g.option: g for g in (*known.guesses, *(guessed.guesses if preview else ()))}
    html = render_template(
        "import.html",
        file=file,
        preview=preview,
        problem=problem,
        choices=choices_for(replace(known, guesses=tuple(guesses.values())), options),
        types=options.types,
        kinds=KINDS,
        lines=_lines(file, options),
        project=library().projects.get(file.project),
        projects=library().projects.all(),
        remembered=bool(preview) and not request.args and remembered.chosen(options_of(file)),
    )
    return make_response(html, 422 if problem else 200)


def _preview(file: File, options: Options) -> Preview:
    found = LOOKS.describe(file.path, "", options)
    if found.layout == "container":
        return Preview(found, (), [member.path for member in found.members], [], found.problems)
    contents = files.read(file.path, Selection(rows=(0, ROWS)), options)
    arrays: dict[str, Any] = {}
    if isinstance(contents, Field):
        labels = contents.columns if contents.columns is not None else np.arange(1, 10**4)
        if contents.rows is not None:
            arrays["row"] = contents.rows
        for i in range(min(contents.values.shape[1], COLUMNS)):
            arrays[cell(labels[i])] = contents.values[:, i]
        columns: tuple[Column, ...] = ()
    else:
        arrays = dict(list(contents.columns.items())[:COLUMNS])
        columns = tuple(column for column in found.columns if column.name in arrays)
    rows = [[cell(value) for value in row] for row in zip(*arrays.values(), strict=False)]
    return Preview(found, columns, list(arrays), rows[:ROWS], found.problems)


def _lines(file: File, options: Options) -> list[str]:
    """The beginning of the file as it stands there, where it is text."""
    try:
        if files.format_of(file.path).NAME != TEXT:
            return []
        found = take_sample(file.path, options).lines[:LINES]
    except SigmascopeError:
        return []
    return [line[:WIDTH] + ("…" if len(line) > WIDTH else "") for line in found]
