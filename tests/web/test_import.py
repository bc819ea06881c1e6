"""Opening, the import preview, and changing what is said of a file, as plain forms do it."""

import io

import numpy as np
import pytest

ORIGIN = {"Origin": "http://localhost"}
TEXT = "Zeit;Druck (hPa);Ort\n" + "".join(f"{i:02d}.01.2026;1{i},5;Bonn\n" for i in range(1, 29))


@pytest.fixture
def send(client):
    """Sends a form as a page does."""

    def send(address: str, **fields: str):
        return client.post(address, data=fields, headers=ORIGIN)

    return send


@pytest.fixture
def uploaded(client) -> str:
    """The address of a file that a plain form has sent."""
    form = {"file": (io.BytesIO(TEXT.encode("cp1252")), "druck.csv")}
    answer = client.post("/api/uploads", data=form, headers={**ORIGIN, "Accept": "text/html"})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_the_first_rows_are_shown_as_they_are_understood(client, uploaded):
    page = client.get(uploaded.replace("file", "import")).text
    for words in ("2026-01-01", "11.5", "Semicolon (;) (guessed)", "hPa"):
        assert words in page
    other = client.get(uploaded.replace("file", "import") + "?decimal=.").text
    assert "is no number" in other or "Text (guessed)" in other


@pytest.mark.parametrize("query", ["header=x", "header=-1", "decimal=%3B", "type:Ort=colour"])
def test_what_cannot_be_chosen_is_said(client, uploaded, query):
    answer = client.get(f"{uploaded.replace('file', 'import')}?{query}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_what_was_saved_is_how_it_is_read(client, send, uploaded):
    fields = {"title": "Druck", "project": "1", "type:Ort": "text", "header": "0"}
    assert send(uploaded.replace("file", "import"), **fields).status_code == 303
    page = client.get(uploaded).text
    assert "column 2" in page
    assert "Understood by guess" not in page


def test_notes_tags_names_and_places_change_and_come_back(client, send, uploaded):
    send(uploaded, do="note", text="Sensor replaced")
    send(uploaded, do="tag", tags="Pressure, bonn")
    send(uploaded, do="rename", title="Air pressure", description="In the cellar")
    send(uploaded, do="move", new_project="Cellar")
    page = client.get(uploaded).text
    for words in ("Sensor replaced", "Pressure", "Air pressure", "In the cellar", "Cellar"):
        assert words in page
    removed = send(uploaded, do="remove").headers["Location"]
    assert client.get(uploaded).status_code == 404
    assert "Undo" in client.get(removed).text
    assert "Air pressure" in client.get("/trash").text
    send("/trash", do="undo", number=removed.partition("=")[2], back="/library")
    assert "Sensor replaced" in client.get(uploaded).text


def test_an_older_form_changes_nothing(client, send, uploaded):
    send(uploaded, do="rename", title="New", description="", revision="1000")
    assert "<h1>New</h1>" not in client.get(uploaded).text


def test_a_container_is_a_tree(client, tmp_path):
    np.savez(tmp_path / "run.npz", x=np.arange(5.0), field=np.ones((4, 6)))
    answer = client.post("/api/files", json={"path": str(tmp_path / "run.npz")}, headers=ORIGIN)
    address = f"/file/{answer.get_json()['id']}"
    page = client.get(address).text
    assert f'href="{address}/inside/field"' in page
    assert "4 × 6" in page
    assert "24" in client.get(f"{address}/inside/field").text
    assert client.get(f"{address}/inside/field.png").data.startswith(b"\x89PNG")
    assert client.get(f"{address}/values?inside=x&row=4").get_json()["cells"] == [["3"], ["4"]]


def test_what_was_just_opened_and_what_lies_inside_have_small_lines(client, send, tmp_path):
    np.savez(tmp_path / "run.npz", x=np.arange(5.0), field=np.ones((4, 6)), word=np.array(["a"]))
    (tmp_path / "line.csv").write_text("t,y\n0,1\n1,5\n2,3\n")
    for name in ("run.npz", "line.csv"):
        with (tmp_path / name).open("rb") as file:
            client.post("/api/uploads", data={"file": (file, name)}, headers=ORIGIN)
    library = client.get("/library?project=2").text
    assert library.count('<path d="M') == 2  # before any of their pages was looked at
    page = client.get("/file/7").text
    assert page.count('<path d="M') == 2
    assert "4 × 6 float64, 192 B" in page
    assert "3 members" in page
    send("/import/8", title="Line", project="2", x="y")
    assert client.get("/library?project=2").text.count('<path d="M') == 1
    client.get("/file/8")
    assert client.get("/library?project=2").text.count('<path d="M') == 2


@pytest.mark.parametrize("labels", ["dates", "numbers", "words"])
def test_text_that_is_a_field_is_drawn_as_one(client, labels):
    """A column of labels and 80 columns of numbers, named by their wavelengths."""
    first = {"dates": "2024-01-{:02}", "numbers": "{}.5", "words": "run {}"}[labels]
    waves = range(400, 800, 5)
    rows = [",".join([first.format(i + 1), *(f"{i * wave}" for wave in waves)]) for i in range(20)]
    names = [f"w{wave}" if labels == "words" else str(wave) for wave in waves]
    text = "\n".join([",".join(["when", *names]), *rows, ""])
    sent = {"file": (io.BytesIO(text.encode()), "spectra.csv")}
    client.post("/api/uploads", data=sent, headers=ORIGIN)
    page = client.get("/file/7").text
    assert "spectra.csv: 20 × 80 values, between 0 and 15,105." in page
    assert "A field of two dimensions" in page
    svg = client.get("/file/7.svg").text
    for word in (names[0], names[75], *(["2024-Jan"] if labels == "dates" else [])):
        assert f">{word}" in svg or f"<!-- {word} -->" in svg, word
    assert "the middle row" in client.get("/library?view=cards").text


def test_a_file_that_was_moved_is_located_again(app, client, tmp_path, send):
    path = tmp_path / "moving.csv"
    path.write_text("t,y\n0,1\n1,2\n2,3\n")
    bearer = {"Authorization": f"Bearer {app.extensions['sigmascope.access'].token}"}
    answer = client.post("/api/files", json={"path": str(path)}, headers={**ORIGIN, **bearer})
    address = f"/file/{answer.get_json()['id']}"
    moved = path.rename(tmp_path / "moved.csv")
    assert "no longer where it was" in client.get(address).text
    assert send(address, do="locate", path=str(moved)).status_code == 303
    assert "no longer where it was" not in client.get(address).text
    moved.write_text("t,y\n0,1\n1,2\n2,300\n")
    assert "has been changed since" in client.get(address).text


def test_many_files_are_tagged_moved_and_removed_together(client, send):
    chosen = {"file": ["1", "2"]}
    client.post("/library", data={"do": "tag", "tags": "both", **chosen}, headers=ORIGIN)
    assert client.get("/library?tag=both").text.count("data-item") == 2
    client.post("/library", data={"do": "move", "new_project": "P", **chosen}, headers=ORIGIN)
    assert "2 files" in client.get("/project/2").text
    assert send("/library", do="remove").status_code == 422
    assert send("/project/2", do="remove").status_code == 303
    assert client.get("/file/1").status_code == 404
