"""Small things to remember under a name: what was chosen for files of a shape, for instance."""

from typing import Any

import sqlalchemy as sa

from server.store.database import Database
from server.store.schema import memory


class Memory:
    """Values of JSON by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> Any:
        """What was kept under ``key``; None if nothing was."""
        with self._database.reading() as connection:
            return recall(connection, key)

    def put(self, key: str, value: Any) -> None:
        """Keep ``value``; None forgets."""
        with self._database.writing() as writing:
            keep(writing.connection, key, value)


def recall(connection: sa.Connection, key: str) -> Any:
    """What was kept under ``key``; None if nothing was."""
    statement = sa.select(memory.c.value).where(memory.c.key == key)
    return connection.execute(statement).scalar_one_or_none()


def keep(connection: sa.Connection, key: str, value: Any) -> None:
    """Keep ``value`` under ``key``; None forgets."""
    connection.execute(sa.delete(memory).where(memory.c.key == key))
    if value is not None:
        connection.execute(sa.insert(memory).values(key=key, value=value))
