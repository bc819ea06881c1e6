"""Answers that wait: what is exported is read first, however long that takes."""

from collections.abc import Callable
from typing import TypeVar

from server.errors import SigmascopeError
from server.web.workbench.jobs import NotReady

T = TypeVar("T")


class Stopped(SigmascopeError):
    """The reading was cancelled by somebody else who waited for it."""


def when_ready(make: Callable[[], T]) -> T:
    """What ``make`` gives once everything is read. Raises Stopped, and what ``make`` raises."""
    while True:
        try:
            return make()
        except NotReady as waiting:
            waiting.job.done.wait()
            if waiting.job.cancelled:
                raise Stopped("The reading of the data was cancelled; ask again.") from waiting
