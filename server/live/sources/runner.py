"""The thread that a source runs in."""

import logging
import threading
from collections.abc import Callable
from typing import Any, Protocol

from server.errors import InputError, SigmascopeError
from server.live.stream import Channels, Standing, State, Stream

log = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds that a source may take to stop

Opener = Callable[[Channels], Stream]


class Source(Protocol):
    """What publishes samples until it is asked to stop."""

    def run(self, runner: "Runner") -> None:
        """Open a stream by ``runner.open`` and publish into it until ``runner.stopped``."""

    def steer(self, values: dict[str, Any]) -> None:
        """Change while running. Raises InputErrors."""


class Unsteered:
    """The part of sources that cannot be steered."""

    def steer(self, values: dict[str, Any]) -> None:
        """Raises InputError: nothing of this source can be changed while it runs."""
        raise InputError(next(iter(values), "values"), "cannot be changed while this source runs")


class Runner:
    """Runs ``source`` in a thread of its own from the moment it is made until ``stop``."""

    def __init__(
        self, name: str, source: Source, opener: Opener, wanted: Callable[[], bool] = lambda: True
    ) -> None:
        self.source = source
        self.wanted = wanted  # whether anybody watches or records
        self.stream: Stream | None = None
        self._opener = opener
        self._stop = threading.Event()
        self._standing = Standing("waiting", "The source is starting.")
        self._thread = threading.Thread(target=self._run, name=f"source {name}", daemon=True)
        self._thread.start()

    @property
    def stopped(self) -> bool:
        """Whether the source is to end."""
        return self._stop.is_set()

    @property
    def standing(self) -> Standing:
        """How the source stands; the same as its stream once there is one."""
        return self.stream.standing if self.stream else self._standing

    def sleep(self, seconds: float) -> bool:
        """Wait so long or until the source is to end; whether it is."""
        return self._stop.wait(seconds)

    def open(self, channels: Channels) -> Stream:
        """The stream to publish into."""
        self.stream = self._opener(channels)
        return self.stream

    def stand(self, state: State, words: str = "") -> None:
        """Say how the source stands."""
        self._standing = Standing(state, words)
        if self.stream and self.stream.standing != self._standing:
            self.stream.stand(state, words)

    def stop(self, words: str = "The source was stopped.") -> None:
        """End the source; returns when it has ended."""
        self._stop.set()
        if self._thread is not threading.current_thread():
            self._thread.join(PATIENCE)
        if self.standing.state not in {"ended", "failed"}:
            self.stand("ended", words)

    def _run(self) -> None:
        try:
            self.source.run(self)
        except (SigmascopeError, OSError) as error:
            log.warning("a source failed: %s", error)
            self.stand("failed", str(error))
        except Exception as error:
            log.exception("a source failed")
            self.stand("failed", f"The source broke down: {error}")
        else:
            if not self.stopped and self.standing.state not in {"ended", "failed"}:
                self.stand("ended", "The source came to its end.")
