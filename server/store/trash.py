"""Removing things, bringing them back, and at last deleting them.

What is removed together comes back together. The user's own files are never touched: only
copies in the library's own folder are deleted, when nothing refers to them any more.
"""

from collections import Counter
from collections.abc import Collection, Sequence

import sqlalchemy as sa

from server.errors import InputError, NotFound
from server.store import texts
from server.store.database import Database
from server.store.errors import Conflict
from server.store.notes import index_noted
from server.store.rows import Writing, live
from server.store.schema import files, notes, projects, recipes, removals
from server.store.things import LOCAL_USER, Kind, Removal
from server.store.uploads import Uploads

TABLES: dict[Kind, sa.Table] = {
    "project": projects,
    "file": files,
    "note": notes,
    "recipe": recipes,
}


class Trash:
    """What was removed from a library."""

    def __init__(self, database: Database, uploads: Uploads) -> None:
        self._database = database
        self._uploads = uploads

    def remove(
        self,
        kind: Kind,
        numbers: Sequence[int],
        *,
        revision: int | None = None,
        user: int = LOCAL_USER,
    ) -> Removal:
        """Remove things of one kind; a project goes with its files.

        ``revision`` is for one thing alone. Raises NotFound, Conflict, InputError; then nothing
        was removed.
        """
        numbers = list(dict.fromkeys(numbers))
        if kind not in TABLES or not numbers:
            raise InputError("kind" if numbers else "numbers", "names nothing to remove")
        with self._database.writing() as writing:
            words = _words(writing.connection, kind, numbers)
            statement = sa.insert(removals).values(user_id=user, words=words, time=writing.moment)
            number = writing.connection.execute(statement.returning(removals.c.id)).scalar_one()
            for one in numbers:
                row = live(writing.connection, TABLES[kind], one)
                writing.change(TABLES[kind], one, {"removal_id": number}, revision)
                if kind == "note":
                    index_noted(writing.connection, row)
                elif kind == "project":
                    _move(writing, files, files.c.project_id == one, None, number)
            _index(writing.connection, number)
            return _removals(writing.connection, number)[0]

    def list(self) -> tuple[Removal, ...]:
        """What can be brought back, the last removed first."""
        with self._database.reading() as connection:
            return _removals(connection)

    def get(self, number: int) -> Removal:
        """One removal that can be undone. Raises NotFound."""
        with self._database.reading() as connection:
            _existing(connection, number)
            return _removals(connection, number)[0]

    def undo(self, number: int) -> None:
        """Bring back what was removed.

        Raises NotFound if there is no such removal; Conflict if what it belongs to was removed
        later: that has to come back first.
        """
        with self._database.writing() as writing:
            _existing(writing.connection, number)
            _check_owners(writing.connection, number)
            rows = writing.connection.execute(
                sa.select(notes).where(notes.c.removal_id == number)
            ).all()
            found = {kind: _numbers(writing.connection, kind, number) for kind in TABLES}
            for table in TABLES.values():
                _move(writing, table, sa.true(), number, None)
            writing.connection.execute(sa.delete(removals).where(removals.c.id == number))
            for kind in ("project", "file", "recipe"):
                texts.refresh(writing.connection, kind, found[kind])
            for row in rows:
                index_noted(writing.connection, row)

    def purge(self, number: int) -> None:
        """Delete for good what was removed. Raises NotFound."""
        with self._database.writing() as writing:
            _existing(writing.connection, number)
            doomed = sa.or_(
                files.c.removal_id == number,
                files.c.project_id.in_(
                    sa.select(projects.c.id).where(projects.c.removal_id == number)
                ),
            )
            statement = sa.select(files.c.path).where(files.c.place == "uploaded", doomed)
            paths = set(writing.connection.execute(statement).scalars())
            # What it removed goes along, and what belongs to that.
            writing.connection.execute(sa.delete(removals).where(removals.c.id == number))
            kept = [sa.select(table.c.removal_id) for table in TABLES.values()]
            empty = [
                removals.c.id.not_in(k.where(k.selected_columns[0].is_not(None))) for k in kept
            ]
            writing.connection.execute(sa.delete(removals).where(*empty))
        self.delete_unused(paths)

    def delete_unused(self, paths: Collection[str]) -> None:
        """Delete those of the uploads at ``paths`` that no file, removed or not, refers to."""
        # As the writer: meanwhile nobody can take in a file with the same content.
        with self._database.writing() as writing:
            statement = sa.select(files.c.path)
            statement = statement.where(files.c.place == "uploaded", files.c.path.in_(paths))
            used = set(writing.connection.execute(statement).scalars())
            for path in set(paths) - used:
                self._uploads.delete(path)


