"""What a watcher and a stream say to each other besides samples: JSON, one object a message."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from server.errors import InputError, InputErrors
from server.science.streaming import Kind

MAX_SIGMA = 20_000.0  # samples: a centred kernel of that width waits for 80,000 more
Number = Annotated[int, Field(ge=0, lt=2**63)]
Channels = Annotated[
    tuple[Number, ...] | None,
    Field(min_length=1, max_length=64, description="Which, counted from 0; None: as before."),
    AfterValidator(lambda channels: channels and tuple(sorted(set(channels)))),
]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Watch(_Message):
    """What is to be sent from now on; what is not given stays as it is."""

    type: Literal["watch"] = "watch"
    channels: Channels = None
    sigma: Annotated[
        float | None, Field(ge=0, le=MAX_SIGMA, description="In samples; 0 for none.")
    ] = None
    kind: Kind | None = None
    rate: Annotated[float | None, Field(ge=1, le=120, description="Frames a second.")] = None
    window: Annotated[
        float | None, Field(gt=0, le=3600, description="What is shown, in seconds.")
    ] = None


class Pause(_Message):
    """Send nothing until asked to go on; the stream itself goes on."""

    type: Literal["pause"]


class Resume(_Message):
    """Go on sending: at the newest sample, or where it was left off if it is still held."""

    type: Literal["resume"]
    at: Annotated[
        Number | None, Field(description="The first sample that is wanted; None: the newest.")
    ] = None


class Seek(_Message):
    """Send a stretch that is held, once."""

    type: Literal["seek"]
    start: Number
    stop: Number
    channels: Channels = None


class Steer(_Message):
    """Change what the source does while it runs."""

    type: Literal["steer"]
    values: Annotated[dict[str, float | str | bool], Field(max_length=32)]


class Note(_Message):
    """A remark at a moment of the stream."""

    type: Literal["note"]
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    at: Number | None = None


class Record(_Message):
    """Begin or end recording."""

    type: Literal["record"]
    on: bool


class Present(_Message):
    """What this watcher looks at, for those who follow it."""

    type: Literal["present"]
    view: Annotated[dict[str, float | str | bool | None], Field(max_length=32)]


class Follow(_Message):
    """See what another watcher looks at; None: one's own view again."""

    type: Literal["follow"]
    who: Annotated[str | None, Field(max_length=64)] = None


class Seen(_Message):
    """The newest sample that has been painted: how the server knows that a watcher keeps up."""

    type: Literal["seen"]
    number: Number


class Clock(_Message):
    """Asks what time it is here: clocks of two machines differ, and all of them can be set."""

    type: Literal["clock"]
    sent: Annotated[float, Field(description="Seconds on the asker's clock; comes back.")]


Wish = Annotated[
    Watch | Pause | Resume | Seek | Steer | Note | Record | Present | Follow | Seen | Clock,
    Field(discriminator="type"),
]
_WISH: TypeAdapter[Any] = TypeAdapter(Wish)


def parsed(text: str | bytes) -> Any:
    """The message that ``text`` holds. Raises InputErrors naming each field that is wrong."""
    try:
        return _WISH.validate_json(text)
    except ValidationError as error:
        found = [
            InputError(".".join(map(str, problem["loc"][1:])) or "message", problem["msg"])
            for problem in error.errors(include_url=False, include_input=False)
        ]
        raise InputErrors(found) from error
