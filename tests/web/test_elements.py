"""The page of controls and what it serves."""

import csv
import io

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import gaussian_filter1d

from server.figures.elements import FILM_SIZE, PICTURE_SIZE
from server.web.access import access_of

pytestmark = pytest.mark.slow

OWN = {"Origin": "http://localhost"}
QUERY = "points=64&seed=5&sigma=3"
PASSWORD = "correct horse"


def download(client, accept="text/html", **fields):
    return client.post("/elements/download", data=fields, headers={**OWN, "Accept": accept})


def test_the_page_has_every_kind_of_control(client):
    page = client.get("/elements").text
    for kind in ("text", "number", "date", "color", "password", "radio", "range"):
        assert f'type="{kind}"' in page, kind
    for tag in ("<button", "<select", "<progress", "<img", "<video", "data-plot", "data-surface"):
        assert tag in page, tag


def test_the_page_shows_what_its_address_says(client):
    query = "points=64&seed=5&sigma=3&title=Mine&colour=%23009e73&start=2020-02-29&theme=dark"
    page = client.get(f"/elements?{query}&map=magma").text
    assert 'value="Mine"' in page
    assert 'value="#009e73"' in page
    assert 'value="2020-02-29"' in page
    assert "64 daily values from 2020-02-29 to 2020-05-02" in page
    assert 'value="dark" checked' in page
    assert '<option value="magma"' in page
    assert page.count("theme=dark") >= 3  # picture, film, link


def test_a_seed_is_drawn_and_kept_in_the_link(client):
    first, second = client.get("/elements").text, client.get("/elements").text
    assert first != second


def test_what_was_typed_stays_beside_what_is_wrong_with_it(client):
    answer = client.get("/elements?points=many&start=2026-13-01&colour=red&foo=1&title=Kept")
    assert answer.status_code == 422
    for words in ('value="many"', "“many” is not a whole number", "16 to 20,000"):
        assert words in answer.text
    for words in (
        "“2026-13-01” is not a day in that range",
        "“red” is not a colour",
        "<code>foo</code>",
    ):
        assert words in answer.text
    assert 'value="Kept"' in answer.text


