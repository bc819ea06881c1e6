"""Bodies that are wrong are refused with words, and nothing is changed by them."""

import http.client
import json

import pytest

from desktop_app.local_server import LocalServer
from server.config import Settings
from server.web.rest.reading import MAX_DEPTH, MAX_JSON
from server.web.shelf import library_of

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def unchanged(ask):
    """Fails if a test has changed the projects."""
    before = ask("GET", "/api/projects").json
    yield
    assert ask("GET", "/api/projects").json == before


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, ["title"]),
        ({"title": ""}, ["title"]),
        ({"title": "  "}, ["title"]),
        ({"title": "x" * 100_000}, ["title"]),
        ({"title": 1}, ["title"]),
        ({"title": None}, ["title"]),
        ({"title": "\u0000"}, ["title"]),
        ({"title": "A", "description": "x" * 100_001}, ["description"]),
        ({"title": "A", "colour": "red"}, ["colour"]),
        ({"title": "", "description": 5, "colour": "red"}, ["colour", "description", "title"]),
        ([], ["body"]),
        ("title", ["body"]),
        (5, ["body"]),
    ],
)
@pytest.mark.usefixtures("unchanged")
def test_each_wrong_field_is_named(ask, fields, body, wrong):
    answer = ask("POST", "/api/projects", json=body)
    assert answer.status_code == 422
    assert sorted(fields(answer)) == wrong


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{'title': 'A'}",
        '{"title": NaN}',
        '{"title": Infinity}',
        '{"title": 1e999}',
        '{"title": "\\ud800"}',
        '{"title": "A"} {}',
        b'{"title": "\xff"}',
        '{"title": ' * 3000 + "1" + "}" * 3000,
        "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
    ],
)
@pytest.mark.usefixtures("unchanged")
def test_what_is_no_json_is_400(ask, text):
    answer = ask("POST", "/api/projects", data=text, headers=JSON)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"


def test_nesting_as_deep_as_allowed_is_taken(ask):
    def nested(levels: int) -> str:
        return '{"a": ' * levels + "1" + "}" * levels

    for levels, status in ((MAX_DEPTH - 1, 201), (MAX_DEPTH, 400)):
        body = f'{{"title": "deep", "recipe": {nested(levels)}}}'
        assert ask("POST", "/api/recipes", data=body, headers=JSON).status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "text/json"},
        {**JSON, "Content-Encoding": "gzip"},
    ],
)
@pytest.mark.usefixtures("unchanged")
def test_another_type_is_415(ask, headers):
    assert ask("POST", "/api/projects", data='{"title": "A"}', headers=headers).status_code == 415


@pytest.mark.usefixtures("unchanged")
def test_a_body_over_the_limit_is_413(ask):
    body = '{"title": "A"}' + " " * MAX_JSON
    assert ask("POST", "/api/projects", data=body, headers=JSON).status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:1"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_another_site_changes_nothing(client, ask, headers, method):
    before = [ask("GET", url).json for url in ("/api/projects", "/api/files", "/api/trash")]
    for url in ("/api/projects", "/api/projects/1", "/api/uploads?name=a.csv", "/api/trash"):
        answer = client.open(url, method=method, json={"title": "evil"}, headers=headers)
        assert answer.status_code in {403, 405}, url
    assert before == [ask("GET", url).json for url in ("/api/projects", "/api/files", "/api/trash")]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    with LocalServer(Settings(data_dir=folder, upload_limit=100_000)) as running:
        yield running


def send(server, url, pieces, headers):
    """POST in chunks; the answer's status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        token = {"Authorization": f"Bearer {server.token}"}
        connection.request(
            "POST", url, body=iter(pieces), headers={**token, **headers}, encode_chunked=True
        )
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def test_a_chunked_body_is_read_whole(server):
    status, body = send(server, "/api/projects", [b'{"title"', b': "Chunked"}'], JSON)
    assert (status, body["title"]) == (201, "Chunked")


def test_a_chunked_body_over_the_limit_is_refused_and_not_cut(server):
    """The first bytes are a whole object: cut there, it would be taken."""
    pieces = [b'{"title": "Cut"}', *[b" " * 2**20] * 8]
    status, body = send(server, "/api/projects", pieces, JSON)
    assert status == 413
    assert "more than" in body["detail"]


def test_a_chunked_upload_is_kept_up_to_the_limit_and_refused_over_it(server):
    line = b"1,2\n"
    head, url = b"x,y\n", "/api/uploads?name=chunks.csv"
    status, body = send(server, url, [head, *[line * 1000] * 24], {})
    assert (status, body["size"]) == (201, 96_004)
    status, body = send(server, url, [head, *[line * 1000] * 26], {})
    assert status == 413
    left = list(library_of(server.app).uploads.folder.rglob("*.*"))
    assert len(left) == 1
