"""The parts of a library, put together; and what has to be there from the first start on."""

from dataclasses import dataclass
from getpass import getuser
from pathlib import Path

import sqlalchemy as sa

from server import paths
from server.config import Settings
from server.store import memory, samples, texts
from server.store.checksums import Checksums
from server.store.database import Clock, Database, folder_of, url_of, utc_now
from server.store.files import Files
from server.store.find import Finder
from server.store.listing import Listing
from server.store.loading import Folders
from server.store.memory import Memory
from server.store.notes import Notes
from server.store.projects import Projects
from server.store.recents import Recents
from server.store.recipes import Recipes
from server.store.rows import Writing
from server.store.schema import users
from server.store.tagging import Tags
from server.store.things import LOCAL_USER
from server.store.trash import Trash
from server.store.uploads import Uploads
from server.store.users import Users

INDEX_KEY = "index"


@dataclass(frozen=True)
class Parts:
    """What library.Library is made of."""

    database: Database
    uploads: Uploads
    users: Users
    projects: Projects
    files: Files
    checksums: Checksums
    listing: Listing
    tags: Tags
    notes: Notes
    recipes: Recipes
    recents: Recents
    trash: Trash
    memory: Memory
    finder: Finder


def open_parts(settings: Settings, clock: Clock | None, shipped: Path | None) -> Parts:
    """The parts of the library that ``settings`` name. Raises StoreError."""
    url, shipped = url_of(settings), shipped or paths.SAMPLES
    database, uploads = Database(url, clock or utc_now), Uploads(folder_of(url, settings))
    try:
        files = _begin(database, uploads, shipped)
    except BaseException:
        database.close()
        raise
    return Parts(
        database=database,
        uploads=uploads,
        users=Users(database),
        projects=Projects(database),
        files=files,
        checksums=Checksums(files),
        listing=Listing(database, files),
        tags=Tags(database),
        notes=Notes(database),
        recipes=Recipes(database),
        recents=Recents(database, files),
        trash=Trash(database, uploads),
        memory=Memory(database),
        finder=Finder(database, files.folders),
    )


def _begin(database: Database, uploads: Uploads, shipped: Path) -> Files:
    """Add what is missing: the person at this computer, the samples, the index of the texts."""
    with database.reading() as connection:
        indexed = memory.recall(connection, INDEX_KEY) == texts.VERSION
    if not indexed:
        with database.writing() as writing:
            _add_local_user(writing)
            texts.rebuild(writing.connection)
            memory.keep(writing.connection, INDEX_KEY, texts.VERSION)
    folders: Folders = {"in place": Path(), "uploaded": uploads.folder, "sample": shipped}
    files = Files(database, folders)
    samples.install(database, files, shipped / "catalogue.json")
    return files


def _add_local_user(writing: Writing) -> None:
    statement = sa.select(users.c.id).where(users.c.id == LOCAL_USER)
    if writing.connection.execute(statement).first() is None:
        writing.insert(users, name=_login_name(), about="")


def _login_name() -> str:
    try:
        return getuser()
    except (OSError, KeyError):  # a system without names for users
        return "You"
