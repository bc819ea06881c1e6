"""Whether a file is still the one it was."""

import hashlib
import os

import pytest

from server.store.identity import (
    CHUNK,
    Cancelled,
    Fingerprint,
    compare,
    confirm,
    glance,
    stat_of,
    take,
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "data.csv"
    path.write_bytes(b"t,x\n1,2\n")
    os.utime(path, ns=(5, 10**18 + 7))
    return path


def test_a_fingerprint_is_size_time_and_content(file):
    digest = hashlib.sha256(b"t,x\n1,2\n").hexdigest()
    assert take(file) == Fingerprint(8, 10**18 + 7, digest)
    assert glance(file) == Fingerprint(8, 10**18 + 7, "")


def test_a_glance_tells_what_it_can(file, tmp_path):
    known = take(file)
    assert compare(known, stat_of(file)) == "unchanged"
    os.utime(file, ns=(0, 0))
    assert compare(known, stat_of(file)) == "perhaps changed"
    file.write_bytes(b"longer than before")
    assert compare(known, stat_of(file)) == "changed"
    assert compare(known, stat_of(tmp_path / "gone.csv")) == "missing"


def test_the_content_tells_for_sure(file):
    known = take(file)
    os.utime(file, ns=(0, 0))
    assert confirm(known, take(file)) == "unchanged"
    file.write_bytes(b"t,x\n1,3\n")
    assert confirm(known, take(file)) == "changed"
    assert confirm(glance(file), glance(file)) == "changed"  # nothing is known of the content


def test_reading_a_large_file_can_be_cancelled(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(bytes(3 * CHUNK))
    asked = []

    def after_two():
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        take(path, after_two)
    assert len(asked) == 3
