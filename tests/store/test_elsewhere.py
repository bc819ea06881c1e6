"""What holds in any database: several programs at once, versions, one that does not answer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from server.store.errors import NewerLibrary
from server.store.library import Library
from tests.store.databases import empty, settings_in

ROOT = Path(__file__).parents[2]
BEGIN = """
import sys
from pathlib import Path
from server.store.library import Library
from tests.store.databases import settings_in
library = Library.open(settings_in(Path(sys.argv[1])))
print(len(library.users.all()), len(library.projects.all()), library.listing.count().files)
library.close()
"""


@pytest.mark.slow
def test_programs_that_start_for_the_first_time_at_once_make_one_library(tmp_path):
    empty()
    path = filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    command = [sys.executable, "-c", BEGIN, str(tmp_path / "data")]
    programs = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = {program.communicate()[0] for program in programs}
    assert [program.returncode for program in programs] == [0, 0, 0]
    assert len(said) == 1
    assert said.pop().split()[1:] == ["1", "6"]


def test_a_reader_sees_one_state_whatever_is_written_meanwhile(library):
    count = sa.text("SELECT count(*) FROM projects")
    with library.database.reading() as connection:
        assert connection.execute(count).scalar_one() == 1
        library.projects.create("Meanwhile")
        assert connection.execute(count).scalar_one() == 1
    assert len(library.projects.all()) == 2


def test_a_library_of_a_later_version_is_refused_wherever_it_lies(folder):
    library = Library.open(settings_in(folder))
    with library.database.writing() as writing:
        writing.connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    library.close()
    with pytest.raises(NewerLibrary, match="a later version of Sigmascope"):
        Library.open(settings_in(folder))
