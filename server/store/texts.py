"""The texts that things are found by, and the index of them.

What is indexed is folded and cut into words, so that every database compares alike.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa

from server.store import spelling
from server.store.schema import (
    TEXTS,
    columns,
    documents,
    file_tags,
    files,
    notes,
    projects,
    recipes,
    tags,
    users,
)
from server.store.search import fold
from server.store.things import Kind

VERSION = 2  # of how texts are indexed: another one lets libraries index theirs anew
AT_ONCE = 500  # things in one statement
MAX_CONTENTS = 20_000  # characters of the texts in a file's columns
MAX_WORD = 64

EMPTY = dict.fromkeys(TEXTS, "")

Texts = Mapping[str, str]


def of(connection: sa.Connection, kind: Kind, numbers: Collection[int]) -> dict[int, Texts]:
    """The texts of things that were not removed, as they were written, the weightiest first."""
    if kind == "file":
        return _of_files(connection, numbers)
    match kind:
        case "project":
            table, fields = projects, {"title": "title", "description": "description"}
        case "user":
            table, fields = users, {"name": "name", "about": "description"}
        case _:
            table, fields = recipes, {"title": "title"}
    statement = sa.select(table).where(table.c.id.in_(numbers), *_alive(table))
    found = {row.id: row._mapping for row in connection.execute(statement)}
    texts: dict[int, Texts] = {
        number: {to: row[field] for field, to in fields.items()} for number, row in found.items()
    }
    if kind == "project":
        said = _notes(connection, notes.c.project_id, numbers)
        texts = {n: {**texts[n], "notes": said.get(n, "")} for n in texts}
    return texts


def _alive(table: sa.Table) -> list[sa.ColumnElement[bool]]:
    return [table.c.removal_id.is_(None)] if "removal_id" in table.c else []


def _of_files(connection: sa.Connection, numbers: Collection[int]) -> dict[int, Texts]:
    named: dict[int, list[str]] = {}
    contents: dict[int, list[str]] = {}
    statement = sa.select(columns).where(columns.c.file_id.in_(numbers))
    for row in connection.execute(statement.order_by(columns.c.file_id, columns.c.position)):
        label = ", ".join(part for part in (row.title, row.unit) if part)
        named.setdefault(row.file_id, []).append(f"{row.name} ({label})" if label else row.name)
        contents.setdefault(row.file_id, []).append(row.words)
    marked: dict[int, list[str]] = {}
    statement = sa.select(file_tags.c.file_id, tags.c.name).join(tags)
    statement = statement.where(file_tags.c.file_id.in_(numbers)).order_by(file_tags.c.position)
    for number, tag in connection.execute(statement):
        marked.setdefault(number, []).append(tag)
    said = _notes(connection, notes.c.file_id, numbers)
    statement = sa.select(files).where(files.c.id.in_(numbers))
    return {
        row.id: {
            "title": row.title,
            "name": row.name,
            "tags": ", ".join(marked.get(row.id, [])),
            "columns": ", ".join(named.get(row.id, [])),
            "description": row.description,
            "notes": said.get(row.id, ""),
            "source": row.source,
            "contents": " ".join(contents.get(row.id, []))[:MAX_CONTENTS],
        }
        for row in connection.execute(statement)
        if row.removal_id is None
    }


def _notes(
    connection: sa.Connection, of_what: sa.Column[Any], numbers: Collection[int]
) -> dict[int, str]:
    statement = sa.select(of_what, notes.c.text).where(of_what.in_(numbers))
    found: dict[int, list[str]] = {}
    for number, words in connection.execute(
        statement.where(notes.c.removal_id.is_(None)).order_by(notes.c.id)
    ):
        found.setdefault(number, []).append(words)
    return {number: "\n".join(texts) for number, texts in found.items()}


def refresh(connection: sa.Connection, kind: Kind, numbers: Iterable[int]) -> None:
    """Index these things as they are now; those that were removed will not be found."""
    waiting = iter(numbers)
    while batch := list(islice(waiting, AT_ONCE)):
        connection.execute(
            sa.delete(documents).where(documents.c.kind == kind, documents.c.thing_id.in_(batch))
        )
        scopes = _scopes(connection, kind, batch)
        found = {
            number: {name: indexed(text, name == "contents") for name, text in texts.items()}
            for number, texts in of(connection, kind, batch).items()
        }
        rows = [
            {"kind": kind, "thing_id": number, "scope": scopes[number], **EMPTY, **words}
            for number, words in found.items()
        ]
        if rows:
            connection.execute(sa.insert(documents), rows)
            every = (text for words in found.values() for text in words.values())
            spelling.learn(connection, {word for text in every for word in text.split()})


def _scopes(connection: sa.Connection, kind: Kind, numbers: Sequence[int]) -> dict[int, str]:
    """Words that narrow a search down: what it is, in which project, whose."""
    if kind != "file":
        return {number: scope(kind=kind) for number in numbers}
    statement = sa.select(files.c.id, files.c.project_id, files.c.user_id)
    return {
        row.id: scope(kind, row.project_id, row.user_id)
        for row in connection.execute(statement.where(files.c.id.in_(numbers)))
    }


def scope(kind: Kind | None = None, project: int | None = None, user: int | None = None) -> str:
    """The words of a scope, each after a space and with a sign that no other word has."""
    parts = {"kind": kind, "in": project, "by": user}
    return "".join(f" §{name}{value}" for name, value in parts.items() if value is not None)


def indexed(text: str, once: bool = False) -> str:
    """The words of ``text``, folded, each after a space; with ``once`` none of them twice."""
    words = [word[:MAX_WORD] for word in re.findall(r"[^\W_]+", fold(text))]
    return "".join(f" {word}" for word in (dict.fromkeys(words) if once else words))


def rebuild(connection: sa.Connection) -> None:
    """Index everything anew."""
    connection.execute(sa.delete(documents))
    tables: dict[Kind, sa.Table] = {
        "file": files,
        "project": projects,
        "user": users,
        "recipe": recipes,
    }
    for kind, table in tables.items():
        numbers = connection.execute(sa.select(table.c.id).where(*_alive(table))).scalars().all()
        refresh(connection, kind, numbers)
