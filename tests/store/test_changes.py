"""Creating, renaming, moving, annotating, tagging; and no change is lost to a later one."""

from pathlib import Path

import pytest

from server.errors import InputError, NotFound
from server.store.errors import Conflict
from server.store.identity import Fingerprint
from server.store.terms import FileChange
from server.store.things import Column


def test_a_file_is_kept_with_all_that_is_known(library, add):
    column = Column("t", "Time", "s", "float", "", {"minimum": -1.5, "count": 3})
    file = add(
        "Pulse 7",
        path="/data/pulse.npy",
        source="Lab",
        licence="CC0",
        description="At rest",
        columns=[column],
        tags=["Wrist", "rest"],
        described={"view": "field", "shape": [3, 1], "sparkline": [0, None, 100]},
    )
    again = library.files.get(file.id)
    assert again == file
    assert (again.path, again.name, again.format) == (Path("/data/pulse.npy"), "pulse.npy", "NPY")
    assert again.columns == (column,)
    assert again.tags == ("Wrist", "rest")
    assert (again.view, again.shape, again.sparkline) == ("field", (3, 1), (0, None, 100))
    assert again.revision == 1
    assert (again.provenance.source, again.provenance.licence) == ("Lab", "CC0")


def test_without_a_title_the_name_is_one(add):
    assert add("", path="/a/b.csv").title == "b.csv"


def test_each_change_is_one_revision(library, add):
    file = add("Old")
    project = library.projects.create("Other")
    change = FileChange(
        title="  New\n title ", description="d", source="s", licence="l", project=project.id
    )
    new = library.files.change(file.id, change, revision=1)
    assert (new.title, new.description, new.project, new.revision) == (
        "New title", "d", project.id, 2,
    )  # fmt: skip
    assert (new.provenance.source, new.provenance.licence) == ("s", "l")
    assert library.files.change(file.id, FileChange(tags=["a", "b"])).revision == 3
    assert library.files.describe(file.id, {}, [Column("x")]).revision == 4
    assert library.files.get(file.id).tags == ("a", "b")


def test_tags_differ_by_more_than_case_and_accents(library, add):
    add("One", tags=["Niño", "sea"])
    assert add("Two", tags=["nino", "NIÑO", " Sea  ice "]).tags == ("Niño", "Sea ice")
    counts = library.tags.counts()
    assert (counts["Niño"], counts["sea"], counts["Sea ice"]) == (2, 1, 1)


def test_a_file_is_found_by_its_place_and_by_its_content(library, add):
    file = add("Here", path="/x/here.csv")
    assert library.files.at(Path("/x/here.csv")) == (file,)
    moved = library.files.locate(file.id, Fingerprint(9, 8, "abc"), Path("/y/there.csv"))
    assert (moved.path, moved.name, moved.mtime_ns) == (Path("/y/there.csv"), "there.csv", 8)
    assert library.files.at(Path("/x/here.csv")) == ()
    assert library.files.same("abc") == (moved,)
    assert library.files.same("") == ()


def change_project(library, number, revision):
    return library.projects.change(number, title="x", revision=revision)


def change_user(library, number, revision):
    return library.users.change(number, name="x", about="y", revision=revision)


def change_note(library, number, revision):
    return library.notes.change(number, "x", revision)


def change_recipe(library, number, revision):
    return library.recipes.change(number, title="x", recipe={"sigma": 3}, revision=revision)


def change_file(library, number, revision):
    return library.files.change(number, FileChange(title="x"), revision)


CHANGES = [change_project, change_user, change_note, change_recipe, change_file]


@pytest.mark.parametrize("change", CHANGES)
def test_the_second_of_two_changes_to_the_same_state_is_refused(library, change):
    library.notes.add("Said", file=1)
    library.recipes.create("Smooth", {"sigma": 2}, file=1)
    changed = change(library, 1, 1)
    assert changed.revision == 2
    with pytest.raises(Conflict, match="has been changed since"):
        change(library, 1, 1)
    assert change(library, 1, None).revision == 3
    assert changed.updated >= changed.created


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("number", [999, -1, 2**70])
def test_what_is_not_there_cannot_be_changed(library, change, number):
    with pytest.raises(NotFound, match="no "):
        change(library, number, None)


