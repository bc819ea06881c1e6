"""Bringing a library up to date: all of it or nothing, never a newer one, never what is none."""

import hashlib
import shutil
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from server.config import Settings
from server.store import migrate, sqlite
from server.store.database import NAME
from server.store.errors import CannotWrite, CorruptLibrary, NewerLibrary
from server.store.library import Library
from server.store.schema import HEAD, metadata
from tests.store.databases import about_files


def prepare(path, **options):
    migrate.prepare(sa.URL.create("sqlite", database=str(path)), **options)


def query(path, statement):
    with closing(sqlite3.connect(path)) as database, database:
        return database.execute(statement).fetchall()


def files_below(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def old(tmp_path):
    """A library of the first version, with one person and a project in it."""
    path = tmp_path / NAME
    prepare(path, head="0001")
    query(path, "INSERT INTO users VALUES (1, 1, 0, 0, 'Ada', '')")
    query(path, "INSERT INTO projects VALUES (1, 1, 0, 0, 'Bridge', 'bridge', '', 0, NULL)")
    return path


def test_the_newest_migration_is_the_one_that_the_program_expects():
    script = ScriptDirectory.from_config(migrate.configuration())
    assert script.get_current_head() == HEAD
    assert {found.revision for found in script.walk_revisions()} == migrate._known(
        migrate.MIGRATIONS
    )


def test_the_migrations_make_the_tables_that_the_program_knows(library):
    def is_ours(_object, name, kind, _reflected, _other):
        return not (kind == "table" and name.startswith("texts"))  # SQLite's index

    with library.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        assert compare_metadata(context, metadata) == []


def test_every_table_can_stand_in_postgresql():
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateTable

    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_an_older_library_is_copied_and_then_migrated(old):
    before = old.read_bytes()
    library = Library.open(Settings(data_dir=old.parent))
    assert library.users.get(1).name == "Ada"
    assert library.finder.find("bridge").total == 1
    assert {project.title for project in library.projects.all()} == {"Bridge", "Samples"}
    library.close()
    copy = old.with_name(f"{NAME}.before-{HEAD}")
    assert query(copy, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert query(copy, "SELECT name FROM users") == [("Ada",)]
    assert copy.stat().st_mode & 0o777 == 0o600
    assert before != old.read_bytes()


def test_a_migration_that_fails_leaves_everything_as_it_was(old, tmp_path):
    migrations = shutil.copytree(migrate.MIGRATIONS, tmp_path / "migrations")
    (migrations / "versions" / "m0003_fails.py").write_text(
        "from alembic import op\n"
        "revision, down_revision = '0003', '0002'\n"
        "def upgrade():\n"
        "    op.execute('DELETE FROM users')\n"
        "    op.execute('CREATE TABLE half (id)')\n"
        "    raise OSError('power failure')\n"
    )
    tables = query(old, "SELECT name FROM sqlite_schema")
    with pytest.raises(OSError, match="power failure"):
        prepare(old, migrations=migrations, head="0003")
    assert query(old, "SELECT name FROM sqlite_schema") == tables
    assert query(old, "SELECT name FROM users") == [("Ada",)]
    assert query(old, "SELECT version_num FROM alembic_version") == [("0001",)]
    prepare(old)
    assert query(old, "SELECT version_num FROM alembic_version") == [(HEAD,)]


@about_files
def test_a_newer_library_is_refused_untouched(folder):
    query(folder / NAME, "UPDATE alembic_version SET version_num = '9999'")
    before = files_below(folder)
    with pytest.raises(NewerLibrary, match="a later version of Sigmascope"):
        Library.open(Settings(data_dir=folder))
    assert files_below(folder) == before


SCRAPS = {
    "text": b"x,y\n1,2\n" * 100,
    "zeros": bytes(8192),
    "header alone": sqlite.MAGIC + bytes(10),
}


@pytest.mark.parametrize("content", SCRAPS.values(), ids=SCRAPS)
def test_what_is_no_library_is_refused_untouched(tmp_path, content):
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(CorruptLibrary, match="left untouched"):
        Library.open(Settings(data_dir=tmp_path))
    assert files_below(tmp_path) == {NAME: hashlib.sha256(content).hexdigest()}


def test_another_programs_database_is_refused_untouched(tmp_path):
    query(tmp_path / NAME, "CREATE TABLE other (id)")
    before = files_below(tmp_path)
    with pytest.raises(CorruptLibrary, match="other tables"):
        Library.open(Settings(data_dir=tmp_path))
    assert files_below(tmp_path) == before


@about_files
@pytest.mark.parametrize("table", ["sqlite_schema", "users", "projects", "files", "documents"])
def test_a_damaged_library_is_told_and_left_as_it_is(folder, table):
    find = f"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'"
    page = query(folder / NAME, find)[0][0] if table != "sqlite_schema" else 1
    content = bytearray((folder / NAME).read_bytes())
    start = (page - 1) * 4096 + (100 if page == 1 else 0)
    content[start : start + 3000] = b"\xa5" * 3000
    (folder / NAME).write_bytes(content)
    with pytest.raises(CorruptLibrary, match="is damaged"):
        use_all(folder)
    assert (folder / NAME).read_bytes() == content


def use_all(folder):
    """Read everything in a library."""
    library = Library.open(Settings(data_dir=folder))
    try:
        with library.database.reading() as connection:
            for (name,) in connection.exec_driver_sql(
                "SELECT name FROM sqlite_schema WHERE type = 'table'"
            ).all():
                connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()
        library.finder.find("co2")
    finally:
        library.close()


def test_a_damaged_library_is_not_migrated(old):
    size = old.stat().st_size
    with old.open("rb+") as file:
        file.seek(size - 4096)
        file.write(b"\xa5" * 4096)
    before = files_below(old.parent)
    with pytest.raises(CorruptLibrary):
        prepare(old)
    assert files_below(old.parent) == before


@pytest.mark.parametrize("address", ["nonsense", "://", "sqlite://:bad:port:x/"])
def test_an_address_that_is_none_is_told(tmp_path, address):
    with pytest.raises(CannotWrite, match="setting “database”"):
        Library.open(Settings(data_dir=tmp_path, database=address))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense://lab/library", "No kind of database is known"),
        ("postgresql+asyncpg_is_not_here://lab/library", "No kind of database is known"),
        ("mysql+pymysql://me:secret@lab/library", "needs a driver that is not installed"),
    ],
)
def test_a_kind_of_database_that_cannot_be_used_is_told(tmp_path, address, words):
    with pytest.raises(CannotWrite, match=words) as told:
        Library.open(Settings(data_dir=tmp_path, database=address))
    assert "secret" not in str(told.value)


def test_the_library_can_lie_elsewhere(tmp_path):
    settings = Settings(data_dir=tmp_path / "a", database=f"sqlite:///{tmp_path}/b/lab.sqlite3")
    library = Library.open(settings)
    assert library.uploads.folder == tmp_path / "b" / "files"
    library.close()
    assert (tmp_path / "b" / "lab.sqlite3").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "a").exists()
