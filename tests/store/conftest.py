"""A library for each test, copied from one that was made once."""

import shutil

import pytest

from server.store.identity import Fingerprint
from server.store.index import FullText, Reading
from server.store.library import Library
from server.store.terms import NewFile
from tests.store.databases import ELSEWHERE, empty, settings_in


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The folder of a library as it is at the first start."""
    folder = tmp_path_factory.mktemp("made")
    empty()
    Library.open(settings_in(folder)).close()
    return folder


@pytest.fixture
def folder(made, tmp_path):
    empty()
    return shutil.copytree(made, tmp_path / "library")


@pytest.fixture
def library(folder):
    library = Library.open(settings_in(folder))
    yield library
    library.close()


@pytest.fixture(params=["full text", "reading"])
def searched(request, library):
    """A library for each way of searching."""
    if ELSEWHERE and request.param == "full text":
        pytest.skip("FTS5 is SQLite's")
    library.database.index = FullText() if request.param == "full text" else Reading()
    return library


@pytest.fixture
def add(library):
    """Takes a file in."""

    def add(title="Data", project=1, path=None, **known):
        path = path or f"/measured/{title.replace(' ', '_')}.csv"
        return library.files.add(
            NewFile(project, path, Fingerprint(100, 5, ""), title=title, **known)
        )

    return add
