"""Who is kept out: foreign hosts, foreign origins, whoever lacks the token."""

import pytest
from flask import Flask

from server.web.access import access_of

FOREIGN_HOSTS = [
    "",
    "evil.test",
    "localhost.evil.test",
    "evil.test:80",
    "localhost:1",
    "localhost:80",
    "localhost.",
    "127.0.0.1",
    "127.0.0.2",
    "127.1",
    "0.0.0.0",
    "0",
    "2130706433",
    "0x7f000001",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "user@localhost",
    "localhost@evil.test",
    "localhost, evil.test",
    "localhost evil.test",
    "localhost/evil",
    "localhost#",
    "localhost\\evil.test",
    "null",
]


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("path", ["/", "/static/any/css/tokens.css", "/nowhere", "/api/power"])
def test_a_foreign_host_is_refused_before_anything_else(client, host, path):
    assert client.get(path, headers={"Host": host}).status_code == 421


def test_the_own_host_is_answered_whatever_its_case(client):
    assert client.get("/", headers={"Host": "LOCALHOST"}).status_code == 200


def test_a_missing_host_is_refused(app):
    def start_response(status, headers):
        assert status.startswith("421")

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.url_scheme": "http"}
    body = b"".join(app.wsgi_app(environ, start_response))
    assert b"exact address" in body


def test_an_extra_host_can_be_configured(make_app):
    app = make_app(extra_hosts=("lab.example:8443",), auth=False)
    assert app.test_client().get("/", headers={"Host": "lab.example:8443"}).status_code == 200


@pytest.mark.parametrize("auth", [True, False])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.test"},
        {"Origin": "http://localhost:1"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost.evil.test"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.test"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_a_change_asked_for_by_another_site_is_refused(make_app, auth, headers):
    app = make_app(auth=auth)
    client = app.test_client()
    client.get(f"/enter?code={access_of(app).issue_code()}")
    answer = client.post("/settings", data={"theme": "dark"}, headers=headers)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_change_asked_for_by_an_own_page_is_made(client, headers):
    answer = client.post("/settings", data={"theme": "dark"}, headers=headers)
    assert answer.status_code == 303
    assert "theme=dark" in answer.headers["Set-Cookie"]


def every_route(app: Flask) -> list[str]:
    """One address of each rule, known to be wrong or not: the guard must come first."""
    return [rule.rule.replace("<", "").replace(">", "") for rule in app.url_map.iter_rules()]


def test_whoever_has_no_session_gets_nothing_but_401(app):
    client = app.test_client()
    for path in [*every_route(app), "/nowhere", "/static/any/icon.svg"]:
        if path == "/enter":
            continue
        for method in ("GET", "HEAD", "OPTIONS"):
            answer = client.open(path, method=method)
            assert answer.status_code == 401, f"{method} {path}"
            assert b"href" not in answer.data


def test_the_token_of_the_launch_lets_a_program_in(app):
    headers = {"Authorization": f"Bearer {access_of(app).token}"}
    assert app.test_client().get("/api/power", headers=headers).status_code == 200


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer " + "0" * 64])
def test_another_token_does_not(app, value):
    answer = app.test_client().get("/", headers={"Authorization": value})
    assert answer.status_code == 401


def test_a_code_works_once(app):
    code = access_of(app).issue_code()
    first, second = app.test_client(), app.test_client()
    assert first.get(f"/enter?code={code}").status_code == 303
    assert second.get(f"/enter?code={code}").status_code == 401
    assert first.get("/").status_code == 200
    assert second.get("/").status_code == 401


def test_a_code_is_good_for_a_minute(app, monkeypatch):
    import time

    access = access_of(app)
    now = time.monotonic()
    code = access.issue_code()
    monkeypatch.setattr(time, "monotonic", lambda: now + 61)
    assert access.redeem(code) is False


@pytest.mark.parametrize(
    "target", ["//evil", "http://evil", "/\\evil", "\\evil", "/\t/evil", "", "evil", "/a b"]
)
def test_the_entry_leads_nowhere_else(app, target):
    answer = app.test_client().get(
        "/enter", query_string={"code": access_of(app).issue_code(), "next": target}
    )
    assert answer.status_code == 422
    assert "Location" not in answer.headers


def test_the_secret_key_is_private_and_kept(make_app, tmp_path):
    first, second = make_app(), make_app()
    assert first.secret_key == second.secret_key
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_without_the_token_the_host_still_counts(make_app):
    client = make_app(auth=False).test_client()
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"Host": "evil.test"}).status_code == 421