def test_notes_stand_with_what_they_are_about(library):
    first = library.notes.add("First", file=1)
    library.notes.add("Second", file=1)
    library.notes.add("Project", project=1)
    assert [note.text for note in library.notes.of(file=1)] == ["First", "Second"]
    assert [note.text for note in library.notes.of(project=1)] == ["Project"]
    assert library.notes.get(first.id) == first


@pytest.mark.parametrize("about", [{}, {"file": 1, "project": 1}])
def test_a_note_is_about_one_thing(library, about):
    with pytest.raises(InputError, match="one of them"):
        library.notes.add("Said", **about)


@pytest.mark.parametrize("title", ["", "  \n ", "x" * 501, "nul\0", "half\ud800"])
def test_what_is_no_title_is_refused(library, title):
    for act in (
        lambda: library.projects.create(title),
        lambda: library.users.create(title),
        lambda: library.recipes.create(title, {}),
        lambda: library.files.change(1, FileChange(title=title)),
    ):
        with pytest.raises(InputError):
            act()
    assert len(library.projects.all()) == 1


def test_a_change_that_is_refused_changes_nothing(library):
    before = library.files.get(1)
    with pytest.raises(InputError):
        library.files.change(1, FileChange(title="New", tags=["good", " "]))
    assert library.files.get(1) == before
    assert library.finder.find("new").total == 0


def test_recipes_are_listed_by_title_as_people_count(library):
    for title in ("run 10", "Run 2", "émile"):
        library.recipes.create(title, {"steps": [{"sigma": 1.5}]}, file=2)
    assert [recipe.title for recipe in library.recipes.all(file=2)] == ["émile", "Run 2", "run 10"]
    assert library.recipes.all()[0].recipe == {"steps": [{"sigma": 1.5}]}
    assert library.recipes.all(file=1) == ()


def test_no_value_that_json_has_no_word_for_is_kept(library):
    for bad in (float("nan"), float("inf"), {1, 2}, b"bytes"):
        with pytest.raises(InputError, match="cannot be kept"):
            library.recipes.create("Bad", {"sigma": bad})
        with pytest.raises(InputError, match="cannot be kept"):
            library.files.describe(1, {"facts": [bad]}, [])
    assert library.recipes.all() == ()
    assert library.files.get(1).revision == 1


def test_small_things_are_remembered(library):
    assert library.memory.get("shape:t,x") is None
    library.memory.put("shape:t,x", {"decimal": ","})
    library.memory.put("shape:t,x", {"decimal": "."})
    assert library.memory.get("shape:t,x") == {"decimal": "."}
    library.memory.put("shape:t,x", None)
    assert library.memory.get("shape:t,x") is None


def test_what_was_open_last_stands_first(library):
    for number in (1, 2, 3, 1):
        library.recents.opened(number)
    assert [file.id for file in library.recents.last()] == [1, 3, 2]
    assert [file.id for file in library.recents.last(limit=1)] == [1]
    assert library.recents.last(user=2) == ()
    library.trash.remove("file", [3])
    assert [file.id for file in library.recents.last()] == [1, 2]
    with pytest.raises(NotFound):
        library.recents.opened(3)


def test_a_check_sum_may_come_later_if_the_file_is_still_the_same(library, add):
    file = add("Large")
    library.files.summed(file.id, Fingerprint(100, 6, "of another time"))
    assert library.files.get(file.id) == file
    library.files.summed(file.id, Fingerprint(100, 5, "abc"))
    found = library.files.get(file.id)
    assert (found.provenance.sha256, found.revision) == ("abc", file.revision)
    assert (file.state, found.state) == ("1-unsummed", "1")


def test_what_pages_draw_is_no_change_and_overwrites_none(library, add):
    file = add("Drawn", described={"view": "series"})
    library.files.drawn(file, {"view": "series", "sparkline": [0, 100]})
    found = library.files.get(file.id)
    assert (found.sparkline, found.revision) == ((0, 100), file.revision)
    library.files.describe(file.id, {"view": "field"}, [])
    library.files.drawn(file, {"view": "series", "sparkline": [1]})
    assert library.files.get(file.id).described == {"view": "field"}
