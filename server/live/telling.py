"""What a stream says to those who watch it, besides samples: JSON, one object a message."""

from typing import Any

import orjson

from server.errors import InputError, InputErrors, SigmascopeError
from server.live.audience import Member
from server.live.derived import Derived
from server.live.recorder import Remark
from server.live.stream import Standing, Stream
from server.live.studio import Desk


def _said(type_: str, **more: Any) -> str:
    return orjson.dumps({"type": type_, **more}).decode()


def described(stream: Stream) -> dict[str, Any]:
    """What a stream's samples are, and which of them are held."""
    channels = stream.channels
    units = channels.units or ("",) * len(channels.names)
    named = zip(channels.names, units, strict=True)
    return {
        "name": stream.name,
        "id": stream.id,
        "began": stream.began,
        "rate": channels.rate,
        "channels": [{"name": name, "unit": unit} for name, unit in named],
        "held": channels.capacity,
        "first": stream.first,
        "end": stream.end,
    }


def hello(desk: Desk, stream: Stream, me: Member, start: int) -> str:
    """The first words: what the stream is, who the watcher is, and which sample comes first."""
    return _said("hello", stream=described(stream), you=me.id, start=start)


def standing(now: Standing, desk: Desk) -> str:
    """How the stream stands, and how often its source left samples out."""
    stream = desk.cutter.stream if desk.cutter else None
    gaps, missing = (stream.gaps, stream.missing) if stream else (0, 0)
    return _said("standing", state=now.state, words=now.words, gaps=gaps, missing=missing)


def source(desk: Desk) -> str:
    """What the source does."""
    return _said("source", recipe=desk.recipe.model_dump())


def people(desk: Desk, me: Member) -> str:
    """Who watches."""
    members = [
        {"id": member.id, "name": member.name, "follows": member.follows}
        for member in desk.audience.members()
    ]
    return _said("people", you=me.id, members=members)


def view(desk: Desk, me: Member) -> str:
    """What the one who is followed looks at."""
    return _said("view", view=dict(desk.audience.shown_to(me.id)))


def smoothing(sigma: float, kind: str, derived: Derived | None) -> str:
    """How smooth it is from now on, and how late that makes the smoothed samples."""
    delay, lag = (derived.delay, derived.lag) if derived else (0, 0.0)
    return _said("smoothing", sigma=sigma, kind=kind, delay=delay, lag=lag)


def recording(desk: Desk) -> str:
    """Whether it is recorded, and where the last recording is."""
    recorder = desk.recorder
    if recorder is None:
        return _said("recording", on=False, kept=desk.kept, problem=desk.problem)
    return _said("recording", on=True, file=recorder.path.name, start=recorder.start)


def noted(remark: Remark) -> str:
    """What was remarked, when, and about which sample."""
    return _said("noted", at=remark.at, text=remark.text, number=remark.number)


def clock(sent: float, got: float, now: float) -> str:
    """When a question came here, and when it is answered; seconds since 1970."""
    return _said("clock", sent=sent, got=got, now=now)


def refused(error: SigmascopeError) -> str:
    """What was wrong with a message."""
    match error:
        case InputErrors(errors=several):
            errors = list(several)
        case InputError():
            errors = [error]
        case _:
            errors = [InputError("", str(error))]
    fields = [{"field": e.field, "message": e.message, "allowed": e.allowed} for e in errors]
    return _said("refused", detail=str(error), errors=fields)
