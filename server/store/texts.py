"""The texts that things are found by, and the index of them.

What is indexed is folded and cut into words, so that every database compares alike.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa

from server.store import spelling
from server.store.loading import load
from server.store.schema import TEXTS, documents, files, notes, projects, recipes, users
from server.store.search import fold
from server.store.terms import Findable
from server.store.things import File, Kind, Project, Recipe, User

VERSION = 2  # of how texts are indexed: another one lets libraries index theirs anew
AT_ONCE = 500  # things in one statement
MAX_CONTENTS = 20_000  # characters of the texts in a file's columns
MAX_WORD = 64

EMPTY = dict.fromkeys(TEXTS, "")

Texts = Mapping[str, str]


def of(connection: sa.Connection, kind: Kind, things: Sequence[Findable]) -> dict[int, Texts]:
    """The texts of ``things``, all of one kind, as they were written, the weightiest first."""
    on = {"file": notes.c.file_id, "project": notes.c.project_id}.get(kind)
    said = {} if on is None else _notes(connection, on, [thing.id for thing in things])
    return {thing.id: _of_one(thing, said.get(thing.id, "")) for thing in things}


def _of_one(thing: Findable, said: str) -> Texts:
    match thing:
        case File():
            return _of_file(thing, said)
        case Project():
            return {"title": thing.title, "description": thing.description, "notes": said}
        case User():
            return {"title": thing.name, "description": thing.about}
        case Recipe():
            return {"title": thing.title}


def _of_file(file: File, said: str) -> Texts:
    labels = [", ".join(part for part in (c.title, c.unit) if part) for c in file.columns]
    named = [
        f"{column.name} ({label})" if label else column.name
        for column, label in zip(file.columns, labels, strict=True)
    ]
    return {
        "title": file.title,
        "name": file.name,
        "tags": ", ".join(file.tags),
        "columns": ", ".join(named),
        "description": file.description,
        "notes": said,
        "source": file.provenance.source,
        "contents": " ".join(column.words for column in file.columns)[:MAX_CONTENTS],
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
            for number, texts in of(connection, kind, load(connection, kind, batch)).items()
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
        numbers = connection.execute(sa.select(table.c.id)).scalars().all()
        refresh(connection, kind, numbers)
