"""Those who put files in, for programs."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from server.store.library import Library
from server.store.things import Page, User
from server.web.rest.reading import Body
from server.web.rest.resource import Paging, Resource, Shown, Text, Title, part_of

Sort = Literal["id", "-id", "name", "-name", "created", "-created", "updated", "-updated"]


class UserFields(Body):
    """What may be said about a user."""

    name: Title
    about: Annotated[Text, Field(description="Who that is.")] = ""


class UserShown(Shown):
    """A person or an institution that puts files in."""

    name: str
    about: str


class UserPaging(Paging):
    """Which users."""

    sort: Annotated[Sort, Field(description="Sorted by; “-” before it turns the order.")] = "id"


def _page(library: Library, paging: UserPaging) -> Page[User]:
    return part_of(library.users.all(), paging, paging.sort)


def _create(library: Library, body: UserFields) -> tuple[User, bool]:
    return library.users.create(body.name, body.about), True


def _change(library: Library, number: int, values: Mapping[str, Any], revision: int | None) -> User:
    return library.users.change(number, **values, revision=revision)


USERS = Resource(
    name="users",
    noun="user",
    summary="Those who put files in; the person at this computer is the first.",
    fields=UserFields,
    shown=UserShown,
    get=lambda library, number: library.users.get(number),
    change=_change,
    links=lambda user: {"files": f"/api/files?user={user.id}"},
    paging=UserPaging,
    page=_page,
    new=UserFields,
    create=_create,
)
