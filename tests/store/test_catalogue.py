"""What the shipped catalogue says of the samples is what the files hold."""

import json

import pytest

from build_scripts.measure_samples import measured
from server.datafiles.contents import read_members
from server.paths import SAMPLES

CATALOGUE = SAMPLES / "catalogue.json"
ENTRIES = json.loads(CATALOGUE.read_text("utf-8"))["files"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_size_hash_shape_and_sparkline_are_those_of_the_file(entry):
    found = measured(SAMPLES / entry["name"], entry["view"], entry["sparkline_rows"])
    assert {key: entry[key] for key in found} == found


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_the_columns_described_are_those_of_the_file(entry):
    described = [column["name"] for column in entry["columns"]]
    assert described == list(read_members(SAMPLES / entry["name"]))


def test_every_sample_file_is_in_the_catalogue():
    there = {path.name for path in SAMPLES.iterdir()} - {CATALOGUE.name, "README.md"}
    assert {entry["name"] for entry in ENTRIES} == there


def test_every_sample_says_where_it_comes_from_and_what_may_be_done_with_it():
    for entry in ENTRIES:
        assert entry["source"]
        assert entry["licence"]
