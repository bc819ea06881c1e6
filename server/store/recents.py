"""What each user had open last."""

import sqlalchemy as sa

from server.store.database import Database
from server.store.files import Files
from server.store.rows import live
from server.store.schema import files, recents
from server.store.things import LOCAL_USER, File

KEPT = 100  # of each user


class Recents:
    """The files that were open, the last first. A clock that is set back does not matter."""

    def __init__(self, database: Database, files: Files) -> None:
        self._database = database
        self._files = files

    def opened(self, file: int, user: int = LOCAL_USER) -> None:
        """Remember that the file was opened. Raises NotFound."""
        mine = recents.c.user_id == user
        with self._database.writing() as writing:
            live(writing.connection, files, file)
            newest = sa.select(sa.func.coalesce(sa.func.max(recents.c.turn), 0)).where(mine)
            turn = writing.connection.execute(newest).scalar_one() + 1
            old = sa.or_(recents.c.file_id == file, recents.c.turn <= turn - KEPT)
            writing.connection.execute(sa.delete(recents).where(mine, old))
            row = {"user_id": user, "file_id": file, "turn": turn, "opened": writing.moment}
            writing.connection.execute(sa.insert(recents).values(row))

    def last(self, limit: int = 10, user: int = LOCAL_USER) -> tuple[File, ...]:
        """The files that were open last, without those that were removed since."""
        statement = (
            sa.select(recents.c.file_id)
            .join(files)
            .where(recents.c.user_id == user, files.c.removal_id.is_(None))
            .order_by(recents.c.turn.desc())
            .limit(limit)
        )
        with self._database.reading() as connection:
            numbers = connection.execute(statement).scalars().all()
            found = self._files.load(connection, numbers)
            return tuple(found[number] for number in numbers)
