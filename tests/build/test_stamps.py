"""Stamps decide whether set-up has anything to do."""

from pathlib import Path

import pytest
from stamps import Stamp


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    file = tmp_path / "lock.txt"
    file.write_bytes(b"numpy==2.0\n")
    return file


def test_current_only_after_it_was_written(tmp_path: Path, lock: Path):
    stamp = Stamp.of(tmp_path / "made" / ".stamp", [lock])
    assert not stamp.is_current()
    stamp.write()
    assert stamp.is_current()


@pytest.mark.parametrize(
    ("content", "facts"), [(b"numpy==2.1\n", ("linux",)), (b"numpy==2.0\n", ("win32",))]
)
def test_a_change_of_file_or_fact_is_noticed(tmp_path: Path, lock: Path, content, facts):
    Stamp.of(tmp_path / ".stamp", [lock], "linux").write()
    lock.write_bytes(content)
    assert not Stamp.of(tmp_path / ".stamp", [lock], *facts).is_current()


def test_line_endings_do_not_matter(tmp_path: Path, lock: Path):
    Stamp.of(tmp_path / ".stamp", [lock]).write()
    lock.write_bytes(b"numpy==2.0\r\n")
    assert Stamp.of(tmp_path / ".stamp", [lock]).is_current()


def test_a_damaged_stamp_is_not_current(tmp_path: Path, lock: Path):
    stamp = Stamp.of(tmp_path / ".stamp", [lock])
    stamp.path.write_bytes(b"\xff\xfe")
    assert not stamp.is_current()
