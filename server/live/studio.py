"""Everything that belongs to the live streams of a program: sources, watchers, recordings."""

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from server.errors import InputError, NotFound, TooLarge
from server.live.audience import Audience
from server.live.cutter import Cutter
from server.live.hub import MOST_STREAMS, Hub, LocalHub
from server.live.recorder import Recorder, Remark
from server.live.sources.making import source_of
from server.live.sources.recipes import Generator, Push, Recipe, recipe_of
from server.live.sources.runner import Runner
from server.live.stream import Channels, Floats, Standing, Stream

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
NAME_ALLOWED = "1 to 64 letters, digits, - and _"
OTHER_STREAM = frozenset({"rate", "channels", "signal", "source"})  # steered by starting anew


@dataclass
class Desk:
    """What belongs to one name: it outlives the streams that come and go under it."""

    name: str
    recipe: Recipe
    audience: Audience = field(default_factory=Audience)
    runner: Runner | None = None
    cutter: Cutter | None = None
    recorder: Recorder | None = None
    kept: str = ""  # where the last recording is to be found
    problem: str = ""  # what ended it before it was to end
    steered: int = 0  # how often: those who watch are told the new recipe


class Studio:
    """The live streams of this program, with all that is needed around them. Safe in threads."""

    def __init__(
        self,
        recordings: Path,
        hub: Hub | None = None,
        recorded: Callable[[Recorder], str] = lambda recorder: recorder.path.name,
    ) -> None:
        self.hub: Hub = hub or LocalHub()
        self.recordings = recordings
        self._recorded = recorded
        self._lock = threading.RLock()
        self._desks: dict[str, Desk] = {}

    def desks(self) -> list[Desk]:
        """All that there are, by name."""
        with self._lock:
            return [self._desks[name] for name in sorted(self._desks)]

    def desk(self, name: str) -> Desk:
        """The one of that name. Raises NotFound that names the others."""
        with self._lock:
            if name not in self._desks:
                known = [(other, f"/live/{other}") for other in sorted(self._desks)]
                raise NotFound(f"There is no stream “{name}”.", known)
            return self._desks[name]

    def known(self, name: str) -> bool:
        """Whether there is one of that name."""
        with self._lock:
            return name in self._desks

    def channels(self, name: str) -> Channels | None:
        """What the samples of that name are; None where there are none yet."""
        with self._lock:
            desk = self._desks.get(name)
            return desk.cutter.stream.channels if desk and desk.cutter else None

    def expect(self, name: str, recipe: Recipe) -> Desk:
        """Have a place for samples that will be sent; what is there already stays."""
        checked_name(name)
        with self._lock:
            return self._desks.get(name) or self._open(name, recipe)

    def standing(self, desk: Desk) -> Standing:
        """How it stands, whether there are samples yet or not."""
        if desk.runner:
            return desk.runner.standing
        return desk.cutter.stream.standing if desk.cutter else Standing("waiting")

    def start(self, name: str, recipe: Recipe) -> Desk:
        """Run the source of ``recipe`` under ``name``; the same one that runs already is kept.

        Raises InputErrors, TooLarge.
        """
        checked_name(name)
        with self._lock:
            known = self._desks.get(name)
            if known and known.runner and not known.runner.stopped and known.recipe == recipe:
                return known
            source = source_of(recipe)
            if known and known.runner:
                known.runner.stop("Another source takes its place.")
            desk = self._open(name, recipe)
            desk.runner = Runner(
                name,
                source,
                lambda channels: self._stream(desk, channels),
                lambda: bool(desk.audience.members() or desk.recorder),
            )
            return desk

    def push(self, name: str, channels: Channels, block: Floats) -> Stream:
        """Add samples that were sent here. Raises InputErrors, TooLarge."""
        checked_name(name)
        with self._lock:
            desk = self._desks.get(name) or self._open(name, Push(source="push"))
            if desk.runner and not desk.runner.stopped:
                raise InputError("name", "belongs to a stream that has a source", "another name")
            stream = self._stream(desk, channels)
        stream.publish(block)
        return stream

    def steer(self, name: str, values: Mapping[str, Any]) -> Desk:
        """Change what a source does while it runs. Raises InputErrors, NotFound."""
        desk = self.desk(name)
        with self._lock:
            if not isinstance(desk.recipe, Generator) or not desk.runner:
                raise InputError("steer", "is possible for the built-in generator only")
            if "source" in values:
                raise InputError("source", "is no value that can be steered")
            recipe = recipe_of({**desk.recipe.model_dump(), **values})
            if any(getattr(recipe, key) != getattr(desk.recipe, key) for key in OTHER_STREAM):
                return self.start(name, recipe)
            desk.runner.source.steer(dict(values))
            desk.recipe = recipe
            desk.steered += 1
            return desk

    def record(self, name: str, on: bool) -> Recorder | None:
        """Begin or end recording; the recorder that begins, or the one that ended.

        Raises NotFound, InputError.
        """
        desk = self.desk(name)
        with self._lock:
            running = desk.recorder
            if on and running:
                return running
            if on:
                if not desk.cutter:
                    raise InputError("record", "needs a stream that has begun")
                stamp = time.strftime("%Y-%m-%d-%H%M%S")
                path = _free(self.recordings / f"{name}-{stamp}.npy")
                desk.recorder = Recorder(desk.cutter.stream, path, self._finished)
                return desk.recorder
        if running:
            running.stop()
        return running

    def note(self, name: str, text: str, at: int | None = None) -> Remark:
        """Remark something in the recording that runs. Raises NotFound, InputError."""
        recorder = self.desk(name).recorder
        if recorder is None:
            raise InputError("note", "belongs to a recording; begin one first")
        return recorder.note(text, at)

    def stop(self, name: str) -> None:
        """End the source; its last samples stay until something else takes the name."""
        desk = self.desk(name)
        if desk.runner:
            desk.runner.stop()
        elif desk.cutter:
            desk.cutter.stream.stand("ended", "It was ended here.")

    def forget(self, name: str) -> None:
        """End the stream of that name and forget it. Raises NotFound."""
        self.stop(name)
        with self._lock:
            desk = self._desks.pop(name)
        if desk.recorder:
            desk.recorder.stop()
        if desk.cutter:
            self.hub.close(name)

    def close(self) -> None:
        """End everything."""
        for desk in self.desks():
            self.forget(desk.name)

    def _open(self, name: str, recipe: Recipe) -> Desk:
        if name not in self._desks and len(self._desks) >= MOST_STREAMS:
            raise TooLarge(f"There are {MOST_STREAMS} streams already; end one first.")
        desk = self._desks.setdefault(name, Desk(name, recipe))
        desk.recipe = recipe
        desk.steered += 1
        return desk

    def _stream(self, desk: Desk, channels: Channels) -> Stream:
        stream = self.hub.open(desk.name, channels)
        if desk.cutter is None or desk.cutter.stream is not stream:
            desk.cutter = Cutter(stream)
        return stream

    def _finished(self, recorder: Recorder) -> None:
        address = self._recorded(recorder)
        with self._lock:
            for desk in self._desks.values():
                if desk.recorder is recorder:
                    desk.recorder, desk.kept, desk.problem = None, address, recorder.problem


def checked_name(name: str) -> str:
    """``name`` if a stream may have it. Raises InputError."""
    if not NAME.fullmatch(name):
        raise InputError("name", "is no name for a stream", NAME_ALLOWED)
    return name


def _free(path: Path) -> Path:
    """``path``, or the next one of its kind that is not there yet."""
    tries = (path.with_stem(f"{path.stem}-{n}") for n in range(2, 1000))
    return path if not path.exists() else next(other for other in tries if not other.exists())
