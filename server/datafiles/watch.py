"""Telling how far a long reading has come, and stopping it."""

from collections.abc import Callable
from dataclasses import dataclass

from server.datafiles.errors import Cancelled


def _ignore(_: float) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Watch:
    """What a caller who waits may give: ``progress`` is told the share done, from 0 to 1;
    ``cancelled`` is asked between pieces, a few hundred times a second.
    """

    progress: Callable[[float], None] = _ignore
    cancelled: Callable[[], bool] = _never

    def at(self, share: float) -> None:
        """Say that ``share`` is done. Raises Cancelled if the caller no longer wants the rest."""
        if self.cancelled():
            raise Cancelled("The reading was cancelled.")
        self.progress(min(max(share, 0.0), 1.0))


UNWATCHED = Watch()