def _existing(connection: sa.Connection, number: int) -> None:
    if connection.execute(sa.select(removals).where(removals.c.id == number)).first() is None:
        raise NotFound("There is nothing to bring back: it was brought back or deleted before.")


def _numbers(connection: sa.Connection, kind: Kind, removal: int) -> Sequence[int]:
    table = TABLES[kind]
    statement = sa.select(table.c.id).where(table.c.removal_id == removal)
    return connection.execute(statement.order_by(table.c.id)).scalars().all()


def _move(
    writing: Writing,
    table: sa.Table,
    which: sa.ColumnElement[bool],
    old: int | None,
    new: int | None,
) -> None:
    """Change the removal that rows belong to."""
    moment = sa.bindparam("moment", writing.moment, table.c.updated.type)
    updated = sa.case((table.c.updated > moment, table.c.updated), else_=moment)
    statement = sa.update(table).where(table.c.removal_id.is_not_distinct_from(old), which)
    values = {"removal_id": new, "revision": table.c.revision + 1, "updated": updated}
    writing.connection.execute(statement.values(values))


def _index(connection: sa.Connection, removal: int) -> None:
    """Let nobody find what was removed."""
    for kind in ("project", "file", "recipe"):
        texts.refresh(connection, kind, _numbers(connection, kind, removal))


def _check_owners(connection: sa.Connection, removal: int) -> None:
    """Raise Conflict if what comes back would belong to something that is still removed."""
    for table, owner, link in (
        (files, projects, "project_id"),
        (notes, projects, "project_id"),
        (notes, files, "file_id"),
    ):
        statement = (
            sa.select(owner.c.title)
            .join(table, table.c[link] == owner.c.id)
            .where(
                table.c.removal_id == removal,
                owner.c.removal_id.is_not(None),
                owner.c.removal_id != removal,
            )
        )
        title = connection.execute(statement).scalar()
        if title is not None:
            raise Conflict(
                f"It belongs to “{title}”, which was removed too: bring that back first."
            )


def _words(connection: sa.Connection, kind: Kind, numbers: Sequence[int]) -> str:
    """What is removed, for people."""
    row = live(connection, TABLES[kind], numbers[0])
    name = row.text if kind == "note" else row.title
    short = name if len(name) <= 60 else name[:59].rstrip() + "…"
    others = len(numbers) - 1
    return f"{kind} “{short}”" + (f" and {others} more" if others else "")


def _removals(connection: sa.Connection, number: int | None = None) -> tuple[Removal, ...]:
    """All removals, or the one of that number, the last first, with how much each removed."""
    things: Counter[int] = Counter()
    for table in TABLES.values():
        which = table.c.removal_id
        statement = sa.select(which, sa.func.count()).where(which.is_not(None)).group_by(which)
        if number is not None:
            statement = statement.where(which == number)
        found = connection.execute(statement)
        things.update({row[0]: row[1] for row in found})
    statement = sa.select(removals).order_by(removals.c.id.desc())
    if number is not None:
        statement = statement.where(removals.c.id == number)
    return tuple(
        Removal(row.id, row.time, row.user_id, row.words, things[row.id])
        for row in connection.execute(statement)
    )
