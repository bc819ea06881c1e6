"""Looking words up among the texts: with SQLite's FTS5 where there is one, else by reading.

Both answer alike: which documents hold a word of every group, the best first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from server.store.schema import TEXTS, documents
from server.store.search import rank

RANKED = 1000  # documents that are ranked
LEADING = 200  # of more than RANKED, so many of those with the words in their names lead
COUNTED = 10_000  # up to which matches are counted
NAMES = ("title", "name", "tags")
WEIGHTS = dict(zip(TEXTS, (10, 8, 6, 4, 2, 2, 1, 1), strict=True))

Groups = Sequence[Sequence[str]]  # of each, one word has to begin a word of the document


@dataclass(frozen=True)
class Matches:
    """Documents as (id, score), the best first; the score falls. ``total`` ends at COUNTED."""

    documents: tuple[tuple[int, float], ...]
    total: int

    @property
    def exact(self) -> bool:
        """Whether there are no more than ``total``."""
        return self.total < COUNTED


class Index(Protocol):
    """What searching needs of a database."""

    def knows(self, connection: sa.Connection, word: str) -> bool:
        """Whether any word begins with ``word``."""
        ...

    def match(self, connection: sa.Connection, groups: Groups, scope: str) -> Matches:
        """The documents with a word of each group, within ``scope`` (see texts.scope)."""
        ...


class FullText:
    """By SQLite's FTS5, ranked by BM25: as far as that takes no longer than a glance."""

    def knows(self, connection: sa.Connection, word: str) -> bool:
        """Whether any word begins with ``word``."""
        # The word itself is looked up faster than all that begin with it.
        return any(_numbers(connection, form, 1) for form in (f'"{word}"', f'"{word}" *'))

    def match(self, connection: sa.Connection, groups: Groups, scope: str) -> Matches:
        """The documents with a word of each group, within ``scope`` (see texts.scope)."""
        within = "".join(f' AND scope : "{word}"' for word in scope.split())
        begun = _all_of([[f'"{word}" *' for word in group] for group in groups])
        total, newest = _counted(connection, begun + within)
        if total <= RANKED:
            forms = [[_weighed(connection, word) for word in group] for group in groups]
            found = self._ranked(connection, _all_of(forms) + within)
        else:
            found = dict.fromkeys(newest, 0.0)
            whole = _all_of([[f'"{word}"' for word in group] for group in groups])
            names = f"{{{' '.join(NAMES)}}}"
            for score, question in ((1.0, f"{names} : ({begun})"), (2.0, f"title : ({whole})")):
                numbers = _numbers(connection, question + within, LEADING)
                found |= dict.fromkeys(numbers, score)
        best = sorted(found.items(), key=lambda item: (-item[1], -item[0]))
        return Matches(tuple(best), total)

    @staticmethod
    def _ranked(connection: sa.Connection, question: str) -> dict[int, float]:
        statement = sa.text("SELECT rowid, -rank FROM texts WHERE texts MATCH :question")
        rows = connection.execute(statement, {"question": question})
        return {row[0]: row[1] for row in rows}


def _numbers(connection: sa.Connection, question: str, most: int) -> Sequence[int]:
    """The newest documents that FTS5 finds."""
    statement = sa.text(
        "SELECT rowid FROM texts WHERE texts MATCH :question ORDER BY rowid DESC LIMIT :most"
    )
    return connection.execute(statement, {"question": question, "most": most}).scalars().all()


def _counted(connection: sa.Connection, question: str) -> tuple[int, Sequence[int]]:
    """How many documents FTS5 finds, up to COUNTED; and the newest RANKED of them.

    Both at once, for the lists of what long words begin are merged anew for each question.
    """
    statement = sa.text(
        "WITH found AS MATERIALIZED (SELECT rowid AS id FROM texts WHERE texts MATCH :question "
        "ORDER BY rowid DESC LIMIT :counted) "
        "SELECT id, (SELECT count(*) FROM found) FROM found LIMIT :ranked"
    )
    most = {"question": question, "counted": COUNTED, "ranked": RANKED}
    rows = connection.execute(statement, most).all()
    return (rows[0][1] if rows else 0), [row[0] for row in rows]


def _weighed(connection: sa.Connection, word: str) -> str:
    """A word and what begins with it; the word itself counts in both forms, and so twice.

    Not so a common one: that would tell little, and BM25 goes through all that hold it.
    """
    common = len(_numbers(connection, f'"{word}"', RANKED)) == RANKED
    return f'"{word}" *' if common else f'"{word}" OR "{word}" *'


def _all_of(groups: Groups) -> str:
    return " AND ".join(f"({' OR '.join(group)})" for group in groups)


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
        rows = _newest(connection, conditions, RANKED)
        if total > RANKED:
            named = [sa.or_(*(_begins(word, NAMES) for word in group)) for group in groups]
            rows |= _newest(connection, [*conditions, *named], LEADING)
        texts = [(n, [(t, row[t], WEIGHTS[t]) for t in TEXTS]) for n, row in rows.items()]
        scores: dict[int, float] = {}
        for group in groups:
            for hit in (hit for word in group for hit in rank(word, texts)):
                scores[hit.thing] = scores.get(hit.thing, 0) + hit.score
        best = sorted(scores.items(), key=lambda item: (-item[1], -item[0]))
        return Matches(tuple(best), total)


def _newest(
    connection: sa.Connection, conditions: Sequence[sa.ColumnElement[bool]], most: int
) -> dict[int, Mapping[str, str]]:
    statement = sa.select(documents).where(*conditions).order_by(documents.c.id.desc())
    rows = connection.execute(statement.limit(most)).mappings()
    return {row["id"]: {text: row[text] for text in TEXTS} for row in rows}


def _begins(word: str, texts: Sequence[str] = TEXTS) -> sa.ColumnElement[bool]:
    # Every word in a text stands after a space.
    return sa.or_(*(documents.c[t].contains(f" {word}", autoescape=True) for t in texts))


def index_of(connection: sa.Connection) -> Index:
    """The best index that the database has."""
    return FullText() if sa.inspect(connection).has_table("texts") else Reading()
