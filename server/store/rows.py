"""Making and changing rows so that no change is lost."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from server.errors import InputError, NotFound
from server.store.errors import Conflict
from server.store.search import fold

NOUNS = {"users": "user", "projects": "project", "files": "file", "notes": "note"}
MAX_TITLE = 500  # characters
MAX_TEXT = 100_000
MAX_ID = 2**31 - 1


@dataclass(frozen=True)
class Writing:
    """One transaction that changes things, and the moment at which it does."""

    connection: sa.Connection
    moment: datetime

    def insert(self, table: sa.Table, **values: Any) -> int:
        """Add a row with revision 1; its id."""
        stamps = {"revision": 1, "created": self.moment, "updated": self.moment}
        statement = sa.insert(table).values(**stamps, **values).returning(table.c.id)
        return int(self.connection.execute(statement).scalar_one())

    def change(
        self, table: sa.Table, number: int, values: Mapping[str, Any], revision: int | None
    ) -> None:
        """Set ``values`` in a row that is still at ``revision``, if one is given.

        Its time of change never goes back, even if the clock does. Raises NotFound, Conflict.
        """
        row = live(self.connection, table, number)
        if revision is not None and row.revision != revision:
            noun = NOUNS.get(table.name, "recipe")
            words = f"This {noun} has been changed since you looked at it."
            raise Conflict(f"{words} Look at it anew, then change it.")
        updated = max(self.moment, row.updated)
        statement = sa.update(table).where(table.c.id == number)
        stamps = {"revision": row.revision + 1, "updated": updated}
        self.connection.execute(statement.values(**values, **stamps))


def live(connection: sa.Connection, table: sa.Table, number: int) -> sa.Row[Any]:
    """The row of that number, unless it was removed. Raises NotFound."""
    statement = sa.select(table).where(table.c.id == number)
    if "removal_id" in table.c:
        statement = statement.where(table.c.removal_id.is_(None))
    row = connection.execute(statement).one_or_none() if 0 <= number <= MAX_ID else None
    if row is None:
        noun = NOUNS.get(table.name, "recipe")
        raise NotFound(f"There is no {noun} number {number}.")
    return row


def titled(title: str, field: str = "title") -> dict[str, str]:
    """A title, trimmed, with the key that sorts by it. Raises InputError if it is no title."""
    plain = " ".join(title.split())
    if not plain:
        raise InputError(field, "is empty")
    return {"title": text(plain, field, MAX_TITLE), "sort_key": sort_key(plain)}


def text(value: str, field: str, most: int = MAX_TEXT) -> str:
    """``value`` if it can be kept. Raises InputError."""
    if len(value) > most:
        raise InputError(field, f"is {len(value):,} characters long", f"up to {most:,}")
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise InputError(field, "holds what is no character")
    return value


def plain(value: Mapping[str, Any], field: str) -> dict[str, Any]:
    """``value`` if JSON has words for it: no NaN, no arrays. Raises InputError."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InputError(field, f"cannot be kept: {error}") from error
    return dict(value)


def sort_key(title: str) -> str:
    """What ``title`` is sorted by: without case and accents, and 2 before 10."""
    return re.sub(r"\d+", lambda digits: f"{int(digits[0]):020d}", fold(title))
