"""Looking words up among the texts: with SQLite's FTS5 where there is one, else by reading.

Both answer alike: which documents hold a word of every group, the best first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from server.store.schema import TEXTS, documents
from server.store.search import rank

RANKED = 2000  # documents that are ranked; of more, first those with the words in their names
COUNTED = 10_000  # up to which matches are counted
STRONG = "{title name tags}"
WEIGHTS = dict(zip(TEXTS, (10, 8, 6, 4, 2, 2, 1, 1), strict=True))

Groups = Sequence[Sequence[str]]  # of each, one word has to begin a word of the document


@dataclass(frozen=True)
class Matches:
    """Documents as (id, score), the best first; the score falls. ``total`` ends at COUNTED."""

    documents: tuple[tuple[int, float], ...]
    total: int


class Index(Protocol):
    """What searching needs of a database."""

    def knows(self, connection: sa.Connection, word: str) -> bool:
        """Whether any word begins with ``word``."""
        ...

    def match(self, connection: sa.Connection, groups: Groups, scope: str) -> Matches:
        """The documents with a word of each group, within ``scope`` (see texts.scope)."""
        ...


class FullText:
    """By SQLite's FTS5, ranked by BM25."""

    def knows(self, connection: sa.Connection, word: str) -> bool:
        """Whether any word begins with ``word``."""
        statement = sa.text("SELECT 1 FROM texts WHERE texts MATCH :question LIMIT 1")
        question = f'- scope : ("{word}" *)'
        return connection.execute(statement, {"question": question}).first() is not None

    def match(self, connection: sa.Connection, groups: Groups, scope: str) -> Matches:
        """The documents with a word of each group, within ``scope`` (see texts.scope)."""
        # A whole word counts in both forms, and so twice.
        any_of = (" OR ".join(f'"{word}" OR "{word}" *' for word in group) for group in groups)
        wanted = " AND ".join(f"({words})" for words in any_of)
        within = "".join(f' AND scope : "{word}"' for word in scope.split())
        question = f"- scope : ({wanted}){within}"
        counting = sa.text(
            "SELECT count(*) FROM (SELECT 1 FROM texts WHERE texts MATCH :question LIMIT :most)"
        )
        values = {"question": question, "most": COUNTED}
        total = int(connection.execute(counting, values).scalar_one())
        found: dict[int, float] = {}
        if total > RANKED:
            found = self._ranked(connection, f"{STRONG} : ({wanted}){within}")
        if len(found) < RANKED:
            found = {**self._ranked(connection, question), **found}
        best = sorted(found.items(), key=lambda item: (-item[1], -item[0]))
        return Matches(tuple(best), total)

    @staticmethod
    def _ranked(connection: sa.Connection, question: str) -> dict[int, float]:
        # Ranking costs some microseconds a document: too much for all that hold a common word.
        statement = sa.text(
            "SELECT rowid, -rank FROM texts WHERE texts MATCH :question "
            "ORDER BY rowid DESC LIMIT :most"
        )
        rows = connection.execute(statement, {"question": question, "most": RANKED})
        return {row[0]: row[1] for row in rows}


class Reading:
    """By comparing the texts themselves: slower, in any database."""

    def knows(self, connection: sa.Connection, word: str) -> bool:
        """Whether any word begins with ``word``."""
        statement = sa.select(sa.literal(1)).where(_begins(word)).limit(1)
        return connection.execute(statement).first() is not None

    def match(self, connection: sa.Connection, groups: Groups, scope: str) -> Matches:
        """The documents with a word of each group, within ``scope`` (see texts.scope)."""
        conditions = [sa.or_(*(_begins(word) for word in group)) for group in groups]
        conditions += [
            (documents.c.scope + " ").contains(f" {word} ", autoescape=True)
            for word in scope.split()
        ]
        counting = sa.select(documents.c.id).where(*conditions).limit(COUNTED).subquery()
        total = connection.execute(sa.select(sa.func.count()).select_from(counting)).scalar_one()
        statement = sa.select(documents).where(*conditions).order_by(documents.c.id.desc())
        rows = connection.execute(statement.limit(RANKED)).all()
        texts = [(row.id, [(t, row._mapping[t], WEIGHTS[t]) for t in TEXTS]) for row in rows]
        scores: dict[int, float] = {}
        for group in groups:
            for hit in (hit for word in group for hit in rank(word, texts)):
                scores[hit.thing] = scores.get(hit.thing, 0) + hit.score
        best = sorted(scores.items(), key=lambda item: (-item[1], -item[0]))
        return Matches(tuple(best), total)


def _begins(word: str) -> sa.ColumnElement[bool]:
    # Every word in a text stands after a space.
    return sa.or_(*(documents.c[t].contains(f" {word}", autoescape=True) for t in TEXTS))


def index_of(connection: sa.Connection) -> Index:
    """The best index that the database has."""
    return FullText() if sa.inspect(connection).has_table("texts") else Reading()