@pytest.mark.parametrize("ending", [".png", ".csv", ".f32", "/sweep.f32", "/sweep.webm"])
def test_bad_values_are_named_to_programs_too(client, ending):
    answer = client.get(f"/elements{ending}?points=0", headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["points"]


def test_titles_are_text_and_nothing_else(client):
    page = client.get("/elements?title=%3Cscript%3Ealert(1)%3C/script%3E%22").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_picture_is_a_png_of_the_data(client):
    answer = client.get(f"/elements.png?{QUERY}")
    assert answer.mimetype == "image/png"
    with Image.open(io.BytesIO(answer.data)) as image:
        assert image.size == PICTURE_SIZE
    assert answer.data == client.get(f"/elements.png?{QUERY}").data
    assert answer.data != client.get(f"/elements.png?{QUERY}&map=magma").data
    assert answer.data != client.get(f"/elements.png?{QUERY}&theme=dark").data


def test_the_pictures_theme_follows_the_page(client):
    light = client.get(f"/elements.png?{QUERY}").data
    client.set_cookie("theme", "dark")
    assert client.get(f"/elements.png?{QUERY}").data != light
    assert client.get(f"/elements.png?{QUERY}&theme=light").data == light


def test_table_and_floats_hold_the_same_numbers(client):
    rows = list(csv.DictReader(io.StringIO(client.get(f"/elements.csv?{QUERY}").text)))
    raw = np.array([float(row["raw"]) for row in rows])
    smoothed = np.array([float(row["smoothed"]) for row in rows])
    np.testing.assert_array_equal(smoothed, gaussian_filter1d(raw, 3, mode="reflect"))
    assert rows[0]["date"] == "2026-01-01"
    floats = np.frombuffer(client.get(f"/elements.f32?{QUERY}").data, "<f4")
    np.testing.assert_array_equal(floats, np.concatenate([raw, smoothed]).astype("<f4"))


@pytest.mark.parametrize(("points", "columns"), [(16, 16), (5000, 240)])
def test_the_sweep_has_a_row_for_each_sigma(client, points, columns):
    data = client.get(f"/elements/sweep.f32?points={points}&seed=1").data
    rows = np.frombuffer(data, "<f4").reshape(72, columns)
    assert np.ptp(rows[0]) > np.ptp(rows[-1])


def test_the_film_is_sent_while_it_is_drawn(client):
    answer = client.get(f"/elements/sweep.webm?frames=3&{QUERY}", buffered=False)
    assert answer.mimetype == "video/webm"
    assert answer.content_length is None
    pieces = list(answer.iter_encoded())
    assert len(pieces) == 4
    assert pieces[0].startswith(bytes.fromhex("1A45DFA3"))
    width, height = FILM_SIZE
    assert width.to_bytes(2, "little") + height.to_bytes(2, "little") in pieces[1]


def test_a_player_gets_the_part_of_the_film_that_it_asks_for(client):
    address = f"/elements/sweep.webm?frames=3&{QUERY}"
    whole = client.get(address).data
    answer = client.get(address, headers={"Range": "bytes=100-299"})
    assert answer.status_code == 206
    assert answer.data == whole[100:300]
    assert answer.headers["Content-Range"] == f"bytes 100-299/{len(whole)}"


@pytest.mark.parametrize("frames", ["0", "1", "241", "x", "1e9"])
def test_a_film_has_no_other_number_of_frames(client, frames):
    assert client.get(f"/elements/sweep.webm?frames={frames}").status_code == 422


def test_the_download_opens_with_its_password_only(client):
    import pyzipper

    answer = download(client, points="64", seed="5", sigma="3", password=PASSWORD)
    assert answer.status_code == 303
    archive = client.get(answer.location)
    assert archive.mimetype == "application/zip"
    assert "attachment" in archive.headers["Content-Disposition"]
    with pyzipper.AESZipFile(io.BytesIO(archive.data)) as opened:
        assert {info.filename for info in opened.infolist()} == {"elements.csv", "elements.png"}
        for info in opened.infolist():
            assert info.wz_aes_strength == 3  # 256 bits
            with pytest.raises(RuntimeError, match="password"):
                opened.read(info)
            with pytest.raises(RuntimeError, match="password"):
                opened.read(info, pwd=b"another one")
        text = opened.read("elements.csv", pwd=PASSWORD.encode()).decode()
    assert text == client.get(f"/elements.csv?{QUERY}").text
    assert b"raw,smoothed" not in archive.data


@pytest.mark.parametrize("password", ["", "zq7#kx", "x" * 129, "pässwörter", "tab\tulator"])
def test_a_password_that_archive_programs_do_not_share_is_refused(client, password):
    answer = download(client, points="64", seed="5", password=password)
    assert answer.status_code == 422
    assert "8 to 128 letters" in answer.text
    assert 'value="64"' in answer.text
    assert not password or password not in answer.text


def test_programs_hear_of_both_outcomes_as_json(client):
    good = download(client, "application/json", points="64", password=PASSWORD)
    assert client.get(good.json["url"]).status_code == 200
    bad = download(client, "application/json", points="64", password="zq7#kx")
    assert bad.status_code == 422
    assert bad.json["errors"][0]["field"] == "password"
    assert "zq7#kx" not in bad.text
    worse = download(client, "application/json", points="x", password=PASSWORD)
    assert worse.json["errors"][0]["field"] == "points"
    assert download(client, points="x", password=PASSWORD).status_code == 422


def test_only_the_last_few_archives_are_kept(client):
    places = [download(client, points="16", password=PASSWORD).location for _ in range(5)]
    assert [client.get(place).status_code for place in places] == [404, 200, 200, 200, 200]


def test_the_download_needs_a_page_of_our_own(client):
    fields = {"points": "16", "password": PASSWORD}
    headers = {"Origin": "http://evil.test", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/elements/download", data=fields, headers=headers).status_code == 403


def test_the_password_is_not_logged(client, caplog):
    caplog.set_level("DEBUG")
    caplog.set_level("WARNING", "matplotlib")  # keeps whole figures alive in its records
    answer = download(client, points="16", password=PASSWORD)
    client.get(answer.location)
    assert PASSWORD not in caplog.text
    assert PASSWORD not in answer.location
    assert PASSWORD not in client.get("/elements").text


def test_archives_of_one_application_are_unknown_to_another(make_app, client):
    place = download(client, points="16", password=PASSWORD).location
    other = make_app()
    stranger = other.test_client()
    stranger.get(f"/enter?code={access_of(other).issue_code()}")
    assert stranger.get(place).status_code == 404


def test_a_film_that_nobody_waits_for_is_not_drawn_on(client):
    answer = client.get("/elements/sweep.webm?frames=240&points=64", buffered=False)
    next(answer.iter_encoded())
    answer.close()  # what the server does when the browser hangs up; no figure may stay alive
    assert client.get("/elements.png?points=64").status_code == 200
