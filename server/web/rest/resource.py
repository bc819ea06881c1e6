"""What every resource of the library declares, and what they have in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from server.store.library import Library
from server.store.things import Kind, Page, Thing
from server.tools.parameters import Parameters
from server.web.rest.reading import Body

T = TypeVar("T", bound=Thing)

Title = Annotated[str, Field(min_length=1, max_length=500, description="What it is called.")]
Text = Annotated[str, Field(max_length=100_000)]
Number = Annotated[int, Field(ge=1, lt=2**31)]


class Paging(Parameters):
    """Which part of a list is wanted, and in which order."""

    limit: Annotated[int, Field(ge=1, le=1000, description="How many at most.")] = 50
    offset: Annotated[int, Field(ge=0, lt=2**53, description="How many to leave out first.")] = 0


class Shown(BaseModel):
    """What an answer tells of a thing."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")

    id: int
    revision: Annotated[int, Field(description="1 at first, one more after each change.")]
    created: datetime
    updated: datetime


@dataclass(frozen=True)
class Resource(Generic[T]):
    """One kind of thing at ``/api/NAME``. A call that is None is not possible.

    ``fields`` is all that PUT replaces and of which PATCH changes a part; ``new`` is what POST
    takes. ``create`` returns the thing and whether it is new.
    """

    name: str
    noun: str
    summary: str
    fields: type[Body]
    shown: type[Shown]
    get: Callable[[Library, int], T]
    change: Callable[[Library, int, Mapping[str, Any], int | None], T]
    links: Callable[[T], Mapping[str, str]]
    paging: type[Paging] = Paging
    page: Callable[[Library, Any], Page[T]] | None = None
    new: type[Body] | None = None
    create: Callable[[Library, Any], tuple[T, bool]] | None = None
    kind: Kind | None = None  # as the trash calls it; None cannot be removed

    def url(self, thing: T) -> str:
        """The address of one of them."""
        return f"/api/{self.name}/{thing.id}"

    def tell(self, thing: T) -> dict[str, Any]:
        """One of them for programs, with links to what belongs to it."""
        links = {"self": self.url(thing), **self.links(thing)}
        return {**self.shown.model_validate(thing).model_dump(mode="json"), "links": links}

    def state(self, thing: T) -> dict[str, Any]:
        """The values of ``fields`` as they are."""
        told = self.tell(thing)
        return {name: told[name] for name in self.fields.model_fields}

    @property
    def methods(self) -> tuple[str, ...]:
        """What can be done with one of them."""
        removable = ("DELETE",) if self.kind else ()
        return ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", *removable)

    @property
    def collection_methods(self) -> tuple[str, ...]:
        """What can be done with all of them."""
        creatable = ("POST",) if self.create else ()
        return ("GET", "HEAD", "OPTIONS", *creatable)


def part_of(things: Sequence[T], paging: Paging, sort: str) -> Page[T]:
    """The wanted part of a short list, sorted by the attribute ``sort``; “-” before it turns."""
    name = sort.removeprefix("-")
    ordered = sorted(things, key=lambda thing: (getattr(thing, name), thing.id))
    if sort.startswith("-"):
        ordered.reverse()
    some = ordered[paging.offset : paging.offset + paging.limit]
    return Page(tuple(some), len(things), paging.offset)
