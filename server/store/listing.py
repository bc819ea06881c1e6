"""Lists of files: some of them, in an order, a page at a time."""

from typing import Any

import sqlalchemy as sa

from server.store.database import Database
from server.store.files import Files
from server.store.loading import files_of
from server.store.schema import file_tags, files, tags
from server.store.search import fold
from server.store.terms import EVERYTHING, Order, Wanted
from server.store.things import Counts, File, Page

LONGEST_PAGE = 1000


class Listing:
    """The lists of a library's files."""

    def __init__(self, database: Database, files: Files) -> None:
        self._database = database
        self._files = files

    def page(
        self,
        wanted: Wanted = EVERYTHING,
        order: Order = "title",
        *,
        descending: bool = False,
        limit: int = 50,
        offset: int = 0,
    ) -> Page[File]:
        """At most ``limit`` of the files, from ``offset`` on."""
        conditions = _conditions(wanted)
        key: sa.ColumnElement[Any] = files.c["sort_key" if order == "title" else order]
        # Files that are alike in the order keep one among themselves: no page shows one twice.
        keys = [key.desc(), files.c.id.desc()] if descending else [key, files.c.id]
        # Numbers first: they come from an index alone, however far the page is from the first.
        statement = sa.select(files.c.id).where(*conditions).order_by(*keys)
        statement = statement.limit(min(limit, LONGEST_PAGE)).offset(offset)
        counting = sa.select(sa.func.count()).select_from(files).where(*conditions)
        with self._database.reading() as connection:
            total = connection.execute(counting).scalar_one()
            numbers = connection.execute(statement).scalars().all()
            found = self._files.load(connection, numbers)
            return Page(tuple(found[number] for number in numbers), total, offset)

    def every(self, wanted: Wanted = EVERYTHING) -> tuple[File, ...]:
        """All of the files, by number: for small libraries and for programs."""
        statement = sa.select(files).where(*_conditions(wanted)).order_by(files.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
            return tuple(files_of(connection, rows, self._files.folders).values())

    def count(self, wanted: Wanted = EVERYTHING) -> Counts:
        """How many they are, and of what size."""
        size = sa.func.coalesce(sa.func.sum(files.c.size), 0)
        statement = sa.select(sa.func.count(), size).select_from(files)
        with self._database.reading() as connection:
            row = connection.execute(statement.where(*_conditions(wanted))).one()
            return Counts(row[0], int(row[1]))

    def formats(self, wanted: Wanted = EVERYTHING) -> dict[str, int]:
        """The formats that there are, with how many files have each."""
        statement = sa.select(files.c.format, sa.func.count()).where(*_conditions(wanted))
        with self._database.reading() as connection:
            rows = connection.execute(statement.group_by(files.c.format).order_by(files.c.format))
            return {row[0]: row[1] for row in rows}


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [files.c.removal_id.is_(None)]
    if wanted.project is not None:
        found.append(files.c.project_id == wanted.project)
    if wanted.user is not None:
        found.append(files.c.user_id == wanted.user)
    if wanted.format is not None:
        found.append(files.c.format == wanted.format)
    if wanted.tag is not None:
        having = sa.select(file_tags.c.file_id).join(tags)
        found.append(files.c.id.in_(having.where(tags.c.folded == fold(wanted.tag))))
    return found
