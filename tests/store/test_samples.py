"""The first start, the samples, and that what their owner removed stays away."""

import json
import shutil
import subprocess
import sys

import pytest

from server import paths
from server.config import Settings
from server.errors import NotFound
from server.store.errors import CorruptLibrary
from server.store.library import Library
from server.store.terms import FileChange, Wanted
from server.store.things import LOCAL_USER
from tests.store.databases import settings_in


def test_the_first_start_brings_the_samples_and_the_person_at_this_computer(library):
    (project,) = library.projects.all()
    assert (project.title, project.samples) == ("Samples", True)
    assert library.users.all()[0].id == LOCAL_USER
    assert library.users.all()[0].name
    catalogue = json.loads((paths.SAMPLES / "catalogue.json").read_text("utf-8"))
    listed = library.listing.every(Wanted(project.id))
    assert [file.id for file in listed] == [entry["id"] for entry in catalogue["files"]]
    for file, entry in zip(listed, catalogue["files"], strict=True):
        assert file.path.stat().st_size == file.provenance.size
        assert (file.title, file.place, list(file.shape)) == (
            entry["title"], "sample", entry["shape"],
        )  # fmt: skip
        assert list(file.sparkline) == entry["sparkline"]
        assert file.user != LOCAL_USER
    assert len(library.users.of(project.id)) > 1


def test_every_start_finds_the_same(folder):
    for _ in range(2):
        library = Library.open(settings_in(folder))
        found = library.listing.every(), library.users.all(), library.projects.all()
        assert [len(things) for things in found] == [6, 5, 1]
        library.close()


@pytest.mark.parametrize("for_good", [False, True])
def test_samples_that_were_removed_stay_away(folder, for_good):
    library = Library.open(settings_in(folder))
    removal = library.trash.remove("project", [1])
    if for_good:
        library.trash.purge(removal.id)
    library.close()
    again = Library.open(settings_in(folder))
    assert again.projects.all() == ()
    if not for_good:
        again.trash.undo(removal.id)
        assert len(again.listing.every()) == 6
    again.close()


def test_a_later_version_adds_its_new_samples_and_nothing_else(folder, tmp_path):
    shipped = shutil.copytree(paths.SAMPLES, tmp_path / "shipped")
    catalogue = json.loads((shipped / "catalogue.json").read_text("utf-8"))
    new = {**catalogue["files"][0], "id": 7, "name": "new.csv", "title": "Brand new"}
    catalogue["files"].append(new)
    (shipped / "catalogue.json").write_text(json.dumps(catalogue))
    (shipped / "new.csv").write_text("date,co2\n")
    library = Library.open(settings_in(folder))
    library.files.change(2, FileChange(title="Mine now"))
    library.trash.remove("file", [1])
    library.close()
    later = Library.open(settings_in(folder), shipped=shipped)
    titles = [file.title for file in later.listing.every()]
    assert titles[0] == "Mine now"
    assert titles[-1] == "Brand new"
    assert len(titles) == 6
    assert later.finder.find("brand new").total == 1
    with pytest.raises(NotFound):
        later.files.get(1)
    later.close()


def test_a_library_that_cannot_be_opened_says_so_each_time_it_is_used(tmp_path):
    (tmp_path / "library.sqlite3").write_bytes(b"mine" * 100)
    library = Library(Settings(data_dir=tmp_path))
    for _ in range(2):
        with pytest.raises(CorruptLibrary):
            _ = library.files
    (tmp_path / "library.sqlite3").unlink()
    assert len(library.listing.every()) == 6
    library.close()


def test_starting_the_server_imports_no_database(tmp_path):
    program = (
        "import sys\n"
        "from server import create_app\n"
        "from server.config import Settings\n"
        f"settings = Settings(data_dir={str(tmp_path)!r}, auth=False)\n"
        "app = create_app(settings, hosts={'localhost'})\n"
        "assert app.test_client().get('/smooth/2').status_code == 200\n"
        "print(sorted({'sqlalchemy', 'alembic'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True,
        cwd=paths.ROOT,
    )  # fmt: skip
    assert done.stdout == "[]\n"
