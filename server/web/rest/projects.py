"""Projects for programs."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from server.store.library import Library
from server.store.things import Page, Project
from server.web.rest.reading import Body
from server.web.rest.resource import Paging, Resource, Shown, Text, Title, part_of

Sort = Literal["id", "-id", "title", "-title", "created", "-created", "updated", "-updated"]


class ProjectFields(Body):
    """What may be said about a project."""

    title: Title
    description: Annotated[Text, Field(description="What belongs together here, and why.")] = ""


class ProjectShown(Shown):
    """A project."""

    title: str
    description: str
    samples: Annotated[bool, Field(description="Whether it came with the program.")]


class ProjectPaging(Paging):
    """Which projects."""

    sort: Annotated[Sort, Field(description="Sorted by; “-” before it turns the order.")] = "id"


def _page(library: Library, paging: ProjectPaging) -> Page[Project]:
    return part_of(library.projects.all(), paging, paging.sort)


def _create(library: Library, body: ProjectFields) -> tuple[Project, bool]:
    return library.projects.create(body.title, body.description), True


def _change(
    library: Library, number: int, values: Mapping[str, Any], revision: int | None
) -> Project:
    return library.projects.change(number, **values, revision=revision)


def _links(project: Project) -> Mapping[str, str]:
    own = f"/api/projects/{project.id}"
    files = f"/api/files?project={project.id}"
    return {"page": project.url, "files": files, "notes": f"{own}/notes"}


PROJECTS = Resource(
    name="projects",
    noun="project",
    summary="Files that belong together.",
    fields=ProjectFields,
    shown=ProjectShown,
    get=lambda library, number: library.projects.get(number),
    change=_change,
    links=_links,
    paging=ProjectPaging,
    page=_page,
    new=ProjectFields,
    create=_create,
    kind="project",
)
