"""The pages and the API of live streams, without a wire."""

import numpy as np
import pytest

from server.live.frames import Frame, layout, pack
from server.live.stream import Channels
from server.web.access import access_of
from server.web.live.shelf import studio_of
from server.web.shelf import library_of
from tests.waiting import until

OWN = {"Origin": "http://localhost"}


@pytest.fixture
def studio(app):
    studio = studio_of(app)
    yield studio
    studio.close()


def newest(studio, name):
    stream = studio.desk(name).cutter.stream
    return stream.read(0, stream.end)[1].tolist()


def test_the_pages_tell_what_there_is(client, studio):
    studio.push("pump", Channels(("bar",)), [[1.0]])
    overview = client.get("/live").text
    assert all(name in overview for name in ("Heartbeat", "/live/pump", "Running", "urlopen"))
    assert "running.json" in overview
    for place, field in layout():
        row = f'<td class="mono">{place}</td><td class="mono">{field.type}</td>'
        assert f"{row}<td>{field.meaning}</td>".replace("'", "&#39;") in overview
    page = client.get("/live/pump").text
    assert "Samples that a program sends here." in page
    assert "urlopen" in page


def test_a_page_says_plainly_what_it_is_without_scripts(client, studio):
    page = client.get("/live/heart").text
    assert "This page moves with JavaScript" in page
    assert 'src="/live/heart.png"' in page
    assert client.get("/live/heart.png").data.startswith(b"\x89PNG")
    lines = client.get("/live/heart.csv").text.splitlines()
    assert lines[0] == "time (s),lead (mV)"
    assert len(lines) == 3601
    assert client.get("/live/none.png").status_code == 404


def test_a_get_starts_nothing(client, studio):
    for address in ("/live/heart", "/live/x?source=file&path=/etc/passwd", "/live/heart.png"):
        assert client.get(address).status_code == 200
    assert studio.desks() == []


def test_only_what_is_made_here_starts_by_a_link(client, studio):
    assert 'data-starts="yes"' in client.get("/live/x?signal=walk").text
    assert 'data-starts="no"' in client.get("/live/x?source=file&path=/etc/passwd").text
    assert 'data-starts="no"' in client.get("/live/x?source=serial&device=COM1").text


def test_what_is_wrong_in_an_address_is_told(client, studio):
    answer = client.get("/live/x?signal=square&rate=0")
    assert answer.status_code == 422
    assert "<code>signal</code>" in answer.text
    assert "<code>rate</code>" in answer.text
    assert client.get("/live/..%2Fetc").status_code == 404
    assert client.get("/live?name=a/b").status_code == 422


def test_the_form_leads_to_the_page_of_the_source(client, studio):
    answer = client.get("/live?name=mine&source=tcp&port=5025&path=&rate=")
    assert answer.headers["Location"] == "/live/mine?source=tcp&port=5025"


def test_a_plain_form_starts_records_and_stops(client, app, studio):
    def act(action, **more):
        return client.post("/live/sine", data={"action": action, **more}, headers=OWN)

    assert act("start", rate="200").headers["Location"] == "/live/sine"
    until(lambda: studio.channels("sine"), "the stream")
    act("record")
    act("note", text="here")
    until(lambda: studio.desk("sine").recorder.rows > 0, "rows")
    act("keep")
    until(lambda: studio.desk("sine").kept, "the recording")
    number = int(studio.desk("sine").kept.rstrip("/").rpartition("/")[2])
    assert [note.text[-6:] for note in library_of(app).notes.of(file=number)] == [": here"]
    assert "Running" in client.get("/live/sine").text
    act("stop")
    assert "Not running" in client.get("/live/sine").text
    assert act("jump").status_code == 422


def test_a_foreign_page_starts_nothing(client, studio):
    evil = {"Origin": "http://evil.test"}
    assert client.post("/live/sine", data={"action": "start"}, headers=evil).status_code == 403
    assert client.put("/api/live/sine", json={}, headers=evil).status_code == 403
    assert client.post("/api/live/sine", json={"values": [1]}, headers=evil).status_code == 403
    assert studio.desks() == []


def test_sources_that_reach_files_are_for_the_owner_where_nobody_is_asked(make_app, tmp_path):
    app = make_app(auth=False)
    client = app.test_client()
    for recipe in (
        {"source": "file", "path": "/etc/passwd"},
        {"source": "tcp", "port": 22},
        {"source": "serial", "device": "/dev/ttyS0"},
    ):
        answer = client.put("/api/live/x", json=recipe, headers=OWN)
        assert answer.status_code == 403, recipe
    token = {"Authorization": f"Bearer {access_of(app).token}"}
    path = tmp_path / "a.csv"
    path.write_text("1\n2\n")
    recipe = {"source": "file", "path": str(path)}
    assert client.put("/api/live/x", json=recipe, headers=token).status_code == 200
    until(lambda: studio_of(app).channels("x"), "the file")
    studio_of(app).close()


