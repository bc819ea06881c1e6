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
    """The blocks of a long signal; begun to be built where there are none yet."""
    if len(signal) < WORTH or not signal.key:
        return None
    pyramids = pyramids_of(_settings().data_dir)
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


@functools.cache
def pyramids_of(folder: Path) -> Pyramids:
    """The pyramids kept beside a library."""
    return Pyramids(folder / "pyramids")


def _settings() -> Settings:
    found: Settings = current_app.extensions["sigmascope.settings"]
    return found
