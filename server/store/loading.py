"""Rows of the database as things."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, cast, get_args

import sqlalchemy as sa

from server.store.schema import columns, file_tags, files, projects, recipes, tags, users
from server.store.terms import Findable
from server.store.things import Column, File, Kind, Note, Place, Project, Provenance, Recipe, User

Row = sa.Row[Any]
Folders = Mapping[Place, Path]  # what the paths of files start from
NOWHERE: Folders = dict.fromkeys(get_args(Place), Path())  # for those who need no paths


def stamps(row: Row) -> dict[str, Any]:
    """What all things have."""
    names = ("id", "revision", "created", "updated")
    return {name: row._mapping[name] for name in names}


def user_of(row: Row) -> User:
    """A user."""
    return User(**stamps(row), name=row.name, about=row.about)


def project_of(row: Row) -> Project:
    """A project."""
    return Project(**stamps(row), title=row.title, description=row.description, samples=row.samples)


def note_of(row: Row) -> Note:
    """A note."""
    links = {"user": row.user_id, "file": row.file_id, "project": row.project_id}
    return Note(**stamps(row), **links, text=row.text)


def recipe_of(row: Row) -> Recipe:
    """A recipe."""
    links = {"user": row.user_id, "file": row.file_id}
    return Recipe(**stamps(row), **links, title=row.title, recipe=row.recipe)


def files_of(connection: sa.Connection, rows: Collection[Row], folders: Folders) -> dict[int, File]:
    """Files by number, in the order of ``rows``."""
    numbers = [row.id for row in rows]
    described: dict[int, list[Column]] = {}
    statement = sa.select(columns).where(columns.c.file_id.in_(numbers))
    for row in connection.execute(statement.order_by(columns.c.file_id, columns.c.position)):
        column = Column(row.name, row.title, row.unit, row.type, row.words, row.facts)
        described.setdefault(row.file_id, []).append(column)
    marked: dict[int, list[str]] = {}
    statement = sa.select(file_tags.c.file_id, tags.c.name).join(tags)
    statement = statement.where(file_tags.c.file_id.in_(numbers)).order_by(file_tags.c.position)
    for number, tag in connection.execute(statement):
        marked.setdefault(number, []).append(tag)
    return {
        row.id: File(
            **stamps(row),
            project=row.project_id,
            user=row.user_id,
            place=cast(Place, row.place),
            path=folders[cast(Place, row.place)] / row.path,
            name=row.name,
            format=row.format,
            title=row.title,
            description=row.description,
            columns=tuple(described.get(row.id, ())),
            tags=tuple(marked.get(row.id, ())),
            provenance=Provenance(row.source, row.licence, row.size, row.sha256),
            mtime_ns=row.mtime_ns,
            described=row.described,
        )
        for row in rows
    }


def load_files(
    connection: sa.Connection, numbers: Collection[int], folders: Folders
) -> dict[int, File]:
    """Files by number; those that were removed are left out."""
    # Were the database asked to leave them out, it might go through all that were not removed.
    rows = connection.execute(sa.select(files).where(files.c.id.in_(numbers))).all()
    return files_of(connection, [row for row in rows if row.removal_id is None], folders)


OTHERS: Mapping[Kind, tuple[sa.Table, Callable[[Row], Findable]]] = {
    "project": (projects, project_of),
    "user": (users, user_of),
    "recipe": (recipes, recipe_of),
}


def load(
    connection: sa.Connection, kind: Kind, numbers: Collection[int], folders: Folders = NOWHERE
) -> list[Findable]:
    """Things that can be found, in no order; those that were removed are left out."""
    if kind == "file":
        return list(load_files(connection, numbers, folders).values())
    table, make = OTHERS[kind]
    rows = connection.execute(sa.select(table).where(table.c.id.in_(numbers)))
    return [make(row) for row in rows if row._mapping.get("removal_id") is None]
