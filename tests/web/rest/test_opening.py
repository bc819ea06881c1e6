"""Files are opened in place and uploaded; what cannot be read leaves nothing behind."""

import errno
import hashlib
import io
import os

import pytest

from server.store import uploads
from server.web.shelf import library_of

TEXT = b"time (s),level\n0,1.5\n1,2.5\n"


def kept(app) -> list:
    """The files in the library's own folder."""
    return [path for path in library_of(app).uploads.folder.rglob("*") if path.is_file()]


def test_a_file_is_opened_where_it_lies(ask, csv_file, app):
    before = csv_file.stat()
    answer = ask("POST", "/api/files", json={"path": str(csv_file)})
    assert answer.status_code == 201
    file = answer.json
    assert (file["place"], file["path"], file["name"]) == ("in place", str(csv_file), "run 1.csv")
    assert file["shape"] == [3, 3]
    assert [(c["name"], c["unit"], c["type"]) for c in file["columns"]] == [
        ("time (s)", "s", "number"),
        ("level", "", "number"),
        ("remark", "", "text"),
    ]
    assert file["columns"][1]["facts"] == {"count": 2, "missing": 1, "minimum": 1.5, "maximum": 2.5}
    assert file["sha256"] == hashlib.sha256(csv_file.read_bytes()).hexdigest()
    assert csv_file.stat().st_mtime_ns == before.st_mtime_ns
    assert kept(app) == []
    assert ask("GET", f"{file['links']['page']}.csv").text.splitlines()[1] == "0.0,1.5,first"
    assert [f["id"] for f in ask("GET", "/api/recents").json["items"]] == [file["id"]]


def test_the_words_in_a_file_are_found(ask, csv_file, app):
    ask("POST", "/api/files", json={"path": str(csv_file)})
    hits = library_of(app).finder.find("zebra").hits
    assert [hit.thing.name for hit in hits] == ["run 1.csv"]


def test_what_is_open_already_is_found_again(ask, csv_file, project):
    first = ask("POST", "/api/files", json={"path": str(csv_file)})
    again = ask("POST", "/api/files", json={"path": str(csv_file)})
    assert (again.status_code, again.json["id"]) == (200, first.json["id"])
    roundabout = f"{csv_file.parent}/../{csv_file.parent.name}/{csv_file.name}"
    assert ask("POST", "/api/files", json={"path": roundabout}).json["id"] == first.json["id"]
    assert first.json["links"]["project"] == project
    other = ask("POST", "/api/projects", json={"title": "Other"}).json["id"]
    second = ask("POST", "/api/files", json={"path": str(csv_file), "project": other})
    assert (second.status_code, second.json["project"]) == (201, other)


def test_the_first_file_of_ones_own_makes_a_project(ask, csv_file):
    number = ask("POST", "/api/files", json={"path": str(csv_file)}).json["project"]
    assert ask("GET", f"/api/projects/{number}").json["title"] == "My files"


@pytest.mark.parametrize(
    "path",
    [
        "run 1.csv",
        "",
        "/nowhere/at/all.csv",
        "{folder}",
        "{folder}/pipe",
        "/dev/zero",
        "/a\0b",
        "~",
    ],
)
def test_what_is_no_file_is_refused(ask, fields, tmp_path, path):
    os.mkfifo(tmp_path / "pipe")
    answer = ask("POST", "/api/files", json={"path": path.format(folder=tmp_path)})
    assert answer.status_code == 422
    assert fields(answer) == ["path"]


def test_what_no_reader_knows_is_refused(ask, fields, tmp_path):
    (tmp_path / "a.csv").write_bytes(bytes(range(256)) * 10)
    answer = ask("POST", "/api/files", json={"path": str(tmp_path / "a.csv")})
    assert (answer.status_code, fields(answer)) == (422, ["file"])
    assert ask("GET", "/api/files").json["total"] == 6


def test_no_link_opens_a_file(client, ask):
    for url in ("/api/files?path=/etc/passwd", "/file/1?path=/etc/passwd"):
        assert client.get(url).status_code == 422
    for url in ("/open?path=/etc/passwd", "/api/open?path=/etc/passwd"):
        assert client.get(url).status_code == 404
    assert ask("GET", "/api/files").json["total"] == 6


def test_whoever_has_no_token_opens_nothing_where_none_is_asked_for(make_app, csv_file):
    app = make_app(auth=False)
    client = app.test_client()
    client.get("/enter?code=anything")
    headers = {"Origin": "http://localhost"}
    body = {"path": str(csv_file)}
    assert client.post("/api/files", json=body, headers=headers).status_code == 403
    assert client.put("/api/files/1/place", json=body, headers=headers).status_code == 403
    assert client.get("/api/files").json["total"] == 6


