"""Those who put files in, the person at this computer first."""

import sqlalchemy as sa

from server.store import texts
from server.store.database import Database
from server.store.loading import user_of
from server.store.rows import MAX_TITLE, live, text, titled
from server.store.schema import files, users
from server.store.things import User


class Users:
    """The users of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[User, ...]:
        """All users, by number."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(users).order_by(users.c.id))
            return tuple(user_of(row) for row in rows)

    def get(self, number: int) -> User:
        """The user of that number. Raises NotFound."""
        with self._database.reading() as connection:
            return user_of(live(connection, users, number))

    def of(self, project: int) -> tuple[User, ...]:
        """Those who have put files into the project, by number."""
        theirs = sa.select(files.c.user_id).where(
            files.c.project_id == project, files.c.removal_id.is_(None)
        )
        with self._database.reading() as connection:
            rows = connection.execute(
                sa.select(users).where(users.c.id.in_(theirs)).order_by(users.c.id)
            )
            return tuple(user_of(row) for row in rows)

    def create(self, name: str, about: str = "") -> User:
        """Add a user. Raises InputError."""
        values = {"name": _name(name), "about": text(about, "about")}
        with self._database.writing() as writing:
            number = writing.insert(users, **values)
            texts.refresh(writing.connection, "user", [number])
            return user_of(live(writing.connection, users, number))

    def change(
        self,
        number: int,
        *,
        name: str | None = None,
        about: str | None = None,
        revision: int | None = None,
    ) -> User:
        """Change what is given. Raises InputError, NotFound, Conflict."""
        values = {} if name is None else {"name": _name(name)}
        if about is not None:
            values["about"] = text(about, "about")
        with self._database.writing() as writing:
            writing.change(users, number, values, revision)
            texts.refresh(writing.connection, "user", [number])
            return user_of(live(writing.connection, users, number))


def _name(name: str) -> str:
    return text(titled(name, "name")["title"], "name", MAX_TITLE)
