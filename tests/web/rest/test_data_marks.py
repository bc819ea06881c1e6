"""Data have a mark that changes with them: what a client has already is not sent again."""

import io

import numpy as np
import pytest

FORMS = ("csv", "npy", "json")


def mark(answer) -> str:
    assert answer.status_code == 200
    return answer.headers["ETag"]


def known(tag: str) -> dict[str, str]:
    return {"If-None-Match": tag}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_known_is_not_sent_again(ask, monkeypatch, form):
    url = f"/file/2.{form}?rows=:20"
    tag = mark(ask("GET", url))
    assert tag.startswith('"')  # strong: equal marks are equal bytes
    assert mark(ask("GET", url)) == tag
    monkeypatch.setattr("server.web.rest.data.read", None)  # nothing is read to say so
    for method in ("GET", "HEAD"):
        for names in (tag, f'"other", W/{tag}'):
            answer = ask(method, url, headers=known(names))
            assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)


def test_every_part_and_form_has_a_mark_of_its_own(ask):
    parts = ("", "?rows=:5", "?rows=:6", "?columns=JAN", "?columns=FEB")
    urls = [f"/file/5.{form}{part}" for form in FORMS[:2] for part in parts]
    urls += ["/file/5.json?rows=:5", "/file/5/inside/JAN.csv", "/file/6.csv"]
    assert len({mark(ask("GET", url)) for url in urls}) == len(urls)


def test_the_mark_changes_with_the_file_and_with_how_it_is_understood(ask, csv_file):
    opened = ask("POST", "/api/files", json={"path": str(csv_file)}).json
    url = f"{opened['links']['csv']}"
    first = mark(ask("GET", url))
    answer = ask("PATCH", f"/api/files/{opened['id']}", json={"title": "Another title"})
    assert answer.status_code == 200
    assert mark(ask("GET", url)) == first  # the data are the same
    csv_file.write_text(csv_file.read_text().replace("2.5", "7.5"))
    second = ask("GET", url, headers=known(first))
    assert "7.5" in second.text
    form = {"header": "0", "units_row": "0", "title": "As it is", "project": "2"}
    assert ask("POST", f"/import/{opened['id']}", data=form).status_code == 303
    third = ask("GET", url, headers=known(mark(second)))
    assert third.text.startswith("column 1")
    assert len({first, second.headers["ETag"], mark(third)}) == 3


def test_a_part_that_cannot_be_is_refused_whatever_is_known(ask):
    assert ask("GET", "/file/5.csv?rows=x", headers=known("*")).status_code == 422
    assert ask("GET", "/file/5.csv?columns=nothing", headers=known("*")).status_code == 422


def test_an_array_is_fetched_in_parts_of_bytes(ask):
    whole = ask("GET", "/file/1.npy")
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert int(whole.headers["Content-Length"]) == len(whole.data)
    tag, half = mark(whole), len(whole.data) // 2
    condition = {"If-Range": tag}
    first = ask("GET", "/file/1.npy", headers={"Range": f"bytes=0-{half - 1}", **condition})
    rest = ask("GET", "/file/1.npy", headers={"Range": f"bytes={half}-", **condition})
    assert (first.status_code, rest.status_code) == (206, 206)
    assert rest.headers["Content-Range"] == f"bytes {half}-{2 * half - 1}/{2 * half}"
    assert len(np.load(io.BytesIO(first.data + rest.data))) == 2284
    last = ask("GET", "/file/1.npy", headers={"Range": "bytes=-9"})
    assert last.data == whole.data[-9:]
    other = ask("GET", "/file/1.npy", headers={"Range": "bytes=5-9", "If-Range": '"older"'})
    assert (other.status_code, other.data) == (200, whole.data)
    again = ask("GET", "/file/1.npy", headers={"Range": "bytes=5-9", **known(tag)})
    assert again.status_code == 304  # it has the whole already


def test_bytes_that_are_not_there_are_refused(ask):
    answer = ask("GET", "/file/3.npy", headers={"Range": "bytes=999999-"})
    assert answer.status_code == 416
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Content-Range"].startswith("bytes */")


@pytest.mark.parametrize(("form", "ranges"), [("csv", "none"), ("npy", "bytes"), ("json", "none")])
def test_head_tells_what_get_would(ask, form, ranges):
    url = f"/file/2.{form}?rows=:20"
    got = ask("GET", url, headers={"Range": "bytes=0-3"} if ranges == "none" else {})
    head = ask("HEAD", url, headers={"Range": "bytes=0-3"})
    assert (got.status_code, head.status_code, head.data) == (200, 200, b"")
    for name in ("ETag", "Content-Type", "Content-Length", "Content-Disposition", "Accept-Ranges"):
        assert head.headers.get(name) == got.headers.get(name), name
    assert head.headers["Accept-Ranges"] == ranges
