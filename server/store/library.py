"""The library: everything that is remembered, behind one door.

It is opened when it is first used: what speaks to databases takes longer to import than the
first page to make, and a library that is damaged must not keep the rest of the program from
starting. So nothing here imports the other parts before that.
"""

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from server.config import Settings

if TYPE_CHECKING:
    from server.store.checksums import Checksums
    from server.store.database import Database
    from server.store.files import Files
    from server.store.find import Finder
    from server.store.listing import Listing
    from server.store.memory import Memory
    from server.store.notes import Notes
    from server.store.parts import Parts
    from server.store.projects import Projects
    from server.store.recents import Recents
    from server.store.recipes import Recipes
    from server.store.tagging import Tags
    from server.store.trash import Trash
    from server.store.uploads import Uploads
    from server.store.users import Users


class Library:
    """The library that ``settings`` name, made at the first time, with the samples.

    ``shipped`` is the samples' folder, with their catalogue. Threads may share a library.
    Whoever uses a part of one that cannot be opened gets a StoreError with words for its owner;
    what is in it stays as it is, and the next use tries again.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime] | None = None,
        shipped: Path | None = None,
    ) -> None:
        self._settings, self._clock, self._shipped = settings, clock, shipped
        self._opening = threading.Lock()
        self._opened: Parts | None = None

    @classmethod
    def open(
        cls,
        settings: Settings,
        clock: Callable[[], datetime] | None = None,
        shipped: Path | None = None,
    ) -> "Library":
        """The library, opened at once. Raises StoreError."""
        library = cls(settings, clock, shipped)
        library._parts()
        return library

    def _parts(self) -> "Parts":
        with self._opening:
            if self._opened is None:
                from server.store.parts import open_parts

                self._opened = open_parts(self._settings, self._clock, self._shipped)
            return self._opened

    @property
    def database(self) -> "Database":
        """What all the others stand on."""
        return self._parts().database

    @property
    def uploads(self) -> "Uploads":
        """What was uploaded, as files."""
        return self._parts().uploads

    @property
    def users(self) -> "Users":
        """Those who put files in."""
        return self._parts().users

    @property
    def projects(self) -> "Projects":
        """Files that belong together."""
        return self._parts().projects

    @property
    def files(self) -> "Files":
        """The files, one at a time."""
        return self._parts().files

    @property
    def checksums(self) -> "Checksums":
        """Those of large files, taken in the background."""
        return self._parts().checksums

    @property
    def listing(self) -> "Listing":
        """The files, many at a time."""
        return self._parts().listing

    @property
    def tags(self) -> "Tags":
        """The words that files share."""
        return self._parts().tags

    @property
    def notes(self) -> "Notes":
        """What was remarked."""
        return self._parts().notes

    @property
    def recipes(self) -> "Recipes":
        """Saved states of views."""
        return self._parts().recipes

    @property
    def recents(self) -> "Recents":
        """What was open last."""
        return self._parts().recents

    @property
    def trash(self) -> "Trash":
        """What was removed and can come back."""
        return self._parts().trash

    @property
    def memory(self) -> "Memory":
        """Small things to remember."""
        return self._parts().memory

    @property
    def finder(self) -> "Finder":
        """The search."""
        return self._parts().finder

    def close(self) -> None:
        """Close the database, if it was opened; the next use opens it again."""
        with self._opening:
            if self._opened is not None:
                self._opened.checksums.stop()
                self._opened.database.close()
            self._opened = None