def test_samples_are_taken_as_json_lines_and_frames(client, studio):
    def push(name, status, **sent):
        answer = client.post(f"/api/live/{name}", headers=OWN, **sent)
        assert answer.status_code == status, answer.text
        return answer.json

    made = {"values": [[1, 2.5], [None, 4]], "names": ["a", "b"], "units": ["V", ""], "rate": 9.0}
    assert push("json", 201, json=made)["taken"] == 2
    assert push("json", 200, json={"values": [[5, 6]]})["end"] == 3
    np.testing.assert_array_equal(newest(studio, "json"), [[1, 2.5], [np.nan, 4], [5, 6]])
    assert studio.channels("json") == Channels(("a", "b"), ("V", ""), 9.0)
    push("one", 201, json={"values": [1, 2]})
    assert newest(studio, "one") == [[1], [2]]
    push("csv", 201, data="p (bar),q\n1,2\n", content_type="text/csv")
    push("csv", 200, data="3,4", content_type="text/csv")
    assert newest(studio, "csv") == [[1, 2], [3, 4]]
    assert studio.channels("csv").units == ("bar", "")
    frame = pack(Frame(0, np.array([[1.0, 2.0]])), exact=True)
    octets = "application/octet-stream"
    push("frame?names=u,i&units=V,A&rate=50", 201, data=frame, content_type=octets)
    assert studio.channels("frame") == Channels(("u", "i"), ("V", "A"), 50.0)


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"json": {"values": [[1, 2], [3]]}}, 422, "different lengths"),
        ({"json": {"values": ["x"]}}, 422, "values"),
        ({"json": {"values": [1], "rate": -1.0}}, 422, "rate"),
        ({"json": {"values": [[1, 2]], "names": ["a", "a"]}}, 422, "names"),
        ({"json": {"values": [[1, 2]], "names": ["a"]}}, 422, "2 columns"),
        ({"json": {"values": [1], "colour": 1}}, 422, "colour"),
        ({"data": "{", "content_type": "application/json"}, 400, "no JSON"),
        ({"data": "", "content_type": "text/csv"}, 422, "no line"),
        ({"data": b"abc", "content_type": "application/octet-stream"}, 400, "SGL2"),
        ({"data": b"SGL2" * 20, "content_type": "application/octet-stream"}, 422, "frame"),
        ({"data": b"x", "content_type": "image/png"}, 415, "text/csv"),
    ],
)
def test_samples_that_are_wrong_are_refused_in_words(client, studio, sent, status, words):
    answer = client.post("/api/live/wrong", headers=OWN, **sent)
    assert answer.status_code == status
    assert words in answer.text
    assert not studio.known("wrong")


def test_a_stream_is_told_steered_and_forgotten_by_programs(client, studio):
    told = client.put("/api/live/made", json={"rate": 500}, headers=OWN).json
    assert told["recipe"]["rate"] == 500
    assert client.put("/api/live/made", json={"rate": 0}, headers=OWN).status_code == 422
    told = client.patch("/api/live/made", json={"amplitude": 3}, headers=OWN).json
    assert told["recipe"]["amplitude"] == 3
    until(lambda: client.get("/api/live/made").json["stream"], "samples")
    assert [item["name"] for item in client.get("/api/live").json["items"]] == ["made"]
    assert client.delete("/api/live/made", headers=OWN).status_code == 204
    assert client.get("/api/live/made").status_code == 404
    assert client.patch("/api/live/made", json={}, headers=OWN).status_code == 404


def test_a_recording_is_made_by_programs(client, app, studio):
    client.post("/api/live/pump", json={"values": [1]}, headers=OWN)
    assert client.put("/api/live/pump/recording", headers=OWN).json["recording"]
    client.post("/api/live/pump", json={"values": [2, 3]}, headers=OWN)
    said = client.post("/api/live/pump/notes", json={"text": "now"}, headers=OWN)
    assert said.status_code == 201
    kept = client.delete("/api/live/pump/recording", headers=OWN).json["kept"]
    page = client.get(kept).text
    assert "now" in page
    assert client.get(kept.replace("/file/", "/workbench?file=")).status_code == 200
    assert client.post("/api/live/pump/notes", json={"text": "x"}, headers=OWN).status_code == 422


def test_a_recording_that_a_crash_cut_off_is_offered(client, app, studio):
    client.post("/api/live/pump", json={"values": [1]}, headers=OWN)
    recorder = studio.record("pump", True)
    client.post("/api/live/pump", json={"values": [2, 3]}, headers=OWN)
    studio.note("pump", "before the crash")
    recorder._done = lambda _: None  # nothing after the crash
    recorder.stop()
    studio.desk("pump").recorder = None
    assert "1 recording cut off by a crash" in client.get("/live").text
    assert client.post("/live", headers=OWN).status_code == 303
    assert "cut off" not in client.get("/live").text
    files = library_of(app).files.at(recorder.path)
    assert "before the crash" in library_of(app).notes.of(file=files[0].id)[0].text


def test_a_recording_without_rows_is_thrown_away(client, app, studio):
    client.post("/api/live/pump", json={"values": [1]}, headers=OWN)
    path = studio.record("pump", True).path
    assert client.delete("/api/live/pump/recording", headers=OWN).json["kept"] is None
    assert not path.exists()
