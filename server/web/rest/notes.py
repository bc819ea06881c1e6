"""Notes for programs: they are listed and added where they belong, at a file or a project."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from server.store.library import Library
from server.store.things import Note
from server.web.rest.reading import Body
from server.web.rest.resource import Resource, Shown


class NoteFields(Body):
    """What a note says."""

    text: Annotated[str, Field(min_length=1, max_length=100_000)]


class NoteShown(Shown):
    """What somebody remarked about a file or about a project; the other is null."""

    user: int
    file: int | None
    project: int | None
    text: str


def _change(library: Library, number: int, values: Mapping[str, Any], revision: int | None) -> Note:
    return library.notes.change(number, values["text"], revision)


def _links(note: Note) -> Mapping[str, str]:
    if note.file is not None:
        return {"file": f"/api/files/{note.file}"}
    return {"project": f"/api/projects/{note.project}"}


NOTES = Resource(
    name="notes",
    noun="note",
    summary="What somebody remarks about a file or about a project.",
    fields=NoteFields,
    shown=NoteShown,
    get=lambda library, number: library.notes.get(number),
    change=_change,
    links=_links,
    kind="note",
)
