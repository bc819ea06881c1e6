"""The library: everything that is remembered, behind one door."""

from getpass import getuser
from pathlib import Path

import sqlalchemy as sa

from server import paths
from server.config import Settings
from server.store import memory, samples, texts
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


class Library:
    """Projects, users, files and what is said about them. Threads may share it."""

    def __init__(self, database: Database, uploads: Uploads, shipped: Path) -> None:
        self.database = database
        self.uploads = uploads
        folders: Folders = {"in place": Path(), "uploaded": uploads.folder, "sample": shipped}
        self.users = Users(database)
        self.projects = Projects(database)
        self.files = Files(database, folders)
        self.listing = Listing(database, self.files)
        self.tags = Tags(database)
        self.notes = Notes(database)
        self.recipes = Recipes(database)
        self.recents = Recents(database, self.files)
        self.trash = Trash(database, uploads)
        self.memory = Memory(database)
        self.finder = Finder(database, self.files)

    @classmethod
    def open(
        cls, settings: Settings, clock: Clock = utc_now, shipped: Path | None = None
    ) -> "Library":
        """The library that the settings name, made at the first time, with the samples.

        ``shipped`` is the samples' folder, with their catalogue. Raises StoreError with words
        for the library's owner when it cannot be used; what is in it stays as it is.
        """
        url = url_of(settings)
        shipped = shipped or paths.SAMPLES
        library = cls(Database(url, clock), Uploads(folder_of(url, settings)), shipped)
        try:
            library._begin(shipped / "catalogue.json")
        except BaseException:
            library.close()
            raise
        return library

    def _begin(self, catalogue: Path) -> None:
        with self.database.reading() as connection:
            ready = memory.recall(connection, INDEX_KEY) == texts.VERSION
        if not ready:
            with self.database.writing() as writing:
                _add_local_user(writing)
                texts.rebuild(writing.connection)
                memory.keep(writing.connection, INDEX_KEY, texts.VERSION)
        samples.install(self.database, self.files, catalogue)

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def _add_local_user(writing: Writing) -> None:
    statement = sa.select(users.c.id).where(users.c.id == LOCAL_USER)
    if writing.connection.execute(statement).first() is None:
        writing.insert(users, name=_login_name(), about="")


def _login_name() -> str:
    try:
        return getuser()
    except (OSError, KeyError):  # a system without names for users
        return "You"
