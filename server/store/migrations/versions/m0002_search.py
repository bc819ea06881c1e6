"""What searching needs: the texts, an index over them, and the words for typing errors."""

import sqlalchemy as sa
from alembic import op

from server.store.sqlite import has_full_text

revision = "0002"
down_revision = "0001"

# SQLite's own index of the texts. Beginnings of up to six letters are indexed too: else a search
# for the beginning of a common word would merge long lists. The rank tells how much an occurrence
# in each text weighs.
INDEX = (
    """
    CREATE VIRTUAL TABLE texts USING fts5(
        scope, title, name, tags, columns, description, notes, source, contents,
        content='documents', content_rowid='id', tokenize='ascii', prefix='1 2 3 4 5 6'
    )
    """,
    "INSERT INTO texts(texts, rank) VALUES ('rank', 'bm25(0, 10, 8, 6, 4, 2, 2, 1, 1)')",
    """
    CREATE TRIGGER documents_in AFTER INSERT ON documents BEGIN
        INSERT INTO texts(
            rowid, scope, title, name, tags, columns, description, notes, source, contents
        ) VALUES (
            new.id, new.scope, new.title, new.name, new.tags, new.columns, new.description,
            new.notes, new.source, new.contents
        );
    END
    """,
    """
    CREATE TRIGGER documents_out AFTER DELETE ON documents BEGIN
        INSERT INTO texts(
            texts, rowid, scope, title, name, tags, columns, description, notes, source, contents
        ) VALUES (
            'delete', old.id, old.scope, old.title, old.name, old.tags, old.columns,
            old.description, old.notes, old.source, old.contents
        );
    END
    """,
)


def upgrade() -> None:
    """From the version before to this one."""
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("kind", "thing_id", name=op.f("uq_documents_kind_thing_id")),
    )
    op.create_table(
        "words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_words")),
        sa.UniqueConstraint("word", name=op.f("uq_words_word")),
    )
    op.create_table(
        "spellings",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("word_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["word_id"], ["words.id"], name=op.f("fk_spellings_word_id_words"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "word_id", name=op.f("pk_spellings")),
        sqlite_with_rowid=False,
    )
    # Kept by triggers. Other databases search without it.
    if op.get_bind().dialect.name == "sqlite" and has_full_text(op.get_bind()):
        for statement in INDEX:
            op.get_bind().exec_driver_sql(statement)
