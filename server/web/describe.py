"""Things of the library as programs are told of them."""

from typing import Any

from server.store.terms import Wanted
from server.store.things import File, Project, User
from server.web.shelf import library


def project_body(project: Project) -> dict[str, Any]:
    """A project with its files and who put them in."""
    return {
        **project_entry(project),
        "description": project.description,
        "users": [
            {**user_entry(user), "page": f"/project/{project.id}/user/{user.id}/"}
            for user in library().users.of(project.id)
        ],
        "files": [file_entry(file) for file in library().listing.every(Wanted(project=project.id))],
    }


def project_entry(project: Project) -> dict[str, Any]:
    """A project in short."""
    return {"id": project.id, "title": project.title, "page": f"/project/{project.id}"}


def user_entry(user: User) -> dict[str, Any]:
    """A user in short."""
    return {"id": user.id, "name": user.name, "about": user.about}


def file_entry(file: File) -> dict[str, Any]:
    """A file in short."""
    return {
        "id": file.id,
        "title": file.title,
        "name": file.name,
        "format": file.format,
        "shape": file.shape,
        "size": file.provenance.size,
        "project": file.project,
        "user": file.user,
        "tags": file.tags,
        "page": file.url,
    }
