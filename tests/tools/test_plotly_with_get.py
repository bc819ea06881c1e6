import base64
import io
import json
import re

import numpy as np
import pytest

from server.science.functions import FUNCTIONS
from server.tools.plotly_with_get import KindParameters
from server.tools.plotly_with_get_script import FUNCTIONS as SCRIPTED

KINDS = {
    "2d": ("scatter", "plotly-2d"),
    "3d": ("surface", "plotly-3d"),
    "scatter3d": ("scatter3d", "plotly-3d"),
    "heatmap": ("heatmap", "plotly-2d"),
    "contour": ("contour", "plotly-2d"),
    "histogram": ("histogram", "plotly-2d"),
}


def figure_of(page):
    text = re.search(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)[1]
    return json.loads(text)


def unpacked(packed):
    values = np.frombuffer(base64.b64decode(packed["bdata"]), "<f4")
    shape = [int(side) for side in packed["shape"].split(",")] if "shape" in packed else [-1]
    return values.reshape(shape)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_drawn_by_the_bundle_that_can(client, kind):
    page = client.get(f"/plotly_with_get/{kind}").text
    trace, bundle = KINDS[kind]
    assert {one["type"] for one in figure_of(page)["data"]} == {trace}
    assert set(re.findall(r"plotly-\dd", page)) == {bundle}


@pytest.mark.parametrize("kind", ["3d", "heatmap", "contour"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_fields_hold_the_function(client, kind, name):
    query = f"function={name}&resolution=9&x_min=-1&x_max=2&y_min=0&y_max=3"
    values = np.load(io.BytesIO(client.get(f"/plotly_with_get/{kind}.npy?{query}").data))
    x, y = np.linspace(-1, 2, 9), np.linspace(0, 3, 9)
    expected = [[float(FUNCTIONS[name].of(np.array(a), np.array(b))) for a in x] for b in y]
    np.testing.assert_allclose(values, expected, rtol=1e-14, atol=1e-15)
    [trace] = figure_of(client.get(f"/plotly_with_get/{kind}?{query}").text)["data"]
    np.testing.assert_allclose(unpacked(trace["z"]), values, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(unpacked(trace["x"]), x, rtol=1e-6)
    np.testing.assert_allclose(unpacked(trace["y"]), y, rtol=1e-6)


def test_sections_by_hand(client):
    query = "function=saddle&resolution=3&x_min=0&x_max=2&y_min=0&y_max=4"
    body = client.get(f"/plotly_with_get/2d.json?{query}").json["columns"]
    assert body == {
        "x": [0, 1, 2],
        "y=0": [0, 1, 4],
        "y=1": [-1, 0, 3],
        "y=2": [-4, -3, 0],
        "y=3": [-9, -8, -5],
        "y=4": [-16, -15, -12],
    }


def test_points_by_hand(client):
    query = "function=saddle&resolution=2&x_min=0&x_max=1&y_min=0&y_max=2"
    body = client.get(f"/plotly_with_get/scatter3d.json?{query}").json["columns"]
    assert body == {"x": [0, 1, 0, 1], "y": [0, 0, 2, 2], "z": [0, 1, -4, -3]}


def test_the_histogram_counts_every_point(client):
    body = client.get("/plotly_with_get/histogram.json?resolution=50").json["columns"]
    assert sum(body["count"]) == 2500
    assert body["to"][:-1] == body["from"][1:]
    [trace] = figure_of(client.get("/plotly_with_get/histogram?resolution=50").text)["data"]
    assert trace["y"] == body["count"]


def test_a_constant_has_a_histogram_and_levels(client):
    flat = "function=gaussian&x_min=1000&x_max=1001&y_min=1000&y_max=1001"
    for kind in KINDS:
        for form in ("", ".png", ".csv"):
            assert client.get(f"/plotly_with_get/{kind}{form}?{flat}").status_code == 200


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_formula_stands_below(client, name):
    assert FUNCTIONS[name].formula in client.get(f"/plotly_with_get/2d?function={name}").text


def test_declared_and_scripted_functions_are_those_there_are():
    declared = KindParameters.model_json_schema()["properties"]["function"]["enum"]
    assert list(FUNCTIONS) == declared == list(SCRIPTED)


def test_the_largest_page_stays_light(client):
    assert len(client.get("/plotly_with_get/3d?resolution=300").data) < 700_000


def test_axes_keep_the_view_until_the_ranges_change(client):
    def revision(query):
        return figure_of(client.get(f"/plotly_with_get?{query}").text)["layout"]["uirevision"]

    assert revision("kind=heatmap&colours=magma") == revision("kind=heatmap&function=sinc")
    assert revision("kind=heatmap") != revision("kind=heatmap&x_max=7")
    assert revision("kind=3d&x_max=7") == revision("kind=3d")
