"""One who watches a stream through a wire: what it asks for, and what it is to be sent when.

Knows no WebSocket: texts and bytes go in and out. Never waits. Who does not paint what it was sent
gets nothing more until it has, and then the newest.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any

from server.errors import InputError, InputErrors, SigmascopeError
from server.live import telling
from server.live.cutter import Cutter
from server.live.derived import Derived
from server.live.frames import unpack
from server.live.messages import (
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
from server.live.stream import Channels
from server.live.studio import Studio
from server.live.watcher import Watcher

UNSEEN = 8  # frames that may be under way to one who tells what it has seen
MOST = 131_072  # values of one frame
MOST_SOUGHT = 1_000_000  # values that are sent for one wish
MOST_WORDS = 256  # answers that wait to be sent
RATE = 60.0  # frames a second
WINDOW = 10.0  # seconds

Out = str | bytes


class Session:
    """Serves one watcher of the stream ``name``."""

    def __init__(self, studio: Studio, name: str, offered: Channels | None = None) -> None:
        self._studio, self._desk, self._offered = studio, studio.desk(name), offered
        self.me = self._desk.audience.join()
        self._wishes = Watch(sigma=0.0, kind="centred", rate=RATE, window=WINDOW)
        self._paused = False
        self._resume: tuple[str, int] | None = None
        self._cutter: Cutter | None = None
        self._watcher: Watcher | None = None
        self._past = 0  # up to where it is history, which may come late
        self._derived: Derived | None = None
        self._smooth_at = 0
        self._sent: deque[int] = deque()  # where the frames that are under way end
        self._acknowledges = False
        self._state: object = None  # what was told, as far as it can change
        self._told: dict[str, str] = {}  # what was said last, to be said again when it changes
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
        yield from self._news()
        if self._cutter and self._watcher and not self._paused:
            yield from self._frames(self._cutter, self._watcher)
            yield from self._smooth_frames(self._cutter)

    def resume(self, stream: str, number: int) -> None:
        """It was here before: it had the stream of that identity up to sample ``number``."""
        self._resume = (stream, number)

    def _attach(self) -> Iterator[Out]:
        """Change over to the stream that goes by the name now."""
        cutter = self._desk.cutter
        if cutter is self._cutter or cutter is None:
            return
        self._cutter, stream = cutter, cutter.stream
        self._watcher = Watcher(stream)
        start = stream.end - self._window_samples(stream.channels)
        if self._resume and self._resume[0] == stream.id:
            start = max(start, self._resume[1])
        self._resume = None
        self._from(start)
        self._sent.clear()
        yield telling.hello(self._desk, stream, self.me, self._watcher.position)
        self._smooth()

    def _from(self, start: int) -> None:
        if self._watcher and self._cutter:
            self._watcher.seek(start)
            self._past = self._cutter.stream.end
            self._smooth_at = self._watcher.position

    def _window_samples(self, channels: Channels) -> int:
        return max(int((self._wishes.window or WINDOW) * channels.rate), 1024)

    def _news(self) -> Iterator[Out]:
        """What changed since it was told last."""
        desk, stream = self._desk, self._cutter and self._cutter.stream
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

    def _frames(self, cutter: Cutter, watcher: Watcher) -> Iterator[Out]:
        if self._held_up:
            return
        past = watcher.position < self._past
        stop = cutter.end(self.rate)
        first, last, skipped = watcher.passing(stop, self._most(cutter), catch_up=not past)
        if last > first:
            yield cutter.samples(first, last, self._wishes.channels, skipped)
            watcher.position, watcher.skipped = last, watcher.skipped + skipped
            self._sent.append(last)
            if not self._acknowledges:
                self._sent.popleft()

    def _smooth_frames(self, cutter: Cutter) -> Iterator[Out]:
        if not self._derived or self._held_up:
            return
        # Never ahead of the samples that are sent, and cut where those are: the same for all.
        end = min(self._derived.end, cutter.end(self.rate) - self._derived.delay)
        most = self._most(cutter)
        if end - self._smooth_at > cutter.stream.channels.rate * WINDOW + 8 * most:
            self._smooth_at = end - most  # too slow, or away for long
        stop = min(end, self._smooth_at + most)
        if stop > self._smooth_at:
            yield cutter.smoothed(self._derived, self._smooth_at, stop, self._wishes.channels)
            self._smooth_at = stop

    @property
    def _held_up(self) -> bool:
        return len(self._sent) >= UNSEEN

    def _most(self, cutter: Cutter) -> int:
        return max(MOST // len(cutter.stream.channels.names), 1)

    def _smooth(self) -> None:
        """Watch the stream as smooth as is wished; says so."""
        sigma, kind = self._wishes.sigma or 0.0, self._wishes.kind or "centred"
        if self._cutter and sigma:
            self._derived = self._studio.hub.derived(self._desk.name, sigma, kind)
            stream = self._cutter.stream
            self._smooth_at = max(stream.first, stream.end - self._window_samples(stream.channels))
        else:
            self._derived = None
        self._asked.append(telling.smoothing(sigma, kind, self._derived))

    def _do(self, wish: Any) -> None:
        name, audience = self._desk.name, self._desk.audience
        match wish:
            case Steer(values=values):
                self._studio.steer(name, values)
            case Record(on=on):
                self._studio.record(name, on)
            case Note(text=text, at=at):
                self._asked.append(telling.noted(self._studio.note(name, text, at)))
            case Present(view=view):
                audience.look(self.me.id, view)
            case Follow(who=who):
                if not audience.follow(self.me.id, who):
                    raise InputError("who", "is nobody here")
            case _:
                self._see(wish)

    def _see(self, wish: Any) -> None:
        """Change what is sent to this watcher."""
        match wish:
            case Watch():
                self._watch(wish)
            case Pause():
                self._paused = True
            case Resume(at=at):
                self._paused = False
                if self._cutter:
                    self._sent.clear()
                    self._from(self._cutter.stream.end if at is None else at)
            case Seek(start=start, stop=stop):
                self._seek(start, stop)
            case Seen(number=number):
                self._acknowledges = True
                while self._sent and self._sent[0] <= number:
                    self._sent.popleft()

    def _watch(self, wish: Watch) -> None:
        names = self._cutter.stream.channels.names if self._cutter else ()
        if wish.channels and names and max(wish.channels) >= len(names):
            raise InputErrors([InputError("channels", f"go from 0 to {len(names) - 1}")])
        given = {k: v for k, v in wish.model_dump().items() if v is not None and k != "type"}
        before, self._wishes = self._wishes, self._wishes.model_copy(update=given)
        wanted = (self._wishes.sigma, self._wishes.kind)
        if wanted != (before.sigma, before.kind) and self._cutter:
            self._smooth()
        if self._cutter and (self._wishes.window or 0) > (before.window or 0):
            start = self._cutter.stream.end - self._window_samples(self._cutter.stream.channels)
            self._from(start)

    def _seek(self, start: int, stop: int) -> None:
        if not self._cutter:
            return
        channels = self._cutter.stream.channels
        most = MOST_SOUGHT // len(channels.names)
        if not 0 < stop - start <= most:
            raise InputError("stop", "is too far from start", f"1 to {most:,} samples after it")
        step = max(MOST // len(channels.names), 1)
        for first in range(max(start, self._cutter.stream.first), stop, step):
            last = min(first + step, stop)
            self._asked.append(self._cutter.samples(first, last, self._wishes.channels))

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
