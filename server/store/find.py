"""Searching the library: which things hold all the words, and where they hold them."""

from collections.abc import Mapping

import sqlalchemy as sa

from server.store import spelling, texts
from server.store.database import Database
from server.store.loading import Folders, load
from server.store.schema import documents
from server.store.search import Fragment, Hit, excerpt, words_of
from server.store.terms import EVERYWHERE, Findable, Found, Scope

MAX_WORDS = 10  # of a question; the others are not looked at


class Finder:
    """Finds things by words: beginnings are enough, typing errors are forgiven."""

    def __init__(self, database: Database, folders: Folders) -> None:
        self._database = database
        self._folders = folders

    def find(
        self, question: str, scope: Scope = EVERYWHERE, limit: int = 20, offset: int = 0
    ) -> Found:
        """Things that hold all words of ``question``, the best first."""
        wanted = words_of(question)[:MAX_WORDS]
        if not wanted:
            return Found()
        with self._database.reading() as connection:
            groups = {word: self._meant(connection, word) for word in wanted}
            corrected = {word: meant for word, meant in groups.items() if meant != (word,)}
            if not all(groups.values()):
                return Found()
            within = texts.scope(scope.kind, scope.project, scope.user)
            matches = self._database.index.match(connection, list(groups.values()), within)
            some = matches.documents[offset : offset + limit]
            meant = [word for group in groups.values() for word in group]
            hits = self._hits(connection, some, meant)
            return Found(hits, matches.total, corrected, matches.exact)

    def _meant(self, connection: sa.Connection, word: str) -> tuple[str, ...]:
        if self._database.index.knows(connection, word):
            return (word,)
        return spelling.suggest(connection, word)

    def _hits(
        self,
        connection: sa.Connection,
        some: tuple[tuple[int, float], ...],
        words: list[str],
    ) -> tuple[Hit[Findable], ...]:
        statement = sa.select(documents.c.id, documents.c.kind, documents.c.thing_id)
        rows = connection.execute(statement.where(documents.c.id.in_([n for n, _ in some])))
        named = {row.id: (row.kind, row.thing_id) for row in rows}
        things: dict[tuple[str, int], Findable] = {}
        fields: dict[tuple[str, int], Mapping[str, str]] = {}
        for kind in dict.fromkeys(kind for kind, _ in named.values()):
            numbers = [number for other, number in named.values() if other == kind]
            loaded = load(connection, kind, numbers, self._folders)
            things |= {(kind, thing.id): thing for thing in loaded}
            found = texts.of(connection, kind, loaded)
            fields |= {(kind, number): found[number] for number in found}
        return tuple(
            Hit(things[named[n]], score, _marked(fields[named[n]], words)) for n, score in some
        )


def _marked(fields: Mapping[str, str], words: list[str]) -> dict[str, tuple[Fragment, ...]]:
    excerpts = {name: excerpt(text, words) for name, text in fields.items() if text}
    return {name: parts for name, parts in excerpts.items() if parts}
