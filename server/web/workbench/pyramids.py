"""The blocks of long signals, built in the background and kept beside the library."""

import functools
from pathlib import Path
from typing import Any

from flask import current_app

from server.config import Settings
from server.web.workbench.jobs import JOBS, told
from server.workbench.pyramids import WORTH, Pyramid, Pyramids
from server.workbench.signal import Signal


def pyramid_of(signal: Signal) -> Pyramid | None:
    """The blocks of a long signal, if they have been built."""
    if not _is_worth_it(signal):
        return None
    return pyramids_of(_settings().data_dir).get(signal.key)


def indexed(signal: Signal, pyramid: Pyramid | None) -> dict[str, Any]:
    """What is told of the building of a signal's blocks, begun here where it has not been yet.

    After a view has been drawn, so that the two do not vie. Signals that need none have it, so to
    say; one whose building has failed or was cancelled is left without.
    """
    if pyramid is not None or not _is_worth_it(signal):
        return {"ready": True}
    name = f"pyramid {signal.key}"
    job = JOBS.peek(name)
    if job is None:
        pyramids = pyramids_of(_settings().data_dir)
        job = JOBS.get(name, "Indexing the signal", lambda watch: pyramids.build(signal, watch))
    return {"ready": False, **told(job)}


def _is_worth_it(signal: Signal) -> bool:
    return len(signal) >= WORTH and bool(signal.key)


@functools.cache
def pyramids_of(folder: Path) -> Pyramids:
    """The pyramids kept beside a library."""
    return Pyramids(folder / "pyramids")


def _settings() -> Settings:
    found: Settings = current_app.extensions["sigmascope.settings"]
    return found
