import io
import re

import numpy as np
import pytest
from PIL import Image

from server.science.sequences import signal


def test_numbers(client):
    rows = np.load(io.BytesIO(client.get("/plot.npy?seed=5&points=200&noise=0.5").data))
    time, clean, noisy = signal(200, 0.5, 5)
    np.testing.assert_array_equal(rows["time"], time)
    np.testing.assert_array_equal(rows["clean"], clean)
    np.testing.assert_array_equal(rows["noisy"], noisy)


@pytest.mark.parametrize(("width", "height"), [(200, 200), (333, 777), (1001, 401), (2500, 300)])
def test_the_picture_has_the_size_asked_for(client, width, height):
    answer = client.get(f"/plot.png?width={width}&height={height}")
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert picture.size == (width, height)


@pytest.mark.parametrize(
    ("query", "size"),
    [("", (1600, 800)), ("place=narrow", (800, 760)), ("place=narrow&width=500", (500, 760))],
)
def test_the_size_nobody_asked_for(client, query, size):
    with Image.open(io.BytesIO(client.get(f"/plot.png?{query}").data)) as picture:
        assert picture.size == size


def test_the_same_seed_gives_the_same_picture_and_another_one_does_not(client):
    first = client.get("/plot.png?seed=1&width=400&height=300").data
    assert client.get("/plot.png?seed=1&width=400&height=300").data == first
    assert client.get("/plot.png?seed=2&width=400&height=300").data != first


@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_drawings_are_the_same_byte_for_byte(client, form):
    url = f"/plot.{form}?seed=1&points=50"
    assert client.get(url).data == client.get(url).data


def test_each_visit_has_its_own_seed(client):
    seeds = {re.search(r'name="seed" value="(\d+)"', client.get("/plot").text)[1] for _ in range(3)}
    assert len(seeds) > 1


def test_the_page_shows_the_picture_of_its_own_seed(client):
    page = client.get("/plot").text
    seed = re.search(r'name="seed" value="(\d+)"', page)[1]
    assert len(re.findall(rf"/plot\.png\?[^\"]*seed={seed}", page)) >= 2


def test_the_drawing_holds_the_data(client):
    """Of a line of few points each has its place in the SVG's path."""
    text = client.get("/plot.svg?seed=1&points=7&noise=0").text
    paths = re.findall(r'<path d="([^"]+)" clip-path', text)
    points = [re.findall(r"[ML] ([-\d.]+) ([-\d.]+)", path) for path in paths]
    drawn = [(float(x), -float(y)) for x, y in points[-1]]
    _, clean, _ = signal(7, 0, 1)
    assert len(drawn) == 7
    across, up = zip(*drawn, strict=True)
    np.testing.assert_allclose(np.diff(across), np.diff(across)[0], rtol=1e-4)
    np.testing.assert_allclose(np.corrcoef(up, clean)[0, 1], 1, rtol=1e-9)


def test_a_million_points_keep_their_extremes(client):
    _, _, noisy = signal(1_000_000, 0.25, 3)
    sentence = client.get("/api/plotly?seed=3&points=20000").json["sentence"]
    assert sentence.startswith("20,000 values of a random signal, seed 3")
    page = client.get("/plotly?seed=3&points=1000000").text
    assert "of 1,000,000; extremes kept" in page
    assert f"to {noisy.max():.4g}" in page
    assert len(page) < 1_000_000
