import numpy as np
import pytest
from PIL import Image

from server.datafiles.image import read_image
from server.errors import InputError, TooLarge
from server.paths import SAMPLES


def test_moon():
    moon = read_image(SAMPLES / "moon.png")
    assert moon.shape == (512, 512)
    assert moon.dtype == np.uint8


def test_colours_become_luma(tmp_path):
    Image.new("RGB", (3, 2), (255, 0, 0)).save(tmp_path / "red.png")
    red = read_image(tmp_path / "red.png")
    assert red.shape == (2, 3)
    assert (red == 76).all()  # 0.299 · 255


def test_sixteen_bits_are_kept(tmp_path):
    values = np.array([[0, 40000], [65535, 1]], dtype=np.uint16)
    Image.fromarray(values).save(tmp_path / "deep.png")
    np.testing.assert_array_equal(read_image(tmp_path / "deep.png"), values)


def test_other_formats_and_no_pictures_are_refused(tmp_path):
    Image.new("L", (2, 2)).save(tmp_path / "a.ppm")
    (tmp_path / "b.png").write_bytes(b"no picture")
    (tmp_path / "c.png").write_bytes((SAMPLES / "moon.png").read_bytes()[:1000])
    for name in ("a.ppm", "b.png", "c.png"):
        with pytest.raises(InputError, match=name):
            read_image(tmp_path / name)


@pytest.mark.parametrize("limit", [5, 1])  # Pillow itself stops at twice its own limit
def test_size_is_looked_at_before_unpacking(tmp_path, monkeypatch, limit):
    Image.new("L", (3, 2)).save(tmp_path / "a.png")
    monkeypatch.setattr("server.datafiles.limits.MAX_PIXELS", 5)
    if limit == 1:
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1)
    with pytest.raises(TooLarge, match="pixels"):
        read_image(tmp_path / "a.png")
