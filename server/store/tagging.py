"""Tags: words that files share. Case and accents make no other tag."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from server.errors import InputError
from server.store.database import Database
from server.store.rows import text
from server.store.schema import file_tags, files, tags
from server.store.search import fold

MAX_TAG = 100  # characters
MAX_TAGS = 100  # of a file


def set_tags(connection: sa.Connection, number: int, names: Sequence[str]) -> None:
    """Let the file have these tags, in this order, and no others. Raises InputError."""
    wanted: dict[str, str] = {}
    for name in names:
        plain = " ".join(text(name, "tags", MAX_TAG).split())
        if not plain:
            raise InputError("tags", "has an empty tag")
        wanted.setdefault(fold(plain), plain)
    if len(wanted) > MAX_TAGS:
        raise InputError("tags", f"are {len(wanted)}", f"up to {MAX_TAGS}")
    statement = sa.select(tags.c.folded, tags.c.id).where(tags.c.folded.in_(wanted))
    known = {row.folded: row.id for row in connection.execute(statement)}
    for folded, name in wanted.items():
        if folded not in known:
            adding = sa.insert(tags).values(name=name, folded=folded).returning(tags.c.id)
            known[folded] = connection.execute(adding).scalar_one()
    connection.execute(sa.delete(file_tags).where(file_tags.c.file_id == number))
    rows = [
        {"file_id": number, "tag_id": known[folded], "position": position}
        for position, folded in enumerate(wanted)
    ]
    if rows:
        connection.execute(sa.insert(file_tags), rows)


class Tags:
    """The tags of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self) -> Mapping[str, int]:
        """The tags that are in use, with how many files have each, by name."""
        statement = (
            sa.select(tags.c.name, sa.func.count())
            .join(file_tags, file_tags.c.tag_id == tags.c.id)
            .join(files, files.c.id == file_tags.c.file_id)
            .where(files.c.removal_id.is_(None))
            .group_by(tags.c.id, tags.c.name, tags.c.folded)
            .order_by(tags.c.folded)
        )
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(statement)}
