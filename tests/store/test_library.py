"""The library: things by number, and who put what where."""

from pathlib import Path

import pytest

from server.store.library import Library
from server.store.model import Column, File, Project, Provenance, User


def file_of(number: int, project: int, user: int, **more) -> File:
    said = {
        "title": f"Title {number}",
        "description": "",
        "columns": (Column("x", "Time", "s"),),
        "tags": (),
        **more,
    }
    return File(
        id=number,
        project=project,
        user=user,
        path=Path(f"/data/name{number}.csv"),
        view="series",
        quantity="Voltage, mV",
        shape=(3, 1),
        provenance=Provenance("somewhere", "free", 12, "00"),
        sparkline=(),
        sparkline_rows=0,
        sparkline_note="",
        smooth="",
        **said,
    )


@pytest.fixture
def library() -> Library:
    projects = [Project(12, "Bridge", "Strain gauges"), Project(13, "Café", "")]
    users = [User(133, "Ada", "Engineer"), User(134, "Émile", "")]
    files = [
        file_of(1, 12, 133, title="Strain of the bridge", tags=("steel",)),
        file_of(2, 12, 134, description="Temperatures beside the bridge and its strain"),
        file_of(3, 13, 133),
    ]
    return Library(projects, users, files)


def test_things_are_found_by_number(library):
    assert library.get_project(12).title == "Bridge"
    assert library.get_user(134).name == "Émile"
    assert library.get_file(3).project == 13
    assert library.get_file(3).name == "name3.csv"
    assert library.get_file(3).format == "CSV"


def test_what_is_not_there_is_none(library):
    assert library.get_project(1) is None
    assert library.get_user(1) is None
    assert library.get_file(4) is None


@pytest.mark.parametrize(
    ("project", "user", "expected"),
    [
        (None, None, [1, 2, 3]),
        (12, None, [1, 2]),
        (None, 133, [1, 3]),
        (12, 133, [1]),
        (13, 134, []),
        (99, None, []),
    ],
)
def test_files_of_projects_and_users(library, project, user, expected):
    assert [file.id for file in library.files_of(project, user)] == expected


def test_those_who_put_files_into_a_project(library):
    assert [user.id for user in library.users_of(12)] == [133, 134]
    assert [user.id for user in library.users_of(13)] == [133]


def test_search_finds_files_projects_and_users(library):
    assert [hit.thing for hit in library.search("café")] == [library.get_project(13)]
    assert library.search("emile")[0].thing == library.get_user(134)
    found = [hit.thing for hit in library.search("strain")]
    assert found[0] == library.get_file(1)  # in the title, before those in descriptions
    assert set(found[1:]) == {library.get_file(2), library.get_project(12)}


def test_search_looks_into_columns_tags_names_and_owners(library):
    assert [hit.thing.id for hit in library.search("steel")] == [1]
    assert len(library.search("time")) == 3
    assert [hit.thing.id for hit in library.search("name2")] == [2]
    assert library.get_file(3) in [hit.thing for hit in library.search("ada")]


def test_columns_without_description_have_their_name(library):
    file = library.get_file(1)
    assert file.column("x").label == "Time, s"
    assert file.column("y").label == "y"
