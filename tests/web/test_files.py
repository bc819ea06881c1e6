"""The pages of files, and their data in every form."""

import csv
import hashlib
import io

import numpy as np
import pytest

from server.paths import SAMPLES

XML = b"<?xml"


@pytest.mark.parametrize("number", range(1, 7))
def test_every_sample_has_a_page_with_plot_statistics_values_and_provenance(client, number):
    page = client.get(f"/file/{number}").text
    assert f"/file/{number}.png?theme=light" in page
    for words in ("Smallest", "Values", "Where it comes from", "SHA-256", "Licence"):
        assert words in page


def test_the_page_says_what_the_plot_shows(client):
    page = client.get("/file/1").text
    sentence = (
        "CO₂ in air, ppm: 2,225 values from 1958-03-29 to 2001-12-29, "
        "between 313 and 373.9; 59 missing."
    )
    assert f'alt="{sentence}"' in page
    assert "every 7 d" in page


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2, "every 2.778 ms"),
        (3, "by row number"),
        (4, "uneven: mostly 1 h, up to 2 h"),
        (5, "61 × 12 values, between 18.95 and 29.24"),
        (6, "512 × 512 values, between 0 and 255"),
    ],
)
def test_sampling_and_extent_are_told(client, number, words):
    assert words in client.get(f"/file/{number}").text


def test_the_statistics_are_right(client):
    body = client.get("/file/1.json").get_json()
    lines = (SAMPLES / "mauna_loa_co2.csv").read_text().splitlines()
    values = [float(row["co2"]) for row in csv.DictReader(lines) if row["co2"]]
    co2 = body["columns"][1]
    assert (co2["count"], co2["missing"]) == (2225, 59)
    assert (co2["minimum"], co2["maximum"], co2["unit"]) == (313.0, 373.9, "ppm")
    assert co2["mean"] == pytest.approx(np.mean(values), rel=1e-12)
    assert co2["std"] == pytest.approx(np.std(values), rel=1e-12)
    assert body["columns"][0]["maximum"] == "2001-12-29"
    assert body["sampling"] == {
        "kind": "even",
        "step": 604800,
        "smallest": 604800,
        "largest": 604800,
    }


def test_leading_zeros_do_not_matter(client):
    assert client.get("/file/001").text == client.get("/file/1").text
    assert client.get("/file/001.json").get_json()["id"] == 1


def test_the_csv_holds_the_values(client):
    rows = list(csv.reader(io.StringIO(client.get("/file/1.csv").text)))
    assert rows[:2] == [["date", "co2"], ["1958-03-29", "316.1"]]
    assert rows[7] == ["1958-05-10", ""]
    assert len(rows) == 2285


def test_the_npy_is_the_array(client):
    original = np.load(SAMPLES / "ecg_360hz.npy")
    assert np.array_equal(np.load(io.BytesIO(client.get("/file/3.npy").data)), original)
    table = np.load(io.BytesIO(client.get("/file/2.npy").data))
    assert table.dtype.names == ("time_s", "lead_mv")
    assert np.array_equal(table["lead_mv"], original)
    moon = np.load(io.BytesIO(client.get("/file/6.npy").data))
    assert (moon.shape, moon.dtype) == ((512, 512), np.uint8)


