"""The library: what there is, by number or by words.

This one is read from a catalogue that never changes. Whoever asks uses only the methods below.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from server.store.model import Column, File, Project, Provenance, User
from server.store.search import Hit, rank

Thing = Project | User | File


class Library:
    """Projects, users and files. What does not exist is None."""

    def __init__(
        self, projects: Sequence[Project], users: Sequence[User], files: Sequence[File]
    ) -> None:
        self._projects = {project.id: project for project in projects}
        self._users = {user.id: user for user in users}
        self._files = {file.id: file for file in files}

    @property
    def projects(self) -> tuple[Project, ...]:
        """All projects, by number."""
        return tuple(self._projects.values())

    def get_project(self, number: int) -> Project | None:
        """The project of that number."""
        return self._projects.get(number)

    def get_user(self, number: int) -> User | None:
        """The user of that number."""
        return self._users.get(number)

    def get_file(self, number: int) -> File | None:
        """The file of that number."""
        return self._files.get(number)

    def files_of(self, project: int | None = None, user: int | None = None) -> tuple[File, ...]:
        """The files of a project, of a user, of a user in a project, or all of them."""
        return tuple(
            file
            for file in self._files.values()
            if project in {None, file.project} and user in {None, file.user}
        )

    def users_of(self, project: int) -> tuple[User, ...]:
        """Those who put files into the project."""
        numbers = {file.user for file in self.files_of(project)}
        return tuple(user for user in self._users.values() if user.id in numbers)

    def search(self, words: str) -> tuple[Hit[Thing], ...]:
        """What all the words occur in, the best first; the beginning of a word is enough."""
        return rank(words, [(thing, self._texts(thing)) for thing in self._things()])

    def _things(self) -> tuple[Thing, ...]:
        return (*self._files.values(), *self._projects.values(), *self._users.values())

    def _texts(self, thing: Thing) -> Sequence[tuple[str, str, int]]:
        """What is searched of ``thing``: (field, text, weight)."""
        match thing:
            case Project():
                return [("title", thing.title, 8), ("description", thing.description, 2)]
            case User():
                return [("name", thing.name, 6), ("about", thing.about, 2)]
        columns = ", ".join(f"{c.name} ({c.label})" for c in thing.columns)
        return [
            ("title", thing.title, 10),
            ("name", thing.name, 8),
            ("tags", ", ".join(thing.tags), 6),
            ("columns", columns, 4),
            ("description", thing.description, 2),
            ("source", thing.provenance.source, 1),
            ("owner", self._users[thing.user].name, 1),
        ]


def read_catalogue(path: Path) -> Library:
    """The library that the catalogue at ``path`` describes; its files lie beside it."""
    content = json.loads(path.read_text("utf-8"))
    return Library(
        [Project(**project) for project in content["projects"]],
        [User(**user) for user in content["users"]],
        [_file(entry, path.parent) for entry in content["files"]],
    )


def _file(entry: Mapping[str, Any], folder: Path) -> File:
    provenance = ("source", "licence", "size", "sha256")
    special = {"name", "columns", "shape", "tags", "sparkline", *provenance}
    return File(
        path=folder / entry["name"],
        columns=tuple(Column(**column) for column in entry["columns"]),
        shape=(entry["shape"][0], entry["shape"][1]),
        tags=tuple(entry["tags"]),
        sparkline=tuple(entry["sparkline"]),
        provenance=Provenance(**{key: entry[key] for key in provenance}),
        **{key: value for key, value in entry.items() if key not in special},
    )
