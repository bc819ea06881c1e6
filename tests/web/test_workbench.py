"""The workbench over HTTP: views, facts, fields, files that are gone."""

import numpy as np
import pytest

from server.science.smoothing import gaussian_smooth
from server.workbench.transport import unpack

pytestmark = pytest.mark.usefixtures("nothing_is_kept")


def drawn(client, query, path="view"):
    answer = client.get(f"/workbench/{path}?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/octet-stream"
    return unpack(answer.data)


def refused(client, query, path="view"):
    answer = client.get(f"/workbench/{path}?{query}")
    assert answer.mimetype == "application/problem+json"
    return answer.status_code, [error["field"] for error in answer.get_json()["errors"]]


def test_a_view_is_that_of_the_file(client, opened):
    y = np.random.default_rng(1).standard_normal(300)
    number = opened("y.npy", y)
    header, curves = drawn(client, f"file={number}&width=3&parts=raw,smooth,residual")
    assert (header["total"], header["visible"], header["drawn"]) == (300, 300, 300)
    smooth = gaussian_smooth(y, 3.0)
    for name, values in {"raw": y, "smooth": smooth, "residual": y - smooth}.items():
        assert np.allclose(curves[name]["y"], values, atol=1e-6)
    assert header["ms"] > 0
    assert header["pyramid"] == {"ready": True}


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_sample_of_a_series_is_drawn(client, number):
    header, curves = drawn(client, f"file={number}&pixels=300")
    assert set(curves) == {"raw", "smooth"}
    assert header["x"]["from"] < header["x"]["to"]


def test_a_member_a_column_and_another_position_can_be_chosen(client, opened):
    number = opened("t.csv", "t,a,b\n0,1,9\n1,2,8\n2,3,7\n3,5,5\n")
    assert drawn(client, f"file={number}")[0]["y"]["name"] == "a"
    header, curves = drawn(client, f"file={number}&y=b&x=a")
    assert (header["x"]["name"], header["y"]["name"]) == ("a", "b")
    assert curves["raw"]["x"].tolist() == [0, 1, 2, 4]
    assert drawn(client, f"file={number}&inside=b")[0]["y"]["name"] == "b"


def test_dates_are_told(client):
    header, _ = drawn(client, "file=1&from=1990-01-01&to=1991-01-01")
    assert header["x"]["kind"] == "date"
    assert header["x"]["dates"] == ["1990-01-01", "1991-01-01"]


def test_the_overview_is_of_everything(client):
    header, curves = drawn(client, "file=2&from=10&to=20&pixels=100", "overview")
    assert header["visible"] == header["total"] == 108_000
    assert set(curves) == {"raw"}


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("", ["file"]),
        ("file=2&width=x&pixels=0", ["width", "pixels"]),
        ("file=2&parts=everything", ["parts"]),
        ("file=2&tier=rough", ["tier"]),
        ("file=2&y=nothing", ["y"]),
        ("file=2&x=nothing", ["x"]),
        ("file=1&y=date", ["y"]),
        ("file=2&unit=cutoff&width=0", ["width"]),
        ("file=2&width=1e11", ["width"]),
        ("file=2&method=mean&order=1", ["order"]),
        ("file=2&method=savgol&width=0.1&degree=2&order=2&also=mean~9~x~1", ["order"]),
        ("file=6", ["y"]),
        ("source=field", ["source"]),
    ],
)
def test_what_cannot_be_drawn_is_named(client, query, fields):
    assert refused(client, query) == (422, fields)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("file=1", ["file"]),
        ("file=6&x0=512", ["x0"]),
        ("file=6&at_row=3", ["at_column"]),
        ("file=6&depth=12", ["depth"]),
        ("file=6&width=5000", ["width"]),
        ("source=field&n=99999999", ["n"]),
    ],
)
def test_what_is_no_field_is_named(client, query, fields):
    assert refused(client, query, "field") == (422, fields)


def test_there_is_no_such_file(client):
    assert refused(client, "file=999")[0] == 404
    assert client.get("/workbench?file=999").status_code == 404


