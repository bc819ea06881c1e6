import io

import numpy as np
import pytest
from PIL import Image

from server.science.fields import random_field


def test_numbers(client):
    values = np.load(io.BytesIO(client.get("/random.npy?seed=5&width=30&height=20").data))
    np.testing.assert_array_equal(values, random_field(20, 30, 16.0, 5))
    body = client.get("/random.json?seed=5&width=30&height=20").json
    assert (len(body["x"]), len(body["y"])) == (30, 20)
    assert body["values"] == values.tolist()


def test_csv_has_its_coordinates(client):
    lines = client.get("/random.csv?seed=5&width=3&height=2&correlation_length=0").text.splitlines()
    assert lines[0] == "y\\x,0,1,2"
    assert [line.partition(",")[0] for line in lines[1:]] == ["0", "1"]
    np.testing.assert_array_equal(
        [[float(cell) for cell in line.split(",")[1:]] for line in lines[1:]],
        random_field(2, 3, 0, 5),
    )


def picture(client, query):
    with Image.open(io.BytesIO(client.get(f"/random.png?{query}").data)) as image:
        return np.asarray(image.convert("RGB"))


def test_the_map_shows_the_field_the_first_row_below(client):
    """Two cells by two, far larger than a pixel: their colours stand in their corners."""
    field = random_field(2, 2, 0, 1)
    pixels = picture(client, "seed=1&width=2&height=2&correlation_length=0&colours=grey")
    coloured = np.all(pixels == pixels[..., :1], axis=2)
    height, width = coloured.shape
    low, high = field.min(), field.max()
    for row, column in np.ndindex(2, 2):
        y = round(height * (0.7 if row == 0 else 0.25))
        x = round(width * (0.3 if column == 0 else 0.6))
        expected = 255 * (field[row, column] - low) / (high - low)
        assert pixels[y, x, 0] == pytest.approx(expected, abs=2), (row, column)


@pytest.mark.parametrize(("width", "height"), [(2, 2048), (2048, 2), (300, 100)])
def test_any_shape_is_drawn(client, width, height):
    pixels = picture(client, f"seed=1&width={width}&height={height}&correlation_length=0")
    assert pixels.shape[1] == 1600
    numbered = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    assert len(np.unique(numbered)) > 20


def test_seeds(client):
    first = client.get("/random.csv?seed=1&width=4&height=4&correlation_length=1").data
    assert client.get("/random.csv?seed=1&width=4&height=4&correlation_length=1").data == first
    assert client.get("/random.csv?seed=2&width=4&height=4&correlation_length=1").data != first


def test_other_colours_are_other_pixels_of_the_same_numbers(client):
    query = "seed=1&width=8&height=8&correlation_length=1&colours="
    assert not np.array_equal(picture(client, query + "viridis"), picture(client, query + "magma"))
    grey, diverging = (
        client.get(f"/random.csv?{query}grey"),
        client.get(f"/random.csv?{query}RdBu_r"),
    )
    assert grey.data == diverging.data
    assert client.get(f"/random?{query}jet").status_code == 422
