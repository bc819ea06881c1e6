"""What pages may ask of the native window, and what they may not."""

import pytest

from server import create_app
from server.config import Settings
from server.errors import SigmascopeError
from server.web.access import access_of
from server.web.shell import file_name

HOST = "localhost"
OWN = {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "same-origin"}


class Window:
    """Notes what it was asked for."""

    def __init__(self):
        self.asked = []
        self.answer = "/home/me/plot.png"

    def save(self, path_and_query, suggested_name):
        self.asked.append(("save", path_and_query, suggested_name))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def open_external(self, url):
        self.asked.append(("open", url))

    def print_page(self):
        self.asked.append(("print",))

    def focus(self):
        self.asked.append(("focus",))


@pytest.fixture
def window():
    return Window()


@pytest.fixture
def client(tmp_path, window):
    app = create_app(Settings(data_dir=tmp_path / "data"), hosts={HOST}, shell=window)
    client = app.test_client()
    client.get(f"/enter?code={access_of(app).issue_code()}")
    return client


def post(client, action, body=None, headers=OWN):
    accept = {"Accept": "application/json"}
    return client.post(f"/shell/{action}", json=body or {}, headers={**accept, **headers})


def test_a_page_of_the_window_knows_that_it_is(client):
    assert " data-shell" in client.get("/").text
    assert "js/shell.js" in client.get("/").text


def test_in_a_browser_there_is_no_shell(make_app):
    app = make_app(auth=False)
    client = app.test_client()
    assert post(client, "save", {"path": "/", "name": "x"}).status_code == 404
    assert "data-shell" not in client.get("/").text


def test_saving_asks_the_window(client, window):
    answer = post(client, "save", {"path": "/plot.png?seed=7", "name": "../plot.png"})
    assert answer.json == {"saved": "/home/me/plot.png"}
    assert window.asked == [("save", "/plot.png?seed=7", "plot.png")]


def test_a_cancelled_save_is_no_error(client, window):
    window.answer = None
    assert post(client, "save", {"path": "/plot.png", "name": "plot.png"}).json == {"saved": None}


def test_a_save_that_fails_says_why(client, window):
    window.answer = SigmascopeError("plot.png was not saved: the disk is full.")
    answer = post(client, "save", {"path": "/plot.png", "name": "plot.png"})
    assert answer.status_code >= 500
    assert answer.json["detail"] == "plot.png was not saved: the disk is full."


@pytest.mark.parametrize(
    "path", ["//evil.test/x", "https://evil.test/", "plot.png", "/\\evil.test", "/a\nb", ""]
)
def test_only_own_addresses_are_saved(client, window, path):
    assert post(client, "save", {"path": path, "name": "x"}).status_code == 422
    assert window.asked == []


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "http://example.org", "mailto:a@b.c"])
def test_outside_addresses_are_opened(client, window, url):
    assert post(client, "open-external", {"url": url}).status_code == 204
    assert window.asked == [("open", url)]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:alert(1)", "smb://host/share", "/local", "", 7]
)
def test_nothing_else_is_opened(client, window, url):
    assert post(client, "open-external", {"url": url}).status_code == 422
    assert window.asked == []


@pytest.mark.parametrize(("action", "asked"), [("print", ("print",)), ("focus", ("focus",))])
def test_printing_and_coming_forward(client, window, action, asked):
    assert post(client, action).status_code == 204
    assert window.asked == [asked]


@pytest.mark.parametrize("action", ["save", "open-external", "print", "focus"])
@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_may_not_ask(client, window, action, headers):
    body = {"path": "/", "name": "x", "url": "https://evil.test/"}
    assert post(client, action, body, headers).status_code == 403
    assert window.asked == []


@pytest.mark.parametrize("body", ["[]", "{", "null", '"text"', ""])
def test_a_body_that_is_no_object_is_told(client, body):
    answer = client.post("/shell/save", data=body, headers=OWN, content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("suggested", "name"),
    [
        ("plot.png", "plot.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        (".hidden", "hidden"),
        ("a\x00b\nc", "abc"),
        ('<>:"|?*', "sigmascope"),
        ("..", "sigmascope"),
        ("σ = 2.csv", "σ = 2.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_suggested_name_is_a_name_alone(suggested, name):
    assert file_name(suggested) == name