@pytest.mark.parametrize("query", ["view", "facts", "overview", "analysis"])
def test_a_file_that_is_gone_is_gone(client, opened, tmp_path, query):
    number = opened("y.npy", np.arange(10.0))
    assert client.get(f"/workbench/{query}?file={number}").status_code == 200
    (tmp_path / "y.npy").unlink()
    answer = client.get(f"/workbench/{query}?file={number}")
    assert answer.status_code == 410
    assert "y.npy is no longer where it was" in answer.get_json()["detail"]
    page = client.get(f"/workbench?file={number}")
    assert page.status_code == 410
    assert "no longer where it was" in page.text


def test_a_changed_file_is_read_anew(client, opened, tmp_path):
    number = opened("y.npy", np.arange(10.0))
    drawn(client, f"file={number}")
    np.save(tmp_path / "y.npy", np.ones(20))
    assert drawn(client, f"file={number}")[0]["total"] == 20


@pytest.mark.parametrize(
    "y",
    [
        np.ones(1),
        np.full(5000, np.nan),
        np.full(5000, 1e300),
        np.array([np.inf, 1.0, -np.inf, 2.0]),
        np.arange(100, dtype=np.uint8),
        np.arange(100) % 3 == 0,
        np.arange(100, dtype=np.float16),
        np.zeros(0),
    ],
    ids=["one", "gaps", "huge", "infinite", "whole", "yes or no", "half", "none"],
)
def test_any_numbers_are_drawn_and_told(client, opened, y):
    number = opened("y.npy", y)
    for path in ("view", "overview", "facts", "analysis"):
        answer = client.get(f"/workbench/{path}?file={number}&pixels=50")
        assert answer.status_code == 200, answer.text
    told = client.get(f"/workbench/facts?file={number}").get_json()["raw"]
    assert told["count"] == np.isfinite(y.astype(float)).sum()


def test_facts_are_those_of_numpy(client):
    told = client.get("/workbench/facts?file=3&width=4").get_json()
    y = drawn(client, "file=3&parts=raw&pixels=16384")
    assert told["total"] == y[0]["total"]
    assert told["raw"]["maximum"] == pytest.approx(np.nanmax(y[1]["raw"]["max"]), abs=1e-6)


def test_analyses_are_told(client):
    told = client.get("/workbench/analysis?file=2&from=0&to=20").get_json()
    assert told["auto"]["width"] > 0
    assert sum(told["distribution"]["raw"]["counts"]) == told["visible"]
    assert refused(client, "file=2&parts=horoscope", "analysis") == (422, ["parts"])


def test_a_field_is_drawn_and_told(client):
    header, curves = drawn(
        client, "file=6&width=2&pixels=128&lines=64&at_column=7&at_row=9", "field"
    )
    assert (header["rows"], header["columns"]) == (512, 512)
    assert curves["smooth"]["value"].size == 128 * 64
    assert curves["row_raw"]["y"][7] == pytest.approx(header["at"]["raw"])
    about, _ = drawn(client, "file=6&width=20&pixels=128&lines=128&tier=preview", "field")
    assert about["tier"] == "preview"
    told = client.get("/workbench/facts?file=6&x0=10&x1=20&y1=5").get_json()
    assert told["visible"] == told["raw"]["count"] == 50


def test_a_table_that_is_a_field_has_its_names(client):
    header, _ = drawn(client, "file=5", "field")
    assert header["x"]["names"][:2] == ["JAN", "FEB"]
    assert header["y"]["names"][0] == "1950"
    assert drawn(client, "file=5&y=JAN")[0]["total"] == 61


def test_a_width_is_chosen_for_a_field_and_nothing_else_analysed(client):
    asked = "/workbench/analysis?source=field&n=10000&noise=0.5&unit=fwhm"
    found = client.get(f"{asked}&parts=auto").json["auto"]
    assert found["width"] == pytest.approx(found["widths"]["fwhm"])
    assert found["reason"].endswith(".")
    assert len(found["sigmas"]) == len(found["scores"])
    answer = client.get(f"{asked}&parts=auto,peaks")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "parts"
