"""Disks that are full or may not be written, and clocks that are set back."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections import deque
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from server.config import Settings
from server.errors import TooLarge
from server.store.database import NAME
from server.store.errors import Busy, CannotWrite, NoSpace
from server.store.library import Library
from server.store.terms import FileChange
from tests.store.databases import about_files, settings_in

pytestmark = pytest.mark.slow


def intact(folder):
    with closing(sqlite3.connect(folder / NAME)) as database:
        return database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.fixture
def no_larger_files():
    """Stands for a full disk: no file may grow beyond a given size."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(size):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))

    yield limit
    resource.setrlimit(resource.RLIMIT_FSIZE, old)


def fill(library):
    """Add projects until one is refused; those that were accepted."""
    kept = []

    def one_more():
        kept.append(library.projects.create(f"Project {len(kept)}", "words " * 1000).id)

    with pytest.raises(NoSpace, match="keeps what it had"):
        deque(iter(one_more, 0))
    return kept


@about_files
def test_a_full_disk_is_told_and_nothing_is_lost(folder, no_larger_files):
    library = Library.open(settings_in(folder))
    before = library.projects.all()
    no_larger_files(1_000_000)
    kept = fill(library)
    assert [p.id for p in library.projects.all()] == [*(p.id for p in before), *kept]
    library.close()
    no_larger_files(resource.RLIM_INFINITY)
    assert intact(folder)
    library = Library.open(settings_in(folder))
    assert len(library.projects.all()) == len(before) + len(kept)
    library.projects.create("Room again")
    library.close()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 2 MB, where the tests may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(place)]
    if sys.platform != "linux" or shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no disk may be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_disk_that_is_really_full(small_disk):
    settings = Settings(data_dir=small_disk)
    library = Library.open(settings)
    kept = fill(library)
    with pytest.raises(NoSpace, match="No space left"):
        library.uploads.keep("big.csv", [bytes(1_000_000)] * 3, 10**7)
    assert list(library.uploads.folder.rglob("*.part")) == []
    assert len(library.projects.all()) == len(kept) + 1
    library.close()
    assert intact(small_disk)


def test_a_first_start_on_a_full_disk_leaves_nothing_that_hinders_the_next(
    tmp_path, no_larger_files
):
    no_larger_files(20_000)
    with pytest.raises(NoSpace):
        Library.open(Settings(data_dir=tmp_path / "new"))
    no_larger_files(resource.RLIM_INFINITY)
    library = Library.open(Settings(data_dir=tmp_path / "new"))
    assert len(library.listing.every()) > 0
    library.close()


def test_a_folder_that_may_not_be_written(small_disk):
    Library.open(Settings(data_dir=small_disk)).close()
    before = (small_disk / NAME).read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(CannotWrite, match=f"The library {small_disk / NAME} cannot be written"):
        Library.open(Settings(data_dir=small_disk))
    with pytest.raises(CannotWrite, match="cannot be opened"):
        Library.open(Settings(data_dir=small_disk / "new"))
    assert (small_disk / NAME).read_bytes() == before
    assert [path.name for path in small_disk.iterdir()] == [NAME]


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "data").write_text("mine")
    with pytest.raises(CannotWrite):
        Library.open(Settings(data_dir=tmp_path / "data"))
    assert (tmp_path / "data").read_text() == "mine"


@about_files
def test_a_writer_who_never_ends_is_told(library, folder, monkeypatch):
    with closing(sqlite3.connect(folder / NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert library.listing.count().files == 6  # reading goes on
        with library.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=20")
        with pytest.raises(Busy, match="Another program"):
            library.projects.create("Waits")
    library.projects.create("Goes")


def test_a_clock_that_is_set_back_disturbs_nothing(folder):
    time = [datetime(2026, 6, 1, tzinfo=UTC)]
    library = Library.open(settings_in(folder), clock=lambda: time[0])
    project = library.projects.create("Before")
    library.recents.opened(1)
    time[0] -= timedelta(days=400)
    changed = library.projects.change(project.id, title="After")
    library.recents.opened(2)
    removal = library.trash.remove("project", [project.id])
    library.trash.undo(removal.id)
    again = library.projects.get(project.id)
    assert (changed.revision, again.revision) == (2, 4)
    assert project.updated == changed.updated == again.updated == datetime(2026, 6, 1, tzinfo=UTC)
    assert [file.id for file in library.recents.last()] == [2, 1]
    later = library.files.change(1, FileChange(title="Later"))
    assert later.updated >= later.created
    library.close()


def test_uploads_are_kept_by_content_whole_or_not_at_all(library):
    one, fingerprint = library.uploads.keep("../../Evil name.CSV", [b"a,b\n", b"1,2\n"], 8)
    other, _ = library.uploads.keep("x.csv", [b"a,b\n1,2\n"], 8)
    assert one == other
    assert (library.uploads.folder / one).read_bytes() == b"a,b\n1,2\n"
    assert fingerprint.size == 8
    with pytest.raises(TooLarge):
        library.uploads.keep("x.csv", [b"a,b\n", b"1,2\n3"], 8)

    def broken():
        yield b"half"
        raise ConnectionError("gone")

    with pytest.raises(CannotWrite):
        library.uploads.keep("x.csv", broken(), 8)
    assert [path for path in library.uploads.folder.rglob("*") if path.is_file()] == [
        library.uploads.folder / one
    ]
