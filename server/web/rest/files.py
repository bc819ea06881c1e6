"""Files for programs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import AliasPath, Field

from server.store.library import Library
from server.store.terms import FileChange, Order, Wanted
from server.store.things import Column, File, Page, Place
from server.web import opening
from server.web.access import require_owner
from server.web.rest.reading import Body
from server.web.rest.resource import Number, Paging, Resource, Shown, Text, Title

Sort = Literal[
    "title", "-title", "name", "-name", "format", "-format", "size", "-size",
    "created", "-created", "updated", "-updated", "id", "-id",
]  # fmt: skip


class FileFields(Body):
    """What may be said about a file. The file itself is never touched."""

    title: Title
    project: Annotated[Number, Field(description="The project that it is in.")]
    description: Text = ""
    source: Annotated[Text, Field(description="Where the data come from.")] = ""
    licence: Annotated[Text, Field(description="What may be done with them.")] = ""
    tags: Annotated[list[str], Field(default_factory=list, description="Words that files share.")]


class FileNew(Body):
    """A file to open in place: nothing is copied, and it is never written to."""

    path: Annotated[
        str, Field(min_length=1, max_length=4096, description="The whole path on this computer.")
    ]
    project: Annotated[
        Number | None, Field(description="The project to put it in; by default the first own one.")
    ] = None


class FileShown(Shown):
    """One file of data."""

    project: int
    user: int
    place: Place
    path: Path
    name: str
    format: str
    title: str
    description: str
    columns: tuple[Column, ...]
    tags: tuple[str, ...]
    size: Annotated[int, Field(validation_alias=AliasPath("provenance", "size"))]
    sha256: Annotated[str, Field(validation_alias=AliasPath("provenance", "sha256"))]
    source: Annotated[str, Field(validation_alias=AliasPath("provenance", "source"))]
    licence: Annotated[str, Field(validation_alias=AliasPath("provenance", "licence"))]
    view: Literal["series", "field"]
    quantity: str
    shape: tuple[int, int]


class FilePaging(Paging):
    """Which files."""

    project: Annotated[Number | None, Field(description="Only those of this project.")] = None
    user: Annotated[Number | None, Field(description="Only those of this user.")] = None
    tag: Annotated[str | None, Field(description="Only those with this tag.")] = None
    format: Annotated[str | None, Field(description="Only those of this format.")] = None
    sort: Annotated[Sort, Field(description="Sorted by; “-” before it turns the order.")] = "title"


def _page(library: Library, paging: FilePaging) -> Page[File]:
    wanted = Wanted(paging.project, paging.user, paging.tag, paging.format)
    order = cast(Order, paging.sort.removeprefix("-"))
    descending = paging.sort.startswith("-")
    return library.listing.page(
        wanted, order, descending=descending, limit=paging.limit, offset=paging.offset
    )


def _create(library: Library, body: FileNew) -> tuple[File, bool]:
    require_owner()
    opened = opening.open_in_place(library, body.path, body.project)
    return opened.file, opened.new


def _change(library: Library, number: int, values: Mapping[str, Any], revision: int | None) -> File:
    return library.files.change(number, FileChange(**values), revision)


def _links(file: File) -> Mapping[str, str]:
    own = f"/api/files/{file.id}"
    data = {form: f"{file.url}.{form}" for form in ("csv", "npy", "json")}
    links = {"page": file.url, "notes": f"{own}/notes", "project": f"/api/projects/{file.project}"}
    return {**links, "original": f"{file.url}/original", **data}


FILES = Resource(
    name="files",
    noun="file",
    summary="Files of data, opened in place or uploaded.",
    fields=FileFields,
    shown=FileShown,
    get=lambda library, number: library.files.get(number),
    change=_change,
    links=_links,
    paging=FilePaging,
    page=_page,
    new=FileNew,
    create=_create,
    kind="file",
)
