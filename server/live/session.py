"""One who watches a stream through a wire: what it asks for, and what it is to be sent when.

Knows no WebSocket: texts and bytes go in and out. Never waits.
"""

import time
from collections import deque
from collections.abc import Iterator
from typing import Any

from server.errors import InputError, InputErrors, SigmascopeError
from server.live import telling
from server.live.frames import unpack
from server.live.messages import (
    Clock,
    Follow,
    Note,
    Pause,
    Present,
    Record,
    Resume,
    Seek,
    Seen,
    Steer,
    Watch,
    parsed,
)  # fmt: skip
from server.live.outlet import WINDOW, Outlet
from server.live.recorder import Recorder
from server.live.stream import Channels
from server.live.studio import Studio

MOST_WORDS = 256  # answers that wait to be sent
RATE = 60.0  # frames a second

Out = str | bytes


class Session:
    """Serves one watcher of the stream ``name``."""

    def __init__(self, studio: Studio, name: str, offered: Channels | None = None) -> None:
        self._studio, self._desk, self._offered = studio, studio.desk(name), offered
        self.me = self._desk.audience.join()
        self._wishes = Watch(sigma=0.0, kind="centred", rate=RATE, window=WINDOW)
        self._paused = False
        self._resume: tuple[str, int] | None = None
        self._outlet: Outlet | None = None
        self._state: object = None  # what was told, as far as it can change
        self._told: dict[str, str] = {}  # what was said last, to be said again when it changes
        self._noted: tuple[Recorder | None, int] = (None, 0)  # the remarks that were told
        self._clock: tuple[float, float] | None = None  # a question for the time, and when it came
        self._asked: deque[Out] = deque()

    @property
    def rate(self) -> float:
        """How many frames a second are wanted."""
        return self._wishes.rate or RATE

    def leave(self) -> None:
        """It is gone."""
        self._desk.audience.leave(self.me.id)

    def take(self, message: Out) -> None:
        """Do what a message asks for; what is wrong with it is told with the next ``due``."""
        try:
            if isinstance(message, bytes):
                self._push(message)
            else:
                self._do(parsed(message))
        except SigmascopeError as error:
            if len(self._asked) < MOST_WORDS:  # who floods with nonsense need not be told all
                self._asked.append(telling.refused(error))

    def due(self) -> Iterator[Out]:
        """What is to be sent now."""
        yield from self._attach()
        while self._asked:
            yield self._asked.popleft()
        if self._clock:
            yield telling.clock(*self._clock, time.time())
            self._clock = None
        yield from self._news()
        yield from self._remarks()
        if self._outlet and not self._paused:
            yield from self._outlet.due()

    def resume(self, stream: str, number: int) -> None:
        """It was here before: it had the stream of that identity up to sample ``number``."""
        self._resume = (stream, number)

    def _attach(self) -> Iterator[Out]:
        """Change over to the stream that goes by the name now."""
        cutter = self._desk.cutter
        if cutter is None or (self._outlet and cutter is self._outlet.cutter):
            return
        same = self._resume is not None and self._resume[0] == cutter.stream.id
        start = self._resume[1] if self._resume and same else None
        self._resume = None
        if max(self._wishes.channels or (), default=0) >= len(cutter.stream.channels.names):
            self._wishes = self._wishes.model_copy(update={"channels": None})
        self._outlet = Outlet(cutter, self._wishes, start)
        yield telling.hello(self._desk, cutter.stream, self.me, self._outlet.position)
        self._smooth(self._outlet)

    def _news(self) -> Iterator[Out]:
        """What changed since it was told last."""
        desk, stream = self._desk, self._outlet and self._outlet.stream
        now = self._studio.standing(desk)
        told = (desk.recorder, desk.kept, desk.steered, desk.audience.revision)
        state = (now, stream and stream.gaps, *told)
        if state == self._state:  # the usual case, sixty times a second
            return
        self._state = state
        news = {
            "standing": telling.standing(now, desk),
            "recording": telling.recording(desk),
            "source": telling.source(desk),
            "people": telling.people(desk, self.me),
            "view": telling.view(desk, self.me),
        }
        for kind, text in news.items():
            if self._told.get(kind) != text:
                self._told[kind] = text
                yield text

    def _remarks(self) -> Iterator[Out]:
        """What was remarked while it is recorded, by whomever."""
        recorder = self._desk.recorder
        known, count = self._noted
        if recorder is None or (recorder is known and count == len(recorder.remarks)):
            return
        remarks = recorder.remarks[count if recorder is known else 0 :]
        self._noted = (recorder, len(recorder.remarks))
        yield from map(telling.noted, remarks)

    def _smooth(self, outlet: Outlet) -> None:
        """Watch the stream as smooth as is wished; says so."""
        sigma, kind = self._wishes.sigma or 0.0, self._wishes.kind or "centred"
        derived = self._studio.hub.derived(self._desk.name, sigma, kind) if sigma else None
        outlet.smooth(derived)
        self._asked.append(telling.smoothing(sigma, kind, derived))

    def _do(self, wish: Any) -> None:
        name, audience = self._desk.name, self._desk.audience
        match wish:
            case Steer(values=values):
                self._studio.steer(name, values)
            case Record(on=on):
                self._studio.record(name, on)
            case Note(text=text, at=at):
                self._studio.note(name, text, at)
            case Present(view=view):
                audience.look(self.me.id, view)
            case Follow(who=who):
                if not audience.follow(self.me.id, who):
                    raise InputError("who", "is nobody here")
            case Clock(sent=sent):
                self._clock = (sent, time.time())
            case _:
                self._see(wish, self._outlet)

    def _see(self, wish: Any, outlet: Outlet | None) -> None:
        """Change what is sent to this watcher."""
        match wish:
            case Watch():
                self._watch(wish)
            case Pause():
                self._paused = True
            case Resume(at=at):
                self._paused = False
                if outlet:
                    outlet.begin(at)
            case Seek(start=start, stop=stop, channels=channels):
                if outlet:
                    self._check(channels)
                    self._asked.extend(outlet.sought(start, stop, channels))
            case Seen(number=number):
                if outlet:
                    outlet.seen(number)

    def _watch(self, wish: Watch) -> None:
        self._check(wish.channels)
        given = {k: v for k, v in wish.model_dump().items() if v is not None and k != "type"}
        before, self._wishes = self._wishes, self._wishes.model_copy(update=given)
        if not self._outlet:
            return
        self._outlet.wishes = now = self._wishes
        if (now.sigma, now.kind, now.channels) != (before.sigma, before.kind, before.channels):
            self._smooth(self._outlet)
        if (now.window or 0) > (before.window or 0):
            self._outlet.widen()

    def _check(self, channels: tuple[int, ...] | None) -> None:
        """Raises InputErrors where there are no such channels."""
        names = self._outlet.stream.channels.names if self._outlet else ()
        if channels and names and max(channels) >= len(names):
            raise InputErrors([InputError("channels", f"go from 0 to {len(names) - 1}")])

    def _push(self, data: bytes) -> None:
        """An instrument may send its samples through the same wire."""
        frame = unpack(data)
        known = self._studio.channels(self._desk.name) or self._offered
        count = frame.values.shape[1]
        if known is None:
            known = Channels(tuple(f"channel {n}" for n in range(1, count + 1)))
        if len(known.names) != count:
            raise InputError("channels", f"are {count} in this frame; {len(known.names)} fit")
        self._studio.push(self._desk.name, known, frame.values)
