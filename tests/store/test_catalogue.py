"""What the shipped catalogue says of the samples is what the files hold."""

import json

import pytest

from build_scripts.measure_samples import measured
from server.datafiles.contents import read_members
from server.paths import SAMPLES
from server.store.library import read_catalogue

CATALOGUE = SAMPLES / "catalogue.json"
ENTRIES = json.loads(CATALOGUE.read_text("utf-8"))["files"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_size_hash_shape_and_sparkline_are_those_of_the_file(entry):
    found = measured(SAMPLES / entry["name"], entry["view"], entry["sparkline_rows"])
    assert {key: entry[key] for key in found} == found


@pytest.mark.parametrize("file", read_catalogue(CATALOGUE).files_of(), ids=lambda file: file.name)
def test_the_columns_described_are_those_of_the_file(file):
    assert [column.name for column in file.columns] == list(read_members(file.path))


def test_every_sample_file_is_in_the_catalogue():
    there = {path.name for path in SAMPLES.iterdir()} - {CATALOGUE.name, "README.md"}
    assert {entry["name"] for entry in ENTRIES} == there


def test_every_number_leads_somewhere():
    library = read_catalogue(CATALOGUE)
    for file in library.files_of():
        assert library.get_project(file.project)
        assert library.get_user(file.user)
        assert file.provenance.source
        assert file.provenance.licence
    for project in library.projects:
        assert library.files_of(project.id)
