"""Notes: what somebody remarks about a file or about a project."""

import sqlalchemy as sa

from server.errors import InputError
from server.store import texts
from server.store.database import Database
from server.store.loading import Row, note_of
from server.store.rows import live, text
from server.store.schema import files, notes, projects
from server.store.things import LOCAL_USER, Note


class Notes:
    """The notes of a library. Removing them is the trash's affair."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, number: int) -> Note:
        """The note of that number. Raises NotFound."""
        with self._database.reading() as connection:
            return note_of(live(connection, notes, number))

    def of(self, *, file: int | None = None, project: int | None = None) -> tuple[Note, ...]:
        """The notes about a file or about a project, the oldest first."""
        about = notes.c.project_id == project if file is None else notes.c.file_id == file
        statement = sa.select(notes).where(about, notes.c.removal_id.is_(None))
        with self._database.reading() as connection:
            rows = connection.execute(statement.order_by(notes.c.id))
            return tuple(note_of(row) for row in rows)

    def add(
        self,
        words: str,
        *,
        file: int | None = None,
        project: int | None = None,
        user: int = LOCAL_USER,
    ) -> Note:
        """Remark something about a file or about a project. Raises InputError, NotFound."""
        table, number = (projects, project) if file is None else (files, file)
        if number is None or (file is not None and project is not None):
            raise InputError("file", "or a project is to be noted about, one of them")
        with self._database.writing() as writing:
            live(writing.connection, table, number)
            links = {"file_id": file, "project_id": project, "user_id": user}
            added = writing.insert(notes, **links, text=_said(words))
            row = live(writing.connection, notes, added)
            index_noted(writing.connection, row)
            return note_of(row)

    def change(self, number: int, words: str, revision: int | None = None) -> Note:
        """Say it otherwise. Raises InputError, NotFound, Conflict."""
        with self._database.writing() as writing:
            writing.change(notes, number, {"text": _said(words)}, revision)
            row = live(writing.connection, notes, number)
            index_noted(writing.connection, row)
            return note_of(row)


def index_noted(connection: sa.Connection, note: Row) -> None:
    """Index anew what the note is about."""
    if note.file_id is None:
        texts.refresh(connection, "project", [note.project_id])
    else:
        texts.refresh(connection, "file", [note.file_id])


def _said(words: str) -> str:
    if not words.strip():
        raise InputError("text", "is empty")
    return text(words, "text")
