"""Jobs of the workbench, as requests wait for them."""

from collections.abc import Callable
from typing import Any, TypeVar

from server.datafiles.job import Job
from server.datafiles.watch import Watch
from server.workbench.jobs import Jobs

PATIENCE = 0.05  # seconds that a request waits for a job before it tells how far that is

JOBS = Jobs()

T = TypeVar("T")


class NotReady(Exception):
    """What is asked for is being read or made; ``job`` tells how far that is."""

    def __init__(self, job: Job[Any]) -> None:
        super().__init__(job.words)
        self.job = job


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


def told(job: Job[Any]) -> dict[str, Any]:
    """How far a job is."""
    return {
        "job": job.id,
        "words": job.words,
        "progress": round(job.share, 4),
        "cancelled": job.cancelled,
    }
