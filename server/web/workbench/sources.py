"""From a recipe to its signal: through the library for path and options, read where it lies."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from flask import current_app
from werkzeug.exceptions import Gone

from server.config import Settings
from server.datafiles.watch import UNWATCHED, Watch
from server.errors import InputError
from server.web.looks import key_of
from server.web.shelf import library
from server.web.subjects import Subject
from server.web.workbench.reading import along, read_signal
from server.workbench.generated import WORDS, generate
from server.workbench.jobs import Job, Jobs
from server.workbench.memory import SIGNALS
from server.workbench.pyramids import WORTH, Pyramid, Pyramids
from server.workbench.recipe import Recipe
from server.workbench.signal import Label, Signal, on_rows

QUICK_VALUES = 2_000_000  # are generated, or looked through, while one waits
PATIENCE = 0.05  # seconds that a request waits for a job before it tells how far that is
JOBS = Jobs()

T = TypeVar("T")


class NotReady(Exception):
    """What is asked for is being read or made; ``job`` tells how far that is."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.words)
        self.job = job


def settings() -> Settings:
    """The settings of the current application."""
    found: Settings = current_app.extensions["sigmascope.settings"]
    return found


def subject_of(recipe: Recipe) -> Subject:
    """The file, or the member, that a recipe is about. Raises NotFound, Gone."""
    if recipe.file is None:
        raise InputError("file", "is needed", "the number of a file, or a source")
    file = library().files.get(recipe.file)
    if not file.path.is_file():
        raise Gone(f"{file.name} is no longer where it was: {file.path}.")
    return Subject(file, recipe.inside)


def is_field(subject: Subject, recipe: Recipe) -> bool:
    """Whether values over two dimensions are meant, not a column of them."""
    return subject.view == "field" and not recipe.y


def signal_of(recipe: Recipe) -> Signal:
    """The signal of ``recipe``. Raises NotReady while it is read, and what reading raises."""
    if recipe.source == "field":
        raise InputError("source", "is a field, no signal", "another source")
    if recipe.source:
        return _generated(recipe)
    subject = subject_of(recipe)
    key = signal_key(subject, recipe)
    if (found := SIGNALS.get(key)) is not None:
        return found
    if _is_quick(subject, recipe):
        signal = read_signal(subject, recipe, key, UNWATCHED)
    else:
        signal = waited_for(
            key,
            f"Reading {subject.file.name}",
            lambda watch: read_signal(subject, recipe, key, watch),
        )
    SIGNALS.put(key, signal)
    return signal


def signal_key(subject: Subject, recipe: Recipe) -> str:
    """What changes when the data do."""
    try:
        state = key_of(subject.file.path, subject.place[0], subject.options)
    except OSError as error:
        raise Gone(f"{subject.file.name} is no longer where it was.") from error
    return repr((state, recipe.inside, recipe.x, recipe.y))


def pyramid_of(signal: Signal) -> Pyramid | None:
    """The blocks of a long signal; begun to be built where there are none yet."""
    if len(signal) < WORTH or not signal.key:
        return None
    pyramids = pyramids_of(settings().data_dir)
    found = pyramids.get(signal.key)
    name = f"pyramid {signal.key}"
    if found is None and JOBS.peek(name) is None:
        JOBS.get(name, "Indexing the signal", lambda watch: pyramids.build(signal, watch))
    return found


def pyramid_state(signal: Signal, pyramid: Pyramid | None) -> dict[str, Any]:
    """What is told of the building of a pyramid; signals that need none have it, so to say."""
    if pyramid is not None or len(signal) < WORTH or not signal.key:
        return {"ready": True}
    job = JOBS.peek(f"pyramid {signal.key}")
    return {"ready": False} if job is None else {"ready": False, **told(job)}


def told(job: Job) -> dict[str, Any]:
    """How far a job is."""
    return {
        "job": job.id,
        "words": job.words,
        "progress": round(job.share, 4),
        "cancelled": job.cancelled,
    }


@functools.cache
def pyramids_of(folder: Path) -> Pyramids:
    """The pyramids kept beside a library."""
    return Pyramids(folder / "pyramids")


def waited_for(key: str, words: str, work: Callable[[Watch], T]) -> T:
    """The result of a job, begun if need be. Raises NotReady, and what the job has raised."""
    job = JOBS.get(key, words, work)
    if not job.done.wait(PATIENCE):
        raise NotReady(job)
    JOBS.drop(key)
    if job.error is not None:
        raise job.error
    if job.result is None:
        raise NotReady(job)
    result: T = job.result
    return result


def _generated(recipe: Recipe) -> Signal:
    key = repr(recipe.data_pairs())
    if (found := SIGNALS.get(key)) is not None:
        return found

    def make(watch: Watch) -> Signal:
        y = generate(recipe.source, recipe.n, recipe.seed, recipe.noise, watch)
        label = Label(recipe.source, WORDS[recipe.source])
        return on_rows(y, label, key)

    quick = recipe.n <= QUICK_VALUES
    signal = make(UNWATCHED) if quick else waited_for(key, "Making random numbers", make)
    SIGNALS.put(key, signal)
    return signal


def _is_quick(subject: Subject, recipe: Recipe) -> bool:
    """Whether the signal is there in no time: small, or mapped and along its rows."""
    if subject.is_container:
        return True
    there = subject.is_ready or subject.description.memory == 0
    return there and (subject.description.rows <= QUICK_VALUES or not along(subject, recipe))
