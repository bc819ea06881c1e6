"""All that is particular to SQLite: how it is opened so that nothing is lost, what its errors
mean, and how its file is looked at without touching it.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from server.store.errors import Busy, CannotWrite, CorruptLibrary, NoSpace, StoreError

MAGIC = b"SQLite format 3\x00"
BUSY_MS = 5000
PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",
)

UNTOUCHED = "What is in it was left untouched."


def make_engine(url: sa.URL, **options: Any) -> sa.Engine:
    """An engine whose transactions begin and end where they are told to.

    Transactions with the execution option ``writes`` take the one place of the writer at once,
    so that none can fail half-way for want of it.
    """
    engine = sa.create_engine(url, connect_args={"check_same_thread": False}, **options)
    sa.event.listen(engine, "connect", _connected)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _connected(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # or sqlite3 would begin and commit by itself
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def meaning(error: BaseException, where: str) -> StoreError | None:
    """What SQLite's ``error`` means to the owner of the library at ``where``; None if unknown."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    text = str(error)
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return corrupt(where, text)
    if code == sqlite3.SQLITE_FULL:
        return NoSpace(f"The disk is full: the library {where} keeps what it had ({text}).")
    if code == sqlite3.SQLITE_IOERR:
        return NoSpace(
            f"The disk refused what was to be written to the library {where}; perhaps it is "
            f"full. The library keeps what it had ({text})."
        )
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return CannotWrite(f"The library {where} cannot be written ({text}). {UNTOUCHED}")
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return Busy(f"Another program is writing to the library {where}. Try again in a moment.")
    return None


def corrupt(where: str, why: str) -> CorruptLibrary:
    """The error for a file that is damaged or something else."""
    return CorruptLibrary(
        f"The library {where} is damaged or is no library ({why}). {UNTOUCHED} Move the file "
        "away to begin anew, or put a copy in its place."
    )


def revision_of(path: Path) -> str | None:
    """The migration that the database at ``path`` has reached; None where there is none yet.

    Looks without changing anything. Raises CorruptLibrary for what is no library.
    """
    if not path.exists() or path.stat().st_size == 0:
        return None
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise corrupt(str(path), "it is no SQLite database")
    try:
        with closing(sqlite3.connect(_looking(path), uri=True)) as database:
            tables = {row[0] for row in database.execute("SELECT name FROM sqlite_schema")}
            if not tables:
                return None
            if "alembic_version" not in tables:
                raise corrupt(str(path), "it holds other tables")
            row = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise meaning(error, str(path)) or corrupt(str(path), str(error)) from error
    return row[0] if row else None


def _looking(path: Path) -> str:
    """The address under which SQLite does not write, not even files of its own beside it.

    It needs those where other programs have the database open, or were killed: but then they
    are there already.
    """
    alone = not path.with_name(path.name + "-wal").exists()
    return f"{path.absolute().as_uri()}?{'immutable=1' if alone else 'mode=ro'}"


def backup(path: Path, target: Path) -> None:
    """Copy the database at ``path``, when it is sound, to ``target``: whole or not at all."""
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    make_private(partial)
    try:
        with (
            closing(sqlite3.connect(_looking(path), uri=True)) as source,
            closing(sqlite3.connect(partial)) as copy,
        ):
            found = source.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                raise corrupt(str(path), found)
            source.backup(copy)
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    except sqlite3.Error as error:
        raise meaning(error, str(path)) or corrupt(str(path), str(error)) from error
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(target.parent)


def make_private(path: Path) -> None:
    """Make the file at ``path``, if there is none, for its owner's eyes alone."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}. {UNTOUCHED}") from error


def sync_folder(folder: Path) -> None:
    """Make sure that the names in ``folder`` outlast a power failure, where the system can."""
    if os.name == "nt":
        return  # Windows cannot open folders
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def has_full_text(connection: sa.Connection) -> bool:
    """Whether this SQLite was built with FTS5."""
    rows = connection.exec_driver_sql("PRAGMA compile_options").scalars()
    return "ENABLE_FTS5" in set(rows)
