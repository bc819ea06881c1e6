"""Lists of files: in order, narrowed down, a page at a time; and who has what."""

import pytest

from server.store.terms import Wanted
from server.store.things import Counts


@pytest.fixture
def project(library, add):
    """A project with 25 files of two persons and two formats."""
    project = library.projects.create("Runs")
    person = library.users.create("Ada")
    for number in range(25):
        add(
            f"Run {number}",
            project=project.id,
            path=f"/runs/{number}.{'csv' if number % 5 else 'npy'}",
            user=person.id if number < 10 else 1,
            tags=["First"] if number < 3 else [],
        )
    return project.id


def titles(page):
    return [file.title for file in page.items]


def test_pages_follow_each_other_in_the_order_people_count(library, project):
    listed, offset = [], 0
    while offset is not None:
        page = library.listing.page(Wanted(project), limit=7, offset=offset)
        assert page.total == 25
        listed += titles(page)
        offset = page.following
    assert listed == [f"Run {number}" for number in range(25)]
    last = library.listing.page(Wanted(project), descending=True, limit=2)
    assert titles(last) == ["Run 24", "Run 23"]
    beyond = library.listing.page(Wanted(project), offset=100)
    assert (beyond.items, beyond.total, beyond.following) == ((), 25, None)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", ["title", "name", "format", "size", "created", "updated", "id"])
def test_every_order_shows_every_file_once(library, project, order, descending):
    shown = []
    for offset in range(0, 25, 10):
        options = {"descending": descending, "limit": 10, "offset": offset}
        shown += library.listing.page(Wanted(project), order, **options).items
    keys = [
        (file.provenance.size if order == "size" else getattr(file, order), file.id)
        for file in shown
    ]
    assert len({file.id for file in shown}) == 25
    if order != "title":
        assert keys == sorted(keys, reverse=descending)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"user": 1}, 15),
        ({"format": "NPY"}, 5),
        ({"tag": "FIRST"}, 3),
        ({"user": 1, "format": "NPY"}, 3),
        ({"tag": "none"}, 0),
    ],
)
def test_lists_are_narrowed_down(library, project, wanted, count):
    assert len(library.listing.every(Wanted(project, **wanted))) == count
    assert library.listing.count(Wanted(project, **wanted)) == Counts(count, 100 * count)
    assert library.listing.page(Wanted(project, **wanted)).total == count


def test_who_put_files_into_a_project(library, project):
    ada = library.users.all()[-1]
    assert [user.id for user in library.users.of(project)] == [1, ada.id]
    library.trash.remove("file", [file.id for file in library.listing.every(Wanted(user=ada.id))])
    assert [user.id for user in library.users.of(project)] == [1]


def test_counts_and_sizes(library, project):
    assert library.projects.counts()[project] == Counts(25, 2500)
    assert library.listing.formats(Wanted(project)) == {"CSV": 20, "NPY": 5}
    library.trash.remove("project", [project])
    assert project not in library.projects.counts()
