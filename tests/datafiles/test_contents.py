"""Files of every format as named arrays."""

import numpy as np
import pytest
from PIL import Image

from server.datafiles.contents import read_members
from server.errors import InputError
from server.paths import SAMPLES


def test_a_table_gives_its_columns():
    members = read_members(SAMPLES / "mauna_loa_co2.csv")
    assert list(members) == ["date", "co2"]
    assert members["date"][0] == np.datetime64("1958-03-29")
    assert members["co2"][1] == 317.3
    assert np.isnan(members["co2"]).sum() == 59


def test_an_npy_file_gives_its_array():
    members = read_members(SAMPLES / "ecg_360hz.npy")
    assert list(members) == ["array"]
    assert members["array"].shape == (108_000,)
    assert members["array"][0] == -0.245


def test_a_picture_gives_its_brightness():
    members = read_members(SAMPLES / "moon.png")
    assert members["brightness"].shape == (512, 512)
    assert members["brightness"].dtype == np.uint8


@pytest.mark.parametrize("name", ["mauna_loa_co2.csv", "ecg_360hz.npy", "moon.png"])
def test_what_is_shared_cannot_be_written_to(name):
    array = next(iter(read_members(SAMPLES / name).values()))
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 0


def test_a_changed_file_is_read_again(tmp_path):
    file = tmp_path / "a.CSV"
    file.write_text("a\n1\n")
    assert read_members(file)["a"].tolist() == [1.0]
    file.write_text("a\n2\n3\n")
    assert read_members(file)["a"].tolist() == [2.0, 3.0]


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path):
    file = tmp_path / "picture.webp"
    Image.new("L", (2, 2)).save(file)
    with pytest.raises(InputError, match=r"\.csv, \.npy, \.png"):
        read_members(file)
