"""A figure that is opened leads back to the view that it shows."""

from urllib.parse import parse_qsl

import pytest

from server.paths import SAMPLES
from server.web.native_open import open_paths
from server.web.shelf import library_of

OWN = {"Origin": "http://localhost", "Accept": "application/json"}
ECG = "ecg_360hz.npy"
VIEW = "width=3.5&also=median~8~samples&from=10&to=20&panes=residual"


@pytest.fixture
def ecg(client):
    items = client.get("/api/files?limit=100").json["items"]
    return next(file["id"] for file in items if file["name"] == ECG)


@pytest.fixture
def figure(client, ecg):
    def draw(form, data=""):
        return client.get(f"/workbench.{form}?{data or f'file={ecg}'}&{VIEW}&dpi=50").data

    return draw


def sent(client, name, content):
    headers = {**OWN, "Content-Type": "application/octet-stream"}
    return client.post(f"/api/uploads?name={name}", data=content, headers=headers)


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_an_uploaded_figure(app, client, ecg, figure, form):
    before = client.get("/api/files").json["total"]
    answer = sent(client, f"a.{form}", figure(form))
    assert answer.status_code == 200
    path, _, query = answer.json["restored"].partition("?")
    assert path == "/workbench"
    assert sorted(parse_qsl(query)) == sorted(parse_qsl(f"file={ecg}&{VIEW}"))
    assert client.get(answer.json["restored"]).status_code == 200
    assert client.get("/api/files").json["total"] == before
    kept = library_of(app).uploads.folder
    assert not kept.exists() or not [path for path in kept.rglob("*") if path.is_file()]


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_a_figure_in_the_window(app, ecg, figure, tmp_path, form):
    path = tmp_path / f"a.{form}"
    path.write_bytes(figure(form))
    assert open_paths(app, [str(path)]).startswith(f"/workbench?file={ecg}&width=3.5&")
    path.write_bytes(figure(form, "source=walk&n=500&seed=4"))
    assert open_paths(app, [str(path)]).startswith("/workbench?source=walk&n=500&seed=4&")


def test_the_data_are_found_by_their_content_under_another_number(app, client, figure, tmp_path):
    drawn = figure("png")
    copy = tmp_path / "other.npy"
    copy.write_bytes((SAMPLES / ECG).read_bytes())
    own = client.post("/api/files", json={"path": str(copy)}, headers=OWN).json["id"]
    other = client.get(f"/workbench.svg?file={own}&width=2&dpi=50").data
    assert sent(client, "a.svg", other).json["restored"].startswith(f"/workbench?file={own}&")
    client.delete(f"/api/files/{own}", headers={**OWN, "If-Match": "*"})
    assert sent(client, "a.png", drawn).status_code == 200


def test_where_the_data_are_not_here_it_says_which(app, client, figure, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text("t,v\n" + "".join(f"{i},{i % 7}\n" for i in range(50)))
    number = client.post("/api/files", json={"path": str(mine)}, headers=OWN).json["id"]
    drawn = client.get(f"/workbench.png?file={number}&dpi=50").data
    elsewhere = drawn.replace(b'"mine.csv"', b'"gone.csv"')
    told = client.get(f"/workbench.json?file={number}").json["data"]["sha256"].encode()
    elsewhere = elsewhere.replace(told, told[::-1])
    answer = sent(client, "a.png", elsewhere)
    assert answer.status_code == 422
    assert "shows data that are not here: open “gone.csv” first" in answer.json["detail"]


def test_other_pictures_are_opened_as_ever(client, tmp_path):
    from PIL import Image

    Image.new("L", (20, 20)).save(tmp_path / "a.png")
    answer = sent(client, "a.png", (tmp_path / "a.png").read_bytes())
    assert answer.status_code == 201
    assert "restored" not in answer.json


@pytest.mark.parametrize(
    "note",
    [
        b'{"sigmascope":{"recipe":[["file","x"]],"data":{},"versions":{}}}',
        b'{"sigmascope":[]}',
        b"[" * 5000,
        b"//evil.example",
        b'{"sigmascope":{"recipe":[["source","//x"]],"data":{"name":"","sha256":""},"versions":{}}}',
    ],
)
def test_a_made_up_note_does_no_harm(client, note):
    content = b'<?xml version="1.0"?><svg><dc:description>' + note + b"</dc:description></svg>"
    answer = sent(client, "a.svg", content)
    assert answer.status_code == 201  # text like any other
    assert "restored" not in answer.json