def test_a_file_that_moved_is_told_and_found_again(ask, csv_file):
    opened = ask("POST", "/api/files", json={"path": str(csv_file)})
    url, seen = opened.headers["Location"], opened.headers["ETag"]
    assert ask("GET", f"{url}/place").json["state"] == "unchanged"
    moved = csv_file.rename(csv_file.with_name("moved.csv"))
    assert ask("GET", f"{url}/place").json["state"] == "missing"
    answer = ask("PUT", f"{url}/place", json={"path": str(moved)}, if_match=seen)
    assert (answer.status_code, answer.json["path"]) == (200, str(moved))
    with moved.open("a") as file:
        file.write("3,4,more\n")
    assert ask("GET", f"{url}/place").json["state"] == "changed"
    assert ask("PUT", f"{url}/place", json={}, if_match=seen).status_code == 412
    assert ask("PUT", f"{url}/place", json={}).json["shape"] == [4, 3]
    assert ask("GET", f"{url}/place").json["state"] == "unchanged"


def test_an_upload_is_kept_under_its_content(ask, app):
    answer = ask("POST", "/api/uploads?name=run.csv", data=TEXT)
    assert (answer.status_code, answer.json["place"]) == (201, "uploaded")
    assert (answer.json["name"], answer.json["shape"]) == ("run.csv", [2, 2])
    again = ask("POST", "/api/uploads?name=other.csv", data=TEXT)
    assert again.json["id"] != answer.json["id"]
    assert [path.stem for path in kept(app)] == [hashlib.sha256(TEXT).hexdigest()]
    assert ask("GET", answer.json["links"]["original"], buffered=True).data == TEXT


@pytest.mark.parametrize("name", ["../../evil.csv", "C:\\dir\\evil.csv", "/etc/evil.csv"])
def test_a_name_leads_nowhere(ask, app, name):
    answer = ask("POST", "/api/uploads", query_string={"name": name}, data=TEXT)
    assert answer.json["name"] == "evil.csv"
    assert len(kept(app)) == 1


def test_a_form_brings_a_file(ask, app):
    sent = {"note": "x" * 1000, "file": (io.BytesIO(TEXT), "form.csv"), "after": "y"}
    answer = ask("POST", "/api/uploads", data=sent)
    assert (answer.status_code, answer.json["name"]) == (201, "form.csv")
    assert ask("GET", answer.json["links"]["original"], buffered=True).data == TEXT
    sent = {"file": (io.BytesIO(TEXT), "form.csv")}
    page = ask("POST", "/api/uploads", data=sent, headers={"Accept": "text/html"})
    assert page.status_code == 303
    assert page.headers["Location"].startswith("/file/")


FORM = {"Content-Type": "multipart/form-data; boundary=x"}
WITHOUT_FILE = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n'


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": WITHOUT_FILE, "headers": FORM}, 400),
        ({"data": WITHOUT_FILE[:-8], "headers": FORM}, 400),
        ({"data": b"nonsense", "headers": FORM}, 400),
        ({"data": b"nonsense", "headers": {"Content-Type": "multipart/form-data"}}, 400),
        ({"data": {"file": (io.BytesIO(TEXT), "")}}, 422),
        ({"data": TEXT}, 422),
        ({"data": TEXT, "query_string": {"name": "a.csv", "colour": "red"}}, 422),
        ({"data": TEXT, "query_string": {"name": "a.csv", "project": "99"}}, 404),
        ({"data": b"", "query_string": {"name": "a.csv"}}, 422),
        ({"data": b"\0\1\2" * 999, "query_string": {"name": "a.csv"}}, 422),
    ],
)
def test_what_cannot_be_taken_leaves_nothing_behind(ask, app, sent, status):
    assert ask("POST", "/api/uploads", **sent).status_code == status
    assert kept(app) == []
    assert ask("GET", "/api/files").json["total"] == 6


def test_two_files_in_one_form_are_refused(ask, app):
    sent = {"a": (io.BytesIO(TEXT), "a.csv"), "b": (io.BytesIO(TEXT), "b.csv")}
    assert ask("POST", "/api/uploads", data=sent).status_code == 400
    assert kept(app) == []


def test_a_removed_upload_outlives_a_failed_one_of_the_same_content(ask, app):
    url = ask("POST", "/api/uploads?name=a.csv", data=TEXT).headers["Location"]
    undo = ask("DELETE", url).json["links"]["undo"]
    assert ask("POST", "/api/uploads?name=a.png", data=TEXT).status_code in {201, 422}
    assert ask("POST", undo).status_code == 204
    assert ask("GET", ask("GET", url).json["links"]["original"], buffered=True).data == TEXT


def test_a_full_disk_is_told(ask, app, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads.os, "fsync", full)
    answer = ask("POST", "/api/uploads?name=a.csv", data=TEXT)
    assert (answer.status_code, answer.json["title"]) == (507, "Insufficient Storage")
    assert "No space left" in answer.json["detail"]
    assert kept(app) == []


def test_a_file_over_the_limit_is_413(make_app, app):
    library_of(app).close()
    small = make_app(upload_limit=len(TEXT) - 1)
    client = small.test_client()
    from server.web.access import access_of

    token = {"Authorization": f"Bearer {access_of(small).token}"}
    for data in (TEXT, {"file": (io.BytesIO(TEXT), "a.csv")}):
        answer = client.post("/api/uploads?name=a.csv", data=data, headers=token)
        assert answer.status_code == 413
    assert kept(small) == []
    assert client.get("/api/uploads", headers=token).json["limit"] == len(TEXT) - 1
