"""One recipe through the page, the API, the command line and the script."""

import io
import json
import runpy
import sys
from urllib.parse import urlencode

import numpy as np
import pytest
from PIL import Image

from server.__main__ import main
from server.figures.notes import read_note
from server.paths import SAMPLES
from server.workbench.exports.provenance import read_made

OWN = {"Origin": "http://localhost"}
CO2, ECG = "mauna_loa_co2.csv", "ecg_360hz.npy"


@pytest.fixture
def numbers(client):
    """The samples' numbers in the library, by file name."""
    found = client.get("/api/files?limit=100").json["items"]
    return {file["name"]: file["id"] for file in found}


RECIPES = [
    (CO2, {"width": 40, "unit": "samples"}),
    (CO2, {"width": 3e7, "unit": "fwhm", "fill": True, "min_weight": 0.5, "edges": "mirror"}),
    (CO2, {"width": 2e6, "unit": "x", "spacing": "x", "from": "1970-01-01", "to": "1980-06-30"}),
    (CO2, {"width": 9, "order": 1, "also": ["median~8~samples", "savgol~20~samples~1"]}),
    (ECG, {"width": 10, "unit": "cutoff", "method": "savgol", "degree": 4, "to": 20000.0}),
    (ECG, {"width": 2.5, "edges": "constant", "cval": 1.5, "truncate": 3.0, "order": 2}),
]


def flags(recipe):
    for name, value in recipe.items():
        for one in value if isinstance(value, list) else [value]:
            text = str(one).lower() if isinstance(one, bool) else str(one)
            yield f"--{name.replace('_', '-')}={text}"


@pytest.mark.parametrize(("name", "recipe"), RECIPES)
def test_all_ways_give_the_same_array(client, numbers, tmp_path, monkeypatch, name, recipe):
    whole = {"part": "whole", **recipe}
    query = urlencode({"file": numbers[name], **recipe}, doseq=True).replace("=True", "=true")
    page = client.get(f"/workbench.npy?part=whole&{query}").data
    body = {"file": numbers[name], **whole}
    accept = {"Accept": "application/octet-stream", **OWN}
    assert client.post("/api/smooth", json=body, headers=accept).data == page
    out = tmp_path / "smooth.npy"
    assert main(["smooth", str(SAMPLES / name), *flags(whole), "--out", str(out)]) == 0
    ours = np.load(io.BytesIO(page))
    told = np.load(out)
    assert [told[field].tobytes() for field in told.dtype.names] == [
        ours[field].tobytes() for field in ours.dtype.names
    ]
    script = client.get(f"/workbench.py?{query}")
    (tmp_path / "script.py").write_bytes(script.data)
    monkeypatch.setattr(sys, "argv", ["script.py", str(tmp_path / "script.npy")])
    runpy.run_path(str(tmp_path / "script.py"))
    alone = np.load(tmp_path / "script.npy")
    names = ["smoothed", "also1", "also2"][: 1 + len(recipe.get("also", []))]
    for field in names:
        theirs, expected = alone[field] if alone.dtype.names else alone, ours[field]
        np.testing.assert_array_equal(np.isnan(theirs), np.isnan(expected))
        span = np.nanmax(expected) - np.nanmin(expected)
        np.testing.assert_allclose(theirs, expected, rtol=0, atol=1e-9 * span)


def test_the_other_numbers_are_the_same_numbers(client, numbers):
    query = f"file={numbers[CO2]}&width=4&from=1970-01-01&to=1975-01-01"
    rows = np.load(io.BytesIO(client.get(f"/workbench.npy?{query}").data))
    told = client.get(f"/workbench.json?{query}").json
    lines = client.get(f"/workbench.csv?{query}").text.splitlines()
    assert list(told["columns"]) == list(rows.dtype.names) == lines[0].split(",")
    assert len(rows) == told["rows"] == len(lines) - 1 > 200
    assert told["columns"]["date"][0] == "1970-01-03T00:00:00"
    for i, row in enumerate(lines[1:]):
        for name, cell in zip(rows.dtype.names[1:], row.split(",")[1:], strict=True):
            assert float(cell or "nan") == rows[name][i] or np.isnan(rows[name][i])
            listed = told["columns"][name][i]
            assert (listed is None) == (cell == "")
    assert told["data"]["name"] == CO2
    assert len(told["data"]["sha256"]) == 64


def test_one_column_is_an_array_by_itself(client, numbers):
    query = f"file={numbers[CO2]}&width=4&columns=smoothed"
    assert np.load(io.BytesIO(client.get(f"/workbench.npy?{query}").data)).shape == (2284,)
    refused = client.get(f"/workbench.npy?{query},nothing")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["allowed"] == "date, co2, smoothed"


def test_a_field_as_numbers(client):
    whole = np.load(io.BytesIO(client.get("/workbench.npy?source=field&n=900&width=2").data))
    assert whole.shape == (30, 30)
    part = client.get("/workbench.npy?source=field&n=900&width=2&x0=3&x1=9&y0=5&y1=7").data
    np.testing.assert_array_equal(np.load(io.BytesIO(part)), whole[5:7, 3:9])
    lines = client.get("/workbench.csv?source=field&n=900&width=2&x0=3&x1=9&y0=5&y1=7").text
    assert lines.splitlines()[0] == "y\\x,3,4,5,6,7,8"
    assert float(lines.splitlines()[1].split(",")[1]) == whole[5, 3]