@pytest.mark.parametrize("number", range(1, 7))
def test_the_original_leaves_as_it_came(client, number):
    answer = client.get(f"/file/{number}/original", buffered=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    told = client.get(f"/file/{number}.json").get_json()["provenance"]
    assert hashlib.sha256(answer.data).hexdigest() == told["sha256"]
    assert len(answer.data) == told["size"]


def test_a_part_of_the_original_can_be_asked_for(client):
    answer = client.get("/file/3/original", headers={"Range": "bytes=1-5"}, buffered=True)
    assert (answer.status_code, answer.data) == (206, b"NUMPY")
    known = {"If-None-Match": client.get("/file/3/original", buffered=True).headers["ETag"]}
    assert client.get("/file/3/original", headers=known, buffered=True).status_code == 304


@pytest.mark.parametrize("number", [1, 3, 5, 6])
@pytest.mark.parametrize(("form", "start"), [("png", b"\x89PNG"), ("svg", XML), ("pdf", b"%PDF")])
def test_every_kind_of_file_has_a_figure(client, number, form, start):
    answer = client.get(f"/file/{number}.{form}?theme=dark&place=narrow")
    assert answer.status_code == 200
    assert answer.data.startswith(start)


def test_the_table_goes_on_where_the_address_says(client):
    page = client.get("/file/1?row=2235").text
    assert "rows 2,235 to 2,284 of 2,284" in page
    assert "2001-12-29" in page
    assert client.get("/file/1.json?row=2284").get_json()["window"]["rows"] == [
        ["2001-12-29", 371.5]
    ]
    moon = client.get("/file/6?row=512&column=509").text
    assert "rows 512 to 512 of 512, columns 509 to 512 of 512" in moon


def test_missing_values_are_dashes_and_null(client):
    assert client.get("/file/1.json?row=7").get_json()["window"]["rows"][0] == ["1958-05-10", None]
    assert '<th scope="row">7</th><td>1958-05-10</td><td>–</td>' in client.get("/file/1?row=7").text


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/file/1?row=2285", "row"),
        ("/file/1?row=0", "row"),
        ("/file/1?row=-1", "row"),
        ("/file/1?row=x", "row"),
        ("/file/1?row=1&row=2", "row"),
        ("/file/1?row=" + "9" * 400, "row"),
        ("/file/6?column=513", "column"),
        ("/file/1?rows=5", "rows"),
        ("/file/1.png?theme=pink", "theme"),
        ("/file/1.json?row=nan", "row"),
    ],
)
def test_a_place_that_does_not_exist_is_refused(client, address, field):
    answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("address", "title", "words"),
    [
        ("/file/1/inside/co2", "CO₂ in air", "between 313 and 373.9"),
        ("/file/4/inside/date", "Date and time", "uneven: mostly 1 h, up to 2 h"),
        ("/file/5/inside/JAN", "January", "from 1950 to 2010"),
        ("/file/3/inside/array", "Voltage", "108,000 values"),
        ("/file/6/inside/brightness", "Brightness", "262,144"),
    ],
)
def test_what_is_inside_has_a_page(client, address, title, words):
    page = client.get(address).text
    assert title in page
    assert words in page
    assert client.get(address + ".json").get_json()["inside"] == address.rpartition("/")[2]
    assert client.get(address + ".png").data.startswith(b"\x89PNG")


def test_a_column_leaves_alone(client):
    values = np.load(io.BytesIO(client.get("/file/1/inside/co2.npy").data))
    assert values.shape == (2284,)
    assert client.get("/file/1/inside/co2.csv").text.splitlines()[:2] == ["co2", "316.1"]


def test_a_slash_at_the_end_does_not_matter(client):
    answer = client.get("/file/1/inside/co2/")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/file/1/inside/co2")


@pytest.mark.parametrize(
    ("address", "words", "suggestion"),
    [
        ("/file/7", "There is no file number 7.", "/file/1"),
        ("/file/" + "7" * 5000, "There is no file number 777", "/library"),
        ("/file/7.json", "There is no file number 7.", "/file/1"),
        ("/file/1.xlsx", "has no form", "/file/1.csv"),
        ("/file/1.parquet", "Parquet is not written", "/file/1.npy"),
        ("/file/1/inside/co2.parquet", "Parquet is not written", "/file/1/inside/co2.npy"),
        ("/file/1/inside/nothing", "holds nothing called “nothing”", "/file/1/inside/co2"),
        ("/file/1/inside/co2/x", "holds nothing called “co2/x”", "/file/1/inside/co2"),
        ("/file/1/inside/co2.xlsx", "has no form", "/file/1/inside/co2.csv"),
        ("/file/1/inside/../../../etc/passwd", "", "/"),
        ("/file/7/original", "There is no file number 7.", "/file/1"),
    ],
)
def test_what_is_not_there_is_404_with_help(client, address, words, suggestion):
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert words in answer.text
    assert f'href="{suggestion}"' in answer.text
