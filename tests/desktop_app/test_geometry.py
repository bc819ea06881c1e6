import json

import pytest

from desktop_app import geometry
from desktop_app.geometry import Geometry, Rectangle

LAPTOP = Rectangle(0, 0, 1600, 1000)
LEFT = Rectangle(-1920, 0, 1920, 1080)


def test_it_comes_back(tmp_path):
    kept = Geometry(1111, 777, -30, 40, maximized=True)
    geometry.save(tmp_path, kept)
    assert geometry.load(tmp_path) == kept


def test_the_first_start_has_the_default(tmp_path):
    assert geometry.load(tmp_path) == Geometry(1280, 800, None, None)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"width": "wide"}', '{"height": 1e99}', '{"x": true}', "\xff"]
)
def test_nonsense_is_not_used(tmp_path, text):
    (tmp_path / geometry.FILE_NAME).write_text(text, "latin-1")
    assert geometry.load(tmp_path) == Geometry()


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        (Geometry(1280, 800, 100, 50), Geometry(1280, 800, 100, 50)),
        (Geometry(1280, 800, -1800, 50), Geometry(1280, 800, -1800, 50)),
        (Geometry(1280, 800, 5000, 50), Geometry(1280, 800, None, None)),
        (Geometry(1280, 800, 100, -700), Geometry(1280, 800, None, None)),
        (Geometry(1280, 800, 100, 990), Geometry(1280, 800, None, None)),
        (Geometry(5000, 4000, 0, 0), Geometry(1920, 1080, 0, 0)),
        (Geometry(10, 10, 0, 0), Geometry(960, 640, 0, 0)),
    ],
)
def test_it_is_restored_where_it_can_be_seen(kept, shown):
    assert kept.fitted([LAPTOP, LEFT]) == shown


def test_without_a_known_screen_it_is_centred():
    assert Geometry(1280, 800, 9, 9).fitted([]) == Geometry(1280, 800)


def test_the_file_is_plain_json(tmp_path):
    geometry.save(tmp_path, Geometry())
    assert json.loads((tmp_path / geometry.FILE_NAME).read_text())["width"] == 1280
