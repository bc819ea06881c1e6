"""The database of the library: one writer at a time, any number of readers."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from server.config import Settings
from server.store import migrate, sqlite
from server.store.errors import CannotWrite, StoreError
from server.store.index import index_of
from server.store.rows import Writing

NAME = "library.sqlite3"

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time by the system's clock."""
    return datetime.now(UTC)


def url_of(settings: Settings) -> sa.URL:
    """The database that the settings name; by default a file in the data folder.

    Raises CannotWrite for an address that SQLAlchemy cannot read.
    """
    if not settings.database:
        return sa.URL.create("sqlite", database=str(settings.data_dir / NAME))
    try:
        return sa.make_url(settings.database)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise CannotWrite(f"The setting “database” is no address of a database: {error}") from error


class Database:
    """Connections to the database at ``url``, which is brought up to date at first.

    Raises a StoreError where it cannot be used.
    """

    def __init__(self, url: sa.URL, clock: Clock = utc_now) -> None:
        self.where = url.render_as_string(hide_password=True)
        self._is_file = url.get_backend_name() == "sqlite"
        if self._is_file:
            self.where = str(url.database)
        self._clock = clock
        self._writer = threading.Lock()
        migrate.prepare(url)
        # A server may end connections that nobody used for long: they are asked first.
        make = (
            sqlite.make_engine if self._is_file else partial(sa.create_engine, pool_pre_ping=True)
        )
        encode = partial(json.dumps, ensure_ascii=False, allow_nan=False)
        self.engine = make(url, json_serializer=encode)
        with self.reading() as connection:
            self.index = index_of(connection)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the library, whatever is written meanwhile."""
        with self._explained(), self.engine.connect() as connection:
            if not self._is_file:  # SQLite's transactions are so by themselves
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction whose changes are all kept at the end, or, after an error, none of them.

        When this ends without an error, the changes outlast a power failure.
        """
        with self._writer, self._explained():
            connection = self.engine.connect().execution_options(writes=True)
            with connection, connection.begin():
                if not self._is_file:
                    migrate.wait_for_turn(connection)
                yield Writing(connection, self._clock())

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            known = self.meaning(error)
            if known is None:
                raise
            raise known from error

    def meaning(self, error: sa.exc.DBAPIError) -> StoreError | None:
        """What the database's ``error`` means to the owner of the library."""
        if error.orig is None:
            return None
        if self._is_file:
            return sqlite.meaning(error.orig, self.where)
        if error.connection_invalidated or isinstance(error, sa.exc.OperationalError):
            return CannotWrite(f"The database {self.where} does not answer: {error.orig}")
        return None


def folder_of(url: sa.URL, settings: Settings) -> Path:
    """Where the library keeps what was uploaded: beside a database that is a file."""
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).parent / "files"
    return settings.data_dir / "files"