def test_the_script_of_a_field(client, numbers, tmp_path, monkeypatch):
    pictures = [number for name, number in numbers.items() if name.endswith(".png")]
    monkeypatch.setattr(
        sys, "argv", ["script.py", str(tmp_path / "a.npy"), str(tmp_path / "a.png")]
    )
    for data in ("source=field&n=900", f"file={pictures[0]}"):
        query = f"{data}&width=3&edges=nearest"
        (tmp_path / "script.py").write_bytes(client.get(f"/workbench.py?{query}").data)
        runpy.run_path(str(tmp_path / "script.py"))
        expected = np.load(io.BytesIO(client.get(f"/workbench.npy?{query}").data))
        np.testing.assert_allclose(
            np.load(tmp_path / "a.npy"), expected, atol=1e-9 * np.ptp(expected)
        )


def test_figures_have_the_size_that_was_asked_for(client, numbers):
    query = f"file={numbers[CO2]}&figure_width=85&figure_height=60&dpi=100&panes=residual"
    answer = client.get(f"/workbench.png?{query}")
    with Image.open(io.BytesIO(answer.data)) as image:
        assert image.size == (334, 236)  # 85 and 60 mm at 100 dots an inch, whole dots
        assert image.info["dpi"] == pytest.approx((100, 100), rel=1e-3)
    assert b"/MediaBox [ 0 0 240.9" in client.get(f"/workbench.pdf?{query}").data
    assert b'width="240.9' in client.get(f"/workbench.svg?{query}").data


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
@pytest.mark.parametrize("data", ["file", "source=walk&n=500", "source=field&n=400"])
def test_a_figure_tells_what_it_was_made_from(client, numbers, form, data):
    data = f"file={numbers[ECG]}" if data == "file" else data
    query = f"{data}&width=2.25"
    made = read_made(read_note(client.get(f"/workbench.{form}?{query}&dpi=50").data))
    own = [pair for pair in made.recipe.pairs() if pair[0] not in {"seed", "noise"}]
    assert urlencode(own) == query
    assert made.data.name == (ECG if "file" in data else "")
    assert len(made.data.sha256) == 64
    assert {"sigmascope", "numpy", "scipy"} <= set(made.versions)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("dpi=1200&figure_width=1000", "dpi"),
        ("figure_width=5", "figure_width"),
        ("theme=pink", "theme"),
        ("width=-1", "width"),
        ("part=whole", "part"),
    ],
)
def test_what_cannot_be_drawn_is_refused_beside_its_field(client, query, field):
    answer = client.get(f"/workbench.png?source=walk&{query}")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_unknown_forms_and_bodies(client):
    assert client.get("/workbench.gif?source=walk").status_code == 404
    assert client.get("/workbench.npy").status_code == 422
    refused = client.post("/api/smooth", json={"source": "walk", "frog": 1}, headers=OWN)
    assert refused.json["errors"][0]["field"] == "frog"
    assert client.post("/api/smooth", json=[1], headers=OWN).status_code == 422
    assert client.post("/api/smooth", json={"source": "walk"}).status_code == 403


def test_the_api_smooths_by_numbers_texts_and_lists(client):
    body = {"source": "walk", "n": 50, "width": 2, "columns": ["row", "smoothed"]}
    told = client.post("/api/smooth", json=body, headers=OWN).json
    assert list(told["columns"]) == ["row", "smoothed"]
    assert dict(told["recipe"])["width"] == "2"
    lines = client.post("/api/smooth", json=body, headers={"Accept": "text/csv", **OWN}).text
    assert lines.splitlines()[1].startswith("0,")


def test_a_recipe_from_a_file_and_flags_that_change_it(tmp_path, capfdbinary):
    (tmp_path / "a.csv").write_text(
        "t,u,v\n" + "".join(f"{i},{i % 3},{i % 5}\n" for i in range(40))
    )
    recipe = tmp_path / "r.json"
    recipe.write_text(json.dumps({"file": 7, "method": "median", "width": 3, "y": "v"}))
    common = ["smooth", str(tmp_path / "a.csv"), "--recipe", str(recipe), "--columns", "smoothed"]
    assert main([*common, "--column", "2"]) == 0
    by_number = capfdbinary.readouterr().out
    assert main([*common, "--y", "u", "--form", "csv"]) == 0
    assert capfdbinary.readouterr().out == by_number
    assert main([*common, "--column=u", "--method=gaussian", "--sigma=2"]) == 0
    assert capfdbinary.readouterr().out != by_number


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--column", "9"], b"there is no column 9"),
        (["--width=-1", "--unit=feet"], b"unit: "),
        (["--out", "a.gif"], b"no form of a view"),
        (["--recipe", "nothing.json"], b"nothing.json"),
        (["--sigma", "1e9"], b"width: "),
    ],
)
def test_mistakes_on_the_command_line(more, words, tmp_path, monkeypatch, capfdbinary):
    monkeypatch.chdir(tmp_path)
    np.save("a.npy", np.arange(9.0))
    assert main(["smooth", "a.npy", *more]) == 2
    assert words in capfdbinary.readouterr().err
    assert main(["smooth", "a.npy", "--out", "a.npy"]) == 2
    assert main(["smooth", "none.npy"]) == 2


def test_smoothing_for_programs_is_described(client):
    told = client.get("/api/openapi.json").json["paths"]["/api/smooth"]["post"]
    schema = told["requestBody"]["content"]["application/json"]["schema"]
    assert {"file", "width", "unit", "from", "also", "part", "columns"} <= set(schema["properties"])
    assert schema["properties"]["order"]["maximum"] == 2
    assert set(told["responses"]["200"]["content"]) == {
        "application/json",
        "application/octet-stream",
        "text/csv",
    }
