"""Files: taken in, described, renamed, moved and tagged. The user's own file is never touched."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

import sqlalchemy as sa

from server.errors import NotFound
from server.store import tagging, texts
from server.store.database import Database
from server.store.identity import Fingerprint
from server.store.loading import Folders, files_of, load_files
from server.store.rows import Writing, live, plain, text, titled
from server.store.schema import columns as columns_table
from server.store.schema import files, projects, users
from server.store.terms import FileChange, NewFile
from server.store.things import Column, File


class Files:
    """The files of a library. Listing them is in listing.py, removing them the trash's affair."""

    def __init__(self, database: Database, folders: Folders) -> None:
        self._database = database
        self.folders = folders

    def get(self, number: int) -> File:
        """The file of that number. Raises NotFound."""
        with self._database.reading() as connection:
            return self.loaded(connection, number)

    def load(self, connection: sa.Connection, numbers: Collection[int]) -> dict[int, File]:
        """Files by number; those that are not there are left out."""
        return load_files(connection, numbers, self.folders)

    def loaded(self, connection: sa.Connection, number: int) -> File:
        """The file of that number, as this connection sees it. Raises NotFound."""
        return files_of(connection, [live(connection, files, number)], self.folders)[number]

    def at(self, path: Path) -> tuple[File, ...]:
        """The files that are opened in place from ``path``, by number."""
        return self._where(files.c.place == "in place", files.c.path == str(path))

    def same(self, sha256: str) -> tuple[File, ...]:
        """The files of this content, wherever they lie or lay, by number."""
        return self._where(files.c.sha256 == sha256) if sha256 else ()

    def of_size(self, size: int) -> tuple[File, ...]:
        """The files that are opened in place and have ``size`` bytes, by number."""
        return self._where(files.c.place == "in place", files.c.size == size)

    def _where(self, *conditions: sa.ColumnElement[bool]) -> tuple[File, ...]:
        statement = sa.select(files).where(files.c.removal_id.is_(None), *conditions)
        with self._database.reading() as connection:
            rows = connection.execute(statement.order_by(files.c.id)).all()
            return tuple(files_of(connection, rows, self.folders).values())

    def add(self, new: NewFile) -> File:
        """Take a file in. Raises InputError; NotFound if there is no such project or user."""
        with self._database.writing() as writing:
            number = self.insert(writing, new)
            texts.refresh(writing.connection, "file", [number])
            return self.loaded(writing.connection, number)

    def insert(self, writing: Writing, new: NewFile) -> int:
        """Take a file in, without indexing it; its number. Raises as ``add``."""
        live(writing.connection, projects, new.project)
        live(writing.connection, users, new.user)
        name = new.name or PurePath(new.path).name
        if new.place == "uploaded" and not (self.folders["uploaded"] / new.path).exists():
            raise NotFound(f"What was uploaded as {name} is not there any more.")
        number = writing.insert(
            files,
            project_id=new.project,
            user_id=new.user,
            place=new.place,
            path=text(str(new.path), "path"),
            name=text(name, "name"),
            format=new.format or PurePath(name).suffix.removeprefix(".").upper(),
            **titled(new.title or name),
            description=text(new.description, "description"),
            source=text(new.source, "source"),
            licence=text(new.licence, "licence"),
            described=plain(new.described or {}, "described"),
            **_fingerprint(new.fingerprint),
        )
        _set_columns(writing, number, new.columns)
        tagging.set_tags(writing.connection, number, new.tags)
        return number

    def change(self, number: int, change: FileChange, revision: int | None = None) -> File:
        """Rename, annotate, move to another project, tag. Raises InputError, NotFound, Conflict."""
        values: dict[str, Any] = {} if change.title is None else titled(change.title)
        for field in ("description", "source", "licence"):
            value = getattr(change, field)
            if value is not None:
                values[field] = text(value, field)
        with self._database.writing() as writing:
            if change.project is not None:
                live(writing.connection, projects, change.project)
                values["project_id"] = change.project
            writing.change(files, number, values, revision)
            if change.tags is not None:
                tagging.set_tags(writing.connection, number, change.tags)
            texts.refresh(writing.connection, "file", [number])
            return self.loaded(writing.connection, number)

    def describe(
        self,
        number: int,
        described: Mapping[str, Any],
        columns: Sequence[Column],
        revision: int | None = None,
    ) -> File:
        """Keep what a reader has found in the file. Raises NotFound, Conflict."""
        with self._database.writing() as writing:
            writing.change(files, number, {"described": plain(described, "described")}, revision)
            _set_columns(writing, number, columns)
            texts.refresh(writing.connection, "file", [number])
            return self.loaded(writing.connection, number)

    def locate(
        self, number: int, found: Fingerprint, path: Path | None = None, revision: int | None = None
    ) -> File:
        """Accept the file as it is now, or where it is now. Raises NotFound, Conflict."""
        values: dict[str, Any] = _fingerprint(found)
        if path is not None:
            values |= {"path": text(str(path), "path"), "place": "in place", "name": path.name}
        with self._database.writing() as writing:
            writing.change(files, number, values, revision)
            texts.refresh(writing.connection, "file", [number])
            return self.loaded(writing.connection, number)

    def drawn(self, file: File, described: Mapping[str, Any]) -> None:
        """Keep what pages have drawn of a file that nobody has changed since ``file`` was read.

        This is no change of what is said of the file: its revision stays.
        """
        still = (files.c.id == file.id, files.c.revision == file.revision)
        values = {"described": plain(described, "described")}
        with self._database.writing() as writing:
            writing.connection.execute(sa.update(files).where(*still).values(**values))

    def summed(self, number: int, found: Fingerprint) -> None:
        """Keep a check sum that was taken later, where the file is still the one known.

        This is no change of what is said of the file: its revision stays.
        """
        known = (files.c.id == number, files.c.size == found.size)
        still = (*known, files.c.mtime_ns == found.mtime_ns)
        statement = sa.update(files).where(*still).values(sha256=found.sha256)
        with self._database.writing() as writing:
            writing.connection.execute(statement)


def _fingerprint(found: Fingerprint) -> dict[str, int | str]:
    return {"size": found.size, "mtime_ns": found.mtime_ns, "sha256": found.sha256}


def _set_columns(writing: Writing, number: int, columns: Sequence[Column]) -> None:
    old = sa.delete(columns_table).where(columns_table.c.file_id == number)
    writing.connection.execute(old)
    rows = [
        {
            "file_id": number,
            "position": position,
            "name": column.name,
            "title": column.title,
            "unit": column.unit,
            "type": column.type,
            "words": column.words[: texts.MAX_CONTENTS],
            "facts": plain(column.facts, "facts"),
        }
        for position, column in enumerate(columns)
    ]
    if rows:
        writing.connection.execute(sa.insert(columns_table), rows)
