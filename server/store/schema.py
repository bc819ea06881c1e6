"""The tables of the library, as the newest migration leaves them.

Every thing that can be changed has a ``revision``, which starts at 1 and grows by 1 with each
change, and ``created`` and ``updated``. What was removed names its removal and stays until that
is purged. Numbers are never given again, for they stand in addresses.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

HEAD = "0002"  # the newest migration

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(sa.types.TypeDecorator[datetime]):
    """A point in time, kept as microseconds since 1970 in UTC: alike in every database."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        """To the database."""
        return None if value is None else round((value - EPOCH).total_seconds() * 1e6)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else datetime.fromtimestamp(value / 1e6, UTC)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _link(name: str, to: str, nullable: bool = False) -> sa.Column[int]:
    """What goes when that which it belongs to goes; but no user takes things along."""
    key = sa.ForeignKey(f"{to}.id", ondelete=None if to == "users" else "CASCADE")
    return sa.Column(name, sa.Integer, key, nullable=nullable)


def _things(name: str, *columns: sa.schema.SchemaItem) -> sa.Table:
    """A table of things that can be changed."""
    return sa.Table(
        name,
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created", Moment, nullable=False),
        sa.Column("updated", Moment, nullable=False),
        *columns,
        sqlite_autoincrement=True,
    )


users = _things("users", _text("name"), _text("about"))

removals = sa.Table(
    "removals",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _link("user_id", "users"),
    _text("words"),
    sa.Column("time", Moment, nullable=False),
    sqlite_autoincrement=True,
)

projects = _things(
    "projects",
    _text("title"),
    _text("sort_key"),
    _text("description"),
    sa.Column("samples", sa.Boolean(create_constraint=False), nullable=False),
    _link("removal_id", "removals", nullable=True),
)

files = _things(
    "files",
    _link("project_id", "projects"),
    _link("user_id", "users"),
    _text("place"),  # what the path starts from: see model.Place
    _text("path"),
    _text("name"),
    _text("format"),
    _text("title"),
    _text("sort_key"),
    _text("description"),
    _text("source"),
    _text("licence"),
    _number("size"),
    _number("mtime_ns"),
    _text("sha256"),
    sa.Column("described", sa.JSON, nullable=False),
    _link("removal_id", "removals", nullable=True),
    sa.Index(None, "project_id", "user_id"),
    sa.Index(None, "user_id"),
    sa.Index(None, "place", "path"),
    sa.Index(None, "sha256"),
    # Lists show what was not removed, in one of these orders.
    sa.Index(None, "removal_id", "project_id", "size"),
    sa.Index(None, "removal_id", "sort_key"),
    sa.Index(None, "removal_id", "name"),
    sa.Index(None, "removal_id", "format"),
    sa.Index(None, "removal_id", "size"),
    sa.Index(None, "removal_id", "created"),
    sa.Index(None, "removal_id", "updated"),
)

columns = sa.Table(
    "columns",
    metadata,
    sa.Column(
        "file_id", sa.Integer, sa.ForeignKey("files.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("position", sa.Integer, primary_key=True),
    _text("name"),
    _text("title"),
    _text("unit"),
    _text("type"),
    _text("words"),
    sa.Column("facts", sa.JSON, nullable=False),
)

notes = _things(
    "notes",
    _link("project_id", "projects", nullable=True),
    _link("file_id", "files", nullable=True),
    _link("user_id", "users"),
    _text("text"),
    _link("removal_id", "removals", nullable=True),
    sa.CheckConstraint("(project_id IS NULL) <> (file_id IS NULL)", name="one_thing"),
    sa.Index(None, "file_id"),
    sa.Index(None, "project_id"),
)

tags = sa.Table(
    "tags",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _text("name"),
    sa.Column("folded", sa.Text, nullable=False, unique=True),
)

file_tags = sa.Table(
    "file_tags",
    metadata,
    sa.Column(
        "file_id", sa.Integer, sa.ForeignKey("files.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("tag_id", sa.Integer, sa.ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Index(None, "tag_id"),
)

recipes = _things(
    "recipes",
    _link("user_id", "users"),
    _link("file_id", "files", nullable=True),
    _text("title"),
    _text("sort_key"),
    sa.Column("recipe", sa.JSON, nullable=False),
    _link("removal_id", "removals", nullable=True),
    sa.Index(None, "file_id"),
)

recents = sa.Table(
    "recents",
    metadata,
    sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), primary_key=True),
    sa.Column(
        "file_id", sa.Integer, sa.ForeignKey("files.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("turn", sa.Integer, nullable=False),  # grows; a clock may be set back
    sa.Column("opened", Moment, nullable=False),
    sa.Index(None, "user_id", "turn"),
)

memory = sa.Table(
    "memory",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
)

# From here on: what searching needs. All of it can be made anew from the above.

TEXTS = ("title", "name", "tags", "columns", "description", "notes", "source", "contents")

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _text("kind"),
    _number("thing_id"),
    _text("scope"),
    *(_text(name) for name in TEXTS),
    sa.UniqueConstraint("kind", "thing_id"),
)

words = sa.Table(
    "words",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("word", sa.Text, nullable=False, unique=True),
)

spellings = sa.Table(
    "spellings",
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column(
        "word_id", sa.Integer, sa.ForeignKey("words.id", ondelete="CASCADE"), primary_key=True
    ),
    sqlite_with_rowid=False,
)
