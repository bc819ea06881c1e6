"""Files that were moved or written to since: recognised by content, also large ones."""

import hashlib
import os

import pytest

from server.web import native_open, opening, whereabouts
from server.web.shelf import library_of

TEXT = "t,y\n0,1\n1,2\n2,3\n"


@pytest.fixture(params=["small", "large"])
def size(request, monkeypatch):
    """Whether the files are looked at when they are opened, or summed in the background."""
    if request.param == "large":
        monkeypatch.setattr(opening, "HASHED", 4)
        monkeypatch.setattr(whereabouts, "HASHED", 4)
    return request.param


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "run.csv"
    path.write_text(TEXT)
    return path


@pytest.fixture
def settled(app):
    """Waits until what is to be summed is."""

    def settle():
        library_of(app).checksums.settle()

    yield settle
    library_of(app).close()


def opened(ask, path):
    return ask("POST", "/api/files", json={"path": str(path)})


def test_the_check_sum_follows_and_is_no_change_by_anyone(ask, path, size, settled):
    answer = opened(ask, path)
    settled()
    url = answer.headers["Location"]
    later = ask("GET", url)
    assert later.json["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    revision = answer.json["revision"]
    assert later.json["revision"] == revision
    assert later.headers["ETag"] == f'"{revision}"'
    known = '"' if size == "small" else '-unsummed"'  # unless it was summed in the meantime
    assert answer.headers["ETag"] in {f'"{revision}{known}', f'"{revision}"'}


def test_a_file_opened_where_it_was_moved_to_is_the_same_file(ask, path, size, settled):
    first = opened(ask, path)
    settled()
    moved = path.rename(path.with_name("elsewhere.csv"))
    os.utime(moved, ns=(5, 5))
    again = opened(ask, moved)
    assert (again.status_code, again.json["id"]) == (200, first.json["id"])
    assert again.json["path"] == str(moved)
    settled()
    assert ask("GET", f"{first.headers['Location']}/place").json["state"] == "unchanged"


def test_a_large_file_that_was_never_summed_is_known_by_size_and_time(
    ask, path, size, settled, monkeypatch
):
    monkeypatch.setattr("server.store.checksums.Checksums.want", lambda self, file: None)
    first = opened(ask, path)
    again = opened(ask, path.rename(path.with_name("elsewhere.csv")))
    assert again.json["id"] == first.json["id"]


@pytest.mark.parametrize("reason", ["another content", "still there", "another project"])
def test_what_is_not_the_same_file_is_new(ask, path, size, settled, reason):
    first = opened(ask, path)
    settled()
    other = path.with_name("other.csv")
    body = {"path": str(other)}
    other.write_text(TEXT.replace("3", "4") if reason == "another content" else TEXT)
    if reason != "still there":
        path.unlink()
    if reason == "another project":
        body["project"] = ask("POST", "/api/projects", json={"title": "Other"}).json["id"]
    again = ask("POST", "/api/files", json=body)
    assert again.status_code == 201
    assert again.json["id"] != first.json["id"]
    settled()


def test_a_file_that_was_only_touched_is_unchanged(ask, path, size, settled):
    place = f"{opened(ask, path).headers['Location']}/place"
    settled()
    os.utime(path, ns=(7, 7))
    ask("GET", place)
    settled()
    assert ask("GET", place).json["state"] == "unchanged"
    path.write_text(TEXT.replace("3", "4"))
    ask("GET", place)
    settled()
    assert ask("GET", place).json["state"] == "changed"


def test_the_page_says_that_the_file_was_recognised(app, client, ask, path, size, settled):
    opened(ask, path)
    settled()
    moved = path.rename(path.with_name("elsewhere.csv"))
    address = native_open.open_paths(app, [str(moved)])
    settled()
    page = client.get(address).text
    assert "was recognised" in page
    assert str(moved) in page


def test_the_mark_of_the_original_changes_with_it(ask, client, path, size, settled):
    url = opened(ask, path).json["links"]["original"]
    settled()
    known = client.get(url, buffered=True).headers["ETag"]
    assert known == f'"{hashlib.sha256(TEXT.encode()).hexdigest()}"'
    condition = {"If-None-Match": known}
    assert client.get(url, headers=condition, buffered=True).status_code == 304
    path.write_text(TEXT.replace("3", "4"))
    answer = client.get(url, headers=condition, buffered=True)
    assert (answer.status_code, answer.text) == (200, TEXT.replace("3", "4"))
    assert answer.headers["ETag"] != known
    part = client.get(url, headers={"Range": "bytes=4-6", "If-Range": known}, buffered=True)
    assert part.status_code == 200  # of another content than the part that is there already
