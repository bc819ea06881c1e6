"""Bringing a database up to date: after a backup, all of it or nothing."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from server.store import sqlite
from server.store.errors import CannotWrite, NewerLibrary
from server.store.schema import HEAD

MIGRATIONS = Path(__file__).parent / "migrations"


def prepare(url: sa.URL, migrations: Path = MIGRATIONS, head: str = HEAD) -> None:
    """Make the database at ``url`` what this version of the program expects.

    One that is there already costs a look. An older file is copied to ``NAME.before-HEAD``
    first. Raises NewerLibrary, CorruptLibrary, CannotWrite or NoSpace, and then leaves the
    database as it was.
    """
    if url.get_backend_name() == "sqlite":
        _prepare_file(url, migrations, head)
        return
    engine = _elsewhere(url)
    try:
        try:
            _upgrade(engine, migrations, head)
        except (sa.exc.IntegrityError, sa.exc.ProgrammingError):
            # Another program was making the same tables at the same time, and was faster.
            _upgrade(engine, migrations, head)
    except sa.exc.OperationalError as error:
        where = url.render_as_string(hide_password=True)
        raise CannotWrite(f"The database {where} does not answer: {error.orig}") from error
    finally:
        engine.dispose()


def _elsewhere(url: sa.URL) -> sa.Engine:
    where = url.render_as_string(hide_password=True)
    try:
        return sa.create_engine(url)
    except sa.exc.NoSuchModuleError as error:
        raise CannotWrite(f"No kind of database is known for the address {where}.") from error
    except ImportError as error:
        words = f"The database {where} needs a driver that is not installed here: {error}."
        raise CannotWrite(words) from error


def wait_for_turn(connection: sa.Connection) -> None:
    """Make ``connection`` the one that writes, until its transaction ends.

    SQLite has one writer at a time by itself. Elsewhere whoever writes holds the one row that
    tells the version, which every prepared database has.
    """
    version = sa.table("alembic_version", sa.column("version_num"))
    connection.execute(sa.select(version.c.version_num).with_for_update())


def _prepare_file(url: sa.URL, migrations: Path, head: str) -> None:
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = sqlite.revision_of(path)
    except OSError as error:
        raise CannotWrite(f"The library {path} cannot be opened: {error.strerror}.") from error
    if found == head:
        return
    if found is None:
        sqlite.make_private(path)
    elif found not in _known(migrations):
        raise _newer(str(path))
    else:
        sqlite.backup(path, path.with_name(f"{path.name}.before-{head}"))
    engine = sqlite.make_engine(url)
    try:
        _upgrade(engine, migrations, head)
    except sa.exc.DBAPIError as error:
        known = sqlite.meaning(error.orig, str(path)) if error.orig else None
        if known is None:
            raise
        raise known from error
    finally:
        engine.dispose()


def _newer(where: str) -> NewerLibrary:
    return NewerLibrary(
        f"The library {where} was written by a later version of Sigmascope. It was left "
        "untouched. Install that version, or set another data folder."
    )


def _known(migrations: Path) -> set[str]:
    names = (path.name for path in (migrations / "versions").glob("m*_*.py"))
    return {name.partition("_")[0].removeprefix("m") for name in names}


def _upgrade(engine: sa.Engine, migrations: Path, head: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    config = configuration(migrations)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        # Asked again: another program may have been faster.
        found = _revision(connection)
        if found is not None and found not in _known(migrations):
            raise _newer(engine.url.render_as_string(hide_password=True))
        if found != ScriptDirectory.from_config(config).get_current_head():
            config.attributes["connection"] = connection
            command.upgrade(config, head)


def configuration(migrations: Path = MIGRATIONS) -> Any:
    """Alembic's configuration; ``attributes["connection"]`` is to hold the connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _revision(connection: sa.Connection) -> str | None:
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()
