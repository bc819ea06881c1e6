"""Which database the tests of the store use: SQLite's files, or one whose address is given.

``SIGMASCOPE_TEST_DATABASE`` holds the address as SQLAlchemy writes it. That database is emptied
again and again.
"""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from server.config import Settings

ELSEWHERE = os.environ.get("SIGMASCOPE_TEST_DATABASE", "")

about_files = pytest.mark.skipif(bool(ELSEWHERE), reason="about the file that SQLite writes")


def settings_in(folder: Path) -> Settings:
    """The settings of a library in ``folder``, and in the other database if there is one."""
    return Settings(data_dir=folder, database=ELSEWHERE)


def empty() -> None:
    """Leave nothing in the other database, if there is one."""
    if not ELSEWHERE:
        return
    engine = sa.create_engine(ELSEWHERE)
    with engine.begin() as connection:
        found = sa.MetaData()
        found.reflect(connection)
        found.drop_all(connection)
    engine.dispose()
