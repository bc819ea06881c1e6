"""The samples that come with the program, as a project of the library.

What was once put there is not put there again: neither the project nor a file comes back after
its owner removed it. Files that a later version brings are added while the project is there.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from server.store import memory, texts
from server.store.database import Database
from server.store.files import Files
from server.store.identity import Fingerprint
from server.store.rows import Writing, titled
from server.store.schema import projects, users
from server.store.terms import NewFile
from server.store.things import Column

KEY = "samples"
OWN = ("title", "description", "source", "licence", "tags")  # of a file, besides what is described


def install(database: Database, files: Files, catalogue: Path) -> None:
    """Add the samples of ``catalogue`` that were never added before."""
    content = catalogue.read_bytes()
    fingerprint = hashlib.sha256(content).hexdigest()
    with database.reading() as connection:
        known = memory.recall(connection, KEY)
    if known and known["catalogue"] == fingerprint:
        return
    with database.writing() as writing:
        known = memory.recall(writing.connection, KEY) or {"files": []}
        found = json.loads(content)
        project = _project(writing, found["projects"][0], bool(known["files"]))
        if project is not None:
            new = [entry for entry in found["files"] if entry["name"] not in known["files"]]
            people = {user["id"]: user for user in found["users"]}
            numbers = [_add(writing, files, project, entry, people) for entry in new]
            texts.refresh(writing.connection, "file", numbers)
        names = sorted({*known["files"], *(entry["name"] for entry in found["files"])})
        memory.keep(writing.connection, KEY, {"catalogue": fingerprint, "files": names})


def _project(writing: Writing, entry: Mapping[str, Any], known: bool) -> int | None:
    """The project of the samples; None if its owner removed it."""
    statement = sa.select(projects.c.id).where(projects.c.samples, projects.c.removal_id.is_(None))
    number = writing.connection.execute(statement).scalar()
    if number is None and not known:
        values = {**titled(entry["title"]), "description": entry["description"]}
        number = writing.insert(projects, **values, samples=True)
        texts.refresh(writing.connection, "project", [number])
    return number


def _user(writing: Writing, entry: Mapping[str, Any]) -> int:
    """The user of that name, added if need be."""
    statement = sa.select(users.c.id).where(users.c.name == entry["name"], users.c.id != 1)
    number = writing.connection.execute(statement.order_by(users.c.id).limit(1)).scalar()
    if number is None:
        number = writing.insert(users, name=entry["name"], about=entry["about"])
        texts.refresh(writing.connection, "user", [number])
    return number


def _add(
    writing: Writing,
    files: Files,
    project: int,
    entry: Mapping[str, Any],
    people: Mapping[int, Mapping[str, Any]],
) -> int:
    path = files.folders["sample"] / entry["name"]
    other = {*OWN, "id", "project", "user", "name", "columns", "size", "sha256"}
    return files.insert(
        writing,
        NewFile(
            project,
            entry["name"],
            Fingerprint(entry["size"], path.stat().st_mtime_ns, entry["sha256"]),
            user=_user(writing, people[entry["user"]]),
            place="sample",
            columns=[Column(**column) for column in entry["columns"]],
            described={key: value for key, value in entry.items() if key not in other},
            **{key: entry[key] for key in OWN},
        ),
    )
