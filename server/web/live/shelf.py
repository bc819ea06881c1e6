"""The studio of an application, what is built in, and what becomes of recordings."""

import logging
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
from flask import Flask, current_app
from werkzeug.routing import BaseConverter

from server.config import Settings
from server.datafiles.options import AS_GUESSED, Options
from server.datafiles.sampling import grows
from server.errors import InputErrors, SigmascopeError
from server.live.recorder import HEADER, Recorder, forget_remarks, remarks_of
from server.live.sources.recipes import Generator, Recipe, recipe_of
from server.live.studio import Studio
from server.store.library import Library
from server.web.opening import open_in_place
from server.web.shelf import library_of

log = logging.getLogger(__name__)

FOLDER = "recordings"
LOOKED_AT = 4096  # rows of a recording


class BuiltIn(NamedTuple):
    """A stream that is there without being set up; smoothed by ``sigma`` samples at first."""

    title: str
    about: str
    recipe: Generator
    sigma: float


BUILT_IN = {
    "sine": BuiltIn("Sine in noise", "Steerable while it runs", Generator(), 20.0),
    "walk": BuiltIn(
        "Random walks",
        "Two that start from zero",
        Generator(signal="walk", noise=1.0, channels=2),
        40.0,
    ),
    "heart": BuiltIn(
        "Heartbeat",
        "Recorded, replayed at its true rate",
        Generator(signal="heartbeat", noise=0.02),
        4.0,
    ),
    "fast": BuiltIn(
        "Four fast channels",
        "100,000 samples a second each",
        Generator(rate=100_000.0, channels=4, frequency=1.0, noise=0.4),
        600.0,
    ),
}


class StreamConverter(BaseConverter):
    """The name of a stream, as ``server.live.studio`` takes it."""

    regex = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}"


def init_app(app: Flask, settings: Settings) -> None:
    """Let ``app`` have streams; what is recorded goes into its library."""

    def keep_recording(recorder: Recorder) -> str:
        return kept(library_of(app), recorder.path)

    app.extensions["sigmascope.live"] = Studio(settings.data_dir / FOLDER, None, keep_recording)


def studio_of(app: Flask) -> Studio:
    """The studio of ``app``."""
    return cast(Studio, app.extensions["sigmascope.live"])


def studio() -> Studio:
    """The studio of the current application."""
    return studio_of(current_app)


def read_recipe(name: str, given: dict[str, Any]) -> Recipe | None:
    """The source that ``name`` and an address mean; None if they mean none. Raises InputErrors."""
    values = {key: value for key, value in given.items() if value != ""}
    if name in BUILT_IN and values.get("source", "generator") == "generator":
        values = {**BUILT_IN[name].recipe.model_dump(), **values}
    return recipe_of(values) if values else None


def kept(library: Library, path: Path) -> str:
    """Take the recording at ``path`` into the library, its remarks as notes; the file's address.

    One without a single row is thrown away. "" where nothing was kept.
    """
    try:
        if path.stat().st_size <= HEADER:
            path.unlink()
            forget_remarks(path)
            return ""
        file = open_in_place(library, str(path), options=_along_time(path)).file
        for remark in remarks_of(path):
            library.notes.add(remark.words, file=file.id)
        forget_remarks(path)
    except (SigmascopeError, OSError, ValueError):
        log.exception("the recording %s was not taken into the library", path.name)
        return ""
    return file.url


def _along_time(path: Path) -> Options:
    """The recording's seconds as its x, where each row has its own."""
    rows = np.load(path, mmap_mode="r", allow_pickle=False)
    seconds = rows.dtype.names[0]
    return Options(x=seconds) if grows(rows[seconds][:LOOKED_AT]) else AS_GUESSED


def interrupted(app: Flask) -> list[Path]:
    """Recordings that a crash kept from coming into the library."""
    here = studio_of(app)
    running = {desk.recorder.path for desk in here.desks() if desk.recorder}
    found = sorted(here.recordings.glob("*.npy")) if here.recordings.is_dir() else []
    files = library_of(app).files
    return [path for path in found if path not in running and not files.at(path)]


def errors_of(error: InputErrors) -> dict[str, str]:
    """What was wrong, by field."""
    return {found.field: found.message for found in error.errors}
